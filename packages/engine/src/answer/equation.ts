import { compare } from "../calculus/equal.ts";
import { conditionText, needsOf } from "../calculus/needs.ts";
import { statedIn } from "../claims/assumptions.ts";
import { normalForm } from "../claims/forms.ts";
import { explain, judge, normalBy } from "../claims/judge.ts";
import type { CheckRequest } from "../contract.ts";
import { type Expression, isScalar } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { assume } from "../normal/properties.ts";
import { isZero, zero } from "../normal/sum.ts";
import { namesRead } from "./claimed.ts";
import { valuesOf } from "./parts.ts";
import { reasonText } from "./reasons.ts";
import { groundOf, Refusal, type Settled, seedOf, settle, unusedName, wordsOf } from "./settle.ts";
import { type Checked, commonOf, counterexampleOf, diagnosisText, witnessText } from "./verdict.ts";

/** Both sides settled together, so that a name means the same in both; shapes may differ. */
function settleSides(request: CheckRequest, left: string, right: string): { settled: Settled; sides: readonly [Expression, Expression] } {
  const [l, r] = [unusedName("lhs", request), unusedName("rhs", request)];
  const define = { ...request.define, [l]: left, [r]: right };
  const renamed: Record<string, string> = { [`define.${l}`]: "left", [`define.${r}`]: "right" };
  const attempt = (expression: string): Settled => settle({ ...request, define, expression }, []);
  let settled: Settled;
  try {
    settled = attempt(`${l} - ${r}`);
  } catch (e) {
    if (!(e instanceof Refusal)) throw e;
    try {
      settled = attempt(`sum(${l}) + sum(${r})`);
    } catch (again) {
      if (!(again instanceof Refusal)) throw again;
      const { failure } = again;
      const related = failure.related?.map((x) => ({ ...x, ...(x.in && { in: renamed[x.in] ?? x.in }) }));
      throw new Refusal({ ...failure, ...(failure.in && { in: renamed[failure.in] ?? failure.in }), ...(related && { related }) });
    }
  }
  const of = (name: string) => settled.definitions.find((d) => d.name === name)?.expression as Expression;
  const declared = Object.fromEntries(Object.entries(settled.declared).filter(([n]) => n !== l && n !== r));
  const definitions = settled.definitions.filter((d) => d.name !== l && d.name !== r);
  const notes = settled.notes.filter((n) => ![l, r].some((name) => n.message.includes(name)));
  return { settled: { ...settled, declared, definitions, notes }, sides: [of(l), of(r)] };
}

/** What the sides of an equation are differentials of, and by what. */
export interface About {
  readonly of: string;
  readonly by: string;
}

/** Decides an equation; `about` says which differential its sides are. Throws `Refusal` where a side cannot be read. */
export function checkEquation(request: CheckRequest, leftText: string, rightText: string, about?: About): Checked {
  const f = unusedName("function", [request, leftText, rightText]);
  const { settled: all, sides } = settleSides(about ? { ...request, define: { ...request.define, [f]: about.of } } : request, leftText, rightText);
  const settled = about ? { ...all, definitions: all.definitions.filter((d) => d.name !== f) } : all;
  const subject = about ? { function: all.definitions.find((d) => d.name === f)?.expression, wrt: all.variables.get(about.by) } : {};
  const [left, right] = sides;
  const common = commonOf(settled);
  const strangers = strangersOf(request, settled);
  const unknown = strangers.length ? reasonText(request.lang, "oneSided", strangers) : undefined;
  const claim = isScalar(right) && !isScalar(left) && isZero(normalForm(right)) ? zero(left.rows, left.cols) : right;
  const ground = groundOf(settled, seedOf(request));
  const put = valuesOf(settled);
  const needs = [left, claim, ...settled.definitions.map((d) => d.expression)].flatMap((e) => needsOf(e));
  for (const n of needs) assume(normalForm(n.of, put), n.property);
  const c = { claim, truth: left, ground, subject, normal: normalBy(put) };
  const same = left.rows === claim.rows && left.cols === claim.cols;
  const found = same ? judge(c) : undefined;
  if (found?.verdict === "undecided") return { ...common, verdict: "undecided", by: "evaluation", reason: found.reason ?? reasonText(request.lang, "zero") };
  if (found?.verdict !== "correct" && unknown) return { ...common, verdict: "undecided", by: "evaluation", reason: unknown };
  if (!found || found.verdict === "wrong") {
    const { diagnosis, assumptions, difference } = explain([c], statedIn(request.stated ?? [], settled.variables));
    const words = diagnosis && { diagnosis: diagnosisText(diagnosis, request.lang) };
    if (assumptions)
      return { ...common, verdict: "under-assumption", by: "evaluation", assumptions: [...common.assumptions, ...assumptions.map((a) => a.text)], ...words };
    if (!found) {
      const shapes = [left, right].map((e) => `${e.rows.text} x ${e.cols.text}`);
      return { ...common, verdict: "wrong", by: "proof", reason: reasonText(request.lang, "sides", shapes[0] as string, shapes[1] as string), ...words };
    }
    return { ...common, verdict: "wrong", by: "evaluation", counterexample: counterexampleOf(difference ?? found.difference), ...words };
  }
  const assumptions = [...settled.conditionTexts, ...needs.map((n) => conditionText(print(n.of), n.property))];
  const candidates = [...settled.variables.values()].flatMap((v) =>
    v.properties.filter((p) => p !== "integer").map((property) => ({ name: v.name, property })),
  );
  const minimal = compare({ ...ground, left, right: claim, candidates, needs: [] });
  if (found.partial) assumptions.push("both sides have a value");
  return {
    ...common,
    verdict: found.partial ? "under-assumption" : "correct",
    by: found.proved ? "proof" : "evaluation",
    used: wordsOf(minimal.status === "passed" ? minimal.used : candidates),
    conditions: [...new Set(assumptions)],
    assumptions: [...new Set(assumptions)],
    ...(found.witness && { witness: witnessText(found.witness) }),
    verified: { status: "passed", maxError: found.maxError, trials: found.trials, seed: seedOf(request) },
  };
}

/** Names that stand on one side only and are neither declared nor defined. */
function strangersOf(request: CheckRequest, settled: Settled): string[] {
  const declared = typeof request.declare === "string" ? request.declare : JSON.stringify(request.declare ?? {});
  const isDeclared = (n: string) => declared.split(/[^\p{L}\p{N}_]+/u).includes(n);
  const [l, r] = [request.left as string, request.right as string].map(namesRead) as [ReadonlySet<string>, ReadonlySet<string>];
  return [...new Set([...l, ...r])].filter((n) => l.has(n) !== r.has(n) && settled.variables.has(n) && !isDeclared(n));
}
