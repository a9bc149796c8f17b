import { expect, test } from "vitest";
import { elaborate } from "../../src/language/elaborate.ts";

test.each([
  ["sum(i=1..N, (y[i] - w'*x[i])^2)", "x: vector(d)[n]; y: scalar[m]", ["N <= m", "N <= n"]],
  ["sum(i=1..N, (y[i] - w'*x[i])^2)", "x: vector(d)[N]; y: scalar[N]", []],
  ["sum(i=1..n-1, (x[i+1] - x[i])^2)", "x: vector(m)", ["n <= m"]],
  ["sum(i=1..n-1, (x[i+1] - x[i])^2)", "x: vector(n)", []],
  ["sum(i=1..k, X[i,1])", "X: matrix(m, n)", ["k <= m"]],
  ["sum(i=1..N, x[i])", "", []],
])("%s, declared %j", (expression, declare, conditions) => {
  const e = elaborate({ expression, declare });
  expect([e.diagnostics, e.assumed]).toEqual([[], conditions]);
});
