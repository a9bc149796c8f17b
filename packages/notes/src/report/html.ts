import type { EqualityReport, FileReport, Lang, Report } from "../contract.ts";
import { phrases, verdictWord } from "./phrases.ts";

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}
td,th{padding:.3rem .6rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}code{white-space:pre-wrap;word-break:break-word}
.wrong{color:#a40000;font-weight:600}.correct{color:#1a6b1a}.under-assumption,.other-layout{color:#8a5a00}.undecided,.unreadable{color:#555}`;

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** The report as a page of its own, without scripts. */
export function htmlReport(report: Report, lang: Lang = "en"): string {
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>gradus notes</title><style>${style}</style></head><body>
${report.files.map((f) => fileHtml(f, lang)).join("\n")}
</body></html>
`;
}

function fileHtml(f: FileReport, lang: Lang): string {
  const say = phrases[lang];
  const s = f.summary;
  const summary = [
    `${s.claims} ${say.claims}`,
    `${s.correct} ${say.correct}`,
    `${s["other-layout"]} ${say["other-layout"]}`,
    `${s["under-assumption"]} ${say["under-assumption"]}`,
    `${s.wrong} ${say.wrong}`,
    `${s.undecided} ${say.undecided}`,
    `${s.unreadable} ${say.unreadable}`,
    `${s.elided} ${say.elided}`,
    `${s["not-claims"]} ${say.notClaims}`,
  ].join(", ");
  const notes = f.findings.map((n) => `<tr><td>${n.line}:${n.col}</td><td>${escaped(say.note)}</td><td>${escaped(n.message)}</td></tr>`);
  return `<h2>${escaped(f.file)}</h2>
<p>${escaped(summary)}${f.layout ? `; ${escaped(say.layout(f.layout))}` : ""}</p>
<table>${[...f.equalities.map((e) => rowHtml(e, lang)), ...notes].join("\n")}</table>`;
}

function rowHtml(e: EqualityReport, lang: Lang): string {
  const verdict = e.verdict ?? e.class;
  const reason = [
    e.diagnosis?.message,
    e.assumptions?.length ? phrases[lang].needs(e.assumptions.join(", ")) : "",
    e.verdict === "other-layout" && e.layout ? phrases[lang].rightIn(e.layout) : "",
    e.suggestion ? `${phrases[lang].suggestion}: ${e.suggestion}` : "",
  ]
    .filter(Boolean)
    .join("; ");
  return `<tr><td>${e.line}:${e.col}</td><td class="${verdict}">${escaped(verdictWord(verdict, lang))}</td><td><code>${escaped(e.source)}</code>${reason ? `<br>${escaped(reason)}` : ""}</td></tr>`;
}
