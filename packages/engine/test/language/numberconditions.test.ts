import { expect, test } from "vitest";
import { answer, type CheckAnswer, type SolveAnswer } from "../../src/index.ts";
import { elaborate } from "../../src/language/elaborate.ts";

test.each([
  ["lambda*x'*x", "lambda > 0", undefined, "scalar positive"],
  ["lambda*x'*x", "0 <= lambda", undefined, "scalar nonneg"],
  ["lambda*x'*x", "lambda > 0", "lambda: scalar unit01", "scalar unit01 positive"],
])("%s with %s is a sign", (expression, condition, declare, type) => {
  const e = elaborate({ expression, conditions: [condition], ...(declare && { declare }) });
  expect([e.diagnostics, e.declared.lambda, e.conditions.dimension]).toEqual([[], type, []]);
});

test.each([
  ["a*x'*x", "a > 0", "a: scalar positive"],
  ["(a - b)*x'*x", "a > b", "a: scalar positive"],
  ["tr(S)", "S >= 0", "S: matrix(n) posdef"],
])("%s with %s is refused", (expression, condition, hint) => {
  const [d] = elaborate({ expression, conditions: [condition] }).diagnostics;
  expect(d).toMatchObject({ code: "condition", message: `a condition compares dimensions, and ${condition[0]} is none`, hint: `a sign is declared: ${hint}` });
});

test.each([
  ["tr(X^k)", "k >= 1", ""],
  ["x'*x/n", "n >= 2", "x: vector(n)"],
  ["sum(i=1..N, x[i])", "N >= 2", ""],
])("%s with %s is about a dimension", (expression, condition, declare) => {
  expect(elaborate({ expression, declare, conditions: [condition] }).conditions.dimension.map((c) => c.text)).toEqual([condition]);
});

test("a number is no whole number", () => {
  const claim = (declare: string) => answer({ task: "check", left: "abs(a - 1)", right: "a - 1", declare }) as CheckAnswer;
  expect(claim("a: scalar; a > 0").verdict).toBe("wrong");
});

test("ridge regression has a minimum", () => {
  const r = answer({ task: "solve", expression: "norm2(X*w - y)^2 + lambda*norm2(w)^2", for: "w", conditions: ["lambda > 0"] }) as SolveAnswer;
  expect([r.sense, r.conditions]).toEqual(["minimum", []]);
});
