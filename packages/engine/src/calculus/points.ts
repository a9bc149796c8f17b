import type { Expression, Variable } from "../expression/node.ts";
import type { Slope } from "../numeric/differences.ts";
import type { Point, Program } from "../numeric/evaluate.ts";
import { greatest, matrix } from "../numeric/matrix.ts";
import type { Random } from "../numeric/random.ts";
import { type Manner, type Manners, samplePoint } from "../numeric/sample.ts";
import type { Condition } from "../numeric/sizes.ts";
import type { Region } from "../numeric/structures.ts";
import { type Directions, directionsAt, type Probe, type Site } from "./probes.ts";
import { scaledInto, valueAt } from "./scaling.ts";

/** What a search for points needs to know. */
export interface Field {
  readonly program: Program;
  readonly variables: readonly Variable[];
  readonly dimensions: readonly string[];
  readonly conditions: readonly Condition[];
  readonly x: string;
  readonly y: string;
  readonly probe: Probe;
  readonly comparisons: number;
  /** What is assumed to hold at a point beside f's own domain. */
  readonly admits: (point: Point) => boolean;
}

/** A point of the domain with differences that can be trusted. */
export interface Found {
  readonly point: Point;
  readonly site: Site;
  readonly measured: readonly { readonly directions: Directions; readonly slope: Slope }[];
  /** Rounding and differences hide errors below this. */
  readonly floor: number;
  /** f is not differentiable here, though differences to both sides average to a value. */
  readonly kinked: boolean;
}

const steps: Readonly<Record<1 | 2, readonly number[]>> = { 1: [0.02, 0.002, 0.0003], 2: [0.04, 0.01, 0.003] };
const floors: Readonly<Record<1 | 2, number>> = { 1: 1e-9, 2: 1e-7 };
/** Relative tolerances of the comparison. */
export const tolerances: Readonly<Record<1 | 2, number>> = { 1: 1e-6, 2: 1e-4 };

const uniform: readonly Region[] = ["generic", "generic", "generic", "generic", "positive", "dominant", "small", "definite", "fraction"];
const mixed: readonly Region[] = ["generic", "positive", "dominant", "small", "fraction", "definite", "large", "negative"];
/** How many points are drawn before the search ends. */
export const patience = 64;

/** The slope by the greatest steps that can be trusted; `undefined` where none can. */
function trusted(field: Field, site: Site, directions: Directions, floor: number): { slope: Slope; kinked: boolean } | undefined {
  let fallback: { slope: Slope; kinked: boolean } | undefined;
  for (const h of steps[field.probe.order]) {
    let slope: Slope;
    try {
      slope = field.probe.slope(site, directions, h);
    } catch (error) {
      if (error instanceof RangeError) continue;
      throw error;
    }
    const top = greatest(slope.value);
    if (!(top < 1e10)) continue;
    const bound = 0.1 * tolerances[field.probe.order];
    let good = true;
    for (let k = 0; k < slope.error.length; k++)
      if (!(slope.error[k]! <= bound * Math.max(Math.abs(slope.value.data[k]!), 1e-2 * top) + 0.1 * floor)) good = false;
    if (!good) continue;
    if (!(slope.kink > 1e-3 * top + 1e-6 * site.scale)) return { slope, kinked: false };
    fallback = { slope, kinked: true };
  }
  return fallback;
}

/** All that is measured at a point of the domain, or why it cannot serve. Where f is wild or all but nothing, at a scaled point. */
function measure(field: Field, candidate: Point, rng: Random): Found | "domain" | "rough" {
  const near = valueAt(field.program, candidate);
  if (!near) return "domain";
  const size = greatest(near);
  // NaN without an infinite value on the way is no overflow: the point is outside the domain.
  if (Number.isNaN(size) && !field.program.overflows) return "domain";
  if (!(size < 1e6)) {
    const point = scaledInto(field.program, field.variables, candidate, -1) ?? (Number.isFinite(size) ? candidate : undefined);
    return point ? measureAt(field, point, rng) : "domain";
  }
  const found = measureAt(field, candidate, rng);
  if (typeof found === "string" || strong(found) || !(size < 1e-6 && size > 0)) return found;
  const point = scaledInto(field.program, field.variables, candidate, 1);
  const better = point && measureAt(field, point, rng);
  return better && typeof better !== "string" && strong(better) ? better : found;
}

/** Are the differences well above rounding? */
function strong(found: Found): boolean {
  return found.measured.some((m) => greatest(m.slope.value) >= 1e4 * found.floor);
}

function measureAt(field: Field, point: Point, rng: Random): Found | "domain" | "rough" {
  const middle = valueAt(field.program, point);
  if (!middle || !field.admits(point)) return "domain";
  const x = { name: field.x, at: point.values.get(field.x)! };
  const y = { name: field.y, at: point.values.get(field.y)! };
  const scale = field.program.scale(field.x === field.y ? [field.x] : [field.x, field.y]);
  if (!(scale < 1e12)) return "domain";
  const site: Site = { program: field.program, middle: matrix(middle.rows, middle.cols, middle.data.slice()), x, y, scale };
  const floor = floors[field.probe.order] * scale;
  const measured: { directions: Directions; slope: Slope }[] = [];
  let kinked = false;
  for (let k = 0; k < field.comparisons; k++) {
    const directions = directionsAt(site, rng);
    const result = trusted(field, site, directions, floor);
    if (!result) return "rough";
    measured.push({ directions, slope: result.slope });
    kinked ||= result.kinked;
  }
  return { point, site, measured, floor, kinked };
}

/** Draws each variable in a region of its own in later attempts: first everything generic, then alike, then mixed. */
function mannersOf(field: Field, attempt: number, rng: Random, given: Manners): Manners {
  const chosen = new Map<string, Manner>();
  for (const v of field.variables) {
    const region = uniform[attempt] ?? mixed[rng.integer(0, mixed.length - 1)]!;
    const own = given(v);
    if (region !== "generic" || own) chosen.set(v.name, { region, ...own });
  }
  return (v) => chosen.get(v.name);
}

/**
 * A point of the domain where f is finite, tame and smooth, its differences can be trusted, and they are not drowned in rounding; the next
 * best where there is none so good: kinked, or with differences that are all but 0. `before` holds the sizes of other trials, `limit` how many points are drawn. Or the reason why none.
 */
export function findPoint(
  field: Field,
  rng: Random,
  before: readonly ReadonlyMap<string, number>[],
  manners: Manners,
  limit = patience,
): Found | { readonly reason: string } {
  let weak: Found | undefined;
  let kinked: Found | undefined;
  let [weaks, kinks, rough, drawn] = [0, 0, 0, 0];
  for (let attempt = 0; attempt < limit; attempt++) {
    const point = samplePoint(
      field.variables,
      field.dimensions,
      field.conditions,
      rng,
      mannersOf(field, attempt, rng, manners),
      attempt > 8 && attempt % 3 === 0 ? [] : before,
    );
    if (!point) {
      if (attempt > 3 && drawn === 0) break;
      continue;
    }
    drawn++;
    const found = measure(field, point, rng);
    if (found === "domain") continue;
    if (found === "rough") {
      rough++;
      continue;
    }
    if (found.kinked) {
      kinked ??= found;
      if (++kinks >= 8) break;
      continue;
    }
    if (strong(found)) return found;
    weak ??= found;
    if (++weaks >= 2) break;
  }
  const best = weak ?? kinked;
  if (best) return best;
  if (drawn === 0) return { reason: "no values with the declared properties and conditions were found" };
  return { reason: rough > 0 ? "no point was found where differences of the function can be trusted" : "no point of the domain was found" };
}

/** The dimension names of expressions' variables and parameters. */
export function dimensionNames(nodes: Iterable<Expression>): string[] {
  const names = new Set<string>();
  for (const node of nodes) {
    if (node.kind === "variable") for (const d of [node.rows, node.cols]) for (const name of d.names) names.add(name);
    if (node.kind === "apply") for (const d of node.dimensions) for (const name of d.names) names.add(name);
  }
  return [...names];
}

/** The point with all that has no declared properties changed by a few units of its last place: what such a change moves much is rounding there, as an inverse of what is singular is. */
export function nudged(point: Point, variables: Iterable<Variable>, rng: Random): Point {
  const values = new Map(point.values);
  for (const v of variables) {
    const given = values.get(v.name);
    if (given && !v.properties.length) values.set(v.name, { ...given, data: given.data.map((x) => x * (1 + 1e-12 * rng.normal())) });
  }
  return { ...point, values };
}
