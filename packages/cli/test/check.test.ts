import { describe, expect, it } from "vitest";
import { claimOf, ofMatrices } from "../src/check.ts";

const rows = [
  ["tr(A*B) = tr(B*A)", { left: "tr(A*B)", right: "tr(B*A)" }],
  ["sum(i=1..n, x[i]) = sum(x)", { left: "sum(i=1..n, x[i])", right: "sum(x)" }],
  ["d(x'*(A*x))/d(x) = (A + A')*x", { expression: "x'*(A*x)", wrt: "x", claim: "(A + A')*x" }],
  ["d(tr(X))/d(X[1,2]) = 0", { expression: "tr(X)", wrt: "X[1,2]", claim: "0" }],
  ["d(d(x'*A*x)/d(x))/d(x) = A + A'", { expression: "x'*A*x", wrt: "x", order: 2, claim: "A + A'" }],
  ["d2(x'*A*x)/dx2 = A + A'", { expression: "x'*A*x", wrt: "x", order: 2, claim: "A + A'" }],
  ["d2(x'*A*x)/d(x)2 = A + A'", { expression: "x'*A*x", wrt: "x", order: 2, claim: "A + A'" }],
  ["d(x)*y = y*d(x)", { left: "d(x)*y", right: "y*d(x)" }],
] as const;

describe("claims", () => {
  it.each(rows)("%s", (text, parts) => expect(claimOf(text)).toEqual(parts));
  it("a text without an equality is none", () =>
    expect(() => claimOf("tr(A)")).toThrow("a claim is written left = right, or d(expression)/d(name) = expression"));
  it("more equalities are a derivation", () => {
    expect(claimOf("a = b = c")).toEqual({ lines: ["a = b = c"] });
    expect(claimOf("f = x'*x\n\ndf = 2*x'*dx\n")).toEqual({ lines: ["f = x'*x", "df = 2*x'*dx"] });
  });
  it("an inequality is none", () =>
    expect(() => claimOf("norm2(x + y) <= norm2(x) + norm2(y)")).toThrow("a claim is an equation, left = right: inequalities are not checked"));
});

describe("functions in LaTeX are those of matrices where only so a claim is right", () => {
  it.each([
    [{ expression: "tr(sin(X))", wrt: "X", claim: "cos(X)" }, "tr(sinm(X))"],
    [{ expression: "a'*sin(x)", wrt: "x", claim: "a.*cos(x)" }, "a'*sin(x)"],
    [{ expression: "a'*sin(x)", wrt: "x", claim: "a.*sin(x)" }, "a'*sin(x)"],
  ])("%j", (claim, expression) => expect(ofMatrices(claim, (c) => ({ task: "check", ...c })).expression).toBe(expression));
});
