import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { answer, type DeriveAnswer, type DeriveRequest, type FailureResponse, type Step, writeSteps } from "../../src/index.ts";
import { examples } from "./examples.ts";

const derivations = examples.filter((e): e is DeriveRequest & { title: string } => e.task !== "solve");

function derived({ title: _, ...request }: DeriveRequest & { title: string }, detail: string): DeriveAnswer {
  return answer({ ...request, steps: { ...(typeof request.steps === "object" && request.steps), detail } }) as DeriveAnswer;
}

/** What is wrong with a derivation: gaps, empty steps, steps without prose or check, an end that is not the answer. */
function faults(steps: readonly Step[], derivative: string): string[] {
  const out: string[] = [];
  steps.forEach((s, k) => {
    const last = steps[k - 1];
    if (s.kind === "question" ? s.before !== s.after || (last && last.kind !== "read-off") : s.before !== last?.after) out.push(`gap at ${k}`);
    if (s.kind === "rewrite" && s.before === s.after) out.push(`empty step ${k}`);
    if (!s.text.en || !s.text.zh || s.verified.status !== "passed") out.push(`bare step ${k}`);
  });
  const end = steps[steps.length - 1];
  if (end?.kind !== "read-off" || end.after !== derivative) out.push("ends elsewhere");
  return out;
}

describe.each(["brief", "normal", "full"])("at %s", (detail) => {
  test.each(derivations.map((e) => [e.title, e] as const))("%s", (_title, example) => {
    const a = derived(example, detail);
    expect(a).toMatchObject({ ok: true });
    expect(faults(a.steps ?? [], a.derivative)).toEqual([]);
    if (detail === "full") expect(a.steps?.filter((s) => s.rule === "simplify").map((s) => s.after)).toEqual([]);
  });
});

/** The records of the open corpora, and how many lines their own derivations take. */
const published = ["cookbook", "notes", "models"].flatMap(
  (name) =>
    (
      JSON.parse(readFileSync(new URL(`../../../../corpus/${name}.json`, import.meta.url), "utf8")) as {
        cases: (DeriveRequest & { kind: string; require?: string[]; differential?: { expected: unknown; expression: string; wrt: string } })[];
      }
    ).cases,
);
const requestOf = (r: (typeof published)[number]): DeriveRequest & { wrt: string } => ({
  expression: r.expression,
  wrt: r.wrt as string,
  declare: r.declare as Record<string, string>,
  layout: r.layout || "mixed",
  ...(r.require && { conditions: r.require }),
  ...(r.kind === "hessian" && { order: 2 }),
});

test("the derivations of the corpora are whole, and a catch-all is one step in twenty at most", () => {
  const wrong: string[] = [];
  let [steps, vague] = [0, 0];
  for (const r of published.filter((c) => c.kind === "derivative" || c.kind === "hessian")) {
    const a = answer({ ...requestOf(r), steps: true }) as DeriveAnswer;
    const found = a.ok ? faults(a.steps ?? [], a.derivative) : ["refused"];
    if (found.length) wrong.push(`${r.expression} by ${r.wrt}: ${found.join(", ")}`);
    steps += a.steps?.length ?? 0;
    vague += a.steps?.filter((s) => s.rule === "simplify").length ?? 0;
  }
  expect(wrong).toEqual([]);
  expect(vague / steps).toBeLessThan(0.05);
}, 60_000);

test("brief derivations are about as short as those of the notes", () => {
  const long: string[] = [];
  for (const r of published) {
    const d = r.differential;
    if (r.kind !== "derivative" || !d || !Array.isArray(d.expected) || d.expression !== r.expression || d.wrt !== r.wrt) continue;
    const lines = (answer({ ...requestOf(r), steps: { detail: "brief" } }) as DeriveAnswer).steps?.filter(
      (s) => s.kind === "differential-of" || s.kind === "rewrite",
    );
    if ((lines?.length ?? 0) > Math.max(2, 1.3 * d.expected.length)) long.push(r.expression);
  }

  expect(long).toEqual([]);
});

test("no level has more lines than a finer one", () => {
  for (const e of derivations) {
    const [brief, normal, full] = ["brief", "normal", "full"].map((d) => derived(e, d).steps?.length ?? 0) as [number, number, number];
    expect([e.title, brief <= normal && normal <= full]).toEqual([e.title, true]);
  }
});

test("a network of ten layers takes less than sixty lines", () => {
  const define = Object.fromEntries(
    Array.from({ length: 10 }, (_, k) => k + 1).flatMap((k) => [
      [`a${k}`, `W${k}*${k === 1 ? "x" : `h${k - 1}`} + b${k}`],
      [`h${k}`, `tanh(a${k})`],
    ]),
  );
  const a = answer({ expression: "norm2(h10 - y)^2", wrt: "W1", define, steps: { method: "chain" } }) as DeriveAnswer;
  expect(a.derivative).toBe("delta_a1*x'");
  expect(a.steps?.filter((s, k) => s.kind !== "question" || k === 0).length).toBeLessThan(60);
});

test("weights that are used twice, and a function that is a name", () => {
  const shared = answer({
    ...{ expression: "l", wrt: "W", declare: "h0: vector(m); c: scalar" },
    define: { h1: "tanh(W*h0 + U*x1)", h2: "tanh(W*h1 + U*x2)", l: "norm2(h2 - y)^2 + c*normF(W)^2" },
    steps: { method: "chain" },
  }) as DeriveAnswer;
  expect(faults(shared.steps ?? [], shared.derivative)).toEqual([]);
  expect(shared.steps?.filter((s) => s.kind === "read-off").map((s) => s.left)).toEqual(["delta_h2", "delta_h1", "G"]);
});

test.each<[request: DeriveRequest & { wrt: string }, ends: string[]]>([
  // a derivative by a name that holds another name gets a name of its own
  [{ expression: "x'*y", wrt: "x", define: { y: "A*x" } }, ["delta_y = x", "g = y + A'*x"]],
  // names where none are given
  [{ expression: "a'*exp(X*b)", wrt: "X" }, ["delta_z = a", "delta_y = delta_z.*z", "G = (a.*exp(X*b))*b'"]],
  [{ expression: "(x'*A*x)/(x'*x)", wrt: "x" }, ["delta_t = x'*y", "delta_s = -delta_t/s^2", "delta_y = t*x", "g = ((A + A')*x - 2*(x'*A*x)*x/(x'*x))/(x'*x)"]],
  [{ expression: "tr(A*X*B*X'*C)", wrt: "X" }, ["delta_Y = X'*A'", "G = C*A*X*B + A'*C'*X*B'"]],
  // a value that has a name is written by it
  [{ expression: "sum(h)", wrt: "W", define: { a: "W*x", h: "tanh(a)" } }, ["delta_h = ones(m)", "delta_a = 1 - h.^2", "G = delta_a*x'"]],
])("the chain rule: %j", (request, ends) => {
  const a = answer({ ...request, steps: { method: "chain" } }) as DeriveAnswer;
  expect(faults(a.steps ?? [], a.derivative)).toEqual([]);
  expect(a.steps?.filter((s) => s.kind === "read-off").map((s) => `${s.left} = ${s.after}`)).toEqual(ends);
});

test.each<[request: DeriveRequest & { wrt: string }, first: string]>([
  [{ expression: "norm2(X*w - y)^2", wrt: "w", steps: { method: "definition" } }, "f(w + dw) - f = (X*(w + dw) - y)'*(X*(w + dw) - y) - (X*w - y)'*(X*w - y)"],
  [{ expression: "normF(X)^2", wrt: "X", steps: { method: "definition" } }, "f(X + dX) - f = tr((X + dX)'*(X + dX)) - tr(X'*X)"],
])("squares of norms by the definition: %j", (request, first) => {
  const a = answer(request) as DeriveAnswer;
  expect(faults(a.steps ?? [], a.derivative)).toEqual([]);
  expect(`${a.steps?.[0]?.left} = ${a.steps?.[0]?.after}`).toBe(first);
});

test("Kronecker products become one by the mixed product", () => {
  const a = answer({ expression: "kron(A, X)", wrt: "X", steps: true }) as DeriveAnswer;
  expect(a.steps?.map((s) => s.rule)).toContain("product-of-kroneckers");
  expect(a.steps?.map((s) => s.rule)).not.toContain("matrix-form");
});

test("the variable itself depends on itself", () => {
  const a = answer({ expression: "x", wrt: "x", steps: true }) as DeriveAnswer;
  expect(a.steps?.[0]?.text.en).toBe("Take the differential and bring it to df = J*dx.");
});

// found by random expressions
test.each<DeriveRequest & { wrt: string }>([
  { expression: "norminf(inv(X*X))", wrt: "L", declare: "L: matrix(m, n); X: matrix(m) symmetric invertible", conditions: ["m < n"] },
  {
    ...{ expression: "dot(tanh(triu(Z)) - mu, outer(u, tanh(g)))", wrt: "g", layout: "numerator" },
    declare: "g: vector(n) pm1; Z: matrix(n) toeplitz; mu: scalar integer; u: vector(n)",
  },
  { expression: "sin(silu(adj(inv(S*S))))", wrt: "S", declare: "S: matrix(n)" },
  { expression: "sin(u).*sin(u)", wrt: "u", declare: "u: row(n)" },
])("a derivation without a gap or a catch-all: %j", (request) => {
  const a = answer({ ...request, steps: true }) as DeriveAnswer;
  expect(faults(a.steps ?? [], a.derivative)).toEqual([]);
  expect(a.steps?.filter((s) => s.rule === "simplify")).toEqual([]);
});

test("delta_h is no differential in a convention", () => {
  const a = answer({ expression: "sum(h)", wrt: "W", define: { h: "tanh(W*x)" }, steps: { method: "chain", convention: "cs229" } }) as DeriveAnswer;
  expect(writeSteps(a.steps ?? [], "latex")).not.toContain("elta}");
});

test.each<[request: Partial<DeriveRequest>, code: string, message: string]>([
  [{ steps: { method: "magic" } }, "unsupported", 'the method "magic" is not supported yet'],
  [{ steps: { detail: "endless" } }, "request", 'no detail "endless"'],
  [{ steps: { convention: "mine" } }, "request", 'no convention "mine"'],
  [{ steps: { method: "chain" }, expression: "A*X" }, "unsupported", "steps of a row or matrix by the chain rule are not supported yet"],
  [{ steps: { method: "definition" }, expression: "sum(exp(x))" }, "unsupported", "steps of what is no polynomial by the definition are not supported yet"],
  [{ steps: true, form: "index" }, "unsupported", "steps of form index are not supported yet"],
])("%j is refused", (more, code, message) => {
  const { error } = answer({ expression: "x'*A*x", wrt: "x", ...more } as DeriveRequest & { wrt: string }) as FailureResponse;
  expect([error.code, error.message, error.in]).toEqual([code, message, "steps"]);
});
