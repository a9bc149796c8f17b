import type { Layout } from "../contract.ts";
import type { Node } from "./node.ts";
import type { Matrix } from "./values.ts";

/** A point at which sides are evaluated: what letters are there. */
export interface World {
  readonly layout: Layout;
  /** Values of letters that are neither defined nor functions. */
  readonly values: ReadonlyMap<string, Matrix>;
  /** Increments of the letters that vary. */
  readonly increments: ReadonlyMap<string, Matrix>;
  readonly definitions: ReadonlyMap<string, Definition>;
  /** Unknown functions: by which letters they are given, and their value. */
  readonly functions: ReadonlyMap<string, Instance>;
  readonly sizes: ReadonlyMap<string, number>;
  /** Sizes of the constants whose size is not written. */
  readonly sizeOf: (n: Node) => readonly [rows: number, cols: number] | undefined;
  readonly family: (name: string) => boolean;
  /** Letters whose derivative is taken with the structure they have: `symmetric`, `diagonal`. */
  readonly structured: ReadonlyMap<string, string>;
  /** The weights of a discrete distribution and what the random letters are at its points, for each expectation's name. */
  readonly distribution?: (
    over: string | undefined,
  ) => { readonly weights: readonly number[]; readonly points: readonly ReadonlyMap<string, Matrix>[] } | undefined;
}

/** What a name stands for; of a function, with the names of its arguments. */
export interface Definition {
  readonly node: Node;
  readonly parameters?: readonly string[];
  /** Of a letter that is known by its entries, `c_{ij} = …`: the indices. */
  readonly indices?: readonly string[];
}

/** An instance of an unknown function: generic, neither linear nor separable. */
export interface Instance {
  readonly arguments: readonly string[];
  readonly value: (args: readonly Matrix[], primes: number) => Matrix;
  /** Applied entry by entry; primes count its derivatives. */
  readonly entrywise?: boolean;
}

/** Where a node is evaluated: the point, letters that were moved, numbers of indices, and how the parts are evaluated. */
export interface Frame {
  readonly world: World;
  readonly overrides: ReadonlyMap<string, Matrix>;
  readonly indices: ReadonlyMap<string, number>;
  readonly depth: number;
  readonly value: (n: Node, f: Frame) => Matrix;
}
