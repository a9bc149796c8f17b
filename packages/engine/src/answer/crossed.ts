import { type Apply, constant, type Expression, isApply, isColumn, nodesOf } from "../expression/node.ts";
import { apply } from "../operations/apply.ts";

/** The expression as it is printed, with `cross(u, v)` for `skew(u)*v`. */
export function crossed(root: Expression): Expression {
  const nodes = nodesOf(root);
  if (!nodes.some((e) => isApply(e, "skewmatrix"))) return root;
  const done = new Map<number, Expression>();
  for (const e of nodes) {
    if (e.kind !== "apply") continue;
    const args = e.args.map((a) => done.get(a.id) ?? a);
    const same = args.every((a, k) => a === e.args[k]);
    const node = same ? e : apply(e.operation, args, e.dimensions);
    done.set(e.id, isApply(node, "product") ? withCross(node) : node);
  }
  return done.get(root.id) ?? root;
}

/** The last two factors as a vector product; a minus turns it round. */
function withCross(e: Apply): Expression {
  const [matrix, v] = e.args.slice(-2);
  if (!matrix || !v || !isApply(matrix, "skewmatrix") || !isColumn(v)) return e;
  const u = matrix.args[0] as Expression;
  const before = e.args.slice(0, -2);
  const turned = before[0]?.kind === "constant" && before[0].value.s < 0n;
  const sign = turned ? constant((before[0] as Expression & { kind: "constant" }).value.neg()) : undefined;
  const rest = sign ? [...(sign.value.equals(1) ? [] : [sign]), ...before.slice(1)] : before;
  const cross = apply("cross", turned ? [v, u] : [u, v]);
  return rest.length ? apply("product", [...rest, cross]) : cross;
}
