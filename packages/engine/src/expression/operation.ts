import type { Matrix } from "../numeric/matrix.ts";
import type { Apply, Expression } from "./node.ts";

/** A point of the domain of an entry-wise function, from uniform numbers in (0, 1). */
type DomainSampler = (uniform: () => number) => number;

/** An unknown function, or a derivative of it. */
export interface UnknownFunction {
  readonly name: string;
  /** The names of its parameters; one that is applied entry by entry has none. */
  readonly parameters: readonly string[];
  readonly elementwise: boolean;
  /** Declared properties of its values. */
  readonly properties: readonly string[];
  /** The places of the parameters it was differentiated by, in order; an entry-wise one has a 0 for each time. */
  readonly by: readonly number[];
}

/**
 * One record says all there is to know of an operation; passes read it and never ask which operation it is.
 *
 * `signature` gives the shapes in index notation: a column is one letter (`i`), a row `_i`, a scalar `()` (nothing on the right), a digit a size, a matrix two (`ij`),
 * a composite index is bracketed, slow index first (`(ji)`): `matmul "ij,jk->ik"`, `trace "ii->"`, `vec "ij->(ji)"`, `inv "ii->ii"`.
 * A letter that occurs on the right only is a dimension parameter, in the order of `parameters`.
 * Where `multilinear` is set the signature is the meaning too: product of the arguments' entries, summed over indices absent on the right.
 */
export interface Operation {
  /** The mathematical name, unique: `determinant`. */
  readonly name: string;
  /** Spelling in the language: `det`. Several operations may share one (`diag`); operators have none. */
  readonly spelling?: string;
  /** Other spellings that are read. */
  readonly aliases?: readonly string[];
  readonly signature?: string;
  readonly multilinear?: boolean;
  readonly commutative?: boolean;
  /** An entry-wise function of one argument. */
  readonly entrywise?: boolean;
  /** Letters of the signature that are given as dimensions: `eye "->ii"` has `["i"]`. */
  readonly parameters?: readonly string[];
  /**
   * The differential as a formula in the language, linear in `dX` (the first argument is `X`, the others `Y`, `Z`, their differentials `dY`, `dZ`).
   * Derivatives of entry-wise functions are `derivative`, a formula in `x`.
   */
  readonly differential?: string;
  readonly derivative?: string;
  /** Derivative f' of a matrix function f, a formula in X: `d tr(f(X)) = tr(f'(X)*dX)`, and `d f(X) = f'(X)*dX` where dX commutes with X. */
  readonly scalarDerivative?: string;
  /** What the arguments must satisfy for the value to exist, in words of the properties: `invertible`. */
  readonly needs?: readonly string[];
  /** What the arguments must satisfy, beside that, for the differential as it is stated. */
  readonly differentialNeeds?: readonly string[];
  /** Where the function is not differentiable, as a note: `entries that are 0`. */
  readonly kinks?: string;
  /** Where the function is gone from the derivative so are its kinks: norm2(x)^2. */
  readonly kinksCancel?: boolean;
  /** What must hold for the differential: `the largest eigenvalue is simple`. */
  readonly condition?: string;
  /** Domain of an entry-wise function, as text and as sampler. */
  readonly domain?: string;
  readonly sample?: DomainSampler;
  /** It is no operation of the language but a function that the request declares. */
  readonly unknown?: UnknownFunction;
  /** Where the formula is found: Matrix Cookbook number, Magnus & Neudecker section. */
  readonly source?: string;
  /** An example that runs: expression and the name to differentiate by. */
  readonly example?: { readonly expression: string; readonly wrt: string; readonly declare?: string };
  /** The value; dimension parameters are numbers. Throws `RangeError` outside the domain. */
  readonly value: (args: readonly Matrix[], dimensions: readonly number[]) => Matrix;
  /** Which properties hold for the value, given those of the arguments. */
  readonly properties?: (node: Apply, holds: (e: Expression, property: string) => boolean, property: string) => boolean;
}
