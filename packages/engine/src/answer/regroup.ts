import { type Expression, isApply, isScalar, nodesOf } from "../expression/node.ts";
import { cost } from "../normal/cost.ts";
import { powerOf } from "../normal/power.ts";
import { apply, productOf } from "../operations/apply.ts";

/** A scalar of f as it was typed, and the factors that it became. */
interface Group {
  readonly typed: Expression;
  readonly factors: ReadonlyMap<number, { readonly exponent: Expression }>;
}

/** Puts scalars that the normal form took apart together again as they were typed: `det(A)*det(X)*det(B)` is `det(A*X*B)` if f says so. */
export function regroup(answer: Expression, typed: readonly Expression[], normal: (e: Expression) => Expression): Expression {
  const groups = groupsOf(typed, normal);
  if (!groups.length) return answer;
  const done = new Map<number, Expression>();
  for (const e of nodesOf(answer)) {
    if (e.kind !== "apply") {
      done.set(e.id, e);
      continue;
    }
    const args = e.args.map((a) => done.get(a.id) as Expression);
    const same = args.every((a, i) => a === e.args[i]) ? e : apply(e.operation, args, e.dimensions);
    done.set(e.id, isApply(same, "product") ? groups.reduce(gather, same as Expression) : same);
  }
  return done.get(answer.id) as Expression;
}

function groupsOf(typed: readonly Expression[], normal: (e: Expression) => Expression): Group[] {
  const groups: Group[] = [];
  for (const e of nodesOf(...typed)) {
    if (e.kind !== "apply" || !isScalar(e) || e.operation.spelling === undefined || e.args.length !== 1 || !isApply(e.args[0] as Expression, "product"))
      continue;
    const n = normal(e);
    if (!isApply(n, "product") || n.args.length < 2 || !n.args.every(isScalar) || n.args[0]?.kind === "constant" || cost(e) >= cost(n)) continue;
    groups.push({ typed: e, factors: new Map(n.args.map((a) => [powerOf(a).base.id, { exponent: powerOf(a).exponent }])) });
  }
  return groups;
}

function gather(e: Expression, g: Group): Expression {
  if (!isApply(e, "product")) return e;
  const taken = e.args.filter((a) => isScalar(a) && g.factors.get(powerOf(a).base.id)?.exponent === powerOf(a).exponent);
  if (taken.length !== g.factors.size) return e;
  const first = e.args.indexOf(taken[0] as Expression);
  const args = e.args.flatMap((a, k) => (k === first ? [g.typed] : taken.includes(a) ? [] : [a]));
  return productOf(args);
}
