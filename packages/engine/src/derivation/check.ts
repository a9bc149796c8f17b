import { dimensionNames, nudged } from "../calculus/points.ts";
import { type Dimension, sizeOf } from "../expression/dimension.ts";
import { type Expression, isApply, nodesOf, type Variable } from "../expression/node.ts";
import { compile, type Definition, type Point } from "../numeric/evaluate.ts";
import { greatest, type Matrix, scalar } from "../numeric/matrix.ts";
import { type Random, random } from "../numeric/random.ts";
import { samplePoint } from "../numeric/sample.ts";
import type { Condition } from "../numeric/sizes.ts";
import type { Line } from "./board.ts";

/** Where the lines are compared. */
export interface Ground {
  readonly variables: ReadonlyMap<string, Variable>;
  readonly definitions: readonly Definition[];
  readonly conditions: readonly Condition[];
  readonly increment: Variable;
  /** Free indices: whole numbers from 1 to their range. */
  readonly indices?: readonly { readonly name: Expression; readonly range: Dimension }[];
  readonly seed: string;
}

/** The greatest relative difference of each line to the one before; or why there is none. */
export type Checked = { readonly status: "passed"; readonly errors: readonly number[] } | { readonly status: "failed" | "unverified"; readonly reason: string };

type Program = ReturnType<typeof compile>;

const points = 2;
const most = 64;
const tolerance = 1e-7;
/** Of lines that hold an integral, which is evaluated by quadrature. */
const quadrature = 1e-5;
const regions = ["generic", "generic", "positive", "definite", "small", "fraction", "dominant"] as const;

/** Compares both sides of every line at random points, the increment random too. */
export function checkLines(lines: readonly Line[], ground: Ground): Checked {
  const sides = new Map<Expression, Program>();
  const side = (e: Expression) => {
    let program = sides.get(e);
    if (!program) sides.set(e, (program = compile(e, ground.definitions)));
    return program;
  };
  const pairs = lines.map((l) => (l.kind === "rewrite" ? [side(l.before), side(l.after)] : l.means ? [side(l.before), side(l.means)] : undefined));
  const names = new Set([...sides.values()].flatMap((p) => [...p.names]));
  const nodes = nodesOf(...sides.keys(), ...ground.definitions.map((d) => d.expression));
  const free = new Map(nodes.flatMap((v) => (v.kind === "variable" ? [[v.name, v] as const] : [])));
  const variables = [...names].map((name) =>
    name === ground.increment.name ? ground.increment : (ground.variables.get(name) ?? (free.get(name) as Variable)),
  );
  const dimensions = new Set(dimensionNames([...nodes, ...variables]));
  for (const c of ground.conditions) if (c.kind === "size") for (const d of [c.left, c.right]) for (const n of d.names) dimensions.add(n);
  const errors = lines.map(() => 0);
  const allowed = nodes.some((e) => isApply(e, "integral")) ? quadrature : tolerance;
  if (!sides.size) return { status: "passed", errors };
  const rng = random(`${ground.seed}:steps`);
  let found = 0;
  let undefinedAt: number | undefined;
  for (let attempt = 0; attempt < most && found < points; attempt++) {
    const region = regions[attempt % regions.length] ?? "generic";
    const point = samplePoint(variables, [...dimensions], ground.conditions, rng, (v) => (v === ground.increment ? undefined : { region }));
    if (!point) continue;
    const at = withIndices(point, ground.indices ?? [], rng);
    // where all points have great values, these serve
    const values = valuesAt(sides, at, attempt < most / 2 ? 1e8 : 1e100);
    if (typeof values === "number") {
      undefinedAt = values;
      continue;
    }
    const scale = attempt < most / 2 ? 1 : Math.max(...[...values.values()].map(greatest));
    const gaps = pairs.map((pair) => (pair ? gap(values.get(pair[0]) as Matrix, values.get(pair[1]) as Matrix, scale) : 0));
    const k = gaps.findIndex((e) => !(e < allowed));
    if (k >= 0) {
      const pair = pairs[k] as readonly Program[];
      const sides = pair.map((p) => values.get(p) as Matrix);
      if (pair.some((p, i) => !isSteady(p, sides[i] as Matrix, at, variables, rng))) continue;
      return { status: "failed", reason: `the sides of line ${k} differ by ${gaps[k]?.toPrecision(3)}` };
    }
    found++;
    for (const [k, e] of gaps.entries()) errors[k] = Math.max(errors[k] as number, e);
  }
  if (found === points) return { status: "passed", errors };
  return {
    status: "unverified",
    reason: undefinedAt === undefined ? "no values with the declared properties were found" : "no point where all lines have a value was found",
  };
}

/** Does the value hardly change where the variables do by a few units of their last place? Where it does, it is rounding, as an inverse of what is singular is. */
function isSteady(side: Program, value: Matrix, point: Point, variables: readonly Variable[], rng: Random): boolean {
  try {
    return gap(value, side.bind(nudged(point, variables, rng)), 1) < tolerance;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function withIndices(point: Point, indices: NonNullable<Ground["indices"]>, rng: Random): Point {
  if (!indices.length) return point;
  const values = new Map(point.values);
  for (const { name, range } of indices) values.set((name as Variable).name, scalar(rng.integer(1, sizeOf(range, point.sizes))));
  return { ...point, values };
}

/** The values of all sides; the place of the first that has none. */
function valuesAt(sides: ReadonlyMap<Expression, Program>, point: Point, limit: number): Map<unknown, Matrix> | number {
  const out = new Map<unknown, Matrix>();
  let k = 0;
  try {
    for (const program of sides.values()) {
      const value = program.bind(point);
      if (!(greatest(value) < limit) || value.data.some(Number.isNaN)) return k;
      out.set(program, { ...value, data: value.data.slice() });
      k++;
    }
  } catch (error) {
    if (error instanceof RangeError) return k;
    throw error;
  }
  return out;
}

function gap(a: Matrix, b: Matrix, scale: number): number {
  if (a.rows !== b.rows || a.cols !== b.cols) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let k = 0; k < a.data.length; k++) worst = Math.max(worst, Math.abs((a.data[k] as number) - (b.data[k] as number)));
  return worst / Math.max(1, greatest(a), scale);
}
