import { readFileSync } from "node:fs";
import katex from "katex";
import { describe, expect, test } from "vitest";
import { elaborate } from "../src/language/elaborate.ts";
import { nameLatex } from "../src/latex/names.ts";
import { toLatex } from "../src/latex/print.ts";

function latexOf(expression: string, declare: string | Record<string, string> = {}): string {
  const e = elaborate({ expression, wrt: [], declare });
  expect(e.diagnostics).toEqual([]);
  return toLatex(e.expression!);
}

const vectors = "x: vector(n); y: vector(n); A: matrix(n); B: matrix(n); c: scalar; k: scalar integer";

describe("expressions in LaTeX", () => {
  test.each([
    ["x'*A*x", "x^\\top A x"],
    ["(A + A')*x", "\\left(A + A^\\top\\right) x"],
    ["inv(A)'", "A^{-\\top}"],
    ["inv(A')", "A^{-\\top}"],
    ["pinv(A)'", "A^{+\\top}"],
    ["inv(A*B)", "\\left(A B\\right)^{-1}"],
    ["(A^k)'", "\\left(A^{k}\\right)^\\top"],
    ["-A'*(x.*y)", "-A^\\top \\left(x \\odot y\\right)"],
    ["(x - y)/norm2(x - y)", "\\frac{x - y}{\\left\\lVert x - y\\right\\rVert_2}"],
    ["x/(2*c^2)", "\\frac{x}{2 c^{2}}"],
    ["x'*x/n", "\\frac{x^\\top x}{n}"],
    ["x./y", "x \\oslash y"],
    ["x.^2", "x^{\\odot 2}"],
    ["c*x.*y", "c x \\odot y"],
    ["2*3*c", "2 \\cdot 3 c"],
    ["kron(A, B')", "A \\otimes B^\\top"],
    ["kron(A, kron(B, A))", "A \\otimes \\left(B \\otimes A\\right)"],
    ["eye(n) - x*x'", "I_{n} - x x^\\top"],
    ["A - (B + A)", "A - \\left(B + A\\right)"],
    ["A*(-B)", "A \\left(-B\\right)"],
    ["x*(x'*y)", "x \\left(x^\\top y\\right)"],
    ["tr(A*B)", "\\operatorname{tr}\\left(A B\\right)"],
    ["logdet(A)", "\\log\\left\\lvert\\det\\left(A\\right)\\right\\rvert"],
    ["norm2(x)^2", "\\left\\lVert x\\right\\rVert_2^{2}"],
    ["norm1(A)", "\\left\\lVert \\operatorname{vec}\\left(A\\right)\\right\\rVert_1"],
    ["expm(A)", "e^{A}"],
    ["sqrt(c)", "\\sqrt{c}"],
    ["c^(1/2)", "\\sqrt{c}"],
    ["c^(-1/2)", "c^{-1/2}"],
    ["A^-1*A^2", "A^{-1} A^{2}"],
    ["sum(i=1..n, x[i]*A[i,1])", "\\sum_{i=1}^{n} x_{i} A_{i,1}"],
    ["int(t=0..1, exp(t*c))", "\\int_{0}^{1} \\exp\\left(t c\\right) \\, \\mathrm{d}t"],
    ["0.1*c", "0.1 c"],
    ["1e-3*c", "1 \\times 10^{-3} c"],
    ["ones(n)*ones(n)'", "\\mathbf{1}_{n} \\mathbf{1}_{n}^\\top"],
    ["zeros(n, n)", "\\mathbf{0}_{n \\times n}"],
    ["comm(n, n)", "K_{n,n}"],
    ["exp(sin(x))", "\\exp\\left(\\sin\\left(x\\right)\\right)"],
  ])("%s", (expression, latex) => {
    expect(latexOf(expression, vectors)).toBe(latex);
    katex.renderToString(latex, { strict: "error", throwOnError: true });
  });
});

describe("names in LaTeX", () => {
  test.each([
    ["x", "x"],
    ["alpha", "\\alpha"],
    ["Sigma", "\\Sigma"],
    ["Alpha", "\\mathrm{Alpha}"],
    ["W1", "W_{1}"],
    ["W_1", "W_{1}"],
    ["lambda12", "\\lambda_{12}"],
    ["x_hat", "x_{\\mathrm{hat}}"],
    ["a_1_2", "a_{1,2}"],
    ["a1_2", "a_{1,2}"],
    ["dX", "\\mathrm{d}X"],
    ["dX2", "\\mathrm{d}X_{2}"],
    ["loss", "\\mathrm{loss}"],
    ["__proto__", "\\mathrm{\\_\\_proto\\_\\_}"],
    ["α", "\\alpha"],
    ["数据", "\\text{数据}"],
  ])("%s", (name, latex) => {
    expect(nameLatex(name)).toBe(latex);
    katex.renderToString(latex, { strict: name === "数据" ? "ignore" : "error", throwOnError: true });
  });
});

interface Case {
  readonly id: string;
  readonly kind: string;
  readonly declare: Record<string, string>;
  readonly expression: string;
  readonly expected: string;
}

describe("the corpora render", () => {
  const cases = ["notes", "cookbook"].flatMap(
    (file) => (JSON.parse(readFileSync(new URL(`../../../corpus/${file}.json`, import.meta.url), "utf8")) as { cases: Case[] }).cases,
  );
  test("every expression and reference that is read in this version", () => {
    let rendered = 0;
    for (const { id, declare, expression, expected } of cases) {
      for (const text of [expression, expected]) {
        const e = typeof text === "string" ? elaborate({ expression: text, wrt: [], declare }) : undefined;
        if (!e?.expression || e.diagnostics.length > 0) continue;
        const latex = toLatex(e.expression);
        expect(() => katex.renderToString(latex, { strict: "error", throwOnError: true }), `${id}: ${latex}`).not.toThrow();
        rendered++;
      }
    }
    expect(rendered).toBeGreaterThan(700);
  });
});
