import { describe, expect, test } from "vitest";
import { readNotes } from "../src/index.ts";

/** The verdicts of the claims of a text. */
function verdicts(text: string, sidecar = ""): string[] {
  return readNotes(text, { sidecar })
    .equalities.filter((e) => e.class === "claim" || e.class === "unreadable")
    .map((e) => [e.verdict ?? e.class, e.layout, e.assumptions?.join(", "), e.verdict === "wrong" ? e.diagnosis?.kind : undefined].filter(Boolean).join(" "));
}

describe("claims in their context", () => {
  test.each<[name: string, text: string, found: string[]]>([
    [
      "unknown functions are functions",
      "$\\frac{\\partial (u v)}{\\partial x} = \\frac{\\partial u}{\\partial x} v + u \\frac{\\partial v}{\\partial x}$",
      ["correct"],
    ],
    [
      "half of the product rule",
      "$\\frac{\\partial (u v)}{\\partial x} = \\frac{\\partial u}{\\partial x} v$ and $\\frac{\\partial v}{\\partial x} = 1$",
      ["wrong value", "wrong value"],
    ],
    ["definitions are put in", "Let $Y = A X B$. $\\frac{\\partial \\operatorname{tr}(Y)}{\\partial X} = A^T B^T$", ["correct"]],
    [
      "a partial by a name that is defined",
      "Let $f = \\operatorname{tr}(Y^T Y)$ and $Y = A X$. Then $\\frac{\\partial f}{\\partial Y} = 2 Y$ and $\\frac{\\partial f}{\\partial X} = 2 A^T Y$.",
      ["correct", "correct"],
    ],
    [
      "what prose says of a letter in a set",
      "Let $S \\in \\mathbb{R}^{n \\times n}$ be symmetric and $A\\in\\mathbb{R}^{n\\times n}$ any matrix. $\\nabla_x (x^T S x) = 2 S x$, $\\nabla_x (x^T A x) = 2 A x$",
      ["correct", "under-assumption A symmetric"],
    ],
    ["sizes behind a comma", "Let $A\\in\\mathbb{R}^{n,n}$. $\\nabla_x (x^T A x) = (A + A^T) x$", ["correct"]],
    ["d binds the letter, or what follows", "$dX^{-1} = -X^{-1} dX X^{-1}$", ["correct"]],
    ["an entry of a matrix in small letters", "$\\operatorname{tr}(A X) = \\sum_i \\sum_j a_{ij} x_{ji}$", ["correct"]],
    [
      "an index that was summed over",
      "$\\operatorname{tr}(A B) = \\sum_i \\sum_j A_{ij} B_{ji}$, $\\operatorname{tr}(A B) = \\sum_j A_{ij} B_{ji}$",
      ["correct", "wrong index"],
    ],
    ["a letter nobody introduced", "$\\frac{\\partial (x^T A x)}{\\partial x} = 2 Q x$", ["undecided"]],
    ["both sides zero say nothing", "Let $U = A$. $\\operatorname{tr}(U - A) = \\operatorname{tr}(A - U)$", ["undecided"]],
    [
      "means are means",
      "The covariance matrix is $\\Sigma$, the mean is $\\mu$. $E[x x^T] = \\Sigma + \\mu \\mu^T$, $E[x x^T] = \\Sigma$",
      ["correct", "wrong value"],
    ],
    ["a stated property is used", "where $S$ is a symmetric matrix. $\\frac{\\partial x^T S x}{\\partial x} = 2 S x$", ["correct"]],
    ["one that is not stated is told", "$\\frac{\\partial x^T S x}{\\partial x} = 2 S x$", ["under-assumption S symmetric"]],
    ["the solution of an equation", "$$A x - b = 0 \\Rightarrow x = A^{-1} b$$ $$A x - b = 0 \\Rightarrow x = b A$$", ["correct", "wrong value"]],
    [
      "entry by entry or Kronecker, as the document has it",
      "$d(X \\otimes Y) = dX \\otimes Y + X \\otimes dY$, $\\operatorname{tr}(A^T (B \\otimes C)) = \\operatorname{tr}((A \\otimes B)^T C)$",
      ["correct", "correct"],
    ],
  ])("%s", (_name, text, found) => expect(verdicts(text)).toEqual(found));
});

test("a sidecar declares types, a layout and what is accepted", () => {
  const text = "$\\frac{\\partial x^T S x}{\\partial x} = 2 S x$ and $\\operatorname{tr}(A) = \\operatorname{tr}(2 A)$";
  const report = readNotes(text, { sidecar: "S: matrix(n) symmetric\nlayout: denominator\naccept: \\operatorname{tr}(A) = \\operatorname{tr}(2 A)" });
  expect(report.layout).toBe("denominator");
  expect(report.equalities.map((e) => [e.verdict, e.accepted])).toEqual([
    ["correct", undefined],
    ["wrong", true],
  ]);
});

test("a comment declares too", () => {
  expect(verdicts("<!-- gradus: S: matrix(n) symmetric -->\n$\\frac{\\partial x^T S x}{\\partial x} = 2 S x$")).toEqual(["correct"]);
});

describe("whatever a document holds", () => {
  test.each<[name: string, text: string]>([
    ["nothing", ""],
    ["an open formula", "$$ \\frac{\\partial x}{"],
    ["brackets without end", `$ x = ${"(".repeat(3000)} $`],
    ["braces without end", `$ x = ${"{".repeat(3000)} $`],
    ["fractions in fractions", `$ ${"\\frac{".repeat(500)}a${"}{b}".repeat(500)} = 1 $`],
    ["dollars", "$".repeat(999)],
    ["a macro of itself", "\\newcommand{\\a}{\\a\\a} $\\a = \\a$"],
    ["many rows", `$$ a = b ${"\\\\ = b ".repeat(800)} $$`],
    ["signs of everywhere", "$\u0000 = \uffff$ $\ud800 = x$ $∑∂∇ = ∫$"],
  ])("%s", (_name, text) => {
    const report = readNotes(text);
    expect(report.summary.wrong).toBe(0);
  });
});
