/** `npx tsx bench/notes.ts DIR [--classes FILE] [--show]`: documents that are not part of the project. How many claims are judged; what becomes of right claims with a change in them; whether hand-made classes agree. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readDocument } from "../packages/notes/src/document/read.ts";
import { assumptionsFor } from "../packages/notes/src/judge/assume.ts";
import { compareAt } from "../packages/notes/src/judge/compare.ts";
import { layouts, productOf, vote } from "../packages/notes/src/judge/conventions.ts";
import { judgeEntry } from "../packages/notes/src/judge/decide.ts";
import { repairOf, trials } from "../packages/notes/src/judge/diagnose.ts";
import { drawingOf } from "../packages/notes/src/judge/drawing.ts";
import { Reader } from "../packages/notes/src/judge/reader.ts";
import { entryOf } from "../packages/notes/src/judge/readings.ts";
import { scopesOf } from "../packages/notes/src/judge/scopes.ts";
import { spell } from "../packages/notes/src/judge/spell.ts";
import { Truths } from "../packages/notes/src/judge/truths.ts";
import type { Entry } from "../packages/notes/src/judge/types.ts";
import { classesOf, readNotes } from "../packages/notes/src/read.ts";
import { equalitiesOf, linesOf } from "../packages/notes/src/rows/equalities.ts";
import { readSidecar } from "../packages/notes/src/sidecar.ts";

const each = 5;
const show = process.argv.includes("--show");
const [dir] = process.argv.slice(2).filter((a) => !a.startsWith("--"));
if (dir === undefined || !existsSync(dir)) {
  console.log(`skipped: there is no folder ${dir ?? "given"}`);
  process.exit(0);
}

/** Five changes of each claim that is right, and what is said of them. */
function mutations(file: string, text: string): { counts: Map<string, number>; named: number; tried: number } {
  const source = readDocument(file, text);
  const lines = linesOf(source);
  const equalities = equalitiesOf(lines);
  const classes = classesOf(source, equalities);
  const task = { source, lines, equalities, classes, sidecar: readSidecar([]), options: {} };
  const reader = new Reader(source.macros);
  reader.prepare(new Set(equalities.flatMap((e) => [e.left.source, e.right.source])), () => false);
  const read = equalities.map((e, k) => entryOf(e, k, classes[k] as Entry["class"], reader, task));
  const scopes = scopesOf(task, read, reader);
  const entries = scopes.flatMap((s) => s.members).sort((a, b) => a.number - b.number);
  const truths = new Truths(scopes, reader, productOf(entries, scopes, reader), () => false);
  const main = vote(entries, truths) ?? "mixed";
  const counts = new Map<string, number>();
  let [named, tried] = [0, 0];
  for (const e of entries.filter((x) => x.class === "claim")) {
    const t = truths.of(e, main);
    if (t.kind !== "true") continue;
    const court = truths.court(e, main);
    const q = t.equation;
    const all = [...trials(q.right)];
    let seed = e.number * 7919 + 13;
    for (let k = 0, made = 0; k < 30 && made < each && all.length > 0; k++) {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      const trial = all[seed % all.length] as (typeof all)[number];
      const changed = { ...q, right: trial.right, choices: [] };
      const beside = { ...q, left: q.right, right: trial.right };
      const same = compareAt(beside, drawingOf(e, beside, court), `m${e.number}`);
      if (same.kind !== "false") continue;
      const m: Entry = { ...e, equations: [changed] };
      const v = judgeEntry(m, court);
      // the transpose is no mistake but another layout
      if (v.kind === "false" && layouts.some((l) => l !== main && judgeEntry(m, truths.court(e, l)).kind === "true")) continue;
      made++;
      const verdict = v.kind === "true" ? "correct" : v.kind === "unknown" ? "undecided" : assumptionsFor(m, court) ? "under-assumption" : "wrong";
      counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
      if (verdict === "wrong" && k % 3 === 0) {
        tried++;
        const repair = repairOf(m, changed, court, "en");
        const stem = (kind: string) => kind.replace(/^term-|-part$/, "");
        if (repair && stem(repair.kind) === stem(trial.kind)) named++;
      }
      if (show && (verdict === "correct" || verdict === "undecided"))
        console.log(
          `${source.place(e.equality.start).line} ${trial.kind} ${verdict} ${v.kind === "unknown" ? v.reason : ""} | ${q.text.slice(0, 160)} | ${spell(trial.right)}`,
        );
    }
  }
  return { counts, named, tried };
}

const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
const total = new Map<string, number>();
let [named, tried] = [0, 0];
for (const name of readdirSync(dir).filter((f) => /\.(?:md|txt|tex|ipynb)$/.test(f))) {
  const text = readFileSync(join(dir, name), "utf8");
  const start = performance.now();
  const { summary, layout } = readNotes(text, { file: name });
  const ms = Math.round(performance.now() - start);
  const judged = summary.correct + summary["other-layout"] + summary["under-assumption"] + summary.wrong;
  console.log(
    `${name}: ${layout ?? "no layout"}, ${ms} ms, judged ${percent(judged, judged + summary.undecided + summary.unreadable)}, wrong ${summary.wrong}`,
  );
  const m = mutations(name, text);
  for (const [verdict, n] of m.counts) total.set(verdict, (total.get(verdict) ?? 0) + n);
  [named, tried] = [named + m.named, tried + m.tried];
}
const all = [...total.values()].reduce((a, b) => a + b, 0);
console.log(
  `changed claims ${all}: ${[...total].map(([v, n]) => `${v} ${n} (${percent(n, all)})`).join(", ")}; the change named in ${percent(named, tried)} of ${tried}`,
);
