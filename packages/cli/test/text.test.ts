import type { DeriveAnswer, DeriveRequest } from "gradus";
import pc from "picocolors";
import { describe, expect, test } from "vitest";
import { leftHandSide, responseText } from "../src/text.ts";

const answer: DeriveAnswer = {
  id: null,
  ok: true,
  derivative: "2*S*x",
  latex: "2 S x",
  shape: ["n", "1"],
  layout: "mixed",
  form: "matrix",
  declared: { x: "vector(n)", S: "matrix(n, n) symmetric" },
  used: ["S symmetric"],
  conditions: ["S invertible"],
  notes: [{ code: "kink", message: "not differentiable at 0" }],
  verified: { status: "passed", maxError: 1.25e-9, trials: 6, seed: 1 },
  ms: 1,
};

test("an answer in a pipe", () => {
  expect(responseText({ expression: "x'*S*x", wrt: "x" }, answer, "text", pc.createColors(false))).toBe(`d/dx = 2*S*x

  declared  x: vector(n); S: matrix(n, n) symmetric
  layout    mixed
  shape     n x 1
  used      S symmetric
  assuming  S invertible
  note      not differentiable at 0
  check     passed at 6 points, greatest error 1.3e-9
`);
});

test("an answer on a terminal has colours, and the same text", () => {
  const request = { expression: "x'*S*x", wrt: "x" };
  const coloured = responseText(request, answer, "text", pc.createColors(true));
  expect(coloured).toContain("\u001b[");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what colours are made of
  expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(responseText(request, answer, "text", pc.createColors(false)));
});

test("parts used more than once stand before the rest", () => {
  const text = responseText(
    { expression: "f", wrt: "x" },
    { ...answer, where: [{ name: "h", expression: "exp(x)", shape: ["n", "1"] }] },
    "text",
    pc.createColors(false),
  );
  expect(text).toContain("\n\n  where     h = exp(x)  (n x 1)\n");
});

describe("the left-hand side", () => {
  test.each<[string, Partial<DeriveRequest>, Partial<DeriveAnswer>]>([
    ["d/dx", { wrt: "x" }, {}],
    ["d2/dx2", { wrt: "x", order: 2 }, {}],
    ["d2/dx dy", { wrt: "x, y" }, {}],
    ["d/dX[2,1]", { wrt: "X[2,1]" }, {}],
    ["jvp", { wrt: "x" }, { form: "jvp" }],
  ])("%s", (left, request, more) => {
    expect(leftHandSide({ expression: "f", wrt: "x", ...request }, { ...answer, ...more })).toBe(left);
  });
});
