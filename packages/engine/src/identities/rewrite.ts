import type { Dimension } from "../expression/dimension.ts";
import { constant, type Expression, isApply, isColumn, isRow, isScalar } from "../expression/node.ts";
import { instantiate, parseFormula } from "../language/formula.ts";
import type { Tree } from "../language/tree.ts";
import { build } from "../normal/build.ts";
import { chainOf } from "../normal/product.ts";
import { holds } from "../normal/properties.ts";
import { apply, letterSizes, productOf } from "../operations/apply.ts";
import { spelledOperations } from "../operations/index.ts";
import { type Identity, identities } from "./tables.ts";

interface Rule {
  readonly identity: Identity;
  readonly pattern: readonly Tree[];
  readonly guards: readonly (readonly [name: string, words: readonly string[]])[];
}

let byHead: Map<string, Rule[]> | undefined;

/** The identities by the operation at the head of their left side. */
function rules(): Map<string, Rule[]> {
  if (byHead) return byHead;
  byHead = new Map();
  for (const identity of identities) {
    const left = parseFormula(identity.left);
    if (left.kind !== "call") throw new Error(`${identity.name} has no function on its left`);
    const guards = Object.entries(identity.guards ?? {}).map(([name, words]) => [name, words.split(" ")] as const);
    for (const op of spelledOperations(left.name)) byHead.set(op.name, [...(byHead.get(op.name) ?? []), { identity, pattern: left.args, guards }]);
  }
  return byHead;
}

interface Bindings {
  readonly values: Map<string, Expression>;
  readonly dimensions: Map<string, Dimension>;
}

/** What the first identity that fits makes of the node, in normal form; the node itself where none fits. */
export function rewrite(node: Expression): Expression {
  return identityAt(node)?.right ?? node;
}

/** The first identity that fits the node, and what it makes of it, in normal form. */
export function identityAt(node: Expression): { readonly identity: Identity; readonly right: Expression } | undefined {
  if (node.kind !== "apply") return undefined;
  for (const rule of rules().get(node.operation.name) ?? []) {
    const right = attempt(rule, node);
    if (right) return { identity: rule.identity, right };
  }
  return undefined;
}

function attempt(rule: Rule, node: Expression & { kind: "apply" }): Expression | undefined {
  if (rule.pattern.length !== node.args.length || !rule.pattern.every((p, k) => mayMatch(p, node.args[k] as Expression))) return undefined;
  const dimensions = node.operation.signature ? letterSizes(node.operation, node.args, node.dimensions) : new Map<string, Dimension>();
  for (const b of matches(rule.pattern, node.args, { values: new Map(), dimensions })) {
    if (!rule.guards.every(([name, words]) => words.every((w) => guarded(b.values.get(name) as Expression, w)))) continue;
    const right = instantiate(rule.identity.right, b.values, b.dimensions, build);
    if (right.rows === node.rows && right.cols === node.cols) return right;
    if (!isScalar(right)) throw new Error(`${rule.identity.name} changes the shape`);
    return spreadTo(right, node);
  }
  return undefined;
}
const spreadTo = (right: Expression, like: Expression): Expression => build("product", [right, apply("ones", [], [like.rows, like.cols])]);

const shapes: Record<string, (e: Expression) => boolean> = {
  square: (e) => e.rows === e.cols && !isScalar(e),
  column: (e) => isColumn(e) && !isScalar(e),
  row: (e) => isRow(e) && !isScalar(e),
  wide: (e) => !isScalar(e),
  matrix: (e) => !isColumn(e) && !isRow(e),
};
function guarded(e: Expression, word: string): boolean {
  const shape = shapes[word];
  return shape ? shape(e) : holds(e, word);
}

/** All ways to match patterns with expressions. */
function* matches(patterns: readonly Tree[], es: readonly Expression[], b: Bindings): Generator<Bindings> {
  if (patterns.length === 0) {
    yield b;
    return;
  }
  for (const c of match(patterns[0] as Tree, es[0] as Expression, b)) yield* matches(patterns.slice(1), es.slice(1), c);
}

const heads: Readonly<Record<string, string>> = { "*": "product", "^": "power", ".*": "hadamard", "+": "add", "-": "add" };

/** A quick look at the head: most identities end here. */
function mayMatch(p: Tree, e: Expression): boolean {
  if (p.kind === "name") return true;
  if (p.kind === "number") return e.kind === "constant";
  if (e.kind !== "apply") return false;
  if (p.kind === "call") return spelledOperations(p.name).includes(e.operation);
  if (p.kind === "binary") return e.operation.name === heads[p.operator];
  return e.operation.name === "product" || (p.kind === "transpose" && e.operation.name === "transpose");
}

const bound = (b: Bindings, name: string, e: Expression): Bindings | undefined => {
  const old = b.values.get(name);
  if (old) return old === e ? b : undefined;
  return { values: new Map(b.values).set(name, e), dimensions: b.dimensions };
};

function* match(p: Tree, e: Expression, b: Bindings): Generator<Bindings> {
  if (p.kind === "number") {
    if (e.kind === "constant" && e.value.equals(p.text)) yield b;
    return;
  }
  if (p.kind === "name") {
    const c = bound(b, p.name, e);
    if (c) yield c;
    return;
  }
  if (p.kind === "call") {
    if (e.kind !== "apply" || !spelledOperations(p.name).includes(e.operation)) return;
    // diag(x) of a column is a matrix, diag(A) of a matrix is a column
    const [inner] = p.args;
    if (p.name === "diag" && inner?.kind === "name" && (inner.name === inner.name.toLowerCase()) !== (e.operation.name === "diagonalmatrix")) return;
    const dims = e.operation.parameters;
    if (!dims) yield* matches(p.args, e.args, b);
    else {
      const dimensions = new Map(b.dimensions);
      p.args.forEach((t, k) => t.kind === "name" && dimensions.set(t.name, e.dimensions[k] as Dimension));
      if (p.args.length === 2 || !e.dimensions[1] || e.dimensions[1].text === "1") yield { values: b.values, dimensions };
    }
    return;
  }
  if (p.kind === "binary") yield* operators[p.operator]?.([p.left, p.right], e, b) ?? [];
  else if (p.kind === "prefix") yield* operators.negative?.([p.operand], e, b) ?? [];
  else if (p.kind === "transpose") yield* operators.transpose?.([p.operand], e, b) ?? [];
}

type Matcher = (p: readonly Tree[], e: Expression, b: Bindings) => Generator<Bindings>;

/** How operators of a pattern meet the flat sums and products of normal forms. */
const operators: Record<string, Matcher> = {
  *transpose(p, e, b) {
    if (isApply(e, "transpose")) yield* match(p[0] as Tree, e.args[0] as Expression, b);
    else if (isApply(e, "product") && p[0]?.kind === "name") {
      const t = build("transpose", [e]);
      if (isApply(t, "product")) return;
      yield* match(p[0], t, b);
    }
  },
  *"*"(p, e, b) {
    if (!isApply(e, "product")) return;
    const [x, y] = p as [Tree, Tree];
    const { scalars, chain } = chainOf(e);
    if (x.kind === "name" && x.name === "c") {
      if (!scalars.length || !chain.length) return;
      const c = bound(b, "c", productOf(scalars));
      if (c) yield* match(y, productOf(chain), c);
      return;
    }
    if (scalars.length) return;
    for (let k = 1; k < chain.length; k++) for (const c of match(x, productOf(chain.slice(0, k)), b)) yield* match(y, productOf(chain.slice(k)), c);
  },
  *"^"(p, e, b) {
    if (isApply(e, "power")) yield* matches(p, e.args, b);
  },
  *".*"(p, e, b) {
    if (!isApply(e, "hadamard") || e.args.length !== 2) return;
    yield* matches(p, e.args, b);
    yield* matches(p, [...e.args].reverse(), b);
  },
  *"+"(p, e, b) {
    if (!isApply(e, "add") || e.args.length !== 2) return;
    const one = (x: Expression): Expression => (isApply(x, "ones") ? constant(1) : x);
    const [x, y] = e.args.map(one) as [Expression, Expression];
    yield* matches(p, [x, y], b);
    yield* matches(p, [y, x], b);
  },
  *"-"(p, e, b) {
    if (!isApply(e, "add")) return;
    for (const [k, y] of e.args.entries()) {
      let minus = build("product", [constant(-1), y]);
      if (isApply(minus, "product") && isApply(minus.args[1] as Expression, "ones")) minus = minus.args[0] as Expression;
      if (!mayMatch(p[1] as Tree, minus)) continue;
      const x = build(
        "add",
        e.args.filter((_, i) => i !== k),
      );
      for (const c of match(p[0] as Tree, x, b)) yield* match(p[1] as Tree, minus, c);
    }
  },
  *negative(p, e, b) {
    if (isApply(e, "product") && e.args[0]?.kind === "constant" && e.args[0].value.s < 0n) yield* match(p[0] as Tree, build("product", [constant(-1), e]), b);
  },
};
