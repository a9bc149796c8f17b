import { dimensionNames } from "../calculus/points.ts";
import { type Expression, nodesOf, type Variable, variable } from "../expression/node.ts";
import { compile, type Definition, type Point } from "../numeric/evaluate.ts";
import { greatest, type Matrix } from "../numeric/matrix.ts";
import { random } from "../numeric/random.ts";
import { samplePoint } from "../numeric/sample.ts";
import type { Condition } from "../numeric/sizes.ts";

/** What numbers are drawn from. */
export interface Ground {
  readonly variables: ReadonlyMap<string, Variable>;
  readonly definitions: readonly Definition[];
  readonly conditions: readonly Condition[];
  readonly seed: string;
}

/** A point, and the value of an expression there with the size of what was rounded on the way. */
export interface Sample {
  readonly point: Point;
  readonly value: Matrix;
  readonly scale: number;
}

/** What is assumed of names beside what is declared. */
export interface Extra {
  readonly properties: ReadonlyMap<string, readonly string[]>;
  readonly conditions: readonly Condition[];
}

const regions = ["generic", "generic", "positive", "definite", "fraction", "dominant", "small"] as const;

/** The value at a point; undefined where there is none that is finite. */
export function valueAt(e: Expression, ground: Ground, point: Point): { value: Matrix; scale: number } | undefined {
  try {
    const program = compile(e, ground.definitions);
    const value = program.bind(point);
    if (!value.data.every(Number.isFinite)) return undefined;
    return { value: { ...value, data: value.data.slice() }, scale: Math.max(greatest(value), program.scale([...program.names])) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The ground with what is assumed beside it. */
export function assuming(ground: Ground, extra: Extra): Ground {
  const variables = new Map(ground.variables);
  for (const [name, words] of extra.properties) {
    const v = variables.get(name);
    const more = words.filter((p) => !v?.properties.includes(p));
    if (v && more.length) variables.set(name, variable(v.name, v.rows, v.cols, [...v.properties, ...more]));
  }
  return { ...ground, variables, conditions: [...ground.conditions, ...extra.conditions] };
}

/** All that expressions' points must give a value: their variables, and those that conditions bind. */
function variablesOf(ground: Ground, roots: readonly Expression[]): Variable[] {
  const names = new Set(roots.flatMap((e) => [...compile(e, ground.definitions).names]));
  for (const c of ground.conditions) if (c.kind === "commute") for (const n of [c.left, c.right]) names.add(n);
  return [...ground.variables.values()].filter((v) => names.has(v.name));
}

/** Points of unequal sizes where the expression has a value; fewer than asked where they are rare. `also` are expressions whose names get values too. */
export function samplesOf(e: Expression, ground: Ground, count: number, also: readonly Expression[] = []): Sample[] {
  const variables = variablesOf(ground, [e, ...also]);
  const { conditions } = ground;
  const dimensions = new Set(dimensionNames(nodesOf(e, ...also, ...variables, ...ground.definitions.map((d) => d.expression))));
  for (const c of conditions) if (c.kind === "size") for (const d of [c.left, c.right]) for (const n of d.names) dimensions.add(n);
  const out: Sample[] = [];
  const before: ReadonlyMap<string, number>[] = [];
  for (let attempt = 0; attempt < 12 + 4 * count && out.length < count; attempt++) {
    const rng = random(`${ground.seed}~${attempt}`);
    const point = samplePoint(
      variables,
      [...dimensions],
      conditions,
      rng,
      () => ({ region: regions[attempt % regions.length] ?? "generic" }),
      before.slice(-2),
    );
    if (!point) {
      if (attempt > 3 && out.length === 0) return out;
      continue;
    }
    const at = valueAt(e, ground, point);
    if (!at || !(at.scale < 1e9)) continue;
    out.push({ point, ...at });
    before.push(point.sizes);
  }
  return out;
}

/** Has the expression the sample's value there? Undefined where it has none. */
export function agrees(e: Expression, ground: Ground, sample: Sample): boolean | undefined {
  const own = valueAt(e, ground, sample.point);
  if (!own) return undefined;
  return gapOf(own.value, sample.value) <= 1e-9 * Math.max(greatest(own.value), greatest(sample.value)) + 1e-12 * Math.max(own.scale, sample.scale);
}

/** Has the expression another value at the sample, beyond all rounding? */
export function differs(e: Expression, ground: Ground, sample: Sample): boolean {
  const own = valueAt(e, ground, sample.point);
  return (
    own !== undefined &&
    gapOf(own.value, sample.value) > 1e-5 * Math.max(greatest(own.value), greatest(sample.value)) + 1e-9 * Math.max(own.scale, sample.scale)
  );
}

function gapOf(a: Matrix, b: Matrix): number {
  if (a.rows !== b.rows || a.cols !== b.cols) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let k = 0; k < a.data.length; k++) worst = Math.max(worst, Math.abs((a.data[k] as number) - (b.data[k] as number)));
  return worst;
}
