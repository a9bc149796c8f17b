import { madeOf } from "./definitions.ts";
import type { Court } from "./drawing.ts";
import { chainOf } from "./nearby.ts";
import { namesOf } from "./node.ts";
import type { Entry, Equation } from "./types.ts";

/**
 * Is what the scope says of the letters of a claim borne out: does every letter with a definition
 * stand in another claim of the scope that is right? A claim that differs from what it was not understood to be is no mistake.
 * A letter with no definition needs nothing.
 */
export function isBorneOut(e: Entry, q: Equation, court: Court, isRight: (e: Entry) => boolean): boolean {
  const { context } = court;
  const letters = [...new Set([...namesOf(q.left), ...namesOf(q.right)])].filter((n) => context.definitions.has(n));
  const chain = new Set(chainOf(context.entries, e.equality.chain));
  return letters.every((n) =>
    context.entries.some((x) => {
      if (x === e || x.class !== "claim" || (chain.has(x) && x.number > e.number)) return false;
      const [y] = x.equations;
      return y !== undefined && madeOf([...namesOf(y.left), ...namesOf(y.right)], context.definitions).has(n) && isRight(x);
    }),
  );
}
