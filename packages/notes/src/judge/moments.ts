import { isNormal } from "./beyond.ts";
import type { Context } from "./context.ts";
import type { Size } from "./dimensions.ts";
import type { World } from "./frame.ts";
import { keyOf, type Node, namesOf, partsOf, walk } from "./node.ts";
import type { Reader } from "./reader.ts";
import { added, isKnown, type Matrix, matrix, product, scaled, transposed } from "./values.ts";
import type { Drawing } from "./world.ts";

const meansByHabit = new Set(["mu", "u", "m"]);
const covariancesByHabit = new Set(["Sigma", "S", "C", "V"]);

export const isMeanByHabit = (letter: string): boolean => meansByHabit.has(letter);

/** The letters of mean and covariance that a scope shows, in words or by formulas: m in `E[(x - m)(x - m)^T] = S`, in `E[x] = m`. */
export function momentsOf(
  context: Pick<Context, "entries" | "evidence">,
  reader: Reader,
): { readonly means: ReadonlySet<string>; readonly covariances: ReadonlySet<string> } {
  const means = new Set<string>();
  const covariances = new Set<string>();
  const letter = (name: string) => reader.look(name).letter;
  for (const [name, { properties }] of context.evidence) {
    if (properties.includes("mean")) means.add(letter(name));
    if (properties.includes("covariance")) covariances.add(letter(name));
  }
  const centred = (n: Node): string | undefined =>
    n.kind === "transpose"
      ? centred(n.of)
      : n.kind === "binary" && n.operator === "-" && n.left.kind === "name" && n.right.kind === "name"
        ? n.right.name
        : undefined;
  for (const { equations } of context.entries)
    for (const q of equations.slice(0, 1))
      for (const [side, other] of [
        [q.left, q.right],
        [q.right, q.left],
      ] as const) {
        if (side.kind === "expectation" && side.of.kind === "name" && other.kind === "name") means.add(letter(other.name));
        if (isSecondCentral(side) && other.kind === "name") covariances.add(letter(other.name));
        if (side.kind !== "expectation" || side.of.kind !== "binary" || side.of.operator !== "*") continue;
        const mean = centred(side.of.left);
        if (mean === undefined || mean !== centred(side.of.right)) continue;
        means.add(letter(mean));
        if (other.kind === "name") covariances.add(letter(other.name));
      }
  return { means, covariances };
}

/** Cov(x, y) is `E[x y^T] - E[x] E[y]^T`. */
export function covariance(x: Node, y: Node): Node {
  const mean = (of: Node): Node => ({ kind: "expectation", of });
  const turned = (of: Node): Node => ({ kind: "transpose", of });
  const times = (left: Node, right: Node): Node => ({ kind: "binary", operator: "*", left, right });
  return { kind: "binary", operator: "-", left: mean(times(x, turned(y))), right: times(mean(x), turned(mean(y))) };
}

function isSecondCentral(n: Node): boolean {
  const x = n.kind === "binary" && n.operator === "-" && n.left.kind === "expectation" && n.left.of.kind === "binary" ? n.left.of.left : undefined;
  return x?.kind === "name" && keyOf(n) === keyOf(covariance(x, x));
}

/** Names that stand under an expectation, and those that stand outside of any. */
function placesOf(n: Node, inside: Set<string>, outside: Set<string>): void {
  if (n.kind === "expectation") for (const name of namesOf(n.of)) inside.add(name);
  else {
    if (n.kind === "name") outside.add(n.name);
    for (const part of partsOf(n)) placesOf(part, inside, outside);
  }
}

interface Body {
  readonly node: Node;
  readonly over: string | undefined;
}
const expectations = new WeakMap<Context["entries"], readonly Body[]>();

/** What stands under an expectation in the formulas of a scope. */
function expectationsIn(entries: Context["entries"]): readonly Body[] {
  const known = expectations.get(entries);
  if (known) return known;
  const found: Body[] = [];
  for (const e of entries)
    for (const q of e.equations.slice(0, 1))
      for (const side of [q.left, q.right]) walk(side, (n) => void (n.kind === "expectation" && found.push({ node: n.of, over: n.over })));
  expectations.set(entries, found);
  return found;
}

/** Discrete distributions, so that means are sums; the letters of mean and covariance get their moments. */
export function distributionsOf(
  d: Drawing,
  values: Map<string, Matrix>,
  sizeOf: (s: Size) => number,
  number: () => number,
): NonNullable<World["distribution"]> {
  const bodies = [...expectationsIn(d.context.entries)];
  const gather = (side: Node) => walk(side, (n) => void (n.kind === "expectation" && bodies.push({ node: n.of, over: n.over })));
  for (const side of d.sides) gather(side);
  for (const { node } of d.definitions.values()) gather(node);
  if (bodies.length === 0) return () => undefined;
  const shown = momentsOf(d.context, d.reader);
  const means = shown.means.size > 0 ? shown.means : meansByHabit;
  const covariances = shown.covariances.size > 0 ? shown.covariances : covariancesByHabit;
  const variables = variablesOf(d, bodies, new Set([...means, ...covariances]));
  if (variables.length === 0) return () => undefined;
  const suffix = (over: string | undefined): string => {
    const own = /\d+$/.exec(over ?? "")?.[0];
    if (own !== undefined) return own;
    const used = new Set<string>();
    for (const side of d.sides)
      for (const n of namesOf(side)) if (means.has(d.reader.look(n).letter) || covariances.has(d.reader.look(n).letter)) used.add(/\d+$/.exec(n)?.[0] ?? "");
    return used.size === 1 ? ([...used][0] as string) : "";
  };
  const sizes = variables.map((v) => {
    const shape = d.typed.shapes.get(v);
    return [v, shape ? sizeOf(shape.rows) : 1, shape ? sizeOf(shape.cols) : 1] as const;
  });
  const made = new Map<string, { weights: readonly number[]; points: readonly ReadonlyMap<string, Matrix>[] }>();
  const make = (key: string) => {
    const known = made.get(key);
    if (known) return known;
    const [only] = sizes;
    if (only && sizes.length === 1 && only[2] === 1 && only[1] <= 4 && isNormal(d.context)) {
      const result = normalPoints(only[0], only[1], number);
      settle(key, only[0], only[1], result.weights, result.points);
      made.set(key, result);
      return result;
    }
    const count = Math.max(...sizes.map(([, rows]) => rows)) + 3;
    const raw = Array.from({ length: count }, () => 0.2 + Math.abs(number()));
    const total = raw.reduce((a, b) => a + b, 0);
    const weights = raw.map((w) => w / total);
    const points = raw.map(() => new Map(sizes.map(([v, rows, cols]) => [v, matrix(rows, cols, number)] as const)));
    const [first] = sizes.filter(([, rows, cols]) => cols === 1 && rows > 1);
    if (first) settle(key, first[0], first[1], weights, points);
    const result = { weights, points };
    made.set(key, result);
    return result;
  };
  const settle = (key: string, variable: string, size: number, weights: readonly number[], points: readonly ReadonlyMap<string, Matrix>[]) => {
    const own = points.map((p) => p.get(variable) as Matrix);
    const mean = own.map((p, k) => scaled(p, weights[k] as number)).reduce((a, b) => added(a, b, 1));
    const spread = own
      .map((p, k) => scaled(product(added(p, mean, -1), transposed(added(p, mean, -1))), weights[k] as number))
      .reduce((a, b) => added(a, b, 1));
    for (const name of values.keys()) {
      const { letter } = d.reader.look(name);
      if ((/\d+$/.exec(name)?.[0] ?? "") !== key) continue;
      const value = values.get(name) as Matrix;
      if (means.has(letter) && value.rows === size && value.cols === 1) values.set(name, mean);
      if (covariances.has(letter) && value.rows === size && value.cols === size) values.set(name, spread);
    }
  };
  for (const { over } of bodies) make(suffix(over));
  return (over) => make(suffix(over));
}

/** Points with the moments of a normal vector up to the fifth: three Gauss-Hermite nodes along each axis. */
function normalPoints(name: string, size: number, number: () => number): { weights: readonly number[]; points: readonly ReadonlyMap<string, Matrix>[] } {
  const mean = matrix(size, 1, number);
  const spread = matrix(size, size, number);
  const points = Array.from({ length: 3 ** size }, (_, k) => Array.from({ length: size }, (_unused, i) => Math.floor(k / 3 ** i) % 3));
  return {
    weights: points.map((p) => p.reduce((w, c) => w * (c === 1 ? 2 / 3 : 1 / 6), 1)),
    points: points.map(
      (p) =>
        new Map([
          [
            name,
            added(
              mean,
              product(
                spread,
                matrix(size, 1, (i) => ((p[i] as number) - 1) * Math.sqrt(3)),
              ),
              1,
            ),
          ],
        ]),
    ),
  };
}

/** What is random: what stands under expectations only, in the chain; else the vector that does so most often in the scope. */
function variablesOf(d: Drawing, bodies: readonly { node: Node }[], moments: ReadonlySet<string>): string[] {
  const free = (name: string) =>
    !moments.has(d.reader.look(name).letter) && !d.definitions.has(name) && !d.context.functions.has(name) && !isKnown(name) && d.typed.shapes.has(name);
  const [inside, outside] = [new Set<string>(), new Set<string>()];
  const chain = d.context.entries.find((e) => e.equations.some((q) => q.left === d.sides[0] || q.right === d.sides[1]))?.equality.chain;
  const sides = d.context.entries.filter((e) => e.equality.chain === chain).flatMap((e) => e.equations.slice(0, 1).flatMap((q) => [q.left, q.right]));
  for (const side of [...sides, ...d.sides]) placesOf(side, inside, outside);
  const only = [...inside].filter((n) => !outside.has(n) && free(n));
  // what the text calls random
  const random = [...inside].filter((n) => free(n) && d.context.evidence.get(n)?.properties.includes("random"));
  if (random.length > 0) return random;
  // of letters under expectations only, those whose mean is taken alone
  const alone = new Set<string>();
  for (const side of d.sides) walk(side, (n) => void (n.kind === "expectation" && n.of.kind === "name" && alone.add(n.of.name)));
  const means = only.filter((n) => alone.has(n));
  if (means.length > 0) return means;
  if (only.length > 0) return only;
  const counts = new Map<string, number>();
  for (const { node } of bodies)
    for (const name of namesOf(node)) {
      const shape = d.typed.shapes.get(name);
      if (free(name) && shape && !shape.rows.isOne && shape.cols.isOne) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 1)
    .map(([name]) => name);
}
