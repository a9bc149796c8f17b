import { check } from "../calculus/check.ts";
import { compare } from "../calculus/equal.ts";
import type { Layout } from "../calculus/layout.ts";
import { conditionText, needsOf } from "../calculus/needs.ts";
import { statedIn } from "../claims/assumptions.ts";
import type { Difference } from "../claims/counterexample.ts";
import { normalForm } from "../claims/forms.ts";
import { type Case, explain, type Judgement, judge, normalBy } from "../claims/judge.ts";
import { samplesOf } from "../claims/samples.ts";
import { witnessOf } from "../claims/witness.ts";
import type { CheckRequest, DeriveAnswer, DeriveRequest } from "../contract.ts";
import { type Expression, isScalar, type Variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { NoExpectation } from "../normal/isserlis.ts";
import { isZero, zero } from "../normal/sum.ts";
import { apply } from "../operations/apply.ts";
import { arrangementOf } from "./arrangement.ts";
import { type Claimed, declaring, readClaim } from "./claimed.ts";
import { derive, layoutOf } from "./derive.ts";
import { mendShapes } from "./mend.ts";
import { otherKinds } from "./merged.ts";
import { valuesOf } from "./parts.ts";
import { reasonText } from "./reasons.ts";
import { groundOf, Refusal, refuse, type Settled, seedOf, settle, unusedName, wordsOf } from "./settle.ts";
import { type Checked, commonOf, counterexampleOf, diagnosisText, witnessText } from "./verdict.ts";
import { assumedBy } from "./verify.ts";
import { readWrt, type Wrt, withIndices } from "./wrt.ts";

const layouts: readonly Layout[] = ["mixed", "numerator", "denominator"];

/** The right derivative, as it stands and transposed, with all that is compared. */
interface Truth {
  readonly answer: Omit<DeriveAnswer, "id" | "ms">;
  readonly settled: Settled;
  readonly claim: Expression;
  readonly function: Expression;
  readonly target: Variable | undefined;
  readonly sides: readonly Side[];
}
interface Side {
  readonly layout: Layout;
  readonly expression: Expression;
}

/** Decides a claim about a derivative: in the layout asked for, or else in any one. */
export function checkClaim(request: CheckRequest): Checked {
  const wrt = readWrt(request.wrt);
  layoutOf(request);
  if (![undefined, 1, 2].includes(request.order)) refuse("request", "order is 1 or 2", { in: "order" });
  const readings = readClaim(request, wrt);
  if ("message" in readings) {
    const { settled, strangers, message, shifted } = readings;
    const common = commonOf(settled);
    const undecided = strangers.length ? reasonText(request.lang, "unknown", strangers) : shifted ? otherKinds : undefined;
    if (undecided) return { ...common, verdict: "undecided", by: "evaluation", reason: undecided };
    const known = derivativeOf(request, settled);
    const mended =
      known.derivative === undefined ? undefined : mendShapes(request.claim as string, [known.derivative, `(${known.derivative})'`], named(request, settled));
    return { ...common, ...known, verdict: "wrong", by: "proof", reason: message, ...(mended && { diagnosis: mended }) };
  }
  const found: Checked[] = [];
  for (const reading of readings) {
    const one = decideReading(request, wrt, reading);
    if (one.verdict === "correct" || one.verdict === "other-layout") return one;
    found.push(one);
  }
  return found[0] as Checked;
}

function decideReading(request: CheckRequest, wrt: Wrt, claimed: Claimed): Checked {
  let truth: Truth;
  try {
    truth = truthOf(request, wrt, claimed);
  } catch (e) {
    const message = e instanceof Refusal ? e.failure.message : e instanceof NoExpectation ? e.message : undefined;
    if (message === undefined) throw e;
    return byDifferences(request, wrt, claimed, message);
  }
  const found = decide(request, wrt, truth);
  const { strangers } = claimed;
  if (!strangers.length || found.verdict === "correct" || found.verdict === "undecided") return found;
  return {
    ...commonOf(claimed.settled),
    derivative: truth.answer.derivative,
    verdict: "undecided",
    by: "evaluation",
    reason: reasonText(request.lang, "unknown", strangers),
  };
}

/** The request for the derivative that is claimed. */
function question(request: CheckRequest, settled: Settled): DeriveRequest {
  const { left: _l, right: _r, lines: _s, claim: _c, id: _i, ...rest } = request;
  return { ...rest, task: "derive", declare: declaring(request.declare, settled.declared), layout: request.layout ?? "mixed" } as DeriveRequest;
}

/** The request with all names declared, for texts to be read beside it. */
function named(request: CheckRequest, settled: Settled): CheckRequest {
  const { left: _l, right: _r, lines: _s, claim: _c, ...rest } = request;
  return { ...rest, declare: declaring(request.declare, settled.declared) } as CheckRequest;
}

/** The right derivative where it is known, for an answer. */
function derivativeOf(request: CheckRequest, settled: Settled): Pick<Checked, "derivative" | "layout"> {
  try {
    const { derivative, layout, where } = derive(question(request, settled));
    return where?.length ? { layout } : { derivative, layout };
  } catch (e) {
    if (!(e instanceof Refusal)) throw e;
    return {};
  }
}

/** Derives, and reads what was derived beside the claim. Throws `Refusal` where there is no answer that passed its check. */
function truthOf(request: CheckRequest, wrt: Wrt, { settled: read, claim: written }: Claimed): Truth {
  const asked = question(request, read);
  const answer = derive({ ...asked, verify: true });
  const [f, d] = ["function", "derived"].map((n) => unusedName(n, [request, answer.derivative])) as [string, string];
  const define: Record<string, string> = {};
  const free: Record<string, string> = {};
  for (const [name, text] of Object.entries(request.define ?? {})) {
    const named = wrt.names.includes(name) ? read.definitions.find((x) => x.name === name)?.variable : undefined;
    if (named) free[name] = `matrix(${named.rows.text}, ${named.cols.text})`;
    else define[name] = text;
  }
  define[f] = request.expression as string;
  for (const w of answer.where ?? []) define[w.name] = w.expression;
  define[d] = answer.derivative;
  const declare = withIndices(declaring(declaring(request.declare, read.declared), free), wrt);
  const { left: _l, right: _r, claim: _c, ...rest } = request;
  const settled = settle({ ...rest, declare, define, expression: d } as CheckRequest, []);
  const of = (name: string) => settled.definitions.find((x) => x.name === name)?.expression as Expression;
  const right = of(d);
  const claim = isScalar(written) && !isScalar(right) && isZero(normalForm(written)) ? zero(right.rows, right.cols) : written;
  const other = answer.layout === "denominator" || (answer.layout === "mixed" && isScalar(of(f))) ? "numerator" : "denominator";
  const sides: Side[] = [{ layout: answer.layout, expression: right }];
  if (!isScalar(right)) sides.push({ layout: other, expression: apply("transpose", [right]) });
  const own = settled.definitions.filter((x) => ![f, d].includes(x.name));
  const variables = new Map([...settled.variables].filter(([n]) => ![f, d].includes(n)));
  return {
    answer,
    settled: { ...settled, variables, definitions: own, declared: read.declared, notes: read.notes, expression: of(f) },
    claim,
    function: of(f),
    target: settled.variables.get(wrt.names[0] as string),
    sides,
  };
}

const sameShape = (a: Expression, b: Expression) => a.rows === b.rows && a.cols === b.cols;

function decide(request: CheckRequest, wrt: Wrt, truth: Truth): Checked {
  const { answer, settled, claim, target } = truth;
  const common = { ...commonOf(settled), derivative: answer.derivative, conditions: answer.conditions, assumptions: answer.conditions };
  const subject = { function: truth.function, wrt: target };
  const caseOf = (side: Side): Case => ({
    claim,
    truth: side.expression,
    ground: groundOf(settled, seedOf(request)),
    subject,
    normal: normalBy(valuesOf(settled)),
  });
  const possible = truth.sides.filter((s) => sameShape(s.expression, claim));
  let reason = "";
  let refuted: Difference | undefined;
  for (const side of possible) {
    const found = judge(caseOf(side));
    if (found.verdict === "wrong") refuted ??= found.difference;
    if (found.verdict === "undecided") reason = found.reason ?? reasonText(request.lang, "zero");
    if (found.verdict !== "correct") continue;
    if (!confirmed(request, wrt, truth, side.layout))
      return { ...common, verdict: "undecided", by: "evaluation", reason: reasonText(request.lang, "disagree") };
    return right(request, truth, side, found, common);
  }
  if (reason) return { ...common, verdict: "undecided", by: "evaluation", reason };
  const [lang, layout] = [request.lang, answer.layout];
  const sides = possible.length ? (request.layout ? possible.slice(0, 1) : possible) : truth.sides;
  const explained = explain(sides.map(caseOf), statedIn(request.stated ?? [], settled.variables));
  const diagnosis = explained.diagnosis && { diagnosis: diagnosisText(explained.diagnosis, lang) };
  if (explained.assumptions) {
    const assumptions = [...answer.conditions, ...explained.assumptions.map((a) => a.text)];
    const side = sides.find((x) => x.expression === explained.truth);
    return { ...common, verdict: "under-assumption", by: "evaluation", layout: side?.layout ?? layout, assumptions, ...diagnosis };
  }
  if (!possible.length) {
    const [is, should] = [claim, truth.sides[0]?.expression as Expression].map((e) => `${e.rows.text} x ${e.cols.text}`);
    return { ...common, verdict: "wrong", by: "proof", layout, reason: reasonText(lang, "shapes", is as string, should as string), ...diagnosis };
  }
  const difference = explained.difference ?? refuted;
  const counterexample = difference && { counterexample: counterexampleOf(difference) };
  return { ...common, verdict: "wrong", by: "evaluation", layout, ...counterexample, ...diagnosis };
}

/** The answer to a claim that is right in a layout. */
function right(request: CheckRequest, truth: Truth, side: Side, found: Judgement & { verdict: "correct" }, common: Omit<Checked, "verdict" | "by">): Checked {
  const { settled, claim, answer } = truth;
  // a second derivative has one arrangement in every layout
  const second = (request.order ?? 1) === 2 || readWrt(request.wrt).second !== undefined;
  const asked = side === truth.sides[0] || (request.layout === undefined && !second);
  const candidates = [...settled.variables.values()].flatMap((v) =>
    v.properties.filter((p) => p !== "integer").map((property) => ({ name: v.name, property })),
  );
  const minimal = candidates.length
    ? compare({ ...groundOf(settled, seedOf(request)), left: side.expression, right: claim, candidates, needs: [] })
    : undefined;
  const used = [...new Set([...answer.used, ...wordsOf(minimal?.status === "passed" ? minimal.used : candidates)])];
  // what an inverse in the claim needs is a condition; a domain that is smaller for another reason is an assumption
  const needs = needsOf(claim).map((n) => conditionText(print(n.of), n.property));
  const partial = found.partial && !needs.length;
  const conditions = [...new Set([...common.conditions, ...(found.partial ? needs : [])])];
  const { lang } = request;
  const other = second
    ? reasonText(lang, "turned")
    : request.layout
      ? reasonText(lang, "layout", side.layout, request.layout)
      : reasonText(lang, "notDefault", side.layout);
  const elsewhere = side === truth.sides[0] ? undefined : other;
  return {
    ...common,
    verdict: !asked ? "other-layout" : partial ? "under-assumption" : "correct",
    by: found.proved ? "proof" : "evaluation",
    layout: side.layout,
    ...(elsewhere && { reason: elsewhere }),
    conditions,
    assumptions: [...conditions, ...(partial ? ["both sides have a value"] : [])],
    used,
    ...(found.witness && { witness: witnessText(found.witness) }),
    verified: { status: "passed", maxError: found.maxError, trials: found.trials, seed: seedOf(request) },
  };
}

/** Do differences of the function not contradict the claim? Not asked where the variable is a defined name or a place. */
function confirmed(request: CheckRequest, wrt: Wrt, truth: Truth, layout: Layout): boolean {
  const { settled, target, claim } = truth;
  const numbered = wrt.entry?.every((k) => k.kind === "constant") ?? true;
  if (!target || wrt.second || request.define?.[target.name] !== undefined || !numbered || (request.order ?? 1) === 2) return true;
  return differences(request, wrt, settled, truth.function, target, claim, layout).status !== "failed";
}

function differences(request: CheckRequest, wrt: Wrt, settled: Settled, f: Expression, target: Variable, claim: Expression, layout: Layout) {
  const order = request.order ?? 1;
  return check({
    ...groundOf(settled, seedOf(request)),
    function: f,
    wrt: target,
    derivative: claim,
    needs: assumedBy([...needsOf(f, target), ...needsOf(claim)]),
    candidates: [],
    order,
    ...(order === 1 && { arrangement: arrangementOf(f, target, layout, "matrix", wrt.entry) }),
  });
}

/** Where no derivative is known, the claim against differences of the function. */
function byDifferences(request: CheckRequest, wrt: Wrt, { settled, claim: written, strangers }: Claimed, unknown: string): Checked {
  const common = { ...commonOf(settled), by: "evaluation" as const };
  const undecided = (reason: string): Checked => ({ ...common, verdict: "undecided", reason });
  const target = settled.variables.get(wrt.names[0] as string);
  if (strangers.length) return undecided(reasonText(request.lang, "unknown", strangers));
  const numbered = wrt.entry?.every((k) => k.kind === "constant") ?? true;
  if (!target || wrt.second || !numbered) return undecided(unknown);
  let [reason, failed] = ["", 0];
  const asked = request.layout ? [request.layout, ...layouts.filter((l) => l !== request.layout)] : layouts;
  for (const layout of asked) {
    const v = differences(request, wrt, settled, settled.expression, target, written, layout);
    if (v.status === "unverified") reason = v.reason;
    if (v.status === "failed") failed++;
    if (v.status !== "passed") continue;
    const ground = groundOf(settled, seedOf(request));
    const points = samplesOf(written, ground, 4, [settled.expression]).map((s) => s.point);
    const witness = witnessOf(written, isZero(normalForm(written)), points, ground, { function: settled.expression, wrt: target });
    if (!witness) return undecided(reasonText(request.lang, "zero"));
    const verdict = request.layout && layout !== request.layout ? "other-layout" : "correct";
    const verified = { status: "passed", maxError: v.maxError, trials: v.trials, seed: seedOf(request) } as const;
    return { ...common, verdict, layout, witness: witnessText(witness), verified };
  }
  if (reason || !failed) return undecided(reason || unknown);
  return { ...common, verdict: "wrong", layout: request.layout ?? "mixed", reason: `the right derivative is not known here: ${unknown}` };
}
