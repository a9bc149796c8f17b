import { expect, test } from "vitest";
import { answer, type DerivativesAnswer, type DeriveRequest, type FailureResponse, type Step, writeSteps } from "../../src/index.ts";

const ask = (request: object) => answer({ steps: true, ...request } as DeriveRequest & { wrt: string[] }) as DerivativesAnswer;
const network = {
  expression: "-y'*log(softmax(a2))",
  declare: "y: vector(k) onehot; x: vector(d)",
  define: { a1: "W1*x + b1", h: "sigmoid(a1)", a2: "W2*h + b2" },
};

/** What each derivation ends in. */
const ends = (steps: readonly Step[] = []): string[] => steps.flatMap((s, k) => (steps[k + 1]?.by !== undefined || k === steps.length - 1 ? [s.after] : []));

test.each([
  ["least squares", { expression: "norm2(W*x + b - y)^2", wrt: ["W", "b"] }],
  ["a network by the chain rule", { ...network, wrt: ["W1", "b1", "W2", "b2"], steps: { method: "chain" } }],
  ["a network by differentials", { ...network, wrt: ["W2", "b2"] }],
  ["blocks of a Hessian", { expression: "x'*A*y + x'*x", wrt: ["x", "y"], order: 2 }],
])("%s: the derivation of each, one after the other", (_title, request) => {
  const a = ask(request);
  expect(a).toMatchObject({ ok: true });
  expect(ends(a.steps)).toEqual(a.derivatives.map((d) => d.derivative));
  expect(a.steps?.flatMap((s) => s.by ?? [])).toEqual(a.derivatives.map((d) => d.wrt));
  expect(a.derivatives.every((d) => d.verified.status === "passed")).toBe(true);
});

test("at full the name is told where the derivation begins to show", () => {
  const a = ask({ expression: "norm2(W*x + b - y)^2", wrt: ["W", "b"], steps: { detail: "full" } });
  const text = writeSteps(a.steps ?? [], "text", "en");
  expect(text).toMatch(/^By W: Take the differential/);
  expect(text).toContain("\nBy b: Take the differential");
});

test("what was derived before is not said again", () => {
  const text = writeSteps(ask({ ...network, wrt: ["W1", "b1"], steps: { method: "chain" } }).steps ?? [], "text", "en");
  expect(text.match(/=> +delta_a2/g)).toHaveLength(1);
  expect(text).toContain("By b1: b1 acts through a1.");
  expect(writeSteps(ask({ ...network, wrt: ["W1", "b1"], steps: { method: "chain" } }).steps ?? [], "text", "zh")).toContain("对 b1：b1 通过 a1 起作用。");
});

test("a name that none of them can be derived by is refused", () => {
  expect((ask({ expression: "x'*A*y", wrt: ["x", "nothing@"] }) as unknown as FailureResponse).ok).toBe(false);
});
