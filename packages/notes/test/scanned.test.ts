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

describe("rows in arrays", () => {
  test.each<[name: string, text: string, found: string[]]>([
    [
      "columns around the sign, braces around each cell",
      "$$\\begin{array} { r c l } { { \\frac { \\partial { \\bf a } ^ { T } { \\bf x } } { \\partial { \\bf x } } } } & { { = } } & { { { \\bf a } } } \\\\ { { \\mathrm { t r } ( { \\bf A } ) } } & { { = } } & { { \\mathrm { t r } ( { \\bf A } ^ { T } ) } } \\end{array}$$",
      ["correct", "correct"],
    ],
    [
      "numbers in cells of their own",
      "$$\\begin{array}{rlrl} \\partial(X+Y) & =\\partial X+\\partial Y & & (35) \\\\ \\partial X^{-1} & =-X^{-1}(\\partial X) X^{-1} & &(40) \\end{array}$$",
      ["correct", "correct"],
    ],
    ["a matrix is none", "$$\\operatorname{tr}\\left[\\begin{array}{ll} a & b \\\\ c & d \\end{array}\\right] = a + d$$", ["correct"]],
    ["aligned at the top", "$$\\begin{aligned}[t] \\operatorname{tr}(AB) &= \\operatorname{tr}(BA) \\end{aligned}$$", ["correct"]],
  ])("%s", (_name, text, verdicts) => expect(found(text)).toEqual(verdicts));
});

describe("other books", () => {
  test.each<[name: string, text: string, found: string[]]>([
    [
      "derivatives by vec X, and commutation matrices",
      "The commutation matrix is $K_{mn}$. Let $X$ be an $m \\times n$ matrix. $$\\frac{\\partial\\,\\mathrm{vec}(AXB)}{\\partial(\\mathrm{vec}\\,X)'} = B' \\otimes A$$ $$K_{mn}\\,\\mathrm{vec}\\,X = \\mathrm{vec}\\,X'$$ $$K_{nm}\\,\\mathrm{vec}\\,X = \\mathrm{vec}\\,X'$$",
      ["correct", "correct", "under-assumption X square"],
    ],
    ["the differential of vec X", "$$\\mathrm{d}\\,\\mathrm{vec}(AXB) = (B'\\otimes A)\\,\\mathrm{d}\\,\\mathrm{vec}\\,X$$", ["correct"]],
    [
      "a gradient beside rows",
      "$$\\frac{\\partial a^T x}{\\partial x} = a^T$$ $$\\frac{\\partial A x}{\\partial x} = A$$ $$\\nabla_x (x^T A x) = (A + A^T) x$$",
      ["correct", "correct", "correct"],
    ],
    [
      "a chain that says what a function is",
      "Let $x$ be a vector. $$y = f(x) = \\sum_{i=1}^n x_i^2, \\quad \\frac{\\partial y}{\\partial x_j} = 2 x_j$$",
      ["definition", "definition", "correct"],
    ],
    [
      "what is solved for later varies now",
      "$$\\nabla_x f = \\nabla_x \\tfrac12\\|A x - b\\|^2 = A^T (A x - b) = A^T A x - A^T b$$ so $x = (A^T A)^{-1} A^T b$.",
      ["undecided", "correct", "correct", "definition"],
    ],
    [
      "wide brackets and signs",
      "$f（x）= x^T A x$，则 $\\frac{\\partial f}{\\partial x} = （A ＋ A^T）x$，$\\operatorname{tr}（AB）＝\\operatorname{tr}（BA） （对任意 A）$",
      ["definition", "correct", "correct"],
    ],
    ["two norms are no arguments", "$$\\nabla_x (c (\\vert\\vert x \\vert\\vert_2^2 + \\vert\\vert b \\vert\\vert_2^2)) = 2 c x$$", ["correct"]],
    ["a size without the word matrix", "Let $A$ be $m \\times m$ and $B$ be $n \\times n$. $$|A \\otimes B| = |A|^{n}|B|^{m}$$", ["correct"]],
  ])("%s", (_name, text, verdicts) => expect(found(text)).toEqual(verdicts));

  test("a macro with an optional argument", () => {
    const text =
      "\\newcommand{\\dd}[2][f]{\\frac{\\partial #1}{\\partial #2}}\\begin{document}$f = a^T x$, so $\\dd{x} = a$ and $\\dd[x^T A x]{x} = (A + A^T) x$\\end{document}";
    expect(found(text, "a.tex")).toEqual(["definition", "correct", "correct"]);
  });

  test("a document of one sign is read in no time", () => {
    for (const sign of ["`", "$", "\\begin{align}"]) expect(readNotes(sign.repeat(4000)).equalities).toEqual([]);
  });
});
