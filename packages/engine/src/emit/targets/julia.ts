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
import { byRank, call, parameters, sides, text, turned } from "./spell.ts";

/** A function of a number, with a dot of arrays. */
const entry = (name: string): Spelling => byRank(call(name), pattern(`${name}.($0)`));
/** A function of two, with a dot where either is an array. */
const pairs =
  (name: string): Spelling =>
  (w, n) =>
    call(n.rank > 0 ? `${name}.` : name, 2)(w, n);
const dotted =
  (op: string, level: number, always = true): Spelling =>
  (w, n) => {
    const [a, b] = n.args as [Node, Node];
    const plain = always
      ? a.rank === b.rank && a.rank === 0
      : a.rank === b.rank || (op === "*" && (a.rank === 0 || b.rank === 0)) || (op === "/" && b.rank === 0);
    return infix(plain ? op : `.${op}`, level)(w, n);
  };
const sum = dotted("+", levels.sum, false);
const difference = dotted("-", levels.sum, false);
const product: Spelling = (w, n) => {
  const [a, b] = n.args as [Node, Node];
  return infix(a.rank === 0 || b.rank === 0 ? "*" : ".*", levels.product)(w, n);
};
const quotient: Spelling = (w, n) => infix((n.args[1] as Node).rank === 0 ? "/" : "./", levels.product)(w, n);
const power: Spelling = (w, n) => ({
  text: `${w.arg(n, 0)}${n.args.every((a) => a.rank === 0) ? "^" : ".^"}${n.args[1] ? w.arg(n, 1) : "2"}`,
  level: levels.power,
});
const transposed = (w: Writer, a: Node): string => {
  const below = turned(w, a);
  return below ? w.held(w.piece(below), levels.atom) : `${w.held(w.piece(a), levels.atom)}'`;
};

const spellings: Spellings = {
  argument: null,
  number: null,
  dimension: null,
  index: null,
  point: null,
  pi: pattern("pi"),
  negate: (w, n) => ({ text: `-${w.arg(n, 0, levels.prefix)}`, level: levels.prefix }),
  add: sum,
  subtract: difference,
  multiply: product,
  divide: quotient,
  power,
  square: power,
  maximum: pairs("max"),
  minimum: pairs("min"),
  logaddexp: pairs("logaddexp"),
  exp: entry("exp"),
  log: entry("log"),
  log1p: entry("log1p"),
  expm1: entry("expm1"),
  sqrt: entry("sqrt"),
  abs: entry("abs"),
  sign: entry("sign"),
  sin: entry("sin"),
  cos: entry("cos"),
  tan: entry("tan"),
  asin: entry("asin"),
  acos: entry("acos"),
  atan: entry("atan"),
  sinh: entry("sinh"),
  cosh: entry("cosh"),
  tanh: entry("tanh"),
  sigmoid: entry("sigmoid"),
  sigmoidslope: entry("sigmoid_slope"),
  softplus: entry("softplus"),
  relu: byRank(pattern("max($0, 0)"), pattern("max.($0, 0)")),
  step: byRank(pattern("Float64($0 > 0)"), pattern("Float64.($0 .> 0)")),
  gelu: entry("gelu"),
  silu: entry("silu"),
  erf: entry("erf"),
  shiftrows: infix(".+", levels.sum),
  shiftcols: pattern("$0 .+ $1'", levels.sum),
  scalerows: infix(".*", levels.product),
  scalecols: pattern("$0 .* $1'", levels.product),
  adddiagonal: text((w, n) => {
    const v = n.args[1] as Node;
    const unit = v.op === "number" && v.value?.abs().equals(1);
    const added = v.rank > 0 ? `Diagonal(${w.arg(n, 1, 0)})` : unit ? "I" : `${w.arg(n, 1, levels.product)} * I`;
    return `${w.arg(n, 0, levels.sum)} ${unit && v.value?.equals(-1) ? "-" : "+"} ${added}`;
  }, levels.sum),
  dot: call("dot", 2),
  inner: call("dot", 2),
  outer: pattern("$0 * $1'", levels.product),
  matvec: infix("*", levels.product),
  matmul: infix("*", levels.product),
  gram: (w, n) => ({ text: `${transposed(w, n.args[0] as Node)} * ${w.arg(n, 0, levels.prefix)}`, level: levels.product }),
  kronecker: call("kron", 2),
  commuterows: text((w, n) => `commute_rows(${w.arg(n, 0, 0)}, ${parameters(w, n)})`),
  commutecols: text(
    (w, n) =>
      `permutedims(commute_rows(${transposed(w, n.args[0] as Node)}, ${n.dims
        .map((d) => w.size(d).text)
        .reverse()
        .join(", ")}))`,
  ),
  transpose: pattern("$0'"),
  vec: call("vec"),
  unvec: text((w, n) => `reshape(${w.arg(n, 0, 0)}, ${sides(w, n)})`),
  ascolumn: pattern("reshape($0, :, 1)"),
  asrow: pattern("$0'"),
  diagonalmatrix: text((w, n) => ((n.args[0] as Node).rank === 1 ? `diagm(${w.arg(n, 0, 0)})` : `diagm(fill(${w.arg(n, 0, 0)}, ${w.rows(n)}))`)),
  diagonal: call("diag"),
  repeatcols: text((w, n) => `repeat(${w.arg(n, 0, 0)}, 1, ${w.cols(n)})`),
  repeatrows: text((w, n) => `repeat(${w.arg(n, 0)}', ${w.rows(n)}, 1)`),
  identity: text((w, n) => `Matrix(1.0I, ${sides(w, n)})`),
  fill: text((w, n) => {
    const s = n.args[0] as Node;
    if (s.op === "number" && s.value?.equals(0)) return `zeros(${sides(w, n)})`;
    return s.op === "number" && s.value?.equals(1) ? `ones(${sides(w, n)})` : `fill(float(${w.arg(n, 0, 0)}), ${sides(w, n)})`;
  }),
  unit: text((w, n) => `Float64.((1:${w.rows(n)}) .== ${w.subscript(n, 0)})`),
  shift: text((w, n) => `diagm(1 => ones(${w.rows(n)} - 1))`),
  commutation: text((w, n) => `commute_rows(Matrix(1.0I, ${w.rows(n)}, ${w.rows(n)}), ${parameters(w, n)})`),
  entry: text(
    (w, n) =>
      `${w.arg(n, 0)}[${n.args
        .slice(1)
        .map((_, k) => w.subscript(n, k + 1))
        .join(", ")}]`,
  ),
  columnat: text((w, n) => `${w.arg(n, 0)}[:, ${w.subscript(n, 1)}]`),
  rowat: text((w, n) => `${w.arg(n, 0)}[${w.subscript(n, 1)}, :]`),
  lowertriangle: call("tril"),
  uppertriangle: call("triu"),
  skew: call("skew"),
  cross: call("cross", 2),
  delta: pattern("Float64($0 == $1)"),
  factorial: pattern("factorial(Int($0))"),
  sum: call("sum"),
  mean: pattern("(sum($0) / length($0))"),
  rowsum: pattern("vec(sum($0, dims=2))"),
  colsum: pattern("vec(sum($0, dims=1))"),
  trace: call("tr"),
  norm: call("norm"),
  greatest: call("maximum"),
  greatestcols: pattern("vec(maximum($0, dims=1))"),
  norm1: pattern("norm($0, 1)"),
  norminf: pattern("norm($0, Inf)"),
  logsumexp: call("logsumexp"),
  softmax: call("softmax"),
  logsumexpcols: pattern("[logsumexp(c) for c in eachcol($0)]"),
  softmaxcols: pattern("mapslices(softmax, $0, dims=1)"),
  inverse: call("inv"),
  solve: infix("\\", levels.product),
  cholesky: pattern("Matrix(cholesky(Symmetric(($0 + $0') / 2)).L)"),
  cholfactor: pattern("cholesky(Symmetric($0))"),
  cholsolve: pattern("($0 \\ $1)"),
  cholinverse: call("inv"),
  chollogdet: call("logdet"),
  lufactor: call("lu"),
  lusolve: pattern("($0 \\ $1)"),
  lusolvetransposed: pattern("($0' \\ $1)"),
  luinverse: call("inv"),
  lulogdet: pattern("logabsdet($0)[1]"),
  solvelower: pattern("(LowerTriangular($0) \\ $1)"),
  solveupper: pattern("(UpperTriangular($0) \\ $1)"),
  logdeterminant: pattern("logabsdet($0)[1]"),
  determinant: call("det"),
  adjugate: call("adjugate"),
  pseudoinverse: call("pinv"),
  matrixpower: pattern("$0^Int($1)", levels.power),
  expm: call("exp"),
  logm: call("log"),
  sinm: call("sin"),
  cosm: call("cos"),
  sqrtm: call("sqrt"),
  spectralnorm: call("opnorm"),
  nuclear: pattern("sum(svdvals($0))"),
  lambdamax: pattern("eigmax(Symmetric(($0 + $0') / 2))"),
  loop: null,
  integral: null,
};

const script: Script = {
  spellings,
  base: 1,
  ...plainNumbers,
  power: (name, k) => `${name}^${k}`,
};

const helpers: Readonly<Record<string, string>> = {
  quadrature:
    '"Points and weights of Gauss and Legendre between a and b, by Golub and Welsch."\nfunction quadrature(a, b)\n    J = eigen(SymTridiagonal(zeros(24), [k / sqrt(4k^2 - 1) for k in 1:23]))\n    return zip(a .+ (b - a) * (J.values .+ 1) / 2, (b - a) * J.vectors[1, :] .^ 2)\nend',
  sigmoid: "sigmoid(x) = 1 / (1 + exp(-x))",
  sigmoid_slope: '"The derivative of the logistic function."\nfunction sigmoid_slope(x)\n    e = exp(-abs(x))\n    return e / (1 + e)^2\nend',
  softplus: '"log(1 + exp(x)), without overflow."\nsoftplus(x) = max(x, 0) + log1p(exp(-abs(x)))',
  logaddexp: '"log(exp(a) + exp(b)), without overflow."\nlogaddexp(a, b) = max(a, b) + log1p(exp(-abs(a - b)))',
  gelu: "gelu(x) = x * (1 + erf(x / sqrt(2))) / 2",
  silu: "silu(x) = x / (1 + exp(-x))",
  logsumexp:
    '"The logarithm of the sum of exponentials, without overflow."\nfunction logsumexp(x)\n    top = maximum(x)\n    return top + log(sum(exp.(x .- top)))\nend',
  softmax: '"exp(x) over its sum, without overflow."\nfunction softmax(x)\n    e = exp.(x .- maximum(x))\n    return e / sum(e)\nend',
  commute_rows: '"K * A for the permutation with K * vec(B) = vec(B\') for B of m x n."\ncommute_rows(A, m, n) = A[vec(permutedims(reshape(1:m*n, m, n))), :]',
  skew: '"The matrix of cross(v, .)."\nskew(v) = [0 -v[3] v[2]; v[3] 0 -v[1]; -v[2] v[1] 0]',
  adjugate:
    '"The adjugate, also where A is singular: by the singular value decomposition."\nfunction adjugate(A)\n    U, s, V = svd(A)\n    others = [prod(s[1:end .!= i]) for i in eachindex(s)]\n    return det(U) * det(V) * V * Diagonal(others) * U\'\nend',
};

const keywords =
  "baremodule begin break catch const continue do else elseif end export false finally for function global if import in isa let local macro module quote return struct true try using while where mutable abstract type pi im I Inf NaN exp log sin cos sqrt sum dot norm inv det tr diag vec size length max min value gradient jacobian hessian hvp jvp vjp newton product".split(
    " ",
  );

const sizeText = (sides: readonly string[]): string =>
  sides.length === 0 ? "number" : sides.length === 1 ? `vector of ${sides[0]}` : `${sides[0]} x ${sides[1]}`;

/** A line that reads a size from an argument. */
const sizeLine = (size: string, a: Argument, of: string, k: number): string => `${size} = ${a.rank === 1 ? `length(${of})` : `size(${of}, ${k + 1})`}`;

function functionText(f: CodeFunction, plan: Plan): string {
  const { args, s, w } = framed(f, plan, script, [...keywords, ...Object.keys(helpers)]);
  const body = writeStatements(w, s.statements, {
    assign: (name, value) => [`${name} = ${value()}`],
    loop: (_w, st, value, inner) =>
      st.node.op === "integral"
        ? [
            `${st.name} = ${st.node.rank === 0 ? "0.0" : `zeros(${sides(w, st.node)})`}`,
            `for (${st.index}, ${st.weight}) in quadrature(${w.piece(st.node.args[0] as Node).text}, ${w.piece(st.node.args[1] as Node).text})`,
            ...inner.map((l) => `    ${l}`),
            `    ${st.name} = ${st.name} + ${st.weight} * ${w.held(w.piece(st.node.args[2] as Node), levels.prefix)}`,
            "end",
          ]
        : [
            `${st.name} = ${st.node.rank === 0 ? "0.0" : `zeros(${sides(w, st.node)})`}`,
            `for ${st.index} in ${w.piece(st.node.args[0] as Node).text}:${w.piece(st.node.args[1] as Node).text}`,
            ...inner.map((l) => `    ${l}`),
            `    ${st.name} = ${st.name} + ${value()}`,
            "end",
          ],
  });
  const returned = f.results.map((r) => s.names.get(r.node.id) ?? w.piece(r.node).text);
  const last = /^(\w+) = (.*)$/.exec(body[body.length - 1] ?? "");
  if (returned.length === 1 && last?.[1] === returned[0]) {
    body.pop();
    returned[0] = last?.[2] as string;
  }
  const name = functionName(f, plan);
  const signature = `${name}(${args.map((a) => w.identifier(a.name)).join(", ")})`;
  const escaped = (line: string) => line.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("$", "\\$");
  return [
    '"""',
    `    ${signature}`,
    "",
    ...wrapped(escaped(`${f.title}.`), ""),
    "",
    ...args.map((a) => `- \`${w.identifier(a.name)}\`: ${sizeText(a.sides)}`),
    ...assumption("- assumes", f.assumes).map(escaped),
    `- returns ${f.results.map((r) => `${r.name}: ${sizeText(r.sides)}`).join(", ")}`,
    `- cost: ${f.cost.flops} flops, ${f.cost.memory} numbers stored`,
    '"""',
    `function ${signature}`,
    ...sizeLines(w, args, sizeLine).map((l) => `    ${l}`),
    ...body.map((l) => `    ${l}`),
    `    return ${returned.join(", ")}`,
    "end",
  ].join("\n");
}

const listed = (v: Literal): string =>
  typeof v === "number" ? String(v) : typeof v[0] === "number" ? `[${v.join(", ")}]` : `[${(v as number[][]).map((row) => row.join(" ")).join("; ")}]`;

/** A function that compares the derivatives with differences at a point. */
function selfTest(plan: Plan, trial: Trial): string {
  const f = plan.functions[0] as CodeFunction;
  const taken = new Set([...keywords, ...Object.keys(helpers), "h", "slope", "expected", "plus", "minus"]);
  const { description, values, moving, call } = selfTestOf(plan, trial, identifiersFor(plan.arguments, f, taken));
  const name = functionName(f, plan);
  const products = moving.map((m) =>
    plan.scalar ? `dot(${m.derivative}, ${m.along})` : m.rank === 0 ? `${m.derivative} * ${m.along}` : `${m.derivative} * vec(${m.along})`,
  );
  const [slope, expected] = [plan.scalar ? "plus - minus" : "vec(plus - minus)", products.join(" + ")];
  return [
    '"""',
    ...wrapped(description, ""),
    '"""',
    "function check()",
    ...values.map((v) => `    ${v.name} = ${listed(v.value)}`),
    ...moving.map((m) => `    ${m.along} = ${listed(m.direction)}`),
    "    h = 1e-6",
    `    plus = ${name}(${call("+")})[1]`,
    `    minus = ${name}(${call("-")})[1]`,
    `    _, ${moving.map((m) => m.derivative).join(", ")} = ${name}(${call("")})`,
    `    slope = ${plan.scalar ? `(${slope})` : slope} / (2 * h)`,
    `    expected = ${plan.scalar ? expected : `vec(${expected})`}`,
    "    @assert norm(slope - expected) <= 1e-5 * (1 + norm(slope))",
    '    println("check passed")',
    "end",
  ].join("\n");
}

/** Julia, with its standard library LinearAlgebra, and SpecialFunctions for erf. */
export const julia: Target = {
  name: "julia",
  spellings,
  write: (plan) => {
    const test = plan.trial ? [selfTest(plan, plan.trial)] : [];
    const functions = [...plan.functions.map((f) => functionText(f, plan)), ...test].join("\n\n");
    const code = functions.replace(/"""[\s\S]*?"""/g, "");
    const names = (text: string) => Object.keys(helpers).filter((name) => new RegExp(`(?<![\\w.])${name}(?=\\.?\\(|, )`).test(text));
    const used = names(code);
    const all = Object.keys(helpers).filter((name) => used.includes(name));
    const body = [...all.map((name) => helpers[name] as string), functions].join("\n\n");
    return `using LinearAlgebra\n${/(?<!\w)erf/.test(body) ? "using SpecialFunctions\n" : ""}\n${body}\n`;
  },
};
