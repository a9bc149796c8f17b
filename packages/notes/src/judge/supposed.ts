import { compareAt } from "./compare.ts";
import { madeOf } from "./definitions.ts";
import { type Court, drawingOf } from "./drawing.ts";
import { variablesOf } from "./fixed.ts";
import { keyOf, type Node, namesOf, some } from "./node.ts";
import type { Entry, Equation } from "./types.ts";

/** A letter that is transposed. */
const turned = (n: Node): string | undefined => (n.kind === "transpose" && n.of.kind === "name" ? n.of.name : undefined);
const nameOf = (n: Node): string | undefined => (n.kind === "name" ? n.name : undefined);
const isOne = (n: Node): boolean => n.kind === "number" && n.value === 1;

/** The property that an equation states of one letter: `V^T V = I`, `A^T = A`, `P^2 = P`, `x^T x = 1`. */
export function propertyIn({ left, right }: Equation): { readonly letter: string; readonly property: string } | undefined {
  const told = (letter: string | undefined, property: string) => (letter === undefined ? undefined : { letter, property });
  if (turned(left) !== undefined && turned(left) === nameOf(right)) return told(nameOf(right), "symmetric");
  if (nameOf(left) !== undefined && nameOf(left) === turned(right)) return told(nameOf(left), "symmetric");
  if (right.kind === "minus" && turned(left) !== undefined && turned(left) === nameOf(right.of)) return told(turned(left), "skew");
  if (left.kind === "call" && left.name === "inv" && nameOf(left.args[0] as Node) === turned(right)) return told(turned(right), "orthogonal");
  if (left.kind === "call" && /^norm2?$/.test(left.name) && isOne(right)) return told(nameOf(left.args[0] as Node), "unit");
  if (left.kind !== "binary") return undefined;
  const [a, b] = [left.left, left.right];
  const square = left.operator === "^" && b.kind === "number" && b.value === 2;
  if (square && keyOf(a) === keyOf(right)) return told(nameOf(a), "idempotent");
  if (square && a.kind === "call" && /^norm2?$/.test(a.name) && isOne(right)) return told(nameOf(a.args[0] as Node), "unit");
  if (left.operator !== "*") return undefined;
  if (right.kind === "identity" && turned(a) !== undefined && turned(a) === nameOf(b)) return told(nameOf(b), "orthonormal");
  if (right.kind === "identity" && nameOf(a) !== undefined && nameOf(a) === turned(b)) return told(nameOf(a), "orthogonal");
  if (isOne(right) && turned(a) !== undefined && turned(a) === nameOf(b)) return told(nameOf(b), "unit");
  return keyOf(a) === keyOf(b) && keyOf(b) === keyOf(right) ? told(nameOf(a), "idempotent") : undefined;
}

/** What is supposed before of the letters of a claim, and does not hold at the points where the claim was refuted: it may need it. */
export function neededFor(e: Entry, q: Equation, court: Court): string | undefined {
  const { context } = court;
  const letters = madeOf([...namesOf(q.left), ...namesOf(q.right)], context.definitions);
  const by = variablesOf(q);
  for (const x of context.entries) {
    const [s] = x.equations;
    if (x.class !== "condition" || x.number > e.number || x.equality.over || !s || s.left.kind === "name" || s.left.kind === "derivative") continue;
    if (some(s.left, isStrange) || some(s.right, isStrange)) continue;
    const own = [...namesOf(s.left), ...namesOf(s.right)];
    if (own.length === 0 || !own.some((n) => letters.has(n)) || own.some((n) => by.has(n))) continue;
    if (compareAt(s, drawingOf(x, s, court), `${e.number}`).kind === "false") return s.text;
  }
  return undefined;
}

const isStrange = (n: Node): boolean => n.kind === "unknown" || n.kind === "expectation" || n.kind === "differential";
