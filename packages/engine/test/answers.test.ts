import { expect, test } from "vitest";
import { answer, type DeriveAnswer, type DeriveRequest } from "../src/index.ts";

type Row = [expression: string, wrt: string, expected: string, more?: Partial<DeriveRequest>];

/** Answers as a mathematician would write them. */
const textbook: Row[] = [
  ["x'*A*x", "x", "(A + A')*x"],
  ["x'*A*x", "x", "2*A*x", { declare: "A: matrix(n) symmetric" }],
  ["norm2(X*w - y)^2", "w", "2*X'*(X*w - y)"],
  ["norm2(X*w - y)^2", "w", "2*X'*X", { order: 2 }],
  ["logdet(X)", "X", "inv(X)'"],
  ["logdet(X)", "X", "inv(X)", { declare: "X: matrix(n) posdef" }],
  ["tr(A*X*B*X'*C)", "X", "B*X'*C*A + B'*X'*A'*C'", { layout: "numerator" }],
  ["a'*exp(X*b)", "X", "(a.*exp(X*b))*b'"],
  ["-y'*log(softmax(W*x))", "W", "(softmax(W*x) - y)*x'", { declare: "y: vector(m) onehot" }],
  ["sum(log(1 + exp(-y.*(X*w))))", "w", "-X'*(y.*sigmoid(-y.*(X*w)))"],
  ["softmax(x)", "x", "diag(softmax(x)) - softmax(x)*softmax(x)'"],
  ["norm2(x - a)", "x", "(x - a)/norm2(x - a)"],
  ["x/norm2(x)", "x", "(eye(n) - x*x'/norm2(x)^2)/norm2(x)"],
  ["(x'*A*x)/(x'*x)", "x", "((A + A')*x - 2*(x'*A*x)*x/(x'*x))/(x'*x)"],
  ["det(X)", "X", "adj(X)'"],
  ["det(X)", "X", "det(X)*inv(X)'", { declare: "X: matrix(n) invertible" }],
  ["logdet(X'*X)", "X", "2*X*inv(X'*X)"],
  ["inv(X)", "X", "-kron(inv(X)', inv(X))"],
  ["X'*X", "X", "kron(eye(n), X') + kron(X', eye(n))*comm(m, n)"],
  ["norm1(A*x - y)", "x", "A'*sign(A*x - y)"],
  ["0.1*x'*x", "x", "0.2*x"],
  ["x'*x/3", "x", "2*x/3"],
  ["tr(A*X^k)", "X", "sum(i=1..k, X^(k - i)*A*X^(i - 1))'", { declare: "A: matrix(n); X: matrix(n); k: scalar integer" }],
  ["tr(X^k)", "X", "k*(X^(k - 1))'", { declare: "X: matrix(n); k: scalar integer" }],
  ["expm(t*A)", "t", "A*expm(t*A)", { declare: "A: matrix(n); t: scalar" }],
  ["tr(expm(X))", "X", "expm(X)'"],
  ["det(A*X*B)", "X", "det(A*X*B)*inv(X)'", { declare: "A: matrix(n); B: matrix(n); X: matrix(n) invertible" }],
];

const forms: Row[] = [
  ["tr(X'*A*X)", "X", "tr(X'*(A + A')*dX)", { form: "differential" }],
  ["X'*X", "X", "X'*dX + dX'*X", { form: "jvp" }],
  ["sigmoid(W*x)", "W", "(G.*sigmoid(W*x).*(1 - sigmoid(W*x)))*x'", { form: "vjp" }],
  ["logdet(X)", "X", "-inv(X)'*dX'*inv(X)'", { form: "hvp" }],
  ["tr(X'*A*X)", "X", "vec((A + A')*X)", { form: "vec" }],
  ["A*x", "x", "A[i,j]", { form: "index" }],
  ["inv(X)", "X", "-inv(X)[j,l]*inv(X)[k,i]", { form: "index" }],
];

/** Each row of the layout table: numerator, denominator, mixed with the shapes. */
const layouts: [expression: string, wrt: string, declare: string, shapes: [string, string, string]][] = [
  ["a'*x", "x", "a: vector(n); x: vector(n)", ["1 x n", "n x 1", "n x 1"]],
  ["tr(A'*X)", "X", "A: matrix(m, n); X: matrix(m, n)", ["n x m", "m x n", "m x n"]],
  ["t^2*a", "t", "a: vector(m); t: scalar", ["m x 1", "1 x m", "m x 1"]],
  ["t^2*A", "t", "A: matrix(m, n); t: scalar", ["m x n", "n x m", "m x n"]],
  ["A*x", "x", "A: matrix(m, n); x: vector(n)", ["m x n", "n x m", "m x n"]],
  ["A*X", "X", "A: matrix(p, m); X: matrix(m, n)", ["n*p x m*n", "m*n x n*p", "n*p x m*n"]],
  ["x*a'", "x", "x: vector(m); a: vector(n)", ["m*n x m", "m x m*n", "m*n x m"]],
  ["X*a", "X", "X: matrix(m, n); a: vector(n)", ["m x m*n", "m*n x m", "m x m*n"]],
  ["t*r", "t", "r: row(n); t: scalar", ["1 x n", "n x 1", "1 x n"]],
  ["r*A", "r", "r: row(m); A: matrix(m, n)", ["n x m", "m x n", "n x m"]],
  ["sin(t)", "t", "t: scalar", ["1 x 1", "1 x 1", "1 x 1"]],
];

function derived(expression: string, wrt: string, more: Partial<DeriveRequest> = {}): DeriveAnswer {
  const r = answer({ expression, wrt, ...more });
  if (!r.ok) throw new Error(`${r.error.code}: ${r.error.message} ${r.error.candidate ?? ""}`);
  expect(r.verified.status).toBe("passed");
  return r as DeriveAnswer;
}

test.each([...textbook, ...forms])("d %s / d %s = %s", (expression, wrt, expected, more) => {
  expect(derived(expression, wrt, more).derivative).toBe(expected);
});

test.each(layouts)("layouts of %s by %s, %s", (expression, wrt, declare, shapes) => {
  const said = (["numerator", "denominator", "mixed"] as const).map((layout) => derived(expression, wrt, { declare, layout }).shape.join(" x "));
  expect(said).toEqual(shapes);
});

test("the same request gives the same response but for the time", () => {
  const request = { expression: "tr(inv(X'*S*X))", wrt: "X", declare: "S: matrix(m) posdef; X: matrix(m, n)" };
  const [a, b] = [answer(request), answer(request)].map((r) => ({ ...r, ms: 0 }));
  expect(a).toEqual(b);
});

test("a chain of definitions is differentiated by name, in linear size", () => {
  const size = (k: number) => {
    const define: Record<string, string> = { h1: "x + sigmoid(W1*x)" };
    for (let i = 2; i <= k; i++) define[`h${i}`] = `h${i - 1} + sigmoid(W${i}*h${i - 1})`;
    const declare = `x: vector(n); ${Array.from({ length: k }, (_, i) => `W${i + 1}: matrix(n)`).join("; ")}`;
    const r = derived(`sum(h${k})`, "x", { define, declare });
    return JSON.stringify(r.where).length;
  };
  expect(size(40) / size(20)).toBeLessThan(2.3);
});

test("names such as __proto__ are names", () => {
  expect(derived("__proto__'*constructor", "__proto__", { declare: "__proto__: vector(n); constructor: vector(n)" }).derivative).toBe("constructor");
});
