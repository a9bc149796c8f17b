import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { partAt } from "../src/answer/parts.ts";
import { kindOf, leftSide, shapeText } from "../src/answer/said.ts";
import { tasks } from "../src/engine/tasks.ts";
import { lengthSeen } from "../src/sheet/formula.ts";
import { sections } from "../src/sheet/topics.ts";
import { drawTerm } from "../src/views/network.ts";
import { fits, partsOf, typeOf } from "../src/views/type.ts";

describe("types", () => {
  test.each(["scalar", "vector(n)", "row(n)", "matrix(m, n) symmetric posdef", "vector(d)[N]", "matrix(m*n, k+1)"])("%s comes back", (type) =>
    expect(typeOf(partsOf(type))).toBe(type),
  );
  test("dimensions that are missing get names", () => {
    expect(typeOf({ ...partsOf("vector(p) positive"), kind: "matrix" })).toBe("matrix(p, p) positive");
    expect(typeOf({ ...partsOf("scalar"), kind: "matrix" })).toBe("matrix(n, m)");
  });
  test("properties fit shapes", () => {
    expect(fits("square", partsOf("matrix(n, n)"))).toBe(true);
    expect(fits("square", partsOf("matrix(m, n)"))).toBe(false);
    expect(fits("scalar", partsOf("vector(n)"))).toBe(false);
  });
});

describe("left sides", () => {
  test.each([
    ["matrix", 1, "vector", "\\frac{\\partial f}{\\partial x}"],
    ["matrix", 2, "vector", "\\frac{\\partial^2 f}{\\partial x\\,\\partial x^{\\top}}"],
    ["matrix", 2, "scalar", "\\frac{\\partial^2 f}{\\partial x^2}"],
    ["differential", 1, "vector", "\\mathrm{d}f"],
  ] as const)("%s, order %s, %s", (form, order, kind, tex) => expect(leftSide({ form, order }, "x", "f", kind)).toBe(tex));
  test("shapes and kinds", () => {
    expect(shapeText(["m*n", "1"])).toBe("m·n × 1");
    expect(["scalar", "vector(n)", "row(n)", "matrix(m, n)", "vector(d)[N]"].map((t) => kindOf({ x: t }, "x"))).toEqual([
      "scalar",
      "vector",
      "vector",
      "matrix",
      "matrix",
    ]);
  });
});

describe("pictures", () => {
  const drawn = async (expression: string, wrt: string) => {
    const n = await tasks.networks({ expression, wrt });
    if (!n.ok) throw new Error(n.error.message);
    return n.derivative.map((t) => drawTerm(t));
  };
  test("a transposed matrix is marked", async () => {
    const terms = await drawn("tr(A*X*B*X')", "X");
    expect(terms.map((t) => t.spots.map((s) => s.label))).toEqual([
      ["A", "X", "B"],
      ["Aᵀ", "X", "Bᵀ"],
    ]);
    expect(terms[0]?.wires.filter((w) => w.end).length).toBe(2);
  });
  test("a diagonal is a dot with two loose ends", async () => {
    const [term] = await drawn("softmax(x)", "x");
    expect(term?.spots.map((s) => s.label)).toEqual(["softmax(x)", undefined]);
    expect(term?.wires.filter((w) => w.end).length).toBe(2);
  });
});

test("the smallest part that holds a place", () => {
  const part = (from: number, to: number) => ({ span: [from, to] as const, shape: ["1", "1"] as const });
  const [whole, inner] = [part(0, 9), part(2, 5)];
  expect([partAt([whole, inner], 3), partAt([whole, inner], 7), partAt([whole, inner], 9)]).toEqual([inner, whole, undefined]);
});

test("how long a formula looks", () => {
  expect(lengthSeen("\\frac{\\partial }{\\partial x}\\,x^\\top A x = \\left(A + A^\\top\\right) x")).toBe("xxx,xxAx=(A+Ax)x".length);
});

test("every topic of the corpora has one section", () => {
  const shown = sections.flatMap((s) => s.topics);
  expect(shown.length).toBe(new Set(shown).size);
  const unshown = new Set(["expectation"]);
  for (const file of ["notes", "cookbook", "models"]) {
    const { cases } = JSON.parse(readFileSync(new URL(`../../../corpus/${file}.json`, import.meta.url), "utf8")) as { cases: { topic: string }[] };
    for (const { topic } of cases) expect(shown.includes(topic) || unshown.has(topic) ? "" : topic).toBe("");
  }
});
