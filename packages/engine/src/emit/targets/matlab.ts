import { framed, functionName, sizeLines } from "../frame.ts";
import { identifiersFor } from "../names.ts";
import type { Node } from "../node.ts";
import type { Argument, CodeFunction, Literal, Plan, Trial } from "../plan.ts";
import { selfTestOf } from "../selftest.ts";
import type { Target } from "../target.ts";
import {
  assumption,
  infix,
  levels,
  pattern,
  plainNumbers,
  type Script,
  type Spelling,
  type Spellings,
  type Writer,
  wrapped,
  writeStatements,
} from "../write.ts";
import { byRank, call, calls, parameters, sides, text, turned } from "./spell.ts";

/** An entry-wise operator: plain where a side is a number, with a dot between arrays. */
const dotted =
  (op: string, level: number): Spelling =>
  (w, n) => {
    const [a, b] = n.args as [Node, Node];
    const plain = op === "*" ? a.rank === 0 || b.rank === 0 : b.rank === 0;
    return infix(plain ? op : `.${op}`, level)(w, n);
  };
const raised: Spelling = (w, n) => ({
  text: `${w.arg(n, 0)}${n.args.every((a) => a.rank === 0) ? "^" : ".^"}${n.args[1] ? w.arg(n, 1) : "2"}`,
  level: levels.power,
});
/** A matrix in a product: transposed by a mark. */
const transposed = (w: Writer, a: Node): string => {
  const below = turned(w, a);
  return below ? w.held(w.piece(below), levels.atom) : `${w.held(w.piece(a), levels.atom)}'`;
};
const all = (f: string): Spelling =>
  byRank(call(f), (w, n) => ({ text: (n.args[0] as Node).rank === 2 ? `${f}(${f}(${w.arg(n, 0, 0)}))` : `${f}(${w.arg(n, 0, 0)})`, level: levels.atom }));
const filled = (w: Writer, n: Node): string => (n.rank === 1 ? `${w.rows(n)}, 1` : sides(w, n));

/** v, or minus v, added to rows or columns; Octave's diagonal matrices take no part in that before they are full. */
const shifted =
  (turn: string): Spelling =>
  (w, n) => {
    const [a, v] = n.args as [Node, Node];
    const minus = v.op === "negate" && !w.isNamed(v);
    const by = minus ? w.piece(v.args[0] as Node) : w.piece(v);
    const left = a.op === "identity" || a.op === "diagonalmatrix" ? `full(${w.arg(n, 0, 0)})` : w.arg(n, 0, levels.sum);
    return { text: `${left} ${minus ? "-" : "+"} ${w.held(by, turn ? levels.atom : levels.product)}${turn}`, level: levels.sum };
  };

const spellings: Spellings = {
  argument: null,
  number: null,
  dimension: null,
  index: null,
  point: null,
  pi: pattern("pi"),
  negate: (w, n) => ({ text: `-${w.arg(n, 0, levels.prefix)}`, level: levels.prefix }),
  add: infix("+", levels.sum),
  subtract: infix("-", levels.sum),
  multiply: dotted("*", levels.product),
  divide: dotted("/", levels.product),
  power: raised,
  square: raised,
  maximum: call("max", 2),
  minimum: call("min", 2),
  logaddexp: call("logaddexp", 2),
  ...calls({
    exp: "exp",
    log: "log",
    log1p: "log1p",
    expm1: "expm1",
    sqrt: "sqrt",
    abs: "abs",
    sign: "sign",
    sin: "sin",
    cos: "cos",
    tan: "tan",
    asin: "asin",
    acos: "acos",
    atan: "atan",
    sinh: "sinh",
    cosh: "cosh",
    tanh: "tanh",
    erf: "erf",
    softplus: "softplus",
    sigmoidslope: "sigmoid_slope",
    softmax: "softmax_all",
    softmaxcols: "softmax_columns",
    logsumexp: "logsumexp",
    logsumexpcols: "logsumexp_columns",
    kronecker: "kron",
    diagonal: "diag",
    lowertriangle: "tril",
    uppertriangle: "triu",
    skew: "skew_matrix",
    factorial: "factorial",
    trace: "trace",
    inverse: "inv",
    cholfactor: "chol",
    lufactor: "lu_factor",
    logdeterminant: "log_abs_det",
    determinant: "det",
    adjugate: "adjugate",
    pseudoinverse: "pinv",
    expm: "expm",
    logm: "logm",
    sqrtm: "sqrtm",
  }),
  kronecker: call("kron", 2),
  cross: call("cross", 2),
  sigmoid: byRank(pattern("1 / (1 + exp(-$0))", levels.product), pattern("1 ./ (1 + exp(-$0))", levels.product)),
  relu: pattern("max($0, 0)"),
  step: pattern("double($0 > 0)"),
  gelu: byRank(pattern("$0 * (1 + erf($0 / sqrt(2))) / 2", levels.product), pattern("$0 .* (1 + erf($0 / sqrt(2))) / 2", levels.product)),
  silu: byRank(pattern("$0 / (1 + exp(-$0))", levels.product), pattern("$0 ./ (1 + exp(-$0))", levels.product)),
  shiftrows: shifted(""),
  shiftcols: shifted("'"),
  scalerows: infix(".*", levels.product),
  scalecols: pattern("$0 .* $1'", levels.product),
  adddiagonal: call("add_to_diagonal", 2),
  dot: (w, n) => ({ text: `${w.arg(n, 0)}' * ${w.arg(n, 1, levels.prefix)}`, level: levels.product }),
  inner: pattern("sum(sum($0 .* $1))"),
  outer: pattern("$0 * $1'", levels.product),
  matvec: infix("*", levels.product),
  matmul: infix("*", levels.product),
  gram: (w, n) => ({ text: `${transposed(w, n.args[0] as Node)} * ${w.arg(n, 0, levels.prefix)}`, level: levels.product }),
  commuterows: text((w, n) => {
    const [m, k] = n.dims.map((d) => w.size(d).text);
    return `reshape(permute(reshape(${w.arg(n, 0, 0)}, ${m}, ${k}, []), [2 1 3]), ${w.rows(n)}, [])`;
  }),
  commutecols: text((w, n) => {
    const [m, k] = n.dims.map((d) => w.size(d).text);
    return `reshape(permute(reshape(${w.arg(n, 0, 0)}, [], ${k}, ${m}), [1 3 2]), [], ${w.cols(n)})`;
  }),
  transpose: pattern("$0'"),
  vec: pattern("reshape($0, [], 1)"),
  unvec: text((w, n) => `reshape(${w.arg(n, 0, 0)}, ${sides(w, n)})`),
  ascolumn: (w, n) => w.piece(n.args[0] as Node),
  asrow: pattern("$0'"),
  diagonalmatrix: text((w, n) => ((n.args[0] as Node).rank === 1 ? `diag(${w.arg(n, 0, 0)})` : `(${w.arg(n, 0, levels.product)} * eye(${w.rows(n)}))`)),
  repeatcols: text((w, n) => `repmat(${w.arg(n, 0, 0)}, 1, ${w.cols(n)})`),
  repeatrows: text((w, n) => `repmat(${w.arg(n, 0)}', ${w.rows(n)}, 1)`),
  identity: text((w, n) => `eye(${w.rows(n)})`),
  fill: text((w, n) => {
    const s = n.args[0] as Node;
    if (s.op === "number" && s.value?.equals(0)) return `zeros(${filled(w, n)})`;
    return s.op === "number" && s.value?.equals(1) ? `ones(${filled(w, n)})` : `repmat(${w.arg(n, 0, 0)}, ${filled(w, n)})`;
  }),
  unit: text((w, n) => `double((1:${w.rows(n)})' == ${w.subscript(n, 0)})`),
  shift: text((w, n) => `diag(ones(${w.rows(n)} - 1, 1), 1)`),
  commutation: text((w, n) => `commutation(${parameters(w, n)})`),
  entry: text(
    (w, n) =>
      `${w.arg(n, 0)}(${n.args
        .slice(1)
        .map((_, k) => w.subscript(n, k + 1))
        .join(", ")})`,
  ),
  columnat: text((w, n) => `${w.arg(n, 0)}(:, ${w.subscript(n, 1)})`),
  rowat: text((w, n) => `${w.arg(n, 0)}(${w.subscript(n, 1)}, :)'`),
  delta: pattern("double($0 == $1)"),
  sum: all("sum"),
  mean: all("mean"),
  rowsum: pattern("sum($0, 2)"),
  colsum: pattern("sum($0, 1)'"),
  norm: text((w, n) => ((n.args[0] as Node).rank === 2 ? `norm(${w.arg(n, 0, 0)}, 'fro')` : `norm(${w.arg(n, 0, 0)})`)),
  greatest: all("max"),
  greatestcols: pattern("max($0, [], 1)'"),
  norm1: text((w, n) => ((n.args[0] as Node).rank === 2 ? `sum(sum(abs(${w.arg(n, 0, 0)})))` : `sum(abs(${w.arg(n, 0, 0)}))`)),
  norminf: text((w, n) => ((n.args[0] as Node).rank === 2 ? `max(max(abs(${w.arg(n, 0, 0)})))` : `max(abs(${w.arg(n, 0, 0)}))`)),
  solve: infix("\\", levels.product),
  cholesky: pattern("chol(($0 + $0') / 2, 'lower')"),
  cholsolve: pattern("($0 \\ ($0' \\ $1))"),
  cholinverse: text((w, n) => `(${w.arg(n, 0)} \\ (${w.arg(n, 0)}' \\ eye(${w.rows(n)})))`),
  chollogdet: pattern("2 * sum(log(diag($0)))", levels.product),
  lusolve: pattern("($0.U \\ ($0.L \\ ($0.P * $1)))"),
  lusolvetransposed: pattern("($0.P' * ($0.L' \\ ($0.U' \\ $1)))"),
  luinverse: pattern("($0.U \\ ($0.L \\ $0.P))"),
  lulogdet: pattern("sum(log(abs(diag($0.U))))"),
  solvelower: pattern("($0 \\ $1)"),
  solveupper: pattern("($0 \\ $1)"),
  matrixpower: pattern("$0^$1", levels.power),
  sinm: pattern("imag(expm(1i * $0))"),
  cosm: pattern("real(expm(1i * $0))"),
  spectralnorm: call("norm"),
  nuclear: pattern("sum(svd($0))"),
  lambdamax: pattern("max(eig(($0 + $0') / 2))"),
  loop: null,
  integral: null,
};

const script: Script = {
  spellings,
  base: 1,
  ...plainNumbers,
  power: (name, k) => `${name}^${k}`,
};

/** Functions that are printed with the code where it names them. */
const helpers: Readonly<Record<string, string>> = {
  quadrature:
    "function points = quadrature(a, b)\n  % Points (first row) and weights of Gauss and Legendre between a and b, by Golub and Welsch.\n  k = 1:23;\n  J = diag(k ./ sqrt(4 * k.^2 - 1), 1);\n  [V, D] = eig(J + J');\n  points = [a + (b - a) * (diag(D)' + 1) / 2; (b - a) * V(1, :).^2];\nend",
  softplus: "function y = softplus(x)\n  % log(1 + exp(x)), without overflow.\n  y = max(x, 0) + log1p(exp(-abs(x)));\nend",
  sigmoid_slope:
    "function s = sigmoid_slope(x)\n  % The derivative of the logistic function, with all digits on either side.\n  e = exp(-abs(x));\n  s = e ./ (1 + e).^2;\nend",
  logaddexp: "function y = logaddexp(a, b)\n  % log(exp(a) + exp(b)), without overflow.\n  y = max(a, b) + log1p(exp(-abs(a - b)));\nend",
  softmax_all: "function p = softmax_all(x)\n  % exp(x) over its sum, without overflow.\n  p = exp(x - max(max(x)));\n  p = p / sum(sum(p));\nend",
  softmax_columns: "function P = softmax_columns(X)\n  % The softmax of each column.\n  P = exp(X - max(X, [], 1));\n  P = P ./ sum(P, 1);\nend",
  logsumexp:
    "function y = logsumexp(x)\n  % log of the sum of exponentials, without overflow.\n  top = max(max(x));\n  y = top + log(sum(sum(exp(x - top))));\nend",
  logsumexp_columns: "function y = logsumexp_columns(X)\n  % logsumexp of each column.\n  top = max(X, [], 1);\n  y = (top + log(sum(exp(X - top), 1)))';\nend",
  add_to_diagonal:
    "function B = add_to_diagonal(A, d)\n  % A + diag(d), without the diagonal matrix.\n  B = A;\n  at = 1:size(A, 1) + 1:numel(A);\n  B(at) = B(at) + reshape(d, 1, []);\nend",
  lu_factor: "function f = lu_factor(A)\n  % P*A = L*U, to be solved with.\n  [f.L, f.U, f.P] = lu(A);\nend",
  log_abs_det: "function y = log_abs_det(A)\n  % log(abs(det(A))), without overflow.\n  [~, U, ~] = lu(A);\n  y = sum(log(abs(diag(U))));\nend",
  commutation:
    "function K = commutation(m, n)\n  % The permutation with K * vec(A) = vec(A') for A of size [m n].\n  K = eye(m * n);\n  K = K(reshape(reshape(1:m * n, m, n)', [], 1), :);\nend",
  skew_matrix: "function S = skew_matrix(v)\n  % The matrix of cross(v, .).\n  S = [0 -v(3) v(2); v(3) 0 -v(1); -v(2) v(1) 0];\nend",
  adjugate:
    "function B = adjugate(A)\n  % The adjugate, also where A is singular: by the singular value decomposition.\n  [U, S, V] = svd(A);\n  s = diag(S);\n  others = arrayfun(@(i) prod(s([1:i - 1, i + 1:end])), (1:numel(s))');\n  B = det(U) * det(V) * V * (others .* U');\nend",
};

const keywords =
  "break case catch continue do else elseif end for function global if otherwise parfor persistent return switch try while until unwind_protect pi i e Inf NaN eps ans exp log sum max min abs diag eye zeros ones inv det norm trace size numel reshape permute kron value gradient jacobian hessian hvp jvp vjp newton product".split(
    " ",
  );

const sizeText = (sides: readonly string[]): string => (sides.length === 0 ? "number" : sides.length === 1 ? `${sides[0]} x 1` : `${sides[0]} x ${sides[1]}`);

/** A line that reads a size from an argument. */
const sizeLine = (size: string, a: Argument, of: string, k: number): string => `${size} = ${a.rank === 1 ? `numel(${of})` : `size(${of}, ${k + 1})`};`;

function functionText(f: CodeFunction, plan: Plan): string {
  const { args, s, w } = framed(f, plan, script, [...keywords, ...Object.keys(helpers)]);
  const body = writeStatements(w, s.statements, {
    assign: (name, value) => [`${name} = ${value()};`],
    loop: (_w, st, value, inner) =>
      st.node.op === "integral"
        ? [
            `${st.name} = ${st.node.rank === 0 ? "0" : `zeros(${filled(w, st.node)})`};`,
            `for ${st.weight} = quadrature(${w.piece(st.node.args[0] as Node).text}, ${w.piece(st.node.args[1] as Node).text})`,
            `  ${st.index} = ${st.weight}(1);`,
            ...inner.map((l) => `  ${l}`),
            `  ${st.name} = ${st.name} + ${st.weight}(2) * ${w.held(w.piece(st.node.args[2] as Node), levels.prefix)};`,
            "end",
          ]
        : [
            `${st.name} = ${st.node.rank === 0 ? "0" : `zeros(${filled(w, st.node)})`};`,
            `for ${st.index} = ${w.piece(st.node.args[0] as Node).text}:${w.piece(st.node.args[1] as Node).text}`,
            ...inner.map((l) => `  ${l}`),
            `  ${st.name} = ${st.name} + ${value()};`,
            "end",
          ],
  });
  const outputs = f.results.map((r) => {
    const value = s.names.get(r.node.id) ?? w.piece(r.node).text;
    if (value !== r.name) body.push(`${r.name} = ${value};`);
    return r.name;
  });
  const name = functionName(f, plan);
  return [
    `function ${outputs.length > 1 ? `[${outputs.join(", ")}]` : outputs[0]} = ${name}(${args.map((a) => w.identifier(a.name)).join(", ")})`,
    ...wrapped(`${f.title}.`, "  % "),
    ...args.map((a) => `  %   ${w.identifier(a.name)}: ${sizeText(a.sides)}`),
    ...assumption("Assumes", f.assumes, ".").flatMap((t) => wrapped(t, "  % ")),
    `  % Returns ${f.results.map((r) => `${r.name}: ${sizeText(r.sides)}`).join(", ")}.`,
    `  % Cost: ${f.cost.flops} flops, ${f.cost.memory} numbers stored.`,
    ...sizeLines(w, args, sizeLine).map((l) => `  ${l}`),
    ...body.map((l) => `  ${l}`),
    "end",
  ].join("\n");
}

const listed = (v: Literal): string => (typeof v === "number" ? String(v) : `[${v.map((row) => (typeof row === "number" ? row : row.join(", "))).join("; ")}]`);

/** A function that compares the derivatives with differences at a point. */
function selfTest(plan: Plan, trial: Trial): string {
  const f = plan.functions[0] as CodeFunction;
  const taken = new Set([...keywords, ...Object.keys(helpers), "h", "slope", "expected", "plus", "minus"]);
  const { description, values, moving, call } = selfTestOf(plan, trial, identifiersFor(plan.arguments, f, taken));
  const name = functionName(f, plan);
  const outputs = ["~", ...moving.map((m) => m.derivative)].join(", ");
  const products = moving.map((m) =>
    plan.scalar ? `sum(sum(${m.derivative} .* ${m.along}))` : m.rank === 0 ? `${m.derivative} * ${m.along}` : `${m.derivative} * reshape(${m.along}, [], 1)`,
  );
  return [
    "function check()",
    ...wrapped(description, "  % "),
    ...values.map((v) => `  ${v.name} = ${listed(v.value)};`),
    ...moving.map((m) => `  ${m.along} = ${listed(m.direction)};`),
    "  h = 1e-6;",
    `  plus = ${name}(${call("+")});`,
    `  minus = ${name}(${call("-")});`,
    `  [${outputs}] = ${name}(${call("")});`,
    "  slope = reshape(plus - minus, [], 1) / (2 * h);",
    `  expected = reshape(${products.join(" + ")}, [], 1);`,
    "  assert(max(abs(slope - expected)) <= 1e-5 * (1 + max(abs(slope))));",
    "  disp('check passed');",
    "end",
  ].join("\n");
}

/** MATLAB and Octave; vectors are columns. Each function is to be saved under its name, or used as a local one. */
export const matlab: Target = {
  name: "matlab",
  spellings,
  write: (plan) => {
    const test = plan.trial ? [selfTest(plan, plan.trial)] : [];
    const functions = [...plan.functions.map((f) => functionText(f, plan)), ...test].join("\n\n");
    const used = Object.entries(helpers).filter(([name]) => new RegExp(`(?<![\\w.])${name}\\(`).test(functions.replace(/%.*$/gm, "")));
    return `${[functions, ...used.map(([, body]) => body)].join("\n\n")}\n`;
  },
};
