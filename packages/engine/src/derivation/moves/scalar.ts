import { one } from "../../expression/dimension.ts";
import { constant, type Expression, isApply, isColumn, isScalar } from "../../expression/node.ts";
import { build } from "../../normal/build.ts";
import { cost } from "../../normal/cost.ts";
import { apply, factorsOf, productOf } from "../../operations/apply.ts";
import { around, type Move } from "../move.ts";
import type { Notation } from "../notation.ts";
import { unscaled } from "./linear.ts";

const columnOf = (n: Notation): boolean => isColumn(n.increment);
const product = (n: Notation, ...factors: readonly Expression[]): Expression => n.make("product", factors);
const others = (e: Expression & { kind: "apply" }, k: number): Expression => {
  const rest = e.args.filter((_, i) => i !== k);
  return rest.length === 1 ? (rest[0] as Expression) : apply("hadamard", rest);
};

/** A scalar that holds the increment becomes a row times the increment, where that is a column, or else a trace that ends in it. */
export const scalarMoves: readonly Move[] = [
  {
    rule: "trace-of-scalar",
    apply: (e, n) => (isApply(e, "trace") && isScalar(e.args[0] as Expression) && columnOf(n) ? (e.args[0] as Expression) : undefined),
  },
  {
    rule: "scalar-out-of-trace",
    apply: (e, n) => {
      if (!isApply(e, "trace")) return undefined;
      const all = factorsOf(e.args[0] as Expression);
      const scalars = all.filter(isScalar);
      if (!scalars.some((c) => n.has(c)) || scalars.length === all.length) return undefined;
      return product(n, ...scalars, n.make("trace", [productOf(all.filter((a) => !isScalar(a)))]));
    },
  },
  {
    // a row times ... in which the increment stands in a row: its transpose
    rule: "scalar-transpose",
    apply: (e, n, place) => {
      const p = place === "inner" || !isScalar(e) ? undefined : around(e, n);
      if (!p || p.moving.cols === one || !(columnOf(n) ? turnable(p.moving, n) : isStacked(p.moving))) return undefined;
      return product(n, ...p.scalars, ...p.after.map((a) => n.turned(a)).reverse(), n.turned(p.moving), ...p.before.map((a) => n.turned(a)).reverse());
    },
  },
  {
    rule: "hadamard-swap",
    apply: (e, n) => {
      const p = isScalar(e) && columnOf(n) ? around(e, n) : undefined;
      if (!p || p.after.length || !isApply(p.moving, "hadamard") || !p.before.length) return undefined;
      const k = p.moving.args.findIndex((a) => n.has(a));
      const left = apply("hadamard", [n.turned(product(n, ...p.before)), others(p.moving, k)]);
      return product(n, ...p.scalars, n.make("transpose", [left]), p.moving.args[k] as Expression);
    },
  },
  {
    rule: "trace-as-vec",
    apply: (e, n, place) => {
      const p = place === "inner" || !isScalar(e) ? undefined : around(e, n);
      const row = p && !p.after.length && p.before.length === 1 && isApply(p.moving, "vectorization") ? core(p.before[0] as Expression) : undefined;
      if (!p || !row || !isApply(row, "vectorization")) return undefined;
      return product(n, ...p.scalars, n.make("trace", [product(n, n.turned(row.args[0] as Expression), core(p.moving))]));
    },
  },
  {
    rule: "scalar-trace",
    apply: (e, n, place, inTrace) => {
      const p = place === "inner" || inTrace || !isScalar(e) ? undefined : around(e, n);
      if (!p) return undefined;
      if (!p.after.length && (columnOf(n) ? p.moving === n.increment : isStacked(p.moving))) return undefined;
      return product(n, ...p.scalars, n.make("trace", [product(n, ...p.before, p.moving, ...p.after)]));
    },
  },
];

/** What is transposed or stacked. */
const core = (e: Expression): Expression => (isApply(e, "transpose") || isApply(e, "vectorization") ? (e.args[0] as Expression) : e);

/** Is it a matrix by columns, or the transpose of that? */
const isStacked = (e: Expression): boolean => isApply(e, "vectorization") || (isApply(e, "transpose") && isApply(e.args[0] as Expression, "vectorization"));

/** Is the part a transpose, or a row whose transpose is one the rules go on with? */
function turnable(e: Expression, n: Notation): boolean {
  return isApply(e, "transpose") || (isApply(e, "product") && n.has(e)) || (e.kind === "apply" && e.rows === one);
}

type TraceRule = (before: readonly Expression[], moving: Expression & { kind: "apply" }, n: Notation) => Expression | undefined;
const inTrace = (rule: TraceRule): Move["apply"] => {
  return (e, n) => {
    const p = isApply(e, "trace") ? around(e.args[0] as Expression, n) : undefined;
    if (!p || p.after.length || p.moving.kind !== "apply") return undefined;
    const made = rule(p.before, p.moving, n);
    return made && p.scalars.length ? product(n, ...p.scalars, made) : made;
  };
};
const identity = (e: Expression): Expression => apply("identity", [], [e.rows]);

/** What stands last in a trace is taken apart until it is the increment. */
export const traceMoves: readonly Move[] = [
  {
    rule: "trace-cyclic",
    apply: (e, n) => {
      const p = isApply(e, "trace") ? around(e.args[0] as Expression, n) : undefined;
      return p?.after.length ? n.make("trace", [product(n, ...p.scalars, ...p.after, ...p.before, p.moving)]) : undefined;
    },
  },
  {
    rule: "trace-of-transpose",
    apply: inTrace((before, u, n) =>
      isApply(u, "transpose") ? n.make("trace", [product(n, ...before.map((a) => n.turned(a)).reverse(), u.args[0] as Expression)]) : undefined,
    ),
  },
  {
    rule: "hadamard-trace-swap",
    apply: inTrace((before, u, n) => {
      if (!isApply(u, "hadamard")) return undefined;
      const k = u.args.findIndex((a) => n.has(a));
      const left = before.length ? n.turned(product(n, ...before)) : identity(u);
      return n.make("trace", [product(n, n.make("transpose", [apply("hadamard", [left, others(u, k)])]), u.args[k] as Expression)]);
    }),
  },
  {
    rule: "trace-kronecker",
    apply: (e, n) => {
      const u = isApply(e, "trace") ? (e.args[0] as Expression) : undefined;
      return u && isApply(u, "kronecker") && u.args.every((a) => a.rows === a.cols) ? product(n, ...u.args.map((a) => n.make("trace", [a]))) : undefined;
    },
  },
  {
    rule: "trace-of-diagonal-matrix",
    apply: inTrace((before, u, n) => {
      if (!isApply(u, "diagonalmatrix")) return undefined;
      const a = before.length ? product(n, ...before) : identity(u);
      return product(n, n.make("transpose", [apply("diagonal", [a])]), u.args[0] as Expression);
    }),
  },
  ...(["lower", "upper"] as const).map(
    (side): Move => ({
      rule: `trace-of-${side}-triangle`,
      apply: inTrace((before, u, n) => {
        if (!isApply(u, `${side}triangle`)) return undefined;
        const a = before.length ? n.turned(product(n, ...before)) : identity(u);
        return n.make("trace", [product(n, n.make("transpose", [apply(`${side}triangle`, [a])]), u.args[0] as Expression)]);
      }),
    }),
  ),
  {
    rule: "product-with-diagonal",
    apply: (e, n) => {
      const p = isApply(e, "trace") ? around(e.args[0] as Expression, n) : isScalar(e) ? around(e, n) : undefined;
      if (!p || p.after.length || !isApply(p.moving, "diagonal") || !p.before.length) return undefined;
      const a = apply("diagonalmatrix", [n.turned(product(n, ...p.before))]);
      return product(n, ...p.scalars, n.make("trace", [product(n, a, p.moving.args[0] as Expression)]));
    },
  },
];

/** A term `c*tr(A*dX)` or `c*a'*dx` as what stands before the increment, c with it; undefined where it has not that form. */
export function coefficientOf(term: Expression, n: Notation): Expression | undefined {
  const { scalars, rest } = unscaled(term);
  if (scalars.some((s) => n.has(s))) return undefined;
  const body = isApply(rest, "trace") ? (rest.args[0] as Expression) : rest;
  const factors = factorsOf(body);
  if (factors[factors.length - 1] !== n.target || factors.slice(0, -1).some((a) => n.has(a))) return undefined;
  const before = factors.slice(0, -1);
  return product(n, ...scalars, ...before, ...(before.every(isScalar) ? [identity(n.target)] : []));
}

/** A sum over an index in which the increment stands last leaves it outside. */
export const summing: readonly Move[] = (["summation", "integral"] as const).map(
  (name): Move => ({
    rule: name === "summation" ? "sum-over-index-inside" : "integral-inside",
    apply: (e, n, place) => {
      const body = place !== "inner" && isApply(e, name) ? (e.args[3] as Expression) : undefined;
      const a = body && coefficientOf(body, n);
      if (!a || !body || e.kind !== "apply") return undefined;
      const sum = n.make(name, [...e.args.slice(0, 3), a]);
      return isColumn(n.target) ? product(n, sum, n.target) : n.make("trace", [product(n, sum, n.target)]);
    },
  }),
);

interface End {
  readonly before: readonly Expression[];
  readonly moving: Expression;
  readonly after: readonly Expression[];
  readonly trace: boolean;
}

/** A term around the factor that holds the increment, what scales it in front, the trace left out. */
function lastOf(term: Expression, n: Notation): End | undefined {
  const { scalars, rest } = unscaled(term);
  const trace = isApply(rest, "trace");
  if (scalars.some((s) => n.has(s))) return undefined;
  const p = around(trace ? (rest.args[0] as Expression) : rest, n);
  return p && { before: [...scalars, ...p.scalars, ...p.before], moving: p.moving, after: p.after, trace };
}

/** Terms that end alike are collected; at the last all that end in the increment are. */
const collectingBy = (rule: "collect-increment" | "collect-product"): Move => ({
  rule,
  apply: (e, n, place) => {
    if (place !== "term" || !isApply(e, "add")) return undefined;
    const ends = e.args.map((t) => lastOf(t, n));
    const done = ends.every((end) => end?.moving === n.target && !end.after.length);
    for (const [k, end] of ends.entries()) {
      if (!end || end.trace !== (rule === "collect-increment") || (end.moving === n.target && !end.after.length && !done)) continue;
      const alike = ends.flatMap((o, i) =>
        i >= k && o && o.moving === end.moving && o.trace === end.trace && sameList(o.after, end.after) ? [{ i, before: o.before }] : [],
      );
      if (alike.length < 2) continue;
      const shared = sharedTail(alike.map((a) => a.before));
      const parts = alike.map(({ before }) => {
        const left = before.slice(0, before.length - shared);
        return product(n, ...left, ...(left.every(isScalar) ? [identityLike(before, shared, end.moving)] : []));
      });
      const tail = (alike[0] as { before: readonly Expression[] }).before;
      const whole = product(n, collected(parts, n), ...tail.slice(tail.length - shared), end.moving, ...end.after);
      const made = end.trace ? n.make("trace", [whole]) : whole;
      return n.make(
        "add",
        e.args.flatMap((t, i) => (i === k ? [made] : alike.some((a) => a.i === i) ? [] : [t])),
      );
    }
    return undefined;
  },
});

const sameList = (a: readonly Expression[], b: readonly Expression[]) => a.length === b.length && a.every((e, k) => e === b[k]);

/** How many of the last factors all have in common. */
function sharedTail(lists: readonly (readonly Expression[])[]): number {
  const least = Math.min(...lists.map((l) => l.length));
  let k = 0;
  while (k < least && lists.every((l) => l[l.length - 1 - k] === lists[0]?.[(lists[0]?.length ?? 0) - 1 - k] && !isScalar(l[l.length - 1 - k] as Expression)))
    k++;
  return k;
}
const identityLike = (before: readonly Expression[], shared: number, moving: Expression): Expression => {
  const first = shared ? (before[before.length - shared] as Expression) : moving;
  return first.rows === one ? constant(1) : identity(first);
};

/** Terms that differ in a number alone. */
const likeTerms: Move = {
  rule: "like-terms",
  apply: (e, n, place) => {
    if (place !== "term" || !isApply(e, "add")) return undefined;
    const parts = e.args.map((t) => {
      const number = isApply(t, "product") && t.args[0]?.kind === "constant" ? t.args[0] : constant(1);
      return { number, rest: number === factorsOf(t)[0] ? n.make("product", factorsOf(t).slice(1)) : t };
    });
    const sums = new Map<Expression, Expression[]>();
    for (const { number, rest } of parts) sums.set(rest, [...(sums.get(rest) ?? []), number]);
    if (sums.size === parts.length) return undefined;
    return n.make(
      "add",
      [...sums].map(([rest, numbers]) => product(n, build("add", numbers), rest)),
    );
  },
};

/** The sum of coefficients; where their transposes are no longer, the transpose of the sum of these. */
function collected(parts: readonly Expression[], n: Notation): Expression {
  const turned = parts.map((p) => n.turned(p));
  const total = (l: readonly Expression[]) => l.reduce((s, p) => s + cost(p), 0);
  if (!n.gradient || total(turned) > total(parts)) return n.make("add", parts);
  return n.make("transpose", [n.make("add", turned)]);
}

export const collecting: readonly Move[] = [likeTerms, collectingBy("collect-increment"), collectingBy("collect-product")];
