import { describe, expect, test } from "vitest";
import { dimension, dimensionOf, one } from "../../src/expression/dimension.ts";
import { variable } from "../../src/expression/node.ts";
import { multiply } from "../../src/numeric/arithmetic.ts";
import { determinant } from "../../src/numeric/kernels.ts";
import { greatest, isSymmetric } from "../../src/numeric/matrix.ts";
import { satisfies } from "../../src/numeric/properties.ts";
import { random } from "../../src/numeric/random.ts";
import { samplePoint, sampleVariable } from "../../src/numeric/sample.ts";
import { type Condition, sampleSizes } from "../../src/numeric/sizes.ts";

const [m, n] = [dimension("m"), dimension("n")];
const square = [
  "symmetric",
  "skew",
  "posdef",
  "psd",
  "diagonal",
  "lower",
  "upper",
  "orthogonal",
  "idempotent",
  "invertible",
  "fullrank",
  "toeplitz",
  "symtoeplitz",
  "positive",
  "nonneg",
  "unit01",
  "binary",
  "pm1",
  "simplex",
  "onehot",
  "integer",
  "symmetric invertible",
  "symmetric idempotent",
  "symmetric orthogonal",
  "posdef diagonal",
  "posdef toeplitz",
  "posdef positive",
  "posdef unit01",
  "psd nonneg",
  "psd idempotent",
  "lower invertible",
  "upper invertible",
  "lower toeplitz",
  "lower idempotent",
  "upper idempotent",
  "lower orthogonal",
  "diagonal orthogonal",
  "diagonal idempotent",
  "diagonal positive psd",
  "diagonal invertible",
  "toeplitz invertible",
  "toeplitz orthogonal",
  "symtoeplitz posdef",
  "symtoeplitz idempotent",
  "orthogonal nonneg",
  "orthogonal onehot symmetric",
  "simplex symmetric",
  "simplex positive",
  "simplex invertible",
  "simplex lower",
  "binary symmetric",
  "pm1 symmetric",
  "positive symmetric",
  "positive invertible",
  "unit01 invertible",
  "skew toeplitz",
  "symmetric posdef invertible",
  "onehot invertible",
  "integer symmetric",
  "binary lower",
];
const impossible = ["diagonal positive", "skew positive", "pm1 skew"];

describe.each(square)("a square matrix, %s", (words) => {
  test("has its properties at unequal sizes", () => {
    if (words === "diagonal positive psd")
      return expect(sampleVariable(variable("A", n, n, words.split(" ")), new Map([["n", 3]]), random("d"))).toBeUndefined();
    for (const size of [2, 3, 4, 5]) {
      const v = variable("A", n, n, words.split(" "));
      const a = sampleVariable(v, new Map([["n", size]]), random(words + size));
      expect(a, `n = ${size}`).toBeDefined();
      for (const p of v.properties) expect(satisfies(a!, p), p).toBe(true);
      expect(greatest(a!)).toBeLessThan(30);
    }
  });
});

test.each(impossible)("%s has no value", (words) =>
  expect(sampleVariable(variable("A", n, n, words.split(" ")), new Map([["n", 3]]), random("i"))).toBeUndefined(),
);

test("skew and regular needs an even size, orthogonal and full rank a tall one", () => {
  for (let k = 0; k < 20; k++) {
    const s = samplePoint([variable("A", n, n, ["skew", "invertible"])], ["n"], [], random(`e${k}`));
    expect(s!.sizes.get("n")! % 2).toBe(0);
    for (const p of ["orthogonal", "fullrank"]) {
      const t = samplePoint([variable("A", m, n, [p])], ["m", "n"], [], random(`t${k}`));
      expect(t!.sizes.get("m")!).toBeGreaterThan(t!.sizes.get("n")!);
    }
  }
});

test("what is not declared does not hold", () => {
  const sizes = new Map([["n", 4]]);
  for (const p of ["idempotent", "invertible", "orthogonal", "toeplitz", "lower", "simplex"])
    expect(isSymmetric(sampleVariable(variable("A", n, n, [p]), sizes, random(p))!, 1e-9), p).toBe(false);
  const psd = sampleVariable(variable("A", n, n, ["psd"]), sizes, random("psd"))!;
  expect(Math.abs(determinant([psd]).data[0]!)).toBeLessThan(1e-12);
});

test("singular samples keep the other properties", () => {
  for (const p of [[], ["symmetric"], ["diagonal"], ["lower"], ["psd"]]) {
    const a = sampleVariable(variable("A", n, n, [...p, "invertible"]), new Map([["n", 4]]), random("s"), { drop: new Set(["invertible"]), singular: true })!;
    expect(Math.abs(determinant([a]).data[0]!)).toBeLessThan(1e-12);
    for (const q of p) expect(satisfies(a, q)).toBe(true);
  }
});

test("sizes are unequal and satisfy the conditions", () => {
  const conditions: Condition[] = [
    { kind: "size", left: m, relation: ">=", right: n },
    { kind: "size", left: dimension("p"), relation: "==", right: dimensionOf(3) },
    { kind: "size", left: dimension("q"), relation: ">", right: dimensionOf(7) },
  ];
  for (let k = 0; k < 50; k++) {
    const s = sampleSizes(["m", "n", "p", "q"], conditions, random(`z${k}`))!;
    expect(s.get("m")!).toBeGreaterThan(s.get("n")!);
    expect(s.get("p")).toBe(3);
    expect(s.get("q")!).toBeGreaterThan(7);
    expect(Math.min(...s.values())).toBeGreaterThan(1);
    const free = sampleSizes(["a", "b", "c", "d", "e"], [], random(`f${k}`))!;
    expect(new Set(free.values()).size).toBe(5);
  }
  expect(
    sampleSizes(
      ["m", "n"],
      [
        { kind: "size", left: m, relation: ">", right: n },
        { kind: "size", left: n, relation: ">", right: m },
      ],
      random("x"),
    ),
  ).toBeUndefined();
});

test.each([
  [[], []],
  [["symmetric"], ["symmetric"]],
  [["posdef"], ["posdef"]],
  [[], ["invertible"]],
  [["lower"], ["lower"]],
  [["idempotent"], ["idempotent"]],
  [["orthogonal"], ["orthogonal"]],
  [["skew"], ["symmetric"]],
])("commuting matrices, %s and %s", (p, q) => {
  const s = samplePoint([variable("A", n, n, p), variable("B", n, n, q)], ["n"], [{ kind: "commute", left: "A", right: "B" }], random("c"))!;
  const [a, b] = [s.values.get("A")!, s.values.get("B")!];
  const [ab, ba] = [multiply(a, b), multiply(b, a)];
  ab.data.forEach((v, k) => void expect(v).toBeCloseTo(ba.data[k]!, 9));
  for (const w of q) expect(satisfies(b, w)).toBe(true);
});

test("the same seed gives the same point", () => {
  const vs = [variable("A", m, n), variable("x", n, one, ["simplex"])];
  expect(samplePoint(vs, ["m", "n"], [], random("same"))).toEqual(samplePoint(vs, ["m", "n"], [], random("same")));
  const deviates = Array.from(
    { length: 4000 },
    (
      (r) => () =>
        r.normal()
    )(random("moments")),
  );
  expect(deviates.reduce((s, v) => s + v, 0) / 4000).toBeCloseTo(0, 1);
  expect(deviates.reduce((s, v) => s + v * v, 0) / 4000).toBeCloseTo(1, 1);
});
