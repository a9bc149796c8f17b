import katex from "katex";
import { expect, test } from "vitest";
import { answer, type DeriveAnswer, type DeriveRequest, writeSteps } from "../../src/index.ts";

const latexOf = (request: Omit<DeriveRequest, "wrt"> & { wrt: string }, as: "latex" | "markdown" = "latex"): string[] =>
  writeSteps((answer(request as DeriveRequest) as DeriveAnswer).steps ?? [], as).split("\n");
const full = { detail: "full" } as const;

test("at full the LaTeX of a line has the shape under each factor", () => {
  const lines = latexOf({ expression: "a'*X*b", wrt: "X", steps: full });
  expect(lines.find((l) => l.includes("scalar is its own trace"))).toContain(
    "\\operatorname{tr}\\left(\\smash[b]{\\underbrace{a^\\top}_{1 \\times m}} \\, \\smash[b]{\\underbrace{\\mathrm{d}X}_{m \\times n}} \\, \\smash[b]{\\underbrace{b}_{n \\times 1}}\\right)",
  );
  // the last row has nothing below it that would leave room
  expect(lines.find((l) => l.includes("\\Rightarrow"))).toContain("\\underbrace{a}_{m \\times 1} \\underbrace{b^\\top}_{1 \\times n}");
  expect(lines.find((l) => l.includes("\\Rightarrow"))).not.toContain("\\smash");
  expect(lines.filter((l) => l.includes("\\smash")).every((l) => l.endsWith("\\\\[1.6em]"))).toBe(true);
});

test.each(["brief", "normal"])("at %s it has none", (detail) => {
  expect(latexOf({ expression: "a'*X*b", wrt: "X", steps: { detail } }).join("\n")).not.toContain("underbrace");
});

test("Markdown has the shapes too, and brackets stand inside of a brace", () => {
  const lines = latexOf({ expression: "tr((A + B)*X)", wrt: "X", declare: "A: matrix(n, m); B: matrix(n, m)", steps: full }, "markdown");
  expect(lines.join("\n")).toContain("\\underbrace{\\left(A + B\\right)}_{n \\times m} \\, \\underbrace{\\mathrm{d}X}_{m \\times n}");
});

test.each([
  ["sizes that are products", "kron(A, X)", "X", "A: matrix(m, n); X: matrix(p, q)", "_{m p \\times n q}"],
  ["names like others", "X1*X*X1", "X", "X: matrix(n1); X1: matrix(n1)", "\\underbrace{X_{1}}_{n_{1} \\times n_{1}}"],
])("%s", (_title, expression, wrt, declare, part) => {
  const text = latexOf({ expression, wrt, declare, steps: full }).join("\n");
  expect(text).toContain(part);
  katex.renderToString(text, { strict: "error", throwOnError: true, displayMode: true, maxExpand: 20_000 });
});
