import { type Expression, isApply, isScalar, namesOf, nodesOf } from "../expression/node.ts";
import { type Cut, lower } from "./lower.ts";
import { emptyTerm, freeSide, type Index, resolve, type Side } from "./term.ts";

/** A tensor with the numbers of its indices. */
interface DiagramNode {
  readonly node: Expression;
  readonly rows: readonly number[];
  readonly cols: readonly number[];
}

/** A term as a drawing needs it. */
export interface DiagramTerm {
  /** Numbers and scalars that only scale. */
  readonly scalars: readonly Expression[];
  readonly nodes: readonly DiagramNode[];
  readonly indices: readonly { readonly dimension: string; readonly free?: "rows" | "cols" | "both" }[];
}

/** Operations that have a rule of their own and open into factors without anything to cut out. */
const opened = new Set(["product", "hadamard"]);

/** Opens whatever is a product of tensors, scalars too; the variable is nowhere in it. */
function openAll(e: Expression, none: Cut["variable"]): Cut {
  const inside = new Set<number>();
  for (const n of nodesOf(e))
    if (n.kind === "apply" && (opened.has(n.operation.name) || (n.operation.multilinear && n.args.length > 0 && n.operation.name !== "skewmatrix")))
      inside.add(n.id);
  return { variable: none, inside };
}

/** An expression as a sum of tensor networks: products, traces, diagonals and Kronecker products are shared indices, all else is a tensor. Throws `Misaligned`. */
export function diagramOf(e: Expression, none: Cut["variable"]): DiagramTerm[] {
  const summands = isApply(e, "add") ? e.args : [e];
  return summands.map((s) => termOf(s, e, none));
}

function termOf(s: Expression, whole: Expression, none: Cut["variable"]): DiagramTerm {
  const term = emptyTerm(freeSide(whole.rows), freeSide(whole.cols));
  // a scalar beside matrices is added to every entry: its free indices end nowhere
  if (isScalar(s)) lower(s, [], [], term, openAll(s, none));
  else lower(s, term.out.rows, term.out.cols, term, openAll(s, none));
  const numbers = new Map<Index, number>();
  const numbered = (side: Side): number[] =>
    resolve(side).map((i) => {
      const known = numbers.get(i.root);
      if (known === undefined) numbers.set(i.root, numbers.size);
      return known ?? numbers.size - 1;
    });
  const free = { rows: numbered(term.out.rows), cols: numbered(term.out.cols) };
  const nodes = term.factors.map((f) => ({ node: f.node, rows: numbered(f.rows), cols: numbered(f.cols) }));
  for (const i of term.indices) numbered([i]);
  const indices = [...numbers].map(([i, k]) => {
    const [row, col] = [free.rows.includes(k), free.cols.includes(k)];
    return { dimension: i.dimension.text, ...((row || col) && { free: row && col ? ("both" as const) : row ? ("rows" as const) : ("cols" as const) }) };
  });
  const scalars = term.scalars.filter((x) => namesOf(x).size === 0);
  return { scalars, nodes: [...term.scalars.filter((x) => namesOf(x).size > 0).map((node) => ({ node, rows: [], cols: [] })), ...nodes], indices };
}
