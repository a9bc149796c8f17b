import { constant, type Expression, isScalar } from "../expression/node.ts";
import type { Point } from "../numeric/evaluate.ts";
import { greatest, type Matrix } from "../numeric/matrix.ts";
import { apply } from "../operations/apply.ts";
import { changes, type Kind, mistakes, type Subject } from "./mistakes.ts";
import { differs } from "./samples.ts";
import { type Ground, Values } from "./values.ts";

/** A point where the sides agree, their value there, and a changed claim that is refuted there: the check can tell right from wrong. */
export interface Witness {
  readonly point: Point;
  readonly value: Matrix;
  readonly kind: Kind;
  readonly refuted: Expression;
}

const patience = 24;

/** Are the sizes at the point unequal, but where dimensions are fixed or tied? */
const isUnequal = (point: Point, ground: Ground): boolean =>
  new Set(point.sizes.values()).size === point.sizes.size || ground.conditions.some((c) => c.kind === "size");

/**
 * The smallest of the points that can bear witness for a claim: its value is not 0 unless the claim is that it is, and some mistake made in
 * the claim is refuted. Undefined where none can.
 */
export function witnessOf(claim: Expression, isZero: boolean, points: readonly Point[], ground: Ground, subject: Subject): Witness | undefined {
  const entries = (p: Point) => [...p.values.values()].reduce((n, a) => n + a.data.length, 0);
  for (const point of [...points].sort((a, b) => entries(a) - entries(b))) {
    const values = new Values(ground, point);
    const own = isUnequal(point, ground) ? values.of(claim) : undefined;
    if (!own || !(isZero || greatest(own.value) > 1e-9 * Math.max(own.scale, 1e-6))) continue;
    const sample = { point, values, ...own };
    if (isZero) {
      const refuted = isScalar(claim) ? constant(1) : apply("ones", [], [claim.rows, claim.cols]);
      return { point, value: own.value, kind: "constant", refuted };
    }
    let left = patience;
    for (const row of mistakes)
      for (const c of changes(row, "make", claim, subject)) {
        if (--left < 0) break;
        if (differs(c.whole, sample)) return { point, value: own.value, kind: c.kind, refuted: c.whole };
      }
  }
  return undefined;
}
