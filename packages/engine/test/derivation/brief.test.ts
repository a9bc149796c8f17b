import { expect, test } from "vitest";
import { answer, type DeriveAnswer, type Request } from "../../src/index.ts";
import { examples } from "./examples.ts";

/** How many lines behind its question a careful lecturer needs for each, counted in solutions written by hand; a rewriting of f before the differential is one. */
const lines: Readonly<Record<string, number>> = {
  // a'*dX*b; tr(b*a'*dX)
  "linear form": 2,
  // a'*(exp(X*b).*(dX*b)); (a.*exp(X*b))'*dX*b; tr(b*(a.*exp(X*b))'*dX)
  "exponential of a product": 3,
  // the sum; its derivative; a_i exp((X*b)_i) b_j
  "exponential of a product, in components": 3,
  // 2*tr(Y'*M*dY); 2*tr(((M*Y).*Y.*(1 - Y))'*dW*X); the cyclic property
  "quadratic form of a layer": 3,
  // 2*(X*w - y)'*X*dw; the normal equations
  "least squares to its optimum": 2,
  // two terms; the trace of the second; collected
  "Gaussian covariance to its optimum": 3,
  // -y'*(dz - softmax(z)'*dz); (softmax(z) - y)'*dW*x; the trace
  "softmax regression": 3,
  // one line for each name on the way
  "two-layer network by W2": 2,
  "two-layer network by b2": 2,
  "two-layer network by W1": 4,
  "two-layer network by b1": 4,
  "mini-batch network by W2": 2,
  "mini-batch network by b2": 2,
  "mini-batch network by W1": 4,
  "mini-batch network by b1": 4,
  // s'*X*dw - y'*X*dw; (s - y)'*X*dw; X'*(s.*(1 - s).*(X*dw)); with diag
  "logistic loss and its Hessian": 4,
  "Newton's step of the logistic loss": 4,
  // (x - a)'*dx/r; the quotient rule; dr put in; factored
  "distance and its Hessian": 4,
  // two traces; both ended in dX; collected
  "trace of a quadratic": 3,
  // k terms; all alike
  "trace of a power": 2,
  // tr(inv(X'*X)*(dX'*X + X'*dX)); 2*tr(inv(X'*X)*X'*dX)
  "log-determinant of a Gram matrix": 2,
  // Jacobi's formula; inv(A*X*B) taken apart
  "determinant of a product": 2,
  // -inv*d(t^2*P)*inv; dt outside
  "inverse by a scalar": 2,
  // -inv*dU*inv; dt outside; three terms; factored
  "inverse of an unknown function, twice": 4,
  // -e1'*inv*dX*inv*e2; the trace
  "entry of an inverse": 2,
  // tr(kron(A, dX)); tr(A)*tr(dX)
  "trace of a Kronecker product": 2,
  // two terms; both ended in dx; collected
  "quadratic form by differential": 3,
  // the double sum; its derivative; the two sums
  "quadratic form by components": 3,
  // by the name; by the variable; the name put in
  "quadratic form by chain": 3,
  // multiplied out; what is linear; both ended in dx; collected
  "quadratic form by definition": 4,
  "diagonal scaling": 2,
  softmax: 2,
  // A*dX*B; vec
  "matrix by matrix": 2,
  // what depends on m2; two terms; collected
  "divergence of two Gaussians": 3,
  // the formula; its differential; the increment last; collected
  "divergence of two Gaussians by the covariance": 4,
  // E by the mean and the covariance; two terms; collected
  "expectation of a quadratic form": 3,
  // four traces; all ended in dK; collected
  "Kalman gain": 3,
};

test.each(examples.map((e) => [e.title, e] as const))("%s is brief", (title, { title: _, ...request }) => {
  const asked = typeof request.steps === "object" ? request.steps : {};
  const a = answer({ ...request, steps: { ...asked, detail: "brief" } } as Request) as DeriveAnswer;
  const shown = a.steps?.filter((s) => s.kind === "differential-of" || s.kind === "rewrite").length ?? 0;
  expect(shown).toBeGreaterThan(0);
  expect(shown).toBeLessThanOrEqual(1.3 * (lines[title] as number));
});
