/**
 * Expressions: an immutable, shared graph of three kinds of node. Structurally equal expressions are the same object,
 * so `===` is structural equality and passes can remember results by `id`.
 */
import Fraction from "fraction.js";
import { type Dimension, one } from "./dimension.ts";
import type { Operation } from "./operation.ts";

interface Shaped {
  /** Small number, unique among living nodes. */
  readonly id: number;
  readonly rows: Dimension;
  readonly cols: Dimension;
}

/** A named value. Its properties are declared, or none. */
export interface Variable extends Shaped {
  readonly kind: "variable";
  readonly name: string;
  readonly properties: readonly string[];
}

/** An exact number; `text` is how it was typed where that is no fraction (`0.1`). */
export interface Constant extends Shaped {
  readonly kind: "constant";
  readonly value: Fraction;
  readonly text: string | undefined;
}

/** An operation applied to arguments; `dimensions` are its parameters (the `n` of `eye(n)`). */
export interface Apply extends Shaped {
  readonly kind: "apply";
  readonly operation: Operation;
  readonly args: readonly Expression[];
  readonly dimensions: readonly Dimension[];
}

export type Expression = Variable | Constant | Apply;

/** Variables and constants by their key. */
let table = new Map<string, Variable | Constant>();
/** Applications by their hash. */
let applications = new Map<number, Apply[]>();
let nextId = 1;
const dimensionIds = new WeakMap<Dimension, number>();
let nextDimension = 1;

function dimensionId(d: Dimension): number {
  let id = dimensionIds.get(d);
  if (id === undefined) dimensionIds.set(d, (id = nextDimension++));
  return id;
}

const operationIds = new WeakMap<Operation, number>();
let nextOperation = 1;

function operationId(o: Operation): number {
  let id = operationIds.get(o);
  if (id === undefined) operationIds.set(o, (id = nextOperation++));
  return id;
}

/** Drops all sharing. Expressions made before and after are never mixed: a request starts with it. */
export function forgetExpressions(): void {
  table = new Map();
  applications = new Map();
  small = [];
  nextId = 1;
}

/** The work of a request went over its budget. */
export class BudgetSpent extends Error {}

let left = Number.POSITIVE_INFINITY;
let deadline = Number.POSITIVE_INFINITY;

/** Starts counting work: at most so many applications, and as a backstop so many milliseconds. */
export function beginWork(steps: number, milliseconds: number): void {
  left = steps;
  deadline = performance.now() + milliseconds;
}

/** Counts one step of work. Throws `BudgetSpent`. */
export function work(): void {
  if (--left < 0 || ((left & 1023) === 0 && performance.now() > deadline)) throw new BudgetSpent();
}

export function variable(name: string, rows: Dimension, cols: Dimension, properties: readonly string[] = []): Variable {
  const key = `v${name}|${dimensionId(rows)}|${dimensionId(cols)}|${properties.join(",")}`;
  let node = table.get(key) as Variable | undefined;
  if (!node) table.set(key, (node = { kind: "variable", id: nextId++, name, rows, cols, properties }));
  return node;
}

/** Small whole numbers, found without a key. */
let small: Constant[] = [];
const smallest = -8;

/** An exact constant. `text` keeps a decimal as typed. */
export function constant(value: Fraction | number | string, text?: string): Constant {
  if (typeof value !== "number" || !Number.isInteger(value) || value < smallest || value > 64) return exact(value, text);
  const k = value - smallest;
  return (small[k] ??= exact(value, undefined));
}

function exact(value: Fraction | number | string, text: string | undefined): Constant {
  const fraction = value instanceof Fraction ? value : new Fraction(value);
  const key = `c${fraction.s < 0n ? "-" : ""}${fraction.n}/${fraction.d}|${text ?? ""}`;
  let node = table.get(key) as Constant | undefined;
  if (!node) table.set(key, (node = { kind: "constant", id: nextId++, rows: one, cols: one, value: fraction, text }));
  return node;
}

/** A small number of an application; the order of the arguments of a commutative operation plays no part in it. */
function hashOf(operation: Operation, args: readonly Expression[], dimensions: readonly Dimension[]): number {
  let hash = operationId(operation);
  if (operation.commutative) for (const a of args) hash = (hash + Math.imul(a.id, 0x9e3779b1)) | 0;
  else for (const a of args) hash = (Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) + a.id) | 0;
  for (const d of dimensions) hash = (Math.imul(hash, 31) + dimensionId(d)) | 0;
  return hash & 0x3fffffff;
}

function sameArguments({ operation, args }: Apply, others: readonly Expression[]): boolean {
  if (args.length !== others.length) return false;
  if (args.every((a, k) => a === others[k])) return true;
  if (!operation.commutative) return false;
  const ids = (list: readonly Expression[]) => list.map((a) => a.id).sort((a, b) => a - b);
  const sorted = ids(others);
  return ids(args).every((id, k) => id === sorted[k]);
}

function sameDimensions({ dimensions }: Apply, others: readonly Dimension[]): boolean {
  return dimensions.length === others.length && dimensions.every((d, k) => d === others[k]);
}

/**
 * The node of an operation applied to arguments, as it stands: nothing is simplified, the shapes are the caller's.
 * Arguments of a commutative operation may come in any order; the first order seen is kept for print.
 */
export function shaped(operation: Operation, args: readonly Expression[], rows: Dimension, cols: Dimension, dimensions: readonly Dimension[] = []): Apply {
  work();
  const hash = hashOf(operation, args, dimensions);
  const bucket = applications.get(hash);
  if (bucket) for (const node of bucket) if (node.operation === operation && sameArguments(node, args) && sameDimensions(node, dimensions)) return node;
  const node: Apply = { kind: "apply", id: nextId++, operation, args, dimensions, rows, cols };
  if (bucket) bucket.push(node);
  else applications.set(hash, [node]);
  return node;
}

export function isScalar(e: Expression): boolean {
  return e.rows === one && e.cols === one;
}
export function isColumn(e: Expression): boolean {
  return e.cols === one;
}
export function isRow(e: Expression): boolean {
  return e.rows === one;
}

/** Is this an application of the named operation? */
export function isApply<Name extends string>(e: Expression, name: Name): e is Apply & { readonly operation: { readonly name: Name } } {
  return e.kind === "apply" && e.operation.name === name;
}

/** Each node of the graph once, arguments before those that use them. Not recursive: depth is no limit. */
export function nodesOf(...roots: Expression[]): Expression[] {
  return nodesFrom(0, roots);
}

/** The ids of the variable and of all nodes that contain it. */
export function idsContaining(root: Expression, v: Expression): Set<number> {
  const found = new Set<number>([v.id]);
  // whatever contains a node was made after it
  for (const e of nodesFrom(v.id, [root])) if (e.kind === "apply" && e.args.some((a) => found.has(a.id))) found.add(e.id);
  return found;
}

function nodesFrom(leastId: number, roots: readonly Expression[]): Expression[] {
  const seen = new Set<number>();
  const out: Expression[] = [];
  const stack: Expression[] = [];
  const next: number[] = [];
  const push = (node: Expression) => {
    if (node.id < leastId || seen.has(node.id)) return;
    seen.add(node.id);
    if (node.kind !== "apply" || node.args.length === 0) out.push(node);
    else {
      stack.push(node);
      next.push(0);
    }
  };
  for (const root of roots) {
    push(root);
    while (stack.length) {
      const top = stack.length - 1;
      const args = (stack[top] as Apply).args;
      const k = next[top] as number;
      if (k < args.length) {
        next[top] = k + 1;
        push(args[k] as Expression);
      } else {
        out.push(stack.pop() as Expression);
        next.pop();
      }
    }
  }
  return out;
}

/** The expression made anew from the leaves up: an application whose arguments changed is made by `make`, then each is what `change` makes of it; the rest stays. */
export function rebuilt(
  root: Expression,
  make: (e: Apply, args: readonly Expression[]) => Expression,
  change: (now: Expression, was: Apply) => Expression,
): Expression {
  const done = new Map<number, Expression>();
  for (const e of nodesOf(root)) {
    if (e.kind !== "apply") continue;
    const args = e.args.map((a) => done.get(a.id) ?? a);
    const now = change(args.every((a, k) => a === e.args[k]) ? e : make(e, args), e);
    if (now !== e) done.set(e.id, now);
  }
  return done.get(root.id) ?? root;
}

/** The names of the variables that occur. */
export function namesOf(...roots: Expression[]): Set<string> {
  const names = new Set<string>();
  for (const node of nodesOf(...roots)) if (node.kind === "variable") names.add(node.name);
  return names;
}
