import { sizeOf } from "../expression/dimension.ts";
import type { Variable } from "../expression/node.ts";
import { combined, multiply, scaled, transpose } from "./arithmetic.ts";
import type { Point } from "./evaluate.ts";
import { inverse } from "./factorizations.ts";
import { filled, greatest, identity, type Matrix, scalar } from "./matrix.ts";
import { satisfies } from "./properties.ts";
import type { Random } from "./random.ts";
import { type Condition, sampleSizes } from "./sizes.ts";
import { candidate, type Region } from "./structures.ts";

/** How a value departs from the usual. */
export interface Manner {
  /** Declared properties the value need not have. */
  readonly drop?: ReadonlySet<string>;
  readonly region?: Region;
  /** Make a square value singular, a tall one short of full rank. */
  readonly singular?: boolean;
}

/** The most entries a sampled value may have. */
const largest = 40_000;

/** A value made singular by a last column that repeats the others, by a mirrored factor, or by a zero on the diagonal. */
function singular(a: Matrix, has: (property: string) => boolean, rng: Random): Matrix {
  const n = a.cols;
  const at = rng.integer(0, n - 1);
  if (has("diagonal") || has("lower") || has("upper")) return filled(a.rows, n, (i, j) => (i === at && j === at ? 0 : a.data[i * n + j]!));
  if (has("symmetric") || has("psd")) {
    const b = filled(n, n - 1, () => rng.normal());
    const signed = has("psd") ? b : filled(n, n - 1, (i, j) => (j % 2 ? -1 : 1) * b.data[i * (n - 1) + j]!);
    const out = multiply(signed, transpose([b]));
    return scaled(combined(out, transpose([out]), 1), 1 / (2 * n));
  }
  const weights = Array.from({ length: n }, () => rng.normal());
  return filled(a.rows, n, (i, j) => {
    if (j !== at) return a.data[i * n + j]!;
    let t = 0;
    for (let k = 0; k < n; k++) if (k !== at) t += weights[k]! * a.data[i * n + k]!;
    return t / n;
  });
}

/** A random value of the variable that has all its properties but those dropped; `undefined` where none is found. */
export function sampleVariable(v: Variable, sizes: ReadonlyMap<string, number>, rng: Random, manner: Manner = {}): Matrix | undefined {
  const rows = sizeOf(v.rows, sizes);
  const cols = sizeOf(v.cols, sizes);
  if (!(rows >= 1 && cols >= 1 && rows * cols <= largest)) return undefined;
  const properties = manner.drop ? v.properties.filter((p) => !manner.drop!.has(p)) : v.properties;
  const region = manner.region ?? "generic";
  if (properties.length === 0 && !manner.singular) return candidate(() => false, rows, cols, region, rng);
  const has = (p: string) => properties.includes(p);
  if ((manner.singular && cols < 2) || (rows < cols && (manner.singular || has("orthogonal") || has("fullrank")))) return undefined;
  for (let attempt = 0; attempt < 24; attempt++) {
    let a = candidate(has, rows, cols, attempt < 8 ? region : "generic", rng);
    if (manner.singular) a = singular(a, has, rng);
    if (properties.every((p) => satisfies(a, p))) return a;
  }
  return undefined;
}

/** Polynomials and the like of A, all of which commute with it. */
function partners(a: Matrix, rng: Random): (() => Matrix)[] {
  const n = a.rows;
  const one = identity(n);
  const square = multiply(a, a);
  const u = () => 0.3 + rng.uniform();
  const signed = () => (rng.uniform() < 0.5 ? -u() : u());
  const size = 1 + greatest(a) ** 2;
  return [
    () => combined(combined(scaled(one, signed()), a, signed()), square, signed() / size),
    () => combined(combined(scaled(one, 1 + u()), a, 0.3 * u()), square, u() / size),
    () => combined(combined(scaled(one, 1.5 * n), a, signed() / Math.sqrt(size)), square, u() / size),
    () => combined(scaled(a, signed()), multiply(square, a), signed() / size),
    () => square,
    () => combined(one, a, -1),
    () => transpose([a]),
    () => inverse([a]),
    () => scaled(one, u()),
    () => one,
  ];
}

function commute(a: Matrix, b: Matrix): boolean {
  return greatest(combined(multiply(a, b), multiply(b, a), -1)) <= 1e-10 * (1 + greatest(a) * greatest(b));
}

function tryValue(run: () => Matrix): Matrix | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Which manner each variable is drawn in. */
export type Manners = (v: Variable) => Manner | undefined;

/**
 * A random point: unequal sizes that satisfy the conditions, and values with the declared properties; `undefined` where none is found.
 * Sizes are other than `before` where that can be. A variable under a dimension's name has that dimension's value.
 */
export function samplePoint(
  variables: readonly Variable[],
  dimensions: readonly string[],
  conditions: readonly Condition[],
  rng: Random,
  manners: Manners = () => undefined,
  before: readonly ReadonlyMap<string, number>[] = [],
): Point | undefined {
  for (let attempt = 0; attempt < 16; attempt++) {
    const sizes = sampleSizes(dimensions, conditions, rng, attempt < 8 ? before : []);
    if (!sizes) return undefined;
    const values = new Map<string, Matrix>();
    if (variables.every((v) => draw(v, sizes, values, conditions, rng, manners(v)))) return { sizes, values };
  }
  return undefined;
}

function draw(
  v: Variable,
  sizes: ReadonlyMap<string, number>,
  values: Map<string, Matrix>,
  conditions: readonly Condition[],
  rng: Random,
  manner: Manner = {},
): boolean {
  const size = sizes.get(v.name);
  if (size !== undefined) {
    values.set(v.name, scalar(size));
    return true;
  }
  const mates: Matrix[] = [];
  for (const c of conditions)
    if (c.kind === "commute" && (c.left === v.name || c.right === v.name)) {
      const mate = values.get(c.left === v.name ? c.right : c.left);
      if (mate) mates.push(mate);
    }
  if (mates.length === 0) {
    const value = sampleVariable(v, sizes, rng, manner);
    if (value) values.set(v.name, value);
    return value !== undefined;
  }
  const properties = v.properties.filter((p) => !manner.drop?.has(p));
  for (const make of partners(mates[mates.length - 1]!, rng))
    for (let attempt = 0; attempt < 3; attempt++) {
      const value = tryValue(make);
      if (value && greatest(value) < 100 && mates.every((m) => commute(m, value)) && properties.every((p) => satisfies(value, p))) {
        values.set(v.name, value);
        return true;
      }
    }
  return false;
}
