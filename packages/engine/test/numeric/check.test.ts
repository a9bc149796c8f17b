import { describe, expect, test } from "vitest";
import { type Claim, check, checkDirectional, minimalProperties } from "../../src/calculus/check.ts";
import { one } from "../../src/expression/dimension.ts";
import { type Expression, type Variable, variable } from "../../src/expression/node.ts";
import { transpose } from "../../src/numeric/kernels.ts";
import { matrix } from "../../src/numeric/matrix.ts";
import { apply } from "../../src/operations/apply.ts";
import { add, epow, eye, f, had, m, mat, mul, n, neg, num, ones, pow, t, vec } from "./build.ts";

/** The default layout for scalars: the shape of wrt; for all else the Jacobian. */
function mixed(j: Parameters<NonNullable<Claim["arrangement"]>>[0], fr: number, fc: number, xr: number, xc: number) {
  if (fr * fc > 1 || (xr === 1 && xc === 1)) return j;
  return transpose([matrix(xc, xr, j.data)]);
}

function claim(fn: Expression, wrt: Variable, derivative: Expression, variables: Variable[], more: Partial<Claim> = {}): Claim {
  return { function: fn, wrt, order: 1, derivative, arrangement: mixed, variables: new Map(variables.map((v) => [v.name, v])), seed: "seed", ...more };
}

const [A, S, X, Z] = [mat("A", n, n), mat("S", n, n, "symmetric"), mat("X", n, n), mat("Z", m, n)];
const [x, a, y] = [vec("x", n), vec("a", n), vec("y", m)];
const c = variable("c", one, one);
const sigmoid = f("sigmoid", mul(Z, x));
const tr = (e: Expression) => f("trace", e);
const inv = (e: Expression) => f("inverse", e);
const P = mat("P", n, n, "posdef");
const comm = apply("commutation", [], [n, n]);
const kron = (u: Expression, v: Expression) => f("kronecker", u, v);

const right: [string, Expression, Variable, Expression, Variable[], Partial<Claim>?][] = [
  ["x'*A*x", mul(t(x), A, x), x, mul(add(A, t(A)), x), [A, x]],
  ["x'*S*x, S symmetric", mul(t(x), S, x), x, mul(num(2), S, x), [S, x]],
  ["tr(A*X)", tr(mul(A, X)), X, t(A), [A, X]],
  ["A*X by X", mul(A, X), X, kron(eye(n), A), [A, X]],
  ["inv(X)", inv(X), X, neg(kron(t(inv(X)), inv(X))), [X]],
  ["logdet(X)", f("logdeterminant", X), X, t(inv(X)), [X]],
  ["log(det(X))", f("log", f("determinant", X)), X, t(inv(X)), [X]],
  ["det(X)", f("determinant", X), X, t(f("adjugate", X)), [X]],
  ["sum(log(Z*x))", f("sum", f("log", mul(Z, x))), x, mul(t(Z), epow(mul(Z, x), -1)), [Z, x]],
  ["log(x'*A*x)", f("log", mul(t(x), A, x)), x, mul(pow(mul(t(x), A, x), -1), add(A, t(A)), x), [A, x]],
  ["sqrt(1 - x'*x)", f("sqrt", add(num(1), neg(mul(t(x), x)))), x, mul(num(-1), pow(add(num(1), neg(mul(t(x), x))), "-1/2"), x), [x]],
  ["sum(asin(Z*x))", f("sum", f("asin", mul(Z, x))), x, mul(t(Z), epow(add(num(1), neg(epow(mul(Z, x), 2))), "-1/2")), [Z, x]],
  ["log(-x'*x + c)", f("log", add(neg(mul(t(x), x)), c)), x, mul(num(-2), pow(add(neg(mul(t(x), x)), c), -1), x), [x, c]],
  ["norm1(Z*x - y)", f("norm1", add(mul(Z, x), neg(y))), x, mul(t(Z), f("sign", add(mul(Z, x), neg(y)))), [Z, x, y]],
  ["sigmoid(Z*x)", sigmoid, x, mul(f("diagonalmatrix", had(sigmoid, add(num(1), neg(sigmoid)))), Z), [Z, x]],
  ["softmax(x)", f("softmax", x), x, add(f("diagonalmatrix", f("softmax", x)), neg(mul(f("softmax", x), t(f("softmax", x))))), [x]],
  ["sum(softmax(x)) is constant", f("sum", f("softmax", x)), x, mul(num(0), ones(n)), [x]],
  ["does not depend", mul(t(a), a), x, mul(num(0), x), [a, x]],
  ["c*x by c", mul(c, x), c, x, [c, x]],
  ["tr(expm(X))", tr(f("expm", X)), X, t(f("expm", X)), [X]],
  ["tr(logm(X))", tr(f("logm", X)), X, t(inv(X)), [X]],
  ["tr(sqrtm(X))", tr(f("sqrtm", X)), X, mul(num("1/2"), t(inv(f("sqrtm", X)))), [X]],
  ["normF", f("normF", X), X, mul(pow(f("normF", X), -1), X), [X]],
  ["nuclear norm, tall", f("nuclear", Z), Z, mul(Z, inv(f("sqrtm", mul(t(Z), Z)))), [mat("Z", m, n, "fullrank")]],
  ["huge values: tr(X^40)", tr(pow(X, 40)), X, mul(num(40), pow(t(X), 39)), [X]],
  ["norm1 of a diagonal matrix: kinks wherever its property holds", f("norm1", X), X, f("sign", X), [mat("X", n, n, "diagonal")]],
  ["Hessian of x'*A*x", mul(t(x), A, x), x, add(A, t(A)), [A, x], { order: 2, arrangement: undefined }],
  [
    "Hessian of tr(A*X*X) by X",
    tr(mul(A, X, X)),
    X,
    add(mul(kron(eye(n), t(A)), comm), mul(comm, kron(eye(n), A))),
    [A, X],
    { order: 2, arrangement: undefined },
  ],
  ["second derivative of exp(c*A) by c", f("exp", mul(c, A)), c, had(epow(A, 2), f("exp", mul(c, A))), [A, c], { order: 2, arrangement: undefined }],
  ["mixed of x'*A*a", mul(t(x), A, a), x, A, [A, x, a], { order: 2, arrangement: undefined, also: a }],
  ["by a defined name", mul(t(a), a), a, mul(num(2), a), [x, A], { definitions: [{ name: "a", expression: mul(A, x) }] }],
  ["through a definition", mul(t(a), a), x, mul(num(2), t(A), a), [x, A], { definitions: [{ name: "a", expression: mul(A, x) }] }],
  ["with where", f("exp", mul(t(x), x)), x, mul(num(2), c, x), [x], { where: [{ name: "c", expression: f("exp", mul(t(x), x)) }] }],
];
test.each(right)("right: %s", (_name, fn, wrt, derivative, variables, more) => {
  const verdict = check(claim(fn, wrt, derivative, variables, more));
  expect(verdict).toMatchObject({ status: "passed" });
  if (verdict.status === "passed") expect(new Set(verdict.sizes.map((s) => JSON.stringify(s))).size).toBeGreaterThanOrEqual(3);
});

const wrong: [string, Expression, Variable, Expression, Variable[], Partial<Claim>?][] = [
  ["x'*A*x as if symmetric", mul(t(x), A, x), x, mul(num(2), A, x), [A, x]],
  ["transposed", tr(mul(A, X)), X, A, [A, X]],
  ["0 for logdet", f("logdeterminant", X), X, mul(num(0), X), [X]],
  ["small relative error", mul(t(x), A, x), x, mul(num("1.0001"), add(A, t(A)), x), [A, x]],
  ["absent term", mul(t(x), x), x, add(mul(num(2), x), mul(num("1/1000"), ones(n))), [x]],
  ["shape", mul(t(x), x), x, mul(num(2), t(x)), [x]],
  ["uses the structure of wrt while differentiating", tr(mul(A, S)), S, mul(num("1/2"), add(A, t(A))), [A, S]],
  ["undefined", mul(t(x), x), x, mul(inv(mul(x, t(x))), x), [x]],
  ["Hessian", mul(t(x), A, x), x, mul(num(2), A), [A, x], { order: 2, arrangement: undefined }],
  ["tiny values: tr(X^40)", tr(pow(X, 40)), X, mul(num(41), pow(t(X), 39)), [X]],
  ["constant", f("sum", f("softmax", x)), x, mul(num("1/100000"), ones(n)), [x]],
];
test.each(wrong)("wrong: %s", (_name, fn, wrt, derivative, variables, more) => {
  expect(check(claim(fn, wrt, derivative, variables, more)).status).toBe("failed");
});

test.each<[string, Expression, Variable, Expression, Variable[]]>([
  ["no point of the domain", f("log", neg(mul(t(x), x))), x, x, [x]],
  ["properties nothing has", f("sum", x), x, ones(n), [vec("x", n, "simplex", "pm1")]],
  ["overflow of everything", f("exp", f("exp", f("exp", f("exp", add(num(9), mul(t(x), x)))))), x, x, [x]],
])("unverified: %s", (_name, fn, wrt, derivative, variables) => {
  expect(check(claim(fn, wrt, derivative, variables)).status).toBe("unverified");
});

test("points without what is assumed are left out", () => {
  const gram = mul(t(Z), Z);
  const answer = mul(num(2), f("determinant", gram), Z, inv(gram));
  const bare = claim(f("determinant", gram), Z, answer, [Z]);
  expect(check(bare)).toMatchObject({ status: "failed", reason: "undefined" });
  const verdict = check({ ...bare, needs: [{ expression: gram, property: "invertible" }] });
  expect(verdict.status).toBe("passed");
  if (verdict.status === "passed") for (const s of verdict.sizes) expect(s.m!).toBeGreaterThan(s.n!);
});

test.each(["a", "b", "c", "d", "e", "f", "g", "h"])("verdicts do not depend on the seed: %s", (seed) => {
  for (const [name, fn, wrt, derivative, variables, more] of right)
    expect(check(claim(fn, wrt, derivative, variables, { ...more, seed })).status, name).toBe("passed");
  for (const [name, fn, wrt, derivative, variables, more] of wrong)
    expect(check(claim(fn, wrt, derivative, variables, { ...more, seed })).status, name).toBe("failed");
});

describe("directions", () => {
  const dX = mat("dX", n, n);
  const dx = vec("dx", n);
  const G = mat("G", n, n);
  const base = (form: "differential" | "jvp" | "vjp" | "hvp", fn: Expression, wrt: Variable, derivative: Expression, direction: Variable) =>
    checkDirectional({ form, function: fn, wrt, derivative, direction, variables: new Map([A, X, x].map((v) => [v.name, v])), seed: "d" }).status;
  test.each<[string, string, string]>([
    ["differential of inv(X)", base("differential", inv(X), X, neg(mul(inv(X), dX, inv(X))), dX), "passed"],
    ["jvp of x.*x", base("jvp", had(x, x), x, mul(num(2), had(x, dx)), dx), "passed"],
    ["vjp of A*X", base("vjp", mul(A, X), X, mul(t(A), G), G), "passed"],
    ["vjp without the transpose", base("vjp", mul(A, X), X, mul(A, G), G), "failed"],
    ["hvp of x'*A*x", base("hvp", mul(t(x), A, x), x, mul(add(A, t(A)), dx), dx), "passed"],
    ["hvp of half of it", base("hvp", mul(t(x), A, x), x, mul(A, dx), dx), "failed"],
  ])("%s", (_name, got, want) => expect(got).toBe(want));
});

describe("the smallest set of properties", () => {
  const all = (variables: Variable[]) => variables.flatMap((v) => v.properties.map((property) => ({ name: v.name, property })));
  const both = mat("S", n, n, "symmetric", "posdef");
  const pos = vec("x", n, "positive");
  const regular = mat("X", n, n, "invertible");
  const Q = mat("Q", n, n, "orthogonal");
  const tall = mat("Z", m, n, "fullrank");
  test.each<[string, Expression, Variable, Expression, Variable[], string[]]>([
    ["symmetric is used", mul(t(x), S, x), x, mul(num(2), S, x), [S, x], ["S symmetric"]],
    ["symmetric is not used", mul(t(x), S, x), x, mul(add(S, t(S)), x), [S, x], []],
    ["the weaker of two words", mul(t(x), both, x), x, mul(num(2), both, x), [both, x], ["S symmetric"]],
    ["by the word declared", f("logdeterminant", P), P, inv(P), [P], ["P posdef"]],
    ["positive, as the domain of log only", f("sum", f("log", pos)), pos, epow(pos, -1), [pos], []],
    ["positive, for a simpler answer", f("sum", f("abs", pos)), pos, ones(n), [pos], ["x positive"]],
    [
      "invertible, for inv where det has no need",
      f("determinant", regular),
      regular,
      mul(f("determinant", regular), t(inv(regular))),
      [regular],
      ["X invertible"],
    ],
    ["invertible is not used", f("determinant", regular), regular, t(f("adjugate", regular)), [regular], []],
    ["invertible is needed by logdet anyway", f("logdeterminant", regular), regular, t(inv(regular)), [regular], []],
    ["orthogonal", mul(t(x), t(Q), Q, x), x, mul(num(2), x), [Q, x], ["Q orthogonal"]],
    ["full rank", f("nuclear", tall), tall, mul(tall, inv(f("sqrtm", mul(t(tall), tall)))), [tall], ["Z fullrank"]],
    [
      "two of two",
      mul(t(x), S, mat("D", n, n, "diagonal"), x),
      x,
      mul(add(mul(S, mat("D", n, n, "diagonal")), mul(mat("D", n, n, "diagonal"), S)), x),
      [S, mat("D", n, n, "diagonal"), x],
      ["D diagonal", "S symmetric"],
    ],
  ])("%s", (name, fn, wrt, derivative, variables, want) => {
    const c0 = claim(fn, wrt, derivative, variables, { candidates: all(variables) });
    expect(check(c0).status).toBe("passed");
    // What is declared of a variable is no condition, even if it is passed as one.
    if (name.startsWith("invertible, for inv")) expect(minimalProperties({ ...c0, needs: [{ expression: regular, property: "invertible" }] })).toHaveLength(1);
    expect(
      minimalProperties(c0)
        .map((u) => `${u.name} ${u.property}`)
        .sort(),
    ).toEqual(want);
  });
});

test("the same seed gives the same verdict", () => {
  const once = () => check(claim(mul(t(x), A, x), x, mul(add(A, t(A)), x), [A, x]));
  expect(once()).toEqual(once());
});
