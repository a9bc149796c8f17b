import type { Variable } from "../expression/node.ts";
import { scaled } from "../numeric/arithmetic.ts";
import type { Point, Program } from "../numeric/evaluate.ts";
import { greatest, type Matrix } from "../numeric/matrix.ts";

/** Properties that survive a change of scale. */
const cones = new Set("symmetric skew posdef psd diagonal lower upper invertible fullrank toeplitz symtoeplitz positive nonneg".split(" "));

function scaledPoint(point: Point, variables: readonly Variable[], by: number): Point {
  const values = new Map(point.values);
  for (const v of variables) if (v.properties.every((p) => cones.has(p)) && !point.sizes.has(v.name)) values.set(v.name, scaled(point.values.get(v.name)!, by));
  return { sizes: point.sizes, values };
}

/** The program's value at a point; `undefined` outside the domain. */
export function valueAt(program: Program, point: Point): Matrix | undefined {
  try {
    return program.bind(point);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * The point with all values scaled, up or down by `direction`, so that the program's value is of middling size, by bisection on the
 * exponent; `undefined` where no scale tried does it.
 */
export function scaledInto(program: Program, variables: readonly Variable[], point: Point, direction: 1 | -1): Point | undefined {
  let [low, high] = direction < 0 ? [-8, 0] : [0, 8];
  for (let k = 0; k < 16; k++) {
    const exponent = (low + high) / 2;
    const moved = scaledPoint(point, variables, 2 ** exponent);
    const value = valueAt(program, moved);
    const size = value ? greatest(value) : Number.NaN;
    if (size < 1e3 && size > 1e-3) return moved;
    if (size <= 1e-3) low = exponent;
    else high = exponent;
  }
  return undefined;
}
