import type { Span } from "./types.ts";

/** What a formula says, before it is spelled in the language. Brackets are gone, names not yet given. */
export type Tree =
  | { readonly kind: "number"; readonly text: string; readonly span: Span }
  | { readonly kind: "name"; readonly key: string; readonly span: Span }
  /** A function of the language by `name`, an unknown one by its symbol's `key`; `bars` where it is written by bars. */
  | {
      readonly kind: "call";
      readonly name?: string;
      readonly key?: string;
      readonly primes: number;
      readonly args: readonly Tree[];
      readonly span: Span;
      readonly bars?: true;
    }
  | {
      readonly kind: "binary";
      readonly operator: "+" | "-" | "*" | "/" | "\\" | ".*" | "./" | "^" | ".^" | "~";
      readonly left: Tree;
      readonly right: Tree;
      readonly span: Span;
    }
  | { readonly kind: "minus" | "transpose"; readonly of: Tree; readonly span: Span }
  | { readonly kind: "index"; readonly of: Tree; readonly indices: readonly Tree[]; readonly span: Span }
  | {
      readonly kind: "binder";
      readonly name: "sum" | "int";
      readonly index: Tree & { readonly kind: "name" };
      readonly low: Tree;
      readonly high?: Tree;
      readonly body: Tree;
      readonly span: Span;
    }
  | PartTree;

/** What the language has no spelling for. */
export type PartTree = { readonly kind: "part"; readonly span: Span } & (
  | {
      readonly part: "derivative";
      readonly of: Tree;
      readonly wrt: readonly { readonly tree: Tree; readonly transposed?: boolean }[];
      readonly order: number;
      readonly sign: "partial" | "nabla" | "prime";
    }
  | { readonly part: "differential"; readonly of: Tree; readonly order: number }
  | { readonly part: "expectation"; readonly of: Tree; readonly over?: string }
  | { readonly part: "ones" | "zeros" | "unit"; readonly indices: readonly Tree[] }
  | { readonly part: "matrix"; readonly rows: readonly (readonly Tree[])[] }
  | { readonly part: "set"; readonly set: string; readonly dimensions: readonly Tree[] }
  | { readonly part: "other"; readonly what: string; readonly of: readonly Tree[] }
  | { readonly part: "elided" }
);

export const number = (text: string, span: Span): Tree => ({ kind: "number", text, span });
export const call = (name: string, args: readonly Tree[], span: Span): Tree => ({ kind: "call", name, primes: 0, args, span });
export const binary = (operator: (Tree & { kind: "binary" })["operator"], left: Tree, right: Tree): Tree => ({
  kind: "binary",
  operator,
  left,
  right,
  span: [Math.min(left.span[0], right.span[0]), Math.max(left.span[1], right.span[1])],
});
export const transpose = (of: Tree, span: Span): Tree => ({ kind: "transpose", of, span });
export const isNumber = (t: Tree, text: string): boolean => t.kind === "number" && t.text === text;

/** The direct parts of a tree. */
function partsOf(t: Tree): readonly Tree[] {
  switch (t.kind) {
    case "call":
      return t.args;
    case "binary":
      return [t.left, t.right];
    case "minus":
    case "transpose":
      return [t.of];
    case "index":
      return [t.of, ...t.indices];
    case "binder":
      return [t.index, t.low, ...(t.high ? [t.high] : []), t.body];
    case "part":
      switch (t.part) {
        case "derivative":
          return [t.of, ...t.wrt.map((w) => w.tree)];
        case "differential":
        case "expectation":
          return [t.of];
        case "other":
          return t.of;
        case "matrix":
          return t.rows.flat();
        case "set":
          return t.dimensions;
        case "ones":
        case "zeros":
        case "unit":
          return t.indices;
        default:
          return [];
      }
    default:
      return [];
  }
}

/** Calls back for the tree and all its parts. */
export function walk(root: Tree, visit: (t: Tree) => void): void {
  const stack = [root];
  for (let t = stack.pop(); t; t = stack.pop()) {
    visit(t);
    stack.push(...partsOf(t));
  }
}
