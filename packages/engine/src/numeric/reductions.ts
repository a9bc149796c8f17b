import { greatest, type Matrix, matrix, scalar } from "./matrix.ts";

/** The kernel that adds f of every entry. */
function total(f: (x: number) => number): (args: readonly Matrix[]) => Matrix {
  return ([a]) => {
    let out = 0;
    for (let k = 0; k < a!.data.length; k++) out += f(a!.data[k]!);
    return scalar(out);
  };
}

export const sum: (args: readonly Matrix[]) => Matrix = total((x) => x);
/** The sum of |entries|. */
export const norm1: (args: readonly Matrix[]) => Matrix = total(Math.abs);

export function mean(args: readonly Matrix[]): Matrix {
  return scalar(sum(args).data[0]! / args[0]!.data.length);
}

/** The Euclidean norm of the entries. */
export function normF([a]: readonly Matrix[]): Matrix {
  let out = 0;
  for (let k = 0; k < a!.data.length; k++) out += a!.data[k]! * a!.data[k]!;
  return scalar(Math.sqrt(out));
}

/** The greatest |entry|. */
export function norminf([a]: readonly Matrix[]): Matrix {
  return scalar(greatest(a!));
}

export function dot([a, b]: readonly Matrix[]): Matrix {
  let out = 0;
  for (let k = 0; k < a!.data.length; k++) out += a!.data[k]! * b!.data[k]!;
  return scalar(out);
}

export function trace([a]: readonly Matrix[]): Matrix {
  let out = 0;
  for (let i = 0; i < a!.rows; i++) out += a!.data[i * (a!.cols + 1)]!;
  return scalar(out);
}

/** The vector of a square matrix's diagonal. */
export function diagonal([a]: readonly Matrix[]): Matrix {
  const out = matrix(a!.rows, 1);
  for (let i = 0; i < a!.rows; i++) out.data[i] = a!.data[i * (a!.cols + 1)]!;
  return out;
}

/** The sums of the rows, m x 1. */
export function rowsum([a]: readonly Matrix[]): Matrix {
  const { rows, cols, data } = a!;
  const out = matrix(rows, 1);
  for (let i = 0, k = 0; i < rows; i++) for (let j = 0; j < cols; j++, k++) out.data[i] = out.data[i]! + data[k]!;
  return out;
}

/** The sums of the columns, 1 x n. */
export function colsum([a]: readonly Matrix[]): Matrix {
  const { rows, cols, data } = a!;
  const out = matrix(1, cols);
  for (let i = 0, k = 0; i < rows; i++) for (let j = 0; j < cols; j++, k++) out.data[j] = out.data[j]! + data[k]!;
  return out;
}

/** log(sum of e^entries), without overflow. */
export function logsumexp([a]: readonly Matrix[]): Matrix {
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < a!.data.length; k++) top = Math.max(top, a!.data[k]!);
  let out = 0;
  for (let k = 0; k < a!.data.length; k++) out += Math.exp(a!.data[k]! - top);
  return scalar(top + Math.log(out));
}

/** The softmax of the entries of a vector (a column or a row), or of each column of a matrix. */
export function softmax([a]: readonly Matrix[]): Matrix {
  const { rows, cols, data } = a!;
  const out = matrix(rows, cols);
  const groups = rows === 1 ? 1 : cols;
  const size = data.length / groups;
  for (let j = 0; j < groups; j++) {
    let top = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < size; i++) top = Math.max(top, data[i * groups + j]!);
    let mass = 0;
    for (let i = 0; i < size; i++) {
      const e = Math.exp(data[i * groups + j]! - top);
      out.data[i * groups + j] = e;
      mass += e;
    }
    for (let i = 0; i < size; i++) out.data[i * groups + j] = out.data[i * groups + j]! / mass;
  }
  return out;
}
