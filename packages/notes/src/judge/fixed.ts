import type { Context } from "./context.ts";
import { Size } from "./dimensions.ts";
import type { Typed } from "./letters.ts";
import { letterOf, type Node, walk } from "./node.ts";
import type { Reader } from "./reader.ts";
import type { Entry, Equation } from "./types.ts";

/** "For n = 2:" before a display fixes a size in it; that of all its matrices, where they have one. */
export function fixSizes(e: Entry, typed: Typed, context: Context): void {
  if (!e.equality.display) return;
  const said = context.entries.filter((x) => x.number < e.number && x.number >= e.number - e.equality.index - 3);
  for (const x of said.reverse()) {
    if (x.equality.display && x.equality.chain !== e.equality.chain) return;
    const q = x.equations[0];
    if (
      (x.class !== "condition" && x.class !== "declaration") ||
      x.equality.display ||
      q?.left.kind !== "name" ||
      q.right.kind !== "number" ||
      q.right.value < 2
    )
      continue;
    const named = typed.dimensions.get(q.left.name);
    const roots = new Set([...typed.shapes.values()].flatMap((s) => [s.rows.root, s.cols.root]).filter((s) => s.number === undefined && !s.factors));
    const size = named ?? (roots.size === 1 ? [...roots][0] : undefined);
    if (size) Size.unify(size, new Size(q.right.value));
  }
}

/** Is it a model of data: a sum with a letter for the error, by habit or as the text calls it? */
export function isModel(n: Node, context: Context, reader: Reader): boolean {
  if (n.kind !== "binary" || n.operator !== "+") return false;
  const isError = (x: Node): boolean =>
    x.kind === "name" && (/^(?:var)?epsilon$/.test(reader.look(x.name).letter) || context.evidence.get(x.name)?.properties.includes("error") === true);
  return isError(n.right) || isError(n.left) || isModel(n.left, context, reader);
}

/** The letters that an equation differentiates by. */
export function variablesOf(q: Equation): Set<string> {
  const found = new Set<string>();
  for (const side of [q.left, q.right])
    walk(side, (n) => {
      if (n.kind === "derivative") for (const w of n.wrt) if (letterOf(w.of) !== undefined) found.add(letterOf(w.of) as string);
    });
  return found;
}
