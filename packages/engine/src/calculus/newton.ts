import { constant, type Expression, isApply, isColumn, isRow, isScalar } from "../expression/node.ts";
import { build } from "../normal/build.ts";
import { chainOf } from "../normal/product.ts";
import { simplify } from "../normal/simplify.ts";
import { freshIndex } from "../normal/summation.ts";
import { apply, productOf } from "../operations/apply.ts";

/** A step `factor*(system\target)`, with the shape of the variable; without `system` it is `factor*target`. */
export interface NewtonStep {
  readonly factor: Expression;
  readonly system: Expression | undefined;
  readonly target: Expression;
  readonly expression: Expression;
}

/** Scalar factors, and the rest. */
function split(e: Expression): { scalar: Expression; rest: Expression } {
  if (isScalar(e)) return { scalar: e, rest: constant(1) };
  const { scalars, chain } = chainOf(e);
  if (scalars.length === 0) return { scalar: constant(1), rest: e };
  return { scalar: build("product", scalars), rest: productOf(chain) };
}

/** What the columns stacked in v (mn x 1) are a matrix of: m x n like x. */
function unstacked(v: Expression, x: Expression): Expression {
  const j = freshIndex();
  const row = build("transpose", [build("unitvector", [j], [x.cols])]);
  const column = build("product", [build("kronecker", [row, build("identity", [], [x.rows])]), v]);
  return build("summation", [j, constant(1), build("dimension", [], [x.cols]), build("product", [column, row])]);
}

/**
 * Newton's step H\g of a scalar function with gradient g (the shape of x) and Hessian H by vec(x). Where H is kron(P, Q) the step by a
 * matrix is Q\g*inv(P)', for H*vec(S) = vec(Q*S*P'), where H is kron(P, Q)*comm it is P\g'*inv(Q)'; else its columns are cut from H\vec(g).
 */
export function newtonStep(gradient: Expression, hessian: Expression, x: Expression): NewtonStep {
  const [g, h] = [split(gradient), split(hessian)];
  const factor = simplify(build("product", [g.scalar, build("power", [h.scalar, constant(-1)])]));
  const times = (e: Expression) => apply("product", [...(factor.kind === "constant" && factor.value.equals(1) ? [] : [factor]), e]);
  if (isScalar(x)) return { factor, system: undefined, target: g.rest, expression: factor };
  if (isApply(h.rest, "identity")) return { factor, system: undefined, target: g.rest, expression: build("product", [factor, g.rest]) };
  if (isApply(h.rest, "commutation"))
    return { factor, system: undefined, target: g.rest, expression: build("product", [factor, build("transpose", [g.rest])]) };
  const inverse = (m: Expression) => apply("inverse", [m]);
  if (isColumn(x)) return { factor, system: h.rest, target: g.rest, expression: times(apply("product", [inverse(h.rest), g.rest])) };
  // a row times the Hessian, which is symmetric
  if (isRow(x)) return { factor, system: h.rest, target: g.rest, expression: times(apply("product", [g.rest, inverse(h.rest)])) };
  if (isApply(h.rest, "kronecker")) {
    const [p, q] = h.rest.args as [Expression, Expression];
    const step = build("product", [build("inverse", [q]), g.rest, build("transpose", [build("inverse", [p])])]);
    return { factor, system: h.rest, target: g.rest, expression: build("product", [factor, step]) };
  }
  const turned = isApply(h.rest, "product") && h.rest.args.length === 2 && isApply(h.rest.args[1] as Expression, "commutation") ? h.rest.args[0] : undefined;
  if (turned && isApply(turned, "kronecker")) {
    const [p, q] = turned.args as [Expression, Expression];
    const step = build("product", [build("inverse", [p]), build("transpose", [g.rest]), build("transpose", [build("inverse", [q])])]);
    return { factor, system: turned, target: g.rest, expression: build("product", [factor, step]) };
  }
  const stacked = apply("product", [inverse(h.rest), build("vectorization", [g.rest])]);
  return { factor, system: h.rest, target: g.rest, expression: build("product", [factor, unstacked(stacked, x)]) };
}
