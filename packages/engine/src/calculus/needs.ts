import { type Expression, isApply, isScalar, nodesOf } from "../expression/node.ts";

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

/** Everything that must hold for the value to exist, from the operations' records, powers and divisions. */
export function needsOf(root: Expression): Need[] {
  const out: Need[] = [];
  for (const e of nodesOf(root)) {
    if (e.kind !== "apply") continue;
    for (const property of e.operation.needs ?? []) out.push({ of: e.args[0] as Expression, property });
    if (isApply(e, "power")) {
      const [base, exponent] = e.args as [Expression, Expression];
      const negative = exponent.kind === "constant" && exponent.value.s < 0n;
      if (negative && !isScalar(base)) out.push({ of: base, property: "invertible" });
      if (negative && isApply(base, "determinant")) out.push({ of: base.args[0] as Expression, property: "invertible" });
    }
    if (isApply(e, "log") && isApply(e.args[0] as Expression, "determinant")) out.push({ of: (e.args[0] as Expression & { kind: "apply" }).args[0] as Expression, property: "invertible" });
  }
  return out;
}

/** Notes on where the function is not differentiable, and what its differential rests on. */
export function smoothnessOf(root: Expression, depends: (e: Expression) => boolean): { code: string; operation: string; message: string }[] {
  const seen = new Map<string, { code: string; operation: string; message: string }>();
  for (const e of nodesOf(root)) {
    if (e.kind !== "apply" || !depends(e)) continue;
    const { spelling, kinks, condition } = e.operation;
    const name = spelling as string;
    if (kinks) seen.set(`${name} kink`, { code: "not-differentiable", operation: name, message: `${name} is not differentiable where ${kinks}` });
    if (condition) seen.set(`${name} condition`, { code: "differentiable-if", operation: name, message: `${name} is differentiated where ${condition}` });
  }
  return [...seen.values()];
}
