import { describe, expect, it } from "vitest";
import type { DeriveRequest } from "../src/contract.ts";
import { answer } from "../src/index.ts";
import { instance } from "../src/numeric/instances.ts";
import { matrix } from "../src/numeric/matrix.ts";
import { random } from "../src/numeric/random.ts";

const numerator = (expression: string, declare: string, wrt: string, more: Partial<DeriveRequest> = {}) =>
  answer({ expression, declare, wrt, layout: "numerator", ...more } as DeriveRequest);

const vectors = "u(x): vector(m); v(x): vector(p); w(x): vector(m)";
const matrices = "U(x): matrix(p, q); V(x): matrix(q, r); S(x): matrix(n)";
const times = "t: scalar; s: scalar; u(t): vector(3); v(t): vector(3); U(t): matrix(n); P(s, t): matrix(n); V(t): matrix(p, q)";

describe("rules for unknown functions", () => {
  it.each([
    ["u(x)'*A*v(x)", vectors, "x", "u(x)'*A*D(v, x) + v(x)'*A'*D(u, x)"],
    ["c(x)*u(x)", `${vectors}; c(x): scalar`, "x", "c(x)*D(u, x) + u(x)*D(c, x)"],
    ["u'*w", vectors, "x", "u(x)'*D(w, x) + w(x)'*D(u, x)"],
    ["g(u(x))", `g(z): vector(l); ${vectors}`, "x", "D(g, u(x))*D(u, x)"],
    ["g(u(X))", "g(z): scalar; u(X): scalar", "X", "D(g, u(X))*D(u, X)"],
    ["g(U(t))", "g(Z): scalar; U(t): matrix(p, q); t: scalar", "t", "tr(D(g, U(t))*D(U, t))"],
    ["f(A*X*B)", "f(Y): scalar", "X", "B*D(f, A*X*B)*A"],
    ["f(A*x)", "f(z): scalar; A: matrix(m, n)", "x", "D(f, A*x)*A"],
    ["f(c*x, y)", "f(x, y): scalar; c: scalar; y: vector(m)", "x", "c*D(f, x)(c*x, y)"],
    ["cross(u(t), v(t))", times, "t", "cross(u(t), D(v, t)) + cross(D(u, t), v(t))"],
    ["inv(U(t))", times, "t", "-inv(U(t))*D(U, t)*inv(U(t))"],
    ["U(t)^2", times, "t", "D(U, t)*U(t) + U(t)*D(U, t)"],
    ["log(det(U(t)))", times, "t", "tr(inv(U(t))*D(U, t))"],
    ["kron(V(t), V(t))", times, "t", "kron(D(V, t), V(t)) + kron(V(t), D(V, t))"],
    ["inv(P(s, t))", times, "s,t", "inv(P(s, t))*(D(P, s)*inv(P(s, t))*D(P, t) - D(P, s, t) + D(P, t)*inv(P(s, t))*D(P, s))*inv(P(s, t))"],
    ["U(x)*V(x)", matrices, "x", "kron(eye(r), U(x))*D(V, x) + kron(V(x)', eye(p))*D(U, x)"],
    ["inv(S(x))", matrices, "x", "-kron(inv(S(x))', inv(S(x)))*D(S, x)"],
    ["tr(A*S(x))", matrices, "x", "vec(A')'*D(S, x)"],
    ["A*F(B*X*C)", "F(Z): matrix(p, q)", "X", "kron(eye(q), A)*D(F, B*X*C)*kron(C', B)"],
    ["tr(sigma(W*X)'*M*sigma(W*X))", "sigma: elementwise; M: matrix(l) symmetric", "X", "2*(sigma'(W*X).*(M*sigma(W*X)))'*W"],
    ["sigma'(x)", "sigma: elementwise", "x", "diag(sigma''(x))"],
    ["sum(i=1..N, u(x[i], w)^2)", "u(z, w): scalar; x: vector(d)[N]; z: vector(d)", "w", "2*sum(i=1..N, u(x[i], w)*D(u, w)(x[i], w))"],
  ])("%s, %s, by %s", (expression, declare, wrt, expected) => {
    expect(numerator(expression, declare, wrt)).toMatchObject({ derivative: expected, verified: { status: "passed" } });
  });

  it.each([
    ["f(x)", "f(x): scalar", "D(f, x, x)"],
    ["f(A*x)", "f(z): scalar; A: matrix(m, n)", "A'*D(f, z, z)(A*x)*A"],
    ["g(u(x))", "g(z): scalar; u(x): scalar; x: vector(n)", "D(g, u(x))*D(u, x, x) + g''(u(x))*D(u, x)'*D(u, x)"],
    ["sum(sigma(A*x))", "sigma: elementwise", "A'*diag(sigma''(A*x))*A"],
  ])("the Hessian of %s, %s", (expression, declare, expected) => {
    expect(numerator(expression, declare, "x", { order: 2 })).toMatchObject({ derivative: expected, verified: { status: "passed" } });
  });

  it("prints them in LaTeX", () => {
    expect(numerator("g(u(x))", `g(z): vector(l); ${vectors}`, "x")).toMatchObject({
      latex: "\\frac{\\partial g}{\\partial z}\\left(u\\left(x\\right)\\right) \\frac{\\partial u}{\\partial x}",
      declared: { "g(z)": "vector(l)", "u(x)": "vector(m)", x: "vector(n)" },
    });
  });

  it("uses what is declared of their values", () => {
    expect(numerator("x'*H(t)*x", "H(t): matrix(n) symmetric; t: scalar; x: vector(n)", "x")).toMatchObject({ derivative: "2*x'*H(t)" });
    expect(numerator("x'*H(t)*x", "H(t): matrix(n); t: scalar; x: vector(n)", "x")).toMatchObject({ derivative: "x'*(H(t) + H(t)')" });
  });
});

describe("mistakes about unknown functions", () => {
  it.each([
    ["u(x, y)", vectors, "arguments: u takes 1 argument, here are 2", "write u(x)"],
    ["D(y, x)", vectors, "unknown-function: y is no unknown function", "declare it: y(x): vector(m)"],
    ["D(f, y)", "f(x, z): scalar", "unknown-function: y is no parameter of f(x, z)", "write D(f, x)(…) for the derivative by x at a point"],
    ["f'(x, y)", "f(x, y): scalar", "unknown-function: f' does not say by which parameter", "write D(f, x)"],
    ["sigma*x", "sigma: elementwise", "unknown-function: sigma is a function of entries: it needs an argument", "write sigma(Z)"],
    ["u(x) + u(A*x)", `${vectors}; A: matrix(k, n)`, "shape: A*x is k x 1, the parameter x of u is another shape", "declare x as what u is applied to"],
    ["D(u, x)*x", vectors, "unsupported: the derivative of D(u, x) by x, which is no matrix, is not supported yet", undefined],
    ["D(u, x, x)*x", vectors, "unsupported: D(u, x, x) is no matrix: a second derivative is that of a scalar, or by scalars", undefined],
    [
      "u(x)",
      "u(x): vector(m) onehot",
      "property: an unknown function is not declared onehot",
      "one of symmetric, skew, diagonal, lower, upper, invertible, posdef, psd, positive, nonneg, unit01",
    ],
    ["u(x)", "u(x, x): vector(m)", "declaration: u has two parameters x", undefined],
    ["u(x)", "E(x): scalar; u(x): vector(m)", "declaration: E is a function of the language already", "choose another name"],
    ["u(x)", "u(x): vector(m)[N]", "unsupported: a family of unknown functions is not supported yet", undefined],
  ])("%s, %s", (expression, declare, message, hint) => {
    const r = numerator(expression, declare, "x");
    if (r.ok) throw new Error("answered");
    expect([`${r.error.code}: ${r.error.message}`, r.error.hint]).toEqual([message, hint]);
  });

  it("a function is not differentiated by", () => {
    expect(numerator("u(x)'*u(x)", vectors, "u")).toMatchObject({
      error: { message: "u is a function, no variable", hint: "differentiate by its parameter x" },
    });
  });

  it("nothing is said of where one is least", () => {
    expect(answer({ task: "convexity", expression: "f(x)", declare: "f(x): scalar", wrt: "x" })).toMatchObject({ error: { code: "unsupported" } });
  });
});

describe("instances of unknown functions", () => {
  const rng = random("instances");
  const draw = (rows: number, cols: number) =>
    matrix(
      rows,
      cols,
      Float64Array.from({ length: rows * cols }, () => rng.normal()),
    );
  it.each([
    ["a matrix by a matrix", [[2, 3]], 3, 2, [], 0],
    ["a scalar by a matrix", [[2, 3]], 1, 1, [], 0],
    ["a symmetric matrix by a scalar", [[1, 1]], 3, 3, ["symmetric"], 0],
    ["a posdef matrix by a scalar", [[1, 1]], 3, 3, ["posdef"], 0],
    [
      "a positive vector by the second parameter",
      [
        [1, 1],
        [4, 1],
      ],
      3,
      1,
      ["positive"],
      1,
    ],
  ] as const)("%s: the derivative is the limit of differences", (_name, shapes, rows, cols, properties, place) => {
    const u = { name: "u", parameters: shapes.map((_s, k) => `x${k}`), elementwise: false, properties, by: [] };
    const args = shapes.map(([m, n]) => draw(m, n));
    const x = args[place] as ReturnType<typeof draw>;
    const slope = instance({ ...u, by: [place] }, args, rows, cols);
    const h = 1e-5;
    for (let i = 0; i < x.rows; i++)
      for (let j = 0; j < x.cols; j++) {
        const at = (step: number) => {
          const moved = matrix(x.rows, x.cols, x.data.slice());
          moved.data[i * x.cols + j] = (moved.data[i * x.cols + j] as number) + step;
          return instance(
            u,
            args.map((a, k) => (k === place ? moved : a)),
            rows,
            cols,
          );
        };
        const [up, down] = [at(h), at(-h)];
        for (let r = 0; r < rows; r++)
          for (let c = 0; c < cols; c++) {
            const difference = ((up.data[r * cols + c] as number) - (down.data[r * cols + c] as number)) / (2 * h);
            const byScalar = x.rows * x.cols === 1;
            const entry = byScalar ? r * cols + c : rows * cols === 1 ? j * x.rows + i : (c * rows + r) * slope.cols + j * x.rows + i;
            expect(slope.data[entry]).toBeCloseTo(difference, 8);
          }
      }
  });
});
