import type { Expression, Variable } from "../expression/node.ts";
import { raise } from "../network/terms.ts";
import { zero } from "../normal/sum.ts";
import { apply } from "../operations/apply.ts";
import { derivativeTerms, type Mode } from "./adjoint.ts";
import { shapeOf } from "./derivative.ts";
import { arrangement } from "./layout.ts";

/** Nothing is taken apart or simplified: what is shared stays shared. */
const asItStands: Mode = { make: apply, flatten: false, simplify: (e) => e };

/**
 * The derivative (mixed layout) as a shared graph, in time linear in the graph of f, without simplifying: the reverse mode of automatic differentiation on expressions.
 * `definitions` gives what named variables stand for, by their id; the result uses the same names.
 */
export function derivativeGraph(f: Expression, wrt: Variable, definitions?: ReadonlyMap<number, Expression>): Expression {
  const terms = derivativeTerms(f, wrt, { ...asItStands, ...(definitions && { definitions }) });
  if (!terms.length) {
    const shape = shapeOf(f, wrt, "mixed");
    return zero(shape.rows, shape.cols);
  }
  return apply(
    "add",
    terms.map((t) => raise(t, ...arrangement(t, f, wrt, "mixed"), apply)),
  );
}
