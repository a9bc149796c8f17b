import { signatureOf } from "../expression/signature.ts";
import { spelledOperations } from "../operations/index.ts";
import type { Conditions } from "./conditions.ts";
import type { Declaration } from "./declarations.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { type Span, type Tree, transposeMark, walk } from "./tree.ts";

export type Kind = "scalar" | "vector" | "matrix";

const greek =
  /^(alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|vartheta|iota|kappa|lambda|mu|nu|xi|omicron|pi|rho|sigma|tau|upsilon|phi|varphi|chi|psi|omega)(_?\d\w*|_\w*)?$/;

/** What a name is by habit: UPPER CASE matrix, lower case vector, Greek or spelled-out Greek scalar. */
export function habit(name: string): Kind {
  const first = String.fromCodePoint(name.codePointAt(0) as number);
  const upper = first !== first.toLowerCase();
  if (/\p{Script=Greek}/u.test(first)) return upper ? "matrix" : "scalar";
  if (greek.test(name)) return "scalar";
  return upper ? "matrix" : "vector";
}

/** A text of the request that holds an expression: a definition or the expression itself. */
export interface Part {
  readonly tree: Tree;
  /** The text that the tree's places count in, and where it begins in the text of the request. */
  readonly text: string;
  readonly at: number;
  readonly in: string;
  /** The name that is defined; none of the expression. */
  readonly name: string | undefined;
}

/** The diagnostic of a part as one of the request. */
export function located(d: Diagnostic, p: Part): Diagnostic {
  if (p.in === "expression") return d;
  const moved = ([from, to]: Span): Span => [from + p.at, to + p.at];
  return { ...d, span: moved(d.span), in: p.in, ...(d.related && { related: d.related.map((r) => (r.in ? r : { ...r, span: moved(r.span), in: p.in })) }) };
}

/** The free names of the parts in the order they occur: no bound index, no mark of a transpose, nothing that is declared, defined or a dimension. */
export function openNames(parts: readonly Part[], declared: { has(name: string): boolean }, dimensions: ReadonlySet<string>, wrt: readonly string[]): string[] {
  const defined = new Set(parts.map((p) => p.name));
  const open = new Set<string>();
  const add = (n: string) => {
    if (!declared.has(n) && !defined.has(n) && !dimensions.has(n) && n !== "pi" && n !== "I") open.add(n);
  };
  for (const p of parts) {
    const marks = new Set<Tree>();
    walk(p.tree, (t, isBound) => {
      if (t.kind === "binary" && transposeMark(t)) marks.add(t.right.kind === "prefix" ? t.right.operand : t.right);
      if (t.kind === "name" && !isBound(t.name) && !marks.has(t)) add(t.name);
    });
  }
  for (const n of wrt) add(n);
  return [...open];
}

/** Undeclared names that stand alone as an exponent: whole numbers. */
export function exponentNames(parts: readonly Part[]): Set<string> {
  const names = new Set<string>();
  for (const p of parts)
    walk(p.tree, (t, isBound) => {
      if (t.kind === "binary" && t.operator === "^" && t.right.kind === "name" && !transposeMark(t)) names.add(t.right.name);
      if (t.kind === "index") for (const i of t.indices) if (i.kind === "name" && !isBound(i.name)) names.add(i.name);
    });
  return names;
}

/** Names that stand for dimensions: in declared shapes, conditions, arguments of makers, and upper bounds of sums. */
export function dimensionNames(declarations: ReadonlyMap<string, Declaration>, conditions: Conditions, parts: readonly Part[]): Set<string> {
  const dims = new Set<string>();
  for (const d of declarations.values()) for (const size of [d.rows, d.cols]) for (const n of size.names) dims.add(n);
  for (const c of conditions.dimension) for (const size of [c.left, c.right]) for (const n of size.names) dims.add(n);
  const defined = new Set(parts.map((p) => p.name));
  const add = (tree: Tree, isBound: (name: string) => boolean, integers: boolean) =>
    walk(tree, (t) => {
      if (t.kind !== "name" || isBound(t.name) || defined.has(t.name)) return;
      const d = declarations.get(t.name);
      if (!d || (integers && d.properties.includes("integer"))) dims.add(t.name);
    });
  for (const p of parts)
    walk(p.tree, (t, isBound) => {
      if (t.kind === "call") {
        const [maker] = spelledOperations(t.name);
        if (maker?.parameters) for (const a of t.args.slice(signatureOf(maker).inputs.length)) add(a, isBound, true);
      }
      if (t.kind === "binder" && t.name === "sum") add(t.high, isBound, false);
    });
  return dims;
}
