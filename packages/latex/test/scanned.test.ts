import { readLatex } from "gradus-latex";
import { describe, expect, test } from "vitest";
import { line } from "./rows.ts";

describe("what scanners write", () => {
  test.each([
    ["{ \\bf A X } ^ { T } { \\bf b }", "A*X'*b"],
    ["{\\rm Tr}({\\bf A}) + {\\bf 1}^T{\\bf x}", "tr(A) + «ones»'*x"],
    ["\\mathrm { T r } ( { \\cal A } )", "tr(A)"],
    ["t r ( {\\bf A B} ) + l o g ( x )", "tr(A*B) + log(x)"],
    ["{\\bf X}^{-l} {\\bf b}", "inv(X)*b"],
    ["X⁻¹b + (XᵀX)⁻ᵀ + x²ᵢ + Xᴴ", "inv(X)*b + inv(X'*X)' + x[i]^2 + X'"],
    ["δᵢⱼ + (A⁻¹)ₖₗ", "delta(i, j) + inv(A)[k,l]"],
    ["∂ ln|det(X)|/∂X", "∂(logdet(X) by X)"],
    ["\\frac{\\partial \\det(X}){\\partial X}", "∂(det(X) by X)"],
    ["\\frac{\\partial \\ln |\\det(X)| \\mid}{\\partial X}", "∂(logdet(X) by X)"],
  ])("%s", (latex, read) => expect(line(latex)).toBe(read));

  test("what is repaired is told", () => {
    const told = (latex: string) => readLatex(latex).diagnostics.map((d) => `${d.severity}: ${d.message}`);
    expect(told("\\ln \\det(A) |")).toEqual(['repair: "|" closes nothing']);
    expect(told("{\\bf A}x")).toEqual([]);
  });
});
