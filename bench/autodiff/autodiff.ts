/** Emitted code beside automatic differentiation and beside what an expert writes. */
import { atLeast, atMost, type Bar, figure, type Section, table } from "../section.ts";
import { type Measured, measure, type Run } from "./measure.ts";

export const missing = "this needs a Python with numpy, scipy and torch (Debian: python3-scipy, python3-torch)";

const time = (m: Measured, version: string): number => m.milliseconds[version] ?? Number.NaN;
const ratio = (m: Measured, over: string, under: string): number => m.ratios[`${over} / ${under}`] ?? time(m, over) / time(m, under);

/** The worst of all and where it was. */
function worst(measured: readonly Measured[], of: (m: Measured) => number): { readonly value: number; readonly where: string } {
  const [first] = measured.map((m) => ({ value: of(m), where: `${m.name}, n = ${m.n}` })).sort((a, b) => b.value - a.value);
  return first ?? { value: Number.NaN, where: "nowhere" };
}

/** How many times as fast as a version of torch's Hessian the NumPy code is, at some sizes: the least. */
function faster(measured: readonly Measured[], name: string, sizes: readonly number[], version: string, least: number, what: string): Bar {
  const ratios = measured.filter((m) => m.name === name && sizes.includes(m.n)).map((m) => ratio(m, version, "emitted numpy"));
  return atLeast(what, Math.min(...ratios), least, " x");
}

function barsOf({ measured }: Run): Bar[] {
  const gradients = measured.filter((m) => m.kind === "gradient");
  const expert = worst(measured, (m) => ratio(m, "emitted numpy", "expert numpy"));
  const torch = worst(gradients, (m) => ratio(m, "emitted torch", "torch autograd"));
  const numpy = worst(
    gradients.filter((m) => m.n <= 300),
    (m) => ratio(m, "emitted numpy", "torch autograd"),
  );
  const [loop, vectorized] = ["torch hessian, loop", "torch hessian, vectorize"];
  return [
    atMost(`NumPy target, time by that of an expert's NumPy: the worst (${expert.where})`, expert.value, 1.1, " x"),
    atMost(`gradients, torch target, time by torch autograd's: the worst (${torch.where})`, torch.value, 1.1, " x"),
    atMost(`gradients, NumPy target, n <= 300, time by torch autograd's: the worst (${numpy.where})`, numpy.value, 1.1, " x"),
    faster(measured, "logistic-hessian", [1000], loop, 10, "Hessian of logistic regression, n = 1000: faster than torch's loop"),
    faster(measured, "logistic-hessian", [1000], vectorized, 2, "the same: faster than torch's `vectorize=True`"),
    faster(
      measured,
      "factorisation-hessian",
      [100, 200, 300],
      loop,
      400,
      "Hessian of matrix factorisation, k = 5, dense, n = 100..300: faster than torch's loop",
    ),
    faster(measured, "network-hessian", [30], loop, 30, "Hessian of a small network's first layer, n = 30: faster than torch's loop"),
  ];
}

/** The bars and the table of one run. */
export function section(run: Run): Section {
  const labels = [...new Set(run.measured.flatMap((m) => Object.keys(m.milliseconds)))];
  const rows = run.measured.map((m) => [
    m.name,
    String(m.n),
    ...labels.map((l) => (l in m.milliseconds ? figure(time(m, l)) : "")),
    "expert numpy" in m.milliseconds ? figure(ratio(m, "emitted numpy", "expert numpy")) : "",
  ]);
  return {
    title: "Beside automatic differentiation",
    bars: barsOf(run),
    details: [
      "Emitted code beside PyTorch's autograd and `torch.autograd.functional` and beside NumPy as an expert writes it: milliseconds, medians of interleaved runs on one thread. Every result is compared with autograd's first.",
      table(["problem", "n", ...labels, "emitted by expert"], rows),
      Object.entries(run.versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(", "),
    ],
  };
}

export function autodiff(): Section {
  const run = measure([]);
  return run ? section(run) : { title: "Beside automatic differentiation", bars: [], details: [], skipped: missing };
}
