import { type Expression, idsContaining, isApply, nodesOf } from "../expression/node.ts";
import { expand } from "../normal/simplify.ts";
import { add, isZero } from "../normal/sum.ts";
import { apply } from "../operations/apply.ts";
import { normalForm } from "./forms.ts";
import { type Changed, changes, type Kind, type Mistake, mistakes, type Subject } from "./mistakes.ts";
import { minus, spotsOf } from "./mutation.ts";
import { agrees, type Sample, samplesOf } from "./samples.ts";
import type { Ground, Values } from "./values.ts";

/** The likely mistake: what stands in the claim, what should stand there, and the claim so repaired. */
export interface Diagnosis {
  readonly kind: Kind;
  readonly found: Expression | undefined;
  readonly wanted: Expression | undefined;
  readonly repaired: Expression;
}

/** The most changed formulas that are tried. */
const patience = 450;

/**
 * The likely mistake in a claim whose right value is that of one of the `truths` (the derivative in one layout and in another): each mistake of the
 * table is mended in the claim, or made in a right formula, and the result compared at points. Undefined where none explains the claim.
 */
export function diagnose(claim: Expression, truths: readonly Expression[], ground: Ground, about: Subject): Diagnosis | undefined {
  const subject = { ...about, factors: factorsOf([...truths, claim]) };
  const [first, ...others] = truths as [Expression, ...Expression[]];
  const right = samplesOf(first, ground, 4, [claim]);
  const turned = others.map((t) => right.flatMap(({ point, values }) => valuedAt(values, t, point)));
  const wrong = samplesOf(claim, ground, 4, truths);
  if (!right.length || !wrong.length) return undefined;
  let left = patience;
  const spots = spotsOf(claim);
  const forms = [...new Set([first, flattened(first)])].map((form) => ({ form, spots: spotsOf(form) }));
  const upright = others.length ? wrong.flatMap(({ point, values }) => valuedAt(values, apply("transpose", [claim]), point)) : [];
  const mended = (row: Mistake): Diagnosis | undefined => {
    for (const c of changes(row, "mend", claim, subject, spots)) {
      if (--left < 0) return undefined;
      if ([right, ...turned].some((samples) => explains(c.whole, samples)))
        return { kind: nameOf(c, claim), found: c.before, wanted: c.after, repaired: c.whole };
    }
    return undefined;
  };
  const made = (row: Mistake): Diagnosis | undefined => {
    for (const { form, spots } of forms)
      for (const c of changes(row, "make", form, subject, spots)) {
        if (--left < 0) return undefined;
        if (explains(c.whole, wrong) || (upright.length && explains(c.whole, upright)))
          return { kind: c.kind, found: c.after, wanted: c.before, repaired: form };
      }
    return undefined;
  };
  for (const truth of truths) {
    const found = single(claim, truth, subject);
    if (found) return found;
  }
  for (const row of mistakes) {
    const found = mended(row) ?? made(row);
    if (found) return found;
  }
  return undefined;
}

/** What is multiplied in formulas, numbers aside. */
function factorsOf(roots: readonly Expression[]): Expression[] {
  const products = nodesOf(...roots).filter((e) => isApply(e, "product") || isApply(e, "hadamard"));
  return [...new Set(products.flatMap((e) => (e.kind === "apply" ? e.args : [])))].filter((e) => e.kind !== "constant").slice(0, mostFactors);
}
const mostFactors = 12;

/** Multiplied out, in normal form. */
function flattened(e: Expression): Expression {
  const normal = normalForm(e);
  return expand(normal) ?? normal;
}

function valuedAt(values: Values, e: Expression, point: Sample["point"]): Sample[] {
  const at = values.of(e);
  return at ? [{ point, values, ...at }] : [];
}

/** Has the formula the values of the samples, wherever it has any, at two points or more? */
function explains(e: Expression, samples: readonly Sample[]): boolean {
  let met = 0;
  for (const s of samples) {
    const same = agrees(e, s);
    if (same === false) return false;
    if (same) met++;
  }
  return met >= Math.min(2, samples.length) && met > 0;
}

/** A term that is dropped to mend a claim is one that stands there twice, or one too many. */
function nameOf(c: Changed, claim: Expression): Kind {
  if (c.kind !== "extra-term" || !isApply(c.before, "add")) return c.kind;
  const terms = c.before.args.map((t) => normalForm(t));
  return new Set(terms).size < terms.length || c.whole === claim ? "doubled-term" : "extra-term";
}

/** One term too few or too many: the difference is a term. */
function single(claim: Expression, truth: Expression, subject: Subject): Diagnosis | undefined {
  if (claim.rows !== truth.rows || claim.cols !== truth.cols) return undefined;
  const termsOf = (e: Expression): readonly Expression[] => (isApply(e, "add") ? e.args : [e]);
  const [lost, extra] = [add([normalForm(truth), normalForm(minus(claim))]), add([normalForm(claim), normalForm(minus(truth))])].map((e) => expand(e) ?? e) as [
    Expression,
    Expression,
  ];
  const repaired = isZero(normalForm(claim)) ? lost : apply("add", [claim, lost]);
  const found = { found: undefined, wanted: lost, repaired };
  if (termsOf(flattened(truth)).includes(lost))
    return { ...found, kind: mistakes.find((m) => m.kind === "lost-term")?.named?.(subject, lost, truth) ?? "lost-term" };
  if (!termsOf(flattened(claim)).includes(extra)) return undefined;
  const isConstant = subject.wrt !== undefined && !idsContaining(extra, subject.wrt).has(extra.id);
  return { kind: isConstant ? "constant" : "extra-term", found: claim, wanted: truth, repaired: truth };
}
