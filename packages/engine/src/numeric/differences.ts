import type { Program } from "./evaluate.ts";
import { type Matrix, matrix } from "./matrix.ts";

/** A way to go: the variable `name`, from its value `at`, along `by`. */
export interface Heading {
  readonly name: string;
  readonly at: Matrix;
  readonly by: Matrix;
}

/** A derivative along headings, with the shape of f. */
export interface Slope {
  readonly value: Matrix;
  /** Estimates of the error of each entry. */
  readonly error: Float64Array;
  /** The greatest jump of the one-sided derivatives: clearly not 0 where f is not differentiable. First order only. */
  readonly kink: number;
}

/** What bounds the error: rounding of values of this size. */
const rounding = 4e-16;

/** Variables under way: the program reads buffers that hold at + t*by. `end` puts the variables back where they were. */
interface Route {
  at(t: number): Matrix;
  end(): void;
}

function route(program: Program, headings: readonly Heading[]): Route {
  const names = headings.map((h) => h.name);
  const buffers = headings.map((h) => matrix(h.at.rows, h.at.cols));
  for (let i = 0; i < names.length; i++) program.put(names[i]!, buffers[i]!);
  return {
    at(t) {
      for (let i = 0; i < headings.length; i++) {
        const { at, by } = headings[i]!;
        const { data } = buffers[i]!;
        for (let k = 0; k < data.length; k++) data[k] = at.data[k]! + t * by.data[k]!;
      }
      return program.move(names);
    },
    end() {
      for (const h of headings) program.put(h.name, h.at);
    },
  };
}

/**
 * Three estimates with steps h, h/2, h/4 and errors in even powers of h, extrapolated to order 6 (Romberg), and the gap to the
 * estimates of order 4 beneath as the error.
 */
function romberg(shape: Matrix, estimates: readonly Float64Array[], noise: number): { value: Matrix; error: Float64Array } {
  const [a, b, c] = estimates as [Float64Array, Float64Array, Float64Array];
  const value = matrix(shape.rows, shape.cols);
  const error = new Float64Array(a.length);
  for (let k = 0; k < a.length; k++) {
    const low = (4 * b[k]! - a[k]!) / 3;
    const high = (4 * c[k]! - b[k]!) / 3;
    const best = (16 * high - low) / 15;
    value.data[k] = best;
    // The gap between the two of order 4, damped as the better of them would be; the rest is rounding.
    error[k] = Math.abs(high - low) / 15 + noise;
  }
  return { value, error };
}

/**
 * The derivative of the program's value along the headings, by central differences with steps h, h/2, h/4. The program has been bound
 * at the point, `middle` is its value there. Throws `RangeError` where a step leaves the domain.
 */
export function directional(program: Program, middle: Matrix, headings: readonly Heading[], h: number, scale: number): Slope {
  const f0 = middle.data.slice();
  const way = route(program, headings);
  try {
    const estimates: Float64Array[] = [];
    const bends: Float64Array[] = [];
    for (const t of [h, h / 2, h / 4]) {
      const plus = way.at(t).data.slice();
      const minus = way.at(-t);
      const d = new Float64Array(f0.length);
      const bend = new Float64Array(f0.length);
      for (let k = 0; k < d.length; k++) {
        d[k] = (plus[k]! - minus.data[k]!) / (2 * t);
        bend[k] = (plus[k]! - 2 * f0[k]! + minus.data[k]!) / t;
      }
      estimates.push(d);
      bends.push(bend);
    }
    // f(h) - 2 f(0) + f(-h) over h is c + f'' h + O(h^3): c is the jump of the one-sided derivatives.
    let kink = 0;
    for (let k = 0; k < f0.length; k++) kink = Math.max(kink, Math.abs(2 * bends[2]![k]! - bends[1]![k]!) - (64 * rounding * scale) / h);
    return { ...romberg(middle, estimates, (16 * rounding * scale) / h), kink };
  } finally {
    way.end();
  }
}

/**
 * The second derivative along u and then v (which may move the same variable), by mixed central differences, extrapolated like the first.
 * Throws `RangeError` where a step leaves the domain.
 */
export function secondDirectional(program: Program, middle: Matrix, u: Heading, v: Heading, h: number, scale: number): Slope {
  const buffers = u.name === v.name ? [matrix(u.at.rows, u.at.cols)] : [matrix(u.at.rows, u.at.cols), matrix(v.at.rows, v.at.cols)];
  const names = u.name === v.name ? [u.name] : [u.name, v.name];
  const size = middle.data.length;
  const [x, y] = buffers;
  for (let i = 0; i < names.length; i++) program.put(names[i]!, buffers[i]!);
  const along = (s: number, t: number): Float64Array => {
    for (let k = 0; k < x!.data.length; k++) x!.data[k] = u.at.data[k]! + s * u.by.data[k]! + (y ? 0 : t * v.by.data[k]!);
    if (y) for (let k = 0; k < y.data.length; k++) y.data[k] = v.at.data[k]! + t * v.by.data[k]!;
    return program.move(names).data.slice();
  };
  try {
    const estimates: Float64Array[] = [];
    for (const t of [h, h / 2, h / 4]) {
      const [pp, pm, mp, mm] = [along(t, t), along(t, -t), along(-t, t), along(-t, -t)];
      const d = new Float64Array(size);
      for (let k = 0; k < size; k++) d[k] = (pp[k]! - pm[k]! - mp[k]! + mm[k]!) / (4 * t * t);
      estimates.push(d);
    }
    return { ...romberg(middle, estimates, (64 * rounding * scale) / (h * h)), kink: 0 };
  } finally {
    program.put(u.name, u.at);
    program.put(v.name, v.at);
  }
}

function unitStep(at: Matrix, k: number): Matrix {
  const out = matrix(at.rows, at.cols);
  out.data[k] = 1;
  return out;
}

/**
 * The Jacobian d vec(f)/d vec(X)' (columns stacked on both sides) of a bound program, entry by entry, and the greatest error estimate.
 * Throws `RangeError` where a step leaves the domain.
 */
export function jacobian(
  program: Program,
  middle: Matrix,
  name: string,
  at: Matrix,
  h = 0.01,
  scale = program.scale([name]),
): { readonly value: Matrix; readonly error: number; readonly kink: number } {
  const m = middle.data.length;
  const n = at.data.length;

  const f = matrix(middle.rows, middle.cols, middle.data.slice());
  const value = matrix(m, n);
  let error = 0;
  let kink = 0;
  for (let k = 0; k < n; k++) {
    const slope = directional(program, f, [{ name, at, by: unitStep(at, k) }], h, scale);
    const column = (k % at.cols) * at.rows + Math.floor(k / at.cols);
    for (let p = 0; p < m; p++) {
      const row = (p % f.cols) * f.rows + Math.floor(p / f.cols);
      value.data[row * n + column] = slope.value.data[p]!;
      error = Math.max(error, slope.error[p]!);
    }
    kink = Math.max(kink, slope.kink);
  }
  return { value, error, kink };
}

/** The matrix d² f/(d vec(X) d vec(Y)') of a scalar program, by second differences. Throws `RangeError` where a step leaves the domain. */
export function hessian(
  program: Program,
  middle: Matrix,
  x: { name: string; at: Matrix },
  y: { name: string; at: Matrix },
  h = 0.04,
): { readonly value: Matrix; readonly error: number } {
  const value = matrix(x.at.data.length, y.at.data.length);
  const scale = Math.max(program.scale([x.name, y.name]), 1e-300);
  let error = 0;
  const stackedIndex = (a: Matrix, k: number) => (k % a.cols) * a.rows + Math.floor(k / a.cols);
  for (let k = 0; k < x.at.data.length; k++)
    for (let l = 0; l < y.at.data.length; l++) {
      const slope = secondDirectional(program, middle, { ...x, by: unitStep(x.at, k) }, { ...y, by: unitStep(y.at, l) }, h, scale);
      value.data[stackedIndex(x.at, k) * value.cols + stackedIndex(y.at, l)] = slope.value.data[0]!;
      error = Math.max(error, slope.error[0]!);
    }
  return { value, error };
}
