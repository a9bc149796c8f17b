import { readLatex } from "gradus-latex";
import { describe, expect, test } from "vitest";
import { lines } from "./rows.ts";

describe("statements", () => {
  test.each([
    ["a = b = c", "a = b = c"],
    ["\\begin{align} f &= x^\\top A x \\\\ &= \\tr(A x x^\\top) \\end{align}", "f = x'*A*x = tr(A*x*x')"],
    ["f = a \\\\ + b \\\\ g = c", "f = a + b; g = c"],
    ["= b", "= b"],
    ["Y = AX, Z = B", "Y = A*X; Z = B"],
    ["f \\Rightarrow g = h", "f; g = h"],
    ["df = A dx \\rightarrow \\frac{\\partial f}{\\partial x} = A^T", "d(f) = A*d(x); ∂(f by x) = A'"],
    ["X \\leftarrow X^T", "X <- X'"],
    ["f := x^\\top x", "f := x'*x"],
    ["f \\triangleq x \\overset{(a)}{=} y", "f := x = y"],
    ["Y = AX \\quad Z = B", "Y = A*X; Z = B"],
    ["f: \\mathbb{R}^n \\to \\mathbb{R}", "f : R{n} -> R{}"],
    ["W = l \\times m", "W = {l x m}"],
    ["y^T A x = < x, A^T y >", "y'*A*x = dot(x, A'*y)"],
    ["\\class{blue}{a = b}", "a = b"],
    ["\\left\\{ \\begin{array}{l} a = b \\\\ c = d \\end{array} \\right.", "a = b; c = d"],
    ["a \\le b < c", "a <= b < c"],
  ])("%s", (latex, read) => expect(lines(readLatex(latex))).toBe(read));

  test("arrows, words and remarks around them", () => {
    const { statements } = readLatex("\\text{so } a = b \\overset{A = I}{\\Longrightarrow} c = d \\ (i \\ne j) 其中 x \\tag{3}");
    expect(statements.map(({ after, words, condition, tag }) => ({ after, words, condition: condition?.length, tag }))).toEqual([
      { after: "text", words: "so", condition: undefined, tag: undefined },
      { after: "implies", words: undefined, condition: 2, tag: undefined },
      { after: "text", words: "其中", condition: undefined, tag: "3" },
    ]);
  });

  test("places", () => {
    const latex = "\\mathbf{x}^\\top A = 0";
    const [statement] = readLatex(latex).statements;
    const [side] = statement?.readings[0]?.sides ?? [];
    expect(side?.places.map(({ at, from }) => [side.text.slice(...at), latex.slice(...from)])).toEqual([
      ["x", "\\mathbf{x}"],
      ["A", "A"],
    ]);
    expect(statement?.relations.map((r) => latex.slice(...r.span))).toEqual(["="]);
  });
});

describe("readings", () => {
  test.each([
    ["dXY", ["d(X)*Y", "d(X*Y)"]],
    ["\\tr(A)^{-1}", ["tr(A)^-1", "tr(inv(A))"]],
    ["\\frac{\\partial}{\\partial x} a b", ["∂(a*b by x)", "∂(a by x)*b"]],
    ["\\sum_{i=1}^n x_i + c", ["sum(i=1..n, x[i]) + c", "sum(i=1..n, x_i) + c", "sum(i=1..n, x[i] + c)", "sum(i=1..n, x_i + c)"]],
    ["|X|", ["det(X)", "abs(X)"]],
    ["\\|X\\|", ["normF(X)", "norm2(X)"]],
    ["A \\circ B", ["A.*B", "A*B", "kron(A, B)"]],
    ["a/bc", ["a/b*c", "a/(b*c)"]],
    ["\\log x y", ["log(x*y)", "log(x)*y"]],
    ["g(x)", ["g(x)", "g*x"]],
    ["x'(y)", ["x'(y)", "x'*y"]],
  ])("%s", (latex, read) => {
    const reading = readLatex(latex);
    expect(reading.statements[0]?.readings.map((_r, k) => lines(reading, k))).toEqual(read);
    expect(reading.statements[0]?.readings[0]?.choices).toEqual([]);
  });

  test("no more than 24, or than asked for", () => {
    const many = "|X| \\circ |Y| + \\|A\\| \\otimes \\log x y + a/bc + f(x) + x_i + z_j dXY";
    expect(readLatex(many).statements[0]?.readings.length).toBe(24);
    expect(readLatex(many, { readings: 3 }).statements[0]?.readings.length).toBe(3);
    expect(readLatex(many, { readings: 1000 }).statements[0]?.readings.length).toBe(24);
  });
});
