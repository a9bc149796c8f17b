import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diagnosticCodes } from "../../src/language/diagnostics.ts";
import { elaborate, type Source } from "../../src/language/elaborate.ts";
import { parse } from "../../src/language/parser.ts";
import { unicode } from "../../src/language/unicode.ts";

const many = (n: number, text: (k: number) => string, between = "") => Array.from({ length: n }, (_, k) => text(k)).join(between);
const codes = (source: Source) => [...new Set(elaborate(source).diagnostics.map((d) => d.code))].join(" ");

describe("long and deep texts end", () => {
  test.each<[name: string, Source, codes: string]>([
    ["10,000 brackets", { expression: `${"(".repeat(10_000)}x${")".repeat(10_000)}` }, "depth"],
    ["open brackets", { expression: "(".repeat(300_000) }, "depth"],
    ["700 brackets", { expression: `${"(".repeat(700)}x${")".repeat(700)}` }, ""],
    ["700 calls", { expression: `${"exp(".repeat(700)}x${")".repeat(700)}` }, ""],
    ["700 sums in brackets", { expression: `${"(1+".repeat(700)}x${")".repeat(700)}` }, ""],
    ["closing brackets", { expression: ")".repeat(300_000) }, "syntax"],
    ["10,000 signs", { expression: `${"-".repeat(10_000)}x` }, ""],
    ["10,000 transposes", { expression: `x${"'".repeat(10_000)}` }, "depth"],
    ["a long name", { expression: "x".repeat(300_000) }, ""],
    ["a long number", { expression: "1".repeat(300_000) }, "budget"],
    ["1,000 digits", { expression: `${"1".repeat(1_000)}*x` }, "budget"],
    ["a long sum", { expression: `${"x+".repeat(100_000)}x` }, ""],
    ["a long product", { expression: `${"X*".repeat(100_000)}X` }, ""],
    ["a sum of many names", { expression: many(20_000, (k) => `x${k}`, "+") }, ""],
    ["a sum of unknown functions", { expression: many(40_000, () => "f(x)", "+") }, "unknown-function"],
    ["500 names that do not fit", { expression: many(500, (k) => `x${k}`, "*") }, "shape"],
    ["60 names that do not fit", { expression: `${many(60, (k) => `X${k}`, "*")}*y*z` }, "kind"],
    ["words", { expression: "hello world ".repeat(20_000) }, "implicit-product"],
    ["superscripts", { expression: `x${"²".repeat(100_000)}`, declare: "x: scalar" }, "budget"],
    ["a polynomial of dimensions", { expression: "eye(((a+b+c+d+f+g)^8)^8)" }, "shape"],
    ["a huge exponent", { expression: "X^(10^9)", declare: "X: matrix(n)" }, "budget"],
    ["a huge power", { expression: "((9^999)^999)*x" }, "budget"],
    ["a huge decimal exponent", { expression: "1e999999*x" }, "budget"],
    ["a tiny number", { expression: "1e-999999*x" }, "budget"],
    ["many declarations", { expression: "x1", declare: many(20_000, (k) => `x${k}: vector(n)`, ";") }, ""],
    ["a declaration of brackets", { expression: "x", declare: `x: matrix(${"(".repeat(200_000)}` }, "declaration"],
    ["many definitions", { expression: "a999", define: `a0 = x;${many(999, (k) => `a${k + 1} = sigmoid(a${k})`, ";")}` }, ""],
    ["many conditions", { expression: "x", conditions: Array.from({ length: 10_000 }, (_, k) => `m${k} >= n`) }, ""],
    ["lone surrogates", { expression: "\ud800\udc00\udbff + x\udfff" }, "character"],
  ])("%s", (_name, source, expected) => {
    expect(codes(source)).toBe(expected);
  });

  test("a first mistake is told, not thousands", () => {
    const read = parse("?x$ ".repeat(50_000));
    expect(read.diagnostics.length).toBeLessThanOrEqual(20);
  });
});

test("any text is read without an exception, and places are inside it", () => {
  const piece = fc.constantFrom(
    ..."abxXAT019.*/^'()[]+-,;:=~|{}\\ \n#é²ᵀ⊙_$?√∫∑…",
    "sum(i=1..n, ",
    "det(",
    "eye(",
    ".*",
    "./",
    "..",
    "1e",
    "x_₁",
    "A^-T",
    "e(",
    "E(x ~ ",
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 6, arbitrary: piece }, { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 3 }) }), { maxLength: 24 }),
      fc.array(piece, { maxLength: 10 }),
      (pieces, rest) => {
        const [expression, declare] = [pieces.join(""), `A: matrix(m,n); x: vector(n); ${rest.join("")}`];
        const e = elaborate({ expression, declare, define: rest.join(""), conditions: [rest.join("")] });
        expect(e.expression === undefined).toBe(e.diagnostics.length > 0);
        for (const d of [...parse(expression).diagnostics, ...elaborate({ expression }).diagnostics]) {
          expect(0 <= d.span[0] && d.span[0] <= d.span[1] && d.span[1] <= Math.max(1, expression.length)).toBe(true);
          expect(diagnosticCodes.some((c) => c.code === d.code)).toBe(true);
        }
        unicode(expression);
      },
    ),
    { numRuns: 3000 },
  );
});

test("every code of the language is brought by its example", () => {
  const elsewhere = new Set(["request", "unsupported", "unverified", "internal"]);
  for (const { code, example } of diagnosticCodes) {
    if (elsewhere.has(code)) continue;
    const { wrt, ...source } = example as unknown as { wrt: string } & Source;
    expect(`${code}: ${codes({ ...source, wrt: [wrt] })}`).toBe(`${code}: ${code}`);
  }
});
