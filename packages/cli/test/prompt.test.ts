import { describe, expect, test } from "vitest";
import { complete, historyFile, interpret } from "../src/prompt.ts";

const fresh = { names: new Set<string>(), format: "text", verify: false } as const;

describe("what is typed at the prompt", () => {
  test("settings are kept, and shown", () => {
    const { state, text } = interpret(":layout numerator", fresh);
    expect([state.layout, text]).toEqual(["numerator", ""]);
    expect(interpret(":layout", state).text).toBe("layout: numerator\n");
    expect(interpret(":layout sideways", state)).toEqual({ state, text: "layout is one of mixed, numerator, denominator\n" });
    expect(interpret(":order 2", fresh).state.order).toBe(2);
  });
  test("declarations collect", () => {
    const { state } = interpret(":declare A: matrix(n) symmetric", fresh);
    expect(interpret("x'*A*x", interpret(":wrt x", state).state).text).toContain("d/dx = 2*A*x\n");
    expect(interpret(":reset", state).state.declare).toBeUndefined();
  });
  test("the only variable is taken", () => {
    expect(interpret("x'*x", fresh).text).toContain("d/dx = 2*x\n");
    expect(interpret("x'*y", fresh).text).toBe("by which name? :wrt x, :wrt y\n");
  });
  test("names of answers complete", () => {
    expect([...interpret("x'*x", fresh).state.names]).toEqual(["x"]);
  });
  test("an unknown command shows the help", () => {
    expect(interpret(":constructor", fresh).text).toMatch(/^no such command; Type an expression/);
  });
});

describe("completion", () => {
  test.each<[line: string, completions: string[], word: string]>([
    [":la", [":layout"], ":la"],
    [":layout n", ["numerator"], "n"],
    ["x + softm", ["softmax("], "softm"],
    ["Sig", ["Sigma"], "Sig"],
    ["x + ", [], ""],
  ])("%s", (line, completions, word) => {
    expect(complete(line, ["Sigma"])).toEqual([completions, word]);
  });
});

test("the history is in the user's state folder", () => {
  expect(historyFile({ XDG_STATE_HOME: "/state" })).toMatch(/state.gradus.history$/);
});
