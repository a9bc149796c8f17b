import { readFileSync } from "node:fs";
import katex from "katex";
import { expect, test } from "vitest";
import { answer, type DeriveAnswer, type DeriveRequest, writeSteps } from "../../src/index.ts";
import { random } from "../../src/numeric/random.ts";
import { examples } from "./examples.ts";

const records = ["cookbook", "notes", "models"].flatMap(
  (name) =>
    (
      JSON.parse(readFileSync(new URL(`../../../../corpus/${name}.json`, import.meta.url), "utf8")) as {
        cases: (DeriveRequest & { kind: string; require?: string[] })[];
      }
    ).cases,
);
const requests: DeriveRequest[] = [
  ...records
    .filter((r) => r.kind === "derivative" || r.kind === "hessian")
    .map(({ expression, wrt, declare, layout, require, kind }) => ({
      ...{ expression, wrt, layout: layout || ("mixed" as const) },
      ...(declare && { declare }),
      ...(require && { conditions: require }),
      ...(kind === "hessian" && { order: 2 as const }),
    })),
  ...examples.flatMap(({ title: _, ...e }) => (e.task === "solve" ? [] : [e as DeriveRequest])),
];
const methods = ["differential", "components", "definition", "chain"];
const details = ["brief", "normal", "full"];
const conventions = [undefined, "cs229", "mml", "magnus", "cookbook", "minka", "zhihu"];

test("derivations by every method, in every detail and convention, render in KaTeX's strict mode", () => {
  const rng = random("latex of derivations");
  const pick = <T>(list: readonly T[]): T => list[rng.integer(1, list.length) - 1] as T;
  // the longest derivations expand more macros than KaTeX does unless told so
  const options = { strict: "error", throwOnError: true, displayMode: true, maxExpand: 20_000 } as const;
  let rendered = 0;
  for (const request of requests) {
    const convention = pick(conventions);
    const steps = { method: pick(methods), detail: pick(details), ...(convention && { convention }) };
    const a = answer({ ...request, verify: false, steps } as DeriveRequest & { wrt: string }) as DeriveAnswer;
    if (!a.steps) continue;
    rendered++;
    for (const lang of ["en", "zh"] as const) {
      katex.renderToString(writeSteps(a.steps, "latex", lang), options);
      for (const [, inside] of writeSteps(a.steps, "markdown", lang).matchAll(/^- \$(.*?)\$(?: —|$)/gm)) katex.renderToString(inside as string, options);
    }
  }
  expect(rendered).toBeGreaterThan(150);
}, 60_000);
