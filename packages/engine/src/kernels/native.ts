import type { Triangular } from "../numeric/factorizations.ts";
import type { Matrix } from "../numeric/matrix.ts";

/** A library of dense linear algebra outside of JavaScript, as the kernels use it. Nothing writes to what it is given; matrices are by rows. */
export interface Native {
  /** A*B. */
  readonly matmul: (a: Matrix, b: Matrix) => Matrix;
  /** The lower triangle of A'*A added to that of `sum`, n x n by rows; the one writing of all. */
  readonly addGram: (sum: Float64Array, a: Matrix) => void;
  /** A*v, or A'*v where `turned`. */
  readonly matvec: (a: Matrix, v: Float64Array, turned: boolean) => Float64Array;
  /** L with L*L' = A, of which the lower triangle is read. Throws `RangeError` where there is none. */
  readonly cholesky: (a: Matrix) => Matrix;
  /** P*A = L*U with partial pivoting. */
  readonly factor: (a: Matrix) => Triangular;
  /** A\B. Throws `RangeError` where A is singular. */
  readonly solve: (a: Matrix, b: Matrix) => Matrix;
  /** T\B, or T'\B where `turned`, for the triangle of T that is `lower` or not, with ones on the diagonal where `unit`. */
  readonly triangular: (t: Matrix, b: Matrix, how: { readonly lower: boolean; readonly unit: boolean; readonly turned: boolean }) => Matrix;
}

let native: Native | undefined;

/** From now on large products, factorizations and solves go by the library; by none where it is undefined. */
export function use(library: Native | undefined): void {
  native = library;
}

/** The library, for work of so many multiplications: a call costs as much as a few thousand. */
export const nativeFor = (multiplications: number): Native | undefined => (multiplications >= 20_000 ? native : undefined);
