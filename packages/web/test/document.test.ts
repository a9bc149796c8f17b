import { describe, expect, test } from "vitest";
import { placeInText, readDocument, withDeclaration } from "../src/state/document.ts";

/** What is read of a text: declarations, definitions, the question, problems. */
const read = (text: string) => {
  const r = readDocument(text);
  return [
    r.declare.replace(/\s+/g, " ").trim(),
    Object.entries(r.define)
      .map(([n, e]) => `${n}=${e}`)
      .join("|"),
    r.claim?.join(" == ") ?? r.expression,
    r.problems.map((p) => `${p.code} ${p.name}`).join("|"),
  ];
};

test("a derivative written out", () => {
  expect(readDocument("d(x'*A*x)/d(x)")).toMatchObject({ expression: "x'*A*x", by: "x", starts: { expression: 2 } });
  expect(readDocument("A: matrix(n)\nd(x'*A*x)/d(x) = 2*A*x")).toMatchObject({ expression: "x'*A*x", by: "x", stated: "2*A*x" });
  expect(readDocument("d(x)*d(y)").by).toBeUndefined();
});

describe("a text apart", () => {
  test.each([
    ["x'*A*x", "", "", "x'*A*x", ""],
    ["A: matrix(n) symmetric\nx'*A*x", "A: matrix(n) symmetric", "", "x'*A*x", ""],
    ["A: matrix(n); x: vector(n); x'*A*x # a form", "A: matrix(n); x: vector(n)", "", "x'*A*x", ""],
    ["m >= n\ncommute(A, B)\ntr(A*B)", "m >= n commute(A, B)", "", "tr(A*B)", ""],
    ["a1 = W1*x + b1; h = sigmoid(a1)\nsum(h)", "", "a1=W1*x + b1|h=sigmoid(a1)", "sum(h)", ""],
    ["a = B*x\nloss = a'*a", "", "a=B*x", "a'*a", ""],
    ["tr(A*B) = tr(B*A)", "", "", "tr(A*B) == tr(B*A)", ""],
    ["sum(i=1..N, w'*x[i])", "", "", "sum(i=1..N, w'*x[i])", ""],
    ["x'*x\ny'*y", "", "", "y'*y", "several x'*x"],
    ["a = x\na = y\na'*a", "", "a=y", "a'*a", "twice a"],
    ["norm2(X*w\n  - y)^2", "", "", "norm2(X*w\n  - y)^2", ""],
    ["a'*x +\nb'*x", "", "", "a'*x +\nb'*x", ""],
    ["u(x): vector(m)\nsum(u(x))", "u(x): vector(m)", "", "sum(u(x))", ""],
    ["x：vector(n)；x'*x", "x：vector(n)", "", "x'*x", ""],
    ["__proto__ = x\n__proto__'*x", "", "__proto__=x", "__proto__'*x", ""],
    ["", "", "", "", ""],
  ])("%j", (text, ...parts) => expect(read(text)).toEqual(parts));

  test.each([
    ["A: matrx(n)\nx'*A*x", "declare", [3, 8], "matrx"],
    ["a = B*x\na'*a", "define.a", [2, 3], "x"],
    ["# one\na'*b", undefined, [0, 2], "a'"],
    ["tr(A) = det(B)", "right", [0, 3], "det"],
  ] as const)("a place in a field of %j is a place in the text", (text, field, span, marked) => {
    const place = placeInText(readDocument(text), field, span);
    expect(place && text.slice(...place)).toBe(marked);
  });

  test.each([
    ["x'*A*x", "A", "matrix(n) symmetric", "A: matrix(n) symmetric\nx'*A*x"],
    ["A: matrix(n)\nx'*A*x", "A", "matrix(n) posdef", "A: matrix(n) posdef\nx'*A*x"],
    ["A: matrix(n); x: vector(n)\nx'*A*x", "A", undefined, "x: vector(n)\nx'*A*x"],
    ["x'*A*x", "A", undefined, "x'*A*x"],
  ])("%j with %s declared %s", (text, name, type, now) => expect(withDeclaration(text, name, type)).toBe(now));
});
