import { dimensionNames } from "../calculus/points.ts";
import { sizeOf } from "../expression/dimension.ts";
import { type Expression, nodesOf, type Variable } from "../expression/node.ts";
import type { Point } from "../numeric/evaluate.ts";
import { filled, greatest, type Matrix } from "../numeric/matrix.ts";
import { satisfies } from "../numeric/properties.ts";
import { type Random, random } from "../numeric/random.ts";
import { variablesIn } from "./samples.ts";
import { type Ground, Values } from "./values.ts";

/** A point where two sides differ; a side without a value there is left out. */
export interface Difference {
  readonly point: Point;
  readonly names: readonly string[];
  readonly left: Matrix;
  readonly right: Matrix | undefined;
}

const entries = [0, 1, 1, 2, -1, 3];

/** Whole numbers with the properties, by a few shapes that have most of them. */
function whole(v: Variable, rows: number, cols: number, rng: Random): Matrix | undefined {
  const has = (p: string) => v.properties.includes(p);
  const draw = () => entries[rng.integer(0, 5)] as number;
  const positive = () => rng.integer(1, 3);
  const general = filled(rows, cols, has("positive") || has("unit01") ? positive : draw);
  const turned = filled(rows, cols, (i, j) => general.data[Math.min(i, j) * cols + Math.max(i, j)] ?? 0);
  const swap = filled(rows, cols, (i, j) => (i === (j + 1) % rows ? 1 : 0));
  const candidates = [
    general,
    turned,
    filled(rows, cols, (i, j) => (i === j ? rows + 1 + (turned.data[i * cols + j] ?? 0) : (turned.data[i * cols + j] ?? 0))),
    filled(rows, cols, (i, j) => (i === j ? 0 : (i < j ? 1 : -1) * (turned.data[i * cols + j] ?? 0))),
    filled(rows, cols, (i, j) => (i >= j ? positive() : 0)),
    filled(rows, cols, (i, j) => (i <= j ? positive() : 0)),
    filled(rows, cols, (i, j) => (i === j ? positive() : 0)),
    filled(rows, cols, () => rng.integer(0, 1)),
    filled(rows, cols, () => (rng.integer(0, 1) ? 1 : -1)),
    filled(rows, cols, (i) => (i === 0 ? 1 : 0)),
    filled(rows, cols, (i, j) => (i === j && i === 0 ? 1 : 0)),
    swap,
    filled(rows, cols, (i, j) => (i + j === 1 && i < 2 && j < 2 ? (i < j ? 1 : -1) : i === j && i > 1 ? 1 : 0)),
  ];
  return candidates.find((a) => v.properties.every((p) => satisfies(a, p)));
}

/** The smallest sizes and whole numbers at which the sides clearly differ; undefined where none of those tried do. */
export function smallestDifference(left: Expression, right: Expression, ground: Ground): Difference | undefined {
  const variables = variablesIn(ground, [left, right]);
  if (ground.conditions.some((c) => c.kind === "commute")) return undefined;
  const dimensions = dimensionNames(nodesOf(left, right, ...variables, ...ground.definitions.map((d) => d.expression)));
  for (let size = 1; size <= 3; size++) {
    let best: Difference | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < 10; attempt++) {
      const point = pointOf(variables, dimensions, size, ground, random(`${ground.seed}?${size}.${attempt}`));
      const found = point && differenceAt(left, right, ground, point, variables);
      if (!found) continue;
      let weight = 0;
      for (const v of variables) for (const x of (found.point.values.get(v.name) as Matrix).data) weight += Math.abs(x) + (x < 0 ? 0.5 : 0);
      if (weight < least) [best, least] = [found, weight];
    }
    if (best) return best;
  }
  return undefined;
}

function pointOf(variables: readonly Variable[], dimensions: readonly string[], size: number, ground: Ground, rng: Random): Point | undefined {
  const sizes = new Map(dimensions.map((d, k) => [d, size === 3 ? 2 + (k % 2) : size]));
  for (const c of ground.conditions) {
    if (c.kind !== "size") continue;
    const [a, b] = [sizeOf(c.left, sizes), sizeOf(c.right, sizes)];
    if (!{ ">=": a >= b, "<=": a <= b, ">": a > b, "<": a < b, "==": a === b }[c.relation]) return undefined;
  }
  const values = new Map<string, Matrix>();
  for (const v of variables) {
    const own = sizes.get(v.name);
    const value = own !== undefined ? filled(1, 1, () => own) : whole(v, sizeOf(v.rows, sizes), sizeOf(v.cols, sizes), rng);
    if (!value) return undefined;
    values.set(v.name, value);
  }
  return { sizes, values };
}

function differenceAt(left: Expression, right: Expression, ground: Ground, point: Point, variables: readonly Variable[]): Difference | undefined {
  const values = new Values(ground, point);
  const [a, b] = [values.of(left), values.of(right)];
  if (!a || !b || a.value.rows !== b.value.rows || a.value.cols !== b.value.cols) return undefined;
  const size = Math.max(greatest(a.value), greatest(b.value));
  if (!(size < 1e6 && Math.max(a.scale, b.scale) < 1e7)) return undefined;
  const gap = a.value.data.reduce((m, x, k) => Math.max(m, Math.abs(x - (b.value.data[k] as number))), 0);
  return gap > 1e-3 * Math.max(1, size) ? { point, names: variables.map((v) => v.name), left: a.value, right: b.value } : undefined;
}
