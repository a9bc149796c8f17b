import { one } from "../expression/dimension.ts";
import { callExtent } from "./calls.ts";
import { sizeOfTree } from "./dimensions.ts";
import { expectationExtent } from "./expectations.ts";
import { functionExtent } from "./functions.ts";
import { operatorExtent } from "./operators.ts";
import { bare, quoted, shapesText } from "./quote.ts";
import type { Scope } from "./scope.ts";
import { type Binary, leftSpine, type Tree, transposeMark, walk } from "./tree.ts";
import { anyExtent, type Extent, isOne, isScalarExtent, known, scalarExtent, Unknown, unify } from "./unify.ts";

/** The shape of a tree; what cannot be is reported once, and taken as whatever fits. */
export function extentOf(t: Tree, s: Scope): Extent {
  if (s.stopped()) return anyExtent;
  switch (t.kind) {
    case "number":
      return scalarExtent;
    case "name":
      return s.lookup(t.name, t);
    case "prefix":
      return extentOf(t.operand, s);
    case "transpose": {
      const e = extentOf(t.operand, s);
      s.consumed(e);
      return flipped(e);
    }
    case "index":
      return indexExtent(t, s);
    case "binder":
      return binderExtent(t, s);
    case "call":
      return callExtent(t, s);
    case "function":
      return functionExtent(t, s);
    case "binary":
      return spineExtent(t, s);
    case "expectation":
      return expectationExtent(t, s);
    case "error":
      return anyExtent;
  }
}

const flipped = (e: Extent): Extent => ({ rows: e.cols, cols: e.rows });

/** Operators along the left side, the innermost first. */
function spineExtent(t: Binary, s: Scope): Extent {
  const spine = leftSpine(t);
  let e = extentOf((spine[0] as Binary).left, s);
  for (const node of spine) {
    if (s.stopped()) return e;
    e = transposeMark(node) ? markExtent(node, e, s) : operatorExtent(node, e, extentOf(node.right, s), s);
  }
  return e;
}

/** `A^T` and `A^-T`, unless T is declared: then it is an error that offers `A'`. */
function markExtent(t: Binary, e: Extent, s: Scope): Extent {
  const inverse = transposeMark(t) === "inverse transpose";
  if (s.isDeclared("T"))
    s.report(() => ({
      code: "exponent",
      message: "T is declared: ^T can be a power or the transpose",
      span: [t.operatorSpan[0], t.span[1]],
      hint: inverse ? `write inv(${bare(t.left, s)})' for the inverse of the transpose` : `write ${quoted(t.left, s)}' for the transpose`,
    }));
  else if (inverse)
    s.equal(e.rows, e.cols, () => ({ code: "shape", message: `${shapesText([[t.left, e]], s)}: only a square matrix has an inverse`, span: t.span }));
  s.consumed(e);
  return flipped(e);
}

function indexExtent(t: Tree & { kind: "index" }, s: Scope): Extent {
  const e = extentOf(t.operand, s);
  s.consumed(e);
  for (const i of t.indices) {
    const index = extentOf(i, s);
    if (i.kind === "name") s.raising(i.name);
    if (i.kind === "number" && Number(i.text) < 1)
      s.report(() => ({ code: "arguments", message: `there is no entry ${quoted(i, s)}`, span: i.span, hint: "indices count from 1" }));
    if (!isScalarExtent(index)) s.report(() => ({ code: "shape", message: `${shapesText([[i, index]], s)}: an index is a number`, span: i.span }));
  }
  const member = t.operand.kind === "name" && t.indices.length === 1 ? s.member(t.operand.name) : undefined;
  if (member) return member;
  if (t.indices.length !== 1 && t.indices.length !== 2)
    s.report(() => ({
      code: "arguments",
      message: `an entry has one or two indices, here are ${t.indices.length}`,
      span: t.span,
      hint: "X[i,j] is an entry, X[j] the j-th column, x[i] an entry of a vector",
    }));
  else if (e !== anyExtent && isScalarExtent(e))
    s.report(() => ({ code: "shape", message: `${quoted(t.operand, s)} is a scalar: it has no entries`, span: t.span }));
  return t.indices.length === 2 || isOne(e.cols) || isOne(e.rows) ? scalarExtent : { rows: e.rows, cols: one };
}

function binderExtent(t: Tree & { kind: "binder" }, s: Scope): Extent {
  for (const bound of [t.low, t.high]) {
    const e = extentOf(bound, s);
    if (!isScalarExtent(e)) s.report(() => ({ code: "shape", message: `${shapesText([[bound, e]], s)}: a bound is a scalar`, span: bound.span }));
  }
  return s.binding(t.index, () => {
    const body = extentOf(t.body, s);
    sizesFrom(t, s);
    return body;
  });
}

/** In `sum(i=1..n, x[i]^2)` an x of unknown size has n entries. */
function sizesFrom(t: Tree & { kind: "binder" }, s: Scope): void {
  const n = t.high.kind === "name" ? sizeOfTree(t.high) : undefined;
  if (!n || t.low.kind !== "number" || t.low.text !== "1") return;
  const shifted = new Set<string>();
  walk(t.body, (x) => {
    if (x.kind === "index" && x.operand.kind === "name" && x.indices.some((i) => i.kind === "binary")) shifted.add(x.operand.name);
  });
  walk(t.body, (x) => {
    if (x.kind !== "index" || x.operand.kind !== "name" || shifted.has(x.operand.name) || !s.isVariable(x.operand.name)) return;
    const e = s.lookup(x.operand.name, x.operand);
    if (e === anyExtent) return;
    x.indices.forEach((i, k) => {
      const size = x.indices.length === 2 ? (k ? e.cols : e.rows) : isOne(e.cols) ? e.rows : e.cols;
      if (i.kind === "name" && i.name === t.index && known(size) instanceof Unknown) unify(size, n);
    });
  });
}
