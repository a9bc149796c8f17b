import type { Exemplar } from "./exemplars.ts";
import type { Proof } from "./proofs.ts";

/** A rule of a derivation: what it says, in the language. Names are those of an identity: matrices `A`, `B`, columns `a`, `b`, scalars `c`. */
export interface RuleRow {
  readonly statement: string;
  /** Kinds and properties of the names, where habit gives others. */
  readonly declare?: string;
  /** The statement holds for every linear L, or every function f of a kind: no formula to check. */
  readonly schematic?: boolean;
  readonly source?: string;
  /** Why, in a formula. */
  readonly proof?: Proof;
  /** Where it is used: an expression to derive and the name by which. */
  readonly example?: Exemplar;
  /** Bookkeeping: a lecturer writes it together with the step beside it. */
  readonly quiet?: boolean;
}

/** All rules that are no differential of an operation and no identity of the tables. */
export const rules = {
  // sums of entries as products
  "sum-of-product": {
    statement: "sum(A.*B) = tr(A'*B)",
    source: "Magnus & Neudecker 2.4",
    proof: "the diagonal of A'*B holds the column sums of A.*B",
    example: ["sum(A.*X)", "X"],
  },
  "sum-of-column-product": { statement: "sum(a.*b) = a'*b", example: ["norm2(x)", "x"] },
  "sum-of-entries": { statement: "sum(A) = tr(ones(m,n)'*A)", declare: "A: matrix(m, n)", example: ["sum(X)", "X"] },
  "sum-of-column": { statement: "sum(a) = ones(n)'*a", declare: "a: vector(n)" },
  "row-sums": { statement: "rowsum(A) = A*ones(n)", declare: "A: matrix(m, n)" },
  "column-sums": { statement: "colsum(A) = ones(m)'*A", declare: "A: matrix(m, n)" },
  "mean-of-entries": { statement: "mean(A) = sum(A)/(m*n)", declare: "A: matrix(m, n)" },
  "inner-product": { statement: "dot(A, B) = tr(A'*B)", declare: "A: matrix(m, n); B: matrix(m, n)" },
  "outer-product-of-columns": { statement: "outer(a, b) = a*b'" },
  // sums
  "distributive-law": { statement: "A*(B + C) = A*B + A*C" },
  "common-factor": { statement: "A*B + A*C = A*(B + C)", proof: "the distributive law, from right to left", example: ["x'*A*x", "x"] },
  "trace-of-sum": {
    statement: "tr(A + B) = tr(A) + tr(B)",
    source: "Magnus & Neudecker 1.10",
    proof: "sum(i=1..n, A[i,i] + B[i,i]) = sum(i=1..n, A[i,i]) + sum(i=1..n, B[i,i])",
    example: ["tr(X'*A*X)", "X"],
  },
  "transpose-of-sum": { statement: "(A + B)' = A' + B'", source: "Matrix Cookbook (4)" },
  "linear-of-sum": { statement: "L(A + B) = L(A) + L(B)", schematic: true },
  "sum-over-index-outside": {
    statement: "L(sum(i=1..N, A)) = sum(i=1..N, L(A))",
    schematic: true,
    proof: "L is linear",
    example: ["tr(A*X^k)", "X", "A: matrix(n); X: matrix(n); k: scalar integer"],
  },
  "sum-over-index-inside": {
    statement: "sum(i=1..N, tr(A*B)) = tr(sum(i=1..N, A)*B)",
    schematic: true,
    proof: "the trace and the product are linear",
    example: ["tr(A*X^k)", "X", "A: matrix(n); X: matrix(n); k: scalar integer"],
  },
  "integral-reversed": { statement: "int(t=a..b, f(t)) = int(t=a..b, f(a + b - t))", schematic: true, example: ["expm(X)", "X", "X: matrix(n, n)"] },
  "integral-outside": { statement: "L(int(t=a..b, A)) = int(t=a..b, L(A))", schematic: true },
  "integral-inside": { statement: "int(t=a..b, tr(A*B)) = tr(int(t=a..b, A)*B)", schematic: true },
  // traces
  "scalar-trace": { statement: "c = tr(c)", declare: "c: scalar", proof: "the sum of the diagonal of a 1 x 1 matrix is its entry", example: ["a'*X*b", "X"] },
  "trace-of-scalar": { statement: "tr(c) = c", declare: "c: scalar" },
  "scalar-out-of-trace": { statement: "tr(c*A) = c*tr(A)", quiet: true, declare: "c: scalar; A: matrix(n)" },
  "trace-cyclic": {
    statement: "tr(A*B) = tr(B*A)",
    source: "Matrix Cookbook (14)",
    proof: "both are sum(i=1..m, sum(j=1..n, A[i,j]*B[j,i]))",
    example: ["tr(A*X*B)", "X"],
  },
  "trace-of-transpose": {
    statement: "tr(A*B') = tr(A'*B)",
    source: "Matrix Cookbook (13)",
    proof: "both are sum(i=1..m, sum(j=1..n, A[i,j]*B[i,j]))",
    example: ["tr(A*X')", "X"],
  },
  "hadamard-trace-swap": {
    statement: "tr(A'*(B.*C)) = tr((A.*B)'*C)",
    source: "Magnus & Neudecker 3.6",
    proof: "both are sum(i=1..m, sum(j=1..n, A[i,j]*B[i,j]*C[i,j]))",
    example: ["a'*exp(X*b)", "X"],
  },
  "trace-kronecker": {
    statement: "tr(kron(A, B)) = tr(A)*tr(B)",
    source: "Matrix Cookbook (515)",
    declare: "A: matrix(m); B: matrix(n)",
    proof: "the diagonal blocks of kron(A, B) are A[i,i]*B",
    example: ["tr(kron(A, X))", "X"],
  },
  "trace-of-diagonal-matrix": {
    statement: "tr(A*diag(b)) = diag(A)'*b",
    declare: "A: matrix(n); b: vector(n)",
    proof: "both are sum(i=1..n, A[i,i]*b[i])",
    example: ["tr(A*diag(x))", "x"],
  },
  "trace-of-lower-triangle": { statement: "tr(A'*tril(B)) = tr(tril(A)'*B)", declare: "A: matrix(n); B: matrix(n)" },
  "trace-of-upper-triangle": { statement: "tr(A'*triu(B)) = tr(triu(A)'*B)", declare: "A: matrix(n); B: matrix(n)" },
  "product-with-diagonal": { statement: "a'*diag(B) = tr(diag(a)*B)", declare: "a: vector(n); B: matrix(n)" },
  "collect-increment": {
    statement: "tr(A*X) + tr(B*X) = tr((A + B)*X)",
    proof: "tr(A) + tr(B) = tr(A + B) and the distributive law",
    example: ["tr(X'*A*X)", "X"],
  },
  "collect-product": { statement: "A*a + B*a = (A + B)*a", proof: "the distributive law", example: ["x'*A*x", "x"] },
  // an increment within a structure
  "symmetric-increment": {
    statement: "tr(G'*S) = tr(tril(G + G' - G.*eye(n))'*S)",
    declare: "G: matrix(n); S: matrix(n) symmetric",
    source: "Matrix Cookbook (138)",
    proof: "both are sum(i=1..n, sum(j=1..n, G[i,j]*S[i,j]))",
  },
  "symmetric-part": {
    statement: "tr(G'*S) = tr(((G + G')/2)'*S)",
    declare: "G: matrix(n); S: matrix(n) symmetric",
    proof: "tr(G*S) = tr(G'*S)",
  },
  "skew-increment": {
    statement: "tr(G'*K) = tr(tril(G - G')'*K)",
    declare: "G: matrix(n); K: matrix(n) skew",
    proof: "both are sum(i=1..n, sum(j=1..n, G[i,j]*K[i,j]))",
  },
  "skew-part": { statement: "tr(G'*K) = tr(((G - G')/2)'*K)", declare: "G: matrix(n); K: matrix(n) skew", proof: "tr(G*K) = -tr(G'*K)" },
  "diagonal-increment": {
    statement: "tr(G'*D) = tr((G.*eye(n))'*D)",
    declare: "G: matrix(n); D: matrix(n) diagonal",
    proof: "both are sum(i=1..n, G[i,i]*D[i,i])",
  },
  "lower-increment": {
    statement: "tr(G'*L) = tr(tril(G)'*L)",
    declare: "G: matrix(n); L: matrix(n) lower",
    proof: "both are sum(i=1..n, sum(j=1..n, G[i,j]*L[i,j]))",
  },
  "upper-increment": {
    statement: "tr(G'*U) = tr(triu(G)'*U)",
    declare: "G: matrix(n); U: matrix(n) upper",
    proof: "both are sum(i=1..n, sum(j=1..n, G[i,j]*U[i,j]))",
  },
  // scalar products
  "scalar-transpose": { statement: "a'*b = b'*a", proof: "both are sum(i=1..n, a[i]*b[i])", example: ["x'*A*x", "x"] },
  "hadamard-swap": {
    statement: "a'*(b.*c) = (a.*b)'*c",
    declare: "a: vector(n); b: vector(n); c: vector(n)",
    proof: "both are sum(i=1..n, a[i]*b[i]*c[i])",
    example: ["a'*exp(x)", "x"],
  },
  "scalar-factor": {
    statement: "(a'*b)*C = C*(a'*b)",
    declare: "a: vector(n); b: vector(n); C: matrix(m, p)",
    proof: "a scalar commutes with everything, and products are associative",
    example: ["x*(a'*x)", "x"],
  },
  "transpose-of-product": { statement: "(A*B)' = B'*A'", source: "Matrix Cookbook (5)", quiet: true },
  // vectors and Kronecker products
  "entrywise-as-diagonal": {
    statement: "a.*b = diag(a)*b",
    declare: "a: vector(n); b: vector(n)",
    proof: "row i of both is a[i]*b[i]",
    example: ["exp(x)", "x"],
  },
  "diagonal-times-column": {
    statement: "diag(a)*b = diag(b)*a",
    declare: "a: vector(n); b: vector(n)",
    proof: "row i of both is a[i]*b[i]",
    example: ["diag(x)*A*x", "x"],
  },
  "kronecker-of-columns": {
    statement: "kron(a, b) = kron(a, eye(n))*b",
    declare: "a: vector(m); b: vector(n)",
    proof: "block i of both is a[i]*b",
    example: ["kron(a, x)", "x", "a: vector(m); x: vector(n)"],
  },
  "transpose-as-vec": { statement: "X'*b = vec(b'*X)", declare: "X: matrix(m, n); b: vector(m)" },
  "vec-of-product": {
    statement: "vec(A*X*B) = kron(B', A)*vec(X)",
    source: "Matrix Cookbook (520)",
    declare: "A: matrix(p, m); X: matrix(m, n); B: matrix(n, q)",
    proof: "column j of A*X*B is sum(k=1..n, B[k,j]*A*X[k]), which is row block j of kron(B', A) times vec(X)",
    example: ["A*X*B", "X"],
  },
  "product-as-vec": {
    statement: "A*X*b = kron(b', A)*vec(X)",
    source: "Magnus & Neudecker 2.4",
    declare: "A: matrix(p, m); X: matrix(m, n); b: vector(n)",
    proof: "vec-of-product, and a column is its own vec",
    example: ["A*X*b", "X", "b: vector(n)"],
  },
  "vec-of-transpose": {
    statement: "vec(X') = comm(m,n)*vec(X)",
    source: "Magnus & Neudecker 3.7",
    declare: "X: matrix(m, n)",
    proof: "the definition of the commutation matrix",
    example: ["X'*A", "X"],
  },
  "vec-of-hadamard": {
    statement: "vec(A.*X) = diag(vec(A))*vec(X)",
    declare: "A: matrix(m, n); X: matrix(m, n)",
    proof: "entry by entry",
    example: ["A.*X", "X"],
  },
  "vec-of-lower-triangle": {
    statement: "vec(tril(X)) = diag(vec(tril(ones(n,n))))*vec(X)",
    declare: "X: matrix(n)",
    proof: "tril(X) = tril(ones(n,n)).*X",
    example: ["tril(X)", "X", "X: matrix(n)"],
  },
  "vec-of-upper-triangle": {
    statement: "vec(triu(X)) = diag(vec(triu(ones(n,n))))*vec(X)",
    declare: "X: matrix(n)",
    proof: "triu(X) = triu(ones(n,n)).*X",
    example: ["triu(X)", "X", "X: matrix(n)"],
  },
  "vec-of-column": { statement: "vec(a) = a", declare: "a: vector(n)" },
  "vec-of-row": { statement: "vec(a') = a", declare: "a: vector(n)" },
  "vec-of-scaled": { statement: "vec(c*A) = vec(A)*c", declare: "c: scalar; A: matrix(m, n)" },
  "trace-as-vec": { statement: "tr(A*X) = vec(A')'*vec(X)", source: "Matrix Cookbook (521)", declare: "A: matrix(n, m); X: matrix(m, n)" },
  "vec-of-diagonal-matrix": { statement: "vec(diag(a)) = sum(i=1..n, kron(e(i,n), e(i,n)*e(i,n)'))*a", declare: "a: vector(n)" },
  "diagonal-as-vec": { statement: "diag(X) = sum(i=1..n, kron(e(i,n)', e(i,n)*e(i,n)'))*vec(X)", declare: "X: matrix(n)" },
  "vec-of-kronecker": {
    statement: "vec(kron(A, B)) = kron(eye(n), kron(comm(q,m), eye(p)))*kron(vec(A), vec(B))",
    source: "Magnus & Neudecker 3.7",
    declare: "A: matrix(m, n); B: matrix(p, q)",
  },
  "integral-of-resolvents": {
    statement:
      "int(t=0..1, t^2*kron(inv((1 - t)^2*A + t^2*eye(n)), inv((1 - t)^2*B + t^2*eye(n)))) = pi/2*inv(kron(sqrtm(A), eye(n)) + kron(eye(n), sqrtm(B)))",
    declare: "A: matrix(n) posdef; B: matrix(n) posdef; t: scalar",
    source: "Higham, Functions of Matrices 6.1",
    proof: "times vec(C), both are the solution vec(Y) of sqrtm(B)*Y + Y*sqrtm(A)' = C",
    example: ["sqrtm(X)", "X", "X: matrix(n)"],
  },
  // a scalar variable
  "scalar-increment-out": { statement: "L(c*A) = L(A)*c", schematic: true, proof: "linearity", example: ["tr(A + t*B)", "t", "t: scalar"] },
  "first-order": { statement: "f(x + dx) - f(x) = df + terms of higher order in dx", schematic: true },
  // components
  "in-components": { statement: "(A*b)[i] = sum(q=1..n, A[i,q]*b[q])", declare: "A: matrix(m, n); b: vector(n); i: scalar integer", schematic: true },
  "partial-derivative": { statement: "d X[p,q]/d X[i,j] = delta(p, i)*delta(q, j)", schematic: true },
  "delta-in-sum": { statement: "sum(p=1..n, delta(p, i)*a[p]) = a[i]", schematic: true },
  "matrix-form": { statement: "sum(q=1..n, A[i,q]*b[q]) = (A*b)[i]", schematic: true },
  // coefficients
  "transpose-of-symmetric": {
    statement: "S' = S",
    declare: "S: matrix(n) symmetric",
    proof: "the definition",
    example: ["x'*S*x", "x", "S: matrix(n) symmetric"],
  },
  "transpose-of-skew": { statement: "K' = -K", declare: "K: matrix(n) skew" },
  "transpose-of-entries": { statement: "(A.*B)' = A'.*B'", quiet: true },
  "transpose-of-kronecker": { statement: "kron(A, B)' = kron(A', B')", quiet: true },
  "transpose-of-function": { statement: "f(A') = f(A)'", quiet: true, schematic: true },
  "gradient-form": {
    statement: "tr(A*B) = tr((A')'*B)",
    quiet: true,
    declare: "A: matrix(m, n); B: matrix(n, m)",
    proof: "A is the transpose of its transpose",
  },
  "skew-times-column": { statement: "skew(a)*b = cross(a, b)", declare: "a: vector(3); b: vector(3)", proof: "the definition of skew" },
  "like-terms": { statement: "c*A + d*A = (c + d)*A", declare: "c: scalar; d: scalar; A: matrix(m, n)" },
  "scalars-in-front": { statement: "A*(c*B) = c*A*B", quiet: true, declare: "A: matrix(m, n); c: scalar; B: matrix(n, p)" },
  powers: { statement: "A^p*A^q = A^(p + q)", declare: "A: matrix(n) posdef; p: scalar integer; q: scalar integer" },
  "powers-of-entries": { statement: "A.^p.*A.^q = A.^(p + q)", declare: "A: matrix(m, n) positive; p: scalar integer; q: scalar integer" },
  "power-of-power": { statement: "(c^p)^q = c^(p*q)", quiet: true, declare: "c: scalar positive; p: scalar; q: scalar" },
  "zero-factor": { statement: "A*zeros(n, p) = zeros(m, p)", declare: "A: matrix(m, n)" },
  "product-with-ones": { statement: "A*ones(n) = rowsum(A)", declare: "A: matrix(m, n)" },
  "sums-to-one": {
    statement: "y'*ones(n) = 1",
    declare: "y: vector(n) simplex",
    proof: "the entries of a probability vector, of a one-hot one too, sum to 1",
    example: ["-y'*log(softmax(x))", "x", "y: vector(k) onehot"],
  },
  "product-with-diagonal-matrix": { statement: "diag(a)*b = a.*b", declare: "a: vector(n); b: vector(n)" },
  "product-of-kroneckers": {
    statement: "kron(A, B)*kron(C, D) = kron(A*C, B*D)",
    source: "Matrix Cookbook (511)",
    declare: "A: matrix(m, n); B: matrix(p, q); C: matrix(n, k); D: matrix(q, l)",
  },
  "commutation-of-vec": { statement: "comm(m,n)*vec(A) = vec(A')", source: "Magnus & Neudecker 3.7", declare: "A: matrix(m, n)" },
  "entries-of-identity": { statement: "eye(n).*A = diag(diag(A))", declare: "A: matrix(n)" },
  "adjugate-over-determinant": { statement: "adj(A)/det(A) = inv(A)", source: "Magnus & Neudecker 1.9", declare: "A: matrix(n) invertible" },
  "adjugate-times-matrix": { statement: "adj(A)*A = det(A)*eye(n)", source: "Magnus & Neudecker 1.9", declare: "A: matrix(n)" },
  "softmax-definition": { statement: "exp(a)/sum(exp(a)) = softmax(a)", declare: "a: vector(n)" },
  "logistic-definition": { statement: "1/(1 + exp(-c)) = sigmoid(c)", declare: "c: scalar" },
  "logistic-complement": { statement: "1 - sigmoid(c) = sigmoid(-c)", declare: "c: scalar" },
  "entry-by-unit-vectors": { statement: "e(i,m)'*A*e(j,n) = A[i,j]", schematic: true },
  "expectation-of-normal": { statement: "E(x'*A*x, x ~ normal(m, S)) = m'*A*m + tr(A*S)", schematic: true },
  "divergence-of-normals": {
    statement: "KL(normal(m1, S1), normal(m2, S2)) = (tr(inv(S2)*S1) + (m2 - m1)'*inv(S2)*(m2 - m1) - n + logdet(S2) - logdet(S1))/2",
    schematic: true,
  },
  "sum-over-samples": {
    statement: "sum(i=1..N, A[i]*B[i]') = A*B'",
    declare: "A: vector(m)[N]; B: vector(n)[N]",
    proof: "column i of A times row i of B', summed, is the product",
    example: ["sum(i=1..N, log(cosh(W*X[i]))'*a)", "W", "X: vector(n)[N]; W: matrix(m, n); a: vector(m)"],
  },
  "constant-out-of-sum": { statement: "sum(i=1..N, c*A) = c*sum(i=1..N, A)", quiet: true, schematic: true },
  "renamed-index": { statement: "sum(i=1..N, a[i]) = sum(j=1..N, a[j])", quiet: true, schematic: true },
  "value-of-name": { statement: "f(y) = f(A*x) where y = A*x", schematic: true, proof: "the definition of the name" },
  regrouping: { statement: "A*B*C = A*(B*C)", quiet: true },
  /** The catch-all: both sides have one value, no single rule is named. */
  simplify: { statement: "", schematic: true },
} as const satisfies Readonly<Record<string, RuleRow>>;

export type RuleName = keyof typeof rules;
