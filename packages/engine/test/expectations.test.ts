import katex from "katex";
import { describe, expect, test } from "vitest";
import { answer, type DeriveAnswer, type FailureResponse, type SimplifyAnswer } from "../src/index.ts";
import { elaborate } from "../src/language/elaborate.ts";
import { print } from "../src/language/print.ts";
import { toLatex } from "../src/latex/print.ts";
import { momentsExpectation, normalExpectation } from "../src/numeric/distributions.ts";
import { type Matrix, matrix, scalar } from "../src/numeric/matrix.ts";

const declare =
  "mu: vector(n); S: matrix(n) posdef; m: vector(n); T: matrix(n) posdef; A: matrix(n); B: matrix(n); C: matrix(p, n); a: vector(n); b: vector(n); c: vector(p); s: scalar; v: scalar positive; Q: matrix(n) symmetric";
const simplified = (expression: string, declared: string = declare) => answer({ task: "simplify", expression, declare: declared }) as SimplifyAnswer;
const derived = (expression: string, wrt: string, declared: string = declare) => answer({ expression, wrt, declare: declared }) as DeriveAnswer;
const refused = (request: Parameters<typeof answer>[0]) => (answer(request) as FailureResponse).error;

describe("expectations in closed form", () => {
  test.each([
    ["E(x, x ~ normal(mu, S))", "mu"],
    ["E(C*x + c, x ~ moments(mu, S))", "C*mu + c"],
    ["E(x*x', x ~ normal(mu, S))", "mu*mu' + S"],
    ["E((x - mu)*(x - mu)', x ~ moments(mu, S))", "S"],
    ["E(x*x' - x*mu' - mu*x' + mu*mu', x ~ normal(mu, S))", "S"],
    ["E(x'*A*x, x ~ normal(mu, S))", "mu'*A*mu + tr(S*A)"],
    ["E(tr(A*x*x'), x ~ moments(mu, S))", "mu'*A*mu + tr(S*A)"],
    ["E((x - m)'*A*(x - m), x ~ normal(mu, S))", "(mu - m)'*A*(mu - m) + tr(S*A)"],
    ["E((a'*x + s)^2, x ~ normal(mu, S))", "(mu'*a + s)^2 + a'*S*a"],
    ["E(norm2(C*x - c)^2, x ~ normal(mu, S))", "norm2(C*mu - c)^2 + tr(S*C'*C)"],
    ["E((C*x + c)*(A*x + a)', x ~ moments(mu, S))", "(C*mu + c)*(A*mu + a)' + C*S*A'"],
    ["E(x*x'*A*x, x ~ normal(mu, S))", "(tr(S*A) + mu'*A*mu)*mu + S*(A + A')*mu"],
    ["E(x.^3, x ~ normal(mu, S))", "mu.^3 + 3*(mu.*diag(S))"],
    ["E(x.^4, x ~ normal(mu, S))", "mu.^4 + 6*(mu.^2.*diag(S)) + 3*diag(S).^2"],
    ["E((x'*Q*x)^2, x ~ normal(zeros(n), S))", "tr(S*Q)^2 + 2*tr(S*Q*S*Q)"],
    ["E((x'*Q*x)^2, x ~ normal(mu, S)) - E(x'*Q*x, x ~ normal(mu, S))^2", "4*(mu'*Q*S*Q*mu) + 2*tr(S*Q*S*Q)"],
    ["E(kron(x, x), x ~ normal(mu, S))", "kron(mu, mu) + vec(S)"],
    ["E(diag(x)*A*diag(x), x ~ normal(mu, S))", "diag(mu)*A*diag(mu) + A.*S"],
    ["E(x[1]*x[2], x ~ normal(mu, S))", "mu[1]*mu[2] + S[1,2]"],
    ["E(sum(i=1..n, x[i]^3), x ~ normal(mu, S))", "sum(mu.^3) + 3*(mu'*diag(S))"],
    ["E(z^4, z ~ normal(s, v))", "s^4 + 6*v*s^2 + 3*v^2"],
    ["E(z^6, z ~ normal(0*s, v))", "15*v^3"],
    ["E(x*x', x ~ normal(mu, s^2*eye(n)))", "mu*mu' + s^2*eye(n)"],
    ["E(x'*A*x, x ~ normal(mu, inv(T)))", "mu'*A*mu + tr(A*inv(T))"],
    ["E(exp(a'*x), x ~ normal(mu, S))", "exp(a'*(2*mu + S*a)/2)"],
    ["E(x*exp(a'*x), x ~ normal(mu, S))", "exp(a'*(2*mu + S*a)/2)*(mu + S*a)"],
    ["E(exp(C*x), x ~ normal(mu, S))", "exp(C*mu + diag(C*S*C')/2)"],
    ["E(cos(a'*x), x ~ normal(mu, S))", "exp(-a'*S*a/2)*cos(mu'*a)"],
    ["E(s, x ~ normal(mu, S))", "s"],
    ["m'*E(m, m ~ normal(m, S))", "m'*m"],
    ["E(x'*A*y, x ~ normal(mu, S), y ~ normal(B*x, T))", "mu'*A*B*mu + tr(S*A*B)"],
    ["KL(normal(m, S), normal(mu, T))", "(tr(S*inv(T)) + (mu - m)'*inv(T)*(mu - m) - n + logdet(T) - logdet(S))/2"],
    ["KL(normal(s, v), normal(0*s, 1))", "(s^2 + v - 1 - log(v))/2"],
  ])("%s", (expression, expected) => {
    const r = simplified(expression);
    expect(r).toMatchObject({ ok: true, expression: expected, verified: { status: "passed" } });
  });

  test("a covariance is positive definite: said where it is not declared", () => {
    const r = simplified("E(x'*A*x, x ~ normal(mu, S))", "A: matrix(n)");
    expect([r.expression, r.declared, r.conditions, r.used]).toEqual([
      "mu'*A*mu + tr(A*S)",
      { A: "matrix(n, n)", mu: "vector(n)", S: "matrix(n, n) posdef" },
      ["S posdef"],
      ["S posdef"],
    ]);
    expect(simplified("E(x*x', x ~ moments(mu, P + R))", "mu: vector(n)").conditions).toEqual(["P + R psd"]);
    expect(derived("E(x'*A*x, x ~ normal(mu, S))", "S", "mu: vector(n); S: matrix(n) psd; A: matrix(n)").conditions).toEqual(["S posdef"]);
    expect(simplified("E(x'*x, x ~ normal(mu, S))", "x: vector(n); mu: vector(n); S: matrix(n) psd").expression).toBe("mu'*mu + tr(S)");
  });
});

describe("right ones are called so, changed ones are not", () => {
  test.each([
    ["E(x'*A*x, x ~ normal(mu, S))", "tr(A*S) + mu'*A*mu", ["tr(A*S) - mu'*A*mu", "tr(A*S)/2 + mu'*A*mu", "tr(A*S)"]],
    ["E(x'*A*x, x ~ moments(mu, S))", "tr(A*(S + mu*mu'))", ["tr(A*(S - mu*mu'))", "tr(A*S*mu*mu')", "2*tr(A*(S + mu*mu'))"]],
    ["E(x*x'*A*x, x ~ normal(mu, S))", "mu*(mu'*A*mu) + tr(A*S)*mu + S*A*mu + S*A'*mu", ["mu*(mu'*A*mu) + tr(A*S)*mu + 2*S*A*mu"]],
    [
      "E(x'*A*x*x'*B*x, x ~ normal(zeros(n), S))",
      "tr(A*S)*tr(B*S) + tr(A*S*(B + B')*S)",
      ["tr(A*S)*tr(B*S) + 2*tr(A*S*B*S)", "tr(A*S)*tr(B*S)", "tr(A*S)*tr(B*S) + tr(A*S*(B + B')*S)/2"],
    ],
    [
      "E(x.^4, x ~ normal(mu, S))",
      "mu.^4 + 6*mu.^2.*diag(S) + 3*diag(S).^2",
      ["mu.^4 + 6*mu.^2.*diag(S) + diag(S).^2", "mu.^4 + 4*mu.^2.*diag(S) + 3*diag(S).^2"],
    ],
    ["E(exp(a'*x), x ~ normal(mu, S))", "exp(a'*mu + a'*S*a/2)", ["exp(a'*mu + a'*S*a)", "exp(a'*mu)", "exp(a'*mu - a'*S*a/2)"]],
    [
      "KL(normal(m, S), normal(mu, T))",
      "(logdet(T) - logdet(S) - n + tr(T\\S) + (m - mu)'*(T\\(m - mu)))/2",
      [
        "(logdet(S) - logdet(T) - n + tr(T\\S) + (m - mu)'*(T\\(m - mu)))/2",
        "(logdet(T) - logdet(S) + tr(T\\S) + (m - mu)'*(T\\(m - mu)))/2",
        "(logdet(T) - logdet(S) - n + tr(S\\T) + (m - mu)'*(T\\(m - mu)))/2",
        "(logdet(T) - logdet(S) - n + tr(T\\S) + (m - mu)'*(S\\(m - mu)))/2",
      ],
    ],
  ] as const)("%s", (left, right, wrong) => {
    expect(answer({ task: "check", declare, left, right })).toMatchObject({ ok: true, verdict: "correct" });
    for (const other of wrong)
      expect([other, answer({ task: "check", declare, left, right: other })]).toMatchObject([
        other,
        { verdict: expect.stringMatching(/^(wrong|under-assumption)$/) },
      ]);
  });

  test("KL is the expectation of log p - log q", () => {
    const log = (x: string, mean: string, s: string) => `log(exp(-(${x} - ${mean})'*inv(${s})*(${x} - ${mean})/2)/((2*pi)^(n/2)*det(${s})^(1/2)))`;
    const left = `E(${log("x", "m", "S")} - ${log("x", "mu", "T")}, x ~ normal(m, S))`;
    expect(simplified(`${left} - KL(normal(m, S), normal(mu, T))`)).toMatchObject({ ok: true, expression: "0" });
  });

  test("what takes a third moment is no matter of two moments", () => {
    const claim = { task: "check", declare, left: "E(x.^3, x ~ moments(mu, S))" } as const;
    expect(answer({ ...claim, right: "mu.^3 + 3*mu.*diag(S)" })).toMatchObject({ verdict: "wrong" });
    expect(answer({ ...claim, left: "E((x - mu).^3, x ~ moments(mu, S))", right: "zeros(n)" })).toMatchObject({ verdict: "wrong" });
  });
});

describe("derivatives", () => {
  test.each([
    ["E(x'*A*x, x ~ normal(mu, S))", "mu", "(A + A')*mu"],
    ["E(x'*A*x, x ~ normal(mu, S))", "S", "(A + A')/2"],
    ["E(x'*A*x, x ~ normal(mu, S))", "A", "S + mu*mu'"],
    ["E(norm2(c - C*x)^2, x ~ normal(mu, S))", "mu", "-2*C'*(c - C*mu)"],
    ["E(norm2(c - C*x)^2, x ~ normal(mu, L*L'))", "L", "2*C'*C*L"],
    ["E(exp(a'*x), x ~ normal(mu, S))", "S", "exp(a'*(2*mu + S*a)/2)*a*a'/2"],
    ["E(z^4, z ~ normal(s, v))", "v", "6*(v + s^2)"],
    ["KL(normal(m, S), normal(mu, T))", "m", "inv(T)*(m - mu)"],
    ["KL(normal(m, S), normal(mu, T))", "mu", "inv(T)*(mu - m)"],
    ["KL(normal(m, S), normal(mu, T))", "S", "(inv(T) - inv(S))/2"],
    ["KL(normal(m, S), normal(mu, T))", "T", "inv(T)*(eye(n) - (S + (mu - m)*(mu - m)')*inv(T))/2"],
  ])("%s by %s", (expression, wrt, expected) => {
    expect(derived(expression, wrt, expression.includes("L") && wrt === "L" ? `${declare}; L: matrix(n)` : declare)).toMatchObject({
      ok: true,
      derivative: expected,
      verified: { status: "passed" },
    });
  });

  test.each([
    ["-(n*log(2*pi) + logdet(S) + (a - mu)'*inv(S)*(a - mu))/2", "mu", "inv(S)*(a - mu)"],
    ["-(n*log(2*pi) + logdet(S) + (a - mu)'*inv(S)*(a - mu))/2", "a", "inv(S)*(mu - a)"],
    ["-(n*log(2*pi) + logdet(S) + (a - mu)'*inv(S)*(a - mu))/2", "S", "inv(S)*((a - mu)*(a - mu)'*inv(S) - eye(n))/2"],
    ["-(n*log(2*pi) - logdet(T) + (a - mu)'*T*(a - mu))/2", "T", "(inv(T) - (a - mu)*(a - mu)')/2"],
  ])("the log-density %s by %s", (expression, wrt, expected) => {
    expect(derived(expression, wrt)).toMatchObject({ ok: true, derivative: expected });
  });

  test("the derivative of an expectation over a fixed density is that of the derivative", () => {
    const density = "-(n*log(2*pi) + logdet(T) + (x - m)'*inv(T)*(x - m))/2";
    const outside = derived(`E(${density}, x ~ normal(mu, S))`, "m").derivative;
    expect(outside).toBe(simplified("E(inv(T)*(x - m), x ~ normal(mu, S))").expression);
    expect(outside).toBe("inv(T)*(mu - m)");
  });

  test("the score has mean 0 where x has the density that is scored", () => {
    expect(simplified("E(inv(S)*(x - mu), x ~ normal(mu, S))")).toMatchObject({ expression: "zeros(n)", conditions: ["S invertible"] });
    expect(simplified("E(inv(S)*((x - mu)*(x - mu)'*inv(S) - eye(n))/2, x ~ normal(mu, S))")).toMatchObject({ expression: "zeros(n, n)" });
    expect(simplified("E(inv(S)*(x - mu), x ~ normal(m, T))")).toMatchObject({ expression: "inv(S)*(m - mu)" });
  });
});

describe("the derivative moves inside an expectation without closed form", () => {
  test.each([
    ["E(softplus(a'*x), x ~ normal(mu, S))", "a", "E(sigmoid(a'*x)*x, x ~ normal(mu, S))"],
    ["E(norm2(x - a), x ~ moments(mu, S))", "a", "E(-(x - a)/norm2(x - a), x ~ moments(mu, S))"],
    ["E(log(x'*x) + a'*x, x ~ normal(mu, S))", "a", "mu"],
    ["E(softplus(a'*x*z), x ~ normal(mu, S), z ~ normal(s, v))", "a", "E(E(z*sigmoid(z*(a'*x))*x, z ~ normal(s, v)), x ~ normal(mu, S))"],
  ])("%s by %s", (expression, wrt, expected) => {
    const r = derived(expression, wrt);
    expect(r).toMatchObject({ ok: true, derivative: expected, verified: { status: "passed" } });
    expect(r.notes.map((n) => n.code)).toContain("interchange");
    expect(elaborate({ expression: r.derivative, declare }).diagnostics).toEqual([]);
  });

  test.each([
    ["E(softplus(a'*x), x ~ normal(mu, S))", "mu"],
    ["E(softplus(a'*x), x ~ normal(a, S))", "a"],
    ["2*E(softplus(a'*x), x ~ normal(mu, S))", "a"],
  ])("but not of %s by %s", (expression, wrt) => {
    expect(refused({ expression, wrt, declare })).toMatchObject({ code: "unsupported", message: "no closed form: the expectation of softplus(a'*x)" });
  });
});

describe("what has no rule", () => {
  test.each([
    ["E(log(x'*x), x ~ normal(mu, S))", "no closed form: the expectation of log(x'*x)"],
    ["E(x'*A*x + sum(abs(x)), x ~ normal(mu, S))", "no closed form: the expectation of abs(x)"],
    ["E(exp(x'*A*x), x ~ normal(mu, S))", "no closed form: the expectation of exp(x'*A*x)"],
    ["E(exp(a'*x), x ~ moments(mu, S))", "no closed form: the expectation of exp(a'*x)"],
    ["E(sin(a'*x)*x, x ~ normal(mu, S))", "no closed form: the expectation of sin(a'*x)*x"],
    ["E(inv(S + x*x'), x ~ normal(mu, S))", "no closed form: the expectation of inv(S + x*x')"],
    ["E(x*x'*x, x ~ moments(mu, S))", "no closed form: the expectation of degree 3 takes more moments than the first two"],
    ["E(norm2(x)^8, x ~ normal(mu, S))", "no closed form: the expectation of degree 8 is beyond degree 6"],
  ])("%s", (expression, message) => {
    for (const request of [{ task: "simplify", expression, declare } as const, { expression, declare, wrt: "mu" }])
      expect(refused(request)).toMatchObject({ code: "unsupported", message });
  });
});

describe("mistakes", () => {
  const usage = "write E(x'*A*x, x ~ normal(mu, S))";
  const choices = "a distribution is normal(mu, S) or moments(mu, S)";
  const both = "write KL(normal(m1, S1), normal(m2, S2))";
  test.each([
    ["E(x, x ~ uniform(mu, S))", "uniform", "unknown-function: there is no distribution uniform", choices],
    ["E(x, x ~ norml(mu, S))", "norml", "unknown-function: there is no distribution norml", "did you mean normal?"],
    ["E(x, x ~ mu)", "mu", "arguments: mu is no distribution", choices],
    ["E(x, x ~ normal(mu))", "normal(mu)", "arguments: normal takes a mean and a covariance, here is 1", "write normal(mu, S)"],
    ["E(x, x ~ moments(mu, S, T))", "moments(mu, S, T)", "arguments: moments takes a mean and a covariance, here are 3", "write moments(mu, S)"],
    ["E(x)", "E(x)", "arguments: E takes an expression and the distribution of its variable", usage],
    ["E(x ~ normal(mu, S))", "E(x ~ normal(mu, S))", "arguments: E takes an expression and the distribution of its variable", usage],
    ["sum(x ~ normal(mu, S))", "x ~ normal(mu, S)", "arguments: x ~ … stands only as the last argument of E", usage],
    ["E(E(x, x ~ normal(a, S)), x ~ normal(b, T))", "E(x, x ~ normal(a, S))", "arguments: x is bound twice", "rename the inner x"],
    ["E(x, x ~ normal(A, S))", "A", "shape: A is n x n: a mean is a column", undefined],
    ["E(x, x ~ normal(a', S))", "a'", "shape: a' is 1 x n: a mean is a column", undefined],
    ["E(x, x ~ normal(c, S))", "normal(c, S)", "shape: c is p x 1 and S is n x n: the covariance of a mean of n entries is n x n", undefined],
    ["E(x, x ~ normal(c, C))", "normal(c, C)", "shape: c is p x 1 and C is p x n: the covariance of a mean of n entries is n x n", undefined],
    [
      "E(c, c ~ normal(mu, S))",
      "E(c, c ~ normal(mu, S))",
      "shape: c is declared p x 1 and mu is n x 1",
      "what is drawn has the shape of its mean: rename c, or declare it like that",
    ],
    ["KL(mu, m)", "KL(mu, m)", "arguments: KL takes two normal distributions", both],
    ["KL(normal(mu, S), moments(m, T))", "KL(normal(mu, S), moments(m, T))", "arguments: KL takes two normal distributions", both],
    [
      "KL(normal(mu, S), normal(c, C*C'))",
      "KL(normal(mu, S), normal(c, C*C'))",
      "shape: mu is n x 1 and c is p x 1: KL needs two means of one size",
      undefined,
    ],
    [
      "normal(mu, S)",
      "normal",
      "unknown-function: there is no function normal",
      "a distribution stands in E(x'*A*x, x ~ normal(mu, S)) or KL(normal(m1, S1), normal(m2, S2))",
    ],
  ])("%s", (expression, place, message, hint) => {
    const e = refused({ task: "simplify", expression, declare });
    expect([expression.slice(...e.span), `${e.code}: ${e.message}`, e.hint]).toEqual([place, message, hint]);
  });

  test("a definition does not know what is drawn", () => {
    expect(refused({ task: "simplify", expression: "E(f, x ~ normal(mu, S))", define: { f: "x'*A*x" }, declare: `${declare}; x: vector(n)` })).toMatchObject({
      code: "definition",
      message: "x in the definition of f is not the x that is drawn",
      hint: "write out f inside E",
    });
  });

  test("what is drawn is nothing to differentiate by", () => {
    expect(refused({ expression: "E(x'*x, x ~ normal(mu, S))", wrt: "x", declare })).toMatchObject({
      code: "unknown-name",
      message: "x is drawn by E: its expectation does not depend on it",
      in: "wrt",
    });
  });
});

describe("as text", () => {
  const read = (expression: string) => elaborate({ expression, declare }).expression!;
  test.each([
    ["E(x'*A*x, x ~ normal(mu, S))", "\\mathbb{E}_{x \\sim \\mathcal{N}\\left(\\mu, S\\right)}\\left[x^\\top A x\\right]"],
    ["2*E(x, x ~ moments(mu + a, S + T))", "2 \\mathbb{E}_{x \\sim \\left(\\mu + a, S + T\\right)}\\left[x\\right]"],
    ["E(m, m ~ normal(m, S))", "\\mathbb{E}_{m \\sim \\mathcal{N}\\left(m, S\\right)}\\left[m\\right]"],
    ["KL(normal(m, S), normal(mu, T))", "D_{\\mathrm{KL}}\\left(\\mathcal{N}\\left(m, S\\right) \\,\\|\\, \\mathcal{N}\\left(\\mu, T\\right)\\right)"],
  ])("%s", (text, latex) => {
    const e = read(text);
    expect(print(e)).toBe(text);
    expect(read(print(e))).toBe(e);
    expect(toLatex(e)).toBe(latex);
    katex.renderToString(latex, { throwOnError: true });
  });

  test("two draws are one in the other", () => {
    expect(print(read("E(x'*A*y, x ~ normal(mu, S), y ~ normal(x, T))"))).toBe("E(E(x'*A*y, y ~ normal(x, T)), x ~ normal(mu, S))");
  });
});

describe("the rules with nodes", () => {
  const powers = (k: number) => (x: Matrix) => scalar((x.data[0] as number) ** k);
  test.each([
    [1, 1, 1],
    [2, 3, 3],
    [3, 7, 7 + 1.5 * 2 ** 1.5],
    [4, 25, undefined],
    [6, 331, undefined],
  ])("moment %i of mean 1 and variance 2", (k, ofNormal, ofSkewed) => {
    const [mu, v] = [scalar(1), scalar(2)];
    expect(normalExpectation(mu, v, powers(k)).data[0]).toBeCloseTo(ofNormal, 9);
    if (ofSkewed !== undefined) expect(momentsExpectation(mu, v, powers(k)).data[0]).toBeCloseTo(ofSkewed, 9);
  });

  test.each([2, 3, 4, 5, 6])("x_1^2*x_2^2 in %i dimensions", (n) => {
    const covariance = matrix(n, n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) covariance.data[i * n + j] = 1 / (1 + Math.abs(i - j)) + Number(i === j);
    const value = normalExpectation(matrix(n, 1), covariance, (x) => scalar((x.data[0] as number) ** 2 * (x.data[1] as number) ** 2));
    expect(value.data[0]).toBeCloseTo(4.5, 9);
  });

  test("what no rule settles, and what is no covariance, has no value", () => {
    expect(() =>
      normalExpectation(matrix(3, 1), matrix(3, 3, Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1)), (x) => scalar(Math.abs(x.data[0] as number))),
    ).toThrow(RangeError);
    expect(() => normalExpectation(scalar(0), scalar(-1), powers(2))).toThrow(RangeError);
    expect(() => momentsExpectation(matrix(2, 1), matrix(2, 2, Float64Array.of(0, 1, 1, 0)), powers(2))).toThrow(RangeError);
  });
});
