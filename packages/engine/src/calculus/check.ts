/**
 * The check of an answer: the function at random points of its domain, moved and differenced, against the answer evaluated there.
 * Nothing of the symbolic engine is believed; sizes are unequal and differ from trial to trial; the entries of wrt move freely.
 */
import { type Claim, type DirectionalClaim, planFor, run, trials, type Verdict } from "./trials.ts";

export { minimalProperties } from "./minimal.ts";
export type { Arrangement } from "./probes.ts";
export type { Candidate, Claim, DirectionalClaim, Need, Verdict } from "./trials.ts";

/** Where f has pieces more points are tried, so that several are met. */
const piecewiseTrials = 6;

/** Compares a derivative with differences of the function, at three points of different sizes. */
export function check(claim: Claim): Verdict {
  const plan = planFor(claim);
  return run(plan, claim.seed, plan.piecewise ? piecewiseTrials : trials, () => undefined);
}

/** Compares a differential, a product with the Jacobian or one with the Hessian with differences along random directions. */
export function checkDirectional(claim: DirectionalClaim): Verdict {
  const plan = planFor(claim);
  return run(plan, claim.seed, plan.piecewise ? piecewiseTrials : trials, () => undefined);
}
