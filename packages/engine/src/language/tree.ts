/** A place in a text: start and end (exclusive). */
export type Span = readonly [start: number, end: number];

/** What was read, as it stands, with its places. Names are not looked up, shapes not known. */
export type Tree =
  | { readonly kind: "number"; readonly text: string; readonly span: Span }
  | { readonly kind: "name"; readonly name: string; readonly span: Span }
  /** `f(a, b)`; `primes` counts those between name and bracket, `sigma'(Z)`. */
  | { readonly kind: "call"; readonly name: string; readonly primes: number; readonly nameSpan: Span; readonly args: readonly Tree[]; readonly span: Span }
  /** `sum(i=1..N, body)`, `int(t=a..b, body)`. */
  | { readonly kind: "binder"; readonly name: string; readonly index: string; readonly indexSpan: Span; readonly low: Tree; readonly high: Tree; readonly body: Tree; readonly span: Span }
  /** `E(body, x ~ normal(mu, S))`. */
  | { readonly kind: "expectation"; readonly body: Tree; readonly variable: string; readonly distribution: Tree; readonly span: Span }
  | { readonly kind: "prefix"; readonly operand: Tree; readonly span: Span }
  | { readonly kind: "transpose"; readonly operand: Tree; readonly span: Span }
  | { readonly kind: "index"; readonly operand: Tree; readonly indices: readonly Tree[]; readonly span: Span }
  | { readonly kind: "binary"; readonly operator: BinaryOperator; readonly left: Tree; readonly right: Tree; readonly operatorSpan: Span; readonly span: Span }
  /** Something that could not be read; a diagnostic says why. */
  | { readonly kind: "error"; readonly span: Span };

export type BinaryOperator = "+" | "-" | "*" | "\\" | "/" | ".*" | "./" | "⊗" | "^" | ".^";

/** The direct parts of a tree. */
export function partsOf(t: Tree): readonly Tree[] {
  switch (t.kind) {
    case "call":
      return t.args;
    case "binder":
      return [t.low, t.high, t.body];
    case "expectation":
      return [t.body, t.distribution];
    case "prefix":
    case "transpose":
      return [t.operand];
    case "index":
      return [t.operand, ...t.indices];
    case "binary":
      return [t.left, t.right];
    default:
      return [];
  }
}

/** Calls back for every tree, parents first. Not recursive. */
export function walk(root: Tree, visit: (t: Tree) => void): void {
  const stack = [root];
  while (stack.length) {
    const t = stack.pop() as Tree;
    visit(t);
    const parts = partsOf(t);
    for (let i = parts.length - 1; i >= 0; i--) stack.push(parts[i] as Tree);
  }
}
