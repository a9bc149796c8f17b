import { describe, expect, it } from "vitest";
import { answer, type CheckAnswer, type CheckRequest } from "../src/index.ts";

const check = (request: object) => answer({ task: "check", ...request } as CheckRequest) as CheckAnswer;

type Mistake = readonly [expression: string, wrt: string, claim: string, kind: string, message: string, declare?: string];
const mistakes: readonly Mistake[] = [
  ["x'*A*x", "x", "(A - A')*x", "sign", "A sign is wrong: A', not -A'."],
  ["x'*A*x", "x", "A*x", "product-rule", "The product rule was applied by half, the variable occurs in more than one factor: A'*x is missing."],
  ["x'*A*x", "x", "2*A*x", "symmetry", "In general this is (A + A')*x; 2*A*x is right for symmetric matrices only."],
  ["x'*A*x/2", "x", "A*x", "symmetry", "In general this is (A + A')*x/2; A*x is right for symmetric matrices only."],
  ["norm2(A*x - b)^2", "x", "A'*(A*x - b)", "factor", "A factor is wrong: 2*A'*(A*x - b), not A'*(A*x - b)."],
  ["a'*x + c", "x", "a + c", "constant", "What does not depend on the variable has derivative 0 and drops out: a, not a + c."],
  [
    "tr(A*inv(X))",
    "X",
    "(inv(X)*A*inv(X))'",
    "inverse-sign",
    "The derivative of an inverse has a minus, d inv(X) = -inv(X)*dX*inv(X): -(inv(X)*A*inv(X))', not (inv(X)*A*inv(X))'.",
  ],
  ["tr(expm(X))", "X", "exp(X)'", "matrix-function", "A function of the whole matrix is not the function of its entries: expm(X), not exp(X)."],
  [
    "norm2(M.*x)^2",
    "x",
    "2*M.*x",
    "mask",
    "A factor of an entry-wise product is squared that should not be, or the other way: M.^2, not M.",
    "M: vector(n); x: vector(n)",
  ],
  ["sum(A*exp(x))", "x", "exp(x).*(A*ones(n))", "transpose", "A transpose is wrong: A', not A.", "A: matrix(n) invertible; x: vector(n)"],
  [
    "tr(A*X*B)",
    "X",
    "B'*A'",
    "factor-order",
    "Factors stand in the wrong order, and matrices do not commute: A'*B', not B'*A'.",
    "A: matrix(n); B: matrix(n); X: matrix(n)",
  ],
  [
    "sigmoid(W*x)",
    "x",
    "sigmoid(W*x).*(1 - sigmoid(W*x))*W",
    "diag",
    "A diag was forgotten, or is one too many: diag(sigmoid(W*x).*(1 - sigmoid(W*x))), not sigmoid(W*x).*(1 - sigmoid(W*x)).",
  ],
];

describe("the likely mistake", () => {
  it.each(mistakes)("d(%s)/d(%s) = %s: %s", (expression, wrt, claim, kind, message, declare) => {
    const found = check({ expression, wrt, claim, ...(declare && { declare }) });
    expect([found.verdict, found.diagnosis?.kind, found.diagnosis?.message]).toEqual([expect.stringMatching(/^(wrong|under-assumption)$/), kind, message]);
  });
  it("is said in Chinese", () => {
    expect(check({ expression: "x'*A*x", wrt: "x", claim: "(A - A')*x", lang: "zh" }).diagnosis?.message).toBe("符号错误：应为 A'，而不是 -A'。");
  });
});

type Assumption = readonly [expression: string, wrt: string, claim: string, assumptions: readonly string[], declare?: string];
const assumed: readonly Assumption[] = [
  ["x'*A*x", "x", "2*A*x", ["A symmetric"]],
  ["norm2(m.*x)^2", "x", "2*m.*x", ["m binary"], "m: vector(n); x: vector(n)"],
  ["-y'*log(softmax(z))", "z", "softmax(z) - y", ["y simplex"]],
  ["norm2(Q*x)^2", "x", "2*x", ["Q orthogonal"]],
  ["sqrt(x'*A*x)", "x", "A*x/sqrt(x'*A*x)", ["A symmetric"]],
  ["tr((eye(n) - K*H)*P*(eye(n) - K*H)' + K*R*K')", "K", "2*(K*(H*P*H' + R) - P*H')", ["P symmetric", "R symmetric"]],
  ["-sum(Y.*log(softmax(Z)))", "Z", "softmax(Z) - Y", ["Y simplex"]],
  ["det(A*X*B)", "X", "det(A*X*B)*inv(X)'", ["m = n"]],
  ["det(X)", "X", "tr(X)*eye(n) - X'", ["n = 2"]],
  ["sin(x*b)", "x", "b.*cos(x*b)", ["x scalar"]],
];

describe("assumptions", () => {
  it.each(assumed)("d(%s)/d(%s) = %s", (expression, wrt, claim, assumptions, declare) => {
    expect(check({ expression, wrt, claim, ...(declare && { declare }) })).toMatchObject({ verdict: "under-assumption", assumptions });
  });
  it("that are stated come first", () => {
    const request = { expression: "x'*A*x", wrt: "x", claim: "2*A*x" };
    expect(check({ ...request, stated: ["A diagonal"] }).assumptions).toEqual(["A diagonal"]);
    expect(check({ expression: "tr(A*X*B)", wrt: "X", claim: "B'*A'", declare: "A: matrix(n); B: matrix(n); X: matrix(n)" }).assumptions).toEqual([
      "A and B commute",
    ]);
    expect(check({ left: "inv(A'*A)", right: "inv(A)*inv(A)'", declare: "A: matrix(m, n)" })).toMatchObject({
      verdict: "under-assumption",
      assumptions: ["A square", "A'*A invertible", "A invertible"],
    });
  });
  it("do not count where the derivative vanishes or what is declared excludes them", () => {
    expect(check({ expression: "x'*A*x", wrt: "x", claim: "0" }).verdict).toBe("wrong");
    expect(check({ expression: "x'*A*x", wrt: "x", claim: "2*A*x", declare: "A: matrix(n) skew; x: vector(n)" }).verdict).toBe("wrong");
  });
});

describe("what decides nothing", () => {
  it.each([
    [
      { left: "w", right: "inv(X'*X)*X'*y", declare: "X: matrix(m, n); y: vector(m); w: vector(n)" },
      "this says what w is: there is nothing to compare it with",
    ],
    [{ expression: "l", wrt: "w", claim: "2*w" }, "l was never introduced"],
    [{ expression: "a'*x", wrt: "x", claim: "b" }, "b is in the claim, but neither in the expression nor declared"],
    [{ left: "tr(A*B)", right: "tr(A*C)" }, "B, C stand on one side only and are nowhere introduced"],
    [
      { left: "x'*A*x*tr(B*A)", right: "2*x'*A*x*tr(A*B)", declare: "A: matrix(n) skew; B: matrix(n); x: vector(n)" },
      "both sides are 0 at every point tried: 0 = 0 tells nothing",
    ],
  ])("%j", (request, reason) => {
    expect(check(request)).toMatchObject({ verdict: "undecided", reason });
  });
});

it("unknown functions are generic", () => {
  const functions = { "u(x)": "vector(m)", "v(x)": "vector(p)", A: "matrix(m, p)", x: "vector(n)" };
  const claim = (text: string) => check({ expression: "u(x)'*A*v(x)", wrt: "x", claim: text, declare: functions });
  expect(claim("D(v, x)'*A'*u(x) + D(u, x)'*A*v(x)").verdict).toBe("correct");
  expect(claim("D(u, x)'*A*v(x)")).toMatchObject({ verdict: "wrong", diagnosis: { kind: "product-rule" } });
  const sigma = check({
    expression: "sum(sigma(W*x))",
    wrt: "x",
    claim: "W'*sigma(W*x)",
    declare: { sigma: "elementwise", W: "matrix(m, n)", x: "vector(n)" },
  });
  expect([sigma.verdict, sigma.diagnosis?.message]).toEqual([
    "wrong",
    "The chain rule takes the derivative of the outer function: sigma'(W*x), not sigma(W*x).",
  ]);
});

it("a right claim comes with a point where it could have failed", () => {
  const { verdict, by, witness } = check({ expression: "logdet(X'*X)", wrt: "X", claim: "2*pinv(X)'", declare: "X: matrix(m, n) fullrank" });
  expect([verdict, by, witness?.refuted]).toEqual(["correct", "evaluation", "-2*pinv(X)'"]);
  const sizes = Object.values(witness?.sizes ?? {});
  expect(new Set(sizes).size).toBe(sizes.length);
  expect(witness?.value.flat().some((v) => Math.abs(v) > 1e-6)).toBe(true);
});

it("a wrong claim comes with small whole numbers that refute it", () => {
  expect(check({ expression: "x'*x", wrt: "x", claim: "x", declare: "x: vector(n)" }).counterexample).toEqual({
    sizes: { n: 1 },
    values: { x: [[1]] },
    left: [[2]],
    right: [[1]],
  });
});

describe("the kind of a name that is not declared", () => {
  const verdictOf = (expression: string, claim: string) => {
    const { verdict, assumptions, declared } = check({ expression, wrt: "x", claim });
    return [verdict, assumptions, declared.x];
  };
  it("is a scalar where the claim has shapes only so", () => {
    expect(verdictOf("sigmoid(x)", "sigmoid(x)*(1 - sigmoid(x))")).toEqual(["under-assumption", ["x scalar"], "scalar"]);
    expect(verdictOf("tanh(x)", "1 + tanh(x)^2").slice(0, 1)).toEqual(["wrong"]);
  });
  it("is no scalar where a function of several entries stands over it", () => {
    expect(verdictOf("softmax(x)", "softmax(x).*(1 - softmax(x))")).toEqual(["wrong", [], "vector(n)"]);
    expect(verdictOf("x/sum(x)", "(1 - x/sum(x))/sum(x)")).toEqual(["wrong", [], "vector(n)"]);
  });
});
