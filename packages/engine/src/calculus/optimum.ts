/** Numeric evidence at random points: is a solution stationary, and which signs do the eigenvalues of the Hessian take? */
import { type Expression, nodesOf, type Variable } from "../expression/node.ts";
import { multiply, transpose } from "../numeric/arithmetic.ts";
import { symmetricEigen } from "../numeric/decompositions.ts";
import { hessian, jacobian } from "../numeric/differences.ts";
import { compile, type Definition, type Point, type Program } from "../numeric/evaluate.ts";
import { inverse } from "../numeric/factorizations.ts";
import { filled, greatest, type Matrix, stacked } from "../numeric/matrix.ts";
import { satisfies } from "../numeric/properties.ts";
import { type Random, random } from "../numeric/random.ts";
import { samplePoint, sampleVariable } from "../numeric/sample.ts";
import type { Condition } from "../numeric/sizes.ts";
import { dimensionNames } from "./points.ts";
import { patterns } from "./tangents.ts";

export interface Landscape {
  readonly function: Expression;
  readonly wrt: Variable;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly definitions: readonly Definition[];
  readonly conditions: readonly Condition[];
  readonly seed: string;
  /** What the solution inverts: points where it nearly cannot are passed over. */
  readonly inverted?: readonly Expression[];
  /** Declared properties left out. */
  readonly drop?: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What was seen: the greatest gradient against the size of f, and curvatures below and above 0. */
export interface Seen {
  readonly points: number;
  /** Properties of the variable that the solution had not at some point. */
  readonly missed: readonly string[];
  /** Points at which second differences could be taken. */
  readonly looked: number;
  readonly worst: number;
  readonly below: number;
  readonly above: number;
  /** At one point both: the point. */
  readonly witness?: Point;
}

const regions = ["generic", "generic", "positive", "definite", "dominant", "small", "fraction"] as const;

/** Directions in which a value with these properties may move, as columns over its entries by columns. */
function directions(x: Variable, rows: number, cols: number): Matrix | undefined {
  const has = (...ps: string[]) => ps.some((p) => x.properties.includes(p));
  if (has("simplex"))
    return filled(rows * cols, (rows - 1) * cols, (k, m) => {
      const [i, j] = [1 + (m % (rows - 1)), Math.floor(m / (rows - 1))];
      return k === i + j * rows ? 1 : k === j * rows ? -1 : 0;
    });
  const structure = has("diagonal")
    ? "diagonal"
    : has("symmetric", "posdef", "psd")
      ? "symmetric"
      : has("lower")
        ? "lower"
        : has("upper")
          ? "upper"
          : undefined;
  if (!structure) return undefined;
  const moves = patterns(structure, rows).map(stacked);
  return filled(rows * cols, moves.length, (k, m) => moves[m]?.[k] as number);
}

/** Looks at f at random points, at `solution` where one is given. */
export function survey(l: Landscape, wanted: number, solution?: Expression, curvature = true): Seen {
  const f = compile(l.function, l.definitions);
  const at = solution && compile(solution, l.definitions);
  const regular = (l.inverted ?? []).map((e) => compile(e, l.definitions));
  const names = new Set([...f.names, ...(at?.names ?? []), l.wrt.name]);
  const variables = [...l.variables.values()].filter((v) => names.has(v.name));
  const nodes = nodesOf(l.function, ...(solution ? [solution] : []), ...variables, ...l.definitions.map((d) => d.expression));
  const dimensions = dimensionNames(nodes);
  const rng = random(`${l.seed}!`);
  const missed = new Set<string>();
  let [points, looked, worst, below, above] = [0, 0, 0, 0, 0];
  let witness: Point | undefined;
  for (let attempt = 0; attempt < 12 * wanted && points < wanted; attempt++) {
    const region = regions[attempt % regions.length] ?? "generic";
    const drawn = samplePoint(variables, dimensions, l.conditions, rng, (v) => ({
      region,
      ...(l.drop?.has(v.name) && { drop: l.drop.get(v.name) as ReadonlySet<string> }),
    }));
    if (!drawn) continue;
    try {
      if (regular.some((m) => !isTame(m.bind(drawn)))) continue;
      const x = at ? at.bind(drawn) : (drawn.values.get(l.wrt.name) as Matrix);
      if (!(greatest(x) < 1e6)) continue;
      const own = { rows: x.rows, cols: x.cols, data: x.data.slice() } as Matrix;
      const without = at ? l.wrt.properties.filter((p) => !satisfies(own, p)) : [];
      for (const p of without) missed.add(p);
      if (without.length) continue;
      const point: Point = { sizes: drawn.sizes, values: new Map(drawn.values).set(l.wrt.name, own) };
      const bound = f.bind(point);
      const middle = { rows: bound.rows, cols: bound.cols, data: bound.data.slice() } as Matrix;
      if (!Number.isFinite(middle.data[0] as number)) continue;
      if (at) {
        const g = jacobian(f, middle, l.wrt.name, own, stepOf(own));
        const scale = Math.max(1e-3, f.scale([l.wrt.name]) / Math.max(greatest(own), 1e-3));
        if (!Number.isFinite(greatest(g.value))) continue;
        if (g.error > 1e-5 * scale) continue;
        worst = Math.max(worst, greatest(g.value) / scale);
      }
      points++;
      if (!curvature || own.data.length > 20) continue;
      f.bind(point);
      const h = hessian(f, middle, { name: l.wrt.name, at: own }, { name: l.wrt.name, at: own }, stepOf(own));
      const top = greatest(h.value);
      if (!(top < 1e8) || h.error > 1e-4 * Math.max(top, 1e-3)) continue;
      const b = directions(l.wrt, own.rows, own.cols);
      const projected = b ? multiply(multiply(transpose([b]), h.value), b) : h.value;
      const { values } = symmetricEigen(projected);
      const floor = 1e-4 * Math.max(1e-3, greatest(projected)) + 10 * h.error;
      const [low, high] = [values.some((v) => v < -floor), values.some((v) => v > floor)];
      looked++;
      if (low) below++;
      if (high) above++;
      if ((low && high) || (!at && own.data.length === 1 && low !== high && turns(f, l.wrt, point, low ? 1 : -1, rng))) witness ??= point;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return { points, missed: [...missed], looked, worst, below, above, ...(witness && { witness }) };
}

/** Is a matrix, or number, far enough from a singular one for what is made with its inverse to be right? */
const isTame = (a: Matrix): boolean => greatest(inverse([a])) * greatest(a) < 1e8;

const stepOf = (x: Matrix): number => 0.01 * Math.min(1, Math.max(greatest(x), 1e-2));

/** Has f of one number, all else as at the point, a second difference of the sign somewhere? */
function turns(f: Program, x: Variable, point: Point, sign: 1 | -1, rng: Random): boolean {
  for (let k = 0; k < 8; k++) {
    const at = sampleVariable(x, point.sizes, rng);
    if (!at) continue;
    const bound = f.bind({ sizes: point.sizes, values: new Map(point.values).set(x.name, at) });
    const middle = { rows: bound.rows, cols: bound.cols, data: bound.data.slice() } as Matrix;
    const h = hessian(f, middle, { name: x.name, at }, { name: x.name, at }, stepOf(at));
    const second = sign * (h.value.data[0] as number);
    if (second > 1e-3 + 10 * h.error && second < 1e8) return true;
  }
  return false;
}
