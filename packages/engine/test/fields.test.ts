import { expect, test } from "vitest";
import { answer, type Request } from "../src/index.ts";

test.each<[extra: object, hint: string]>([
  [{ lay: "numerator" }, "did you mean layout?"],
  [{ ordre: 2 }, "did you mean order?"],
  [{ verify: "no" }, "without it the answer is verified"],
])("%j is no part of a request", (extra, hint) => {
  const r = answer({ expression: "x'*x", wrt: "x", ...extra } as Request);
  expect(r.ok ? "" : [r.error.code, r.error.hint]).toEqual(["request", hint]);
});
