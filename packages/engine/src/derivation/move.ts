import { type Expression, isApply, isScalar } from "../expression/node.ts";
import { factorsOf } from "../operations/apply.ts";
import { isBinder, type Notation, type Path } from "./notation.ts";
import type { RuleName } from "./rules.ts";

/** Where a part stands: a term of the line, a scalar factor of one, or anywhere else below. */
export type Place = "term" | "scalar" | "inner";

/** What a rule makes of a part that holds the increment; undefined where it does not apply. */
export interface Move {
  readonly rule: RuleName;
  readonly apply: (e: Expression, n: Notation, place: Place, inTrace: boolean) => Expression | undefined;
}

export type Part = readonly [part: Expression, path: Path, place: Place, inTrace: boolean];

/** The parts that hold the increment, from the root down, with their places. */
export function* movingParts(root: Expression, n: Notation, path: Path = [], place: Place = "term", inTrace = false): Generator<Part> {
  if (!n.has(root)) return;
  yield [root, path, place, inTrace];
  if (root.kind !== "apply") return;
  for (const [k, a] of root.args.entries()) yield* movingParts(a, n, [...path, k], placeOf(root, a, k, place), isApply(root, "trace"));
}

function placeOf(parent: Expression & { kind: "apply" }, a: Expression, k: number, place: Place): Place {
  const { name } = parent.operation;
  if (name === "add") return place;
  if (isBinder(parent)) return k === 3 ? place : "inner";
  if (name === "product" && isBinder(a) && parent.args.every((o, i) => i === k || isScalar(o))) return place;
  return name === "product" && isScalar(a) ? "scalar" : "inner";
}

/** A product around the factor that holds the increment: what scales it, what stands before and behind it. */
export interface Around {
  readonly scalars: readonly Expression[];
  readonly before: readonly Expression[];
  readonly moving: Expression;
  readonly after: readonly Expression[];
}

/** The parts of a product (or of a single factor) around its wide factor with the increment; undefined where that is a scalar. */
export function around(e: Expression, n: Notation): Around | undefined {
  const all = factorsOf(e);
  const scalars = all.filter(isScalar);
  const chain = all.filter((a) => !isScalar(a));
  const k = chain.findIndex((a) => n.has(a));
  if (k < 0 || scalars.some((s) => n.has(s))) return undefined;
  return { scalars, before: chain.slice(0, k), moving: chain[k] as Expression, after: chain.slice(k + 1) };
}

/** The terms of a line that hold the increment, with their paths: addends, those inside a sum over an index too. */
export function movingTerms(e: Expression, n: Notation, path: Path = []): (readonly [Expression, Path])[] {
  if (!n.has(e)) return [];
  if (isApply(e, "add")) return e.args.flatMap((a, k) => movingTerms(a, n, [...path, k]));
  return [[e, path]];
}

/** The smallest factor that holds the increment: what is still to be taken apart. */
export function movingFactor(e: Expression, n: Notation): Expression {
  if (e.kind !== "apply" || !["product", "trace", "summation", "integral", "add", "vectorization"].includes(e.operation.name) || e === n.target) return e;
  return movingFactor(e.args.find((a) => n.has(a)) ?? e, n);
}
