import { cholesky as smallCholesky, factor as smallFactor, type Triangular } from "../numeric/factorizations.ts";
import { greatest, identity, type Matrix, matrix } from "../numeric/matrix.ts";
import { addProduct, byBlocks, turned, type View, view } from "./blocks.ts";
import { nativeFor } from "./native.ts";

/** Factorizations and solves of dense matrices by rows: by the library in use, by blocks where they are large (Golub & Van Loan 3.2.11, 4.2.9). */

/** Columns that are factored before their product is taken from the rest. */
const width = 24;
/** Below this side a matrix is factored as a whole. */
const small = 128;

/** C -= A*B for C of m x n by rows and k between. */
function subtractProduct(c: View, a: View, b: View, m: number, n: number, k: number): void {
  if (byBlocks(m, n, k)) {
    addProduct(c, a, b, [m, n, k], -1);
    return;
  }
  for (let i = 0; i < m; i++)
    for (let l = 0; l < k; l++) {
      const f = a.data[a.at + i * a.down + l * a.across]!;
      const p = c.at + i * c.down;
      const q = b.at + l * b.down;
      for (let j = 0; j < n; j++) c.data[p + j] = c.data[p + j]! - f * b.data[q + j]!;
    }
}

/** P*A = L*U with partial pivoting, to be solved with. */
export function luFactor(a: Matrix): Triangular {
  const n = a.rows;
  const native = nativeFor(n ** 3);
  if (native) return native.factor(a);
  if (n < small) return smallFactor(a);
  const lu = a.data.slice();
  const order = Int32Array.from({ length: n }, (_, i) => i);
  let sign = 1;
  for (let k = 0; k < n; k += width) {
    const end = Math.min(k + width, n);
    for (let c = k; c < end; c++) {
      let p = c;
      for (let i = c + 1; i < n; i++) if (Math.abs(lu[i * n + c]!) > Math.abs(lu[p * n + c]!)) p = i;
      if (p !== c) {
        const row = lu.slice(c * n, (c + 1) * n);
        lu.copyWithin(c * n, p * n, (p + 1) * n);
        lu.set(row, p * n);
        [order[c], order[p], sign] = [order[p]!, order[c]!, -sign];
      }
      const pivot = lu[c * (n + 1)]!;
      if (pivot === 0) continue;
      for (let i = c + 1; i < n; i++) {
        const l = (lu[i * n + c] = lu[i * n + c]! / pivot);
        for (let j = c + 1; j < end; j++) lu[i * n + j] = lu[i * n + j]! - l * lu[c * n + j]!;
      }
    }
    const at = (i: number, j: number): View => ({ data: lu, at: i * n + j, down: n, across: 1 });
    for (let i = k + 1; i < end; i++) subtractProduct(at(i, end), at(i, k), at(k, end), 1, n - end, i - k);
    if (end < n) subtractProduct(at(end, end), at(end, k), at(k, end), n - end, n - end, end - k);
  }
  const pivots = Array.from({ length: n }, (_, i) => Math.abs(lu[i * (n + 1)]!));
  return { lu, order, sign, smallest: Math.min(...pivots), largest: Math.max(...pivots) };
}

/** L lower with L*L' = (A + A')/2, to be solved with. Throws `RangeError` where that is not positive definite. */
export function choleskyFactor(a: Matrix): Matrix {
  const n = a.rows;
  const native = nativeFor(n ** 3);
  if (n < small && !native) return smallCholesky([a]);
  const out = matrix(n, n);
  const l = out.data;
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) l[i * n + j] = (a.data[i * n + j]! + a.data[j * n + i]!) / 2;
  if (native) return native.cholesky(out);
  const floor = 1e-14 * greatest(a);
  for (let k = 0; k < n; k += width) {
    const end = Math.min(k + width, n);
    for (let i = k; i < n; i++)
      for (let j = k; j < Math.min(i + 1, end); j++) {
        let t = l[i * n + j]!;
        for (let q = k; q < j; q++) t -= l[i * n + q]! * l[j * n + q]!;
        if (i === j && !(t > floor)) throw new RangeError("chol of a matrix that is not positive definite");
        l[i * n + j] = i === j ? Math.sqrt(t) : t / l[j * n + j]!;
      }
    const left: View = { data: l, at: end * n + k, down: n, across: 1 };
    const rest: View = { data: l, at: end * (n + 1), down: n, across: 1 };
    if (byBlocks(n - end, n - end, end - k)) addProduct(rest, left, turned(left), [n - end, n - end, end - k], -1, true);
    else
      for (let i = end; i < n; i++) for (let j = end; j <= i; j++) for (let q = k; q < end; q++) l[i * n + j] = l[i * n + j]! - l[i * n + q]! * l[j * n + q]!;
  }
  for (let i = 0; i < n; i++) l.fill(0, i * n + i + 1, (i + 1) * n);
  return out;
}

/** T\B for the triangle of T, turned or not, with its own diagonal or ones. */
function triangular(t: Matrix, b: Matrix, how: { readonly lower: boolean; readonly unit: boolean; readonly turned: boolean }): Matrix {
  const { rows: n, cols: m } = b;
  const native = nativeFor(n * n * m);
  if (native) return native.triangular(t, b, how);
  const x = b.data.slice();
  const { data, down, across } = how.turned ? turned(view(t)) : view(t);
  const forward = how.lower !== how.turned;
  const block = n >= small && m >= 8 ? width : n;
  const rows = (i: number): View => ({ data: x, at: i * m, down: m, across: 1 });
  const part = (i: number, j: number): View => ({ data, at: i * down + j * across, down, across });
  const count = Math.ceil(n / block);
  for (let s = 0; s < count; s++) {
    const k = (forward ? s : count - 1 - s) * block;
    const end = Math.min(k + block, n);
    for (let r = k; r < end; r++) {
      const i = forward ? r : k + end - 1 - r;
      if (forward) subtractProduct(rows(i), part(i, k), rows(k), 1, m, i - k);
      else subtractProduct(rows(i), part(i, i + 1), rows(i + 1), 1, m, end - 1 - i);
      if (how.unit) continue;
      const pivot = data[i * (down + across)]!;
      for (let p = i * m; p < (i + 1) * m; p++) x[p] = x[p]! / pivot;
    }
    if (forward && end < n) subtractProduct(rows(end), part(end, k), rows(k), n - end, m, end - k);
    if (!forward && k > 0) subtractProduct(rows(0), part(0, k), rows(k), k, m, end - k);
  }
  return matrix(n, m, x);
}

const lower = { lower: true, unit: false, turned: false };
const upper = { lower: false, unit: false, turned: false };
const turnedLower = { lower: true, unit: false, turned: true };
const regular = ({ smallest, largest }: Triangular): void => {
  if (!(smallest > 1e-14 * largest)) throw new RangeError("a singular matrix has no inverse");
};

/** A kernel that takes a matrix of right sides, as one that takes a vector too and gives it back as one. */
interface Sided<F> {
  (factor: F, b: Float64Array): Float64Array;
  (factor: F, b: Matrix): Matrix;
}
const sided = <F>(kernel: (factor: F, b: Matrix) => Matrix): Sided<F> =>
  ((factor: F, b: Float64Array | Matrix) => (b instanceof Float64Array ? kernel(factor, matrix(b.length, 1, b)).data : kernel(factor, b))) as Sided<F>;

/** L\B for a lower triangular L. */
export const solveLower = sided<Matrix>((l, b) => triangular(l, b, lower));
/** U\B for an upper triangular U. */
export const solveUpper = sided<Matrix>((u, b) => triangular(u, b, upper));
/** A\B by the Cholesky factor of A. */
export const choleskySolve = sided<Matrix>((l, b) => triangular(l, triangular(l, b, lower), turnedLower));
export const choleskyInverse = (l: Matrix): Matrix => choleskySolve(l, identity(l.rows));
/** log det A by the factor of A. */
export function choleskyLogdet(l: Matrix): number {
  let out = 0;
  for (let i = 0; i < l.rows; i++) out += 2 * Math.log(l.data[i * (l.rows + 1)]!);
  return out;
}

/** A\B by the factor of A. */
export const luSolve = sided<Triangular>((f, b) => {
  regular(f);
  const lu = matrix(b.rows, b.rows, f.lu);
  const right = matrix(b.rows, b.cols);
  for (let i = 0; i < b.rows; i++) right.data.set(b.data.subarray(f.order[i]! * b.cols, (f.order[i]! + 1) * b.cols), i * b.cols);
  return triangular(lu, triangular(lu, right, { ...lower, unit: true }), upper);
});
/** A'\B by the factor of A: U', then L', then the rows back in order. */
export const luSolveTransposed = sided<Triangular>((f, b) => {
  regular(f);
  const lu = matrix(b.rows, b.rows, f.lu);
  const x = triangular(lu, triangular(lu, b, { ...upper, turned: true }), { ...turnedLower, unit: true });
  const out = matrix(b.rows, b.cols);
  for (let i = 0; i < b.rows; i++) out.data.set(x.data.subarray(i * b.cols, (i + 1) * b.cols), f.order[i]! * b.cols);
  return out;
});
export const luInverse = (f: Triangular): Matrix => luSolve(f, identity(f.order.length));
/** log|det A| by the factor of A. Throws nothing: a singular A gives -Infinity. */
export function luLogdet(f: Triangular): number {
  const n = f.order.length;
  let out = 0;
  for (let i = 0; i < n; i++) out += Math.log(Math.abs(f.lu[i * (n + 1)]!));
  return out;
}

/** A\B. Throws `RangeError` where A is singular to working precision. */
export const solve = sided<Matrix>((a, b) => nativeFor(a.rows ** 3)?.solve(a, b) ?? luSolve(luFactor(a), b));
export const inverse = (a: Matrix): Matrix => luInverse(luFactor(a));
export function determinant(a: Matrix): number {
  const f = luFactor(a);
  let out = f.sign;
  for (let i = 0; i < a.rows; i++) out *= f.lu[i * (a.rows + 1)]!;
  return out;
}
/** log|det A|. Throws `RangeError` where A is singular. */
export function logdeterminant(a: Matrix): number {
  const f = luFactor(a);
  if (!(f.smallest > 1e-15 * f.largest)) throw new RangeError("logdet of a singular matrix");
  return luLogdet(f);
}
