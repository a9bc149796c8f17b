import type Fraction from "fraction.js";
import type { Dimension } from "../expression/dimension.ts";
import { type Apply, type Expression, isScalar } from "../expression/node.ts";
import { consultedProperties, holds } from "../normal/properties.ts";
import { chain, type Factor, factorOf, traceOfChain } from "./chain.ts";
import { add, diagonal, diagonalOf, divide, filled, isNumber, multiply, negate, number, power, scaleRows, sizeNode, unary } from "./entries.ts";
import { inverseOf } from "./inverse.ts";
import { cellAt, columnAt, dot, entryAt, inner, kronecker, matmul, matvec, outer, traceOf, transpose, unvec, vec } from "./linear.ts";
import { type Graph, matrixShape, type Node, scalarShape, shapeOf, vectorShape } from "./node.ts";
import type { CodeOperation } from "./operation.ts";
import { colsumOf, logsumexpOf, meanOf, normOf, rowsumOf, sumOf } from "./reductions.ts";

/** An operation that code cannot say, by its name in the language. */
export class Unsayable extends Error {}

/** Expressions in normal form become graphs of what code computes. */
export class Lowering {
  private readonly known = new Map<number, Node>();

  /** `indices` gives the index variables of the sums around, each under a name of its own. */
  constructor(
    readonly g: Graph,
    private readonly indices: ReadonlyMap<string, string> = new Map(),
  ) {}

  /** Reads the body of a sum. */
  inside(index: string, name: string): Lowering {
    return new Lowering(this.g, new Map([...this.indices, [index, name]]));
  }

  lower(e: Expression): Node {
    let n = this.known.get(e.id);
    if (!n) {
      n = this.make(e);
      this.known.set(e.id, n);
    }
    return n;
  }

  private make(e: Expression): Node {
    const { g } = this;
    if (e.kind === "constant") return number(g, e.value, e.text);
    if (e.kind === "variable") {
      const index = this.indices.get(e.name);
      if (index !== undefined) return g.make(index.endsWith("~") ? "point" : "index", [], scalarShape, index);
      const n = g.make("argument", [], shapeOf(e.rows, e.cols), e.name);
      for (const property of ["posdef", "symmetric", "nonneg"] as const) this.prove(e, n, property);
      return n;
    }
    const rule = rules[e.operation.name];
    if (!rule) throw new Unsayable(e.operation.spelling ?? e.operation.name);
    return rule(this, e);
  }

  /** Notes for the node what the declared words prove of the expression. */
  prove(e: Expression, n: Node, property: string): void {
    const before = new Set(consultedProperties().map((c) => `${c.name} ${c.property}`));
    if (!holds(e, property)) return;
    const words = consultedProperties().map((c) => `${c.name} ${c.property}`);
    const mine = e.kind === "variable" ? words.filter((w) => w.startsWith(`${e.name} `)) : words.filter((w) => !before.has(w));
    this.g.know(n, property, mine);
  }

  args(e: Apply): Node[] {
    return e.args.map((a) => this.lower(a));
  }
  arg(e: Apply, k = 0): Node {
    return this.lower(e.args[k] as Expression);
  }
}

type Rule = (l: Lowering, e: Apply) => Node;

/** The base of a reciprocal, or of that of a square. */
function underOf(e: Expression): { readonly base: Expression; readonly exponent: 1 | 2 } | undefined {
  if (e.kind !== "apply" || !(e.operation.name === "entrypower" || (e.operation.name === "power" && isScalar(e)))) return undefined;
  const [base, exponent] = e.args as [Expression, Expression];
  if (exponent.kind !== "constant") return undefined;
  return exponent.value.equals(-1) ? { base, exponent: 1 } : exponent.value.equals(-2) ? { base, exponent: 2 } : undefined;
}

/** The product of entries, reciprocals gathered under one bar. */
function entryProduct(l: Lowering, args: readonly Expression[]): Node {
  const { g } = l;
  const above: Node[] = [];
  const below: Node[] = [];
  for (const a of args) {
    const under = underOf(a);
    if (under) below.push(...(under.exponent === 2 ? [l.lower(under.base), l.lower(under.base)] : [l.lower(under.base)]));
    else above.push(l.lower(a));
  }
  for (const [k, sum] of below.entries()) {
    const shares = sharesOf(g, above, sum);
    if (!shares) continue;
    above.splice(0, above.length, ...shares);
    below[k] = number(g, 1);
  }
  const product = (list: readonly Node[]) => list.reduce((a, b) => multiply(g, a, b), number(g, 1) as Node);
  const under = product(below);
  const over = product(withSlopes(g, above));
  return isNumber(under, 1) ? over : divide(g, over, under);
}

/** Over the sum of exponentials: a factor that is linear in them takes softmax in their place, which cannot overflow. */
function sharesOf(g: Graph, above: readonly Node[], sum: Node): Node[] | undefined {
  const e = sum.op === "sum" && sum.args[0]?.op === "exp" ? sum.args[0] : undefined;
  if (!e) return undefined;
  const shares = divide(g, e, sum);
  for (const [k, n] of above.entries()) {
    const put = linearIn(g, n, e, shares);
    if (put) return [...above.slice(0, k), put, ...above.slice(k + 1)];
  }
  return undefined;
}

/** n with `share` for e, where n is a multiple of e; undefined where it is not. */
function linearIn(g: Graph, n: Node, e: Node, share: Node): Node | undefined {
  if (n === e) return share;
  const [a, b] = n.args as [Node, Node];
  const rebuild: Partial<Record<CodeOperation, (g: Graph, a: Node, b: Node) => Node>> = { dot, inner, matvec, multiply, outer, negate, scalerows: scaleRows };
  const by = rebuild[n.op];
  if (!by) return undefined;
  const first = linearIn(g, a, e, share);
  if (first) return by(g, first, b);
  const second = b && linearIn(g, b, e, share);
  return second && by(g, a, second);
}

/** The factors, sigmoid(x) and sigmoid(-x) as one function. */
function withSlopes(g: Graph, factors: readonly Node[]): Node[] {
  const out = [...factors];
  for (const n of factors) {
    if (n.op !== "sigmoid" || !out.includes(n)) continue;
    const mirror = unary(g, "sigmoid", negate(g, n.args[0] as Node));
    const at = out.indexOf(mirror);
    if (at < 0 || mirror === n) continue;
    out.splice(at, 1);
    out[out.indexOf(n)] = g.make("sigmoidslope", [(n.args[0] as Node).op === "negate" ? (mirror.args[0] as Node) : (n.args[0] as Node)], n);
  }
  return out;
}

/** Scalars times a chain of matrices; the scalars go to the smallest factor. */
function productOf(l: Lowering, e: Apply): Node {
  const { g } = l;
  const scalars = e.args.filter(isScalar);
  const others = e.args.filter((a) => !isScalar(a));
  if (!others.length) return entryProduct(l, scalars);
  const factors = factorsOf(l, others);
  const whole = factors.length === 1 ? (factors[0] as Factor).node : chain(g, factors).node;
  g.keep(whole);
  return scaled(g, entryProduct(l, scalars), whole);
}
/** The factors of a chain; a small negative power of a matrix is so many inverses, to be solved with one by one. */
function factorsOf(l: Lowering, others: readonly Expression[]): Factor[] {
  return others.flatMap((a) => {
    const f = factorOf(a, l.lower(a));
    const k = a.kind === "apply" && a.operation.name === "power" && f.node.rank === 2 && a.args[1]?.kind === "constant" ? a.args[1].value : undefined;
    if (k?.d !== 1n || k.s >= 0n || k.n > 3n) return [f];
    const inverse = inverseOf(l.g, l.lower((a as Apply).args[0] as Expression));
    return Array.from({ length: Number(k.n) }, () => ({ node: inverse, row: false }));
  });
}
function scaled(g: Graph, s: Node, a: Node): Node {
  return s.op === "divide" && (s.args[0] as Node).op === "number" ? divide(g, multiply(g, s.args[0] as Node, a), s.args[1] as Node) : multiply(g, s, a);
}

function traceRule(l: Lowering, e: Apply): Node {
  const { g } = l;
  const a = e.args[0] as Expression;
  if (a.kind !== "apply" || a.operation.name !== "product") return traceOf(g, l.lower(a));
  const scalars = a.args.filter(isScalar);
  const others = factorsOf(
    l,
    a.args.filter((x) => !isScalar(x)),
  );
  const whole = others.length < 2 || others.some((f) => f.node.rank < 2) ? traceOf(g, chain(g, others).node) : traceOfChain(g, others);
  return multiply(g, entryProduct(l, scalars), whole);
}

function diagonalRule(l: Lowering, e: Apply): Node {
  const { g } = l;
  const a = e.args[0] as Expression;
  if (a.kind === "apply" && a.operation.name === "product" && !a.args.some(isScalar)) {
    const factors = a.args.map((x) => factorOf(x, l.lower(x)));
    if (factors.length > 1 && factors.every((f) => f.node.rank === 2)) {
      let best: Node | undefined;
      for (let k = 1; k < factors.length; k++) {
        const [left, right] = [chain(g, factors.slice(0, k)).node, chain(g, factors.slice(k)).node];
        const candidate = rowsumOf(g, multiply(g, left, transpose(g, right)));
        if (!best || g.prices.of(candidate) < g.prices.of(best)) best = candidate;
      }
      return best as Node;
    }
  }
  return diagonal(g, l.lower(a));
}

function sumRule(l: Lowering, e: Apply): Node {
  const { g } = l;
  const nodes = l.args(e);
  for (const n of nodes) g.keep(n);
  const [head, ...rest] = [...nodes.filter((n) => !isMinus(n)), ...nodes.filter(isMinus)] as [Node, ...Node[]];
  return rest.reduce((a, b) => add(g, a, b), head);
}
const isMinus = (n: Node): boolean =>
  n.op === "negate" || (n.op === "number" && (n.value as Fraction).s < 0n) || ((n.op === "multiply" || n.op === "divide") && isMinus(n.args[0] as Node));

/** X^k of a square matrix: products for small k, inverses and roots by their own names. */
function powerRule(l: Lowering, e: Apply): Node {
  const { g } = l;
  const [base, exponent] = e.args as [Expression, Expression];
  if (isScalar(base)) return power(g, l.lower(base), l.lower(exponent));
  const a = l.lower(base);
  if (exponent.kind !== "constant") {
    if (!holds(exponent, "integer")) throw new Unsayable("a power of a matrix by a number that is no integer");
    return g.make("matrixpower", [a, l.lower(exponent)], a);
  }
  const k = exponent.value;
  if (k.s < 0n && k.n !== 0n) {
    l.prove(base, a, "posdef");
    return k.d === 1n ? matrixPower(g, inverseOf(g, a), k.neg()) : inverseOf(g, matrixPower(g, a, k.neg()));
  }
  return matrixPower(g, a, k);
}
function matrixPower(g: Graph, a: Node, k: Fraction): Node {
  if (k.equals(0)) return g.make("identity", [], a);
  if (k.equals(1)) return a;
  if (k.equals(2)) return matmul(g, a, a);
  if (k.equals(3)) return matmul(g, matmul(g, a, a), a);
  if (k.equals(0.5)) return g.make("sqrtm", [a], a);
  if (k.d !== 1n) throw new Unsayable(`the power ${k.toFraction()} of a matrix`);
  return g.make("matrixpower", [a, number(g, k)], a);
}

function entryRule(l: Lowering, e: Apply): Node {
  const { g } = l;
  const [a, i, j] = e.args as [Expression, Expression, Expression | undefined];
  const n = l.lower(a);
  const at = l.lower(i);
  if (n.rank === 2) return j ? cellAt(g, n, at, l.lower(j)) : columnAt(g, n, at);
  if (!j) return n.rank === 0 ? n : entryAt(g, n, at);
  return n.rank === 0 ? n : entryAt(g, n, a.rows.text === "1" ? l.lower(j) : at);
}

/** A Kronecker product of what may be a column, a row or a matrix. */
function kroneckerRule(l: Lowering, e: Apply): Node {
  const { g } = l;
  const [a, b] = e.args.map((x) => factorOf(x, l.lower(x))) as [Factor, Factor];
  if (a.node.rank === 0 || b.node.rank === 0) return multiply(g, a.node, b.node);
  if (a.node.rank === 1 && b.node.rank === 1) {
    if (a.row === b.row) return kronecker(g, a.node, b.node);
    return a.row ? outer(g, b.node, a.node) : outer(g, a.node, b.node);
  }
  const matrix = (f: Factor): Node =>
    f.node.rank === 2
      ? f.node
      : f.row
        ? g.make("asrow", [f.node], matrixShape(f.node.cols, f.node.rows))
        : g.make("ascolumn", [f.node], matrixShape(f.node.rows, f.node.cols));
  return kronecker(g, matrix(a), matrix(b));
}

function inverseRule(l: Lowering, e: Apply): Node {
  const a = e.args[0] as Expression;
  const n = l.arg(e);
  l.prove(a, n, "posdef");
  return inverseOf(l.g, n);
}

function loopRule(l: Lowering, e: Apply): Node {
  const { g } = l;
  const [index, low, high, body] = e.args as [Expression & { name: string }, Expression, Expression, Expression];
  // a variable of integration is no whole number
  const name = `${index.name}.${e.id}${e.operation.name === "integral" ? "~" : ""}`;
  const inside = l.inside(index.name, name).lower(body);
  return g.make(e.operation.name === "integral" ? "integral" : "loop", [l.lower(low), l.lower(high), inside], inside, name);
}

/** An operation of the same name or another, whose shape is that in the language. */
const same =
  (op: CodeOperation): Rule =>
  (l, e) =>
    l.g.make(op, l.args(e), shapeOf(e.rows, e.cols), "", undefined, e.dimensions);
/** An entry-wise function. */
const entrywise =
  (op: CodeOperation): Rule =>
  (l, e) =>
    unary(l.g, op, l.arg(e));

const entryFunctions = [
  "exp",
  "log",
  "log1p",
  "expm1",
  "sqrt",
  "abs",
  "sign",
  "sin",
  "cos",
  "tan",
  "asin",
  "acos",
  "atan",
  "sinh",
  "cosh",
  "tanh",
  "sigmoid",
  "softplus",
  "relu",
  "step",
  "gelu",
  "silu",
  "erf",
] as const;

/** What each operation of the language becomes; an operation without a row is refused by its name. */
const rules: Readonly<Record<string, Rule>> = {
  add: sumRule,
  product: productOf,
  hadamard: (l, e) => entryProduct(l, e.args),
  power: powerRule,
  entrypower: (l, e) => power(l.g, l.arg(e), l.arg(e, 1)),
  transpose: (l, e) => transpose(l.g, l.arg(e)),
  dimension: (l, e) => sizeNode(l.g, e.dimensions[0] as Dimension),
  summation: loopRule,
  integral: loopRule,
  entry: entryRule,
  member: (l, e) => unvec(l.g, columnAt(l.g, l.arg(e), l.arg(e, 1)), e.rows, e.cols),
  trace: traceRule,
  sum: (l, e) => sumOf(l.g, l.arg(e)),
  rowsum: (l, e) => (isScalar(e) ? sumOf : rowsumOf)(l.g, l.arg(e)),
  colsum: (l, e) => (isScalar(e) ? sumOf(l.g, l.arg(e)) : l.arg(e).rank < 2 ? l.arg(e) : colsumOf(l.g, l.arg(e))),
  mean: (l, e) => meanOf(l.g, l.arg(e)),
  diagonalmatrix: (l, e) => diagonalOf(l.g, l.arg(e), matrixShape(e.rows, e.cols)),
  diagonal: diagonalRule,
  kronecker: kroneckerRule,
  vectorization: (l, e) => vec(l.g, l.arg(e)),
  outer: (l, e) => (isScalar(e) ? multiply(l.g, l.arg(e), l.arg(e, 1)) : outer(l.g, l.arg(e), l.arg(e, 1))),
  dot: (l, e) => sumOf(l.g, multiply(l.g, l.arg(e), l.arg(e, 1))),
  lowertriangle: same("lowertriangle"),
  uppertriangle: same("uppertriangle"),
  skewmatrix: same("skew"),
  cross: same("cross"),
  identity: (l, e) => l.g.make("identity", [], matrixShape(e.rows, e.cols)),
  ones: (l, e) => filled(l.g, number(l.g, 1), shapeOf(e.rows, e.cols)),
  zeros: (l, e) => filled(l.g, number(l.g, 0), shapeOf(e.rows, e.cols)),
  unitvector: (l, e) => l.g.make("unit", [l.arg(e)], vectorShape(e.rows)),
  kroneckerdelta: same("delta"),
  factorial: same("factorial"),
  pi: same("pi"),
  commutation: same("commutation"),
  shift: same("shift"),
  maximum: same("maximum"),
  minimum: same("minimum"),
  inverse: inverseRule,
  logdeterminant: (l, e) => {
    l.prove(e.args[0] as Expression, l.arg(e), "posdef");
    const a = l.arg(e);
    return a.rank === 0 ? unary(l.g, "log", unary(l.g, "abs", a)) : l.g.make("logdeterminant", [a.op === "transpose" ? (a.args[0] as Node) : a], scalarShape);
  },
  determinant: (l, e) => {
    l.prove(e.args[0] as Expression, l.arg(e), "posdef");
    return l.arg(e).rank === 0 ? l.arg(e) : l.g.make("determinant", [l.arg(e)], scalarShape);
  },
  adjugate: same("adjugate"),
  pseudoinverse: same("pseudoinverse"),
  cholesky: same("cholesky"),
  lambdamax: same("lambdamax"),
  expm: same("expm"),
  logm: same("logm"),
  sinm: same("sinm"),
  cosm: same("cosm"),
  sqrtm: same("sqrtm"),
  normF: (l, e) => normOf(l.g, l.arg(e)),
  norm2: (l, e) => normOf(l.g, l.arg(e)),
  spectralnorm: same("spectralnorm"),
  norm1: same("norm1"),
  norminf: same("norminf"),
  nuclear: same("nuclear"),
  logsumexp: (l, e) => logsumexpOf(l.g, l.arg(e)),
  softmax: (l, e) => (l.arg(e).rank === 0 ? number(l.g, 1) : l.g.make(l.arg(e).rank === 2 ? "softmaxcols" : "softmax", [l.arg(e)], l.arg(e))),
  ...Object.fromEntries(entryFunctions.map((op) => [op, entrywise(op)])),
};
