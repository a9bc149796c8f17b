import { expect, test } from "vitest";
import { elaborate } from "../../src/language/elaborate.ts";

const spelled = (declared: Readonly<Record<string, string>>) =>
  Object.entries(declared)
    .map(([name, type]) => `${name}: ${type}`)
    .join("; ");

const idle = (name: string) => `${name} is taken as a scalar: it meets nothing but scalars`;
const unfit = (name: string) => `${name} is taken as a scalar: as a vector it would not fit`;
const behind = (name: string) => `${name} is taken as a vector: it stands behind a matrix or row`;

test.each<[expression: string, wrt: string, declared: string, ...notes: string[]]>([
  ["x'*A*x + b'*x + c", "x", "x: vector(n); A: matrix(n, n); b: vector(n); c: scalar", idle("c")],
  ["c*x'*x", "x", "c: scalar; x: vector(n)", idle("c")],
  ["w'*x + b", "w", "w: vector(n); x: vector(n); b: scalar", idle("b")],
  ["sigmoid(w'*x + b)", "w", "w: vector(n); x: vector(n); b: scalar", idle("b")],
  ["log(1 + exp(-y*(w'*x + b)))", "w", "y: scalar; w: vector(n); x: vector(n); b: scalar", idle("b"), idle("y")],
  ["C*sum(x)", "x", "C: scalar; x: vector(n)", idle("C")],
  ["-n/2*log(sigma2)", "sigma2", "n: scalar; sigma2: scalar", idle("n")],
  ["(y - w'*x)^2", "w", "y: scalar; w: vector(n); x: vector(n)", idle("y")],
  ["(x'*y + c)^3", "x", "x: vector(n); y: vector(n); c: scalar", idle("c")],
  ["x^2", "x", "x: scalar", unfit("x")],
  ["sigmoid(x)/x", "x", "x: scalar", unfit("x")],
  ["a*x + b", "x", "a: scalar; x: vector(n); b: vector(n)", unfit("a")],
  ["theta'*X*theta", "theta", "theta: vector(n); X: matrix(n, n)", behind("theta")],
  ["(x - mu)'*inv(S)*(x - mu)", "mu", "x: vector(n); mu: vector(n); S: matrix(n, n)", behind("mu")],
  ["(x - mu)'*(x - mu)", "mu", "x: vector(n); mu: vector(n)", behind("mu")],
  ["X*beta", "beta", "X: matrix(m, n); beta: vector(n)", behind("beta")],
  ["norm2(y - X*beta)", "beta", "y: vector(m); X: matrix(m, n); beta: vector(n)", behind("beta")],
  ["t*A", "t", "t: scalar; A: matrix(m, n)", unfit("t")],
  ["expm(t*A)", "t", "t: scalar; A: matrix(n, n)", unfit("t")],
  ["A*x + b", "x", "A: matrix(m, n); x: vector(n); b: vector(m)"],
  ["alpha*b", "alpha", "alpha: scalar; b: vector(n)"],
  ["a*b'*x", "x", "a: vector(m); b: vector(n); x: vector(n)"],
])("%s by %s", (expression, wrt, declared, ...notes) => {
  const e = elaborate({ expression, wrt: [wrt] });
  expect(e.diagnostics).toEqual([]);
  expect(spelled(e.declared)).toBe(declared);
  expect(e.notes.filter((n) => n.code === "kind").map((n) => n.message)).toEqual(notes);
});

test.each([
  ["a×b", "write cross(a, b) for the vector product"],
  ["x·y", "write x'*y for the scalar product"],
])("the sign of %s says what was meant", (expression, hint) => {
  expect(elaborate({ expression }).diagnostics[0]?.hint).toBe(hint);
});

test("what is transposed is no scalar: a form of a matrix that is not square is refused", () => {
  const e = elaborate({ expression: "x'*A*x", declare: "A: matrix(3, 4)" });
  expect(e.diagnostics[0]).toMatchObject({ code: "shape", message: "x'*A is 1 x 4 and x is 3 x 1: x'*A*x needs 3 = 4" });
});

test.each([
  ["x[0]", "x: vector(n)", "there is no entry 0", "indices count from 1"],
  ["logdet(S)", "S: matrix(n) spd", '"spd" is no property', "did you mean posdef?"],
  ["S*x", "S: matrix(n) sym", '"sym" is no property', "did you mean symmetric?"],
])("%s with %s", (expression, declare, message, hint) => {
  expect(elaborate({ expression, declare }).diagnostics[0]).toMatchObject({ message, hint });
});
