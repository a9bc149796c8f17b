import { type Expression, nodesOf, type Variable } from "../expression/node.ts";
import { compile, type Definition, type Point, type Program } from "../numeric/evaluate.ts";
import { greatest } from "../numeric/matrix.ts";
import { satisfies } from "../numeric/properties.ts";
import { random } from "../numeric/random.ts";
import { type Manners, samplePoint } from "../numeric/sample.ts";
import type { Condition } from "../numeric/sizes.ts";
import type { Candidate, Need } from "./check.ts";
import { dimensionNames } from "./points.ts";

/** Two expressions that are claimed to have one value. */
export interface Equation {
  readonly left: Expression;
  readonly right: Expression;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly definitions: readonly Definition[];
  readonly conditions: readonly Condition[];
  readonly candidates: readonly Candidate[];
  readonly needs: readonly Need[];
  readonly seed: string;
}

export type Comparison =
  | { readonly status: "passed"; readonly maxError: number; readonly trials: number; readonly used: readonly Candidate[] }
  | { readonly status: "failed" | "unverified"; readonly reason: string };

const trials = 3;
const regions = ["generic", "generic", "positive", "definite", "small", "fraction", "dominant"] as const;

/** Compares the values of two expressions at random points of the domain, at three settings of unequal sizes. */
export function compare(equation: Equation): Comparison {
  const full = run(equation, new Map());
  if (full.status !== "passed") return full;
  const drop = new Map<string, Set<string>>();
  const used: Candidate[] = [];
  for (const c of equation.candidates) {
    const set = drop.get(c.name) ?? new Set<string>();
    drop.set(c.name, set.add(c.property));
    if (run(equation, drop).status === "passed") continue;
    set.delete(c.property);
    used.push(c);
  }
  return { ...full, used };
}

function run(e: Equation, drop: ReadonlyMap<string, ReadonlySet<string>>): Comparison {
  const [left, right] = [compile(e.left, e.definitions), compile(e.right, e.definitions)];
  const admits = admitting(e);
  const names = new Set([...left.names, ...right.names]);
  const variables = [...e.variables.values()].filter((v) => names.has(v.name));
  const dimensions = new Set(dimensionNames(nodesOf(e.left, e.right, ...variables, ...e.definitions.map((d) => d.expression))));
  // a condition may name sizes that neither side has
  for (const c of e.conditions) if (c.kind === "size") for (const name of [...c.left.names, ...c.right.names]) dimensions.add(name);
  let maxError = 0;
  for (let trial = 0; trial < trials; trial++) {
    const rng = random(`${e.seed}=${trial}`);
    let error: number | undefined;
    for (let attempt = 0; attempt < 48 && error === undefined; attempt++) {
      const drawn = regions[attempt % regions.length] ?? "generic";
      // a value without its property must not happen to have it, nor what it meets
      const region = drop.size && drawn === "definite" ? "dominant" : drawn;
      const manners: Manners = (v) => ({ region, ...(drop.has(v.name) && { drop: drop.get(v.name) as ReadonlySet<string> }) });
      const point = samplePoint(variables, [...dimensions], e.conditions, rng, manners);
      if (point && admits(point)) error = gap(left, right, point);
    }
    if (error === undefined) return { status: "unverified", reason: "no point of the domain was found" };
    if (!(error < 1e-7)) return { status: "failed", reason: `the sides differ by ${error.toPrecision(3)}` };
    maxError = Math.max(maxError, error);
  }
  return { status: "passed", maxError, trials, used: [] };
}

/** Are the covariances at a point those of something? */
function admitting(e: Equation): (point: Point) => boolean {
  const needs = e.needs.filter((n) => n.property === "psd").map((n) => compile(n.expression, e.definitions));
  return (point) => needs.every((n) => [...n.names].some((name) => !point.values.has(name)) || satisfies(n.bind(point), "psd"));
}

/** The relative difference at a point; undefined where the left side has no value. */
function gap(left: Program, right: Program, point: Parameters<Program["bind"]>[0]): number | undefined {
  try {
    const a = left.bind(point);
    const size = greatest(a);
    if (!(size < 1e8)) return undefined;
    const b = right.bind(point);
    if (a.rows !== b.rows || a.cols !== b.cols) return Number.POSITIVE_INFINITY;
    let worst = 0;
    for (let k = 0; k < a.data.length; k++) {
      const d = Math.abs((a.data[k] as number) - (b.data[k] as number));
      if (!Number.isFinite(d)) return Number.POSITIVE_INFINITY;
      worst = Math.max(worst, d);
    }
    return worst / Math.max(1, size);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
