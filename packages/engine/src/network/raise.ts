import { type Dimension, one } from "../expression/dimension.ts";
import { constant, type Expression } from "../expression/node.ts";
import { build } from "../normal/build.ts";
import { cost } from "../normal/cost.ts";
import { freshIndex } from "../normal/summation.ts";
import { apply } from "../operations/apply.ts";
import type { Binder, Factor, Index } from "./term.ts";

/** How expressions are put together: in normal form, or as they stand. */
export type Build = (name: string, args: readonly Expression[], dimensions?: readonly Dimension[]) => Expression;

export const scalarOne = (): Expression => constant(1);
export const onesOf = (rows: Dimension, cols: Dimension): Expression => (rows === one && cols === one ? constant(1) : apply("ones", [], [rows, cols]));

interface Edge {
  a: Index;
  b: Index;
  /** Rows on a, columns on b. */
  m: Expression;
}

/** A term as a graph: indices are vertices, matrices edges, vectors weights of vertices. */
export class Graph {
  readonly edges: Edge[] = [];
  readonly weights = new Map<Index, Expression[]>();
  readonly scalars: Expression[] = [];
  readonly binders: Binder[] = [];
  readonly make: Build;

  constructor(factors: readonly Factor[], make: Build = build) {
    this.make = make;
    for (const f of factors) {
      const r = f.rows[0];
      const c = f.cols[0];
      if (r && c) this.edges.push({ a: r, b: c, m: f.node });
      else if (r) this.weigh(r, f.node);
      else if (c) this.weigh(c, make("transpose", [f.node]));
      else this.scalars.push(f.node);
    }
  }

  weigh(i: Index, v: Expression): void {
    const w = this.weights.get(i);
    if (w) w.push(v);
    else this.weights.set(i, [v]);
  }

  /** The weight of a vertex as a column, or nothing. */
  weight(i: Index): Expression | undefined {
    const w = this.weights.get(i);
    if (!w) return undefined;
    return w.length === 1 ? w[0] : this.make("hadamard", [...w].sort((a, b) => cost(a) - cost(b)));
  }

  private oriented(e: Edge, from: Index): Expression {
    return e.a === from ? e.m : this.make("transpose", [e.m]);
  }

  /** Merges edges that join the same pair, turns loops into weights. */
  private mergeParallel(): void {
    for (let i = 0; i < this.edges.length; i++) {
      const e = this.edges[i] as Edge;
      if (e.a === e.b) {
        this.weigh(e.a, this.make("diagonal", [e.m]));
        this.edges.splice(i--, 1);
        continue;
      }
      const same = this.edges.filter((o, k) => k > i && ((o.a === e.a && o.b === e.b) || (o.a === e.b && o.b === e.a)));
      if (same.length) {
        e.m = this.make("hadamard", [e.m, ...same.map((o) => this.oriented(o, e.a))].sort((a, b) => cost(a) - cost(b)));
        for (const o of same) this.edges.splice(this.edges.indexOf(o), 1);
      }
    }
  }

  /** Sums over every vertex that is not kept, the ones with fewest edges first. */
  eliminate(summed: Iterable<Index>): void {
    const left = new Set(summed);
    while (left.size) {
      this.mergeParallel();
      let best: Index | undefined;
      let least = Number.POSITIVE_INFINITY;
      const degree = new Map<Index, number>();
      for (const e of this.edges) {
        degree.set(e.a, (degree.get(e.a) ?? 0) + 1);
        degree.set(e.b, (degree.get(e.b) ?? 0) + 1);
      }
      for (const v of left) {
        const d = degree.get(v) ?? 0;
        if (d < least) [best, least] = [v, d];
      }
      this.remove(best as Index);
      left.delete(best as Index);
    }
    this.mergeParallel();
  }

  private remove(v: Index): void {
    const at = this.edges.filter((e) => e.a === v || e.b === v);
    const w = this.weight(v);
    this.weights.delete(v);
    for (const e of at) this.edges.splice(this.edges.indexOf(e), 1);
    const [e, f] = at as [Edge, Edge];
    const other = (x: Edge) => (x.a === v ? x.b : x.a);
    if (at.length === 0) this.scalars.push(w ? this.make("sum", [w]) : this.make("dimension", [], [v.dimension]));
    else if (at.length === 1) this.weigh(other(e), w ? this.make("product", [this.oriented(e, other(e)), w]) : this.make("rowsum", [this.oriented(e, other(e))]));
    else if (at.length === 2) {
      const middle = w ? [this.make("diagonalmatrix", [w])] : [];
      this.edges.push({ a: other(e), b: other(f), m: this.make("product", [this.oriented(e, other(e)), ...middle, this.oriented(f, v)]) });
    } else this.spread(v, at, w);
  }

  /** Three or more matrices meet in one index: no product says that, a sum over unit vectors does. */
  private spread(v: Index, at: readonly Edge[], w: Expression | undefined): void {
    const k = freshIndex();
    const unit = apply("unitvector", [k], [v.dimension]);
    this.binders.push({ index: k, low: constant(1), high: this.make("dimension", [], [v.dimension]) });
    if (w) this.scalars.push(this.make("product", [this.make("transpose", [unit]), w]));
    for (const e of at) {
      const to = e.a === v ? e.b : e.a;
      this.weigh(to, this.make("product", [this.oriented(e, to), unit]));
    }
  }
}

/** A piece in matrix notation, beside the scalars and named sums that came out of it. */
export interface Raised {
  readonly matrix: Expression;
  readonly scalars: readonly Expression[];
  readonly binders: readonly Binder[];
}

/** A product of factors with at most one index a side, in matrix notation. */
export function raiseMatrix(factors: readonly Factor[], row: Index | undefined, col: Index | undefined, make: Build = build): Raised {
  const g = new Graph(factors, make);
  const summed = new Set<Index>();
  for (const f of factors) for (const i of [...f.rows, ...f.cols]) if (i !== row && i !== col) summed.add(i);
  g.eliminate(summed);
  return { matrix: ends(g, row, col, make), scalars: g.scalars, binders: g.binders };
}

function ends(g: Graph, row: Index | undefined, col: Index | undefined, make: Build): Expression {
  if (row && row === col) {
    const w = g.weight(row);
    return w ? make("diagonalmatrix", [w]) : make("identity", [], [row.dimension]);
  }
  const r = row && g.weight(row);
  const c = col && g.weight(col);
  if (!row && !col) return scalarOne();
  if (row && !col) return r ?? onesOf(row.dimension, one);
  if (!row && col) return c ? make("transpose", [c]) : onesOf(one, col.dimension);
  const [i, j] = [row as Index, col as Index];
  const e = g.edges[0];
  if (!e) return make("product", [r ?? onesOf(i.dimension, one), c ? make("transpose", [c]) : onesOf(one, j.dimension)]);
  const m = e.a === i ? e.m : make("transpose", [e.m]);
  if (!r && !c) return m;
  const scaled = make("product", [...(r ? [make("diagonalmatrix", [r])] : []), m, ...(c ? [make("diagonalmatrix", [c])] : [])]);
  if (!r || !c) return scaled;
  const entries = make("hadamard", [make("product", [r, make("transpose", [c])]), m]);
  return cost(entries) < cost(scaled) ? entries : scaled;
}

/** Puts scalars in front and sums over the named indices outside. */
export function wrap(matrix: Expression, scalars: readonly Expression[], binders: readonly Binder[], make: Build): Expression {
  let e = scalars.length ? make("product", [...scalars, matrix]) : matrix;
  for (const b of [...binders].reverse()) e = build("summation", [b.index, b.low, b.high, e]);
  return e;
}
