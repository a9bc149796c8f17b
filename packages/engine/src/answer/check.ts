import type { CheckRequest } from "../contract.ts";
import { parse } from "../language/parser.ts";
import { checkClaim } from "./claim.ts";
import { declaring, namesRead } from "./claimed.ts";
import { checkEquation } from "./equation.ts";
import { checkLines, isDeclared } from "./lines.ts";
import { mendShapes } from "./mend.ts";
import { ifMerged, rightIfMerged } from "./merged.ts";
import { reasonText } from "./reasons.ts";
import { Refusal, refuse, settle, takenNames } from "./settle.ts";
import { quotientOf } from "./sides.ts";
import { type Checked, commonOf } from "./verdict.ts";

/** Answers a request to check an equation or a claim about a derivative, without id and time. Throws `Refusal` with the failure to respond. */
export function check(request: CheckRequest): Checked {
  const { left, right, lines } = request;
  if (lines !== undefined) {
    if (!Array.isArray(lines) || !lines.every((l) => typeof l === "string"))
      refuse("request", "lines is a list of texts", { in: "lines", hint: '["f = x\'*A*x", "df = ..."]' });
    return checkLines(request);
  }
  for (const [side, text] of Object.entries({ left, right }))
    if (typeof text === "string" && !text.trim()) refuse("empty", `the ${side} side is empty`, { in: side, hint: "write an equation, tr(A*B) = tr(B*A)" });
  if (typeof left === "string" && typeof right === "string") {
    const { left: _l, right: _r, ...rest } = request;
    for (const [side, claim] of [
      [left, right],
      [right, left],
    ] as const) {
      const derivative = holdsDifferential(claim) ? undefined : derivativeIn(side);
      if (derivative) return check({ ...rest, ...derivative, claim } as CheckRequest);
    }
    return holdsDifferential(left, right) ? checkOne(request, left, right) : checkSides(request, left, right);
  }
  if (typeof request.expression === "string" && typeof request.claim === "string") {
    const found = ifMerged(request, checkClaim(request), checkClaim);
    const lone = found.verdict === "wrong" ? loneName(request) : undefined;
    if (lone === undefined) return found;
    const { diagnosis: _d, counterexample: _c, ...rest } = found;
    return { ...rest, verdict: "undecided", by: "evaluation", reason: reasonText(request.lang, "never", [lone]) };
  }
  return refuse("request", "there is nothing to check", { hint: 'give "left" and "right", or "expression", "wrt" and "claim"' });
}

/** A name that stands alone on one side and nowhere on the other: an equation for it, not a claim about it. */
function definedBy({ define }: CheckRequest, left: string, right: string): string | undefined {
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const { tree } = parse(side);
    if (
      tree.kind === "name" &&
      !["I", "pi"].includes(tree.name) &&
      !Object.hasOwn(define ?? {}, tree.name) &&
      namesRead(other).size &&
      !namesRead(other).has(tree.name)
    )
      return tree.name;
  }
  return undefined;
}

/** The name of a function of which nothing is said: `l` of `d(l)/d(w) = …`. */
function loneName({ expression, wrt, claim, declare, define }: CheckRequest): string | undefined {
  const tree = typeof expression === "string" && claim !== undefined ? parse(expression).tree : undefined;
  if (tree?.kind !== "name" || tree.name === wrt || tree.name === "I" || Object.hasOwn(define ?? {}, tree.name)) return undefined;
  return isDeclared(tree.name, declare) ? undefined : tree.name;
}

/** What is differentiated by what, where a side is a derivative: `d(f)/d(x)`, the same twice for a second one. */
function derivativeIn(side: string): Pick<CheckRequest, "expression" | "wrt" | "order"> | undefined {
  const first = quotientOf(parse(side).tree, side);
  if (!first) return undefined;
  const second = quotientOf(parse(first.of).tree, first.of);
  return second?.by === first.by ? { expression: second.of, wrt: second.by, order: 2 } : { expression: first.of, wrt: first.by };
}

/** An equation; one whose one side contradicts what the other and the declarations say is wrong. */
function checkSides(request: CheckRequest, left: string, right: string): Checked {
  const run = (r: CheckRequest) => checkEquation(r, left, right);
  try {
    const found = ifMerged(request, run(request), run);
    const name = found.verdict === "wrong" ? definedBy(request, left, right) : undefined;
    if (name === undefined) return found;
    const { diagnosis: _d, counterexample: _c, ...rest } = found;
    return { ...rest, verdict: "undecided", by: "evaluation", reason: reasonText(request.lang, "defines", name) };
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
  const { links, ...answer } = checkLines({ ...rest, lines: [`${left} = ${right}`] });
  const { diagnosis, reason } = links?.[0] ?? {};
  return { ...answer, ...(diagnosis && { diagnosis }), ...(reason && { reason }) };
}
