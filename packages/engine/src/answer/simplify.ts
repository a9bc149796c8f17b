import { compare } from "../calculus/equal.ts";
import { conditionText, needsOf } from "../calculus/needs.ts";
import type { SimplifyAnswer, SimplifyRequest } from "../contract.ts";
import type { Expression } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { toLatex } from "../latex/print.ts";
import { normalize } from "../normal/build.ts";
import { cost } from "../normal/cost.ts";
import { assume, consultedProperties } from "../normal/properties.ts";
import { simplify as shortest } from "../normal/simplify.ts";
import { refuse, seedOf, settle } from "./settle.ts";

/** Answers a request to simplify, without id and time. Throws `Refusal` with the failure to respond. */
export function simplify(request: SimplifyRequest): Omit<SimplifyAnswer, "id" | "ms"> {
  const settled = settle(request, []);
  const values = new Map<number, Expression>();
  for (const d of settled.definitions)
    values.set(
      d.variable.id,
      normalize(d.expression, (e) => values.get(e.id)),
    );
  const put = (e: { id: number }) => values.get(e.id);
  const needs = needsOf(settled.expression);
  for (const n of needs) assume(normalize(n.of, put), n.property);
  const first = normalize(settled.expression, put);
  const result = shortest(first);
  const best = cost(result) <= cost(first) ? result : first;
  const text = print(best);
  const candidates = consultedProperties();
  const seed = seedOf(request);
  let verified: SimplifyAnswer["verified"] = { status: "skipped" };
  let used = candidates.map((c) => `${c.name} ${c.property}`);
  if (request.verify !== false) {
    const verdict = compare({
      left: settled.expression,
      right: best,
      variables: settled.variables,
      definitions: settled.definitions,
      conditions: settled.conditions,
      candidates,
      seed: String(seed),
      needs: needs.map((n) => ({ expression: n.of, property: n.property })),
    });
    if (verdict.status !== "passed") refuse("unverified", `the result could not be checked: ${verdict.reason}`, { candidate: text });
    verified = { status: "passed", maxError: verdict.maxError, trials: verdict.trials, seed };
    used = verdict.used.map((c) => `${c.name} ${c.property}`);
  }
  return {
    ok: true,
    expression: text,
    latex: toLatex(best),
    shape: [best.rows.text, best.cols.text],
    declared: settled.declared,
    used,
    conditions: [...new Set([...settled.conditionTexts, ...needs.map((n) => conditionText(print(n.of), n.property))])],
    notes: settled.notes,
    verified,
  };
}
