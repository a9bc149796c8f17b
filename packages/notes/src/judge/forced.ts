import { typingOf } from "./context.ts";
import type { Court } from "./drawing.ts";
import type { Definition } from "./frame.ts";
import { attempt } from "./letters.ts";
import { type Node, namesOf, some } from "./node.ts";

/** Two declared sizes that an equation alone makes equal, or one that it makes 1. */
export type Forced = readonly [size: string, other: string | 1];

/** The declared sizes of the letters in an equation that it makes equal, or 1, beyond what definitions do. */
export function forcedBy(sides: readonly [Node, Node], court: Court, definitions: ReadonlyMap<string, Definition>): Forced[] {
  const { context, reader, convention, typed } = court;
  // sizes that are products are made one factor by factor
  if (sides.some((side) => some(side, (n) => (n.kind === "call" && n.name === "vec") || (n.kind === "binary" && n.operator === "kron")))) return [];
  const used = sides.flatMap((side) => [...namesOf(side)]);
  const declared = new Set(used.flatMap((n) => context.evidence.get(n)?.sizes ?? []));
  if (declared.size === 0) return [];
  const sizesOf = (equations: readonly (readonly [Node, Node])[]) =>
    attempt(typingOf(context, reader, convention, equations, definitions), typed.kinds, typed.names).dimensions;
  const [alone, without] = [sizesOf([sides]), sizesOf([])];
  const names = [...alone.keys()].filter((n) => declared.has(n) && without.has(n));
  const root = (sizes: typeof alone, n: string) => sizes.get(n)?.root;
  return names.flatMap((n, k): Forced[] => [
    ...(root(alone, n)?.number === 1 && root(without, n)?.number !== 1 ? [[n, 1] as const] : []),
    ...names
      .slice(k + 1)
      .filter((m) => root(alone, m) === root(alone, n) && root(without, m) !== root(without, n) && root(alone, n)?.number !== 1)
      .map((m) => [n, m] as const),
  ]);
}
