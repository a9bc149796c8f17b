/** A quadrature within a quadrature: the Hessian-vector product beside differences of the gradient that the same code computes. */
import { expect, test } from "vitest";
import { answer } from "../../src/full.ts";
import { drive } from "./drive.ts";

const X = [
  [0.3, -0.2],
  [0.5, 0.1],
];
const B = [
  [1, 2],
  [-1, 0.5],
];
const along = [
  [0.4, 1],
  [-0.7, 0.2],
];
const h = 1e-5;
const moved = (by: number) => X.map((row, i) => row.map((x, j) => x + by * ((along[i] as number[])[j] as number)));

test.each(["numpy", "torch", "javascript", "matlab", "cpp"])("%s keeps the weights of both apart", { timeout: 120_000 }, (target) => {
  const response = answer({ task: "code", emit: [target], expression: "tr(B*expm(X))", wrt: "X", hvp: true });
  if (!response.ok) throw new Error(response.error.message);
  expect(response.arguments).toEqual(["X", "B"]);
  const name = target === "javascript" ? "valueAndGradient" : "value_and_gradient";
  const calls = [
    { name: "hvp", args: [X, B, along] },
    { name, args: [moved(h), B] },
    { name, args: [moved(-h), B] },
  ];
  const outcomes = drive(target, [{ code: response.code[target] as string, calls }]);
  if (!outcomes) return;
  const [o] = outcomes;
  if (!o || "error" in o) throw new Error(JSON.stringify(o));
  const [product, plus, minus] = [o[0]?.[0], o[1]?.[1], o[2]?.[1]].map((v) => [v].flat(2) as number[]) as [number[], number[], number[]];
  product.forEach((p, k) => {
    expect(Math.abs(p - ((plus[k] as number) - (minus[k] as number)) / (2 * h))).toBeLessThan(1e-6);
  });
});
