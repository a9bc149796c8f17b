import { describe, expect, test } from "vitest";
import { elaborate, type Source } from "../../src/language/elaborate.ts";
import { print } from "../../src/language/print.ts";

const spelled = (source: Source) =>
  Object.entries(elaborate(source).declared)
    .map(([name, type]) => `${name}: ${type}`)
    .join("; ");
const messages = (source: Source) => elaborate(source).notes.map((n) => n.message);

describe("undeclared names", () => {
  test.each<[expression: string, wrt: string, declared: string, ...notes: string[]]>([
    ["x'*A*x", "x", "x: vector(n); A: matrix(n, n)"],
    ["A*x", "x", "A: matrix(m, n); x: vector(n)"],
    [
      "x'*x/n",
      "x",
      "x: vector(m); n: scalar",
      "n is taken as a scalar: as a vector it would not fit",
      "n is no size here: to make it that of x, declare x: vector(n)",
    ],
    ["alpha*x + mu_1", "x", "alpha: scalar; x: vector(n); mu_1: scalar"],
    ["σ*x + Σ*x", "x", "σ: scalar; x: vector(n); Σ: matrix(n, n)"],
    ["x'*Sigma*x", "x", "x: vector(n); Sigma: matrix(n, n)"],
    ["norm2(X*w - y)^2", "w", "X: matrix(m, n); w: vector(n); y: vector(m)"],
    ["tr(A*X*B)", "X", "A: matrix(m, n); X: matrix(n, p); B: matrix(p, m)"],
    ["x*y", "x", "x: vector(n); y: scalar", "y is taken as a scalar: as a vector it would not fit"],
    ["a/b", "a", "a: vector(n); b: scalar", "b is taken as a scalar: as a vector it would not fit"],
    ["A^k", "A", "A: matrix(n, n); k: scalar integer"],
    ["alpha^k", "alpha", "alpha: scalar; k: scalar"],
    ["a'*(X - I)*b", "X", "a: vector(n); X: matrix(n, n); b: vector(n)", "I is read as the identity matrix"],
    ["I - x*x'", "x", "x: vector(n)", "I is read as the identity matrix"],
    ["eye(n)*x", "x", "x: vector(n)"],
    ["n*x'*eye(n)*x", "x", "x: vector(n)"],
    ["A^T*b", "b", "A: matrix(m, n); b: vector(m)"],
    ["A^-T*b", "b", "A: matrix(n, n); b: vector(n)"],
    ["T*x + A^T*y", "x", "T: matrix(m, n); x: vector(n); A: matrix(p, m); y: vector(p)"],
    ["kron(A, B)*vec(X)", "X", "A: matrix(m, n); B: matrix(p, q); X: matrix(q, n)"],
    ["cross(a, b)", "a", "a: vector(3); b: vector(3)"],
    ["diag(x)*y", "x", "x: vector(n); y: vector(n)"],
    ["S\\b", "b", "S: matrix(n, n); b: vector(n)"],
    ["sum(i=1..N, x[i]*i)", "x", "x: vector(N)"],
    ["i'*i + sum(i=1..3, x[i])", "x", "i: vector(m); x: vector(n)"],
    ["pi*r", "r", "r: vector(n)"],
    ["x'*x", "y", "x: vector(m); y: vector(n)"],
  ])("%s by %s", (expression, wrt, declared, ...notes) => {
    expect(spelled({ expression, wrt: [wrt] })).toBe(declared);
    expect(messages({ expression, wrt: [wrt] })).toEqual(notes);
  });

  test.each([
    ["x*y", "", "x: scalar; x: matrix(m, n); y: scalar"],
    ["c*x", "", "c: scalar; c: matrix(m, n); x: scalar"],
    ["x'*x + c*y", "x", "c: scalar; c: matrix(m, n); y: scalar"],
  ])("%s by %s offers the choices", (expression, wrt, choices) => {
    const [d] = elaborate({ expression, wrt: wrt ? [wrt] : [] }).diagnostics;
    expect(d?.code).toBe("kind");
    expect(d?.hint?.split("would do: ")[1]).toBe(choices);
  });

  test.each<[Source, string]>([
    [{ expression: "x'*Ax", declare: "A: matrix(n); x: vector(n)" }, "Ax is one name, not declared; for the product write A*x"],
    [{ expression: "theta + tehta", declare: "theta: scalar" }, "tehta is not declared: did you mean theta?"],
    [{ expression: "S + c", declare: "S: matrix(n); c: scalar" }, "c is added to every entry of S; for a multiple of the identity write c*eye(n)"],
    [{ expression: "1 + S", declare: "S: matrix(n)" }, "1 is added to every entry of S; for a multiple of the identity write eye(n)"],
    [
      { expression: "X*X' - (c + 1)", declare: "X: matrix(n,p); c: scalar" },
      "(c + 1) is added to every entry of X*X'; for a multiple of the identity write (c + 1)*eye(n)",
    ],
  ])("%j is told", (source, note) => {
    expect(messages(source)).toContain(note);
  });

  test.each(["1 + exp(S)", "1 - sigmoid(S).*S", "x + 1", "W1*x + W2*x"])("%s needs no note", (expression) => {
    expect(messages({ expression, declare: "S: matrix(n); x: vector(n); W1: matrix(n)" })).toEqual([]);
  });
});

describe("scope", () => {
  test.each<[name: string, Source, printed: string]>([
    ["a bound index hides a name", { expression: "x + sum(x=1..3, x)", declare: "x: scalar" }, "x + sum(x=1..3, x)"],
    ["a bound index hides a dimension", { expression: "n*sum(n=1..3, n)*x", declare: "x: vector(n)" }, "n*sum(n=1..3, n)*x"],
    ["pi may be declared", { expression: "pi'*pi", declare: "pi: vector(n)" }, "pi'*pi"],
    [
      "e, E, D, T, d, sum may be variables",
      { expression: "e*E*D*T*d*sum", declare: "e: scalar; E: scalar; D: scalar; T: scalar; d: scalar; sum: scalar" },
      "e*E*D*T*d*sum",
    ],
    ["I may be declared", { expression: "I*I", declare: "I: scalar" }, "I*I"],
    [
      "names of the machinery are names",
      {
        expression: "__proto__ + constructor*toString + hasOwnProperty",
        declare: "__proto__: scalar; constructor: scalar; toString: scalar; hasOwnProperty: scalar",
      },
      "__proto__ + constructor*toString + hasOwnProperty",
    ],
    ["an integer may be a dimension too", { expression: "n*x'*x", declare: "n: scalar integer; x: vector(n)" }, "n*x'*x"],
    ["subscripts are digits behind _", { expression: "x₁ + x_1", declare: "x₁: scalar" }, "x_1 + x_1"],
    ["accents are composed", { expression: "e\u0301*x", declare: "é: scalar; x: vector(n)" }, "é*x"],
  ])("%s", (_name, source, printed) => {
    const e = elaborate(source);
    expect(e.diagnostics).toEqual([]);
    expect(print(e.expression!)).toBe(printed);
  });

  test("records from JSON may have any keys", () => {
    const declare = JSON.parse('{"__proto__": "vector(n)", "constructor": "matrix(n)"}');
    expect(spelled({ expression: "__proto__'*constructor*__proto__", declare })).toBe("__proto__: vector(n); constructor: matrix(n, n)");
    const define = JSON.parse('{"toString": "2*x", "__proto__": "x*x"}');
    expect(elaborate({ expression: "toString*__proto__", define, declare: "x: scalar" }).definitions.map((d) => d.name)).toEqual(["toString", "__proto__"]);
    for (const property of ["constructor", "__proto__", "toString"])
      expect(elaborate({ expression: "x", declare: `x: scalar ${property}` }).diagnostics.map((d) => d.code)).toEqual(["property"]);
    for (const type of ["constructor", "__proto__", "toString"])
      expect(elaborate({ expression: "x", declare: `x: ${type}` }).diagnostics.map((d) => d.code)).toEqual(["declaration"]);
  });
});

describe("rows and columns", () => {
  test.each([
    ["softmax(r)", "softmax(r')'"],
    ["diag(r)", "diag(r')"],
    ["norm(r)", "norm2(r')"],
    ["diag(S)", "diag(S)"],
    ["S\\x", "inv(S)*x"],
    ["S⁻ᵀ*x", "inv(S)'*x"],
    ["x.^-1", "1 ./ x"],
    ["2.*x", "2 .* x"],
    ["x./2", "x./2"],
    ["1e-3*x", "1e-3*x"],
    [".5*x", "0.5*x"],
    ["x⊙y·c", "(x.*y)*c"],
    ["S**2@x", "S^2*x"],
    ["kron(S, S)", "kron(S, S)"],
    ["S ⊗ S", "kron(S, S)"],
    ["x.T*y + x⊤*y + xᵀ*y + x.'*y", "x'*y + x'*y + x'*y + x'*y"],
    ["Sⁿ⁻¹", "S^(n - 1)"],
    ["+x − −y", "x + y"],
    ["x'*x # the rest is said aside", "x'*x"],
  ])("%s is %s", (expression, printed) => {
    const e = elaborate({ expression, declare: "S: matrix(n); x: vector(n); y: vector(n); c: scalar; r: row(n)" });
    expect(e.diagnostics).toEqual([]);
    expect(print(e.expression!)).toBe(printed);
  });
});

test("conditions stand beside declarations or by themselves", () => {
  const { conditions, diagnostics } = elaborate({
    expression: "A*B",
    declare: "A: matrix(n); B: matrix(n); commute(A, B); m >= n",
    conditions: ["m ≤ 2*n", "commute(B,A)"],
  });
  expect(diagnostics).toEqual([]);
  expect(conditions.commute).toEqual([
    ["A", "B"],
    ["B", "A"],
  ]);
  expect(conditions.dimension.map((c) => `${c.left} ${c.op} ${c.right}`)).toEqual(["m >= n", "m <= 2*n"]);
});

test("definitions stand in order, each a variable of what follows", () => {
  const e = elaborate({
    expression: "-y'*log(softmax(a2))",
    declare: "W1: matrix(h,d); W2: matrix(k,h); x: vector(d); y: vector(k); b: vector(h)",
    define: "a1 = W1*x + b; z = sigmoid(a1)\na2 = W2*z # logits",
  });
  expect(e.diagnostics).toEqual([]);
  expect(e.definitions.map((d) => `${d.name} = ${print(d.expression)}`)).toEqual(["a1 = W1*x + b", "z = sigmoid(a1)", "a2 = W2*z"]);
  expect(print(e.expression!)).toBe("-y'*log(softmax(a2))");
});
