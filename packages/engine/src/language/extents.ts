import { type Dimension, dimension, one } from "../expression/dimension.ts";
import type { Operation } from "../expression/operation.ts";
import { signatureOf } from "../expression/signature.ts";
import { functionNames, spelledOperations } from "../operations/index.ts";
import { type Diagnostic, nearest } from "./diagnostics.ts";
import { chooseOperation, dimensionOfTree } from "./formula.ts";
import type { Span, Tree } from "./tree.ts";
import { type Extent, isOne, isScalarExtent, known, scalarExtent, type Size, sizeText, Unknown, unify } from "./unify.ts";

/** Names and what they are, while shapes are being found. */
export interface Scope {
  /** The extent of a variable, bound index, definition or dimension's number. */
  readonly lookup: (name: string, span: Span) => Extent | undefined;
  readonly isDeclared: (name: string) => boolean;
  readonly text: string;
  readonly complain: (d: Diagnostic) => void;
  readonly note: (code: string, message: string, span: Span) => void;
  /** Called for each matrix that an exponent or `I` stands beside. */
  readonly bound: Map<string, number>;
}

/** The shape of a tree; what cannot be is reported once, and taken as whatever fits. */
export function extentOf(t: Tree, s: Scope): Extent {
  switch (t.kind) {
    case "number":
      return scalarExtent;
    case "name":
      return s.lookup(t.name, t.span) ?? anything();
    case "prefix":
      return extentOf(t.operand, s);
    case "transpose": {
      const e = extentOf(t.operand, s);
      return { rows: e.cols, cols: e.rows };
    }
    case "index":
      return indexed(t, s);
    case "binder":
      return bindered(t, s);
    case "call":
      return called(t, s);
    case "binary":
      return binary(t, s);
    case "expectation":
      s.complain({ code: "unsupported", message: "expectations are not supported yet", span: t.span });
      return anything();
    case "error":
      return anything();
  }
}

const anything = (): Extent => ({ rows: new Unknown(), cols: new Unknown() });

/** The source of a tree, shortened. */
export function sourceOf(t: Tree, s: Scope): string {
  const text = s.text.slice(t.span[0], t.span[1]).replace(/\s+/g, " ");
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

function shapes(list: readonly (readonly [Tree, Extent])[], s: Scope): string {
  const names = new Map<Unknown, string>();
  const told = list.map(([t, e]) => `${sourceOf(t, s)} is ${isScalarExtent(e) ? "a scalar" : `${sizeText(e.rows, names)} x ${sizeText(e.cols, names)}`}`);
  return [...new Set(told)].join(" and ");
}

function mismatch(t: Tree & { kind: "binary" }, l: Extent, r: Extent, needs: string, s: Scope, hint?: string): void {
  const related = [
    { span: t.left.span, message: shapes([[t.left, l]], s) },
    { span: t.right.span, message: shapes([[t.right, r]], s) },
  ];
  s.complain({ code: "shape", message: `${shapes([[t.left, l], [t.right, r]], s)}: ${sourceOf(t, s)} needs ${needs}`, span: t.span, ...(hint && { hint }), related });
}

function need(a: Size, b: Size): string {
  const names = new Map<Unknown, string>();
  return `${sizeText(a, names)} = ${sizeText(b, names)}`;
}

function binary(t: Tree & { kind: "binary" }, s: Scope): Extent {
  const l = extentOf(t.left, s);
  if ((t.operator === "^" || t.operator === ".^") && isTransposeMark(t.right, s)) {
    return { rows: l.cols, cols: l.rows };
  }
  const r = extentOf(t.right, s);
  const [ls, rs] = [isScalarExtent(l), isScalarExtent(r)];
  switch (t.operator) {
    case "*": {
      if (ls) return r;
      if (rs) return l;
      if (!unify(l.cols, r.rows)) {
        const [a, b] = [sourceOf(t.left, s), sourceOf(t.right, s)];
        const columns = isOne(l.cols) && isOne(r.cols);
        const hint = columns ? `write ${a}'*${b} for the scalar product, ${a}*${b}' for the matrix, ${a}.*${b} for the entry-wise product` : unifiable(l.rows, r.rows) ? `did you mean ${a}'*${b}, or ${a}.*${b} for the entry-wise product?` : undefined;
        mismatch(t, l, r, need(l.cols, r.rows), s, hint);
      }
      return { rows: l.rows, cols: r.cols };
    }
    case "\\":
      if (ls) return r;
      unifyOr(l.rows, l.cols, () => mismatch(t, l, r, `${sourceOf(t.left, s)} square`, s));
      unifyOr(l.rows, r.rows, () => mismatch(t, l, r, need(l.rows, r.rows), s));
      return { rows: l.cols, cols: r.cols };
    case "/":
      if (!rs) s.complain({ code: "division", message: `${shapes([[t.right, r]], s)}: only a scalar divides`, span: t.span, hint: isOne(r.cols) || isOne(r.rows) ? `write ${sourceOf(t.left, s)}./${sourceOf(t.right, s)} to divide entry by entry` : `write ${sourceOf(t.left, s)}*inv(${sourceOf(t.right, s)})` });
      return l;
    case "⊗":
      return kronExtent(l, r);
    case "^":
      if (!ls && !unify(l.rows, l.cols)) s.complain({ code: "shape", message: `${shapes([[t.left, l]], s)}: only a square matrix or a scalar has powers`, span: t.span, hint: `write ${sourceOf(t.left, s)}.^${sourceOf(t.right, s)} for the power of each entry` });
      if (!rs) s.complain({ code: "exponent", message: `${shapes([[t.right, r]], s)}: an exponent is a scalar`, span: t.right.span });
      return l;
    default: {
      // + - .* ./ .^ : equal shapes, or a scalar spread over the entries
      if (ls) return r;
      if (rs) {
        if ((t.operator === "+" || t.operator === "-") && unifiedSquare(l) && !entrywiseResult(t.left)) s.note("scalar-added", `${sourceOf(t.right, s)} is added to every entry of ${sourceOf(t.left, s)}; for a multiple of the identity write ${sourceOf(t.right, s)}*eye(${sizeText(l.rows, new Map())})`, t.span);
        return l;
      }
      if (!unify(l.rows, r.rows)) mismatch(t, l, r, need(l.rows, r.rows), s, isOne(l.cols) !== isOne(r.cols) && unifiable(l.rows, r.cols) ? `did you mean ${sourceOf(t.right, s)}'?` : undefined);
      else if (!unify(l.cols, r.cols)) mismatch(t, l, r, need(l.cols, r.cols), s);
      return l;
    }
  }
}

const unifiedSquare = (e: Extent) => !isOne(e.rows) && known(e.rows) === known(e.cols);
const entrywiseResult = (t: Tree): boolean => (t.kind === "call" && spelledOperations(t.name).some((o) => o.entrywise)) || (t.kind === "binary" && (t.operator === ".*" || t.operator === "./" || t.operator === ".^")) || (t.kind === "prefix" && entrywiseResult(t.operand)) || (t.kind === "binary" && (t.operator === "+" || t.operator === "-") && (entrywiseResult(t.left) || entrywiseResult(t.right)));

/** Could the two be equal? Binds nothing. */
function unifiable(a: Size, b: Size): boolean {
  const [x, y] = [known(a), known(b)];
  return x === y || (x instanceof Unknown && y !== one) || (y instanceof Unknown && x !== one);
}
function unifyOr(a: Size, b: Size, complain: () => void): void {
  if (!unify(a, b)) complain();
}

/** `A^T` and `A^-T`, unless T is declared: then it is an error that offers `A'`. */
export function isTransposeMark(exponent: Tree, s: Pick<Scope, "isDeclared" | "complain">): boolean {
  const name = exponent.kind === "prefix" ? exponent.operand : exponent;
  if (name.kind !== "name" || name.name !== "T") return false;
  if (s.isDeclared("T")) {
    s.complain({ code: "exponent", message: "T is declared: ^T would be a power", span: exponent.span, hint: "write A' for the transpose" });
    return false;
  }
  return true;
}

const kronExtent = (l: Extent, r: Extent): Extent => ({ rows: known([l.rows, r.rows]), cols: known([l.cols, r.cols]) });

function indexed(t: Tree & { kind: "index" }, s: Scope): Extent {
  const e = extentOf(t.operand, s);
  for (const i of t.indices) if (!isScalarExtent(extentOf(i, s))) s.complain({ code: "shape", message: `the index ${sourceOf(i, s)} is no number`, span: i.span });
  if (t.indices.length === 2) return scalarExtent;
  if (t.indices.length !== 1) s.complain({ code: "arguments", message: "an entry has one or two indices", span: t.span });
  if (isScalarExtent(e)) s.complain({ code: "shape", message: `${sourceOf(t.operand, s)} is a scalar: it has no entries`, span: t.span });
  return isOne(e.cols) || isOne(e.rows) ? scalarExtent : { rows: e.rows, cols: one };
}

function bindered(t: Tree & { kind: "binder" }, s: Scope): Extent {
  for (const bound of [t.low, t.high]) {
    const e = extentOf(bound, s);
    if (!isScalarExtent(e)) s.complain({ code: "shape", message: `${shapes([[bound, e]], s)}: a bound is a scalar`, span: bound.span });
  }
  s.bound.set(t.index, (s.bound.get(t.index) ?? 0) + 1);
  const body = extentOf(t.body, s);
  s.bound.set(t.index, (s.bound.get(t.index) as number) - 1);
  return body;
}

function called(t: Tree & { kind: "call" }, s: Scope): Extent {
  if (t.primes > 0) {
    s.complain({ code: "implicit-product", message: `${t.name}' is followed by a bracket`, span: [t.nameSpan[0], t.nameSpan[1] + t.primes], hint: `write ${t.name}'*(…), or declare ${t.name}: elementwise` });
    return anything();
  }
  const ops = spelledOperations(t.name);
  if (!ops.length) return unknownFunction(t, s);
  const [first] = ops as [Operation];
  if (first.parameters) return maker(t, first, s);
  const args = t.args.map((a) => extentOf(a, s));
  const expected = arity(first);
  if (t.args.length !== expected) {
    s.complain({ code: "arguments", message: `${t.name} takes ${expected} argument${expected === 1 ? "" : "s"}, here ${t.args.length === 1 ? "is 1" : `are ${t.args.length}`}`, span: t.span, hint: usage(first) });
    return anything();
  }
  const op = chooseOperation(ops, args.map((e) => ({ rows: known(e.rows), cols: known(e.cols) }))) as Operation;
  if (!op.signature) {
    const [a, b] = args as [Extent, Extent];
    if (isScalarExtent(a)) return b;
    if (!isScalarExtent(b)) {
      unifyOr(a.rows, b.rows, () => wrongArgument(t, op, s, args));
      unifyOr(a.cols, b.cols, () => wrongArgument(t, op, s, args));
    }
    return a;
  }
  return bySignature(t, op, args, s);
}

/** How many arguments an operation takes. */
export function arity(op: Operation): number {
  return op.signature ? signatureOf(op).inputs.length : 2;
}
function usage(op: Operation): string {
  return `${op.spelling}(${["X", "Y", "Z"].slice(0, arity(op)).join(", ")})`;
}

function bySignature(t: Tree & { kind: "call" }, op: Operation, args: readonly Extent[], s: Scope): Extent {
  const { inputs, output } = signatureOf(op);
  const letters = new Map<string, Size>();
  const meet = (side: readonly string[], size: Size): boolean => {
    if (side.length === 0) return isOne(size);
    const letter = side[0] as string;
    if (/\d/.test(letter)) return unify(size, dimensionOfTree({ kind: "number", text: letter, span: t.span }, dimension) as Dimension);
    const old = letters.get(letter);
    if (!old) letters.set(letter, size);
    return !old || unify(old, size);
  };
  const fits = inputs.every((terminals, k) => {
    const e = args[k] as Extent;
    if (isScalarExtent(e) && terminals.rows.length + terminals.cols.length > 0 && op.name !== "cross") return meetAll(terminals, e);
    return meet(terminals.rows, e.rows) && meet(terminals.cols, (op.name === "diagonalmatrix" || op.name === "norm2") && isOne(e.rows) ? one : e.cols);
  });
  function meetAll(terminals: { rows: readonly string[]; cols: readonly string[] }, e: Extent): boolean {
    return meet(terminals.rows, e.rows) && (terminals.cols.length === 0 || meet(terminals.cols, e.cols));
  }
  if (!fits) {
    wrongArgument(t, op, s, args);
    return anything();
  }
  const side = (list: readonly string[]): Size => known(list.map((l) => letters.get(l) ?? (/\d/.test(l) ? (dimensionOfTree({ kind: "number", text: l, span: t.span }, dimension) as Dimension) : new Unknown())));
  return { rows: list1(side(output.rows)), cols: list1(side(output.cols)) };
}
const list1 = (s: Size): Size => (Array.isArray(s) && s.length === 0 ? one : s);

const wants: Readonly<Record<string, string>> = { ii: "a square matrix", i: "a column", "3": "a column of 3" };

function wrongArgument(t: Tree & { kind: "call" }, op: Operation, s: Scope, args: readonly Extent[]): void {
  const signature = op.signature?.split("->")[0] ?? "";
  const inputs = signature.split(",");
  const message = `${shapes(t.args.map((a, k) => [a, args[k] as Extent]), s)}: ${t.name} needs ${inputs.length === 1 ? (wants[signature] ?? "another shape") : inputs.length === 2 && inputs[0] === inputs[1] ? "two of one shape" : "other shapes"}`;
  s.complain({ code: "shape", message, span: t.span });
}

function unknownFunction(t: Tree & { kind: "call" }, s: Scope): Extent {
  for (const a of t.args) if (a.kind !== "expectation") extentOf(a, s);
  if (t.name === "norm") {
    const [e] = t.args.map((a) => extentOf(a, s));
    if (e && (isOne(e.cols) || isOne(e.rows))) return scalarExtent;
    s.complain({ code: "unknown-function", message: "norm of a matrix can be several things", span: t.nameSpan, hint: "write normF, norm2 (spectral), norm1, norminf or nuclear" });
  } else if (["E", "KL", "D"].includes(t.name)) s.complain({ code: "unsupported", message: `${t.name === "D" ? "derivatives of unknown functions are" : "expectations are"} not supported yet`, span: t.span });
  else if (s.isDeclared(t.name)) s.complain({ code: "unsupported", message: `${t.name} is no function${t.args.length === 1 ? "" : "s"} of the language; unknown functions are not supported yet`, span: t.span, hint: t.args.length === 1 ? `write ${t.name}[${sourceOf(t.args[0] as Tree, s)}] for an entry, ${t.name}*(${sourceOf(t.args[0] as Tree, s)}) for a product` : `write ${t.name}[…] for an entry` });
  else {
    const near = nearest(t.name, functionNames);
    s.complain({ code: "unknown-function", message: `there is no function ${t.name}`, span: t.nameSpan, hint: near ? `did you mean ${near}?` : "gradus ops lists them" });
  }
  return anything();
}

function maker(t: Tree & { kind: "call" }, op: Operation, s: Scope): Extent {
  const parameters = op.parameters as readonly string[];
  const inputs = signatureOf(op).inputs.length;
  const least = inputs + (op.name === "ones" || op.name === "zeros" ? 1 : parameters.length);
  if (t.args.length < least || t.args.length > inputs + parameters.length) {
    s.complain({ code: "arguments", message: `${t.name} takes ${least === inputs + parameters.length ? least : `${least} or ${inputs + parameters.length}`} arguments, here are ${t.args.length}`, span: t.span, hint: `${t.name}(${["i", "n"].slice(1 - inputs).join(", ")})` });
    return anything();
  }
  for (const a of t.args.slice(0, inputs)) if (!isScalarExtent(extentOf(a, s))) s.complain({ code: "shape", message: `${sourceOf(a, s)} is no number`, span: a.span });
  const sizes = new Map<string, Dimension>();
  t.args.slice(inputs).forEach((a, k) => {
    const d = dimensionOfTree(a, dimension);
    if (!d || (d.constant !== undefined && (d.constant < 1 || d.constant > 1e6))) s.complain({ code: "shape", message: `${sourceOf(a, s)} is no dimension`, span: a.span, hint: "a name (n), a positive number, or a product of them (m*n)" });
    sizes.set(parameters[k] as string, d ?? one);
  });
  const side = (list: readonly string[]): Size => list1(known(list.map((l) => sizes.get(l) ?? one)));
  const { output } = signatureOf(op);
  return { rows: side(output.rows), cols: side(output.cols) };
}
