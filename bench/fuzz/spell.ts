import { one } from "../../packages/engine/src/expression/dimension.ts";
import type { Random } from "../../packages/engine/src/numeric/random.ts";
import { operation } from "../../packages/engine/src/operations/index.ts";
import type { Term } from "./term.ts";

/** How freely a term is written: the share of needless brackets and of other spellings; `plain` keeps to ASCII without either. */
export interface Manner {
  readonly brackets: number;
  readonly spellings: number;
  /** Names that must not be read as something else: with `T` among them `A^T` is no transpose. */
  readonly taken: ReadonlySet<string>;
}

type Piece = readonly [text: string, level: number];
const [sum, product, prefix, postfix, atom] = [1, 2, 3, 4, 5];

const infix: Readonly<Record<string, readonly [level: number, ...spellings: string[]]>> = {
  add: [sum, "+"],
  subtract: [sum, "-", "−"],
  product: [product, "*", "@", "·"],
  divide: [product, "/"],
  leftdivide: [product, "\\"],
  hadamard: [product, ".*", "⊙", "∘"],
  entrydivide: [product, "./", "⊘"],
};
const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Writes a term as text: brackets where the grammar needs them, and some where it does not. */
export function spell(term: Term, rng: Random, manner: Manner): string {
  const odd = () => rng.uniform() < manner.spellings;
  const choose = (list: readonly string[]) => (list.length > 1 && odd() ? list[rng.integer(1, list.length - 1)]! : list[0]!);
  const text = (t: Term, level: number): string => {
    const [s, own] = write(t);
    return own < level || (own < atom && rng.uniform() < manner.brackets) ? `(${s})` : s;
  };
  const exponent = (t: Term): string => {
    if (t.kind === "call" && t.operation === "negative") {
      const [s, own] = write(t.args[0]!);
      if (own === atom) return `-${s}`;
    }
    return text(t, atom);
  };
  const base = (t: Term) => {
    const s = text(t, t.kind === "call" && t.operation === "transpose" ? postfix : atom);
    return /\^-?T$/.test(s) ? `(${s})` : s;
  };
  const special: Readonly<Record<string, (t: Term & { kind: "call" }) => Piece>> = {
    negative: (t) => [`${choose(["-", "−"])}${text(t.args[0]!, prefix)}`, prefix],
    transpose: (t) => {
      const [a] = t.args as [Term];
      if (a.kind === "call" && a.operation === "inverse" && !manner.taken.has("T") && odd()) return [`${base(a.args[0]!)}^-T`, postfix];
      const s = text(a, a.kind === "number" ? atom + 1 : postfix);
      return [s + choose(manner.taken.has("T") || s.includes("^") ? ["'", ".T", ".'", "ᵀ", "⊤"] : ["'", ".T", ".'", "ᵀ", "⊤", "^T"]), postfix];
    },
    power: (t) => {
      const [x, k] = t.args as [Term, Term];
      if (k.kind === "number" && /^\d$/.test(k.text) && odd()) return [base(x) + superscripts[Number(k.text)], postfix];
      return [`${base(x)}${choose(["^", "**"])}${exponent(k)}`, postfix];
    },
    entrypower: (t) => [`${base(t.args[0]!)}.^${exponent(t.args[1]!)}`, postfix],
    inverse: (t) => {
      if (!odd()) return call(t);
      return [base(t.args[0]!) + (rng.uniform() < 0.5 ? "⁻¹" : "^-1"), postfix];
    },
    kronecker: (t) => (odd() ? [`${text(t.args[0]!, product)} ⊗ ${text(t.args[1]!, product + 1)}`, product] : call(t)),
    pi: () => ["pi", atom],
  };
  const call = (t: Term & { kind: "call" }): Piece => {
    const record = operation(t.operation);
    const drop = (record.name === "ones" || record.name === "zeros") && t.shape[1] === one;
    const dims = drop ? t.dimensions.slice(0, 1) : t.dimensions;
    return [
      `${choose([record.spelling!, ...(record.aliases ?? [])])}(${[...t.args.map((a) => text(a, 0)), ...dims.map((d) => d.text.replace(/ /g, ""))].join(", ")})`,
      atom,
    ];
  };
  const write = (t: Term): Piece => {
    if (t.kind === "name") return [t.name, atom];
    if (t.kind === "number") return [t.text, atom];
    if (t.kind === "size")
      return [
        t.dimension.text,
        /[+ -]/.test(t.dimension.text) ? sum : t.dimension.text.includes("*") ? product : t.dimension.text.includes("^") ? postfix : atom,
      ];
    const row = infix[t.operation];
    if (!row) return special[t.operation]?.(t) ?? call(t);
    const [level, ...spellings] = row;
    const sign = choose(spellings);
    const space = level === sum || rng.uniform() < manner.brackets ? " " : "";
    return [`${text(t.args[0]!, level)}${space}${sign}${space}${text(t.args[1]!, level + 1)}`, level];
  };
  return text(term, 0);
}
