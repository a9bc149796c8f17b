import { type Expression, idsContaining, isApply, isScalar, namesOf, nodesOf } from "../expression/node.ts";
import type { Message } from "../messages/messages.ts";
import { normalize } from "../normal/build.ts";
import { holds } from "../normal/properties.ts";

/** What an expression needs to have a value: a property of one of its parts. */
export interface Need {
  readonly of: Expression;
  readonly property: string;
}

/** Words for the conditions that are no declared property. */
const words: Record<string, string> = {
  principal: "without eigenvalues on the closed negative real axis",
  pospart: "with a positive definite symmetric part",
  fullrank: "of full column rank",
};
export const conditionText = (part: string, property: string): string => `${part} ${words[property] ?? property}`;

/** Everything that must hold for the value to exist, from the operations' records, powers and divisions; and for the differential by `wrt`. */
export function needsOf(root: Expression, wrt?: Expression): Need[] {
  const out: Need[] = [];
  const depends = wrt && idsContaining(root, wrt);
  for (const e of nodesOf(root)) {
    if (e.kind !== "apply") continue;
    if (depends?.has(e.id)) for (const property of e.operation.differentialNeeds ?? []) out.push({ of: e.args[0] as Expression, property });
    for (const property of e.operation.needs ?? []) out.push({ of: e.args[0] as Expression, property });
    if (isApply(e, "power")) {
      const [base, exponent] = e.args as [Expression, Expression];
      const negative = exponent.kind === "constant" && exponent.value.s < 0n;
      if (negative && !isScalar(base)) out.push({ of: base, property: "invertible" });
      if (negative && isApply(base, "determinant")) out.push({ of: base.args[0] as Expression, property: "invertible" });
    }
    for (const s of covariancesOf(e))
      if (!holds(normalize(s), isScalar(s) ? "nonneg" : "psd")) out.push({ of: s, property: depends?.has(s.id) ? "pospart" : isScalar(s) ? "nonneg" : "psd" });
    if (isApply(e, "log") && isApply(e.args[0] as Expression, "determinant"))
      out.push({ of: (e.args[0] as Expression & { kind: "apply" }).args[0] as Expression, property: "invertible" });
  }
  return out;
}

/** The covariances of an expectation or divergence, but those that depend on what is drawn. */
function covariancesOf(e: Expression & { kind: "apply" }): Expression[] {
  const at = isApply(e, "normalexpectation") || isApply(e, "momentsexpectation") ? [2] : isApply(e, "divergence") ? [1, 3] : [];
  return at.map((k) => e.args[k] as Expression).filter((s) => ![...namesOf(s)].some((n) => n.startsWith("~")));
}

/** Does a name bound by a sum or an integral of the engine's own occur? The function's own needs say for all its values what it needs. */
export const holdsBound = (e: Expression): boolean => nodesOf(e).some((n) => n.kind === "variable" && n.name.startsWith("$"));

/** Notes on where a function is not differentiable, and on what its differential rests. */
export function smoothnessOf(roots: readonly Expression[], depends: ReadonlySet<number>, ...derivatives: Expression[]): { code: string; message: Message }[] {
  const left = new Set(nodesOf(...derivatives).map((e) => e.kind === "apply" && e.operation));
  const notes = new Map<string, { code: string; message: Message }>();
  const nodes = nodesOf(...roots);
  for (const e of nodes) {
    if (e.kind !== "apply" || !depends.has(e.id)) continue;
    const { spelling, kinks, kinksCancel, condition } = e.operation;
    const smooth = kinksCancel ? !left.has(e.operation) || isSquared(e, roots, nodes) : kinks === "an entry is 0" && e.args.every(isPositive);
    if (kinks && !smooth) notes.set(`${spelling} kink`, { code: "not-differentiable", message: `${spelling} is not differentiable where ${kinks}` });
    if (condition) notes.set(`${spelling} condition`, { code: "differentiable-if", message: `${spelling} is differentiated where ${condition}` });
  }
  return [...notes.values()];
}

/** Does the value enter by even powers only: `norm2(x)^4`? */
function isSquared(e: Expression, roots: readonly Expression[], nodes: readonly Expression[]): boolean {
  const users = nodes.filter((n) => n.kind === "apply" && n.args.includes(e));
  const isEven = (n: Expression) => {
    const [base, k] = isApply(n, "power") ? n.args : [];
    return base === e && k?.kind === "constant" && k.value.d === 1n && k.value.s > 0n && k.value.n % 2n === 0n;
  };
  return !roots.includes(e) && users.every(isEven);
}

/** A name declared with entries greater than 0. */
const isPositive = (e: Expression): boolean => e.kind === "variable" && e.properties.some((p) => p === "positive" || p === "unit01");
