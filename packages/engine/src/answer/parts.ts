import type { Where } from "../contract.ts";
import { type Expression, nodesOf, type Variable, variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { normalize } from "../normal/build.ts";
import { cost } from "../normal/cost.ts";
import { freeName } from "../calculus/derivative.ts";

/** A name for a part of the answer. */
export interface Part {
  readonly variable: Variable;
  readonly expression: Expression;
}

/** Writes the user's own names for the parts they defined, the largest first. */
export function foldDefinitions(e: Expression, definitions: readonly Part[]): Expression {
  const names = new Map<number, Expression>();
  for (const d of definitions) if (cost(d.expression) > 1) names.set(d.expression.id, d.variable);
  return names.size ? normalize(e, (n) => names.get(n.id)) : e;
}


const mostPrinted = 200;

/** Names parts that are used more than once where the answer would otherwise be a wall: in order, each from those before it. */
export function shareParts(e: Expression, taken: ReadonlySet<string>): { expression: Expression; parts: Part[] } {
  if (cost(e) <= mostPrinted) return { expression: e, parts: [] };
  const uses = new Map<number, number>();
  const nodes = nodesOf(e);
  for (const n of nodes) if (n.kind === "apply") for (const a of n.args) uses.set(a.id, (uses.get(a.id) ?? 0) + 1);
  const names = new Set(taken);
  const parts: Part[] = [];
  const replaced = new Map<number, Expression>();
  const bound = new Set<number>();
  for (const n of nodes) if (n.kind === "variable" && /^[$#]/.test(n.name)) bound.add(n.id);
  for (const n of nodes) if (n.kind === "apply" && n.args.some((a) => bound.has(a.id))) bound.add(n.id);
  for (const n of nodes) {
    if (n.kind !== "apply" || bound.has(n.id) || (uses.get(n.id) ?? 0) < 2 || cost(n) < 5) continue;
    const body = normalize(n, (x) => (x === n ? undefined : replaced.get(x.id)));
    const v = variable(freeName(`t${parts.length + 1}`, names), n.rows, n.cols);
    names.add(v.name);
    parts.push({ variable: v, expression: body });
    replaced.set(n.id, v);
  }
  return { expression: normalize(e, (x) => replaced.get(x.id)), parts };
}

/** The parts in the words of the contract. */
export function whereOf(parts: readonly Part[]): Where[] {
  return parts.map((p) => ({ name: p.variable.name, expression: print(p.expression), shape: [p.variable.rows.text, p.variable.cols.text] }));
}
