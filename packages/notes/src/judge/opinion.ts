import { type CheckAnswer, answer as engine } from "gradus";
import type { Lang } from "../contract.ts";
import type { Shape } from "./dimensions.ts";
import { type Court, drawingOf } from "./drawing.ts";
import { indicesOf, type Node, namesOf, some, walk } from "./node.ts";
import { spell } from "./spell.ts";
import type { Entry, Equation } from "./types.ts";

/** Properties that the language has a word for. */
const words = new Set(["symmetric", "skew", "posdef", "psd", "diagonal", "orthogonal", "idempotent", "invertible"]);
const beyond = new Set<Node["kind"]>([
  "derivative",
  "differential",
  "unknown",
  "ones",
  "zeros",
  "unit",
  "bound",
  "entries",
  "identity",
  "expectation",
  "matrix",
]);

/** What the engine says of a claim, where the language has words for it; undefined elsewhere. It shares no code with the comparison at points here. */
export function opinionOf(e: Entry, q: Equation, court: Court, lang: Lang): CheckAnswer | undefined {
  const by = q.left.kind === "derivative" && q.left.order === 1 && q.left.wrt.length === 1 && !q.left.wrt[0]?.transposed ? q.left : undefined;
  const wrt = by?.wrt[0]?.of;
  if (by && wrt?.kind !== "name") return undefined;
  const { context, convention } = court;
  const drawing = drawingOf(e, q, court);
  const sides = [by ? by.of : q.left, q.right].map((n) => withDefinitions(n, drawing.definitions));
  const names = new Set(sides.flatMap((n) => [...namesOf(n)]));
  const known = (n: string) => !context.functions.has(n) && !context.evidence.get(n)?.entrywise && /^[\p{L}][\p{L}\p{N}_]*$/u.test(n);
  if (sides.some((n) => some(n, (x) => beyond.has(x.kind))) || indicesOf(q.left).length + indicesOf(q.right).length > 0 || ![...names].every(known))
    return undefined;
  const sizes = new Map<unknown, string>();
  const declare: Record<string, string> = {};
  for (const name of names) {
    const shape = drawing.typed.shapes.get(name);
    const properties = (drawing.context.evidence.get(name)?.properties ?? []).filter((p) => words.has(p));
    if (shape) declare[name] = [typeOf(shape, sizes, names), ...new Set(properties)].join(" ");
  }
  const [left, right] = sides.map((n) => spell(n)) as [string, string];
  const claim = by && wrt?.kind === "name" ? { expression: left, wrt: wrt.name, claim: right, layout: convention.layout } : { left, right };
  const answer = engine({ task: "check", ...claim, declare, lang });
  return answer.ok && "verdict" in answer && "assumptions" in answer ? answer : undefined;
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
