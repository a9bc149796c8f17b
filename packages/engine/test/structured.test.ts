import { describe, expect, it } from "vitest";
import { answer, type DeriveAnswer } from "../src/index.ts";

type Row = readonly [expression: string, declared: string, structured: true | "entries" | "projected" | "cholesky" | "riemannian", derivative: string];
const rows: readonly Row[] = [
  ["tr(A*X)", "symmetric", true, "A' + A - A.*eye(n)"],
  ["tr(A*X)", "symmetric", "projected", "(A' + A)/2"],
  ["logdet(X)", "symmetric", "entries", "2*inv(X) - inv(X).*eye(n)"],
  ["logdet(X)", "posdef", "projected", "inv(X)"],
  ["tr(A*X)", "posdef", "cholesky", "tril((A' + A)*chol(X))"],
  ["tr(A*X)", "skew", true, "A' - A"],
  ["tr(A*X)", "skew", "projected", "(A' - A)/2"],
  ["tr(A*X)", "diagonal", true, "A.*eye(n)"],
  ["tr(A*X)", "lower", true, "tril(A')"],
  ["a'*X*b", "upper", "projected", "triu(a*b')"],
  ["tr(A*X)", "lower upper", true, "A.*eye(n)"],
  ["tr(A*X)", "toeplitz", true, "tr(A)*eye(n) + sum(i=1..n-1, tr(A*shift(n)^i)*shift(n)^i + tr(A'*shift(n)^i)*(shift(n)^i)')"],
  ["tr(A*X)", "symtoeplitz", true, "tr(A)*eye(n) + sum(i=1..n-1, tr((A' + A)*shift(n)^i)*(shift(n)^i + (shift(n)^i)'))"],
  ["tr(A*X)", "symmetric toeplitz", "projected", "tr(A)*eye(n)/n + sum(i=1..n-1, tr((A' + A)*shift(n)^i)*(shift(n)^i + (shift(n)^i)')/(n - i))/2"],
  ["tr(A*X)", "orthogonal", true, "(A' - X*A*X)/2"],
];

describe("gradients within a structure", () => {
  it.each(rows)("%s, X %s, %s", (expression, properties, structured, derivative) => {
    const declare = `X: matrix(n) ${properties}`;
    for (const layout of ["mixed", "numerator", "denominator"] as const) {
      const a = answer({ expression, wrt: "X", declare, structured, layout }) as DeriveAnswer;
      expect(a).toMatchObject({ ok: true, derivative, shape: ["n", "n"], layout, verified: { status: "passed" } });
      expect(a.used).toEqual(properties.split(" ").map((p) => `X ${p}`));
    }
  });

  it("says the convention and what the other would be", () => {
    const a = answer({ expression: "logdet(X)", wrt: "X", declare: "X: matrix(n) symmetric", structured: true }) as DeriveAnswer;
    expect(a.structured).toBe("entries");
    expect(a.notes.map((n) => n.message)).toEqual([
      "convention entries: by each free entry of X, with all that is tied to it; projected on the symmetric matrices it would be inv(X)",
    ]);
  });
});

const mistakes = [
  ["X: matrix(n)", true, "request", "X has no declared structure"],
  ["X: matrix(n) skew toeplitz", true, "request", "what X is declared to be, skew toeplitz, is no structure known here"],
  ["X: matrix(n) symmetric", "cholesky", "request", "there is no gradient cholesky for X symmetric"],
  ["X: matrix(n) orthogonal", "entries", "request", "there is no gradient entries for X orthogonal"],
  ["X: matrix(n) symmetric", "sideways", "request", 'no structured "sideways"'],
] as const;

describe("mistakes with structures", () => {
  it.each(mistakes)("%s %s", (declare, structured, code, message) => {
    expect(answer({ expression: "tr(A*X)", wrt: "X", declare, structured: structured as true })).toMatchObject({ ok: false, error: { code, message } });
  });
});
