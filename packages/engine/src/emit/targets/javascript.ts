import { framed, sizeLines } from "../frame.ts";
import type { Node } from "../node.ts";
import type { Argument, CodeFunction, Plan } from "../plan.ts";
import { isEntrywise } from "../schedule.ts";
import type { Target } from "../target.ts";
import { assumption, infix, levels, pattern, plainNumbers, type Script, type Spellings, Unspelled, Writer, wrapped, writeStatements } from "../write.ts";
import { call, parameters, sides, text, turned } from "./spell.ts";

/** Looser than a minus before it: `-x ** 2` is no expression. */
const raised = (levels.product + levels.prefix) / 2;

const entry = {
  negate: (w, n) => ({ text: `-${w.arg(n, 0, levels.power)}`, level: levels.prefix }),
  add: infix("+", levels.sum),
  subtract: infix("-", levels.sum),
  multiply: infix("*", levels.product),
  divide: infix("/", levels.product),
  power: (w, n) => ({ text: `${w.arg(n, 0)} ** ${w.arg(n, 1)}`, level: raised }),
  square: (w, n) => {
    const base = w.arg(n, 0);
    return /^[\w.]+(\[\w+\])?$/.test(base) ? { text: `${base} * ${base}`, level: levels.product } : { text: `${base} ** 2`, level: raised };
  },
  maximum: call("Math.max", 2),
  minimum: call("Math.min", 2),
  logaddexp: call("logaddexp", 2),
  exp: call("Math.exp"),
  log: call("Math.log"),
  log1p: call("Math.log1p"),
  expm1: call("Math.expm1"),
  sqrt: call("Math.sqrt"),
  abs: call("Math.abs"),
  sign: call("Math.sign"),
  sin: call("Math.sin"),
  cos: call("Math.cos"),
  tan: call("Math.tan"),
  asin: call("Math.asin"),
  acos: call("Math.acos"),
  atan: call("Math.atan"),
  sinh: call("Math.sinh"),
  cosh: call("Math.cosh"),
  tanh: call("Math.tanh"),
  sigmoid: call("sigmoid"),
  sigmoidslope: call("sigmoidSlope"),
  softplus: call("softplus"),
  relu: pattern("Math.max($0, 0)"),
  step: call("step"),
  gelu: call("gelu"),
  silu: pattern("$0 * sigmoid($0)", levels.product),
  erf: call("erf"),
} satisfies Partial<Spellings>;

const spellings: Spellings = {
  argument: null,
  number: null,
  dimension: null,
  index: null,
  point: null,
  pi: pattern("Math.PI"),
  ...entry,
  shiftrows: call("shiftRows", 2),
  shiftcols: call("shiftColumns", 2),
  scalerows: call("scaleRows", 2),
  scalecols: call("scaleColumns", 2),
  adddiagonal: call("addDiagonal", 2),
  dot: call("dot", 2),
  inner: call("inner", 2),
  outer: call("outer", 2),
  matvec: text((w, n) => {
    const a = turned(w, n.args[0] as Node);
    return a ? `vecmat(${w.arg(n, 1, 0)}, ${w.piece(a).text})` : `matvec(${w.arg(n, 0, 0)}, ${w.arg(n, 1, 0)})`;
  }),
  matmul: call("matmul", 2),
  gram: text((w, n) => {
    const a = n.args[0] as Node;
    return a.op === "scalerows" && !w.isNamed(a) ? `gramScaled(${w.arg(a, 0, 0)}, ${w.arg(a, 1, 0)})` : `gram(${w.arg(n, 0, 0)})`;
  }),
  kronecker: call("kronecker", 2),
  commuterows: text((w, n) => `commuteRows(${w.arg(n, 0, 0)}, ${parameters(w, n)})`),
  commutecols: text((w, n) => `commuteColumns(${w.arg(n, 0, 0)}, ${parameters(w, n)})`),
  transpose: call("transpose"),
  vec: call("vec"),
  unvec: text((w, n) => `unvec(${w.arg(n, 0, 0)}, ${sides(w, n)})`),
  ascolumn: call("asColumn"),
  asrow: call("asRow"),
  diagonalmatrix: text((w, n) => `diagonalMatrix(${w.arg(n, 0, 0)}, ${w.rows(n)})`),
  diagonal: call("diagonal"),
  repeatcols: text((w, n) => `repeatColumns(${w.arg(n, 0, 0)}, ${w.cols(n)})`),
  repeatrows: text((w, n) => `repeatRows(${w.arg(n, 0, 0)}, ${w.rows(n)})`),
  identity: text((w, n) => `identity(${w.rows(n)})`),
  fill: text((w, n) => `${n.rank === 1 ? "fillVector" : "fill"}(${w.arg(n, 0, 0)}, ${sides(w, n)})`),
  unit: text((w, n) => `unit(${w.subscript(n, 0)}, ${w.rows(n)})`),
  shift: text((w, n) => `shift(${w.rows(n)})`),
  commutation: text((w, n) => `commutation(${parameters(w, n)})`),
  entry: text((w, n) => {
    const a = w.arg(n, 0);
    if (n.args.length === 2) return `${a}[${w.subscript(n, 1)}]`;
    const row = w.subscript(n, 1);
    if (!/^\w+$/.test(a)) return `at(${w.arg(n, 0, 0)}, ${row}, ${w.subscript(n, 2)})`;
    return `${a}.data[${/^\w+$/.test(row) ? row : `(${row})`} * ${a}.cols + ${w.subscript(n, 2)}]`;
  }),
  columnat: text((w, n) => `column(${w.arg(n, 0, 0)}, ${w.subscript(n, 1)})`),
  rowat: text((w, n) => `row(${w.arg(n, 0, 0)}, ${w.subscript(n, 1)})`),
  lowertriangle: call("lowertriangle"),
  uppertriangle: call("uppertriangle"),
  skew: call("skew"),
  cross: call("cross", 2),
  delta: pattern("($0 === $1 ? 1 : 0)"),
  factorial: call("factorial"),
  sum: call("sum"),
  mean: call("mean"),
  rowsum: call("rowsum"),
  colsum: call("colsum"),
  trace: call("trace"),
  norm: call("norm"),
  greatest: call("greatest"),
  greatestcols: call("greatestColumns"),
  norm1: call("norm1"),
  norminf: call("norminf"),
  logsumexp: call("logsumexp"),
  softmax: text((w, n) => `${n.rank === 2 ? "softmaxAll" : "softmax"}(${w.arg(n, 0, 0)})`),
  logsumexpcols: call("logsumexpColumns"),
  softmaxcols: call("softmaxColumns"),
  inverse: call("inverse"),
  solve: call("solve", 2),
  cholesky: call("cholesky"),
  cholfactor: call("choleskyFactor"),
  cholsolve: call("choleskySolve", 2),
  cholinverse: call("choleskyInverse"),
  chollogdet: call("choleskyLogdet"),
  lufactor: call("luFactor"),
  lusolve: call("luSolve", 2),
  lusolvetransposed: call("luSolveTransposed", 2),
  luinverse: call("luInverse"),
  lulogdet: call("luLogdet"),
  solvelower: call("solveLower", 2),
  solveupper: call("solveUpper", 2),
  logdeterminant: call("logdeterminant"),
  determinant: call("determinant"),
  adjugate: call("adjugate"),
  pseudoinverse: call("pseudoinverse"),
  matrixpower: call("matrixpower", 2),
  expm: call("expm"),
  logm: call("logm"),
  sinm: call("sinm"),
  cosm: call("cosm"),
  sqrtm: call("sqrtm"),
  spectralnorm: call("spectralnorm"),
  nuclear: call("nuclear"),
  lambdamax: call("lambdamax"),
  loop: null,
  integral: null,
};

const script: Script = {
  spellings,
  base: 0,
  ...plainNumbers,
  power: (name, k) => `${name} ** ${k}`,
};

/** Everything that the code may import. */
const kernels = [
  ...new Set(
    "shiftRows shiftColumns scaleRows scaleColumns addDiagonal dot inner outer matvec vecmat matmul gram gramScaled kronecker commuteRows commuteColumns transpose vec unvec asColumn asRow diagonalMatrix diagonal repeatColumns repeatRows identity fill fillVector unit shift commutation column row lowertriangle uppertriangle skew cross factorial sum mean rowsum colsum trace norm greatest greatestColumns norm1 norminf logsumexp softmax softmaxAll logsumexpColumns softmaxColumns inverse solve cholesky choleskyFactor choleskySolve choleskyInverse choleskyLogdet luFactor luSolve luSolveTransposed luInverse luLogdet solveLower solveUpper logdeterminant determinant adjugate pseudoinverse matrixpower expm logm sinm cosm sqrtm spectralnorm nuclear lambdamax matrix at quadrature sigmoid sigmoidSlope softplus gelu erf step logaddexp".split(
      " ",
    ),
  ),
];
const keywords =
  "await break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof let new null return static super switch this throw true try typeof var void while with yield arguments eval undefined NaN Infinity Math Float64Array value gradient hessian hvp jvp vjp newton product term".split(
    " ",
  );

/** A loop over the entries of an array: how each operand is read at one place. */
class EntryWriter extends Writer {
  override piece(n: Node) {
    if (n.rank === 0) return this.around.piece(n);
    const p = super.piece(n);
    if (isEntrywise(n) && !this.isNamed(n)) return p;
    return { text: `${this.held(p, levels.atom)}${n.rank === 2 ? ".data" : ""}[${this.place}]`, level: levels.atom };
  }
  constructor(
    private readonly around: Writer,
    private readonly place: string,
    ...how: ConstructorParameters<typeof Writer>
  ) {
    super(...how);
  }
}

const sidesText = (sides: readonly string[]): string =>
  sides.length === 0 ? "number" : sides.length === 1 ? `vector of ${sides[0]}` : `${sides[0]} x ${sides[1]}`;
const typeText = (rank: number): string => (rank === 0 ? "number" : rank === 1 ? "Float64Array" : "Matrix");

/** A line that reads a size from an argument. */
const sizeLine = (size: string, a: Argument, of: string, k: number): string => `const ${size} = ${of}.${a.rank === 1 ? "length" : k === 0 ? "rows" : "cols"};`;

function functionText(f: CodeFunction, plan: Plan): string {
  const { args, taken, identifiers, s, w } = framed(f, plan, script, [...keywords, ...kernels], true);
  const index =
    ["i", "j", "k", "l", "at"].find((name) => !taken.has(name) && ![...s.indices.values()].includes(name) && ![...s.names.values()].includes(name)) ?? "at_";
  const e = new EntryWriter(w, index, script, s, identifiers);
  const body = writeStatements(w, s.statements, {
    assign: (name, value, n) => {
      e.scope = w.scope;
      if (!isEntrywise(n)) return [`const ${name} = ${value()};`];
      const loop = `for (let ${index} = 0; ${index} < ${name}${n.rank === 2 ? ".data" : ""}.length; ${index}++)`;
      return [
        `const ${name} = ${n.rank === 1 ? `new Float64Array(${w.rows(n)})` : `matrix(${sides(w, n)})`};`,
        `${loop} ${name}${n.rank === 2 ? ".data" : ""}[${index}] = ${e.body(n).text};`,
      ];
    },
    loop: (_w, st, value, inner) => {
      const [low, high] = st.node.args as [Node, Node];
      const n = st.node;
      const start = low.op === "number" && low.value?.equals(1) ? "0" : w.subscript(n, 0);
      const data = n.rank === 2 ? ".data" : "";
      if (n.op === "integral") {
        const step =
          n.rank === 0
            ? [`${st.name} += ${st.weight} * ${w.held(w.piece(n.args[2] as Node), levels.prefix)};`]
            : [
                `const term = ${value()};`,
                `for (let ${index} = 0; ${index} < ${st.name}${data}.length; ${index}++) ${st.name}${data}[${index}] += ${st.weight} * term${data}[${index}];`,
              ];
        return [
          `${n.rank === 0 ? "let" : "const"} ${st.name} = ${n.rank === 0 ? "0" : n.rank === 1 ? `new Float64Array(${w.rows(n)})` : `matrix(${sides(w, n)})`};`,
          `for (const [${st.index}, ${st.weight}] of quadrature(${w.piece(low).text}, ${w.piece(high).text})) {`,
          ...[...inner, ...step].map((l) => `  ${l}`),
          "}",
        ];
      }
      const add =
        n.rank === 0
          ? [`${st.name} += ${value()};`]
          : [
              `const term = ${value()};`,
              `for (let ${index} = 0; ${index} < ${st.name}${data}.length; ${index}++) ${st.name}${data}[${index}] += term${data}[${index}];`,
            ];
      return [
        `${n.rank === 0 ? "let" : "const"} ${st.name} = ${n.rank === 0 ? "0" : n.rank === 1 ? `new Float64Array(${w.rows(n)})` : `matrix(${sides(w, n)})`};`,
        `for (let ${st.index} = ${start}; ${st.index} < ${w.piece(high).text}; ${st.index}++) {`,
        ...[...inner, ...add].map((l) => `  ${l}`),
        "}",
      ];
    },
  });
  const returned = f.results.map((r) => {
    const value = s.names.get(r.node.id) ?? w.piece(r.node).text;
    return value === r.name ? value : `${r.name}: ${value}`;
  });
  for (const d of e.sizes) w.sizes.add(d);
  const name = f.kind === "value" ? (plan.scalar ? "valueAndGradient" : "valueAndJacobian") : f.kind;
  const single = f.results.length === 1;
  return [
    "/**",
    ...wrapped(`${f.title.replaceAll("*/", "* /")}.`, " * "),
    ...args.map((a) => ` * @param {${typeText(a.rank)}} ${w.identifier(a.name)} ${sidesText(a.sides)}`),
    ...assumption("Assumes", f.assumes, ".").flatMap((t) => wrapped(t.replaceAll("*/", "* /"), " * ")),
    ` * @returns ${f.results.map((r) => `${r.name}: ${sidesText(r.sides)}`).join(", ")}`,
    ` * Cost: ${f.cost.flops} flops, ${f.cost.memory} numbers stored.`,
    " */",
    `export function ${name}(${args.map((a) => w.identifier(a.name)).join(", ")}) {`,
    ...sizeLines(w, args, sizeLine).map((l) => `  ${l}`),
    ...body.map((l) => `  ${l}`),
    `  return ${single ? (returned[0] as string).replace(/^\w+: /, "") : `{ ${returned.join(", ")} }`};`,
    "}",
  ].join("\n");
}

/** Lines that make the kernels use OpenBLAS, or say in one line why they do not. */
const library = `use(
  await import("gradus-native").then(
    ({ openblas }) => openblas(),
    () => console.warn("without the package gradus-native, gradus's own kernels are used"),
  ),
);`;

/** JavaScript with the kernels of `gradus/kernels`: loops over entries, products and solves by name. */
export const javascript: Target = {
  name: "javascript",
  spellings,
  write: (plan) => {
    if (plan.trial) throw new Unspelled("a self-test");
    const functions = plan.functions.map((f) => functionText(f, plan)).join("\n\n");
    const called = kernels.filter((name) => new RegExp(`(?<![\\w.])${name}\\(`).test(functions));
    const native = plan.native === true && called.length > 0;
    const used = [...called, ...(native ? ["use"] : [])].sort();
    const imports = used.length ? `import { ${used.join(", ")} } from "gradus/kernels";\n\n${native ? `${library}\n\n` : ""}` : "";
    return `${imports}/** @typedef {{ rows: number, cols: number, data: Float64Array }} Matrix entries by rows */\n\n${functions}\n`;
  },
};
