import pc from "picocolors";
import { describe, expect, test } from "vitest";
import { diagnostic, internalFailure, underlined } from "../src/diagnostics.ts";

const plain = pc.createColors(false);

describe("the underlined line", () => {
  test.each<[text: string, span: [number, number], line: string, carets: string]>([
    ["a + b", [4, 5], "a + b", "    ^"],
    ["a + b", [0, 5], "a + b", "^^^^^"],
    ["a +", [3, 3], "a +", "   ^"],
    ["a\nbc + d", [2, 4], "bc + d", "^^"],
    ["a\tb", [2, 3], "a b", "  ^"],
    ["数据 + b", [5, 6], "数据 + b", "       ^"],
    ["", [0, 0], "", "^"],
    ["a", [7, 9], "a", " ^"],
  ])("%j %j", (text, span, line, carets) => {
    expect(underlined(text, span)).toEqual([line, carets]);
  });

  test("a long line is cut to a window around the place", () => {
    const [line, carets] = underlined(`${"x + ".repeat(1000)}?${" + y".repeat(1000)}`, [4000, 4001]);
    expect(line.length).toBeLessThan(110);
    expect(line.startsWith("… ")).toBe(true);
    expect(line.endsWith(" …")).toBe(true);
    expect(line[carets.indexOf("^")]).toBe("?");
  });
});

test("a diagnostic shows what is wrong, every place and what to do", () => {
  const request = { expression: "x'*A", wrt: "x", declare: { A: "matrix(m, n)", x: "vector(n)" } };
  const error = {
    code: "shape",
    message: "x' is 1 x n and A is m x n",
    span: [0, 4] as const,
    hint: "x'*A needs m = n",
    related: [
      { span: [0, 2] as const, message: "1 x n" },
      { span: [0, 12] as const, message: "A is declared here", in: "declare.A" },
    ],
  };
  expect(diagnostic(request, error, plain)).toBe(
    "error: x' is 1 x n and A is m x n [shape]\n  x'*A\n  ^^^^\n  ^^ 1 x n\n  declare.A: matrix(m, n)\n             ^^^^^^^^^^^^ A is declared here\nhint: x'*A needs m = n\n",
  );
});

test("a place in a part that the request lacks is left out", () => {
  const error = { code: "shape", message: "no", span: [0, 4] as const, in: "declare.__proto__" };
  expect(diagnostic({ expression: "x", wrt: "x" }, error, plain)).toBe("error: no [shape]\n");
});

test("an error of ours is one line", () => {
  expect(internalFailure(new Error("a\n  at b"))).toEqual({ code: "internal", message: "internal error (Error: a); please report the request", span: [0, 0] });
});
