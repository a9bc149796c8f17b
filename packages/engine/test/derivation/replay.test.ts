import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import type { Line } from "../../src/derivation/board.ts";
import type { Ground } from "../../src/derivation/check.ts";

const seen: [readonly Line[], Ground][] = [];
vi.mock("../../src/derivation/check.ts", async (original) => {
  const real = await original<typeof import("../../src/derivation/check.ts")>();
  return {
    ...real,
    checkLines: (lines: readonly Line[], ground: Ground) => {
      seen.push([lines, ground]);
      return real.checkLines(lines, ground);
    },
  };
});

import { generate, isMixed, requestOf } from "../../../../bench/fuzz/cases.ts";
import { isScalarShape } from "../../../../bench/fuzz/term.ts";
import { answer, type Request } from "../../src/index.ts";
import { print } from "../../src/language/print.ts";
import { operations } from "../../src/operations/index.ts";
import { examples } from "./examples.ts";
import { replays } from "./replay.ts";

interface Record {
  readonly kind: string;
  readonly expression: string;
  readonly wrt: string;
  readonly layout?: string;
  readonly require?: string[];
  readonly declare: { readonly [name: string]: string };
}
const requests = ["cookbook", "notes", "models"].flatMap((name) =>
  (JSON.parse(readFileSync(new URL(`../../../../corpus/${name}.json`, import.meta.url), "utf8")) as { cases: Record[] }).cases
    .filter((r) => r.kind === "derivative" || r.kind === "hessian")
    .map(({ kind, expression, wrt, declare, layout, require }) => ({
      ...{ expression, wrt, declare, layout: layout || "mixed", steps: { detail: "full" } },
      ...(require && { conditions: require }),
      ...(kind === "hessian" && { order: 2 }),
    })),
);

/** Generated expressions, first and second derivatives. */
const random = (count: number): object[] =>
  Array.from({ length: count }, (_, k) => generate(`replay/${k}`, true))
    .filter((c) => !isMixed(c) && (c.order === 1 || isScalarShape(c.term.shape)))
    .map((c) => ({ ...requestOf(c, true), steps: { detail: "full" } }));

/** How many steps there are, those that are not their rule applied at their path, and those that name no rule. */
function replayed(all: readonly object[]): { steps: number; failed: string[]; vague: string[] } {
  const [failed, vague]: [string[], string[]] = [[], []];
  let steps = 0;
  for (const request of all) {
    seen.length = 0;
    answer(request as Request);
    for (const [lines, ground] of seen)
      for (const l of lines)
        if (l.kind === "rewrite") {
          steps++;
          if (l.rule === "simplify") vague.push(`${print(l.before)} => ${print(l.after)}`);
          else if (!replays(l, ground)) failed.push(`${l.rule}: ${print(l.before)} => ${print(l.after)}`);
        }
  }
  return { steps, failed, vague };
}

const method = (e: (typeof examples)[number]): string | undefined => ("steps" in e && typeof e.steps === "object" ? e.steps.method : undefined);

test("each step of the derivations of courses is its rule, applied at its path", () => {
  const derived = examples.filter((e) => e.task !== "solve" && !("form" in e) && method(e) !== "definition");
  const full = derived.map((e) => ({ ...e, steps: { ...(method(e) && { method: method(e) }), detail: "full" } }));
  expect(replayed(full)).toMatchObject({ failed: [], vague: [] });
});

test("so is each step of the first and second derivative of the example of every operation", () => {
  const all = operations.flatMap(({ example: e }) => (e ? [1, 2].map((order) => ({ ...e, steps: { detail: "full" }, ...(order === 2 && { order }) })) : []));
  expect(replayed(all)).toMatchObject({ failed: [], vague: [] });
}, 60_000);

test("so is each step of the derivations of the corpora, and none is by a catch-all", () => {
  const { steps, failed, vague } = replayed(requests);
  expect({ failed, vague }).toEqual({ failed: [], vague: [] });
  expect(steps).toBeGreaterThan(1500);
}, 120_000);

test("so is nearly each step in components", () => {
  const { steps, failed, vague } = replayed(requests.map((r) => ({ ...r, steps: { detail: "full", method: "components" } })));
  expect(steps).toBeGreaterThan(1000);
  // what is left: quotients of exponentials that are a softmax
  expect(failed.length / steps, failed.join("\n")).toBeLessThan(0.02);
  expect(vague).toEqual([]);
}, 120_000);

test("so is nearly each step of derivations of expressions no one would write", () => {
  const { steps, failed, vague } = replayed(random(400));
  expect(steps).toBeGreaterThan(2000);
  expect(failed.length / steps, failed.join("\n")).toBeLessThan(0.004);
  expect(vague.length / steps, vague.join("\n")).toBeLessThan(0.01);
}, 120_000);
