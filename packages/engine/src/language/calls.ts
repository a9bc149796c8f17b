import { type Dimension, dimensionOf, one } from "../expression/dimension.ts";
import type { Operation } from "../expression/operation.ts";
import { signatureOf, type Terminals } from "../expression/signature.ts";
import type { Message } from "../messages/messages.ts";
import { functionNames, spelledOperations } from "../operations/index.ts";
import { type Diagnostic, nearest } from "./diagnostics.ts";
import { dimensionHint, sizeOfTree } from "./dimensions.ts";
import { divergenceExtent } from "./expectations.ts";
import { extentOf } from "./extents.ts";
import { chooseOperation } from "./formula.ts";
import { quoted, shapesText } from "./quote.ts";
import type { Scope } from "./scope.ts";
import { type Tree, walk } from "./tree.ts";
import { anyExtent, type Extent, isOne, isScalarExtent, known, type Size, scalarExtent, sizeText, Unknown } from "./unify.ts";

type Call = Tree & { readonly kind: "call" };

/** The shape of a function's value; what does not fit is reported. */
export function callExtent(t: Call, s: Scope): Extent {
  if (t.primes > 0) {
    s.report(() => ({
      code: "implicit-product",
      message: `${t.name}${"'".repeat(Math.min(t.primes, 3))} is followed by a bracket`,
      span: [t.nameSpan[0], t.nameSpan[1] + t.primes],
      hint: `write ${t.name}'*(…), or declare ${t.name}: elementwise`,
    }));
    return anyExtent;
  }
  if (t.name === "KL") return divergenceExtent(t, s);
  const ops = spelledOperations(t.name === "norm" ? "norm2" : t.name);
  const [first] = ops;
  if (!first) return unknownFunction(t, s);
  return first.parameters ? makerExtent(t, first, s) : appliedExtent(t, ops, s);
}

function appliedExtent(t: Call, ops: readonly Operation[], s: Scope): Extent {
  const args = t.args.map((a) => extentOf(a, s));
  const expected = arity(ops[0] as Operation);
  if (t.args.length !== expected)
    return wrongCount(
      t,
      `${expected} argument${expected === 1 ? "" : "s"}`,
      `${t.name}(${["X", "Y"].slice(0, expected).join(", ")})${t.name === "sum" ? ", or sum(i=1..N, expression) over an index" : ""}`,
      s,
    );
  const op = chooseOperation(
    ops,
    args.map((e) => ({ rows: known(e.rows), cols: known(e.cols) })),
  );
  if (t.name === "norm" && op.name === "spectralnorm") {
    s.report(() => ({
      code: "unknown-function",
      message: `${shapesText([[t.args[0] as Tree, args[0] as Extent]], s)}: norm of a matrix can be several things`,
      span: t.nameSpan,
      hint: "write normF, norm2 (spectral), norm1, norminf or nuclear",
    }));
    return scalarExtent;
  }
  const wrong = () => wrongArguments(t, op, args, s);
  if (op.signature) {
    if (!op.entrywise) s.consumed(...args);
    return signatureExtent(op, args, s, wrong);
  }
  const [a, b] = args as [Extent, Extent];
  if (isScalarExtent(a)) return b;
  return isScalarExtent(b) || (s.equal(a.rows, b.rows, wrong) && s.equal(a.cols, b.cols, wrong)) ? a : anyExtent;
}

/** How many arguments an operation takes. */
function arity(op: Operation): number {
  return op.signature ? signatureOf(op).inputs.length : 2;
}

function wrongCount(t: Call, expected: `${string} argument` | `${string} arguments`, usage: string, s: Scope): Extent {
  const n = t.args.length;
  s.report(() => ({ code: "arguments", message: `${t.name} takes ${expected}, here ${n === 1 ? "is 1" : `are ${n}`}`, span: t.span, hint: `write ${usage}` }));
  return anyExtent;
}

/** Functions of a vector that take a row as they take a column. */
export const takesRow: ReadonlySet<string> = new Set(["diagonalmatrix", "norm2", "softmax"]);

/** The shape by an operation's signature; its letters are the sizes of the arguments. */
function signatureExtent(op: Operation, args: readonly Extent[], s: Scope, wrong: () => Diagnostic): Extent {
  const { inputs, output } = signatureOf(op);
  const letters = new Map<string, Size>();
  const meets = (side: readonly string[], size: Size): boolean => {
    const [letter] = side;
    if (letter === undefined) {
      if (!isOne(size)) s.report(wrong);
      return isOne(size);
    }
    const expected = /\d/.test(letter) ? dimensionOf(Number(letter)) : letters.get(letter);
    if (expected) return s.equal(size, expected, wrong);
    letters.set(letter, size);
    return true;
  };
  const fits = inputs.every((terminals, k) => {
    const e = args[k] as Extent;
    const turned = takesRow.has(op.name) && isOne(e.rows) && op.name !== "softmax";
    return turned ? meets(terminals.rows, e.cols) : meets(terminals.rows, e.rows) && meets(terminals.cols, e.cols);
  });
  if (!fits) return output.rows.length + output.cols.length ? anyExtent : scalarExtent;
  const side = (list: Terminals["rows"]): Size => known(list.map((l) => letters.get(l) ?? (/\d/.test(l) ? dimensionOf(Number(l)) : new Unknown())));
  return { rows: side(output.rows), cols: side(output.cols) };
}

type Argument = "a square matrix" | "a column" | "a column of 3" | "a number" | "two columns" | "two columns of 3" | "two numbers" | "two values of one shape";

function wrongArguments(t: Call, op: Operation, args: readonly Extent[], s: Scope): Diagnostic {
  const inputs = op.signature?.split("->")[0]?.split(",") ?? ["ij", "ij"];
  const alone: Record<string, Argument> = { ii: "a square matrix", i: "a column", "3": "a column of 3", "()": "a number" };
  const both: Record<string, Argument> = { i: "two columns", "3": "two columns of 3", "()": "two numbers" };
  const needs: Argument = (inputs.length === 1 ? alone[inputs[0] as string] : both[inputs[0] as string]) ?? "two values of one shape";
  const message: Message = `${shapesText(
    t.args.map((a, k) => [a, args[k] as Extent]),
    s,
  )}: ${t.name} needs ${needs}`;
  return {
    code: "shape",
    message,
    span: t.span,
    ...(t.args.length > 1 && { related: t.args.map((a, k) => ({ span: a.span, message: shapesText([[a, args[k] as Extent]], s) })) }),
  };
}

/** What other systems call what the language writes otherwise. */
const foreign: ReadonlyMap<string, Message> = new Map<string, Message>([
  ["transpose", "write A'"],
  ["inverse", "did you mean inv?"],
  ["identity", "did you mean eye?"],
  ["I", "did you mean eye?"],
  ["hadamard", "write A.*B"],
  ["pow", "write x^k, or x.^k for each entry"],
  ["int", "an integral is int(t=a..b, expression)"],
  ["Σ", "a sum is sum(i=1..N, expression)"],
  ["frobenius", "did you mean normF?"],
  ["normal", "a distribution stands in E(x'*A*x, x ~ normal(mu, S)) or KL(normal(m1, S1), normal(m2, S2))"],
  ["var", "a variance is E((x - mu)^2, x ~ normal(mu, v))"],
  ["cov", "a covariance is E((x - mu)*(x - mu)', x ~ normal(mu, S))"],
  ["grad", "write the expression alone, and by what as wrt"],
  ["gradient", "write the expression alone, and by what as wrt"],
  ["hess", "write the expression alone, and by what as wrt, with order 2"],
  ["hessian", "write the expression alone, and by what as wrt, with order 2"],
  ["eig", "the largest eigenvalue is lambdamax(S)"],
]);

function unknownFunction(t: Call, s: Scope): Extent {
  for (const a of t.args) extentOf(a, s);
  const [arg] = t.args;
  const inner = arg && t.args.length === 1 ? quoted(arg, s) : "…";
  const bracketed = (text: string) => `(${text})`;
  const product = `${t.name}*${bracketed(inner)}`;
  if (s.isVariable(t.name)) {
    const index = t.args.map((a) => quoted(a, s)).join(",");
    s.report(() => ({
      code: "unknown-function",
      message: `${t.name} is no function`,
      span: t.nameSpan,
      hint: t.args.length === 1 ? `write ${t.name}[${index}] for an entry, ${product} for a product` : `write ${t.name}[${index || "i"}] for an entry`,
    }));
  } else {
    const near: Message =
      foreign.get(t.name) ??
      (nearest(t.name, functionNames) !== undefined
        ? `did you mean ${nearest(t.name, functionNames)}?`
        : t.name.length <= 2 && t.args.length > 1 && /^\p{Lu}/u.test(t.name)
          ? `write ${t.name}[${t.args.map((a) => quoted(a, s)).join(",")}] for an entry${t.args.every((a) => a.kind === "name") ? `, or declare the function, ${t.name}(${t.args.map((a) => quoted(a, s)).join(", ")}): scalar` : ""}`
          : t.name.length <= 2
            ? `write ${product} for a product${arg?.kind === "name" ? `, or declare the function, ${t.name}(${arg.name}): scalar` : ""}`
            : "gradus ops lists them");
    s.report(() => ({ code: "unknown-function", message: `there is no function ${t.name}`, span: t.nameSpan, hint: near }));
  }
  return anyExtent;
}

/** `eye(n)`, `ones(m, n)`, `e(i, n)`: values first, then dimensions. */
function makerExtent(t: Call, op: Operation, s: Scope): Extent {
  const parameters = op.parameters as readonly string[];
  const { inputs, output } = signatureOf(op);
  const most = inputs.length + parameters.length;
  const least = op.name === "ones" || op.name === "zeros" ? 1 : most;
  if (t.args.length < least || t.args.length > most) {
    const usage = [...inputs.map(() => "i"), ...(parameters.length === 1 ? ["n"] : ["m", "n"])].join(", ");
    return wrongCount(t, `${least === most ? least : `${least} or ${most}`} argument${most === 1 ? "" : "s"}`, `${t.name}(${usage})`, s);
  }
  for (const a of t.args.slice(0, inputs.length)) {
    const e = extentOf(a, s);
    if (!isScalarExtent(e)) s.report(() => ({ code: "shape", message: `${shapesText([[a, e]], s)}: an index is a number`, span: a.span }));
  }
  const sizes = new Map<string, Dimension>();
  t.args.slice(inputs.length).forEach((a, k) => sizes.set(parameters[k] as string, parameterOf(a, s)));
  const side = (list: Terminals["rows"]): Size => known(list.map((l) => sizes.get(l) ?? one));
  return { rows: side(output.rows), cols: side(output.cols) };
}

function parameterOf(a: Tree, s: Scope): Dimension {
  const d = sizeOfTree(a);
  let value: string | undefined;
  walk(a, (x) => {
    if (x.kind === "name" && s.isVariable(x.name)) value ??= x.name;
  });
  if (d && value === undefined) return d;
  const e = value === undefined ? undefined : s.lookup(value, a);
  const told = (): Message =>
    e && !isScalarExtent(e)
      ? `${value} is ${sizeText(e.rows)} x ${sizeText(e.cols)}, no dimension`
      : value !== undefined
        ? `${value} is a variable, no dimension`
        : `${quoted(a, s)} is no dimension`;
  s.report(() => ({ code: "shape", message: told(), span: a.span, hint: dimensionHint }));
  return one;
}
