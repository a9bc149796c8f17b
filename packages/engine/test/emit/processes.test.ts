/** PyTorch's code on two processes, each with its part of the samples, beside the code for one. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { CodeAnswer, CodeRequest } from "../../src/contract.ts";
import { answer } from "../../src/full.ts";
import { random } from "../../src/numeric/random.ts";
import type { Value } from "./drive.ts";

interface Row {
  readonly expression: string;
  readonly wrt: string | readonly string[];
  readonly declare: string;
  readonly samples: string;
  /** What the description says is partitioned. */
  readonly partitioned: string;
  readonly more?: Pick<CodeRequest, "order" | "hvp">;
}

const logistic = { expression: "sum(log(1 + exp(-y.*(X*w))))", declare: "X: matrix(m, n); y: vector(m); w: vector(n)", samples: "m", partitioned: "X, y" };
const rows: readonly Row[] = [
  { ...logistic, wrt: "w", more: { order: 2 } },
  { ...logistic, wrt: "w", more: { hvp: true } },
  {
    expression: "norm2(X*w - y)^2/m + c*w'*w",
    wrt: "w",
    declare: "X: matrix(m, n); y: vector(m); w: vector(n); c: scalar",
    samples: "m",
    partitioned: "X, y",
    more: { order: 2 },
  },
  {
    expression: "-sum(Y.*log(softmax(W*X)))",
    wrt: "W",
    declare: "W: matrix(k, d); X: matrix(d, N); Y: matrix(k, N) onehot",
    samples: "N",
    partitioned: "X, Y",
  },
  {
    expression: "sum(i=1..N, -logdet(S)/2 - (x[i] - mu)'*inv(S)*(x[i] - mu)/2)",
    wrt: ["S", "mu"],
    declare: "S: matrix(d) posdef; x: vector(d)[N]; mu: vector(d)",
    samples: "N",
    partitioned: "x",
  },
  {
    expression: "sum((W2*tanh(W1*X) - Y).^2)/2",
    wrt: ["W1", "W2"],
    declare: "W1: matrix(h, d); W2: matrix(k, h); X: matrix(d, N); Y: matrix(k, N)",
    samples: "N",
    partitioned: "X, Y",
  },
  { expression: "logsumexp(X*w)", wrt: "w", declare: "X: matrix(m, n); w: vector(n)", samples: "m", partitioned: "X", more: { order: 2 } },
  { expression: "sum(exp(X*w))/m + mean(abs(X*w))", wrt: "w", declare: "X: matrix(m, n); w: vector(n)", samples: "m", partitioned: "X" },
  { expression: "norm2(X*w - y)", wrt: "w", declare: "X: matrix(m, n); y: vector(m); w: vector(n)", samples: "m", partitioned: "X, y" },
];

const request = (row: Row): CodeRequest => {
  const { expression, wrt, declare, more } = row;
  return { task: "code", emit: ["torch"], expression, wrt, declare, ...more };
};
function codeOf(row: Row, distributed: boolean): CodeAnswer & { readonly ok: true } {
  const response = answer({ ...request(row), distributed });
  if (!response.ok) throw new Error(response.error.message);
  return response as CodeAnswer & { readonly ok: true };
}

const sizes: Readonly<Record<string, number>> = { m: 11, n: 3, N: 10, d: 3, k: 4, h: 5 };
const rng = random("processes");
/** A point for the arguments that the description of a function lists, and the sides that are partitioned. */
function callOf(code: string, name: string, samples: string) {
  const text = code.slice(code.indexOf(`def ${name}(`));
  const names = (/\((.*)\):/.exec(text)?.[1] ?? "").split(", ");
  const sides = names.map((n) => (new RegExp(`^    ${n}: (?:\\((.*?),?\\)|number)$`, "m").exec(text)?.[1] ?? "").split(", ").filter(Boolean));
  const vector = (n: number) => Array.from({ length: n }, () => rng.normal());
  const args = sides.map(([a, b], k): Value => {
    if (a === undefined) return 0.3;
    const n = sizes[a] as number;
    if (b === undefined) return vector(n);
    const entries = Array.from({ length: n }, () => vector(sizes[b] as number));
    return names[k] === "S" ? entries.map((r, i) => r.map((v, j) => (i === j ? 4 : (v + (entries[j]?.[i] as number)) / 4))) : entries;
  });
  const cut = sides.map((s) => (s.includes(samples) ? s.indexOf(samples) : null));
  return { name, args, samples: cut };
}

const python = ["/usr/bin/python3", "python3"].find(
  (p) =>
    spawnSync(p, ["-c", "import torch.distributed as d; assert d.is_available() and d.is_gloo_available()"], { stdio: "ignore", timeout: 60_000 }).status === 0,
);
if (!python) console.log("skipped: several processes need Python with torch, torch.distributed and gloo");

test.each(rows.map((r) => [r.expression, r.partitioned, r] as const))("%s says that %s is partitioned", (_, partitioned, row) => {
  expect(codeOf(row, true).code.torch).toContain(
    `    ${partitioned}: partitioned along ${row.samples} (each process has its own part), the other arguments the same on all.\n`,
  );
});

test.skipIf(!python)("every process has the result of one", { timeout: 150_000 }, () => {
  const cases = rows.map((row) => {
    const [distributed, whole] = [true, false].map((d) => codeOf(row, d).code.torch as string) as [string, string];
    const names = [...distributed.matchAll(/^def (\w+)\(/gm)].map((m) => m[1] as string).filter((n) => !n.startsWith("_"));
    return { distributed, whole, calls: names.map((n) => callOf(distributed, n, row.samples)) };
  });
  const folder = mkdtempSync(join(tmpdir(), "gradus-processes-"));
  try {
    const file = join(folder, "cases.json");
    writeFileSync(file, JSON.stringify(cases));
    const script = fileURLToPath(new URL("./processes.py", import.meta.url));
    const { status, stdout, stderr } = spawnSync(python as string, [script, file], { encoding: "utf8", timeout: 140_000, maxBuffer: 1 << 26 });
    expect(status, stderr).toBe(0);
    const outcomes = JSON.parse(stdout) as readonly { readonly processes: readonly unknown[][]; readonly one: unknown[] }[];
    expect(outcomes.length).toBe(rows.length);
    for (const [k, { processes, one }] of outcomes.entries()) {
      const want = one.flat(5) as number[];
      for (const got of processes.map((p) => p.flat(5) as number[])) {
        expect(got.length).toBe(want.length);
        const worst = Math.max(...want.map((v, i) => Math.abs((got[i] as number) - v) / (1 + Math.abs(v))));
        expect(worst, rows[k]?.expression).toBeLessThan(1e-9);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe("what mixes samples is refused", () => {
  test.each<[string, string, string, string]>([
    ["norminf(X*w)", "w", "X: matrix(m, n); w: vector(n)", "torch cannot say norminf over the samples, which are partitioned"],
    ["w'*X'*K*X*w", "w", "X: matrix(m, n); K: matrix(m); w: vector(n)", "torch cannot say matvec of samples with samples"],
    ["x'*A*x", "x", "A: matrix(n); x: vector(n)", "torch cannot say what has no dimension of samples, on several processes"],
  ])("%s", (expression, wrt, declare, message) => {
    const response = answer({ task: "code", emit: ["torch"], distributed: true, expression, wrt, declare });
    expect(response.ok ? response : response.error.message).toBe(message);
  });

  test("a self-test", () => {
    const response = answer({ ...request(rows[0] as Row), order: 1, distributed: true, withCheck: true });
    expect(response.ok ? response : response.error.message).toBe("torch cannot say a self-test on several processes");
  });

  test.each(["distributed", "native"] as const)("%s for another target", (variant) => {
    const response = answer({ ...request(rows[0] as Row), emit: ["numpy"], [variant]: true });
    expect(response.ok ? response : response.error.message).toBe(`${variant} is for the target ${variant === "native" ? "javascript" : "torch"}`);
  });
});
