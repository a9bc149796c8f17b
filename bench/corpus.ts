/** One derivative, warm, over the open corpora: without and with its check, and how long the answers are. */
import { Bench } from "tinybench";
import type { DeriveAnswer, DeriveRequest } from "../packages/engine/src/index.ts";
import { walk } from "../packages/engine/src/language/tree.ts";
import { answer, parse } from "./engine.ts";
import { type Published, publishedRequests } from "./requests.ts";
import { atLeast, atMost, figure, type Section, table } from "./section.ts";
import { median, quantile } from "./statistics.ts";

/** Passes over all requests before any is measured: as many as it takes until our own code is compiled for all it meets. */
const passes = 20;

/** Each request's median in milliseconds, by tinybench, in a warm process. */
function medians(requests: readonly DeriveRequest[]): readonly number[] {
  for (let k = 0; k < passes; k++) for (const request of requests) answer(request);
  const bench = new Bench({ time: 20, iterations: 9, warmupTime: 5, warmupIterations: 2, throws: true });
  for (const [k, request] of requests.entries()) bench.add(String(k), () => void answer(request));
  bench.runSync();
  return bench.tasks.map((task) => ("latency" in task.result ? task.result.latency.p50 : Number.NaN));
}

/** The operations, names and numbers of a formula. */
function size(text: string): number {
  let count = 0;
  walk(parse(text).tree, () => count++);
  return count;
}

/** How many times as long as the published formula the answer is, its `where` counted; nothing where there is no formula. */
function lengthRatio({ expected }: Published, found: DeriveAnswer): number | undefined {
  if (expected === undefined) return undefined;
  return [found.derivative, ...(found.where ?? []).map((w) => w.expression)].reduce((sum, text) => sum + size(text), 0) / size(expected);
}

export function corpus(): Section {
  const published = publishedRequests();
  const quick = medians(published.map(({ request }) => ({ ...request, verify: false })));
  const checked = medians(published.map(({ request }) => request));
  const responses = published.map(({ request }) => answer(request));
  const passed = responses.filter((r) => r.ok && r.verified.status === "passed");
  const ratios = responses.flatMap((r, k) => (r.ok && "derivative" in r && "form" in r ? (lengthRatio(published[k] as Published, r) ?? []) : []));
  const slowest = published
    .map(
      ({ request }, k) =>
        [
          request.id,
          `\`d ${request.expression} / d ${request.wrt}${request.order === 2 ? ", order 2" : ""}\``,
          figure(quick[k] as number),
          figure(checked[k] as number),
        ] as const,
    )
    .toSorted((a, b) => Number(b[2]) - Number(a[2]))
    .slice(0, 10);
  const refused = responses.flatMap((r) => (r.ok ? [] : [`${r.id}: ${r.error.code}, ${r.error.message}`]));
  return {
    title: "Corpora",
    bars: [
      atMost("one derivative, warm, check excluded: median", median(quick), 0.25, " ms"),
      atMost("one derivative, warm, check excluded: p95", quantile(quick, 0.95), 2.5, " ms"),
      atMost("one derivative, warm, check included: median", median(checked), 2, " ms"),
      atLeast(`open corpora, ${published.length} requests: answered, and the engine's check passed`, (100 * passed.length) / published.length, 99, " %"),
      atLeast("answers no longer than 1.25 x the published formula", (100 * ratios.filter((r) => r <= 1.25).length) / ratios.length, 95, " %"),
    ],
    details: [
      `${published.length} requests of the open corpora; each one's median is taken by tinybench, then the median and p95 over them. ` +
        `Mean without check ${figure(quick.reduce((a, b) => a + b, 0) / quick.length)} ms, p95 with check ${figure(quantile(checked, 0.95))} ms.` +
        (refused.length ? ` Not answered: ${refused.join("; ")}.` : ""),
      `The ten slowest:\n\n${table(["record", "request", "ms", "ms, checked"], slowest)}`,
    ],
  };
}
