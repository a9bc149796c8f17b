import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../src/language/diagnostics.ts";
import { elaborate, type Source } from "../../src/language/elaborate.ts";
import { declarations, misfits, unreadable } from "./mistakes.ts";

/** Underlined text and what is said, for each diagnostic. */
function told(request: Source): string[] {
  const parts: Record<string, unknown> = { ...request };
  const { diagnostics } = elaborate(request);
  return diagnostics.flatMap((d) => [underlined(d, parts), `${d.code}: ${d.message}${d.hint ? ` [${d.hint}]` : ""}`]);
}
function underlined(d: Diagnostic, request: Record<string, unknown>): string {
  let text: unknown = request;
  for (const key of (d.in ?? "expression").split(".")) text = (text as Record<string, unknown>)[key];
  return String(text).slice(d.span[0], d.span[1]);
}

describe("what cannot be read", () => {
  test.each(unreadable.map((row) => [row[0], row.slice(1)] as const))("%j", (expression, expected) => {
    expect(told({ expression, declare: declarations })).toEqual(expected);
  });
});

describe("what does not fit", () => {
  test.each(misfits.map((row) => [row[0], row.slice(1)] as const))("%j", (expression, expected) => {
    expect(told({ expression, declare: declarations })).toEqual(expected);
  });
});

describe("both places of a contradiction", () => {
  test.each([
    [
      "x'*A",
      [
        ["x'", "x is n x 1"],
        ["A", "A is m x n"],
      ],
    ],
    [
      "c + (A*x + x)",
      [
        ["A*x", "A*x is m x 1"],
        ["x", "x is n x 1"],
      ],
    ],
    [
      "dot(x, z)",
      [
        ["x", "x is n x 1"],
        ["z", "z is m x 1"],
      ],
    ],
    ["(x]", [["(", "opened here"]]],
  ])("%s", (expression, places) => {
    const [d] = elaborate({ expression, declare: declarations }).diagnostics;
    expect(d?.related?.map((r) => [expression.slice(r.span[0], r.span[1]), r.message])).toEqual(places);
  });
});

describe("declarations, definitions and conditions", () => {
  test.each<[Partial<Source>, string[]]>([
    [{ declare: "x: vectr(n)" }, ["vectr", 'declaration: "vectr(n)" is no type [did you mean vector?]']],
    [{ declare: "x vector(n)" }, ["x vector(n)", "declaration: a declaration is a name, a colon and a type [A: matrix(m, n)]"]],
    [{ declare: "x: " }, ["", "declaration: x has no type [scalar, vector(n), row(n) or matrix(m, n)]"]],
    [{ declare: "x: vector(n) symetric" }, ["symetric", 'property: "symetric" is no property [did you mean symmetric?]']],
    [{ declare: "x: vector(n) symmetric" }, ["symmetric", "property: symmetric needs a square matrix, x is n x 1"]],
    [{ declare: "x: vector(n) integer" }, ["integer", "property: integer is a property of scalars, x is n x 1"]],
    [{ declare: "c: scalar fullrank" }, ["fullrank", "property: fullrank is a property of matrices, c is a scalar"]],
    [{ declare: "x: vector(n), y: vector(n)" }, ["y", 'property: "y" is no property [declarations are separated by ; or new lines]']],
    [{ declare: "x: vector(m, n)" }, ["vector(m, n)", "declaration: vector takes 1 dimension, here are 2 [x: vector(n)]"]],
    [{ declare: "A: matrix" }, ["matrix", "declaration: matrix takes 1 or 2 dimensions, here are 0 [A: matrix(m, n)]"]],
    [{ declare: "c: scalar(n)" }, ["scalar(n)", "declaration: scalar takes no dimensions, here is 1 [c: scalar]"]],
    [{ declare: "x: vector(0)" }, ["0", 'declaration: "0" is no dimension [a name (n), a positive number, or a product of them (m*n)]']],
    [{ declare: "x: vector(n/2)" }, ["n/2", 'declaration: "n/2" is no dimension [a name (n), a positive number, or a product of them (m*n)]']],
    [{ declare: "x: vector(n)\nx: row(n)" }, ["x: row(n)", "declaration: x is declared twice"]],
    [{ declare: "2x: scalar" }, ["2x", 'declaration: "2x" is no name']],
    [{ declare: "x, y: vector(n)" }, ["x, y", 'declaration: "x, y" is no name [declare one name at a time]']],
    [{ declare: { A: "matrix(m,n) ?" } }, ["?", 'declaration: "?" is no part of the language']],
    [{ declare: "n: vector(n)" }, ["vector(n)", "declaration: n is a dimension and a variable [rename one, or declare n: scalar integer]"]],
    [{ declare: "exp: elementwise" }, ["elementwise", "declaration: exp is a function of the language already [choose another name]"]],
    [{ define: "a 2*x" }, ["a 2*x", 'definition: a definition is a name, "=" and an expression [a = W*x + b]']],
    [{ define: "2 = x" }, ["2", 'definition: "2" is no name']],
    [{ define: "a = x; a = 2*x" }, ["a", "definition: a is defined twice"]],
    [{ define: "a = x +" }, ["+", "syntax: the expression ends where a value is expected"]],
    [{ define: "b = x;a = " }, ["a =", "definition: a is defined as nothing"]],
    [{ define: "a = b; b = x" }, ["b", "unknown-name: b is not known here [a definition uses only names defined before it]"]],
    [{ define: "a = a + x" }, ["a", "unknown-name: a is not known here [a definition cannot use its own name]"]],
    [{ define: "b = x; a = A*b", declare: "A: matrix(m,n); x: vector(m)" }, ["A*b", "shape: A is m x n and b is m x 1: A*b needs m = n [did you mean A'*b?]"]],
    [{ define: "a = x", declare: "a: vector(n)" }, [" x", "definition: a is declared and defined [rename one of them]"]],
    [{ conditions: ["m => n"] }, ["m => n", "condition: a condition compares two dimensions, or says that two matrices commute [m >= n, or commute(A, B)]"]],
    [{ wrt: ["wieght"], declare: "weight: vector(n)" }, ["wieght", "unknown-name: wieght occurs nowhere and is not declared [did you mean weight?]"]],
    [{ wrt: ["n"], declare: "x: vector(n)" }, ["n", "unknown-name: n is a dimension, no variable"]],
    [{ declare: "x: scalar; A: matrix(n)", conditions: ["commute(A, B)"] }, ["", "condition: commute(A, B): B occurs nowhere"]],
  ])("%j", (request, expected) => {
    expect(told({ expression: "x", ...request })).toEqual(expected);
  });

  test("a declaration repeated shows the first", () => {
    const declare = "x: vector(n); x: row(n)";
    const [d] = elaborate({ expression: "x", declare }).diagnostics;
    expect(d?.related?.map((r) => [declare.slice(r.span[0], r.span[1]), r.message, r.in])).toEqual([["vector(n)", "declared here before", "declare"]]);
  });

  test.each<[Partial<Source>, string]>([
    [{ declare: 5 as never }, "declarations are a text, or a record of name to type"],
    [{ declare: ["x: vector(n)"] as never }, "declarations are a text, or a record of name to type"],
    [{ declare: { x: 1 } as never }, "the type of x is a text"],
    [{ define: 5 as never }, "definitions are a text, or a record of name to expression"],
    [{ define: { a: null } as never }, "the definition of a is a text"],
    [{ conditions: [3] as never }, "a condition is a text"],
  ])("%j", (request, message) => {
    expect(elaborate({ expression: "x", ...request }).diagnostics.map((d) => d.message)).toEqual([message]);
  });
});

test.each([
  ["A^T*A", "^T", "exponent: T is declared: ^T can be a power or the transpose [write A' for the transpose]"],
  ["(A*A)^-T", "^-T", "exponent: T is declared: ^T can be a power or the transpose [write inv(A*A)' for the inverse of the transpose]"],
])("%s where T is declared", (expression, ...expected) => {
  expect(told({ expression, declare: "T: scalar integer; A: matrix(n)" })).toEqual(expected);
});

test("constructs of the next version are named", () => {
  const declare = "X: row(d)[N]; sigma: elementwise; u(x): vector(m); x: vector(n); mu: vector(n); S: matrix(n)";
  for (const [expression, message] of [["X*S", "X is a family of rows (row(d)[N]): that is not supported yet"]] as const) {
    const d = elaborate({ expression, declare }).diagnostics;
    expect(d.map((e) => [e.code, e.message])).toContainEqual(["unsupported", message]);
  }
});
