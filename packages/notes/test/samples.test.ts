import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type EqualityReport, exitCode, type FileReport, readNotes } from "../src/index.ts";

function sample(name: string): FileReport {
  return readNotes(readFileSync(new URL(`samples/${name}`, import.meta.url), "utf8"), { file: name });
}

/** An equality in one line: where it is, and what is said of it. */
function told(e: EqualityReport): string {
  return [`${e.line}:${e.col}`, e.verdict ?? e.class, e.layout, e.assumptions?.join(", "), e.diagnosis?.kind].filter((x) => x !== undefined).join(" ");
}

describe("quadratic.md", () => {
  const report = sample("quadratic.md");
  test("every equality has its class, every claim its verdict", () => {
    expect(report.equalities.map(told)).toEqual([
      "7:14 declaration",
      "7:39 declaration",
      "10:1 correct",
      "10:52 correct",
      "19:3 under-assumption A symmetric",
      "23:37 correct",
      "27:6 definition",
      "30:3 correct",
      "31:4 correct",
      "37:1 wrong transpose-part",
      "43:1 condition",
      "43:36 correct",
      "49:1 correct",
      "50:1 other-layout numerator",
      "54:1 correct",
      "54:26 correct",
      "58:1 elided",
    ]);
  });
  test("the layout is that of most claims", () => expect(report.layout).toBe("denominator"));
  test("a wrong claim is shown with what is right", () => {
    const wrong = report.equalities.find((e) => e.verdict === "wrong");
    expect([wrong?.derivative, wrong?.suggestion]).toEqual(["2*X'*(X*w - y)", "\\frac{\\partial f}{\\partial w} = 2 X^\\top (X w - y)"]);
  });
  test("two layouts are told", () => expect(report.findings.map((f) => `${f.line} ${f.code}`)).toEqual(["50 two-layouts"]));
  test("the summary counts each equality once", () => {
    const { summary: s } = report;
    expect(s.claims + s.elided + s.unreadable + s["not-claims"]).toBe(report.equalities.length);
    expect(s.correct + s["other-layout"] + s["under-assumption"] + s.wrong + s.undecided).toBe(s.claims);
  });
  test("a wrong claim fails the check", () => expect(exitCode({ files: [report] })).toBe(1));
});

test("inverse.tex: macros, comments, verbatim, rows of align", () => {
  const report = sample("inverse.tex");
  expect(report.equalities.map(told)).toEqual([
    "8:6 declaration",
    "10:3 correct",
    "14:3 wrong factor-order",
    "21:3 correct",
    "22:3 correct",
    "23:3 correct",
    "24:3 wrong sign",
    "28:3 correct",
    "29:3 correct",
    "30:3 other-layout denominator",
  ]);
  expect(report.layout).toBe("numerator");
  expect(report.equalities[2]?.suggestion).toBe(
    "\\frac{\\partial \\mat{U}^{-1}}{\\partial t} = -\\mat{U}^{-1} \\frac{\\partial \\mat{U}}{\\partial t} \\mat{U}^{-1}",
  );
});

test("链式法则.md: rows that begin with a sign, letters from prose, functions of entries", () => {
  const report = sample("链式法则.md");
  expect(report.equalities.map(told)).toEqual([
    "3:4 declaration",
    "5:5 definition",
    "8:4 correct",
    "9:7 correct",
    "10:7 correct",
    "11:19 correct",
    "14:5 definition",
    "17:4 correct",
    "18:7 correct",
    "19:19 other-layout numerator",
    "22:5 definition",
    "22:23 definition",
    "25:4 correct",
    "25:9 correct",
    "29:4 correct",
  ]);
});

test("traces.ipynb: places are those of the file", () => {
  const report = sample("traces.ipynb");
  expect(report.equalities.map(told)).toEqual(["9:8 correct", "11:11 wrong factor-order", "26:17 correct"]);
});

test("learning.md: derivations of machine learning, all right", () => {
  const report = sample("learning.md");
  expect(report.layout).toBe("denominator");
  expect(report.equalities.filter((e) => e.class === "claim" && e.verdict !== "correct").map(told)).toEqual(["67:3 under-assumption S symmetric"]);
  expect(report.summary.correct).toBe(16);
});
