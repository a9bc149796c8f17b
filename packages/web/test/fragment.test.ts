import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDocument } from "../src/state/document.ts";
import { fragmentOf, questionIn } from "../src/state/fragment.ts";
import { blank, formNames, layoutNames, requestOf, structureNames, taskNames, usualName } from "../src/state/question.ts";

describe("links", () => {
  test.each([
    [{ text: "x'*A*x", by: "x" }, "e=x'*A*x&by=x"],
    [{ text: "A: matrix(n)\nx'*A*x", by: "x", layout: "numerator" as const }, "e=A:$matrix(n)!x'*A*x&by=x&l=numerator"],
    [{ text: "a & b! $", order: 2 as const }, "e=a$%26$b%21$%24&o=2"],
    [{ text: "x'", tab: "sheet" }, "e=x%27&t=sheet"],
  ])("%j", (parts, fragment) => expect(fragmentOf({ ...blank, ...parts })).toBe(fragment));

  test("whatever is asked comes back", () => {
    fc.assert(
      fc.property(
        fc.record({
          text: fc.string({ unit: "grapheme", maxLength: 60 }),
          by: fc.string({ maxLength: 8 }),
          claim: fc.string({ unit: "grapheme-composite", maxLength: 20 }),
          tab: fc.constantFrom("check", "numbers", "sheet"),
          task: fc.constantFrom(...taskNames),
          order: fc.constantFrom(1 as const, 2 as const),
          layout: fc.constantFrom(...layoutNames),
          form: fc.constantFrom(...formNames),
          structured: fc.constantFrom(...structureNames),
        }),
        (q) => {
          const fragment = fragmentOf(q);
          expect(fragment === "" ? blank : questionIn(`#${fragment}`)).toEqual(q);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  test.each([
    ["#e=%ff%fe", "bad"],
    ["#e=%E0%A4", "bad"],
    ["#__proto__=x", "bad"],
    ["#e=x&l=sideways", "bad"],
    ["#e=x&o=3", "bad"],
    ["#constructor=1&e=x", "bad"],
    ["#nonsense", "bad"],
    [`#e=${"x".repeat(1_000_000)}`, "long"],
  ])("%.40s is refused", (hash, why) => expect(questionIn(hash)).toBe(why));
});

describe("the request", () => {
  test.each([
    ["x'*A*x", "x"],
    ["norm2(X*w - y)^2", "X"],
    ["log(det(B))", "B"],
    ["sum(i=1..N, a'*c[i])", "N"],
    ["a = W*x\nsum(a)", "x"],
  ])("%j is by %s where nothing is said", (text, name) => expect(usualName(readDocument(text))).toBe(name));

  test("says what is asked", () => {
    const ask = (parts: object) => requestOf({ ...blank, text: "S: matrix(n) symmetric\nlogdet(S)", ...parts }, "en").request;
    expect(ask({ by: "S", structured: "entries", layout: "numerator" })).toEqual({
      declare: "S: matrix(n) symmetric",
      lang: "en",
      expression: "logdet(S)",
      wrt: "S",
      layout: "numerator",
      structured: "entries",
    });
    expect(ask({ by: "S, T[1,2]" })).toMatchObject({ wrt: ["S", "T[1,2]"] });
    expect(ask({ task: "solve" })).toMatchObject({ task: "solve", for: "S" });
    expect(requestOf({ ...blank, text: "tr(A*B) = tr(B*A)" }, "zh").request).toEqual({ task: "check", left: "tr(A*B)", right: "tr(B*A)", lang: "zh" });
  });
});
