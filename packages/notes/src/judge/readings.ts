import type { Source } from "../document/source.ts";
import type { Equality } from "../rows/equalities.ts";
import { compact } from "../sidecar.ts";
import type { Task } from "./judge.ts";
import type { Node } from "./node.ts";
import type { Reader, SideReading } from "./reader.ts";
import type { Entry, Equation } from "./types.ts";

const mostCombinations = 24;

/** Reads an equality: each way to read both sides, those with fewer choices first. */
export function entryOf(found: Equality, number: number, of: Entry["class"], reader: Reader, task: Task): Entry {
  const equality = withoutItemNumber(found, task.source);
  const doubt = wordedNotation(task).some((w) => compact(`${equality.left.source} ${equality.right.source}`).includes(w))
    ? "a notation that the text brings in by words"
    : undefined;
  const failure = reader.failure(equality.left.source) ?? reader.failure(equality.right.source);
  if (failure !== undefined) {
    const half = (source: string): Node =>
      (reader.failure(source) === undefined ? reader.sides(source)[0]?.node : undefined) ?? { kind: "unknown", what: failure };
    const [left, right] = [half(equality.left.source), half(equality.right.source)];
    const equations = of === "claim" || (left.kind === "unknown" && right.kind === "unknown") ? [] : [{ left, right, text: "", choices: [] }];
    return { number, equality, class: of, equations, failure };
  }
  const equations: Equation[] = [];
  const [lefts, rights] = [reader.sides(equality.left.source), reader.sides(equality.right.source)];
  const open = (list: readonly SideReading[]) => list.some(isEntrywise);
  const both = open(lefts) && open(rights);
  for (const left of lefts)
    for (const right of rights)
      if (!both || isEntrywise(left) === isEntrywise(right))
        equations.push({ left: left.node, right: right.node, text: `${left.text} = ${right.text}`, choices: [...left.choices, ...right.choices] });
  equations.sort((a, b) => a.choices.length - b.choices.length);
  return { number, equality, class: of, equations: equations.slice(0, mostCombinations), ...(doubt !== undefined && { doubt }) };
}

/** Is `\otimes` read as the product of entries? */
function isEntrywise(side: SideReading): boolean {
  return side.choices.some((c) => c.chosen === "⊗ is entry by entry");
}

/** `2 \cdot tr(A)` behind an item 1: the number is that of the item. */
function withoutItemNumber(e: Equality, source: Source): Equality {
  const m = /^\s*(\d+)\s*\\cdot\s*/.exec(e.left.source);
  if (!m || e.index !== 0 || e.carried || Number(m[1]) < 2) return e;
  const before = source.prose.slice(Math.max(0, e.start - 2500), e.start);
  const last = Number(m[1]) - 1;
  if (!new RegExp(`(?:^|\\n)\\s*(?:${last}\\s*[.,，、)]|\\$\\$\\s*${last}\\s*\\\\cdot)`).test(before)) return e;
  return { ...e, left: { ...e.left, source: e.left.source.slice(m[0].length) } };
}

const worded = new WeakMap<Task, readonly string[]>();

/** Notation like `Y(y + \epsilon)` that stands by itself in a sentence: its meaning is in the words. */
function wordedNotation(task: Task): readonly string[] {
  const known = worded.get(task);
  if (known) return known;
  const found = task.lines
    .filter((l) => !l.display && l.piece.signs.length === 0 && l.piece.sides.length === 1)
    .map((l) => compact(l.piece.sides[0]?.source ?? ""))
    .filter((s) => /^\\?[A-Za-z]+\([^()]*[+-][^()]*\)$/.test(s));
  worded.set(task, found);
  return found;
}
