/** What is measured: a function, by what, which derivative, and the sizes. The data and the peers stand in peers.py under the same name. */
export interface Problem {
  readonly name: string;
  readonly expression: string;
  readonly wrt: string | readonly string[];
  readonly declare: string;
  readonly kind: "gradient" | "hessian" | "hvp";
  readonly sizes: readonly number[];
}

const logistic = { expression: "sum(log(1 + exp(-y.*(X*w))))", wrt: "w", declare: "X: matrix(m, n); y: vector(m); w: vector(n)" };
const factorisation = { expression: "normF(X - U*V')^2", wrt: "U", declare: "X: matrix(m, n); U: matrix(m, k); V: matrix(n, k)" };

export const problems: readonly Problem[] = [
  { name: "logistic-hessian", ...logistic, kind: "hessian", sizes: [100, 300, 1000] },
  { name: "factorisation-hessian", ...factorisation, kind: "hessian", sizes: [100, 300] },
  { name: "factorisation-hvp", ...factorisation, kind: "hvp", sizes: [100, 300, 1000] },
  {
    name: "network-hessian",
    expression: "-y'*log(softmax(W2*tanh(W1*x)))",
    wrt: "W1",
    declare: "W1: matrix(n); W2: matrix(n); x: vector(n); y: vector(n)",
    kind: "hessian",
    sizes: [10, 30],
  },
  { name: "quadratic-hessian", expression: "x'*A*x", wrt: "x", declare: "A: matrix(n); x: vector(n)", kind: "hessian", sizes: [300, 2048] },
  { name: "logsumexp-hessian", expression: "logsumexp(A*x)", wrt: "x", declare: "A: matrix(n); x: vector(n)", kind: "hessian", sizes: [100, 300] },
  { name: "newton-logistic", ...logistic, kind: "hessian", sizes: [256] },
  { name: "logistic-gradient", ...logistic, kind: "gradient", sizes: [30, 100, 300, 1000] },
  { name: "quadratic-gradient", expression: "x'*A*x", wrt: "x", declare: "A: matrix(n); x: vector(n)", kind: "gradient", sizes: [30, 300, 2048] },
  {
    name: "gaussian-gradient",
    expression: "sum(i=1..N, -logdet(S)/2 - (x[i] - mu)'*inv(S)*(x[i] - mu)/2)",
    wrt: ["S", "mu"],
    declare: "S: matrix(d) posdef; x: vector(d)[N]; mu: vector(d)",
    kind: "gradient",
    sizes: [10, 100, 300],
  },
  {
    name: "softmax-gradient",
    expression: "-sum(Y.*log(softmax(W*X)))",
    wrt: "W",
    declare: "W: matrix(k, d); X: matrix(d, N); Y: matrix(k, N) onehot",
    kind: "gradient",
    sizes: [30, 100, 300],
  },
  {
    name: "network-gradient",
    expression: "sum((W2*tanh(W1*X) - Y).^2)/2",
    wrt: ["W1", "W2"],
    declare: "W1: matrix(h, d); W2: matrix(k, h); X: matrix(d, N); Y: matrix(k, N)",
    kind: "gradient",
    sizes: [30, 100, 300],
  },
];
