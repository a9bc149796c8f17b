import { expect, test } from "vitest";
import { answer, type SolveAnswer } from "../src/index.ts";

const samples = "x: vector(d)[N]; y: scalar[N]; c: scalar[N]; b: scalar";
const gram = "sum(i=1..N, x[i]*x[i]')";

test.each([
  ["sum(i=1..N, (y[i] - w'*x[i])^2)", "w", samples, `inv(${gram})*sum(i=1..N, y[i]*x[i])`, [`${gram} invertible`]],
  ["sum(i=1..N, (y[i] - w'*x[i] - b)^2)", "w", samples, `-inv(${gram})*(b*sum(i=1..N, x[i]) - sum(i=1..N, y[i]*x[i]))`, [`${gram} invertible`]],
  [
    "sum(i=1..N, c[i]*(y[i] - w'*x[i])^2)",
    "w",
    samples,
    "inv(sum(i=1..N, c[i]*x[i]*x[i]'))*sum(i=1..N, c[i]*y[i]*x[i])",
    ["sum(i=1..N, c[i]*x[i]*x[i]') invertible"],
  ],
  ["tr(S*X) - logdet(X)", "X", "", "inv(S)", ["S invertible"]],
  ["logdet(X) - tr(S*X*B)", "X", "", "inv(B*S)", ["B*S invertible"]],
  ["normF(Y - X'*B)^2", "X", "", "inv(B*B')*B*Y'", ["B*B' invertible"]],
])("%s for %s", (expression, name, declare, expected, conditions) => {
  const r = answer({ task: "solve", expression, for: name, declare }) as SolveAnswer;
  expect([r.expression, r.conditions]).toEqual([expected, conditions]);
});
