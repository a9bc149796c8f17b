import { isKnown } from "./values.ts";

/** A side of an equality as it is judged: the language's operators, and what formulas have beside them. */
export type Node =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly primes: number; readonly args: readonly Node[] }
  | { readonly kind: "binary"; readonly operator: Operator; readonly left: Node; readonly right: Node }
  | { readonly kind: "minus" | "transpose"; readonly of: Node }
  /** An entry, a row (`undefined` for the column), a column, or a member of a family. */
  | { readonly kind: "index"; readonly of: Node; readonly indices: readonly (Node | undefined)[] }
  /** A sum over an index, or where `product` is set a product. */
  | { readonly kind: "sum"; readonly product?: true; readonly index: string; readonly low: Node; readonly high: Node; readonly body: Node }
  | { readonly kind: "derivative"; readonly of: Node; readonly wrt: readonly Wrt[]; readonly order: number }
  | { readonly kind: "differential"; readonly of: Node; readonly order: number }
  | { readonly kind: "expectation"; readonly of: Node; readonly over?: string }
  /** A constant whose size is not written. */
  | { readonly kind: "ones" | "zeros" | "unit" | "identity"; readonly indices: readonly Node[] }
  /** The greatest value of an index, by the names it stands at. */
  | { readonly kind: "bound"; readonly uses: readonly { readonly name: string; readonly position: 1 | 2; readonly of: 1 | 2 }[] }
  | { readonly kind: "matrix"; readonly rows: readonly (readonly Node[])[] }
  /** A vector or matrix by its entry, `[x_{ij}]`. */
  | { readonly kind: "entries"; readonly of: Node; readonly indices: readonly string[] }
  /** What cannot be judged, and why. */
  | { readonly kind: "unknown"; readonly what: string };

export type Operator = "+" | "-" | "*" | "\\" | "/" | ".*" | "./" | "kron" | "^" | ".^";

interface Wrt {
  readonly of: Node;
  readonly transposed: boolean;
}

/** The direct parts of a node. */
export function partsOf(n: Node): readonly Node[] {
  switch (n.kind) {
    case "call":
      return n.args;
    case "binary":
      return [n.left, n.right];
    case "minus":
    case "transpose":
    case "differential":
    case "expectation":
    case "entries":
      return [n.of];
    case "index":
      return [n.of, ...n.indices.filter((i) => i != null)];
    case "sum":
      return [n.low, n.high, n.body];
    case "derivative":
      return [n.of, ...n.wrt.map((w) => w.of)];
    case "ones":
    case "zeros":
    case "unit":
    case "identity":
      return n.indices;
    case "matrix":
      return n.rows.flat();
    default:
      return [];
  }
}

/** Calls back for a node and everything in it, parents first, with the indices bound there. */
export function walk(root: Node, visit: (n: Node, bound: ReadonlySet<string>) => void, bound: ReadonlySet<string> = new Set()): void {
  visit(root, bound);
  const inner = root.kind === "sum" ? new Set([...bound, root.index]) : root.kind === "entries" ? new Set([...bound, ...root.indices]) : bound;
  for (const part of partsOf(root)) walk(part, visit, inner);
}

/** Letters that stand as indices and are bound by nothing. */
export function indicesOf(root: Node): string[] {
  const found = new Set<string>();
  walk(root, (n, bound) => {
    const places = n.kind === "index" || n.kind === "unit" ? n.indices : n.kind === "call" && n.name === "delta" ? n.args : [];
    for (const p of places) if (p) for (const name of namesOf(p)) if (!bound.has(name) && !isKnown(name)) found.add(name);
  });
  return [...found];
}

/** Does a test hold of a node or of anything in it? */
export function some(root: Node, test: (n: Node) => boolean): boolean {
  return test(root) || partsOf(root).some((p) => some(p, test));
}

/** The names that occur free, functions among them. */
export function namesOf(root: Node): Set<string> {
  const found = new Set<string>();
  walk(root, (n, bound) => {
    if ((n.kind === "name" || n.kind === "call") && !bound.has(n.name)) found.add(n.name);
  });
  return found;
}

/** The letter under transposes, entries and brackets: `X[j,i]` is X. */
export function letterOf(n: Node): string | undefined {
  if (n.kind === "name") return n.name;
  if (n.kind === "transpose" || n.kind === "minus") return letterOf(n.of);
  if (n.kind === "index") return letterOf(n.of);
  return n.kind === "call" && !isKnown(n.name) ? n.name : undefined;
}

/** One text for equal nodes. */
export function keyOf(n: Node): string {
  return JSON.stringify(n);
}
