import { type Dimension, multiplyDimensions, one } from "../expression/dimension.ts";
import type { Expression } from "../expression/node.ts";

/** An index: free, or summed over. Indices that were found equal are merged; one that ranges over pairs may be split. */
export class Index {
  private merged: Index | undefined;
  private parts: readonly Index[] | undefined;
  constructor(readonly dimension: Dimension) {}

  /** Makes the other index this one. */
  merge(other: Index): void {
    const a = this.root;
    const b = other.root;
    if (a !== b) b.merged = a;
  }
  /** This index ranges over the pairs of those, the first slowest. */
  split(parts: readonly Index[]): void {
    this.root.parts = parts;
  }
  get root(): Index {
    let i: Index = this;
    while (i.merged) i = i.merged;
    return i;
  }
  /** Ranges over no pairs, as it stands. */
  get plain(): boolean {
    return !this.root.parts;
  }
  get resolved(): readonly Index[] {
    const r = this.root;
    return r.parts ? r.parts.flatMap((p) => p.resolved) : [r];
  }
}

/** The indices of one side of a value, slow first; none where the side is 1. */
export type Side = readonly Index[];

/** A tensor with its indices: those of its rows and those of its columns. */
export interface Factor {
  readonly node: Expression;
  rows: Side;
  cols: Side;
}

/** A sum or an integral over a named index: `index` runs from `low` to `high`. */
export interface Binder {
  /** A sum where nothing is said. */
  readonly kind?: "summation" | "integral";
  readonly index: Expression;
  readonly low: Expression;
  readonly high: Expression;
}

/** A product of factors, summed over all indices that are not in `out` or `hole`. */
export interface Term {
  readonly scalars: Expression[];
  readonly factors: Factor[];
  readonly binders: Binder[];
  /** Every index made on the way: what is not free is summed over. */
  readonly indices: Index[];
  /** The indices of the whole. */
  readonly out: { rows: Side; cols: Side };
  /** The indices of the variable that was cut out. */
  hole: { rows: Side; cols: Side } | undefined;
  zero: boolean;
}

export const resolve = (side: Side): Side => (side.length === 1 && side[0]?.plain ? [side[0].root] : side.flatMap((i) => i.resolved));

/** A fresh side for a dimension, summed over in the term. */
export function sideOf(d: Dimension, term: Term): Side {
  if (d === one) return [];
  const i = new Index(d);
  term.indices.push(i);
  return [i];
}

/** A fresh side that stays free. */
export function freeSide(d: Dimension): Side {
  return d === one ? [] : [new Index(d)];
}

export function sizeOfSide(side: Side): Dimension {
  return side.reduce((d, i) => multiplyDimensions(d, i.dimension), one);
}

export function emptyTerm(rows: Side, cols: Side): Term {
  return { scalars: [], factors: [], binders: [], indices: [], out: { rows, cols }, hole: undefined, zero: false };
}

/** Gives the wanted dimensions consecutive parts of a side, splitting an index where it must; undefined where they do not fit. */
export function partition(side: Side, dimensions: readonly Dimension[]): Side[] | undefined {
  const given = resolve(side);
  if (dimensions.length === 1) return [given];
  const wide = dimensions.filter((d) => d !== one);
  if (given.length === 1 && wide.length > 1) {
    const parts = wide.map((d) => new Index(d));
    (given[0] as Index).split(parts);
    let k = 0;
    return dimensions.map((d) => (d === one ? [] : [parts[k++] as Index]));
  }
  const out: Side[] = [];
  let at = 0;
  for (const d of dimensions) {
    let size = one;
    const from = at;
    while (size !== d && at < given.length) size = multiplyDimensions(size, (given[at++] as Index).dimension);
    if (size !== d) return undefined;
    out.push(given.slice(from, at));
  }
  return at === given.length ? out : undefined;
}

/** Makes two sides the same; false where their dimensions do not fit piece by piece. */
export function equate(a: Side, b: Side): boolean {
  const x = resolve(a);
  const y = resolve(b);
  if (x.length === y.length && x.every((i, k) => i.dimension === (y[k] as Index).dimension)) {
    x.forEach((i, k) => i.merge(y[k] as Index));
    return true;
  }
  if (x.length === 1) {
    (x[0] as Index).split(y);
    return true;
  }
  if (y.length === 1) {
    (y[0] as Index).split(x);
    return true;
  }
  const parts =
    x.length < y.length
      ? partition(
          y,
          x.map((i) => i.dimension),
        )
      : partition(
          x,
          y.map((i) => i.dimension),
        );
  if (!parts) return false;
  const coarse = x.length < y.length ? x : y;
  return coarse.every((i, k) => equate([i], parts[k] as Side));
}
