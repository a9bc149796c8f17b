import { madeOf } from "./definitions.ts";
import { type Court, drawingOf } from "./drawing.ts";
import { chainOf } from "./nearby.ts";
import { type Node, namesOf, some } from "./node.ts";
import type { Entry, Equation } from "./types.ts";

/**
 * Is what the scope says of the letters of a claim borne out: does every letter with a definition
 * stand in another claim of the scope that is right? A claim that differs from what it was not understood to be is no mistake.
 * A letter with no definition needs nothing.
 */
export function isBorneOut(e: Entry, q: Equation, court: Court, isRight: (e: Entry) => boolean): boolean {
  const { context } = court;
  const letters = [...new Set([...namesOf(q.left), ...namesOf(q.right)])].filter((n) => context.definitions.has(n));
  if (isOddlyTyped(e, q, court)) return false;
  const chain = new Set(chainOf(context.entries, e.equality.chain));
  return letters.every((n) =>
    context.entries.some((x) => {
      if (x === e || x.class !== "claim" || (chain.has(x) && x.number > e.number)) return false;
      const [y] = x.equations;
      return y !== undefined && madeOf([...namesOf(y.left), ...namesOf(y.right)], context.definitions).has(n) && isRight(x);
    }),
  );
}

/** A capital that was taken for a vector, as the formulas around do not fit otherwise, or a letter that is transposed for a number. */
function isOddlyTyped(e: Entry, q: Equation, court: Court): boolean {
  const { typed } = drawingOf(e, q, court);
  const used = madeOf([...namesOf(q.left), ...namesOf(q.right)], court.context.definitions);
  const nodes = [q.left, q.right, ...[...used].flatMap((n) => (court.context.definitions.get(n) ?? []).map((d) => d.node))];
  const isTurned = (n: Node) => n.kind === "transpose" && n.of.kind === "name" && typed.kinds.get(n.of.name) === "scalar";
  if (nodes.some((n) => some(n, isTurned))) return true;
  // a matrix that is written out may be a sum of products of unit vectors by now
  const isWritten = (n: Node) => n.kind === "matrix" || n.kind === "unit" || (n.kind === "call" && n.name === "e");
  return [...used].some((n) => {
    if (typed.kinds.get(n) === "scalar" && (court.context.definitions.get(n) ?? []).some((d) => some(d.node, isWritten))) return true;
    const { letter, bold } = court.reader.look(n);
    return typed.kinds.get(n) === "vector" && !bold && /^[A-Z]$/.test(letter) && court.context.evidence.get(n)?.kind === undefined;
  });
}
