import { type Dimension, dimensionOf, multiplyDimensions, one } from "./dimension.ts";
import type { Operation } from "./operation.ts";

/** One side of a value in a signature: the letters of its index, slow first; empty where the side is 1. */
export interface Terminals {
  readonly rows: readonly string[];
  readonly cols: readonly string[];
}
export interface Signature {
  readonly inputs: readonly Terminals[];
  readonly output: Terminals;
}

const parsed = new Map<string, Signature>();

function terminalsOf(text: string): Terminals {
  const sides: string[][] = [];
  for (const m of text.matchAll(/_|\(([^)]*)\)|(\w)/g)) sides.push(m[0] === "_" ? [] : [...(m[1] ?? m[0])]);
  return { rows: sides[0] ?? [], cols: sides[1] ?? [] };
}

/** The signature of an operation, read once. */
export function signatureOf(operation: Operation): Signature {
  const text = operation.signature as string;
  let s = parsed.get(text);
  if (!s) {
    const [left, right] = text.split("->") as [string, string];
    s = { inputs: left === "" ? [] : left.split(",").map((t) => terminalsOf(t.trim())), output: terminalsOf(right) };
    parsed.set(text, s);
  }
  return s;
}

/** The dimension of a side from the dimensions of its letters; a digit is its own. */
export function product(letters: readonly string[], sizes: ReadonlyMap<string, Dimension>): Dimension {
  let d = one;
  for (const letter of letters) d = multiplyDimensions(d, sizes.get(letter) ?? dimensionOf(Number(letter)));
  return d;
}
