import type { Context, Convention } from "./context.ts";
import type { Size } from "./dimensions.ts";
import type { Definition, Instance, World } from "./frame.ts";
import type { Typed } from "./letters.ts";
import { distributionsOf } from "./moments.ts";
import { indicesOf, type Node, namesOf, walk } from "./node.ts";
import type { Reader } from "./reader.ts";
import { added, apply, isKnown, type Matrix, matrix, NoValue, product, randomOf, scalar, scaled, transposed } from "./values.ts";

/** How letters are drawn: anything, or positive numbers, or near the identity. */
export type Region = "generic" | "positive" | "definite";

/** What a world is drawn for. */
export interface Drawing {
  readonly context: Context;
  readonly convention: Convention;
  readonly reader: Reader;
  readonly typed: Typed;
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly sides: readonly [Node, Node];
  /** Letters that vary where a `d` stands. */
  readonly varying: ReadonlySet<string>;
  /** Properties that are assumed beside those that are stated: `A symmetric`. */
  readonly assumed: ReadonlyMap<string, readonly string[]>;
  /** Is every size that is not 1 the same? */
  readonly square: boolean;
  readonly commuting?: readonly [string, string];
  /** Letters whose derivative is taken with the structure they have: `symmetric`, `diagonal`. */
  readonly structured: ReadonlyMap<string, string>;
  /** Is the chain said to be zero? */
  readonly zero: boolean;
}

const sizesInTurn = [3, 2, 4, 3, 2, 4] as const;

/** Draws a point; the same seed gives the same point. */
export function draw(d: Drawing, seed: string, region: Region): World {
  const random = randomOf(seed);
  const normal = () => {
    const u = Math.max(random(), 1e-12);
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random());
  };
  const number = () => (region === "generic" ? normal() : 0.2 + 1.3 * random());
  const chosen = new Map<Size, number>();
  const offset = Math.floor(random() * sizesInTurn.length);
  const sizeOf = (s: Size): number => {
    const root = s.root;
    if (root.number !== undefined) return root.number;
    if (root.factors) return sizeOf(root.factors[0]) * sizeOf(root.factors[1]);
    const known = chosen.get(root);
    if (known !== undefined) return known;
    const next = sizesInTurn[(offset + (d.square ? 0 : chosen.size)) % sizesInTurn.length] as number;
    chosen.set(root, next);
    return next;
  };
  const exponents = exponentsOf(d);
  const values = new Map<string, Matrix>();
  // a constraint, `x^T x = 1`, does not hold where the letter is differentiated by
  const properties = (name: string) => [
    ...(d.context.evidence.get(name)?.properties ?? []).filter((p) => p !== "unit" || !d.context.variables.has(name)),
    ...(d.assumed.get(name) ?? []),
    ...(d.structured.has(name) ? [d.structured.get(name) as string] : []),
  ];
  for (const [name, shape] of d.typed.shapes) {
    if (d.definitions.has(name) || d.context.functions.has(name) || d.typed.dimensions.has(name) || d.context.evidence.get(name)?.entrywise) continue;
    const [rows, cols] = [sizeOf(shape.rows), sizeOf(shape.cols)];
    if (rows === 1 && cols === 1) values.set(name, scalar(exponents.has(name) ? 2 + Math.floor(random() * 2) : number()));
    else values.set(name, shaped(matrix(rows, cols, number), properties(name), region, number));
  }
  if (d.commuting) {
    const [a, b] = d.commuting;
    const A = values.get(a);
    if (A && values.has(b) && A.rows === A.cols) values.set(b, added(scaled(A, 0.7), product(A, A), 1));
  }
  // a letter that stands as an index elsewhere is a number here
  const bound = new Set([...indicesOf(d.sides[0]), ...indicesOf(d.sides[1])]);
  for (const side of d.sides)
    for (const name of namesOf(side))
      if (
        !values.has(name) &&
        !bound.has(name) &&
        !d.typed.dimensions.has(name) &&
        !d.definitions.has(name) &&
        !d.context.functions.has(name) &&
        !isKnown(name) &&
        !d.typed.shapes.has(name)
      )
        values.set(name, scalar(exponents.has(name) ? 2 + Math.floor(random() * 2) : number()));
  const functions = new Map<string, Instance>();
  for (const [name, by] of d.context.functions) {
    if (d.definitions.has(name)) continue;
    const shape = d.typed.shapes.get(name);
    const plain = instance(by, shape ? [sizeOf(shape.rows), sizeOf(shape.cols)] : [1, 1], `${seed}/${name}`);
    const of = properties(name).filter((x) => shapings.has(x));
    functions.set(name, of.length === 0 ? plain : { ...plain, value: (args, primes) => kept(plain.value(args, primes), of) });
  }
  for (const [name, e] of d.context.evidence) if (e.entrywise) functions.set(name, entryFunction());
  const sizes = new Map<string, number>();
  for (const [name, s] of d.typed.dimensions) sizes.set(name, sizeOf(s));
  const distributions = distributionsOf(d, values, sizeOf, number);
  const increments = new Map<string, Matrix>();
  const world: World = {
    layout: d.convention.layout,
    values,
    increments,
    definitions: d.definitions,
    functions,
    sizes,
    sizeOf: (n) => {
      const s = d.typed.shaping.found.get(n);
      return s && [sizeOf(s.rows), sizeOf(s.cols)];
    },
    family: (name) => d.typed.shaping.family(name),
    structured: d.structured,
    distribution: (over) => distributions(over),
  };
  for (const name of d.varying) {
    const shape = d.typed.shapes.get(name);
    if (shape) increments.set(name, matrix(sizeOf(shape.rows), sizeOf(shape.cols), normal));
  }
  return world;
}

/** Letters that stand as the power of a matrix: whole numbers. */
function exponentsOf(d: Drawing): Set<string> {
  const found = new Set<string>();
  for (const side of d.sides)
    walk(side, (n) => {
      if (n.kind === "binary" && n.operator === "^") for (const name of namesOf(n.right)) found.add(name);
      if (n.kind === "sum") for (const name of namesOf(n.high)) found.add(name);
    });
  return found;
}

/** A value with the properties asked for. */
function shaped(m: Matrix, properties: readonly string[], region: Region, number: () => number): Matrix {
  const has = (p: string) => properties.includes(p);
  const n = m.rows;
  if (n === 1 && m.cols > 1) return transposed(shaped(transposed(m), properties, region, number));
  if (has("ones")) return matrix(n, m.cols, () => 1);
  if (has("unit") && m.cols === 1) return scaled(m, 1 / Math.sqrt(m.data.reduce((t, x) => t + x * x, 0)));
  if (has("binary")) return { ...m, data: m.data.map((x) => Math.floor(100 * Math.abs(x)) % 2) };
  if (has("onehot")) return matrix(n, m.cols, (i, j) => (i === Math.abs(Math.floor(100 * (m.data[j] as number))) % n ? 1 : 0));
  if (has("simplex") && m.cols === 1) {
    const total = m.data.reduce((s, x) => s + Math.abs(x) + 0.1, 0);
    return { ...m, data: m.data.map((x) => (Math.abs(x) + 0.1) / total) };
  }
  if (m.rows !== m.cols) return has("orthonormal") ? orthonormal(m) : m;
  const identity = matrix(n, n, (i, j) => (i === j ? 1 : 0));
  if (has("diagonal")) return matrix(n, n, (i, j) => (i === j ? (m.data[i * n + i] as number) : 0));
  if (has("posdef") || has("psd")) return added(scaled(product(m, transposed(m)), 1 / n), scaled(identity, 0.5), 1);
  if (has("lower") || has("upper")) return matrix(n, n, (i, j) => ((has("lower") ? i < j : i > j) ? 0 : (m.data[i * n + j] as number)));
  if (has("orthogonal") || has("orthonormal") || has("idempotent") || has("projection")) {
    const k = matrix(n, n, () => number() - 0.5);
    const skew = added(k, transposed(k), -1);
    const q = product(apply("inverse", added(identity, skew, -1)), added(identity, skew, 1));
    // of both kinds, with determinant 1 and -1
    if (has("orthogonal") || has("orthonormal")) return region === "generic" ? q : matrix(n, n, (i, j) => (j === 0 ? -1 : 1) * (q.data[i * n + j] as number));
    const half = matrix(n, n, (i, j) => (i === j && i < Math.max(1, n - 1) ? 1 : 0));
    if (has("projection") || has("symmetric")) return product(product(q, half), transposed(q));
    const t = added(scaled(m, 0.3), identity, 1);
    return product(product(t, half), apply("inverse", t));
  }
  if (has("symmetric")) return scaled(added(m, transposed(m), 1), 0.5);
  if (has("skew")) return scaled(added(m, transposed(m), -1), 0.5);
  return region === "definite" ? added(scaled(m, 0.2), scaled(identity, 1.5), 1) : m;
}

/** Columns that are orthonormal, by Gram and Schmidt; there are none where there are more columns than rows. */
function orthonormal(m: Matrix): Matrix {
  if (m.cols > m.rows) throw new NoValue("domain", "more columns than can be orthonormal");
  const columns: number[][] = [];
  for (let j = 0; j < m.cols; j++) {
    let v = Array.from({ length: m.rows }, (_x, i) => m.data[i * m.cols + j] as number);
    for (const u of columns) {
      const along = u.reduce((s, x, i) => s + x * (v[i] as number), 0);
      v = v.map((x, i) => x - along * (u[i] as number));
    }
    const length = Math.hypot(...v);
    columns.push(v.map((x) => x / length));
  }
  return matrix(m.rows, m.cols, (i, j) => columns[j]?.[i] as number);
}

const shapings = new Set("symmetric skew posdef psd diagonal lower upper orthogonal idempotent projection ones onehot simplex unit".split(" "));

/** The value of a function whose values have properties; there is none where they cannot be had smoothly. */
function kept(m: Matrix, properties: readonly string[]): Matrix {
  const has = (p: string) => properties.includes(p);
  const n = m.rows;
  const where = (test: (i: number, j: number) => boolean) => matrix(n, n, (i, j) => (test(i, j) ? (m.data[i * n + j] as number) : 0));
  if (n !== m.cols) throw new NoValue("unknown", `a function with ${properties.join(", ")} values`);
  if (has("diagonal")) return where((i, j) => i === j);
  if (has("posdef") || has("psd"))
    return added(
      scaled(product(m, transposed(m)), 1 / n),
      matrix(n, n, (i, j) => (i === j ? 0.5 : 0)),
      1,
    );
  if (has("symmetric")) return scaled(added(m, transposed(m), 1), 0.5);
  if (has("skew")) return scaled(added(m, transposed(m), -1), 0.5);
  if (has("lower") || has("upper")) return where((i, j) => (has("lower") ? i >= j : i <= j));
  throw new NoValue("unknown", `a function with ${properties.join(", ")} values`);
}

/** A generic function of its arguments: neither linear nor a sum of functions of one argument each. */
function instance(by: readonly string[], [rows, cols]: readonly [number, number], seed: string): Instance {
  const weights = new Map<string, number[]>();
  const random = randomOf(seed);
  const weight = (key: string, length: number): number[] => {
    const known = weights.get(`${key}/${length}`) ?? Array.from({ length }, () => random() - 0.5);
    weights.set(`${key}/${length}`, known);
    return known;
  };
  return {
    arguments: by,
    value: (args) => {
      const x = args.flatMap((a) => [...a.data]);
      const dot = (key: string) => weight(key, x.length).reduce((s, w, k) => s + w * (x[k] as number), 0);
      return matrix(rows, cols, (i, j) => {
        const k = `${i},${j}`;
        const [a, b, c] = [dot(`${k}a`), dot(`${k}b`), dot(`${k}c`)];
        return 1.3 + Math.sin(1.7 * a + 0.3) + 0.8 * a * b + 0.5 * Math.exp(0.4 * c) + 0.2 * (i + 1) - 0.1 * j * a;
      });
    },
  };
}

/** A function applied entry by entry, and its derivatives. */
function entryFunction(): Instance {
  const f = [
    (z: number) => Math.sin(1.3 * z + 0.4) + 0.3 * z * z,
    (z: number) => 1.3 * Math.cos(1.3 * z + 0.4) + 0.6 * z,
    (z: number) => -1.69 * Math.sin(1.3 * z + 0.4) + 0.6,
  ];
  return {
    arguments: [],
    entrywise: true,
    value: ([m], primes) => {
      if (!m) throw new NoValue("unknown", "a function stands without its argument");
      return { ...m, data: m.data.map(f[Math.min(primes, 2)] as (z: number) => number) };
    },
  };
}
