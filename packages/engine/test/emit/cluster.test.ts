/** Dask's code on processes of this machine, one of which dies. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { answer } from "../../src/full.ts";

/** What cluster.py prints. */
interface Run {
  /** How many blocks were made when a worker was killed. */
  readonly killed: readonly number[];
  readonly blocks: number;
  readonly got: readonly unknown[];
  readonly want: readonly unknown[];
}

const python = ["python3", "/usr/bin/python3"].find(
  (p) => spawnSync(p, ["-c", "import dask.array, distributed, scipy"], { stdio: "ignore", timeout: 60_000 }).status === 0,
);
if (!python) console.log("skipped: a cluster needs Python with dask, distributed and scipy");

test.skipIf(!python)("a worker is lost, and the result is right", { timeout: 150_000 }, () => {
  const response = answer({
    task: "code",
    emit: ["dask"],
    expression: "sum(log(1 + exp(-y.*(X*w))))",
    wrt: "w",
    order: 2,
    declare: "X: matrix(m, n); y: vector(m); w: vector(n)",
  });
  if (!response.ok) throw new Error(response.error.message);
  const code = response.code.dask as string;
  expect(code).toContain("    X, y: partitioned along m (dask.array), the other arguments whole.\n");
  const folder = mkdtempSync(join(tmpdir(), "gradus-cluster-"));
  try {
    const file = join(folder, "emitted.py");
    writeFileSync(file, code);
    const script = fileURLToPath(new URL("./cluster.py", import.meta.url));
    const { status, stdout, stderr } = spawnSync(python as string, [script, file], { encoding: "utf8", timeout: 140_000 });
    expect(status, stderr).toBe(0);
    const run = JSON.parse(stdout) as Run;
    expect(run.killed.length).toBe(1);
    expect(run.killed[0]).toBeLessThan(run.blocks);
    const [got, want] = [run.got, run.want].map((values) => values.flat(3) as number[]) as [number[], number[]];
    expect(got.length).toBe(want.length);
    for (const [k, v] of want.entries()) expect(Math.abs((got[k] as number) - v)).toBeLessThan(1e-9 * (1 + Math.abs(v)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
