import { combined, multiply, transpose } from "./arithmetic.ts";
import { cholesky, inverse } from "./factorizations.ts";
import { greatest, identity, isSymmetric, type Matrix } from "./matrix.ts";

const close = 1e-9;

function every(test: (v: number, i: number, j: number) => boolean): (a: Matrix) => boolean {
  return (a) => {
    for (let i = 0, k = 0; i < a.rows; i++) for (let j = 0; j < a.cols; j++, k++) if (!test(a.data[k]!, i, j)) return false;
    return true;
  };
}

function equal(a: Matrix, b: Matrix): boolean {
  return a.rows === b.rows && a.cols === b.cols && greatest(combined(a, b, -1)) <= close * (1 + greatest(b));
}

function succeeds(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Sums of columns are 1 and every entry passes. */
function columns(test: (v: number) => boolean): (a: Matrix) => boolean {
  return (a) => {
    if (!every(test)(a)) return false;
    for (let j = 0; j < a.cols; j++) {
      let s = 0;
      for (let i = 0; i < a.rows; i++) s += a.data[i * a.cols + j]!;
      if (Math.abs(s - 1) > close) return false;
    }
    return true;
  };
}

function toeplitz(a: Matrix): boolean {
  return every((v, i, j) => i === 0 || j === 0 || v === a.data[(i - 1) * a.cols + j - 1])(a);
}

/** Of full column rank, and not nearly less. */
function fullrank(a: Matrix): boolean {
  return a.rows >= a.cols && succeeds(() => inverse([multiply(transpose([a]), a)])) && greatest(inverse([multiply(transpose([a]), a)])) < 400;
}

const tests: Readonly<Record<string, (a: Matrix) => boolean>> = {
  symmetric: (a) => isSymmetric(a, 1e-12 * greatest(a)),
  skew: (a) => a.rows === a.cols && greatest(combined(a, transpose([a]), 1)) <= close * greatest(a),
  diagonal: every((v, i, j) => i === j || v === 0),
  lower: every((v, i, j) => i >= j || v === 0),
  upper: every((v, i, j) => i <= j || v === 0),
  posdef: (a) => isSymmetric(a, 1e-12 * greatest(a)) && succeeds(() => cholesky([a])),
  psd: (a) => isSymmetric(a, 1e-12 * greatest(a)) && succeeds(() => cholesky([combined(a, identity(a.rows), 1e-9 * (1 + greatest(a)))])),
  orthogonal: (a) => equal(multiply(transpose([a]), a), identity(a.cols)),
  idempotent: (a) => a.rows === a.cols && equal(multiply(a, a), a),
  invertible: (a) => a.rows === a.cols && succeeds(() => inverse([a])) && greatest(inverse([a])) * greatest(a) < 200,
  fullrank,
  toeplitz,
  symtoeplitz: (a) => toeplitz(a) && isSymmetric(a),
  positive: every((v) => v > 0),
  nonneg: every((v) => v >= 0),
  unit01: every((v) => v > 0 && v < 1),
  binary: every((v) => v === 0 || v === 1),
  pm1: every((v) => v === 1 || v === -1),
  simplex: columns((v) => v >= 0),
  onehot: columns((v) => v === 0 || v === 1),
  integer: every((v) => Number.isInteger(v)),
};

/** Does the value have the property, and none too narrowly (`invertible`: not nearly singular)? Throws for a word that is no property: a bug of ours. */
export function satisfies(a: Matrix, property: string): boolean {
  const test = tests[property];
  if (!test) throw new Error(`no property ${property}`);
  return test(a);
}
