import { describe, expect, test } from "vitest";
import { answer, type DeriveAnswer, diagnosticCodes, type FailureResponse, operations, type Request } from "../src/index.ts";
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

  test("where an operation is not differentiable", () => {
    const left = operations
      .flatMap((o) => (o.kinks ? [inChinese(`${o.spelling} is not differentiable where ${o.kinks}`)] : []))
      .filter((t) => /[a-z]+ [a-z]+/.test(t));
    expect(left).toEqual([]);
  });
});

test("what is to be typed stays as it is typed", () => {
  const { error } = answer({ expression: "x'*A*x", wrt: "x", declare: { A: "matrx(n)" }, lang: "zh" }) as FailureResponse;
  expect(error.hint).toBe("是否想写 matrix？");
});

test.each<[request: object, notes: readonly string[]]>([
  [{ expression: "norm1(x)", wrt: "x" }, ["norm1 在元素为 0 处不可微"]],
  [{ expression: "a'*b", wrt: "x", declare: "a: vector(n); b: vector(n); x: vector(m)" }, ["表达式与 x 无关"]],
  [{ expression: "c*x'*x", wrt: "x" }, ["c 视为标量：它只与标量运算"]],
  [{ expression: "A + I", wrt: "A", declare: "A: matrix(n)" }, ["I 读作单位矩阵"]],
  [{ expression: "A + 1", wrt: "A", declare: "A: matrix(n)" }, ["1 加到 A 的每个元素上；若要加单位矩阵的倍数，请写 eye(n)"]],
  [{ expression: "sum(i=1..N, (w'*x[i])^2)", wrt: "w", declare: "x: vector(n)[N]" }, ["x 是以 x[i] 为列的 n x N 矩阵"]],
])("the notes on %j", (request, notes) => {
  expect((answer({ ...request, lang: "zh" } as Request) as DeriveAnswer).notes.map((n) => n.message)).toEqual(notes);
});

test.each<[request: object, message: string, hint: string]>([
  [{ expression: "A*x", wrt: "x", declare: "A: matrix(m, n); x: vector(m)" }, "A 是 m x n，x 是 m x 1：A*x 要求 m = n", "是否想写 A'*x？"],
  [{ expression: "trc(X)", wrt: "X" }, "没有函数 trc", "是否想写 tr？"],
  [{ expression: "x'*x", wrt: "y", declare: "x: vector(n)" }, "y 没有出现，也没有声明", "请声明：y: vector(n)"],
  [{ expression: "x*x'", wrt: "x", order: 2 }, "向量或矩阵的二阶导数，除对标量外，不是矩阵", "请求一个元素的海森矩阵，(…)[1,1]"],
])("%j is refused in Chinese", (request, message, hint) => {
  expect((answer({ ...request, lang: "zh" } as Request) as FailureResponse).error).toMatchObject({ message, hint });
});

test("the row with most words is taken, and what stands in its places is translated too", () => {
  const inFrench = translator({ "{a} is {b}": "{a} est {b}", "{a} is a number": "{a} est un nombre", "a matrix": "une matrice" });
  expect(["x is a number", "x is a matrix", "x is y", "x"].map(inFrench)).toEqual(["x est un nombre", "x est une matrice", "x est y", "x"]);
});
