/** Every target that this machine can run, on every formula of the corpora, against the engine's own numbers. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { answer } from "../../src/full.ts";
import { type Case, drive, drivers, type Value } from "./drive.ts";
import { expected, type Wanted } from "./expected.ts";

interface Record {
  readonly id: string;
  readonly kind: string;
  readonly declare: { readonly [name: string]: string };
  readonly expression: string;
  readonly wrt: string;
  readonly layout?: "numerator" | "denominator" | "mixed";
  readonly require?: readonly string[];
}

const corpora = new URL("../../../../corpus/", import.meta.url);
const records: readonly Record[] = readdirSync(corpora)
  .filter((name) => name.endsWith(".json"))
  .flatMap((name) => JSON.parse(readFileSync(new URL(name, corpora), "utf8")).cases as Record[])
  .filter((r) => ["derivative", "hessian", "structured"].includes(r.kind) && r.wrt);

/** How many formulas a target runs: compiled languages take every tenth. */
const every: { readonly [target: string]: number } = { javascript: 2, torch: 3, matlab: 4, jax: 4, dask: 5, cpp: 30 };

const request = (r: Record) => ({
  declare: r.declare,
  expression: r.expression,
  wrt: r.wrt,
  ...(r.layout && { layout: r.layout }),
  ...(r.require && { conditions: r.require }),
  ...(r.kind === "hessian" && { order: 2 as const }),
  ...(r.kind === "structured" && { structured: true }),
});

/** Equal within rounding; sides of length 1 are told apart nowhere. */
function near(got: Value, want: readonly number[]): boolean {
  const flat = [got].flat(2) as number[];
  const size = Math.max(1, ...want.map(Math.abs));
  return flat.length === want.length && want.every((v, k) => Math.abs((flat[k] as number) - v) < 1e-6 * size);
}

test.each(Object.keys(drivers).map((target) => [target]))("%s computes what the engine computes", { timeout: 600_000 }, (target) => {
  const cases: Case[] = [];
  const wants: { readonly id: string; readonly wanted: readonly Wanted[] }[] = [];
  const lost: string[] = [];
  records.forEach((r, k) => {
    if (k % (every[target] ?? 1) !== 0) return;
    const response = answer({ task: "code", emit: [target], verify: false, ...request(r) });
    if (!response.ok) return void lost.push(`${r.id}: ${response.error.message}`);
    const point = expected(request(r), response);
    if (!point) return;
    cases.push({ code: response.code[target] as string, calls: point.calls(target) });
    wants.push({ id: r.id, wanted: point.wanted });
  });
  const outcomes = drive(target, cases);
  if (!outcomes) return;
  const wrong = outcomes.flatMap((o, k) => {
    const { id, wanted } = wants[k] as (typeof wants)[number];
    if ("error" in o) return [`${id}: ${o.error}`];
    return wanted.every((w, c) => w.every((v, i) => v === undefined || near(o[c]?.[i] as Value, v))) ? [] : [`${id}: another value`];
  });
  expect([wrong, lost]).toEqual([[], lost.filter((l) => l.includes("cannot say"))]);
});
