import { describe, expect, it } from "vitest";
import { answer } from "../src/index.ts";

type Row = readonly [left: string, right: string, verdict: string, by: string, declare?: string];
const equations: readonly Row[] = [
  ["tr(A*B)", "tr(B*A)", "correct", "proof"],
  ["tr(A*B)", "tr(A*B')", "under-assumption", "evaluation", "A: matrix(n); B: matrix(n)"],
  ["inv(A + B*C)", "inv(A) - inv(A)*B*inv(eye(m) + C*inv(A)*B)*C*inv(A)", "correct", "evaluation", "A: matrix(n); B: matrix(n, m); C: matrix(m, n)"],
  ["inv(A + B*C)", "inv(A) + inv(A)*B*inv(eye(m) + C*inv(A)*B)*C*inv(A)", "wrong", "evaluation", "A: matrix(n); B: matrix(n, m); C: matrix(m, n)"],
  ["tr(A*B)", "B*A", "wrong", "proof"],
  ["S*x", "S'*x", "correct", "proof", "S: matrix(n) symmetric; x: vector(n)"],
  ["A*x", "A'*x", "under-assumption", "evaluation", "A: matrix(n); x: vector(n)"],
  ["log(x^2)", "2*log(x)", "under-assumption", "evaluation", "x: scalar"],
  ["log(x^2)", "2*log(x)", "correct", "evaluation", "x: scalar positive"],
  ["norm2(x)^2", "x'*x + 1e-10*x'*x", "undecided", "evaluation"],
  ["log(-1 - x'*x)", "0", "undecided", "evaluation"],
  ["sum(k=1..n, A[1,k]*adj(A)[k,2])", "0", "correct", "evaluation", "A: matrix(n)"],
  ["0*det(A)", "sum(k=1..n, A[1,k]*adj(A)[k,1])", "wrong", "evaluation", "A: matrix(n)"],
  // so up to n = 4 only
  [
    "det(eye(n) + A)",
    "1 + tr(A) + (tr(A)^2 - tr(A^2))/2 + (tr(A)^3 - 3*tr(A)*tr(A^2) + 2*tr(A^3))/6 + (tr(A)^4 - 6*tr(A^2)*tr(A)^2 + 3*tr(A^2)^2 + 8*tr(A)*tr(A^3) - 6*tr(A^4))/24",
    "wrong",
    "evaluation",
    "A: matrix(n)",
  ],
];

describe("check of equations", () => {
  it.each(equations)("%s = %s is %s", (left, right, verdict, by, declare) => {
    expect(answer({ task: "check", left, right, ...(declare && { declare }) })).toMatchObject({ ok: true, verdict, by });
  });
});

const claims = [
  ["x'*A*x", "x", "(A + A')*x", undefined, { verdict: "correct", layout: "mixed" }],
  ["x'*A*x", "x", "x'*(A + A')", undefined, { verdict: "correct", layout: "numerator" }],
  ["x'*A*x", "x", "x'*(A + A')", "denominator", { verdict: "other-layout", layout: "numerator", derivative: "(A + A')*x" }],
  ["x'*A*x", "x", "2*A*x", undefined, { verdict: "under-assumption", assumptions: ["A symmetric"], derivative: "(A + A')*x" }],
  ["logdet(X)", "X", "inv(X)'", undefined, { verdict: "correct", layout: "mixed" }],
  ["logdet(X)", "X", "inv(X)", undefined, { verdict: "correct", layout: "numerator" }],
] as const;

describe("check of derivatives", () => {
  it.each(claims)("d(%s)/d(%s) = %s", (expression, wrt, claim, layout, expected) => {
    expect(answer({ task: "check", expression, wrt, claim, ...(layout && { layout }) })).toMatchObject({ ok: true, ...expected });
  });
});

const mistakes = [
  [
    { left: "tr(A*B", right: "tr(B*A)" },
    { code: "syntax", message: '"(" is never closed', in: "left" },
  ],
  [
    { left: "x", right: "x +" },
    { code: "syntax", in: "right" },
  ],
  [
    { left: "tr(A)", right: " " },
    { code: "empty", message: "the right side is empty", in: "right" },
  ],
  [{ expression: "x'*x" }, { code: "request", message: "there is nothing to check" }],
  [{ lines: ["x'*x"] }, { code: "request", message: "there is no equality in the lines" }],
  [
    { expression: "x'*x", wrt: "x", claim: "2*(x" },
    { code: "syntax", message: '"(" is never closed', in: "claim" },
  ],
] as const;

describe("mistakes in checks", () => {
  it.each(mistakes)("%j", (request, error) => {
    expect(answer({ task: "check", ...request })).toMatchObject({ ok: false, error });
  });
});

it("a claim that is right in another layout than the default says so", () => {
  expect(answer({ task: "check", expression: "A*x", wrt: "x", claim: "A'" })).toMatchObject({
    verdict: "correct",
    layout: "denominator",
    reason: "in denominator layout, not in mixed, the default",
  });
});

it("a condition may name a size that neither side has", () => {
  const response = answer({
    task: "check",
    left: "log(det(A)^2)",
    right: "2*log(abs(det(A)))",
    declare: "A: matrix(n); B: matrix(p, q)",
    conditions: ["p >= q"],
  });
  expect(response).toMatchObject({ ok: true, verdict: "correct" });
});
