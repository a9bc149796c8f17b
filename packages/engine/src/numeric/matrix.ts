/** A dense matrix of float64, stored by rows. Every value is one: scalars are 1 x 1, columns n x 1. */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}

export function matrix(rows: number, cols: number, data: Float64Array = new Float64Array(rows * cols)): Matrix {
  return { rows, cols, data };
}

export function scalar(value: number): Matrix {
  const data = new Float64Array(1);
  data[0] = value;
  return { rows: 1, cols: 1, data };
}

export function filled(rows: number, cols: number, entry: (i: number, j: number) => number): Matrix {
  const data = new Float64Array(rows * cols);
  for (let i = 0, k = 0; i < rows; i++) for (let j = 0; j < cols; j++, k++) data[k] = entry(i, j);
  return { rows, cols, data };
}

export function identity(n: number): Matrix {
  const data = new Float64Array(n * n);
  for (let i = 0; i < n; i++) data[i * n + i] = 1;
  return { rows: n, cols: n, data };
}

/** The entries column by column: `vec` of the matrix. */
export function stacked(a: Matrix): Float64Array {
  const out = new Float64Array(a.data.length);
  for (let j = 0, k = 0; j < a.cols; j++) for (let i = 0; i < a.rows; i++, k++) out[k] = a.data[i * a.cols + j]!;
  return out;
}

/** The entries, a list for each row. */
export const rowsOf = (a: Matrix): number[][] => Array.from({ length: a.rows }, (_, i) => Array.from(a.data.slice(i * a.cols, (i + 1) * a.cols)));

/** The greatest |entry|; NaN where an entry is NaN. */
export function greatest(a: Matrix): number {
  let m = 0;
  for (let k = 0; k < a.data.length; k++) {
    const v = Math.abs(a.data[k]!);
    if (!(v <= m)) m = v;
  }
  return m;
}

/** Equal entry by entry to its transpose? */
export function isSymmetric(a: Matrix, tolerance = 0): boolean {
  const { rows: n, data } = a;
  if (n !== a.cols) return false;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) if (!(Math.abs(data[i * n + j]! - data[j * n + i]!) <= tolerance)) return false;
  return true;
}
