import Fraction from "fraction.js";
import { type Dimension, dimension, one } from "../expression/dimension.ts";
import { constant, type Expression, isColumn, isRow, isScalar, variable } from "../expression/node.ts";
import type { Operation } from "../expression/operation.ts";
import { apply } from "../operations/apply.ts";
import { spelledOperations } from "../operations/index.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { isTransposeMark } from "./extents.ts";
import { chooseOperation, closed, combine, dimensionOfTree, negative } from "./formula.ts";
import type { Span, Tree } from "./tree.ts";

/** What is known while an expression is built. */
export interface Context {
  readonly lookup: (name: string) => Expression | undefined;
  readonly dimensions: ReadonlySet<string>;
  readonly identitySize: (text: string, span: Span) => Dimension;
  readonly isDeclared: (name: string) => boolean;
  readonly diagnostics: Diagnostic[];
  readonly text: string;
}

const mostDigits = 400;
const greatestExponent = 1000;

/** The expression of a tree whose shapes are known to fit: nothing is simplified. */
export function expressionOf(t: Tree, c: Context): Expression {
  switch (t.kind) {
    case "number":
      return numberOf(t, c);
    case "name":
      return nameOf(t, c);
    case "prefix":
      return negative(expressionOf(t.operand, c), apply);
    case "transpose":
      return apply("transpose", [expressionOf(t.operand, c)]);
    case "index": {
      const x = expressionOf(t.operand, c);
      return apply("entry", [x, ...t.indices.map((i) => expressionOf(i, c))]);
    }
    case "binder": {
      const i = variable(t.index, one, one, ["integer"]);
      const inner: Context = { ...c, lookup: (n) => (n === t.index ? i : c.lookup(n)), dimensions: t.index && c.dimensions.has(t.index) ? new Set([...c.dimensions].filter((d) => d !== t.index)) : c.dimensions };
      return apply(t.name === "sum" ? "summation" : "integral", [i, expressionOf(t.low, c), expressionOf(t.high, c), expressionOf(t.body, inner)]);
    }
    case "call":
      return callOf(t, c);
    case "binary":
      return binaryOf(t, c);
    default:
      return constant(0);
  }
}

function numberOf(t: Tree & { kind: "number" }, c: Context): Expression {
  const exponent = Math.abs(Number(/[eE]([-+]?\d+)$/.exec(t.text)?.[1] ?? 0));
  if (t.text.length > mostDigits || exponent > mostDigits) {
    c.diagnostics.push({ code: "budget", message: `a number has at most ${mostDigits} digits here`, span: t.span });
    return constant(1);
  }
  if (/^\d+$/.test(t.text)) return constant(new Fraction(t.text));
  const [mantissa, power] = t.text.toLowerCase().split("e") as [string, string | undefined];
  const clean = mantissa.startsWith(".") ? `0${mantissa}` : mantissa.endsWith(".") ? mantissa.slice(0, -1) : mantissa;
  const value = new Fraction(clean).mul(new Fraction(10).pow(Number(power ?? 0)) as Fraction);
  return constant(value, value.d === 1n && !power ? undefined : t.text.startsWith(".") ? `0${t.text}` : t.text);
}

function nameOf(t: Tree & { kind: "name" }, c: Context): Expression {
  const e = c.lookup(t.name);
  if (e) return e;
  if (c.dimensions.has(t.name)) return apply("dimension", [], [dimension(t.name)]);
  if (t.name === "pi") return apply("pi", []);
  return apply("identity", [], [c.identitySize(c.text, t.span)]);
}

function binaryOf(t: Tree & { kind: "binary" }, c: Context): Expression {
  const left = expressionOf(t.left, c);
  if (t.operator === "^" && isTransposeMark(t.right, { isDeclared: c.isDeclared, complain: () => undefined })) {
    const base = t.right.kind === "prefix" ? apply("inverse", [left]) : left;
    return apply("transpose", [base]);
  }
  const right = expressionOf(t.right, c);
  if (t.operator === "^") checkExponent(left, right, t, c);
  const bracketed = c.text[t.left.span[0]] === "(" && t.left.kind === "binary" && t.left.span[0] < leftmost(t.left);
  return combine(t.operator, bracketed ? closed(left) : left, right, apply);
}
/** Where the first part of a tree begins: brackets around it begin before. */
function leftmost(t: Tree & { kind: "binary" }): number {
  return t.left.span[0];
}

function checkExponent(base: Expression, exponent: Expression, t: Tree & { kind: "binary" }, c: Context): void {
  if (exponent.kind === "constant" && exponent.value.abs().compare(greatestExponent) > 0) {
    c.diagnostics.push({ code: "budget", message: `exponents go up to ${greatestExponent}`, span: t.right.span, hint: "write a name for it: X^k" });
    return;
  }
  if (isScalar(base) || exponent.kind === "constant") {
    if (!isScalar(base) && exponent.kind === "constant" && exponent.value.d !== 1n) c.diagnostics.push({ code: "exponent", message: "a matrix has whole powers only", span: t.right.span, hint: exponent.value.equals("1/2") ? "write sqrtm(X)" : exponent.value.equals("-1/2") ? "write inv(sqrtm(X))" : "write X.^k for the power of each entry" });
    return;
  }
  if (!isWhole(exponent)) c.diagnostics.push({ code: "exponent", message: "the exponent of a matrix must be a whole number", span: t.right.span, hint: exponent.kind === "variable" ? `declare ${exponent.name}: scalar integer` : "use names declared scalar integer" });
}

function isWhole(e: Expression): boolean {
  if (e.kind === "constant") return e.value.d === 1n;
  if (e.kind === "variable") return e.properties.includes("integer");
  return e.operation.name === "dimension" || (["add", "product"].includes(e.operation.name) && e.args.every(isWhole));
}

function callOf(t: Tree & { kind: "call" }, c: Context): Expression {
  if (t.name === "norm") return apply("norm2", [expressionOf(t.args[0] as Tree, c)]);
  const ops = spelledOperations(t.name);
  const [first] = ops as [Operation];
  if (first.parameters) {
    const inputs = t.args.length - Math.min(first.parameters.length, t.args.length);
    const dims = t.args.slice(inputs).map((a) => dimensionOfTree(a, dimension) as Dimension);
    while (dims.length < first.parameters.length) dims.push(one);
    return apply(first, t.args.slice(0, inputs).map((a) => expressionOf(a, c)), dims);
  }
  const args = t.args.map((a) => expressionOf(a, c));
  const op = chooseOperation(ops, args) as Operation;
  const [a] = args as [Expression];
  if ((op.name === "diagonalmatrix" || op.name === "norm2") && isRow(a) && !isColumn(a)) return apply(op, [apply("transpose", [a])]);
  return apply(op, args);
}
