import { constant, type Expression, isScalar } from "../expression/node.ts";
import { apply, productOf } from "../operations/apply.ts";
import { build } from "./build.ts";
import { cost } from "./cost.ts";
import { chainOf, product as normalProduct } from "./product.ts";
import { holds } from "./properties.ts";
import { isBinding, reflected } from "./summation.ts";

let known = new Map<number, Expression>();
export function forgetTransposes(): void {
  known = new Map();
}

/** The transpose in normal form: it moves to the factors of a product and stays outside of everything else. */
export function transpose(e: Expression): Expression {
  if (isScalar(e)) return e;
  let t = known.get(e.id);
  if (!t) known.set(e.id, (t = turn(e)));
  return t;
}

/** Functions with f(A') = f(A)'. */
const equivariant = new Set(["inverse", "adjugate", "pseudoinverse", "power", "entrypower", "expm", "logm", "sinm", "cosm", "sqrtm"]);

function turn(e: Expression): Expression {
  if (e.kind === "constant") return e;
  if (e.kind === "variable" || e.operation.unknown)
    return holds(e, "symmetric") ? e : holds(e, "skew") ? apply("product", [minusOne(), e]) : apply("transpose", [e]);
  const { name, entrywise } = e.operation;
  if (name === "transpose") return e.args[0] as Expression;
  if (name === "product") {
    const { scalars, chain } = chainOf(e);
    const turned = chain.map((a) => transpose(a)).reverse();
    return rebuild(scalars, turned);
  }
  if (name === "add") {
    const turned = e.args.map((a) => transpose(a));
    const same = apply("add", turned);
    if (same === e) return e;
    return cost(same) < cost(e) ? same : apply("transpose", [e]);
  }
  if (name === "hadamard") {
    const same = apply(
      "hadamard",
      e.args.map((a) => transpose(a)),
    );
    return same === e || cost(same) < cost(e) ? same : apply("transpose", [e]);
  }
  if (name === "identity" || name === "diagonalmatrix") return e;
  if (name === "ones" || name === "zeros" || name === "commutation") return apply(name, [], [...e.dimensions].reverse());
  if (name === "kronecker")
    return apply(
      "kronecker",
      e.args.map((a) => transpose(a)),
    );
  if (name === "skewmatrix") return apply("product", [minusOne(), e]);
  if (name === "rowsum") return colsum(transpose(e.args[0] as Expression));
  if (name === "colsum") return apply("rowsum", [transpose(e.args[0] as Expression)]);
  if (entrywise || equivariant.has(name)) {
    // an exponent of many entries turns with its base
    if (e.args.every((a) => transpose(a) === a)) return e;
  }
  if (isBinding(e)) {
    // symmetric where the body is, or is turned into its reflection; else the shorter side stands inside
    const [index, low, high, body] = e.args as [Expression, Expression, Expression, Expression];
    const turned = transpose(body);
    if (turned === body || turned === reflected(index, low, high, body)) return e;
    if (cost(turned) <= cost(body)) return build(name, [index, low, high, turned]);
  }
  return apply("transpose", [e]);
}

/** Column sums; where the transpose of the matrix is shorter, the transpose of its row sums. */
export function colsum(m: Expression): Expression {
  const turned = transpose(m);
  return cost(turned) < cost(m) ? apply("transpose", [apply("rowsum", [turned])]) : apply("colsum", [m]);
}

const minusOne = () => constant(-1);

function rebuild(scalars: readonly Expression[], chain: readonly Expression[]): Expression {
  // a factor may turn into minus itself (skew): let the product collect the sign
  if (chain.some((a) => a.kind === "apply" && a.operation.name === "product")) return normalProduct([...scalars, ...chain]);
  const all = [...scalars, ...chain];
  return productOf(all);
}
