/** What a derivation costs beside its answer, both checked, over the open corpora; and how much of it a catch-all says. */
import type { DeriveAnswer, DeriveRequest, Step } from "../packages/engine/src/index.ts";
import { answer } from "./engine.ts";
import { publishedRequests } from "./requests.ts";
import { atMost, figure, type Section, table } from "./section.ts";
import { median, quantile } from "./statistics.ts";

const passes = 12;

/** Each request's median in milliseconds, in a warm process. */
function medians(requests: readonly DeriveRequest[]): readonly number[] {
  const times = requests.map((): number[] => []);
  for (let k = 0; k < passes; k++)
    requests.forEach((request, i) => {
      const start = performance.now();
      answer(request);
      if (k >= passes / 3) times[i]?.push(performance.now() - start);
    });
  return times.map(median);
}

const share = (steps: readonly Step[]): number => (100 * steps.filter((s) => s.rule === "simplify").length) / steps.length;

export function steps(): Section {
  const requests = publishedRequests().map(({ request }) => request);
  const alone = medians(requests);
  const derived = medians(requests.map((request) => ({ ...request, steps: true })));
  const ratios = derived.map((ms, k) => ms / (alone[k] as number));
  const found = (detail: string) => requests.flatMap((request) => (answer({ ...request, steps: { detail } }) as DeriveAnswer).steps ?? []);
  const slowest = requests
    .map((r, k) => [r.id, `\`d ${r.expression} / d ${r.wrt}\``, figure(alone[k] as number), figure(derived[k] as number)] as const)
    .toSorted((a, b) => Number(b[3]) - Number(a[3]))
    .slice(0, 5);
  return {
    title: "Derivations",
    bars: [
      atMost("answer with its derivation by the answer alone, both checked: median", median(ratios), 3),
      atMost("steps by a catch-all, at normal", share(found("normal")), 5, " %"),
    ],
    details: [
      `${requests.length} requests; p95 of the ratio ${figure(quantile(ratios, 0.95))}; steps by a catch-all at full ${figure(share(found("full")))} %.`,
      `The five slowest:\n\n${table(["record", "request", "ms, alone", "ms, derived"], slowest)}`,
    ],
  };
}
