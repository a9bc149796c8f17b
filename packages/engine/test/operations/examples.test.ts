import { describe, expect, test } from "vitest";
import { operations } from "../../src/operations/index.ts";
import { judged, right } from "../calculus/agree.ts";

const examples = operations.flatMap((o) => (o.example ? [[o.name, o.example] as const] : []));

describe("the example of every operation", () => {
  test.each(examples)("%s", (_name, { expression, wrt, declare }) => {
    const { response, verdict } = judged({ expression, wrt, ...(declare && { declare }) });
    expect(response.verified.status).toBe("passed");
    expect(verdict).toEqual(right);
  });

  test("all that can be differentiated have one", () => {
    const without = operations.filter((o) => !o.example && (o.derivative || o.differential || o.scalarDerivative)).map((o) => o.name);
    expect(without).toEqual([]);
  });
});
