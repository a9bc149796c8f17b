import { beyond } from "./beyond.ts";
import { compareAt, freeIndices, type Truth } from "./compare.ts";
import { madeOf } from "./definitions.ts";
import { degreesDiffer } from "./degree.ts";
import { hidden, markedIn, reworded, totalBesidePartial, wordsIn } from "./doubts.ts";
import { type Court, drawingOf, readingsOf } from "./drawing.ts";
import { besideNumber, boundIn } from "./equation.ts";
import { isMeanByHabit, momentsOf } from "./moments.ts";
import { around, chainOf } from "./nearby.ts";
import { keyOf, letterOf, type Node, namesOf, some, walk } from "./node.ts";
import { neededFor } from "./supposed.ts";
import type { Entry, Equation } from "./types.ts";
import { isKnown } from "./values.ts";

/** What speaks against calling it wrong: a letter without a meaning, an index on one side, a left side that was wrong before. */
export function doubted(e: Entry, q: Equation, t: Truth & { readonly kind: "false" }, court: Court): Truth {
  const unknown = (reason: string): Truth => ({ kind: "unknown", reason, equation: q });
  const before = around(court.context.entries, e.number, 1).find((x) => x.number === e.number - 1);
  if (e.equality.lead.kind === "implies" && e.equality.index === 0 && before?.class === "condition" && q.left.kind !== "derivative")
    return unknown("it is to follow from the equation before, which is not solved here");
  // whatever the letters are, a differential is no value
  if (!(t.by === "shape" && t.side === "left") && degreesDiffer(q, court.context.definitions)) return { ...t, by: "differential" };
  const [l, r] = [namesOf(q.left), namesOf(q.right)];
  const bare = new Set([...freeIndices({ ...q, right: q.left }), ...freeIndices({ ...q, left: q.right })]);
  const alone = [...l, ...r].filter(
    (n) => l.has(n) !== r.has(n) && !bare.has(n) && ((n === "pi" && !besideNumber(q)) || (!isKnown(n) && !court.context.introduced.has(n))),
  );
  const special = (n: string) => !isKnown(n) && court.context.evidence.get(n)?.properties.includes("special") === true;
  const [veiled] = [...[...l, ...r].filter((n) => court.context.opaque.has(n)), ...[...madeOf([...l, ...r], court.context.definitions)].filter(special)];
  if (veiled !== undefined) return unknown(`${veiled} is defined in a way that is not understood`);
  const strange =
    markedIn(e, q, court.context.prose) ??
    reworded(q, court.context.prose) ??
    totalBesidePartial(e, q) ??
    (t.by === "value" ? beyond(e, q, court.context, court.typed.kinds) : undefined) ??
    wordsIn(q, court) ??
    (t.by === "value" ? hidden(q, drawingOf(e, q, court).context, drawingOf(e, q, court).definitions) : undefined);
  if (strange !== undefined) return unknown(strange);
  const bound = boundIn(q);
  const sizes = alone.length > 0 ? drawingOf(e, q, court).typed.dimensions : court.typed.dimensions;
  const [symbol] = alone.filter((n) => !bound.has(n) && !sizes.has(n));
  if (symbol !== undefined) return unknown(`${symbol} was never introduced`);
  const isMean = (n: Node) => n.kind === "expectation";
  if (
    (some(q.left, isMean) || some(q.right, isMean)) &&
    momentsOf(court.context, court.reader).means.size === 0 &&
    !court.context.entries.some((x) =>
      x.equations.slice(0, 1).some((y) => [...namesOf(y.left), ...namesOf(y.right)].some((n) => isMeanByHabit(court.reader.look(n).letter))),
    )
  )
    return unknown("which letter is the mean is not known");
  if (hidesRandom(q, court)) return unknown("what is random in it is not known");
  const [fl, fr] = [freeIndices({ ...q, right: q.left }), freeIndices({ ...q, left: q.right })];
  const lone = [...fl, ...fr].filter((i) => fl.includes(i) !== fr.includes(i));
  if (lone.length > 0) {
    const summed = court.context.entries.some((x) => x.equations.slice(0, 1).some((y) => lone.some((i) => boundIn(y).has(i))));
    return summed ? { ...t, by: "index" } : unknown(`the index ${lone[0]} stands on one side only`);
  }
  const first = t.by === "value" ? (freeLetter(q.left, court) ?? firstNumber(e, q, court)) : undefined;
  if (first !== undefined && !r.has(first) && court.solves(e) === undefined) return unknown(`what ${first} is is said here first`);
  const apart = t.by === "value" ? cousins(q, court) : undefined;
  if (apart) return unknown(`how ${apart[0]} and ${apart[1]} hang together is not said`);
  const needed = neededFor(e, q, court);
  if (needed !== undefined) return unknown(`it may need ${needed}, which is supposed`);
  return t.by === "shape" && t.side === "left" ? (insteadOfLeft(e, q, court) ?? unknown("the sizes of the left side do not fit")) : t;
}

/** Is there a mean of a letter that is defined, or is a moment given in the scope other than as a letter, `E[u] = 0`? */
function hidesRandom(q: Equation, { context }: Court): boolean {
  const means: Node[] = [];
  for (const side of [q.left, q.right]) walk(side, (n) => void (n.kind === "expectation" && means.push(n.of)));
  if (means.length === 0) return false;
  const shown = new Set(means.flatMap((n) => [...namesOf(n)]));
  const given = (x: Entry) => x.class !== "claim" && x.equations.slice(0, 1).some((y) => y.left.kind === "expectation" && y.right.kind !== "name");
  return [...shown].some((n) => context.definitions.has(n)) || context.entries.some(given);
}

/** A letter, or that of an entry, that stands for anything so far: an equality cannot hold for it, and says what it is. */
function freeLetter(n: Node, { context, reader }: Court): string | undefined {
  const base = n.kind === "binary" && n.operator === "^" && n.left.kind === "name" && n.right.kind === "number" ? n.left : n;
  const name = base.kind === "name" || base.kind === "index" ? letterOf(base) : undefined;
  if (name === undefined || context.definitions.has(name) || context.functions.has(name)) return undefined;
  const { means, covariances } = momentsOf(context, reader);
  const { letter } = reader.look(name);
  return means.has(letter) || covariances.has(letter) ? undefined : name;
}

/** A number that stands on the left side alone, in no line before, and that nothing else is said of. */
function firstNumber(e: Entry, q: Equation, { context, typed }: Court): string | undefined {
  const right = madeOf(namesOf(q.right), context.definitions);
  const before = new Set(
    context.entries.filter((x) => x.number < e.number).flatMap((x) => x.equations.slice(0, 1).flatMap((y) => [...namesOf(y.left), ...namesOf(y.right)])),
  );
  if (q.left.kind === "derivative" || q.left.kind === "differential" || e.equality.index > 0 || e.equality.carried) return undefined;
  return [...namesOf(q.left)].find(
    (n) =>
      typed.kinds.get(n) === "scalar" &&
      !right.has(n) &&
      !before.has(n) &&
      !isKnown(n) &&
      !context.definitions.has(n) &&
      !context.functions.has(n) &&
      !context.evidence.has(n) &&
      !context.dimensions.has(n),
  );
}

/** Two letters that nothing defines, one on each side, that differ in case or type face only: a matrix of samples and a sample, maybe. */
function cousins(q: Equation, { context, reader }: Court): readonly [string, string] | undefined {
  const [l, r] = [madeOf(namesOf(q.left), context.definitions), madeOf(namesOf(q.right), context.definitions)];
  const own = (of: ReadonlySet<string>, other: ReadonlySet<string>) => [...of].filter((n) => !other.has(n) && !isKnown(n) && !context.definitions.has(n));
  const letter = (n: string) => reader.look(n).letter.toLowerCase();
  for (const a of own(l, r)) for (const b of own(r, l)) if (letter(a) === letter(b) && !reader.look(a).suffixed && !reader.look(b).suffixed) return [a, b];
  return undefined;
}

/** Behind a line that has no value, the right side is held against the last side before it that has one. */
function insteadOfLeft(e: Entry, q: Equation, court: Court): Truth | undefined {
  if (keyOf(q.left) === keyOf(q.right)) return undefined;
  const chain = chainOf(court.context.entries, e.equality.chain)
    .filter((x) => x.number < e.number)
    .reverse();
  for (const before of chain) {
    const left = readingsOf(before, court.context, court.convention)[0]?.left;
    if (!left) continue;
    const again = { ...q, left, text: q.text };
    const t = compareAt(again, drawingOf(e, again, court), `${e.number}`);
    if (t.kind === "false" && t.by === "shape" && t.side === "left") continue;
    // where the lines do not agree, the mistake may be that of the line before
    return t.kind === "true" || (t.kind === "false" && t.by === "shape" && t.side === "right") ? t : undefined;
  }
  return undefined;
}
