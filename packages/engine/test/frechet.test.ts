import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dimension } from "../src/expression/dimension.ts";
import { type Expression, isApply, nodesOf, variable } from "../src/expression/node.ts";
import { answer, type CheckAnswer, type DeriveAnswer, type DeriveRequest, elaborate } from "../src/index.ts";
import { instantiate } from "../src/language/formula.ts";
import { print } from "../src/language/print.ts";
import { build, normalize } from "../src/normal/build.ts";
import { evaluate } from "../src/numeric/evaluate.ts";
import { filled, greatest, type Matrix } from "../src/numeric/matrix.ts";
import { integrate } from "../src/numeric/quadrature.ts";
import { random } from "../src/numeric/random.ts";
import { sampleVariable } from "../src/numeric/sample.ts";
import { apply } from "../src/operations/apply.ts";
import { operation } from "../src/operations/index.ts";
import { judged, right } from "./calculus/agree.ts";

const derived = (expression: string, wrt: string, more: Partial<DeriveRequest> = {}) => answer({ expression, wrt, ...more } as DeriveRequest) as DeriveAnswer;

const M = "inv((1 - s)^2*X + s^2*eye(n))";
const S = { declare: "S: matrix(n) posdef" };
const scalars = { declare: "a: scalar; b: scalar; w: scalar; t: scalar" };

const answers: [expression: string, wrt: string, derivative: string, more?: Partial<DeriveRequest>][] = [
  ["tr(B*expm(X))", "X", "int(s=0..1, expm(s*X)*B*expm((1 - s)*X))'"],
  ["tr(B*expm(S))", "S", "int(s=0..1, expm(s*S)*B*expm((1 - s)*S))", { declare: "S: matrix(n) symmetric; B: matrix(n) symmetric" }],
  ["expm(X)", "X", "int(s=0..1, kron(expm(s*X)', expm((1 - s)*X)))"],
  ["expm(X)*b", "X", "int(s=0..1, kron(expm(s*X)*b, expm((1 - s)*X)'))'"],
  ["expm(t*A)", "t", "A*expm(t*A)"],
  ["expm(t*A)", "A", "t*int(s=0..1, kron(expm(t*s*A)', expm(t*(1 - s)*A)))"],
  ["a'*expm(t*X')*b", "X", "t*int(s=0..1, expm(t*s*X)*a*b'*expm(t*(1 - s)*X))'"],
  ["tr(B*expm(A + t*C))", "t", "int(s=0..1, tr(B*expm(s*(A + t*C))*C*expm((1 - s)*(A + t*C))))"],
  ["tr(B*logm(X))", "X", "int(s=0..1, inv(s*(X - eye(n)) + eye(n))*B*inv(s*(X - eye(n)) + eye(n)))'"],
  ["tr(B*sqrtm(X))", "X", `2*int(s=0..1, s^2*${M}*B*${M})'/pi`],
  ["sqrtm(X)", "X", "inv(kron(sqrtm(X)', eye(n)) + kron(eye(n), sqrtm(X)))"],
  ["A*sqrtm(X)*b", "X", "kron(b', A)*inv(kron(sqrtm(X)', eye(n)) + kron(eye(n), sqrtm(X)))"],
  ["tr(sqrtm(X))", "X", "-kron(inv(sqrtm(X)), inv(sqrtm(X))')*inv(kron(sqrtm(X), eye(n)) + kron(eye(n), sqrtm(X)'))*comm(n, n)/2", { order: 2 }],
  ["tr(B*sinm(X))", "X", "int(s=0..1, cosm(s*X)*B*cosm((1 - s)*X) - sinm(s*X)*B*sinm((1 - s)*X))'"],
  ["tr(B*cosm(X))", "X", "-int(s=0..1, cosm(s*X)*B*sinm((1 - s)*X) + sinm(s*X)*B*cosm((1 - s)*X))'"],
  ["tr(expm(X))", "X", "int(s=0..1, kron(expm(s*X), expm((1 - s)*X)'))*comm(n, n)", { order: 2 }],
  ["expm(X)", "X", "int(s=0..1, expm(s*X)*dX*expm((1 - s)*X))", { form: "differential" }],
  ["expm(X)", "X", "int(s=0..1, expm(s*X)*G'*expm((1 - s)*X))'", { form: "vjp" }],
  ["tr(B*expm(X))", "X", "tr(int(s=0..1, expm(s*X)*B*expm((1 - s)*X))*dX)", { form: "jvp" }],
  ["expm(X)", "X", "int(s=0..1, expm(s*X)[j,l]*expm((1 - s)*X)[k,i])", { form: "index" }],
  ["tr(B*expm(X))", "X[1,2]", "int(s=0..1, expm(s*X)*B*expm((1 - s)*X))[2,1]"],
  // where what stands beside f(X) provably commutes with X
  ["tr(expm(X)*expm(X))", "X", "2*expm(2*X)'"],
  ["tr(S*logm(S))", "S", "eye(n) + logm(S)", S],
  ["tr(expm(t*A)*A)", "A", "expm(t*A)'*(eye(n) + t*A')"],
  ["tr(B*expm(diag(x)))", "x", "diag(B).*exp(x)"],
  // what was typed
  ["int(s=0..t, expm(s*A))", "t", "expm(t*A)"],
  ["int(t=a..b, sin(t*w)^2)", "a", "-sin(a*w)^2", scalars],
  ["int(t=a..b, sin(t*w)^2)", "w", "2*int(s=a..b, s*sin(w*s)*cos(w*s))", scalars],
  ["int(t=0..w, int(s=0..t, sin(t*s*w)))", "w", "int(s=0..w, sin(s*w^2) + s*int(t=0..s, t*cos(w*t*s)))", scalars],
  ["int(s=0..1, x'*expm(s*A)*x)", "x", "int(s=0..1, expm(s*A) + expm(s*A)')*x"],
  ["int(t=0..1, d'*g*t*(1 - t))", "d", "g/6"],
  ["sum(i=1..N, int(t=0..y[i], exp(t*c[i])))", "y", "exp(y.*c)", { declare: "c: vector(N); y: vector(N)" }],
];

describe("derivatives in directions that do not commute", () => {
  test.each(answers)("d %s / d %s = %s", (expression, wrt, derivative, more) => {
    expect(derived(expression, wrt, more).derivative).toBe(derivative);
  });
});

test.each<[string, string, Partial<DeriveRequest>?]>([
  ["tr(B*expm(X))", "X"],
  ["tr(B*logm(X))", "X", { declare: "X: matrix(n) posdef" }],
  ["tr(B*sqrtm(X))", "X", { declare: "X: matrix(n) posdef" }],
  ["tr(B*cosm(X))", "X"],
  ["norm2(expm(t*A)*b - y)^2", "A", { declare: "t: scalar" }],
  ["int(s=t..2*t, tr(B*expm(s*t*A)))", "t", { declare: "t: scalar" }],
])("other differences agree on d %s / d %s", (expression, wrt, more = {}) => {
  expect(judged({ expression, wrt, ...more } as DeriveRequest).verdict).toMatchObject(right);
});

const n = dimension("n");
const sizes = new Map([["n", 4]]);
const [X, E, B] = ["X", "E", "B"].map((name) => variable(name, n, n)) as [Expression, Expression, Expression];

/** A matrix with eigenvalues away from the negative axis, an increment, and a cotangent. */
function drawn(seed: string): Map<string, Matrix> {
  const rng = random(seed);
  const x = sampleVariable(variable("X", n, n), sizes, rng, { region: "definite" }) as Matrix;
  const other = () => filled(4, 4, () => rng.normal());
  return new Map([
    ["X", filled(4, 4, (i, j) => x.data[4 * i + j]! / (1 + greatest(x)) + (i === j ? 0.5 : 0))],
    ["E", other()],
    ["B", other()],
  ]);
}

/** The derivative of f at X along E: the upper right block of f([X, E; 0, X]). Source: Higham, Functions of Matrices, (3.16). */
function byBlocks(name: string, values: ReadonlyMap<string, Matrix>): Matrix {
  const [x, e] = [values.get("X"), values.get("E")] as [Matrix, Matrix];
  const block = filled(8, 8, (i, j) => (i < 4 === j < 4 ? x.data[(i % 4) * 4 + (j % 4)]! : i < 4 ? e.data[i * 4 + j - 4]! : 0));
  const value = operation(name).value([block], []);
  return filled(4, 4, (i, j) => value.data[8 * i + j + 4]!);
}

const gap = (a: Matrix, b: Matrix) => Math.max(...Array.from(a.data, (v, k) => Math.abs(v - b.data[k]!))) / (1 + greatest(b));

describe.each(["expm", "logm", "sinm", "cosm", "sqrtm"])("%s by block triangular matrices", (name) => {
  test.each(["1", "2", "3"])("the record's differential, draw %s", (draw) => {
    const values = drawn(`${name} ${draw}`);
    const bind = new Map<string, Expression>([
      ["X", X],
      ["dX", E],
    ]);
    for (const make of [apply, build]) {
      const differential = instantiate(operation(name).differential as string, bind, new Map([["i", n]]), make);
      expect(gap(evaluate(differential, { sizes, values }), byBlocks(name, values))).toBeLessThan(1e-10);
    }
  });

  test("the gradient of tr(B*f(X)), and not the commuting formula", () => {
    const values = drawn(name);
    const exact = evaluate(apply("trace", [apply("product", [B, variable("L", n, n)])]), {
      sizes,
      values: new Map([...values, ["L", byBlocks(name, values)]]),
    }).data[0]!;
    const { derivative } = derived(`tr(B*${name}(X))`, "X", { declare: "X: matrix(n); B: matrix(n)" });
    const along = (gradient: string) => {
      const read = elaborate({ expression: `sum((${gradient}).*E)`, declare: "X: matrix(n); B: matrix(n); E: matrix(n)" });
      return evaluate(read.expression as Expression, { sizes, values }).data[0]!;
    };
    expect(Math.abs(along(derivative) - exact)).toBeLessThan(1e-9 * (1 + Math.abs(exact)));
    const slope = (operation(name).scalarDerivative as string).replace(/\bi\b/g, "n");
    expect(Math.abs(along(`(B*(${slope}))'`) - exact)).toBeGreaterThan(1e-3);
  });
});

test.each([
  ["(B*expm(X))'", "under-assumption"],
  ["(expm(X)*B)'", "under-assumption"],
  ["int(s=0..1, expm((1 - s)*X')*B'*expm(s*X'))", "correct"],
  ["int(t=0..2, expm(t*X/2)*B*expm((1 - t/2)*X))'/2", "correct"],
])("the claim d tr(B*expm(X)) / d X = %s is %s", (claim, verdict) => {
  expect((answer({ task: "check", expression: "tr(B*expm(X))", wrt: "X", claim }) as CheckAnswer).verdict).toBe(verdict);
});

const forms: [typed: string, normal: string, declare?: string][] = [
  ["int(s=0..1, expm((1 - s)*A)*B*expm(s*A))", "int(s=0..1, expm(s*A)*B*expm((1 - s)*A))"],
  ["int(t=0..2, 3*A*expm(t*A)*B)", "3*A*int(s=0..2, expm(s*A))*B"],
  ["int(t=0..1, A)", "A"],
  ["int(t=0..1, (1 - 2*t)*A + t*B)", "B/2"],
  ["int(s=0..1, int(t=0..s, s*t))", "1/8"],
  ["int(t=0..1, x'*(t*A + B)*C*x)", "x'*(A/2 + B)*C*x"],
  ["expm(2*A)*expm(-A)*b", "expm(A)*b"],
  ["expm(t*A')", "expm(t*A)'", "t: scalar; A: matrix(n)"],
];
test.each(forms)("%s is %s in normal form", (typed, normal, declare) => {
  const e = elaborate({ expression: typed, ...(declare && { declare }) });
  expect(print(normalize(e.expression as Expression))).toBe(normal);
});

test("a range is halved where the integrand is steep", () => {
  const near = (t: number) => filled(1, 1, () => 1 / (t * t + 1e-4));
  expect(integrate(-1, 1, near).data[0]).toBeCloseTo(200 * Math.atan(100), 8);
});

test("an integral binds its index alone", () => {
  const e = elaborate({ expression: "int(s=0..1, s*x'*x) + s", declare: "s: scalar; x: vector(n)" }).expression as Expression;
  const normal = normalize(e);
  expect(print(normal)).toBe("x'*x/2 + s");
  expect(nodesOf(normal).some((x) => isApply(x, "integral"))).toBe(false);
});

const corpus = JSON.parse(readFileSync(new URL("../../../corpus/functions.json", import.meta.url), "utf8")) as { cases: Record<string, string>[] };
test.each(corpus.cases.map((c) => [c.id, c] as const))("published: %s", (_id, c) => {
  const r = derived(c.expression as string, c.wrt as string, {
    declare: c.declare as unknown as Record<string, string>,
    ...(c.layout && { layout: c.layout as "numerator" }),
    ...(c.kind === "hessian" && { order: 2 as const }),
  });
  expect(r.ok && r.verified.status).toBe("passed");
});
