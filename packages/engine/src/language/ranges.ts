/** Ranges of sums against the sizes of what they index: where they are not the same, that the range stays inside is a condition. */
import { addDimensions, type Dimension, dimensionOf, one } from "../expression/dimension.ts";
import { dimensionOfTree } from "./dimensions.ts";
import type { Part } from "./names.ts";
import { type Tree, walk } from "./tree.ts";

type Binder = Tree & { readonly kind: "binder" };
interface Sizes {
  readonly rows: Dimension;
  readonly cols: Dimension;
}

/** Conditions such as `N <= n`: the sum over `x[i]` ends at N, and x has n entries. */
export function rangeConditions(parts: readonly Part[], variables: ReadonlyMap<string, Sizes>, isMember: (name: string) => boolean): string[] {
  /** The farthest that is reached, by the range's end and the size. */
  const found = new Map<string, { readonly shift: number; readonly text: string }>();
  const inside = (b: Binder) => {
    const high = dimensionOfTree(b.high);
    if (!high) return;
    walk(b.body, (t, isBound) => {
      if (t.kind !== "index" || t.operand.kind !== "name" || isBound(b.index) || isBound(t.operand.name)) return;
      const v = variables.get(t.operand.name);
      if (!v || isMember(t.operand.name)) return;
      const axes = t.indices.length === 2 ? [v.rows, v.cols] : [v.cols === one ? v.rows : v.cols];
      t.indices.forEach((i, k) => {
        const shift = shiftOf(i, b.index);
        const size = axes[k];
        if (shift === undefined || !size) return;
        const last = addDimensions(high, dimensionOf(shift));
        const room = addDimensions(size, last, -1).constant;
        const key = `${high.text} ${size.text}`;
        if (room === undefined && !((found.get(key)?.shift ?? -Infinity) >= shift)) found.set(key, { shift, text: `${last.text} <= ${size.text}` });
      });
    });
  };
  for (const p of parts)
    walk(p.tree, (t) => {
      if (t.kind === "binder" && t.name === "sum") inside(t);
    });
  return [...found.values()].map((c) => c.text);
}

/** How far from the index: 1 of `i+1`; undefined where it is none of that kind. */
function shiftOf(t: Tree, index: string): number | undefined {
  if (t.kind === "name") return t.name === index ? 0 : undefined;
  if (t.kind !== "binary" || (t.operator !== "+" && t.operator !== "-")) return undefined;
  if (t.left.kind !== "name" || t.left.name !== index || t.right.kind !== "number" || !/^\d+$/.test(t.right.text)) return undefined;
  return t.operator === "+" ? Number(t.right.text) : -Number(t.right.text);
}
