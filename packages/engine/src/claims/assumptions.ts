import { compareSides } from "../calculus/identity.ts";
import { dimension, dimensionOf } from "../expression/dimension.ts";
import { type Expression, isScalar, type Variable } from "../expression/node.ts";
import { properties as known } from "../language/properties.ts";
import { combined, multiply, scaled } from "../numeric/arithmetic.ts";
import type { Point } from "../numeric/evaluate.ts";
import { filled, greatest, isSymmetric, type Matrix } from "../numeric/matrix.ts";
import { satisfies } from "../numeric/properties.ts";
import { random } from "../numeric/random.ts";
import { sampleVariable } from "../numeric/sample.ts";
import type { Condition } from "../numeric/sizes.ts";
import { agrees, assuming, type Sample, samplesOf, variablesIn } from "./samples.ts";
import { type Ground, Values } from "./values.ts";

/** What may be assumed beside what is declared, as the answer words it. */
export interface Assumption {
  readonly text: string;
  readonly name?: string;
  readonly property?: string;
  readonly condition?: Condition;
}

/** Properties that are tried, the weaker before the stronger; of the variable differentiated by only those marked, for it moves freely. */
const tried: readonly (readonly [property: string, ofVariable?: boolean])[] = [
  ["symmetric", true],
  ["posdef", true],
  ["skew", true],
  ["positive", true],
  ["invertible"],
  ["binary"],
  ["pm1"],
  ["simplex"],
  ["onehot"],
  ["idempotent"],
  ["orthogonal"],
  ["diagonal"],
  ["fullrank"],
];
/** Words that say more than one property, tried last. */
const pairs: readonly (readonly [string, string])[] = [
  ["symmetric", "idempotent"],
  ["symmetric", "orthogonal"],
];

const isSquare = (v: Variable) => v.rows === v.cols && !isScalar(v);

function suits(v: Variable, property: string): boolean {
  if (v.properties.includes(property)) return false;
  // also with fewer columns than rows: Q'*Q = I
  switch (property === "orthogonal" ? "matrix" : known[property]?.shape) {
    case "square":
      return isSquare(v);
    case "matrix":
      return !isScalar(v) && v.cols.constant !== 1 && v.rows.constant !== 1;
    default:
      return property === "simplex" || property === "onehot" ? v.rows.constant !== 1 : property === "positive" || !isScalar(v);
  }
}

/** What is to be made equal by an assumption. */
export interface Dispute {
  readonly claim: Expression;
  readonly truth: Expression;
  readonly ground: Ground;
  readonly wrt: Variable | undefined;
}

const most = 160;

/** The smallest set of assumptions that makes the claim right where its value is not 0; those stated come first. Undefined where none of those tried does. */
export function assumptionsFor(d: Dispute, stated: readonly Assumption[] = []): readonly Assumption[] | undefined {
  const all = samplesOf(d.truth, d.ground, 5, [d.claim]).filter(isNotZero);
  const plain = all.filter((s) => isPlain(s, d.ground)).slice(0, 2);
  const base = [...plain, ...all].find((s) => agrees(d.claim, s) === false);
  // what fails at large sizes only would seem to hold under anything
  if (!base) return undefined;
  if (plain.some((s) => agrees(d.claim, s))) return sizedOf(d, base);
  const variables = variablesIn(d.ground, [d.claim, d.truth]).filter((v) => !v.properties.includes("integer"));
  const singles = [
    ...stated,
    ...tried.flatMap(([property, ofVariable]) => variables.flatMap((v) => (suits(v, property) && (ofVariable || v !== d.wrt) ? [of(v, property)] : []))),
  ];
  const commuting = pairsOf(variables.filter(isSquare)).map(
    ([a, b]): Assumption => ({ text: `${a.name} and ${b.name} commute`, condition: { kind: "commute", left: a.name, right: b.name } }),
  );
  const sizes = dimensionsOf(d).map(
    ([a, b]): Assumption => ({ text: `${a} = ${b}`, condition: { kind: "size", left: dimension(a), relation: "==", right: dimension(b) } }),
  );
  const one = [...singles, ...commuting, ...sizes].map((a) => [a]);
  const symmetric = variables.filter((v) => suits(v, "symmetric"));
  const both = [
    ...pairsOf(symmetric, false).map((p) => p.map((v) => of(v, "symmetric"))),
    ...(symmetric.length > 2 ? [symmetric.map((v) => of(v, "symmetric"))] : []),
    ...symmetric.flatMap((v) => commuting.filter((c) => c.text.split(" ").includes(v.name)).map((c) => [of(v, "symmetric"), c])),
    ...pairs.flatMap((words) => variables.filter((v) => v !== d.wrt && words.every((w) => suits(v, w))).map((v) => words.map((w) => of(v, w)))),
  ];
  return [...one, ...both].slice(0, most).find((set) => suffices(d, set, base)) ?? sizedOf(d, base);
}

/** The one size that makes the claim right, `n = 2`; undefined where there is none, or another does too. */
function sizedOf(d: Dispute, base: Sample): readonly Assumption[] | undefined {
  for (const name of namesOfSizes(d)) {
    const sets = [2, 3].map((k): readonly Assumption[] => [
      { text: `${name} = ${k}`, condition: { kind: "size", left: dimension(name), relation: "==", right: dimensionOf(k) } },
    ]);
    const found = sets.filter((set) => suffices(d, set, base));
    if (found.length === 1) return found[0];
  }
  return undefined;
}

/** The assumptions that a text states: `A symmetric`, `commute(A, B)`; what is neither is left out. */
export function statedIn(texts: readonly string[], variables: ReadonlyMap<string, Variable>): Assumption[] {
  return texts.flatMap((text): Assumption[] => {
    const pair = /^\s*commute\(\s*([^,\s]+)\s*,\s*([^,\s]+)\s*\)\s*$/.exec(text);
    const [left, right] = [pair?.[1] ?? "", pair?.[2] ?? ""];
    if (variables.has(left) && variables.has(right)) return [{ text: `${left} and ${right} commute`, condition: { kind: "commute", left, right } }];
    const [name = "", property = ""] = text.trim().split(/\s+/);
    const v = variables.get(name);
    return v && known[property] ? [of(v, property)] : [];
  });
}

const of = (v: Variable, property: string): Assumption => ({ text: `${v.name} ${property}`, name: v.name, property });
const pairsOf = (list: readonly Variable[], alike = true) =>
  list.flatMap((a, i) => list.slice(i + 1).flatMap((b) => (!alike || a.rows === b.rows ? [[a, b] as const] : [])));

const namesOfSizes = (d: Dispute): string[] => [...new Set([...d.ground.variables.values()].flatMap((v) => [...v.rows.names, ...v.cols.names]))].slice(0, 4);

function dimensionsOf(d: Dispute): (readonly [string, string])[] {
  const names = namesOfSizes(d);
  return names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b] as const));
}

/** How often other values are drawn where the first have none of the function's: the root of a negative number. */
const drawings = 4;
function firstOf<T>(n: number, make: (k: number) => T | undefined): T | undefined {
  for (let k = 0; k < n; k++) {
    const made = make(k);
    if (made !== undefined) return made;
  }
  return undefined;
}

/** Does the claim hold at points that have the properties, and only because of them, its value not 0? */
function suffices(d: Dispute, set: readonly Assumption[], base: Sample): boolean {
  const properties = new Map<string, string[]>();
  for (const { name, property } of set) if (name && property) properties.set(name, [...(properties.get(name) ?? []), property]);
  const ground = assuming(d.ground, { properties, conditions: set.flatMap((a) => a.condition ?? []) });
  const resized = set.some((a) => a.condition?.kind === "size") || (properties.size > 0 && [...properties.values()].flat().some((p) => resizing.has(p)));
  const first = firstOf(drawings, (k) => redrawn(base, ground, properties, set, d, k)) ?? (resized ? samplesOf(d.truth, ground, 1, [d.claim])[0] : undefined);
  if (!first || !telling(first, d, properties)) return false;
  const samples = samplesOf(d.truth, ground, 4, [d.claim]);
  if (samples.length < 3 || !samples.every((s) => telling(s, d, properties))) return false;
  // what holds at small sizes only must be met
  return compareSides({ ...ground, left: d.truth, right: d.claim }).kind === "same";
}

/** The point with other values for the names that something is assumed of; undefined where there are none of these sizes. */
function redrawn(
  base: Sample,
  ground: Ground,
  properties: ReadonlyMap<string, readonly string[]>,
  set: readonly Assumption[],
  d: Dispute,
  attempt: number,
): Sample | undefined {
  const { sizes } = base.point;
  const values = new Map(base.point.values);
  const rng = random(`${ground.seed}:${set.map((a) => a.text)}:${attempt}`);
  for (const name of properties.keys()) {
    const v = ground.variables.get(name);
    const value = v && sampleVariable(v, sizes, rng);
    if (!value) return undefined;
    values.set(name, value);
  }
  for (const { condition } of set) {
    if (condition?.kind === "size") return undefined;
    if (condition?.kind !== "commute") continue;
    const value = partnerOf(values.get(condition.left) as Matrix, ground.variables.get(condition.right) as Variable);
    if (!value) return undefined;
    values.set(condition.right, value);
  }
  const point = { sizes, values };
  const all = new Values(ground, point);
  const at = all.of(d.truth);
  return at && { point, values: all, ...at };
}

/** Properties that need other sizes than any: more rows than columns. */
const resizing: ReadonlySet<string> = new Set(["orthogonal", "fullrank"]);

/** A polynomial in A, which commutes with it, with the declared properties of a variable. */
function partnerOf(a: Matrix, v: Variable): Matrix | undefined {
  const n = a.rows;
  const one = filled(n, n, (i, j) => (i === j ? 1 : 0));
  const square = multiply(a, a);
  for (const [c, x, y] of partners) {
    const value = combined(combined(scaled(one, c), a, x), square, y / (1 + greatest(a) ** 2));
    if (v.properties.every((p) => satisfies(value, p))) return value;
  }
  return undefined;
}
const partners = [
  [0.7, 0.5, -0.3],
  [1.3, 0.4, 0.2],
  [4, 0.6, 0.5],
] as const;

/** Is no matrix of the point symmetric that need not be? Where a function has values at definite matrices only, they are drawn so. */
function isPlain({ point }: Sample, ground: Ground): boolean {
  return [...ground.variables.values()].every((v) => {
    const a = point.values.get(v.name);
    return !a || a.rows < 2 || a.rows !== a.cols || v.properties.length > 0 || !isSymmetric(a);
  });
}

const isNotZero = (s: Sample): boolean => greatest(s.value) > 1e-6 * Math.max(1, s.scale);

/** Do the sides agree at the point, is their value not 0, and no assumed value as special as 0 or the identity? */
function telling(s: Sample, d: Dispute, properties: ReadonlyMap<string, readonly string[]>): boolean {
  if (!isNotZero(s)) return false;
  if (![...properties.keys()].every((name) => isGeneric(s.point, name))) return false;
  return agrees(d.claim, s) === true;
}

function isGeneric(point: Point, name: string): boolean {
  const a = point.values.get(name) as Matrix;
  if (greatest(a) === 0) return false;
  if (a.rows < 2 || a.rows !== a.cols) return true;
  const first = a.data[0] as number;
  return a.data.some((v, k) => v !== (k % (a.cols + 1) === 0 ? first : 0));
}
