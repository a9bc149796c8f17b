import type { Class } from "../classes/classify.ts";
import type { EqualityReport, Layout, NotesOptions } from "../contract.ts";
import type { Source } from "../document/source.ts";
import { type Equality, type Line, scopeAt } from "../rows/equalities.ts";
import { compact, type Sidecar } from "../sidecar.ts";
import { assumptionsFor } from "./assume.ts";
import { type Context, type Convention, contextOf, typingOf } from "./context.ts";
import { type Court, firstEquations, judgeEntry, plainlyZero, type Truth } from "./decide.ts";
import { Entries } from "./entries.ts";
import { typesOf } from "./letters.ts";
import { letterOf, type Node, some, walk } from "./node.ts";
import { saidOf } from "./prose.ts";
import { Reader, type SideReading } from "./reader.ts";
import { proseOf } from "./scopes.ts";
import type { Entry, Equation } from "./types.ts";

/** A document taken apart, its equalities classed. */
export interface Task {
  readonly source: Source;
  readonly lines: readonly Line[];
  readonly equalities: readonly Equality[];
  readonly classes: readonly Exclude<Class, "unreadable">[];
  readonly sidecar: Sidecar;
  readonly options: NotesOptions;
}

/** What is said of one equality. */
interface Judged {
  readonly unreadable?: boolean;
  readonly report?: Partial<EqualityReport>;
}

export interface Judgement {
  readonly layout?: Layout;
  /** By the number of the equality. */
  readonly verdicts: readonly (Judged | undefined)[];
  readonly findings: readonly { readonly at: number; readonly code: string; readonly message: string }[];
}

const layouts: readonly Layout[] = ["numerator", "denominator", "mixed"];
const mostCombinations = 24;
const messages = {
  shape: "the sizes of both sides cannot agree",
  value: "both sides differ",
  index: "an index that was summed over is free on one side",
} as const;

/** Judges the claims of a document. */
export function judge(task: Task): Judgement {
  const reader = new Reader(new Map([...task.source.macros, ...task.sidecar.macros]));
  reader.prepare(new Set(task.equalities.flatMap((e) => [e.left.source, e.right.source])));
  const read = task.equalities.map((equality, number) => entryOf(equality, number, task.classes[number] as Entry["class"], reader, task));
  const scopes = scopesOf(task, read, reader);
  const entries = [...scopes.flatMap((s) => s.members)].sort((a, b) => a.number - b.number);
  const product = productOf(entries, scopes, reader);
  const truths = new Map<Layout, (Truth | undefined)[]>();
  const courts = new Map<Layout, Map<number, Court>>();
  for (const layout of layouts) {
    const convention = { layout, product };
    const byScope = new Map<number, Court>();
    courts.set(layout, byScope);
    const list: (Truth | undefined)[] = entries.map(() => undefined);
    truths.set(layout, list);
    for (const { context, members } of scopes) {
      const court = courtOf(context, reader, convention);
      for (const e of members) {
        byScope.set(e.number, court);
        if (e.class !== "claim") continue;
        const before = layout === layouts[0] ? undefined : truths.get(layouts[0] as Layout)?.[e.number];
        list[e.number] = before && !sensitive(e, context) ? before : judgeEntry(e, court);
      }
    }
    task.options.progress?.((layouts.indexOf(layout) + 1) / 4);
  }
  const layout = task.sidecar.layout ?? vote(entries, scopes, truths);
  const main = layout ?? "mixed";
  const told = scopes.length > 0 ? layout : undefined;
  const verdicts = entries.map((e): Judged | undefined => {
    if (e.class !== "claim") return undefined;
    const t = truths.get(main)?.[e.number] as Truth;
    const reading = t.kind === "unknown" ? t.equation?.text : t.equation.text;
    const shown = { ...(reading !== undefined && { reading }) };
    if (t.kind === "true") {
      const choices = t.equation.choices.map((c) => c.chosen);
      return { report: { ...shown, verdict: "correct", ...(choices.length > 0 && { choices }) } };
    }
    if (e.failure !== undefined) return { unreadable: true, report: { diagnosis: { kind: "unreadable", message: e.failure } } };
    const other = layouts.find((l) => truths.get(l)?.[e.number]?.kind === "true");
    if (other) return { report: { ...shown, verdict: "other-layout", layout: other } };
    if (t.kind === "unknown") return { report: { ...shown, verdict: "undecided", diagnosis: { kind: "undecided", message: t.reason } } };
    const court = courts.get(main)?.get(e.number) as Court;
    const assumptions = assumptionsFor(e, court);
    if (assumptions) return { report: { ...shown, verdict: "under-assumption", assumptions } };
    return { report: { ...shown, verdict: "wrong", diagnosis: { kind: t.by, message: messages[t.by] } } };
  });
  return { ...(told && { layout: told }), verdicts, findings: [] };
}

function entryOf(found: Equality, number: number, of: Entry["class"], reader: Reader, task: Task): Entry {
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

interface Scope {
  readonly context: Context;
  readonly members: readonly Entry[];
}

function scopesOf(task: Task, entries: readonly Entry[], reader: Reader): Scope[] {
  const expectations =
    /期望|\bexpectations?\b|\bexpected value\b/i.test(task.source.prose) ||
    entries.some((e) => e.equations.slice(0, 1).some((q) => [q.left, q.right].some((x) => some(x, (n) => n.kind === "expectation"))));
  const groups = new Map<number, Entry[]>();
  for (const e of entries) {
    const k = scopeAt(task.source.breaks, e.equality.start);
    groups.set(k, [...(groups.get(k) ?? []), e]);
  }
  return [...groups].map(([k, plain]) => {
    let outer = k;
    while (outer > 0 && task.source.breaks[outer - 1]?.kind === "item") outer--;
    const outside = outer === k ? [] : (groups.get(outer) ?? []);
    const text = outer === k ? proseOf(task.source, k) : `${proseOf(task.source, outer)}\n${proseOf(task.source, k)}`;
    const said = saidOf(text);
    const names = new Entries(reader, [...outside, ...plain], new Set(said.map((s) => reader.nameOf(s.letter) ?? "")), expectations);
    const resolved = (e: Entry): Entry => ({ ...e, equations: e.equations.map((q) => names.resolve(q)) });
    const around = outside.map(resolved);
    const members = plain.map(resolved);
    const context = contextOf({ reader, entries: members, around, said, declarations: task.sidecar.declarations });
    return { context, members };
  });
}

function courtOf(context: Context, reader: Reader, convention: Convention): Court {
  const typed = typesOf(typingOf(context, reader, convention, firstEquations(context.entries, context, convention)));
  const varying = new Map<number, ReadonlySet<string>>();
  return {
    reader,
    context,
    convention,
    typed,
    solves: (e) => {
      const before = context.entries.find((x) => x.number === e.number - 1);
      const q = before?.equations[0];
      return e.equality.lead.kind === "implies" && before?.class === "condition" && q && plainlyZero(q.right) ? q.left : undefined;
    },
    zero: (e) =>
      context.entries.some((x) => x.equality.chain === e.equality.chain && x.equations.slice(0, 1).some((q) => plainlyZero(q.left) || plainlyZero(q.right))),
    varying: (e) => {
      const chain = e.equality.chain;
      const known =
        varying.get(chain) ??
        varyingIn(
          context.entries.filter((x) => x.equality.chain === chain),
          context,
        );
      varying.set(chain, known);
      return known;
    },
  };
}

/** The letters that carry a `d` on the last side of a chain that has any; of a name and what it is made of, the latter. */
function varyingIn(chain: readonly Entry[], context: Context): Set<string> {
  const atoms = (n: Node): Set<string> => {
    const found = new Set<string>();
    walk(n, (x) => void (x.kind === "differential" && letterOf(x.of) !== undefined && found.add(letterOf(x.of) as string)));
    return found;
  };
  const sides = chain.flatMap((e) => (e.equations[0] ? [e.equations[0].left, e.equations[0].right] : []));
  const base = (s: Set<string>) =>
    new Set(
      [...s].filter(
        (n) => !(context.definitions.has(n) || context.functions.has(n)) || !sides.some((x) => some(x, (y) => y.kind === "derivative" && letterOf(y.of) === n)),
      ),
    );
  for (const side of [...sides].reverse()) {
    const found = base(atoms(side));
    if (found.size > 0) return withoutMade(found, context);
  }
  return new Set(context.variables);
}

/** Without the names that are made of others in the set. */
function withoutMade(names: Set<string>, context: Context): Set<string> {
  const made = (n: string) => (context.functions.get(n) ?? []).some((a) => names.has(a));
  return new Set([...names].filter((n) => !made(n)));
}

/** Does the verdict depend on the layout: is something differentiated by what is no number, or a vector by anything? */
function sensitive(e: Entry, context: Context): boolean {
  const uses = (n: Node): boolean => some(n, (x) => x.kind === "derivative");
  return e.equations.slice(0, 1).some((q) => uses(q.left) || uses(q.right)) || [...context.definitions.values()].some((list) => list.some((d) => uses(d.node)));
}

/** What `\otimes` is in this document: under which meaning more claims are right. */
function productOf(entries: readonly Entry[], scopes: readonly Scope[], reader: Reader): Convention["product"] {
  const tensors = entries.filter((e) => e.class === "claim" && e.equations.some((q) => q.choices.some((c) => c.chosen === "⊗ is entry by entry")));
  if (tensors.length === 0) return "kronecker";
  const right = (product: Convention["product"]) =>
    scopes.reduce((count, { context, members }) => {
      const own = members.filter((e) => tensors.some((t) => t.number === e.number));
      if (own.length === 0) return count;
      const court = courtOf(context, reader, { layout: "mixed", product });
      return count + own.filter((e) => judgeEntry(e, court).kind === "true").length;
    }, 0);
  return right("entrywise") > right("kronecker") ? "entrywise" : "kronecker";
}

/** The layout in which most claims are right, of those that tell layouts apart. */
function vote(entries: readonly Entry[], scopes: readonly Scope[], truths: ReadonlyMap<Layout, readonly (Truth | undefined)[]>): Layout | undefined {
  if (scopes.length === 0) return undefined;
  const right = (l: Layout, e: Entry) => truths.get(l)?.[e.number]?.kind === "true";
  const telling = entries.filter((e) => e.class === "claim" && new Set(layouts.map((l) => right(l, e))).size === 2);
  if (telling.length === 0) return undefined;
  const counts = layouts.map((l) => telling.filter((e) => right(l, e)).length);
  const most = Math.max(...counts);
  // a document that mixed alone does not explain better is in one of the pure layouts
  return layouts[counts.indexOf(most)];
}
