import Fraction from "fraction.js";
import type { Dimension } from "../expression/dimension.ts";
import { constant, type Expression, isApply, isScalar } from "../expression/node.ts";
import { apply, productOf } from "../operations/apply.ts";
import { cost } from "./cost.ts";
import { product } from "./product.ts";
import { transpose } from "./transpose.ts";

/** The zero of a shape. */
export function zero(rows: Dimension, cols: Dimension): Expression {
  return rows.text === "1" && cols.text === "1" ? constant(0) : apply("zeros", [], [rows, cols]);
}
export function isZero(e: Expression): boolean {
  return (e.kind === "constant" && e.value.n === 0n) || isApply(e, "zeros");
}

/** A term as number times rest; the rest of a number is undefined. */
export function coefficientOf(e: Expression): { value: Fraction; text: string | undefined; rest: Expression | undefined } {
  if (e.kind === "constant") return { value: e.value, text: e.text, rest: undefined };
  if (isApply(e, "product") && e.args[0]?.kind === "constant") {
    const rest = e.args.slice(1);
    return { value: e.args[0].value, text: e.args[0].text, rest: productOf(rest) };
  }
  return { value: ONE, text: undefined, rest: e };
}
const ONE = new Fraction(1);

/** A number that remembers being written as a decimal. */
export function number(value: Fraction, decimal: boolean): Expression {
  if (!decimal) return constant(value);
  const text = value.toString();
  return constant(value, value.d === 1n || text.includes("(") ? undefined : text);
}

/** About how much shorter a term gets by being transposed. */
export function turningGain(e: Expression): number {
  if (isScalar(e)) return 0;
  if (isApply(e, "transpose")) return 1;
  if (isApply(e, "product") || isApply(e, "hadamard")) return e.args.reduce((g, a) => g + turningGain(a), 0);
  return e.kind === "apply" && (e.operation.name === "identity" || e.operation.name === "ones") ? 0 : -1;
}

/** The sum in normal form: flat, like terms collected, scalars beside matrices spread as multiples of `ones`. */
export function add(args: readonly Expression[]): Expression {
  const wide = args.find((a) => !isScalar(a));
  const terms = new Map<number, { value: Fraction; decimal: boolean; rest: Expression | undefined; whole: Expression | undefined }>();
  const visit = (e: Expression, sign: number) => {
    if (isApply(e, "add")) {
      for (const a of e.args) visit(a, sign);
      return;
    }
    const { value, text, rest } = coefficientOf(e);
    if (rest && isApply(rest, "add") && value.n === 1n && value.d === 1n) {
      for (const a of rest.args) visit(a, value.s < 0n ? -sign : sign);
      return;
    }
    const key = rest?.id ?? 0;
    const old = terms.get(key);
    const v = sign < 0 ? value.neg() : value;
    if (old) {
      old.value = old.value.add(v);
      old.decimal ||= text !== undefined;
      old.whole = undefined;
    } else terms.set(key, { value: v, decimal: text !== undefined, rest, whole: sign < 0 ? undefined : e });
  };
  for (const a of args) visit(wide && isScalar(a) ? product([a, apply("ones", [], [wide.rows, wide.cols])]) : a, 1);
  const out: Expression[] = [];
  for (const t of terms.values()) {
    if (t.value.n === 0n || (t.rest && isApply(t.rest, "zeros"))) continue;
    if (t.whole) out.push(t.whole);
    else if (!t.rest) out.push(number(t.value, t.decimal));
    else out.push(product([number(t.value, t.decimal), t.rest]));
  }
  const shape = wide ?? (args[0] as Expression);
  if (out.length === 0) return zero(shape.rows, shape.cols);
  if (out.length === 1) return out[0] as Expression;
  if (!isScalar(shape) && out.reduce((g, t) => g + turningGain(t), 0) > 2) {
    const turned = out.map((t) => transpose(t));
    if (turned.reduce((c, t) => c + cost(t), 3) < out.reduce((c, t) => c + cost(t), 0)) return apply("transpose", [apply("add", turned)]);
  }
  return apply("add", out);
}
