/** Dense matrices for the tests of kernels, and products by the definition. */
import { filled, identity, type Matrix } from "../../src/numeric/matrix.ts";
import { random } from "../../src/numeric/random.ts";

const rng = random("dense kernels");
export const normal = (m: number, n = m): Matrix => filled(m, n, () => rng.normal());

export const productOf = (a: Matrix, b: Matrix): Matrix =>
  filled(a.rows, b.cols, (i, j) => {
    let t = 0;
    for (let l = 0; l < a.cols; l++) t += a.data[i * a.cols + l]! * b.data[l * b.cols + j]!;
    return t;
  });
export const transposeOf = (a: Matrix): Matrix => filled(a.cols, a.rows, (i, j) => a.data[j * a.cols + i]!);
/** Positive definite with a moderate condition. */
export function positive(n: number): Matrix {
  const b = normal(n);
  const s = productOf(b, transposeOf(b));
  const one = identity(n);
  return filled(n, n, (i, j) => s.data[i * n + j]! / n + one.data[i * n + j]!);
}
/** The lower triangle with a large diagonal, so that solves stay well conditioned. */
export const lowerOf = (n: number): Matrix => filled(n, n, (i, j) => (i === j ? 2 + Math.abs(rng.normal()) : i > j ? rng.normal() / n : 0));

/** The greatest difference, relative to the greatest entry. */
export function gap(a: Matrix, b: Matrix): number {
  if (a.rows !== b.rows || a.cols !== b.cols) return Number.POSITIVE_INFINITY;
  let top = 0;
  let size = 1;
  for (let k = 0; k < a.data.length; k++) {
    const d = Math.abs(a.data[k]! - b.data[k]!);
    if (!(d <= top)) top = d;
    size = Math.max(size, Math.abs(b.data[k]!));
  }
  return top / size;
}
