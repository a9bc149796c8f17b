import { compareSides } from "../calculus/identity.ts";
import { BudgetSpent, type Expression, type Variable } from "../expression/node.ts";
import { isZero } from "../normal/sum.ts";
import { type Assumption, assumptionsFor } from "./assumptions.ts";
import { type Difference, smallestDifference } from "./counterexample.ts";
import { type Diagnosis, diagnose } from "./diagnose.ts";
import { normalForm } from "./forms.ts";
import type { Subject } from "./mistakes.ts";
import type { Ground } from "./values.ts";
import { type Witness, witnessOf } from "./witness.ts";

/** A claim that two expressions of one shape are equal. */
export interface Case {
  readonly claim: Expression;
  readonly truth: Expression;
  readonly ground: Ground;
  readonly subject: Subject;
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
  /** Without a reason: both sides are 0 everywhere. */
  | { readonly verdict: "undecided"; readonly reason?: string };

/** Are the sides equal, wherever both have values? A claim that nothing could have refuted is undecided. */
export function judge(c: Case): Judgement {
  const finding = compareSides({ ...c.ground, left: c.truth, right: c.claim });
  if (finding.kind === "unknown") return { verdict: "undecided", reason: finding.reason };
  if (finding.kind === "different") return { verdict: "wrong", difference: finding.witness };
  const [left, right] = [c.normal(c.truth), c.normal(c.claim)];
  const zero = isZero(left) || isZero(right);
  const witness = witnessOf(c.claim, zero, finding.points, c.ground, c.subject);
  if (!witness && left !== right) return { verdict: "undecided" };
  return { verdict: "correct", proved: left === right, partial: finding.partial, witness, maxError: finding.maxError, trials: finding.trials };
}

/** Why a refuted claim is wrong: what would make it right, the mistake, the smallest numbers that refute it. */
export interface Explanation {
  readonly assumptions?: readonly Assumption[] | undefined;
  /** The right formula that the claim is under the assumptions. */
  readonly truth?: Expression;
  readonly diagnosis?: Diagnosis | undefined;
  readonly difference?: Difference | undefined;
}

/** Explains a refuted claim by one or more right formulas: the derivative in each layout that may be meant. Where the work is spent, it says nothing. */
export function explain(cases: readonly Case[], stated: readonly Assumption[] = []): Explanation {
  try {
    return explained(cases, stated);
  } catch (e) {
    if (e instanceof BudgetSpent) return {};
    throw e;
  }
}

function explained(cases: readonly Case[], stated: readonly Assumption[]): Explanation {
  const [first] = cases as [Case];
  const { claim, ground, subject } = first;
  const truths = cases.map((c) => c.truth);
  const diagnosis = diagnose(claim, truths, ground, subject);
  const alike = truths.filter((t) => claim.rows === t.rows && claim.cols === t.cols);
  const wrt = subject.wrt as Variable | undefined;
  const found = alike.flatMap((truth, k) => {
    const assumptions = assumptionsFor({ claim, truth, ground, wrt }, stated);
    // another layout and a special variable as well are too much to excuse a claim by
    return assumptions && (k === 0 || !assumptions.some((a) => a.name === wrt?.name)) ? [{ diagnosis, assumptions, truth }] : [];
  });
  const [least] = found.sort((a, b) => a.assumptions.length - b.assumptions.length);
  if (least) return least;
  return { diagnosis, difference: alike[0] && smallestDifference(alike[0], claim, ground) };
}

export const normalBy =
  (put: (e: Expression) => Expression | undefined) =>
  (e: Expression): Expression =>
    normalForm(e, put);
