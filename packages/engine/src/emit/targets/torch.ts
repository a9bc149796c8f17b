import type { Node } from "../node.ts";
import type { CodeOperation } from "../operation.ts";
import type { Target } from "../target.ts";
import { infix, levels, pattern, type Spelling, type Spellings, type Writer } from "../write.ts";
import { arrayHelpers, arraySpellings } from "./numpy.ts";
import { type PythonLibrary, writePython } from "./python.ts";
import { call, parameters, sides, text } from "./spell.ts";

/** A number that is no tensor: made of literals and sizes. */
const isPlain = (n: Node): boolean => n.rank === 0 && n.op !== "argument" && n.op !== "entry" && n.args.every(isPlain) && !reducing.has(n.op);
const reducing: ReadonlySet<CodeOperation> = new Set(["loop"]);

/** A function of tensors, and of plain numbers by \`math\`. */
const entry = (torch: string, math: string): Spelling => {
  const [tensor, number] = [pattern(torch), pattern(math)];
  return (w, n) => (n.args.every(isPlain) ? number : tensor)(w, n);
};
const named = (name: string, math = name): Spelling => entry(`torch.${name}($0)`, `math.${math}($0)`);

/** Right sides of solves are matrices there: a vector is a column that is taken out again. */
const sided =
  (make: (b: string, w: Writer, n: Node) => string): Spelling =>
  (w, n) => {
    const vector = (n.args[1] as Node).rank === 1;
    const b = vector ? `${w.arg(n, 1)}[:, None]` : w.arg(n, 1, 0);
    return { text: make(b, w, n) + (vector ? "[:, 0]" : ""), level: levels.atom };
  };

const bound = (end: "min" | "max"): Spelling =>
  text((w, n) => {
    const [a, b] = n.args as [Node, Node];
    if (a.rank === b.rank) return `torch.${end === "min" ? "maximum" : "minimum"}(${w.arg(n, 0, 0)}, ${w.arg(n, 1, 0)})`;
    const [array, number] = a.rank > b.rank ? [0, 1] : [1, 0];
    return `torch.clamp(${w.arg(n, array, 0)}, ${end}=${w.arg(n, number, 0)})`;
  });

const spellings: Spellings = {
  ...arraySpellings("torch"),
  maximum: bound("min"),
  minimum: bound("max"),
  exp: named("exp"),
  log: named("log"),
  log1p: named("log1p"),
  expm1: named("expm1"),
  sqrt: named("sqrt"),
  abs: named("abs", "fabs"),
  sin: named("sin"),
  cos: named("cos"),
  tan: named("tan"),
  asin: named("asin"),
  acos: named("acos"),
  atan: named("atan"),
  sinh: named("sinh"),
  cosh: named("cosh"),
  tanh: named("tanh"),
  erf: named("erf"),
  sigmoid: entry("torch.sigmoid($0)", "(1 / (1 + math.exp(-$0)))"),
  softplus: pattern("-logsigmoid(-$0)", levels.prefix),
  relu: call("torch.relu"),
  step: pattern("($0 > 0) * 1.0", levels.product),
  gelu: pattern("$0 * (1 + torch.erf($0 / math.sqrt(2))) / 2", levels.product),
  silu: pattern("$0 * torch.sigmoid($0)", levels.product),
  inner: pattern("torch.sum($0 * $1)"),
  kronecker: text((w, n) => `torch.kron(${n.args.map((a, k) => (a.op === "identity" ? w.arg(n, k, 0) : `${w.arg(n, k)}.contiguous()`)).join(", ")})`),
  diagonalmatrix: text((w, n) => ((n.args[0] as Node).rank === 1 ? `torch.diag(${w.arg(n, 0, 0)})` : `${w.arg(n, 0)} * torch.eye(${w.rows(n)}).to(${w.like})`)),
  diagonal: call("torch.diagonal"),
  repeatcols: text((w, n) => `${w.arg(n, 0)}[:, None].repeat(1, ${w.cols(n)})`),
  repeatrows: text((w, n) => `${w.arg(n, 0)}.repeat(${w.rows(n)}, 1)`),
  identity: text((w, n) => `torch.eye(${w.rows(n)}).to(${w.like})`),
  fill: text((w, n) => {
    const s = n.args[0] as Node;
    const ones = `${w.like}.new_ones(${sides(w, n)})`;
    if (s.op === "number" && s.value?.equals(0)) return `${w.like}.new_zeros(${sides(w, n)})`;
    return s.op === "number" && s.value?.equals(1) ? ones : `(${w.arg(n, 0, levels.product)} * ${ones})`;
  }),
  unit: text((w, n) => `_unit(${w.like}, ${w.rows(n)}, ${w.subscript(n, 0)})`),
  shift: text((w, n) => `torch.diag(${w.like}.new_ones(${w.rows(n)} - 1), 1)`),
  commutation: text((w, n) => `_commutation(${w.like}, ${parameters(w, n)})`),
  commuterows: text((w, n) => {
    const [m, k] = n.dims.map((d) => w.size(d).text);
    return `${w.arg(n, 0)}.reshape(${k}, ${m}, -1).permute(1, 0, 2).reshape(${w.rows(n)}, -1)`;
  }),
  commutecols: text((w, n) => {
    const [m, k] = n.dims.map((d) => w.size(d).text);
    return `${w.arg(n, 0)}.reshape(-1, ${m}, ${k}).permute(0, 2, 1).reshape(-1, ${w.cols(n)})`;
  }),
  skew: call("_skew"),
  cross: call("torch.linalg.cross", 2),
  rowsum: pattern("$0.sum(dim=1)"),
  colsum: pattern("$0.sum(dim=0)"),
  greatest: pattern("$0.max()"),
  greatestcols: pattern("$0.amax(dim=0)"),
  norm1: pattern("torch.sum(torch.abs($0))"),
  norminf: pattern("torch.max(torch.abs($0))"),
  logsumexp: text((w, n) => ((n.args[0] as Node).rank === 1 ? `torch.logsumexp(${w.arg(n, 0, 0)}, 0)` : `torch.logsumexp(${w.arg(n, 0)}.reshape(-1), 0)`)),
  softmax: text((w, n) => (n.rank === 1 ? `torch.softmax(${w.arg(n, 0, 0)}, 0)` : `torch.softmax(${w.arg(n, 0)}.reshape(-1), 0).reshape(${sides(w, n)})`)),
  logsumexpcols: pattern("torch.logsumexp($0, 0)"),
  softmaxcols: pattern("torch.softmax($0, 0)"),
  cholesky: pattern("torch.linalg.cholesky(_symmetric($0))"),
  cholfactor: call("torch.linalg.cholesky"),
  cholsolve: sided((b, w, n) => `torch.cholesky_solve(${b}, ${w.arg(n, 0, 0)})`),
  cholinverse: call("torch.cholesky_inverse"),
  chollogdet: pattern("2 * torch.sum(torch.log(torch.diagonal($0)))", levels.product),
  lufactor: call("torch.linalg.lu_factor"),
  lusolve: sided((b, w, n) => `torch.linalg.lu_solve(*${w.arg(n, 0)}, ${b})`),
  lusolvetransposed: sided((b, w, n) => `torch.linalg.lu_solve(*${w.arg(n, 0)}, ${b}, adjoint=True)`),
  luinverse: text((w, n) => `torch.linalg.lu_solve(*${w.arg(n, 0)}, torch.eye(${w.rows(n)}).to(${w.like}))`),
  lulogdet: pattern("torch.sum(torch.log(torch.abs(torch.diagonal($0[0]))))"),
  solvelower: sided((b, w, n) => `torch.linalg.solve_triangular(${w.arg(n, 0, 0)}, ${b}, upper=False)`),
  solveupper: sided((b, w, n) => `torch.linalg.solve_triangular(${w.arg(n, 0, 0)}, ${b}, upper=True)`),
  expm: call("torch.linalg.matrix_exp"),
  logm: null,
  sinm: pattern("torch.linalg.matrix_exp(1j * $0).imag"),
  cosm: pattern("torch.linalg.matrix_exp(1j * $0).real"),
  sqrtm: null,
  spectralnorm: pattern("torch.linalg.matrix_norm($0, 2)"),
  nuclear: pattern('torch.linalg.matrix_norm($0, "nuc")'),
  power: infix("**", levels.power),
};

const library: PythonLibrary = {
  spellings,
  header: ["import torch"],
  imports: {
    numpy: "import numpy",
    logsigmoid: "from torch.nn.functional import logsigmoid",
    math: "import math",
    factorial: "from math import factorial",
  },
  helpers: {
    ...arrayHelpers("torch"),
    _add_to_diagonal: `def _add_to_diagonal(A, d):
    """A + diag(d), without the diagonal matrix."""
    B = A.clone()
    B.diagonal().add_(d)
    return B`,
    _commutation: `def _commutation(like, m, n):
    """The permutation K with K @ vec(A) = vec(A.T) for A of shape (m, n)."""
    return torch.eye(m * n).to(like)[torch.arange(m * n).reshape(n, m).T.reshape(-1)]`,
    _unit: `def _unit(like, n, i):
    """The unit vector with a one at place i."""
    e = like.new_zeros(n)
    e[i] = 1
    return e`,
    _skew: `def _skew(v):
    """The matrix of cross(v, .)."""
    return torch.linalg.cross(torch.eye(3).to(v), v.expand(3, 3))`,
    _adjugate: `def _adjugate(A):
    """The adjugate, also where A is singular: by the singular value decomposition."""
    U, s, Vt = torch.linalg.svd(A)
    others = torch.stack([torch.prod(torch.cat([s[:i], s[i + 1 :]])) for i in range(len(s))])
    return torch.linalg.det(U) * torch.linalg.det(Vt) * (Vt.T * others) @ U.T`,
  },
  zeros: (sides, like) => (sides.length === 0 ? "0.0" : `${like}.new_zeros(${sides.join(", ")})`),
  scalars: (names, like) =>
    names.map((name) => `${name} = torch.as_tensor(${name}, ${like ? `dtype=${like}.dtype, device=${like}.device` : "dtype=torch.float64"})`),
  array: (list) => `torch.tensor(${list}, dtype=torch.float64)`,
  reserved: ["torch"],
};

/** PyTorch, on the device and in the precision of the arguments. */
export const torch: Target = { name: "torch", spellings, write: (plan) => writePython(plan, library) };
