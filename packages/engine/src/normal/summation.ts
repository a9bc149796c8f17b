import { one } from "../expression/dimension.ts";
import { type Apply, constant, type Expression, idsContaining, isApply, isScalar, nodesOf, variable } from "../expression/node.ts";
import { apply } from "../operations/apply.ts";
import { build, normalize } from "./build.ts";
import { cost } from "./cost.ts";
import { chainOf, product } from "./product.ts";
import { add, coefficientOf, isZero } from "./sum.ts";
import { transpose } from "./transpose.ts";

type Bound = readonly [index: Expression, low: Expression, high: Expression, body: Expression];

let fresh = 0;
export function forgetBound(): void {
  fresh = 0;
}

/** An operation that binds its first argument, from a lower bound to an upper one, in a body. */
export type Binding = "summation" | "integral";
export const isBinding = (e: Expression): e is Apply => isApply(e, "summation") || isApply(e, "integral");

/** The words of a bound name: a sum's counts. */
const boundWords = (kind: Binding): readonly string[] => (kind === "summation" ? ["integer"] : []);

/** A bound index that occurs nowhere else. */
export function freshIndex(kind: Binding = "summation"): Expression {
  return variable(`#${++fresh}`, one, one, boundWords(kind));
}

/**
 * The sum of a body over an index from `low` to `high`, in normal form: what does not depend on the index stands outside,
 * and the index is named by the depth of sums below it (`$1`), so that sums that differ in its name are one node.
 */
export function summation(index: Expression, low: Expression, high: Expression, body: Expression): Expression {
  const count = () => add([high, product([constant(-1), low]), constant(1)]);
  return bind("summation", [index, low, high, body], count);
}

/** A binding in normal form; `measure` is its value where the body is 1. Of a body and its transpose the shorter stands inside. */
export function bind(kind: Binding, [index, low, high, body]: Bound, measure: () => Expression): Expression {
  if (isZero(body)) return body;
  const depends = idsContaining(body, index);
  if (!depends.has(body.id)) return product([measure(), body]);
  if (isApply(body, "product")) {
    const { scalars, chain } = factorsOf(body);
    const outside = scalars.filter((s) => !depends.has(s.id));
    let [i, j] = [0, chain.length];
    while (i < j && !depends.has((chain[i] as Expression).id)) i++;
    while (j > i && !depends.has((chain[j - 1] as Expression).id)) j--;
    if (outside.length || i > 0 || j < chain.length) {
      const inner = product([...scalars.filter((s) => depends.has(s.id)), ...chain.slice(i, j)]);
      return product([...outside, ...chain.slice(0, i), build(kind, [index, low, high, inner]), ...chain.slice(j)]);
    }
  }
  if (isApply(body, "add") && body.args.every((a) => coefficientOf(a).value.s < 0n)) {
    const opposite = add(body.args.map((a) => product([constant(-1), a])));
    return product([constant(-1), build(kind, [index, low, high, opposite])]);
  }
  const turned = transpose(body);
  if (cost(turned) < cost(body)) return transpose(build(kind, [index, low, high, turned]));
  let depth = 0;
  for (const e of nodesOf(body)) if (isBinding(e)) depth = Math.max(depth, Number((e.args[0] as { name: string }).name.slice(1)) || 0);
  const bound = variable(`$${depth + 1}`, one, one, boundWords(kind));
  const closed = bound === index ? body : normalize(body, (e) => (e === index ? bound : undefined));
  return apply(kind, [bound, low, high, closed]);
}

/** The body at low + high - index: a sum or an integral over the same range of the same value. */
export function reflected(index: Expression, low: Expression, high: Expression, body: Expression): Expression {
  const image = add([low, high, product([constant(-1), index])]);
  return normalize(body, (e) => (e === index ? image : undefined));
}

/** The factors of a product; a scalar's one by one. */
const factorsOf = (e: Apply) => (isScalar(e) && isScalar(e.args[0] as Expression) ? { scalars: e.args, chain: [] } : chainOf(e));

/** A sum's or an integral's parts with its index made fresh, so that nothing is captured while one works on the body. */
export function openSummation(
  e: Apply,
  index: Expression = freshIndex(e.operation.name as Binding),
): { index: Expression; low: Expression; high: Expression; body: Expression } {
  const [bound, low, high, body] = e.args as [Expression, Expression, Expression, Expression];
  return { index, low, high, body: normalize(body, (x) => (x === bound ? index : undefined)) };
}
