import { describe, expect, test } from "vitest";
import { readNotes } from "../src/index.ts";

/** The verdicts of all equalities that have one: with the assumptions, or the kind of the mistake. */
function verdicts(text: string, lang: "en" | "zh" = "en"): string[] {
  return readNotes(text, { lang })
    .equalities.filter((e) => e.verdict)
    .map((e) => [e.verdict, e.assumptions?.join(", "), e.verdict === "wrong" ? e.diagnosis?.kind : undefined].filter(Boolean).join(" "));
}

const jacobian = (last: string) =>
  `$$\\frac{\\partial f}{\\partial x^T} = \\begin{bmatrix} \\frac{\\partial f_1}{\\partial x_1} & \\cdots & \\frac{\\partial f_1}{\\partial x_n} \\\\ \\vdots & \\ddots & \\vdots \\\\ \\frac{\\partial f_m}{\\partial x_1} & \\cdots & ${last} \\end{bmatrix}$$`;

describe("mistakes of lecturers", () => {
  test.each<[name: string, text: string, found: string[]]>([
    ["a d is missing", "Let $X$ be a square matrix. $\\operatorname{tr}(X^3) = \\operatorname{tr}(3X^2dX)$", ["wrong differential"]],
    ["an entry that does not follow the dots", jacobian("\\frac{\\partial f_n}{\\partial x_n}"), ["wrong dots"]],
    ["all entries follow the dots", jacobian("\\frac{\\partial f_m}{\\partial x_n}"), []],
    [
      "a vector by a vector is no column",
      "$$\\frac{\\partial \\begin{pmatrix} x_1 \\\\ \\vdots \\\\ x_n \\end{pmatrix}}{\\partial \\begin{pmatrix} x_1 \\\\ \\vdots \\\\ x_n \\end{pmatrix}} = \\begin{pmatrix} \\frac{\\partial x_1}{\\partial x_1} \\\\ \\vdots \\\\ \\frac{\\partial x_n}{\\partial x_n} \\end{pmatrix}$$",
      ["wrong shape"],
    ],
    [
      "sizes that are forced to be equal",
      "Let $Y \\in \\mathbb{R}^{m\\times n}$ depend on the scalar $t$. $$\\frac{\\partial Y^{-1}}{\\partial t} = -Y^{-1}\\frac{\\partial Y}{\\partial t}Y^{-1}$$",
      ["under-assumption Y square"],
    ],
    ["half of the product rule, where both vary before", "$$d(XY) = dX\\,Y + X\\,dY$$ $$d(XY) = (dX)\\,Y$$", ["correct", "under-assumption Y constant"]],
    [
      "a supposition holds from where it stands",
      "Let $A$ be a square matrix. $$\\frac{\\partial x^TAx}{\\partial x} = 2Ax$$\n\nIf $A$ is symmetric, then $$\\frac{\\partial x^TAx}{\\partial x} = 2Ax$$",
      ["under-assumption A symmetric", "correct"],
    ],
    ["what is told behind a formula", "$$\\frac{\\partial x^TAx}{\\partial x} = 2Ax$$ where $A$ is symmetric.", ["correct"]],
  ])("%s", (_name, text, found) => expect(verdicts(text)).toEqual(found));

  test("what is wrong is said in both languages", () => {
    const told = (lang: "en" | "zh") => readNotes(jacobian("\\frac{\\partial f_n}{\\partial x_n}"), { lang }).equalities[0]?.diagnosis?.message;
    expect([told("en"), told("zh")]).toEqual(["the entry in row 3, column 3 does not follow the others", "第 3 行第 3 列的元素与其他元素的规律不符"]);
  });
});

describe("right claims that need their context", () => {
  test.each<[name: string, text: string, found: string[]]>([
    [
      "the data of a model are held fixed",
      "Consider $y = X\\beta + \\varepsilon$ with an $n\\times k$ matrix $X$. $S(\\beta) = (y - X\\beta)^T(y - X\\beta)$ and $$\\frac{\\partial S}{\\partial\\beta} = -2X^T(y - X\\beta)$$ $$\\frac{\\partial S}{\\partial\\beta} = 2X^T(y - X\\beta)$$",
      ["correct", "wrong sign"],
    ],
    [
      "the solution of what words set to zero",
      "Let $X \\in \\mathbb{R}^{m\\times n}$, $w\\in\\mathbb{R}^n$, $y\\in\\mathbb{R}^m$, $L = \\|Xw-y\\|^2$. $$\\frac{\\partial L}{\\partial w} = 2X^T(Xw-y)$$ Setting this gradient to zero we obtain $$w = (X^TX)^{-1}X^Ty$$ Setting the derivative to zero gives $$w = (XX^T)^{-1}X^Ty$$",
      ["correct", "correct", "wrong value"],
    ],
    [
      "the vector of ones",
      "Let $\\iota$ be the $n\\times 1$ vector of ones and $x$ a vector of length $n$. $$\\iota^T\\iota = n$$ $$\\iota^Tx = \\sum_{i=1}^n x_i$$ $$\\iota^T\\iota = 1$$",
      ["correct", "correct", "wrong value"],
    ],
    [
      "properties that equations state",
      "Let $V^TV = I$, $VV^T = I$ and $D$ be a diagonal matrix. Define $X = VDV^T$. $$X^2 = VD^2V^T$$ $$X^2 = VDV^T$$",
      ["correct", "under-assumption D idempotent"],
    ],
    [
      "a matrix function keeps its structure",
      "Let $K$ be a symmetric matrix that depends on $t$. $$\\frac{\\partial (y^TK^2y)}{\\partial t} = 2y^TK\\frac{\\partial K}{\\partial t}y$$",
      ["correct"],
    ],
    ["what the text denies is no claim", "In general $(AB)^{-1} = A^{-1}B^{-1}$ does not hold. It is not true that $(AB)^T = A^TB^T$.", []],
    [
      "layers by superscripts in brackets",
      "$\\mathbf{z}^{[2]} = \\mathbf{W}^{[2]}\\mathbf{x}$ and $L = \\|\\mathbf{z}^{[2]}\\|^2$. $$\\frac{\\partial L}{\\partial\\mathbf{W}^{[2]}} = 2\\mathbf{z}^{[2]}\\mathbf{x}^T$$",
      ["correct"],
    ],
    ["a nabla without a variable", "Let $g(x) = b^Tx + x^Tx$. $$\\nabla g = b + 2x$$ $$\\nabla g = b + x$$", ["correct", "wrong factor"]],
    [
      "the sign of Kronecker as an indicator",
      "Let $p = \\operatorname{softmax}(z)$. $$\\frac{\\partial p_i}{\\partial z_j} = p_i(1\\{i=j\\} - p_j)$$",
      ["correct"],
    ],
    [
      "entries of samples told by superscripts, and the matrix of samples",
      "Let $\\theta, x^{(i)} \\in \\mathbb{R}^n$ and $J(\\theta) = \\frac12\\sum_{i=1}^m(\\theta^Tx^{(i)} - y^{(i)})^2$. $$\\frac{\\partial}{\\partial\\theta_j}J(\\theta) = \\sum_{i=1}^m(\\theta^Tx^{(i)} - y^{(i)})x_j^{(i)}$$ With the design matrix $X$, $$\\nabla_\\theta J(\\theta) = X^TX\\theta - X^Ty$$",
      ["correct", "correct"],
    ],
    ["a number that the left side brings in", "$$\\log\\frac{p_1}{p_0} = x^Tx - a^Tx$$", ["undecided"]],
    ["the square of an error", "$$e = d - w^Tx$$ $$\\nabla_w e^2 = -2ex$$ $$\\nabla_w e^2 = 2ex$$", ["correct", "wrong sign"]],
    ["a name with a plus", "Let $P$ and $K$ be square matrices. $$P^{+} = (I - K)P$$", ["undecided"]],
    [
      "a commutation matrix is more than a matrix",
      "where $K$ denotes the commutation matrix. $$K\\operatorname{vec}(A) = \\operatorname{vec}(A^T)$$",
      ["undecided"],
    ],
    ["an estimator under the mean", "The model is $y = Xb + u$ with $E[u] = 0$. The estimator is $c = (X^TX)^{-1}X^Ty$. $$E[c] = b$$", ["undecided"]],
  ])("%s", (_name, text, found) => expect(verdicts(text)).toEqual(found));
});

describe("densities integrate to 1", () => {
  const normal = (factor: string) => `The density is $$p(x \\mid \\mu, \\Sigma) = ${factor}\\exp\\left(-\\frac12(x-\\mu)^T\\Sigma^{-1}(x-\\mu)\\right)$$`;
  test.each<[name: string, text: string, found: string[]]>([
    ["the normal one does", normal("\\frac{1}{(2\\pi)^{d/2}|\\Sigma|^{1/2}}"), []],
    ["not with another power", normal("\\frac{1}{(2\\pi)^{d}|\\Sigma|^{1/2}}"), ["wrong density"]],
    ["not without the determinant's root", normal("\\frac{1}{(2\\pi)^{d/2}|\\Sigma|}"), ["wrong density"]],
    ["of one number", "The density is $$f(x; \\mu, \\sigma) = \\frac{1}{\\sqrt{2\\pi}\\sigma}e^{-\\frac{(x-\\mu)^2}{2\\sigma^2}}$$", []],
    [
      "on positive numbers",
      "The density is $$f(x; \\lambda) = \\lambda\\exp(-\\lambda x)$$ The density is $$g(x; s) = \\frac{2}{\\sqrt{2\\pi}s}e^{-\\frac{x^2}{2s^2}}$$",
      [],
    ],
  ])("%s", (_name, text, found) => expect(verdicts(text)).toEqual(found));
});
