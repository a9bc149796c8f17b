import type { Layout } from "../contract.ts";
import type { Context, Convention } from "./context.ts";
import { judgeEntry } from "./decide.ts";
import { type Node, some } from "./node.ts";
import type { Reader } from "./reader.ts";
import { courtOf, type Scope } from "./scopes.ts";
import type { Truths } from "./truths.ts";
import type { Entry } from "./types.ts";

export const layouts: readonly Layout[] = ["numerator", "denominator", "mixed"];

/** Does the verdict depend on the layout: is something differentiated by what is no number, or a vector by anything? */
export function sensitive(e: Entry, context: Context): boolean {
  const uses = (n: Node): boolean => some(n, (x) => x.kind === "derivative");
  return e.equations.slice(0, 1).some((q) => uses(q.left) || uses(q.right)) || [...context.definitions.values()].some((list) => list.some((d) => uses(d.node)));
}

/** Claims with `\otimes` that are asked what it is, spread over the document. */
const mostTensors = 10;

/** Is its derivative written with a nabla only? That is the gradient, with the shape of what it is taken by, in any layout. */
export function isGradient(e: Entry): boolean {
  const source = e.equality.left.source + e.equality.right.source;
  return /\\nabla|∇|\\grad(?![a-z])/.test(source) && !/\\partial|∂|\\frac\s*\{\s*(?:\\mathrm\s*\{\s*)?d/.test(source);
}

/** What `\otimes` is in this document: under which meaning more claims are right. */
export function productOf(entries: readonly Entry[], scopes: readonly Scope[], reader: Reader): Convention["product"] {
  const all = entries.filter((e) => e.class === "claim" && e.equations.some((q) => q.choices.some((c) => c.chosen === "⊗ is entry by entry")));
  if (all.length === 0) return "kronecker";
  const step = Math.max(1, all.length / mostTensors);
  const tensors = all.filter((_e, k) => Math.floor(k / step) !== Math.floor((k - 1) / step));
  const right = (product: Convention["product"]) =>
    scopes.reduce((count, { context, members }) => {
      const own = members.filter((e) => tensors.some((t) => t.number === e.number));
      if (own.length === 0) return count;
      const court = courtOf(context, reader, { layout: "mixed", product });
      return count + own.filter((e) => judgeEntry(e, court).kind === "true").length;
    }, 0);
  return right("entrywise") > right("kronecker") ? "entrywise" : "kronecker";
}

/** Claims that are asked for their layout, spread over the document. */
const mostAsked = 48;

/** The layout in which most claims are right, of those that tell layouts apart. */
export function vote(entries: readonly Entry[], truths: Truths): Layout | undefined {
  const all = entries.filter((e) => e.class === "claim" && truths.sensitive(e));
  const others = all.filter((e) => !isGradient(e));
  const told = voteOf(others, truths);
  return told ?? voteOf(all, truths);
}

function voteOf(asked: readonly Entry[], truths: Truths): Layout | undefined {
  const step = Math.max(1, asked.length / mostAsked);
  const chosen = Array.from({ length: Math.min(asked.length, mostAsked) }, (_, k) => asked[Math.floor(k * step)] as Entry);
  const counts = new Map<Layout, number>();
  for (const e of chosen) {
    const right = layouts.filter((l) => truths.of(e, l).kind === "true");
    if (right.length > 0 && right.length < layouts.length) for (const l of right) counts.set(l, (counts.get(l) ?? 0) + 1);
  }
  const most = Math.max(0, ...counts.values());
  // where mixed alone does not explain more, the document is in one of the pure layouts
  return most === 0 ? undefined : layouts.find((l) => counts.get(l) === most);
}
