import { expect, test } from "vitest";
import { one } from "../../src/expression/dimension.ts";
import { type Expression, namesOf, type Variable, variable } from "../../src/expression/node.ts";
import { directional, hessian, jacobian } from "../../src/numeric/differences.ts";
import { compile, evaluate, type Point } from "../../src/numeric/evaluate.ts";
import { kronecker, transpose } from "../../src/numeric/kernels.ts";
import { type Matrix, matrix, scalar } from "../../src/numeric/matrix.ts";
import { legendre } from "../../src/numeric/quadrature.ts";
import { random } from "../../src/numeric/random.ts";
import { samplePoint } from "../../src/numeric/sample.ts";
import { add, eye, f, had, integral, m, mat, mul, n, neg, num, ones, pow, size, summation, t, vec } from "./build.ts";

const [A, X, x] = [mat("A", m, n), mat("X", n, n), vec("x", n)];
const i = variable("i", one, one);
const none: Point = {
  sizes: new Map([
    ["m", 2],
    ["n", 3],
  ]),
  values: new Map(),
};
const at = (values: Record<string, Matrix>): Point => ({ sizes: none.sizes, values: new Map(Object.entries(values)) });
const number = (e: Expression, point = none): number => evaluate(e, point).data[0]!;
const xs = matrix(3, 1, Float64Array.of(1, 2, 3));

test.each<[string, Expression, number]>([
  ["sum(i=1..4, i^2)", summation(i, num(1), num(4), pow(i, 2)), 30],
  ["an empty range", summation(i, num(2), num(1), pow(i, 2)), 0],
  ["n as a number", mul(size(n), size(m)), 6],
  ["int(t=0..2, t^3)", integral(i, num(0), num(2), pow(i, 3)), 4],
  ["nested sums", summation(i, num(1), num(3), summation(variable("j", one, one), num(1), i, mul(i, variable("j", one, one)))), 1 + 2 * 3 + 3 * 6],
  ["a bound name inside is another", summation(i, num(1), num(2), mul(i, summation(i, num(1), num(3), i))), 18],
  ["sum(ones(n))", f("sum", ones(n)), 3],
  ["tr(eye(n))", f("trace", eye(n)), 3],
])("%s", (_name, e, want) => expect(number(e)).toBeCloseTo(want, 12));

test("a bound name hides the free one, and only inside", () => {
  const e = add(i, summation(i, num(1), num(3), mul(i, f("entry", x, i))));
  expect(number(e, at({ i: scalar(100), x: xs }))).toBe(114);
});

test("an empty sum of matrices has their shape", () => {
  const e = summation(i, num(1), num(0), mul(i, A));
  const v = evaluate(e, at({ A: matrix(2, 3) }));
  expect([v.rows, v.cols, ...v.data]).toEqual([2, 3, 0, 0, 0, 0, 0, 0]);
});

test("definitions stand for their expressions, in sums too", () => {
  const a = vec("a", n);
  const e = summation(i, num(1), num(3), f("entry", a, i));
  const program = compile(e, [{ name: "a", expression: mul(num(2), x) }]);
  expect(program.bind(at({ x: xs })).data[0]).toBe(12);
  program.put("x", matrix(3, 1, Float64Array.of(0, 0, 1)));
  expect(program.move(["x"]).data[0]).toBe(2);
});

test("depth is no limit", () => {
  let e: Expression = x;
  for (let k = 0; k < 20_000; k++) e = f("sin", add(x, e));
  expect(evaluate(e, at({ x: xs })).rows).toBe(3);
});

test("what has no value is a RangeError", () => {
  expect(() => evaluate(x, none)).toThrow(RangeError);
  expect(() => evaluate(summation(i, num(1), num(1e9), i), none)).toThrow(RangeError);
  expect(() => evaluate(summation(i, num(1), num("1/2"), i), none)).toThrow(RangeError);
});

test("the quadrature is exact to degree 47", () => {
  expect(legendre.reduce((s, [t0, w]) => s + w * t0 ** 46, 0)).toBeCloseTo(2 / 47, 14);
});

function bound(e: Expression, variables: Variable[], seed: string) {
  const point = samplePoint(variables, ["m", "n"], [], random(seed))!;
  const program = compile(e);
  return { point, program, middle: program.bind(point) };
}

test.each<[string, Expression, (p: Point) => Matrix]>([
  ["A*X by X", mul(A, X), (p) => kronecker([evaluate(eye(n), p), p.values.get("A")!])],
  ["X by X", X, (p) => evaluate(eye(n), { ...p, sizes: new Map([["n", p.sizes.get("n")! ** 2]]) })],
  ["inv(X) by X", f("inverse", X), (p) => evaluate(neg(f("kronecker", t(f("inverse", X)), f("inverse", X))), p)],
  ["exp(tr(X)) by X", f("exp", f("trace", X)), (p) => transpose([evaluate(f("vectorization", mul(f("exp", f("trace", X)), eye(n))), p)])],
])("the Jacobian of %s", (_name, e, want) => {
  const { point, program, middle } = bound(e, [A, mat("X", n, n, "invertible")], "jacobian");
  const j = jacobian(program, middle, "X", point.values.get("X")!);
  const w = want(point);
  expect([j.value.rows, j.value.cols]).toEqual([w.rows, w.cols]);
  w.data.forEach((v, k) => void expect(Math.abs(j.value.data[k]! - v)).toBeLessThan(1e-9 * (1 + Math.abs(v))));
  expect(j.error).toBeLessThan(1e-6);
});

test("the Hessian of x'*X*x", () => {
  const { point, program, middle } = bound(mul(t(x), X, x), [x, X], "hessian");
  const h = hessian(program, middle, { name: "x", at: point.values.get("x")! }, { name: "x", at: point.values.get("x")! });
  evaluate(add(X, t(X)), point).data.forEach((v, k) => void expect(Math.abs(h.value.data[k]! - v)).toBeLessThan(1e-8));
  const mixed = hessian(program, middle, { name: "x", at: point.values.get("x")! }, { name: "X", at: point.values.get("X")! });
  const v0 = evaluate(f("kronecker", t(x), eye(n)), point);
  const v1 = evaluate(f("kronecker", eye(n), t(x)), point);
  v0.data.forEach((v, k) => void expect(Math.abs(mixed.value.data[k]! - v - v1.data[k]!)).toBeLessThan(1e-8));
});

test("kinks show, at any distance within the step", () => {
  const kinky = f("sum", f("abs", x));
  const program = compile(kinky);
  for (const [value, isKink] of [
    [0, true],
    [0.3, false],
  ] as const) {
    const point = at({ x: matrix(3, 1, Float64Array.of(value, 1, 2)) });
    const middle = program.bind(point);
    const slope = directional(
      program,
      middle,
      [{ name: "x", at: point.values.get("x")!, by: matrix(3, 1, Float64Array.of(1, 1, 1)) }],
      0.02,
      program.scale(["x"]),
    );
    expect(slope.kink > 0.1).toBe(isKink);
  }
});

test("names of a program are the free ones", () => {
  const e = summation(i, num(1), num(3), had(i, x));
  expect([...compile(e).names]).toEqual(["x"]);
  expect(namesOf(e).has("i")).toBe(true);
});
