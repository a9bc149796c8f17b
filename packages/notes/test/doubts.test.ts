import { describe, expect, test } from "vitest";
import { readNotes } from "../src/index.ts";

/** The verdicts of the claims of a text, and why one is undecided. */
function verdicts(text: string): string[] {
  return readNotes(text)
    .equalities.filter((e) => e.class === "claim" || e.class === "unreadable")
    .map((e) => [e.verdict ?? e.class, e.assumptions?.join(", "), e.verdict === "undecided" ? e.diagnosis?.message : undefined].filter(Boolean).join(" "));
}

describe("what context makes of letters", () => {
  test.each<[name: string, text: string, found: string[]]>([
    ["a function that is defined is applied to what stands in brackets", "Let $\\zeta(z) = \\log(1 + e^z)$. Then $$\\zeta(z) - \\zeta(-z) = z$$", ["correct"]],
    [
      "data of which a model is taken off are held fixed",
      "设 $y = X\\beta + u$，$S(\\beta) = (y - X\\beta)'(y - X\\beta)$，则 $$\\frac{\\partial S}{\\partial\\beta} = -2X'(y - X\\beta)$$",
      ["correct"],
    ],
    ["a matrix that is positive by a sign", "Let $P \\succ 0$. Then $$\\nabla_x (x^\\top P x) = 2Px$$", ["correct"]],
    [
      "the covariance of a law whose mean is a number",
      "The noise is $v \\sim \\mathcal{N}(0, R)$. Then $$\\nabla_v (v^\\top R^{-1} v) = 2R^{-1}v$$",
      ["correct"],
    ],
    ["an inverse that is given", "Let $\\Omega^{-1} = C^\\top C$ with invertible $C$. Then $$C\\Omega C^\\top = I$$", ["correct"]],
    [
      "what holds another definition is given by it",
      "Let $y = \\sigma(Wx + b)$ with $\\sigma$ entry by entry, $l = \\frac12 y^\\top y$, $z = Wx + b$. Then $$\\frac{\\partial l}{\\partial z} = y \\odot \\sigma'(z)$$",
      ["correct"],
    ],
    ["how many ones there are", "Let $P = I - \\frac1n 11^\\top$. Then $$P^2 = P$$", ["correct"]],
    [
      "an eigenvector is told of, not claimed",
      "Let $A$ be symmetric. For an eigenpair $Av = \\lambda v$ we have $$v^\\top A = \\lambda v^\\top$$",
      ["undecided it may need A*v = lambda*v, which is supposed"],
    ],
    ["the matrix of a cross product", "$[a]_\\times^\\top = -[a]_\\times$", ["unreadable"]],
  ])("%s", (_name, text, found) => expect(verdicts(text)).toEqual(found));
});

describe("what is not called wrong", () => {
  const unsure = "undecided both sides differ, but nothing else bears out how its letters were understood";
  test.each<[name: string, text: string, found: string[]]>([
    ["where no other claim bears out a definition, and no mistake is likely", "Let $f(x) = x^\\top A x$. Then $$\\nabla f(x) = A^3 x$$", [unsure]],
    ["where one does, it is", "Let $f(x) = x^\\top A x$. Then $$\\nabla f(x) = (A + A^\\top) x$$ $$\\nabla f(x) = A^3 x$$", ["correct", "wrong"]],
    ["where a mistake is likely, it is", "Let $f(x) = \\|Ax\\|^2$. Then $$\\nabla f(x) = A^\\top A x$$", ["wrong"]],
    ["what needs no definition is", "$\\operatorname{tr}(AB) = \\operatorname{tr}(A)\\operatorname{tr}(B)$", ["wrong"]],
  ])("%s", (_name, text, found) => expect(verdicts(text)).toEqual(found));
});
