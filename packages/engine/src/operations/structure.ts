import type { Operation } from "../expression/operation.ts";
import * as kernels from "../numeric/kernels.ts";
import type { Matrix } from "../numeric/matrix.ts";

/** The operators: their shapes follow from their arguments (see `apply`), scalars are spread over entries. */
export const structure: readonly Operation[] = [
  { name: "add", commutative: true, value: kernels.add, source: "Magnus & Neudecker 8.2" },
  { name: "product", value: kernels.product, source: "Magnus & Neudecker 8.2 (15)" },
  { name: "hadamard", commutative: true, value: kernels.hadamard, source: "Magnus & Neudecker 8.4" },
  { name: "power", value: kernels.power, source: "Matrix Cookbook (91)" },
  { name: "entrypower", value: kernels.entrypower },
  { name: "transpose", signature: "ij->ji", multilinear: true, value: kernels.transpose, source: "Magnus & Neudecker 8.2 (16)" },
  /** A dimension's name as a number. */
  { name: "dimension", value: (_args, dims) => kernels.scalarOf(dims[0] as number) },
  /** args: bound variable, lower bound, upper bound, body. */
  { name: "summation", spelling: "sum", value: kernels.unreachable },
  { name: "integral", spelling: "int", value: kernels.unreachable },
  /** args: matrix, row, column; or vector, index; or matrix, column. */
  /** args: a family of matrices, each a column of its entries, and the index of the member. */
  { name: "member", signature: "ij,()->kl", parameters: ["k", "l"], value: ([a, i], [rows]) => kernels.member(a as Matrix, i as Matrix, rows as number) },
  { name: "entry", value: kernels.entry },
];
