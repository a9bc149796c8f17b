import { expect, test } from "vitest";
import { answer } from "../src/index.ts";

test.each<[expression: string, declare: string, kinks: number]>([
  ["exp(-norm2(x)^2/2)", "x: vector(n)", 0],
  ["norm2(x)^4", "x: vector(n)", 0],
  ["(1 + norm2(x - y)^2)^-1", "x: vector(n); y: vector(n)", 0],
  ["sum(abs(x))", "x: vector(n) positive", 0],
  ["sum(abs(x))", "x: vector(n)", 1],
  ["norm2(x)^2 + norm2(x)", "x: vector(n)", 1],
])("%s with %s is told to have %i kinks", (expression, declare, kinks) => {
  const r = answer({ expression, wrt: "x", declare });
  expect(r.ok).toBe(true);
  if (r.ok) expect([r.derivative.length > 0, r.notes.filter((n) => n.code === "not-differentiable").length]).toEqual([true, kinks]);
});
