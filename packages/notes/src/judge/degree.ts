import type { Placed } from "./definitions.ts";
import type { Node } from "./node.ts";
import type { Equation } from "./types.ts";

const linear = new Set("tr trace vec diag sum mean rowsum colsum".split(" "));

/** Is one side a differential, and the other one of another degree, whatever the letters are? */
export function degreesDiffer(q: Equation, definitions: ReadonlyMap<string, readonly Placed[]>): boolean {
  const [l, r] = [degreeOf(q.left, definitions), degreeOf(q.right, definitions)];
  return l !== undefined && r !== undefined && l !== r;
}

/**
 * How often a differential is a factor of every term: `tr(A dX)` has 1, `A X` has 0. Undefined where terms differ, where a function
 * that is not linear holds a differential, or for what is zero and has every degree.
 */
function degreeOf(n: Node, definitions: ReadonlyMap<string, readonly Placed[]>, depth = 0): number | undefined {
  const of = (x: Node) => degreeOf(x, definitions, depth);
  const plain = (parts: readonly Node[]) => (parts.every((x) => of(x) === 0) ? 0 : undefined);
  switch (n.kind) {
    case "number":
      return n.value === 0 ? undefined : 0;
    case "name": {
      const made = definitions.get(n.name) ?? [];
      if (depth > 8) return undefined;
      const all = new Set(made.map((d) => degreeOf(d.node, definitions, depth + 1)));
      return all.size === 0 ? 0 : all.size === 1 ? [...all][0] : undefined;
    }
    case "differential":
      return of(n.of) === 0 ? n.order : undefined;
    case "derivative":
      return of(n.of) === 0 ? 0 : undefined;
    case "minus":
    case "transpose":
    case "entries":
    case "index":
      return of(n.of);
    case "sum":
      return n.product ? plain([n.body]) : of(n.body);
    case "binary": {
      const [a, b] = [of(n.left), of(n.right)];
      if (a === undefined || b === undefined) return undefined;
      if (n.operator === "+" || n.operator === "-") return a === b ? a : undefined;
      if (n.operator === "*" || n.operator === ".*" || n.operator === "kron") return a + b;
      if (n.operator === "/" || n.operator === "./") return a - b;
      return a === 0 && b === 0 ? 0 : undefined;
    }
    case "call":
      return linear.has(n.name) && n.primes === 0 && n.args.length === 1 ? of(n.args[0] as Node) : plain(n.args);
    case "matrix": {
      const all = new Set(
        n.rows
          .flat()
          .filter((x) => x.kind !== "unknown")
          .map(of),
      );
      return all.size === 1 ? [...all][0] : undefined;
    }
    case "ones":
    case "unit":
    case "identity":
    case "bound":
      return 0;
    default:
      return undefined;
  }
}
