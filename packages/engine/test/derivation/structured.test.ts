import { expect, test } from "vitest";
import { answer, type DeriveAnswer, type DeriveRequest, type FailureResponse, writeSteps } from "../../src/index.ts";

const ask = (declare: string, expression: string, wrt: string, structured: DeriveRequest["structured"]) =>
  answer({ expression, wrt, declare, ...(structured !== undefined && { structured }), steps: true } as DeriveRequest);

test.each([
  ["S: matrix(n) symmetric", "a'*S*b", "S", true, "symmetric-increment"],
  ["S: matrix(n) symmetric", "a'*S*b", "S", "projected", "symmetric-part"],
  ["S: matrix(n) posdef; A: matrix(n)", "logdet(S) + tr(inv(S)*A)", "S", "entries", "symmetric-increment"],
  ["K: matrix(n) skew", "tr(A*K)", "K", true, "skew-increment"],
  ["K: matrix(n) skew", "a'*expm(K)*b", "K", "projected", "skew-part"],
  ["D: matrix(n) diagonal", "a'*D*b", "D", true, "diagonal-increment"],
  ["L: matrix(n) lower", "normF(A*L)^2", "L", true, "lower-increment"],
  ["U: matrix(n) upper", "a'*U*b", "U", "projected", "upper-increment"],
] as const)("%s: %s by %s, structured %s", (declare, expression, wrt, structured, rule) => {
  const a = ask(declare, expression, wrt, structured) as DeriveAnswer;
  expect(a).toMatchObject({ ok: true });
  const steps = a.steps ?? [];
  expect(steps.map((s) => s.rule)).toContain(rule);
  expect(steps.filter((s) => s.rule === "simplify").map((s) => s.after)).toEqual([]);
  steps.forEach((s, k) => {
    if (s.kind !== "question") expect(s.before).toBe(steps[k - 1]?.after);
    expect(s.verified.status).toBe("passed");
  });
  expect(steps[steps.length - 1]?.after).toBe(a.derivative);
});

test("the second part says what the increment has", () => {
  const text = writeSteps((ask("S: matrix(n) symmetric", "a'*S*b", "S", true) as DeriveAnswer).steps ?? [], "text", "en");
  expect(text).toContain("dS is symmetric: bring the differential to df = tr(tril(G_S)'*dS).");
  expect(text).toContain("=> G_S = a*b' + b*a' - diag(a.*b)");
});

test.each([
  ["S: matrix(n) posdef", "logdet(S)", "S", "cholesky"],
  ["T: matrix(n) toeplitz", "a'*T*b", "T", true],
] as const)("%s: %s by %s, structured %s, has none yet", (declare, expression, wrt, structured) => {
  expect((ask(declare, expression, wrt, structured) as FailureResponse).error).toMatchObject({
    code: "unsupported",
    message: "steps of a gradient within a structure are not supported yet",
    hint: "ask for the free gradient",
  });
});
