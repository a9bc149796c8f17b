import type { Lang } from "../contract.ts";
import { typingOf } from "./context.ts";
import { type Court, drawingOf } from "./decide.ts";
import { attempt } from "./letters.ts";
import { namesOf, some } from "./node.ts";
import { addsNumberToMatrix } from "./oddities.ts";
import type { Entry, Equation } from "./types.ts";

/** What a claim that holds takes for granted: sizes that the text tells apart are equal, or a number is added to every entry. */
export function unstatedIn(e: Entry, q: Equation, court: Court, lang: Lang): string[] {
  const spread = addsNumberToMatrix(q, court.typed, true) ? [lang === "zh" ? "数加到每个元素上" : "a number is added to every entry"] : [];
  return [...forcedIn(e, q, court), ...spread];
}

/** Declared sizes that this claim alone makes equal, or 1: `Y square` where they are those of Y. */
function forcedIn(e: Entry, q: Equation, court: Court): string[] {
  const { context, reader, convention, typed } = court;
  // sizes that are products are made one factor by factor
  if ([q.left, q.right].some((side) => some(side, (n) => (n.kind === "call" && n.name === "vec") || (n.kind === "binary" && n.operator === "kron")))) return [];
  const { definitions } = drawingOf(e, q, court);
  const dimensionsOf = (equations: readonly (readonly [Equation["left"], Equation["right"]])[]) =>
    attempt(typingOf(context, reader, convention, equations, definitions), typed.kinds, typed.names).dimensions;
  const [alone, without] = [dimensionsOf([[q.left, q.right]]), dimensionsOf([])];
  const used = [...namesOf(q.left), ...namesOf(q.right)];
  const declared = new Set(used.flatMap((n) => context.evidence.get(n)?.sizes ?? []));
  const names = [...alone.keys()].filter((n) => declared.has(n) && without.has(n));
  const root = (sizes: typeof alone, n: string) => sizes.get(n)?.root;
  const found: string[] = [];
  names.forEach((n, k) => {
    if (root(alone, n)?.number === 1 && root(without, n)?.number !== 1) found.push(`${n} = 1`);
    for (const m of names.slice(k + 1)) {
      if (root(alone, m) !== root(alone, n) || root(without, m) === root(without, n) || root(alone, n)?.number === 1) continue;
      const of = used.find((x) => {
        const sizes = context.evidence.get(x)?.sizes ?? [];
        return sizes.length === 2 && sizes.includes(m) && sizes.includes(n);
      });
      found.push(of === undefined ? `${n} = ${m}` : `${of} square`);
    }
  });
  return [...new Set(found)];
}
