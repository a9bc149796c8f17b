/** The dense kernels of emitted JavaScript beside NumPy with OpenBLAS on one thread, and beside ml-matrix. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { CholeskyDecomposition, LuDecomposition, Matrix as MlMatrix } from "ml-matrix";
import { fused } from "../../packages/engine/src/kernels/assembled.ts";
import { atLeast, atMost, figure, type Section, table } from "../section.ts";
import { leastProcessorTime, median } from "../statistics.ts";

/** The kernels as they are installed. */
const built = (await import(
  new URL("../../packages/engine/dist/kernels/index.js", import.meta.url).href
)) as typeof import("../../packages/engine/src/kernels/index.ts");
const { addDiagonal, choleskyFactor, gram, luFactor, matmul, matrix, solveLower } = built;

const n = 512;
const rounds = 7;

interface Peer {
  readonly seconds: Readonly<Record<string, number>>;
  readonly numpy: string;
}
/** OpenBLAS as it chooses itself, and as on a processor without AVX-512. */
const peers: Readonly<Record<string, NodeJS.ProcessEnv>> = { OpenBLAS: {}, "OpenBLAS, AVX2": { OPENBLAS_CORETYPE: "Haswell" } };

function peer(python: string, environment: NodeJS.ProcessEnv): Peer {
  const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1", ...environment };
  const { status, stdout, stderr } = spawnSync(python, [fileURLToPath(new URL("./peer.py", import.meta.url)), String(n)], { encoding: "utf8", env });
  if (status !== 0) throw new Error(`peer.py ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: { readonly validate: (bytes: Uint8Array) => boolean } };
const relaxed = WebAssembly.validate(Buffer.from(fused, "base64"));

const random = () =>
  matrix(
    n,
    n,
    Float64Array.from({ length: n * n }, () => Math.random() - 0.5),
  );

export function kernels(): Section {
  const title = `Dense kernels, ${n} x ${n}`;
  const python = ["/usr/bin/python3", "python3"].find((p) => spawnSync(p, ["-c", "import scipy"], { stdio: "ignore" }).status === 0);
  if (!python) return { title, bars: [], details: [], skipped: "this needs a Python with numpy and scipy (Debian: python3-scipy)" };
  const [a, b] = [random(), random()];
  const s = addDiagonal(gram(a), n / 10);
  const l = choleskyFactor(s);
  const [mlA, mlB, mlS] = [a, b, s].map((x) => MlMatrix.from1DArray(n, n, x.data)) as [MlMatrix, MlMatrix, MlMatrix];
  const ours = {
    "A*B": () => matmul(a, b),
    "A'*A": () => gram(a),
    Cholesky: () => choleskyFactor(s),
    LU: () => luFactor(a),
    "L\\B": () => solveLower(l, b),
  };
  const mlMatrix: Readonly<Record<string, () => unknown>> = {
    "A*B": () => mlA.mmul(mlB),
    Cholesky: () => new CholeskyDecomposition(mlS),
    LU: () => new LuDecomposition(mlA),
  };
  const names = Object.keys(ours) as (keyof typeof ours)[];
  const versions = new Set<string>();
  // all in turn, round after round: what disturbs the machine for a while disturbs all
  const times = new Map<string, number[]>();
  const note = (who: string, name: string, took: number) => times.set(`${who} ${name}`, [...(times.get(`${who} ${name}`) ?? []), took]);
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      note("gradus", name, leastProcessorTime(ours[name]));
      const other = mlMatrix[name];
      if (other) note("ml-matrix", name, leastProcessorTime(other, 1));
    }
    for (const [who, environment] of Object.entries(peers)) {
      const measured = peer(python, environment);
      versions.add(measured.numpy);
      for (const name of names) note(who, name, (measured.seconds[name] as number) * 1e3);
    }
  }
  const of = (who: string, name: string) => median(times.get(`${who} ${name}`) ?? []);
  const ms = (who: string, name: string) => (times.has(`${who} ${name}`) ? figure(of(who, name)) : "");
  const who = ["gradus", ...Object.keys(peers), "ml-matrix"];
  return {
    title,
    bars: [
      atMost("product beside OpenBLAS on one thread", of("gradus", "A*B") / of("OpenBLAS", "A*B"), 3.5, " x"),
      atMost("the same, OpenBLAS without AVX-512", of("gradus", "A*B") / of("OpenBLAS, AVX2", "A*B"), 3.5, " x"),
      atLeast("product beside ml-matrix", of("ml-matrix", "A*B") / of("gradus", "A*B"), 10, " x faster"),
    ],
    details: [
      table(
        ["kernel", ...who.map((w) => `${w}, ms`)],
        names.map((name) => [name, ...who.map((w) => ms(w, name))]),
      ),
      `Each is the median of ${rounds} rounds in turn, in each the least processor's time of 8 runs (ml-matrix: of 1). NumPy ${[...versions].join(", ")}; Node ${process.version}, whose WebAssembly has ${relaxed ? "" : "no "}relaxed SIMD (a multiplication and an addition in one).`,
    ],
  };
}
