import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { diagnosticsPage, operationsPage } from "../../../scripts/pages.ts";
import { answer, diagnosticCodes, operations, type Request } from "../src/index.ts";

const page = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8");

test("docs/operations.md is what the records say", () => {
  expect(page("operations.md")).toBe(operationsPage(operations));
});

test("docs/diagnostics.md is what the engine says", () => {
  expect(page("diagnostics.md")).toBe(diagnosticsPage(diagnosticCodes, answer));
});

test.each(diagnosticCodes.filter(({ example }) => Object.keys(example).length > 0).map(({ code, example }) => [code, example] as const))(
  "the example of %s brings it",
  (code, example) => {
    const response = answer(example as unknown as Request);
    expect(response.ok ? "an answer" : response.error.code).toBe(code);
  },
);
