/** A rule of a derivation: what it says, in the language. Names are those of an identity: matrices `A`, `B`, columns `a`, `b`, scalars `c`. */
export interface RuleRow {
  readonly statement: string;
  readonly source?: string;
  /** Bookkeeping: a lecturer writes it together with the step beside it. */
  readonly quiet?: boolean;
}

/** All rules that are no differential of an operation and no identity of the tables. */
export const rules = {
  // sums of entries as products
  "sum-of-product": { statement: "sum(A.*B) = tr(A'*B)", source: "Magnus & Neudecker 2.4" },
  "sum-of-column-product": { statement: "sum(a.*b) = a'*b" },
  "sum-of-entries": { statement: "sum(A) = tr(ones(m,n)'*A)" },
  "sum-of-column": { statement: "sum(a) = ones(n)'*a" },
  "row-sums": { statement: "rowsum(A) = A*ones(n)" },
  "column-sums": { statement: "colsum(A) = ones(m)'*A" },
  "mean-of-entries": { statement: "mean(A) = sum(A)/(m*n)" },
  "inner-product": { statement: "dot(A, B) = tr(A'*B)" },
  "outer-product-of-columns": { statement: "outer(a, b) = a*b'" },
  // sums
  "distributive-law": { statement: "A*(B + C) = A*B + A*C" },
  "common-factor": { statement: "A*B + A*C = A*(B + C)" },
  "trace-of-sum": { statement: "tr(A + B) = tr(A) + tr(B)", source: "Magnus & Neudecker 1.10" },
  "transpose-of-sum": { statement: "(A + B)' = A' + B'" },
  "linear-of-sum": { statement: "L(A + B) = L(A) + L(B)" },
  "sum-over-index-outside": { statement: "L(sum(i=1..N, A)) = sum(i=1..N, L(A))" },
  "sum-over-index-inside": { statement: "sum(i=1..N, tr(A*B)) = tr(sum(i=1..N, A)*B)" },
  // traces
  "scalar-trace": { statement: "c = tr(c)" },
  "trace-of-scalar": { statement: "tr(c) = c" },
  "scalar-out-of-trace": { statement: "tr(c*A) = c*tr(A)", quiet: true },
  "trace-cyclic": { statement: "tr(A*B) = tr(B*A)", source: "Matrix Cookbook (14)" },
  "trace-of-transpose": { statement: "tr(A*B') = tr(A'*B)", source: "Matrix Cookbook (13)" },
  "hadamard-trace-swap": { statement: "tr(A'*(B.*C)) = tr((A.*B)'*C)", source: "Magnus & Neudecker 3.6" },
  "trace-kronecker": { statement: "tr(kron(A, B)) = tr(A)*tr(B)", source: "Matrix Cookbook (515)" },
  "trace-of-diagonal-matrix": { statement: "tr(A*diag(b)) = diag(A)'*b" },
  "trace-of-lower-triangle": { statement: "tr(A'*tril(B)) = tr(tril(A)'*B)" },
  "trace-of-upper-triangle": { statement: "tr(A'*triu(B)) = tr(triu(A)'*B)" },
  "product-with-diagonal": { statement: "a'*diag(B) = tr(diag(a)*B)" },
  "collect-increment": { statement: "tr(A*X) + tr(B*X) = tr((A + B)*X)" },
  "collect-product": { statement: "A*a + B*a = (A + B)*a" },
  // scalar products
  "scalar-transpose": { statement: "a'*b = b'*a" },
  "hadamard-swap": { statement: "a'*(b.*c) = (a.*b)'*c" },
  "scalar-factor": { statement: "(a'*b)*C = C*(a'*b)" },
  "transpose-of-product": { statement: "(A*B)' = B'*A'", source: "Matrix Cookbook (4)", quiet: true },
  // vectors and Kronecker products
  "entrywise-as-diagonal": { statement: "a.*b = diag(a)*b" },
  "diagonal-times-column": { statement: "diag(a)*b = diag(b)*a" },
  "transpose-as-vec": { statement: "X'*b = vec(b'*X)" },
  "vec-of-product": { statement: "vec(A*X*B) = kron(B', A)*vec(X)", source: "Matrix Cookbook (520)" },
  "product-as-vec": { statement: "A*X*b = kron(b', A)*vec(X)", source: "Magnus & Neudecker 2.4" },
  "vec-of-transpose": { statement: "vec(X') = comm(m,n)*vec(X)", source: "Magnus & Neudecker 3.7" },
  "vec-of-hadamard": { statement: "vec(A.*X) = diag(vec(A))*vec(X)" },
  "vec-of-column": { statement: "vec(a) = a" },
  "vec-of-row": { statement: "vec(a') = a" },
  "vec-of-scaled": { statement: "vec(c*A) = vec(A)*c" },
  "trace-as-vec": { statement: "tr(A*X) = vec(A')'*vec(X)", source: "Matrix Cookbook (521)" },
  "vec-of-diagonal-matrix": { statement: "vec(diag(a)) = sum(i=1..n, kron(e(i,n), e(i,n)*e(i,n)'))*a" },
  "diagonal-as-vec": { statement: "diag(X) = sum(i=1..n, kron(e(i,n)', e(i,n)*e(i,n)'))*vec(X)" },
  "vec-of-kronecker": {
    statement: "vec(kron(A, B)) = kron(eye(n), kron(comm(q,m), eye(p)))*kron(vec(A), vec(B))",
    source: "Magnus & Neudecker 3.7",
  },
  // a scalar variable
  "scalar-increment-out": { statement: "L(c*A) = L(A)*c" },
  // coefficients
  "transpose-of-symmetric": { statement: "S' = S" },
  "transpose-of-skew": { statement: "K' = -K" },
  "transpose-of-entries": { statement: "(A.*B)' = A'.*B'", quiet: true },
  "transpose-of-kronecker": { statement: "kron(A, B)' = kron(A', B')", quiet: true },
  "transpose-of-function": { statement: "f(A') = f(A)'", quiet: true },
  "like-terms": { statement: "c*A + d*A = (c + d)*A" },
  "scalars-in-front": { statement: "A*(c*B) = c*A*B", quiet: true },
  powers: { statement: "A^p*A^q = A^(p + q)" },
  "powers-of-entries": { statement: "A.^p.*A.^q = A.^(p + q)" },
  "power-of-power": { statement: "(c^p)^q = c^(p*q)", quiet: true },
  "zero-factor": { statement: "A*0 = 0" },
  "product-with-ones": { statement: "A*ones(n) = rowsum(A)" },
  "product-with-diagonal-matrix": { statement: "diag(a)*b = a.*b" },
  "product-of-kroneckers": { statement: "kron(A, B)*kron(C, D) = kron(A*C, B*D)", source: "Matrix Cookbook (511)" },
  "commutation-of-vec": { statement: "comm(m,n)*vec(A) = vec(A')", source: "Magnus & Neudecker 3.7" },
  "entries-of-identity": { statement: "eye(n).*A = diag(diag(A))" },
  "adjugate-over-determinant": { statement: "adj(A)/det(A) = inv(A)", source: "Magnus & Neudecker 1.9" },
  "adjugate-times-matrix": { statement: "adj(A)*A = det(A)*eye(n)", source: "Magnus & Neudecker 1.9" },
  "softmax-definition": { statement: "exp(a)/sum(exp(a)) = softmax(a)" },
  "logistic-definition": { statement: "1/(1 + exp(-c)) = sigmoid(c)" },
  "sum-over-samples": { statement: "sum(i=1..N, A[i]*B[i]') = A*B'" },
  "constant-out-of-sum": { statement: "sum(i=1..N, c*A) = c*sum(i=1..N, A)", quiet: true },
  "renamed-index": { statement: "sum(i=1..N, a[i]) = sum(j=1..N, a[j])", quiet: true },
  regrouping: { statement: "A*B*C = A*(B*C)", quiet: true },
  /** The catch-all: both sides have one value, no single rule is named. */
  simplify: { statement: "" },
} as const satisfies Readonly<Record<string, RuleRow>>;

export type RuleName = keyof typeof rules;
