/** Matrices by rows, and cases. */
import type { Cursor } from "./cursor.ts";
import { readAll } from "./expression.ts";
import { call, number, type Tree } from "./tree.ts";

export function readEnvironment(c: Cursor): Tree {
  const from = c.at;
  const name = c.peek()?.text as string;
  const inner = c.inside();
  const span = c.since(from);
  const rows = inner
    .split("\\\\")
    .map((row) => row.split("&"))
    .filter((cells) => cells.some((cell) => !cell.done));
  if (/cases$/.test(name)) {
    const values = rows.map(([value]) => read(value as Cursor));
    return { kind: "part", part: "other", what: "cases", of: values, span };
  }
  if (!/matrix$|array/.test(name)) c.complain(`the environment ${name} cannot be read inside a formula`, span, "error", "environment");
  const entries = rows.map((cells) => {
    const row = cells.map(read);
    const dotted = row.some((x) => x.kind === "part" && x.part === "elided");
    return row.map((x, k): Tree => (dotted && cells[k]?.at === cells[k]?.end ? { kind: "part", part: "elided", span: x.span } : x));
  });
  const tree: Tree = { kind: "part", part: "matrix", rows: entries, span };
  return name === "vmatrix" ? call("det", [tree], span) : name === "Vmatrix" ? call("normF", [tree], span) : tree;
}

function read(cell: Cursor): Tree {
  const pieces = cell.split(",").filter((p) => !p.done);
  return pieces.length === 0 ? number("0", cell.place()) : readAll(pieces[0] as Cursor);
}
