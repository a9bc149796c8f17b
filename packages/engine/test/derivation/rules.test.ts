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

describe("every example uses its rule", () => {
  test.each(rows.flatMap(([name, r]) => (r.example ? [[name, r.example] as const] : [])))("%s", (name, [expression, wrt, declare]) => {
    const a = answer({ expression, wrt, ...(declare !== undefined && { declare }), steps: { detail: "full" } }) as DeriveAnswer;
    expect(a.steps?.map((s) => s.rule)).toContain(name);
  });
});

test("every rule has a page in both languages", () => {
  for (const name of ruleNames) for (const lang of ["en", "zh"] as const) expect(rulePage(name, lang)?.phrase).toBeTruthy();
});
