import { type Apply, type Expression, isApply, isScalar, type Variable } from "../expression/node.ts";
import { instantiate } from "../language/formula.ts";
import { resolve, type Side, type Term } from "../network/term.ts";
import { raise } from "../network/terms.ts";
import { build } from "../normal/build.ts";
import { powerOf } from "../normal/power.ts";
import { chainOf } from "../normal/product.ts";
import { transpose } from "../normal/transpose.ts";
import { apply, productOf } from "../operations/apply.ts";
import { incrementOf, type Partial, partialOf } from "./differential.ts";

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
  const base = productOf(chain);
  return chain.length > 0 && isFunctionOf(transpose(raise(term, rows, cols)), base);
}

/** f'(X)*dX, the differential of f(X) beside what commutes with X. */
export function slopeOf(v: Apply): Partial[] {
  const x = v.args[0] as Expression;
  const increment = incrementOf(x);
  return [{ of: x, increment, terms: [apply("product", [slopeAt(v), increment])] }];
}

/** f'(X). */
function slopeAt(v: Apply): Expression {
  return instantiate(v.operation.scalarDerivative as string, new Map([["X", v.args[0] as Expression]]), new Map(), build);
}

/**
 * The differential where scalar factors of powers of one matrix move in X, with which everything commutes: f'(X)*dX; what moves in the matrix
 * itself goes by the record. Nothing where no scalar moves, or beside several matrices.
 */
export function throughScalars(v: Apply, depends: ReadonlySet<number>): Partial[] | undefined {
  const x = v.args[0] as Expression;
  const bases = new Set<number>();
  const scaled = new Map<number, { of: Expression; increment: Variable; terms: Expression[] }>();
  const others: Partial[] = [];
  for (const t of isApply(x, "add") ? x.args : [x]) {
    const { scalars, chain } = chainOf(t);
    if (chain.length === 0) return undefined;
    const m = productOf(chain);
    if (!isApply(m, "identity")) bases.add(powerOf(m).base.id);
    scalars.forEach((s, k) => {
      if (!depends.has(s.id)) return;
      const increment = incrementOf(s);
      const partial = scaled.get(s.id) ?? { of: s, increment, terms: [] };
      scaled.set(s.id, partial);
      partial.terms.push(apply("product", [...scalars.filter((_, i) => i !== k), increment, m, slopeAt(v)]));
    });
    chain.forEach((c, k) => {
      if (!depends.has(c.id)) return;
      const increment = incrementOf(c);
      const moved = build("product", [...scalars, ...chain.map((a, i) => (i === k ? increment : a))]);
      others.push(
        partialOf(
          v,
          new Map([
            ["X", x],
            ["dX", moved],
          ]),
          c,
          increment,
        ),
      );
    });
  }
  return scaled.size && bases.size <= 1 ? [...scaled.values(), ...others] : undefined;
}
