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

/** What only tidies a differential that was just taken. */
const tidying: ReadonlySet<RuleName> = new Set<RuleName>([
  "powers-of-entries",
  "powers",
  "sum-of-column-product",
  "sum-of-product",
  "column-sums",
  "row-sums",
  "product-with-ones",
  "sums-to-one",
  "distributive-law",
]);

/** The lines at a level of detail: all; runs of one rule as one, bookkeeping with what it belongs to; or the differential, and where it leads. */
export function shownAt(lines: readonly Line[], detail: Detail, text: (e: Expression) => string): Shown[] {
  const all = lines.map((l, k): Shown => ({ ...l, rules: [l.rule], from: k, to: k }));
  if (detail === "full") return withoutReturns(all, text);
  const out: Shown[] = [];
  for (const line of all) {
    const last = out[out.length - 1];
    if (last && line.kind === "rewrite" && last.kind === "rewrite" && (isQuiet(line.rule) || isQuiet(last.rule) || last.rule === line.rule))
      out[out.length - 1] = joined(last, line);
    else if (last && line.kind === "rewrite" && last.kind === "differential-of" && isQuiet(line.rule)) out[out.length - 1] = joined(last, line);
    else if (last && line.kind === "differential-of" && last.kind === "rewrite" && isQuiet(last.rule))
      out[out.length - 1] = { ...joined(last, line), kind: line.kind, rule: line.rule };
    else out.push(line);
  }
  const shown = withoutReturns(out, text);
  return detail === "brief" ? brief(shown) : shown;
}

/** Each chain in at most two lines behind its question: the differential, tidied; what it is brought to. */
function brief(lines: readonly Shown[]): Shown[] {
  const out: Shown[] = [];
  for (let k = 0; k < lines.length; ) {
    let end = k;
    while (lines[end]?.kind === "rewrite") end++;
    const run = lines.slice(k, end);
    if (!run.length) {
      out.push(lines[k++] as Shown);
      continue;
    }
    k = end;
    const is = (set: ReadonlySet<RuleName>) => (l: Shown) => l.rules.every((r) => set.has(r as RuleName) || isQuiet(r));
    const last = out[out.length - 1];
    let from = 0;
    if (last?.kind === "differential-of") while (from < run.length && is(tidying)(run[from] as Shown)) from++;
    if (from) out[out.length - 1] = run.slice(0, from).reduce(joined, last as Shown);
    if (from < run.length) out.push(run.slice(from).reduce(joined));
  }
  return out;
}

/** A layer of the chain rule in three lines: the question, its differential brought to the form that is read off, the answer; one more where names are put in. */
export function layerLines(lines: readonly Line[]): Shown[] {
  const all = lines.map((l, k): Shown => ({ ...l, rules: [l.rule], from: k, to: k }));
  const first = all.findIndex((l) => l.kind === "differential-of");
  const put = all.findIndex((l) => l.rule === "value-of-name");
  const end = put < 0 ? all.length - 1 : put;
  const whole = all.slice(first, end).reduce((a, b) => joined(a, b));
  const values = put < 0 ? [] : [all.slice(put, -1).reduce((a, b) => joined(a, b))];
  return [...all.slice(0, first), { ...whole, kind: "differential-of", rule: "differential" }, ...values, all[all.length - 1] as Shown];
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
