import { integerOf } from "./makers.ts";
import { type Matrix, matrix, scalar, stacked } from "./matrix.ts";

/** The diagonal matrix of a vector (Magnus & Neudecker 2.5). */
export function diagonalmatrix([a]: readonly Matrix[]): Matrix {
  const n = a!.data.length;
  const out = matrix(n, n);
  for (let i = 0; i < n; i++) out.data[i * n + i] = a!.data[i]!;
  return out;
}

/** kron(A, B): the blocks a_ij*B (Matrix Cookbook (506)). */
export function kronecker([a, b]: readonly Matrix[]): Matrix {
  const { rows: m, cols: n, data: x } = a!;
  const { rows: p, cols: q, data: y } = b!;
  const out = matrix(m * p, n * q);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      const s = x[i * n + j]!;
      if (s === 0) continue;
      for (let k = 0; k < p; k++) for (let l = 0; l < q; l++) out.data[(i * p + k) * n * q + j * q + l] = s * y[k * q + l]!;
    }
  return out;
}

/** The columns one below the other (Matrix Cookbook (520)). */
export function vectorization([a]: readonly Matrix[]): Matrix {
  return a!.cols === 1 ? a! : matrix(a!.data.length, 1, stacked(a!));
}

/** u*v' of two vectors. */
export function outer([u, v]: readonly Matrix[]): Matrix {
  const m = u!.data.length;
  const n = v!.data.length;
  const out = matrix(m, n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out.data[i * n + j] = u!.data[i]! * v!.data[j]!;
  return out;
}

function masked(a: Matrix, keep: (i: number, j: number) => boolean): Matrix {
  const out = matrix(a.rows, a.cols);
  for (let i = 0, k = 0; i < a.rows; i++) for (let j = 0; j < a.cols; j++, k++) if (keep(i, j)) out.data[k] = a.data[k]!;
  return out;
}

export function lowertriangle([a]: readonly Matrix[]): Matrix {
  return masked(a!, (i, j) => i >= j);
}
export function uppertriangle([a]: readonly Matrix[]): Matrix {
  return masked(a!, (i, j) => i <= j);
}

/** The matrix of `cross(v, .)`. */
export function skewmatrix([v]: readonly Matrix[]): Matrix {
  const [x, y, z] = v!.data as unknown as [number, number, number];
  return matrix(3, 3, Float64Array.of(0, -z, y, z, 0, -x, -y, x, 0));
}

export function cross([u, v]: readonly Matrix[]): Matrix {
  const [a, b, c] = u!.data as unknown as [number, number, number];
  const [x, y, z] = v!.data as unknown as [number, number, number];
  return matrix(3, 1, Float64Array.of(b * z - c * y, c * x - a * z, a * y - b * x));
}

/** `X[i, j]`, the entry `x[i]` of a vector, or the column `X[j]` of a matrix; indices from 1. */
export function entry([a, ...indices]: readonly Matrix[]): Matrix {
  const { rows, cols, data } = a!;
  const at = (index: Matrix, limit: number) => {
    const i = integerOf(index, "index");
    if (i < 1 || i > limit) throw new RangeError(`index ${i} is not in 1..${limit}`);
    return i - 1;
  };
  if (indices.length === 2) return scalar(data[at(indices[0]!, rows) * cols + at(indices[1]!, cols)]!);
  if (rows === 1 || cols === 1) return scalar(data[at(indices[0]!, data.length)]!);
  const j = at(indices[0]!, cols);
  const out = matrix(rows, 1);
  for (let i = 0; i < rows; i++) out.data[i] = data[i * cols + j]!;
  return out;
}

/** The column of a member's entries, unstacked to the matrix with so many rows. */
export function member(a: Matrix, index: Matrix, rows: number): Matrix {
  const k = integerOf(index, "index");
  if (k < 1 || k > a.cols) throw new RangeError(`index ${k} is not in 1..${a.cols}`);
  const cols = a.rows / rows;
  const out = matrix(rows, cols);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) out.data[i * cols + j] = a.data[(i + j * rows) * a.cols + k - 1]!;
  return out;
}
