/**
 * The values of all operations. A kernel takes matrices and dimension parameters, and throws `RangeError` outside the domain;
 * it never writes to its arguments. Entries are float64, stored by rows.
 */
export { add, entrypower, hadamard, maximum, minimum, product, transpose } from "./arithmetic.ts";
export { adjugate, cholesky, determinant, inverse, logdeterminant, solve } from "./factorizations.ts";
export { commutation, constant, eye, factorial, kroneckerdelta, scalarOf, shift, unitvector, unreachable } from "./makers.ts";
export { cosm, expm, logm, power, sinm, sqrtm } from "./matrixfunctions.ts";
export { cross, diagonalmatrix, entry, kronecker, lowertriangle, member, outer, skewmatrix, uppertriangle, vectorization } from "./rearrangement.ts";
export { colsum, diagonal, dot, logsumexp, mean, norm1, normF, norminf, rowsum, softmax, sum, trace } from "./reductions.ts";
export { entrywise, erf, gelu, sigmoid, softplus } from "./special.ts";
export { lambdamax, nuclear, pseudoinverse, spectralnorm } from "./spectral.ts";
