import { differentialOf } from "../calculus/differential.ts";
import { type Apply, constant, type Expression, idsContaining, isApply, isColumn, isRow, isScalar, type Variable, variable } from "../expression/node.ts";
import type { Build } from "../network/raise.ts";
import { holds } from "../normal/properties.ts";
import { zero } from "../normal/sum.ts";
import { apply } from "../operations/apply.ts";
import type { Notation } from "./notation.ts";

/** An operation whose differential was taken, at the node it stands at. */
export interface Taken {
  readonly node: Apply;
  /** The differential of the node, in the increment. */
  readonly differential: Expression;
  /** The sums over an index and the integrals that it stands in, from outside. */
  readonly within: readonly Apply[];
}

/** The differential of f where x moves by `along`, which holds the increment, by the record of each operation, from the leaves up; what does not depend on the variable adds nothing. */
export function differential(
  f: Expression,
  x: Variable,
  notation: Notation,
  along: Expression = notation.increment,
): { readonly whole: Expression; readonly taken: readonly Taken[] } {
  const depends = idsContaining(f, x);
  const done = new Map<number, Expression | undefined>([[x.id, along]]);
  const taken: Taken[] = [];
  let within: readonly Apply[] = [];
  const of = (e: Expression): Expression | undefined => {
    if (!depends.has(e.id)) return undefined;
    if (done.has(e.id)) return done.get(e.id);
    const d = ofNode(e as Apply);
    done.set(e.id, d);
    if (d) taken.push({ node: e as Apply, differential: d, within });
    return d;
  };
  /** The differential of the body of a sum over an index, or of an integral. */
  const inside = (e: Apply): Expression | undefined => {
    const outside = within;
    within = [...within, e];
    const body = of(e.args[3] as Expression);
    within = outside;
    return body;
  };
  const ofNode = (e: Apply): Expression | undefined => {
    const normed = underSquaredNorm(e);
    if (normed) return squaredNorm(normed, of(normed) as Expression, notation);
    if (e.operation.name === "summation") {
      const body = inside(e);
      return body && apply("summation", [...e.args.slice(0, 3), body]);
    }
    const terms: Expression[] = [];
    if (e.operation.name === "integral") {
      const body = inside(e);
      if (body) terms.push(apply("integral", [...e.args.slice(0, 3), body]));
    }
    const invertible = e.operation.name === "determinant" && holds(e.args[0] as Expression, "invertible");
    const found = invertible ? undefined : differentialOf(e, depends, make);
    if (!found) return filled(invertibleDeterminant(e, notation), placeholder(e), of(e.args[0] as Expression) as Expression, notation);
    for (const partial of found) {
      const d = of(partial.of);
      if (d) for (const t of partial.whole ? [partial.whole] : partial.terms) terms.push(filled(t, partial.increment, d, notation));
    }
    return terms.length ? notation.make("add", terms) : undefined;
  };
  const make: Build = (name, args, dimensions) => notation.make(name, args, dimensions);
  return { whole: of(f) ?? zero(f.rows, f.cols), taken };
}

/** The argument of a norm of Euclid or Frobenius that is squared. */
export function underSquaredNorm(e: Expression): Expression | undefined {
  const [norm, exponent] = isApply(e, "power") ? e.args : [];
  if (norm === undefined || exponent?.kind !== "constant" || !exponent.value.equals(2)) return undefined;
  return isApply(norm, "norm2") || isApply(norm, "normF") ? norm.args[0] : undefined;
}

/** d norm2(z)^2 = 2*z'*dz and d normF(Z)^2 = 2*tr(Z'*dZ), also where the norm is 0. */
function squaredNorm(z: Expression, dz: Expression, notation: Notation): Expression {
  if (isRow(z) && !isScalar(z)) return notation.make("product", [constant(2), notation.make("sum", [notation.make("hadamard", [z, dz])])]);
  const product = [isScalar(z) ? z : notation.make("transpose", [z]), dz];
  if (isColumn(z)) return notation.make("product", [constant(2), ...product]);
  return notation.make("product", [constant(2), notation.make("trace", [notation.make("product", product)])]);
}

const placeholder = (e: Apply): Variable => variable("d@", (e.args[0] as Expression).rows, (e.args[0] as Expression).cols);

/** d det(U) = det(U)*tr(inv(U)*dU) where U is invertible. */
function invertibleDeterminant(e: Apply, notation: Notation): Expression {
  const inverse = notation.make("inverse", [e.args[0] as Expression]);
  return notation.make("product", [e, notation.make("trace", [notation.make("product", [inverse, placeholder(e)])])]);
}

/** The term with a differential in the place of its increment. */
function filled(e: Expression, increment: Variable, by: Expression, notation: Notation): Expression {
  if (e === increment) return by;
  if (e.kind !== "apply") return e;
  const args = e.args.map((a) => filled(a, increment, by, notation));
  return args.every((a, k) => a === e.args[k]) ? e : notation.make(e.operation.name, args, e.dimensions);
}
