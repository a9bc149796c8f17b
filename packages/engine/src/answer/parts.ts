import { freeName, type Part } from "../calculus/derivative.ts";
import type { Where } from "../contract.ts";
import { type Expression, nodesOf, type Variable, variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { normalize } from "../normal/build.ts";
import { cost } from "../normal/cost.ts";
import type { Settled } from "./settle.ts";

/** What each defined name stands for, in normal form, by the names before it. */
export const namedParts = (settled: Settled, target?: Variable): Part[] =>
  settled.definitions.filter((d) => d.variable !== target).map((d) => ({ variable: d.variable, expression: normalize(d.expression) }));

/** What each defined name stands for, in normal form, those before it put in; a name that is differentiated by is none. */
export function ownParts(settled: Settled, target?: Variable): Part[] {
  const values = new Map<number, Expression>();
  const parts: Part[] = [];
  for (const d of settled.definitions) {
    if (d.variable === target) continue;
    const expression = normalize(d.expression, (e) => values.get(e.id));
    values.set(d.variable.id, expression);
    parts.push({ variable: d.variable, expression });
  }
  return parts;
}

/** Puts in what the defined names stand for: the value of a name, for `normalize`. */
export function valuesOf(settled: Settled): (e: Expression) => Expression | undefined {
  const values = new Map(ownParts(settled).map((p) => [p.variable.id, p.expression]));
  return (e) => values.get(e.id);
}

/** Writes the user's own names for the parts they defined, the largest first. */
export function foldingBy(definitions: readonly Part[]): (e: Expression) => Expression {
  const names = new Map<number, Expression>();
  for (const d of definitions) if (cost(d.expression) > 1) names.set(d.expression.id, d.variable);
  const done = new Map<number, Expression>();
  return names.size ? (e) => normalize(e, (n) => names.get(n.id), done) : (e) => e;
}

/** The same where it makes the expression shorter. */
export function shorterBy(definitions: readonly Part[]): (e: Expression) => Expression {
  const fold = foldingBy(definitions);
  return (e) => {
    const folded = fold(e);
    return cost(folded) < cost(e) ? folded : e;
  };
}

const mostPrinted = 200;

/** The answer with the names that were given on the way, if it is longer than `written`; short answers are written out. Unused names go. */
export function settleParts(e: Expression, parts: readonly Part[], written = mostPrinted): { expression: Expression; parts: Part[] } {
  if (!parts.length) return { expression: e, parts: [] };
  const values = new Map<number, Expression>();
  let total = cost(e);
  for (const p of parts) total += cost(p.expression);
  if (total <= written) {
    for (const p of parts)
      values.set(
        p.variable.id,
        normalize(p.expression, (x) => values.get(x.id)),
      );
    const whole = normalize(e, (x) => values.get(x.id));
    if (cost(whole) <= written) return { expression: whole, parts: [] };
  }
  const needed = new Set<number>();
  const mark = (x: Expression) => {
    for (const n of nodesOf(x)) if (n.kind === "variable") needed.add(n.id);
  };
  mark(e);
  const kept: Part[] = [];
  for (const p of [...parts].reverse())
    if (needed.has(p.variable.id)) {
      kept.unshift(p);
      mark(p.expression);
    }
  return { expression: e, parts: kept };
}

/** Names parts without named or `free` indices that are used more than once where the answer would otherwise be a wall: in order, each from those before it. */
export function shareParts(e: Expression, taken: ReadonlySet<string>, free: readonly Expression[] = []): { expression: Expression; parts: Part[] } {
  if (cost(e) <= mostPrinted) return { expression: e, parts: [] };
  const uses = new Map<number, number>();
  const nodes = nodesOf(e);
  for (const n of nodes) if (n.kind === "apply") for (const a of n.args) uses.set(a.id, (uses.get(a.id) ?? 0) + 1);
  const names = new Set(taken);
  const parts: Part[] = [];
  const replaced = new Map<number, Expression>();
  const bound = new Set<number>(free.map((i) => i.id));
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
