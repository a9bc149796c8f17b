import { derive } from "gradus";
import { type Court, drawingOf } from "./decide.ts";
import type { Shape } from "./dimensions.ts";
import { type Node, namesOf, some, walk } from "./node.ts";
import { spell } from "./spell.ts";
import type { Entry, Equation } from "./types.ts";

/** The right derivative by the engine, where the claim is one of an expression that the language has; undefined elsewhere. */
export function derivativeOf(e: Entry, q: Equation, court: Court): { readonly text: string } | undefined {
  const { left } = q;
  if (left.kind !== "derivative" || left.order !== 1 || left.wrt.length !== 1 || left.wrt[0]?.of.kind !== "name" || left.wrt[0].transposed) return undefined;
  const { context } = court;
  const drawing = drawingOf(e, q, court);
  const expression = withDefinitions(left.of, drawing.definitions);
  const plain = (n: Node) =>
    n.kind !== "derivative" &&
    n.kind !== "differential" &&
    n.kind !== "unknown" &&
    n.kind !== "ones" &&
    n.kind !== "unit" &&
    n.kind !== "bound" &&
    n.kind !== "entries" &&
    n.kind !== "identity";
  const names = namesOf(expression);
  if (some(expression, (n) => !plain(n)) || [...names].some((n) => context.functions.has(n) || context.evidence.get(n)?.entrywise)) return undefined;
  const sizes = new Map<unknown, string>();
  const declare: Record<string, string> = {};
  for (const name of names) {
    const shape = drawing.typed.shapes.get(name);
    if (shape) declare[name] = typeOf(shape, sizes, names);
  }
  const answer = derive({ expression: spell(expression), wrt: left.wrt[0].of.name, layout: court.convention.layout, declare });
  return answer.ok && "derivative" in answer ? { text: answer.derivative } : undefined;
}

/** The expression with what is defined put in. */
function withDefinitions(
  n: Node,
  definitions: ReadonlyMap<string, { readonly node: Node; readonly parameters?: readonly string[]; readonly indices?: readonly string[] }>,
  depth = 0,
): Node {
  if (depth > 6) return n;
  let found = false;
  walk(n, (x) => {
    if (x.kind === "name" && definitions.has(x.name)) found = true;
  });
  if (!found) return n;
  const put = JSON.parse(JSON.stringify(n), (_k, v) => {
    const d = v && typeof v === "object" && v.kind === "name" ? definitions.get(v.name) : undefined;
    return d && !d.indices ? d.node : v;
  }) as Node;
  return withDefinitions(put, definitions, depth + 1);
}

function typeOf(shape: Shape, sizes: Map<unknown, string>, names: ReadonlySet<string>): string {
  const size = (s: Shape["rows"]): string => {
    const root = s.root;
    if (root.number !== undefined) return String(root.number);
    const known = sizes.get(root);
    if (known !== undefined) return known;
    const wanted = [root.name, ..."mnpqrstuvw"].find((x) => x !== undefined && !names.has(x) && ![...sizes.values()].includes(x)) as string;
    sizes.set(root, wanted);
    return wanted;
  };
  const [rows, cols] = [size(shape.rows), size(shape.cols)];
  if (rows === "1" && cols === "1") return "scalar";
  return cols === "1" ? `vector(${rows})` : rows === "1" ? `row(${cols})` : `matrix(${rows},${cols})`;
}
