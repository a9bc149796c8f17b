import type { DeriveRequest, SolveRequest } from "../../src/index.ts";

type Example = (DeriveRequest | SolveRequest) & { readonly title: string };

const network = { a1: "W1*x + b1", h: "sigmoid(a1)", a2: "W2*h + b2" };
const batch = { A1: "W1*X + b1*ones(N)'", H: "sigmoid(A1)", A2: "W2*H + b2*ones(N)'" };
const loss = { expression: "-y'*log(softmax(a2))", declare: "y: vector(k) onehot; x: vector(d)", define: network };
const batchLoss = { expression: "-sum(Y.*log(softmax(A2)))", declare: "Y: matrix(k, N) onehot; X: matrix(d, N)", define: batch };

/** What courses derive on the board. */
export const examples: readonly Example[] = [
  { title: "linear form", expression: "a'*X*b", wrt: "X" },
  { title: "exponential of a product", expression: "a'*exp(X*b)", wrt: "X" },
  { title: "exponential of a product, in components", expression: "a'*exp(X*b)", wrt: "X", steps: { method: "components" } },
  {
    title: "quadratic form of a layer",
    expression: "tr(Y'*M*Y)",
    wrt: "W",
    define: { Y: "sigmoid(W*X)" },
    declare: "M: matrix(l) symmetric; W: matrix(l, m); X: matrix(m, n)",
  },
  { title: "least squares to its optimum", task: "solve", expression: "norm2(X*w - y)^2", for: "w" },
  {
    title: "Gaussian covariance to its optimum",
    task: "solve",
    expression: "logdet(S) + sum(i=1..N, (X[i] - m)'*inv(S)*(X[i] - m))/N",
    for: "S",
    declare: "X: vector(d)[N]; S: matrix(d) posdef; m: vector(d)",
  },
  { title: "softmax regression", expression: "-y'*log(softmax(W*x))", wrt: "W", declare: "y: vector(k) onehot" },
  ...["W2", "b2", "W1", "b1"].map((wrt): Example => ({ title: `two-layer network by ${wrt}`, ...loss, wrt, steps: { method: "chain" } })),
  ...["W2", "b2", "W1", "b1"].map((wrt): Example => ({ title: `mini-batch network by ${wrt}`, ...batchLoss, wrt, steps: { method: "chain" } })),
  { title: "logistic loss and its Hessian", expression: "sum(softplus(X*w)) - y'*X*w", wrt: "w", order: 2 },
  { title: "Newton's step of the logistic loss", expression: "sum(softplus(X*w)) - y'*X*w", wrt: "w", form: "newton" },
  { title: "distance and its Hessian", expression: "norm2(x - a)", wrt: "x", order: 2 },
  { title: "trace of a quadratic", expression: "tr(A*X*B*X'*C)", wrt: "X" },
  { title: "trace of a power", expression: "tr(X^k)", wrt: "X", declare: "X: matrix(n); k: scalar integer" },
  { title: "log-determinant of a Gram matrix", expression: "logdet(X'*X)", wrt: "X" },
  { title: "determinant of a product", expression: "det(A*X*B)", wrt: "X", declare: "A: matrix(n); B: matrix(n); X: matrix(n) invertible" },
  { title: "inverse by a scalar", expression: "inv(t^2*P + S)", wrt: "t", declare: "t: scalar; P: matrix(n); S: matrix(n)" },
  { title: "inverse of an unknown function, twice", expression: "inv(U(x, y))", wrt: "x,y", declare: "U(x, y): matrix(n); x: scalar; y: scalar" },
  { title: "entry of an inverse", expression: "inv(X)[1,2]", wrt: "X" },
  { title: "trace of a Kronecker product", expression: "tr(kron(A, X))", wrt: "X", declare: "A: matrix(n); X: matrix(m)" },
  ...["differential", "components", "chain", "definition"].map(
    (method): Example => ({ title: `quadratic form by ${method}`, expression: "x'*A*x", wrt: "x", steps: { method } }),
  ),
  { title: "diagonal scaling", expression: "diag(x)*A*x", wrt: "x" },
  { title: "softmax", expression: "softmax(x)", wrt: "x" },
  { title: "matrix by matrix", expression: "A*X*B", wrt: "X" },
  {
    title: "divergence of two Gaussians",
    expression: "KL(normal(m1, S1), normal(m2, S2))",
    wrt: "m2",
    declare: "S1: matrix(d) posdef; S2: matrix(d) posdef; m1: vector(d); m2: vector(d)",
  },
  {
    title: "divergence of two Gaussians by the covariance",
    expression: "KL(normal(m1, S1), normal(m2, S2))",
    wrt: "S2",
    declare: "S1: matrix(d) posdef; S2: matrix(d) posdef; m1: vector(d); m2: vector(d)",
  },
  { title: "expectation of a quadratic form", expression: "E(x'*A*x, x ~ normal(mu, S))", wrt: "mu", declare: "A: matrix(n); mu: vector(n)" },
  {
    title: "Kalman gain",
    expression: "tr((eye(n) - K*H)*P*(eye(n) - K*H)' + K*R*K')",
    wrt: "K",
    declare: "K: matrix(n, m); H: matrix(m, n); P: matrix(n) posdef; R: matrix(m) posdef",
  },
];
