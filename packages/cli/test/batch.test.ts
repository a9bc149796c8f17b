import { PassThrough, Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { batch } from "../src/batch.ts";
import { linesOf } from "../src/lines.ts";
import { respondToLine } from "../src/respond.ts";

async function read(chunks: (string | Buffer)[], limit?: number): Promise<(string | undefined)[]> {
  const out: (string | undefined)[] = [];
  for await (const lines of linesOf(Readable.from(chunks), limit)) out.push(...lines);
  return out;
}

describe("lines", () => {
  test.each<[chunks: (string | Buffer)[], lines: (string | undefined)[]]>([
    [["a\nb\n"], ["a", "b"]],
    [["a\nb"], ["a", "b"]],
    [
      ["a", "b\r\n", "\n", "c"],
      ["ab", "", "c"],
    ],
    [[Buffer.from([0xe6, 0x95]), Buffer.from([0xb0, 0x0a])], ["数"]],
    [[], []],
  ])("%j", async (chunks, lines) => {
    expect(await read(chunks)).toEqual(lines);
  });
  test("a line that is too long is passed over", async () => {
    expect(await read(["ab", "cdef", "g\nh\n"], 4)).toEqual([undefined, "h"]);
  });
});

describe("a line and its response", () => {
  test.each<[line: string | undefined, id: unknown, code: string]>([
    ["", null, "request"],
    ["{bad", null, "request"],
    ["[1]", null, "request"],
    ["null", null, "request"],
    [undefined, null, "request"],
  ])("%j", (line, id, code) => {
    const response = JSON.parse(respondToLine(line, true));
    expect([response.ok, response.id, response.error.code]).toEqual([false, id, code]);
  });
  test("a broken request keeps its id", () => {
    expect(JSON.parse(respondToLine('{"id": 7, "expression": 12, "wrt": []}', true))).toMatchObject({ id: 7, ok: false });
  });
  test("names such as __proto__ are harmless", () => {
    expect(
      JSON.parse(
        respondToLine('{"id": "q", "__proto__": {"a": 1}, "declare": {"__proto__": "scalar"}, "expression": "__proto__^2", "wrt": "__proto__"}', false),
      ),
    ).toMatchObject({ id: "q", ok: true });
    expect(Object.hasOwn(Object.prototype, "a")).toBe(false);
  });
});

test("a batch answers every line in order", async () => {
  const input = Readable.from([...Array(200).keys()].map((id) => (id === 100 ? "?\n" : `{"id":${id},"expression":"x'*x","wrt":"x"}\n`)));
  const output = new PassThrough();
  const errors = new PassThrough();
  const text = output.toArray();
  await batch(input, output, errors, { jobs: 1, verify: false });
  output.end();
  const responses = (await text)
    .join("")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(responses.map((r) => r.id)).toEqual([...Array(200).keys()].map((id) => (id === 100 ? null : id)));
  expect(responses[0]).toMatchObject({ ok: true, derivative: "2*x", verified: { status: "skipped" } });
  expect(errors.readableLength).toBe(0);
});
