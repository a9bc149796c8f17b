import { type Expression, isApply, isScalar, nodesOf, type Variable, variable } from "../expression/node.ts";
import { normalize } from "../normal/build.ts";
import { cost } from "../normal/cost.ts";
import { assume } from "../normal/properties.ts";
import { simplify } from "../normal/simplify.ts";
import { allDerivativeTerms, normalMode } from "./adjoint.ts";
import { freed, freeName, type Part, shapeOf, sum, unproved } from "./derivative.ts";
import { arrangement, type Layout } from "./layout.ts";
import { type Need, needsOf } from "./needs.ts";

/** What is differentiated, by which variables, in which layout. */
export interface ListQuestion {
  /** As it was typed. */
  readonly function: Expression;
  readonly wrts: readonly Variable[];
  readonly layout: Layout;
  /** What defined names stand for, in order. */
  readonly definitions: readonly Part[];
  /** Definitions keep their names and are differentiated through: the cost is linear in their number. */
  readonly keepNames: boolean;
  /** Derivatives by parts of the expression are named too. */
  readonly nameInner?: boolean;
  readonly taken: ReadonlySet<string>;
}

export interface Derivatives {
  /** One a variable, in order. */
  readonly expressions: readonly Expression[];
  readonly needs: readonly Need[];
  /** Names of derivatives by defined names, each defined by those before it. */
  readonly parts: readonly Part[];
  /** What defined names that were kept stand for, in normal form, to be recognised in the answers. */
  readonly own: readonly Part[];
}

/**
 * The derivatives by all the variables, in normal form, in one backward pass over the shared graph. All of them lose their properties
 * until the pass is done. Throws `Unsupported`.
 */
export function differentiateByAll(q: ListQuestion): Derivatives {
  const typed = [q.function, ...q.definitions.map((d) => d.expression)];
  const needs = unproved(typed.flatMap((e) => (hasMore(e) ? q.wrts.flatMap((w) => needsOf(e, w)) : needsOf(e))));
  const free = q.wrts.map(freed);
  const put = new Map<number, Expression>(q.wrts.map((w, k) => [w.id, free[k] as Expression]));
  const restored = new Map<number, Expression>(q.wrts.map((w, k) => [(free[k] as Expression).id, w]));
  const inlined = q.keepNames ? tailOf(q) : new Set(q.definitions.map((d) => d.variable.id));
  const reading = () => {
    const values = new Map(put);
    const done = new Map<number, Expression>();
    const normal = (e: Expression) => normalize(e, (x) => values.get(x.id), done);
    const own = q.definitions.map((d): Part => {
      const part = { variable: d.variable, expression: normal(d.expression) };
      if (inlined.has(d.variable.id) && !put.has(d.variable.id)) values.set(d.variable.id, part.expression);
      return part;
    });
    return { own, f: normal(q.function), normal };
  };
  let { own, f, normal } = reading();
  for (const n of needs) assume(normal(n.of), n.property);
  // what was assumed may simplify f itself
  if (needs.length) ({ own, f, normal } = reading());
  const parts: Part[] = [];
  const taken = new Set(q.taken);
  const name = (v: Expression, derivative: Expression): Expression => {
    const part = variable(freeName(v.kind === "variable" ? `delta_${v.name}` : "~", taken), derivative.rows, derivative.cols);
    taken.add(part.name);
    parts.push({ variable: part, expression: derivative });
    return part;
  };
  const kept = q.keepNames ? own : own.filter((p) => put.has(p.variable.id));
  const definitions = new Map(kept.map((p) => [p.variable.id, p.expression]));
  const terms = allDerivativeTerms(f, free, { ...normalMode, definitions, name, nameInner: q.nameInner ?? false });
  const raw = free.map((x) => sum(terms.get(x.id) ?? [], (t) => arrangement(t, f, x, q.layout), shapeOf(f, x, q.layout)));
  for (const n of needs) assume(normalize(n.of), n.property);
  const done = new Map<number, Expression>();
  const same = q.wrts.every((w, k) => w === free[k]);
  const back = (e: Expression) => (same ? e : simplify(normalize(e, (n) => restored.get(n.id), done)));
  const restore = (p: Part): Part => ({ variable: p.variable, expression: back(p.expression) });
  return { expressions: raw.map(back), needs, parts: parts.map(restore), own: own.filter((p) => !q.wrts.includes(p.variable)).map(restore) };
}

/** Does a differential need more than the function? */
const hasMore = (e: Expression): boolean => nodesOf(e).some((n) => n.kind === "apply" && n.operation.differentialNeeds !== undefined);

/** The names that the function alone uses and only once, functions of an array and scalars: put in, they meet what they cancel with (`log(p)`, `p = softmax(a)`). */
function tailOf(q: ListQuestion): Set<number> {
  const uses = new Map<number, number>();
  for (const root of [q.function, ...q.definitions.map((d) => d.expression)])
    for (const e of nodesOf(root)) if (e.kind === "apply") for (const a of e.args) uses.set(a.id, (uses.get(a.id) ?? 0) + 1);
  uses.set(q.function.id, (uses.get(q.function.id) ?? 0) + 1);
  const of = new Map(q.definitions.map((d) => [d.variable.id, d.expression]));
  const tail = new Set<number>();
  const look = (root: Expression, depth: number) => {
    for (const e of nodesOf(root)) {
      const body = of.get(e.id);
      if (!body || tail.has(e.id) || (uses.get(e.id) ?? 0) > 1 || q.wrts.some((w) => w.id === e.id)) continue;
      const scalar = isScalar(body);
      const linear = body.kind === "apply" && (body.operation.multilinear || isApply(body, "add"));
      if (!scalar && (linear || depth > 0 || cost(body) > 40)) continue;
      tail.add(e.id);
      look(body, scalar ? depth : depth + 1);
    }
  };
  look(q.function, 0);
  return tail;
}
