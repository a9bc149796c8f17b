import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const command = fileURLToPath(new URL("../bin/gradus.js", import.meta.url));

function gradus(...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "code", ...args], { encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

const problem = ["norm2(X*w - y)^2", "--wrt", "w"] as const;

test("the code alone stands on standard output", () => {
  const { code, out, err } = gradus(...problem);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/^import numpy as np\n/);
  expect(out).toContain("    gradient = 2 * (X.T @ r)\n    return value, gradient\n");
});

test("notes stand beside the code on standard error", () => {
  const { code, out, err } = gradus("sum(max(x, 0))", "--wrt", "x");
  expect([code, err]).toEqual([0, "gradus: note: max is not differentiable where its two arguments are equal\n"]);
  expect(out).toMatch(/^import numpy as np\n/);
});

test.each([
  ["torch", "def value_and_gradient(w, X, y):"],
  ["jax", "import jax.numpy as jnp"],
  ["julia", "function value_and_gradient(w, X, y)"],
  ["matlab", "function [value, gradient] = value_and_gradient(w, X, y)"],
  ["javascript", "export function valueAndGradient(w, X, y) {"],
  ["cpp", "inline std::tuple<double, Eigen::VectorXd> value_and_gradient("],
  ["dask", "X, y: partitioned along m"],
])("--target %s", (target, line) => {
  expect(gradus(...problem, "--target", target).out).toContain(line);
});

test("--hvp and --order 2 add functions, --with-check a test of itself", () => {
  const { out } = gradus(...problem, "--order", "2", "--hvp", "--with-check");
  expect([...out.matchAll(/^def (\w+)/gm)].map((m) => m[1])).toEqual(["value_and_gradient", "hessian", "hvp", "check"]);
});

test.each(["jvp", "vjp", "newton"])("--form %s adds a function", (form) => {
  expect(gradus(...problem, "--form", form).out).toContain(`def ${form}(`);
});

test("--native and --distributed write for OpenBLAS and for several processes", () => {
  expect(gradus(...problem, "--target", "javascript", "--native").out).toContain('  await import("gradus-native").then(\n');
  expect(gradus(...problem, "--target", "torch", "--distributed").out).toContain("gradient = 2 * _all_reduce(X.T @ r)\n");
});

test("--explain-cost prints a table as comments", () => {
  const { out } = gradus(...problem, "--explain-cost");
  expect(out.split("\n").slice(-7, -1)).toEqual([
    "# value",
    "#             flops            numbers stored",
    "#   r         2*m*n + m        2*m",
    "#   value     2*m              1",
    "#   gradient  2*m*n + n        2*n",
    "#   in all    4*m*n + 3*m + n  2*m + 2*n + 1",
  ]);
});

test.each<[args: string[], code: number, says: string]>([
  [["x'*x", "--wrt", "x", "--target", "fortran"], 1, 'no target "fortran"'],
  [["x'*A*x", "--wrt", "x", "--sizes", "n"], 2, "sizes are written n=1000,k=5."],
])("%j ends with %i", (args, code, says) => {
  const result = gradus(...args);
  expect([result.code, result.err.includes(says)]).toEqual([code, true]);
});
