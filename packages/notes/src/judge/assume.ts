import { judgeEntry, structures } from "./decide.ts";
import { type Court, drawingOf, readingsOf } from "./drawing.ts";
import { operationsDone } from "./evaluate.ts";
import { namesOf } from "./node.ts";
import type { Entry } from "./types.ts";

const mostOperations = 80_000;
const words = ["symmetric", "orthogonal", "idempotent", "diagonal"] as const;

const isStructure = (word: string): boolean => (structures as readonly string[]).includes(word);

/** The smallest set of properties under which a claim is right: one letter's, one property of all, or two that commute. */
export function assumptionsFor(e: Entry, court: Court, most = mostOperations): readonly string[] | undefined {
  const q = readingsOf(e, court.context, court.convention)[0];
  if (!q) return undefined;
  const { typed, around } = drawingOf(e, q, court);
  // a matrix that is not square elsewhere does not become so by an assumption
  const isSquare = (n: string) => {
    const [rows, cols] = court.context.evidence.get(n)?.sizes ?? [];
    if (cols !== undefined && rows !== cols) return false;
    const s = around.shapes.get(n);
    return !s || s.rows.root === s.cols.root || !around.shaping.met.has(n);
  };
  const used = new Set([...namesOf(q.left), ...namesOf(q.right)]);
  const letters = [...typed.shapes]
    .filter(([n, s]) => used.has(n) && !s.rows.isOne && s.rows.root === s.cols.root && !court.context.functions.has(n) && isSquare(n))
    .map(([n]) => n);
  if (letters.length > 6) return undefined;
  const start = operationsDone();
  const holds = (assumed: ReadonlyMap<string, readonly string[]>, commuting?: readonly [string, string]) =>
    operationsDone() - start < most && judgeEntry(e, court, { assumed, ...(commuting && { commuting }) }).kind === "true";
  const structured = (name: string, word: string) =>
    operationsDone() - start < most && judgeEntry(e, court, { structured: new Map([[name, word]]) }).kind === "true";
  const oblong = [...typed.shapes]
    .filter(([n, s]) => used.has(n) && !s.rows.isOne && !s.cols.isOne && s.rows.root !== s.cols.root && !court.context.functions.has(n))
    .map(([n]) => n);
  if (oblong.length > 0 && oblong.every((n) => /^[A-Z]/.test(n)) && judgeEntry(e, court, { square: true }).kind === "true")
    return oblong.map((n) => `${n} square`);
  for (const word of words) {
    for (const n of letters) if (holds(new Map([[n, [word]]]))) return [`${n} ${word}`];
    if (isStructure(word)) for (const n of letters) if (court.context.variables.has(n) && structured(n, word)) return [`${n} ${word}`];
  }
  const vectors = [...typed.shapes]
    .filter(([n, s]) => used.has(n) && !s.rows.isOne && s.cols.isOne && !court.context.functions.has(n) && !court.context.variables.has(n))
    .map(([n]) => n);
  if (vectors.length <= 4) for (const n of vectors) if (holds(new Map([[n, ["onehot"]]]))) return [`${n} onehot`];
  for (const a of letters) for (const b of letters) if (a !== b && holds(new Map(), [a, b])) return [`${a} and ${b} commute`];
  if (letters.length > 1 && holds(new Map(letters.map((n) => [n, ["symmetric"]])))) {
    const needed = letters.filter((n) => !holds(new Map(letters.filter((x) => x !== n).map((x) => [x, ["symmetric"]]))));
    return (needed.length > 0 ? needed : letters).map((n) => `${n} symmetric`);
  }
  return undefined;
}
