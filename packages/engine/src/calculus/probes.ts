import { directional, type Heading, jacobian, type Slope, secondDirectional } from "../numeric/differences.ts";
import type { Program } from "../numeric/evaluate.ts";
import { greatest, type Matrix, matrix, stacked } from "../numeric/matrix.ts";
import type { Random } from "../numeric/random.ts";

/** How the Jacobian d vec(f)/d vec(X)' (columns stacked), or the Hessian, is laid out in the answer. */
export type Arrangement = (jacobian: Matrix, fRows: number, fCols: number, xRows: number, xCols: number) => Matrix;

/** The function at a point: bound program, value, values of what moves, scale of rounding. */
export interface Site {
  readonly program: Program;
  readonly middle: Matrix;
  readonly x: { readonly name: string; readonly at: Matrix };
  readonly y: { readonly name: string; readonly at: Matrix };
  readonly scale: number;
}

/** Random directions of one comparison: of x, of y, and a cotangent of f's shape. */
export interface Directions {
  readonly dx: Matrix;
  readonly dy: Matrix;
  readonly weights: Matrix;
}

/** One way to compare an answer with differences of the function. */
export interface Probe {
  readonly order: 1 | 2;
  /** The differences, by steps of size h. Throws `RangeError` where one leaves the domain. */
  readonly slope: (site: Site, directions: Directions, h: number) => Slope;
  /** What the answer says the slope is, entries in the slope's order; `undefined` where its shape is another than it should be. */
  readonly claimed: (answer: Matrix, site: Site, directions: Directions) => Float64Array | undefined;
}

/** Directions with entries of the size of the values they move. */
export function directionsAt(site: Omit<Site, "scale">, rng: Random): Directions {
  const like = (at: Matrix, size: number): Matrix => {
    const out = matrix(at.rows, at.cols);
    for (let k = 0; k < out.data.length; k++) {
      const v = 2 * rng.uniform() - 1;
      out.data[k] = size * (v < 0 ? v - 0.25 : v + 0.25);
    }
    return out;
  };
  const size = (at: Matrix) => Math.min(1, greatest(at) || 1);
  return { dx: like(site.x.at, size(site.x.at)), dy: like(site.y.at, size(site.y.at)), weights: like(site.middle, 1) };
}

const heading = (to: Site["x"], by: Matrix): Heading => ({ name: to.name, at: to.at, by });

/** The place in the Jacobian (by rows) of each entry of the laid out answer; `undefined` where the layout is no rearrangement. */
function places(laid: Matrix, count: number): Int32Array | undefined {
  if (laid.data.length !== count) return undefined;
  const seen = new Uint8Array(count);
  const out = new Int32Array(count);
  for (let p = 0; p < count; p++) {
    const v = laid.data[p]!;
    if (!Number.isInteger(v) || v < 0 || v >= count || seen[v]) return undefined;
    seen[v] = 1;
    out[p] = v;
  }
  return out;
}

function numbered(rows: number, cols: number): Matrix {
  const out = matrix(rows, cols);
  for (let k = 0; k < out.data.length; k++) out.data[k] = k;
  return out;
}

/** J*v where the entries of J lie in the answer by `order`. */
function applied(answer: Matrix, order: Int32Array, rows: number, v: Float64Array): Float64Array {
  const out = new Float64Array(rows);
  const cols = v.length;
  for (let p = 0; p < order.length; p++) {
    const place = order[p]!;
    const row = Math.floor(place / cols);
    out[row] = out[row]! + answer.data[p]! * v[place - row * cols]!;
  }
  return out;
}

/** Vector of f (columns stacked) to the order of f's entries by rows. */
function unstacked(v: Float64Array, rows: number, cols: number): Float64Array {
  if (rows === 1 || cols === 1) return v;
  const out = new Float64Array(v.length);
  for (let j = 0, k = 0; j < cols; j++) for (let i = 0; i < rows; i++, k++) out[i * cols + j] = v[k]!;
  return out;
}

const firstSlope: Probe["slope"] = (s, d, h) => directional(s.program, s.middle, [heading(s.x, d.dx)], h, s.scale);
const secondSlope: Probe["slope"] = (s, d, h) => secondDirectional(s.program, s.middle, heading(s.x, d.dx), heading(s.y, d.dy), h, s.scale);

/**
 * A first derivative in a layout. Where the layout rearranges the Jacobian the comparison is along a random direction, which meets every
 * entry; another layout (structured, a part) is compared with the whole Jacobian of differences.
 */
export function firstDerivative(arrangement: Arrangement): Probe {
  const layout = ({ middle: f, x: { at } }: Site) => {
    const laid = arrangement(numbered(f.data.length, at.data.length), f.rows, f.cols, at.rows, at.cols);
    return { laid, order: places(laid, f.data.length * at.data.length) };
  };
  return {
    order: 1,
    slope(site, directions, h) {
      const { laid, order } = layout(site);
      if (order) return firstSlope(site, directions, h);
      const { middle: f, x } = site;
      const j = jacobian(site.program, f, x.name, x.at, h, site.scale);
      const value = arrangement(j.value, f.rows, f.cols, x.at.rows, x.at.cols);
      return { value, error: new Float64Array(laid.data.length).fill(j.error), kink: j.kink };
    },
    claimed(answer, site, { dx }) {
      const { laid, order } = layout(site);
      if (laid.rows !== answer.rows || laid.cols !== answer.cols) return undefined;
      if (!order) return answer.data;
      const f = site.middle;
      return unstacked(applied(answer, order, f.data.length, stacked(dx)), f.rows, f.cols);
    },
  };
}

/**
 * A second derivative: of a scalar by x and y, rows x and columns y (the same variable for a Hessian) in the arrangement; of anything by
 * scalars, in the shape of f. Second differences of f itself, so nothing of the symbolic engine is believed.
 */
export function secondDerivative(arrangement: Arrangement = (hessian) => hessian): Probe {
  return {
    order: 2,
    slope: secondSlope,
    claimed(answer, { middle: f, x, y }, { dx, dy }) {
      if (x.at.data.length === 1 && y.at.data.length === 1) {
        if (answer.rows !== f.rows || answer.cols !== f.cols) return undefined;
        return answer.data.map((v) => v * dx.data[0]! * dy.data[0]!);
      }
      if (f.data.length !== 1) return undefined;
      const laid = arrangement(numbered(x.at.data.length, y.at.data.length), x.at.rows, x.at.cols, y.at.rows, y.at.cols);
      const order = places(laid, x.at.data.length * y.at.data.length);
      if (!order || laid.rows !== answer.rows || laid.cols !== answer.cols) return undefined;
      const hv = applied(answer, order, x.at.data.length, stacked(dy));
      return Float64Array.of(inner(hv, stacked(dx)));
    },
  };
}

function inner(a: Float64Array, b: Float64Array): number {
  let out = 0;
  for (let k = 0; k < a.length; k++) out += a[k]! * b[k]!;
  return out;
}

const sameShape = (a: Matrix, b: Matrix): boolean => a.rows === b.rows && a.cols === b.cols;

/** The differential or the Jacobian times dX: the answer holds dX and has the shape of f. */
export const alongIncrement: Probe = {
  order: 1,
  slope: firstSlope,
  claimed: (answer, { middle }) => (sameShape(answer, middle) ? answer.data : undefined),
};

/** The cotangent G times the Jacobian: the answer holds G and has the shape of wrt. */
export const ofCotangent: Probe = {
  order: 1,
  slope(site, directions, h) {
    const s = firstSlope(site, directions, h);
    const w = directions.weights.data;
    const size = Math.max(...s.error) * w.length;
    return { value: matrix(1, 1, Float64Array.of(inner(w, s.value.data))), error: Float64Array.of(size), kink: s.kink };
  },
  claimed: (answer, { x }, { dx }) => (sameShape(answer, x.at) ? Float64Array.of(inner(answer.data, dx.data)) : undefined),
};

/** The Hessian of a scalar times dX: the answer holds dX and has the shape of wrt. */
export const hessianProduct: Probe = {
  order: 2,
  slope: secondSlope,
  claimed: (answer, { y }, { dy }) => (sameShape(answer, y.at) ? Float64Array.of(inner(answer.data, dy.data)) : undefined),
};
