import { expect, test } from "vitest";
import { answer, type SimplifyAnswer } from "../../src/index.ts";

const simplified = (expression: string, declare: string) => answer({ task: "simplify", expression, declare }) as SimplifyAnswer;

test.each([
  ["E(x'*A*x, x ~ normal(0, S))", "", "tr(A*S)", "matrix(n, n)"],
  ["E(x'*A*x, x ~ normal(0, eye(n)))", "", "tr(A)", "matrix(n, n)"],
  ["E(x'*A*x, x ~ normal(mu, S))", "S: matrix(n)", "mu'*A*mu + tr(S*A)", "matrix(n, n)"],
  ["E(x'*A*x, x ~ normal(mu, L*L'))", "", "mu'*A*mu + tr(A*L*L')", "matrix(m, m)"],
  ["E(x'*A*x, x ~ normal(mu, s^2*eye(n)))", "", "mu'*A*mu + s^2*tr(A)", "matrix(n, n)"],
])("%s, declared %j: the mean has the size of its covariance", (expression, declare, expected, type) => {
  const r = simplified(expression, declare);
  expect([r.expression, r.declared.A]).toEqual([expected, type]);
});

test.each([
  ["E(x^2, x ~ normal(m, s^2))", "m^2 + s^2"],
  ["E(x^4, x ~ normal(0, s^2))", "3*s^4"],
  ["E(exp(x), x ~ normal(m, s^2))", "exp(m + s^2/2)"],
  ["KL(normal(m, s^2), normal(0, 1))", "(m^2 + s^2 - 1 - log(s^2))/2"],
])("%s: what has a power is a number, and so is its mean", (expression, expected) => {
  expect(simplified(expression, "").expression).toBe(expected);
});

test("a zero mean is a vector in a divergence too", () => {
  expect(simplified("KL(normal(m, S), normal(0, eye(n)))", "").expression).toBe("(tr(S) + m'*m - n - logdet(S))/2");
});
