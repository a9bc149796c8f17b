import { answer, type DeriveRequest, elaborate, type FailureResponse, type Step, writeSteps } from "gradus";
import { partAt } from "../answer/parts.ts";
import { type Ground, latexOf } from "./latex.ts";
import type { Derivation, Part, ShownStep } from "./messages.ts";

const lefts: Readonly<Record<string, string>> = { df: "\\mathrm{d}f", "vec(df)": "\\operatorname{vec}(\\mathrm{d}f)", d2f: "\\mathrm{d}^2f", f: "f" };

/** The left-hand side of a line as LaTeX: `df`, `df/dX[i,j]`, the name of the answer. */
function leftLatex(left: string, ground: Ground): string {
  if (Object.hasOwn(lefts, left)) return lefts[left] as string;
  const [, of, by] = /^d(\w+)\/d(.+)$/.exec(left) ?? [];
  return of !== undefined && by !== undefined ? `\\frac{\\partial ${latexOf(of)}}{\\partial ${latexOf(by, ground)}}` : latexOf(left, ground);
}

/** The shapes of a line's parts; increments and indices are inferred. */
function partsOf(expression: string, ground: Ground): Part[] {
  const parts: Part[] = [];
  elaborate({ expression, ...ground, seen: (span, rows, cols) => parts.push({ span, shape: [rows.text, cols.text] }) });
  return parts;
}

/** The smallest part of `after` that holds all that is not as in `before`. */
function changed(before: string, after: string, parts: readonly Part[]): string | undefined {
  let [from, to] = [0, 0];
  while (from < after.length && after[from] === before[from]) from++;
  while (to < after.length - from && to < before.length - from && after[after.length - 1 - to] === before[before.length - 1 - to]) to++;
  const end = after.length - to;
  const holding = parts.filter((p) => p.span[0] <= from && p.span[1] >= end);
  const best = partAt(holding, Math.min(from, after.length - 1)) ?? holding.at(-1);
  return best && after.slice(...best.span);
}

/** Each line as the page shows it. */
function shown(step: Step, ground: Ground): ShownStep {
  const parts = partsOf(step.after, ground);
  const part = step.kind === "rewrite" ? changed(step.before, step.after, parts) : undefined;
  return {
    ...step,
    leftLatex: leftLatex(step.left, ground),
    ...(step.touched !== undefined && { touchedLatex: latexOf(step.touched, ground) }),
    ...(part !== undefined && part !== step.after && { changedLatex: latexOf(part, ground) }),
    parts,
  };
}

/** The steps to a derivative, with what the page needs to show them. */
export function derivation(request: DeriveRequest): Derivation | FailureResponse {
  const response = answer(request);
  if (!response.ok) return response;
  const steps = "steps" in response ? (response.steps ?? []) : [];
  const ground = { declare: response.declared, ...(request.define && { define: request.define }) };
  return { ok: true, steps: steps.map((s) => shown(s, ground)), latex: writeSteps(steps, "latex", request.lang ?? "en") };
}
