import type { Message } from "../messages/messages.ts";
import { spelledOperations } from "../operations/index.ts";
import { shortened } from "./diagnostics.ts";
import { isBracketed, type Tree } from "./tree.ts";
import { type Extent, isScalarExtent, sizeText } from "./unify.ts";

interface Source {
  readonly text: string;
}

/** The source of a tree as a message quotes it. */
export function quoted(t: Tree, s: Source): string {
  return shortened(s.text.slice(t.span[0], t.span[1]));
}

/** The source without the brackets around it. */
export function bare(t: Tree, s: Source): string {
  const text = quoted(t, s);
  return isBracketed(t) && /^\(.*\)$/.test(text) ? text.slice(1, -1) : text;
}

/** The source of a tree's transpose. */
export function transposedText(t: Tree, s: Source): string {
  if (t.kind === "transpose") return quoted(t.operand, s);
  const text = quoted(t, s);
  return t.kind === "name" || t.kind === "call" || isBracketed(t) ? `${text}'` : `(${text})'`;
}

/** `x is n x 1 and A is m x n`: a transposed name is told by its own shape. */
export function shapesText(list: readonly (readonly [Tree, Extent])[], s: Source): Message {
  const told = list.map(([t, e]) => {
    const [tree, extent] = t.kind === "transpose" && t.operand.kind === "name" ? [t.operand, { rows: e.cols, cols: e.rows }] : [t, e];
    return `${quoted(tree, s)} is ${isScalarExtent(extent) ? "a scalar" : `${sizeText(extent.rows)} x ${sizeText(extent.cols)}`}`;
  });
  return [...new Set(told)].join(" and ") as Message;
}

const entrywiseOperators = new Set([".*", "./", ".^"]);

/** Was the tree computed entry by entry, so that a scalar added to it is no mistake: `1 + exp(Z)`? Of a very long sum it is taken as said. */
export function entrywiseResult(root: Tree): boolean {
  const waiting = [root];
  for (let visits = 0; waiting.length; visits++) {
    const t = waiting.pop() as Tree;
    if (visits > 200 || (t.kind === "call" && spelledOperations(t.name).some((o) => o.entrywise || (!o.signature && !o.parameters)))) return true;
    if (t.kind === "prefix") waiting.push(t.operand);
    if (t.kind !== "binary") continue;
    if (entrywiseOperators.has(t.operator)) return true;
    if (t.operator === "+" || t.operator === "-") waiting.push(t.left, t.right);
  }
  return false;
}
