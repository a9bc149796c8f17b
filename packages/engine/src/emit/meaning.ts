import { type Dimension, one } from "../expression/dimension.ts";
import { constant, type Expression, type Variable, variable } from "../expression/node.ts";
import { apply } from "../operations/apply.ts";
import { type Node, nodesBelow } from "./node.ts";
import type { CodeOperation } from "./operation.ts";

type Meaning = (args: readonly Expression[], n: Node) => Expression;

const t = (a: Expression | undefined): Expression => apply("transpose", [a as Expression]);
const product = (...args: readonly (Expression | undefined)[]): Expression => apply("product", args as Expression[]);
const diag = (v: Expression | undefined, size: Dimension): Expression =>
  (v as Expression).rows === one ? product(v, apply("identity", [], [size])) : apply("diagonalmatrix", [v as Expression]);
const inverse = (a: Expression | undefined): Expression => apply("inverse", [a as Expression]);
const named =
  (name: string): Meaning =>
  (args) =>
    apply(name, args);
const same: Meaning = ([a]) => a as Expression;
const solving: Meaning = ([a, b]) => product(inverse(a), b);
const sized: Meaning = (args, n) => apply(n.op, args, n.dims.length ? n.dims : [n.rows]);

const entryFunctions = ["exp", "log", "log1p", "expm1", "sqrt", "abs", "sign", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh"] as const;
const smoothFunctions = ["sigmoid", "softplus", "relu", "step", "gelu", "silu", "erf", "maximum", "minimum"] as const;
const wholeFunctions = ["adjugate", "pseudoinverse", "expm", "logm", "sinm", "cosm", "sqrtm", "cholesky", "lowertriangle", "uppertriangle", "cross"] as const;
const scalarFunctions = [
  "sum",
  "mean",
  "trace",
  "norm1",
  "norminf",
  "logsumexp",
  "logdeterminant",
  "determinant",
  "spectralnorm",
  "nuclear",
  "lambdamax",
  "factorial",
] as const;
const rows = <K extends string>(names: readonly K[]): Record<K, Meaning> => Object.fromEntries(names.map((n) => [n, named(n)])) as Record<K, Meaning>;

/** What each operation of the code means in the language; a vector is a column. */
const meanings: Record<Exclude<CodeOperation, "argument" | "number" | "dimension" | "index" | "point" | "loop" | "integral">, Meaning> = {
  ...rows(entryFunctions),
  ...rows(smoothFunctions),
  ...rows(wholeFunctions),
  ...rows(scalarFunctions),
  pi: named("pi"),
  negate: ([a]) => product(constant(-1), a),
  add: named("add"),
  subtract: ([a, b]) => apply("add", [a as Expression, product(constant(-1), b)]),
  multiply: named("hadamard"),
  divide: ([a, b]) => apply("hadamard", [a as Expression, apply("entrypower", [b as Expression, constant(-1)])]),
  power: named("entrypower"),
  square: ([a]) => apply("entrypower", [a as Expression, constant(2)]),
  logaddexp: (args) =>
    apply("log", [
      apply(
        "add",
        args.map((a) => apply("exp", [a])),
      ),
    ]),
  sigmoidslope: ([a]) => apply("hadamard", [apply("sigmoid", [a as Expression]), apply("sigmoid", [product(constant(-1), a)])]),
  shiftrows: ([a, v], n) => apply("add", [a as Expression, product(v, apply("ones", [], [one, n.cols]))]),
  shiftcols: ([a, v], n) => apply("add", [a as Expression, product(apply("ones", [], [n.rows, one]), t(v))]),
  scalerows: ([a, v], n) => product(diag(v, n.rows), a),
  scalecols: ([a, v], n) => product(a, diag(v, n.cols)),
  adddiagonal: ([a, v], n) => apply("add", [a as Expression, diag(v, n.rows)]),
  dot: ([a, b]) => product(t(a), b),
  inner: ([a, b]) => apply("sum", [apply("hadamard", [a as Expression, b as Expression])]),
  outer: ([a, b]) => product(a, t(b)),
  matvec: ([a, v]) => product(a, v),
  matmul: ([a, b]) => product(a, b),
  gram: ([a]) => product(t(a), a),
  kronecker: named("kronecker"),
  commuterows: ([a], n) => product(apply("commutation", [], n.dims), a),
  commutecols: ([a], n) => product(a, apply("commutation", [], n.dims)),
  transpose: named("transpose"),
  vec: named("vectorization"),
  unvec: ([v], n) => apply("member", [v as Expression, constant(1)], [n.rows, n.cols]),
  ascolumn: same,
  asrow: named("transpose"),
  diagonalmatrix: ([v], n) => diag(v, n.rows),
  diagonal: named("diagonal"),
  repeatcols: ([v], n) => product(v, apply("ones", [], [one, n.cols])),
  repeatrows: ([v], n) => product(apply("ones", [], [n.rows, one]), t(v)),
  identity: sized,
  fill: ([s], n) => product(s, apply("ones", [], [n.rows, n.cols])),
  unit: ([i], n) => apply("unitvector", [i as Expression], [n.rows]),
  shift: sized,
  commutation: sized,
  entry: named("entry"),
  columnat: named("entry"),
  rowat: ([a, i]) => apply("entry", [t(a), i as Expression]),
  skew: named("skewmatrix"),
  delta: named("kroneckerdelta"),
  rowsum: named("rowsum"),
  colsum: ([a]) => t(apply("colsum", [a as Expression])),
  norm: named("normF"),
  softmax: ([a], n) =>
    n.rank === 2
      ? apply("exp", [apply("add", [a as Expression, product(constant(-1), apply("logsumexp", [a as Expression]))])])
      : apply("softmax", [a as Expression]),
  softmaxcols: named("softmax"),
  logsumexpcols: ([a]) => apply("log", [t(apply("colsum", [apply("exp", [a as Expression])]))]),
  // only ever the shift of exponentials: any shift gives the same value, and the language has no greatest entry
  greatest: ([a]) => apply("mean", [a as Expression]),
  greatestcols: ([a], n) => product(apply("power", [apply("dimension", [], [(a as Expression).rows]), constant(-1)]), meanings.colsum([a as Expression], n)),
  inverse: named("inverse"),
  solve: solving,
  cholfactor: same,
  cholsolve: solving,
  cholinverse: named("inverse"),
  chollogdet: named("logdeterminant"),
  lufactor: same,
  lusolve: solving,
  lusolvetransposed: ([a, b]) => product(inverse(t(a)), b),
  luinverse: named("inverse"),
  lulogdet: named("logdeterminant"),
  solvelower: solving,
  solveupper: solving,
  matrixpower: named("power"),
};

/** What a value of the code is in the language, to be compared with what it should be. */
export function meaningOf(root: Node, variables: ReadonlyMap<string, Variable>): Expression {
  const known = new Map<number, Expression>();
  for (const n of nodesBelow(root)) {
    const args = n.args.map((a) => known.get(a.id) as Expression);
    known.set(n.id, meaning(n, args, variables));
  }
  return known.get(root.id) as Expression;
}

function meaning(n: Node, args: readonly Expression[], variables: ReadonlyMap<string, Variable>): Expression {
  switch (n.op) {
    case "argument": {
      const v = variables.get(n.text) as Variable;
      return n.rank === 1 && v.rows === one ? t(v) : v;
    }
    case "number":
      return constant(n.value as NonNullable<Node["value"]>, n.text || undefined);
    case "dimension":
      return apply("dimension", [], n.dims);
    case "index":
      return variable(n.text, one, one, ["integer"]);
    case "point":
      return variable(n.text, one, one);
    case "integral":
      return apply("integral", [variable(n.text, one, one), ...args]);
    case "loop":
      return apply("summation", [variable(n.text, one, one, ["integer"]), ...args]);
    default:
      return meanings[n.op](args, n);
  }
}
