import { type Expression, idsContaining, isScalar, nodesOf, type Variable } from "../expression/node.ts";
import { cutOf, lower } from "../network/lower.ts";
import type { Build } from "../network/raise.ts";
import { emptyTerm, type Factor, freeSide, Index, resolve, type Side, type Term } from "../network/term.ts";
import { raise } from "../network/terms.ts";
import { build } from "../normal/build.ts";
import { cost } from "../normal/cost.ts";
import { simplify } from "../normal/simplify.ts";
import { type Binding, isBinding, openSummation } from "../normal/summation.ts";
import { meetsItself, slopeOf } from "./commuting.ts";
import { differentialOf } from "./differential.ts";

/** How the terms of an inner node's derivative are kept. */
export interface Mode {
  readonly make: Build;
  /** Products are taken apart into all their factors, or kept as they are shared. */
  readonly flatten: boolean;
  readonly simplify: (e: Expression) => Expression;
  /** Names that stand for expressions: kept as they are and differentiated through. */
  readonly definitions?: ReadonlyMap<number, Expression>;
  /** Gives the derivative by a defined name a name of its own. */
  readonly name?: (v: Expression, derivative: Expression) => Expression;
  /** Derivatives by arrays in the midst are named too. */
  readonly nameInner?: boolean;
}
export const normalMode: Mode = { make: build, flatten: true, simplify };

/** The derivative as terms: the indices of f in `out`, those of the variable in `hole`. */
export function derivativeTerms(f: Expression, wrt: Variable, mode: Mode = normalMode): Term[] {
  const { definitions } = mode;
  const others = definitions?.has(wrt.id) ? new Map([...definitions].filter(([id]) => id !== wrt.id)) : definitions;
  return allDerivativeTerms(f, [wrt], others === definitions ? mode : { ...mode, ...(others && { definitions: others }) }).get(wrt.id) ?? [];
}

/** The derivatives by all the variables, by their id, in one pass. One that is a defined name too is passed through: the others may stand behind it. */
export function allDerivativeTerms(f: Expression, wrts: readonly Variable[], mode: Mode = normalMode): Map<number, Term[]> {
  const term = emptyTerm(freeSide(f.rows), freeSide(f.cols));
  term.hole = term.out;
  return backward(f, [term], wrts, mode);
}

/** Carries the derivative from a node back to the variables, each shared node once, users before what they use. */
function backward(root: Expression, seed: readonly Term[], wrts: readonly Variable[], mode: Mode): Map<number, Term[]> {
  const { order, depends } = dependencies(root, wrts, mode);
  const reached = new Map<number, Term[]>();
  if (!depends.has(root.id)) return reached;
  const targets = new Set(wrts.map((w) => w.id));
  // indices of the sums and integrals around: what is below may use them
  const open = new Set(seed.flatMap((t) => t.binders.map((b) => b.index)));
  const at = new Map<number, Term[]>([[root.id, [...seed]]]);
  for (let n = order.length - 1; n >= 0; n--) {
    const v = order[n] as Expression;
    let terms = at.get(v.id);
    at.delete(v.id);
    if (!terms?.length) continue;
    const through = mode.definitions?.get(v.id);
    if (targets.has(v.id) && !through) {
      put(reached, v, terms);
      continue;
    }
    terms = collapse(terms, v, mode, open);
    if (targets.has(v.id)) put(reached, v, terms.map(copy));
    if (v.kind !== "apply") {
      if (depends.has((through as Expression).id)) put(at, through as Expression, terms);
      continue;
    }
    if (isBinding(v)) {
      const { body, ...range } = openSummation(v);
      const opened = terms.map((t) => {
        const c = copy(t);
        c.binders.push({ kind: v.operation.name as Binding, ...range });
        return c;
      });
      for (const [id, found] of backward(body, opened, wrts, mode)) put(reached, { id }, found);
      if (v.operation.name === "summation") continue;
    }
    const commuting = terms.filter((t) => meetsItself(t, v));
    const others = terms.filter((t) => !commuting.includes(t));
    const partials = [
      ...(commuting.length ? slopeOf(v) : []).map((partial) => ({ partial, terms: commuting })),
      ...(others.length ? differentialOf(v, depends) : []).map((partial) => ({ partial, terms: others })),
    ];
    for (const { partial, terms } of partials) {
      const found: Term[] = [];
      for (const t of terms)
        for (const e of partial.terms) {
          const c = copy(t);
          const hole = c.hole as { rows: Side; cols: Side };
          lower(e, hole.rows, hole.cols, c, cutOf(e, partial.increment), mode.flatten);
          if (!c.zero) found.push(c);
        }
      put(at, partial.of, found);
    }
  }
  return reached;
}

/** The nodes that depend on a variable, arguments (and what names stand for) first. */
function dependencies(root: Expression, wrts: readonly Variable[], mode: Mode): { order: Expression[]; depends: Set<number> } {
  const { definitions } = mode;
  if (!definitions?.size && wrts.length === 1) {
    const depends = idsContaining(root, wrts[0] as Variable);
    return { order: nodesOf(root).filter((e) => depends.has(e.id)), depends };
  }
  const depends = new Set<number>(wrts.map((w) => w.id));
  const seen = new Set<number>();
  const order: Expression[] = [];
  const stack: [Expression, boolean][] = [[root, false]];
  while (stack.length) {
    const [e, ready] = stack.pop() as [Expression, boolean];
    const children = e.kind === "apply" ? e.args : [definitions?.get(e.id)].filter((d) => d !== undefined);
    if (ready) {
      if (depends.has(e.id) || children.some((a) => depends.has(a.id))) {
        depends.add(e.id);
        order.push(e);
      }
    } else if (!seen.has(e.id)) {
      seen.add(e.id);
      stack.push([e, true], ...children.filter((a) => !seen.has(a.id)).map((a): [Expression, boolean] => [a, false]));
    }
  }
  return { order, depends };
}

function put(at: Map<number, Term[]>, e: { readonly id: number }, terms: readonly Term[]): void {
  const old = at.get(e.id);
  if (old) old.push(...terms);
  else at.set(e.id, [...terms]);
}

/** The term with indices of its own. */
function copy(t: Term): Term {
  const twins = new Map<Index, Index>();
  const twin = (i: Index) => {
    let j = twins.get(i);
    if (!j) twins.set(i, (j = new Index(i.dimension)));
    return j;
  };
  const side = (s: Side): Side => resolve(s).map(twin);
  const hole = t.hole as { rows: Side; cols: Side };
  return {
    scalars: [...t.scalars],
    factors: t.factors.map((f): Factor => ({ node: f.node, rows: side(f.rows), cols: side(f.cols) })),
    binders: [...t.binders],
    indices: t.indices.flatMap((i) => i.resolved).map(twin),
    out: { rows: side(t.out.rows), cols: side(t.out.cols) },
    hole: { rows: side(hole.rows), cols: side(hole.cols) },
    zero: t.zero,
  };
}

/** Where several paths meet the sum of their terms becomes one expression, if it has the shape of a matrix. */
function collapse(terms: Term[], v: Expression, mode: Mode, open: ReadonlySet<Expression>): Term[] {
  const first = terms[0] as Term;
  const free = resolve(first.out.rows).length + resolve(first.out.cols).length;
  const inner = Number(first.hole?.rows.length) + Number(first.hole?.cols.length);
  const named = mode.name !== undefined && (v.kind === "variable" || (mode.nameInner === true && !isScalar(v)));
  if (terms.length === 1 && !named && first.factors.length <= (mode.flatten ? 24 : 1)) return terms;
  if (free + inner > 2) return terms;
  // an open sum must not be closed here
  if (terms.some((t) => t.binders.some((b) => open.has(b.index)))) return terms;
  const place = arrange(first, v);
  let sum = mode.simplify(
    mode.make(
      "add",
      terms.map((t) => raise(t, ...sides(t, place), mode.make)).sort((a, b) => cost(a) - cost(b)),
    ),
  );
  if (named && cost(sum) > 3) sum = mode.name?.(v, sum) ?? sum;
  const out = emptyTerm(freeSideLike(first.out.rows), freeSideLike(first.out.cols));
  out.hole = { rows: freeSide(v.rows), cols: freeSide(v.cols) };
  lower(sum, ...sides(out, place), out, undefined, mode.flatten);
  return [out];
}
const freeSideLike = (s: Side): Side => resolve(s).map((i) => new Index(i.dimension));

type Place = "variable" | "function" | "both";
function arrange(t: Term, v: Expression): Place {
  if (t.out.rows.length + t.out.cols.length === 0) return "variable";
  return isScalar(v) ? "function" : "both";
}
function sides(t: Term, place: Place): [Side, Side] {
  const hole = t.hole as { rows: Side; cols: Side };
  if (place === "variable") return [hole.rows, hole.cols];
  if (place === "function") return [t.out.rows, t.out.cols];
  return [
    [...t.out.rows, ...t.out.cols],
    [...hole.rows, ...hole.cols],
  ];
}
