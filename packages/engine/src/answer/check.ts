import { compare } from "../calculus/equal.ts";
import { conditionText, needsOf } from "../calculus/needs.ts";
import { explain, judge, normalBy } from "../claims/judge.ts";
import type { CheckRequest } from "../contract.ts";
import { type Expression, isScalar } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { normalize } from "../normal/build.ts";
import { assume } from "../normal/properties.ts";
import { isZero, zero } from "../normal/sum.ts";
import { checkClaim } from "./claim.ts";
import { declaring, namesRead } from "./claimed.ts";
import { checkLines } from "./lines.ts";
import { mendShapes } from "./mend.ts";
import { rightIfMerged } from "./merged.ts";
import { valuesOf } from "./parts.ts";
import { reasonText } from "./reasons.ts";
import { groundOf, Refusal, refuse, type Settled, seedOf, settle, takenNames, unusedName, wordsOf } from "./settle.ts";
import { type Checked, commonOf, counterexampleOf, diagnosisText, witnessText } from "./verdict.ts";

/** Answers a request to check an equation or a claim about a derivative, without id and time. Throws `Refusal` with the failure to respond. */
export function check(request: CheckRequest): Checked {
  const { left, right, lines } = request;
  if (lines !== undefined) {
    if (!Array.isArray(lines) || !lines.every((l) => typeof l === "string"))
      refuse("request", "lines is a list of texts", { in: "lines", hint: '["f = x\'*A*x", "df = ..."]' });
    return checkLines(request, checkEquation);
  }
  for (const [side, text] of Object.entries({ left, right }))
    if (typeof text === "string" && !text.trim()) refuse("empty", `the ${side} side is empty`, { in: side, hint: "write an equation, tr(A*B) = tr(B*A)" });
  if (typeof left === "string" && typeof right === "string")
    return holdsDifferential(left, right) ? checkOne(request, left, right) : checkSides(request, left, right);
  if (typeof request.expression === "string" && typeof request.claim === "string") return ifMerged(request, checkClaim(request), checkClaim);
  return refuse("request", "there is nothing to check", { hint: 'give "left" and "right", or "expression", "wrt" and "claim"' });
}

/** A verdict that shapes decide, unless sizes that are declared unequal make it right where they are equal. */
const ifMerged = (request: CheckRequest, found: Checked, run: (request: CheckRequest) => Checked): Checked =>
  (found.verdict === "wrong" && found.by === "proof" && rightIfMerged(request, run)) || found;

/** An equation; one whose one side contradicts what the other and the declarations say is wrong. */
function checkSides(request: CheckRequest, left: string, right: string): Checked {
  const run = (r: CheckRequest) => checkEquation(r, left, right);
  try {
    return ifMerged(request, run(request), run);
  } catch (e) {
    if (!(e instanceof Refusal) || e.failure.code !== "shape" || !/^(left|right)$/.test(e.failure.in ?? "")) throw e;
    const merged = rightIfMerged(request, run);
    if (merged) return merged;
    const [bad, good] = e.failure.in === "left" ? [left, right] : [right, left];
    const { left: _l, right: _r, ...rest } = request;
    const alone = settle({ ...rest, expression: good } as CheckRequest, []);
    const declared = { ...rest, declare: declaring(request.declare, alone.declared) } as CheckRequest;
    const strangers = [...namesRead(bad)].filter((n) => !takenNames(alone).has(n) && !["pi", "I", "T"].includes(n));
    if (strangers.length) return { ...commonOf(alone), verdict: "undecided", by: "evaluation", reason: reasonText(request.lang, "oneSided", strangers) };
    const diagnosis = mendShapes(bad, [good], declared);
    return { ...commonOf(alone), verdict: "wrong", by: "proof", reason: e.failure.message, ...(diagnosis && { diagnosis }) };
  }
}

const holdsDifferential = (...texts: readonly string[]): boolean => texts.some((t) => /(?<![\p{L}\p{N}_])d2?\s*\(/u.test(t));

/** An equation between differentials, as the one link of a derivation. */
function checkOne(request: CheckRequest, left: string, right: string): Checked {
  const { left: _l, right: _r, ...rest } = request;
  const { links, ...answer } = checkLines({ ...rest, lines: [`${left} = ${right}`] }, checkEquation);
  const { diagnosis, reason } = links?.[0] ?? {};
  return { ...answer, ...(diagnosis && { diagnosis }), ...(reason && { reason }) };
}

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
interface About {
  readonly of: string;
  readonly by: string;
}

function checkEquation(request: CheckRequest, leftText: string, rightText: string, about?: About): Checked {
  const f = unusedName("function", [request, leftText, rightText]);
  const { settled: all, sides } = settleSides(about ? { ...request, define: { ...request.define, [f]: about.of } } : request, leftText, rightText);
  const settled = about ? { ...all, definitions: all.definitions.filter((d) => d.name !== f) } : all;
  const subject = about ? { function: all.definitions.find((d) => d.name === f)?.expression, wrt: all.variables.get(about.by) } : {};
  const [left, right] = sides;
  const common = commonOf(settled);
  const strangers = strangersOf(request, settled);
  const unknown = strangers.length ? reasonText(request.lang, "oneSided", strangers) : undefined;
  const claim = isScalar(right) && !isScalar(left) && isZero(normalize(right)) ? zero(left.rows, left.cols) : right;
  const ground = groundOf(settled, seedOf(request));
  const put = valuesOf(settled);
  const needs = [left, claim, ...settled.definitions.map((d) => d.expression)].flatMap((e) => needsOf(e));
  for (const n of needs) assume(normalize(n.of, put), n.property);
  const c = { claim, truth: left, ground, subject, normal: normalBy(put) };
  const same = left.rows === claim.rows && left.cols === claim.cols;
  const found = same ? judge(c) : undefined;
  if (found?.verdict === "undecided") return { ...common, verdict: "undecided", by: "evaluation", reason: found.reason ?? reasonText(request.lang, "zero") };
  if (found?.verdict !== "correct" && unknown) return { ...common, verdict: "undecided", by: "evaluation", reason: unknown };
  if (!found || found.verdict === "wrong") {
    const { diagnosis, assumptions, difference } = explain([c]);
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
