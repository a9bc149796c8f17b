import type { Operation } from "../expression/operation.ts";
import * as kernels from "../numeric/kernels.ts";

/** Operations that are their index signature. */
export const multilinear: readonly Operation[] = [
  {
    name: "trace",
    spelling: "tr",
    aliases: ["trace"],
    signature: "ii->",
    multilinear: true,
    value: kernels.trace,
    source: "Magnus & Neudecker 8.2 (18)",
    example: { expression: "tr(A*X)", wrt: "X" },
  },
  { name: "sum", spelling: "sum", signature: "ij->", multilinear: true, value: kernels.sum, example: { expression: "sum(exp(X))", wrt: "X" } },
  {
    name: "rowsum",
    spelling: "rowsum",
    signature: "ij->i",
    multilinear: true,
    value: kernels.rowsum,
    example: { expression: "sum(exp(rowsum(X)))", wrt: "X" },
  },
  {
    name: "colsum",
    spelling: "colsum",
    signature: "ij->_j",
    multilinear: true,
    value: kernels.colsum,
    example: { expression: "sum(exp(colsum(X)))", wrt: "X" },
  },
  {
    name: "diagonalmatrix",
    spelling: "diag",
    signature: "i->ii",
    multilinear: true,
    value: kernels.diagonalmatrix,
    source: "Magnus & Neudecker 2.5",
    example: { expression: "diag(x)*A*x", wrt: "x" },
  },
  {
    name: "diagonal",
    spelling: "diag",
    signature: "ii->i",
    multilinear: true,
    value: kernels.diagonal,
    example: { expression: "a'*diag(X)", wrt: "X", declare: "X: matrix(n); a: vector(n)" },
  },
  {
    name: "kronecker",
    spelling: "kron",
    signature: "ij,kl->(ik)(jl)",
    multilinear: true,
    value: kernels.kronecker,
    source: "Matrix Cookbook (506)",
    example: { expression: "tr(kron(A, X))", wrt: "X" },
  },
  {
    name: "vectorization",
    spelling: "vec",
    aliases: ["vectorize"],
    signature: "ij->(ji)",
    multilinear: true,
    value: kernels.vectorization,
    source: "Matrix Cookbook (520)",
    example: { expression: "vec(A*X*B)", wrt: "X" },
  },
  { name: "outer", spelling: "outer", signature: "i,j->ij", multilinear: true, value: kernels.outer, example: { expression: "outer(x, a)", wrt: "x" } },
  { name: "dot", spelling: "dot", signature: "ij,ij->", multilinear: true, value: kernels.dot, example: { expression: "dot(x, a)", wrt: "x" } },
];

/** Linear, but with a mask or a sign in the meaning: their differential is themselves. */
export const linear: readonly Operation[] = [
  {
    name: "lowertriangle",
    spelling: "tril",
    signature: "ii->ii",
    differential: "tril(dX)",
    value: kernels.lowertriangle,
    example: { expression: "tr(A*tril(X))", wrt: "X" },
  },
  {
    name: "uppertriangle",
    spelling: "triu",
    signature: "ii->ii",
    differential: "triu(dX)",
    value: kernels.uppertriangle,
    example: { expression: "tr(A*triu(X))", wrt: "X" },
  },
  {
    name: "skewmatrix",
    spelling: "skew",
    signature: "3->33",
    differential: "skew(dX)",
    value: kernels.skewmatrix,
    example: { expression: "tr(A*skew(x))", wrt: "x" },
  },
  {
    name: "cross",
    spelling: "cross",
    signature: "3,3->3",
    differential: "skew(X)*dY - skew(Y)*dX",
    value: kernels.cross,
    example: { expression: "cross(a, x)", wrt: "x" },
  },
  { name: "mean", spelling: "mean", signature: "ij->", differential: "mean(dX)", value: kernels.mean, example: { expression: "mean(x)", wrt: "x" } },
];

/** Constant matrices. */
export const makers: readonly Operation[] = [
  { name: "identity", spelling: "eye", signature: "->ii", multilinear: true, parameters: ["i"], value: (_a, d) => kernels.eye(d[0] as number) },
  {
    name: "ones",
    spelling: "ones",
    signature: "->ij",
    multilinear: true,
    parameters: ["i", "j"],
    value: (_a, d) => kernels.constant(d[0] as number, d[1] as number, 1),
  },
  { name: "zeros", spelling: "zeros", signature: "->ij", parameters: ["i", "j"], value: (_a, d) => kernels.constant(d[0] as number, d[1] as number, 0) },
  /** args: the index. */
  { name: "unitvector", spelling: "e", signature: "()->i", parameters: ["i"], value: kernels.unitvector },
  { name: "kroneckerdelta", spelling: "delta", signature: "(),()->", value: kernels.kroneckerdelta },
  { name: "factorial", spelling: "factorial", signature: "()->", value: kernels.factorial },
  { name: "pi", spelling: "pi", signature: "->", value: () => kernels.scalarOf(Math.PI) },
  {
    name: "commutation",
    spelling: "comm",
    signature: "->(ij)(ji)",
    multilinear: true,
    parameters: ["i", "j"],
    value: kernels.commutation,
    source: "Magnus & Neudecker 3.7",
  },
  { name: "shift", spelling: "shift", signature: "->ii", parameters: ["i"], value: kernels.shift },
];
