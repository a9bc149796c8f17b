import { type Dimension, one } from "../../packages/engine/src/expression/dimension.ts";
import { constant, type Expression } from "../../packages/engine/src/expression/node.ts";
import { apply } from "../../packages/engine/src/operations/apply.ts";

/** Rows and columns. */
export type Shape = readonly [rows: Dimension, cols: Dimension];

/**
 * A generated expression. `operation` is an engine operation's name, or one of the operators that are built from others:
 * `negative`, `subtract`, `divide`, `leftdivide`, `entrydivide`.
 */
export type Term =
  | { readonly kind: "name"; readonly name: string; readonly shape: Shape }
  | { readonly kind: "number"; readonly text: string; readonly shape: Shape }
  | { readonly kind: "size"; readonly dimension: Dimension; readonly shape: Shape }
  | { readonly kind: "call"; readonly operation: string; readonly args: readonly Term[]; readonly dimensions: readonly Dimension[]; readonly shape: Shape };

export const scalarShape: Shape = [one, one];
export const isScalarShape = (s: Shape): boolean => s[0] === one && s[1] === one;
export const sameShape = (a: Shape, b: Shape): boolean => a[0] === b[0] && a[1] === b[1];

export const named = (name: string, shape: Shape): Term => ({ kind: "name", name, shape });
export const number = (text: string): Term => ({ kind: "number", text, shape: scalarShape });
export const size = (dimension: Dimension): Term => ({ kind: "size", dimension, shape: scalarShape });
export const call = (operation: string, shape: Shape, args: readonly Term[], dimensions: readonly Dimension[] = []): Term => ({
  kind: "call",
  operation,
  args,
  dimensions,
  shape,
});

/** Every term inside, itself last. */
export function* subterms(t: Term): Generator<Term> {
  if (t.kind === "call") for (const a of t.args) yield* subterms(a);
  yield t;
}

export function depthOf(t: Term): number {
  return t.kind === "call" && t.args.length ? 1 + Math.max(...t.args.map(depthOf)) : 0;
}
export function countOf(t: Term): number {
  return t.kind === "call" ? t.args.reduce((n, a) => n + countOf(a), 1) : 1;
}
export function namesIn(t: Term): Set<string> {
  const names = new Set<string>();
  for (const s of subterms(t)) if (s.kind === "name") names.add(s.name);
  return names;
}

/** The term with every occurrence of one subterm (the same object) replaced. */
export function replaced(t: Term, old: Term, by: Term): Term {
  if (t === old) return by;
  if (t.kind !== "call") return t;
  const args = t.args.map((a) => replaced(a, old, by));
  return args.every((a, k) => a === t.args[k]) ? t : { ...t, args };
}

const minusOne = () => constant(-1);
const composed: Readonly<Record<string, (args: readonly Expression[]) => Expression>> = {
  negative: ([a]) => apply("product", [minusOne(), a!]),
  subtract: ([a, b]) => apply("add", [a!, apply("product", [minusOne(), b!])]),
  divide: ([a, b]) => apply("product", [a!, apply("power", [b!, minusOne()])]),
  leftdivide: ([a, b]) => apply("product", [apply("inverse", [a!]), b!]),
  entrydivide: ([a, b]) => apply("hadamard", [a!, apply("entrypower", [b!, minusOne()])]),
};

/** The engine's expression of a term, made without any text. */
export function expressionOf(t: Term, lookup: (name: string) => Expression | undefined): Expression {
  switch (t.kind) {
    case "name": {
      const e = lookup(t.name);
      if (!e) throw new Error(`no variable ${t.name}`);
      return e;
    }
    case "number":
      return constant(/e/i.test(t.text) ? String(Number(t.text)) : t.text);
    case "size":
      return apply("dimension", [], [t.dimension]);
    case "call": {
      const args = t.args.map((a) => expressionOf(a, lookup));
      return composed[t.operation]?.(args) ?? apply(t.operation, args, t.dimensions);
    }
  }
}
