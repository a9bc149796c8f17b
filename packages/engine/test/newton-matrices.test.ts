import { expect, test } from "vitest";
import { answer, type DeriveAnswer } from "../src/index.ts";

test.each([
  ["logdet(X) - tr(S*X)", "", "X + X*(inv(X) - S)*X", ["X invertible"]],
  ["logdet(X) - tr(S*X)", "X: matrix(n) symmetric posdef; S: matrix(n) symmetric", "X + X*(inv(X) - S)*X", ["X invertible"]],
  ["logdet(X)", "", "2*X", ["X invertible"]],
  ["tr(X*X)/2 - tr(S*X)", "", "S", []],
])("the Newton step of %s, declared %j", (expression, declare, point, conditions) => {
  const r = answer({ expression, wrt: "X", form: "newton", declare }) as DeriveAnswer;
  expect([r.derivative, r.conditions, r.verified.status]).toEqual([point, conditions, "passed"]);
});
