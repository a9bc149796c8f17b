import { type Apply, isColumn, isRow, isScalar } from "../expression/node.ts";
import { dimensionLatex } from "./names.ts";
import { atLeast, atom, call, infix, juxtapose, level, type Piece, signed, superscript } from "./piece.ts";

type Spelling = (args: readonly Piece[], node: Apply) => Piece;

const text = (args: readonly Piece[], k = 0) => signed(args[k] as Piece);
const command =
  (name: string): Spelling =>
  (args) =>
    call(name, args.map(signed));
const norm =
  (index: string): Spelling =>
  (args) =>
    atom(`\\left\\lVert ${text(args)}\\right\\rVert_${index}`);
/** A norm of all entries, which `\lVert X\rVert_1` means of vectors only. */
const entriesNorm =
  (index: string): Spelling =>
  (args, node) => {
    const [x] = node.args;
    return x && (isColumn(x) || isRow(x)) ? norm(index)(args, node) : norm(index)([call("\\operatorname{vec}", [text(args)])], node);
  };
const sizes = (node: Apply) => node.dimensions.map(dimensionLatex).join(" \\times ");

/** Superscripts are told apart from exponents typed by the user: `X^{-1}` transposed is `X^{-\top}`. */
const transposes: Record<string, string> = { inverse: "{-\\top}", pseudoinverse: "{+\\top}" };

/** How an operation is written where that is not `\operatorname{its name}` and brackets. */
export const spellings: Readonly<Record<string, Spelling>> = {
  exp: command("\\exp"),
  log: command("\\log"),
  sin: command("\\sin"),
  cos: command("\\cos"),
  tan: command("\\tan"),
  asin: command("\\arcsin"),
  acos: command("\\arccos"),
  atan: command("\\arctan"),
  sinh: command("\\sinh"),
  cosh: command("\\cosh"),
  tanh: command("\\tanh"),
  determinant: command("\\det"),
  maximum: command("\\max"),
  minimum: command("\\min"),
  lambdamax: command("\\lambda_{\\max}"),
  relu: command("\\operatorname{ReLU}"),
  sqrt: (args) => atom(`\\sqrt{${text(args)}}`),
  abs: (args) => atom(`\\left\\lvert ${text(args)}\\right\\rvert`),
  logdeterminant: (args) => atom(`\\log\\left\\lvert\\det\\left(${text(args)}\\right)\\right\\rvert`),
  normF: norm("F"),
  norm2: norm("2"),
  spectralnorm: norm("2"),
  nuclear: norm("*"),
  norm1: entriesNorm("1"),
  norminf: entriesNorm("\\infty"),
  inverse: ([x], node) => {
    const [base] = node.args;
    return base?.kind === "apply" && base.operation.name === "transpose" && x?.level === level.scripted && x.text.endsWith("^\\top")
      ? { ...x, text: x.text.replace(/\^\\top$/, "^{-\\top}") }
      : superscript(x as Piece, "{-1}");
  },
  pseudoinverse: ([x]) => superscript(x as Piece, "{+}"),
  transpose: ([x], node) => {
    const [base] = node.args;
    const joint = base?.kind === "apply" ? transposes[base.operation.name] : undefined;
    const plain = x?.text.replace(/\^\{(-1|\+)\}$/, "");
    return joint && x?.level === level.scripted && plain !== x.text ? { ...x, text: `${plain}^${joint}` } : superscript(x as Piece, "\\top");
  },
  sqrtm: ([x]) => superscript(x as Piece, "{1/2}"),
  expm: (args) => ({ text: `e^{${text(args)}}`, level: level.scripted }),
  kronecker: (args) =>
    infix(
      args.map((a, k) => (k > 0 ? atLeast(a, level.product) : a)),
      "\\otimes",
    ),
  cross: (args) =>
    infix(
      args.map((a) => atLeast(a, level.product)),
      "\\times",
    ),
  outer: ([u, v]) => juxtapose([atLeast(u as Piece, level.product), superscript(v as Piece, "\\top")]),
  dot: (args) => atom(`\\left\\langle ${text(args)}, ${text(args, 1)}\\right\\rangle`),
  skewmatrix: (args) => atom(`\\left[${text(args)}\\right]_{\\times}`),
  identity: (_args, node) => atom(`I_{${sizes(node)}}`),
  ones: (_args, node) => atom(`\\mathbf{1}_{${isColumn(node) ? dimensionLatex(node.rows) : sizes(node)}}`),
  zeros: (_args, node) => atom(isScalar(node) ? "0" : `\\mathbf{0}_{${isColumn(node) ? dimensionLatex(node.rows) : sizes(node)}}`),
  unitvector: (args) => atom(`\\mathbf{e}_{${text(args)}}`),
  kroneckerdelta: (args) => atom(`\\delta_{${text(args)},${text(args, 1)}}`),
  factorial: ([k]) => ({ text: `${atLeast(k as Piece, level.atom).text}!`, level: level.atom, starts: k?.starts }),
  pi: () => atom("\\pi"),
  commutation: (_args, node) => atom(`K_{${node.dimensions.map(dimensionLatex).join(",")}}`),
};
