import { expect, test } from "vitest";
import type { CodeRequest } from "../../src/contract.ts";
import { answer } from "../../src/full.ts";
import { answer as withoutCode } from "../../src/index.ts";

/** The lines of a function between its description and its end. */
function bodyOf(code: string, name: string): string[] {
  const lines = code.split("\n");
  const start = lines.findIndex((l) => l.startsWith(`def ${name}(`));
  const open = lines.indexOf('    """', start + 1);
  const end = lines.findIndex((l, k) => k > open && (l === "" || !l.startsWith("    ")));
  return lines.slice(open + 1, end < 0 ? undefined : end).map((l) => l.trim());
}

const ask = (request: Omit<CodeRequest, "task" | "emit">, target = "numpy") => answer({ task: "code", emit: [target], ...request });

const bodies: [request: Omit<CodeRequest, "task" | "emit">, name: string, lines: string[]][] = [
  [
    { expression: "norm2(X*w - y)^2", wrt: "w" },
    "value_and_gradient",
    ["r = X @ w - y", "value = r @ r", "gradient = 2 * (X.T @ r)", "return value, gradient"],
  ],
  [{ expression: "x'*A*x", wrt: "x" }, "value_and_gradient", ["Ax = A @ x", "value = x @ Ax", "gradient = Ax + A.T @ x", "return value, gradient"]],
  [{ expression: "x'*A*x", wrt: "x", hvp: true }, "hvp", ["return A @ dx + A.T @ dx"]],
  [{ expression: "norm2(X*w - y)^2", wrt: "w", order: 2 }, "hessian", ["return 2 * (X.T @ X)"]],
  [{ expression: "tr(A*B)", wrt: "A" }, "value_and_gradient", ["value = np.vdot(A.T, B)", "gradient = B.T", "return value, gradient"]],
  // one factorization for the solve, the inverse and the determinant
  [
    { expression: "logdet(S) + x'*inv(S)*x", wrt: "S", declare: "S: matrix(n) posdef" },
    "value_and_gradient",
    [
      "n = S.shape[0]",
      "factor = cho_factor(S)",
      "Sinvx = cho_solve(factor, x)",
      "value = 2 * np.log(factor[0].diagonal()).sum() + x @ Sinvx",
      "gradient = cho_solve(factor, np.eye(n)) - np.outer(Sinvx, Sinvx)",
      "return value, gradient",
    ],
  ],
  // a diagonal matrix is a scaling; half of a symmetric product is mirrored
  [{ expression: "sum(log(1 + exp(X*w)))", wrt: "w", order: 2 }, "hessian", ["Xs = X * np.sqrt(_sigmoid_slope(X @ w))[:, None]", "return Xs.T @ Xs"]],
  // softmax regression as typed: the exponentials of each row are divided by the greatest
  [
    { expression: "sum(log(rowsum(exp(X*W)))) - sum(Y.*(X*W))", wrt: "W" },
    "value_and_gradient",
    [
      "XW = X @ W",
      "top = XW.T.max(axis=0)",
      "E = np.exp(XW.T - top)",
      "total = E.sum(axis=0)",
      "value = (top + np.log(total)).sum() - np.vdot(Y, XW)",
      "gradient = X.T @ ((E / total).T - Y)",
      "return value, gradient",
    ],
  ],
  [
    { expression: "sum(x.^2)/m + tr(c*eye(m))", wrt: "x", declare: "x: vector(m); c: scalar" },
    "value_and_gradient",
    ["m = x.shape[0]", "value = x @ x / m + c * m", "gradient = 2 * x / m", "return value, gradient"],
  ],
];

test.each(bodies)("%j: %s", (request, name, lines) => {
  const response = ask(request);
  expect(response.ok && bodyOf(response.code.numpy as string, name)).toEqual(lines);
});

test.each<[CodeRequest["sizes"], string]>([
  [{ m: 1000, n: 10, p: 1000, q: 1000 }, "A @ (B @ C)"],
  [{ m: 10, n: 1000, p: 10, q: 1000 }, "A @ B @ C"],
])("sizes %j give the order of a product", (sizes, product) => {
  const response = ask({ expression: "A*B*C", wrt: "A", declare: "A: matrix(m, n); B: matrix(n, p); C: matrix(p, q)", sizes });
  expect(response.ok && response.code.numpy).toContain(`value = ${product}\n`);
});

test("the answer says arguments, cost and what the plan rests on", () => {
  const response = ask({ expression: "logdet(S) + x'*inv(S)*x", wrt: "S", declare: "S: matrix(n) posdef" });
  expect(response).toMatchObject({
    ok: true,
    arguments: ["S", "x"],
    cost: { flops: "7*n^3/3 + 9*n^2/2 + 25*n/6 + 2", memory: "4*n^2 + n + 3" },
    used: ["S posdef"],
    verified: { status: "passed" },
  });
});

test.each([
  ["numpy", "    assumes: y onehot, X of full column rank"],
  ["torch", "    assumes: y onehot, X of full column rank"],
  ["jax", "    assumes: y onehot, X of full column rank"],
  ["dask", "    assumes: y onehot, X of full column rank"],
  ["julia", "- assumes: y onehot, X of full column rank"],
  ["matlab", "  % Assumes: y onehot, X of full column rank."],
  ["javascript", " * Assumes: y onehot, X of full column rank."],
  ["cpp", " * Assumes: y onehot, X of full column rank."],
])("%s says the properties and conditions that the code rests on", (target, line) => {
  const response = ask({ expression: "nuclear(X) - y'*log(softmax(X*w))", wrt: "X", declare: "y: vector(m) onehot; w: vector(n)" }, target);
  expect(response.ok && response.code[target]?.split("\n")).toContain(line);
});

test("each function says what it rests on itself, and nothing where it rests on nothing", () => {
  const response = ask({ expression: "norm2(X*w - y)^2", wrt: "w", form: "newton" });
  expect(response.ok && response.code.numpy?.match(/assumes: .*/g)).toEqual(["assumes: X'*X invertible"]);
});

/** The exponential of a matrix that is too large for one block. */
const large = { expression: "tr(expm(c*X*X'))", wrt: "c", declare: "X: matrix(N, d); c: scalar" };

test.each<[string, Partial<CodeRequest>, string, string]>([
  ["no target", { emit: [] }, "request", "in which language? emit is missing"],
  ["a name that is none", { emit: ["numpi"] }, "request", 'no target "numpi"'],
  ["what a language cannot say", { emit: ["dask"], ...large }, "unsupported", "dask cannot say expm of what is in blocks"],
  ["a size of nothing", { sizes: { n: 10, q: 3 } }, "request", "no dimension q"],
  ["a size below 1", { sizes: { n: 0 } }, "request", "the size of n is a positive integer"],
  ["a size that is no integer", { sizes: { n: 1.5 } }, "request", "the size of n is a positive integer"],
  ["a size that no computer has", { sizes: { n: 1e300 } }, "request", "the size of n is a positive integer"],
  ["a size in words", { sizes: { n: "big" } as unknown as Record<string, number> }, "request", "the size of n is a positive integer"],
  ["an order", { order: 3 as 2 }, "request", "no order 3"],
  ["a switch in words", { hvp: "yes" as unknown as boolean }, "request", "hvp is true or false"],
  ["a form", { form: "index" }, "unsupported", "code for the form index is not supported yet"],
  ["a sum over products of all names", { wrt: ["w", "X"], hvp: true }, "unsupported", "hvp by several names is not supported yet"],
])("%s is refused", (_, more, code, message) => {
  const response = answer({ task: "code", emit: ["numpy"], expression: "norm2(X*w)", wrt: "w", ...more } as CodeRequest);
  expect(response.ok ? "answered" : [response.error.code, response.error.message]).toEqual([code, message]);
});

test("the engine without code says where code is", () => {
  const response = withoutCode({ task: "code", emit: ["numpy"], expression: "x'*x", wrt: "x" });
  expect(response.ok ? "answered" : response.error).toMatchObject({ code: "unsupported", hint: "import answer from gradus/full" });
});

test("a target that cannot say it is refused beside others that can", () => {
  const response = answer({ task: "code", emit: ["numpy", "dask"], ...large });
  expect(response.ok && [Object.keys(response.code), response.refused]).toEqual([["numpy"], [{ target: "dask", operation: "expm of what is in blocks" }]]);
});

test("a size that no array has is an argument", () => {
  const response = ask({ expression: "log1p(kappa)*ones(r, r)", wrt: "kappa", declare: "kappa: scalar" });
  expect(response).toMatchObject({ ok: true, arguments: ["kappa", "r"] });
});
