import type { Part } from "../engine/messages.ts";

/** A part with those within it. */
export interface Nest {
  readonly part: Part;
  readonly inner: Nest[];
}

/** Spans as a tree: each holds those within it. */
export function nested(parts: readonly Part[]): Nest[] {
  const sorted = [...parts].sort((a, b) => a.span[0] - b.span[0] || b.span[1] - a.span[1]);
  const roots: Nest[] = [];
  const stack: Nest[] = [];
  for (const part of sorted) {
    while (stack.length && (stack.at(-1) as Nest).part.span[1] < part.span[1]) stack.pop();
    const holder = stack.at(-1);
    if (holder && holder.part.span[0] === part.span[0] && holder.part.span[1] === part.span[1]) continue;
    const nest: Nest = { part, inner: [] };
    (holder?.inner ?? roots).push(nest);
    stack.push(nest);
  }
  return roots;
}

/** The smallest part that holds a place. */
export function partAt(parts: readonly Part[], at: number): Part | undefined {
  let best: Part | undefined;
  for (const p of parts) if (p.span[0] <= at && at < p.span[1] && (!best || p.span[1] - p.span[0] < best.span[1] - best.span[0])) best = p;
  return best;
}
