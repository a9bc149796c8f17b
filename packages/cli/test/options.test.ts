import { describe, expect, test } from "vitest";
import { commonRequest, definitions, deriveRequest, UsageError } from "../src/options.ts";
import { expressionsLast } from "../src/program.ts";

const options = { format: "text", verify: true } as const;

describe("definitions", () => {
  test.each<[texts: string[], defined: Record<string, string>]>([
    [["a = W*x + b; h = exp(a)"], { a: "W*x + b", h: "exp(a)" }],
    [["a = x # first", "b=a\n\nc = b;"], { a: "x", b: "a", c: "b" }],
    [[""], {}],
  ])("%j", (texts, defined) => {
    expect(definitions(texts)).toEqual(defined);
  });
  test("a part without = is a mistake in the call", () => {
    expect(() => definitions(["a"])).toThrow(new UsageError("a definition is written name = expression, not 'a'"));
  });
  test("names such as __proto__ are names", () => {
    expect(Object.keys(definitions(["__proto__ = x"]))).toEqual(["__proto__"]);
  });
});

describe("requests", () => {
  test.each<[object, object]>([
    [deriveRequest("f", ["x"], options), { expression: "f", wrt: "x" }],
    [deriveRequest("f", ["x,y"], options), { expression: "f", wrt: "x,y" }],
    [
      deriveRequest("f", ["x", "y"], { ...options, order: 2, layout: "numerator", form: "jvp" }),
      { expression: "f", wrt: ["x", "y"], order: 2, layout: "numerator", form: "jvp" },
    ],
    [
      commonRequest({ ...options, declare: ["a: scalar", "b: scalar"], condition: ["m >= n; n >= 2", "commute(A, B)"] }),
      { declare: "a: scalar\nb: scalar", conditions: ["m >= n", "n >= 2", "commute(A, B)"] },
    ],
    [commonRequest({ ...options, verify: false, lang: "zh", define: ["a = x"] }), { verify: false, lang: "zh", define: { a: "x" } }],
  ])("%j", (request, expected) => {
    expect(request).toEqual(expected);
  });
});

describe("expressions that start with a minus", () => {
  test.each<[string[], string[]]>([
    [
      ["-y'*x", "--wrt", "x"],
      ["--wrt", "x", "--", "-y'*x"],
    ],
    [
      ["simplify", "-x"],
      ["simplify", "--", "-x"],
    ],
    [
      ["-", "--wrt", "x"],
      ["-", "--wrt", "x"],
    ],
    [["-h"], ["-h"]],
    [
      ["--wrt", "x", "--", "-x"],
      ["--wrt", "x", "--", "-x"],
    ],
    [
      ["--X", "--wrt", "X"],
      ["--wrt", "X", "--", "--X"],
    ],
  ])("%j", (argv, expected) => {
    expect(expressionsLast(argv)).toEqual(expected);
  });
});
