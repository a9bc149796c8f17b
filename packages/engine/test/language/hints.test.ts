import { expect, test } from "vitest";
import { answer, type CheckAnswer, type DeriveAnswer, type SolveAnswer } from "../../src/index.ts";
import { elaborate } from "../../src/language/elaborate.ts";

test.each([
  ["1/(2*N)*norm(X*w - y)^2", undefined, "write inv(2*N), or declare N: scalar"],
  ["log det X", undefined, "write log(det(…))"],
  ["A(1,2)*x", undefined, "write A[1,2] for an entry"],
  ["f(x)", "f: R^n -> R^m", "a function is declared with its parameters, f(x): vector(m)"],
  ["sum(i, y[i])", undefined, "write sum(X), or sum(i=1..N, expression) over an index"],
  ["grad(x'*x)", undefined, "write the expression alone, and by what as wrt"],
  ["var(x)", undefined, "a variance is E((x - mu)^2, x ~ normal(mu, v))"],
])("%s", (expression, declare, hint) => {
  expect(elaborate({ expression, ...(declare && { declare }) }).diagnostics[0]?.hint).toBe(hint);
});

test("a counterexample is small", () => {
  const r = answer({ task: "check", left: "det(A + B)", right: "det(A) + det(B)" }) as CheckAnswer;
  expect([r.verdict, r.counterexample?.values.A?.length]).toEqual(["wrong", 2]);
});

test("a reason names what the user named, a condition only what can fail", () => {
  const r = answer({
    task: "solve",
    expression: "N*logdet(S) + tr(inv(S)*C)",
    for: "S",
    declare: "S: matrix(p) symmetric posdef; C: matrix(p) symmetric; N: scalar positive",
  });
  expect((r as SolveAnswer).reason).toBe("f is convex in inv(S), since logdet is concave where inv(S) is positive definite");
  expect((r as SolveAnswer).conditions).toEqual(["C/N posdef"]);
});

test("a quotient by the sum of exponentials is a softmax inside sums too", () => {
  const r = answer({ expression: "log(sum(i=1..N, exp(w'*x[i])))", wrt: "w", order: 2, declare: "x: vector(d)[N]" }) as DeriveAnswer;
  expect(r.derivative).toBe("x*diag(softmax(x'*w))*x' - x*softmax(x'*w)*softmax(x'*w)'*x'");
});

test.each([
  [{ task: "check", left: "det(2*A)", right: "2^n*det(A)" }, "n is no size here: to make it that of A, declare A: matrix(n)"],
  [{ expression: "x'*x/n", wrt: "x" }, "n is no size here: to make it that of x, declare x: vector(n)"],
] as const)("a number named like a size: %j", (request, note) => {
  expect((answer(request) as DeriveAnswer).notes.map((n) => n.message)).toContain(note);
});
