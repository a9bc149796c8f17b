import { type Dimension, multiplyDimensions } from "../expression/dimension.ts";
import {
  add,
  diagonal,
  diagonalEntries,
  diagonalOf,
  divide,
  filled,
  isDiagonal,
  isNonnegative,
  multiply,
  negate,
  number,
  scaleCols,
  scaleRows,
  sizeNode,
  subtract,
  unary,
} from "./entries.ts";
import { inverseTimes } from "./inverse.ts";
import { type Graph, matrixShape, type Node, scalarShape, vectorShape } from "./node.ts";
import { colsumOf, rowsumOf, sumOf } from "./reductions.ts";

/** Products that use what their factors are made of; no diagonal or rank-one matrix is formed where a scaling serves. */

export function transpose(g: Graph, a: Node): Node {
  const [x, y] = a.args as [Node, Node];
  const shape = matrixShape(a.cols, a.rows);
  if (a.rank < 2 || isDiagonal(a) || a.op === "gram") return a;
  if (a.op === "transpose") return x;
  if (a.op === "outer") return g.make("outer", [y, x], shape);
  if (a.op === "fill") return g.make("fill", [x], shape);
  if (a.op === "repeatcols") return g.make("repeatrows", [x], shape);
  if (a.op === "repeatrows") return g.make("repeatcols", [x], shape);
  if (a.op === "negate") return negate(g, transpose(g, x));
  if (a.op === "kronecker") return g.make("kronecker", [transpose(g, x), transpose(g, y)], shape);
  if (a.op === "ascolumn") return g.make("asrow", [x], shape);
  if (a.op === "asrow") return g.make("ascolumn", [x], shape);
  if (a.op === "multiply" && x.rank === 0) return multiply(g, x, transpose(g, y));
  if (g.rely(a, "symmetric")) return a;
  return g.make("transpose", [a], shape);
}

/** The scalar product of two vectors. */
export function dot(g: Graph, a: Node, b: Node): Node {
  return dotHalf(g, a, b) ?? dotHalf(g, b, a) ?? g.make("dot", [a, b], scalarShape);
}
function dotHalf(g: Graph, a: Node, b: Node): Node | undefined {
  const [x, y] = b.args as [Node, Node];
  if (b.op === "fill") return multiply(g, x, sumOf(g, a));
  if (b.op === "negate") return negate(g, dot(g, a, x));
  if (b.op === "multiply" && x.rank === 0) return multiply(g, x, dot(g, a, y));
  if (b.op === "divide" && y.rank === 0) return divide(g, dot(g, a, x), y);
  if (b.op === "divide" && x.rank === 0) return multiply(g, x, sumOf(g, divide(g, a, y)));
  if (b.op === "unit") return entryAt(g, a, x);
  return undefined;
}

/** The sum of all a_ij*b_ij. */
export function inner(g: Graph, a: Node, b: Node): Node {
  if (a.rank === 1) return dot(g, a, b);
  if (a.op === "transpose" && b.op === "transpose") return inner(g, a.args[0] as Node, b.args[0] as Node);
  return innerHalf(g, a, b) ?? innerHalf(g, b, a) ?? g.make("inner", [a, b], scalarShape);
}
function innerHalf(g: Graph, a: Node, b: Node): Node | undefined {
  const [x, y] = b.args as [Node, Node];
  if (b.op === "fill") return multiply(g, x, sumOf(g, a));
  if (b.op === "negate") return negate(g, inner(g, a, x));
  if (b.op === "multiply" && x.rank === 0) return multiply(g, x, inner(g, a, y));
  if (b.op === "outer") return dot(g, x, matvec(g, a, y));
  if (isDiagonal(b)) return b.op === "diagonalmatrix" && x.rank === 1 ? dot(g, x, diagonal(g, a)) : multiply(g, diagonalEntries(g, b), traceOf(g, a));
  if (b.op === "repeatcols") return dot(g, x, rowsumOf(g, a));
  if (b.op === "repeatrows") return dot(g, x, colsumOf(g, a));
  return undefined;
}

export function outer(g: Graph, a: Node, b: Node): Node {
  const [p, q] = [a, b].map((v) => (v.op === "multiply" && (v.args[0] as Node).rank === 0 ? (v.args as [Node, Node]) : undefined));
  const shape = matrixShape(a.rows, b.rows);
  if (a.op === "negate") return negate(g, outer(g, a.args[0] as Node, b));
  if (b.op === "negate") return negate(g, outer(g, a, b.args[0] as Node));
  if (a.op === "kronecker" && b.op === "kronecker") {
    const [[u, p2], [v, q2]] = [a.args as [Node, Node], b.args as [Node, Node]];
    return g.make("kronecker", [outer(g, u, v), outer(g, p2, q2)], shape);
  }
  if (a.op === "fill" && b.op === "fill") return g.make("fill", [multiply(g, a.args[0] as Node, b.args[0] as Node)], shape);
  if (b.op === "fill") return g.make("repeatcols", [multiply(g, b.args[0] as Node, a)], shape);
  if (a.op === "fill") return g.make("repeatrows", [multiply(g, a.args[0] as Node, b)], shape);
  if (p?.[0].op === "number") return multiply(g, p[0], outer(g, p[1], b));
  if (q?.[0].op === "number") return multiply(g, q[0], outer(g, a, q[1]));
  return g.make("outer", [a, b], shape);
}

/** A matrix times a vector. */
export function matvec(g: Graph, a: Node, v: Node): Node {
  const [x, y] = a.args as [Node, Node];
  const shape = vectorShape(a.rows);
  if (v.op === "fill") return multiply(g, v.args[0] as Node, rowsumOf(g, a));
  if (v.op === "negate") return negate(g, matvec(g, a, v.args[0] as Node));
  if (v.op === "multiply" && (v.args[0] as Node).rank === 0) return multiply(g, v.args[0] as Node, matvec(g, a, v.args[1] as Node));
  if (v.op === "unit") return columnAt(g, a, v.args[0] as Node);
  if (isDiagonal(a)) return multiply(g, diagonalEntries(g, a), v);
  switch (a.op) {
    case "fill":
      return filled(g, multiply(g, x, sumOf(g, v)), shape);
    case "outer":
      return multiply(g, dot(g, y, v), x);
    case "repeatcols":
      return multiply(g, sumOf(g, v), x);
    case "repeatrows":
      return filled(g, dot(g, x, v), shape);
    case "scalerows":
      return multiply(g, y, matvec(g, x, v));
    case "scalecols":
      return matvec(g, x, multiply(g, y, v));
    case "negate":
      return negate(g, matvec(g, x, v));
    case "inverse":
    case "cholesky":
      return inverseTimes(g, a, v) ?? g.make("matvec", [a, v], shape);
    case "matmul":
      if (g.computed.has(a.id)) break;
      return matvec(g, x, matvec(g, y, v));
    case "gram":
      if (g.computed.has(a.id)) break;
      return matvec(g, transpose(g, x), matvec(g, x, v));
    case "kronecker":
      return vec(g, matmul(g, matmul(g, y, unvec(g, v, y.cols, x.cols)), transpose(g, x)));
    case "commutation":
      return vec(g, transpose(g, unvec(g, v, ...(a.dims as [Dimension, Dimension]))));
    case "multiply":
      if (x.rank === 0) return multiply(g, x, matvec(g, y, v));
      break;
    case "divide":
      if (y.rank === 0) return divide(g, matvec(g, x, v), y);
      break;
    case "adddiagonal":
      return add(g, matvec(g, x, v), multiply(g, y, v));
    case "add":
    case "subtract":
      return distributed(g, a, v, matvec) ?? g.make("matvec", [a, v], shape);
    case "transpose":
      return transposedTimes(g, x, v) ?? g.make("matvec", [a, v], shape);
  }
  return g.make("matvec", [a, v], shape);
}

/** A' times a vector, where A is made of more. */
function transposedTimes(g: Graph, a: Node, v: Node): Node | undefined {
  const [x, y] = a.args as [Node, Node];
  if (a.op === "matmul" && !g.computed.has(a.id)) return matvec(g, transpose(g, y), matvec(g, transpose(g, x), v));
  if (a.op === "scalerows") return matvec(g, transpose(g, x), multiply(g, y, v));
  if (a.op === "scalecols") return multiply(g, y, matvec(g, transpose(g, x), v));
  if (a.op === "inverse" || a.op === "cholesky") return inverseTimes(g, transpose(g, a), v);
  if (a.op === "adddiagonal") return add(g, matvec(g, transpose(g, x), v), multiply(g, y, v));
  if (a.op === "add" || a.op === "subtract") {
    if (x.rank < 2 || y.rank < 2) return undefined;
    return distributed(g, g.make(a.op, [transpose(g, x), transpose(g, y)], matrixShape(a.cols, a.rows)), v, matvec);
  }
  return undefined;
}

/** (A + B)*v as A*v + B*v, where that costs less. */
function distributed(g: Graph, a: Node, v: Node, by: (g: Graph, a: Node, v: Node) => Node): Node | undefined {
  const [x, y] = a.args as [Node, Node];
  if (x.rank === 0 || y.rank === 0) return undefined;
  const apart = (a.op === "add" ? add : subtract)(g, by(g, x, v), by(g, y, v));
  const whole = g.make(v.rank === 1 ? "matvec" : "matmul", [a, v], apart);
  return g.prices.of(apart) < g.prices.of(whole) ? apart : undefined;
}

/** A matrix times a matrix. */
export function matmul(g: Graph, a: Node, b: Node): Node {
  const [x, y] = a.args as [Node, Node];
  const [p, q] = b.args as [Node, Node];
  const shape = matrixShape(a.rows, b.cols);
  if (a.op === "identity") return b;
  if (b.op === "identity") return a;
  if (a.op === "diagonalmatrix") return scaleRows(g, b, x);
  if (b.op === "diagonalmatrix") return scaleCols(g, a, p);
  if (a.op === "negate") return negate(g, matmul(g, x, b));
  if (b.op === "negate") return negate(g, matmul(g, a, p));
  if (a.op === "multiply" && x.rank === 0) return multiply(g, x, matmul(g, y, b));
  if (b.op === "multiply" && p.rank === 0) return multiply(g, p, matmul(g, a, q));
  if (a.op === "divide" && y.rank === 0) return divide(g, matmul(g, x, b), y);
  if (b.op === "divide" && q.rank === 0) return divide(g, matmul(g, a, p), q);
  if (a.op === "outer") return outer(g, x, matvec(g, transpose(g, b), y));
  if (b.op === "outer") return outer(g, matvec(g, a, p), q);
  if (a.op === "repeatcols") return outer(g, x, colsumOf(g, b));
  if (b.op === "repeatrows") return outer(g, rowsumOf(g, a), p);
  if (a.op === "repeatrows") return g.make("repeatrows", [matvec(g, transpose(g, b), x)], shape);
  if (b.op === "repeatcols") return g.make("repeatcols", [matvec(g, a, p)], shape);
  if (a.op === "fill") return g.make("repeatrows", [multiply(g, x, colsumOf(g, b))], shape);
  if (b.op === "fill") return g.make("repeatcols", [multiply(g, p, rowsumOf(g, a))], shape);
  const solved = inverseTimes(g, a, b) ?? timesInverse(g, a, b);
  if (solved) return solved;
  // (A*B)*C*D*E was ordered before; here only the symmetric forms are found
  if (transpose(g, a) === b) return g.make("gram", [b], shape);
  const weighted = weightedGram(g, transpose(g, a), b);
  if (weighted) return weighted;
  if (a.op === "transpose" && x.op === "scalerows" && b.op !== "scalerows")
    return matmul(g, transpose(g, x.args[0] as Node), scaleRows(g, b, x.args[1] as Node));
  if (a.op === "commutation") return g.make("commuterows", [b], shape, "", undefined, a.dims);
  if (b.op === "commutation") return g.make("commutecols", [a], shape, "", undefined, b.dims);
  const whole = g.make("matmul", [a, b], shape);
  const apart = a.op === "add" || a.op === "subtract" ? distributed(g, a, b, matmul) : undefined;
  if (apart) return apart;
  // A'*(diag(v)*A - u*w'): each term by itself may be symmetric
  if ((b.op === "add" || b.op === "subtract") && p.rank === 2 && q.rank === 2) {
    const terms = (b.op === "add" ? add : subtract)(g, matmul(g, a, p), matmul(g, a, q));
    if (g.prices.of(terms) < g.prices.of(whole)) return terms;
  }
  const spread =
    a.op === "adddiagonal" ? add(g, matmul(g, x, b), scaleRows(g, b, y)) : b.op === "adddiagonal" ? add(g, matmul(g, a, p), scaleCols(g, a, q)) : whole;
  return g.prices.of(spread) < g.prices.of(whole) ? spread : whole;
}

/** A'*B where B = diag(d)*A, or A = diag(d)*B, with d >= 0: the half of the product that the other mirrors. */
function weightedGram(g: Graph, a: Node, b: Node): Node | undefined {
  const scaled = b.op === "scalerows" && b.args[0] === a ? b : a.op === "scalerows" && a.args[0] === b ? a : undefined;
  if (!scaled) return undefined;
  const [inside, weights] = scaled.args as [Node, Node];
  if (!isNonnegative(g, weights)) return undefined;
  return g.make("gram", [scaleRows(g, inside, unary(g, "sqrt", weights))], matrixShape(b.cols, b.cols));
}

/** B*inv(A) by a solve with A'. */
function timesInverse(g: Graph, a: Node, b: Node): Node | undefined {
  const turned = b.op === "inverse" ? b : b.op === "transpose" && (b.args[0] as Node).op === "inverse" ? b : undefined;
  if (!turned) return undefined;
  const solved = inverseTimes(g, transpose(g, b), transpose(g, a));
  return solved && transpose(g, solved);
}

export function kronecker(g: Graph, a: Node, b: Node): Node {
  const rows = multiplyDimensions(a.rows, b.rows);
  if (a.op === "identity" && b.op === "identity") return diagonalOf(g, number(g, 1), matrixShape(rows, rows));
  // the factors of rank one: a column, a row, an outer product
  const [p, q] = [rankOne(a), rankOne(b)];
  if (a.rank === 2 && p && q && (a.op !== "outer" || b.op !== "outer")) return outer(g, joined(g, p[0], q[0]), joined(g, p[1], q[1]));
  return g.make("kronecker", [a, b], a.rank === 1 ? vectorShape(rows) : matrixShape(rows, multiplyDimensions(a.cols, b.cols)));
}

/** u and v of a matrix u*v'; undefined stands for 1. */
function rankOne(a: Node): readonly [Node | undefined, Node | undefined] | undefined {
  if (a.op === "outer") return a.args as [Node, Node];
  if (a.op === "ascolumn") return [a.args[0], undefined];
  return a.op === "asrow" ? [undefined, a.args[0]] : undefined;
}
const joined = (g: Graph, a: Node | undefined, b: Node | undefined): Node => (a && b ? kronecker(g, a, b) : ((a ?? b) as Node));

/** The columns one below another. */
export function vec(g: Graph, a: Node): Node {
  if (a.rank < 2) return a;
  if (a.op === "unvec" || a.op === "ascolumn" || a.op === "asrow") return a.args[0] as Node;
  if (a.op === "fill") return filled(g, a.args[0] as Node, vectorShape(multiplyDimensions(a.rows, a.cols)));
  if (a.op === "outer") return g.make("kronecker", [a.args[1] as Node, a.args[0] as Node], vectorShape(multiplyDimensions(a.rows, a.cols)));
  return g.make("vec", [a], vectorShape(multiplyDimensions(a.rows, a.cols)));
}

/** The matrix whose columns stand one below another in v. */
export function unvec(g: Graph, v: Node, rows: Dimension, cols: Dimension): Node {
  const inside = v.args[0] as Node;
  if (v.op === "vec" && inside.rows === rows && inside.cols === cols) return inside;
  if (v.op === "fill") return g.make("fill", [inside], matrixShape(rows, cols));
  return g.make("unvec", [v], matrixShape(rows, cols));
}

export function traceOf(g: Graph, a: Node): Node {
  const [x, y] = a.args as [Node, Node];
  if (a.rank === 0) return a;
  if (isDiagonal(a)) return a.op === "diagonalmatrix" && x.rank === 1 ? sumOf(g, x) : multiply(g, sizeNode(g, a.rows), diagonalEntries(g, a));
  switch (a.op) {
    case "transpose":
      return traceOf(g, x);
    case "negate":
      return negate(g, traceOf(g, x));
    case "outer":
      return dot(g, x, y);
    case "matmul":
      return inner(g, transpose(g, x), y);
    case "gram":
      return inner(g, x, x);
    case "kronecker":
      return multiply(g, traceOf(g, x), traceOf(g, y));
    case "adddiagonal":
      return add(g, traceOf(g, x), y.rank === 1 ? sumOf(g, y) : multiply(g, sizeNode(g, a.rows), y));
    case "scalerows":
    case "scalecols":
      return dot(g, y, diagonal(g, x));
    case "add":
    case "subtract":
      if (x.rank === 2 && y.rank === 2) return (a.op === "add" ? add : subtract)(g, traceOf(g, x), traceOf(g, y));
      break;
    case "multiply":
      if (x.rank === 0) return multiply(g, x, traceOf(g, y));
      return sumOf(g, multiply(g, diagonal(g, x), diagonal(g, y)));
    case "divide":
      if (y.rank === 0) return divide(g, traceOf(g, x), y);
      break;
  }
  return g.make("trace", [a], scalarShape);
}

/** The i-th entry of a vector, counted from 1. */
export function entryAt(g: Graph, v: Node, i: Node): Node {
  const [x, y] = v.args as [Node, Node];
  if (v.op === "fill") return x;
  if (v.op === "matvec") return dot(g, rowAt(g, x, i), y);
  if (v.op === "multiply" && x.rank === 0) return multiply(g, x, entryAt(g, y, i));
  return g.make("entry", [v, i], scalarShape);
}
export function cellAt(g: Graph, a: Node, i: Node, j: Node): Node {
  const [x, y] = a.args as [Node, Node];
  if (a.op === "transpose") return cellAt(g, x, j, i);
  if (a.op === "fill") return x;
  if (a.op === "matmul") return dot(g, rowAt(g, x, i), columnAt(g, y, j));
  if (a.op === "gram") return dot(g, columnAt(g, x, i), columnAt(g, x, j));
  if (a.op === "outer") return multiply(g, entryAt(g, x, i), entryAt(g, y, j));
  return g.make("entry", [a, i, j], scalarShape);
}
export function columnAt(g: Graph, a: Node, j: Node): Node {
  const [x, y] = a.args as [Node, Node];
  const shape = vectorShape(a.rows);
  if (a.op === "transpose") return rowAt(g, x, j);
  if (a.op === "matmul") return matvec(g, x, columnAt(g, y, j));
  if (a.op === "outer") return multiply(g, entryAt(g, y, j), x);
  if (a.op === "fill") return filled(g, x, shape);
  if (a.op === "identity") return g.make("unit", [j], shape);
  return g.make("columnat", [a, j], shape);
}
function rowAt(g: Graph, a: Node, i: Node): Node {
  const [x, y] = a.args as [Node, Node];
  const shape = vectorShape(a.cols);
  if (a.op === "transpose") return columnAt(g, x, i);
  if (a.op === "matmul") return matvec(g, transpose(g, y), rowAt(g, x, i));
  if (a.op === "outer") return multiply(g, entryAt(g, x, i), y);
  if (a.op === "fill") return filled(g, x, shape);
  if (a.op === "identity") return g.make("unit", [i], shape);
  return g.make("rowat", [a, i], shape);
}
