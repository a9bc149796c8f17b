import { namesOf, some, walk } from "./node.ts";
import type { Equation } from "./types.ts";

/** The letters that sums of an equation bind. */
export function boundIn(q: Equation): Set<string> {
  const found = new Set<string>();
  for (const side of [q.left, q.right]) walk(side, (n) => void (n.kind === "sum" && found.add(n.index)));
  return found;
}

/** Does pi stand behind a number, as the constant does? */
export function besideNumber(q: Equation): boolean {
  return [q.left, q.right].some((s) =>
    some(s, (n) => n.kind === "binary" && n.operator === "*" && n.left.kind === "number" && n.right.kind === "name" && n.right.name === "pi"),
  );
}

/** What in an equation cannot be judged, and why. */
export function unknownIn(q: Equation): string | undefined {
  let what: string | undefined;
  const over = new Set<string>();
  for (const side of [q.left, q.right])
    walk(side, (n) => {
      if (n.kind === "unknown") what ??= n.what;
      if (n.kind === "derivative" && n.wrt.length === 0) what ??= "by what is differentiated is not written";
      if (n.kind === "expectation" && n.over) over.add(n.over);
    });
  const density = [...namesOf(q.left), ...namesOf(q.right)].find((n) => over.has(n) || over.has(n.replace(/_/g, "")));
  return what ?? (density === undefined ? undefined : `the density ${density} is not given by a formula`);
}
