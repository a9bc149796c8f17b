import { keyOf, type Node, partsOf } from "./node.ts";

/** The one pair of parts in which two trees differ; undefined where they differ in more. */
export function difference(a: Node, b: Node): readonly [Node, Node] | undefined {
  if (keyOf(a) === keyOf(b)) return undefined;
  const [p, q] = [partsOf(a), partsOf(b)];
  const bare = (n: Node) => JSON.stringify(n, (k, v) => (k !== "" && v && typeof v === "object" && typeof v.kind === "string" ? 0 : v));
  if (a.kind !== b.kind || p.length !== q.length || p.length === 0 || bare(a) !== bare(b)) return [a, b];
  const apart = p.map((x, k) => [x, q[k] as Node] as const).filter(([x, y]) => keyOf(x) !== keyOf(y));
  if (apart.length === 1) return difference(...(apart[0] as readonly [Node, Node])) ?? [a, b];
  // the same part in several places
  const inner = apart.map(([x, y]) => difference(x, y)).map((d) => d && JSON.stringify(d));
  return inner[0] !== undefined && inner.every((d) => d === inner[0]) ? difference(...(apart[0] as readonly [Node, Node])) : [a, b];
}

/** A differential form that is linear in dX, with X for dX. */
export function undifferentiated(n: Node): Node {
  return JSON.parse(JSON.stringify(n), (_k, v) => (v && typeof v === "object" && v.kind === "differential" ? v.of : v)) as Node;
}

/** Does a function depend on itself, by way of others? */
export function circular(start: string, functions: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>();
  const stack = [...(functions.get(start) ?? [])];
  for (let n = stack.pop(); n !== undefined; n = stack.pop()) {
    if (n === start) return true;
    if (seen.has(n)) continue;
    seen.add(n);
    stack.push(...(functions.get(n) ?? []));
  }
  return false;
}
