import { freeName, type Part } from "../calculus/derivative.ts";
import { type Expression, nodesOf, variable } from "../expression/node.ts";
import { normalize } from "../normal/build.ts";
import { cost } from "../normal/cost.ts";
import { foldingBy } from "./parts.ts";

/** Answers that share names, each name defined by those before it. */
export interface Shared {
  readonly expressions: readonly Expression[];
  readonly parts: readonly Part[];
}

/** What a reader of all answers and names sees. */
export function lengthOf(s: Shared): number {
  let total = 0;
  for (const e of s.expressions) total += cost(e);
  for (const p of s.parts) total += cost(p.expression) + 2;
  return total;
}

/** How often each node is used by another, or is itself an answer. */
function usesOf(roots: readonly Expression[]): Map<number, number> {
  const uses = new Map<number, number>();
  const count = (e: Expression) => uses.set(e.id, (uses.get(e.id) ?? 0) + 1);
  for (const e of roots) count(e);
  for (const n of nodesOf(...roots)) if (n.kind === "apply") for (const a of n.args) count(a);
  return uses;
}

/** Puts in the names that are used only once, or are no shorter than what they stand for. */
export function inlineSingles({ expressions, parts }: Shared): Shared {
  const uses = usesOf([...expressions, ...parts.map((p) => p.expression)]);
  const values = new Map<number, Expression>();
  const done = new Map<number, Expression>();
  const put = (e: Expression) => normalize(e, (x) => values.get(x.id), done);
  const kept: Part[] = [];
  for (const p of parts) {
    const expression = put(p.expression);
    const twin = kept.find((k) => k.expression === expression);
    if (twin) values.set(p.variable.id, twin.variable);
    else if ((uses.get(p.variable.id) ?? 0) > 1 && cost(expression) > 3) kept.push({ variable: p.variable, expression });
    else values.set(p.variable.id, expression);
  }
  return { expressions: expressions.map(put), parts: kept };
}

/** Writes the user's names for what they defined, the largest first. */
export function useNames({ expressions, parts }: Shared, own: readonly Part[]): Shared {
  const fold = foldingBy(own);
  return { expressions: expressions.map(fold), parts: parts.map((p) => ({ variable: p.variable, expression: fold(p.expression) })) };
}

/** Names what several answers use, wherever that is shorter. */
export function shareNames(given: Shared, taken: ReadonlySet<string>): Shared {
  const roots = [...given.parts.map((p) => p.expression), ...given.expressions];
  const uses = usesOf(roots);
  const names = new Set([...taken, ...given.parts.map((p) => p.variable.name)]);
  const nodes = nodesOf(...roots);
  const bound = new Set<number>();
  for (const n of nodes) if ((n.kind === "variable" && /^[$#]/.test(n.name)) || (n.kind === "apply" && n.args.some((a) => bound.has(a.id)))) bound.add(n.id);
  // a name that is defined late may not be used before: its own definition comes first among the roots
  const replaced = new Map<number, Expression>(given.parts.map((p) => [p.expression.id, p.variable]));
  const owner = new Map<number, Part>(given.parts.map((p) => [p.expression.id, p]));
  const parts: Part[] = [];
  const done = new Map<number, Expression>();
  for (const n of nodes) {
    const defined = owner.get(n.id);
    if (!defined && (n.kind !== "apply" || bound.has(n.id) || (uses.get(n.id) ?? 0) < 2 || cost(n) < 5)) continue;
    const expression = normalize(n, (x) => (x === n ? undefined : replaced.get(x.id)), done);
    done.delete(n.id);
    let v = defined?.variable;
    if (!v) {
      v = variable(freeName("~", names), n.rows, n.cols);
      names.add(v.name);
      replaced.set(n.id, v);
    }
    parts.push({ variable: v, expression });
  }
  const shared = inlineSingles({ expressions: given.expressions.map((e) => replaced.get(e.id) ?? normalize(e, (x) => replaced.get(x.id))), parts });
  return numbered(lengthOf(shared) < lengthOf(given) ? shared : given, taken);
}

/** Names that no one chose are numbered in order: `t1`, `t2`. */
function numbered({ expressions, parts }: Shared, taken: ReadonlySet<string>): Shared {
  const names = new Set([...taken, ...parts.map((p) => p.variable.name).filter((n) => !n.startsWith("~"))]);
  const values = new Map<number, Expression>();
  const done = new Map<number, Expression>();
  const put = (e: Expression) => normalize(e, (x) => values.get(x.id), done);
  let made = 0;
  const renamed = parts.map((p): Part => {
    const expression = put(p.expression);
    if (names.has(p.variable.name)) return { variable: p.variable, expression };
    const v = variable(freeName(`t${++made}`, names), p.variable.rows, p.variable.cols);
    names.add(v.name);
    values.set(p.variable.id, v);
    done.delete(p.variable.id);
    return { variable: v, expression };
  });
  return values.size ? { expressions: expressions.map(put), parts: renamed } : { expressions, parts };
}
