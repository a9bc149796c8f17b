/** Values at which the formula as typed overflows or cancels, on every target that this machine can run, against references of 60 digits. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { answer } from "../../src/full.ts";
import { drive, drivers, type Value } from "./drive.ts";

interface Row {
  readonly expression: string;
  readonly declare: string;
  readonly wrt: string;
  readonly order: 1 | 2;
  readonly arguments: Readonly<Record<string, Value>>;
  /** Value, gradient and, at order 2, Hessian. */
  readonly want: readonly Value[];
}

/** Written by references.py. */
const rows = JSON.parse(readFileSync(new URL("./references.json", import.meta.url), "utf8")) as readonly Row[];

/** Compiled languages take every third. */
const every: Readonly<Record<string, number>> = { cpp: 3 };

const flat = (v: unknown): number[] => [v].flat(Number.POSITIVE_INFINITY) as number[];

test.each(Object.keys(drivers))("%s stays finite and exact", { timeout: 600_000 }, (target) => {
  const chosen = rows.filter((r, k) => k % (every[target] ?? 1) === 0 || r.wrt !== "z");
  const cases = chosen.map((r) => {
    const { expression, declare, wrt, order } = r;
    const response = answer({ task: "code", emit: [target], expression, declare, wrt, order });
    if (!response.ok) throw new Error(`${expression}: ${response.error.message}`);
    const args = response.arguments.map((a) => r.arguments[a] as Value);
    const name = target === "javascript" ? "valueAndGradient" : "value_and_gradient";
    return { code: response.code[target] as string, calls: [{ name, args }, ...(order === 2 ? [{ name: "hessian", args }] : [])] };
  });
  const outcomes = drive(target, cases);
  if (!outcomes) return;
  const wrong = outcomes.flatMap((o, k) => {
    const { expression, wrt, want } = chosen[k] as Row;
    if ("error" in o) return [`${expression}: ${o.error}`];
    const [got, wanted] = [flat(o), flat(want)];
    const off = wanted.findIndex((w, i) => !(Math.abs((got[i] as number) - w) <= 1e-6 * Math.max(Math.abs(w), 1e-10)));
    if (off < 0 && got.length === wanted.length) return [];
    return [`${expression} by ${wrt}: ${got[off]} for ${wanted[off]}, number ${off} of ${wanted.length}`];
  });
  expect(wrong).toEqual([]);
});
