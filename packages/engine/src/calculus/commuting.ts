import { type Apply, type Expression, isScalar } from "../expression/node.ts";
import { instantiate } from "../language/formula.ts";
import { resolve, type Side, type Term } from "../network/term.ts";
import { raise } from "../network/terms.ts";
import { build } from "../normal/build.ts";
import { chainOf } from "../normal/product.ts";
import { transpose } from "../normal/transpose.ts";
import { apply } from "../operations/apply.ts";
import { incrementOf, type Partial } from "./differential.ts";

const lifting = new Set(["add", "product", "power", "inverse", "adjugate"]);

/** Is the matrix made of scalars and powers of x, so that it commutes with x? */
function isFunctionOf(e: Expression, x: Expression): boolean {
  if (e === x || isScalar(e)) return true;
  if (e.kind !== "apply") return false;
  const { name, scalarDerivative } = e.operation;
  return name === "identity" || ((lifting.has(name) || scalarDerivative !== undefined) && e.args.every((a) => isFunctionOf(a, x)));
}

/** Is the scalar's differential tr(B*d f(X)) with a B that commutes with X? Then it is tr(B*f'(X)*dX): Higham, Functions of Matrices 3.2. */
export function meetsItself(term: Term, v: Apply): boolean {
  if (!v.operation.scalarDerivative || term.binders.length || !term.hole || resolve(term.out.rows).length + resolve(term.out.cols).length) return false;
  const { rows, cols } = term.hole as { rows: Side; cols: Side };
  const { chain } = chainOf(v.args[0] as Expression);
  const base = chain.length === 1 ? (chain[0] as Expression) : apply("product", chain);
  return chain.length > 0 && isFunctionOf(transpose(raise(term, rows, cols)), base);
}

/** f'(X)*dX, the differential of f(X) beside what commutes with X. */
export function slopeOf(v: Apply): Partial[] {
  const x = v.args[0] as Expression;
  const increment = incrementOf(x);
  const slope = instantiate(v.operation.scalarDerivative as string, new Map([["X", x]]), new Map(), build);
  return [{ of: x, increment, terms: [apply("product", [slope, increment])] }];
}
