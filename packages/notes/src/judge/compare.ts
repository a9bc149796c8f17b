import { evaluate } from "./evaluate.ts";
import type { World } from "./frame.ts";
import { indicesOf, type Node, namesOf } from "./node.ts";
import type { Equation } from "./types.ts";
import { allFinite, greatest, type Matrix, NoValue } from "./values.ts";
import { type Drawing, draw, type Region } from "./world.ts";

/** What points say of an equation. */
export type Truth =
  | { readonly kind: "true"; readonly equation: Equation; readonly points: number }
  | {
      readonly kind: "false";
      readonly equation: Equation;
      readonly by: "value" | "shape" | "index" | "differential";
      readonly side?: "left" | "right";
      readonly left?: Matrix;
      readonly right?: Matrix;
    }
  | { readonly kind: "unknown"; readonly reason: string; readonly equation?: Equation };
const points = 3;
const patience = 14;
const regions: readonly Region[] = ["generic", "generic", "definite", "positive", "generic", "definite", "positive"];
export const allZero = "both sides are zero wherever they were compared";
const tight = 1e-7;
const loose = 1e-4;

/** Compares both sides at points. */
export function compareAt(q: Equation, drawing: Drawing, seed: string): Truth {
  const free = freeIndices(q);
  let [met, zero, doubtful, trouble] = [0, 0, 0, ""];
  let apart: { left: Matrix; right: Matrix } | undefined;
  let shapes = 0;
  for (let k = 0; k < patience && met < points; k++) {
    const world = drawn(drawing, `${seed}/${k}`, regions[k % regions.length] as Region);
    if (!world) continue;
    for (const indices of assignments(free)) {
      const v = valuesAt(q, world, indices);
      if (v instanceof NoValue) {
        if (v.reason === "unknown") return { kind: "unknown", reason: v.message, equation: q };
        trouble = v.message;
        if (v.reason === "shape" && ++shapes >= 2) return { kind: "false", by: "shape", side: v.side ?? "left", equation: q };
        break;
      }
      const [a, b] = v;
      // a zero has every size
      if (isZero(q.left) || isZero(q.right)) {
        if (Math.max(greatest(a), greatest(b)) < 1e-5) {
          zero++;
          continue;
        }
        if (apart) return { kind: "false", by: "value", equation: q, ...apart };
        apart = { left: a, right: b };
        break;
      }
      if (a.rows !== b.rows || a.cols !== b.cols) {
        if (++shapes >= 2) return { kind: "false", by: "shape", equation: q, left: a, right: b };
        break;
      }
      const size = Math.max(greatest(a), greatest(b));
      const gap = a.data.reduce((g, x, j) => Math.max(g, Math.abs(x - (b.data[j] as number))), 0);
      if (gap > loose * size && gap > 1e-5) {
        if (apart) return { kind: "false", by: "value", equation: q, ...apart };
        apart = { left: a, right: b };
        break;
      }
      if (size < 1e-5) zero++;
      else if (gap > tight * size + 1e-8) doubtful++;
      else met++;
    }
    if (doubtful > 6) break;
  }
  if (apart) return met > 0 ? { kind: "unknown", reason: "points do not agree", equation: q } : { kind: "false", by: "value", equation: q, ...apart };
  if (met >= 1 && met + zero >= points) return { kind: "true", equation: q, points: met };
  if (zero >= points && (drawing.zero || plainlyZero(q.left) || plainlyZero(q.right))) return { kind: "true", equation: q, points: zero };
  if (zero >= points) return { kind: "unknown", reason: allZero, equation: q };
  return { kind: "unknown", reason: trouble || "no point was found where both sides have a value", equation: q };
}

/** A point, where there is one. */
function drawn(drawing: Drawing, seed: string, region: Region): World | undefined {
  try {
    return draw(drawing, seed, region);
  } catch (e) {
    if (e instanceof NoValue) return undefined;
    throw e;
  }
}

/** A zero, or the derivative of what shows no letter. */
export function plainlyZero(n: Node): boolean {
  if (n.kind === "derivative" || n.kind === "differential") return namesOf(n.of).size === 0;
  return isZero(n);
}

function isZero(n: Node): boolean {
  return n.kind === "zeros" || (n.kind === "number" && n.value === 0) || ((n.kind === "transpose" || n.kind === "minus") && isZero(n.of));
}

function valuesAt(q: Equation, world: World, indices: ReadonlyMap<string, number>): readonly [Matrix, Matrix] | NoValue {
  let side: "left" | "right" = "left";
  try {
    const left = evaluate(q.left, world, indices);
    side = "right";
    const pair = [left, evaluate(q.right, world, indices)] as const;
    return pair.every(allFinite) ? pair : new NoValue("domain", "no point was found where both sides have a value");
  } catch (e) {
    if (e instanceof NoValue) {
      e.side = side;
      return e;
    }
    if (e instanceof RangeError) return new NoValue("domain", e.message);
    throw e;
  }
}

/** Letters that stand as indices and are bound by nothing. */
export function freeIndices(q: Equation): string[] {
  return [...new Set([...indicesOf(q.left), ...indicesOf(q.right)])];
}

/** Numbers for the free indices, 1 and 2: all of up to three of them; of more, eight in which every two are independent. */
function assignments(free: readonly string[]): ReadonlyMap<string, number>[] {
  if (free.length === 0) return [new Map()];
  const odd = (bits: number) => ((bits & 1) ^ ((bits >> 1) & 1) ^ ((bits >> 2) & 1)) === 1;
  const mask = (j: number) => (free.length <= 3 ? 1 << j : 1 + (j % 7));
  return Array.from({ length: Math.min(2 ** free.length, 8) }, (_, k) => new Map(free.map((name, j) => [name, odd(k & mask(j)) ? 2 : 1])));
}
