/**
 * A named rewrite in the language. Guards are words of the pattern's names: properties, or `square`, `column`, `row`, `matrix`, `wide` (no scalar).
 * Letters of the head's signature (`i`, `j`) are its dimensions.
 */
export interface Identity {
  readonly name: string;
  readonly left: string;
  readonly right: string;
  readonly guards?: Readonly<Record<string, string>>;
  readonly source?: string;
}
type Row = readonly [name: string, left: string, right: string, guards?: Record<string, string>, source?: string];
const rows = (list: readonly Row[]): Identity[] =>
  list.map(([name, left, right, guards, source]) => ({ name, left, right, ...(guards && { guards }), ...(source && { source }) }));

const inverses = rows([
  ["inverse-inverse", "inv(inv(A))", "A"],
  ["inverse-scaled", "inv(c*A)", "inv(A)/c"],
  ["inverse-orthogonal", "inv(A)", "A'", { A: "orthogonal" }],
  ["inverse-product", "inv(A*B)", "inv(B)*inv(A)", { A: "square" }, "Matrix Cookbook (1)"],
  ["inverse-power", "inv(A^k)", "A^(-k)", {}],
  ["inverse-kronecker", "inv(kron(A, B))", "kron(inv(A), inv(B))", { A: "square" }, "Matrix Cookbook (512)"],
  ["inverse-diagonal", "inv(diag(x))", "diag(x.^(-1))"],
  ["inverse-exponential", "inv(expm(A))", "expm(-A)"],
  ["pseudoinverse-invertible", "pinv(A)", "inv(A)", { A: "invertible" }],
  ["pseudoinverse-twice", "pinv(pinv(A))", "A"],
  ["pseudoinverse-scaled", "pinv(c*A)", "pinv(A)/c", { c: "positive" }],
]);

const determinants = rows([
  ["determinant-transpose", "det(A')", "det(A)", {}, "Matrix Cookbook (20)"],
  ["determinant-product", "det(A*B)", "det(A)*det(B)", { A: "square" }, "Matrix Cookbook (21)"],
  ["determinant-inverse", "det(inv(A))", "det(A)^(-1)", {}, "Matrix Cookbook (22)"],
  ["determinant-power", "det(A^k)", "det(A)^k", {}, "Matrix Cookbook (23)"],
  ["determinant-identity", "det(eye(n))", "1"],
  ["determinant-exponential", "det(expm(A))", "exp(tr(A))", {}, "Matrix Cookbook (502)"],
  ["logdeterminant-transpose", "logdet(A')", "logdet(A)"],
  ["logdeterminant-product", "logdet(A*B)", "logdet(A) + logdet(B)", { A: "square" }],
  ["logdeterminant-inverse", "logdet(inv(A))", "-logdet(A)"],
  ["logdeterminant-scaled", "logdet(c*A)", "i*log(c) + logdet(A)", { c: "positive", A: "square" }],
  ["logdeterminant-diagonal", "logdet(diag(x))", "sum(log(x))", { x: "positive column" }],
  ["logdeterminant-orthogonal", "logdet(A)", "0", { A: "orthogonal" }],
  ["log-absolute-determinant", "log(abs(det(A)))", "logdet(A)"],
  ["logdeterminant-exponential", "logdet(expm(A))", "tr(A)", {}, "Matrix Cookbook (502)"],
  ["adjugate-product", "adj(A*B)", "adj(B)*adj(A)", { A: "square" }, "Magnus & Neudecker 1.20"],
  ["adjugate-invertible", "adj(A)", "det(A)*inv(A)", { A: "invertible" }, "Magnus & Neudecker 1.9"],
]);

const sums = rows([
  ["trace-transpose", "tr(A')", "tr(A)", {}, "Matrix Cookbook (13)"],
  ["trace-scaled", "tr(c*A)", "c*tr(A)"],
  ["trace-kronecker", "tr(kron(A, B))", "tr(A)*tr(B)", { A: "square" }, "Matrix Cookbook (515)"],
  ["trace-diagonal", "tr(diag(x))", "sum(x)"],
  ["trace-identity", "tr(eye(n))", "n"],
  ["trace-skew", "tr(A)", "0", { A: "skew" }],
  ["sum-transpose", "sum(A')", "sum(A)"],
  ["sum-scaled", "sum(c*A)", "c*sum(A)"],
  ["sum-product", "sum(A*B)", "colsum(A)*rowsum(B)"],
  ["sum-hadamard", "sum(A.*B')", "tr(A*B)", { A: "matrix", B: "matrix" }, "Matrix Cookbook (539)"],
  ["sum-diagonal", "sum(diag(x))", "sum(x)"],
  ["sum-of-diagonal", "sum(diag(A))", "tr(A)", { A: "square" }],
  ["sum-identity", "sum(eye(n))", "n"],
  ["sum-ones", "sum(ones(m, n))", "m*n"],
  ["sum-vec", "sum(vec(A))", "sum(A)"],
  ["sum-rowsum", "sum(rowsum(A))", "sum(A)"],
  ["sum-colsum", "sum(colsum(A))", "sum(A)"],
  ["sum-simplex", "sum(x)", "1", { x: "simplex column" }],
  ["sum-softmax", "sum(softmax(x))", "1", { x: "column" }],
  ["rowsum-column", "rowsum(x)", "x", { x: "column" }],
  ["rowsum-row", "rowsum(x)", "sum(x)", { x: "row" }],
  ["rowsum-scaled", "rowsum(c*A)", "c*rowsum(A)"],
  ["rowsum-product", "rowsum(A*B)", "A*rowsum(B)"],
  ["rowsum-diagonal", "rowsum(diag(x))", "x"],
  ["rowsum-identity", "rowsum(eye(n))", "ones(n)"],
  ["rowsum-ones", "rowsum(ones(m, n))", "n*ones(m)"],
  ["rowsum-simplex", "rowsum(A')", "ones(i)", { A: "simplex" }],
  ["rowsum-softmax", "rowsum(softmax(A)')", "ones(i)", { A: "wide" }],
  ["mean", "mean(A)", "sum(A)/(i*j)"],
  ["dot-rows", "dot(x, y)", "x*y'", { x: "row" }],
  ["dot-matrices", "dot(A, B)", "sum(A.*B)"],
  ["outer-product", "outer(x, y)", "x*y'"],
]);

const shapes = rows([
  ["diagonal-transpose", "diag(A')", "diag(A)", { A: "square" }],
  ["diagonal-scaled", "diag(c*A)", "c*diag(A)", { A: "wide" }],
  ["diagonal-diagonal", "diag(diag(x))", "x", { x: "column" }],
  ["diagonal-identity", "diag(eye(n))", "ones(n)"],
  ["diagonal-outer", "diag(x*y')", "x.*y", { x: "column", y: "column" }],
  ["diagonal-ones", "diag(ones(n))", "eye(n)"],
  ["kronecker-scaled-left", "kron(c*A, B)", "c*kron(A, B)", {}, "Matrix Cookbook (509)"],
  ["kronecker-scaled-right", "kron(A, c*B)", "c*kron(A, B)", {}, "Matrix Cookbook (509)"],
  ["kronecker-one-left", "kron(1, A)", "A"],
  ["kronecker-one-right", "kron(A, 1)", "A"],
  ["kronecker-identity", "kron(eye(m), eye(n))", "eye(m*n)"],
  ["kronecker-outer", "kron(x, y')", "x*y'", { x: "column", y: "column" }],
  ["vec-column", "vec(x)", "x", { x: "column" }],
  ["vec-row", "vec(x)", "x'", { x: "row" }],
  ["vec-scaled", "vec(c*A)", "c*vec(A)"],
  ["vec-outer", "vec(x*y')", "kron(y, x)", { x: "column", y: "column" }, "Magnus & Neudecker 2.4"],
  ["tril-scaled", "tril(c*A)", "c*tril(A)"],
  ["triu-scaled", "triu(c*A)", "c*triu(A)"],
  ["tril-lower", "tril(A)", "A", { A: "lower" }],
  ["triu-upper", "triu(A)", "A", { A: "upper" }],
  ["triu-transpose", "triu(A')", "tril(A)'"],
  ["skew-scaled", "skew(c*x)", "c*skew(x)"],
]);

const functions = rows([
  ["log-exp", "log(exp(x))", "x"],
  ["exp-log", "exp(log(x))", "x"],
  ["exp-zero", "exp(0)", "1"],
  ["log-one", "log(1)", "0"],
  ["sine-zero", "sin(0)", "0"],
  ["cosine-zero", "cos(0)", "1"],
  ["square-root", "sqrt(x)", "x.^(1/2)"],
  ["absolute-nonnegative", "abs(x)", "x", { x: "nonneg" }],
  ["absolute-negative", "abs(-x)", "abs(x)"],
  ["sign-positive", "sign(x)", "x.^0", { x: "positive" }],
  ["step-positive", "step(x)", "x.^0", { x: "positive" }],
  ["relu-nonnegative", "relu(x)", "x", { x: "nonneg" }],
  ["maximum-idempotent", "max(x, x)", "x"],
  ["minimum-idempotent", "min(x, x)", "x"],
  ["maximum-zero", "max(x, 0)", "relu(x)"],
  ["maximum-zero-first", "max(0, x)", "relu(x)"],
  ["softmax-exponential", "exp(x - logsumexp(x))", "softmax(x)", { x: "column" }],
  ["logsumexp-definition", "log(sum(exp(x)))", "logsumexp(x)", { x: "wide" }],
  ["softplus-definition", "log(1 + exp(x))", "softplus(x)"],
  ["logistic-symmetry", "log(sigmoid(x))", "-softplus(-x)"],
  ["expm-zero", "expm(zeros(n, n))", "eye(n)"],
  ["expm-identity", "expm(eye(n))", "exp(1)*eye(n)"],
  ["expm-scaled-identity", "expm(c*eye(n))", "exp(c)*eye(n)"],
  ["expm-diagonal", "expm(diag(x))", "diag(exp(x))", {}, "Higham, Functions of Matrices 1.2"],
  ["expm-scaled-diagonal", "expm(c*diag(x))", "diag(exp(c*x))"],
  ["expm-logarithm", "expm(logm(A))", "A", {}, "Higham, Functions of Matrices 11.1"],
  ["logm-diagonal", "logm(diag(x))", "diag(log(x))"],
  ["sqrtm-diagonal", "sqrtm(diag(x))", "diag(sqrt(x))"],
  ["sinm-diagonal", "sinm(diag(x))", "diag(sin(x))"],
  ["cosm-diagonal", "cosm(diag(x))", "diag(cos(x))"],
  ["norm-negative", "norm2(-x)", "norm2(x)"],
  ["norm-zero", "norm2(zeros(n))", "0"],
  ["norm-zero-matrix", "normF(zeros(m, n))", "0"],
  ["norm-transpose", "normF(A')", "normF(A)"],
]);

/** All identities that functions are rewritten by, by theme. */
export const identities: readonly Identity[] = [...inverses, ...determinants, ...sums, ...shapes, ...functions];
