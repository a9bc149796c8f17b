import { describe, expect, test } from "vitest";
import { declarationsIn, fixesOf, offersIn } from "../src/engine/fixes.ts";
import { speak } from "../src/engine/speak.ts";
import { tasks, vocabulary } from "../src/engine/tasks.ts";

describe("offers of a hint", () => {
  test.each([
    ["write 2*x", ["2*x"]],
    ["did you mean tr?", ["tr"]],
    ["write det(A), abs(A) or norm2(A)", ["det(A)", "abs(A)", "norm2(A)"]],
    ["write x'*y for the scalar product, x*y' for the matrix, x.*y for the entry-wise product", ["x'*y", "x*y'", "x.*y"]],
    ["write x'*Ay, or x'*A*y", ["x'*Ay", "x'*A*y"]],
    ["write 1 ./ x to divide entry by entry", ["1 ./ x"]],
    ["did you mean A'*A or A*A'? use .* for the entry-wise product", ["A'*A", "A*A'"]],
    ["sum(i=1..N, …)", []],
    ["write det(…), abs(…) or norm2(…)", []],
  ])("%s", (hint, offers) => expect(offersIn(hint)).toEqual(offers));

  test("declarations", () => {
    expect(declarationsIn("declare c: scalar integer")).toEqual(["c: scalar integer"]);
    expect(declarationsIn("write q'*w; or declare what the names are; one of these would do: q: scalar; q: matrix(m, n); w: scalar")).toEqual([
      "q: scalar",
      "q: matrix(m, n)",
      "w: scalar",
    ]);
  });
});

describe("what to write instead, tried", () => {
  const apply = (expression: string, declare?: string) => {
    const request = { expression, wrt: "x", ...(declare && { declare }) };
    return fixesOf(request).map((f) => (f.span ? expression.slice(0, f.span[0]) + f.text + expression.slice(f.span[1]) : `${f.text}; ${expression}`));
  };
  test.each([
    ["2x", "x: scalar", ["2*x"]],
    ["a'*x + trc(X)", undefined, ["a'*x + tr(X)"]],
    ["1/X*x", undefined, ["inv(X)*x", "X: scalar; 1/X*x"]],
    ["x(1)^2", "x: vector(n)", ["x[1]^2", "x*(1)^2"]],
    ["X^(1/2)*x", "X: matrix(n)", ["sqrtm(X)*x"]],
    ["x*x", "x: vector(n)", ["x'*x", "x*x'", "x.*x"]],
    ["x'*x +", undefined, []],
  ])("%s with %s", (expression, declare, fixed) => expect(apply(expression, declare)).toEqual(fixed));
});

describe("in words", () => {
  test.each([
    ["(A + A')*x", "the quantity A plus A transpose end quantity times x", "左括号 A 加 A 转置 右括号 乘 x"],
    ["2*X'*(X*w - y)", "2 times X transpose times the quantity X times w minus y end quantity", "2 乘 X 转置 乘 左括号 X 乘 w 减 y 右括号"],
    ["-inv(X)'", "minus inverse of X transpose", "负 X 的逆 转置"],
    ["sum(i=1..N, x[i])", "sum over i from 1 to N of x, entry i", "i 从 1 到 N 的求和 x 的第 i 项"],
    ["x/norm2(x)", "x over 2-norm of x", "x 除以 x 的2 范数"],
  ])("%s", (text, en, zh) => expect([speak(text, "en"), speak(text, "zh")]).toEqual([en, zh]));
});

describe("the worker's tasks", () => {
  test("an answer comes with all the page shows", async () => {
    const shown = await tasks.answer({ expression: "norm2(a)^2", define: { a: "X*w - y" }, wrt: "w" });
    expect(shown).toMatchObject({ text: "2*X'*a", asked: "\\left\\lVert a\\right\\rVert_2^{2}", names: { w: "w" }, fixes: [] });
    expect(shown.parts.answer.length).toBeGreaterThan(3);
    expect(shown.spoken?.en).toBe("2 times X transpose times a");
  });
  test("names of objects' insides are names", async () => {
    const shown = await tasks.answer({ expression: "__proto__'*constructor", wrt: "__proto__" });
    expect(shown.response.ok && "derivative" in shown.response && shown.response.derivative).toBe("constructor");
  });
  test("the vocabulary", () => {
    const { functions, properties } = vocabulary();
    expect(functions.find((f) => f.name === "logdet")).toBeDefined();
    expect(properties.find((p) => p.name === "symmetric")).toEqual({ name: "symmetric", meaning: "A' = A", shape: "square" });
  });
});
