import { addDimensions, type Dimension, dimensionOf, multiplyDimensions, one } from "../expression/dimension.ts";
import type { Node } from "./node.ts";

/** Flops of one node, times 6 so that the coefficients are whole: a polynomial in the dimensions. */
type Flops = (n: Node) => Dimension;

const six = dimensionOf(6);
const times = (...d: readonly Dimension[]): Dimension => d.reduce(multiplyDimensions, one);
/** `k/6` of a product of dimensions. */
const sixths = (k: number, ...d: readonly Dimension[]): Dimension => times(dimensionOf(k), ...d);
/** The number of entries. */
export const entriesOf = (n: Node): Dimension => (n.rank === 0 ? one : times(n.rows, n.cols));
const arg = (n: Node, k = 0): Node => n.args[k] as Node;

const nothing: Flops = () => addDimensions(one, one, -1);
/** One flop an entry of the result. */
const each: Flops = (n) => times(six, entriesOf(n));
/** One flop an entry of the first argument. */
const over: Flops = (n) => times(six, entriesOf(arg(n)));
/** Two flops an entry of the first argument. */
const pairs: Flops = (n) => sixths(12, entriesOf(arg(n)));
const cube =
  (k: number, which: "first" | "both" = "first"): Flops =>
  (n) =>
    which === "first" ? sixths(k, arg(n).rows, arg(n).rows, arg(n).rows) : sixths(k, arg(n).rows, arg(n).cols, arg(n).cols);
/** 2*n^2*k: two triangular solves with k right sides; the second argument holds the sides. */
const solves: Flops = (n) => sixths(12, arg(n).rows, arg(n).rows, arg(n, 1).cols);

/**
 * What code is made of, each with its cost. Vectors have no direction: `matvec` of a transpose is a row times a matrix.
 * A product counts 2 flops for each multiplication and addition, a function of an entry 1; decompositions by iteration count what is usual.
 */
export const codeOperations = {
  argument: nothing,
  number: nothing,
  dimension: nothing,
  index: nothing,
  /** Where an integral is evaluated. */
  point: nothing,
  pi: nothing,

  negate: each,
  add: each,
  subtract: each,
  multiply: each,
  divide: each,
  power: each,
  square: each,
  maximum: each,
  minimum: each,
  logaddexp: each,
  exp: each,
  log: each,
  log1p: each,
  expm1: each,
  sqrt: each,
  abs: each,
  sign: each,
  sin: each,
  cos: each,
  tan: each,
  asin: each,
  acos: each,
  atan: each,
  sinh: each,
  cosh: each,
  tanh: each,
  sigmoid: each,
  softplus: each,
  /** sigmoid(x)*sigmoid(-x). */
  sigmoidslope: (n: Node) => sixths(24, entriesOf(n)),
  relu: each,
  step: each,
  gelu: each,
  silu: each,
  erf: each,

  /** args: matrix, vector: entry (i, j) with v_i or v_j. */
  shiftrows: each,
  shiftcols: each,
  scalerows: each,
  scalecols: each,
  /** args: matrix, and a vector or scalar that is added to its diagonal. */
  adddiagonal: (n: Node) => times(six, n.rows),

  dot: pairs,
  inner: pairs,
  outer: each,
  matvec: pairs,
  matmul: (n: Node) => sixths(12, entriesOf(arg(n)), arg(n, 1).cols),
  /** A'*A, by one half. */
  gram: (n: Node) => addDimensions(sixths(6, arg(n).rows, arg(n).cols, arg(n).cols), sixths(6, arg(n).rows, arg(n).cols)),
  kronecker: each,
  /** comm(m, n)*A and A*comm(m, n): rows or columns in another order. */
  commuterows: nothing,
  commutecols: nothing,

  transpose: nothing,
  vec: nothing,
  unvec: nothing,
  ascolumn: nothing,
  asrow: nothing,
  diagonalmatrix: nothing,
  diagonal: nothing,
  repeatcols: nothing,
  repeatrows: nothing,
  identity: nothing,
  fill: nothing,
  unit: nothing,
  shift: nothing,
  commutation: nothing,
  entry: nothing,
  columnat: nothing,
  rowat: nothing,
  lowertriangle: nothing,
  uppertriangle: nothing,
  skew: nothing,
  cross: (n: Node) => sixths(18, n.rows),
  delta: nothing,
  factorial: nothing,

  sum: over,
  mean: over,
  rowsum: over,
  colsum: over,
  trace: (n: Node) => times(six, arg(n).rows),
  norm: pairs,
  norm1: pairs,
  norminf: pairs,
  /** The greatest entry, of all or of each column. */
  greatest: over,
  greatestcols: over,
  logsumexp: (n: Node) => sixths(18, entriesOf(arg(n))),
  softmax: (n: Node) => sixths(24, entriesOf(arg(n))),
  logsumexpcols: (n: Node) => sixths(18, entriesOf(arg(n))),
  softmaxcols: (n: Node) => sixths(24, entriesOf(arg(n))),

  inverse: cube(12),
  solve: (n: Node) => addDimensions(cube(4)(n), solves(n)),
  cholesky: cube(2),
  /** The factor as later operations take it. */
  cholfactor: cube(2),
  cholsolve: solves,
  cholinverse: cube(12),
  chollogdet: (n: Node) => sixths(12, arg(n).rows),
  lufactor: cube(4),
  lusolve: solves,
  /** Solves with the transpose of what was factored. */
  lusolvetransposed: solves,
  luinverse: cube(8),
  lulogdet: (n: Node) => sixths(12, arg(n).rows),
  /** args: a lower (upper) triangular matrix, right sides. */
  solvelower: (n: Node) => sixths(6, arg(n).rows, arg(n).rows, arg(n, 1).cols),
  solveupper: (n: Node) => sixths(6, arg(n).rows, arg(n).rows, arg(n, 1).cols),
  logdeterminant: cube(4),
  determinant: cube(4),
  adjugate: cube(132),
  pseudoinverse: cube(132, "both"),
  matrixpower: cube(24),
  expm: cube(120),
  logm: cube(150),
  sinm: cube(120),
  cosm: cube(120),
  sqrtm: cube(150),
  spectralnorm: cube(24, "both"),
  nuclear: cube(24, "both"),
  lambdamax: cube(8),

  /** args: lower bound, upper bound, body; `text` is the index. The cost of the body is counted where it stands. */
  loop: nothing,
  /** The same by a quadrature; `text` is the variable. */
  integral: nothing,
} satisfies Record<string, Flops>;

export type CodeOperation = keyof typeof codeOperations;
