import { type Matrix, matrix, scalar } from "./matrix.ts";

/** The n-ary kernel of an entry-wise operation of two arguments; a 1 x 1 argument is spread over the entries of the others. */
function spread(f: (x: number, y: number) => number): (args: readonly Matrix[]) => Matrix {
  return (args) => {
    let size = 1;
    let shape = args[0]!;
    for (let i = 0; i < args.length; i++)
      if (args[i]!.data.length > size) {
        shape = args[i]!;
        size = shape.data.length;
      }
    const out = new Float64Array(size);
    const first = args[0]!.data;
    if (first.length === size) for (let k = 0; k < size; k++) out[k] = first[k]!;
    else out.fill(first[0]!);
    for (let i = 1; i < args.length; i++) {
      const { data } = args[i]!;
      if (data.length === size) for (let k = 0; k < size; k++) out[k] = f(out[k]!, data[k]!);
      else {
        const s = data[0]!;
        for (let k = 0; k < size; k++) out[k] = f(out[k]!, s);
      }
    }
    return { rows: shape.rows, cols: shape.cols, data: out };
  };
}

/** The sum of the arguments. */
export const add: (args: readonly Matrix[]) => Matrix = spread((x, y) => x + y);
/** The entry-wise product of the arguments. */
export const hadamard: (args: readonly Matrix[]) => Matrix = spread((x, y) => x * y);
export const maximum: (args: readonly Matrix[]) => Matrix = spread(Math.max);
export const minimum: (args: readonly Matrix[]) => Matrix = spread(Math.min);
/** Entries of the first to the power of those of the second. */
export const entrypower: (args: readonly Matrix[]) => Matrix = spread(raise);

/** x^y, by multiplication where y is a small integer. */
export function raise(x: number, y: number): number {
  return y === 2 ? x * x : y === -1 ? 1 / x : x ** y;
}

/** The product of two matrices, neither of them taken as a scalar. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const { rows: m, cols: k, data: x } = a;
  const { cols: n, data: y } = b;
  const out = new Float64Array(m * n);
  if (n === 1)
    for (let i = 0, p = 0; i < m; i++) {
      let total = 0;
      for (let l = 0; l < k; l++, p++) total += x[p]! * y[l]!;
      out[i] = total;
    }
  else
    for (let i = 0; i < m; i++)
      for (let l = 0; l < k; l++) {
        const s = x[i * k + l]!;
        if (s === 0) continue;
        for (let j = 0, p = i * n, q = l * n; j < n; j++, p++, q++) out[p] = out[p]! + s * y[q]!;
      }
  return { rows: m, cols: n, data: out };
}

export function scaled(a: Matrix, by: number): Matrix {
  const out = new Float64Array(a.data.length);
  for (let k = 0; k < out.length; k++) out[k] = by * a.data[k]!;
  return { rows: a.rows, cols: a.cols, data: out };
}

/** a + factor*b for matrices of one shape. */
export function combined(a: Matrix, b: Matrix, factor: number): Matrix {
  const out = new Float64Array(a.data.length);
  for (let k = 0; k < out.length; k++) out[k] = a.data[k]! + factor * b.data[k]!;
  return { rows: a.rows, cols: a.cols, data: out };
}

/** The matrix product of the arguments in order; 1 x 1 arguments scale it, wherever they stand. */
export function product(args: readonly Matrix[]): Matrix {
  let factor = 1;
  let first: Matrix | undefined;
  let last: Matrix | undefined;
  let conform = true;
  for (let i = 0; i < args.length; i++) {
    const a = args[i]!;
    if (a.data.length === 1) {
      factor *= a.data[0]!;
      continue;
    }
    if (last && last.cols !== a.rows) conform = false;
    first ??= a;
    last = a;
  }
  if (!first || !last) return scalar(factor);
  let out: Matrix | undefined;
  // Where all neighbours fit, the narrow end is the cheap one to begin at; where they do not, an inner product became a scalar.
  if (conform && last.cols < first.rows)
    for (let i = args.length - 1; i >= 0; i--) {
      const a = args[i]!;
      if (a.data.length !== 1) out = out ? multiply(a, out) : a;
    }
  else
    for (let i = 0; i < args.length; i++) {
      const a = args[i]!;
      if (a.data.length === 1) continue;
      if (out && out.data.length === 1) {
        factor *= out.data[0]!;
        out = a;
      } else out = out ? multiply(out, a) : a;
    }
  return factor === 1 ? out! : scaled(out!, factor);
}

export function transpose([a]: readonly Matrix[]): Matrix {
  const { rows: m, cols: n, data } = a!;
  if (m === 1 || n === 1) return { rows: n, cols: m, data };
  const out = matrix(n, m);
  for (let i = 0, k = 0; i < m; i++) for (let j = 0; j < n; j++, k++) out.data[j * m + i] = data[k]!;
  return out;
}
