import { describe, expect, test } from "vitest";
import { answer } from "../../src/answer/answer.ts";
import type { DeriveRequest } from "../../src/contract.ts";
import { judged, right } from "./agree.ts";

type Row = readonly [declare: string, expression: string, wrt: string, more?: Partial<DeriveRequest>];

/** What generated requests once brought wrong, refused or never: each is answered, and differences agree without the properties it does not use. */
const regressions: Readonly<Record<string, readonly Row[]>> = {
  "properties of wrt wait for the last differentiation": [
    ["f: vector(d) binary", "f.*f", "f"],
    ["theta: scalar pm1", "theta^2", "theta"],
    ["K: matrix(d) psd", "K'", "K"],
    ["A: matrix(p) onehot", "A.^2", "A"],
    ["C: matrix(p, d) onehot; K: matrix(d)", "sum(rowsum(C*K))", "C"],
    ["M: matrix(d) upper", "triu(M)", "M"],
    ["x: vector(r) simplex", "mean(x)", "x"],
    ["t: scalar binary; C: matrix(n)", "t.*C*(t.*C)", "t"],
    ["x: vector(n) simplex; A: matrix(n)", "sum(x)*(x'*A*x)", "x", { order: 2 }],
  ],
  "entry-wise functions of rows": [
    ["b: row(n)", "tanh(b)", "b"],
    ["v: row(h)", "relu(v)", "v", { layout: "denominator" }],
    ["C: matrix(n); w: row(n)", "atan(w*C)", "C"],
    ["R: matrix(3)", "cos(colsum(R))", "R"],
    ["y: row(m) unit01", "mean(asin(y/2))", "y", { order: 2 }],
    ["s: vector(p); u: row(p)", "u*s.^2", "s", { order: 2 }],
    ["z: row(r)", "norm1(sigmoid(z))", "z", { order: 2 }],
  ],
  "powers of many exponents, and scalars in one entry": [
    ["z: vector(n); s: scalar positive; t: vector(p)", "outer(z, s.^t)", "z"],
    ["A: matrix(n) symmetric positive; B: matrix(n); x: vector(n)", "(A.^B)'*x", "x"],
    ["c: scalar", "det(triu(outer(c, c)))", "c", { form: "index" }],
    ["X: matrix(n)", "max(X, X)", "X"],
    ["V: matrix(h); k: scalar", "V + k", "V", { conditions: ["p <= h"], form: "index" }],
    ["w: row(r); b: scalar", "w.Tᵀ*b", "w"],
    ["w: row(m)", "w", "w[1,2]"],
    ["w: row(m)", "sum(w.^3)", "w[1,2]"],
  ],
  "derivatives that are zero": [
    ["u: vector(3)", "ones(3)", "u", { form: "index" }],
    ["y: vector(h); C: matrix(h)", "C", "y", { form: "index" }],
    ["t: scalar; r: row(n)", "r", "t", { order: 2, form: "index" }],
    ["Q: matrix(n); y: row(n); x: vector(n)", "y*x*x", "Q"],
    ["t: scalar; K: matrix(3, n)", "K", "t", { order: 2 }],
    ["s: scalar; t: scalar; b: row(h)", "b", "s,t", { layout: "denominator" }],
    ["v: vector(3); Q: matrix(r) orthogonal", "v*logdet(Q)", "v"],
  ],
  "what is used is listed": [
    ["z: vector(p); L: matrix(p) diagonal posdef", "z'*L", "z"],
    ["t: scalar; Y: matrix(n) diagonal posdef", "logm(t*Y)", "t", { form: "vjp" }],
    ["k: scalar positive", "asin(sigmoid(relu(k))/2)", "k"],
    ["k: scalar unit01", "relu(sigmoid(tanh(relu(k))))", "k", { order: 2 }],
    ["q: vector(h) positive simplex", "norminf(q)", "q"],
    ["a: scalar; b: row(h) pm1", "(b.*a).^2", "a", { order: 2 }],
    ["mu: scalar; S: matrix(n) posdef", "sqrtm(mu*S)'", "mu", { order: 2 }],
    ["y: vector(p); W: matrix(p) posdef; D: matrix(p) posdef", "chol(W'.*D)\\y", "y"],
    ["beta: scalar; b: row(r) positive; A: matrix(r)", "logdet(A)*(b.*b.*beta.*cos(relu(b)))", "beta"],
    ["b: vector(n) positive; mu: scalar integer", "sqrt(b.^mu)", "b"],
    ["k: scalar; l: scalar positive", "max(k/l, sinh(relu(l)))", "k"],
    ["s: scalar unit01; u: row(n)", "u*relu(relu(s)).*relu(u)", "s"],
  ],
  "the identity stays where scalars meet": [
    ["a: scalar; f: vector(h); S: matrix(h)", "(a*f)'*logm(a^2*S)*(a*f)", "a", { order: 2 }],
    ["a: row(d); q: vector(d) positive; S: matrix(d)", "exp(a*(S + eye(d))*log1p(q))", "S"],
    ["Q: matrix(p)", "nuclear(Q*Q + Q)", "Q[2,1]"],
    ["b: scalar; y: vector(r); X: matrix(r)", "b*((b*y)'*sinm(b*X)*(b*y))", "b", { order: 2 }],
    ["a: vector(h); y: row(h); A: matrix(h)", "gelu(y*((A + eye(h))^-1\\sigmoid(a)))", "a"],
    ["a: scalar; q: vector(n); D: matrix(n)", "ones(1, n)*sqrtm(a^2*D)*q", "a", { order: 2 }],
    ["B: matrix(m) pm1; e1: row(m); a: vector(m) positive", "e1*(adj(B*B + eye(m))\\((B + eye(m))\\silu(sqrt(a))))", "B"],
  ],
  "entry-wise reciprocals are no inverses": [["Y: matrix(n)", "exp(-Y)*exp(-Y)", "Y"]],
  "powers of powers keep their brackets": [
    ["t: scalar; y: row(h) positive; a: scalar", "(y.^t).^a", "a"],
    ["D: matrix(d); R: matrix(d) positive; a: scalar", "tr(D).*(R.^a).^2.25", "D"],
    ["X: matrix(2)", "(X.^2).^0.5", "X", { form: "index" }],
  ],
  "parts in index form": [
    ["Y: matrix(p) unit01", "softmax(sqrt(softmax(acos(Y/2))))", "Y", { form: "index" }],
    ["X: matrix(p); B: matrix(p) positive", "softplus(logsumexp(cos(X.*X.*log(B))))", "X", { order: 2, form: "index" }],
    ["t: scalar; B: matrix(r)", "max(B, max(max(t, 1.5).*B, erf(max(B, t))))/sqrt(max(max(0.5, t), max(2, t)))", "t", { form: "index" }],
  ],
  "functions of a multiple of any constant matrix": [
    ["t: scalar; x: vector(m)", "cosm(t*outer(x, x))", "t"],
    ["t: scalar; f: vector(N); h: row(N)", "expm(t*(f*h))", "t"],
    ["t: scalar; M: matrix(N); X: matrix(N)", "sinm(t*(M\\X))", "t"],
  ],
  "second derivatives": [
    ["P: matrix(d)", "logsumexp(kron(P*P, P))", "P", { order: 2 }],
    ["c: scalar; f: row(d)", "sum((min(c - f, c) - c).*(2 - c))", "c"],
    ["B: matrix(3) invertible", "adj(inv(B'))", "B"],
  ],
};

for (const [theme, rows] of Object.entries(regressions))
  describe(theme, () => {
    test.each(rows.map(([declare, expression, wrt, more]) => [`${expression} by ${wrt}`, { declare, expression, wrt, ...more }] as const))(
      "%s",
      (_name, request) => {
        const { verdict, response } = judged(request);
        expect({ ...verdict, answer: verdict.verdict === "right" ? "" : response.derivative }).toEqual({ ...right, answer: "" });
      },
    );
  });

/** Requests that went on for minutes: they end within the budget, with an answer or without. */
const long: readonly (readonly [declare: string, expression: string, wrt: string, more: Partial<DeriveRequest>])[] = [
  ["P: matrix(m); s: scalar positive", "adj(chol(inv(P)'*inv(P) + s*eye(m)))", "P", { layout: "numerator", form: "index" }],
  ["R: matrix(4); Z: matrix(4) symtoeplitz; P: matrix(4)", "((R + 3*eye(4))' * Z*(P*inv(R*R)))^-2", "R", { layout: "numerator", form: "index" }],
];
test.each(long)("ends: %s %s by %s", (declare, expression, wrt, more) => {
  const start = performance.now();
  const response = answer({ declare, expression, wrt, ...more });
  expect(performance.now() - start).toBeLessThan(8_000);
  if (!response.ok) expect(response.error.code).toBe("budget");
});
