import { describe, expect, it } from "vitest";
import { answer, type DeriveAnswer, type DeriveRequest } from "../src/index.ts";

const rows: readonly (readonly [expression: string, wrt: string, point: string, step: string, more: Partial<DeriveRequest>])[] = [
  [
    "-y'*log(p) - (1 - y)'*log(1 - p)",
    "w",
    "w - (X'*diag(p.*(1 - p))*X)\\(X'*(p - y))",
    "(X'*diag(p.*(1 - p))*X)\\(X'*(p - y))",
    { define: { p: "sigmoid(X*w)" } },
  ],
  ["norm2(X*w - y)^2", "w", "w - (X'*X)\\(X'*(X*w - y))", "(X'*X)\\(X'*(X*w - y))", { declare: "X: matrix(N, d)", conditions: ["N >= d"] }],
  ["x'*S*x/2 - b'*x", "x", "x - S\\(S*x - b)", "S\\(S*x - b)", { declare: "S: matrix(n) posdef", layout: "numerator" }],
  ["normF(A*X - B)^2", "X", "X - inv(A'*A)*A'*(A*X - B)", "inv(A'*A)*A'*(A*X - B)", { declare: "A: matrix(m, n)", conditions: ["m >= n"] }],
  ["x^4 - c*x", "x", "x - (4*x^3 - c)/(12*x^2)", "(4*x^3 - c)/(12*x^2)", { declare: "x: scalar; c: scalar" }],
  ["x'*x - a'*x", "x", "a/2", "(2*x - a)/2", {}],
  ["(r*a)^2 + r*r'", "r", "r - (r + (r*a)*a')*inv(eye(n) + a*a')", "(r + (r*a)*a')*inv(eye(n) + a*a')", { declare: "r: row(n); a: vector(n)" }],
];

describe("form newton", () => {
  it.each(rows)("%s by %s", (expression, wrt, point, step, more) => {
    const a = answer({ expression, wrt, form: "newton", ...more }) as DeriveAnswer;
    expect(a).toMatchObject({ ok: true, derivative: point, form: "newton", verified: { status: "passed" } });
    expect(a.where).toEqual([{ name: "step", expression: step, shape: a.shape }]);
  });

  it("states that the Hessian is regular", () => {
    expect(answer({ expression: "norm2(X*w - y)^2", wrt: "w", form: "newton", conditions: ["m >= n"], declare: "X: matrix(m, n)" })).toMatchObject({
      conditions: ["m >= n", "X'*X invertible"],
    });
  });
});

const mistakes = [
  ["a'*x", "unsupported", "the second derivative is 0: there is no Newton step"],
  ["A*x", "unsupported", "Newton's step is that of a scalar function"],
  ["norm2(x)", "unverified", "the answer could not be checked: the Hessian is singular at every point tried"],
] as const;

describe("no Newton step", () => {
  it.each(mistakes)("%s", (expression, code, message) => {
    expect(answer({ expression, wrt: "x", form: "newton" })).toMatchObject({ ok: false, error: { code, message } });
  });
});
