/** OpenBLAS beside the kernels of gradus, which have tests of their own. Where the library is absent, only what happens then is tested. */
import * as kernels from "gradus/kernels";
import { afterEach, describe, expect, test } from "vitest";
import { openblas } from "../src/index.ts";

let reason = "";
const library = openblas({ threads: 2, warn: (line) => (reason = line) });
if (!library) console.log(`skipped: ${reason}`);

afterEach(() => kernels.use(undefined));

test("without the library there is one line, and none to use", () => {
  const lines: string[] = [];
  expect(openblas({ path: "/no/such/library.so", warn: (line) => lines.push(line) })).toBeUndefined();
  expect(lines).toEqual([expect.stringMatching(/^gradus-native: without OpenBLAS, gradus's own kernels are used \(\/no\/such\/library\.so: .*\)$/)]);
});

let state = 1;
/** The same numbers each time, between -1 and 1 (Park & Miller). */
const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 1_073_741_823.5 - 1;
const random = (m: number, n: number): kernels.Matrix => kernels.matrix(m, n, Float64Array.from({ length: m * n }, next));

const values = (v: kernels.Matrix | Float64Array | number): readonly number[] => (typeof v === "number" ? [v] : [...(v instanceof Float64Array ? v : v.data)]);
/** The greatest difference, relative to the greatest value. */
function gap(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  const size = b.reduce((top, v) => Math.max(top, Math.abs(v)), 1);
  return a.reduce((top, v, k) => Math.max(top, Math.abs(v - (b[k] as number))), 0) / size;
}

describe.skipIf(!library).each([60, 160])("%d rows", (n) => {
  const [a, b, tall] = [random(n, n), random(n, 2 * n + 1), random(3 * n, n)];
  const v = random(n, 1).data;
  const s = kernels.addDiagonal(kernels.gram(tall), 1);
  const runs: readonly (readonly [string, () => kernels.Matrix | Float64Array | number])[] = [
    ["matmul", () => kernels.matmul(a, b)],
    ["gram", () => kernels.gram(tall)],
    ["gramScaled", () => kernels.gramScaled(tall, kernels.column(tall, 0))],
    ["matvec", () => kernels.matvec(kernels.gram(tall), v)],
    ["vecmat", () => kernels.vecmat(kernels.column(tall, 0), tall)],
    ["choleskyFactor", () => kernels.choleskyFactor(s)],
    ["choleskySolve", () => kernels.choleskySolve(kernels.choleskyFactor(s), b)],
    ["choleskyInverse", () => kernels.choleskyInverse(kernels.choleskyFactor(s))],
    ["luSolve", () => kernels.luSolve(kernels.luFactor(a), b)],
    ["luSolve of a vector", () => kernels.luSolve(kernels.luFactor(a), v)],
    ["luSolveTransposed", () => kernels.luSolveTransposed(kernels.luFactor(a), b)],
    ["luInverse", () => kernels.luInverse(kernels.luFactor(a))],
    ["solve", () => kernels.solve(a, b)],
    ["solve of a vector", () => kernels.solve(a, v)],
    ["solveUpper", () => kernels.solveUpper(kernels.transpose(kernels.choleskyFactor(s)), b)],
    ["logdeterminant", () => kernels.logdeterminant(a)],
    ["the sign of the determinant", () => Math.sign(kernels.determinant(a))],
  ];
  test.each(runs)("%s", (_, run) => {
    const own = values(run());
    kernels.use(library);
    expect(gap(values(run()), own)).toBeLessThan(1e-9);
  });

  test("what is given is not written to", () => {
    const before = [a, b, s].map((x) => x.data.slice());
    kernels.use(library);
    for (const [, run] of runs) run();
    expect([a, b, s].map((x) => x.data)).toEqual(before);
  });

  test("what is singular or indefinite is refused", () => {
    const ones = kernels.fill(1, n, n);
    kernels.use(library);
    expect(() => kernels.solve(ones, b)).toThrow(RangeError);
    expect(() => kernels.luInverse(kernels.luFactor(ones))).toThrow(RangeError);
    expect(() => kernels.choleskyFactor(kernels.addDiagonal(ones, -1))).toThrow(RangeError);
  });
});

test.skipIf(!library)("a threaded factorization finds stack enough", () => {
  const a = random(300, 300);
  kernels.use(openblas({ threads: 3 }));
  const x = kernels.solve(a, random(300, 300));
  expect(x.data.every(Number.isFinite)).toBe(true);
  openblas({ threads: 2 });
});
