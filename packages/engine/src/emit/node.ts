import type Fraction from "fraction.js";
import { type Dimension, one } from "../expression/dimension.ts";
import { Prices } from "./cost.ts";
import type { CodeOperation } from "./operation.ts";

/** Scalar, vector without a direction, or matrix. */
export type Rank = 0 | 1 | 2;

/** One value that code computes: a shared, immutable graph; equal values are one node. A vector has its length in `rows` and 1 in `cols`. */
export interface Node {
  readonly id: number;
  readonly op: CodeOperation;
  readonly args: readonly Node[];
  readonly rank: Rank;
  readonly rows: Dimension;
  readonly cols: Dimension;
  /** An argument's or index's name, a number as typed. */
  readonly text: string;
  /** A number's exact value. */
  readonly value: Fraction | undefined;
  /** Dimensions that are parameters. */
  readonly dims: readonly Dimension[];
  /** The bound indices it depends on. */
  readonly bound: ReadonlySet<string>;
}

export interface Shape {
  readonly rank: Rank;
  readonly rows: Dimension;
  readonly cols: Dimension;
}

export const scalarShape: Shape = { rank: 0, rows: one, cols: one };
export const vectorShape = (length: Dimension): Shape => (length === one ? scalarShape : { rank: 1, rows: length, cols: one });
export const matrixShape = (rows: Dimension, cols: Dimension): Shape => ({ rank: 2, rows, cols });
/** The shape of what is `rows` x `cols` in the language. */
export const shapeOf = (rows: Dimension, cols: Dimension): Shape =>
  rows === one ? vectorShape(cols) : cols === one ? vectorShape(rows) : matrixShape(rows, cols);

const commutative: ReadonlySet<CodeOperation> = new Set(["add", "multiply", "dot", "inner", "logaddexp", "maximum", "minimum"]);
const none: readonly Dimension[] = [];
const free: ReadonlySet<string> = new Set();

/** The nodes of one plan, each once. */
export class Graph {
  private readonly table = new Map<string, Node>();
  private next = 1;
  /** Nodes that the code computes whatever comes after. */
  readonly computed = new Set<number>();
  /** Properties known of nodes, and the declared words they rest on. */
  private readonly facts = new Map<string, readonly string[]>();
  /** The declared words that the plan rests on. */
  readonly used = new Set<string>();
  readonly prices: Prices;

  constructor(sizes: Readonly<Record<string, number>> = {}) {
    this.prices = new Prices(this, sizes);
  }

  /** Records that a property holds for a node where the declared words do. */
  know(node: Node, property: string, words: readonly string[]): void {
    const key = `${property} ${node.id}`;
    const before = this.facts.get(key);
    if (!before || before.length > words.length) this.facts.set(key, words);
  }

  /** Is the property known? From here on the plan rests on it. */
  rely(node: Node, property: string): boolean {
    const words = this.facts.get(`${property} ${node.id}`);
    if (!words) return false;
    for (const w of words) this.used.add(w);
    return true;
  }

  make(op: CodeOperation, args: readonly Node[], shape: Shape, text = "", value?: Fraction, dims: readonly Dimension[] = none): Node {
    const ids = args.map((a) => a.id);
    if (commutative.has(op)) ids.sort((a, b) => a - b);
    const key = `${op}|${ids.join(",")}|${shape.rank}|${shape.rows.text}|${shape.cols.text}|${text}|${value?.toFraction() ?? ""}|${dims.map((d) => d.text).join()}`;
    const found = this.table.get(key);
    if (found) return found;
    let bound = free;
    for (const a of args) if (a.bound.size) bound = bound.size ? new Set([...bound, ...a.bound]) : a.bound;
    if (op === "index" || op === "point") bound = new Set([text]);
    if (isLoop({ op }) && bound.has(text)) bound = new Set([...bound].filter((b) => b !== text));
    const node: Node = { id: this.next++, op, args, rank: shape.rank, rows: shape.rows, cols: shape.cols, text, value, dims, bound };
    this.table.set(key, node);
    return node;
  }

  /** From here on the node and all it needs cost nothing more. */
  keep(node: Node): void {
    if (this.computed.has(node.id)) return;
    this.computed.add(node.id);
    for (const a of node.args) this.keep(a);
  }
}

/** Is the last argument computed again and again? */
export const isLoop = (n: { readonly op: CodeOperation }): boolean => n.op === "loop" || n.op === "integral";

/** Each node once, arguments before those that use them. */
export function nodesBelow(...roots: readonly Node[]): Node[] {
  const seen = new Set<number>();
  const out: Node[] = [];
  const visit = (n: Node) => {
    if (seen.has(n.id)) return;
    seen.add(n.id);
    for (const a of n.args) visit(a);
    out.push(n);
  };
  for (const r of roots) visit(r);
  return out;
}
