/** Products with the Jacobian from either side, beside the Jacobian that the same code gives. */
import { expect, test } from "vitest";
import { answer } from "../../src/full.ts";
import { type Case, drive, drivers } from "./drive.ts";

const W = [
  [0.3, -1.2, 0.5],
  [1.1, 0.4, -0.7],
];
const x = [0.2, -0.6, 0.9];
const [dx, G] = [
  [1, -0.5, 0.25],
  [0.7, -1.3],
];
const declare = "W: matrix(m, n); x: vector(n)";

function caseOf(target: string, form: "jvp" | "vjp"): Case {
  const response = answer({ task: "code", emit: [target], expression: "sigmoid(W*x).*tanh(W*x)", wrt: "x", declare, form });
  if (!response.ok) throw new Error(response.error.message);
  expect(response.arguments).toEqual(["x", "W"]);
  const first = target === "javascript" ? "valueAndJacobian" : "value_and_jacobian";
  return {
    code: response.code[target] as string,
    calls: [
      { name: first, args: [x, W] },
      { name: form, args: [x, W, form === "jvp" ? dx : G] },
    ],
  };
}

test.each(Object.keys(drivers).map((target) => [target]))("%s", { timeout: 200_000 }, (target) => {
  const outcomes = drive(target, [caseOf(target, "jvp"), caseOf(target, "vjp")]);
  if (!outcomes) return;
  const [along, against] = outcomes.map((o) => {
    if ("error" in o) throw new Error(o.error);
    return o;
  }) as [number[][][][], number[][][]];
  const jacobian = along[0]?.[1] as unknown as number[][];
  const want = [
    jacobian.map((row) => row.reduce((s, v, j) => s + v * (dx[j] as number), 0)),
    x.map((_, j) => jacobian.reduce((s, row, i) => s + (row[j] as number) * (G[i] as number), 0)),
  ];
  for (const [k, got] of [along[1]?.[0], against[1]?.[0]].entries())
    for (const [i, v] of (got as unknown as number[]).entries()) expect(v).toBeCloseTo(want[k]?.[i] as number, 12);
});

test("a scalar along a direction is a number", () => {
  const response = answer({ task: "code", emit: ["numpy"], expression: "x'*A*x", wrt: "x", form: "jvp" });
  expect(response.ok && response.code.numpy).toContain("    returns product: number\n");
});

test.each([
  ["jvp", ["x", "A"], "jvp by several names is not supported yet"],
  ["vec", "x", "code for the form vec is not supported yet"],
] as const)("%s by %s is refused", (form, wrt, message) => {
  const response = answer({ task: "code", emit: ["numpy"], expression: "x'*A*x", wrt, form });
  expect(response.ok ? "answered" : response.error.message).toBe(message);
});
