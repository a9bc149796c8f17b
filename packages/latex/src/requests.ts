/** What a statement asks of the engine, as the parts of its requests. */
import type { Part, Side, Span } from "./types.ts";

/** A derivative to be found: the parts of a request to derive. */
export interface Question {
  readonly expression: string;
  /** `x`, or `x,y` for a mixed second derivative; absent where the formula does not say. */
  readonly wrt?: string;
  readonly order?: 1 | 2;
}

/** The parts of a request to check: a claim about a derivative, or an equation. */
export type Claim = (Question & { readonly claim: string }) | { readonly left: string; readonly right: string };

/** What a derivative asks; undefined where the engine has no such question: third derivatives, three names. */
export function questionOf(part: Part): Question | undefined {
  if (part.kind !== "derivative" || part.order > 2) return undefined;
  const [first, second] = part.wrt;
  if (!first) return { expression: part.of, ...(part.order === 2 && { order: 2 }) };
  if (part.order === 1) return part.wrt.length === 1 ? { expression: part.of, wrt: first.text } : undefined;
  if (!second || second.text === first.text) return { expression: part.of, wrt: first.text, order: 2 };
  return { expression: part.of, wrt: `${first.text},${second.text}` };
}

/** What two sides claim; undefined where one of them holds what no request can say. */
export function claimOf(left: Side, right: Side): Claim | undefined {
  if (left.elided || right.elided) return undefined;
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const question = one.whole && questionOf(one.whole);
    if (question && !unspelled({ ...one, parts: one.parts.filter((p) => p.name !== one.whole?.name) }) && !unspelled(other))
      return { ...question, claim: other.text };
  }
  return unspelled(left) || unspelled(right) ? undefined : { left: left.text, right: right.text };
}

/** The first part of a side that stands for something the language cannot spell: constants of open size are none, nor bounds that a name's size tells. */
export function unspelled(side: Side): Part | undefined {
  return side.parts.find((p) => {
    if (p.kind === "bound") return p.uses.length === 0 || p.uses.some((u) => !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(u.name));
    return p.kind !== "ones" && p.kind !== "zeros" && p.kind !== "unit";
  });
}

/** The place in the LaTeX that a place in a side's text comes from. */
export function sourceSpan(side: Side, span: Span): Span {
  const within = side.places.filter((p) => p.at[0] < span[1] && p.at[1] > span[0]);
  if (within.length === 0) return side.span;
  return [Math.min(...within.map((p) => p.from[0])), Math.max(...within.map((p) => p.from[1]))];
}
