import type { EqualityReport, FileReport, Lang, Report } from "../contract.ts";
import { phrases, verdictWord } from "./phrases.ts";

/** What a report in text shows. */
export interface TextOptions {
  readonly lang?: Lang;
  /** All equalities, not only those that need a look. */
  readonly all?: boolean;
  readonly suggestions?: boolean;
  /** Colours a verdict. */
  readonly paint?: (verdict: string, text: string) => string;
}

/** A line a finding, `file:line:col`, and a summary a document. */
export function textReport(report: Report, options: TextOptions = {}): string {
  return report.files.map((f) => fileText(f, options)).join("\n");
}

function fileText(f: FileReport, options: TextOptions): string {
  const lang = options.lang ?? "en";
  const say = phrases[lang];
  const paint = options.paint ?? ((_verdict, text) => text);
  const entries: { line: number; col: number; text: string }[] = [];
  for (const e of f.equalities) {
    const needsALook = e.verdict !== undefined ? e.verdict !== "correct" : e.class === "unreadable";
    if (needsALook || options.all) entries.push({ line: e.line, col: e.col, text: equalityText(e, f.file, options, paint, lang) });
  }
  for (const n of f.findings)
    entries.push({ line: n.line, col: n.col, text: `${f.file}:${n.line}:${n.col}: ${paint("note", say.note)}: ${n.message} [${n.code}]` });
  entries.sort((a, b) => a.line - b.line || a.col - b.col);
  const s = f.summary;
  const counts: [number, string][] = [
    [s.claims, say.claims],
    [s.correct, say.correct],
    [s["other-layout"], say["other-layout"]],
    [s["under-assumption"], say["under-assumption"]],
    [s.wrong, say.wrong],
    [s.undecided, say.undecided],
    [s.unreadable, say.unreadable],
    [s.elided, say.elided],
    [s["not-claims"], say.notClaims],
  ];
  const layout = f.layout ? `; ${say.layout(f.layout)}` : "";
  return [...entries.map((e) => e.text), `${f.file}: ${counts.map(([n, what]) => `${n} ${what}`).join(", ")}${layout}`, ""].join("\n");
}

function equalityText(e: EqualityReport, file: string, options: TextOptions, paint: (verdict: string, text: string) => string, lang: Lang): string {
  const verdict = e.verdict ?? e.class;
  const reason = [
    e.diagnosis?.message,
    e.verdict === "other-layout" && e.layout ? phrases[lang].rightIn(e.layout) : undefined,
    e.assumptions?.length ? phrases[lang].needs(e.assumptions.join(", ")) : undefined,
    e.accepted ? phrases[lang].accepted : undefined,
  ].filter((r) => r !== undefined);
  const head = `${file}:${e.line}:${e.col}: ${paint(verdict, verdictWord(verdict, lang))}`;
  const lines = [`${head}: ${[...reason, oneLine(e.source)].join(": ")}`];
  if (e.derivative) lines.push(`    ${phrases[lang].derivative}: ${e.derivative}`);
  if (options.suggestions && e.suggestion) lines.push(`    ${phrases[lang].suggestion}: ${e.suggestion}`);
  return lines.join("\n");
}

/** A formula in one line, cut where it is long. */
export function oneLine(source: string): string {
  const line = source.replace(/\s+/g, " ").trim();
  return line.length > 120 ? `${line.slice(0, 117)}...` : line;
}
