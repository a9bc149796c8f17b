import { check } from "../calculus/check.ts";
import type { Layout } from "../calculus/layout.ts";
import { needsOf } from "../calculus/needs.ts";
import type { CheckAnswer, CheckRequest, DeriveRequest } from "../contract.ts";
import type { Expression, Variable } from "../expression/node.ts";
import { arrangementOf } from "./arrangement.ts";
import { derive } from "./derive.ts";
import { groundOf, Refusal, refuse, type Settled, seedOf, settle, unusedName } from "./settle.ts";
import { assumedBy } from "./verify.ts";
import { readWrt } from "./wrt.ts";

type Checked = Omit<CheckAnswer, "id" | "ms">;

const layouts: readonly Layout[] = ["mixed", "numerator", "denominator"];

/** Compares a claimed derivative with differences of the function, in the layout stated or else in each; where it is wrong the right one is derived. */
export function checkClaim(request: CheckRequest): Checked {
  const wrt = readWrt(request.wrt);
  if (wrt.second) refuse("unsupported", "checking a mixed second derivative is not supported yet", { in: "wrt" });
  const order = request.order ?? 1;
  const { settled, claim } = settleClaim(request, wrt.names);
  const target = settled.variables.get(wrt.names[0] as string) as Variable | undefined;
  if (!target) refuse("unsupported", "checking a derivative by a defined name is not supported yet", { in: "wrt" });
  const f = settled.expression;
  const common = {
    ok: true as const,
    declared: settled.declared,
    notes: settled.notes,
    assumptions: settled.conditionTexts,
    by: "differences" as const,
    used: [],
    conditions: settled.conditionTexts,
    verified: { status: "skipped" } as const,
  };
  const asked = request.layout ? [request.layout] : layouts;
  const verdictIn = (layout: Layout) =>
    check({
      ...groundOf(settled, seedOf(request)),
      function: f,
      wrt: target as Variable,
      derivative: claim,
      needs: assumedBy(needsOf(f, target)),
      candidates: [],
      order,
      ...(order === 1 && { arrangement: arrangementOf(f, target as Variable, layout, "matrix", wrt.entry) }),
    });
  // a claim without a layout may be right in another than the default alone
  const others = (layout: Layout) => (request.layout || layout === "mixed" ? undefined : `in ${layout} layout, not in mixed, the default`);
  let reason = "";
  for (const layout of asked) {
    const v = verdictIn(layout);
    if (v.status === "passed")
      return {
        ...common,
        verdict: "correct",
        layout,
        ...(others(layout) && { diagnosis: others(layout) }),
        verified: { status: "passed", maxError: v.maxError, trials: v.trials, seed: seedOf(request) },
      };
    if (v.status === "unverified") reason = v.reason;
  }
  if (reason) return { ...common, verdict: "undecided", reason };
  const other = layouts.find((l) => !asked.includes(l) && verdictIn(l).status === "passed");
  const { left: _l, right: _r, lines: _s, claim: _c, ...rest } = request;
  const layout = request.layout ?? "mixed";
  try {
    const right = derive({ ...rest, task: "derive", layout } as DeriveRequest);
    return { ...common, verdict: "wrong", layout, derivative: right.derivative, ...(other && { diagnosis: `right in ${other} layout` }) };
  } catch (e) {
    if (!(e instanceof Refusal)) throw e;
    return { ...common, verdict: "wrong", layout, reason: `the right derivative is not known here: ${e.failure.message}` };
  }
}

/** The claim read with the names of the function. */
function settleClaim(request: CheckRequest, names: readonly string[]): { settled: Settled; claim: Expression } {
  const name = unusedName("claimed", request);
  try {
    const settled = settle({ ...request, define: { ...request.define, [name]: request.claim as string } }, names);
    const own = settled.definitions.find((d) => d.name === name);
    const declared = Object.fromEntries(Object.entries(settled.declared).filter(([n]) => n !== name));
    return { settled: { ...settled, declared, definitions: settled.definitions.filter((d) => d !== own) }, claim: own?.expression as Expression };
  } catch (e) {
    if (!(e instanceof Refusal)) throw e;
    throw new Refusal({ ...e.failure, ...(e.failure.in === `define.${name}` && { in: "claim" }) });
  }
}
