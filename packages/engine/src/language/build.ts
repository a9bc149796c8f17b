import Fraction from "fraction.js";
import { type Dimension, dimension, one } from "../expression/dimension.ts";
import { constant, type Expression, isColumn, isRow, isScalar, variable } from "../expression/node.ts";
import type { Operation } from "../expression/operation.ts";
import { signatureOf } from "../expression/signature.ts";
import { apply } from "../operations/apply.ts";
import { spelledOperations } from "../operations/index.ts";
import { takesRow } from "./calls.ts";
import { Chain, negative } from "./chain.ts";
import type { Declaration } from "./declarations.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { dimensionOfTree } from "./dimensions.ts";
import { divergenceOf, expectationOf } from "./expectations.ts";
import { chooseOperation } from "./formula.ts";
import { functionNode } from "./functions.ts";
import type { Numbers } from "./numbers.ts";
import { quoted } from "./quote.ts";
import { type Binary, isBracketed, leftSpine, type Span, type Tree, transposeMark } from "./tree.ts";

/** What is known while an expression is built. */
export interface Context {
  readonly lookup: (name: string) => Expression | undefined;
  /** The shape of a member of a family of matrices. */
  readonly member: (name: string) => { readonly rows: Dimension; readonly cols: Dimension } | undefined;
  /** The declaration of an unknown function. */
  readonly functionOf: (name: string) => Declaration;
  readonly dimensions: ReadonlySet<string>;
  readonly identitySize: (t: Tree) => Dimension;
  readonly numbers: Numbers;
  readonly complain: (d: Diagnostic) => void;
  readonly text: string;
  /** Told the shape of each part of the text. */
  readonly seen?: Seen;
}

/** Takes the shape of the part of a text that the span marks. */
export type Seen = (span: Span, rows: Dimension, cols: Dimension) => void;

/** The expression of a tree whose shapes are known to fit: nothing is simplified. */
export function expressionOf(t: Tree, c: Context): Expression {
  const e = builtOf(t, c);
  c.seen?.(t.span, e.rows, e.cols);
  return e;
}

function builtOf(t: Tree, c: Context): Expression {
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
      const member = t.operand.kind === "name" && t.indices.length === 1 ? c.member(t.operand.name) : undefined;
      if (member)
        return apply(
          "member",
          [t.operand, ...t.indices].map((x) => expressionOf(x, c)),
          [member.rows, member.cols],
        );
      return apply(
        "entry",
        [t.operand, ...t.indices].map((x) => expressionOf(x, c)),
      );
    }
    case "binder":
      return binderOf(t, c);
    case "expectation":
      return expectationOf(t, c);
    case "call":
      return t.name === "KL" ? divergenceOf(t, c) : callOf(t, c);
    case "function":
      return functionNode(
        c.functionOf(t.name),
        t.by,
        t.args.map((a) => expressionOf(a, c)),
      );
    case "binary":
      return operatorsOf(t, c);
    default:
      throw new Error(`no expression can be made of ${t.kind}: it is refused before`);
  }
}

/** Numbers are exact; a decimal keeps its text. */
function numberOf(t: Tree & { kind: "number" }, c: Context): Expression {
  if (/^\d{1,15}$/.test(t.text)) return constant(Number(t.text));
  const [, whole = "", decimals = "", power] = /^(\d*)\.?(\d*)(?:[eE](.*))?$/.exec(t.text) as unknown as string[];
  if (!c.numbers.fits(whole.length + decimals.length + Math.abs(Number(power ?? 0)))) {
    c.complain(c.numbers.tooLong(t.span));
    return constant(1);
  }
  const shift = Number(power ?? 0) - decimals.length;
  const value = new Fraction(BigInt(`${whole}${decimals}`), 1n).mul(new Fraction(10).pow(shift) as Fraction);
  const typed = `${t.text.startsWith(".") ? "0" : ""}${t.text.replace(/\.(?=$|[eE])/, "")}`;
  return constant(value, power === undefined && value.d === 1n ? undefined : typed);
}

function nameOf(t: Tree & { kind: "name" }, c: Context): Expression {
  const e = c.lookup(t.name);
  if (e) return e;
  if (c.dimensions.has(t.name)) return apply("dimension", [], [dimension(t.name)]);
  return t.name === "pi" ? apply("pi", []) : apply("identity", [], [c.identitySize(t)]);
}

function binderOf(t: Tree & { kind: "binder" }, c: Context): Expression {
  const i = variable(t.index, one, one, t.name === "sum" ? ["integer"] : []);
  const inner: Context = { ...c, lookup: (n) => (n === t.index ? i : c.lookup(n)), member: (n) => (n === t.index ? undefined : c.member(n)) };
  return apply(t.name === "sum" ? "summation" : "integral", [i, expressionOf(t.low, c), expressionOf(t.high, c), expressionOf(t.body, inner)]);
}

function operatorsOf(t: Binary, c: Context): Expression {
  const spine = leftSpine(t);
  const first = (spine[0] as Binary).left;
  const chain = new Chain(expressionOf(first, c), first, apply);
  for (const node of spine) {
    const mark = transposeMark(node);
    if (mark) chain.start(apply("transpose", [mark === "inverse transpose" ? apply("inverse", [chain.value]) : chain.value]));
    else {
      const right = expressionOf(node.right, c);
      if (node.operator === "^" || node.operator === ".^") checkExponent(chain.value, right, node, c);
      chain.append(node.operator, right, isBracketed(node));
    }
    if (node !== t) c.seen?.(node.span, chain.rows, chain.cols);
  }
  return chain.value;
}

const greatestExponent = 1000;

function checkExponent(base: Expression, exponent: Expression, t: Binary, c: Context): void {
  const k = c.numbers.valueOf(exponent);
  const span = t.right.span;
  if (c.numbers.valueOf(base) === "long") return;
  if (k === "long" || (k && k.abs().compare(greatestExponent) > 0))
    c.complain({
      code: "budget",
      message: `an exponent is at most ${greatestExponent}`,
      span,
      hint: `write a name for it: ${quoted(t.left, c)}${t.operator}k`,
    });
  else if (c.numbers.isLongPower(base, k)) c.complain(c.numbers.tooLong(t.span));
  else if (t.operator === ".^" || isScalar(base)) return;
  else if (k && k.d !== 1n)
    c.complain({
      code: "exponent",
      message: "a matrix has whole powers only",
      span,
      hint: k.equals("1/2")
        ? `write sqrtm(${quoted(t.left, c)})`
        : k.equals("-1/2")
          ? `write inv(sqrtm(${quoted(t.left, c)}))`
          : `write ${quoted(t.left, c)}.^${quoted(t.right, c)} for the power of each entry`,
    });
  else if (!k && !isWhole(exponent))
    c.complain({
      code: "exponent",
      message: "a matrix has whole powers only",
      span,
      hint: exponent.kind === "variable" ? `declare ${exponent.name}: scalar integer` : "use names declared scalar integer",
    });
}

function isWhole(e: Expression): boolean {
  if (e.kind === "constant") return e.value.d === 1n;
  if (e.kind === "variable") return e.properties.includes("integer");
  return e.operation.name === "dimension" || (["add", "product"].includes(e.operation.name) && e.args.every(isWhole));
}

function callOf(t: Tree & { kind: "call" }, c: Context): Expression {
  const ops = spelledOperations(t.name === "norm" ? "norm2" : t.name);
  const [first] = ops as [Operation];
  if (first.parameters) {
    const inputs = signatureOf(first).inputs.length;
    const dims = t.args.slice(inputs).map((a) => dimensionOfTree(a) as Dimension);
    while (dims.length < first.parameters.length) dims.push(one);
    return apply(
      first,
      t.args.slice(0, inputs).map((a) => expressionOf(a, c)),
      dims,
    );
  }
  const args = t.args.map((a) => expressionOf(a, c));
  const op = chooseOperation(ops, args);
  const [a] = args as [Expression];
  if (!takesRow.has(op.name) || !isRow(a) || isColumn(a)) return apply(op, args);
  const column = apply(op, [apply("transpose", [a])]);
  return op.name === "softmax" ? apply("transpose", [column]) : column;
}
