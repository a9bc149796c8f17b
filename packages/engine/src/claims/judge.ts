import { compareSides } from "../calculus/identity.ts";
import type { Expression, Variable } from "../expression/node.ts";
import { normalize } from "../normal/build.ts";
import { isZero } from "../normal/sum.ts";
import { type Assumption, assumptionsFor } from "./assumptions.ts";
import { type Difference, smallestDifference } from "./counterexample.ts";
import { type Diagnosis, diagnose } from "./diagnose.ts";
import type { Subject } from "./mistakes.ts";
import type { Ground } from "./values.ts";
import { type Witness, witnessOf } from "./witness.ts";

/** A claim that two expressions of one shape are equal. */
export interface Case {
  readonly claim: Expression;
  readonly truth: Expression;
  readonly ground: Ground;
  readonly subject: Subject;
  /** Right formulas in which mistakes are looked for. */
  readonly forms?: readonly Expression[];
  /** What both sides are in normal form, definitions put in. */
  readonly normal: (e: Expression) => Expression;
}

/** What is known of a claim. */
export type Judgement =
  | {
      readonly verdict: "correct";
      readonly proved: boolean;
      readonly partial: boolean;
      readonly witness: Witness | undefined;
      readonly maxError: number;
      readonly trials: number;
    }
  | { readonly verdict: "wrong"; readonly difference: Difference }
  | { readonly verdict: "undecided"; readonly reason: string };

/** Are the sides equal, wherever both have values? A claim that nothing could have refuted is undecided. */
export function judge(c: Case): Judgement {
  const finding = compareSides({ ...c.ground, left: c.truth, right: c.claim });
  if (finding.kind === "unknown") return { verdict: "undecided", reason: finding.reason };
  if (finding.kind === "different") return { verdict: "wrong", difference: finding.witness };
  const [left, right] = [c.normal(c.truth), c.normal(c.claim)];
  const zero = isZero(left) || isZero(right);
  const witness = witnessOf(c.claim, zero, finding.points, c.ground, c.subject);
  if (!witness && left !== right) return { verdict: "undecided", reason: "both sides are 0 at every point tried: 0 = 0 tells nothing" };
  return { verdict: "correct", proved: left === right, partial: finding.partial, witness, maxError: finding.maxError, trials: finding.trials };
}

/** Why a refuted claim is wrong: what would make it right, the mistake, the smallest numbers that refute it. */
export interface Explanation {
  readonly assumptions?: readonly Assumption[] | undefined;
  readonly diagnosis?: Diagnosis | undefined;
  readonly difference?: Difference | undefined;
}

export function explain(c: Case, stated: readonly Assumption[] = []): Explanation {
  const diagnosis = diagnose(c.claim, c.truth, c.ground, c.subject, c.forms);
  if (c.claim.rows !== c.truth.rows || c.claim.cols !== c.truth.cols) return { diagnosis };
  const assumptions = assumptionsFor({ claim: c.claim, truth: c.truth, ground: c.ground, wrt: c.subject.wrt as Variable | undefined }, stated);
  return { diagnosis, assumptions, difference: smallestDifference(c.truth, c.claim, c.ground) };
}

export const normalBy =
  (put: (e: Expression) => Expression | undefined) =>
  (e: Expression): Expression =>
    normalize(e, put);
