import type { Node } from "./node.ts";

/** How a node is written: in the language, or as LaTeX in the letters of a document. */
export interface Spelling {
  readonly name: (name: string) => string;
  readonly latex: boolean;
  /** How the document writes a transpose: `^T`, `^\top`. */
  readonly transpose: string;
  /** How it writes the product of entries. */
  readonly product: string;
}

const inLanguage: Spelling = { name: (n) => n, latex: false, transpose: "'", product: ".*" };

const levels: Readonly<Record<string, number>> = { "+": 1, "-": 1, "*": 2, "\\": 2, "/": 2, ".*": 2, "./": 2, kron: 2, "^": 4, ".^": 4 };

/** The text of a node. */
export function spell(n: Node, s: Spelling = inLanguage): string {
  return written(n, s, 0);
}

function bracket(text: string, s: Spelling): string {
  return s.latex ? `(${text})` : `(${text})`;
}

function levelOf(n: Node): number {
  if (n.kind === "binary") return levels[n.operator] ?? 2;
  return n.kind === "minus" ? 1 : 5;
}

/** Brackets stand around what holds less tightly than asked. */
function written(n: Node, s: Spelling, least: number): string {
  const text = bare(n, s);
  return levelOf(n) < least && !(s.latex && n.kind === "binary" && n.operator === "/") ? bracket(text, s) : text;
}

function bare(n: Node, s: Spelling): string {
  const inner = (x: Node) => written(x, s, 0);
  switch (n.kind) {
    case "number":
      return Number.isInteger(n.value) ? String(n.value) : String(n.value);
    case "name":
      return s.name(n.name);
    case "minus":
      return `-${written(n.of, s, 2)}`;
    case "transpose":
      return s.latex ? `${latexPower(n.of, s)}${s.transpose}` : `${written(n.of, s, 5)}'`;
    case "binary":
      return binaryText(n, s);
    case "call":
      return callText(n, s);
    case "index":
      return s.latex
        ? `[${inner(n.of)}]_{${n.indices.map((i) => (i ? inner(i) : ":")).join("")}}`
        : `${written(n.of, s, 5)}[${n.indices.map((i) => (i ? inner(i) : "")).join(",")}]`;
    case "sum":
      return s.latex
        ? `\\${n.product ? "prod" : "sum"}_{${n.index}=${inner(n.low)}}^{${inner(n.high)}} ${written(n.body, s, 2)}`
        : `${n.product ? "prod" : "sum"}(${n.index}=${inner(n.low)}..${inner(n.high)}, ${inner(n.body)})`;
    case "derivative": {
      const by = n.wrt.map((w) => `${inner(w.of)}${w.transposed ? s.transpose : ""}`);
      if (s.latex)
        return n.order > 1
          ? `\\frac{\\partial^{${n.order}} ${written(n.of, s, 2)}}{${by.map((b) => `\\partial ${b}`).join(" ")}}`
          : `\\frac{\\partial ${written(n.of, s, 2)}}{\\partial ${by[0]}}`;
      return `(d(${inner(n.of)})/${by.map((b) => `d(${b})`).join("*")})`;
    }
    case "differential":
      return s.latex ? `d${written(n.of, s, 5)}` : `d(${inner(n.of)})`;
    case "expectation":
      return s.latex ? `E[${inner(n.of)}]` : `E(${inner(n.of)})`;
    case "ones":
      return s.latex ? "\\mathbf{1}" : "ones";
    case "zeros":
      return "0";
    case "identity":
      return s.name("I");
    case "unit":
      return s.latex ? `E_{${n.indices.map(inner).join("")}}` : `e(${n.indices.map(inner).join(",")})`;
    case "entries":
      return `[${inner(n.of)}]`;
    case "bound":
      return "n";
    default:
      return "?";
  }
}

function latexPower(n: Node, s: Spelling): string {
  return n.kind === "name" || n.kind === "identity" ? bare(n, s) : n.kind === "call" && n.name === "inv" ? bracket(bare(n, s), s) : bracket(bare(n, s), s);
}

function binaryText(n: Node & { readonly kind: "binary" }, s: Spelling): string {
  const level = levels[n.operator] ?? 2;
  const [left, right] = [n.left.kind === "minus" && level === 2 ? bare(n.left, s) : written(n.left, s, level), written(n.right, s, level + 1)];
  if (!s.latex)
    return n.operator === "kron"
      ? `kron(${spell(n.left, s)}, ${spell(n.right, s)})`
      : level === 1
        ? `${left} ${n.operator} ${right}`
        : `${left}${n.operator}${right}`;
  switch (n.operator) {
    case "*":
      return `${left} ${right}`;
    case "/":
      return `\\frac{${spell(n.left, s)}}{${spell(n.right, s)}}`;
    case ".*":
      return `${left} ${s.product} ${right}`;
    case "kron":
      return `${left} \\otimes ${right}`;
    case "^":
    case ".^":
      return `${latexPower(n.left, s)}^{${spell(n.right, s)}}`;
    default:
      return `${left} ${n.operator} ${right}`;
  }
}

const latexFunctions: Readonly<Record<string, string>> = { exp: "\\exp", log: "\\log", sin: "\\sin", cos: "\\cos", tanh: "\\tanh", det: "\\det" };

function callText(n: Node & { readonly kind: "call" }, s: Spelling): string {
  const args = n.args.map((a) => spell(a, s)).join(", ");
  const primes = "'".repeat(n.primes);
  const [a] = n.args;
  if (!s.latex || !a) return `${n.name}${primes}(${args})`;
  if (n.name === "inv") return `${latexPower(a, s)}^{-1}`;
  if (n.name === "pinv") return `${latexPower(a, s)}^{\\dagger}`;
  if (n.name === "adj") return `${latexPower(a, s)}^{*}`;
  if (n.name === "det") return `|${args}|`;
  if (n.name === "norm2" || n.name === "normF") return `\\|${args}\\|_{${n.name === "norm2" ? 2 : "F"}}`;
  if (n.name === "sqrt") return `\\sqrt{${args}}`;
  const known = latexFunctions[n.name];
  const own = s.name(n.name);
  return `${known ?? (own === n.name ? `\\operatorname{${n.name}}` : own)}${primes}(${args})`;
}
