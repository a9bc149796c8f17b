import { describe, expect, test } from "vitest";
import { readNotes } from "../src/index.ts";

/** Each equality: the class of what is no claim, else the verdict. */
const found = (text: string, file = "notes.md"): string[] =>
  readNotes(text, { file }).equalities.map((e) => [e.verdict ?? e.class, e.assumptions?.join(", ")].filter(Boolean).join(" "));

describe("collections of formulas from a scanner", () => {
  test.each<[name: string, text: string, verdicts: string[]]>([
    ["words letter by letter", "$$\\frac { \\partial \\mathrm { T r } ( { \\bf A X } ) } { \\partial { \\bf X } } = { \\bf A } ^ { T }$$", ["correct"]],
    [
      "a number behind the formula",
      "$$\\frac{\\partial x^T a}{\\partial x} = a\\ \\ (12)$$ $$\\frac{\\partial a^T x}{\\partial x} = a \\eqno{(13)}$$",
      ["correct", "correct"],
    ],
    [
      "a definition in old fonts",
      "$$p ( { \\bf x } ) = \\exp ( { \\bf b } ^ { T } { \\bf x } )$$ $$\\frac{\\partial p({\\bf x})}{\\partial {\\bf x}} = p({\\bf x}) {\\bf b}$$",
      ["definition", "correct"],
    ],
    ["the power is the size", "$$\\det(c A) = c^n \\det(A)$$ $$\\det(A^n) = \\det(A)^n$$", ["correct", "correct"]],
    ["complex matrices", "$$\\frac{\\partial \\operatorname{Tr}(X^H X)}{\\partial X} = X^*$$", ["undecided"]],
    [
      "a derivative that keeps a matrix symmetric",
      "$$\\frac{\\partial \\operatorname{Tr}(A X)}{\\partial X} = A + A^T - (A \\circ I)$$",
      ["under-assumption X symmetric"],
    ],
    [
      "fourth moments only of what is normal",
      "Mean $m$, covariance $S$. $$E[x^T A x x^T] = 2 m^T A S + m^T (\\operatorname{tr}(A S) + m^T A m)$$",
      ["undecided"],
    ],
    [
      "fourth moments of what is normal",
      "Let $x \\sim \\mathcal{N}(m, S)$ where $A$ is symmetric. $$E[x^T A x x^T] = 2 m^T A S + m^T (\\operatorname{tr}(A S) + m^T A m)$$ $$E[x^T A x x^T] = m^T A S + m^T (\\operatorname{tr}(A S) + m^T A m)$$",
      ["correct", "wrong"],
    ],
  ])("%s", (_name, text, verdicts) => expect(found(text)).toEqual(verdicts));

  test("a text without any delimiters", () => {
    const text = [
      "3 Traces                                 page 7",
      "",
      "  The trace is linear, and x = 3 is prose.",
      "  (17)  ∂/∂X Tr(AXB) = AᵀBᵀ",
      "  ∂aᵀX⁻¹b/∂X = −X⁻ᵀabᵀX⁻ᵀ      (18)",
      "  ∂xᵀBx/∂x = (B − Bᵀ)x, for any matrix B   (19)",
      "  if a = b then f(a) = f(b)",
    ].join("\n");
    expect(readNotes(text, { file: "a.txt" }).equalities.map((e) => `${e.line}:${e.col} ${e.verdict}`)).toEqual(["4:9 correct", "5:3 correct", "6:3 wrong"]);
  });

  test("lines of LaTeX without delimiters", () => {
    expect(found("Rules\n\n\\frac{\\partial a^T x}{\\partial x} = a\n\nbut `\\frac{a}{b} = c` is code")).toEqual(["correct"]);
  });
});
