import { Matrix as Dense, EigenvalueDecomposition, SingularValueDecomposition } from "ml-matrix";
import { type Matrix, matrix } from "./matrix.ts";

/** The only door to `ml-matrix`. */
function dense(a: Matrix): Dense {
  const out = new Dense(a.rows, a.cols);
  for (let i = 0, k = 0; i < a.rows; i++) for (let j = 0; j < a.cols; j++, k++) out.set(i, j, a.data[k]!);
  return out;
}

function plain(a: Dense): Matrix {
  return matrix(a.rows, a.columns, Float64Array.from(a.to1DArray()));
}

function finite(a: Matrix): void {
  for (const v of a.data) if (!(Math.abs(v) < 1e100)) throw new RangeError("a matrix with entries that are not finite, or all but");
}

/** A symmetric matrix as V*diag(values)*V', values ascending. Throws `RangeError` where an entry is not finite. */
export function symmetricEigen(a: Matrix): { readonly values: readonly number[]; readonly vectors: Matrix } {
  finite(a);
  const e = new EigenvalueDecomposition(dense(a), { assumeSymmetric: true });
  return { values: e.realEigenvalues, vectors: plain(e.eigenvectorMatrix) };
}

/** A as U*diag(values)*V', values descending, U and V with min(m, n) columns. Throws `RangeError` where an entry is not finite. */
export function singularValues(a: Matrix): { readonly values: readonly number[]; readonly left: Matrix; readonly right: Matrix } {
  finite(a);
  const s = new SingularValueDecomposition(dense(a), { autoTranspose: true });
  return { values: s.diagonal, left: plain(s.leftSingularVectors), right: plain(s.rightSingularVectors) };
}
