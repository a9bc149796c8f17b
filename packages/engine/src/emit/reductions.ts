import { diagonalEntries, filled, isDiagonal, multiply, negate, number, sizeNode, unary } from "./entries.ts";
import { dot, inner, matvec, transpose } from "./linear.ts";
import { type Graph, type Node, scalarShape, vectorShape } from "./node.ts";

/** Sums of entries, without forming what is summed. */
export function sumOf(g: Graph, a: Node): Node {
  const [x, y] = a.args as [Node, Node];
  if (a.rank === 0) return a;
  if (a.op === "fill") return multiply(g, multiply(g, sizeNode(g, a.rows), a.rank === 2 ? sizeNode(g, a.cols) : number(g, 1)), x);
  if (a.op === "negate") return negate(g, sumOf(g, x));
  if (a.op === "multiply" && x.rank === 0) return multiply(g, x, sumOf(g, y));
  if (a.op === "multiply" && x.rank === y.rank) return a.rank === 1 ? dot(g, x, y) : inner(g, x, y);
  if (a.op === "square") return inner(g, x, x);
  if (a.op === "outer") return multiply(g, sumOf(g, x), sumOf(g, y));
  if (a.op === "transpose" || a.op === "vec" || a.op === "unvec") return sumOf(g, x);
  if (a.op === "scalerows") return dot(g, y, rowsumOf(g, x));
  if (a.op === "scalecols") return dot(g, matvec(g, x, y), filled(g, number(g, 1), vectorShape(x.rows)));
  if (a.op === "matmul") return dot(g, colsumOf(g, x), rowsumOf(g, y));
  if (a.op === "gram") {
    const sums = rowsumOf(g, x);
    return dot(g, sums, sums);
  }
  if (isDiagonal(a)) return a.op === "identity" ? sizeNode(g, a.rows) : x.rank === 1 ? sumOf(g, x) : multiply(g, sizeNode(g, a.rows), x);
  if (a.op === "rowsum" || a.op === "colsum") return sumOf(g, x);
  return g.make("sum", [a], scalarShape);
}

/** The sum of each row. */
export function rowsumOf(g: Graph, a: Node): Node {
  const [x, y] = a.args as [Node, Node];
  const shape = vectorShape(a.rows);
  if (a.rank < 2) return a;
  if (a.op === "negate") return negate(g, rowsumOf(g, x));
  if (a.op === "multiply" && x.rank === 0) return multiply(g, x, rowsumOf(g, y));
  if (a.op === "fill") return filled(g, multiply(g, sizeNode(g, a.cols), x), shape);
  if (a.op === "outer") return multiply(g, sumOf(g, y), x);
  if (a.op === "transpose") return colsumOf(g, x);
  if (a.op === "matmul" && !g.computed.has(a.id)) return matvec(g, x, rowsumOf(g, y));
  if (a.op === "scalecols") return matvec(g, x, y);
  if (a.op === "scalerows") return multiply(g, y, rowsumOf(g, x));
  if (isDiagonal(a)) return filledDiagonal(g, a);
  return g.make("rowsum", [a], shape);
}
const filledDiagonal = (g: Graph, a: Node): Node => {
  const entries = diagonalEntries(g, a);
  return entries.rank === 1 ? entries : filled(g, entries, vectorShape(a.rows));
};

/** The sum of each column. */
export function colsumOf(g: Graph, a: Node): Node {
  const [x, y] = a.args as [Node, Node];
  const shape = vectorShape(a.cols);
  if (a.op === "negate") return negate(g, colsumOf(g, x));
  if (a.op === "multiply" && x.rank === 0) return multiply(g, x, colsumOf(g, y));
  if (a.op === "fill") return filled(g, multiply(g, sizeNode(g, a.rows), x), shape);
  if (a.op === "outer") return multiply(g, sumOf(g, x), y);
  if (a.op === "transpose") return rowsumOf(g, x);
  if (a.op === "matmul" && !g.computed.has(a.id)) return matvec(g, transpose(g, y), colsumOf(g, x));
  if (a.op === "scalerows") return matvec(g, transpose(g, x), y);
  if (a.op === "scalecols") return multiply(g, y, colsumOf(g, x));
  if (isDiagonal(a)) return filledDiagonal(g, a);
  return g.make("colsum", [a], shape);
}

export function meanOf(g: Graph, a: Node): Node {
  if (a.rank === 0) return a;
  if (a.op === "fill") return a.args[0] as Node;
  return g.make("mean", [a], scalarShape);
}

export function logsumexpOf(g: Graph, a: Node): Node {
  if (a.rank === 0) return a;
  return g.make("logsumexp", [a], scalarShape);
}

/** The Euclidean norm of all entries. */
export function normOf(g: Graph, a: Node): Node {
  if (a.rank === 0) return unary(g, "abs", a);
  if (a.op === "negate" || a.op === "transpose" || a.op === "vec" || a.op === "unvec") return normOf(g, a.args[0] as Node);
  if (a.op === "outer") return multiply(g, normOf(g, a.args[0] as Node), normOf(g, a.args[1] as Node));
  return g.make("norm", [a], scalarShape);
}
