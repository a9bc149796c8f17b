import { expect, test } from "vitest";
import { checkedParts } from "../../src/answer/partchecks.ts";
import type { Derivation } from "../../src/derivation/derivation.ts";
import { dimension, one } from "../../src/expression/dimension.ts";
import type { Apply } from "../../src/expression/node.ts";
import { variable } from "../../src/expression/node.ts";
import { answer, type DeriveAnswer } from "../../src/index.ts";
import { apply } from "../../src/operations/apply.ts";

test.each([
  ["a'*exp(X*b)", "X", undefined],
  ["log(1 + norm2(A*x - y)^2)", "x", undefined],
  ["tr(inv(X)*A)", "X[1,2]", undefined],
  ["sum(i=1..N, log(1 + exp(w'*x[i])))", "w", "x: vector(d)[N]; w: vector(d)"],
  ["int(t=0..1, tr(expm(t*X)*A))", "X", undefined],
])("the differential of each part of %s is checked by itself", (expression, wrt, declare) => {
  const a = answer({ expression, wrt, ...(declare && { declare }), steps: { detail: "full" } }) as DeriveAnswer;
  const parts = a.steps?.filter((s) => s.of !== undefined && s.kind === "differential-of") ?? [];
  expect(parts.length).toBeGreaterThan(0);
  for (const s of parts) {
    expect(s.verified).toMatchObject({ status: "passed" });
    expect(s.verified.maxError).toBeLessThan(1e-6);
  }
  expect(parts.some((s) => (s.verified.maxError ?? 0) > 0)).toBe(true);
});

test("a wrong differential of a part is no derivation", () => {
  answer({ task: "simplify", expression: "1", verify: false });
  const n = dimension("n");
  const [x, dx] = [variable("x", n, one), variable("dx", n, one)];
  const exp = apply("exp", [x]) as Apply;
  const sum = apply("sum", [exp]) as Apply;
  const derivation = (differential: typeof exp): Derivation =>
    ({
      x,
      increment: dx,
      taken: [
        { node: exp, differential, within: [] },
        { node: sum, differential: exp, within: [] },
      ],
    }) as unknown as Derivation;
  const ground = { variables: new Map(), seed: "1" };
  expect([...checkedParts(derivation(apply("hadamard", [exp, dx]) as Apply), ground).values()][0]).toBeLessThan(1e-8);
  expect(() => checkedParts(derivation(apply("hadamard", [x, dx]) as Apply), ground)).toThrow("the differential of exp(x) is not that of its values");
});
