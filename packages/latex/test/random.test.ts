import { answer } from "gradus";
import { readLatex } from "gradus-latex";
import { describe, expect, test } from "vitest";
import { otherHands } from "./otherhands.ts";
import { hands, spell } from "./speller.ts";

const declare = {
  A: "matrix(n, n)",
  B: "matrix(n, n)",
  X: "matrix(m, n)",
  x: "vector(n)",
  b: "vector(n)",
  mu: "vector(n)",
  y: "vector(m)",
  alpha: "scalar",
  c: "scalar",
};
const scalars = new Set(["alpha", "c", "i", "n"]);

/** Expressions drawn by seed, with the sizes they have. */
function drawn(seed: number): string {
  let state = seed * 2654435761 + 12345;
  const below = (k: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * k);
  };
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const scalar = (d: number): string =>
    d <= 0
      ? pick(["alpha", "c", "2"])
      : pick([
          () => `${vector(d - 1)}'*${vector(d - 1)}`,
          () => `tr(${square(d - 1)})`,
          () => `norm2(${vector(d - 1)})^2`,
          () => `logdet(${square(d - 1)})`,
          () => `exp(${scalar(d - 1)})`,
          () => `(${scalar(d - 1)} + ${scalar(d - 1)})`,
          () => `${scalar(d - 1)}*${scalar(d - 1)}`,
          () => `normF(${square(d - 1)})`,
          () => `sum(i=1..n, ${pick(["x", "b", "mu"])}[i]*${pick(["x", "b", "mu"])}[i])`,
        ])();
  const vector = (d: number): string =>
    d <= 0
      ? pick(["x", "b", "mu"])
      : pick([
          () => `${square(d - 1)}*${vector(d - 1)}`,
          () => `(${vector(d - 1)} - ${vector(d - 1)})`,
          () => `X'*y`,
          () => `${vector(d - 1)}.*${vector(d - 1)}`,
          () => `${scalar(d - 1)}*${vector(d - 1)}`,
          () => `tanh(${vector(d - 1)})`,
          () => `${vector(d - 1)}/${scalar(d - 1)}`,
        ])();
  const square = (d: number): string =>
    d <= 0
      ? pick(["A", "B"])
      : pick([
          () => `${square(d - 1)}'`.replace(/^(.*[^\w)].*)'$/, "($1)'"),
          () => `inv(${square(d - 1)})`,
          () => `${square(d - 1)}*${square(d - 1)}`,
          () => `(${square(d - 1)} + ${square(d - 1)})`,
          () => `X'*X`,
          () => `${vector(d - 1)}*${vector(d - 1)}'`.replace(/\*([^*']*[-+./][^']*)'$/, "*($1)'"),
          () => `(${square(d - 1)}).*(${square(d - 1)})`,
          () => `diag(${vector(d - 1)})`,
        ])();
  return pick([scalar, vector, square])(3);
}

describe("200 expressions at random mean the same in each hand", () => {
  const texts = Array.from({ length: 200 }, (_, k) => drawn(k + 1)).filter((text) => answer({ task: "check", left: text, right: text, declare }).ok);

  test("are formulas", () => expect(texts.length).toBeGreaterThan(150));

  test.each(Object.entries({ ...hands, ...otherHands }))(
    "%s",
    (_name, hand) => {
      const wrong = texts.flatMap((text) => {
        const latex = spell(text, hand, scalars);
        if (latex === undefined) return [];
        const { statements, diagnostics } = readLatex(latex, { declare, readings: 1 });
        const read = statements[0]?.readings[0]?.sides[0]?.text ?? "";
        if (read === text) return [];
        const response = answer({ task: "check", left: text, right: read, declare });
        const same = diagnostics.length === 0 && response.ok && "verdict" in response && response.verdict !== "wrong";
        return same ? [] : [`${text}: ${latex}: ${read} ${diagnostics[0]?.message ?? ""}`];
      });
      expect(wrong).toEqual([]);
    },
    60_000,
  );
});
