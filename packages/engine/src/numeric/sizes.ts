import { type Dimension, sizeOf } from "../expression/dimension.ts";
import type { Random } from "./random.ts";

export type Relation = ">=" | "<=" | ">" | "<" | "==";

/** What was declared beside the variables: a relation between dimensions, or that two matrices commute. */
export type Condition =
  | { readonly kind: "size"; readonly left: Dimension; readonly relation: Relation; readonly right: Dimension }
  | { readonly kind: "commute"; readonly left: string; readonly right: string };

const relations: Readonly<Record<Relation, (a: number, b: number) => boolean>> = {
  ">=": (a, b) => a >= b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  "<": (a, b) => a < b,
  "==": (a, b) => a === b,
};

function shuffled(values: number[], rng: Random): number[] {
  for (let i = values.length - 1; i > 0; i--) {
    const j = rng.integer(0, i);
    [values[i], values[j]] = [values[j]!, values[i]!];
  }
  return values;
}

/** How many of the sizes were used before. */
function clashes(sizes: ReadonlyMap<string, number>, before: readonly ReadonlyMap<string, number>[]): number {
  let count = 0;
  for (const [name, size] of sizes) for (const b of before) if (b.get(name) === size) count++;
  return count;
}

/**
 * Sizes for the dimension names: all unequal and from 2 on, but where a condition `==` ties or fixes them, and each as far as can be other
 * than `before`. `undefined` where no choice among those tried satisfies the conditions.
 */
export function sampleSizes(
  names: readonly string[],
  conditions: readonly Condition[],
  rng: Random,
  before: readonly ReadonlyMap<string, number>[] = [],
): Map<string, number> | undefined {
  const limits = conditions.filter((c) => c.kind === "size");
  let widest = Math.max(4, names.length);
  for (const { left, right } of limits) for (const d of [left, right]) widest = Math.max(widest, (d.constant ?? 0) + names.length);
  if (widest > 10_000) return undefined;
  let best: Map<string, number> | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < (best ? 24 : 300); attempt++) {
    const span = attempt < 100 ? widest : widest + 4;
    const choice = shuffled(
      Array.from({ length: span }, (_, i) => i + 2),
      rng,
    );
    const sizes = new Map(names.map((name, i) => [name, choice[i]!]));
    // A name alone on a side of == takes the other side's value.
    for (let pass = 0; pass < 2; pass++)
      for (const { left, relation, right } of limits)
        if (relation === "==")
          for (const [a, b] of [[left, right] as const, [right, left] as const])
            if (sizes.has(a.text) && sizeOf(a, sizes) !== sizeOf(b, sizes)) {
              sizes.set(a.text, sizeOf(b, sizes));
              break;
            }
    if (!names.every((name) => Number.isInteger(sizes.get(name)) && sizes.get(name)! >= 1)) continue;
    if (!limits.every(({ left, relation, right }) => relations[relation](sizeOf(left, sizes), sizeOf(right, sizes)))) continue;
    const count = clashes(sizes, before);
    if (count < fewest) [best, fewest] = [sizes, count];
    if (count === 0) break;
  }
  return best;
}
