import type { Lang } from "../contract.ts";
import { judgeEntry } from "./decide.ts";
import { type Court, drawingOf } from "./drawing.ts";
import { type Forced, forcedBy } from "./forced.ts";
import { type Node, namesOf, walk } from "./node.ts";
import { addsNumberToMatrix } from "./oddities.ts";
import type { Entry, Equation } from "./types.ts";

/** What a claim that holds takes for granted: sizes that the text tells apart are equal, or a number is added to every entry. */
export function unstatedIn(e: Entry, q: Equation, court: Court, lang: Lang): string[] {
  const spread = addsNumberToMatrix(q, court.typed, true) ? [lang === "zh" ? "数加到每个元素上" : "a number is added to every entry"] : [];
  return [...forcedIn(e, q, court), ...heldIn(e, q, court, lang), ...spread];
}

/** Letters that are held fixed here, though they vary together with others elsewhere in the scope, where it does not hold if they vary. */
function heldIn(e: Entry, q: Equation, court: Court, lang: Lang): string[] {
  const { context } = court;
  const varying = court.varying(e);
  const moving = (n: Node) => {
    const found = new Set<string>();
    walk(n, (x) => void (x.kind === "differential" && x.of.kind === "name" && found.add(x.of.name)));
    return found;
  };
  if (q.left.kind !== "differential") return [];
  const own = new Set(
    [...namesOf(q.left.of)].filter((n) => !varying.has(n) && !context.constants.has(n) && !context.definitions.has(n) && !context.functions.has(n)),
  );
  const sides = context.entries.filter((x) => x.number !== e.number).flatMap((x) => x.equations.flatMap((y) => [moving(y.left), moving(y.right)]));
  const here = [...moving(q.right)];
  const held = [...own].filter((n) => sides.some((side) => side.has(n) && here.some((x) => side.has(x))));
  return held
    .filter((n) => judgeEntry({ ...e, equations: [q] }, court, { varying: new Set([...varying, n]) }).kind === "false")
    .map((n) => (lang === "zh" ? `${n} 为常量` : `${n} constant`));
}

/** Declared sizes that this claim alone makes equal, or 1: `Y square` where they are those of Y. */
function forcedIn(e: Entry, q: Equation, court: Court): string[] {
  const used = [...namesOf(q.left), ...namesOf(q.right)];
  const of = (sizes: Forced) =>
    used.find((x) => {
      const own = court.context.evidence.get(x)?.sizes ?? [];
      return own.length === 2 && sizes.every((s) => own.includes(String(s)));
    });
  const told = (sizes: Forced) => (of(sizes) === undefined ? sizes.join(" = ") : `${of(sizes)} square`);
  return [...new Set(forcedBy([q.left, q.right], court, drawingOf(e, q, court).definitions).map(told))];
}
