import { describe, expect, test } from "vitest";
import { targets as spoken } from "../../engine/src/emit/targets/index.ts";
import { sizeText } from "../src/answer/said.ts";
import { tasks } from "../src/engine/tasks.ts";

import { targetNames } from "../src/views/targets.ts";

describe("code", () => {
  test("the page offers each language of the engine", () => expect(targetNames).toEqual(spoken.map((t) => t.name)));
  test("comes with its cost", async () => {
    const found = await tasks.code({ task: "code", expression: "norm2(X*w - y)^2", wrt: "w", emit: ["numpy"], order: 2, hvp: true });
    expect(found).toMatchObject({ ok: true, cost: { flops: "4*m*n + 3*m + n" } });
    expect(found.ok && Object.keys(found.costs)).toEqual(["value", "hessian", "hvp"]);
  });
  test("what cannot be said is refused", async () => {
    const found = await tasks.code({ task: "code", expression: "tr(logm(X))", wrt: "X", emit: ["torch"] });
    expect(found.ok || [found.error.code, found.error.message]).toEqual(["unsupported", "torch cannot say logm"]);
  });
  test.each([
    ["4*m*n + 3*m + n", "4·m·n + 3·m + n"],
    ["m*n^2 + n^10/3", "m·n² + n¹⁰/3"],
  ])("%s is printed", (cost, text) => expect(sizeText(cost)).toBe(text));
});
