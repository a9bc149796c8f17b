/** A place in a text: start and end (exclusive). */
export type Span = readonly [start: number, end: number];

/** What was read, as it stands, with its places; brackets belong to the place of what they hold. Names are not looked up, shapes not known. */
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

type Task = { readonly tree: Tree } | { readonly bind: string; readonly by: 1 | -1 };

/**
 * Calls back for every tree, parents first and from left to right, with what tells whether a name is bound there
 * (by a sum, an integral or an expectation). Not recursive.
 */
export function walk(root: Tree, visit: (t: Tree, isBound: (name: string) => boolean) => void): void {
  const bound = new Map<string, number>();
  const isBound = (name: string) => (bound.get(name) ?? 0) > 0;
  const stack: Task[] = [{ tree: root }];
  for (let task = stack.pop(); task; task = stack.pop()) {
    if ("bind" in task) {
      bound.set(task.bind, (bound.get(task.bind) ?? 0) + task.by);
      continue;
    }
    const t = task.tree;
    visit(t, isBound);
    const parts = partsOf(t);
    const index = t.kind === "binder" ? t.index : t.kind === "expectation" ? t.variable : undefined;
    for (let i = parts.length - 1; i >= 0; i--) {
      const binds = index !== undefined && parts[i] === (t as { body?: Tree }).body;
      if (binds) stack.push({ bind: index, by: -1 });
      stack.push({ tree: parts[i] as Tree });
      if (binds) stack.push({ bind: index, by: 1 });
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
