import { compare } from "../calculus/equal.ts";
import { compareSides, type Witness } from "../calculus/identity.ts";
import { conditionText, type Need, needsOf } from "../calculus/needs.ts";
import type { CheckAnswer, CheckRequest, Counterexample } from "../contract.ts";
import type { Expression } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { normalize } from "../normal/build.ts";
import { assume } from "../normal/properties.ts";
import { type Matrix, rowsOf } from "../numeric/matrix.ts";
import { checkClaim } from "./claim.ts";
import { valuesOf } from "./parts.ts";
import { groundOf, Refusal, refuse, type Settled, seedOf, settle, unusedName, wordsOf } from "./settle.ts";

export type Checked = Omit<CheckAnswer, "id" | "ms">;

/** Answers a request to check an equation or a claim about a derivative, without id and time. Throws `Refusal` with the failure to respond. */
export function check(request: CheckRequest): Checked {
  if (request.lines !== undefined)
    refuse("unsupported", "checking a derivation line by line is not supported yet", { in: "lines", hint: "check each equation by left and right" });
  const { left, right } = request;
  for (const [side, text] of Object.entries({ left, right }))
    if (typeof text === "string" && !text.trim()) refuse("empty", `the ${side} side is empty`, { in: side, hint: "write an equation, tr(A*B) = tr(B*A)" });
  if (typeof left === "string" && typeof right === "string") return checkEquation(request, left, right);
  if (typeof request.expression === "string" && typeof request.claim === "string") return checkClaim(request);
  return refuse("request", "there is nothing to check", { hint: 'give "left" and "right", or "expression", "wrt" and "claim"' });
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

function checkEquation(request: CheckRequest, leftText: string, rightText: string): Checked {
  const { settled, sides } = settleSides(request, leftText, rightText);
  const [left, right] = sides;
  const skipped = { status: "skipped" } as const;
  const common = { ok: true as const, declared: settled.declared, notes: settled.notes, used: [], conditions: settled.conditionTexts, verified: skipped };
  if (left.rows.text !== right.rows.text || left.cols.text !== right.cols.text) {
    const shapes = [left, right].map((e) => `${e.rows.text} x ${e.cols.text}`);
    return { ...common, verdict: "wrong", by: "shapes", reason: `the left side is ${shapes[0]}, the right side ${shapes[1]}`, assumptions: [] };
  }
  const equation = { ...groundOf(settled, seedOf(request)), left, right };
  const finding = compareSides(equation);
  if (finding.kind === "different")
    return { ...common, verdict: "wrong", by: "evaluation", counterexample: counterexampleOf(finding.witness), assumptions: [] };
  if (finding.kind === "unknown") return { ...common, verdict: "undecided", by: "evaluation", reason: finding.reason, assumptions: [] };
  const needs = [left, right, ...settled.definitions.map((d) => d.expression)].flatMap((e) => needsOf(e));
  const assumptions = [...settled.conditionTexts, ...needs.map((n) => conditionText(print(n.of), n.property))];
  const candidates = [...settled.variables.values()].flatMap((v) =>
    v.properties.filter((p) => p !== "integer").map((property) => ({ name: v.name, property })),
  );
  const minimal = compare({ ...equation, candidates, needs: [] });
  const used = wordsOf(minimal.status === "passed" ? minimal.used : candidates);
  if (finding.partial) assumptions.push("both sides have a value");
  return {
    ...common,
    verdict: finding.partial ? "under-assumption" : "correct",
    by: sameNormalForm(left, right, settled, needs) ? "rewriting" : "evaluation",
    used,
    conditions: [...new Set(assumptions)],
    assumptions: [...new Set(assumptions)],
    verified: { status: "passed", maxError: finding.maxError, trials: finding.trials, seed: seedOf(request) },
  };
}

/** Do both sides have one normal form, where what they need holds? */
function sameNormalForm(left: Expression, right: Expression, settled: Settled, needs: readonly Need[]): boolean {
  const put = valuesOf(settled);
  for (const n of needs) assume(normalize(n.of, put), n.property);
  return normalize(left, put) === normalize(right, put);
}

function counterexampleOf(w: Witness): Counterexample {
  return {
    sizes: Object.fromEntries(w.point.sizes),
    values: Object.fromEntries(w.names.map((n) => [n, rowsOf(w.point.values.get(n) as Matrix)])),
    left: rowsOf(w.left),
    ...(w.right && { right: rowsOf(w.right) }),
  };
}
