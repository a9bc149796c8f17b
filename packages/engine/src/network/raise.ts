import { type Dimension, one } from "../expression/dimension.ts";
import { constant, type Expression } from "../expression/node.ts";
import { build } from "../normal/build.ts";
import { cost } from "../normal/cost.ts";
import { freshIndex } from "../normal/summation.ts";
import { apply } from "../operations/apply.ts";
import type { Binder, Factor, Index } from "./term.ts";

/** How expressions are put together: in normal form, or as they stand. */
export type Build = (name: string, args: readonly Expression[], dimensions?: readonly Dimension[]) => Expression;

const scalarOne = (): Expression => constant(1);
const onesOf = (rows: Dimension, cols: Dimension): Expression => (rows === one && cols === one ? constant(1) : apply("ones", [], [rows, cols]));

/** A matrix between two indices as a chain of factors: rows on `a`, columns on `b`. */
interface Edge {
  a: Index;
  b: Index;
  chain: readonly Expression[];
}

const opposite = (e: Edge, from: Index): Index => (e.a === from ? e.b : e.a);

/** A term as a graph: indices are vertices, matrices edges, vectors weights of vertices. */
class Graph {
  readonly scalars: Expression[] = [];
  readonly binders: Binder[] = [];
  private readonly edges = new Map<Index, Set<Edge>>();
  /** Columns at a vertex, each a chain of factors. */
  private readonly weights = new Map<Index, (readonly Expression[])[]>();
  private readonly make: Build;

  constructor(factors: readonly Factor[], make: Build) {
    this.make = make;
    for (const f of factors) {
      const r = f.rows[0];
      const c = f.cols[0];
      if (r && c) this.join({ a: r, b: c, chain: [f.node] });
      else if (r) this.weigh(r, [f.node]);
      else if (c) this.weigh(c, [make("transpose", [f.node])]);
      else this.scalars.push(f.node);
    }
  }

  private at(i: Index): Set<Edge> {
    let set = this.edges.get(i);
    if (!set) this.edges.set(i, (set = new Set()));
    return set;
  }

  private weigh(i: Index, chain: readonly Expression[]): void {
    const w = this.weights.get(i);
    if (w) w.push(chain);
    else this.weights.set(i, [chain]);
  }

  private value(chain: readonly Expression[]): Expression {
    return chain.length === 1 ? (chain[0] as Expression) : this.make("product", chain);
  }

  /** The weight of a vertex as a column, or nothing. */
  weight(i: Index): Expression | undefined {
    const chains = this.weights.get(i);
    if (!chains) return undefined;
    const w = chains.map((c) => this.value(c));
    return w.length === 1 ? w[0] : this.make("hadamard", byCost(w));
  }

  /** The matrix between two vertices, if there is one. */
  between(i: Index, j: Index): Expression | undefined {
    for (const e of this.at(i)) if (e.a === j || e.b === j) return this.value(this.oriented(e, i));
    return undefined;
  }

  private oriented(e: Edge, from: Index): readonly Expression[] {
    return e.a === from ? e.chain : e.chain.map((m) => this.make("transpose", [m])).reverse();
  }

  /** Adds an edge; one that joins the same pair is merged entry by entry, a loop becomes a weight. */
  private join(e: Edge): void {
    if (e.a === e.b) {
      this.weigh(e.a, [this.make("diagonal", [this.value(e.chain)])]);
      return;
    }
    for (const o of this.at(e.a))
      if (o.a === e.b || o.b === e.b) {
        this.cut(o);
        this.join({ a: e.a, b: e.b, chain: [this.make("hadamard", byCost([this.value(this.oriented(o, e.a)), this.value(e.chain)]))] });
        return;
      }
    this.at(e.a).add(e);
    this.at(e.b).add(e);
  }
  private cut(e: Edge): void {
    this.at(e.a).delete(e);
    this.at(e.b).delete(e);
  }

  /** Sums over every vertex that is given, the ones with fewest edges first. */
  eliminate(summed: Iterable<Index>): void {
    const order = [...summed];
    const left = new Set(order);
    // no vertex that is left has fewer edges: a search ends at the first that has no more
    let fewest = 0;
    let start = 0;
    while (left.size) {
      while (!left.has(order[start] as Index)) start++;
      let best: Index | undefined;
      let least = Number.POSITIVE_INFINITY;
      for (let k = start; k < order.length && least > fewest; k++) {
        const v = order[k] as Index;
        if (left.has(v) && this.degree(v) < least) [best, least] = [v, this.degree(v)];
      }
      left.delete(best as Index);
      fewest = least;
      for (const v of this.remove(best as Index, left)) if (left.has(v)) fewest = Math.min(fewest, this.degree(v));
    }
  }

  private degree(v: Index): number {
    return this.edges.get(v)?.size ?? 0;
  }

  /** The edges of a path from a vertex on, as long as it passes through vertices of no others, which are left and go with it; of one that closes the first alone. */
  private path(from: Index, first: Edge, left: Set<Index>): { readonly edges: readonly Edge[]; readonly end: Index } {
    const edges = [first];
    const passed: Index[] = [];
    let end = opposite(first, from);
    while (left.has(end) && this.degree(end) === 2 && !this.weights.has(end)) {
      const last = edges[edges.length - 1];
      for (const e of this.at(end)) if (e !== last) edges.push(e);
      passed.push(end);
      end = opposite(edges[edges.length - 1] as Edge, end);
      if (end === from) return { edges: [first], end: opposite(first, from) };
    }
    for (const v of passed) left.delete(v);
    return { edges, end };
  }

  /** The matrices along a path that begins at a vertex. */
  private along(edges: readonly Edge[], from: Index): Expression[] {
    let at = from;
    return edges.flatMap((e) => {
      const part = this.oriented(e, at);
      at = opposite(e, at);
      return part;
    });
  }

  /** Sums over a vertex; gives its neighbours. */
  private remove(v: Index, left: Set<Index>): Index[] {
    const at = [...this.at(v)];
    const w = this.weights.get(v);
    this.weights.delete(v);
    const [e, f] = at as [Edge, Edge];
    if (at.length === 2) {
      const [back, on] = [this.path(v, e, left), this.path(v, f, left)];
      for (const x of [...back.edges, ...on.edges]) this.cut(x);
      const middle = w ? [this.make("diagonalmatrix", [this.column(w)])] : [];
      this.join({ a: back.end, b: on.end, chain: [...this.along([...back.edges].reverse(), back.end), ...middle, ...this.along(on.edges, v)] });
      return [back.end, on.end];
    }
    for (const x of at) this.cut(x);
    if (at.length === 0) this.scalars.push(w ? this.make("sum", [this.column(w)]) : this.make("dimension", [], [v.dimension]));
    else if (at.length === 1) {
      const to = opposite(e, v);
      const m = this.oriented(e, to);
      this.weigh(to, !w ? [this.make("rowsum", [this.value(m)])] : w.length === 1 ? [...m, ...(w[0] as readonly Expression[])] : [...m, this.column(w)]);
    } else this.spread(v, at, w && this.column(w));
    return at.map((x) => opposite(x, v));
  }

  private column(w: readonly (readonly Expression[])[]): Expression {
    const values = w.map((c) => this.value(c));
    return values.length === 1 ? (values[0] as Expression) : this.make("hadamard", byCost(values));
  }

  /** Three or more matrices meet in one index: no product says that, a sum over unit vectors does. */
  private spread(v: Index, at: readonly Edge[], w: Expression | undefined): void {
    const k = freshIndex();
    const unit = apply("unitvector", [k], [v.dimension]);
    this.binders.push({ index: k, low: constant(1), high: this.make("dimension", [], [v.dimension]) });
    if (w) this.scalars.push(this.make("product", [this.make("transpose", [unit]), w]));
    for (const e of at) {
      const to = e.a === v ? e.b : e.a;
      this.weigh(to, [...this.oriented(e, to), unit]);
    }
  }
}

const byCost = (l: Expression[]): Expression[] => l.sort((a, b) => cost(a) - cost(b));

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
  const m = g.between(i, j);
  if (!m) return make("product", [r ?? onesOf(i.dimension, one), c ? make("transpose", [c]) : onesOf(one, j.dimension)]);
  if (!r && !c) return m;
  const scaled = make("product", [...(r ? [make("diagonalmatrix", [r])] : []), m, ...(c ? [make("diagonalmatrix", [c])] : [])]);
  if (!r || !c) return scaled;
  const entries = make("hadamard", [make("product", [r, make("transpose", [c])]), m]);
  return cost(entries) < cost(scaled) ? entries : scaled;
}

/** Puts scalars in front and sums and integrals over the named indices outside. */
export function wrap(matrix: Expression, scalars: readonly Expression[], binders: readonly Binder[], make: Build): Expression {
  let e = scalars.length ? make("product", [...scalars, matrix]) : matrix;
  for (const b of [...binders].reverse()) e = build(b.kind ?? "summation", [b.index, b.low, b.high, e]);
  return e;
}
