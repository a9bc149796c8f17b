import { type Class, classify, remember, type Said } from "./classes/classify.ts";
import { unspaced } from "./classes/shape.ts";
import type { EqualityReport, FileReport, Finding, NotesOptions, Report } from "./contract.ts";
import { expanded } from "./document/macros.ts";
import { readDocument } from "./document/read.ts";
import type { Source } from "./document/source.ts";
import { judge } from "./judge/judge.ts";
import { summarize } from "./report/summary.ts";
import { type Equality, equalitiesOf, linesOf, scopeAt } from "./rows/equalities.ts";
import type { Side } from "./rows/pieces.ts";
import { compact, readSidecar } from "./sidecar.ts";

/** Reads one document: every equality with its class, every claim with its verdict. Never throws on what a document holds. */
export function readNotes(text: string, options: NotesOptions = {}): FileReport {
  const file = options.file ?? "notes.md";
  const source = readDocument(file, text);
  const lines = linesOf(source);
  const equalities = equalitiesOf(lines);
  const classes = classesOf(source, equalities);
  const sidecar = readSidecar([...(options.sidecar ? [options.sidecar] : []), ...source.remarks.map((r) => r.text)]);
  const judged = judge({ source, lines, equalities, classes, sidecar, options });
  const reports = equalities.map((e, k): EqualityReport => {
    const j = judged.verdicts[k];
    const { line, col } = source.place(e.start);
    const shown = `${plain(e.left.source)} ${e.sign} ${plain(e.right.source)}`;
    const accepted = sidecar.accepted.some((a) => a === String(line) || a === compact(shown));
    return { line, col, class: j?.unreadable ? "unreadable" : (classes[k] as Class), source: shown, ...j?.report, ...(accepted && { accepted }) };
  });
  const findings: Finding[] = [...judged.findings].map(({ at, code, message }) => ({ ...source.place(at), code, message }));
  findings.sort((a, b) => a.line - b.line || a.col - b.col);
  return { file, ...(judged.layout && { layout: judged.layout }), equalities: reports, findings, summary: summarize(reports) };
}

/** Reads several documents. */
export function checkNotes(files: readonly { readonly text: string; readonly options: NotesOptions }[]): Report {
  return { files: files.map((f) => readNotes(f.text, f.options)) };
}

function plain(source: string): string {
  return source.replace(/\s+/g, " ").trim();
}

/** The class of each equality, what is known ending with each scope. */
export function classesOf(source: Source, equalities: readonly Equality[]): Exclude<Class, "unreadable">[] {
  let said: Said = { known: new Set(), entries: new Set() };
  let scope = -1;
  const macros = source.macros;
  const plainly = (side: Side): Side => ({ ...side, source: unspaced(expanded(side.source, macros)) });
  const bare = equalities.map((e) => ({ ...e, left: plainly(e.left), right: plainly(e.right) }));
  return bare.map((e, k) => {
    const here = scopeAt(source.breaks, e.start);
    if (here !== scope) {
      said = { known: new Set(), entries: new Set() };
      scope = here;
    }
    const of = classify(e, said, bare[k + 1]);
    remember(e, of, said);
    return of;
  });
}
