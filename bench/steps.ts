/** What a derivation costs beside its answer, both checked, over the open corpora; and how much of it a catch-all says. */
import katex from "katex";
import type { DeriveAnswer, DeriveRequest, Step } from "../packages/engine/src/index.ts";
import { answer, writeSteps } from "./engine.ts";
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

/** How many derivations KaTeX does not render without a warning, in both languages. */
function refused(requests: readonly DeriveRequest[]): number {
  let count = 0;
  let turn = 0;
  for (const request of requests)
    for (const method of ["differential", "components", "definition", "chain"])
      for (const detail of ["brief", "normal", "full"]) {
        const convention = conventions[turn++ % conventions.length];
        const a = answer({ ...request, verify: false, steps: { method, detail, ...(convention && { convention }) } }) as DeriveAnswer;
        for (const lang of a.steps ? (["en", "zh"] as const) : []) {
          try {
            katex.renderToString(writeSteps(a.steps ?? [], "latex", lang), { strict: "error", throwOnError: true, displayMode: true, maxExpand: 20_000 });
          } catch {
            count++;
          }
        }
      }
  return count;
}
const conventions = [undefined, "cs229", "mml", "magnus", "cookbook", "minka", "zhihu"];

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
      atMost("steps by a catch-all, at full", share(found("full")), 0, " %"),
      atMost("derivations whose LaTeX KaTeX refuses in strict mode, over all methods, levels and conventions", refused(requests), 0),
    ],
    details: [
      `${requests.length} requests; p95 of the ratio ${figure(quantile(ratios, 0.95))}.`,
      `The five slowest:\n\n${table(["record", "request", "ms, alone", "ms, derived"], slowest)}`,
    ],
  };
}
