/**
 * Instances of unknown functions: what an answer says of every function must hold for one that is generic: smooth, neither linear nor separable,
 * of every entry of every argument. Each entry of the value is c1*sin(w1'*x + f1) + c2*sin(w2'*x + f2), x all arguments stacked, so derivatives of any order are exact.
 */
import type { UnknownFunction } from "../expression/operation.ts";
import { filled, type Matrix, stacked } from "./matrix.ts";

const amplitudes = [0.6, 0.4] as const;
const quarter = Math.PI / 2;

/** A number in (0, 1) that the whole numbers determine. */
function hashed(...numbers: readonly number[]): number {
  let h = 0x811c9dc5;
  for (const n of numbers) {
    h = Math.imul(h ^ (n + 0x9e37), 0x01000193);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    h ^= h >>> 12;
  }
  return ((h >>> 0) + 0.5) / 2 ** 32;
}

/** A weight, away from 0. */
function weight(...numbers: readonly number[]): number {
  const u = 2 * hashed(...numbers) - 1;
  return Math.sign(u) * (0.3 + 0.9 * Math.abs(u));
}

const keyOf = (name: string): number => [...name].reduce((h, c) => Math.imul(h ^ (c.codePointAt(0) as number), 0x01000193), 0x2545f491);

/** The value of one entry, or of its derivative by the entries `by` of the arguments stacked. */
function wave(key: number, i: number, j: number, x: readonly number[], by: readonly number[]): number {
  let out = 0;
  amplitudes.forEach((c, r) => {
    let phase = 6 * hashed(key, i, j, r, 7) + by.length * quarter;
    for (let k = 0; k < x.length; k++) phase += weight(key, i, j, r, k) * (x[k] as number);
    out += by.reduce((product, k) => product * weight(key, i, j, r, k), c) * Math.sin(phase);
  });
  return out;
}

type Entry = (i: number, j: number, by: readonly number[]) => number;

/** Values with a property, from generic ones between -1 and 1: linear in them, but for a constant. */
const within: Readonly<Record<string, (f: Entry, size: number) => Entry>> = {
  symmetric: (f) => (i, j, by) => (f(i, j, by) + f(j, i, by)) / 2,
  skew: (f) => (i, j, by) => (f(i, j, by) - f(j, i, by)) / 2,
  diagonal: (f) => (i, j, by) => (i === j ? f(i, j, by) : 0),
  lower: (f) => (i, j, by) => (i >= j ? f(i, j, by) : 0),
  upper: (f) => (i, j, by) => (i <= j ? f(i, j, by) : 0),
  invertible: (f) => f,
  posdef: (f, size) => (i, j, by) => (f(i, j, by) + f(j, i, by)) / 2 + (i === j && by.length === 0 ? size + 1 : 0),
  psd: (f, size) => (i, j, by) => (f(i, j, by) + f(j, i, by)) / 2 + (i === j && by.length === 0 ? size : 0),
  positive: (f) => (i, j, by) => f(i, j, by) + (by.length ? 0 : 1.2),
  nonneg: (f) => (i, j, by) => f(i, j, by) + (by.length ? 0 : 1),
  unit01: (f) => (i, j, by) => 0.45 * f(i, j, by) + (by.length ? 0 : 0.5),
};

/** The properties that values of an unknown function may be declared to have. */
export const instanceProperties: readonly string[] = Object.keys(within);

/**
 * The value of an unknown function of rows x cols, or of its derivative: by scalars it has that shape; by arrays rows are the entries of the function
 * (of a scalar's second derivative those of the first parameter), columns those of the (last) parameter, stacked by columns;
 * of a scalar by a matrix the transpose of the matrix of partial derivatives.
 */
export function instance(u: UnknownFunction, args: readonly Matrix[], rows: number, cols: number): Matrix {
  const x = args.flatMap((a) => [...stacked(a)]);
  const key = keyOf(u.name);
  const plain: Entry = (i, j, by) => wave(key, i, j, x, by);
  const entry = u.properties.reduce<Entry>((f, p) => within[p]?.(f, rows) ?? f, plain);
  const placesOf = (k: number): number[] => {
    const from = args.slice(0, k).reduce((n, a) => n + a.data.length, 0);
    return Array.from((args[k] as Matrix).data, (_, i) => from + i);
  };
  const isArray = (k: number) => (args[k] as Matrix).data.length > 1;
  const array = u.by.find(isArray);
  if (array === undefined) {
    const by = u.by.flatMap(placesOf);
    return filled(rows, cols, (i, j) => entry(i, j, by));
  }
  if (u.by.length > 1) {
    const [down, across] = u.by.map(placesOf) as [number[], number[]];
    return filled(down.length, across.length, (i, j) => entry(0, 0, [down[i] as number, across[j] as number]));
  }
  const across = placesOf(array);
  if (rows * cols > 1) return filled(rows * cols, across.length, (k, j) => entry(k % rows, Math.floor(k / rows), [across[j] as number]));
  const { rows: m, cols: n } = args[array] as Matrix;
  return filled(n, m, (j, i) => entry(0, 0, [across[i + j * m] as number]));
}

/** The instance of a function applied entry by entry, or of its derivative of the order it has. */
export function entrywiseInstance(u: UnknownFunction): (x: number) => number {
  const key = keyOf(u.name);
  const by = u.by.map(() => 0);
  return (x) => {
    const entry: Entry = (i, j, order) => wave(key, i, j, [x], order);
    return u.properties.reduce<Entry>((f, p) => within[p]?.(f, 1) ?? f, entry)(0, 0, by);
  };
}
