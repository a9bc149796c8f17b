import { dimension, dimensionOf } from "../expression/dimension.ts";
import { type Expression, nodesOf, type Variable } from "../expression/node.ts";
import { Unsettled } from "../numeric/distributions.ts";
import { compile, type Definition, type Point, type Program, TooMuchWork } from "../numeric/evaluate.ts";
import { greatest, type Matrix } from "../numeric/matrix.ts";
import { type Random, random } from "../numeric/random.ts";
import { samplePoint } from "../numeric/sample.ts";
import type { Condition } from "../numeric/sizes.ts";
import { dimensionNames, nudged } from "./points.ts";

/** Two expressions that are claimed to be the same function. */
interface Identity {
  readonly left: Expression;
  readonly right: Expression;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly definitions: readonly Definition[];
  readonly conditions: readonly Condition[];
  readonly seed: string;
}

/** Where two expressions differ. */
interface Witness {
  readonly point: Point;
  readonly names: readonly string[];
  readonly left: Matrix;
  readonly right: Matrix | undefined;
}

/** What random points say: the same at all, different at one, of one side alone at some (`partial`), or nothing for sure. */
export type Finding =
  | { readonly kind: "same"; readonly trials: number; readonly maxError: number; readonly partial: boolean; readonly points: readonly Point[] }
  | { readonly kind: "different"; readonly witness: Witness }
  | { readonly kind: "unknown"; readonly reason: string };

const points = 10;
const patience = 96;
const regions = ["generic", "generic", "generic", "positive", "generic", "definite", "generic", "dominant", "fraction", "small"] as const;
/** Below the first, relative to the values, two sides are the same but for rounding; above the second they differ. */
const tight = 1e-12;
const loose = 1e-5;
/** Rounding of the values on the way, relative to the greatest of them; where it is above `loose` of the value the point says nothing. */
const rounding = 1e-12;

/** Compares the two sides at random points of the domain, of sizes unequal and ever others. */
export function compareSides(e: Identity): Finding {
  const [left, right] = [compile(e.left, e.definitions), compile(e.right, e.definitions)];
  const names = [...new Set([...left.names, ...right.names])];
  const bound = new Set(names);
  for (const c of e.conditions) if (c.kind === "commute") for (const n of [c.left, c.right]) bound.add(n);
  const variables = [...e.variables.values()].filter((v) => bound.has(v.name));
  const nodes = nodesOf(e.left, e.right, ...variables, ...e.definitions.map((d) => d.expression));
  const dimensions = new Set(dimensionNames(nodes));
  for (const c of e.conditions) if (c.kind === "size") for (const d of [c.left, c.right]) for (const n of d.names) dimensions.add(n);
  const distance = (a: Matrix, b: Matrix, point: Point): [gap: number, size: number, noise: number] => {
    const size = Math.max(greatest(a), greatest(b));
    const typed = Math.max(1, ...variables.map((v) => greatest(point.values.get(v.name) as Matrix)));
    return [gapOf(a, b), size, rounding * Math.max(left.scale(names), right.scale(names), size, typed)];
  };
  /** Does rounding of what is given leave the value as it is? */
  const steady = (side: Program, value: Matrix, point: Point, rng: Random): boolean => {
    const near = sideAt(side, nudged(point, variables, rng));
    return near !== undefined && near !== "unsettled" && gapOf(near, value) <= loose * greatest(value);
  };
  /** A counterexample in which every dimension is 2, where there is one: it is read by a person. */
  const smallest = (): Witness | undefined => {
    const two = [...dimensions].flatMap((d) =>
      [">=", "<="].map((relation) => ({ kind: "size", left: dimension(d), relation, right: dimensionOf(2) }) as Condition),
    );
    for (let attempt = 0; attempt < 4; attempt++) {
      const point = samplePoint(variables, [...dimensions], [...e.conditions, ...two], random(`${e.seed}<${attempt}`), () => ({ region: "generic" }));
      const [a, b] = point ? [sideAt(left, point), sideAt(right, point)] : [];
      if (!point || !a || !b || a === "unsettled" || b === "unsettled" || !isDifferent(...distance(a, b, point))) continue;
      if (!steady(left, a, point, random(`${e.seed}~${attempt}`)) || !steady(right, b, point, random(`${e.seed}~${attempt}`))) continue;
      return { point, names: variables.map((v) => v.name), left: a, right: b };
    }
    return undefined;
  };
  const before: ReadonlyMap<string, number>[] = [];
  const agreed: Point[] = [];
  let [met, alone, doubtful, maxError] = [0, 0, 0, 0];
  for (let attempt = 0; attempt < patience && met < points; attempt++) {
    const region = regions[attempt % regions.length] ?? "generic";
    const rng = random(`${e.seed}=${attempt}`);
    const sizes = attempt % 5 === 4 ? [...e.conditions, ...larger(dimensions, attempt)] : e.conditions;
    const point = samplePoint(variables, [...dimensions], sizes, rng, () => ({ region }), attempt % 3 === 2 ? [] : before.slice(-2));
    if (!point) continue;
    const [a, b] = [sideAt(left, point), sideAt(right, point)];
    if (a === "unsettled" || b === "unsettled" || (!a && !b)) continue;
    if (!a || !b) {
      alone++;
      continue;
    }
    const [gap, size, noise] = distance(a, b, point);
    if (isDifferent(gap, size, noise)) {
      if (!steady(left, a, point, rng) || !steady(right, b, point, rng)) continue;
      const witness = { point, names: variables.map((v) => v.name), left: a, right: b };
      return { kind: "different", witness: smallest() ?? witness };
    }
    if (gap > tight * size + noise || (noise > loose * size && size > 0 && gap > 0 && noise > 1e-6)) {
      doubtful++;
      if (doubtful > 24) break;
      continue;
    }
    met++;
    before.push(point.sizes);
    agreed.push(point);
    maxError = Math.max(maxError, gap / Math.max(1, size));
  }
  if (met >= points && doubtful <= points / 2) return { kind: "same", trials: met, maxError, partial: alone > 0, points: agreed };
  if (met + doubtful === 0) return { kind: "unknown", reason: alone ? "no point was found where both sides have a value" : "no point of the domain was found" };
  return { kind: "unknown", reason: "the sides are too near to each other, or too few points could be compared" };
}

const isDifferent = (gap: number, size: number, noise: number): boolean => gap > loose * size && gap > 1e3 * noise;

/** One of the dimensions at least 6: what holds of small matrices only must be met. */
function larger(names: ReadonlySet<string>, attempt: number): Condition[] {
  const name = [...names][Math.floor(attempt / 5) % Math.max(1, names.size)];
  return name === undefined ? [] : [{ kind: "size", left: dimension(name), relation: ">=", right: dimensionOf(6) }];
}

/** The value at a point; undefined where there is none, or none that is finite; an expectation may have one that is not found, or it would take too long. */
function sideAt(program: Program, point: Point): Matrix | "unsettled" | undefined {
  try {
    const value = program.bind(point);
    return value.data.every(Number.isFinite) ? { ...value, data: value.data.slice() } : undefined;
  } catch (error) {
    if (error instanceof Unsettled || error instanceof TooMuchWork) return "unsettled";
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function gapOf(a: Matrix, b: Matrix): number {
  if (a.rows !== b.rows || a.cols !== b.cols) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let k = 0; k < a.data.length; k++) worst = Math.max(worst, Math.abs((a.data[k] as number) - (b.data[k] as number)));
  return worst;
}
