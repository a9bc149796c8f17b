import { type Matrix, matrix } from "../../packages/engine/src/numeric/matrix.ts";
import type { Random } from "../../packages/engine/src/numeric/random.ts";

/** The greatest |entry|; NaN where one is NaN. */
export function largest(data: ArrayLike<number>): number {
  let top = 0;
  for (let k = 0; k < data.length; k++) {
    const v = Math.abs(data[k]!);
    if (Number.isNaN(v)) return v;
    if (v > top) top = v;
  }
  return top;
}

/** A matrix after steps along directions. */
export function moved(a: Matrix, by: readonly (readonly [direction: Matrix, step: number])[]): Matrix {
  const out = matrix(a.rows, a.cols, a.data.slice());
  for (const [d, t] of by) for (let k = 0; k < out.data.length; k++) out.data[k]! += t * d.data[k]!;
  return out;
}

/** A random direction; the third has one entry alone. */
export function directionFor(rows: number, cols: number, k: number, rng: Random): Matrix {
  const out = matrix(rows, cols);
  if (k === 2) out.data[rng.integer(0, out.data.length - 1)] = 1;
  else for (let i = 0; i < out.data.length; i++) out.data[i] = rng.normal();
  return out;
}

/** A derivative by differences, entry by entry, and how far it may be off. */
export interface Slope {
  readonly value: number[];
  readonly error: number;
}

function combine(parts: readonly (readonly [Float64Array, number])[]): number[] {
  return Array.from(parts[0]![0], (_, k) => parts.reduce((s, [v, c]) => s + c * v[k]!, 0));
}
const gap = (a: readonly number[], b: readonly number[]): number => largest(a.map((v, k) => v - b[k]!));

/** The estimate of least error, where the next best bears it out: a jump or a kink between two steps fools one of them. */
function agreed(estimates: readonly Slope[]): Slope {
  const [best, next] = [...estimates].sort((a, b) => a.error - b.error) as [Slope, Slope];
  const apart = gap(best.value, next.value);
  return apart > 1e-5 * largest(best.value) + 10 * next.error ? { value: best.value, error: apart } : best;
}

/** The derivative of a function of one step at 0, by central differences of order four; `kink` where the two sides differ. */
export function firstSlope(at: (t: number) => Float64Array): Slope | "kink" {
  const zero = at(0);
  const estimates: Slope[] = [];
  for (const h of [2e-2, 3e-3, 3e-4]) {
    const [p1, m1, p2, m2] = [at(h), at(-h), at(2 * h), at(-2 * h)];
    const inner = combine([
      [p1, 1 / (2 * h)],
      [m1, -1 / (2 * h)],
    ]);
    const outer = combine([
      [p2, 1 / (4 * h)],
      [m2, -1 / (4 * h)],
    ]);
    const value = inner.map((v, k) => (4 * v - outer[k]!) / 3);
    const noise = (2e-16 * largest(zero)) / h;
    const bend = combine([
      [p1, 1 / h],
      [m1, 1 / h],
      [zero, -2 / h],
    ]);
    if (h === 3e-4 && largest(bend) > 1e-2 * largest(value) + 100 * noise + 1e-7) return "kink";
    estimates.push({ value, error: gap(inner, outer) * (h < 1e-3 ? 1 : 0.02) + 10 * noise });
  }
  return agreed(estimates);
}

/** The mixed second derivative of a function of two steps at 0. */
export function secondSlope(at: (s: number, t: number) => Float64Array): Slope {
  const size = largest(at(0, 0));
  const cross = (h: number) => {
    const c = 1 / (4 * h * h);
    return combine([
      [at(h, h), c],
      [at(h, -h), -c],
      [at(-h, h), -c],
      [at(-h, -h), c],
    ]);
  };
  return agreed(
    [4e-2, 1e-2, 2e-3].map((h): Slope => {
      const [outer, inner] = [cross(2 * h), cross(h)];
      return { value: inner.map((v, k) => (4 * v - outer[k]!) / 3), error: gap(inner, outer) * 0.05 + (1e-15 * size) / (h * h) };
    }),
  );
}
