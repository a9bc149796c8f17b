import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { one } from "../../src/expression/dimension.ts";
import { BudgetSpent, constant, type Expression, isScalar, nodesOf, variable } from "../../src/expression/node.ts";
import { elaborate } from "../../src/language/elaborate.ts";
import { print } from "../../src/language/print.ts";
import { printUnicode, unicode } from "../../src/language/unicode.ts";
import { normalize } from "../../src/normal/build.ts";
import { evaluate, type Point } from "../../src/numeric/evaluate.ts";
import { scalar } from "../../src/numeric/matrix.ts";
import { random } from "../../src/numeric/random.ts";
import { samplePoint } from "../../src/numeric/sample.ts";
import { apply } from "../../src/operations/apply.ts";
import { declared, Grower, shapes, variables } from "./expressions.ts";

const declare =
  "x: vector(n); x_1: vector(n); y: vector(n); w: vector(n); b: vector(n); A: matrix(n); B: matrix(n); X: matrix(n); c: scalar; d: scalar; k: scalar integer; T: scalar; r: row(n)";
function read(expression: string, names: Parameters<typeof elaborate>[0]["declare"] = declare): Expression {
  const e = elaborate({ expression, declare: names });
  expect(e.diagnostics).toEqual([]);
  return e.expression as Expression;
}

describe("as typed", () => {
  test.each(
    [
      "(A + A')*x",
      "2*X'*(X*w - y)",
      "(b.*exp(X*b))*b'",
      "-X'*(y.*sigmoid(-y.*(X*w)))",
      "(x - y)/norm2(x - y)",
      "(eye(n) - x*x'/norm2(x)^2)/norm2(x)",
      "-kron(inv(X)', inv(X))",
      "1 ./ x",
      "1 ./ x.^2",
      "x.^2",
      "x/2",
      "3*x/2",
      "c/(c*d)",
      "(x'*A*x)*eye(n)",
      "(x'*A*x)/(x'*x)",
      "1 - sigmoid(x)",
      "0.1*x",
      "-0.5*x",
      "1e-3*x",
      "e(k, n)",
      "(A^2)'",
      "A'^2",
      "inv(A)^2",
      "(A^k)^2",
      "x.^0.5.*y",
      "2 .* x",
      "sum(i=1..n, x[i]^2)",
      "sum(i=1..n-1, x[i])",
      "int(t=0..1, exp(t*c))",
      "(A*B)[1,2]",
      "(A')[1]",
      "A - (B + A)",
      "x - 2*y",
      "A*(B*x)",
      "x.*(A*y)",
      "x./y./w",
      "x*(-2)",
      "(-2)^k*x",
      "(-c)^2",
      "-c^2",
      "c^(-k)",
      "c^(T)",
      "sqrt(c)*x",
      "c^d",
      "comm(n, n)*vec(A)",
      "ones(n)*ones(1, n)",
      "zeros(n, n)",
      "max(x, c)",
      "x'*x/n",
      "n^2*c",
      "eye(n^2)",
      "delta(1, 2)*pi",
    ].map((text) => [text]),
  )("%s", (text) => {
    expect(print(read(text))).toBe(text);
  });
});

describe("names made for indices are readable and in nobody's way", () => {
  test.each([
    ["sum(i=1..n, x[i]^2)", "sum(i=1..n, x[i]^2)"],
    ["i*j*sum(a=1..n, x[a]^2)", "i*j*sum(k=1..n, x[k]^2)"],
    ["sum(a=1..i, sum(b=1..i, exp(c*a*b)))", "sum(j=1..i, sum(k=1..i, exp(c*k*j)))"],
  ])("%s", (text, printed) => {
    expect(print(normalize(read(text, "x: vector(n); i: scalar; j: scalar; c: scalar")))).toBe(printed);
  });
});

test("the number stays a number where a name is pi", () => {
  const pi = variable("pi", one, one);
  const e = apply("product", [pi, apply("pi", [])]);
  expect(print(e)).toBe("pi*acos(-1)");
  expect(evaluate(read(print(e), "pi: scalar"), { sizes: new Map(), values: new Map([["pi", scalar(2)]]) }).data[0]).toBeCloseTo(2 * Math.PI, 12);
});

test("depth and sharing are no limit, endless text is refused", () => {
  let deep = read("c");
  for (let k = 0; k < 20_000; k++) deep = apply("exp", [deep]);
  expect(print(deep).length).toBe(20_000 * 5 + 1);
  let wide = read("c");
  for (let k = 0; k < 100; k++) wide = apply("product", [wide, wide]);
  expect(() => print(wide)).toThrow(BudgetSpent);
});

describe("Unicode", () => {
  test.each([
    ["(A + A')*x", "(A + Aᵀ)·x"],
    ["x.*y", "x ⊙ y"],
    ["x./y", "x ⊘ y"],
    ["1 ./ x", "1 ⊘ x"],
    ["x.^2", "x.^2"],
    ["kron(A, B)*c", "(A ⊗ B)·c"],
    ["-kron(inv(X)', inv(X))", "-(X⁻ᵀ ⊗ X⁻¹)"],
    ["inv(A')", "(Aᵀ)⁻¹"],
    ["A'^2", "(Aᵀ)²"],
    ["(A^(k - 1))'", "(Aᵏ⁻¹)ᵀ"],
    ["inv(inv(A)')", "(A⁻ᵀ)⁻¹"],
    ["inv(A)^2", "A⁻²"],
    ["(A^2)'", "(A²)ᵀ"],
    ["A^k*A^(k - 1)", "Aᵏ·Aᵏ⁻¹"],
    ["c^(-1)", "c⁻¹"],
    ["c^(1/2)", "c^(1/2)"],
    ["c^2.5", "c^2.5"],
    ["c^d", "c^d"],
    ["c^(T)", "c^(T)"],
    ["norm2(x)^2", "norm2(x)²"],
    ["x_1'*A*x_1", "x₁ᵀ·A·x₁"],
    ["sum(i=1..n, x[i]^2)", "Σ(i=1..n, x[i]²)"],
    ["int(t=0..1, exp(t*c))", "∫(t=0..1, exp(t·c))"],
    ["A.*B*x", "(A ⊙ B)·x"],
    ["A*(B*x)", "A·(B·x)"],
    ["x - (y - w)", "x - (y - w)"],
    ["A\\b", "A\\b"],
  ])("%s", (text, written) => {
    expect(unicode(text)).toBe(written);
    expect(normalize(read(written))).toBe(normalize(read(text)));
  });

  test.each([
    ["sigma'(Z)*x'", "sigma'(Z)·xᵀ"],
    ["E(x'*x, x ~ normal(mu_1, S))", "E(xᵀ·x, x ~ normal(mu₁, S))"],
    ["not (a text", "not (a text"],
  ])("%s", (text, written) => {
    expect(unicode(text)).toBe(written);
  });
});

const plain = (e: Expression) => (e.kind === "constant" && e.text !== undefined ? constant(e.value) : undefined);
/** The normal form of the normal form: not every first one is its own. */
const settled = (e: Expression) => normalize(normalize(e, plain), plain);
/** 1/0 and 0/0 have no one form. */
const divides0 = (e: Expression) =>
  nodesOf(e).some(
    (x) => x.kind === "apply" && x.operation.name.endsWith("power") && nodesOf(x.args[0] as Expression).some((y) => y.kind === "constant" && y.value.n === 0n),
  );

/** Powers of a matrix to a name have several normal forms. */
const raisesToName = (e: Expression) =>
  nodesOf(e).some((x) => x.kind === "apply" && x.operation.name === "power" && !isScalar(x) && x.args[1]?.kind !== "constant");

const choices = fc.tuple(fc.array(fc.nat(1000), { minLength: 4, maxLength: 34 }), fc.constantFrom(...shapes), fc.integer({ min: 1, max: 4 }));
/** Grown inside the property: a report then shows the choices, and the text in its message. */
const grown = (given: readonly [readonly number[], (typeof shapes)[number], number]) => new Grower(given[0]).of(given[1], given[2]);

function point(seed: number): Point {
  return samplePoint([...variables.values()], ["m", "n"], [], random(String(seed))) as Point;
}

describe("what is printed is read back", () => {
  test("the same normal form, raw and normal, in ASCII and Unicode", () => {
    fc.assert(
      fc.property(choices, (given) => {
        const e = grown(given);
        const normal = settled(e);
        if (divides0(normal) || raisesToName(e)) return;
        for (const text of [print(e), printUnicode(e), print(normal), printUnicode(normal)]) {
          const again = elaborate({ expression: text, declare: declared });
          if (!again.expression) throw new Error(`${text} is not read: ${again.diagnostics[0]?.message}`);
          const form = settled(again.expression);
          if (form !== normal) throw new Error(`${text} is read as ${print(form)}, not as ${print(normal)}`);
        }
      }),
      { numRuns: 600, seed: 3 },
    );
  });

  test("the same value", () => {
    fc.assert(
      fc.property(choices, fc.nat(1000), (given, seed) => {
        const e = grown(given);
        const at = point(seed);
        const again = elaborate({ expression: print(e), declare: declared }).expression as Expression;
        let value: Float64Array;
        try {
          value = evaluate(e, at).data;
        } catch {
          return; // outside the domain
        }
        const other = evaluate(again, at).data;
        value.forEach((v, k) => {
          const w = other[k] as number;
          if (Number.isFinite(v) && Math.abs(v) < 1e12 && !(Math.abs(v - w) <= 1e-6 * (1 + Math.abs(v))))
            throw new Error(`${print(e)} is ${v}, and read again ${w}`);
        });
      }),
      { numRuns: 400 },
    );
  });
});
