import type { Context } from "./context.ts";
import { isScalarShape } from "./dimensions.ts";
import type { Typed } from "./letters.ts";
import { type Node, namesOf, some, walk } from "./node.ts";
import { shapeOf } from "./shapes.ts";
import type { Entry, Equation } from "./types.ts";

/** A number beside a vector or matrix in a sum, where neither is a written number or a single letter, whose kind may be a guess; where `spread`, not directly in a trace. */
export function addsNumberToMatrix(q: Equation, typed: Typed, spread = false): boolean {
  let found = false;
  const traced = new Set<Node>();
  const shaping = { ...typed.shaping, conflicts: 0 };
  for (const side of [q.left, q.right])
    walk(side, (n) => {
      if (n.kind === "call" && (n.name === "tr" || n.name === "trace") && n.args[0]) traced.add(n.args[0]);
      if (n.kind !== "binary" || (n.operator !== "+" && n.operator !== "-")) return;
      if (spread && traced.has(n)) return void [n.left, n.right].map((x) => traced.add(x));
      if ([n.left, n.right].some((x) => namesOf(x).size === 0 || x.kind === "name" || x.kind === "index")) return;
      const [a, b] = [shapeOf(n.left, shaping), shapeOf(n.right, shaping)];
      const open = [a.rows, a.cols, b.rows, b.cols].some((s) => s.root.open);
      if (!open && isScalarShape(a) !== isScalarShape(b)) found = true;
    });
  return found;
}

/** Arguments of a definition `f(x, a) = …` that its right side does not show. */
export function unusedParameters(e: Entry, { definitions }: Context): string[] {
  const q = e.class === "definition" ? e.equations[0] : undefined;
  if (q?.left.kind !== "call" || namesOf(q.right).size === 0 || some(q.right, (n) => n.kind === "unknown")) return [];
  const shown = new Set<string>();
  const add = (names: Iterable<string>): void => {
    for (const n of names)
      if (!shown.has(n)) {
        shown.add(n);
        for (const d of definitions.get(n) ?? []) add(namesOf(d.node));
      }
  };
  add(namesOf(q.right));
  // a letter may stand in the name of another, `h_\theta`
  const within = (name: string) => [...shown].some((n) => n === name || n.split("_").includes(name));
  return q.left.args.flatMap((a) => (a.kind === "name" && !within(a.name) ? [a.name] : []));
}

/** By what means are taken in a scope though nothing else names it. */
export function strangeMeans(members: readonly Entry[], context: Context): Map<Entry, string> {
  const names = new Set<string>(context.evidence.keys());
  const sides = (e: Entry): readonly Node[] => e.equations.slice(0, 1).flatMap((q) => [q.left, q.right]);
  for (const e of members) for (const side of sides(e)) for (const n of namesOf(side)) names.add(n).add(n.includes("_") ? `${n.replace(/_/g, "")}_` : n);
  const found = new Map<Entry, string>();
  const told = new Set<string>();
  for (const e of members)
    for (const side of sides(e))
      walk(side, (n) => {
        const over = n.kind === "expectation" ? n.over : undefined;
        // `E_{P_1}` and `E_{P1}` are by P_1, `E_{p_i}` is by no \\pi
        const plain = over?.replace(/_/g, "");
        if (!over || names.has(over) || names.has(`${plain}_`) || told.has(over)) return;
        told.add(over);
        found.set(e, over);
      });
  return found;
}
