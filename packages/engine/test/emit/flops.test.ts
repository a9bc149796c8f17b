/** The cost that a plan states, in formulas of the dimensions, beside the flops that a plain interpreter does. */
import { expect, test } from "vitest";
import { planOf } from "../../src/emit/plan.ts";
import { answer } from "../../src/full.ts";
import { elaborate } from "../../src/language/elaborate.ts";
import { normalize } from "../../src/normal/build.ts";
import { compile } from "../../src/numeric/evaluate.ts";
import { greatest, type Matrix, rowsOf } from "../../src/numeric/matrix.ts";
import { random } from "../../src/numeric/random.ts";
import { samplePoint } from "../../src/numeric/sample.ts";
import { Counter } from "./counting.ts";

const S = "S: matrix(n) posdef; T: matrix(m) posdef; ";
const names = `${S}A: matrix(m, n); B: matrix(n, p); C: matrix(p, m); M: matrix(n); x: vector(n); y: vector(m); z: vector(p)`;

/** Products and solves of every kind the plan knows, and derivatives of what is usual. */
const expressions: readonly string[] = [
  "A*B*C",
  "C*A*B",
  "A*B*z",
  "y'*A*B*z",
  "y'*A*x",
  "x'*x",
  "tr(A*B*C)",
  "tr(A'*A)",
  "A'*A",
  "A*A'*y",
  "A'*diag(y)*A",
  "A'*diag(exp(y))*A",
  "x*y'*A",
  "kron(A, B)",
  "kron(x, y)",
  "kron(A, B)*kron(x, z)",
  "inv(M)*x",
  "inv(M)*B",
  "inv(M)*B*C",
  "y'*A*inv(M)*B",
  "inv(M)'*x + inv(M)*x",
  "inv(M)*B + inv(M)*x*z' + logdet(M)*B",
  "inv(S)*x",
  "inv(S)*B",
  "x'*inv(S)*x + logdet(S)",
  "inv(S)*A'*inv(T)*A*B",
  "tr(inv(S)*B*C*A)",
  "inv(S) - inv(S)*B*B'*inv(S)",
  "inv(chol(S))*x",
  "inv(chol(S))'*B",
  "inv(M)",
  "M^3*x",
  "inv(M)^2*x",
  "logdet(M)",
  "log(det(S))",
  "sum(i=1..p, exp(z[i]*z[1])*M*B[i]*B[i]'*x)",
];

const derivatives: readonly (readonly [expression: string, wrt: string, order: 1 | 2])[] = [
  ["norm2(A*x - y)^2", "x", 1],
  ["norm2(A*x - y)^2", "x", 2],
  ["sum(log(1 + exp(A*x)))", "x", 1],
  ["x'*inv(S)*x + logdet(S)", "S", 1],
  ["x'*inv(M)*x", "M", 1],
  ["tr(C*A*B)", "A", 1],
  ["normF(A - (B*C)')^2", "B", 2],
  ["exp(-x'*M*x)", "x", 2],
  ["logdet(T + A*S*A')", "A", 1],
];

/** What a formula of dimensions is at their sizes: a number of sixths. */
function numberOf(formula: string, sizes: ReadonlyMap<string, number>): number {
  const text = formula.replaceAll("^", "**").replace(/[a-z]\w*/g, (name) => String(sizes.get(name)));
  return Math.round(6 * Number(new Function(`return ${text}`)())) / 6;
}

/** The flops stated and done at three triples of sizes. */
function compared(expression: string, declare: string): [number, number][] {
  const e = elaborate({ expression, declare });
  if (!e.expression) throw new Error(e.diagnostics.map((d) => d.message).join());
  const normal = normalize(e.expression);
  const variables = [...e.variables.values()];
  const plan = planOf({
    scalar: false,
    wrt: [],
    trial: undefined,
    arguments: variables,
    wanted: [{ kind: "value", title: expression, assumes: [], results: [{ name: "value", expression: normal }] }],
    definitions: [],
    sizes: {},
  });
  const f = plan.functions[0] as (typeof plan.functions)[number];
  const rng = random(expression);
  const dimensions = [...new Set(variables.flatMap((v) => [...v.rows.names, ...v.cols.names]))];
  return [0, 1, 2].map(() => {
    const point = samplePoint(variables, dimensions, [], rng, () => ({ region: "generic" }));
    if (!point) throw new Error("no point");
    const counter = new Counter(point.sizes, new Map([...point.values].map(([name, m]) => [name, rowsOf(m as Matrix).map((row) => [...row])])));
    const result = counter.value((f.results[0] as (typeof f.results)[number]).node);
    // what is counted is the right computation
    const wanted = compile(normal).bind(point);
    const flat = result.flat();
    const entries = rowsOf(wanted).flat();
    expect(flat.length).toBe(entries.length);
    for (const [k, v] of flat.entries()) expect(Math.abs(v - (entries[k] as number))).toBeLessThan(1e-6 * (1 + greatest(wanted)));
    return [numberOf(f.cost.flops, point.sizes), counter.flops];
  });
}

test.each(expressions)("%s", (expression) => {
  for (const [stated, done] of compared(expression, names)) expect(stated).toBe(done);
});

test.each(derivatives)("d %s / d %s, order %i", (expression, wrt, order) => {
  const response = answer({ expression, wrt, order, declare: names, vectorise: true });
  if (!response.ok || !("derivative" in response)) throw new Error(JSON.stringify(response));
  for (const [stated, done] of compared(response.derivative, names)) expect(stated).toBe(done);
});
