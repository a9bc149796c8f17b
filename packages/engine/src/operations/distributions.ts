import type { Operation } from "../expression/operation.ts";
import { divergence } from "../numeric/distributions.ts";
import * as kernels from "../numeric/kernels.ts";

/**
 * Expectations of random vectors and what is made of distributions. They have no differential: their normal form is without them.
 * args of an expectation: bound variable, mean, covariance, body.
 */
export const distributions: readonly Operation[] = [
  { name: "normalexpectation", spelling: "E", value: kernels.unreachable, source: "Isserlis (1918); Matrix Cookbook 8.2" },
  { name: "momentsexpectation", spelling: "E", value: kernels.unreachable, source: "Matrix Cookbook 6.2" },
  { name: "divergence", spelling: "KL", signature: "i,ii,i,ii->", value: divergence, source: "Kullback (1959) 9.1" },
];

/** The distributions of the language, and the operation that takes an expectation over each. */
export const expectations: ReadonlyMap<string, string> = new Map([
  ["normal", "normalexpectation"],
  ["moments", "momentsexpectation"],
]);
