import { describe, expect, it } from "vitest";
import type { DeriveRequest } from "../src/contract.ts";
import { answer } from "../src/index.ts";

const samples = "x: vector(d)[N]; y: scalar[N]; w: vector(d); m: vector(d); S: matrix(d) posdef";
const derive = (expression: string, wrt: string, declare = "", more: Partial<DeriveRequest> = {}) =>
  answer({ expression, wrt, ...(declare && { declare }), ...more } as DeriveRequest);

describe("families and sums over samples", () => {
  it.each([
    ["sum(i=1..N, (y[i] - w'*x[i])^2)", "w", "-2*x*(y - x'*w)"],
    ["sum(i=1..N, (y[i] - w'*x[i])^2)", "x", "-2*w*(y - x'*w)'"],
    ["sum(i=1..N, (y[i] - w'*x[i])^2)", "x[k]", "-2*(y[k] - w'*x[k])*w"],
    ["sum(i=1..N, (y[i] - w'*x[i])^2)", "y[i]", "2*(y[i] - w'*x[i])"],
    ["sum(i=1..N, (x[i] - m)'*inv(S)*(x[i] - m))", "m", "-2*inv(S)*(rowsum(x) - N*m)"],
    ["sum(i=1..N, sum(k=1..N, (x[i] - x[k])'*(x[i] - x[k])))", "x[j]", "4*(N*x[j] - rowsum(x))"],
    ["sum(i=1..N, sum(k=1..N, y[i]*y[k]*x[i]'*x[k]))", "y", "2*x'*x*y"],
    ["sum(i=1..N, logdet(S + x[i]*x[i]'))", "S", "sum(i=1..N, inv(S + x[i]*x[i]'))"],
  ])("%s by %s", (expression, wrt, expected) => {
    expect(derive(expression, wrt, samples)).toMatchObject({ derivative: expected, verified: { status: "passed" } });
  });

  it("keeps an index inside its own sum", () => {
    const r = derive("sum(i=1..N, sum(k=1..N, Q[i,k]*(x[i] - x[k])'*(x[i] - x[k])))", "Q", "x: vector(d)[N]; Q: matrix(N)");
    expect(r).toMatchObject({ derivative: "sum(i=1..N, e(i, N)*colsum((x[i]*ones(1, N) - x).^2))", verified: { status: "passed" } });
  });

  it("says what was stacked", () => {
    const r = derive("sum(i=1..N, (y[i] - w'*x[i])^2)", "w", samples, { vectorise: true });
    expect(r).toMatchObject({
      declared: { x: "vector(d)[N]", y: "scalar[N]" },
      notes: [
        { code: "stacked", message: "x is the d x N matrix of the columns x[i]" },
        { code: "stacked", message: "y is the column of the N numbers y[i]" },
      ],
    });
  });

  it("reads the number of members behind the properties too", () => {
    const declare = "y: vector(k) onehot [N]; x: vector(d)[N]";
    expect(derive("-sum(i=1..N, y[i]'*log(softmax(W*x[i])))", "W", declare)).toMatchObject({ declared: { y: "vector(k)[N] onehot" } });
    expect(derive("y", "y", "y: vector(k) onehot [N] foo")).toMatchObject({ error: { message: '"foo" is no property' } });
  });

  it("says where a sum stays", () => {
    expect(derive("sum(i=1..N, logdet(S + x[i]*x[i]'))", "S", samples, { vectorise: true })).toMatchObject({
      notes: [{ code: "unstacked", message: "a sum stays as it is: its terms have no form for all samples at once" }],
    });
  });
});

describe("entries of functions", () => {
  it("the log-likelihood of one class", () => {
    const r = derive("log(softmax(W*x)[y])", "W", "W: matrix(m, n); x: vector(n); y: scalar integer");
    expect(r).toMatchObject({ derivative: "(e(y, m) - softmax(W*x))*x'", verified: { status: "passed" } });
  });
});

describe("sums in both directions", () => {
  it.each([
    ["sum(i=1..N, (y[i] - w'*x[i])^2)", "w", "-2*x*(y - x'*w)", "-2*sum(i=1..N, (y[i] - w'*x[i])*x[i])"],
    ["norm2(x'*w - y)^2", "w", "2*x*(x'*w - y)", "2*sum(i=1..N, (w'*x[i] - y[i])*x[i])"],
    [
      "sum(i=1..N, (x[i] - m)'*inv(S)*(x[i] - m))",
      "S",
      "-inv(S)*(x - m*ones(1, N))*(x - m*ones(1, N))'*inv(S)",
      "-inv(S)*sum(i=1..N, (x[i] - m)*(x[i] - m)')*inv(S)",
    ],
    ["sum(i=1..N, log(1 + exp(-y[i]*(w'*x[i]))))", "w", "-x*(y.*sigmoid(-y.*(x'*w)))", "-sum(i=1..N, y[i]*sigmoid(-y[i]*(w'*x[i]))*x[i])"],
  ])("%s by %s", (expression, wrt, stacked, sums) => {
    expect(derive(expression, wrt, samples, { vectorise: true })).toMatchObject({ derivative: stacked, verified: { status: "passed" } });
    expect(derive(expression, wrt, samples, { vectorise: false })).toMatchObject({ derivative: sums, verified: { status: "passed" } });
  });

  it("in simplify too", () => {
    const simplify = (expression: string, vectorise: boolean) => answer({ task: "simplify", expression, declare: samples, vectorise });
    expect(simplify("sum(i=1..N, y[i]*x[i])", true)).toMatchObject({ expression: "x*y" });
    expect(simplify("x*y", false)).toMatchObject({ expression: "sum(i=1..N, y[i]*x[i])" });
  });

  it("members are x_i in LaTeX", () => {
    expect(derive("sum(i=1..N, (y[i] - w'*x[i])^2)", "w", samples, { vectorise: false })).toMatchObject({
      latex: "-2 \\sum_{i=1}^{N} \\left(y_{i} - w^\\top x_{i}\\right) x_{i}",
    });
  });
});

const matrices = "A: matrix(m, n)[N]; B: matrix(n)[N]; W: matrix(m); x: vector(n)";

describe("families of matrices", () => {
  it.each([
    ["sum(i=1..N, norm2(A[i]*x)^2)", "x", "2*sum(i=1..N, A[i]'*A[i])*x"],
    ["sum(i=1..N, tr(A[i]'*W*A[i]))", "W", "sum(i=1..N, A[i]*A[i]')"],
    ["sum(i=1..N, tr(A[i]'*W*A[i]))", "A[k]", "(W + W')*A[k]"],
    ["sum(i=1..N, logdet(B[i]))", "B[1]", "inv(B[1])'"],
    ["A[1]*x", "A[1]", "kron(x', eye(m))"],
    ["A[2][1,2]^2", "A[2]", "2*A[2][1,2]*e(1, m)*e(2, n)'"],
  ])("%s by %s", (expression, wrt, expected) => {
    expect(derive(expression, wrt, matrices)).toMatchObject({ derivative: expected, declared: { A: "matrix(m, n)[N]" }, verified: { status: "passed" } });
  });
});

describe("entries", () => {
  it.each([
    ["sum(i=1..n, x[i]^2)", "x", "2*x"],
    ["sum(i=1..n, sum(j=1..n, (x[i] - x[j])^2))", "x[k]", "4*(n*x[k] - sum(x))"],
    ["tr(X)", "X[1,1]", "1"],
    ["tr(X)", "X[1,2]", "0"],
    ["tr(A*X)", "X[1,1]", "A[1,1]"],
    ["tr(A*X)", "X[i,j]", "A[j,i]"],
    ["norm2(x)^2", "x[2]", "2*x[2]"],
    ["inv(X)[k,l]", "X[i,j]", "-inv(X)[k,i]*inv(X)[j,l]"],
    ["X[i,j]", "X[k,l]", "delta(k, i)*delta(l, j)"],
    ["sum(p=1..m, sum(q=1..n, x[p]*A[p,q]*y[q]))", "A", "x*y'"],
  ])("%s by %s", (expression, wrt, expected) => {
    expect(derive(expression, wrt)).toMatchObject({ derivative: expected, verified: { status: "passed" } });
  });

  it("differentiates twice by one entry or member", () => {
    expect(derive("x'*A*x", "x[2]", "x: vector(n)", { order: 2 })).toMatchObject({ derivative: "(A + A')[2,2]", shape: ["1", "1"] });
    expect(derive("sum(i=1..N, (y[i] - w'*x[i])^2)", "x[2]", samples, { order: 2 })).toMatchObject({ derivative: "2*w*w'", shape: ["d", "d"] });
  });
});

it.each([
  ["x: row(n)[N]", "sum(i=1..N, sum(x[i]))", "x", "x is a family of rows (row(n)[N]): that is not supported yet"],
  ["x: vector(n)[N] fullrank", "sum(i=1..N, sum(x[i]))", "x", "x is a family that is fullrank (vector(n)[N] fullrank): that is not supported yet"],
  ["A: matrix(m, n)[N]; x: vector(n)", "sum(A)", "x", "A is a family of matrices: its bare name is no matrix"],
  ["A: matrix(m, n)[N]", "sum(A[1])", "A", "A is a family of matrices: the derivative by all of it is not supported"],
  ["x: vector(n)[1]", "sum(x)", "x", "x is a family of one (vector(n)[1]): that is not supported yet"],
  ["x: vector(n)[2.5]", "sum(x)", "x", '"2.5" is no dimension'],
  ["x: vector(n)", "x'*x", "x[1,2]", "x is a vector: an entry has one index"],
])("refuses %s: %s by %s", (declare, expression, wrt, message) => {
  expect(derive(expression, wrt, declare)).toMatchObject({ ok: false, error: { message } });
});
