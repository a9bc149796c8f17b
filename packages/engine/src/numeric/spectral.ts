import { multiply, transpose } from "./arithmetic.ts";
import { singularValues, symmetricEigen } from "./decompositions.ts";
import { filled, type Matrix, matrix, scalar } from "./matrix.ts";

/** V*diag(f(values))*V' of a symmetric matrix. */
export function symmetricFunction(a: Matrix, f: (value: number) => number): Matrix {
  const { values, vectors } = symmetricEigen(a);
  const mapped = values.map(f);
  const n = a.rows;
  return multiply(
    filled(n, n, (i, j) => vectors.data[i * n + j]! * mapped[j]!),
    transpose([vectors]),
  );
}

/** left*diag(weights)*right' for matrices with as many columns as there are weights. */
function recomposed(left: Matrix, weights: readonly number[], right: Matrix): Matrix {
  const out = matrix(left.rows, right.rows);
  for (let k = 0; k < weights.length; k++)
    for (let i = 0; i < left.rows; i++)
      for (let j = 0; j < right.rows; j++)
        out.data[i * right.rows + j] = out.data[i * right.rows + j]! + weights[k]! * left.data[i * left.cols + k]! * right.data[j * right.cols + k]!;
  return out;
}

/** The Moore-Penrose inverse; singular values below 1e-12 of the greatest count as 0. */
export function pseudoinverse([a]: readonly Matrix[]): Matrix {
  const { values, left, right } = singularValues(a!);
  const floor = 1e-12 * (values[0] ?? 0);
  return recomposed(
    right,
    values.map((v) => (v > floor ? 1 / v : 0)),
    left,
  );
}

/** The sum of the singular values. */
export function nuclear([a]: readonly Matrix[]): Matrix {
  return scalar(singularValues(a!).values.reduce((s, v) => s + v, 0));
}

/** The greatest singular value. */
export function spectralnorm([a]: readonly Matrix[]): Matrix {
  return scalar(singularValues(a!).values[0] ?? 0);
}

/** The greatest eigenvalue of the symmetric part. */
export function lambdamax([a]: readonly Matrix[]): Matrix {
  const n = a!.rows;
  const { values } = symmetricEigen(filled(n, n, (i, j) => (a!.data[i * n + j]! + a!.data[j * n + i]!) / 2));
  return scalar(Math.max(...values));
}

/** adj(A) = det(U)*det(V)*V*adj(diag(values))*U', stable for singular A. */
export function adjugateBySvd(a: Matrix, determinant: (m: Matrix) => number): Matrix {
  const { values, left, right } = singularValues(a);
  const sign = Math.round(determinant(left) * determinant(right));
  const cofactors = values.map((_, k) => values.reduce((p, v, l) => (l === k ? p : p * v), sign));
  return recomposed(right, cofactors, left);
}
