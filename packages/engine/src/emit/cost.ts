import type { CodeCost, Cost } from "../contract.ts";
import { addDimensions, type Dimension, dimension, dimensionOf, multiplyDimensions, one, sizeOf } from "../expression/dimension.ts";
import { type Graph, type Node, nodesBelow } from "./node.ts";
import { type CodeOperation, codeOperations, entriesOf } from "./operation.ts";
import type { Result, Schedule, Statement } from "./schedule.ts";

const zero = dimensionOf(0);
const six = dimensionOf(6);

/** What costs no memory of its own: a name, a number, another look at the same numbers. */
const views: ReadonlySet<CodeOperation> = new Set([
  "argument",
  "number",
  "dimension",
  "index",
  "point",
  "pi",
  "transpose",
  "ascolumn",
  "asrow",
  "diagonal",
  "entry",
  "columnat",
  "rowat",
]);

/** A polynomial whose coefficients are in sixths, highest degree first: `2*m*n^2 + n^3/3`. */
function formula(sixths: Dimension): string {
  const terms = [...sixths.terms].map(([monomial, c]) => ({ names: monomial ? monomial.split("*") : [], c }));
  terms.sort((a, b) => b.names.length - a.names.length || (a.names.join() < b.names.join() ? -1 : 1));
  let out = "";
  for (const { names, c } of terms) {
    const size = Math.abs(c);
    const divisor = [6, 3, 2, 1].find((d) => size % d === 0) as number;
    const [over, under] = [size / divisor, 6 / divisor];
    const powers = [...new Set(names)].map((n) => {
      const k = names.filter((m) => m === n).length;
      return k > 1 ? `${n}^${k}` : n;
    });
    const body = [...(over === 1 && powers.length ? [] : [String(over)]), ...powers].join("*") + (under === 1 ? "" : `/${under}`);
    out += out ? (c < 0 ? " - " : " + ") + body : (c < 0 ? "-" : "") + body;
  }
  return out || "0";
}

/** The flops of one node, in sixths. */
const flopsOf = (n: Node): Dimension => codeOperations[n.op](n);
/** The numbers that a node stores, in sixths. */
const memoryOf = (n: Node): Dimension => (views.has(n.op) ? zero : multiplyDimensions(six, entriesOf(n)));

/** A bound as a polynomial; a name where it is none. */
function countOf(n: Node): Dimension {
  const [a, b] = n.args as [Node, Node];
  if (n.op === "dimension") return n.dims[0] as Dimension;
  if (n.op === "number" && n.value?.d === 1n) return dimensionOf(Number(n.value.valueOf()));
  if (n.op === "add" || n.op === "subtract") return addDimensions(countOf(a), countOf(b), n.op === "add" ? 1 : -1);
  return dimension(n.text || "turns");
}

/** The points of a quadrature. */
export const points = 24;

/** The turns of each loop, by its index: a name where the bound is no dimension. */
function turnsOf(nodes: readonly Node[]): Map<string, Dimension> {
  const turns = new Map<string, Dimension>();
  for (const n of nodes) {
    if (n.op === "integral") turns.set(n.text, dimensionOf(points));
    if (n.op !== "loop") continue;
    const [low, high] = n.args as [Node, Node];
    turns.set(n.text, addDimensions(addDimensions(countOf(high), countOf(low), -1), one));
  }
  return turns;
}

/** What a function costs in all and by line; parts in a loop count once a turn. */
export function costOf(results: readonly Result[], schedule: Schedule): CodeCost {
  const nodes = nodesBelow(...results.map((r) => r.node));
  const turns = turnsOf(nodes);
  const of = (list: readonly Node[]): Cost => {
    let flops = zero;
    let memory = zero;
    for (const n of list) {
      const times = [...n.bound].reduce((d, b) => multiplyDimensions(d, turns.get(b) ?? one), one);
      flops = addDimensions(flops, multiplyDimensions(times, flopsOf(n)));
      memory = addDimensions(memory, memoryOf(n));
    }
    return { flops: formula(flops), memory: formula(memory) };
  };
  const own = (n: Node, root = true): Node[] => (!root && schedule.names.has(n.id) ? [] : [n, ...n.args.flatMap((a) => own(a, false))]);
  const lines = (statements: readonly Statement[]): CodeCost["lines"] =>
    statements.flatMap((s) => [...(s.kind === "loop" ? lines(s.body) : []), { name: s.name, ...of([...new Set(own(s.node))]) }]);
  return { ...of(nodes), lines: lines(schedule.statements) };
}

/** Prices graphs at given or typical sizes. */
export class Prices {
  private readonly sizes: Map<string, number>;
  private readonly known = new Map<number, number>();

  constructor(
    private readonly graph: Graph,
    sizes: Readonly<Record<string, number>>,
  ) {
    this.sizes = new Map(Object.entries(sizes));
  }

  private size(d: Dimension): number {
    for (const name of d.names) if (!this.sizes.has(name)) this.sizes.set(name, typical);
    return sizeOf(d, this.sizes);
  }

  private own(n: Node): number {
    let p = this.known.get(n.id);
    // an entry stored and read costs about as much as a few flops; a solve is preferred to an inverse
    if (p === undefined) this.known.set(n.id, (p = ((n.op === "inverse" ? 1.5 : 1) * this.size(flopsOf(n)) + 2 * this.size(memoryOf(n))) / 6));
    return p;
  }

  /** The number of entries at these sizes. */
  entries(n: Node): number {
    return this.size(entriesOf(n));
  }

  /** What the node costs beyond what is computed anyway. */
  of(...roots: readonly Node[]): number {
    let total = 0;
    const seen = new Set<number>();
    const visit = (n: Node) => {
      if (seen.has(n.id) || this.graph.computed.has(n.id)) return;
      seen.add(n.id);
      total += this.own(n);
      for (const a of n.args) visit(a);
    };
    for (const r of roots) visit(r);
    return total;
  }
}

/** The size of a dimension of which nothing is known. */
const typical = 100;
