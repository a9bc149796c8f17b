import type { Size } from "./dimensions.ts";
import type { World } from "./frame.ts";
import { type Node, namesOf, walk } from "./node.ts";
import type { Reader } from "./reader.ts";
import type { Entry } from "./types.ts";
import { added, type Matrix, matrix, product, scaled, transposed } from "./values.ts";
import type { Drawing } from "./world.ts";

const meansByHabit = new Set(["mu", "u", "m"]);
const covariancesByHabit = new Set(["Sigma", "S", "C", "V"]);

export const isMeanByHabit = (letter: string): boolean => meansByHabit.has(letter);

/** The letters of mean and covariance that a scope shows: m in `E[(x - m)(x - m)^T] = S`. */
export function momentsOf(entries: readonly Entry[], reader: Reader): { readonly means: ReadonlySet<string>; readonly covariances: ReadonlySet<string> } {
  const means = new Set<string>();
  const covariances = new Set<string>();
  const centred = (n: Node): string | undefined =>
    n.kind === "transpose"
      ? centred(n.of)
      : n.kind === "binary" && n.operator === "-" && n.left.kind === "name" && n.right.kind === "name"
        ? n.right.name
        : undefined;
  for (const { equations } of entries)
    for (const q of equations.slice(0, 1))
      for (const [side, other] of [
        [q.left, q.right],
        [q.right, q.left],
      ] as const)
        if (side.kind === "expectation" && side.of.kind === "binary" && side.of.operator === "*") {
          const mean = centred(side.of.left);
          if (mean === undefined || mean !== centred(side.of.right)) continue;
          means.add(reader.look(mean).letter);
          if (other.kind === "name") covariances.add(reader.look(other.name).letter);
        }
  return { means, covariances };
}

/** Discrete distributions, so that means are sums; the letters of mean and covariance get their moments. */
export function distributionsOf(
  d: Drawing,
  values: Map<string, Matrix>,
  sizeOf: (s: Size) => number,
  number: () => number,
): NonNullable<World["distribution"]> {
  const bodies: { node: Node; over: string | undefined }[] = [];
  for (const e of d.context.entries)
    for (const q of e.equations.slice(0, 1))
      for (const side of [q.left, q.right]) walk(side, (n) => void (n.kind === "expectation" && bodies.push({ node: n.of, over: n.over })));
  for (const side of d.sides) walk(side, (n) => void (n.kind === "expectation" && bodies.push({ node: n.of, over: n.over })));
  if (bodies.length === 0) return () => undefined;
  const shown = momentsOf(d.context.entries, d.reader);
  const means = shown.means.size > 0 ? shown.means : meansByHabit;
  const covariances = shown.covariances.size > 0 ? shown.covariances : covariancesByHabit;
  const counts = new Map<string, number>();
  for (const { node } of bodies)
    for (const name of namesOf(node)) {
      const shape = d.typed.shapes.get(name);
      const { letter } = d.reader.look(name);
      if (shape && !shape.rows.isOne && shape.cols.isOne && !means.has(letter) && !d.definitions.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  const variable = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  if (variable === undefined) return () => undefined;
  const shape = d.typed.shapes.get(variable);
  if (!shape) return () => undefined;
  const size = sizeOf(shape.rows);
  const suffix = (over: string | undefined): string => {
    const own = /\d+$/.exec(over ?? "")?.[0];
    if (own !== undefined) return own;
    const used = new Set<string>();
    for (const side of d.sides)
      for (const n of namesOf(side)) if (means.has(d.reader.look(n).letter) || covariances.has(d.reader.look(n).letter)) used.add(/\d+$/.exec(n)?.[0] ?? "");
    return used.size === 1 ? ([...used][0] as string) : "";
  };
  const made = new Map<string, { variable: string; weights: readonly number[]; points: readonly Matrix[] }>();
  const make = (key: string) => {
    const known = made.get(key);
    if (known) return known;
    const count = size + 3;
    const raw = Array.from({ length: count }, () => 0.2 + Math.abs(number()));
    const total = raw.reduce((a, b) => a + b, 0);
    const weights = raw.map((w) => w / total);
    const points = raw.map(() => matrix(size, 1, number));
    const mean = points.map((p, k) => scaled(p, weights[k] as number)).reduce((a, b) => added(a, b, 1));
    const covariance = points
      .map((p, k) => scaled(product(added(p, mean, -1), transposed(added(p, mean, -1))), weights[k] as number))
      .reduce((a, b) => added(a, b, 1));
    for (const name of values.keys()) {
      const { letter } = d.reader.look(name);
      if ((/\d+$/.exec(name)?.[0] ?? "") !== key) continue;
      const own = values.get(name) as Matrix;
      if (means.has(letter) && own.rows === size && own.cols === 1) values.set(name, mean);
      if (covariances.has(letter) && own.rows === size && own.cols === size) values.set(name, covariance);
    }
    const result = { variable, weights, points };
    made.set(key, result);
    return result;
  };
  for (const { over } of bodies) make(suffix(over));
  return (over) => make(suffix(over));
}
