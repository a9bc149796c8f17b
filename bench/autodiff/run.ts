/**
 * `npx tsx bench/autodiff/run.ts [--device cuda] [--float 32] [--only NAME]`: emitted NumPy and PyTorch code beside PyTorch's autograd and an expert's NumPy,
 * one thread, medians of interleaved runs. Needs a Python with NumPy, SciPy and PyTorch.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { answer } from "gradus";
import { figure, table } from "../section.ts";
import { problems } from "./problems.ts";

interface Measured {
  readonly name: string;
  readonly n: number;
  readonly kind: string;
  readonly milliseconds: Readonly<Record<string, number>>;
}

const python = ["python3", "/usr/bin/python3"].find((p) => spawnSync(p, ["-c", "import numpy, scipy, torch"], { stdio: "ignore" }).status === 0);
if (!python) {
  console.log("skipped: this needs a Python with numpy, scipy and torch (Debian: python3-scipy, python3-torch)");
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), "gradus-autodiff-"));
try {
  const planned = problems.map((p) => {
    const response = answer({
      task: "code",
      emit: ["numpy", "torch"],
      expression: p.expression,
      wrt: p.wrt,
      declare: p.declare,
      ...(p.kind === "hessian" && { order: 2 }),
      ...(p.kind === "hvp" && { hvp: true }),
    });
    if (!response.ok) throw new Error(`${p.name}: ${response.error.message}`);
    for (const [target, text] of Object.entries(response.code)) writeFileSync(join(folder, `${p.name}.${target}.py`), text);
    return { ...p, arguments: response.arguments };
  });
  writeFileSync(join(folder, "problems.json"), JSON.stringify(planned));
  const { status, stdout, stderr } = spawnSync(python, [fileURLToPath(new URL("./peers.py", import.meta.url)), folder, ...process.argv.slice(2)], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const lines = stdout
    .trimEnd()
    .split("\n")
    .filter((l) => l.startsWith("{"))
    .map((l) => JSON.parse(l));
  const measured = lines.filter((l): l is Measured => "name" in l);
  const labels = [...new Set(measured.flatMap((m) => Object.keys(m.milliseconds)))];
  console.log(
    table(
      ["problem", "n", ...labels.map((l) => `${l}, ms`)],
      measured.map((m) => [m.name, String(m.n), ...labels.map((l) => (l in m.milliseconds ? figure(m.milliseconds[l] as number) : ""))]),
    ),
  );
  console.log(JSON.stringify(lines.find((l) => "versions" in l)?.versions));
  if (status !== 0) throw new Error(stderr);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
