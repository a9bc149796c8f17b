import { one } from "../../expression/dimension.ts";
import { type Expression, isApply, isColumn, isScalar } from "../../expression/node.ts";
import { apply } from "../../operations/apply.ts";
import { around, type Move } from "../move.ts";
import { chainOf, factorsOf, type Notation, termsOf } from "../notation.ts";
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
      if (!scalars.length || scalars.length === all.length) return undefined;
      return product(n, ...scalars, n.make("trace", [chainOf(all.filter((a) => !isScalar(a)))]));
    },
  },
  {
    // a row times ... in which the increment stands in a row: its transpose
    rule: "scalar-transpose",
    apply: (e, n, place) => {
      const p = place === "inner" || !isScalar(e) || !columnOf(n) ? undefined : around(e, n);
      if (!p || p.moving.cols === one || !turnable(p.moving, n)) return undefined;
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
    rule: "scalar-trace",
    apply: (e, n, place, inTrace) => {
      const p = place === "inner" || inTrace || !isScalar(e) ? undefined : around(e, n);
      if (!p) return undefined;
      if (columnOf(n) && !p.after.length && p.moving === n.increment) return undefined;
      return product(n, ...p.scalars, n.make("trace", [product(n, ...p.before, p.moving, ...p.after)]));
    },
  },
];

/** Is the part a transpose, or a row whose transpose is one the rules go on with? */
function turnable(e: Expression, n: Notation): boolean {
  return isApply(e, "transpose") || (isApply(e, "product") && n.has(e)) || (e.kind === "apply" && e.rows === one);
}

type TraceRule = (before: readonly Expression[], moving: Expression & { kind: "apply" }, n: Notation) => Expression | undefined;
const inTrace = (rule: TraceRule): Move["apply"] => {
  return (e, n) => {
    const p = isApply(e, "trace") ? around(e.args[0] as Expression, n) : undefined;
    if (!p || p.after.length || p.moving.kind !== "apply") return undefined;
    return rule(p.before, p.moving, n);
  };
};
const identity = (e: Expression): Expression => apply("identity", [], [e.rows]);

/** What stands last in a trace is taken apart until it is the increment. */
export const traceMoves: readonly Move[] = [
  {
    rule: "trace-cyclic",
    apply: (e, n) => {
      const p = isApply(e, "trace") ? around(e.args[0] as Expression, n) : undefined;
      return p?.after.length ? n.make("trace", [product(n, ...p.after, ...p.before, p.moving)]) : undefined;
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
  return product(n, ...scalars, ...(before.length ? before : [identity(n.target)]));
}

/** A sum over an index in which the increment stands last leaves it outside. */
export const summing: readonly Move[] = [
  {
    rule: "sum-over-index-inside",
    apply: (e, n, place) => {
      const body = place === "term" && isApply(e, "summation") ? (e.args[3] as Expression) : undefined;
      const a = body && coefficientOf(body, n);
      if (!a || !body) return undefined;
      const sum = n.make("summation", [...(e as { args: readonly Expression[] }).args.slice(0, 3), a]);
      return isColumn(n.target) ? product(n, sum, n.target) : n.make("trace", [product(n, sum, n.target)]);
    },
  },
];

/** Terms in which the increment stands last are collected, once. */
export const collecting: readonly Move[] = [
  ...(["collect-increment", "collect-product"] as const).map(
    (rule): Move => ({
      rule,
      apply: (e, n, place) => {
        const direct = isColumn(n.target);
        if (place !== "term" || direct !== (rule === "collect-product")) return undefined;
        const terms = termsOf(e);
        const parts = terms.map((t) => coefficientOf(t, n));
        if (parts.some((p) => !p)) return undefined;
        if (terms.length === 1 && (direct || !unscaled(e).scalars.length)) return undefined;
        const whole = product(n, collected(parts as Expression[], n), n.target);
        return direct ? whole : n.make("trace", [whole]);
      },
    }),
  ),
];

/** The sum of coefficients; of rows that are transposes, the transpose of the sum. */
function collected(parts: readonly Expression[], n: Notation): Expression {
  if (parts.length === 1 || !parts.every((p) => p.rows === one)) return n.make("add", parts);
  return n.make("transpose", [
    n.make(
      "add",
      parts.map((p) => n.turned(p)),
    ),
  ]);
}
