import { framed, functionName, sizeLines } from "../frame.ts";
import { identifiersFor } from "../names.ts";
import type { Node } from "../node.ts";
import type { Argument, CodeFunction, Literal, Plan, Trial } from "../plan.ts";
import { selfTestOf } from "../selftest.ts";
import type { Target } from "../target.ts";
import { assumption, infix, levels, type Piece, pattern, type Script, type Spelling, type Spellings, type Writer, wrapped, writeStatements } from "../write.ts";
import { byRank, call, parameters, sides, text, turned } from "./spell.ts";

/** A function of the standard library for numbers, of Eigen's arrays for the rest. */
const entry = (scalar: string, array = scalar): Spelling => byRank(call(`std::${scalar}`), pattern(`$0.array().${array}().matrix()`));
/** A function that is printed with the code. */
const own = (name: string): Spelling => byRank(call(name), pattern(`$0.unaryExpr(&${name})`));

/** Arrays plus a number, or plus arrays. */
const added =
  (op: "+" | "-"): Spelling =>
  (w, n) => {
    const [a, b] = n.args as [Node, Node];
    if (a.rank === b.rank) return infix(op, levels.sum)(w, n);
    const side = (x: Node, k: number) => (x.rank === 0 ? w.arg(n, k, k ? levels.product : levels.sum) : `${w.arg(n, k)}.array()`);
    return { text: `(${side(a, 0)} ${op} ${side(b, 1)}).matrix()`, level: levels.atom };
  };
const multiplied: Spelling = (w, n) => {
  const [a, b] = n.args as [Node, Node];
  if (a.rank === 0 || b.rank === 0) return infix("*", levels.product)(w, n);
  return { text: `${w.arg(n, 0)}.cwiseProduct(${w.arg(n, 1, 0)})`, level: levels.atom };
};
const divided: Spelling = (w, n) => {
  const [a, b] = n.args as [Node, Node];
  if (b.rank === 0) return infix("/", levels.product)(w, n);
  if (a.rank === 0) return { text: `(${w.arg(n, 0, levels.product)} / ${w.arg(n, 1)}.array()).matrix()`, level: levels.atom };
  return { text: `${w.arg(n, 0)}.cwiseQuotient(${w.arg(n, 1, 0)})`, level: levels.atom };
};
const powered: Spelling = (w, n) => {
  const [a, b] = n.args as [Node, Node];
  if (a.rank === 0 && b.rank === 0) return { text: `std::pow(${w.arg(n, 0, 0)}, ${w.arg(n, 1, 0)})`, level: levels.atom };
  if (a.rank === 0) return { text: `(${w.arg(n, 1)}.array() * std::log(${w.arg(n, 0, 0)})).exp().matrix()`, level: levels.atom };
  return { text: `${w.arg(n, 0)}.array().pow(${w.arg(n, 1)}${b.rank ? ".array()" : ""}).matrix()`, level: levels.atom };
};
const extreme = (std: string, eigen: string): Spelling =>
  text((w, n) => {
    const [a, b] = n.args as [Node, Node];
    if (a.rank === 0 && b.rank === 0) return `std::${std}(${w.arg(n, 0, 0)}, ${w.arg(n, 1, 0)})`;
    const [array, other] = a.rank >= b.rank ? [0, 1] : [1, 0];
    return `${w.arg(n, array)}.${eigen}(${w.arg(n, other, 0)})`;
  });
const transposed = (w: Writer, a: Node): string => {
  const below = turned(w, a);
  return below ? w.held(w.piece(below), levels.atom) : `${w.held(w.piece(a), levels.atom)}.transpose()`;
};
/** A function of a matrix whose result is made a matrix at once. */
const made = (inside: string): Spelling => pattern(`Eigen::MatrixXd(${inside})`);
const typeOf = (n: Node): string => (n.rank === 0 ? "double" : n.rank === 1 ? "Eigen::VectorXd" : "Eigen::MatrixXd");

const spellings: Spellings = {
  argument: null,
  number: null,
  dimension: null,
  index: null,
  point: null,
  pi: pattern("EIGEN_PI"),
  negate: (w, n) => ({ text: `-${w.arg(n, 0, levels.prefix)}`, level: levels.prefix }),
  add: added("+"),
  subtract: added("-"),
  multiply: multiplied,
  divide: divided,
  power: powered,
  square: byRank(
    text((w, n) => `std::pow(${w.arg(n, 0, 0)}, 2)`),
    pattern("$0.cwiseAbs2()"),
  ),
  maximum: extreme("max", "cwiseMax"),
  minimum: extreme("min", "cwiseMin"),
  logaddexp: byRank(call("logaddexp", 2), pattern("$0.binaryExpr($1, &logaddexp)")),
  exp: entry("exp"),
  log: entry("log"),
  log1p: entry("log1p"),
  expm1: entry("expm1"),
  sqrt: byRank(call("std::sqrt"), pattern("$0.cwiseSqrt()")),
  abs: byRank(call("std::abs"), pattern("$0.cwiseAbs()")),
  sign: own("sign"),
  sin: entry("sin"),
  cos: entry("cos"),
  tan: entry("tan"),
  asin: entry("asin"),
  acos: entry("acos"),
  atan: entry("atan"),
  sinh: entry("sinh"),
  cosh: entry("cosh"),
  tanh: entry("tanh"),
  sigmoid: own("sigmoid"),
  sigmoidslope: own("sigmoid_slope"),
  softplus: own("softplus"),
  relu: byRank(pattern("std::max($0, 0.0)"), pattern("$0.cwiseMax(0.0)")),
  step: own("step"),
  gelu: own("gelu"),
  silu: own("silu"),
  erf: own("erf_of"),
  shiftrows: (w, n) => ({ text: `${w.arg(n, 0)}.colwise() + ${w.arg(n, 1)}`, level: levels.sum }),
  shiftcols: (w, n) => ({ text: `${w.arg(n, 0)}.rowwise() + ${w.arg(n, 1)}.transpose()`, level: levels.sum }),
  scalerows: pattern("$1.asDiagonal() * $0", levels.product),
  scalecols: pattern("$0 * $1.asDiagonal()", levels.product),
  adddiagonal: call("add_to_diagonal", 2),
  dot: pattern("$0.dot($1)"),
  inner: pattern("$0.cwiseProduct($1).sum()"),
  outer: pattern("$0 * $1.transpose()", levels.product),
  matvec: infix("*", levels.product),
  matmul: infix("*", levels.product),
  gram: text((w, n) => `gram(${w.arg(n, 0, 0)})`),
  kronecker: text((w, n) => `kron(${w.arg(n, 0, 0)}, ${w.arg(n, 1, 0)})${n.rank === 1 ? ".col(0)" : ""}`),
  commuterows: text((w, n) => `commute_rows(${w.arg(n, 0, 0)}, ${parameters(w, n)})`),
  commutecols: text(
    (w, n) =>
      `commute_rows(${transposed(w, n.args[0] as Node)}, ${n.dims
        .map((d) => w.size(d).text)
        .reverse()
        .join(", ")}).transpose()`,
  ),
  transpose: pattern("$0.transpose()"),
  vec: call("vec"),
  unvec: text((w, n) => `unvec(${w.arg(n, 0, 0)}, ${sides(w, n)})`),
  ascolumn: (w, n) => w.piece(n.args[0] as Node),
  asrow: pattern("$0.transpose()"),
  diagonalmatrix: text((w, n) =>
    (n.args[0] as Node).rank === 1
      ? `Eigen::MatrixXd(${w.arg(n, 0)}.asDiagonal())`
      : `Eigen::MatrixXd(${w.arg(n, 0)} * Eigen::MatrixXd::Identity(${sides(w, n)}))`,
  ),
  diagonal: pattern("$0.diagonal()"),
  repeatcols: text((w, n) => `${w.arg(n, 0)}.replicate(1, ${w.cols(n)})`),
  repeatrows: text((w, n) => `${w.arg(n, 0)}.transpose().replicate(${w.rows(n)}, 1)`),
  identity: text((w, n) => `Eigen::MatrixXd::Identity(${sides(w, n)})`),
  fill: text((w, n) => `${typeOf(n)}::Constant(${sides(w, n)}, ${w.arg(n, 0, 0)})`),
  unit: text((w, n) => `Eigen::VectorXd::Unit(${w.rows(n)}, Eigen::Index(${w.subscript(n, 0)}))`),
  shift: text((w, n) => `shift(${w.rows(n)})`),
  commutation: text((w, n) => `commute_rows(Eigen::MatrixXd::Identity(${w.rows(n)}, ${w.rows(n)}), ${parameters(w, n)})`),
  entry: text(
    (w, n) =>
      `${w.arg(n, 0)}(${n.args
        .slice(1)
        .map((_, k) => w.subscript(n, k + 1))
        .join(", ")})`,
  ),
  columnat: text((w, n) => `${w.arg(n, 0)}.col(${w.subscript(n, 1)})`),
  rowat: text((w, n) => `${w.arg(n, 0)}.row(${w.subscript(n, 1)}).transpose()`),
  lowertriangle: made("Eigen::MatrixXd($0).triangularView<Eigen::Lower>()"),
  uppertriangle: made("Eigen::MatrixXd($0).triangularView<Eigen::Upper>()"),
  skew: call("skew"),
  cross: text((w, n) => `Eigen::Vector3d(${w.arg(n, 0, 0)}).cross(Eigen::Vector3d(${w.arg(n, 1, 0)}))`),
  delta: pattern("($0 == $1 ? 1.0 : 0.0)"),
  factorial: pattern("std::tgamma($0 + 1.0)"),
  sum: pattern("$0.sum()"),
  mean: pattern("$0.mean()"),
  rowsum: pattern("$0.rowwise().sum()"),
  colsum: pattern("$0.colwise().sum().transpose()"),
  trace: pattern("$0.trace()"),
  norm: pattern("$0.norm()"),
  greatest: pattern("$0.maxCoeff()"),
  greatestcols: pattern("$0.colwise().maxCoeff().transpose()"),
  norm1: pattern("$0.cwiseAbs().sum()"),
  norminf: pattern("$0.cwiseAbs().maxCoeff()"),
  logsumexp: call("logsumexp"),
  softmax: call("softmax"),
  logsumexpcols: call("logsumexp_columns"),
  softmaxcols: call("softmax_columns"),
  inverse: pattern("$0.inverse()"),
  solve: pattern("$0.partialPivLu().solve($1)"),
  cholesky: made("Eigen::MatrixXd(($0 + $0.transpose()) / 2).llt().matrixL()"),
  cholfactor: pattern("$0.llt()"),
  cholsolve: pattern("$0.solve($1)"),
  cholinverse: text((w, n) => `${w.arg(n, 0)}.solve(Eigen::MatrixXd::Identity(${sides(w, n)}))`),
  chollogdet: pattern("2 * $0.matrixLLT().diagonal().array().log().sum()", levels.product),
  lufactor: pattern("$0.partialPivLu()"),
  lusolve: pattern("$0.solve($1)"),
  lusolvetransposed: text((w, n) => `${typeOf(n)}(${w.arg(n, 0)}.transpose().solve(${w.arg(n, 1, 0)}))`),
  luinverse: pattern("$0.inverse()"),
  lulogdet: pattern("$0.matrixLU().diagonal().array().abs().log().sum()"),
  solvelower: pattern("$0.triangularView<Eigen::Lower>().solve($1)"),
  solveupper: pattern("$0.triangularView<Eigen::Upper>().solve($1)"),
  logdeterminant: pattern("$0.partialPivLu().matrixLU().diagonal().array().abs().log().sum()"),
  determinant: pattern("$0.determinant()"),
  adjugate: call("adjugate"),
  pseudoinverse: made("$0.completeOrthogonalDecomposition().pseudoInverse()"),
  matrixpower: pattern("matrix_power($0, int($1))"),
  expm: made("Eigen::MatrixXd($0).exp()"),
  logm: made("Eigen::MatrixXd($0).log()"),
  sinm: made("Eigen::MatrixXd($0).sin()"),
  cosm: made("Eigen::MatrixXd($0).cos()"),
  sqrtm: made("Eigen::MatrixXd($0).sqrt()"),
  spectralnorm: pattern("Eigen::MatrixXd($0).jacobiSvd().singularValues()(0)"),
  nuclear: pattern("Eigen::MatrixXd($0).jacobiSvd().singularValues().sum()"),
  lambdamax: pattern("Eigen::MatrixXd(($0 + $0.transpose()) / 2).selfadjointView<Eigen::Lower>().eigenvalues().maxCoeff()"),
  loop: null,
  integral: null,
};

const script: Script = {
  spellings,
  base: 0,
  quotient: (over, under) => ({ text: `${over}.0 / ${under}.0`, level: levels.product }),
  power: (name, k) => `(${Array.from({ length: k }, () => name).join(" * ")})`,
  real: (integer) => `${integer}.0`,
  measure: (size: Piece) => ({ text: `double(${size.text})`, level: levels.atom }),
};

/** Functions that are printed with the code where it names them. */
const helpers: Readonly<Record<string, string>> = {
  quadrature:
    "/** Points and weights of Gauss and Legendre between a and b, by Golub and Welsch. */\nstatic inline std::vector<std::pair<double, double>> quadrature(double a, double b) {\n  const int n = 24;\n  Eigen::MatrixXd J = Eigen::MatrixXd::Zero(n, n);\n  for (int k = 1; k < n; k++) J(k, k - 1) = J(k - 1, k) = k / std::sqrt(4.0 * k * k - 1);\n  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> e(J);\n  std::vector<std::pair<double, double>> points;\n  for (int k = 0; k < n; k++) points.emplace_back(a + (b - a) * (e.eigenvalues()(k) + 1) / 2, (b - a) * std::pow(e.eigenvectors()(0, k), 2));\n  return points;\n}",
  sign: "static inline double sign(double x) { return (x > 0) - (x < 0); }",
  sigmoid: "static inline double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }",
  sigmoid_slope:
    "/** The derivative of the logistic function. */\nstatic inline double sigmoid_slope(double x) {\n  const double e = std::exp(-std::abs(x));\n  return e / ((1 + e) * (1 + e));\n}",
  softplus:
    "/** log(1 + exp(x)), without overflow. */\nstatic inline double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }",
  logaddexp:
    "/** log(exp(a) + exp(b)), without overflow. */\nstatic inline double logaddexp(double a, double b) { return std::max(a, b) + std::log1p(std::exp(-std::abs(a - b))); }",
  step: "static inline double step(double x) { return x > 0 ? 1 : 0; }",
  gelu: "static inline double gelu(double x) { return x * (1 + std::erf(x / std::sqrt(2.0))) / 2; }",
  silu: "static inline double silu(double x) { return x / (1 + std::exp(-x)); }",
  erf_of: "static inline double erf_of(double x) { return std::erf(x); }",
  logsumexp:
    "/** log of the sum of exponentials, without overflow. */\ntemplate <class T> double logsumexp(const Eigen::MatrixBase<T>& x) {\n  const double top = x.maxCoeff();\n  return top + std::log((x.array() - top).exp().sum());\n}",
  softmax:
    "/** exp(x) over its sum, without overflow. */\ntemplate <class T> typename T::PlainObject softmax(const Eigen::MatrixBase<T>& x) {\n  const typename T::PlainObject e = (x.array() - x.maxCoeff()).exp().matrix();\n  return e / e.sum();\n}",
  softmax_columns:
    "static inline Eigen::MatrixXd softmax_columns(const Eigen::MatrixXd& X) {\n  Eigen::MatrixXd P = (X.rowwise() - X.colwise().maxCoeff()).array().exp().matrix();\n  return P * P.colwise().sum().cwiseInverse().asDiagonal();\n}",
  logsumexp_columns:
    "static inline Eigen::VectorXd logsumexp_columns(const Eigen::MatrixXd& X) {\n  const Eigen::RowVectorXd top = X.colwise().maxCoeff();\n  return (top + (X.rowwise() - top).array().exp().matrix().colwise().sum().array().log().matrix()).transpose();\n}",
  gram: "/** A' * A, one half computed and the other mirrored. */\nstatic inline Eigen::MatrixXd gram(const Eigen::MatrixXd& A) {\n  Eigen::MatrixXd G = Eigen::MatrixXd::Zero(A.cols(), A.cols());\n  G.selfadjointView<Eigen::Lower>().rankUpdate(A.transpose());\n  G.triangularView<Eigen::StrictlyUpper>() = G.transpose();\n  return G;\n}",
  kron: "static inline Eigen::MatrixXd kron(const Eigen::MatrixXd& A, const Eigen::MatrixXd& B) {\n  Eigen::MatrixXd K(A.rows() * B.rows(), A.cols() * B.cols());\n  for (Eigen::Index j = 0; j < A.cols(); j++)\n    for (Eigen::Index i = 0; i < A.rows(); i++) K.block(i * B.rows(), j * B.cols(), B.rows(), B.cols()) = A(i, j) * B;\n  return K;\n}",
  commute_rows:
    "/** K * A for the permutation with K * vec(B) = vec(B') for B of m x n. */\nstatic inline Eigen::MatrixXd commute_rows(const Eigen::MatrixXd& A, Eigen::Index m, Eigen::Index n) {\n  Eigen::MatrixXd B(A.rows(), A.cols());\n  for (Eigen::Index i = 0; i < m; i++)\n    for (Eigen::Index j = 0; j < n; j++) B.row(i * n + j) = A.row(j * m + i);\n  return B;\n}",
  vec: "static inline Eigen::VectorXd vec(const Eigen::MatrixXd& A) { return Eigen::Map<const Eigen::VectorXd>(A.data(), A.size()); }",
  unvec:
    "static inline Eigen::MatrixXd unvec(const Eigen::VectorXd& v, Eigen::Index m, Eigen::Index n) { return Eigen::Map<const Eigen::MatrixXd>(v.data(), m, n); }",
  add_to_diagonal:
    "static inline Eigen::MatrixXd add_to_diagonal(Eigen::MatrixXd A, double d) {\n  A.diagonal().array() += d;\n  return A;\n}\nstatic inline Eigen::MatrixXd add_to_diagonal(Eigen::MatrixXd A, const Eigen::VectorXd& d) {\n  A.diagonal() += d;\n  return A;\n}",
  shift:
    "static inline Eigen::MatrixXd shift(Eigen::Index n) {\n  Eigen::MatrixXd A = Eigen::MatrixXd::Zero(n, n);\n  A.diagonal(1).setOnes();\n  return A;\n}",
  skew: "static inline Eigen::Matrix3d skew(const Eigen::Vector3d& v) {\n  Eigen::Matrix3d S;\n  S << 0, -v(2), v(1), v(2), 0, -v(0), -v(1), v(0), 0;\n  return S;\n}",
  matrix_power:
    "static inline Eigen::MatrixXd matrix_power(const Eigen::MatrixXd& A, int k) {\n  if (k < 0) return matrix_power(A.inverse(), -k);\n  Eigen::MatrixXd P = Eigen::MatrixXd::Identity(A.rows(), A.cols()), S = A;\n  for (; k; k >>= 1) {\n    if (k & 1) P = P * S;\n    S = S * S;\n  }\n  return P;\n}",
  adjugate:
    "/** The adjugate, also where A is singular: by the singular value decomposition. */\nstatic inline Eigen::MatrixXd adjugate(const Eigen::MatrixXd& A) {\n  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(A, Eigen::ComputeFullU | Eigen::ComputeFullV);\n  const Eigen::VectorXd s = svd.singularValues();\n  Eigen::VectorXd others(s.size());\n  for (Eigen::Index i = 0; i < s.size(); i++) others(i) = s.head(i).prod() * s.tail(s.size() - i - 1).prod();\n  return svd.matrixU().determinant() * svd.matrixV().determinant() * svd.matrixV() * others.asDiagonal() * svd.matrixU().transpose();\n}",
};

const keywords =
  "alignas alignof and asm auto bool break case catch char class const continue default delete do double else enum explicit export extern false float for friend goto if inline int long mutable namespace new not operator or private protected public register return short signed sizeof static struct switch template this throw true try typedef typename union unsigned using virtual void volatile while xor std Eigen main value gradient jacobian hessian hvp jvp vjp newton product".split(
    " ",
  );

const sizeText = (sides: readonly string[]): string => (sides.length === 0 ? "a number" : sides.length === 1 ? `${sides[0]}` : `${sides[0]} x ${sides[1]}`);
const parameter = (a: Argument, w: Writer): string =>
  a.rank === 0 ? `double ${w.identifier(a.name)}` : `const Eigen::${a.rank === 1 ? "VectorXd" : "MatrixXd"}& ${w.identifier(a.name)}`;

/** A line that reads a size from an argument. */
const sizeLine = (size: string, a: Argument, of: string, k: number): string =>
  `const Eigen::Index ${size} = ${of}.${a.rank === 1 ? "size" : k === 0 ? "rows" : "cols"}();`;

function functionText(f: CodeFunction, plan: Plan): string {
  const { args, s, w } = framed(f, plan, script, [...keywords, ...Object.keys(helpers)]);
  const body = writeStatements(w, s.statements, {
    assign: (name, value, n) => [
      n.op === "cholfactor"
        ? `const Eigen::LLT<Eigen::MatrixXd> ${name}(${w.arg(n, 0, 0)});`
        : n.op === "lufactor"
          ? `const Eigen::PartialPivLU<Eigen::MatrixXd> ${name}(${w.arg(n, 0, 0)});`
          : `const ${typeOf(n)} ${name} = ${value()};`,
    ],
    loop: (_w, st, value, inner) => {
      const [low, high] = st.node.args as [Node, Node];
      if (st.node.op === "integral")
        return [
          `${typeOf(st.node)} ${st.name} = ${st.node.rank === 0 ? "0" : `${typeOf(st.node)}::Zero(${sides(w, st.node)})`};`,
          `for (const auto& ${st.weight} : quadrature(${w.piece(low).text}, ${w.piece(high).text})) {`,
          `  const double ${st.index} = ${st.weight}.first;`,
          ...inner.map((l) => `  ${l}`),
          `  ${st.name} += ${st.weight}.second * ${w.held(w.piece(st.node.args[2] as Node), levels.prefix)};`,
          "}",
        ];
      const start = low.op === "number" && low.value?.equals(1) ? "0" : w.subscript(st.node, 0);
      return [
        `${typeOf(st.node)} ${st.name} = ${st.node.rank === 0 ? "0" : `${typeOf(st.node)}::Zero(${sides(w, st.node)})`};`,
        `for (Eigen::Index ${st.index} = ${start}; ${st.index} < ${w.piece(high).text}; ${st.index}++) {`,
        ...inner.map((l) => `  ${l}`),
        `  ${st.name} += ${value()};`,
        "}",
      ];
    },
  });
  const returned = f.results.map((r) => s.names.get(r.node.id) ?? w.piece(r.node).text);
  const types = f.results.map((r) => typeOf(r.node));
  const type = types.length > 1 ? `std::tuple<${types.join(", ")}>` : (types[0] as string);
  const name = functionName(f, plan);
  return [
    "/**",
    ...wrapped(`${f.title.replaceAll("*/", "* /")}.`, " * "),
    ...args.map((a) => ` * @param ${w.identifier(a.name)} ${sizeText(a.sides)}`),
    ...assumption("Assumes", f.assumes, ".").flatMap((t) => wrapped(t.replaceAll("*/", "* /"), " * ")),
    ` * @return ${f.results.map((r) => `${r.name}: ${sizeText(r.sides)}`).join(", ")}`,
    ` * Cost: ${f.cost.flops} flops, ${f.cost.memory} numbers stored.`,
    " */",
    `inline ${type} ${name}(${args.map((a) => parameter(a, w)).join(", ")}) {`,
    ...sizeLines(w, args, sizeLine).map((l) => `  ${l}`),
    ...body.map((l) => `  ${l}`),
    `  return ${types.length > 1 ? `{${returned.join(", ")}}` : returned[0]};`,
    "}",
  ].join("\n");
}

/** A value with its type: `Eigen::MatrixXd A = …`. */
function declared(name: string, v: Literal): string {
  if (typeof v === "number") return `const double ${name} = ${v};`;
  const rows = v as readonly (number | readonly number[])[];
  const [first] = rows;
  const type = typeof first === "number" ? "Eigen::VectorXd" : "Eigen::MatrixXd";
  const size = typeof first === "number" ? `${rows.length}` : `${rows.length}, ${first?.length}`;
  return `const ${type} ${name} = (${type}(${size}) << ${rows.flat().join(", ")}).finished();`;
}

/** A function that compares the derivatives with differences at a point. */
function selfTest(plan: Plan, trial: Trial): string {
  const f = plan.functions[0] as CodeFunction;
  const taken = new Set([...keywords, ...Object.keys(helpers), "h", "at", "slope", "expected", "plus", "minus"]);
  const { description, values, moving, call, rank } = selfTestOf(plan, trial, identifiersFor(plan.arguments, f, taken));
  const name = functionName(f, plan);
  const derivative = (k: number) => `std::get<${k + 1}>(at)`;
  const flat = (text: string, r: number) => (r === 2 ? `Eigen::MatrixXd(${text}).reshaped()` : text);
  const products = moving.map((m, k) =>
    m.rank === 0
      ? `${derivative(k)} * ${m.along}`
      : plan.scalar
        ? `${derivative(k)}.cwiseProduct(${m.along}).sum()`
        : `${derivative(k)} * ${flat(m.along, m.rank)}`,
  );
  const type = plan.scalar ? "double" : "Eigen::VectorXd";
  const byNumber = moving[0]?.rank === 0 ? rank : 0;
  return [
    "/**",
    ...wrapped(description, " * "),
    " * @return whether they agree",
    " */",
    "inline bool check() {",
    ...values.map((v) => `  ${declared(v.name, v.value)}`),
    ...moving.map((m) => `  ${declared(m.along, m.direction)}`),
    "  const double h = 1e-6;",
    `  const auto plus = std::get<0>(${name}(${call("+")}));`,
    `  const auto minus = std::get<0>(${name}(${call("-")}));`,
    `  const auto at = ${name}(${call("")});`,
    `  const ${type} slope = ${plan.scalar ? "(plus - minus)" : flat("plus - minus", 2)} / (2 * h);`,
    `  const ${type} expected = ${plan.scalar ? products.join(" + ") : flat(products.join(" + "), byNumber)};`,
    plan.scalar
      ? "  return std::abs(slope - expected) <= 1e-5 * (1 + std::abs(slope));"
      : "  return (slope - expected).cwiseAbs().maxCoeff() <= 1e-5 * (1 + slope.cwiseAbs().maxCoeff());",
    "}",
  ].join("\n");
}

/** C++ with Eigen: a header of inline functions. */
export const cpp: Target = {
  name: "cpp",
  spellings,
  write: (plan) => {
    const test = plan.trial ? [selfTest(plan, plan.trial)] : [];
    const functions = [...plan.functions.map((f) => functionText(f, plan)), ...test].join("\n\n");
    const code = functions.replace(/\/\*[\s\S]*?\*\//g, "");
    const used = Object.entries(helpers).filter(([name]) => new RegExp(`(?<![\\w.:])&?${name}[(),]`).test(code));
    const more =
      /\.(exp|log|sin|cos|sqrt)\(\)\)/.test(functions) && /MatrixXd\(Eigen::MatrixXd\(/.test(functions) ? ["#include <unsupported/Eigen/MatrixFunctions>"] : [];
    return [
      "#pragma once",
      "#include <Eigen/Dense>",
      ...more,
      "#include <cmath>",
      "#include <tuple>",
      "#include <utility>",
      "#include <vector>",
      "",
      ...used.flatMap(([, body]) => [body, ""]),
      functions,
      "",
    ].join("\n");
  },
};
