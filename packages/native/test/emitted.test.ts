/** Emitted JavaScript with `native`, run as a user does: with the package and its library, and without. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { answer } from "gradus";
import { expect, test } from "vitest";
import { openblas } from "../src/index.ts";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const library = openblas({ warn: (line) => console.log(`skipped: ${line}`) });

function install(folder: string, name: string, entry: string, exported: string): void {
  const place = join(folder, "node_modules", name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), JSON.stringify({ name, type: "module", exports: { [exported]: "./index.js" } }));
  buildSync({ entryPoints: [here(entry)], bundle: true, format: "esm", platform: "node", outfile: join(place, "index.js"), logLevel: "silent" });
}

/** Runs the code on data of a size that is worth a call, with `gradus-native` beside it or not. */
function run(withPackage: boolean): { readonly stdout: string; readonly stderr: string } {
  const declare = "X: matrix(m, n); y: vector(m); w: vector(n)";
  const response = answer({ task: "code", emit: ["javascript"], native: true, expression: "sum(log(1 + exp(-y.*(X*w))))", wrt: "w", order: 2, declare });
  if (!response.ok) throw new Error(response.error.message);
  const folder = mkdtempSync(join(tmpdir(), "gradus-native-"));
  try {
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "logistic.js"), response.code.javascript as string);
    writeFileSync(
      join(folder, "main.js"),
      `import { hessian } from "./logistic.js";
const [m, n] = [120, 40];
const wave = (k, by) => Float64Array.from({ length: k }, (_, i) => Math.sin(by * i));
const { rows, data } = hessian(wave(n, 2), { rows: m, cols: n, data: wave(m * n, 0.7) }, wave(m, 3).map(Math.sign));
console.log(rows, data.reduce((s, v, k) => s + v * Math.cos(k), 0).toFixed(8));
`,
    );
    install(folder, "gradus", "../../engine/src/kernels/index.ts", "./kernels");
    if (withPackage) {
      install(folder, "gradus-native", "../src/index.ts", ".");
      const koffi = createRequire(import.meta.url).resolve("koffi");
      symlinkSync(dirname(koffi), join(folder, "node_modules", "koffi"), "junction");
    }
    const { stdout, stderr } = spawnSync(process.execPath, [join(folder, "main.js")], { encoding: "utf8" });
    return { stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("without the package there is one line, and the result", () => {
  const { stdout, stderr } = run(false);
  expect(stderr).toBe("without the package gradus-native, gradus's own kernels are used\n");
  expect(stdout).toMatch(/^40 -?\d+\.\d{8}\n$/);
});

test.skipIf(!library)("with it there is the same result, and nothing is said", () => {
  expect(run(true)).toEqual({ stdout: run(false).stdout, stderr: "" });
});
