import { type Dimension, dimensionOf, one } from "../expression/dimension.ts";
import { constant, type Expression, idsContaining, isApply, isScalar, type Variable } from "../expression/node.ts";
import { signatureOf } from "../expression/signature.ts";
import { type Binding, freshIndex, openSummation } from "../normal/summation.ts";
import { apply, letterSizes } from "../operations/apply.ts";
import { equate, partition, type Side, sideOf, type Term } from "./term.ts";

/** What to cut out: the variable, and the nodes that contain it. */
export interface Cut {
  readonly variable: Variable;
  readonly inside: ReadonlySet<number>;
}

/** Prepares cutting a variable out of an expression that is linear in it. */
export function cutOf(root: Expression, variable: Variable): Cut {
  return { variable, inside: idsContaining(root, variable) };
}

/** Thrown where the sizes of Kronecker factors do not line up piece by piece. */
export class Misaligned extends Error {}

/**
 * Writes an expression into the term as factors, its rows and columns on the given sides.
 * Products, entry-wise products, diagonals, traces, Kronecker products and sums all become shared indices; sums of terms and nonlinear functions stay factors.
 * `flatten: false` keeps whatever does not contain the variable as one factor.
 */
export function lower(e: Expression, rows: Side, cols: Side, term: Term, cut?: Cut, flatten = true): void {
  if (cut && e === cut.variable) {
    term.hole = { rows, cols };
    return;
  }
  const holds = cut?.inside.has(e.id) ?? false;
  if (!holds && isScalar(e)) {
    if (!(e.kind === "constant" && e.value.equals(1))) term.scalars.push(e);
    return;
  }
  if (e.kind !== "apply" || (!holds && !flatten)) {
    term.factors.push({ node: e, rows, cols });
    return;
  }
  const rule = rules[e.operation.name];
  if (rule) rule(e, rows, cols, term, cut, flatten);
  else if (e.operation.multilinear) lowerBySignature(e, rows, cols, term, cut, flatten);
  else if (holds) throw new Error(`${e.operation.name} is not linear`);
  else term.factors.push({ node: e, rows, cols });
}

type Rule = (e: Expression & { kind: "apply" }, rows: Side, cols: Side, term: Term, cut: Cut | undefined, flatten: boolean) => void;

const rules: Record<string, Rule> = {
  zeros: (_e, _r, _c, term) => {
    term.zero = true;
  },
  product: (e, rows, cols, term, cut, flatten) => {
    const wide = e.args.filter((a) => !isScalar(a));
    for (const a of e.args) if (isScalar(a)) lower(a, [], [], term, cut, flatten);
    // a stretch from a row to a column is a scalar: it scales what follows
    let left: Side = rows;
    let from = 0;
    const last = lastStretch(wide);
    wide.forEach((a, k) => {
      if (k === from) left = k === last ? rows : [];
      const ends = k === wide.length - 1;
      const closes = !ends && k < last && wide[from]?.rows === one && a.cols === one;
      const right = ends ? cols : closes ? [] : sideOf(a.cols, term);
      lower(a, left, right, term, cut, flatten);
      left = right;
      if (closes) from = k + 1;
    });
    if (wide.length === 0 && !isScalar(e)) throw new Error("a product without matrices has no sides");
  },
  hadamard: (e, rows, cols, term, cut, flatten) => {
    for (const a of e.args) lower(a, isScalar(a) ? [] : rows, isScalar(a) ? [] : cols, term, cut, flatten);
  },
  member: (e, rows, cols, term, cut, flatten) => {
    const [a, i] = e.args as [Expression, Expression];
    if (!cut?.inside.has(a.id)) {
      term.factors.push({ node: e, rows, cols });
      return;
    }
    // its entries are stacked: columns are slow
    const at = sideOf(a.cols, term);
    if (at.length) term.factors.push({ node: apply("unitvector", [i], [a.cols]), rows: at, cols: [] });
    lower(a, [...cols, ...rows], at, term, cut, flatten);
  },
  lowertriangle: masked,
  uppertriangle: masked,
  skewmatrix: (e, rows, cols, term, cut, flatten) => {
    if (!cut?.inside.has(e.id)) {
      term.factors.push({ node: e, rows, cols });
      return;
    }
    // skew(x) = sum over k of x_k*skew(e_k)
    const k = freshIndex();
    const three = dimensionOf(3);
    const unit = apply("unitvector", [k], [three]);
    const side = sideOf(three, term);
    term.binders.push({ index: k, low: constant(1), high: constant(3) });
    term.factors.push({ node: unit, rows: side, cols: [] }, { node: apply("skewmatrix", [unit]), rows, cols });
    lower(e.args[0] as Expression, side, [], term, cut, flatten);
  },
  summation: bound,
  integral: bound,
};

function bound(e: Expression & { kind: "apply" }, rows: Side, cols: Side, term: Term, cut: Cut | undefined, flatten: boolean): void {
  if (!cut?.inside.has(e.id)) {
    term.factors.push({ node: e, rows, cols });
    return;
  }
  const { body, ...range } = openSummation(e);
  term.binders.push({ kind: e.operation.name as Binding, ...range });
  lower(body, rows, cols, term, cutOf(body, cut.variable), flatten);
}

/** Where the last stretch of a product of matrices begins. */
function lastStretch(wide: readonly Expression[]): number {
  let from = 0;
  for (let k = 0; k + 1 < wide.length; k++) if (wide[from]?.rows === one && wide[k]?.cols === one) from = k + 1;
  return from;
}

function masked(e: Expression & { kind: "apply" }, rows: Side, cols: Side, term: Term, cut: Cut | undefined, flatten: boolean): void {
  if (!cut?.inside.has(e.id)) {
    term.factors.push({ node: e, rows, cols });
    return;
  }
  term.factors.push({ node: apply(e.operation, [apply("ones", [], [e.rows, e.cols])]), rows, cols });
  lower(e.args[0] as Expression, rows, cols, term, cut, flatten);
}

/** A multilinear operation is its signature: each letter is a side, letters that repeat are one. */
function lowerBySignature(e: Expression & { kind: "apply" }, rows: Side, cols: Side, term: Term, cut: Cut | undefined, flatten: boolean): void {
  const { inputs, output } = signatureOf(e.operation);
  const sizes = letterSizes(e.operation, e.args, e.dimensions);
  const sides = new Map<string, Side>();
  const bind = (letters: readonly string[], side: Side): boolean => {
    const parts = partition(
      side,
      letters.map((l) => sizes.get(l) as Dimension),
    );
    if (!parts) return false;
    return letters.every((l, k) => {
      const part = parts[k] as Side;
      const old = sides.get(l);
      if (!old) sides.set(l, part);
      return !old || equate(old, part);
    });
  };
  if ((output.rows.length && !bind(output.rows, rows)) || (output.cols.length && !bind(output.cols, cols))) {
    if (cut?.inside.has(e.id)) throw new Misaligned();
    term.factors.push({ node: e, rows, cols });
    return;
  }
  const at = (letters: readonly string[]): Side =>
    letters.flatMap((l) => {
      let side = sides.get(l);
      if (!side) sides.set(l, (side = (sizes.get(l) as Dimension) === one ? [] : sideOf(sizes.get(l) as Dimension, term)));
      return side;
    });
  // a letter summed over and in no argument is a factor of its dimension; arguments come with all their letters
  inputs.forEach((t, k) => lower(e.args[k] as Expression, at(t.rows), at(t.cols), term, cut, flatten));
}

/** The expression as a list of expressions without a sum above the variable: what it is linear in, distributed. */
export function distribute(e: Expression, cut: Cut): Expression[] {
  if (!cut.inside.has(e.id)) return [e];
  if (e === cut.variable || e.kind !== "apply") return [e];
  if (isApply(e, "add"))
    return e.args
      .filter((a) => cut.inside.has(a.id))
      .flatMap((a) =>
        isScalar(a) && !isScalar(e) ? distribute(a, cut).map((t) => apply("product", [t, apply("ones", [], [e.rows, e.cols])])) : distribute(a, cut),
      );
  const k = e.args.findIndex((a) => cut.inside.has(a.id));
  const parts = distribute(e.args[k] as Expression, cut);
  if (parts.length === 1 && parts[0] === e.args[k]) return [e];
  return parts.map((p) => {
    const args = e.args.map((a, i) => (i === k ? p : a));
    const node = apply(e.operation, args, e.dimensions);
    markInside(node, cut);
    return node;
  });
}
function markInside(e: Expression, cut: Cut): void {
  (cut.inside as Set<number>).add(e.id);
}
