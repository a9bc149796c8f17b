import { dimensionNames } from "../calculus/points.ts";
import { type Expression, namesOf, nodesOf, type Variable, variable } from "../expression/node.ts";
import type { Point } from "../numeric/evaluate.ts";
import { greatest, type Matrix } from "../numeric/matrix.ts";
import { random } from "../numeric/random.ts";
import { samplePoint } from "../numeric/sample.ts";
import type { Condition } from "../numeric/sizes.ts";
import { type Ground, type Valued, Values } from "./values.ts";

/** A point, and the value of an expression there. */
export interface Sample extends Valued {
  readonly point: Point;
  readonly values: Values;
}

/** What is assumed of names beside what is declared. */
interface Extra {
  readonly properties: ReadonlyMap<string, readonly string[]>;
  readonly conditions: readonly Condition[];
}

const regions = ["generic", "generic", "positive", "definite", "fraction", "dominant", "small"] as const;

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

/** The variables that expressions rest on, through definitions too. */
export function variablesIn(ground: Ground, roots: readonly Expression[]): Variable[] {
  const names = namesOf(...roots);
  for (const d of [...ground.definitions].reverse()) if (names.has(d.name)) for (const n of namesOf(d.expression)) names.add(n);
  return [...ground.variables.values()].filter((v) => names.has(v.name));
}

/** Points of unequal sizes where the expression has a value; fewer than asked where they are rare. `also` are expressions whose names get values too. */
export function samplesOf(e: Expression, ground: Ground, count: number, also: readonly Expression[] = []): Sample[] {
  const { conditions } = ground;
  const mates = new Set(conditions.flatMap((c) => (c.kind === "commute" ? [c.left, c.right] : [])));
  const own = variablesIn(ground, [e, ...also]);
  const variables = mates.size ? [...ground.variables.values()].filter((v) => own.includes(v) || mates.has(v.name)) : own;
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
    const values = new Values(ground, point);
    const at = values.of(e);
    if (!at || !(at.scale < 1e9)) continue;
    out.push({ point, values, ...at });
    before.push(point.sizes);
  }
  return out;
}

/** Has the expression the sample's value there? Undefined where it has none. */
export function agrees(e: Expression, sample: Sample): boolean | undefined {
  const own = sample.values.of(e);
  if (!own) return undefined;
  return gapOf(own.value, sample.value) <= 1e-9 * Math.max(greatest(own.value), greatest(sample.value)) + 1e-12 * Math.max(own.scale, sample.scale);
}

/** Has the expression another value at the sample, beyond all rounding? */
export function differs(e: Expression, sample: Sample): boolean {
  const own = sample.values.of(e);
  if (!own) return false;
  return gapOf(own.value, sample.value) > 1e-5 * Math.max(greatest(own.value), greatest(sample.value)) + 1e-9 * Math.max(own.scale, sample.scale);
}

function gapOf(a: Matrix, b: Matrix): number {
  if (a.rows !== b.rows || a.cols !== b.cols) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let k = 0; k < a.data.length; k++) worst = Math.max(worst, Math.abs((a.data[k] as number) - (b.data[k] as number)));
  return worst;
}
