import { random } from "../numeric/random.ts";
import { findPoint } from "./points.ts";
import { type Claim, compare, type DirectionalClaim, planFor } from "./trials.ts";

/** Steps from 1 down to where rounding is all, two a decade. */
const steps = Array.from({ length: 25 }, (_, k) => 10 ** (-k / 2));

/**
 * The error of a claim against differences by steps of size h, at the first point of its check: at large h the differences err, by a power
 * of h, at small h rounding does, by a power of 1/h. Steps that leave the domain are left out; empty where no point is found.
 */
export function curveOf(claim: Claim | DirectionalClaim): (readonly [h: number, error: number])[] {
  const plan = planFor(claim);
  const found = findPoint(plan.field, random(`${claim.seed}#0`), [], () => undefined);
  if ("reason" in found || !found.measured[0]) return [];
  const { directions } = found.measured[0];
  const curve: (readonly [number, number])[] = [];
  for (const h of steps) {
    try {
      const slope = plan.field.probe.slope(found.site, directions, h);
      const result = compare(plan, { ...found, measured: [{ directions, slope }] });
      if (typeof result !== "string" && Number.isFinite(result.error)) curve.push([h, result.error]);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return curve;
}
