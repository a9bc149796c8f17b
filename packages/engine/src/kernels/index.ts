/** What emitted JavaScript computes with: matrices are `{ rows, cols, data }` by rows, vectors Float64Array, scalars numbers. */

import { factor, cholesky as factorOf, solve as solveWith, substitute, type Triangular } from "../numeric/factorizations.ts";
import * as k from "../numeric/kernels.ts";
import { filled, type Matrix, matrix, scalar, stacked } from "../numeric/matrix.ts";
import { legendre } from "../numeric/quadrature.ts";
import { transpose } from "./products.ts";

export { erf, gelu, sigmoid, softplus } from "../numeric/special.ts";
export { dot, gram, inner, matmul, matvec, outer, transpose, vecmat } from "./products.ts";
export type { Matrix };
export { matrix };

type Value = number | Float64Array | Matrix;

const lift = (x: Value): Matrix => (typeof x === "number" ? scalar(x) : x instanceof Float64Array ? { rows: x.length, cols: 1, data: x } : x);
const numeric =
  (kernel: (args: readonly Matrix[], dimensions: readonly number[]) => Matrix) =>
  (...args: readonly Value[]): number =>
    kernel(args.map(lift), []).data[0] as number;
const vectorial =
  (kernel: (args: readonly Matrix[], dimensions: readonly number[]) => Matrix) =>
  (...args: readonly Value[]): Float64Array =>
    kernel(args.map(lift), []).data;
const whole =
  (kernel: (args: readonly Matrix[], dimensions: readonly number[]) => Matrix) =>
  (...args: readonly Value[]): Matrix =>
    kernel(args.map(lift), []);

/** The derivative of the logistic function. */
export function sigmoidSlope(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return e / (1 + e) ** 2;
}
export const step = (x: number): number => (x > 0 ? 1 : 0);
/** log(e^x + e^y), without overflow. */
export const logaddexp = (x: number, y: number): number => (x === y ? x + Math.LN2 : Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y))));

export const sum = numeric(k.sum);
export const mean = numeric(k.mean);
export const norm = numeric(k.normF);
/** The greatest entry. */
export function greatest(x: Float64Array | Matrix): number {
  let top = Number.NEGATIVE_INFINITY;
  for (const v of lift(x).data) top = Math.max(top, v);
  return top;
}
export const greatestColumns = (a: Matrix): Float64Array => Float64Array.from({ length: a.cols }, (_, j) => greatest(column(a, j)));
export const norm1 = numeric(k.norm1);
export const norminf = numeric(k.norminf);
export const logsumexp = numeric(k.logsumexp);
export const trace = numeric(k.trace);
export const determinant = numeric(k.determinant);
export const logdeterminant = numeric(k.logdeterminant);
export const spectralnorm = numeric(k.spectralnorm);
export const nuclear = numeric(k.nuclear);
export const lambdamax = numeric(k.lambdamax);
export const rowsum = vectorial(k.rowsum);
export const colsum = vectorial(k.colsum);
export const diagonal = vectorial(k.diagonal);
export const cross = vectorial(k.cross);
export const inverse = whole(k.inverse);
export const adjugate = whole(k.adjugate);
export const pseudoinverse = whole(k.pseudoinverse);
export const expm = whole(k.expm);
export const logm = whole(k.logm);
export const sinm = whole(k.sinm);
export const cosm = whole(k.cosm);
export const sqrtm = whole(k.sqrtm);
export const matrixpower = whole(k.power);
export const cholesky = whole(k.cholesky);
export const lowertriangle = whole(k.lowertriangle);
export const uppertriangle = whole(k.uppertriangle);
export const skew = whole(k.skewmatrix);

/** A value of the kind that the first had: vectors stay vectors. */
const likeFirst = (value: Matrix, like: Value): Float64Array | Matrix => (like instanceof Float64Array ? value.data : value);

export const softmax = (x: Float64Array): Float64Array => k.softmax([lift(x)]).data;
/** The softmax of all entries. */
export const softmaxAll = (a: Matrix): Matrix => ({ ...a, data: softmax(a.data) });
export const softmaxColumns = (a: Matrix): Matrix => k.softmax([a]);
export function logsumexpColumns(a: Matrix): Float64Array {
  return Float64Array.from({ length: a.cols }, (_, j) => logsumexp(column(a, j)));
}

/** The entry in row i and column j, counted from 0. */
export const at = (a: Matrix, i: number, j: number): number => a.data[i * a.cols + j] as number;
export const column = (a: Matrix, j: number): Float64Array => Float64Array.from({ length: a.rows }, (_, i) => a.data[i * a.cols + j] as number);
export const row = (a: Matrix, i: number): Float64Array => a.data.slice(i * a.cols, (i + 1) * a.cols);
/** The columns one below another. */
export const vec = (a: Matrix): Float64Array => stacked(a);
/** The matrix whose columns stand one below another in v. */
export const unvec = (v: Float64Array, rows: number, cols: number): Matrix => filled(rows, cols, (i, j) => v[j * rows + i] as number);
export const asColumn = (v: Float64Array): Matrix => ({ rows: v.length, cols: 1, data: v });
export const asRow = (v: Float64Array): Matrix => ({ rows: 1, cols: v.length, data: v });

/** Row i times v_i. */
export const scaleRows = (a: Matrix, v: Float64Array): Matrix => filled(a.rows, a.cols, (i, j) => (a.data[i * a.cols + j] as number) * (v[i] as number));
/** Column j times v_j. */
export const scaleColumns = (a: Matrix, v: Float64Array): Matrix => filled(a.rows, a.cols, (i, j) => (a.data[i * a.cols + j] as number) * (v[j] as number));
/** v_i added to row i. */
export const shiftRows = (a: Matrix, v: Float64Array): Matrix => filled(a.rows, a.cols, (i, j) => (a.data[i * a.cols + j] as number) + (v[i] as number));
/** v_j added to column j. */
export const shiftColumns = (a: Matrix, v: Float64Array): Matrix => filled(a.rows, a.cols, (i, j) => (a.data[i * a.cols + j] as number) + (v[j] as number));
export function addDiagonal(a: Matrix, d: Float64Array | number): Matrix {
  const out = matrix(a.rows, a.cols, a.data.slice());
  for (let i = 0; i < a.rows; i++) out.data[i * (a.cols + 1)] = (out.data[i * (a.cols + 1)] as number) + (typeof d === "number" ? d : (d[i] as number));
  return out;
}
export const diagonalMatrix = (v: Float64Array | number, n: number): Matrix =>
  filled(n, n, (i, j) => (i === j ? (typeof v === "number" ? v : (v[i] as number)) : 0));
export const repeatColumns = (v: Float64Array, cols: number): Matrix => filled(v.length, cols, (i) => v[i] as number);
export const repeatRows = (v: Float64Array, rows: number): Matrix => filled(rows, v.length, (_, j) => v[j] as number);
export const identity = (n: number): Matrix => diagonalMatrix(1, n);
export const fill = (s: number, rows: number, cols: number): Matrix => matrix(rows, cols, new Float64Array(rows * cols).fill(s));
export const fillVector = (s: number, n: number): Float64Array => new Float64Array(n).fill(s);
/** The unit vector with a one at place i, counted from 0. */
export const unit = (i: number, n: number): Float64Array => Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0));
export const shift = (n: number): Matrix => k.shift([], [n]);
export const commutation = (m: number, n: number): Matrix => k.commutation([], [m, n]);
export const factorial = (n: number): number => k.factorial([scalar(n)]).data[0] as number;
export function kronecker(a: Matrix, b: Matrix): Matrix;
export function kronecker(a: Float64Array, b: Float64Array): Float64Array;
export function kronecker(a: Float64Array | Matrix, b: Float64Array | Matrix): Float64Array | Matrix {
  return likeFirst(k.kronecker([lift(a), lift(b)]), a);
}

export function solve(a: Matrix, b: Float64Array): Float64Array;
export function solve(a: Matrix, b: Matrix): Matrix;
export function solve(a: Matrix, b: Float64Array | Matrix): Float64Array | Matrix {
  return likeFirst(solveWith([a, lift(b)]), b);
}

/** L*L' = A for a positive definite A, to be solved with. */
export const choleskyFactor = (a: Matrix): Matrix => factorOf([a]);

/** L\B for a lower triangular L. */
export function solveLower(l: Matrix, b: Float64Array): Float64Array;
export function solveLower(l: Matrix, b: Matrix): Matrix;
export function solveLower(l: Matrix, b: Float64Array | Matrix): Float64Array | Matrix;
export function solveLower(l: Matrix, b: Float64Array | Matrix): Float64Array | Matrix {
  const { rows: n, cols: m, data } = lift(b);
  const x = data.slice();
  for (let i = 0; i < n; i++) {
    for (let q = 0; q < i; q++) {
      const f = l.data[i * n + q] as number;
      for (let j = 0; j < m; j++) x[i * m + j] = (x[i * m + j] as number) - f * (x[q * m + j] as number);
    }
    const pivot = l.data[i * n + i] as number;
    for (let j = 0; j < m; j++) x[i * m + j] = (x[i * m + j] as number) / pivot;
  }
  return likeFirst(matrix(n, m, x), b);
}
/** U\B for an upper triangular U. */
export function solveUpper(u: Matrix, b: Float64Array): Float64Array;
export function solveUpper(u: Matrix, b: Matrix): Matrix;
export function solveUpper(u: Matrix, b: Float64Array | Matrix): Float64Array | Matrix;
export function solveUpper(u: Matrix, b: Float64Array | Matrix): Float64Array | Matrix {
  const { rows: n, cols: m, data } = lift(b);
  const x = data.slice();
  for (let i = n - 1; i >= 0; i--) {
    for (let q = i + 1; q < n; q++) {
      const f = u.data[i * n + q] as number;
      for (let j = 0; j < m; j++) x[i * m + j] = (x[i * m + j] as number) - f * (x[q * m + j] as number);
    }
    const pivot = u.data[i * n + i] as number;
    for (let j = 0; j < m; j++) x[i * m + j] = (x[i * m + j] as number) / pivot;
  }
  return likeFirst(matrix(n, m, x), b);
}

/** A\\B by the factor of A. */
export function choleskySolve(l: Matrix, b: Float64Array): Float64Array;
export function choleskySolve(l: Matrix, b: Matrix): Matrix;
export function choleskySolve(l: Matrix, b: Float64Array | Matrix): Float64Array | Matrix {
  return solveUpper(transpose(l), solveLower(l, b));
}
export const choleskyInverse = (l: Matrix): Matrix => choleskySolve(l, identity(l.rows));
/** log det A by the factor of A. */
export function choleskyLogdet(l: Matrix): number {
  let out = 0;
  for (let i = 0; i < l.rows; i++) out += 2 * Math.log(l.data[i * (l.rows + 1)] as number);
  return out;
}

/** P*A = L*U, to be solved with. */
export const luFactor = (a: Matrix): Triangular => factor(a);
export function luSolve(f: Triangular, b: Float64Array): Float64Array;
export function luSolve(f: Triangular, b: Matrix): Matrix;
export function luSolve(f: Triangular, b: Float64Array | Matrix): Float64Array | Matrix {
  return likeFirst(substitute(f, lift(b)), b);
}
/** A'\\B by the factor of A: U', then L', then the rows back in order. */
export function luSolveTransposed(f: Triangular, b: Float64Array): Float64Array;
export function luSolveTransposed(f: Triangular, b: Matrix): Matrix;
export function luSolveTransposed(f: Triangular, b: Float64Array | Matrix): Float64Array | Matrix {
  const n = f.order.length;
  const lu = matrix(n, n, f.lu);
  const turned = transpose(lu);
  const right = lift(b);
  const y = lift(solveLower(turned, right));
  const unitLower = filled(n, n, (i, j) => (i === j ? 1 : j > i ? (turned.data[i * n + j] as number) : 0));
  const x = lift(solveUpper(unitLower, y));
  const out = matrix(n, right.cols);
  for (let i = 0; i < n; i++) out.data.set(x.data.subarray(i * right.cols, (i + 1) * right.cols), (f.order[i] as number) * right.cols);
  return likeFirst(out, b);
}
export const luInverse = (f: Triangular): Matrix => luSolve(f, identity(f.order.length));
export function luLogdet(f: Triangular): number {
  const n = f.order.length;
  let out = 0;
  for (let i = 0; i < n; i++) out += Math.log(Math.abs(f.lu[i * (n + 1)] as number));
  return out;
}

/** Points and weights of Gauss and Legendre between a and b. */
export const quadrature = (a: number, b: number): [point: number, weight: number][] =>
  legendre.map(([x, w]) => [a + ((b - a) * (x + 1)) / 2, ((b - a) * w) / 2]);

/** comm(m, n)*A: row (i, j) from row (j, i). */
export const commuteRows = (a: Matrix, m: number, n: number): Matrix =>
  filled(a.rows, a.cols, (r, c) => a.data[((r % n) * m + Math.floor(r / n)) * a.cols + c] as number);
/** A*comm(m, n). */
export const commuteColumns = (a: Matrix, m: number, n: number): Matrix =>
  filled(a.rows, a.cols, (r, c) => a.data[r * a.cols + (c % m) * n + Math.floor(c / m)] as number);
