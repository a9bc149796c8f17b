import { expect, test } from "vitest";
import { sameEntries } from "../../src/derivation/indexed.ts";
import { elaborate } from "../../src/language/elaborate.ts";

const declare = "A: matrix(n); X: matrix(n); B: matrix(n); S: matrix(n) symmetric; a: vector(n); b: vector(n); u: vector(3); v: vector(3)";
function read(expression: string) {
  const e = elaborate({ expression, declare }).expression;
  if (!e) throw new Error(expression);
  return e;
}

test.each([
  ["A*(X + B)", "A*X + A*B", true],
  ["tr(A*X)", "tr(X*A)", true],
  ["tr(A*X)", "tr(X'*A)", false],
  ["sum(A.*X)", "tr(A'*X)", true],
  ["vec(A*X*B)", "kron(B', A)*vec(X)", true],
  ["vec(A')", "comm(n,n)*vec(A)", true],
  ["kron(A*B, X*A)", "kron(A, X)*kron(B, A)", true],
  ["kron(A, b')", "kron(A, eye(1))*kron(eye(n), b')", true],
  ["diag(a)*b", "b.*a", true],
  ["sum(i=1..n, e(i,n)*e(i,n)')", "eye(n)", true],
  ["sum(i=1..n, A[i,i])", "tr(A)", true],
  ["exp(A*b)'*b", "b'*exp(A*b)", true],
  ["exp(a*b')'", "exp(b*a')", true],
  ["sum(i=1..n, exp(a[i]*b[2]))", "sum(exp(b[2]*a))", true],
  ["(a'*b)^2", "tr(a*b'*a*b')", true],
  ["tr(eye(n))", "sum(ones(n))", true],
  ["S*A - S'*A", "0*A", true],
  ["sum(exp(A*a).^2.*b)", "b'*diag(exp(A*a))*exp(A*a)", true],
  ["vec(diag(a))", "sum(i=1..n, kron(e(i,n), e(i,n)*e(i,n)'))*a", true],
  ["kron(eye(n), A)*vec(B)", "vec(A*B)", true],
  ["A[1,2]*A[2,1]", "A[1,1]*A[2,2]", false],
  ["diag(kron(a, b))*kron(A, B)", "kron(diag(a)*A, diag(b)*B)", true],
  ["skew(u)*v", "cross(u, v)", true],
  ["cross(u, v)", "-cross(v, u)", true],
  ["cross(u, u)", "0*u", true],
  ["inv(S)[1,2]", "inv(S)[2,1]", true],
  ["A*B", "B*A", false],
  ["sum(exp(A*a))", "exp(sum(A*a))", false],
  ["tril(A)'", "triu(A')", true],
] as const)("%s = %s: %s", (a, b, is) => {
  expect(sameEntries(read(a), read(b))).toBe(is);
});
