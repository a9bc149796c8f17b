import { expect, test } from "vitest";
import { answer, type ConvexityAnswer, type FailureResponse, type SolveAnswer } from "../src/index.ts";

const positives = "s: scalar positive; c: scalar positive; n: scalar positive";
const gauss = "S: matrix(p) posdef; C: matrix(p) posdef; N: scalar positive";

const solutions: [expression: string, name: string, declare: string, solution: string, sense: string, conditions: string[]][] = [
  ["norm2(X*w - y)^2", "w", "", "inv(X'*X)*X'*y", "minimum", ["X'*X invertible"]],
  ["norm2(X*w - y)^2 + lambda*w'*w", "w", "lambda: scalar positive", "inv(lambda*eye(n) + X'*X)*X'*y", "minimum", []],
  ["(X*w - y)'*W*(X*w - y)", "w", "W: matrix(N) posdef; X: matrix(N, d)", "inv(X'*W*X)*X'*W*y", "minimum", ["X'*W*X invertible"]],
  ["N*logdet(S) + tr(inv(S)*C)", "S", gauss, "C/N", "minimum", []],
  ["-N*logdet(S) + tr(S*C)", "S", gauss, "N*inv(C)", "minimum", []],
  ["tr((eye(n) - K*H)*P*(eye(n) - K*H)' + K*R*K')", "K", "P: matrix(n) posdef; R: matrix(m) posdef; H: matrix(m, n)", "P*H'*inv(R + H*P*H')", "minimum", []],
  ["normF(A*X - B)^2", "X", "", "inv(A'*A)*A'*B", "minimum", ["A'*A invertible"]],
  [
    "normF(A*X*B - C)^2",
    "X",
    "A: matrix(m, n); B: matrix(p, q); C: matrix(m, q)",
    "inv(A'*A)*A'*C*B'*inv(B*B')",
    "minimum",
    ["A'*A invertible", "B*B' invertible"],
  ],
  ["n*log(s) + c/(2*s)", "s", positives, "c/(2*n)", "minimum", []],
  ["n*log(s) + c/(2*s^2)", "s", positives, "sqrt(c)/sqrt(n)", "minimum", []],
  ["b'*x - x'*A*x/2", "x", "A: matrix(n) posdef", "inv(A)*b", "maximum", []],
  ["x'*A*x - b'*x", "x", "A: matrix(n) symmetric", "inv(A)*b/2", "unknown", ["A invertible"]],
  ["tr(X*X)", "X", "", "zeros(n, n)", "saddle", []],
  ["sum(a.*log(x)) - sum(x)", "x", "x: vector(n) positive; a: vector(n) positive", "a", "maximum", []],
  ["sum(i=1..N, (x[i] - m)^2)", "m", "m: scalar; x: vector(N)", "sum(i=1..N, x[i])/N", "minimum", []],
  ["(1/N)*sum(i=1..N, (X[i] - mu)'*inv(S)*(X[i] - mu))", "mu", "X: matrix(d, N); mu: vector(d); S: matrix(d) posdef", "sum(i=1..N, X[i])/N", "minimum", []],
];

test.each(solutions)("%s for %s", (expression, name, declare, solution, sense, conditions) => {
  const r = answer({ task: "solve", expression, for: name, ...(declare && { declare }) }) as SolveAnswer;
  expect([r.expression, r.sense, r.conditions, r.verified?.status]).toEqual([solution, sense, conditions, "passed"]);
});

test("a Sylvester system is solved by vec", () => {
  const declare = "A: matrix(m); B: matrix(n); C: matrix(m, n)";
  const r = answer({ task: "solve", expression: "normF(A*X + X*B - C)^2", for: "X", declare }) as SolveAnswer;
  expect(r.notes[0]?.message).toMatch(/^vec\(X\) = inv\(.*\)\*vec\(.*\)$/);
  expect(r.verified.status).toBe("passed");
});

test("no closed form is refused with the equation", () => {
  const r = answer({ task: "solve", expression: "sum(exp(x)) - b'*x", for: "x" }) as FailureResponse;
  expect([r.error.code, r.error.message, r.error.hint]).toEqual(["unsupported", "no closed form: x cannot be isolated in the gradient", "exp(x) - b = 0"]);
});

const verdicts: [expression: string, name: string, declare: string, verdict: string][] = [
  ["-logdet(S)", "S", "S: matrix(n) posdef", "convex"],
  ["tr(inv(S))", "S", "S: matrix(n) posdef", "convex"],
  ["x'*A*x", "x", "A: matrix(n) psd", "convex"],
  ["x'*A*x", "x", "A: matrix(n) symmetric", "neither"],
  ["-x'*A'*A*x", "x", "", "concave"],
  ["(X*w - y)'*D*(X*w - y)", "w", "D: matrix(N) diagonal nonneg", "convex"],
  ["norm2(X*w - y)^2 + lambda*w'*w", "w", "lambda: scalar positive", "convex"],
  ["sum(log(1 + exp(-y.*(X*w))))", "w", "", "convex"],
  ["-y'*log(sigmoid(X*w)) - (1 - y)'*log(1 - sigmoid(X*w))", "w", "y: vector(N) binary; X: matrix(N, d)", "convex"],
  ["logsumexp(x)", "x", "", "convex"],
  ["logsumexp(A*x + b)", "x", "", "convex"],
  ["x'*A*x/(x'*x)", "x", "A: matrix(n) symmetric", "neither"],
  ["-sum(log(x))", "x", "", "convex"],
  ["sum(sqrt(x))", "x", "", "concave"],
  ["sum(exp(x))", "x", "", "convex"],
  ["sum(x.*log(x))", "x", "", "convex"],
  ["sum(x.^4)", "x", "", "convex"],
  ["sqrt(norm2(A*x - b)^2 + c)", "x", "c: scalar positive", "convex"],
  ["sum(sqrt(x.^2 + 1))", "x", "", "convex"],
  ["sqrt(x'*x - 1)", "x", "", "neither"],
  ["sum(x.^3)", "x", "", "neither"],
  ["x^3", "x", "x: scalar", "neither"],
  ["a*x^2", "x", "a: scalar; x: scalar", "undecided"],
  ["abs(x) - abs(2*x)", "x", "x: scalar", "undecided"],
  ["sum(sigmoid(x))", "x", "", "neither"],
  ["1/x", "x", "x: scalar positive", "convex"],
  ["x^-2", "x", "x: scalar", "undecided"],
  ["norm1(A*x - b)", "x", "", "convex"],
  ["norm2(A*x - b)^2 + mu*norm1(x)", "x", "mu: scalar nonneg", "convex"],
  ["sum(relu(A*x))", "x", "", "convex"],
  ["b'*x + c", "x", "c: scalar", "convex"],
  ["det(X)", "X", "X: matrix(n)", "neither"],
  ["log(x'*x)", "x", "", "neither"],
  ["tr(Q'*A)", "Q", "Q: matrix(n) orthogonal", "undecided"],
];

test.each(verdicts)("%s in %s, %s", (expression, wrt, declare, verdict) => {
  const r = answer({ task: "convexity", expression, wrt, ...(declare && { declare }) }) as ConvexityAnswer;
  expect(r.verdict, r.reason).toBe(verdict);
  if (verdict === "neither") expect(r.witness).toBeDefined();
});

test("a Hessian that fails its check is not shown", () => {
  const response = answer({ task: "convexity", expression: "lambdamax(X)", wrt: "X", declare: "X: matrix(n) symmetric" });
  expect(response).toMatchObject({ ok: true, verdict: "convex", reason: "lambdamax is convex on symmetric matrices" });
  expect(response).not.toHaveProperty("hessian");
});

test("an answer that fails its check is not shown", () => {
  const response = answer({ expression: "lambdamax(X)", wrt: "X", order: 2, declare: "X: matrix(n) symmetric" });
  expect(response).toMatchObject({ ok: false, error: { code: "unverified", message: "an answer was found, but it failed its check and is withheld" } });
  expect((response as { error: object }).error).not.toHaveProperty("candidate");
});
