import { compare } from "../calculus/equal.ts";
import { conditionText, needsOf } from "../calculus/needs.ts";
import type { SimplifyAnswer, SimplifyRequest } from "../contract.ts";
import { print } from "../language/print.ts";
import { toLatex } from "../latex/print.ts";
import { normalize } from "../normal/build.ts";
import { cost } from "../normal/cost.ts";
import { assume, consultedProperties } from "../normal/properties.ts";
import { simplify as shortest } from "../normal/simplify.ts";
import { valuesOf } from "./parts.ts";
import { familyNames, shortest as readableSums } from "./samples.ts";
import { groundOf, refuse, seedOf, settle, wordsOf } from "./settle.ts";
import { simplifySteps } from "./steps.ts";
import { assumedBy } from "./verify.ts";

/** Answers a request to simplify, without id and time. Throws `Refusal` with the failure to respond. */
export function simplify(request: SimplifyRequest): Omit<SimplifyAnswer, "id" | "ms"> {
  const settled = settle(request, []);
  const put = valuesOf(settled);
  const needs = needsOf(settled.expression);
  for (const n of needs) assume(normalize(n.of, put), n.property);
  const first = normalize(settled.expression, put);
  const result = shortest(first);
  const best = readableSums(cost(result) <= cost(first) ? result : first, settled.expression, request.vectorise, settled);
  const text = print(best);
  const candidates = consultedProperties();
  const seed = seedOf(request);
  let verified: SimplifyAnswer["verified"] = { status: "skipped" };
  let used = wordsOf(candidates);
  if (request.verify !== false) {
    const verdict = compare({
      ...groundOf(settled, seed),
      left: settled.expression,
      right: best,
      candidates,
      needs: assumedBy(needs),
    });
    if (verdict.status !== "passed") refuse("unverified", `the result could not be checked: ${verdict.reason}`, { candidate: text });
    verified = { status: "passed", maxError: verdict.maxError, trials: verdict.trials, seed };
    used = wordsOf(verdict.used);
  }
  const steps = request.steps ? simplifySteps(request, settled, best, seed) : undefined;
  return {
    ok: true,
    expression: text,
    latex: toLatex(best, familyNames(settled)),
    shape: [best.rows.text, best.cols.text],
    declared: settled.declared,
    used,
    conditions: [...new Set([...settled.conditionTexts, ...needs.map((n) => conditionText(print(n.of), n.property))])],
    notes: settled.notes,
    verified,
    ...(steps && { steps }),
  };
}
