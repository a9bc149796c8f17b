import { allZero, compareAt, type Truth } from "./compare.ts";
import { definitionsAt } from "./definitions.ts";
import { type Court, drawingOf, readingsOf, type Variant } from "./drawing.ts";
import { unknownIn } from "./equation.ts";
import { variablesOf } from "./fixed.ts";
import { namesOf } from "./node.ts";
import { doubted } from "./refuted.ts";
import type { Entry, Equation } from "./types.ts";

/** Judges an equality: true where one reading is, false where all are. */
export function judgeEntry(e: Entry, court: Court, variant: Variant = {}): Truth {
  if (e.doubt !== undefined) return { kind: "unknown", reason: e.doubt, ...(e.equations[0] && { equation: e.equations[0] }) };
  const equations = readingsOf(e, court.context, court.convention);
  if (equations.length === 0) return { kind: "unknown", reason: e.failure ?? "it cannot be read" };
  let first: Truth | undefined;
  let refuted: Truth | undefined;
  for (const q of equations) {
    const t = judgeEquation(e, q, court, variant);
    if (t.kind === "true") return t;
    first ??= t;
    if (t.kind === "false" && (!refuted || (refuted.kind === "false" && refuted.by === "shape" && t.by === "value"))) refuted = t;
  }
  // what the likeliest reading does not decide is not refuted by another
  if (first?.kind === "unknown") return first;
  return refuted ?? (first as Truth);
}

function judgeEquation(e: Entry, q: Equation, court: Court, variant: Variant): Truth {
  const unknown = unknownIn(q);
  if (unknown !== undefined) return { kind: "unknown", reason: unknown, equation: q };
  const drawing = drawingOf(e, q, court, variant);
  const solved = court.solves(e);
  if (solved && q.left.kind === "name") {
    // `u^* = …` is the u for which it vanishes
    const { letter } = court.reader.look(q.left.name);
    const starred = [...variablesOf({ ...q, left: solved, right: solved })].filter((n) => court.reader.look(n).letter === letter);
    const definitions = new Map([...drawing.definitions, ...[q.left.name, ...starred].map((n) => [n, { node: q.right }] as const)]);
    return compareAt({ ...q, left: solved, right: { kind: "number", value: 0 } }, { ...drawing, definitions }, `${e.number}`);
  }
  const t = compareAt(q, drawing, `${e.number}`);
  if (t.kind === "unknown" && t.reason === allZero && !variant.alone) {
    // a size that the formulas around fix may make it 0 = 0
    const free = compareAt(q, drawingOf(e, q, court, { ...variant, alone: true }), `${e.number}`);
    if (free.kind === "true") return free;
    // at the point that its letter was given, the derivative vanishes; it is one at any point
    const definitions = new Map([...definitionsAt(court.context, e.number)].filter(([n]) => !variablesOf(q).has(n)));
    const anywhere = compareAt(q, drawingOf(e, q, court, { ...variant, definitions }), `${e.number}`);
    return anywhere.kind === "true" ? anywhere : t;
  }
  if (t.kind !== "false") return t;
  const found = otherwise(e, q, court, variant) ?? doubted(e, q, t, court);
  // where the formulas are at odds, what is right by itself is not called wrong for what the others make of its letters
  const atOdds = court.typed.conflicts.some((n) => n > 0);
  if (found.kind !== "false" || court.reader.boldVectors || !atOdds) return found;
  const alone = drawingOf(e, q, court, { ...variant, alone: true });
  const other = [...alone.typed.kinds].some(([name, kind]) => court.typed.kinds.get(name) !== kind);
  if (other && compareAt(q, alone, `${e.number}`).kind === "true")
    return { kind: "unknown", reason: "it holds by itself, but not with what the formulas around it make of its letters", equation: q };
  return found;
}

/** Two conventions that a text may leave unsaid: the derivative by a matrix that is said to be symmetric or diagonal, and the matrix of samples. */
function otherwise(e: Entry, q: Equation, court: Court, variant: Variant): Truth | undefined {
  const { context } = court;
  const told = (truth: Truth, chosen: string): Truth => (truth.kind === "true" ? { ...truth, equation: { ...q, choices: [...q.choices, { chosen }] } } : truth);
  if (!variant.structured)
    for (const name of variablesOf(q))
      for (const structure of structures)
        if (context.evidence.get(name)?.properties.includes(structure)) {
          const t = compareAt(q, drawingOf(e, q, court, { ...variant, structured: new Map([[name, structure]]) }), `${e.number}`);
          if (t.kind === "true") return told(t, `the derivative by ${name} keeps it ${structure}`);
        }
  for (const [matrix, family] of samplesIn(q, court))
    for (const [rows, node] of [
      [true, { kind: "transpose", of: { kind: "name", name: family } }],
      [false, { kind: "name", name: family }],
    ] as const) {
      const definitions = new Map([...definitionsAt(context, e.number), [matrix, { number: -1, node }]]);
      const drawing = drawingOf(e, q, court, { ...variant, definitions });
      const t = compareAt(q, drawing, `${e.number}`);
      if (t.kind === "true") return told(t, `the ${rows ? "rows" : "columns"} of ${matrix} are the members of ${family}`);
    }
  return undefined;
}

export const structures = ["symmetric", "diagonal"] as const;

/** A matrix that nothing defines beside a family of the same letter: `X` and `x_i`. */
function samplesIn(q: Equation, court: Court): [matrix: string, family: string][] {
  const { context, typed, reader } = court;
  const names = [
    ...new Set([...namesOf(q.left), ...namesOf(q.right), ...[...context.definitions.values()].flatMap((l) => l.flatMap((d) => [...namesOf(d.node)]))]),
  ];
  const families = names.filter((n) => typed.shaping.family(n) && !context.definitions.has(n));
  return families.flatMap((family) =>
    names
      .filter(
        (n) =>
          !context.definitions.has(n) &&
          !context.functions.has(n) &&
          reader.look(n).letter === reader.look(family).letter.toUpperCase() &&
          !reader.look(n).suffixed,
      )
      .filter((n) => n !== family)
      .map((matrix) => [matrix, family] as [string, string]),
  );
}
