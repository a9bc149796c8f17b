import { beyond } from "./beyond.ts";
import { type Context, type Convention, definitionsAt, dependsOn, typingOf } from "./context.ts";
import { hidden, totalBesidePartial, wordsIn } from "./doubts.ts";
import { besideNumber, boundIn, unknownIn } from "./equation.ts";
import { evaluate } from "./evaluate.ts";
import { fixPowers, fixSizes, variablesOf } from "./fixed.ts";
import type { World } from "./frame.ts";
import { attempt, type Typed, typesOf } from "./letters.ts";
import { isMeanByHabit, momentsOf } from "./moments.ts";
import { around, chainOf } from "./nearby.ts";
import { indicesOf, keyOf, letterOf, type Node, namesOf, some, walk } from "./node.ts";
import type { Reader } from "./reader.ts";
import type { Entry, Equation } from "./types.ts";
import { allFinite, greatest, isKnown, type Matrix, NoValue } from "./values.ts";
import { type Drawing, draw, type Region } from "./world.ts";

/** What points say of an equation. */
export type Truth =
  | { readonly kind: "true"; readonly equation: Equation; readonly points: number }
  | {
      readonly kind: "false";
      readonly equation: Equation;
      readonly by: "value" | "shape" | "index";
      readonly side?: "left" | "right";
      readonly left?: Matrix;
      readonly right?: Matrix;
    }
  | { readonly kind: "unknown"; readonly reason: string; readonly equation?: Equation };

/** A scope that claims are judged in. */
export interface Court {
  readonly reader: Reader;
  readonly context: Context;
  readonly convention: Convention;
  readonly typed: Typed;
  /** The letters that vary at an equality with differentials. */
  readonly varying: (e: Entry) => ReadonlySet<string>;
  /** Does the chain of an equality say that it is zero? */
  readonly zero: (e: Entry) => boolean;
  /** The equation, set to zero just before, that an equality gives the solution of. */
  readonly solves: (e: Entry) => Node | undefined;
}

/** How many equalities before and behind have a say in the sizes of one. */
const near = 60;
/** How many equations have a say in the kinds of letters of a scope. */
const mostEquations = 300;
const points = 3;
const patience = 14;
const regions: readonly Region[] = ["generic", "generic", "definite", "positive", "generic", "definite", "positive"];
const allZero = "both sides are zero wherever they were compared";
const tight = 1e-7;
const loose = 1e-4;

/** The readings of an equality that a convention allows. */
export function readingsOf(e: Entry, c: Context, convention: Convention): readonly Equation[] {
  const chose = (q: Equation, words: string) => q.choices.some((x) => x.chosen === words);
  const tensor = e.equations.some((q) => chose(q, "⊗ is entry by entry"));
  const known = (n: Node) => n.kind === "call" && (c.functions.has(n.name) || c.definitions.has(n.name) || c.evidence.get(n.name)?.entrywise === true);
  const calls = e.equations[0] && (some(e.equations[0].left, known) || some(e.equations[0].right, known));
  const composed = e.equations.some((q) => !chose(q, "∘ is the product"));
  return e.equations.filter((q) => {
    if (composed && chose(q, "∘ is the product")) return false;
    if (tensor && chose(q, "⊗ is entry by entry") !== (convention.product === "entrywise")) return false;
    return !(calls && chose(q, "it is multiplied by what is in brackets"));
  });
}

/** The equation each claim has in a scope under a convention, the likeliest reading. */
export function firstEquations(entries: readonly Entry[], c: Context, convention: Convention): (readonly [Node, Node])[] {
  return entries
    .filter((e) => e.class === "claim")
    .slice(0, mostEquations)
    .flatMap((e) =>
      readingsOf(e, c, convention)
        .slice(0, 1)
        .map((q) => [q.left, q.right] as const),
    );
}

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

interface Variant {
  /** Do the formulas around have no say in what letters are? */
  readonly alone?: boolean;
  readonly definitions?: ReturnType<typeof definitionsAt>;
  /** All matrices are taken to be square, of one size. */
  readonly square?: boolean;
  readonly assumed?: Drawing["assumed"];
  readonly commuting?: Drawing["commuting"];
  /** Letters whose derivative is taken with the structure they have. */
  readonly structured?: Drawing["structured"];
}

/** The drawing of an equation: its shapes found last, so that the scope around decides. */
export function drawingOf(e: Entry, q: Equation, court: Court, variant: Variant = {}): Drawing & { readonly conflicts: number; readonly around: Typed } {
  const { context, reader, convention } = court;
  const definitions = new Map(variant.definitions ?? definitionsAt(context, e.number));
  // what alone is differentiated by, and given a value only later, is there to be solved for
  const chain = chainOf(context.entries, e.equality.chain)
    .slice(0, 4)
    .filter((x) => x.number < e.number);
  const by = new Set([q, ...chain.flatMap((x) => x.equations.slice(0, 1))].flatMap((x) => [...variablesOf(x)]));
  for (const name of by) if (by.size === 1 && (definitions.get(name)?.number ?? 0) > e.number) definitions.delete(name);
  const functions = new Map(context.functions);
  // a rule that is quoted speaks of its letters as such, where they stand for something that does not depend on what is differentiated by
  for (const side of [q.left, q.right])
    walk(side, (n) => {
      if (n.kind !== "derivative" || n.of.kind !== "name" || !definitions.has(n.of.name)) return;
      const by = context.given.get(n.of.name);
      if (
        !by ||
        n.wrt.some(
          (w) => letterOf(w.of) === undefined || dependsOn((n.of as Node & { readonly kind: "name" }).name, letterOf(w.of) as string, context.definitions),
        )
      )
        return;
      definitions.delete(n.of.name);
      functions.set(n.of.name, by);
    });
  const others = around(context.entries, e.number, near)
    .filter((x) => x.class === "claim")
    .flatMap((x) => readingsOf(x, context, convention).slice(0, 1))
    .map((x) => [x.left, x.right] as const);
  const equations = [...others, [q.left, q.right] as const];
  const typed = variant.alone
    ? typesOf(typingOf(context, reader, convention, [[q.left, q.right]], definitions), true)
    : attempt(typingOf(context, reader, convention, equations, definitions), court.typed.kinds, court.typed.names);
  fixSizes(e, typed, context);
  fixPowers(q, typed);
  return {
    context: { ...context, functions },
    convention,
    reader,
    typed,
    definitions,
    sides: [q.left, q.right],
    varying: court.varying(e),
    assumed: variant.assumed ?? new Map(),
    square: variant.square === true,
    ...(variant.commuting && { commuting: variant.commuting }),
    structured: variant.structured ?? new Map(),
    zero: court.zero(e),
    get around() {
      return attempt(typingOf(context, reader, convention, others, definitions), court.typed.kinds, court.typed.names);
    },
    conflicts: typed.conflicts[variant.alone ? 0 : equations.length - 1] ?? 0,
  };
}

function judgeEquation(e: Entry, q: Equation, court: Court, variant: Variant): Truth {
  const unknown = unknownIn(q);
  if (unknown !== undefined) return { kind: "unknown", reason: unknown, equation: q };
  const drawing = drawingOf(e, q, court, variant);
  const solved = court.solves(e);
  if (solved && q.left.kind === "name") {
    const definitions = new Map([...drawing.definitions, [q.left.name, { node: q.right }]]);
    return compareAt({ ...q, left: solved, right: { kind: "number", value: 0 } }, { ...drawing, definitions }, `${e.number}`);
  }
  const t = compareAt(q, drawing, `${e.number}`);
  if (t.kind === "unknown" && t.reason === allZero && !variant.alone) {
    // a size that the formulas around fix may make it 0 = 0
    const free = compareAt(q, drawingOf(e, q, court, { ...variant, alone: true }), `${e.number}`);
    return free.kind === "true" ? free : t;
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

/** What speaks against calling it wrong: a letter without a meaning, an index on one side, a left side that was wrong before. */
function doubted(e: Entry, q: Equation, t: Truth & { readonly kind: "false" }, court: Court): Truth {
  const unknown = (reason: string): Truth => ({ kind: "unknown", reason, equation: q });
  const before = around(court.context.entries, e.number, 1).find((x) => x.number === e.number - 1);
  if (e.equality.lead.kind === "implies" && e.equality.index === 0 && before?.class === "condition" && q.left.kind !== "derivative")
    return unknown("it is to follow from the equation before, which is not solved here");
  const [l, r] = [namesOf(q.left), namesOf(q.right)];
  const bare = new Set([...freeIndices({ ...q, right: q.left }), ...freeIndices({ ...q, left: q.right })]);
  const alone = [...l, ...r].filter(
    (n) => l.has(n) !== r.has(n) && !bare.has(n) && ((n === "pi" && !besideNumber(q)) || (!isKnown(n) && !court.context.introduced.has(n))),
  );
  const [veiled] = [...l, ...r].filter((n) => court.context.opaque.has(n));
  if (veiled !== undefined) return unknown(`${veiled} is defined in a way that is not understood`);
  const strange =
    totalBesidePartial(e, q) ??
    (t.by === "value" ? beyond(e, q, court.context, court.typed.kinds) : undefined) ??
    wordsIn(q, court) ??
    (t.by === "value" ? hidden(q, court.context, drawingOf(e, q, court).definitions) : undefined);
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
  const [fl, fr] = [freeIndices({ ...q, right: q.left }), freeIndices({ ...q, left: q.right })];
  const lone = [...fl, ...fr].filter((i) => fl.includes(i) !== fr.includes(i));
  if (lone.length > 0) {
    const summed = court.context.entries.some((x) => x.equations.slice(0, 1).some((y) => lone.some((i) => boundIn(y).has(i))));
    return summed ? { ...t, by: "index" } : unknown(`the index ${lone[0]} stands on one side only`);
  }
  return t.by === "shape" && t.side === "left" ? (insteadOfLeft(e, q, court) ?? unknown("the sizes of the left side do not fit")) : t;
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

/** Compares both sides at points. */
export function compareAt(q: Equation, drawing: Drawing, seed: string): Truth {
  const free = freeIndices(q);
  let [met, zero, doubtful, trouble] = [0, 0, 0, ""];
  let apart: { left: Matrix; right: Matrix } | undefined;
  let shapes = 0;
  for (let k = 0; k < patience && met < points; k++) {
    const world = draw(drawing, `${seed}/${k}`, regions[k % regions.length] as Region);
    for (const indices of assignments(free)) {
      const v = valuesAt(q, world, indices);
      if (v instanceof NoValue) {
        if (v.reason === "unknown") return { kind: "unknown", reason: v.message, equation: q };
        trouble = v.message;
        if (v.reason === "shape" && ++shapes >= 2) return { kind: "false", by: "shape", side: v.side ?? "left", equation: q };
        break;
      }
      const [a, b] = v;
      // a zero has every size
      if (isZero(q.left) || isZero(q.right)) {
        if (Math.max(greatest(a), greatest(b)) < 1e-5) {
          zero++;
          continue;
        }
        if (apart) return { kind: "false", by: "value", equation: q, ...apart };
        apart = { left: a, right: b };
        break;
      }
      if (a.rows !== b.rows || a.cols !== b.cols) {
        if (++shapes >= 2) return { kind: "false", by: "shape", equation: q, left: a, right: b };
        break;
      }
      const size = Math.max(greatest(a), greatest(b));
      const gap = a.data.reduce((g, x, j) => Math.max(g, Math.abs(x - (b.data[j] as number))), 0);
      if (gap > loose * size && gap > 1e-5) {
        if (apart) return { kind: "false", by: "value", equation: q, ...apart };
        apart = { left: a, right: b };
        break;
      }
      if (size < 1e-5) zero++;
      else if (gap > tight * size + 1e-8) doubtful++;
      else met++;
    }
    if (doubtful > 6) break;
  }
  if (apart) return met > 0 ? { kind: "unknown", reason: "points do not agree", equation: q } : { kind: "false", by: "value", equation: q, ...apart };
  if (met >= 1 && met + zero >= points) return { kind: "true", equation: q, points: met };
  if (zero >= points && (drawing.zero || plainlyZero(q.left) || plainlyZero(q.right))) return { kind: "true", equation: q, points: zero };
  if (zero >= points) return { kind: "unknown", reason: allZero, equation: q };
  return { kind: "unknown", reason: trouble || "no point was found where both sides have a value", equation: q };
}

/** A zero, or the derivative of what shows no letter. */
export function plainlyZero(n: Node): boolean {
  if (n.kind === "derivative" || n.kind === "differential") return namesOf(n.of).size === 0;
  return isZero(n);
}

function isZero(n: Node): boolean {
  return n.kind === "zeros" || (n.kind === "number" && n.value === 0) || ((n.kind === "transpose" || n.kind === "minus") && isZero(n.of));
}

function valuesAt(q: Equation, world: World, indices: ReadonlyMap<string, number>): readonly [Matrix, Matrix] | NoValue {
  let side: "left" | "right" = "left";
  try {
    const left = evaluate(q.left, world, indices);
    side = "right";
    const pair = [left, evaluate(q.right, world, indices)] as const;
    return pair.every(allFinite) ? pair : new NoValue("domain", "no point was found where both sides have a value");
  } catch (e) {
    if (e instanceof NoValue) {
      e.side = side;
      return e;
    }
    if (e instanceof RangeError) return new NoValue("domain", e.message);
    throw e;
  }
}

/** Letters that stand as indices and are bound by nothing. */
function freeIndices(q: Equation): string[] {
  return [...new Set([...indicesOf(q.left), ...indicesOf(q.right)])];
}

/** Numbers for the free indices, 1 and 2: all of up to three of them; of more, eight in which every two are independent. */
function assignments(free: readonly string[]): ReadonlyMap<string, number>[] {
  if (free.length === 0) return [new Map()];
  const odd = (bits: number) => ((bits & 1) ^ ((bits >> 1) & 1) ^ ((bits >> 2) & 1)) === 1;
  const mask = (j: number) => (free.length <= 3 ? 1 << j : 1 + (j % 7));
  return Array.from({ length: Math.min(2 ** free.length, 8) }, (_, k) => new Map(free.map((name, j) => [name, odd(k & mask(j)) ? 2 : 1])));
}
