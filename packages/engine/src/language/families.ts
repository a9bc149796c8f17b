import { type Dimension, multiplyDimensions, one } from "../expression/dimension.ts";
import { sizeOfTree } from "./dimensions.ts";
import { parse } from "./parser.ts";
import { properties } from "./properties.ts";

/** How a family is kept: a vector family is the d x N matrix of its members, a scalar family the column of them. */
export interface Family {
  readonly rows: Dimension;
  readonly cols: Dimension;
  /** A member, where the columns are its entries stacked (`vec`): a matrix family is kept as a mn x N matrix. */
  readonly member?: { readonly rows: Dimension; readonly cols: Dimension };
  /** As it is declared. */
  readonly text: string;
}

/** The family of N members of a kind; a text says what is not supported, `undefined` that N is no dimension. */
export function familyOf(kind: string, rows: Dimension, cols: Dimension, count: string, words: readonly string[]): Family | string | undefined {
  const read = parse(count);
  const n = read.diagnostics.length ? undefined : sizeOfTree(read.tree);
  if (!n) return undefined;
  const scalar = rows === one && cols === one;
  const text =
    kind === "scalar"
      ? `scalar[${n.text}]`
      : `${kind}(${kind === "matrix" ? `${rows.text}, ${cols.text}` : kind === "row" ? cols.text : rows.text})[${n.text}]`;
  if (n === one) return `a family of one (${text})`;
  if (kind === "row") return `a family of rows (${text})`;
  const word = words.find((w) => w !== "integer" && (properties[w]?.shape !== "any" || ((scalar || kind === "matrix") && (w === "simplex" || w === "onehot"))));
  if (word) return `a family that is ${word} (${text} ${word})`;
  if (kind === "matrix") return { rows: multiplyDimensions(rows, cols), cols: n, text, member: { rows, cols } };
  return scalar ? { rows: n, cols: one, text } : { rows, cols: n, text };
}
