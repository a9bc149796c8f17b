import { identity, type Matrix, matrix, scalar } from "./matrix.ts";

export const eye: (n: number) => Matrix = identity;
export const scalarOf: (value: number) => Matrix = scalar;

/** The rows x cols matrix whose entries are all `value`. */
export function constant(rows: number, cols: number, value: number): Matrix {
  return matrix(rows, cols, value === 0 ? undefined : new Float64Array(rows * cols).fill(value));
}

/** The integer that a scalar argument holds. Throws `RangeError` for another value. */
export function integerOf(a: Matrix, what: string): number {
  const v = a.data[0]!;
  if (!Number.isInteger(v)) throw new RangeError(`${what} ${v} is no integer`);
  return v;
}

/** The i-th column of the identity, i from 1. */
export function unitvector([index]: readonly Matrix[], [n]: readonly number[]): Matrix {
  const i = integerOf(index!, "index");
  if (i < 1 || i > n!) throw new RangeError(`index ${i} is not in 1..${n}`);
  const out = matrix(n!, 1);
  out.data[i - 1] = 1;
  return out;
}

export function kroneckerdelta([i, j]: readonly Matrix[]): Matrix {
  return scalar(i!.data[0] === j!.data[0] ? 1 : 0);
}

/** k! of an integer k >= 0. */
export function factorial([k]: readonly Matrix[]): Matrix {
  const n = integerOf(k!, "factorial of");
  if (n < 0) throw new RangeError("factorial of a negative number");
  let out = 1;
  for (let i = 2; i <= n && out < Number.POSITIVE_INFINITY; i++) out *= i;
  return scalar(out);
}

/** K with `K*vec(A) = vec(A')` for A m x n (Magnus & Neudecker 3.7). */
export function commutation(_args: readonly Matrix[], [m, n]: readonly number[]): Matrix {
  const size = m! * n!;
  const out = matrix(size, size);
  for (let i = 0; i < m!; i++) for (let j = 0; j < n!; j++) out.data[(i * n! + j) * size + j * m! + i] = 1;
  return out;
}

/** Ones on the first superdiagonal. */
export function shift(_args: readonly Matrix[], [n]: readonly number[]): Matrix {
  const out = matrix(n!, n!);
  for (let i = 0; i + 1 < n!; i++) out.data[i * n! + i + 1] = 1;
  return out;
}

/** The kernel of operations that bind a variable: `evaluate` gives their value, so a call is a bug. */
export function unreachable(): never {
  throw new Error("a binding operation has no kernel");
}
