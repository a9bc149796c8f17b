import type { Class } from "../classes/classify.ts";
import type { EqualityReport, Lang, Layout, NotesOptions } from "../contract.ts";
import type { Source } from "../document/source.ts";
import type { Equality, Line } from "../rows/equalities.ts";
import type { Sidecar } from "../sidecar.ts";
import { assumptionsFor } from "./assume.ts";
import { isBorneOut } from "./borne.ts";
import { isGradient, layouts, productOf, vote } from "./conventions.ts";
import { degreesDiffer } from "./degree.ts";
import { isNoDensity } from "./density.ts";
import { isTooSmall, oddEntry, oddText } from "./dots.ts";
import type { Court } from "./drawing.ts";
import { findingsOf } from "./findings.ts";
import { Reader } from "./reader.ts";
import { entryOf } from "./readings.ts";
import { doubtIn } from "./reasons.ts";
import { scopesOf } from "./scopes.ts";
import { tenable } from "./tenable.ts";
import { Truths } from "./truths.ts";
import type { Entry } from "./types.ts";
import { unstatedIn } from "./unstated.ts";
import { reasonOf, spellingOf, wrongness } from "./wrong.ts";

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
export interface Judged {
  readonly unreadable?: boolean;
  readonly report?: Partial<EqualityReport>;
}

export interface Judgement {
  readonly layout?: Layout;
  /** By the number of the equality. */
  readonly verdicts: readonly (Judged | undefined)[];
  readonly findings: readonly { readonly at: number; readonly code: string; readonly message: string }[];
}

/** Equalities beyond these are read, but not judged: no lecture has as many. */
const mostJudged = 6_000;

/** Judges the claims of a document. */
export function judge(task: Task): Judgement {
  const until = performance.now() + (task.options.patience ?? 40_000);
  const late = () => performance.now() > until;
  const reader = new Reader(new Map([...task.source.macros, ...task.sidecar.macros]), task.source.prose);
  const judged = task.equalities.slice(0, mostJudged);
  const heads = judged.filter((_e, k) => task.classes[k] === "definition" || task.classes[k] === "condition").map((e) => e.left.source);
  reader.prepare(new Set(judged.flatMap((e) => [e.left.source, e.right.source])), late, heads);
  const read = judged.map((equality, number) => entryOf(equality, number, task.classes[number] as Entry["class"], reader, task));
  const scopes = scopesOf(task, read, reader);
  const entries = [...scopes.flatMap((s) => s.members)].sort((a, b) => a.number - b.number);
  const product = productOf(entries, scopes, reader);
  const truths = new Truths(scopes, reader, product, late);
  const layout = task.sidecar.layout ?? vote(entries, truths);
  const main = layout ?? "mixed";
  const spelling = spellingOf(judged, reader);
  const verdicts = entries.map((e, k): Judged | undefined => {
    if (e.class === "elided" || e.class === "definition") return writtenOut(e, truths.court(e, main), task.options.lang ?? "en");
    if (e.class !== "claim") return undefined;
    task.options.progress?.(k / entries.length);
    const t = truths.of(e, main);
    const reading = t.kind === "unknown" ? t.equation?.text : t.equation.text;
    const shown = { ...(reading !== undefined && { reading }) };
    if (t.kind === "true") {
      const choices = t.equation.choices.map((c) => c.chosen);
      const unstated = late() ? [] : unstatedIn(e, t.equation, truths.court(e, main), task.options.lang ?? "en");
      if (unstated.length > 0) return { report: { ...shown, verdict: "under-assumption", assumptions: unstated } };
      return { report: { ...shown, verdict: "correct", ...(choices.length > 0 && { choices }) } };
    }
    if (e.failure !== undefined)
      return { unreadable: true, report: { diagnosis: { kind: "unreadable", message: doubtIn(e.failure, task.options.lang ?? "en") } } };
    const gradient = isGradient(e) ? truths.of(e, "mixed") : undefined;
    if (gradient?.kind === "true") return { report: { ...shown, verdict: "correct" } };
    const other = layouts.find((l) => truths.of(e, l).kind === "true");
    if (other) return { report: { ...shown, verdict: "other-layout", layout: other } };
    if (t.kind === "unknown")
      return { report: { ...shown, verdict: "undecided", diagnosis: { kind: "undecided", message: doubtIn(t.reason, task.options.lang ?? "en") } } };
    const court = truths.court(e, main);
    const assumptions = late()
      ? undefined
      : ((isGradient(e) && main !== "mixed" ? assumptionsFor(e, truths.court(e, "mixed")) : undefined) ?? assumptionsFor(e, court));
    if (assumptions) return { report: { ...shown, verdict: "under-assumption", assumptions } };
    for (const l of late() ? [] : layouts) {
      const there = l !== main && truths.sensitive(e) && truths.of(e, l).kind === "false" ? assumptionsFor(e, truths.court(e, l), fewOperations) : undefined;
      if (there?.length === 1) return { report: { ...shown, verdict: "under-assumption", layout: l, assumptions: there } };
    }
    const doubt = late() || t.by === "index" || t.by === "differential" ? undefined : tenable(e, court, truths.earlier(e));
    if (doubt !== undefined)
      return { report: { ...shown, verdict: "undecided", diagnosis: { kind: "undecided", message: doubtIn(doubt, task.options.lang ?? "en") } } };
    const told = wrongness(e, t, court, task.options.lang ?? "en", spelling);
    const plain = told.verdict === "wrong" && (told.diagnosis?.kind === "value" || told.diagnosis?.kind === "shape");
    if (plain && !isBorneOut(e, t.equation, court, (x) => truths.of(x, main).kind === "true"))
      return { report: { ...shown, verdict: "undecided", diagnosis: { kind: "undecided", message: doubtIn(notBorneOut, task.options.lang ?? "en") } } };
    return { report: { ...shown, ...told } };
  });
  const all = task.equalities.map((_e, k) =>
    k < verdicts.length ? verdicts[k] : task.classes[k] === "claim" ? { report: { verdict: "undecided" as const, diagnosis: tooMany } } : undefined,
  );
  const findings = findingsOf({ scopes, entries, reader, truths, main, verdicts, lang: task.options.lang ?? "en", ...(layout && { layout }) });
  return { ...(layout && { layout }), verdicts: all, findings };
}

/** What is written out with dots, and a definition, get no verdict but where they cannot be right. */
function writtenOut(e: Entry, court: Court, lang: Lang): Judged | undefined {
  const wrong = (kind: string, message: string): Judged => ({ report: { verdict: "wrong", diagnosis: { kind, message } } });
  const odd = oddEntry(e.equality.right.source);
  const q = e.equations[0];
  if (odd) return wrong("dots", oddText(odd, lang));
  if (!q) return undefined;
  if (e.class === "definition") return isNoDensity(e, q, court) ? wrong("density", reasonOf("density", lang)) : undefined;
  if (isTooSmall(q)) return wrong("shape", reasonOf("shape", lang));
  return degreesDiffer(q, court.context.definitions) ? wrong("differential", reasonOf("differential", lang)) : undefined;
}

/** What is spent on assumptions in a layout that the document does not use. */
const fewOperations = 15_000;

const notBorneOut = "both sides differ, but nothing else bears out how its letters were understood";

const tooMany = { kind: "budget", message: `only the first ${mostJudged} equalities are judged` };
