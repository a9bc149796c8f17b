import type { Operation } from "../expression/operation.ts";
import * as kernels from "../numeric/kernels.ts";

/** Functions of a matrix as a whole; the differential is stated in the language. */
export const matrixFunctions: readonly Operation[] = [
  { name: "inverse", spelling: "inv", signature: "ii->ii", differential: "-inv(X)*dX*inv(X)", needs: ["invertible"], value: kernels.inverse, source: "Matrix Cookbook (59)", example: { expression: "a'*inv(X)*b", wrt: "X" } },
  { name: "pseudoinverse", spelling: "pinv", signature: "ij->ji", differential: "-pinv(X)*dX*pinv(X) + pinv(X)*pinv(X)'*dX'*(eye(i) - X*pinv(X)) + (eye(j) - pinv(X)*X)*dX'*pinv(X)'*pinv(X)", condition: "rank constant near the point", value: kernels.pseudoinverse, source: "Golub & Pereyra 1973", example: { expression: "a'*pinv(X)*b", wrt: "X" } },
  { name: "adjugate", spelling: "adj", signature: "ii->ii", differential: "tr(adj(X)*dX)*inv(X) - inv(X)*dX*adj(X)", differentialNeeds: ["invertible"], value: kernels.adjugate, source: "Magnus & Neudecker 8.6", example: { expression: "tr(A*adj(X))", wrt: "X" } },
  { name: "determinant", spelling: "det", signature: "ii->", differential: "tr(adj(X)*dX)", value: kernels.determinant, source: "Magnus & Neudecker 8.3 (Jacobi)", example: { expression: "det(X)", wrt: "X" } },
  { name: "logdeterminant", spelling: "logdet", signature: "ii->", differential: "tr(inv(X)*dX)", needs: ["invertible"], value: kernels.logdeterminant, source: "Matrix Cookbook (57)", example: { expression: "logdet(X)", wrt: "X" } },
  { name: "cholesky", spelling: "chol", signature: "ii->ii", differential: "chol(X)*((tril(ones(i, i)) - eye(i)/2).*(inv(chol(X))*(dX + dX')*inv(chol(X))'))/2", needs: ["pospart"], condition: "chol reads the symmetric part", value: kernels.cholesky, source: "Murray 2016, eq. (8)", example: { expression: "sum(chol(S))", wrt: "S", declare: "S: matrix(n) posdef" } },
  { name: "lambdamax", spelling: "lambdamax", signature: "ii->", differential: "tr(adj(lambdamax(X)*eye(i) - (X + X')/2)*dX)/tr(adj(lambdamax(X)*eye(i) - (X + X')/2))", condition: "the largest eigenvalue is simple", value: kernels.lambdamax, source: "Magnus & Neudecker 8.9", example: { expression: "lambdamax(S)", wrt: "S", declare: "S: matrix(n) symmetric" } },
  { name: "expm", spelling: "expm", signature: "ii->ii", scalarDerivative: "expm(X)", value: kernels.expm, source: "Higham, Functions of Matrices 3.2", example: { expression: "tr(expm(X))", wrt: "X" } },
  { name: "logm", spelling: "logm", signature: "ii->ii", scalarDerivative: "inv(X)", needs: ["principal"], value: kernels.logm, source: "Higham 11", example: { expression: "tr(logm(X))", wrt: "X", declare: "X: matrix(n) posdef" } },
  { name: "sinm", spelling: "sinm", signature: "ii->ii", scalarDerivative: "cosm(X)", value: kernels.sinm, source: "Matrix Cookbook (128)", example: { expression: "tr(sinm(X))", wrt: "X" } },
  { name: "cosm", spelling: "cosm", signature: "ii->ii", scalarDerivative: "-sinm(X)", value: kernels.cosm, source: "Higham 12", example: { expression: "tr(cosm(X))", wrt: "X" } },
  { name: "sqrtm", spelling: "sqrtm", signature: "ii->ii", scalarDerivative: "inv(sqrtm(X))/2", needs: ["principal"], value: kernels.sqrtm, source: "Higham 6", example: { expression: "tr(sqrtm(X))", wrt: "X", declare: "X: matrix(n) posdef" } },
];

/** Norms and other functions of all entries. */
export const reductions: readonly Operation[] = [
  { name: "normF", spelling: "normF", signature: "ij->", differential: "sum(X.*dX)/normF(X)", kinks: "the matrix is 0", value: kernels.normF, source: "Matrix Cookbook (541)", example: { expression: "normF(X)", wrt: "X" } },
  { name: "norm2", spelling: "norm2", signature: "i->", differential: "sum(X.*dX)/norm2(X)", kinks: "the vector is 0", value: kernels.normF, source: "Matrix Cookbook (129)", example: { expression: "norm2(x - a)", wrt: "x" } },
  { name: "spectralnorm", spelling: "norm2", signature: "ij->", differential: "tr(adj(norm2(X)^2*eye(j) - X'*X)*X'*dX)/(norm2(X)*tr(adj(norm2(X)^2*eye(j) - X'*X)))", condition: "the largest singular value is simple", value: kernels.spectralnorm, source: "Magnus & Neudecker 8.9", example: { expression: "norm2(X)", wrt: "X" } },
  { name: "norm1", spelling: "norm1", signature: "ij->", differential: "sum(sign(X).*dX)", kinks: "an entry is 0", value: kernels.norm1, example: { expression: "norm1(A*x - y)", wrt: "x" } },
  { name: "norminf", spelling: "norminf", signature: "ij->", differential: "sum(sign(X).*(1 - step(norminf(X) - abs(X))).*dX)", kinks: "the greatest entry is not alone", value: kernels.norminf, example: { expression: "norminf(x)", wrt: "x" } },
  { name: "nuclear", spelling: "nuclear", signature: "ij->", differential: "tr(inv(sqrtm(X'*X))*X'*dX)", needs: ["fullrank"], value: kernels.nuclear, source: "Watson 1992", example: { expression: "nuclear(X)", wrt: "X", declare: "X: matrix(m, n) fullrank" } },
  { name: "logsumexp", spelling: "logsumexp", signature: "ij->", differential: "sum(exp(X - logsumexp(X)).*dX)", value: kernels.logsumexp, example: { expression: "logsumexp(x)", wrt: "x" } },
  { name: "softmax", spelling: "softmax", signature: "ij->ij", differential: "softmax(X).*(dX - ones(i, 1)*colsum(softmax(X).*dX))", value: kernels.softmax, source: "Bishop 2006, 4.3.4", example: { expression: "softmax(x)", wrt: "x" } },
];
