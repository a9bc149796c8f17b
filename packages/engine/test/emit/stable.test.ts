/** Values at which the formula as typed overflows or cancels, against references of more digits. */
import { expect, test } from "vitest";
import { answer } from "../../src/full.ts";
import { drive, type Value } from "./drive.ts";

interface Row {
  readonly what: string;
  readonly expression: string;
  readonly wrt: string;
  readonly declare: string;
  readonly arguments: Readonly<Record<string, Value>>;
  readonly value: number;
  readonly gradient: readonly number[];
}

const columns = (...entries: readonly number[]): Value => entries.map((x) => [x]);
const rows: readonly Row[] = [
  {
    what: "log(1 + exp(z)) at both ends",
    expression: "sum(log(1 + exp(X*w)))",
    wrt: "w",
    declare: "X: matrix(m, n); w: vector(n)",
    arguments: { X: columns(1e4, -1e4, -20), w: [1] },
    value: 1e4 + Math.log1p(Math.exp(-20)),
    gradient: [1e4 - 20 / (1 + Math.exp(20))],
  },
  {
    what: "the likelihood of labels by log and sigmoid",
    expression: "-sum(y.*log(sigmoid(X*w)) + (1 - y).*log(1 - sigmoid(X*w)))",
    wrt: "w",
    declare: "X: matrix(m, n); w: vector(n); y: vector(m)",
    arguments: { X: columns(1e4, -1e4, 1e4), y: [1, 0, 0], w: [1] },
    value: 1e4,
    gradient: [1e4],
  },
  {
    what: "softmax of logits far apart",
    expression: "-y'*log(softmax(z))",
    wrt: "z",
    declare: "z: vector(n); y: vector(n)",
    arguments: { z: [1e4, -1e4, 0], y: [0, 1, 0] },
    value: 2e4,
    gradient: [1, -1, 0],
  },
  {
    what: "exp over the sum of exp",
    expression: "c'*exp(z)/sum(exp(z))",
    wrt: "z",
    declare: "z: vector(n); c: vector(n)",
    arguments: { z: [1e4, 1e4, -1e4], c: [1, 3, 5] },
    value: 2,
    gradient: [-0.5, 0.5, 0],
  },
  {
    what: "the log of a sum of exp",
    expression: "log(sum(exp(z)))",
    wrt: "z",
    declare: "z: vector(n)",
    arguments: { z: [1e4, 1e4, -1e4] },
    value: 1e4 + Math.LN2,
    gradient: [0.5, 0.5, 0],
  },
];

test.each(["numpy", "javascript", "matlab", "torch"])("%s stays finite and exact", (target) => {
  const cases = rows.map((r) => {
    const response = answer({ task: "code", emit: [target], expression: r.expression, wrt: r.wrt, declare: r.declare });
    if (!response.ok) throw new Error(response.error.message);
    const name = target === "javascript" ? "valueAndGradient" : "value_and_gradient";
    return { code: response.code[target] as string, calls: [{ name, args: response.arguments.map((a) => r.arguments[a] as Value) }] };
  });
  const outcomes = drive(target, cases);
  if (!outcomes) return;
  outcomes.forEach((o, k) => {
    const r = rows[k] as Row;
    if ("error" in o) throw new Error(`${r.what}: ${o.error}`);
    const [value, gradient] = o[0] as [number, readonly number[]];
    const wanted = [r.value, ...r.gradient];
    const got = [value, ...[gradient].flat()];
    const worst = Math.max(...wanted.map((w, i) => Math.abs((got[i] as number) - w) / Math.max(1, Math.abs(w))));
    expect([r.what, got.length, worst < 1e-6]).toEqual([r.what, wanted.length, true]);
  });
});

/** S = L*L' of integers has an inverse of integers, however near to singular: L has ones on the diagonal and k below. */
test("a positive definite matrix of condition 1e12", () => {
  const k = 1000;
  const S = [
    [1, k],
    [k, k * k + 1],
  ];
  const x = [1, 2];
  // inv(S) = [k^2 + 1, -k; -k, 1], det(S) = 1
  const solved = [k * k + 1 - 2 * k, 2 - k];
  const response = answer({ task: "code", emit: ["numpy", "javascript"], expression: "logdet(S) + x'*inv(S)*x", wrt: "x", declare: "S: matrix(n) posdef" });
  if (!response.ok) throw new Error(response.error.message);
  for (const target of ["numpy", "javascript"]) {
    const args = response.arguments.map((a) => (a === "S" ? S : x));
    const outcomes = drive(target, [
      { code: response.code[target] as string, calls: [{ name: target === "numpy" ? "value_and_gradient" : "valueAndGradient", args }] },
    ]);
    if (!outcomes) continue;
    const [o] = outcomes;
    if (!o || "error" in o) throw new Error(JSON.stringify(o));
    const [value, gradient] = o[0] as [number, readonly number[]];
    const quadratic = (solved[0] as number) + 2 * (solved[1] as number);
    expect(Math.abs(value - quadratic) / quadratic).toBeLessThan(1e-6);
    for (const [i, g] of gradient.entries()) expect(Math.abs(g - 2 * (solved[i] as number)) / Math.abs(2 * (solved[i] as number))).toBeLessThan(1e-6);
  }
});
