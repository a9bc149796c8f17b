import { scaled } from "./arithmetic.ts";
import { greatest, type Matrix, matrix, scalar } from "./matrix.ts";
import { adjugateBySvd } from "./spectral.ts";

export interface Triangular {
  /** L below the diagonal (ones on it), U on and above, by rows. */
  readonly lu: Float64Array;
  readonly order: Int32Array;
  readonly sign: number;
  readonly smallest: number;
  readonly largest: number;
}

/** LU with partial pivoting (Golub & Van Loan 3.4). */
export function factor(a: Matrix): Triangular {
  const n = a.rows;
  const lu = a.data.slice();
  const order = new Int32Array(n);
  let sign = 1;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < n; i++) order[i] = i;
  for (let k = 0; k < n; k++) {
    let p = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(lu[i * n + k]!) > Math.abs(lu[p * n + k]!)) p = i;
    if (p !== k) {
      for (let j = 0; j < n; j++) {
        const t = lu[k * n + j]!;
        lu[k * n + j] = lu[p * n + j]!;
        lu[p * n + j] = t;
      }
      const t = order[k]!;
      order[k] = order[p]!;
      order[p] = t;
      sign = -sign;
    }
    const pivot = lu[k * n + k]!;
    const size = Math.abs(pivot);
    if (!(size >= smallest)) smallest = size;
    if (!(size <= largest)) largest = size;
    if (pivot === 0) continue;
    for (let i = k + 1; i < n; i++) {
      const l = lu[i * n + k]! / pivot;
      lu[i * n + k] = l;
      if (l !== 0) for (let j = k + 1; j < n; j++) lu[i * n + j] = lu[i * n + j]! - l * lu[k * n + j]!;
    }
  }
  return { lu, order, sign, smallest, largest };
}

/** A\B. Throws `RangeError` where A is singular to working precision. */
export function solve([a, b]: readonly Matrix[]): Matrix {
  return substitute(factor(a!), b!);
}

export function substitute({ lu, order, smallest, largest }: Triangular, b: Matrix): Matrix {
  const n = order.length;
  const m = b.cols;
  if (!(smallest > 1e-14 * largest)) throw new RangeError("a singular matrix has no inverse");
  const out = new Float64Array(n * m);
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) out[i * m + j] = b.data[order[i]! * m + j]!;
  for (let i = 1; i < n; i++)
    for (let k = 0; k < i; k++) {
      const l = lu[i * n + k]!;
      if (l !== 0) for (let j = 0; j < m; j++) out[i * m + j] = out[i * m + j]! - l * out[k * m + j]!;
    }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) {
      const u = lu[i * n + k]!;
      if (u !== 0) for (let j = 0; j < m; j++) out[i * m + j] = out[i * m + j]! - u * out[k * m + j]!;
    }
    const pivot = lu[i * n + i]!;
    for (let j = 0; j < m; j++) out[i * m + j] = out[i * m + j]! / pivot;
  }
  return { rows: n, cols: m, data: out };
}

function unit(n: number): Matrix {
  const out = matrix(n, n);
  for (let i = 0; i < n; i++) out.data[i * (n + 1)] = 1;
  return out;
}

/** The inverse. Throws `RangeError` where the matrix is singular to working precision. */
export function inverse([a]: readonly Matrix[]): Matrix {
  return substitute(factor(a!), unit(a!.rows));
}

function determinantOf({ lu, order, sign }: Triangular): number {
  let out = sign;
  const n = order.length;
  for (let i = 0; i < n; i++) out *= lu[i * (n + 1)]!;
  return out;
}

export function determinant([a]: readonly Matrix[]): Matrix {
  return scalar(determinantOf(factor(a!)));
}

/** log|det A|. Throws `RangeError` where A is singular. */
export function logdeterminant([a]: readonly Matrix[]): Matrix {
  const { lu, order, smallest, largest } = factor(a!);
  if (!(smallest > 1e-15 * largest)) throw new RangeError("logdet of a singular matrix");
  let out = 0;
  for (let i = 0; i < order.length; i++) out += Math.log(Math.abs(lu[i * (order.length + 1)]!));
  return scalar(out);
}

/** The transpose of the cofactors: `adj(A)*A = det(A)*I`, for singular matrices too. */
export function adjugate([a]: readonly Matrix[]): Matrix {
  const n = a!.rows;
  if (n === 1) return scalar(1);
  const f = factor(a!);
  if (f.smallest > 1e-3 * f.largest) return scaled(substitute(f, unit(n)), determinantOf(f));
  if (n > 6) return adjugateBySvd(a!, (m) => determinantOf(factor(m)));
  const out = matrix(n, n);
  const minor = matrix(n - 1, n - 1);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      for (let k = 0, p = 0; k < n; k++) if (k !== i) for (let l = 0; l < n; l++) if (l !== j) minor.data[p++] = a!.data[k * n + l]!;
      out.data[j * n + i] = ((i + j) % 2 ? -1 : 1) * determinantOf(factor(minor));
    }
  return out;
}

/** L lower with positive diagonal and L*L' = (S + S')/2. Throws `RangeError` where that is not positive definite. */
export function cholesky([s]: readonly Matrix[]): Matrix {
  const n = s!.rows;
  const out = matrix(n, n);
  const l = out.data;
  const floor = 1e-14 * greatest(s!);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let t = (s!.data[i * n + j]! + s!.data[j * n + i]!) / 2;
      for (let k = 0; k < j; k++) t -= l[i * n + k]! * l[j * n + k]!;
      if (i === j) {
        if (!(t > floor)) throw new RangeError("chol of a matrix that is not positive definite");
        l[i * n + i] = Math.sqrt(t);
      } else l[i * n + j] = t / l[j * n + j]!;
    }
  return out;
}
