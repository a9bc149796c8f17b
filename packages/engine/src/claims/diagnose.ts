import { type Expression, isApply } from "../expression/node.ts";
import { normalize } from "../normal/build.ts";
import { expand, simplify } from "../normal/simplify.ts";
import { isZero } from "../normal/sum.ts";
import { apply } from "../operations/apply.ts";
import { type Changed, changes, type Kind, type Mistake, mistakes, type Subject } from "./mistakes.ts";
import { minus, spotsOf } from "./mutation.ts";
import { agrees, type Sample, samplesOf } from "./samples.ts";
import type { Ground } from "./values.ts";

/** The likely mistake: what stands in the claim, what should stand there, and the claim so repaired. */
export interface Diagnosis {
  readonly kind: Kind;
  readonly found: Expression | undefined;
  readonly wanted: Expression | undefined;
  readonly repaired: Expression;
}

/** The most changed formulas that are tried. */
const patience = 400;

/**
 * The likely mistake in a claim whose right value is that of `truth`: each mistake of the table is mended in the claim, or made in one of the
 * right formulas, and the result compared at points. Undefined where none explains the claim.
 */
export function diagnose(
  claim: Expression,
  truth: Expression,
  ground: Ground,
  subject: Subject,
  forms: readonly Expression[] = [truth],
): Diagnosis | undefined {
  const right = samplesOf(truth, ground, 3, [claim]);
  const wrong = samplesOf(claim, ground, 3, [truth]);
  if (!right.length || !wrong.length) return undefined;
  let left = patience;
  const explains = (e: Expression, samples: readonly Sample[]) => --left > 0 && samples.every((s) => agrees(e, s) === true);
  const spots = spotsOf(claim);
  const flat = forms.flatMap((f) => {
    const normal = normalize(f);
    return [f, expand(normal) ?? normal];
  });
  const candidates = [...new Set(flat)].map((form) => ({ form, spots: spotsOf(form) }));
  const mended = (row: Mistake): Diagnosis | undefined => {
    for (const c of changes(row, "mend", claim, subject, spots))
      if (explains(c.whole, right)) return { kind: nameOf(c, claim), found: c.before, wanted: c.after, repaired: c.whole };
    return undefined;
  };
  const made = (row: Mistake): Diagnosis | undefined => {
    for (const { form, spots } of candidates)
      for (const c of changes(row, "make", form, subject, spots))
        if (explains(c.whole, wrong)) return { kind: c.kind, found: c.after, wanted: c.before, repaired: form };
    return undefined;
  };
  for (const row of mistakes) {
    const found = mended(row) ?? made(row);
    if (found) return found;
  }
  return single(claim, truth, subject);
}

/** A term that is dropped to mend a claim is one that stands there twice, or one too many. */
function nameOf(c: Changed, claim: Expression): Kind {
  if (c.kind !== "extra-term" || !isApply(c.before, "add")) return c.kind;
  const terms = c.before.args.map((t) => normalize(t));
  return new Set(terms).size < terms.length || c.whole === claim ? "doubled-term" : "extra-term";
}

/** One term too few or too many, found as the difference. */
function single(claim: Expression, truth: Expression, subject: Subject): Diagnosis | undefined {
  if (claim.rows !== truth.rows || claim.cols !== truth.cols) return undefined;
  const difference = simplify(normalize(apply("add", [truth, minus(claim)])));
  if (isApply(difference, "add")) return undefined;
  const lost = mistakes.find((m) => m.kind === "lost-term");
  return {
    kind: lost?.named?.(subject, difference, truth) ?? "lost-term",
    found: undefined,
    wanted: difference,
    repaired: isZero(normalize(claim)) ? difference : apply("add", [claim, difference]),
  };
}
