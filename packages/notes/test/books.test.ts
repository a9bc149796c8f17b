import { describe, expect, test } from "vitest";
import { readNotes } from "../src/index.ts";

/** Class and verdict of the equalities of a text, in order. */
function found(text: string, file = "notes.md"): string[] {
  return readNotes(text, { file }).equalities.map((e) => [e.class, e.verdict, e.assumptions?.join(", ")].filter(Boolean).join(" "));
}

const codes = (text: string): string[] => readNotes(text).findings.map((f) => f.code);

describe("what other books write", () => {
  test.each<[name: string, text: string, found: string[]]>([
    [
      "the number of a formula is no factor",
      "$$\\frac{\\partial \\mathbf{a}^T \\mathbf{x}}{\\partial \\mathbf{x}} = \\mathbf{a} \\quad (69)$$\n\n$$= \\mathbf{a} \\quad (70)$$",
      ["claim correct", "claim correct"],
    ],
    ["function words without brackets", "$$\\frac{∂ ln det X}{∂X} = X^{-T}$$", ["claim correct"]],
    ["a sum that leaves an index out", "$$\\sum_{i=1}^n a_i x_i = \\sum_{i \\neq k} a_i x_i + a_k x_k$$", ["claim correct"]],
    ["letters bound by a sum are indices", "$$\\operatorname{tr}(A^T B) = \\sum_a \\sum_b A_{ab} B_{ab}$$", ["claim correct"]],
    [
      "a size in prose, and one fixed by a condition",
      "Let $A$ be an $n \\times n$ matrix. For $n = 2$:\n\n$$\\det(I + A) = 1 + \\det(A) + \\operatorname{tr}(A)$$",
      ["declaration", "claim correct"],
    ],
    [
      "a matrix written out with its own entries",
      "$$A = \\begin{bmatrix} A_{11} & A_{12} \\\\ A_{21} & A_{22} \\end{bmatrix}$$\n\n$$\\det(A) = A_{11} A_{22} - A_{12} A_{21}$$",
      ["definition", "claim correct"],
    ],
    ["a product over an index", "$$\\log \\prod_{i=1}^n a_i^2 = 2 \\sum_{i=1}^n \\log |a_i|$$", ["claim correct"]],
    ["blocks", "$$\\det \\begin{pmatrix} A & 0 \\\\ 0 & D \\end{pmatrix} = \\det(A) \\det(D)$$", ["claim correct"]],
    [
      "a gradient that is set to zero is a condition",
      "$$\\frac{\\partial}{\\partial x} (x^T A x - \\lambda x^T x) = (A + A^T) x - 2 \\lambda x = 0$$",
      ["claim correct", "condition"],
    ],
    [
      "the derivative by a matrix that is said to be symmetric",
      "Where $X$ is symmetric, $$\\frac{\\partial \\operatorname{tr}(A X)}{\\partial X} = A + A^T - A \\circ I$$",
      ["claim correct"],
    ],
    [
      "variances, and what is random",
      "$$\\operatorname{Var}(A x + b) = A \\operatorname{Var}(x) A^T, \\quad E[A x + b] = A E[x] + b$$",
      ["claim correct", "claim correct"],
    ],
    [
      "the covariance of a normal law is symmetric",
      "Let $x \\sim \\mathcal{N}(\\mu, \\Sigma)$ and $f(x) = (x - \\mu)^T \\Sigma^{-1} (x - \\mu)$. Then $$\\frac{\\partial f}{\\partial x} = 2 \\Sigma^{-1} (x - \\mu)$$",
      ["definition", "claim correct"],
    ],
    [
      "samples by superscripts",
      "$$J(\\theta) = \\frac12 \\sum_{i=1}^m (\\theta^T x^{(i)} - y^{(i)})^2$$\n\n$$\\frac{\\partial J}{\\partial \\theta_j} = \\sum_{i=1}^m (\\theta^T x^{(i)} - y^{(i)}) x_j^{(i)}$$",
      ["definition", "claim correct"],
    ],
  ])("%s", (_name, text, wanted) => {
    expect(found(text)).toEqual(wanted);
  });

  test.each<[name: string, text: string, verdict: string | undefined, why: string | undefined]>([
    [
      "letters that only words connect",
      "Let $\\lambda$ be an eigenvalue. $$\\partial \\lambda = v^T \\partial(A) v$$",
      "undecided",
      "how lambda depends on A is not said",
    ],
    [
      "a function by two letters",
      "$$\\frac{\\partial J}{\\partial A} = -A^{-T} \\frac{\\partial J}{\\partial W} A^{-T}$$",
      "undecided",
      "how A and W hang together, by which J is differentiated, is not said",
    ],
    ["an unknown word", "$$\\operatorname{adj}(A) = \\operatorname{cof}(A)^T$$", "undecided", "what cof means is not said"],
  ])("%s: undecided", (_name, text, verdict, why) => {
    const [e] = readNotes(text).equalities.filter((x) => x.class === "claim");
    expect([e?.verdict, e?.diagnosis?.message]).toEqual([verdict, why]);
  });

  test.each<[name: string, text: string, codes: string[]]>([
    ["an argument that is not used", "$$p(x, u) = \\exp(-x^T A x)$$", ["unused-argument"]],
    ["a mean over what nothing names", "$$E_{q}[x] = E_{q}[x + a] - a$$", ["symbol"]],
  ])("%s: a finding", (_name, text, wanted) => {
    expect(codes(text)).toEqual(wanted);
  });
});
