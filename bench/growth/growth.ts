/** How cost grows with the size of the question: to the printed answer, and to the shared graph of the derivative. */
import { answer, derivativeGraph, elaborate } from "../engine.ts";
import { atMost, figure, type Section, table } from "../section.ts";
import { medianTime } from "../statistics.ts";
import { type Family, families, type Question } from "./questions.ts";

interface Cost {
  readonly size: number;
  readonly printed: number;
  readonly characters: number;
  readonly graph: number;
}

/** The answer as text, with the parts it names. */
function printed(q: Question): string {
  const response = answer({ ...q, verify: false });
  if (!response.ok) throw new Error(`${response.error.code}: ${response.error.message}`);
  if (!("form" in response)) throw new Error("not a derivative");
  return [response.derivative, ...(response.where ?? []).map((w) => w.expression)].join("\n");
}

/** The question as expressions made afresh: a request between makes the engine forget all it shared before. */
function elaborated(q: Question) {
  answer({ expression: "x", wrt: "x", verify: false });
  const { expression, variables, definitions } = elaborate({ ...q, wrt: [q.wrt] });
  const wrt = variables.get(q.wrt);
  if (!expression || !wrt) throw new Error("the question cannot be read");
  return { expression, wrt, definitions: new Map(definitions.map((d) => [d.variable.id, d.expression])) };
}

function costOf(q: Question, size: number): Cost {
  return {
    size,
    printed: medianTime(() => q, printed),
    characters: printed(q).length,
    graph: medianTime(
      () => elaborated(q),
      ({ expression, wrt, definitions }) => void derivativeGraph(expression, wrt, definitions),
    ),
  };
}

function graphOf({ expression, wrt, definitions }: ReturnType<typeof elaborated>): void {
  derivativeGraph(expression, wrt, definitions);
}

/** How many times as much a question of twice the size costs, by this one and the one before: 2 is linear, 4 quadratic. */
function perDoubling(costs: readonly Cost[], k: number, of: (c: Cost) => number): number | undefined {
  const [a, b] = [costs[k - 1], costs[k]];
  return a && b && (of(b) / of(a)) ** (1 / Math.log2(b.size / a.size));
}

const largestRatio = (costs: readonly Cost[], of: (c: Cost) => number) => Math.max(...costs.map((_, k) => perDoubling(costs, k, of) ?? 0));

function tableOf({ title }: Family, costs: readonly Cost[]): string {
  const ratio = (k: number, of: (c: Cost) => number) => perDoubling(costs, k, of)?.toFixed(2) ?? "";
  return `\`${title}\`\n\n${table(
    ["size", "printed, ms", "a doubling", "characters", "shared graph, ms", "a doubling"],
    costs.map((c, k) => [String(c.size), figure(c.printed), ratio(k, (c) => c.printed), figure(c.characters), figure(c.graph), ratio(k, (c) => c.graph)]),
  )}`;
}

export function growth(): Section {
  for (const { of } of families)
    for (let k = 0; k < 30; k++) {
      printed(of(25));
      graphOf(elaborated(of(25)));
    }
  const costs = families.map(({ of, sizes }) => sizes.map((size) => costOf(of(size), size)));
  const chain = (costs[0] as Cost[]).find((c) => c.size === 50) as Cost;
  return {
    title: "Growth",
    bars: [
      atMost("product chain, k = 50, printed (SymPy: 17,000 ms)", chain.printed, 40, " ms"),
      ...families.map(({ title }, k) =>
        atMost(
          `printed, a doubling at most: \`${title}\``,
          largestRatio(costs[k] as Cost[], (c) => c.printed),
          5,
          " x",
        ),
      ),
      ...families.map(({ title }, k) =>
        atMost(
          `shared graph, a doubling at most: \`${title}\``,
          largestRatio(costs[k] as Cost[], (c) => c.graph),
          2.5,
          " x",
        ),
      ),
    ],
    details: [
      "Median of 7, without check, nothing remembered from one run to the next. *A doubling* is the ratio to the size before, as if that were half.",
      ...families.map((family, k) => tableOf(family, costs[k] as Cost[])),
    ],
  };
}
