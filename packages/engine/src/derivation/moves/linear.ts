import { type Dimension, one } from "../../expression/dimension.ts";
import { type Apply, constant, type Expression, isApply, isColumn, isScalar, nodesOf } from "../../expression/node.ts";
import { freshIndex } from "../../normal/summation.ts";
import { apply, productOf } from "../../operations/apply.ts";
import type { Move } from "../move.ts";
import { isBinder, type Notation } from "../notation.ts";

const ones = (rows: Dimension, cols: Dimension): Expression => apply("ones", [], [rows, cols]);
const count = (d: Dimension): Expression => (d.constant === undefined ? apply("dimension", [], [d]) : constant(d.constant));

/** Operations that are linear in each argument and neither sums nor products. */
const linearIn = new Set([
  "trace",
  "diagonal",
  "diagonalmatrix",
  "kronecker",
  "vectorization",
  "lowertriangle",
  "uppertriangle",
  "skewmatrix",
  "cross",
  "member",
  "sum",
  "rowsum",
  "colsum",
  "mean",
  "dot",
  "outer",
]);

/** Sums of entries, means and scalar products become matrix products. */
export const productMoves: readonly Move[] = [
  ...(["sum-of-product", "sum-of-column-product"] as const).map(
    (rule): Move => ({
      rule,
      apply: (e, n) => {
        const u = isApply(e, "sum") ? (e.args[0] as Expression) : undefined;
        if (!u || !isApply(u, "hadamard") || isColumn(u) !== (rule === "sum-of-column-product")) return undefined;
        const k = u.args.findIndex((a) => n.has(a));
        const others = u.args.filter((_, i) => i !== k);
        const first = n.make("transpose", [others.length === 1 ? (others[0] as Expression) : apply("hadamard", others)]);
        const product = n.make("product", [first, u.args[k] as Expression]);
        return isColumn(u) ? product : n.make("trace", [product]);
      },
    }),
  ),
  {
    rule: "sum-of-column",
    apply: (e, n) => {
      const u = isApply(e, "sum") ? (e.args[0] as Expression) : undefined;
      return u && isColumn(u) ? n.make("product", [ones(one, u.rows), u]) : undefined;
    },
  },
  {
    rule: "sum-of-entries",
    apply: (e, n) => {
      const u = isApply(e, "sum") ? (e.args[0] as Expression) : undefined;
      return u && n.make("trace", [n.make("product", [ones(u.cols, u.rows), u])]);
    },
  },
  {
    rule: "row-sums",
    apply: (e, n) => (isApply(e, "rowsum") ? n.make("product", [e.args[0] as Expression, ones((e.args[0] as Expression).cols, one)]) : undefined),
  },
  {
    rule: "column-sums",
    apply: (e, n) => (isApply(e, "colsum") ? n.make("product", [ones(one, (e.args[0] as Expression).rows), e.args[0] as Expression]) : undefined),
  },
  {
    rule: "mean-of-entries",
    apply: (e, n) => {
      const u = isApply(e, "mean") ? (e.args[0] as Expression) : undefined;
      if (!u) return undefined;
      const size = [u.rows, u.cols].filter((d) => d !== one).map((d) => n.make("power", [count(d), constant(-1)]));
      return n.make("product", [...size, n.make("sum", [u])]);
    },
  },
  {
    rule: "inner-product",
    apply: (e, n) => {
      if (!isApply(e, "dot")) return undefined;
      const [u, v] = (n.has(e.args[1] as Expression) ? e.args : [...e.args].reverse()) as [Expression, Expression];
      const product = n.make("product", [n.make("transpose", [u]), v]);
      return isColumn(u) ? product : n.make("trace", [product]);
    },
  },
  {
    rule: "outer-product-of-columns",
    apply: (e, n) => (isApply(e, "outer") ? n.make("product", [e.args[0] as Expression, n.make("transpose", [e.args[1] as Expression])]) : undefined),
  },
];

/** The terms of a sum in its own shape: a scalar beside an array stands for all its entries. */
const addends = (e: Expression & { kind: "apply" }, n: Notation): Expression[] =>
  e.args.map((a) => (isScalar(a) && !isScalar(e) ? n.make("product", [a, ones(e.rows, e.cols)]) : a));

/** What is linear is applied term by term, so that each term holds the increment once. */
export const distributing: readonly Move[] = [
  {
    rule: "distributive-law",
    apply: (e, n) => {
      if (!isApply(e, "product") && !isApply(e, "hadamard")) return undefined;
      const k = e.args.findIndex((a) => isApply(a, "add") && n.has(a));
      if (k < 0) return undefined;
      const terms = addends(e.args[k] as Expression & { kind: "apply" }, n);
      return n.make(
        "add",
        terms.map((t) =>
          n.make(
            e.operation.name,
            e.args.map((a, i) => (i === k ? t : a)),
          ),
        ),
      );
    },
  },
  {
    rule: "trace-of-sum",
    apply: (e, n) => {
      const u = isApply(e, "trace") ? (e.args[0] as Expression) : undefined;
      return u && isApply(u, "add")
        ? n.make(
            "add",
            addends(u, n).map((t) => n.make("trace", [t])),
          )
        : undefined;
    },
  },
  {
    rule: "transpose-of-sum",
    apply: (e, n) => {
      const u = isApply(e, "transpose") ? (e.args[0] as Expression) : undefined;
      return u && isApply(u, "add")
        ? n.make(
            "add",
            addends(u, n).map((t) => n.make("transpose", [t])),
          )
        : undefined;
    },
  },
  {
    rule: "linear-of-sum",
    apply: (e, n) => {
      if (e.kind !== "apply" || !linearIn.has(e.operation.name)) return undefined;
      const k = e.args.findIndex((a) => isApply(a, "add") && n.has(a));
      if (k < 0) return undefined;
      return n.make(
        "add",
        addends(e.args[k] as Expression & { kind: "apply" }, n).map((t) =>
          n.make(
            e.operation.name,
            e.args.map((a, i) => (i === k ? t : a)),
            e.dimensions,
          ),
        ),
      );
    },
  },
  {
    rule: "linear-of-sum",
    apply: (e, n) => {
      const body = e.kind === "apply" && isBinder(e) ? (e.args[3] as Expression) : undefined;
      return body && isApply(body, "add")
        ? n.make(
            "add",
            body.args.map((t) => n.make((e as Apply).operation.name, [...(e as Apply).args.slice(0, 3), t])),
          )
        : undefined;
    },
  },
  ...(["summation", "integral"] as const).map(
    (name): Move => ({
      rule: name === "summation" ? "sum-over-index-outside" : "integral-outside",
      apply: (e, n) => {
        if (e.kind !== "apply" || !(linearIn.has(e.operation.name) || ["product", "hadamard", "transpose"].includes(e.operation.name))) return undefined;
        const k = e.args.findIndex((a) => isApply(a, name) && n.has(a));
        const sum = apart(
          e.args[k],
          e.args.filter((_, i) => i !== k),
        );
        if (sum?.kind !== "apply" || (e.operation.name === "product" && e.args.every((a, i) => i === k || isScalar(a)))) return undefined;
        const inside = n.make(
          e.operation.name,
          e.args.map((a, i) => (i === k ? (sum.args[3] as Expression) : a)),
          e.dimensions,
        );
        return n.make(name, [...sum.args.slice(0, 3), inside]);
      },
    }),
  ),
];

/** The sum with another name of its index, where that occurs in what is to stand inside. */
function apart(sum: Expression | undefined, others: readonly Expression[]): Expression | undefined {
  const index = sum?.kind === "apply" ? sum.args[0] : undefined;
  if (!sum || !index || !nodesOf(...others).includes(index)) return sum;
  const fresh = freshIndex();
  const renamed = (e: Expression): Expression => (e === index ? fresh : e.kind === "apply" ? apply(e.operation, e.args.map(renamed), e.dimensions) : e);
  return renamed(sum);
}

/** The term without the scalars in front of it. */
export const unscaled = (e: Expression): { scalars: readonly Expression[]; rest: Expression } => {
  if (!isApply(e, "product")) return { scalars: [], rest: e };
  const wide = e.args.filter((a) => !isScalar(a));
  if (wide.length) return { scalars: e.args.filter(isScalar), rest: productOf(wide) };
  return { scalars: e.args.slice(0, -1), rest: e.args[e.args.length - 1] as Expression };
};
