import { type Dimension, one } from "../expression/dimension.ts";
import { constant, type Expression, idsContaining, isApply, isColumn, isRow, isScalar, nodesOf, rebuilt } from "../expression/node.ts";
import { lower } from "../network/lower.ts";
import { emptyTerm, equate, freeSide, Index, type Side, sideOf, type Term } from "../network/term.ts";
import { raise } from "../network/terms.ts";
import { apply } from "../operations/apply.ts";
import { build, normalize, withArguments } from "./build.ts";
import { cost } from "./cost.ts";
import { stretchesOf } from "./product.ts";
import { expand, simplify } from "./simplify.ts";
import { openSummation } from "./summation.ts";

type Apply = Expression & { readonly kind: "apply" };

/** Thrown where a body has no form over all samples at once. */
class NotStacked extends Error {}

/** The sum's index and what it ranges over. */
interface Range {
  readonly index: Expression;
  readonly along: Index;
  readonly inside: ReadonlySet<number>;
}

/**
 * Sums over samples as products of the matrices of all samples, where that is shorter, or `always`:
 * `sum(i=1..N, (y[i] - w'*x[i])*x[i])` is `x*(y - x'*w)`. Every sum of the result stands where no product says it.
 */
export function stackSums(root: Expression, always: boolean, deltas: boolean): Expression {
  return rebuilt(root, withArguments, (e) => sumsIn(e, always, deltas));
}

/** A rebuilt sum may have moved factors outside. */
function sumsIn(e: Expression, always: boolean, deltas: boolean): Expression {
  if (isApply(e, "product") && e.args.some((a) => isApply(a, "summation")))
    return build(
      "product",
      e.args.map((a) => (isApply(a, "summation") ? stacked(a, always, deltas) : a)),
    );
  return isApply(e, "summation") ? stacked(e, always, deltas) : e;
}

function stacked(e: Apply, always: boolean, deltas: boolean): Expression {
  const { index, low, high, body } = openSummation(e);
  const n = isApply(high, "dimension") ? (high.dimensions[0] as Dimension) : undefined;
  if (!n || !(low.kind === "constant" && low.value.equals(1))) return e;
  let best: Expression = e;
  for (const b of new Set([body, expand(body) ?? body])) {
    const terms = isApply(b, "add") ? b.args : [b];
    const picked = terms.map((t) => (deltas ? collapsed(t, index) : undefined));
    const rest = terms.filter((_, k) => !picked[k]);
    const found = picked.filter((p) => p !== undefined);
    const left = rest.length ? [build("summation", [index, low, high, build("add", rest)])] : [];
    const kept = found.length ? simplify(build("add", [...found, ...left])) : e;
    if (cost(kept) < cost(best) || (always && found.length && best === e)) best = kept;
    try {
      const whole = simplify(build("add", [...found, ...rest.map((t) => stackedTerm(t, index, n, e))]));
      if (cost(whole) < cost(best) || (always && holdsSum(best) && !holdsSum(whole))) best = whole;
    } catch (error) {
      if (!(error instanceof NotStacked)) throw error;
    }
  }
  return best;
}

export const holdsSum = (e: Expression): boolean => nodesOf(e).some((x) => isApply(x, "summation"));

/** The term that delta(i, k) picks from a sum over i is that for k. */
function collapsed(body: Expression, index: Expression): Expression | undefined {
  const factors = isApply(body, "product") ? body.args : [body];
  const delta = factors.find((f) => isApply(f, "kroneckerdelta") && f.args.includes(index)) as Apply | undefined;
  const other = delta?.args.find((a) => a !== index);
  if (!delta || !other) return undefined;
  const rest = build("product", [constant(1), ...factors.filter((f) => f !== delta)]);
  return normalize(rest, (x) => (x === index ? other : undefined));
}

function stackedTerm(e: Expression, index: Expression, n: Dimension, like: Expression): Expression {
  if (isScalar(e) !== isScalar(like)) throw new NotStacked();
  const term = emptyTerm(freeSide(like.rows), freeSide(like.cols));
  const along = new Index(n);
  term.indices.push(along);
  lift(e, term.out.rows, term.out.cols, term, { index, along, inside: idsContaining(e, index) });
  const raised = raise(term, term.out.rows, term.out.cols);
  if (idsContaining(raised, index).has(raised.id)) throw new NotStacked();
  return raised;
}

/** Lowers an expression that depends on the index: the index becomes one of the network. */
function lift(e: Expression, rows: Side, cols: Side, term: Term, r: Range): void {
  if (!r.inside.has(e.id)) {
    lower(e, rows, cols, term);
    return;
  }
  if (e.kind !== "apply") throw new NotStacked();
  const rule = lifts[e.operation.name];
  if (rule) rule(e, rows, cols, term, r);
  else if (isScalar(e)) term.factors.push({ node: overSamples(e, r), rows: [r.along], cols: [] });
  else if (isColumn(e)) term.factors.push({ node: overSamples(e, r), rows, cols: [r.along] });
  else if (isRow(e)) {
    const column = build("transpose", [e]);
    if (isApply(column, "transpose")) throw new NotStacked();
    term.factors.push({ node: overSamples(column, { ...r, inside: idsContaining(column, r.index) }), rows: cols, cols: [r.along] });
  } else throw new NotStacked();
}

const lifts: Record<string, (e: Apply, rows: Side, cols: Side, term: Term, r: Range) => void> = {
  entry: (e, rows, _cols, term, r) => {
    const [a, i, j] = e.args as [Expression, Expression, Expression | undefined];
    if (r.inside.has(a.id)) throw new NotStacked();
    const side = (k: Expression, d: Dimension): Side => {
      if (k === r.index) {
        if (d !== r.along.dimension) throw new NotStacked();
        return [r.along];
      }
      if (r.inside.has(k.id)) throw new NotStacked();
      const s = sideOf(d, term);
      if (s.length) term.factors.push({ node: apply("unitvector", [k], [d]), rows: s, cols: [] });
      return s;
    };
    if (j) term.factors.push({ node: a, rows: side(i, a.rows), cols: side(j, a.cols) });
    else if (isColumn(a)) term.factors.push({ node: a, rows: side(i, a.rows), cols: [] });
    else term.factors.push({ node: a, rows, cols: side(i, a.cols) });
  },
  unitvector: (e, rows, _cols, _term, r) => {
    if (e.args[0] !== r.index || e.dimensions[0] !== r.along.dimension || !equate(rows, [r.along])) throw new NotStacked();
  },
  transpose: (e, rows, cols, term, r) => lift(e.args[0] as Expression, cols, rows, term, r),
  hadamard: (e, rows, cols, term, r) => {
    for (const a of e.args) lift(a, isScalar(a) ? [] : rows, isScalar(a) ? [] : cols, term, r);
  },
  trace: (e, _rows, _cols, term, r) => {
    const a = e.args[0] as Expression;
    const s = sideOf(a.rows, term);
    lift(a, s, s, term, r);
  },
  sum: (e, _rows, _cols, term, r) => {
    const a = e.args[0] as Expression;
    lift(a, sideOf(a.rows, term), sideOf(a.cols, term), term, r);
  },
  product: (e, rows, cols, term, r) => {
    for (const a of e.args) if (isScalar(a)) lift(a, [], [], term, r);
    const stretches = stretchesOf(e.args);
    stretches.forEach((s, k) => {
      const outer = k === stretches.length - 1;
      let left: Side = outer ? rows : [];
      s.forEach((a, l) => {
        const right = l === s.length - 1 ? (outer ? cols : []) : sideOf(a.cols, term);
        lift(a, left, right, term, r);
        left = right;
      });
    });
  },
};

/** The values at all samples: a scalar's as a column of N, a column's as the columns of a matrix. */
function overSamples(e: Expression, r: Range): Expression {
  const n = r.along.dimension;
  if (!r.inside.has(e.id)) return build("product", [e, apply("ones", [], isScalar(e) ? [n, one] : [one, n])]);
  if (e.kind !== "apply") throw new NotStacked();
  const [a, k] = e.args as [Expression, Expression];
  const { name, entrywise } = e.operation;
  if (entrywise) return build(name, [overSamples(a, r)]);
  if (name === "add") {
    if (e.args.some((x) => isScalar(x) !== isScalar(e))) throw new NotStacked();
    return build(
      "add",
      e.args.map((x) => overSamples(x, r)),
    );
  }
  if ((name === "entrypower" || name === "power") && !r.inside.has(k.id) && isScalar(k)) return build("entrypower", [overSamples(a, r), k]);
  const ofColumn = isColumn(a) && !isScalar(a) ? reductions[name] : undefined;
  if (ofColumn) return ofColumn(overSamples(a, r));
  if (!lifts[name]) throw new NotStacked();
  const along = new Index(n);
  const term = emptyTerm(isScalar(e) ? [along] : freeSide(e.rows), isScalar(e) ? [] : [along]);
  lift(e, isScalar(e) ? [] : term.out.rows, [], term, { ...r, along });
  return raise(term, term.out.rows, term.out.cols);
}

/** Functions of a column, for the columns of a matrix. */
const reductions: Record<string, (m: Expression) => Expression> = {
  softmax: (m) => build("softmax", [m]),
  norm2: (m) => build("entrypower", [build("transpose", [build("colsum", [build("entrypower", [m, constant(2)])])]), constant("1/2")]),
  logsumexp: (m) => build("log", [build("transpose", [build("colsum", [build("exp", [m])])])]),
};
