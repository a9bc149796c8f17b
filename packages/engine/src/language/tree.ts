/** A place in a text: start and end (exclusive). */
export type Span = readonly [start: number, end: number];

/** What was read, as it stands, with its places; brackets belong to the place of what they hold. Names are not looked up, shapes not known. */
export type Tree =
  | { readonly kind: "number"; readonly text: string; readonly span: Span }
  | { readonly kind: "name"; readonly name: string; readonly span: Span }
  /** `f(a, b)`; `primes` counts those between name and bracket, `sigma'(Z)`; `at` is the point of a derivative, `D(f, x)(a, b)`. */
  | {
      readonly kind: "call";
      readonly name: string;
      readonly primes: number;
      readonly nameSpan: Span;
      readonly args: readonly Tree[];
      readonly at?: readonly Tree[];
      readonly span: Span;
    }
  /** An unknown function or its derivative by the parameters at the places `by`, at a point: `u(x)`, `D(u, x)`, `sigma'(Z)`. Made of calls when the declarations are known. */
  | {
      readonly kind: "function";
      readonly name: string;
      readonly by: readonly number[];
      readonly args: readonly Tree[];
      readonly nameSpan: Span;
      readonly span: Span;
    }
  /** `sum(i=1..N, body)`, `int(t=a..b, body)`. */
  | {
      readonly kind: "binder";
      readonly name: string;
      readonly index: string;
      readonly indexSpan: Span;
      readonly low: Tree;
      readonly high: Tree;
      readonly body: Tree;
      readonly span: Span;
    }
  /** `E(body, x ~ normal(mu, S))`. */
  | { readonly kind: "expectation"; readonly body: Tree; readonly variable: string; readonly distribution: Tree; readonly span: Span }
  | { readonly kind: "prefix"; readonly operand: Tree; readonly span: Span }
  | { readonly kind: "transpose"; readonly operand: Tree; readonly span: Span }
  | { readonly kind: "index"; readonly operand: Tree; readonly indices: readonly Tree[]; readonly span: Span }
  | { readonly kind: "binary"; readonly operator: BinaryOperator; readonly left: Tree; readonly right: Tree; readonly operatorSpan: Span; readonly span: Span }
  /** Something that could not be read; a diagnostic says why. */
  | { readonly kind: "error"; readonly span: Span };

export type BinaryOperator = "+" | "-" | "*" | "\\" | "/" | ".*" | "./" | "⊗" | "^" | ".^";
export type Binary = Tree & { readonly kind: "binary" };

/** Do brackets stand around this operator's tree? Then its place ends behind its last part. */
export function isBracketed(t: Tree): boolean {
  return (t.kind === "binary" && t.span[1] > t.right.span[1]) || (t.kind === "prefix" && t.span[1] > t.operand.span[1]);
}

/** The operators along the left side of a tree, the innermost first: a chain may be longer than a stack is deep. */
export function leftSpine(t: Binary): Binary[] {
  const nodes = [t];
  for (let l = t.left; l.kind === "binary"; l = l.left) nodes.push(l);
  return nodes.reverse();
}

/** The direct parts of a tree without operators and binders. */
function partsOf(t: Tree): readonly Tree[] {
  switch (t.kind) {
    case "call":
      return t.at ? [...t.args, ...t.at] : t.args;
    case "function":
      return t.args;
    case "prefix":
    case "transpose":
      return [t.operand];
    case "index":
      return [t.operand, ...t.indices];
    default:
      return [];
  }
}

interface Binding {
  readonly kind: "binding";
  readonly name: string;
  readonly by: 1 | -1;
}

/**
 * Calls back for every tree, parents first and from left to right, with what tells whether a name is bound there
 * (by a sum, an integral or an expectation). Not recursive.
 */
export function walk(root: Tree, visit: (t: Tree, isBound: (name: string) => boolean) => void): void {
  const bound = new Map<string, number>();
  const isBound = (name: string) => (bound.get(name) ?? 0) > 0;
  const stack: (Tree | Binding)[] = [root];
  for (let t = stack.pop(); t; t = stack.pop()) {
    if (t.kind === "binding") {
      bound.set(t.name, (bound.get(t.name) ?? 0) + t.by);
      continue;
    }
    visit(t, isBound);
    if (t.kind === "binary") stack.push(t.right, t.left);
    else if (t.kind === "binder" || t.kind === "expectation") {
      const name = t.kind === "binder" ? t.index : t.variable;
      const within: readonly (Tree | Binding)[] = [{ kind: "binding", name, by: -1 }, t.body, { kind: "binding", name, by: 1 }];
      stack.push(...(t.kind === "binder" ? [...within, t.high, t.low] : [t.distribution, ...within]));
    } else {
      const parts = partsOf(t);
      for (let i = parts.length - 1; i >= 0; i--) stack.push(parts[i] as Tree);
    }
  }
}

/** Where a name stands as the mark of a transpose: `A^T` or, with a sign, `A^-T`; in brackets, `c^(T)`, it is an exponent. */
export function transposeMark(t: Binary): "transpose" | "inverse transpose" | undefined {
  if (t.operator !== "^") return undefined;
  const signed = t.right.kind === "prefix" && !isBracketed(t.right);
  const name = signed ? (t.right as Tree & { kind: "prefix" }).operand : t.right;
  return name.kind === "name" && name.name === "T" && name.span[1] - name.span[0] === 1 ? (signed ? "inverse transpose" : "transpose") : undefined;
}
