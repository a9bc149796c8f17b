import { one } from "../expression/dimension.ts";
import { constant, type Expression, isApply, isScalar, namesOf, nodesOf } from "../expression/node.ts";
import { atomLevel, binding, postfixLevel, prefixLevel } from "./notation.ts";

/** A piece of text and how tightly it holds together. */
interface Piece {
  readonly text: string;
  readonly level: number;
}

const atom = (text: string): Piece => ({ text, level: atomLevel });
const sumLevel = binding["+"].level;
const productLevel = binding["*"].level;

/** The expression in the language, with no more brackets than needed. `parse` reads it back. */
export function print(e: Expression): string {
  return new Printer(e).piece(e).text;
}

class Printer {
  private readonly known = new Map<number, Piece>();
  private readonly bound: ReadonlyMap<string, string>;
  constructor(root: Expression) {
    this.bound = boundNames(root);
  }

  piece(e: Expression): Piece {
    let p = this.known.get(e.id);
    if (!p) this.known.set(e.id, (p = this.write(e)));
    return p;
  }

  private text(e: Expression, level: number): string {
    const p = this.piece(e);
    return p.level < level ? `(${p.text})` : p.text;
  }

  private write(e: Expression): Piece {
    if (e.kind === "variable") return atom(this.bound.get(e.name) ?? e.name);
    if (e.kind === "constant") return numberPiece(e);
    const special = this.operators[e.operation.name];
    if (special) return special(e);
    return this.call(e);
  }

  private call(e: Expression & { kind: "apply" }): Piece {
    const dims = e.operation.name === "ones" || e.operation.name === "zeros" ? (e.cols === one ? e.dimensions.slice(0, 1) : e.dimensions) : e.dimensions;
    const items = [...e.args.map((a) => this.piece(a).text), ...dims.map((d) => d.text.replace(/ /g, ""))];
    if (e.operation.name === "pi") return atom("pi");
    return atom(`${e.operation.spelling}(${items.join(", ")})`);
  }

  /** How operators are written. */
  private readonly operators: Record<string, (e: Expression & { kind: "apply" }) => Piece> = {
    add: (e) => this.sum(e),
    product: (e) => this.product(e),
    hadamard: (e) => this.hadamard(e),
    transpose: (e) => ({ text: `${this.text(e.args[0] as Expression, postfixLevel)}'`, level: postfixLevel }),
    dimension: (e) => dimensionPiece(e.dimensions[0]?.text as string),
    entry: (e) => {
      const [x, ...at] = e.args as [Expression, ...Expression[]];
      return { text: `${this.text(x, atomLevel)}[${at.map((i) => this.piece(i).text.replace(/ /g, "")).join(",")}]`, level: atomLevel };
    },
    power: (e) => this.power(e),
    entrypower: (e) => {
      const [x, k] = e.args as [Expression, Expression];
      if (isNumber(k, -1)) return { text: `1 ./ ${this.text(x, prefixLevel)}`, level: productLevel };
      if (isHalf(k)) return atom(`sqrt(${this.piece(x).text})`);
      return { text: `${this.text(x, postfixLevel)}.^${this.exponent(k)}`, level: postfixLevel };
    },
    summation: (e) => this.binder("sum", e),
    integral: (e) => this.binder("int", e),
  };

  private binder(name: string, e: Expression & { kind: "apply" }): Piece {
    const [i, low, high, body] = e.args as [Expression, Expression, Expression, Expression];
    return atom(`${name}(${this.piece(i).text}=${this.piece(low).text.replace(/ /g, "")}..${this.piece(high).text.replace(/ /g, "")}, ${this.piece(body).text})`);
  }

  private exponent(k: Expression): string {
    const p = this.piece(k);
    return p.level === atomLevel && /^[\p{L}\p{N}_.]+(\(.*\))?$/u.test(p.text) ? p.text : `(${p.text})`;
  }

  private power(e: Expression & { kind: "apply" }): Piece {
    const [x, k] = e.args as [Expression, Expression];
    if (isScalar(x)) {
      if (isHalf(k)) return atom(`sqrt(${this.piece(x).text})`);
      if (k.kind === "constant" && k.value.s < 0n) return this.divide("1", [e]);
    } else if (k.kind === "constant" && k.value.s < 0n && k.value.d === 1n) {
      const inverse = `inv(${this.piece(x).text})`;
      return k.value.equals(-1) ? atom(inverse) : { text: `${inverse}^${-Number(k.value.valueOf())}`, level: postfixLevel };
    }
    return { text: `${this.text(x, postfixLevel === this.piece(x).level && this.piece(x).text.includes("^") ? atomLevel : postfixLevel)}^${this.exponent(k)}`, level: postfixLevel };
  }

  private sum(e: Expression & { kind: "apply" }): Piece {
    const wide = e.args.some((a) => !isScalar(a) && !isSpread(a));
    const terms = e.args.map((a) => this.term(a, wide));
    const first = terms.findIndex((t) => !t.minus);
    if (first > 0) terms.unshift(...terms.splice(first, 1));
    const [head, ...rest] = terms as [Signed, ...Signed[]];
    const start = head.minus ? `-${head.piece.level < productLevel ? `(${head.piece.text})` : head.piece.text}` : head.piece.text;
    return { text: start + rest.map((t) => (t.minus ? ` - ${t.piece.level <= sumLevel ? `(${t.piece.text})` : t.piece.text}` : ` + ${t.piece.text}`)).join(""), level: sumLevel };
  }

  /** A term without its sign; multiples of `ones` beside something wide are written as the scalar. */
  private term(a: Expression, wide: boolean): Signed {
    if (wide && isApply(a, "ones")) return { piece: atom("1"), minus: false };
    if (a.kind === "constant" && a.value.s < 0n) return { piece: numberPiece(constant(a.value.neg(), a.text?.replace("-", ""))), minus: true };
    if (!isApply(a, "product")) return { piece: this.piece(a), minus: false };
    let args = a.args;
    if (wide && isSpread(a)) args = args.slice(0, -1);
    const [c] = args;
    const minus = c?.kind === "constant" && c.value.s < 0n;
    if (!minus) return { piece: args === a.args ? this.piece(a) : this.factors(args), minus: false };
    const left = constant((c as Expression & { kind: "constant" }).value.neg(), (c as Expression & { kind: "constant" }).text?.replace("-", ""));
    return { piece: this.factors(left.value.equals(1) && args.length > 1 ? args.slice(1) : [left, ...args.slice(1)]), minus: true };
  }

  private product(e: Expression & { kind: "apply" }): Piece {
    const [c, ...rest] = e.args as [Expression, ...Expression[]];
    if (c.kind === "constant" && c.value.s < 0n && rest.length) {
      const left = constant(c.value.neg(), c.text?.replace("-", ""));
      const p = this.factors(left.value.equals(1) ? rest : [left, ...rest]);
      return { text: `-${p.level < productLevel ? `(${p.text})` : p.text}`, level: Math.min(prefixLevel - 0.5, p.level < productLevel ? prefixLevel : p.level) };
    }
    return this.factors(e.args);
  }

  /** Factors one after the other; scalars to negative powers, and what a number is divided by, go behind the stroke. */
  private factors(all: readonly Expression[]): Piece {
    const above: string[] = [];
    const below: Expression[] = [];
    for (const f of all) {
      if (f.kind === "constant" && f.text === undefined && f.value.d !== 1n) {
        const top = constant(f.value.mul(f.value.d));
        if (!top.value.equals(1)) above.push(numberPiece(top).text);
        below.push(constant(Number(f.value.d)));
      } else if (isScalar(f) && isApply(f, "power") && isNegativeNumber(f.args[1] as Expression)) below.push(f);
      else {
        const p = this.piece(f);
        const chain = isScalar(f) && isApply(f, "product") && all.length > 1;
        above.push(p.level < productLevel + (all.length > 1 ? 0.1 : 0) || chain ? `(${p.text})` : p.text);
      }
    }
    if (!below.length) return above.length === 1 ? { text: above[0] as string, level: above[0]?.startsWith("(") ? atomLevel : productLevel } : { text: above.join("*"), level: productLevel };
    return this.divide(above.length ? above.join("*") : "1", below);
  }

  private divide(above: string, below: readonly Expression[]): Piece {
    const parts = below.map((f) => {
      if (f.kind === "constant") return atom(numberPiece(f).text);
      const [x, k] = (f as Expression & { kind: "apply" }).args as [Expression, Expression & { kind: "constant" }];
      const positive = constant(k.value.neg());
      if (positive.value.equals(1)) return this.piece(x);
      if (isHalf(positive)) return atom(`sqrt(${this.piece(x).text})`);
      return { text: `${this.text(x, atomLevel)}^${this.exponent(positive)}`, level: postfixLevel };
    });
    const bracket = (p: Piece, level: number) => (p.level < level ? `(${p.text})` : p.text);
    const text = parts.length === 1 ? bracket(parts[0] as Piece, prefixLevel) : `(${parts.map((p) => bracket(p, productLevel + 0.1)).join("*")})`;
    return { text: `${above}/${text}`, level: productLevel };
  }

  private hadamard(e: Expression & { kind: "apply" }): Piece {
    const isBelow = (f: Expression) => (isApply(f, "entrypower") || (isApply(f, "power") && isScalar(f))) && isNegativeNumber(f.args[1] as Expression) && isScalar(f.args[1] as Expression);
    const above = e.args.filter((f) => !isBelow(f));
    const below = e.args.filter(isBelow) as (Expression & { kind: "apply" })[];
    const first = above.length ? above.map((f) => this.text(f, e.args.length > 1 ? productLevel + 0.1 : productLevel)).join(".*") : "1";
    const rest = below.map((f) => {
      const k = constant((f.args[1] as Expression & { kind: "constant" }).value.neg());
      const x = f.args[0] as Expression;
      const p: Piece = k.value.equals(1) ? this.piece(x) : isHalf(k) ? atom(`sqrt(${this.piece(x).text})`) : { text: `${this.text(x, postfixLevel)}.^${this.exponent(k)}`, level: postfixLevel };
      return `${above.length ? "./" : " ./ "}${p.level < prefixLevel ? `(${p.text})` : p.text}`;
    });
    return { text: first + rest.join(""), level: productLevel };
  }
}

interface Signed {
  readonly piece: Piece;
  readonly minus: boolean;
}

const isNumber = (e: Expression, n: number) => e.kind === "constant" && e.value.equals(n);
const isHalf = (e: Expression) => e.kind === "constant" && e.value.equals("1/2");
const isNegativeNumber = (e: Expression) => e.kind === "constant" && e.value.s < 0n;

/** A multiple of `ones`. */
function isSpread(a: Expression): boolean {
  return isApply(a, "ones") || (isApply(a, "product") && isApply(a.args[a.args.length - 1] as Expression, "ones") && a.args.slice(0, -1).every(isScalar));
}

function numberPiece(e: Expression & { kind: "constant" }): Piece {
  const text = e.text ?? e.value.toFraction();
  if (e.value.s < 0n) return { text, level: prefixLevel - 0.5 };
  return { text, level: e.text === undefined && e.value.d !== 1n ? productLevel : atomLevel };
}

function dimensionPiece(text: string): Piece {
  if (/ [+-] |^-/.test(text)) return { text, level: sumLevel };
  return { text, level: text.includes("*") ? productLevel : text.includes("^") ? postfixLevel : atomLevel };
}

/** Readable names for the bound indices that the engine made (`$1`, `#2`), none of them in use. */
export function boundNames(root: Expression): Map<string, string> {
  const made = [...namesOf(root)].filter((n) => /^[$#]/.test(n)).sort((a, b) => depthOf(b) - depthOf(a));
  const names = new Map<string, string>();
  if (!made.length) return names;
  const taken = namesOf(root);
  for (const e of nodesOf(root)) {
    for (const d of [e.rows, e.cols]) for (const n of d.names) taken.add(n);
    if (e.kind === "apply") for (const d of e.dimensions) for (const n of d.names) taken.add(n);
  }
  const pool = ["i", "j", "k", "l", "r", "s", "p", "q"].filter((n) => !taken.has(n));
  for (let k = 1; pool.length < made.length; k++) if (!taken.has(`i${k}`)) pool.push(`i${k}`);
  made.forEach((n, k) => names.set(n, pool[k] as string));
  return names;
}
const depthOf = (name: string) => (name.startsWith("$") ? Number(name.slice(1)) : 0);
