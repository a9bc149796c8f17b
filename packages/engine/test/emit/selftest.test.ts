/** The self-tests that are printed with code, run for real, as they are and with a mistake in the code. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { answer } from "../../src/full.ts";
import { drivers, pythonWith } from "./drive.ts";

const questions: readonly { readonly expression: string; readonly wrt: string | readonly string[]; readonly declare: string }[] = [
  { expression: "logdet(S) + x'*inv(S)*x", wrt: "S", declare: "S: matrix(n) posdef; x: vector(n)" },
  { expression: "-y'*log(softmax(W*x + b))", wrt: ["W", "b"], declare: "y: vector(k) onehot; x: vector(d); b: vector(k)" },
  { expression: "norm2(x)*t", wrt: ["t", "x"], declare: "t: scalar positive; x: vector(n)" },
  { expression: "A*x + x", wrt: "x", declare: "A: matrix(n); x: vector(n)" },
  { expression: "inv(X)*A", wrt: "X", declare: "X: matrix(n); A: matrix(n, m)" },
  { expression: "exp(t*A)", wrt: "t", declare: "t: scalar; A: matrix(m, n)" },
];

const standIn = new URL("stand_in_for_jax.py", import.meta.url).pathname;

/** How a file with a `check` is run: name, what stands behind the code, and the command. */
const runs: Readonly<Record<string, { readonly file: string; readonly end: string; readonly command: (file: string) => readonly string[][] }>> = {
  numpy: { file: "code.py", end: "", command: (f) => [[pythonWith("numpy", "scipy") as string, f]] },
  torch: { file: "code.py", end: "", command: (f) => [[pythonWith("numpy", "torch") as string, f]] },
  jax: {
    file: "code.py",
    end: "",
    command: (f) => [
      [pythonWith("numpy", "scipy") as string, "-c", "import runpy, sys; [runpy.run_path(f, run_name='__main__') for f in sys.argv[1:]]", standIn, f],
    ],
  },
  matlab: { file: "code.m", end: "check();\n", command: (f) => [["octave-cli", "--quiet", "--norc", f]] },
  cpp: {
    file: "code.cpp",
    end: "int main() { return check() ? 0 : 1; }\n",
    command: (f) => [["g++", "-std=c++17", "-O0", "-w", "-I/usr/include/eigen3", f, "-o", `${f}.out`], [`${f}.out`]],
  },
};

test.each(Object.keys(runs))("%s tests itself", { timeout: 600_000 }, (target) => {
  const missing = drivers[target]?.missing();
  if (missing !== undefined) return console.log(`skipped: ${target} needs ${missing}`);
  const { file, end, command } = runs[target] as (typeof runs)[string];
  const folder = mkdtempSync(join(tmpdir(), "gradus-selftest-"));
  const passes = (code: string): boolean => {
    writeFileSync(join(folder, file), `${target === "matlab" ? "1;\n" : ""}${code}${end}`);
    return command(join(folder, file)).every(([name, ...args]) => spawnSync(name as string, args, { stdio: "ignore" }).status === 0);
  };
  try {
    for (const q of target === "cpp" ? questions.slice(1, 5) : questions) {
      const response = answer({ task: "code", emit: [target], withCheck: true, ...q });
      if (!response.ok) throw new Error(response.error.message);
      const code = response.code[target] as string;
      // the stand-in has no such arrays
      if (target === "jax" && code.includes(".at[")) continue;
      expect([q.expression, passes(code)]).toEqual([q.expression, true]);
      if (q.expression !== "norm2(x)*t") continue;
      const wrong = code.replace(/(gradient_x = )/, "$12 * ");
      expect([wrong === code, passes(wrong)]).toEqual([false, false]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("jax tests itself in double precision", () => {
  const response = answer({ task: "code", emit: ["jax"], withCheck: true, ...(questions[3] as (typeof questions)[number]) });
  expect(response.ok && response.code.jax).toMatch(/^import jax\nimport jax\.numpy as jnp\n/m);
  expect(response.ok && response.code.jax).toContain('    jax.config.update("jax_enable_x64", True)\n');
});

test("julia prints a self-test", () => {
  const response = answer({ task: "code", emit: ["julia"], withCheck: true, ...(questions[4] as (typeof questions)[number]) });
  expect(response.ok && response.code.julia).toContain("    @assert norm(slope - expected) <= 1e-5 * (1 + norm(slope))\n");
});
