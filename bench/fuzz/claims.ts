import type { DeriveAnswer } from "../../packages/engine/src/contract.ts";
import { type Dimension, sizeOf } from "../../packages/engine/src/expression/dimension.ts";
import { elaborate } from "../../packages/engine/src/language/elaborate.ts";
import type { Point, Program } from "../../packages/engine/src/numeric/evaluate.ts";
import { type Matrix, matrix, scalar } from "../../packages/engine/src/numeric/matrix.ts";
import type { Question } from "./problems.ts";

/** The printed answer made ready, with the names it holds beside the request's: the increment, the cotangent, indices. */
export interface Reading {
  readonly program: Program;
  readonly extra: readonly string[];
}

/** Where a slope is taken: values of f and of the variables, directions of both steps, and a cotangent. */
export interface Site {
  readonly point: Point;
  readonly f: Matrix;
  readonly X: Matrix;
  readonly Y: Matrix;
  readonly u: Matrix;
  readonly v: Matrix;
  readonly cotangent: Matrix;
}

/** Entries column by column. */
const stacked = (a: Matrix): number[] => Array.from({ length: a.rows * a.cols }, (_, k) => a.data[(k % a.rows) * a.cols + Math.floor(k / a.rows)]!);
const inner = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((s, e, i) => s + e * b[i]!, 0);

/** A dimension from its text, by the language's own reader. */
function dimensionOf(text: string): Dimension {
  return elaborate({ expression: `ones(${text})` }).expression!.rows;
}

/** The shape that the contract's layout table gives the answer. */
function shapeOf(q: Question, { f, X, Y }: Site): [rows: number, cols: number] {
  const [m, n, l] = [f.rows * f.cols, X.rows * X.cols, Y.rows * Y.cols];
  const across = q.layout === "denominator";
  if (q.form === "jvp" || q.form === "differential") return [f.rows, f.cols];
  if (q.form === "vjp" || q.form === "hvp") return [X.rows, X.cols];
  if (q.entry.length) return across ? [f.cols, f.rows] : [f.rows, f.cols];
  if (q.order === 2 && m === 1) return n === 1 && l === 1 ? [1, 1] : [n, l];
  if (q.form === "vec") return m === 1 ? (q.layout === "numerator" ? [1, n] : [n, 1]) : across ? [n, m] : [m, n];
  if (m === 1) return q.layout === "numerator" ? [X.cols, X.rows] : [X.rows, X.cols];
  if (n === 1) return across && !q.mixed ? [f.cols, f.rows] : [f.rows, f.cols];
  return across ? [n, m] : [m, n];
}

/** The slope of f that an answer claims, entries of f row by row (one number for vjp and hvp); or what is wrong with its shape. */
export function claimed(q: Question, response: DeriveAnswer, answer: Reading, site: Site): number[] | string {
  const { f, X, Y, u, v, point } = site;
  const [rows, cols] = shapeOf(q, site);
  const said = response.shape.map((s) => sizeOf(dimensionOf(s), point.sizes));
  if (said[0] !== rows || said[1] !== cols) return `says shape ${response.shape.join(" x ")}, ${said.join(" x ")} for ${rows} x ${cols}`;
  const G = q.form === "index" ? assembled(response, answer, point, rows, cols) : evaluated(q, answer, site);
  if (typeof G === "string") return G;
  if (G.rows !== rows || G.cols !== cols) return `is ${G.rows} x ${G.cols} for ${rows} x ${cols}`;
  return along(q, G, f, X, Y, u, v);
}

function evaluated(q: Question, answer: Reading, { point, u, v, cotangent }: Site): Matrix {
  const values = new Map(point.values);
  for (const name of answer.extra) values.set(name, q.form === "vjp" ? cotangent : q.form === "hvp" ? v : u);
  return answer.program.bind({ sizes: point.sizes, values });
}

/** The layout table read backwards: an answer as a linear map of the directions. */
function along(q: Question, G: Matrix, f: Matrix, X: Matrix, Y: Matrix, u: Matrix, v: Matrix): number[] {
  const [m, n, l] = [f.rows * f.cols, X.rows * X.cols, Y.rows * Y.cols];
  const across = q.layout === "denominator" && !q.mixed;
  if (q.form === "jvp" || q.form === "differential") return [...G.data];
  if (q.form === "vjp" || q.form === "hvp") return [inner(G.data, u.data)];
  // entries column by column, put where they are row by row
  const unstacked = (entries: ArrayLike<number>) => Array.from({ length: m }, (_, k) => entries[Math.floor(k / f.cols) + (k % f.cols) * f.rows]!);
  if (q.form === "vec" && n === 1 && m > 1) return unstacked(G.data).map((e) => e * u.data[0]!);
  if (q.entry.length || (n === 1 && l === 1)) {
    const by = q.order === 2 ? u.data[0]! * v.data[0]! : n === 1 ? u.data[0]! : 1;
    return (across && m > 1 ? stacked(G) : [...G.data]).map((e) => e * by);
  }
  if (q.order === 2) return [stacked(u).reduce((s, a, i) => s + a * inner(G.data.subarray(i * l, (i + 1) * l), stacked(v)), 0)];
  if (m === 1) return [inner(q.form !== "vec" && q.layout === "numerator" ? stacked(G) : G.data, q.form === "vec" ? stacked(u) : u.data)];
  const a = stacked(u);
  const jacobian = (i: number, j: number) => (q.layout === "denominator" ? G.data[j * m + i]! : G.data[i * n + j]!);
  return unstacked(Array.from({ length: m }, (_, i) => a.reduce((s, e, j) => s + e * jacobian(i, j), 0)));
}

/** The array whose entries an index answer gives, the slow index of a side first. */
function assembled(response: DeriveAnswer, answer: Reading, point: Point, rows: number, cols: number): Matrix | string {
  const indices = response.indices ?? [];
  const ranges = indices.map(([, d]) => sizeOf(dimensionOf(d), point.sizes));
  const out = matrix(rows, cols);
  if (ranges.reduce((a, b) => a * b, 1) !== rows * cols) return `indices ${JSON.stringify(indices)} for ${rows} x ${cols}`;
  for (let k = 0; k < rows * cols; k++) {
    const values = new Map(point.values);
    let rest = k;
    for (let i = indices.length - 1; i >= 0; i--) {
      values.set(indices[i]![0], scalar(1 + (rest % ranges[i]!)));
      rest = Math.floor(rest / ranges[i]!);
    }
    const e = answer.program.bind({ sizes: point.sizes, values });
    if (e.rows !== 1 || e.cols !== 1) return `an entry is ${e.rows} x ${e.cols}`;
    out.data[k] = e.data[0]!;
  }
  return out;
}
