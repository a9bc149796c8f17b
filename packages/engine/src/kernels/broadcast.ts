import { type Matrix, matrix } from "../numeric/matrix.ts";

/** A vector beside a matrix, once for each row or column. */

/** Row i times v_i; in the place given, where there is one. */
export function scaleRows({ rows, cols, data }: Matrix, v: Float64Array, out = new Float64Array(data.length)): Matrix {
  for (let i = 0, p = 0; i < rows; i++) {
    const x = v[i]!;
    const end = p + cols;
    for (; p + 4 <= end; p += 4) {
      out[p] = data[p]! * x;
      out[p + 1] = data[p + 1]! * x;
      out[p + 2] = data[p + 2]! * x;
      out[p + 3] = data[p + 3]! * x;
    }
    for (; p < end; p++) out[p] = data[p]! * x;
  }
  return matrix(rows, cols, out);
}
/** Column j times v_j. */
export function scaleColumns({ rows, cols, data }: Matrix, v: Float64Array): Matrix {
  const out = new Float64Array(data.length);
  for (let i = 0, p = 0; i < rows; i++) for (let j = 0; j < cols; j++, p++) out[p] = data[p]! * v[j]!;
  return matrix(rows, cols, out);
}
/** v_i added to row i. */
export function shiftRows({ rows, cols, data }: Matrix, v: Float64Array): Matrix {
  const out = new Float64Array(data.length);
  for (let i = 0, p = 0; i < rows; i++) for (let j = 0, x = v[i]!; j < cols; j++, p++) out[p] = data[p]! + x;
  return matrix(rows, cols, out);
}
/** v_j added to column j. */
export function shiftColumns({ rows, cols, data }: Matrix, v: Float64Array): Matrix {
  const out = new Float64Array(data.length);
  for (let i = 0, p = 0; i < rows; i++) for (let j = 0; j < cols; j++, p++) out[p] = data[p]! + v[j]!;
  return matrix(rows, cols, out);
}
