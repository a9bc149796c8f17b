/** Dense kernels against the definitions, at sizes on both sides of every block. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { assembled } from "../../../../scripts/tiles.ts";
import * as kernels from "../../src/kernels/index.ts";
import { filled, identity, type Matrix } from "../../src/numeric/matrix.ts";
import { gap, lowerOf, normal, positive, productOf, transposeOf } from "./references.ts";

const near = (a: Matrix, b: Matrix, tolerance = 1e-11): void => expect(gap(a, b)).toBeLessThan(tolerance);
const column = (v: Float64Array): Matrix => ({ rows: v.length, cols: 1, data: v });

test("the WebAssembly is what scripts/tiles.ts assembles", async () => {
  const bytes = (text: string) => [...text.matchAll(/"([\w+/=]+)"/g)].map((m) => m[1]);
  const kept = readFileSync(new URL("../../src/kernels/assembled.ts", import.meta.url), "utf8");
  expect(bytes(kept)).toEqual(bytes(await assembled()));
});

describe("products", () => {
  test.each([
    [1, 1, 1],
    [3, 5, 2],
    [8, 512, 8],
    [31, 33, 32],
    [32, 32, 32],
    [33, 34, 35],
    [130, 257, 63],
    [129, 65, 515],
    [17, 300, 600],
    [200, 4, 100],
    [0, 3, 2],
    [40, 0, 40],
  ])("%d x %d x %d", (m, k, n) => {
    const [a, b] = [normal(m, k), normal(k, n)];
    near(kernels.matmul(a, b), productOf(a, b));
  });

  test.each([
    [1, 1],
    [7, 5],
    [40, 33],
    [300, 131],
    [20, 520],
  ])("A'*A for A of %d x %d", (m, n) => {
    const a = normal(m, n);
    const got = kernels.gram(a);
    near(got, productOf(transposeOf(a), a));
    expect(gap(got, transposeOf(got))).toBe(0);
    const v = normal(m, 1).data;
    const scaled = kernels.scaleRows(a, v);
    near(kernels.gramScaled(a, v), productOf(transposeOf(scaled), scaled));
  });

  test.each([
    [1, 1],
    [6, 3],
    [131, 67],
  ])("A*v and v'*A for A of %d x %d", (m, n) => {
    const [a, v, u] = [normal(m, n), normal(n, 1), normal(m, 1)];
    near(column(kernels.matvec(a, v.data)), productOf(a, v));
    near(column(kernels.vecmat(u.data, a)), productOf(transposeOf(a), u));
  });

  test("NaN and infinity are kept", () => {
    const a = normal(64);
    a.data[65] = Number.NaN;
    const out = kernels.matmul(a, identity(64));
    expect(Number.isNaN(out.data[64])).toBe(true);
    expect(out.data[0]).toBe(a.data[0]);
  });
});

describe("broadcasts", () => {
  const a = normal(3, 2);
  const [u, v] = [normal(3, 1).data, normal(2, 1).data];
  test.each<[string, Matrix, (i: number, j: number) => number]>([
    ["scaleRows", kernels.scaleRows(a, u), (i, j) => a.data[i * 2 + j]! * u[i]!],
    ["scaleColumns", kernels.scaleColumns(a, v), (i, j) => a.data[i * 2 + j]! * v[j]!],
    ["shiftRows", kernels.shiftRows(a, u), (i, j) => a.data[i * 2 + j]! + u[i]!],
    ["shiftColumns", kernels.shiftColumns(a, v), (i, j) => a.data[i * 2 + j]! + v[j]!],
  ])("%s", (_, got, want) => expect(gap(got, filled(3, 2, want))).toBe(0));
});

describe.each([1, 5, 127, 128, 150, 200])("solves of %d rows", (n) => {
  const s = positive(n);
  const g = filled(n, n, (i, j) => s.data[i * n + j]! + (i < j ? 0.3 : 0) * s.data[0]!);
  const l = lowerOf(n);
  const u = transposeOf(l);
  test.each([1, 9, n])("%d right sides", (m) => {
    const b = normal(n, m);
    near(productOf(l, kernels.solveLower(l, b)), b);
    near(productOf(u, kernels.solveUpper(u, b)), b);
    near(productOf(s, kernels.choleskySolve(kernels.choleskyFactor(s), b)), b);
    const lu = kernels.luFactor(g);
    near(productOf(g, kernels.luSolve(lu, b)), b);
    near(productOf(transposeOf(g), kernels.luSolveTransposed(lu, b)), b);
    near(productOf(g, kernels.solve(g, b)), b);
  });

  test("a vector stays one", () => {
    const b = normal(n, 1);
    near(productOf(g, column(kernels.solve(g, b.data))), b);
    near(productOf(l, column(kernels.solveLower(l, b.data))), b);
  });

  test("factors, inverses and determinants", () => {
    const f = kernels.choleskyFactor(s);
    near(productOf(f, transposeOf(f)), s);
    expect(f.data.every((x, k) => k % n <= Math.floor(k / n) || x === 0)).toBe(true);
    near(productOf(s, kernels.choleskyInverse(f)), identity(n));
    near(productOf(g, kernels.inverse(g)), identity(n));
    near(productOf(g, kernels.luInverse(kernels.luFactor(g))), identity(n));
    const logdet = kernels.choleskyLogdet(f);
    expect(Math.abs(kernels.logdeterminant(s) - logdet)).toBeLessThan(1e-9 * (1 + Math.abs(logdet)));
    expect(Math.abs(Math.log(kernels.determinant(s)) - logdet)).toBeLessThan(1e-9 * (1 + Math.abs(logdet)));
  });
});

test.each([3, 150])("what is singular or indefinite is refused at %d rows", (n) => {
  const ones = filled(n, n, () => 1);
  const negative = filled(n, n, (i, j) => (i === j ? (i === n - 1 ? -1 : 1) : 0));
  expect(() => kernels.solve(ones, normal(n, 2))).toThrow(RangeError);
  expect(() => kernels.inverse(ones)).toThrow(RangeError);
  expect(() => kernels.logdeterminant(ones)).toThrow(RangeError);
  expect(() => kernels.choleskyFactor(negative)).toThrow(RangeError);
  expect(kernels.determinant(negative)).toBe(-1);
});

test("rows change places where a pivot is 0", () => {
  const n = 140;
  const reversed = filled(n, n, (i, j) => (i + j === n - 1 ? i + 1 : 0));
  near(productOf(reversed, kernels.inverse(reversed)), identity(n));
});
