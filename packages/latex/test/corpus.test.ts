import { readFileSync } from "node:fs";
import { answer, elaborate, print, toLatex } from "gradus";
import { claimOf, readLatex, type Side } from "gradus-latex";
import { describe, expect, test } from "vitest";
import { otherHands } from "./otherhands.ts";
import { hands, spell } from "./speller.ts";

interface Case {
  readonly id: string;
  readonly declare: Record<string, string>;
  readonly expression: string;
  readonly expected: string | readonly string[];
  readonly kind: string;
  readonly wrt?: string;
  readonly latex?: string;
}

const cases = ["cookbook", "notes", "models"].flatMap(
  (file) => (JSON.parse(readFileSync(new URL(`../../../corpus/${file}.json`, import.meta.url), "utf8")) as { cases: Case[] }).cases,
);
/** Every expression and every answer, with its declarations. */
const texts = cases.flatMap(({ id, declare, expression, expected }) =>
  [expression, expected].flat().flatMap((text) => (typeof text === "string" ? [{ id, declare, text }] : [])),
);

/** What the expression prints as; undefined where this version does not read it. */
function printed(text: string, declare: Record<string, string>): string | undefined {
  const { expression, diagnostics } = elaborate({ expression: text, wrt: [], declare });
  return expression && diagnostics.length === 0 ? print(expression) : undefined;
}

/** Why the LaTeX is not read as the expression; undefined where it is. */
function difference(latex: string, text: string, declare: Record<string, string>): string | undefined {
  const { statements, diagnostics } = readLatex(latex, { declare, readings: 1 });
  const read = statements[0]?.readings[0]?.sides[0]?.text ?? "";
  if (diagnostics.length > 0 || statements.length !== 1) return `${latex}: ${diagnostics[0]?.message ?? `${statements.length} statements`}`;
  if (printed(read, declare) === printed(text, declare)) return undefined;
  const response = answer({ task: "check", left: text, right: read, declare });
  return response.ok && "verdict" in response && response.verdict === "correct" ? undefined : `${latex}: ${read}`;
}

/** Names that stand for scalars: these no hand sets in bold. */
function scalarsOf(text: string, declare: Record<string, string>): Set<string> {
  const scalars = Object.entries(declare)
    .filter(([, type]) => type.startsWith("scalar"))
    .map(([name]) => name);
  const dimensions = Object.values(declare).flatMap((type) => [...type.matchAll(/[A-Za-z]\w*/g)].map(([word]) => word));
  const indices = [...text.matchAll(/sum\((\w+)=/g)].map(([, index]) => index as string);
  return new Set([...scalars, ...dimensions.filter((name) => !(name in declare)), ...indices]);
}

test("what is printed as LaTeX is read back as the expression", () => {
  let read = 0;
  for (const { id, declare, text } of texts) {
    const { expression, diagnostics } = elaborate({ expression: text, wrt: [], declare });
    if (!expression || diagnostics.length > 0) continue;
    expect(difference(toLatex(expression), text, declare), id).toBeUndefined();
    read++;
  }
  expect(read).toBeGreaterThan(1100);
}, 120_000);

describe("other spellings mean the same", () => {
  test.each(Object.entries({ ...hands, ...otherHands }))(
    "%s",
    (_name, hand) => {
      let read = 0;
      for (const { id, declare, text } of texts) {
        if (printed(text, declare) === undefined) continue;
        const latex = spell(text, "T" in declare ? { ...hand, transpose: "^\\top " } : hand, scalarsOf(text, declare));
        if (latex === undefined) continue;
        expect(difference(latex, text, declare), id).toBeUndefined();
        read++;
      }
      expect(read).toBeGreaterThan(1100);
    },
    120_000,
  );
});

test("the formulas of the records are read without an error", () => {
  const told = cases.flatMap(({ id, latex, declare }) =>
    latex === undefined
      ? []
      : readLatex(latex, { declare, readings: 1 })
          .diagnostics.filter((d) => d.severity === "error")
          .map((d) => `${id}: ${d.message}`),
  );
  expect(told).toEqual([]);
});

describe("a derivative is a claim however it is written", () => {
  const forms: Readonly<Record<string, (f: string, x: string) => string>> = {
    fraction: (f, x) => `\\frac{\\partial ${f}}{\\partial ${x}}`,
    operator: (f, x) => `\\frac{\\partial}{\\partial ${x}} \\left( ${f} \\right)`,
    inline: (f, x) => `\\partial (${f})/\\partial ${x}`,
    gradient: (f, x) => `\\nabla_{${x}} (${f})`,
    upright: (f, x) => `\\frac{\\mathrm{d}}{\\mathrm{d} ${x}} [ ${f} ]`,
  };
  const hand = { ...(hands.book as NonNullable<typeof hands.book>), wrap: (text: string) => text };
  const derivatives = cases.filter((r) => r.kind === "derivative" && typeof r.expected === "string" && /^\w+$/.test(r.wrt ?? ""));

  test.each(Object.entries(forms))(
    "%s",
    (_name, form) => {
      let claims = 0;
      for (const { id, declare, expression, expected, wrt } of derivatives) {
        if (printed(expression, declare) === undefined || printed(expected as string, declare) === undefined) continue;
        const [f, answered, x] = [expression, expected as string, wrt as string].map((text) => spell(text, hand, scalarsOf(text, declare)));
        if (f === undefined || answered === undefined || x === undefined) continue;
        const sides = readLatex(`${form(f, x)} = ${answered}`, { declare, readings: 1 }).statements[0]?.readings[0]?.sides ?? [];
        const claim = sides.length === 2 ? claimOf(sides[0] as Side, sides[1] as Side) : undefined;
        if (claim === undefined || !("claim" in claim)) expect.unreachable(`${id} is no claim`);
        expect(claim.wrt, id).toBe(wrt);
        expect(difference(f, claim.expression, declare), id).toBeUndefined();
        expect(difference(answered, claim.claim, declare), id).toBeUndefined();
        claims++;
      }
      expect(claims).toBeGreaterThan(300);
    },
    60_000,
  );
});
