import { describe, expect, test } from "vitest";
import { htmlReport, type Report, readNotes, sarifReport, textReport } from "../src/index.ts";

const text = "# Rules\n\n$\\operatorname{tr}(A B) = \\operatorname{tr}(B A)$\n\n$$d(X^{-1}) = X^{-1} (dX) X^{-1}$$\n";
const report: Report = { files: [readNotes(text, { file: "rules.md" })] };

test("text: a line a finding, and the summary", () => {
  expect(textReport(report, { suggestions: true })).toBe(
    [
      "rules.md:5:3: wrong: the sign is wrong: d(X^{-1}) = X^{-1} (dX) X^{-1}",
      "    write: dX^{-1} = -X^{-1} dX X^{-1}",
      "rules.md: 2 claims, 1 correct, 0 in another layout, 0 under an assumption, 1 wrong, 0 undecided, 0 not understood, 0 elided, 0 not claims",
      "",
    ].join("\n"),
  );
});

test("text in Chinese", () => {
  const files = [readNotes(text, { file: "rules.md", lang: "zh" })];
  expect(textReport({ files }, { lang: "zh" }).split("\n")[0]).toBe("rules.md:5:3: 错误: 符号错误: d(X^{-1}) = X^{-1} (dX) X^{-1}");
});

test.each([
  ["$\\nabla_x (x^T A x) = 2 Q x$", "Q 从未引入"],
  ["Let $U = A$. $\\operatorname{tr}(U - A) = \\operatorname{tr}(A - U)$", "在所有比较点上两边都为零"],
])("the doubt about %s in Chinese", (claim, message) => {
  expect(readNotes(claim, { lang: "zh" }).equalities.find((e) => e.class === "claim")?.diagnosis?.message).toBe(message);
});

test("SARIF 2.1.0: rules, places, levels", () => {
  const log = JSON.parse(sarifReport(report, "0.1.0"));
  expect([log.version, log.runs[0].tool.driver.name]).toEqual(["2.1.0", "gradus"]);
  expect(log.runs[0].results).toEqual([
    {
      ruleId: "wrong",
      level: "error",
      message: { text: "the sign is wrong: d(X^{-1}) = X^{-1} (dX) X^{-1}" },
      locations: [{ physicalLocation: { artifactLocation: { uri: "rules.md" }, region: { startLine: 5, startColumn: 3 } } }],
    },
  ]);
  const ids = log.runs[0].tool.driver.rules.map((r: { id: string }) => r.id);
  expect(ids).toContain("wrong");
});

describe("HTML", () => {
  test("is a page without scripts, its text escaped", () => {
    const files = [readNotes("$a < b$ and $\\operatorname{tr}(A) = \\operatorname{tr}(A^T) <script>$", { file: "<x>.md" })];
    const page = htmlReport({ files });
    expect(page.startsWith("<!doctype html>")).toBe(true);
    expect(page).not.toContain("<script");
    expect(page).toContain("&#60;x&#62;.md");
  });
});
