import type { Node } from "../node.ts";
import type { CodeOperation } from "../operation.ts";
import { levels, pattern, type Spelling, type Writer } from "../write.ts";

/** Ways of spelling that the targets share. */

/** `name($0, $1)`. */
export const call = (name: string, count = 1): Spelling => pattern(`${name}(${Array.from({ length: count }, (_, k) => `$${k}`).join(", ")})`);

/** What a function of the node writes. */
export const text =
  (make: (w: Writer, n: Node) => string, level: number = levels.atom): Spelling =>
  (w, n) => ({ text: make(w, n), level });

/** The value below a transpose that has no name of its own; undefined where the value is no transpose. */
export const turned = (w: Writer, a: Node): Node | undefined => (a.op === "transpose" && !w.isNamed(a) ? (a.args[0] as Node) : undefined);

/** The same call for several functions: name of the operation to name of the function. */
export const calls = <K extends CodeOperation>(names: Readonly<Record<K, string>>): Record<K, Spelling> =>
  Object.fromEntries(Object.entries(names).map(([op, name]) => [op, call(name as string)])) as Record<K, Spelling>;

/** `op(x)` of a scalar, another spelling of an array. */
export const byRank =
  (scalar: Spelling, array: Spelling): Spelling =>
  (w, n) =>
    ((n.args[0] as Node).rank === 0 ? scalar : array)(w, n);

/** The dimensions that are parameters, as a list. */
export const parameters = (w: Writer, n: Node): string => n.dims.map((d) => w.size(d).text).join(", ");
/** Rows and columns of the result, or its length. */
export const sides = (w: Writer, n: Node): string => (n.rank === 1 ? w.rows(n) : `${w.rows(n)}, ${w.cols(n)}`);
