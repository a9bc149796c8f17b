import { nameOf, plainOf } from "../classes/shape.ts";
import type { Entry } from "./types.ts";

/** The sizes of a matrix that is written out with its own entries: `A = \begin{bmatrix} A_{11} & A_{12} \\ … \end{bmatrix}`. */
export function ownSizes(e: Entry): readonly [string, string] | undefined {
  const m = /^\s*\\begin\{[bp]?matrix\}([\s\S]*)\\end\{[bp]?matrix\}[\s.,]*$/.exec(e.equality.right.source);
  const letter = nameOf(plainOf(e.equality.left.source));
  if (!m || letter === undefined) return undefined;
  const rows = (m[1] as string)
    .replace(/\\\\\s*$/, "")
    .split(/\\\\/)
    .map((row) => row.split("&").map((x) => /^\\?([A-Za-z]+)_\{?(\d),?(\d)\}?$/.exec(plainOf(x).replace(/\s/g, ""))));
  const own = rows.every((row, i) => row.every((x, j) => x?.[1]?.toLowerCase() === letter.toLowerCase() && Number(x[2]) === i + 1 && Number(x[3]) === j + 1));
  return own && rows.every((row) => row.length === rows[0]?.length) ? [String(rows.length), String(rows[0]?.length)] : undefined;
}
