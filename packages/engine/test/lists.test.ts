import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compare } from "../src/calculus/equal.ts";
import { answer, type DerivativesAnswer, type DeriveRequest, elaborate } from "../src/index.ts";
import { cost } from "../src/normal/cost.ts";

type Row = [title: string, request: DeriveRequest, derivatives: readonly (readonly [wrt: string, derivative: string])[], where: readonly string[]];

const layer = { a1: "W1*x + b1", h: "sigmoid(a1)", a2: "W2*h + b2", loss: "-y'*log(softmax(a2))" };
const batch = { A1: "W1*X + b1*ones(1,N)", H: "sigmoid(A1)", A2: "W2*H + b2*ones(1,N)" };
const rows: Row[] = [
  [
    "two layers",
    { expression: "loss", define: layer, declare: "y: vector(k) onehot", wrt: ["W1", "b1", "W2", "b2"] },
    [
      ["W1", "delta_a1*x'"],
      ["b1", "delta_a1"],
      ["W2", "delta_a2*h'"],
      ["b2", "delta_a2"],
    ],
    ["delta_a2 = softmax(a2) - y", "delta_a1 = (W2'*delta_a2).*h.*(1 - h)"],
  ],
  [
    "a mini-batch with biases",
    {
      expression: "-sum(Y.*log(softmax(A2)))",
      define: batch,
      declare: "X: matrix(d, N); Y: matrix(k, N) onehot; b1: vector(m); b2: vector(k)",
      wrt: ["W1", "b1", "W2", "b2"],
    },
    [
      ["W1", "delta_A1*X'"],
      ["b1", "rowsum(delta_A1)"],
      ["W2", "delta_A2*H'"],
      ["b2", "rowsum(delta_A2)"],
    ],
    ["delta_A2 = softmax(A2) - Y", "delta_A1 = (W2'*delta_A2).*H.*(1 - H)"],
  ],
  [
    "no definitions",
    { expression: "x'*A*x + tr(A)", wrt: ["x", "A"] },
    [
      ["x", "(A + A')*x"],
      ["A", "eye(n) + x*x'"],
    ],
    [],
  ],
  [
    "a block Hessian",
    { expression: "x'*A*y + norm2(x)^2", wrt: ["x", "y"], order: 2 },
    [
      ["x,x", "2*eye(m)"],
      ["x,y", "A"],
      ["y,y", "zeros(n, n)"],
    ],
    [],
  ],
  [
    "an inverse by two scalars",
    { expression: "inv(U)", define: { U: "A + x*B + y*C" }, declare: "x: scalar; y: scalar", wrt: ["x", "y"], order: 2 },
    [
      ["x,x", "2*inv(U)*B*inv(U)*B*inv(U)"],
      ["x,y", "inv(U)*(C*inv(U)*B + B*inv(U)*C)*inv(U)"],
      ["y,y", "2*inv(U)*C*inv(U)*C*inv(U)"],
    ],
    [],
  ],
];

test.each(rows)("%s", (_title, request, derivatives, where) => {
  const response = answer(request) as DerivativesAnswer;
  expect(response).toMatchObject({ ok: true, verified: { status: "passed" } });
  expect(response.derivatives.map((d) => [d.wrt, d.derivative])).toEqual(derivatives);
  expect((response.where ?? []).map((w) => `${w.name} = ${w.expression}`)).toEqual(where);
});

test.each([
  [["x", "x"], "x stands twice in the list to differentiate by"],
  [[], "by which name? wrt is an empty list"],
  [["x", "x[1]"], "a list of names to differentiate by holds names only, not x[1]"],
])("a list %j is refused", (wrt, message) => {
  expect(answer({ expression: "x'*x", wrt })).toMatchObject({ ok: false, error: { message, in: "wrt" } });
});

test("sums over samples with a list of names, in matrix form where that is shorter", () => {
  const expression = "sum(i=1..N, -y[i]'*log(softmax(W*x[i] + b)))";
  const response = answer({ expression, declare: "x: vector(d)[N]; y: vector(k)[N] onehot", wrt: ["W", "b"] }) as DerivativesAnswer;
  expect(response).toMatchObject({ ok: true, used: ["y onehot"] });
  expect(response.derivatives.map((d) => d.derivative)).toEqual(["t1*x'", "rowsum(t1)"]);
  expect(response.where?.map((p) => p.expression)).toEqual(["softmax(W*x + b*ones(1, N)) - y"]);
  expect(response.notes.map((n) => n.code)).toEqual(["stacked", "stacked"]);
});

test("a structure by a list of names is refused", () => {
  expect(answer({ expression: "logdet(X)", declare: "X: matrix(n) symmetric", wrt: ["X"], structured: true })).toMatchObject({
    ok: false,
    error: { code: "unsupported", message: "structured by a list of names is not supported yet", in: "structured" },
  });
});

test("fifty layers: a hundred gradients, each name defined by those before it", () => {
  const numbers = Array.from({ length: 50 }, (_, k) => k + 1);
  const define = Object.fromEntries(numbers.map((k) => [`h${k}`, `sigmoid(W${k}*${k === 1 ? "x" : `h${k - 1}`} + b${k})`]));
  const declare = `x: vector(n); ${numbers.map((k) => `W${k}: matrix(n); b${k}: vector(n)`).join("; ")}`;
  const response = answer({
    expression: "norm2(h50 - y)^2",
    define,
    declare,
    wrt: numbers.flatMap((k) => [`W${k}`, `b${k}`]),
    verify: false,
  }) as DerivativesAnswer;
  expect(response.derivatives).toHaveLength(100);
  const where = response.where ?? [];
  expect(new Set(where.map((w) => w.name)).size).toBe(50);
  where.forEach((w, k) => {
    for (const later of where.slice(k)) expect(w.expression.match(/\w+/g)).not.toContain(later.name);
  });
});

const { cases } = JSON.parse(readFileSync(new URL("../../../corpus/models.json", import.meta.url), "utf8")) as {
  cases: { id: string; declare: Record<string, string>; expression: string; wrt: string; layout: "denominator"; expected: string }[];
};
test.each(cases.map((r) => [r.id, r] as const))("%s equals the published form", (_id, { declare, expression, wrt, layout, expected }) => {
  const response = answer({ expression, wrt, layout, declare });
  if (!response.ok || !("derivative" in response)) throw new Error(JSON.stringify(response));
  expect(response.verified.status).toBe("passed");
  const {
    expression: published,
    definitions,
    variables,
    diagnostics,
  } = elaborate({ expression: expected, declare, define: { answered: response.derivative }, wrt: [] });
  expect(diagnostics).toEqual([]);
  const [answered] = definitions;
  if (!published || !answered) throw new Error("not read");
  expect(
    compare({ left: answered.expression, right: published, variables, definitions: [], conditions: [], candidates: [], needs: [], seed: "1" }),
  ).toMatchObject({ status: "passed" });
  // mean(x) is printed as sum(x)/n, which the norms repeat
  expect(cost(answered.expression)).toBeLessThanOrEqual((expected.includes("mean(") ? 1.75 : 1.25) * cost(published));
});
