import type { Expression } from "../expression/node.ts";
import { multiply } from "./entries.ts";
import { dot, inner, matmul, matvec, outer, traceOf, transpose } from "./linear.ts";
import type { Graph, Node } from "./node.ts";

/** A value with its direction: in a product a vector is a column or a row. */
export interface Factor {
  readonly node: Node;
  readonly row: boolean;
}

export const factorOf = (e: Expression, node: Node): Factor => ({ node, row: node.rank === 1 && e.rows.text === "1" });

/** The product of two factors. */
function pair(g: Graph, a: Factor, b: Factor): Factor {
  if (a.node.rank === 0 || b.node.rank === 0) return { node: multiply(g, a.node, b.node), row: a.row || b.row };
  if (a.node.rank === 1 && b.node.rank === 1) return { node: a.row ? dot(g, a.node, b.node) : outer(g, a.node, b.node), row: false };
  if (a.node.rank === 1) return { node: matvec(g, transpose(g, b.node), a.node), row: true };
  if (b.node.rank === 1) return { node: matvec(g, a.node, b.node), row: false };
  return { node: matmul(g, a.node, b.node), row: false };
}

/** The product of all factors in the order that costs least beyond what is computed anyway; of equals, from the right. */
export function chain(g: Graph, factors: readonly Factor[]): Factor {
  const n = factors.length;
  const best: Factor[][] = factors.map((f, i) => {
    const row: Factor[] = [];
    row[i] = f;
    return row;
  });
  for (let length = 2; length <= n; length++)
    for (let i = 0; i + length <= n; i++) {
      const j = i + length - 1;
      let found: Factor | undefined;
      let price = Number.POSITIVE_INFINITY;
      for (let k = i; k < j; k++) {
        const candidate = pair(g, best[i]?.[k] as Factor, best[k + 1]?.[j] as Factor);
        const p = g.prices.of(candidate.node);
        if (p < price * (1 - 1e-9)) [found, price] = [candidate, p];
      }
      (best[i] as Factor[])[j] = found as Factor;
    }
  return best[0]?.[n - 1] as Factor;
}

/** tr of a product of matrices: the sum of the entries of two halves, cut where it costs least. */
export function traceOfChain(g: Graph, factors: readonly Factor[]): Node {
  const n = factors.length;
  let found: Node | undefined;
  let price = Number.POSITIVE_INFINITY;
  // a solve is itself the product of two factors
  for (let i = 0; i < n; i++) {
    const whole = chain(g, [...factors.slice(i), ...factors.slice(0, i)]).node;
    if (whole.op !== "solve") continue;
    const candidate = traceOf(g, whole);
    if (g.prices.of(candidate) < price) [found, price] = [candidate, g.prices.of(candidate)];
  }
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      const left = chain(g, factors.slice(i, j)).node;
      const right = chain(g, [...factors.slice(j), ...factors.slice(0, i)]).node;
      const candidate = inner(g, transpose(g, left), right);
      const p = g.prices.of(candidate);
      if (p < price * (1 - 1e-9)) [found, price] = [candidate, p];
    }
  return found as Node;
}
