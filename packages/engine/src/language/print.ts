import { one } from "../expression/dimension.ts";
import { type Apply, BudgetSpent, constant, type Expression, isApply, isScalar, namesOf, nodesOf } from "../expression/node.ts";
import { boundNames } from "./bound.ts";
import { functionText } from "./functions.ts";
import { atomLevel, postfixLevel, prefixLevel, productLevel, sumLevel } from "./notation.ts";
import {
  atom,
  dimensionPiece,
  held,
  heldBase,
  isHalf,
  isNegative,
  isNumber,
  isReciprocal,
  isSpread,
  minusLevel,
  numberPiece,
  opposite,
  type Piece,
  raised,
} from "./piece.ts";

export { boundNames } from "./bound.ts";

const longest = 2_000_000;

/** The expression in the language, with no more brackets than needed: `print(elaborate({ expression: "(x'*A)'" }).expression)`. `parse` reads it back. */
export function print(e: Expression): string {
  return new Printer(e).piece(e).text;
}

interface Signed {
  readonly piece: Piece;
  readonly minus: boolean;
}

class Printer {
  private readonly known = new Map<number, Piece>();
  private readonly bound: ReadonlyMap<string, string>;
  private readonly pi: string;

  /** Writes the parts before the whole, so that depth is no limit. */
  constructor(root: Expression) {
    this.bound = boundNames(root);
    this.pi = namesOf(root).has("pi") ? "acos(-1)" : "pi";
    for (const e of nodesOf(root)) this.piece(e);
  }

  piece(e: Expression): Piece {
    let p = this.known.get(e.id);
    if (!p) {
      p = this.write(e);
      if (p.text.length > longest) throw new BudgetSpent();
      this.known.set(e.id, p);
    }
    return p;
  }
  private text(e: Expression, level: number): string {
    return held(this.piece(e), level);
  }
  private close(e: Expression): string {
    return this.piece(e).text.replace(/ /g, "");
  }

  private write(e: Expression): Piece {
    if (e.kind === "variable") return atom(this.bound.get(e.name) ?? e.name, e.name !== "T");
    if (e.kind === "constant") return numberPiece(e);
    return (Object.hasOwn(this.operators, e.operation.name) && this.operators[e.operation.name]?.(e)) || this.call(e);
  }

  private call(e: Apply): Piece {
    const { name, spelling, unknown } = e.operation;
    if (unknown)
      return atom(
        functionText(unknown, e.args, (a) => this.piece(a).text),
        true,
      );
    const dims = (name === "ones" || name === "zeros") && e.cols === one ? e.dimensions.slice(0, 1) : e.dimensions;
    return atom(`${spelling}(${[...e.args.map((a) => this.piece(a).text), ...dims.map((d) => d.text.replace(/ /g, ""))].join(", ")})`, true);
  }

  /** How operators are written. */
  private readonly operators: Record<string, (e: Apply) => Piece> = {
    add: (e) => this.sum(e),
    product: (e) => this.product(e.args),
    hadamard: (e) => this.hadamard(e.args),
    transpose: (e) => ({ text: `${heldBase(this.piece(e.args[0] as Expression))}'`, level: postfixLevel }),
    dimension: (e) => dimensionPiece(e.dimensions[0]?.text as string),
    pi: () => atom(this.pi, true),
    power: (e) => this.power(e),
    entrypower: (e) => this.entrypower(e),
    summation: (e) => this.binder("sum", e),
    integral: (e) => this.binder("int", e),
    normalexpectation: (e) => this.expectation("normal", e),
    momentsexpectation: (e) => this.expectation("moments", e),
    divergence: (e) => {
      const [m, s, n, r] = e.args.map((a) => this.piece(a).text);
      return atom(`KL(normal(${m}, ${s}), normal(${n}, ${r}))`, true);
    },
    member: (e) => atom(`${this.text(e.args[0] as Expression, atomLevel)}[${this.close(e.args[1] as Expression)}]`),
    entry: (e) => {
      const [x, ...at] = e.args as [Expression, ...Expression[]];
      return atom(`${this.text(x, atomLevel)}[${at.map((i) => this.close(i)).join(",")}]`);
    },
  };

  private binder(name: string, e: Apply): Piece {
    const [i, low, high, body] = e.args as [Expression, Expression, Expression, Expression];
    return atom(`${name}(${this.piece(i).text}=${this.close(low)}..${this.close(high)}, ${this.piece(body).text})`, true);
  }

  private expectation(distribution: string, e: Apply): Piece {
    const [x, mean, covariance, body] = e.args.map((a) => this.piece(a).text);
    return atom(`E(${body}, ${x} ~ ${distribution}(${mean}, ${covariance}))`, true);
  }

  private power(e: Apply): Piece {
    const [x, k] = e.args as [Expression, Expression];
    if (isReciprocal(e)) return this.factors([e]);
    if (isScalar(x) && isHalf(k)) return atom(`sqrt(${this.piece(x).text})`, true);
    if (isNegative(k) && k.text === undefined && k.value.d === 1n) {
      const inverse = atom(`inv(${this.piece(x).text})`, true);
      return k.value.equals(-1) ? inverse : raised(inverse, "^", numberPiece(opposite(k)));
    }
    return raised(this.piece(x), "^", this.piece(k));
  }

  private entrypower(e: Apply): Piece {
    const [x, k] = e.args as [Expression, Expression];
    if (isReciprocal(e)) return this.hadamard([e]);
    return isHalf(k) ? atom(`sqrt(${this.piece(x).text})`, true) : raised(this.piece(x), ".^", this.piece(k));
  }

  /** Terms with their signs; one without a minus comes first where there is any. */
  private sum(e: Apply): Piece {
    const wide = e.args.some((a) => !isScalar(a) && !isSpread(a));
    const terms = e.args.map((a) => this.term(a, wide));
    const first = terms.findIndex((t) => !t.minus);
    if (first > 0) terms.unshift(...terms.splice(first, 1));
    const parts = terms.map(({ piece, minus }, k) => {
      const sign = k === 0 ? (minus ? "-" : "") : minus ? " - " : " + ";
      return sign + (piece.level <= sumLevel || (sign && piece.text.startsWith("-")) ? `(${piece.text})` : piece.text);
    });
    return { text: parts.join(""), level: sumLevel };
  }

  /** A term without its sign; a multiple of `ones` beside something wide is written as the scalar. */
  private term(a: Expression, wide: boolean): Signed {
    if (isNegative(a)) return { piece: numberPiece(opposite(a)), minus: true };
    const args = isApply(a, "product") ? a.args : undefined;
    const spread = wide && isSpread(a);
    if (!args) return { piece: spread ? atom("1") : this.piece(a), minus: false };
    const [minus, rest] = withoutMinus(spread ? args.slice(0, -1) : args);
    return { piece: minus || spread ? (rest.length ? this.factors(rest) : atom("1")) : this.piece(a), minus };
  }

  private product(args: readonly Expression[]): Piece {
    const [minus, rest] = withoutMinus(args);
    return minus && rest.length ? { text: `-${held(this.factors(rest), productLevel)}`, level: minusLevel } : this.factors(args);
  }

  /** Factors one after the other; scalars to negative powers, and what a number is divided by, go behind the stroke. */
  private factors(all: readonly Expression[]): Piece {
    const above: Piece[] = [];
    const below: Piece[] = [];
    for (const f of all) {
      if (isNumber(f) && f.text === undefined && f.value.d !== 1n) {
        const top = constant(f.value.mul(f.value.d));
        if (!top.value.equals(1)) above.push(numberPiece(top));
        below.push(numberPiece(constant(f.value.inverse().abs().mul(top.value.abs()))));
      } else if (isScalar(f) && isReciprocal(f)) below.push(this.divisor(f, "^"));
      else above.push(this.piece(f));
    }
    if (above.length + below.length === 1 && above[0]) return above[0];
    const [only] = above;
    const plain = only && above.length === 1 && below.length === 1 && below[0]?.level === atomLevel;
    const top = plain ? held(only, productLevel) : above.map((p) => held(p, prefixLevel)).join("*") || "1";
    if (!below.length) return { text: top, level: productLevel };
    const bottom = below.map((p) => held(p, prefixLevel)).join("*");
    return { text: `${top}/${below.length > 1 ? `(${bottom})` : bottom}`, level: productLevel };
  }

  /** What is divided by, of a power with a negative number as its exponent. */
  private divisor(e: Apply, operator: string): Piece {
    const [x, k] = e.args as [Expression, Expression];
    const positive = opposite(k as Expression & { kind: "constant" });
    if (positive.value.equals(1)) return this.piece(x);
    return isHalf(positive) ? atom(`sqrt(${this.piece(x).text})`, true) : raised(this.piece(x), operator, numberPiece(positive));
  }

  private hadamard(args: readonly Expression[]): Piece {
    const above = args.filter((f) => !isReciprocal(f)).map((f) => this.piece(f));
    const below = args.filter(isReciprocal).map((f) => this.divisor(f, isScalar(f) ? "^" : ".^"));
    const [first = atom("1", true)] = above;
    const digit = first.bare && /^[\d.]/.test(first.text);
    const rest = [...above.slice(1).map((p) => [".*", p] as const), ...below.map((p) => ["./", p] as const)];
    const start = held(first, rest.length ? minusLevel : sumLevel);
    return {
      text: rest.reduce((text, [operator, p], k) => `${text}${k === 0 && digit ? ` ${operator} ` : operator}${held(p, prefixLevel)}`, start),
      level: productLevel,
    };
  }
}

/** The factors without the minus of the first, where that is a negative number. */
function withoutMinus(args: readonly Expression[]): readonly [minus: boolean, rest: readonly Expression[]] {
  const [c, ...rest] = args;
  if (!c || !isNegative(c)) return [false, args];
  const positive = opposite(c);
  return [true, positive.value.equals(1) && positive.text === undefined ? rest : [positive, ...rest]];
}
