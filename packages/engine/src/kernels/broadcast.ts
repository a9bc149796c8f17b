import { type Matrix, matrix } from "../numeric/matrix.ts";

/** A vector beside a matrix, once for each row or column. */

/** Row i times v_i. */
export function scaleRows({ rows, cols, data }: Matrix, v: Float64Array): Matrix {
  const out = new Float64Array(data.length);
  for (let i = 0, p = 0; i < rows; i++) for (let j = 0, x = v[i]!; j < cols; j++, p++) out[p] = data[p]! * x;
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
