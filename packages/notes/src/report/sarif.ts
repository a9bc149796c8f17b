import type { EqualityReport, Lang, Report } from "../contract.ts";
import { phrases } from "./phrases.ts";
import { oneLine } from "./text.ts";

const levels: Readonly<Record<string, "error" | "warning" | "note">> = {
  wrong: "error",
  "under-assumption": "warning",
  "other-layout": "note",
  undecided: "note",
  unreadable: "note",
};

const rules: readonly (readonly [id: string, text: string])[] = [
  ["wrong", "The claim is wrong."],
  ["under-assumption", "The claim is right only under an assumption that the document does not state."],
  ["other-layout", "The claim is right in another layout than the document's."],
  ["undecided", "The claim could not be decided."],
  ["unreadable", "The formula could not be read."],
];

/** The report as SARIF 2.1.0, with which code hosts annotate lines. */
export function sarifReport(report: Report, version: string, lang: Lang = "en"): string {
  const codes = new Set(report.files.flatMap((f) => f.findings.map((n) => n.code)));
  const results = report.files.flatMap((f) => [
    ...f.equalities.filter((e) => levels[e.verdict ?? e.class]).map((e) => result(f.file, e.verdict ?? e.class, messageOf(e, lang), e.line, e.col, e.accepted)),
    ...f.findings.map((n) => result(f.file, n.code, n.message, n.line, n.col)),
  ]);
  const driver = {
    name: "gradus",
    version,
    rules: [...rules, ...[...codes].sort().map((c) => [c, c.replace(/-/g, " ")] as const)].map(([id, text]) => ({ id, shortDescription: { text } })),
  };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function messageOf(e: EqualityReport, lang: Lang): string {
  const words = [
    e.diagnosis?.message,
    e.assumptions?.length ? phrases[lang].needs(e.assumptions.join(", ")) : "",
    e.verdict === "other-layout" && e.layout ? phrases[lang].rightIn(e.layout) : "",
  ];
  return [...words.filter(Boolean), oneLine(e.source)].join(": ");
}

function result(file: string, ruleId: string, text: string, startLine: number, startColumn: number, accepted = false) {
  return {
    ruleId,
    level: levels[ruleId] ?? "note",
    message: { text },
    locations: [{ physicalLocation: { artifactLocation: { uri: encodeURI(file.replace(/\\/g, "/")) }, region: { startLine, startColumn } } }],
    ...(accepted && { suppressions: [{ kind: "external" }] }),
  };
}
