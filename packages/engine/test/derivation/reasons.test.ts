import { expect, test } from "vitest";
import { answer, type DeriveAnswer } from "../../src/index.ts";

/** The reason of the line that takes the differential. */
function reasonOf(expression: string, wrt: string, declare?: string): string | undefined {
  const { steps } = answer({ expression, wrt, steps: true, ...(declare !== undefined && { declare }) }) as DeriveAnswer;
  return steps?.find((s) => s.kind === "differential-of")?.text.en;
}

test.each<[expression: string, wrt: string, reason: string, declare?: string]>([
  ["a^x", "x", "d(a^z) = a^z*log(a)*dz; a does not depend on x"],
  ["tr(expm(X))", "X", "d tr(f(A)) = tr(f'(A)*dA)"],
  ["sum(sigma(x))", "x", "d sigma(z) = sigma'(z).*dz", "sigma: elementwise"],
  ["h(A*x)", "x", "d h(z) = D(h, z)*dz; A does not depend on x", "h(z): scalar"],
  ["norm2(x - a)^2", "x", "d norm2(z)^2 = 2*z'*dz; a does not depend on x"],
  ["normF(X)^2", "X", "d normF(Z)^2 = 2*tr(Z'*dZ)"],
  ["a'*x", "x", "the differential is linear; a does not depend on x"],
])("the differential of %s by %s: %s", (expression, wrt, reason, declare) => expect(reasonOf(expression, wrt, declare)).toBe(reason));
