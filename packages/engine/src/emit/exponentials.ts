import { add, divide, isNumber, multiply, negate, number, scaleCols, scaleRows, subtract, unary } from "./entries.ts";
import { dot, inner, matmul, matvec, outer } from "./linear.ts";
import { type Graph, type Node, nodesBelow, scalarShape, vectorShape } from "./node.ts";
import type { CodeOperation } from "./operation.ts";
import { colsumOf, meanOf, rowsumOf, sumOf } from "./reductions.ts";

/** Sums of exponentials over one another and under a logarithm: all are divided by the greatest of them, and none overflows. */

type Binary = (g: Graph, a: Node, b: Node) => Node;
/** Operations that are linear in either factor. */
const products: Partial<Record<CodeOperation, Binary>> = { dot, inner, matvec, matmul, multiply, outer, scalerows: scaleRows, scalecols: scaleCols };
const sums: Partial<Record<CodeOperation, Binary>> = { add, subtract };
const reductions: Partial<Record<CodeOperation, (g: Graph, a: Node) => Node>> = { sum: sumOf, rowsum: rowsumOf, colsum: colsumOf, mean: meanOf };

const rearranging: ReadonlySet<CodeOperation> = new Set(["diagonalmatrix", "diagonal", "transpose", "ascolumn", "asrow", "repeatrows", "repeatcols"]);

/** The exponents of a value that is a sum of exponentials, each times what has none; with `0` where a term is no exponential. Undefined for what is none. */
function exponentsOf(g: Graph, n: Node): readonly Node[] | undefined {
  if (n.op === "exp") return [n.args[0] as Node];
  const [a, b] = n.args as [Node, Node];
  if (n.op === "negate" || reductions[n.op]) return exponentsOf(g, a);
  if (n.op === "divide") return hasExponential(b) ? undefined : exponentsOf(g, a);
  if (products[n.op]) return hasExponential(a) ? (hasExponential(b) ? undefined : exponentsOf(g, a)) : exponentsOf(g, b);
  if (!sums[n.op]) return undefined;
  const both = [a, b].map((x) => (hasExponential(x) ? exponentsOf(g, x) : [number(g, 0)]));
  return both.every((x) => x !== undefined) ? [...new Set(both.flat() as Node[])] : undefined;
}
/** Is it a sum of exponentials, or a hyperbolic cosine? */
export const growsFast = (n: Node): boolean => n.op === "cosh" || (isSum(n) && hasExponential(n));
const hasExponential = (n: Node): boolean => nodesBelow(n).some((x) => x.op === "exp");

/** The greatest of the exponents: one number where they are summed, entry by entry where they are not. */
function greatestOf(g: Graph, n: Node): Node | undefined {
  const exponents = exponentsOf(g, n);
  if (!exponents || exponents.some((e) => e.bound.size > n.bound.size)) return undefined;
  const own = exponents.map((e) =>
    e.rank === n.rank && e.rows === n.rows && e.cols === n.cols ? e : n.rank === 0 ? g.make("greatest", [e], scalarShape) : isNumber(e) ? e : undefined,
  );
  if (own.some((e) => e === undefined)) return n.op === "colsum" ? g.make("greatestcols", [exponents[0] as Node], vectorShape(n.rows)) : undefined;
  return (own as Node[]).reduce((a, b) => g.make("maximum", [a, b], a.rank > b.rank ? a : b));
}

/** n*exp(-top), where n is linear in exponentials and what has none. */
function scaledDown(g: Graph, n: Node, top: Node): Node | undefined {
  const [a, b] = n.args as [Node, Node];
  if (n.op === "exp")
    return top.rank === 0 || (top.rank === a.rank && top.rows === a.rows && top.cols === a.cols) ? unary(g, "exp", subtract(g, a, top)) : undefined;
  if (!hasExponential(n)) return top.rank <= n.rank || n.rank === 0 ? multiply(g, unary(g, "exp", negate(g, top)), n) : undefined;
  if (n.op === "negate") return map(scaledDown(g, a, top), (x) => negate(g, x));
  if (rearranging.has(n.op)) return top.rank === 0 ? map(scaledDown(g, a, top), (x) => g.make(n.op, [x], n)) : undefined;
  const reduce = reductions[n.op];
  if (reduce) return top.rank === 0 ? map(scaledDown(g, a, top), (x) => reduce(g, x)) : undefined;
  if (n.op === "divide") return hasExponential(b) ? undefined : map(scaledDown(g, a, top), (x) => divide(g, x, b));
  const sum = sums[n.op];
  if (sum) return map(scaledDown(g, a, top), (x) => map(scaledDown(g, b, top), (y) => sum(g, x, y)));
  const product = products[n.op];
  if (!product || (top.rank > 0 && n.op !== "multiply")) return undefined;
  const first = isLarge(a, top) || !hasExponential(b);
  return first ? map(scaledDown(g, a, top), (x) => product(g, x, b)) : map(scaledDown(g, b, top), (y) => product(g, a, y));
}
/** Does it hold exponentials that were not divided by the greatest yet? */
const isLarge = (n: Node, top: Node): boolean => nodesBelow(n).some((x) => x.op === "exp" && !nodesBelow(x).includes(top));
const map = (x: Node | undefined, f: (x: Node) => Node | undefined): Node | undefined => x && f(x);

/** Does a sum of exponentials have terms enough to need it? exp(a) alone has its logarithm and its reciprocal. */
const isSum = (n: Node): boolean => sums[n.op] !== undefined || reductions[n.op] !== undefined || n.op === "dot" || n.op === "inner" || n.op === "matvec";

/** log(n), and log(1 + n), of a sum of exponentials. */
export function logOfExponentials(g: Graph, n: Node, one = false): Node | undefined {
  const whole = one ? g.make("add", [number(g, 1), n], n) : n;
  if (n.op === "exp" || !(one || isSum(n) || n.op === "multiply" || n.op === "divide")) return undefined;
  const top = greatestOf(g, whole);
  const down = top && scaledDown(g, whole, top);
  return down && add(g, top, g.make("log", [down], down));
}

/** Factors over a sum of exponentials, which is put in a form that cannot overflow; undefined where it is no such sum. */
export function overExponentials(g: Graph, above: readonly Node[], sum: Node): { readonly above: Node[]; readonly below: Node } | undefined {
  const e = sum.op === "sum" && sum.args[0]?.op === "exp" ? sum.args[0] : undefined;
  // a factor that is linear in what is summed takes softmax in its place
  if (e) {
    const shares = divide(g, e, sum);
    for (const [k, n] of above.entries()) {
      const put = linearIn(g, n, e, shares);
      if (put) return { above: [...above.slice(0, k), put, ...above.slice(k + 1)], below: number(g, 1) };
    }
  }
  const squares = above.findIndex((n) => n.op === "square" && (sum.op === "cosh" || hasExponential(n)));
  if (squares >= 0 && growsFast(sum)) {
    const root = (above[squares] as Node).args[0] as Node;
    return overExponentials(g, [...above.slice(0, squares), root, root, ...above.slice(squares + 1)], sum);
  }
  if (sum.op === "cosh") {
    const at = above.findIndex((n) => n.op === "sinh" && n.args[0] === sum.args[0]);
    return at < 0 ? undefined : { above: [...above.slice(0, at), unary(g, "tanh", sum.args[0] as Node), ...above.slice(at + 1)], below: number(g, 1) };
  }
  if (!growsFast(sum)) return undefined;
  const pair = sum.op === "add" ? halves(g, sum) : undefined;
  for (const [x, share] of pair ?? []) {
    const at = above.indexOf(x);
    if (at >= 0) return { above: [...above.slice(0, at), share, ...above.slice(at + 1)], below: number(g, 1) };
  }
  const one = pair?.find(([x]) => isNumber(x));
  if (one) return { above: [...above, one[1]], below: number(g, 1) };
  const top = greatestOf(g, sum);
  const below = top && scaledDown(g, sum, top);
  if (!below) return undefined;
  for (const [k, n] of above.entries()) {
    const put = isLarge(n, top) ? scaledDown(g, n, top) : undefined;
    if (put) return { above: [...above.slice(0, k), put, ...above.slice(k + 1)], below };
  }
  return { above: [...above, unary(g, "exp", negate(g, top))], below };
}

/** exp(a) and exp(b) of their sum, each with its share of it: sigmoid(a - b); 1 is exp(0). */
function halves(g: Graph, sum: Node): (readonly [Node, Node])[] | undefined {
  const [a, b] = sum.args as [Node, Node];
  if (a.rank !== b.rank && !isNumber(a) && !isNumber(b)) return undefined;
  const exponent = (n: Node) => (n.op === "exp" ? (n.args[0] as Node) : isNumber(n, 1) ? number(g, 0) : undefined);
  const [x, y] = [exponent(a), exponent(b)];
  if (!x || !y) return undefined;
  return [
    [a, unary(g, "sigmoid", subtract(g, x, y))],
    [b, unary(g, "sigmoid", subtract(g, y, x))],
  ];
}

/** n with `share` for e, where n is a multiple of e; undefined where it is not. */
function linearIn(g: Graph, n: Node, e: Node, share: Node): Node | undefined {
  if (n === e) return share;
  const [a, b] = n.args as [Node, Node];
  if (n.op === "negate") return map(linearIn(g, a, e, share), (x) => negate(g, x));
  const by = products[n.op];
  if (!by || n.op === "matmul" || n.op === "scalecols") return undefined;
  const first = linearIn(g, a, e, share);
  if (first) return by(g, first, b);
  const second = linearIn(g, b, e, share);
  return second && by(g, a, second);
}
