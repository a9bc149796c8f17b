import { multiplyDimensions, one } from "../expression/dimension.ts";
import { constant, type Expression } from "../expression/node.ts";
import { cost } from "../normal/cost.ts";
import { freshIndex } from "../normal/summation.ts";
import { apply } from "../operations/apply.ts";
import { raiseBeside, raiseStacked } from "./composite.ts";
import { type Build, type Raised, raiseMatrix, wrap } from "./raise.ts";
import { type Factor, Index, type Side, sizeOfSide } from "./term.ts";

/**
 * A product of factors as one matrix whose rows and columns may range over pairs of indices: parts that share no index are
 * Kronecker factors, matrices within the rows or within the columns are diagonal operators, pairs of indices that separate
 * rows from columns cut the rest into a product. What no such form says is a sum over unit vectors.
 */
export function raiseOperator(factors: readonly Factor[], rows: Side, cols: Side, make: Build): Raised {
  if (rows.length <= 1 && cols.length <= 1 && factors.every((f) => f.rows.length <= 1 && f.cols.length <= 1))
    return raiseMatrix(factors, rows[0], cols[0], make);
  const wide = factors.find((f) => f.rows.length > 1 || f.cols.length > 1);
  if (wide) {
    const bundled = bundle(factors, rows, cols);
    if (bundled) return raiseOperator(bundled.factors, bundled.rows, bundled.cols, make);
    return (
      raiseBeside(factors, rows, cols, make) ??
      raiseStacked(factors, rows, cols, make) ??
      spread((wide.rows.length > 1 ? wide.rows : wide.cols)[0] as Index, factors, rows, cols, make)
    );
  }
  const all = [...factors];
  const [r, c] = [untwine(rows, all), untwine(cols, all)];
  return components(all, r, c, make);
}

const whole = (r: Raised, make: Build): Expression => wrap(r.matrix, r.scalars, r.binders, make);
export const combine = (matrix: Expression, ...parts: Raised[]): Raised => ({
  matrix,
  scalars: parts.flatMap((p) => p.scalars),
  binders: parts.flatMap((p) => p.binders),
});

/** Indices that only ever occur side by side become one. */
function bundle(factors: readonly Factor[], rows: Side, cols: Side): { factors: Factor[]; rows: Side; cols: Side } | undefined {
  const sides = [rows, cols, ...factors.flatMap((f) => [f.rows, f.cols])];
  const pair = sides.find((s) => s.length > 1 && sides.every((o) => joined(o, s[0] as Index, s[1] as Index)));
  if (!pair) return undefined;
  const [p, q] = pair as [Index, Index];
  const both = new Index(multiplyDimensions(p.dimension, q.dimension));
  const put = (s: Side): Side => s.flatMap((i) => (i === p ? [both] : i === q ? [] : [i]));
  return { factors: factors.map((f) => ({ node: f.node, rows: put(f.rows), cols: put(f.cols) })), rows: put(rows), cols: put(cols) };
}
function joined(side: Side, p: Index, q: Index): boolean {
  return side.every((i, k) => (i !== p || side[k + 1] === q) && (i !== q || side[k - 1] === p));
}

/** An index that occurs twice within the rows (or the columns) becomes two, joined by an identity. */
function untwine(side: Side, factors: Factor[]): Side {
  return side.map((i, k) => {
    if (side.indexOf(i) === k) return i;
    const twin = new Index(i.dimension);
    factors.push({ node: apply("identity", [], [i.dimension]), rows: [twin], cols: [i] });
    return twin;
  });
}

interface Component {
  factors: Factor[];
  rows: number[];
  cols: number[];
}

function components(factors: readonly Factor[], rows: Side, cols: Side, make: Build): Raised {
  const group = new Map<Index, Index>();
  const find = (i: Index): Index => {
    let r = i;
    while (group.get(r) && group.get(r) !== r) r = group.get(r) as Index;
    return r;
  };
  for (const f of factors) {
    const [a, b] = [f.rows[0] ?? f.cols[0], f.cols[0] ?? f.rows[0]];
    if (a && b) group.set(find(a), find(b));
  }
  const parts = new Map<Index, Component>();
  const of = (i: Index): Component => {
    const key = find(i);
    let c = parts.get(key);
    if (!c) parts.set(key, (c = { factors: [], rows: [], cols: [] }));
    return c;
  };
  rows.forEach((i, k) => of(i).rows.push(k));
  cols.forEach((i, k) => of(i).cols.push(k));
  const loose: Factor[] = [];
  for (const f of factors) {
    const i = f.rows[0] ?? f.cols[0];
    if (i) of(i).factors.push(f);
    else loose.push(f);
  }
  const open = [...parts.values()].filter((c) => c.rows.length + c.cols.length > 0);
  const closed = [...parts.values()].filter((c) => c.rows.length + c.cols.length === 0).map((c) => raiseMatrix(c.factors, undefined, undefined, make));
  closed.push({ matrix: constant(1), scalars: loose.map((f) => f.node), binders: [] });
  if (open.length === 1) {
    const r = connected((open[0] as Component).factors, rows, cols, make);
    return combine(r.matrix, r, ...closed);
  }
  const pulled = pull(factors, rows, cols, open, make);
  if (pulled) return pulled;
  const order = bestOrder(open);
  const raised = order.map((c) =>
    raiseOperator(
      c.factors,
      c.rows.map((k) => rows[k] as Index),
      c.cols.map((k) => cols[k] as Index),
      make,
    ),
  );
  const kron = outer(
    raised.map((r) => r.matrix),
    make,
  ).reduce((a, b) => make("kronecker", [a, b]));
  const left = permutation(
    rows,
    order.flatMap((c) => c.rows),
    make,
  );
  const right = permutation(
    cols,
    order.flatMap((c) => c.cols),
    make,
  )
    .map((p) => make("transpose", [p]))
    .reverse();
  return combine(make("product", [...left, kron, ...right]), ...raised, ...closed);
}

/** Matrices whose two indices both lie in the rows (or both in the columns) are diagonal operators in front (or behind). */
function pull(factors: readonly Factor[], rows: Side, cols: Side, parts: readonly Component[], make: Build): Raised | undefined {
  for (const [side, left] of [
    [rows, true],
    [cols, false],
  ] as const) {
    const within = (f: Factor) =>
      f.rows.length === 1 && f.cols.length === 1 && side.includes(f.rows[0] as Index) && side.includes(f.cols[0] as Index) && f.rows[0] !== f.cols[0];
    const inner = parts.filter((c) => c.rows.length && c.cols.length).flatMap((c) => c.factors.filter(within));
    if (!inner.length || side.length < 2) continue;
    const w = raiseOperator(inner, side, [], make);
    const rest = raiseOperator(
      factors.filter((f) => !inner.includes(f)),
      rows,
      cols,
      make,
    );
    const d = make("diagonalmatrix", [w.matrix]);
    return combine(make("product", left ? [d, rest.matrix] : [rest.matrix, d]), w, rest);
  }
  return undefined;
}

/** A column beside a row is their outer product. */
function outer(list: readonly Expression[], make: Build): Expression[] {
  const out: Expression[] = [];
  for (const m of list) {
    const last = out[out.length - 1];
    if (last && last.cols === one && last.rows !== one && m.rows === one && m.cols !== one) out[out.length - 1] = make("product", [last, m]);
    else if (last && m.cols === one && m.rows !== one && last.rows === one && last.cols !== one) out[out.length - 1] = make("product", [m, last]);
    else out.push(m);
  }
  return out;
}

/** The order of the parts that needs fewest permutations of rows and columns. */
function bestOrder(parts: readonly Component[]): Component[] {
  let best: Component[] = [...parts];
  let least = Number.POSITIVE_INFINITY;
  const disorder = (ks: number[]) => ks.reduce((n, k, i) => n + ks.slice(i + 1).filter((l) => l < k).length, 0);
  const visit = (chosen: Component[], left: readonly Component[]) => {
    if (left.length === 0) {
      const d = disorder(chosen.flatMap((c) => c.rows)) * 1.01 + disorder(chosen.flatMap((c) => c.cols));
      if (d < least) [best, least] = [chosen, d];
      return;
    }
    for (const c of left)
      visit(
        [...chosen, c],
        left.filter((x) => x !== c),
      );
  };
  visit([], parts);
  return best;
}

/** Commutation matrices whose product has rows in the given order and columns in the order `to` (positions in the given). */
function permutation(side: Side, to: readonly number[], make: Build): Expression[] {
  const out: Expression[] = [];
  const now = to.map((k) => k);
  const dim = (k: number) => (side[k] as Index).dimension;
  const size = (ks: readonly number[]) => sizeOfSide(ks.map((k) => side[k] as Index));
  for (let i = 0; i < now.length; i++)
    for (let j = 0; j + 1 < now.length; j++) {
      const [a, b] = [now[j] as number, now[j + 1] as number];
      if (a <= b) continue;
      // columns (.., a, b, ..) come from columns (.., b, a, ..)
      const swap = make("commutation", [], [dim(b), dim(a)]);
      const [before, after] = [size(now.slice(0, j)), size(now.slice(j + 2))];
      let p = swap;
      if (before !== one) p = make("kronecker", [make("identity", [], [before]), p]);
      if (after !== one) p = make("kronecker", [p, make("identity", [], [after])]);
      out.unshift(p);
      [now[j], now[j + 1]] = [b, a];
    }
  return out;
}

function connected(factors: readonly Factor[], rows: Side, cols: Side, make: Build): Raised {
  if (rows.length <= 1 && cols.length <= 1) return raiseMatrix(factors, rows[0], cols[0], make);
  if (rows.length === 2 && cols.length === 0) {
    const r = raiseMatrix(factors, rows[1], rows[0], make);
    return combine(make("vectorization", [r.matrix]), r);
  }
  if (rows.length === 0 && cols.length === 2) {
    const r = raiseMatrix(factors, cols[1], cols[0], make);
    return combine(make("transpose", [make("vectorization", [r.matrix])]), r);
  }
  if (rows.length && cols.length) {
    const pulled = pull(factors, rows, cols, [{ factors: [...factors], rows: [0], cols: [0] }], make);
    if (pulled) return pulled;
    const cut = bestCut(factors, rows, cols, make);
    if (cut) return cut;
  }
  return spread(busiest(factors, rows, cols), factors, rows, cols, make);
}

const touches = (f: Factor, i: Index) => f.rows[0] === i || f.cols[0] === i;

/** Cuts the rows from the columns at one or two inner indices. */
function bestCut(factors: readonly Factor[], rows: Side, cols: Side, make: Build): Raised | undefined {
  const inner = [...new Set(factors.flatMap((f) => [...f.rows, ...f.cols]))];
  if (inner.length > 12) return undefined;
  let best: Raised | undefined;
  let least = Number.POSITIVE_INFINITY;
  const attempt = (cut: Index[]) => {
    const left = reach(factors, rows, cut);
    const right = reach(factors, cols, cut);
    if ([...left].some((i) => right.has(i))) return;
    const onLeft = factors.filter((f) => [...f.rows, ...f.cols].some((i) => left.has(i)));
    const onRight = factors.filter((f) => !onLeft.includes(f));
    if (!onLeft.length || !onRight.length || onRight.every((f) => [...f.rows, ...f.cols].every((i) => cut.includes(i)))) return;
    for (const order of cut.length === 2 ? [cut, [cut[1] as Index, cut[0] as Index]] : [cut]) {
      const a = raiseOperator(onLeft, rows, order, make);
      const b = raiseOperator(onRight, order, cols, make);
      const r = combine(make("product", [a.matrix, b.matrix]), a, b);
      const c = cost(whole(r, make));
      if (c < least) [best, least] = [r, c];
    }
  };
  for (const a of inner) for (const b of inner) if (a !== b && inner.indexOf(a) < inner.indexOf(b)) attempt([a, b]);
  if (!best) for (const a of inner) attempt([a]);
  return best;
}

/** The indices that can be reached from a side without passing the cut. */
function reach(factors: readonly Factor[], from: Side, cut: readonly Index[]): Set<Index> {
  const seen = new Set(from.filter((i) => !cut.includes(i)));
  const todo = [...seen];
  while (todo.length) {
    const i = todo.pop() as Index;
    for (const f of factors)
      if (touches(f, i))
        for (const j of [...f.rows, ...f.cols])
          if (!seen.has(j) && !cut.includes(j)) {
            seen.add(j);
            todo.push(j);
          }
  }
  return seen;
}

function busiest(factors: readonly Factor[], rows: Side, cols: Side): Index {
  const all = [...new Set(factors.flatMap((f) => [...f.rows, ...f.cols]))];
  const inner = all.filter((i) => !rows.includes(i) && !cols.includes(i));
  const degree = (i: Index) => factors.filter((f) => touches(f, i)).length;
  const most = (l: Index[]) => l.reduce((a, b) => (degree(b) > degree(a) ? b : a));
  const meeting = inner.filter((i) => degree(i) > 2);
  return most(meeting.length ? meeting : all);
}

/** Names an index and fixes it: each factor meets the unit vector of that name, a free place of the index is that unit vector. */
function spread(v: Index, factors: readonly Factor[], rows: Side, cols: Side, make: Build): Raised {
  const k = freshIndex();
  const unit = apply("unitvector", [k], [v.dimension]);
  const fix = (node: Expression, side: Side, left: boolean): [Expression, Side] => {
    let [m, at] = [node, side];
    for (let p = at.indexOf(v); p >= 0; p = at.indexOf(v)) {
      const eye = (s: Side): Expression[] => (s.length ? [make("identity", [], [sizeOfSide(s)])] : []);
      const row = [...eye(at.slice(0, p)), make("transpose", [unit]), ...eye(at.slice(p + 1))].reduce((a, b) => make("kronecker", [a, b]));
      m = left ? make("product", [row, m]) : make("product", [m, make("transpose", [row])]);
      at = at.filter((_, q) => q !== p);
    }
    return [m, at];
  };
  const fixed = factors.map((f): Factor => {
    const [m, r] = fix(f.node, f.rows, true);
    const [n, c] = fix(m, f.cols, false);
    return { node: n, rows: r, cols: c };
  });
  const free = (side: Side): Side =>
    side.map((i) => {
      if (i !== v) return i;
      const place = new Index(v.dimension);
      fixed.push({ node: unit, rows: [place], cols: [] });
      return place;
    });
  const [r, c] = [free(rows), free(cols)];
  const rest = raiseOperator(fixed, r, c, make);
  return { matrix: rest.matrix, scalars: rest.scalars, binders: [{ index: k, low: constant(1), high: make("dimension", [], [v.dimension]) }, ...rest.binders] };
}
