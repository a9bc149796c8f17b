import { describe, expect, test } from "vitest";
import { answer, diagnosticCodes, type FailureResponse, type Request } from "../src/index.ts";
import { elaborate } from "../src/language/elaborate.ts";
import { inChinese } from "../src/messages/messages.ts";
import { translator } from "../src/messages/template.ts";
import { declarations, misfits, unreadable } from "./language/mistakes.ts";

/** Words of English sentences that are no names: what is left of a message that has no translation. */
const prose =
  /(?<![\w'"(])(?:an|the|is|are|was|of|no|not|nor|for|write|needs?|takes?|has|have|and|or|with|which|that|there|where|here|declare|ask|by|to|it|its|as|one)(?![\w'"(=*])/;
const english = (text: string): string[] => (prose.test(text.replace(/"[^"]*"/g, "").replace(/scalar integer|[\w']+: \w+/g, "")) ? [text] : []);

describe("every message has a translation", () => {
  test.each([...unreadable, ...misfits].map((row) => [row[0]] as const))("%j", (expression) => {
    const left = elaborate({ expression, declare: declarations }).diagnostics.flatMap((d) =>
      [d.message, d.hint, ...(d.related ?? []).map((r) => r.message)].flatMap((text) => (text === undefined ? [] : english(inChinese(text)))),
    );
    expect(left).toEqual([]);
  });

  test.each(diagnosticCodes.filter((c) => c.code !== "internal").map((c) => [c.code, c.example] as const))("%s", (_code, example) => {
    const { error } = answer({ ...example, lang: "zh" } as unknown as Request) as FailureResponse;
    expect([error.message, error.hint ?? ""].flatMap(english)).toEqual([]);
  });
});

test("the row with most words is taken, and what stands in its places is translated too", () => {
  const inFrench = translator({ "{a} is {b}": "{a} est {b}", "{a} is a number": "{a} est un nombre", "a matrix": "une matrice" });
  expect(["x is a number", "x is a matrix", "x is y", "x"].map(inFrench)).toEqual(["x est un nombre", "x est une matrice", "x est y", "x"]);
});
