import type { Expression } from "../expression/node.ts";
import type { Line } from "./board.ts";
import { type RuleName, rules } from "./rules.ts";

export type Detail = "brief" | "normal" | "full";
export const details: readonly Detail[] = ["brief", "normal", "full"];

/** Lines taken together as one step; the rules in order, each once, the one that names the step first. */
export interface Shown extends Line {
  readonly rules: readonly string[];
  /** The first and last of the lines it stands for. */
  readonly from: number;
  readonly to: number;
}

const isQuiet = (rule: string): boolean => (rules as Readonly<Record<string, { quiet?: boolean }>>)[rule]?.quiet === true;

/** What one idea is to someone who has seen many: rules of one group run together in a brief derivation. */
const ideas: Readonly<Partial<Record<RuleName, string>>> = {
  "scalar-trace": "trace",
  "trace-of-sum": "trace",
  "trace-cyclic": "trace",
  "trace-of-transpose": "trace",
  "trace-of-scalar": "trace",
  "scalar-out-of-trace": "trace",
  "distributive-law": "trace",
  "scalar-transpose": "product",
  "hadamard-swap": "product",
  "sum-of-product": "product",
  "sum-of-column-product": "product",
  "sum-of-column": "product",
  "scalar-factor": "product",
  "hadamard-trace-swap": "swap",
  "like-terms": "coefficient",
  "common-factor": "coefficient",
  "collect-increment": "coefficient",
  "collect-product": "coefficient",
  "transpose-of-symmetric": "coefficient",
  "transpose-of-sum": "coefficient",
  powers: "coefficient",
  "powers-of-entries": "coefficient",
  "product-with-ones": "coefficient",
  simplify: "coefficient",
};

/** The lines at a level of detail: all; runs of one rule as one, bookkeeping with what it belongs to; or runs of one idea. */
export function shownAt(lines: readonly Line[], detail: Detail, text: (e: Expression) => string): Shown[] {
  const all = lines.map((l, k): Shown => ({ ...l, rules: [l.rule], from: k, to: k }));
  if (detail === "full") return withoutReturns(all, text);
  const same =
    detail === "normal"
      ? (a: string, b: string) => a === b
      : (a: string, b: string) => a === b || (ideas[a as RuleName] !== undefined && ideas[a as RuleName] === ideas[b as RuleName]);
  const out: Shown[] = [];
  for (const line of all) {
    const last = out[out.length - 1];
    if (last && line.kind === "rewrite" && last.kind === "rewrite" && (isQuiet(line.rule) || isQuiet(last.rule) || same(last.rule, line.rule)))
      out[out.length - 1] = joined(last, line);
    else if (last && line.kind === "rewrite" && last.kind === "differential-of" && isQuiet(line.rule)) out[out.length - 1] = joined(last, line);
    else if (last && line.kind === "differential-of" && last.kind === "rewrite" && isQuiet(last.rule))
      out[out.length - 1] = { ...joined(last, line), kind: line.kind, rule: line.rule };
    else out.push(line);
  }
  return withoutReturns(out, text);
}

/** A layer of the chain rule in three lines: the question, its differential brought to the form that is read off, the answer. */
export function layerLines(lines: readonly Line[]): Shown[] {
  const all = lines.map((l, k): Shown => ({ ...l, rules: [l.rule], from: k, to: k }));
  const first = all.findIndex((l) => l.kind === "differential-of");
  const whole = all.slice(first, -1).reduce((a, b) => joined(a, b));
  return [...all.slice(0, first), { ...whole, kind: "differential-of", rule: "differential" }, all[all.length - 1] as Shown];
}

function joined(a: Shown, b: Shown): Shown {
  const named = [...a.rules, ...b.rules].filter((r, k, l) => l.indexOf(r) === k);
  const loud = named.filter((r) => !isQuiet(r));
  const kept = loud.length ? loud : named.slice(0, 1);
  const used = [...new Set([...a.used, ...b.used])];
  let k = 0;
  while (k < a.path.length && a.path[k] === b.path[k]) k++;
  return {
    ...a,
    after: b.after,
    ...(b.means && { means: b.means }),
    rule: a.kind === "rewrite" ? (kept[0] as string) : a.rule,
    rules: kept,
    path: a.path.slice(0, k),
    used,
    to: b.to,
  };
}

/** A step that prints the same before and after is none: the next one begins where it began. */
function withoutReturns(lines: readonly Shown[], text: (e: Expression) => string): Shown[] {
  const out: Shown[] = [];
  for (const line of lines) {
    if (line.kind === "rewrite" && text(line.before) === text(line.after)) continue;
    out.push(line);
  }
  return out;
}
