import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { claimsIn, questionIn } from "../src/latex.ts";
import type { Options } from "../src/options.ts";

const folder = mkdtempSync(join(tmpdir(), "gradus-latex-"));
const macros = join(folder, "macros.tex");
writeFileSync(macros, "\\newcommand{\\loss}[1]{\\|#1\\|_2^2}\n");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options: Options = { format: "text", verify: true, from: "latex" };

describe("questions in LaTeX", () => {
  test.each<[latex: string, asked: object, more?: Partial<Options>]>([
    ["\\mathbf{x}^\\top A\\mathbf{x}", { expression: "x'*A*x" }],
    ["\\frac{\\partial}{\\partial X}\\operatorname{tr}(AX^\\top)", { expression: "tr(A*X')", wrt: "X" }],
    ["\\nabla_x^2 \\|Ax - b\\|_2^2", { expression: "norm2(A*x - b)^2", wrt: "x", order: 2 }],
    ["\\frac{\\partial^2 f}{\\partial x \\partial y}", { expression: "f", wrt: "x,y" }],
    ["f(w) = \\|Xw - y\\|_2^2", { expression: "norm2(X*w - y)^2" }],
    ["\\mathbf{1}^\\top \\exp(Wx)", { expression: "ones(m)'*exp(W*x)" }],
    ["x^\\top e_i", { expression: "x'*e(i, n)" }, { declare: ["x: vector(n); i: scalar integer"] }],
    ["\\sigma(Wx)", { expression: "sigma(W*x)", declare: ["sigma: elementwise"] }],
    ["\\sigma^2 \\phi(x)^\\top a", { expression: "sigma^2*phi(x)'*a", declare: ["phi: elementwise"] }],
    ["\\sigma(x^\\top x) + \\sigma^2", { expression: "sigma*(x'*x) + sigma^2" }],
    ["\\sigma(Wx)", { expression: "sigma*(W*x)" }, { declare: ["sigma: scalar"] }],
    ["\\loss{Ax}", { expression: "norm2(A*x)^2" }, { macros }],
  ])("%s", (latex, asked, more = {}) => expect(questionIn(latex, { ...options, ...more })).toEqual(asked));

  test.each([
    ["d(XY)", "unsupported", "a differential cannot be put into the language here"],
    ["A + \\cdots + B", "unsupported", "what is left out cannot be put into the language here"],
    ["A \\frac{\\partial u}{\\partial x}", "unsupported", "a derivative inside an expression cannot be put into the language here"],
    ["(x", "syntax", '"(" is never closed'],
    ["\\foo + x", "syntax", "\\foo is not known"],
    [" ", "empty", "there is no formula"],
  ])("%s", (latex, code, message) => expect(questionIn(latex, options)).toMatchObject({ ok: false, error: { code, message } }));

  test("what the engine says is shown in the LaTeX", () => {
    const failure = questionIn("A \\mathbf{x}^\\top", { ...options, declare: ["x: vector(n); A: matrix(n)"] });
    expect(failure).toMatchObject({ ok: false, error: { code: "shape", span: [0, 12] } });
  });
});

describe("claims in LaTeX", () => {
  test.each<[latex: string, checks: readonly object[]]>([
    ["\\frac{\\partial x^\\top Ax}{\\partial x} = (A + A^\\top)x", [{ expression: "x'*A*x", wrt: "x", claim: "(A + A')*x" }]],
    ["\\tr(AB) = \\tr(BA)", [{ left: "tr(A*B)", right: "tr(B*A)" }]],
    [
      "\\nabla_X \\ln|X| = X^{-\\top} = (X^{-1})^\\top",
      [
        { expression: "logdet(X)", wrt: "X", claim: "inv(X)'" },
        { left: "inv(X)'", right: "inv(X)'" },
      ],
    ],
    // a function with a prime is one of entries
    ["\\nabla_x a^\\top \\sigma(x) = a\\odot\\sigma'(x)", [{ expression: "a'*sigma(x)", wrt: "x", claim: "a.*sigma'(x)", declare: "sigma: elementwise" }]],
    ["\\nabla_X \\operatorname{tr}(X) = I", [{ expression: "tr(X)", wrt: "X", claim: "eye(n)", declare: { X: "matrix(n, n)" } }]],
    ["\\nabla_x a^\\top x = \\mathbf{1}", [{ expression: "a'*x", wrt: "x", claim: "ones(n)", declare: { a: "vector(n)", x: "vector(n)" } }]],
    ["\\frac{\\partial A}{\\partial x} = 0", [{ expression: "A", wrt: "x", claim: "zeros(m*n, p)", declare: { A: "matrix(m, n)", x: "vector(p)" } }]],
  ])("%s", (latex, checks) => expect(claimsIn(latex, options)).toEqual(checks));

  test("of a function that nothing is said of are refused", () => {
    const hint = 'say what it is: --declare "f: elementwise"';
    expect(claimsIn("\\frac{\\partial f(x)}{\\partial x} = 2Ax", options)).toMatchObject({ error: { code: "unknown-function", hint } });
  });

  test.each<[latex: string, lines: readonly string[]]>([
    [
      "\\begin{align} f &= \\|Xw-y\\|^2 \\\\ &= (Xw-y)^T(Xw-y) \\\\ \\nabla_w f &= X^T(Xw-y) \\end{align}",
      ["f = norm2(X*w - y)^2", "= (X*w - y)'*(X*w - y)", "d(f)/d(w) = X'*(X*w - y)"],
    ],
    [
      "f = \\operatorname{tr}(AX) \\\\ \\mathrm{d}f = \\operatorname{tr}(A\\,\\mathrm{d}X) \\\\ \\mathrm{d}(X^{-1}) = X^{-1}\\,\\mathrm{d}X\\,X^{-1}",
      ["f = tr(A*X)", "df = tr(A*dX)", "d(inv(X)) = inv(X)*dX*inv(X)"],
    ],
  ])("the derivation %s", (latex, lines) => expect(claimsIn(latex, options)).toEqual([{ lines }]));

  test.each([
    ["f = x^\\top x \\\\ f \\le 3", "syntax"],
    ["f = x^\\top x \\\\ \\nabla_x^2 f = 2I", "unsupported"],
    ["x^\\top x", "syntax"],
    ["a < b", "syntax"],
    ["d(XY) = (dX)Y + X\\,dY", "unsupported"],
  ])("%s", (latex, code) => expect(claimsIn(latex, options)).toMatchObject({ ok: false, error: { code } }));
});
