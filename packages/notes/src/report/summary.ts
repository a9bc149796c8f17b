import type { EqualityReport, FileReport, Report, Summary } from "../contract.ts";

/** Counts what a document holds; every equality is counted once. */
export function summarize(equalities: readonly EqualityReport[]): Summary {
  const count = (test: (e: EqualityReport) => boolean) => equalities.filter(test).length;
  return {
    claims: count((e) => e.class === "claim"),
    correct: count((e) => e.verdict === "correct"),
    "other-layout": count((e) => e.verdict === "other-layout"),
    "under-assumption": count((e) => e.verdict === "under-assumption"),
    wrong: count((e) => e.verdict === "wrong"),
    undecided: count((e) => e.verdict === "undecided"),
    unreadable: count((e) => e.class === "unreadable"),
    elided: count((e) => e.class === "elided"),
    "not-claims": count((e) => e.class === "definition" || e.class === "declaration" || e.class === "condition"),
  };
}

/** The exit code of a check: 1 where a claim is wrong and not accepted; where `strict`, also where one needs an assumption the document does not state. */
export function exitCode(report: Report, strict = false): 0 | 1 {
  const bad = (e: EqualityReport) => !e.accepted && (e.verdict === "wrong" || (strict && e.verdict === "under-assumption"));
  return report.files.some((f: FileReport) => f.equalities.some(bad)) ? 1 : 0;
}
