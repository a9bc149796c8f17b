/** Emits code for each problem and times it beside its peers, in one Python process. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { answer } from "gradus";
import { type Problem, problems } from "./problems.ts";

/** Medians in milliseconds, by version. */
export interface Measured {
  readonly name: string;
  readonly n: number;
  readonly kind: Problem["kind"];
  readonly milliseconds: Readonly<Record<string, number>>;
  /** Medians of the ratios within a round: `emitted numpy / expert numpy`. */
  readonly ratios: Readonly<Record<string, number>>;
}

/** All that was measured, and with what. */
export interface Run {
  readonly measured: readonly Measured[];
  readonly versions: Readonly<Record<string, string | number>>;
}

/** The first Python with what the peers need. */
const python = (): string | undefined =>
  ["python3", "/usr/bin/python3"].find((p) => spawnSync(p, ["-c", "import numpy, scipy, torch"], { stdio: "ignore" }).status === 0);

function emitted(p: Problem): { readonly code: Readonly<Record<string, string>>; readonly arguments: readonly string[] } {
  const response = answer({
    task: "code",
    emit: ["numpy", "torch"],
    expression: p.expression,
    wrt: p.wrt,
    declare: p.declare,
    ...(p.kind === "hessian" && { order: 2 }),
    ...(p.kind === "hvp" && { hvp: true }),
    ...(p.kind === "newton" && { form: "newton" }),
  });
  if (!response.ok) throw new Error(`${p.name}: ${response.error.message}`);
  return response;
}

/** Runs peers.py with the options; undefined where no Python has what it needs. Throws where a result differs from autograd's. */
export function measure(options: readonly string[]): Run | undefined {
  const command = python();
  if (!command) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "gradus-autodiff-"));
  try {
    const planned = problems.map((p) => {
      const { code, arguments: args } = emitted(p);
      for (const [target, text] of Object.entries(code)) writeFileSync(join(folder, `${p.name}.${target}.py`), text);
      return { ...p, arguments: args };
    });
    writeFileSync(join(folder, "problems.json"), JSON.stringify(planned));
    const { status, stdout, stderr } = spawnSync(command, [fileURLToPath(new URL("./peers.py", import.meta.url)), folder, ...options], {
      encoding: "utf8",
      maxBuffer: 1 << 26,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    });
    if (status !== 0) throw new Error(stderr);
    const lines = stdout
      .split("\n")
      .filter((l) => l.startsWith("{"))
      .map((l) => JSON.parse(l));
    return { measured: lines.filter((l): l is Measured => "name" in l), versions: lines.find((l) => "versions" in l)?.versions ?? {} };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
