import Fraction from "fraction.js";
import type { Dimension } from "../expression/dimension.ts";
import { inner } from "./linear.ts";
import { type Graph, matrixShape, type Node, type Shape, scalarShape, vectorShape } from "./node.ts";
import type { CodeOperation } from "./operation.ts";
import { logsumexpOf, sumOf } from "./reductions.ts";

/** Arithmetic entry by entry, a scalar spread over entries, in forms that neither overflow nor cancel. */

export const number = (g: Graph, value: Fraction | number, text = ""): Node => {
  const exact = value instanceof Fraction ? value : new Fraction(value);
  return g.make("number", [], scalarShape, text, exact);
};
export const isNumber = (n: Node, value?: number): boolean => n.op === "number" && (value === undefined || (n.value as Fraction).equals(value));
const isNegative = (n: Node): boolean => n.op === "number" && (n.value as Fraction).s < 0n;

/** An array with the same number everywhere; a scalar where it has one entry. */
export function filled(g: Graph, s: Node, shape: Shape): Node {
  return shape.rank === 0 ? s : g.make("fill", [s], shape);
}
const wider = (a: Node, b: Node): Node => (b.rank > a.rank ? b : a);

/** kron(A, B) with one factor scaled: the second, that sums find the first the same, or the one that is no identity. */
function scaledKronecker(g: Graph, a: Node, by: (n: Node) => Node): Node {
  const [x, y] = a.args as [Node, Node];
  return g.make("kronecker", y.op === "identity" ? [by(x), y] : [x, by(y)], a);
}

export function negate(g: Graph, a: Node): Node {
  const [x, y] = a.args as [Node, Node];
  if (a.op === "number") return number(g, (a.value as Fraction).neg());
  if (a.op === "negate") return x;
  if (a.op === "subtract") return subtract(g, y, x);
  if (a.op === "fill") return filled(g, negate(g, x), a);
  if (a.op === "kronecker") return scaledKronecker(g, a, (n) => negate(g, n));
  if (a.op === "multiply" && x.op === "number") return multiply(g, negate(g, x), y);
  if (a.op === "divide" && x.op === "number") return divide(g, negate(g, x), y);
  return g.make("negate", [a], a);
}

export function add(g: Graph, a: Node, b: Node): Node {
  if (isNumber(a, 0) || (a.op === "fill" && isNumber(a.args[0] as Node, 0) && b.rank === a.rank)) return b;
  if (isNumber(b, 0) || (b.op === "fill" && isNumber(b.args[0] as Node, 0) && a.rank === b.rank)) return a;
  if (a.op === "number" && b.op === "number") return number(g, (a.value as Fraction).add(b.value as Fraction));
  if (b.op === "negate") return subtract(g, a, b.args[0] as Node);
  if (a.op === "negate") return subtract(g, b, a.args[0] as Node);
  if (b.op === "multiply" && isNegative(b.args[0] as Node)) return subtract(g, a, negate(g, b));
  if (isNegative(b)) return subtract(g, a, negate(g, b));
  const structured = addStructured(g, a, b) ?? addStructured(g, b, a) ?? kroneckers(g, a, b, add);
  if (structured) return structured;

  return g.make("add", [a, b], wider(a, b));
}

/** kron(A, B) + kron(A, C) as kron(A, B + C), and likewise on the other side. */
function kroneckers(g: Graph, a: Node, b: Node, by: typeof add): Node | undefined {
  if (a.op !== "kronecker" || b.op !== "kronecker" || a.rank < 2) return undefined;
  const [[p, q], [r, s]] = [a.args as [Node, Node], b.args as [Node, Node]];
  if (p === r) return g.make("kronecker", [p, by(g, q, s)], a);
  return q === s ? g.make("kronecker", [by(g, p, r), q], a) : undefined;
}

/** A sum with a matrix that need not be formed. */
function addStructured(g: Graph, a: Node, b: Node): Node | undefined {
  const [x] = b.args as [Node];
  if (b.op === "fill" && a.rank === b.rank) return add(g, a, x);
  if (a.rank !== 2) return undefined;
  if (b.op === "repeatcols") return g.make("shiftrows", [a, x], a);
  if (b.op === "repeatrows") return g.make("shiftcols", [a, x], a);
  if (isDiagonal(a)) return isDiagonal(b) ? diagonalOf(g, add(g, diagonalEntries(g, a), diagonalEntries(g, b)), a) : undefined;
  if (isDiagonal(b)) return g.make("adddiagonal", [a, diagonalEntries(g, b)], a);
  return undefined;
}

export function subtract(g: Graph, a: Node, b: Node): Node {
  if (a === b) return filled(g, number(g, 0), a);
  if (isNumber(b, 0)) return a;
  if (isNumber(a, 0)) return b.rank >= a.rank ? negate(g, b) : g.make("subtract", [a, b], a);
  if (a.op === "number" && b.op === "number") return number(g, (a.value as Fraction).sub(b.value as Fraction));
  if (b.op === "negate") return add(g, a, b.args[0] as Node);
  if (b.op === "multiply" && isNegative(b.args[0] as Node)) return add(g, a, negate(g, b));
  if (isNegative(b)) return add(g, a, negate(g, b));
  if (b.op === "fill" && a.rank === b.rank) return subtract(g, a, b.args[0] as Node);
  if (a.op === "fill" && a.rank === b.rank) return subtract(g, a.args[0] as Node, b);
  if (a.rank === 2 && (b.op === "repeatcols" || b.op === "repeatrows" || isDiagonal(b))) return add(g, a, negateStructured(g, b));
  if (b.rank === 2) {
    const structured = addStructured(g, negate(g, b), a);
    if (structured) return structured;
  }
  const joined = kroneckers(g, a, b, subtract);
  if (joined) return joined;
  if (isNumber(a, 1) && b.op === "sigmoid") return unary(g, "sigmoid", negate(g, b.args[0] as Node));
  if (isNumber(b, 1) && a.op === "exp") return unary(g, "expm1", a.args[0] as Node);
  if (isNumber(a, 1) && b.op === "exp") return negate(g, unary(g, "expm1", b.args[0] as Node));
  return g.make("subtract", [a, b], wider(a, b));
}

function negateStructured(g: Graph, n: Node): Node {
  if (n.op === "identity") return diagonalOf(g, number(g, -1), n);
  return g.make(n.op, [negate(g, n.args[0] as Node)], n);
}

/** Is it a diagonal matrix, whose entries are a vector or one number? */
export const isDiagonal = (n: Node): boolean => n.op === "identity" || n.op === "diagonalmatrix";
/** The diagonal: a vector, or a scalar where all entries are equal. */
export const diagonalEntries = (g: Graph, n: Node): Node => (n.op === "identity" ? number(g, 1) : (n.args[0] as Node));
/** The diagonal matrix of a vector, or of one number. */
export function diagonalOf(g: Graph, entries: Node, shape: Shape): Node {
  if (isNumber(entries, 1)) return g.make("identity", [], matrixShape(shape.rows, shape.rows));
  return g.make("diagonalmatrix", [entries], matrixShape(shape.rows, shape.rows));
}

const isNorm = (n: Node) => n.op === "norm";

/** Entry by entry, or a scalar times an array. */
export function multiply(g: Graph, a: Node, b: Node): Node {
  if (b.op === "number" && a.op !== "number") return multiply(g, b, a);
  if (a.op === "number" && b.op === "number") return number(g, (a.value as Fraction).mul(b.value as Fraction));
  if (isNumber(a, 1)) return b;
  if (isNumber(a, -1)) return negate(g, b);
  if (isNumber(a, 0)) return filled(g, a, b);
  if (a.op === "negate") return negate(g, multiply(g, a.args[0] as Node, b));
  if (b.op === "negate") return negate(g, multiply(g, a, b.args[0] as Node));
  if (a.op === "number" && b.op === "multiply" && (b.args[0] as Node).op === "number") return multiply(g, multiply(g, a, b.args[0] as Node), b.args[1] as Node);
  if (a.op === "number" && b.op === "divide" && (b.args[0] as Node).op === "number") return divide(g, multiply(g, a, b.args[0] as Node), b.args[1] as Node);
  if (a.op === "multiply" && (a.args[0] as Node).op === "number" && b.op !== "number") return multiply(g, a.args[0] as Node, multiply(g, a.args[1] as Node, b));
  if (b.op === "multiply" && (b.args[0] as Node).op === "number" && a.op !== "number") return multiply(g, b.args[0] as Node, multiply(g, a, b.args[1] as Node));
  if (a.op === "divide" && isNumber(a.args[0] as Node, 1)) return divide(g, b, a.args[1] as Node, wider(a, b));
  if (b.op === "divide" && isNumber(b.args[0] as Node, 1)) return divide(g, a, b.args[1] as Node, wider(a, b));
  if (a === b) return isNorm(a) ? squaredNorm(g, a) : power(g, a, number(g, 2));
  const structured = multiplyStructured(g, a, b) ?? multiplyStructured(g, b, a);
  return structured ?? g.make("multiply", a.rank > b.rank ? [b, a].reverse() : [a, b], wider(a, b));
}

function multiplyStructured(g: Graph, a: Node, b: Node): Node | undefined {
  const [x, y] = b.args as [Node, Node];
  if (b.op === "fill" && a.rank <= b.rank) return a.rank === b.rank ? multiply(g, x, a) : filled(g, multiply(g, x, a), b);
  if (a.rank === 0 && b.rank === 2) {
    if (b.op === "repeatcols" || b.op === "repeatrows") return g.make(b.op, [multiply(g, a, x)], b);
    if (isDiagonal(b)) return diagonalOf(g, multiply(g, a, diagonalEntries(g, b)), b);
    if (b.op === "kronecker") return scaledKronecker(g, b, (n) => multiply(g, a, n));
    if (b.op === "outer" && a.op !== "number") return g.make("outer", smaller(g, x, y) ? [multiply(g, a, x), y] : [x, multiply(g, a, y)], b);
  }
  if (a.rank !== 2) return undefined;
  if (b.op === "repeatcols") return scaleRows(g, a, x);
  if (b.op === "repeatrows") return scaleCols(g, a, x);
  if (isDiagonal(b)) return diagonalOf(g, multiply(g, diagonalEntries(g, b), diagonal(g, a)), b);
  if (a.op === "outer" && b.op === "outer") return g.make("outer", [multiply(g, a.args[0] as Node, x), multiply(g, a.args[1] as Node, y)], a);
  return undefined;
}
const smaller = (g: Graph, a: Node, b: Node): boolean => g.prices.entries(a) <= g.prices.entries(b);

/** Row i times v_i: diag(v)*A. */
export function scaleRows(g: Graph, a: Node, v: Node): Node {
  if (v.rank === 0) return multiply(g, v, a);
  if (v.op === "fill") return multiply(g, v.args[0] as Node, a);
  if (v.op === "negate") return negate(g, scaleRows(g, a, v.args[0] as Node));
  if (isDiagonal(a)) return diagonalOf(g, multiply(g, v, diagonalEntries(g, a)), a);
  if (a.op === "outer") return g.make("outer", [multiply(g, v, a.args[0] as Node), a.args[1] as Node], a);
  if (a.op === "fill") return multiply(g, a.args[0] as Node, g.make("repeatcols", [v], a));
  return g.make("scalerows", [a, v], a);
}
/** Column j times v_j: A*diag(v). */
export function scaleCols(g: Graph, a: Node, v: Node): Node {
  if (v.rank === 0) return multiply(g, v, a);
  if (v.op === "fill") return multiply(g, v.args[0] as Node, a);
  if (v.op === "negate") return negate(g, scaleCols(g, a, v.args[0] as Node));
  if (isDiagonal(a)) return diagonalOf(g, multiply(g, v, diagonalEntries(g, a)), a);
  if (a.op === "outer") return g.make("outer", [a.args[0] as Node, multiply(g, v, a.args[1] as Node)], a);
  if (a.op === "fill") return multiply(g, a.args[0] as Node, g.make("repeatrows", [v], a));
  return g.make("scalecols", [a, v], a);
}

/** The diagonal of a matrix, as a vector. */
export function diagonal(g: Graph, a: Node): Node {
  const [x, y] = a.args as [Node, Node];
  const shape = vectorShape(a.rows);
  if (isDiagonal(a)) return x && x.rank === 1 ? x : filled(g, diagonalEntries(g, a), shape);
  if (a.op === "outer") return multiply(g, x, y);
  if (a.op === "transpose") return diagonal(g, x);
  if (a.op === "negate") return negate(g, diagonal(g, x));
  if (a.op === "multiply" && x.rank === 0) return multiply(g, x, diagonal(g, y));
  if (a.op === "fill") return filled(g, x, shape);
  return g.make("diagonal", [a], shape);
}

export function divide(g: Graph, a: Node, b: Node, shape: Node = wider(a, b)): Node {
  if (b.op === "number" && !isNumber(b, 0)) {
    if (a.op === "number") return number(g, (a.value as Fraction).div(b.value as Fraction));
    const inverse = (b.value as Fraction).inverse();
    if (inverse.d === 1n || isNegative(b)) return multiply(g, number(g, inverse), a);
  }
  if (a.op === "negate") return negate(g, divide(g, a.args[0] as Node, b));
  if (b.op === "negate") return negate(g, divide(g, a, b.args[0] as Node));
  if (a.op === "divide" && a.rank === b.rank) return divide(g, a.args[0] as Node, multiply(g, a.args[1] as Node, b));
  if (b.op === "divide" && isNumber(b.args[0] as Node, 1)) return multiply(g, a, b.args[1] as Node);
  if (b.op === "fill" && a.rank === b.rank) return divide(g, a, b.args[0] as Node);
  if (b.op === "repeatcols")
    return a.rank === 2
      ? scaleRows(g, a, divide(g, number(g, 1), b.args[0] as Node))
      : multiply(g, a, g.make(b.op, [divide(g, number(g, 1), b.args[0] as Node)], b));
  if (b.op === "repeatrows")
    return a.rank === 2
      ? scaleCols(g, a, divide(g, number(g, 1), b.args[0] as Node))
      : multiply(g, a, g.make(b.op, [divide(g, number(g, 1), b.args[0] as Node)], b));
  if (a.op === "exp") {
    const z = a.args[0] as Node;
    if (b === sumOf(g, a)) return softmaxOf(g, z);
    if (b.op === "add" && b.args.includes(a) && b.args.some((x) => isNumber(x, 1))) return unary(g, "sigmoid", z);
  }
  if (isNumber(a, 1) && b.op === "add" && b.args.some((x) => isNumber(x, 1))) {
    const other = b.args.find((x) => !isNumber(x, 1));
    if (other?.op === "exp") return unary(g, "sigmoid", negate(g, other.args[0] as Node));
  }
  if (isDiagonal(a) && b.rank === 0) return diagonalOf(g, divide(g, diagonalEntries(g, a), b), a);
  if (a.op === "outer" && b.rank === 0)
    return g.make(
      "outer",
      smaller(g, a.args[0] as Node, a.args[1] as Node)
        ? [divide(g, a.args[0] as Node, b), a.args[1] as Node]
        : [a.args[0] as Node, divide(g, a.args[1] as Node, b)],
      a,
    );
  return g.make("divide", [a, b], shape);
}

const softmaxOf = (g: Graph, z: Node): Node => g.make("softmax", [z], z);

/** norm(x)^2 without the root. */
function squaredNorm(g: Graph, n: Node): Node {
  const x = n.args[0] as Node;
  return inner(g, x, x);
}

/** Entry by entry. */
export function power(g: Graph, a: Node, k: Node): Node {
  if (k.op === "number") {
    const v = k.value as Fraction;
    if (v.equals(0)) return filled(g, number(g, 1), a);
    if (v.equals(1)) return a;
    if (v.equals(2) && isNorm(a)) return squaredNorm(g, a);
    if (a.op === "number" && v.d === 1n && v.abs().compare(64) <= 0) return number(g, (a.value as Fraction).pow(v) as Fraction);
    if (v.equals(2)) return a.op === "sqrt" ? (a.args[0] as Node) : g.make("square", [a.op === "negate" ? (a.args[0] as Node) : a], a);
    if (v.s < 0n) return divide(g, number(g, 1), power(g, a, number(g, v.neg())));
    if (v.equals(0.5)) return unary(g, "sqrt", a);
  }
  if (a.op === "fill" && k.rank === 0) return filled(g, power(g, a.args[0] as Node, k), a);
  return g.make("power", [a, k], wider(a, k));
}

type Rule = (g: Graph, x: Node) => Node | undefined;

const one = (b: Node): Node | undefined => (b.op === "add" && b.args.some((x) => isNumber(x, 1)) ? b.args.find((x) => !isNumber(x, 1)) : undefined);

/** Forms of functions of special arguments that keep all digits; the first rule that answers is taken. */
const stable: Partial<Record<CodeOperation, Rule>> = {
  log: (g, x) => {
    const [y] = x.args as [Node];
    if (x.op === "exp") return y;
    if (x.op === "sigmoid") return negate(g, unary(g, "softplus", negate(g, y)));
    if (x.op === "softmax") return subtract(g, y, logsumexpOf(g, y));
    if (x.op === "softmaxcols") return g.make("shiftcols", [y, negate(g, g.make("logsumexpcols", [y], vectorShape(y.cols)))], y);
    if (x.op === "sum" && y.op === "exp") return logsumexpOf(g, y.args[0] as Node);
    if (x.op === "determinant") return g.make("logdeterminant", [y], scalarShape);
    if (x.op === "divide" && isNumber(y, 1)) return negate(g, unary(g, "log", x.args[1] as Node));
    if (x.op === "add") {
      const other = one(x);
      if (other) return other.op === "exp" ? unary(g, "softplus", other.args[0] as Node) : unary(g, "log1p", other);
      if (x.args.every((a) => a.op === "exp") && (x.args[0] as Node).rank === (x.args[1] as Node).rank)
        return g.make(
          "logaddexp",
          x.args.map((a) => a.args[0] as Node),
          x,
        );
    }
    return undefined;
  },
  exp: (g, x) => {
    if (x.op === "log") return x.args[0];
    if (x.op === "negate" && (x.args[0] as Node).op === "softplus") return unary(g, "sigmoid", negate(g, (x.args[0] as Node).args[0] as Node));
    if (x.op === "subtract" && x.rank > 0 && x.args[1] === logsumexpOf(g, x.args[0] as Node)) return softmaxOf(g, x.args[0] as Node);
    return undefined;
  },
  log1p: (g, x) =>
    x.op === "exp"
      ? unary(g, "softplus", x.args[0] as Node)
      : x.op === "negate" && (x.args[0] as Node).op === "sigmoid"
        ? negate(g, unary(g, "softplus", (x.args[0] as Node).args[0] as Node))
        : undefined,
  sqrt: (g, x) =>
    ["dot", "inner"].includes(x.op) && x.args[0] === x.args[1]
      ? g.make("norm", [x.args[0] as Node], scalarShape)
      : x.op === "sum" && (x.args[0] as Node).op === "square"
        ? g.make("norm", [(x.args[0] as Node).args[0] as Node], scalarShape)
        : undefined,
};

/** A function of each entry. */
export function unary(g: Graph, op: CodeOperation, x: Node): Node {
  const better = stable[op]?.(g, x);
  if (better) return better;
  if (x.op === "fill") return filled(g, unary(g, op, x.args[0] as Node), x);
  return g.make(op, [x], x);
}

/** Are all entries known to be >= 0, by what they are? */
export function isNonnegative(g: Graph, n: Node): boolean {
  const args = n.args as [Node, Node];
  if (n.op === "number") return !isNegative(n);
  if (
    [
      "exp",
      "sigmoid",
      "sigmoidslope",
      "softplus",
      "softmax",
      "softmaxcols",
      "square",
      "abs",
      "relu",
      "step",
      "cosh",
      "sqrt",
      "norm",
      "norm1",
      "norminf",
    ].includes(n.op)
  )
    return true;
  if (["add", "multiply", "divide", "scalerows", "scalecols", "outer", "maximum"].includes(n.op)) return args.every((a) => isNonnegative(g, a));
  if (["dot", "inner"].includes(n.op) && args[0] === args[1]) return true;
  if (["sum", "rowsum", "colsum", "mean", "fill", "transpose"].includes(n.op)) return isNonnegative(g, args[0]);
  return g.rely(n, "nonneg");
}

/** The number of rows or columns as a number: a sum of products of dimension names. */
export function sizeNode(g: Graph, d: Dimension): Node {
  if (d.constant !== undefined) return number(g, d.constant);
  return g.make("dimension", [], scalarShape, "", undefined, [d]);
}
