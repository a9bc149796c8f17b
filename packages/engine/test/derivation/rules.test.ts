import { describe, expect, test } from "vitest";
import { ruleNames, rulePage } from "../../src/derivation/pages.ts";
import { rules } from "../../src/derivation/rules.ts";
import { answer, type CheckAnswer, type DeriveAnswer } from "../../src/index.ts";

interface Row {
  readonly statement: string;
  readonly declare?: string;
  readonly schematic?: boolean;
  readonly example?: readonly [string, string, string?];
}
const rows = Object.entries(rules as Readonly<Record<string, Row>>);

describe("every statement of the rules holds", () => {
  test.each(rows.filter(([, r]) => !r.schematic))("%s", (_name, { statement, declare }) => {
    const [left = "", right = ""] = statement.split(" = ");
    const verdict = answer({ task: "check", left, right, ...(declare !== undefined && { declare }) }) as CheckAnswer;
    expect(verdict).toMatchObject({ ok: true, verdict: expect.stringMatching(/correct|under-assumption/) });
  });
});

/** Rules that are met only where a longer expression is brought to its normal form, or within a structure; and the catch-all. */
const within = new Set([
  ...["transpose-of-entries", "adjugate-over-determinant", "logistic-complement", "square-root", "simplify"],
  ...["symmetric-increment", "symmetric-part", "skew-increment", "skew-part", "diagonal-increment", "lower-increment", "upper-increment"],
]);

describe("every rule has an example that uses it", () => {
  test.each(ruleNames.filter((n) => !within.has(n)).map((n) => [n] as const))("%s", (name) => {
    const { expression = "", wrt, declare, method } = rulePage(name, "en")?.example ?? {};
    const steps = { detail: "full", ...(method && { method }) };
    const common = { expression, ...(declare !== undefined && { declare }), steps };
    const a = answer(wrt === undefined ? { ...common, task: "simplify" } : { ...common, wrt }) as DeriveAnswer;
    expect(a.steps?.map((s) => s.rule)).toContain(name);
  });
});

test("every rule has a statement and a proof in both languages, but for the catch-all", () => {
  const bare = ruleNames.filter((n) => n !== "simplify" && (["en", "zh"] as const).some((lang) => !rulePage(n, lang)?.statement || !rulePage(n, lang)?.proof));
  expect(bare).toEqual([]);
});

test("every rule has a page in both languages", () => {
  for (const name of ruleNames) for (const lang of ["en", "zh"] as const) expect(rulePage(name, lang)?.phrase).toBeTruthy();
});
