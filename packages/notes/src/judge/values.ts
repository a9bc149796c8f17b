import { type Operation, operations } from "gradus";

/** A dense matrix by rows, as the engine's operations take it. */
export type Matrix = ReturnType<Operation["value"]>;

const byName = new Map(operations.map((o) => [o.name, o]));
const bySpelling = new Map<string, Operation[]>();
for (const o of operations)
  for (const s of [o.spelling, ...(o.aliases ?? [])]) if (s && o.signature !== undefined) bySpelling.set(s, [...(bySpelling.get(s) ?? []), o]);

/** What cannot be evaluated: shapes that do not fit (`shape`), a value that does not exist here (`domain`), or something not known (`unknown`). */
export class NoValue extends Error {
  readonly reason: "shape" | "domain" | "unknown";
  /** The side that has no value. */
  side?: "left" | "right";
  constructor(reason: "shape" | "domain" | "unknown", message: string) {
    super(message);
    this.reason = reason;
  }
}

export function matrix(rows: number, cols: number, entry: (i: number, j: number) => number): Matrix {
  const data = new Float64Array(rows * cols);
  for (let i = 0, k = 0; i < rows; i++) for (let j = 0; j < cols; j++, k++) data[k] = entry(i, j);
  return { rows, cols, data };
}

export const scalar = (value: number): Matrix => matrix(1, 1, () => value);
export const isScalar = (m: Matrix): boolean => m.rows === 1 && m.cols === 1;
export const at = (m: Matrix, i: number, j: number): number => m.data[i * m.cols + j] as number;
export const shapeText = (m: Matrix): string => `${m.rows} x ${m.cols}`;

/** An operation of the engine by its mathematical name. */
export function apply(name: string, ...args: readonly Matrix[]): Matrix {
  const o = byName.get(name);
  if (!o) throw new NoValue("unknown", `there is no operation ${name}`);
  return resultOf(o, args, []);
}

function resultOf(o: Operation, args: readonly Matrix[], dimensions: readonly number[]): Matrix {
  try {
    return o.value(args, dimensions);
  } catch (e) {
    if (e instanceof RangeError) throw new NoValue("domain", e.message);
    throw e;
  }
}

/** Is it a function of the language? */
export function isKnown(name: string): boolean {
  return bySpelling.has(name) || name === "norm" || name === "max" || name === "min";
}

const square = new Set(["inv", "det", "logdet", "adj", "expm", "logm", "sinm", "cosm", "sqrtm", "tr", "trace", "chol"]);

/** A function of the language by its spelling; makers get their sizes from the last arguments. */
export function call(name: string, args: readonly Matrix[]): Matrix {
  const ops = bySpelling.get(name === "norm" ? "norm2" : name) ?? [];
  const vector = args[0] !== undefined && (args[0].cols === 1 || args[0].rows === 1);
  const [first] = ops;
  if (!first) {
    if (name === "max" || name === "min") return apply(name === "max" ? "maximum" : "minimum", ...args);
    throw new NoValue("unknown", `there is no function ${name}`);
  }
  if (first.parameters) {
    const taken = Math.min(first.parameters.length, args.length);
    const sizes = args.slice(args.length - taken).map((a) => Math.round(a.data[0] as number));
    while (sizes.length < first.parameters.length) sizes.push(1);
    return resultOf(first, args.slice(0, args.length - taken), sizes);
  }
  const wanted =
    ops.length === 1
      ? first
      : (ops.find((o) => o.name === (first.spelling === "diag" ? ["diagonalmatrix", "diagonal"] : ["norm2", "spectralnorm"])[vector ? 0 : 1]) ?? first);
  if (square.has(name) && args[0] && args[0].rows !== args[0].cols) throw new NoValue("shape", `${name} of a ${shapeText(args[0])} matrix`);
  if (first.spelling === "diag" && vector && args[0] && args[0].rows === 1 && args[0].cols > 1) return resultOf(wanted, [transposed(args[0])], []);
  const result = resultOf(wanted, args, []);
  if (name === "inv" && args[0] && greatest(result) * greatest(args[0]) > 1e6) throw new NoValue("domain", "a matrix that is nearly singular");
  return result;
}

export function transposed(m: Matrix): Matrix {
  return matrix(m.cols, m.rows, (i, j) => at(m, j, i));
}

export function scaled(m: Matrix, c: number): Matrix {
  return { rows: m.rows, cols: m.cols, data: m.data.map((v) => v * c) };
}

/** Sum and difference; a number beside a matrix counts for every entry only where `spread` is set. */
export function added(a: Matrix, b: Matrix, sign: 1 | -1): Matrix {
  if (a.rows === b.rows && a.cols === b.cols) return { rows: a.rows, cols: a.cols, data: a.data.map((v, k) => v + sign * (b.data[k] as number)) };
  if (isScalar(a)) return { rows: b.rows, cols: b.cols, data: b.data.map((v) => (a.data[0] as number) + sign * v) };
  if (isScalar(b)) return { rows: a.rows, cols: a.cols, data: a.data.map((v) => v + sign * (b.data[0] as number)) };
  throw new NoValue("shape", `a sum of ${shapeText(a)} and ${shapeText(b)}`);
}

export function product(a: Matrix, b: Matrix): Matrix {
  if (isScalar(a)) return scaled(b, a.data[0] as number);
  if (isScalar(b)) return scaled(a, b.data[0] as number);
  if (a.cols !== b.rows) throw new NoValue("shape", `a product of ${shapeText(a)} and ${shapeText(b)}`);
  const out = new Float64Array(a.rows * b.cols);
  for (let i = 0; i < a.rows; i++)
    for (let k = 0; k < a.cols; k++) {
      const v = a.data[i * a.cols + k] as number;
      for (let j = 0; j < b.cols; j++) out[i * b.cols + j] = (out[i * b.cols + j] as number) + v * (b.data[k * b.cols + j] as number);
    }
  return { rows: a.rows, cols: b.cols, data: out };
}

/** Entry by entry; a number is spread. */
export function entrywise(a: Matrix, b: Matrix, f: (x: number, y: number) => number): Matrix {
  if (a.rows === b.rows && a.cols === b.cols) return { rows: a.rows, cols: a.cols, data: a.data.map((v, k) => f(v, b.data[k] as number)) };
  if (isScalar(a)) return { rows: b.rows, cols: b.cols, data: b.data.map((v) => f(a.data[0] as number, v)) };
  if (isScalar(b)) return { rows: a.rows, cols: a.cols, data: a.data.map((v) => f(v, b.data[0] as number)) };
  throw new NoValue("shape", `an entry-wise product of ${shapeText(a)} and ${shapeText(b)}`);
}

export function greatest(m: Matrix): number {
  let g = 0;
  for (const v of m.data) g = Math.max(g, Math.abs(v));
  return g;
}

export const allFinite = (m: Matrix): boolean => m.data.every(Number.isFinite);

/** Numbers that look random and depend on the seed alone (mulberry32). */
export function randomOf(seed: string): () => number {
  let state = 2166136261;
  for (let k = 0; k < seed.length; k++) state = Math.imul(state ^ seed.charCodeAt(k), 16777619) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
