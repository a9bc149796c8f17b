import { type Claim, check, checkDirectional, type DirectionalClaim, minimalProperties } from "../calculus/check.ts";
import { curveOf } from "../calculus/curve.ts";
import type { Derivative, Form, Part } from "../calculus/derivative.ts";
import type { Layout } from "../calculus/layout.ts";
import type { Need } from "../calculus/needs.ts";
import type { Verified } from "../contract.ts";
import { constant, type Expression, isApply, isScalar, type Variable } from "../expression/node.ts";
import { build } from "../normal/build.ts";
import type { Declared } from "../normal/properties.ts";
import { openSummation } from "../normal/summation.ts";
import { arrangementOf } from "./arrangement.ts";
import { groundOf, refuse, type Settled, wordsOf } from "./settle.ts";

/** An answer as it is printed, and what it answers. */
export interface Answered {
  readonly expression: Expression;
  readonly parts: readonly Part[];
  readonly derivative: Derivative;
  readonly target: Variable;
  readonly again: Variable | undefined;
  readonly entry: readonly Expression[] | undefined;
  readonly layout: Layout;
  readonly form: Form;
}

/** The verdict, if it lets the answer be shown; throws `Refusal` if it does not. */
export function insist<V extends { readonly status: string }>(verdict: V, text: string): Extract<V, { status: "passed" }> {
  if (verdict.status === "failed") refuse("unverified", "an answer was found, but it failed its check and is withheld");
  if (verdict.status !== "passed") refuse("unverified", `the answer could not be checked: ${(verdict as { reason?: string }).reason}`, { candidate: text });
  return verdict as Extract<V, { status: "passed" }>;
}

/** What holds at the points because the functions need it. */
export const assumedBy = (needs: readonly Need[]) => needs.map((n) => ({ expression: n.of, property: n.property }));

/** Compares the answer with differences of what was typed, and finds the declared properties it rests on. Throws `Refusal` where it fails. */
export function verify(
  a: Answered,
  settled: Settled,
  candidates: readonly Declared[],
  seed: number,
  text: string,
  explained = false,
): { verified: Verified; used: string[] } {
  const used = new Set<string>();
  let verified: Verified = { status: "passed", maxError: 0, trials: 0, seed };
  for (const claim of claimsOf(a, settled, candidates, seed)) {
    const { maxError, trials, sizes } = insist("form" in claim ? checkDirectional(claim) : check(claim), text);
    verified = { ...verified, maxError: Math.max(verified.maxError ?? 0, maxError), trials, ...(explained && { sizes, curve: curveOf(claim) }) };
    for (const word of wordsOf(minimalProperties(claim))) used.add(word);
  }
  return { verified, used: [...used] };
}

/** What is claimed: one thing, or for a second derivative that is no Hessian the first derivative and then the second as its derivative. */
function claimsOf(a: Answered, settled: Settled, candidates: readonly Declared[], seed: number): (Claim | DirectionalClaim)[] {
  const f = settled.expression;
  const { derivative: d, target, again, form, layout } = a;
  const common = {
    ...groundOf(settled, seed),
    function: f,
    wrt: target,
    derivative: d.indices ? assembled(a.expression, d) : a.expression,
    where: a.parts.map((p) => ({ name: p.variable.name, expression: p.expression })),
    needs: assumedBy(d.needs),
    candidates,
  };
  if (form === "hvp" && isScalar(f)) return [{ ...common, form, direction: d.along as Variable }];
  if (again && isScalar(f) && !d.along) return [{ ...common, order: 2, also: again }];
  if (!again) {
    if (d.along) return [{ ...common, form: form as "jvp", direction: d.along }];
    return [{ ...common, order: 1, arrangement: arrangementOf(f, target, layout, form, a.entry) }];
  }
  const gradient = d.gradient as Expression;
  const first: Claim = {
    ...common,
    order: 1,
    derivative: gradient,
    arrangement: arrangementOf(f, target, isScalar(f) ? "denominator" : "numerator", "matrix"),
  };
  const second = { ...common, function: gradient, wrt: again };
  if (d.along) return [first, { ...second, form: form === "vjp" ? "vjp" : "jvp", direction: d.along }];
  return [first, { ...second, order: 1, arrangement: arrangementOf(gradient, again, layout, form) }];
}

/** The array whose entries an index answer gives: its sum over unit matrices, under the integrals of the entry. */
function assembled(entry: Expression, d: Derivative): Expression {
  const indices = d.indices ?? [];
  if (indices.length === 0) return entry;
  const factors = isApply(entry, "product") ? entry.args : [entry];
  const inner = factors.find((f) => isApply(f, "integral"));
  if (inner?.kind === "apply") {
    const { index, low, high, body } = openSummation(inner);
    const rest = factors.filter((f) => f !== inner);
    return build("integral", [index, low, high, assembled(build("product", [...rest, body]), d)]);
  }
  const split = indices.length - (d.columns ?? 0);
  const over = (list: typeof indices, part: (unit: Expression) => Expression): Expression => {
    let e = part(list.map((n) => build("unitvector", [n.name], [n.range])).reduce((a, b) => build("kronecker", [a, b]), constant(1)));
    for (const n of [...list].reverse()) e = build("summation", [n.name, constant(1), build("dimension", [], [n.range]), e]);
    return e;
  };
  const row = over(indices.slice(split), (unit) => build("product", [entry, build("transpose", [unit])]));
  return over(indices.slice(0, split), (unit) => build("product", [unit, row]));
}
