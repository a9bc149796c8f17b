/** Emitted JavaScript with OpenBLAS beside an expert's NumPy with OpenBLAS: the Hessian of logistic regression, one thread each. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { answer } from "gradus";
import { atMost, figure, type Section, table } from "../section.ts";
import { leastProcessorTime, median } from "../statistics.ts";

const sizes = [100, 300, 1000];
const rounds = 7;

const dist = (name: string): string => new URL(`../../packages/${name}/dist/`, import.meta.url).href;
const kernels = `${dist("engine")}kernels/index.js`;

interface Peer {
  readonly symmetric: number;
  readonly general: number;
  readonly numpy: string;
  readonly row: readonly number[];
  readonly sum: number;
}

interface Emitted {
  readonly hessian: (w: Float64Array, X: object, y: Float64Array) => { readonly data: Float64Array };
}

/** The emitted module, with the packages as they are built here. */
async function emitted(folder: string): Promise<Emitted> {
  const declare = "X: matrix(m, n); y: vector(m); w: vector(n)";
  const response = answer({ task: "code", emit: ["javascript"], native: true, expression: "sum(log(1 + exp(-y.*(X*w))))", wrt: "w", order: 2, declare });
  if (!response.ok) throw new Error(response.error.message);
  const places: Readonly<Record<string, string>> = { "gradus/kernels": kernels, "gradus-native": `${dist("native")}index.js` };
  const code = Object.entries(places).reduce((text, [name, url]) => text.replaceAll(`"${name}"`, JSON.stringify(url)), response.code.javascript as string);
  const file = join(folder, "logistic.mjs");
  writeFileSync(file, code);
  return import(pathToFileURL(file).href);
}

export async function native(): Promise<Section> {
  const title = "JavaScript with OpenBLAS";
  process.env.OPENBLAS_NUM_THREADS = "1";
  const { openblas } = (await import(`${dist("native")}index.js`)) as typeof import("../../packages/native/src/index.ts");
  let reason = "";
  const library = openblas({ warn: (line) => (reason = line) });
  const python = ["/usr/bin/python3", "python3"].find((p) => spawnSync(p, ["-c", "import scipy"], { stdio: "ignore" }).status === 0);
  if (!library || !python)
    return { title, bars: [], details: [], skipped: library ? "this needs a Python with numpy and scipy (Debian: python3-scipy)" : reason };
  const { matrix, use } = (await import(kernels)) as typeof import("../../packages/engine/src/kernels/index.ts");
  const folder = mkdtempSync(join(tmpdir(), "gradus-native-"));
  const rows: string[][] = [];
  let ratios: readonly [number, number] = [Number.NaN, Number.NaN];
  let numpy = "";
  try {
    const { hessian } = await emitted(folder);
    for (const n of sizes) {
      const m = 2 * n;
      const X = Float64Array.from({ length: m * n }, () => (Math.random() - 0.5) / Math.sqrt(n));
      const y = Float64Array.from({ length: m }, () => Math.sign(Math.random() - 0.5));
      const w = Float64Array.from({ length: n }, () => Math.random() - 0.5);
      const file = join(folder, "data");
      writeFileSync(file, Buffer.concat([X, y, w].map((v) => Buffer.from(v.buffer))));
      const run = () => hessian(w, matrix(m, n, X), y).data;
      const times: Record<"blas" | "own" | "symmetric" | "general", number[]> = { blas: [], own: [], symmetric: [], general: [] };
      for (let round = 0; round < rounds; round++) {
        use(library);
        times.blas.push(leastProcessorTime(run));
        const got = run();
        use(undefined);
        times.own.push(leastProcessorTime(run));
        const { status, stdout, stderr } = spawnSync(python, [fileURLToPath(new URL("./expert.py", import.meta.url)), String(m), String(n), file], {
          encoding: "utf8",
        });
        if (status !== 0) throw new Error(`expert.py ended with ${status}: ${stderr}`);
        const peer = JSON.parse(stdout) as Peer;
        numpy = peer.numpy;
        times.symmetric.push(peer.symmetric * 1e3);
        times.general.push(peer.general * 1e3);
        const off = Math.max(...peer.row.map((v, k) => Math.abs(v - (got[k] as number))), Math.abs(peer.sum - got.reduce((s, v) => s + v, 0)) / n);
        if (!(off < 1e-9)) throw new Error(`n = ${n}: the emitted code gives another Hessian, off by ${off}`);
      }
      const blas = median(times.blas);
      ratios = [blas / median(times.symmetric), blas / median(times.general)];
      rows.push([String(n), ...[blas, ...[times.own, times.symmetric, times.general].map(median), ...ratios].map(figure)]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    title,
    bars: [
      atMost("Hessian of logistic regression, n = 1000: beside NumPy, A'*A by the symmetric kernel", ratios[0], 1, " x"),
      atMost("the same beside NumPy, X'*diag(d)*X by a general product", ratios[1], 1, " x"),
    ],
    details: [
      table(
        [
          "n (X: 2n x n)",
          "emitted, OpenBLAS, ms",
          "emitted, own kernels, ms",
          "NumPy, symmetric, ms",
          "NumPy, general, ms",
          "OpenBLAS / symmetric",
          "OpenBLAS / general",
        ],
        rows,
      ),
      `Each is the median of ${rounds} rounds in turn, in each the least processor's time of 8 runs. NumPy ${numpy}, Node ${process.version}.`,
    ],
  };
}
