import type Fraction from "fraction.js";
import type { Dimension } from "../expression/dimension.ts";
import type { Node } from "./node.ts";
import type { CodeOperation } from "./operation.ts";
import type { Schedule, Statement } from "./schedule.ts";

/** A description in lines that are not too long, each behind the same sign. */
export function wrapped(text: string, before: string): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1] as string;
    if (line && before.length + line.length + word.length > 110) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines.map((l) => before + l);
}

/** What a description says of the properties and conditions that the code rests on. */
export const assumption = (word: string, assumes: readonly string[], end = ""): string[] => (assumes.length ? [`${word}: ${assumes.join(", ")}${end}`] : []);

/** How tightly a written piece holds together; what is looser gets brackets. */
export const levels = { sum: 1, product: 2, prefix: 3, power: 4, atom: 9 } as const;

export interface Piece {
  readonly text: string;
  readonly level: number;
}

/** How a target writes an operation: an argument is asked for at the level its place needs. */
export type Spelling = (w: Writer, n: Node) => Piece;

/** A spelling for each operation; null where the target has none and the request is refused by the operation's name. */
export type Spellings = Readonly<Record<CodeOperation, Spelling | null>>;

export const atom = (text: string): Piece => ({ text, level: levels.atom });

/** `a op b`. */
export const infix =
  (op: string, level: number): Spelling =>
  (w, n) => ({ text: `${w.arg(n, 0, level)} ${op} ${w.arg(n, 1, level + 1)}`, level });

/** A pattern with `$0`, `$1`: bare where brackets or commas stand around, else held together. `level` is that of the whole. */
export const pattern =
  (text: string, level: number = levels.atom): Spelling =>
  (w, n) => ({
    text: text.replace(/(^|[(,[]\s?)?\$(\d)(?=([),\]])?)/g, (_all, before: string | undefined, k: string, after: string | undefined) =>
      before !== undefined && before !== "" && after !== undefined
        ? `${before}${w.arg(n, Number(k), 0)}`
        : `${before ?? ""}${w.arg(n, Number(k), levels.atom)}`,
    ),
    level,
  });

/** What differs between languages in writing numbers, names and sizes. */
export interface Script {
  readonly spellings: Spellings;
  /** The first index of an array. */
  readonly base: 0 | 1;
  /** A number that is no integer. */
  readonly quotient: (over: string, under: string) => Piece;
  /** A power of an integer that is a size: `n**2`. */
  readonly power: (name: string, k: number) => string;
  /** An integer where a real number is meant: `2`, `2.0`. */
  readonly real: (integer: string) => string;
  /** A size where a real number is meant. */
  readonly measure: (size: Piece) => Piece;
}

/** Numbers as most languages have them, in which integers divide to reals. */
export const plainNumbers: Pick<Script, "quotient" | "real" | "measure"> = {
  quotient: (over, under) => ({ text: `${over} / ${under}`, level: levels.product }),
  real: (integer) => integer,
  measure: (size) => size,
};

/** An operation that a target cannot say. */
export class Unspelled extends Error {}

/** Writes the values of one function in a language. */
export class Writer {
  /** The names of dimensions that were written. */
  readonly sizes = new Set<string>();
  /** An argument that is an array, for languages that make others like it. */
  like = "";
  /** Values in blocks, and small ones that are made of them, for languages that tell them apart. */
  blocks: ReadonlyMap<number, "large" | "small"> = new Map();
  private names = new Map<number, string>();

  constructor(
    readonly script: Script,
    private readonly plan: Schedule,
    private readonly identifiers: ReadonlyMap<string, string>,
  ) {}

  /** The identifier of an argument or dimension. */
  identifier(name: string): string {
    return this.identifiers.get(name) ?? name;
  }

  /** The k-th argument, in brackets where it is looser than `level`. */
  arg(n: Node, k: number, level: number = levels.atom): string {
    return this.held(this.piece(n.args[k] as Node), level);
  }
  held(p: Piece, level: number): string {
    return p.level < level ? `(${p.text})` : p.text;
  }

  /** From here on the value has its name. */
  know(n: Node, name: string): void {
    this.names.set(n.id, name);
  }
  /** The names that are known now, to come back to where a loop ends. */
  get scope(): ReadonlyMap<number, string> {
    return this.names;
  }
  set scope(names: ReadonlyMap<number, string>) {
    this.names = new Map(names);
  }

  /** A value where it is used. */
  piece(n: Node): Piece {
    const name = this.names.get(n.id);
    const wrap = this.wrapped.get(n.id);
    if (wrap !== undefined) {
      this.wrapped = new Map([...this.wrapped].filter(([id]) => id !== n.id));
      return atom(`${wrap}(${this.piece(n).text})`);
    }
    return name !== undefined ? atom(name) : this.body(n);
  }

  /** May the value be written over its first argument? */
  owns(n: Node): boolean {
    return this.plan.owners.has(n.id);
  }

  isNamed(n: Node): boolean {
    return this.names.has(n.id);
  }

  /** Writes with some values inside a call of the function. */
  wrapping(name: string, values: readonly Node[], write: () => Piece): Piece {
    this.wrapped = new Map(values.map((v) => [v.id, name]));
    const piece = write();
    this.wrapped = new Map();
    return piece;
  }
  private wrapped: ReadonlyMap<number, string> = new Map();

  /** A value where it is computed. */
  body(n: Node): Piece {
    if (n.op === "argument") return atom(this.identifier(n.text));
    if (n.op === "number") return this.number(n);
    if (n.op === "dimension" && !this.script.spellings.dimension) return this.script.measure(this.size(n.dims[0] as Dimension));
    if (n.op === "index") {
      const index = this.plan.indices.get(n.text) ?? n.text;
      return this.script.base === 1 ? atom(index) : { text: `${index} + 1`, level: levels.sum };
    }
    if (n.op === "point") return atom(this.plan.indices.get(n.text) ?? n.text);
    const spelling = this.script.spellings[n.op];
    if (!spelling) throw new Unspelled(n.op);
    return spelling(this, n);
  }

  private number(n: Node): Piece {
    const value = n.value as Fraction;
    const minus = value.s < 0n ? "-" : "";
    const level = minus ? levels.prefix : levels.atom;
    if (n.text) return { text: n.text, level };
    if (value.d === 1n) return { text: minus + this.script.real(value.n < 10n ** 21n ? String(value.n) : String(Number(value.n))), level };
    const decimal = value.abs().valueOf();
    if (String(decimal).length < 8 && !String(decimal).includes("e")) return { text: minus + decimal, level };
    if (value.n < 10n ** 15n && value.d < 10n ** 15n) {
      const p = this.script.quotient(String(value.n), String(value.d));
      return { text: minus + (minus ? this.held(p, levels.product) : p.text), level: Math.min(p.level, level) };
    }
    return { text: minus + decimal, level };
  }

  /** A dimension as a count. */
  size(d: Dimension): Piece {
    for (const name of d.names) this.sizes.add(name);
    const terms = [...d.terms].map(([monomial, c]) => {
      const names = monomial ? monomial.split("*") : [];
      const powers = [...new Set(names)].map((name) => {
        const k = names.filter((m) => m === name).length;
        return k > 1 ? this.script.power(this.identifier(name), k) : this.identifier(name);
      });
      return { c, text: [...(Math.abs(c) === 1 && powers.length ? [] : [String(Math.abs(c))]), ...powers].join(" * ") };
    });
    const text = terms.map((t, k) => (k ? (t.c < 0 ? ` - ${t.text}` : ` + ${t.text}`) : t.c < 0 ? `-${t.text}` : t.text)).join("");
    return { text, level: terms.length > 1 ? levels.sum : /[*^]/.test(text) ? levels.product : (terms[0]?.c ?? 0) < 0 ? levels.prefix : levels.atom };
  }
  /** The rows (columns) of a value as text. */
  rows(n: Node): string {
    return this.size(n.rows).text;
  }
  cols(n: Node): string {
    return this.size(n.cols).text;
  }

  /** The k-th argument as a subscript: counted from the language's first index. */
  subscript(n: Node, k: number): string {
    const at = n.args[k] as Node;
    if (this.script.base === 1) return this.piece(at).text;
    if (at.op === "number") return String(Number((at.value as Fraction).valueOf()) - 1);
    if (at.op === "index") return this.plan.indices.get(at.text) ?? at.text;
    return `${this.held(this.piece(at), levels.sum)} - 1`;
  }
}

/** Writes each statement by the language's forms, the body of a loop deeper. */
export function writeStatements(
  w: Writer,
  statements: readonly Statement[],
  form: {
    readonly assign: (name: string, value: () => string, n: Node) => readonly string[];
    readonly loop: (w: Writer, s: Statement & { kind: "loop" }, value: () => string, body: readonly string[]) => readonly string[];
  },
): string[] {
  return statements.flatMap((s) => {
    if (s.kind === "let") {
      const lines = form.assign(s.name, () => w.body(s.node).text, s.node);
      w.know(s.node, s.name);
      return lines;
    }
    const before = new Map(w.scope);
    const body = writeStatements(w, s.body, form);
    const lines = form.loop(w, s, () => w.piece(s.node.args[2] as Node).text, body);
    w.scope = before;
    w.know(s.node, s.name);
    return lines;
  });
}
