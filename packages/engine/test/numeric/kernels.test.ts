import { describe, expect, test } from "vitest";
import * as kernels from "../../src/numeric/kernels.ts";
import { filled, greatest, identity, type Matrix, matrix, scalar } from "../../src/numeric/matrix.ts";
import { random } from "../../src/numeric/random.ts";

const rng = random("kernels");
const normal = (m: number, n = m): Matrix => filled(m, n, () => rng.normal());
const regular = (n: number): Matrix => kernels.add([normal(n), kernels.product([scalar(3), identity(n)])]);
const gram = (n: number): Matrix => {
  const b = normal(n);
  return kernels.add([kernels.product([b, kernels.transpose([b])]), identity(n)]);
};
const rows = (...r: number[][]): Matrix => matrix(r.length, r[0]!.length, Float64Array.from(r.flat()));
const value = (a: Matrix): number => a.data[0]!;
function near(a: Matrix, b: Matrix, tolerance = 1e-11): void {
  expect([a.rows, a.cols]).toEqual([b.rows, b.cols]);
  const gap = kernels.add([a, kernels.product([scalar(-1), b])]);
  expect(greatest(gap)).toBeLessThan(tolerance * (1 + greatest(b)));
}

describe("known values", () => {
  // References to 17 digits: Abramowitz & Stegun tables, extended by high precision arithmetic.
  test.each([
    [0.1, 0.1124629160182849],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [3.5, 0.9999992569016276],
    [-0.75, -0.7111556336535151],
    [7, 1],
    [0, 0],
  ])("erf(%d)", (x, y) => expect(Math.abs(kernels.erf(x) - y)).toBeLessThanOrEqual(1e-15));

  test.each<[string, Matrix, Matrix]>([
    ["det", kernels.determinant([rows([1, 2], [3, 4])]), scalar(-2)],
    ["inv", kernels.inverse([rows([1, 2], [3, 4])]), rows([-2, 1], [1.5, -0.5])],
    ["inv with a zero pivot", kernels.inverse([rows([0, 1], [1, 0])]), rows([0, 1], [1, 0])],
    ["logdet of a negative determinant", kernels.logdeterminant([rows([1, 2], [3, 4])]), scalar(Math.log(2))],
    ["adj of a singular matrix", kernels.adjugate([rows([1, 2], [2, 4])]), rows([4, -2], [-2, 1])],
    ["adj of rank n - 2", kernels.adjugate([kernels.constant(3, 3, 1)]), kernels.constant(3, 3, 0)],
    ["adj of a number", kernels.adjugate([scalar(0)]), scalar(1)],
    ["chol", kernels.cholesky([rows([4, 2], [2, 5])]), rows([2, 0], [1, 2])],
    ["chol of the symmetric part", kernels.cholesky([rows([4, 4], [0, 5])]), rows([2, 0], [1, 2])],
    ["kron", kernels.kronecker([rows([1, 2]), rows([0, 1], [1, 0])]), rows([0, 1, 0, 2], [1, 0, 2, 0])],
    ["vec", kernels.vectorization([rows([1, 2], [3, 4])]), rows([1], [3], [2], [4])],
    ["softmax of columns", kernels.softmax([rows([0, 900], [0, 0])]), rows([0.5, 1], [0.5, 0])],
    ["softmax of a row", kernels.softmax([rows([1, 1])]), rows([0.5, 0.5])],
    ["logsumexp", kernels.logsumexp([rows([1000], [1000])]), scalar(1000 + Math.log(2))],
    ["cross", kernels.cross([rows([1], [0], [0]), rows([0], [1], [0])]), rows([0], [0], [1])],
    ["lambdamax", kernels.lambdamax([rows([2, 1], [1, 2])]), scalar(3)],
    ["nuclear", kernels.nuclear([rows([3, 0], [0, -4])]), scalar(7)],
    ["spectral norm", kernels.spectralnorm([rows([3, 0], [0, -4])]), scalar(4)],
    ["norm1", kernels.norm1([rows([3, 0], [0, -4])]), scalar(7)],
    ["norminf", kernels.norminf([rows([3, 0], [0, -4])]), scalar(4)],
    ["normF", kernels.normF([rows([3, 0], [0, -4])]), scalar(5)],
    ["entry", kernels.entry([rows([1, 2], [3, 4]), scalar(2), scalar(1)]), scalar(3)],
    ["entry of a row", kernels.entry([rows([1, 2]), scalar(2)]), scalar(2)],
    ["column", kernels.entry([rows([1, 2], [3, 4]), scalar(2)]), rows([2], [4])],
    ["unit vector", kernels.unitvector([scalar(2)], [3]), rows([0], [1], [0])],
    ["shift", kernels.shift([], [2]), rows([0, 1], [0, 0])],
    ["factorial", kernels.factorial([scalar(5)]), scalar(120)],
    ["expm", kernels.expm([rows([0, -Math.PI], [Math.PI, 0])]), rows([-1, 0], [0, -1])],
    ["X^0", kernels.power([rows([1, 2], [3, 4]), scalar(0)]), identity(2)],
    ["X^3", kernels.power([rows([1, 1], [0, 1]), scalar(3)]), rows([1, 3], [0, 1])],
    ["X^-2", kernels.power([rows([1, 1], [0, 1]), scalar(-2)]), rows([1, -2], [0, 1])],
    ["spread scalar", kernels.add([scalar(1), rows([1, 2]), scalar(2)]), rows([4, 5])],
    ["inner product in a chain", kernels.product([rows([1, 2]), rows([3], [4]), rows([1, 2, 3], [4, 5, 6])]), rows([11, 22, 33], [44, 55, 66])],
    ["chain from the right", kernels.product([rows([1, 2], [3, 4]), scalar(2), rows([0, 1], [1, 0]), rows([1], [1])]), rows([6], [14])],
    ["outer product with a scalar inside", kernels.product([rows([1], [2]), scalar(3), rows([1, 1])]), rows([3, 3], [6, 6])],
    ["softplus", kernels.entrywise(kernels.softplus)([rows([800, -800])]), rows([800, 0])],
    ["sigmoid", kernels.entrywise(kernels.sigmoid)([rows([800, -800, 0])]), rows([1, 0, 0.5])],
  ])("%s", (_name, got, want) => near(got, want, 1e-14));
});

describe("definitions", () => {
  test.each([1, 2, 3, 4, 5, 7, 8])("factorizations, n = %d", (n) => {
    const a = regular(n);
    const b = normal(n, 3);
    near(kernels.product([a, kernels.inverse([a])]), identity(n));
    near(kernels.product([a, kernels.solve([a, b])]), b);
    near(kernels.product([kernels.adjugate([a]), a]), kernels.product([kernels.determinant([a]), identity(n)]));
    expect(value(kernels.logdeterminant([a]))).toBeCloseTo(Math.log(Math.abs(value(kernels.determinant([a])))), 11);
    const s = gram(n);
    const l = kernels.cholesky([s]);
    near(kernels.product([l, kernels.transpose([l])]), s);
    near(kernels.lowertriangle([l]), l, 1e-300);
  });

  test.each([3, 5, 7, 9])("adjugate of a matrix of rank n - 1, n = %d", (n) => {
    const a = kernels.product([normal(n, n - 1), normal(n - 1, n)]);
    const adj = kernels.adjugate([a]);
    const nudged = kernels.add([a, kernels.product([scalar(1e-5), normal(n)])]);
    expect(greatest(adj)).toBeGreaterThan(1e-3);
    near(kernels.product([a, adj]), kernels.constant(n, n, 0), 1e-10 * (1 + greatest(adj)));
    near(kernels.product([kernels.determinant([nudged]), kernels.inverse([nudged])]), kernels.adjugate([nudged]), 1e-6);
  });

  test.each([1, 2, 3, 4, 6])("functions of matrices, n = %d", (n) => {
    for (const x of [regular(n), gram(n)]) {
      const small = kernels.product([scalar(0.4), x]);
      near(kernels.expm([kernels.logm([x])]), x, 1e-11);
      near(kernels.logm([kernels.expm([small])]), small, 1e-10);
      near(kernels.power([kernels.sqrtm([x]), scalar(2)]), x, 1e-11);
      near(kernels.power([kernels.power([x, scalar(1 / 3)]), scalar(3)]), x, 1e-10);
      near(kernels.power([x, scalar(-0.5)]), kernels.inverse([kernels.sqrtm([x])]), 1e-10);
      const [s, c] = [kernels.sinm([x]), kernels.cosm([x])];
      near(kernels.add([kernels.power([s, scalar(2)]), kernels.power([c, scalar(2)])]), identity(n), 1e-10);
      near(kernels.sinm([kernels.product([scalar(2), x])]), kernels.product([scalar(2), s, c]), 1e-9);
      near(kernels.product([kernels.expm([small]), kernels.expm([kernels.product([scalar(-1), small])])]), identity(n), 1e-10);
    }
  });

  test.each([
    [3, 5],
    [5, 3],
    [4, 4],
    [1, 3],
  ])("pseudoinverse %d x %d (Penrose)", (m, n) => {
    for (const a of [normal(m, n), kernels.product([normal(m, 1), normal(1, n)])]) {
      const p = kernels.pseudoinverse([a]);
      near(kernels.product([a, p, a]), a);
      near(kernels.product([p, a, p]), p);
      near(kernels.product([a, p]), kernels.transpose([kernels.product([a, p])]));
    }
  });

  test("commutation and skew", () => {
    const a = normal(3, 4);
    near(kernels.product([kernels.commutation([], [3, 4]), kernels.vectorization([a])]), kernels.vectorization([kernels.transpose([a])]));
    const [u, v] = [normal(3, 1), normal(3, 1)];
    near(kernels.product([kernels.skewmatrix([u]), v]), kernels.cross([u, v]));
  });
});

test.each<[string, () => unknown]>([
  ["inv", () => kernels.inverse([kernels.constant(2, 2, 1)])],
  ["logdet", () => kernels.logdeterminant([kernels.constant(2, 2, 1)])],
  ["chol", () => kernels.cholesky([rows([1, 2], [2, 1])])],
  ["logm", () => kernels.logm([rows([-1, 0], [0, 2])])],
  ["logm, not symmetric", () => kernels.logm([rows([-1, 0.5], [0, 2])])],
  ["sqrtm", () => kernels.sqrtm([rows([-1, 0], [0, 2])])],
  ["sqrtm, not symmetric", () => kernels.sqrtm([rows([-1, 0.5], [0, 2])])],
  ["entry", () => kernels.entry([rows([1, 2]), scalar(3)])],
  ["factorial", () => kernels.factorial([scalar(-1)])],
  ["index", () => kernels.unitvector([scalar(1.5)], [3])],
  ["svd of what is not finite", () => kernels.pseudoinverse([rows([Number.NaN, 1])])],
])("%s outside its domain", (_name, run) => expect(run).toThrow(RangeError));
