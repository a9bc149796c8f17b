import type { Note } from "../contract.ts";
import { type Expression, isApply, isColumn, nodesOf } from "../expression/node.ts";
import { cost } from "../normal/cost.ts";
import { stackSums } from "../normal/samples.ts";
import { readEntries } from "../normal/units.ts";
import type { Settled } from "./settle.ts";

/** The answer with entries for unit vectors, and sums over samples as products where that is shorter, or always where it was asked for. */
export function shortest(answer: Expression, typed: Expression, vectorise: boolean): Expression {
  const nodes = nodesOf(answer);
  if (!nodes.some((e) => isApply(e, "unitvector") || isApply(e, "summation"))) return answer;
  const entries = readEntries(answer);
  const short = cost(entries) <= cost(answer) ? entries : answer;
  if (!nodesOf(short).some((e) => isApply(e, "summation"))) return short;
  const picks = !nodesOf(typed).some((e) => isApply(e, "kroneckerdelta"));
  const stacked = readEntries(stackSums(short, vectorise, picks));
  return vectorise || cost(stacked) < cost(short) ? stacked : short;
}

/** What the bare name of a family means, where the answer uses it. */
export function stackedNotes(answer: Expression, settled: Settled): Note[] {
  const nodes = nodesOf(answer);
  const bare = (v: Expression) =>
    nodes.some((e) => e.kind === "apply" && e.args.some((a, k) => a === v && !(isApply(e, "entry") && k === 0 && e.args.length === 2)));
  return [...settled.variables.values()]
    .filter((v) => /\]/.test(settled.declared[v.name] ?? "") && (answer === v || bare(v)))
    .map((v) => ({
      code: "stacked",
      message: isColumn(v)
        ? `${v.name} is the column of the ${v.rows.text} numbers ${v.name}[i]`
        : `${v.name} is the ${v.rows.text} x ${v.cols.text} matrix of the columns ${v.name}[i]`,
    }));
}
