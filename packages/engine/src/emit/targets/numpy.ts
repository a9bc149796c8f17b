import { points } from "../cost.ts";
import type { Node } from "../node.ts";
import type { Target } from "../target.ts";
import { atom, infix, levels, pattern, type Spelling, type Spellings, type Writer } from "../write.ts";
import { type PythonLibrary, writePython } from "./python.ts";
import { call, parameters, text } from "./spell.ts";

const sides = (w: Writer, n: Node): string => (n.rank === 1 ? w.rows(n) : `(${w.rows(n)}, ${w.cols(n)})`);
/** `x**2`, and with spaces where the base is more than a name. */
const powered =
  (exponent: (w: Writer, n: Node) => string): Spelling =>
  (w, n) => {
    const [base, by] = [w.arg(n, 0, levels.atom), exponent(w, n)];
    return { text: /^\w+$/.test(base) && /^\w+$/.test(by) ? `${base}**${by}` : `${base} ** ${by}`, level: levels.power };
  };
/** v added to rows or columns; minus v where v is a negative. */
const shifted =
  (place: string): Spelling =>
  (w, n) => {
    const v = n.args[1] as Node;
    const minus = v.op === "negate" && !w.isNamed(v);
    const by = minus ? w.held(w.piece(v.args[0] as Node), place ? levels.atom : levels.product) : w.arg(n, 1, place ? levels.atom : levels.product);
    return { text: `${w.arg(n, 0, levels.sum)} ${minus ? "-" : "+"} ${by}${place}`, level: levels.sum };
  };
/** Rows or columns times v; over v where v is a reciprocal. */
const scaled =
  (place: string): Spelling =>
  (w, n) => {
    const v = n.args[1] as Node;
    const over = v.op === "divide" && isOne(v.args[0] as Node) && !w.isNamed(v);
    const by = over ? w.arg(v, 1) : w.arg(n, 1, place ? levels.atom : levels.prefix);
    return { text: `${w.arg(n, 0, levels.product)} ${over ? "/" : "*"} ${by}${place}`, level: levels.product };
  };
const isOne = (n: Node): boolean => n.op === "number" && (n.value?.equals(1) ?? false);

/** The operations in NumPy's words; `np` is the name of the module, so that what keeps its interface can share them. */
export const arraySpellings = (np: string): Spellings => ({
  argument: null,
  number: null,
  dimension: null,
  index: null,
  point: null,
  pi: pattern(`${np}.pi`),
  negate: (w, n) => ({ text: `-${w.arg(n, 0, levels.prefix)}`, level: levels.prefix }),
  add: infix("+", levels.sum),
  subtract: infix("-", levels.sum),
  multiply: infix("*", levels.product),
  divide: infix("/", levels.product),
  power: powered((w, n) => w.arg(n, 1, levels.atom)),
  square: powered(() => "2"),
  maximum: call(`${np}.maximum`, 2),
  minimum: call(`${np}.minimum`, 2),
  logaddexp: call(`${np}.logaddexp`, 2),
  exp: call(`${np}.exp`),
  log: call(`${np}.log`),
  log1p: call(`${np}.log1p`),
  expm1: call(`${np}.expm1`),
  sqrt: call(`${np}.sqrt`),
  abs: call(`${np}.abs`),
  sign: call(`${np}.sign`),
  sin: call(`${np}.sin`),
  cos: call(`${np}.cos`),
  tan: call(`${np}.tan`),
  asin: call(`${np}.arcsin`),
  acos: call(`${np}.arccos`),
  atan: call(`${np}.arctan`),
  sinh: call(`${np}.sinh`),
  cosh: call(`${np}.cosh`),
  tanh: call(`${np}.tanh`),
  sigmoid: call("expit"),
  sigmoidslope: call("_sigmoid_slope"),
  softplus: pattern(`${np}.logaddexp(0, $0)`),
  relu: pattern(`${np}.maximum($0, 0)`),
  step: pattern(`${np}.heaviside($0, 0)`),
  gelu: pattern(`$0 * (1 + erf($0 / ${np}.sqrt(2))) / 2`, levels.product),
  silu: pattern("$0 * expit($0)", levels.product),
  erf: call("erf"),
  shiftrows: shifted("[:, None]"),
  shiftcols: shifted(""),
  scalerows: scaled("[:, None]"),
  scalecols: scaled(""),
  adddiagonal: call("_add_to_diagonal", 2),
  dot: infix("@", levels.product),
  inner: call(`${np}.vdot`, 2),
  outer: call(`${np}.outer`, 2),
  matvec: infix("@", levels.product),
  matmul: infix("@", levels.product),
  gram: (w, n) => {
    const a = n.args[0] as Node;
    const turned = a.op === "transpose" ? w.held(w.piece(a.args[0] as Node), levels.atom) : `${w.arg(n, 0)}.T`;
    return { text: `${turned} @ ${w.arg(n, 0)}`, level: levels.product };
  },
  kronecker: (w, n) => {
    const [a, b] = n.args as [Node, Node];
    if (np !== "np" || n.rank < 2 || (a.op !== "identity" && b.op !== "identity")) return call(`${np}.kron`, 2)(w, n);
    return atom(a.op === "identity" ? `_blocks(${w.rows(a)}, ${w.arg(n, 1, 0)})` : `_scaled_identities(${w.arg(n, 0, 0)}, ${w.rows(b)})`);
  },
  commuterows: text((w, n) => {
    const [m, k] = n.dims.map((d) => w.size(d).text);
    return `${w.arg(n, 0)}.reshape(${k}, ${m}, -1).transpose(1, 0, 2).reshape(${w.rows(n)}, -1)`;
  }),
  commutecols: text((w, n) => {
    const [m, k] = n.dims.map((d) => w.size(d).text);
    return `${w.arg(n, 0)}.reshape(-1, ${m}, ${k}).transpose(0, 2, 1).reshape(-1, ${w.cols(n)})`;
  }),
  transpose: pattern("$0.T"),
  vec: text((w, n) => {
    const a = n.args[0] as Node;
    return a.op === "transpose" ? `${w.held(w.piece(a.args[0] as Node), levels.atom)}.reshape(-1)` : `${w.arg(n, 0)}.T.reshape(-1)`;
  }),
  unvec: text((w, n) => `${w.arg(n, 0)}.reshape(${w.cols(n)}, ${w.rows(n)}).T`),
  ascolumn: pattern("$0[:, None]"),
  asrow: pattern("$0[None, :]"),
  diagonalmatrix: text((w, n) =>
    (n.args[0] as Node).rank === 1 ? `${np}.diag(${w.arg(n, 0, 0)})` : `${np}.diag(${np}.full(${w.rows(n)}, ${w.arg(n, 0, 0)}))`,
  ),
  diagonal: call(`${np}.diag`),
  repeatcols: text((w, n) => `${np}.tile(${w.arg(n, 0)}[:, None], (1, ${w.cols(n)}))`),
  repeatrows: text((w, n) => `${np}.tile(${w.arg(n, 0, 0)}, (${w.rows(n)}, 1))`),
  identity: text((w, n) => `${np}.eye(${w.rows(n)})`),
  fill: text((w, n) => {
    const [s] = n.args as [Node];
    if (s.op === "number" && s.value?.equals(0)) return `${np}.zeros(${sides(w, n)})`;
    return isOne(s) ? `${np}.ones(${sides(w, n)})` : `${np}.full(${sides(w, n)}, ${w.arg(n, 0, 0)}${s.op === "number" && s.value?.d === 1n ? ".0" : ""})`;
  }),
  unit: text((w, n) => `${np}.eye(1, ${w.rows(n)}, ${w.subscript(n, 0)})[0]`),
  shift: text((w, n) => `${np}.eye(${w.rows(n)}, k=1)`),
  commutation: text((w, n) => `_commutation(${parameters(w, n)})`),
  entry: text((w, n) => (n.args.length === 3 ? `${w.arg(n, 0)}[${w.subscript(n, 1)}, ${w.subscript(n, 2)}]` : `${w.arg(n, 0)}[${w.subscript(n, 1)}]`)),
  columnat: text((w, n) => `${w.arg(n, 0)}[:, ${w.subscript(n, 1)}]`),
  rowat: text((w, n) => `${w.arg(n, 0)}[${w.subscript(n, 1)}]`),
  lowertriangle: call(`${np}.tril`),
  uppertriangle: call(`${np}.triu`),
  skew: text((w, n) => `${np}.cross(${np}.eye(3), ${w.arg(n, 0, 0)})`),
  cross: call(`${np}.cross`, 2),
  delta: pattern("float($0 == $1)"),
  factorial: pattern("factorial(int($0))"),
  sum: call(`${np}.sum`),
  mean: call(`${np}.mean`),
  rowsum: pattern("$0.sum(axis=1)"),
  colsum: pattern("$0.sum(axis=0)"),
  trace: call(`${np}.trace`),
  norm: call(`${np}.linalg.norm`),
  greatest: pattern("$0.max()"),
  greatestcols: pattern("$0.max(axis=0)"),
  norm1: pattern(`${np}.sum(${np}.abs($0))`),
  norminf: pattern(`${np}.max(${np}.abs($0))`),
  logsumexp: call("logsumexp"),
  softmax: call("softmax"),
  logsumexpcols: pattern("logsumexp($0, axis=0)"),
  softmaxcols: pattern("softmax($0, axis=0)"),
  inverse: call(`${np}.linalg.inv`),
  solve: call(`${np}.linalg.solve`, 2),
  cholesky: pattern(`${np}.linalg.cholesky(_symmetric($0))`),
  cholfactor: call("cho_factor"),
  cholsolve: call("cho_solve", 2),
  cholinverse: text((w, n) => `cho_solve(${w.arg(n, 0, 0)}, ${np}.eye(${w.rows(n)}))`),
  chollogdet: pattern(`2 * ${np}.sum(${np}.log(${np}.diag($0[0])))`, levels.product),
  lufactor: call("lu_factor"),
  lusolve: call("lu_solve", 2),
  lusolvetransposed: pattern("lu_solve($0, $1, trans=1)"),
  luinverse: text((w, n) => `lu_solve(${w.arg(n, 0, 0)}, ${np}.eye(${w.rows(n)}))`),
  lulogdet: pattern(`${np}.sum(${np}.log(${np}.abs(${np}.diag($0[0]))))`),
  solvelower: pattern("solve_triangular($0, $1, lower=True)"),
  solveupper: call("solve_triangular", 2),
  logdeterminant: pattern(`${np}.linalg.slogdet($0)[1]`),
  determinant: call(`${np}.linalg.det`),
  adjugate: call("_adjugate"),
  pseudoinverse: call(`${np}.linalg.pinv`),
  matrixpower: call(`${np}.linalg.matrix_power`, 2),
  expm: call("expm"),
  logm: call("logm"),
  sinm: call("sinm"),
  cosm: call("cosm"),
  sqrtm: call("sqrtm"),
  spectralnorm: pattern(`${np}.linalg.norm($0, 2)`),
  nuclear: pattern(`${np}.linalg.norm($0, "nuc")`),
  lambdamax: pattern(`${np}.linalg.eigvalsh(_symmetric($0))[-1]`),
  loop: null,
  integral: null,
});

export const scipy = (module: string, ...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, `from scipy.${module} import ${name}`]));

/** Functions that are printed with the code where it names them. */
export const arrayHelpers = (np: string): Readonly<Record<string, string>> => ({
  _sigmoid_slope: `def _sigmoid_slope(x):
    """The derivative of the logistic function, with all digits on either side."""
    e = ${np}.exp(-${np}.abs(x))
    return e / (1 + e) ** 2`,
  _add_to_diagonal: `def _add_to_diagonal(A, d):
    """A + diag(d), without the diagonal matrix."""
    B = A.copy()
    B.flat[:: B.shape[1] + 1] += d
    return B`,
  _blocks: `def _blocks(n, B):
    """kron(eye(n), B), writing only what is not 0."""
    p, q = B.shape
    K = ${np}.zeros((n, p, n, q))
    i = ${np}.arange(n)
    K[i, :, i, :] = B
    return K.reshape(n * p, n * q)`,
  _scaled_identities: `def _scaled_identities(A, n):
    """kron(A, eye(n)), writing only what is not 0."""
    p, q = A.shape
    K = ${np}.zeros((p, n, q, n))
    i = ${np}.arange(n)
    K[:, i, :, i] = A
    return K.reshape(p * n, q * n)`,
  _quadrature: `def _quadrature(a, b):
    """Points and weights of Gauss and Legendre between a and b."""
    x, w = numpy.polynomial.legendre.leggauss(${points})
    return zip((a + (b - a) * (x + 1) / 2).tolist(), ((b - a) * w / 2).tolist())`,
  _commutation: `def _commutation(m, n):
    """The permutation K with K @ vec(A) = vec(A.T) for A of shape (m, n)."""
    return ${np}.eye(m * n)[${np}.arange(m * n).reshape(n, m).T.reshape(-1)]`,
  _symmetric: `def _symmetric(A):
    """The symmetric part."""
    return (A + A.T) / 2`,
  _adjugate: `def _adjugate(A):
    """The adjugate, also where A is singular: by the singular value decomposition."""
    U, s, Vt = ${np}.linalg.svd(A)
    others = ${np}.array([${np}.prod(${np}.delete(s, i)) for i in range(s.size)])
    return ${np}.linalg.det(U) * ${np}.linalg.det(Vt) * (Vt.T * others) @ U.T`,
});

const library: PythonLibrary = {
  spellings: arraySpellings("np"),
  header: ["import numpy as np"],
  imports: {
    numpy: "import numpy",
    ...scipy("special", "expit", "erf", "logsumexp", "softmax"),
    ...scipy("linalg", "cho_factor", "cho_solve", "lu_factor", "lu_solve", "solve_triangular", "expm", "logm", "sinm", "cosm", "sqrtm"),
    factorial: "from math import factorial",
  },
  helpers: arrayHelpers("np"),
  zeros: (sides) => (sides.length === 0 ? "0.0" : `np.zeros(${sides.length === 1 ? sides[0] : `(${sides.join(", ")})`})`),
  array: (list) => `np.array(${list})`,
  reserved: ["np"],
};

/** NumPy, with SciPy for factorizations and special functions. */
export const numpy: Target = { name: "numpy", spellings: library.spellings, write: (plan) => writePython(plan, library) };
