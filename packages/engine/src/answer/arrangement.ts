import type { Arrangement } from "../calculus/check.ts";
import type { Form } from "../calculus/derivative.ts";
import type { Layout } from "../calculus/layout.ts";
import { type Expression, isScalar } from "../expression/node.ts";
import { type Matrix, matrix } from "../numeric/matrix.ts";

/** How a Jacobian (rows vec f, columns vec X) lies in the answer: the layout table once more, in numbers. */
export function arrangementOf(f: Expression, x: Expression, layout: Layout, form: Form, entry?: readonly Expression[]): Arrangement {
  const flat = form === "vec";
  return (jacobian, fRows, fCols, xRows, xCols) => {
    if (entry) {
      const [i, j] = entry.map((e) => Number((e as { value: { valueOf(): number } }).value.valueOf()) - 1) as [number, number | undefined];
      const k = j === undefined ? i : i + j * xRows;
      return turn(unstack(column(jacobian, k), fRows, fCols), layout === "denominator");
    }
    if (isScalar(f)) {
      const g = flat ? transposed(jacobian) : unstack(jacobian.data, xRows, xCols);
      return turn(g, layout === "numerator");
    }
    if (isScalar(x) && !flat) return turn(unstack(jacobian.data, fRows, fCols), layout === "denominator");
    return turn(jacobian, layout === "denominator");
  };
}

function column(m: Matrix, k: number): Float64Array {
  return Float64Array.from({ length: m.rows }, (_, i) => m.data[i * m.cols + k] as number);
}
function unstack(data: Float64Array, rows: number, cols: number): Matrix {
  const out = matrix(rows, cols);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) out.data[i * cols + j] = data[i + j * rows] as number;
  return out;
}
function transposed(m: Matrix): Matrix {
  const out = matrix(m.cols, m.rows);
  for (let i = 0; i < m.rows; i++) for (let j = 0; j < m.cols; j++) out.data[j * m.rows + i] = m.data[i * m.cols + j] as number;
  return out;
}
const turn = (m: Matrix, yes: boolean): Matrix => (yes ? transposed(m) : m);
