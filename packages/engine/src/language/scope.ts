import type { Message } from "../messages/messages.ts";
import type { Declaration } from "./declarations.ts";
import type { Diagnostic } from "./diagnostics.ts";
import type { Tree } from "./tree.ts";
import type { Extent, Size } from "./unify.ts";

export interface Note {
  readonly code: string;
  readonly message: Message;
  readonly span?: readonly [number, number];
}

/**
 * Names and what they are, while shapes are being found. Diagnostics and notes are made when all is known:
 * then every dimension has its name.
 */
export interface Scope {
  /** The text that the places of the trees count in. */
  readonly text: string;
  /** The extent of a variable, bound index, definition or dimension's number. */
  readonly lookup: (name: string, tree: Tree) => Extent;
  /** Is the name that of a variable, and does it stand for a value that is no dimension? */
  readonly isVariable: (name: string) => boolean;
  /** The extent of a member of a family of matrices. */
  readonly member: (name: string) => Extent | undefined;
  /** The declaration of an unknown function, and the extent of its parameter at a place; where it is not known, that of the argument met first. */
  readonly functionOf: (name: string) => Declaration | undefined;
  readonly parameter: (d: Declaration, place: number, argument: Extent) => Extent;
  readonly isDeclared: (name: string) => boolean;
  readonly report: (make: () => Diagnostic) => void;
  readonly note: (make: () => Note | undefined) => void;
  /**
   * Makes two sizes equal, now or when more is known; where they cannot be, the diagnostic is reported. False only where that is known now.
   * The clue is taken when it is found that they cannot be.
   */
  readonly equal: <C>(a: Size, b: Size, otherwise: (clue: C | undefined) => Diagnostic, clue?: () => C) => boolean;
  /** An array meets a scalar that is spread over its entries (`+`), or scales it (`*`). */
  readonly spread: (array: Extent, scalar: Tree, by: "+" | "*") => void;
  /** The sizes of these arrays matter: they are transposed, multiplied with each other, reduced. */
  readonly consumed: (...arrays: readonly Extent[]) => void;
  /** By its covariance a name in a mean is of this kind, and is not. */
  readonly mean: (name: string, kind: "scalar" | "vector") => void;
  /** A name stands as the exponent of a matrix. */
  readonly raising: (name: string) => void;
  /** Binds a name for the time of the call: an index, or something of that extent. */
  readonly binding: <T>(index: string, inside: () => T, extent?: Extent) => T;
  /** Nothing more needs to be found: a first mistake is enough. */
  readonly stopped: () => boolean;
}
