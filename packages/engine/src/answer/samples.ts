import { type Expression, isApply, isColumn, nodesOf, type Variable } from "../expression/node.ts";
import type { Note } from "../language/scope.ts";
import { cost } from "../normal/cost.ts";
import { holdsSum, stackSums } from "../normal/samples.ts";
import { simplify } from "../normal/simplify.ts";
import { readEntries } from "../normal/units.ts";
import { unstackSums } from "../normal/unstack.ts";
import type { Settled } from "./settle.ts";

/** The answer with entries for unit vectors, and sums over samples as products where that is shorter, always where `vectorise` asks for it, never where it is false. */
export function shortest(answer: Expression, typed: Expression, vectorise: boolean | undefined, settled: Settled): Expression {
  const found = readable(answer, typed, vectorise === true);
  return vectorise === false ? readEntries(simplify(unstackSums(found, families(settled)))) : found;
}

/** The names of families, whose members are written `x_i` in LaTeX. */
export const familyNames = (settled: Settled): Set<string> => new Set(Object.keys(settled.declared).filter((name) => /\]/.test(settled.declared[name] ?? "")));

/** The families of vectors and numbers, whose bare names are matrices and columns. */
const families = (settled: Settled): Variable[] =>
  [...familyNames(settled)].flatMap((name) => (settled.members?.has(name) ? [] : (settled.variables.get(name) ?? [])));

function readable(answer: Expression, typed: Expression, vectorise: boolean): Expression {
  const nodes = nodesOf(answer);
  if (!nodes.some((e) => isApply(e, "unitvector") || isApply(e, "summation"))) return answer;
  const entries = readEntries(answer);
  const short = cost(entries) <= cost(answer) ? entries : answer;
  if (!holdsSum(short)) return short;
  const picks = !nodesOf(typed).some((e) => isApply(e, "kroneckerdelta"));
  const stack = (always: boolean) => readEntries(stackSums(short, always, picks));
  const stacked = stack(vectorise);
  if (vectorise) return stacked;
  let best = cost(stacked) < cost(short) ? stacked : short;
  // an inner sum may grow where the whole gets shorter
  if (holdsSum(best)) {
    const whole = stack(true);
    if (cost(whole) < cost(best)) best = whole;
  }
  return best;
}

/** A sum that stays although it was asked to be stacked. */
export function unstackedNotes(answer: Expression): Note[] {
  if (!holdsSum(answer)) return [];
  return [{ code: "unstacked", message: "a sum stays as it is: its terms have no form for all samples at once" }];
}

/** What the bare name of a family means, where the answer uses it. */
export function stackedNotes(answer: Expression, settled: Settled): Note[] {
  const nodes = nodesOf(answer);
  const bare = (v: Expression) =>
    nodes.some((e) => e.kind === "apply" && e.args.some((a, k) => a === v && !(isApply(e, "entry") && k === 0 && e.args.length === 2)));
  return families(settled)
    .filter((v) => answer === v || bare(v))
    .map((v) => ({
      code: "stacked",
      message: isColumn(v)
        ? `${v.name} is the column of the ${v.rows.text} numbers ${v.name}[i]`
        : `${v.name} is the ${v.rows.text} x ${v.cols.text} matrix of the columns ${v.name}[i]`,
    }));
}
