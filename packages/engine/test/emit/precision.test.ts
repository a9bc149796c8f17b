/** PyTorch code works in the precision and on the device of its arguments. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { answer } from "../../src/full.ts";
import { drivers, pythonWith, type Value } from "./drive.ts";

const A = [
  [1, 2],
  [0.5, 3],
];
const x = [0.3, -0.7];
/** Functions that make tensors of their own: identities, ones, permutations, points of a quadrature. */
const questions: readonly { readonly expression: string; readonly wrt: string; readonly values: Readonly<Record<string, Value>> }[] = [
  { expression: "norm2(A*x - b)^2 + 0.5*norm2(x)^2", wrt: "x", values: { A, x, b: x } },
  { expression: "sum(log(1 + exp(A*x)))", wrt: "x", values: { A, x } },
  { expression: "inv(A)*x", wrt: "A", values: { A, x } },
  { expression: "tr(inv(A + eye(n)))", wrt: "A", values: { A } },
  { expression: "A'*B", wrt: "A", values: { A, B: A } },
  { expression: "kron(A, B)", wrt: "A", values: { A, B: A } },
  { expression: "-y'*log(softmax(A*x))", wrt: "A", values: { A, x, y: [0, 1] } },
  { expression: "sum(max(A*x, 0)) + sum(A)", wrt: "x", values: { A, x } },
];

test("torch keeps precision and device", { timeout: 120_000 }, () => {
  const missing = drivers.torch?.missing();
  if (missing !== undefined) return console.log(`skipped: torch needs ${missing}`);
  const cases = questions.map(({ expression, wrt, values }) => {
    const response = answer({ task: "code", emit: ["torch"], expression, wrt });
    if (!response.ok) throw new Error(`${expression}: ${response.error.message}`);
    const code = response.code.torch as string;
    return { code, calls: [{ name: /def (value_and_\w+)/.exec(code)?.[1], args: response.arguments.map((a) => values[a]) }] };
  });
  const folder = mkdtempSync(join(tmpdir(), "gradus-precision-"));
  try {
    const file = join(folder, "cases.json");
    writeFileSync(file, JSON.stringify(cases));
    const { stdout, stderr } = spawnSync(pythonWith("numpy", "torch") as string, [fileURLToPath(new URL("./precision.py", import.meta.url)), file], {
      encoding: "utf8",
    });
    expect([stderr, stdout.trim()]).toEqual(["", '["cpu: cpu, torch.float32", "meta: meta, torch.float32"]']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
