import type { Layout } from "../contract.ts";
import type { Context, Convention } from "./context.ts";
import { judgeEntry, type Truth } from "./decide.ts";
import { type Node, some } from "./node.ts";
import type { Reader } from "./reader.ts";
import { courtOf, type Scope } from "./scopes.ts";
import type { Entry } from "./types.ts";

export const layouts: readonly Layout[] = ["numerator", "denominator", "mixed"];

/** Does the verdict depend on the layout: is something differentiated by what is no number, or a vector by anything? */
export function sensitive(e: Entry, context: Context): boolean {
  const uses = (n: Node): boolean => some(n, (x) => x.kind === "derivative");
  return e.equations.slice(0, 1).some((q) => uses(q.left) || uses(q.right)) || [...context.definitions.values()].some((list) => list.some((d) => uses(d.node)));
}

/** What `\otimes` is in this document: under which meaning more claims are right. */
export function productOf(entries: readonly Entry[], scopes: readonly Scope[], reader: Reader): Convention["product"] {
  const tensors = entries.filter((e) => e.class === "claim" && e.equations.some((q) => q.choices.some((c) => c.chosen === "⊗ is entry by entry")));
  if (tensors.length === 0) return "kronecker";
  const right = (product: Convention["product"]) =>
    scopes.reduce((count, { context, members }) => {
      const own = members.filter((e) => tensors.some((t) => t.number === e.number));
      if (own.length === 0) return count;
      const court = courtOf(context, reader, { layout: "mixed", product });
      return count + own.filter((e) => judgeEntry(e, court).kind === "true").length;
    }, 0);
  return right("entrywise") > right("kronecker") ? "entrywise" : "kronecker";
}

/** The layout in which most claims are right, of those that tell layouts apart. */
export function vote(entries: readonly Entry[], scopes: readonly Scope[], truths: ReadonlyMap<Layout, readonly (Truth | undefined)[]>): Layout | undefined {
  if (scopes.length === 0) return undefined;
  const right = (l: Layout, e: Entry) => truths.get(l)?.[e.number]?.kind === "true";
  const telling = entries.filter((e) => e.class === "claim" && new Set(layouts.map((l) => right(l, e))).size === 2);
  if (telling.length === 0) return undefined;
  const counts = layouts.map((l) => telling.filter((e) => right(l, e)).length);
  const most = Math.max(...counts);
  // a document that mixed alone does not explain better is in one of the pure layouts
  return layouts[counts.indexOf(most)];
}
