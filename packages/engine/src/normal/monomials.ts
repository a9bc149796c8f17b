import { one } from "../expression/dimension.ts";
import { type Apply, BudgetSpent, constant, type Expression, idsContaining, isApply, type Variable, variable } from "../expression/node.ts";
import type { Binder } from "../network/term.ts";
import { apply } from "../operations/apply.ts";
import { type Binding, isBinding, openSummation } from "./summation.ts";

/** A factor of a monomial that holds the variable: `place` stands for it in the monomial. */
export interface Atom {
  readonly place: Variable;
  readonly of: Expression;
}

/** A product (and other multilinear operations) of atoms and of what does not depend on the variable, as it stands; under the binders of the sums around it. */
export interface Monomial {
  readonly expression: Expression;
  readonly atoms: readonly Atom[];
  readonly binders: readonly Binder[];
}

/** A part that is no polynomial in the variable. */
export class NotPolynomial extends Error {
  constructor(readonly part: Expression) {
    super("not a polynomial");
  }
}

const most = 300;
let places = 0;
/** A name for an atom that occurs nowhere else. */
export const placeFor = (e: Expression): Variable => variable(`#~${++places}`, e.rows, e.cols);

/** Operations that are linear in each argument and can be lowered. */
const isMultilinear = (e: Apply): boolean =>
  e.operation.multilinear === true || ["product", "hadamard", "lowertriangle", "uppertriangle", "skewmatrix"].includes(e.operation.name);

/** The exponent where it is a whole number from 1 on. */
function wholePower(e: Apply): number | undefined {
  const k = e.args[1] as Expression;
  const powers = isApply(e, "power") || isApply(e, "entrypower");
  return powers && k.kind === "constant" && k.value.d === 1n && k.value.s > 0n && k.value.n <= 20n ? Number(k.value.n) : undefined;
}

/** norm2(u)^k, normF(U)^k of even k as powers of the sum of squares; cross(u, v) as skew(u)*v. */
function rewritten(e: Apply): Expression | undefined {
  if (isApply(e, "cross")) return apply("product", [apply("skewmatrix", [e.args[0] as Expression]), e.args[1] as Expression]);
  const k = wholePower(e);
  const norm = e.args[0] as Expression;
  if (!k || k % 2 || !(isApply(norm, "norm2") || isApply(norm, "normF"))) return undefined;
  const u = norm.args[0] as Expression;
  const sum = u.cols === one ? apply("product", [apply("transpose", [u]), u]) : apply("sum", [apply("hadamard", [u, u])]);
  return k === 2 ? sum : apply("power", [sum, constant(k / 2)]);
}

/** Degrees of polynomials in one variable; undefined where an expression is none. */
export class Degrees {
  private readonly inside: ReadonlySet<number>;
  private readonly known = new Map<number, number | undefined>();
  constructor(
    root: Expression,
    readonly x: Expression,
  ) {
    this.inside = idsContaining(root, x);
  }

  holds(e: Expression): boolean {
    return this.inside.has(e.id);
  }

  of(e: Expression): number | undefined {
    if (!this.holds(e)) return 0;
    if (e.kind !== "apply") return 1;
    if (!this.known.has(e.id)) this.known.set(e.id, this.measure(e));
    return this.known.get(e.id);
  }

  private measure(e: Apply): number | undefined {
    const { args } = e;
    const other = rewritten(e);
    if (other) return new Degrees(other, this.x).of(other);
    const degrees = args.map((a) => this.of(a));
    if (degrees.includes(undefined)) return undefined;
    const [first, ...others] = degrees as [number, ...number[]];
    if (isApply(e, "add")) return Math.max(first, ...others);
    if (isMultilinear(e)) return others.reduce((s, d) => s + d, first);
    const k = wholePower(e);
    if (k) return k * first;
    if (isApply(e, "entry") || isApply(e, "member")) return others.some((d) => d > 0) ? undefined : first;
    return isBinding(e) && !this.holds(args[1] as Expression) && !this.holds(args[2] as Expression) ? degrees[3] : undefined;
  }
}

/**
 * The expression as a sum of monomials. What `isAtom` says becomes an atom as a whole, else the variable alone does.
 * Throws `NotPolynomial`, and `BudgetSpent` where there would be too many.
 */
export function monomials(e: Expression, degrees: Degrees, isAtom: (e: Expression, degrees: Degrees) => boolean): Monomial[] {
  const expand = (f: Expression) => monomials(f, degrees, isAtom);
  if (!degrees.holds(e)) return [{ expression: e, atoms: [], binders: [] }];
  if (e === degrees.x || isAtom(e, degrees)) {
    const place = placeFor(e);
    return [{ expression: place, atoms: [{ place, of: e }], binders: [] }];
  }
  if (e.kind !== "apply") throw new NotPolynomial(e);
  if (isApply(e, "add")) return limited(e.args.flatMap(expand));
  const other = rewritten(e);
  if (other) return monomials(other, new Degrees(other, degrees.x), isAtom);
  const k = wholePower(e);
  if (k) {
    const base = e.args[0] as Expression;
    return products(
      isApply(e, "entrypower") ? "hadamard" : "product",
      Array.from({ length: k }, () => base),
      expand,
    );
  }
  if (isMultilinear(e)) return products(e.operation.name, e.args, expand, e);
  const [a, i, j] = e.args as [Expression, Expression, Expression | undefined];
  if ((isApply(e, "entry") || isApply(e, "member")) && (degrees.holds(i) || (j && degrees.holds(j)))) throw new NotPolynomial(e);
  if (isApply(e, "member")) return products("member", e.args, expand, e);
  if (isApply(e, "entry")) return expand(a).map((m) => ({ ...m, expression: entryOf(m.expression, i, j) }));
  if (isBinding(e) && !degrees.holds(i) && !degrees.holds(j as Expression)) {
    const { body, ...range } = openSummation(e);
    const binder: Binder = { kind: e.operation.name as Binding, ...range };
    return monomials(body, new Degrees(body, degrees.x), isAtom).map((m) => ({ ...m, binders: [binder, ...m.binders] }));
  }
  throw new NotPolynomial(e);
}

/** Nothing but the variable is an atom. */
export const never = (): boolean => false;

/** X[i,j] as a product with unit vectors. */
function entryOf(x: Expression, i: Expression, j: Expression | undefined): Expression {
  const unit = (k: Expression, n: Expression["rows"]) => apply("unitvector", [k], [n]);
  const row = (k: Expression) => apply("transpose", [unit(k, x.rows)]);
  if (j) return apply("product", [row(i), x, unit(j, x.cols)]);
  return apply("product", x.cols.text === "1" ? [row(i), x] : [x, unit(i, x.cols)]);
}

/** The operation over every choice of one monomial for each argument. */
function products(name: string, args: readonly Expression[], expand: (e: Expression) => Monomial[], like?: Apply): Monomial[] {
  let out: { args: Expression[]; atoms: Atom[]; binders: Binder[] }[] = [{ args: [], atoms: [], binders: [] }];
  for (const a of args) {
    const parts = expand(a);
    // each choice with atoms and bound indices of its own
    out = limited(
      out.flatMap((left) =>
        parts.map((p) => {
          return { args: [...left.args, p.expression], atoms: [...left.atoms, ...p.atoms], binders: [...left.binders, ...p.binders] };
        }),
      ),
    );
  }
  return out.map((m) => ({ expression: apply(like?.operation ?? name, m.args, like?.dimensions), atoms: m.atoms, binders: m.binders }));
}

function limited<T>(list: T[]): T[] {
  if (list.length > most) throw new BudgetSpent();
  return list;
}

/** The expression with others in the place of variables, as it stands. */
export function put(root: Expression, values: ReadonlyMap<number, Expression>): Expression {
  const done = new Map<number, Expression>(values);
  const visit = (e: Expression): Expression => {
    let to = done.get(e.id);
    if (!to) {
      const args = e.kind === "apply" ? e.args.map(visit) : [];
      to = e.kind !== "apply" || args.every((a, k) => a === e.args[k]) ? e : apply(e.operation, args, e.dimensions);
      done.set(e.id, to);
    }
    return to;
  };
  return visit(root);
}
