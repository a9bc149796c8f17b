import { one } from "../../expression/dimension.ts";
import { constant, type Expression, isApply, isColumn, isRow, isScalar } from "../../expression/node.ts";
import { freshIndex } from "../../normal/summation.ts";
import { apply, factorsOf, productOf } from "../../operations/apply.ts";
import { around, type Move } from "../move.ts";
import type { Notation } from "../notation.ts";
import { coefficientOf } from "./scalar.ts";

const product = (n: Notation, ...factors: readonly Expression[]): Expression => n.make("product", factors);
const vec = (e: Expression): Expression => apply("vectorization", [e]);
const identity = (d: Expression["rows"]): Expression => (d === one ? constant(1) : apply("identity", [], [d]));
const isWide = (e: Expression) => !isColumn(e) && !isRow(e);
const kron = (a: Expression, b: Expression): Expression => (isScalar(a) ? b : isScalar(b) ? a : apply("kronecker", [a, b]));

/** A Kronecker product of columns becomes a matrix times the one that holds the increment. */
export const kroneckerMoves: readonly Move[] = [
  {
    rule: "kronecker-of-columns",
    apply: (e, n) => {
      if (!isApply(e, "kronecker") || !isColumn(e)) return undefined;
      const [a, b] = e.args as [Expression, Expression];
      return n.has(a) ? product(n, kron(identity(a.rows), b), a) : product(n, kron(a, identity(b.rows)), b);
    },
  },
];

/** A column that holds the increment becomes a matrix times the increment. */
export const columnMoves: readonly Move[] = [
  {
    rule: "transpose-of-product",
    apply: (e, n) => (isApply(e, "transpose") && isApply(e.args[0] as Expression, "product") ? n.turned(e.args[0] as Expression) : undefined),
  },
  {
    rule: "transpose-of-entries",
    apply: (e, n) => {
      const u = isApply(e, "transpose") && isColumn(e) ? (e.args[0] as Expression) : undefined;
      return u && isApply(u, "hadamard")
        ? n.make(
            "hadamard",
            u.args.map((a) => n.turned(a)),
          )
        : undefined;
    },
  },
  {
    // a scalar that is a row times the increment, beside a column
    rule: "scalar-factor",
    apply: (e, n, place) => {
      if (place !== "term" || !isApply(e, "product") || isScalar(e)) return undefined;
      const s = e.args.find((a) => isScalar(a) && n.has(a));
      const row = s && isColumn(n.target) ? coefficientOf(s, n) : undefined;
      if (!s || !row) return undefined;
      const rest = e.args.filter((a) => a !== s);
      return apply(
        "product",
        [...rest, ...factorsOf(row).filter((f) => !isScalar(f) || factorsOf(row).length === 1), n.target].filter(
          (f) => !(f.kind === "constant" && f.value.equals(1)),
        ),
      );
    },
  },
  {
    // a column beside a scalar that does not hold the increment
    rule: "scalar-factor",
    apply: (e, n, place) => {
      const p = place === "term" && !isScalar(e) ? around(e, n) : undefined;
      if (!p?.after.length || !isColumn(e) || !isColumn(p.moving)) return undefined;
      const tail = productOf(p.after);
      return isScalar(tail) ? product(n, ...p.scalars, tail, ...p.before, p.moving) : undefined;
    },
  },
  {
    rule: "scalar-transpose",
    apply: (e, n, place) => {
      const p = place === "term" && !isScalar(e) ? around(e, n) : undefined;
      if (!p?.after.length || !isRow(p.moving) || !isColumn(p.after[p.after.length - 1] as Expression) || !p.before.length) return undefined;
      return apply("product", [...p.scalars, ...p.before, ...p.after.map((a) => n.turned(a)).reverse(), n.turned(p.moving)]);
    },
  },
  {
    rule: "entrywise-as-diagonal",
    apply: (e, n, place) => {
      const p = place === "term" && isColumn(e) && !isScalar(e) ? around(e, n) : undefined;
      if (!p || p.after.length || !isApply(p.moving, "hadamard")) return undefined;
      const k = p.moving.args.findIndex((a) => n.has(a));
      const rest = p.moving.args.filter((_, i) => i !== k);
      const scale = apply("diagonalmatrix", [rest.length === 1 ? (rest[0] as Expression) : apply("hadamard", rest)]);
      return product(n, ...p.scalars, ...p.before, scale, p.moving.args[k] as Expression);
    },
  },
  {
    rule: "diagonal-times-column",
    apply: (e, n, place) => {
      const p = place === "inner" ? undefined : around(e, n);
      if (
        !p?.after.length ||
        !isApply(p.moving, "diagonalmatrix") ||
        !isColumn(productOf(p.after).kind === "apply" ? product(n, ...p.after) : productOf(p.after))
      )
        return undefined;
      return product(n, ...p.scalars, ...p.before, apply("diagonalmatrix", [product(n, ...p.after)]), p.moving.args[0] as Expression);
    },
  },
  {
    rule: "transpose-as-vec",
    apply: (e, n, place) => {
      const p = place === "term" && isColumn(e) && !isScalar(e) ? around(e, n) : undefined;
      if (!p?.after.length || !isApply(p.moving, "transpose") || !isWide(p.moving)) return undefined;
      return product(n, ...p.scalars, ...p.before, vec(product(n, n.turned(product(n, ...p.after)), p.moving.args[0] as Expression)));
    },
  },
  {
    rule: "product-as-vec",
    apply: (e, n, place) => {
      const p = place === "term" && isColumn(e) && !isScalar(e) ? around(e, n) : undefined;
      if (!p?.after.length || !isWide(p.moving)) return undefined;
      const a = p.before.length ? product(n, ...p.before) : identity(p.moving.rows);
      return product(n, ...p.scalars, kron(n.turned(product(n, ...p.after)), a), vec(p.moving));
    },
  },
];

/** `vec` of what holds the increment becomes a matrix times `vec` of the increment. */
export const vecMoves: readonly Move[] = [
  { rule: "vec-of-column", apply: (e) => (isApply(e, "vectorization") && isColumn(e.args[0] as Expression) ? (e.args[0] as Expression) : undefined) },
  {
    rule: "vec-of-product",
    apply: ofVec((u, n) => {
      const p = around(u, n);
      if (!p || (!p.before.length && !p.after.length)) return undefined;
      const left = p.before.length ? product(n, ...p.before) : identity(p.moving.rows);
      const right = p.after.length ? n.turned(product(n, ...p.after)) : identity(p.moving.cols);
      return product(n, ...p.scalars, kron(right, left), vec(p.moving));
    }),
  },
  {
    // the increment is a row itself
    rule: "vec-of-row",
    apply: (e, n) => (isApply(e, "transpose") && e.args[0] === n.increment && isRow(n.increment) && n.target !== n.increment ? n.target : undefined),
  },
  ...(["lower", "upper"] as const).map(
    (side): Move => ({
      rule: `vec-of-${side}-triangle`,
      apply: ofVec((u, n) => {
        if (!isApply(u, `${side}triangle`)) return undefined;
        const mask = apply(`${side}triangle`, [apply("ones", [], [u.rows, u.cols])]);
        return product(n, apply("diagonalmatrix", [vec(mask)]), vec(u.args[0] as Expression));
      }),
    }),
  ),
  {
    rule: "vec-of-scaled",
    apply: ofVec((u, n) => {
      if (!isApply(u, "product")) return undefined;
      const scalars = u.args.filter(isScalar);
      const rest = u.args.filter((a) => !isScalar(a));
      return scalars.length && rest.length ? product(n, ...scalars, vec(productOf(rest))) : undefined;
    }),
  },
  {
    rule: "vec-of-transpose",
    apply: ofVec((u, n) => {
      if (!isApply(u, "transpose") || isRow(u)) return undefined;
      const a = u.args[0] as Expression;
      return product(n, apply("commutation", [], [a.rows, a.cols]), vec(a));
    }),
  },
  {
    rule: "vec-of-hadamard",
    apply: ofVec((u, n) => {
      if (!isApply(u, "hadamard")) return undefined;
      const k = u.args.findIndex((a) => n.has(a));
      const rest = u.args.filter((_, i) => i !== k);
      return product(n, apply("diagonalmatrix", [vec(rest.length === 1 ? (rest[0] as Expression) : apply("hadamard", rest))]), vec(u.args[k] as Expression));
    }),
  },
  {
    rule: "vec-of-row",
    apply: (e, n) =>
      isApply(e, "vectorization") && e !== n.target && isRow(e.args[0] as Expression) ? n.make("transpose", [e.args[0] as Expression]) : undefined,
  },
  {
    rule: "trace-as-vec",
    apply: (e, n) => {
      const p = isApply(e, "trace") && n.target !== n.increment ? around(e.args[0] as Expression, n) : undefined;
      if (!p || p.after.length || p.moving !== n.increment) return undefined;
      const a = p.before.length ? n.turned(product(n, ...p.before)) : identity(p.moving.rows);
      return product(n, ...p.scalars, n.make("transpose", [vec(a)]), vec(p.moving));
    },
  },
  {
    rule: "vec-of-diagonal-matrix",
    apply: ofVec((u, n) =>
      isApply(u, "diagonalmatrix")
        ? product(
            n,
            overUnits(u.rows, (i) => apply("kronecker", [i, outer(i, n)])),
            u.args[0] as Expression,
          )
        : undefined,
    ),
  },
  {
    rule: "diagonal-as-vec",
    apply: (e, n) => {
      if (!isApply(e, "diagonal")) return undefined;
      const u = e.args[0] as Expression;
      return product(
        n,
        overUnits(u.rows, (i) => apply("kronecker", [apply("transpose", [i]), outer(i, n)])),
        vec(u),
      );
    },
  },
  {
    rule: "vec-of-kronecker",
    apply: ofVec((u, n) => {
      if (!isApply(u, "kronecker")) return undefined;
      const [a, b] = u.args as [Expression, Expression];
      const mix = kron(identity(a.cols), kron(apply("commutation", [], [b.cols, a.rows]), identity(b.rows)));
      const [first, second] = n.has(a) ? [kron(identity(sizeOf(a)), vec(b)), vec(a)] : [kron(vec(a), identity(sizeOf(b))), vec(b)];
      return product(n, mix, first, second);
    }),
  },
];

const sizeOf = (e: Expression): Expression["rows"] => vec(e).rows;
const outer = (i: Expression, n: Notation): Expression => product(n, i, apply("transpose", [i]));

function overUnits(d: Expression["rows"], body: (unit: Expression) => Expression): Expression {
  const i = freshIndex();
  const high = d.constant === undefined ? apply("dimension", [], [d]) : constant(d.constant);
  return apply("summation", [i, constant(1), high, body(apply("unitvector", [i], [d]))]);
}

function ofVec(rule: (u: Expression, n: Notation) => Expression | undefined): Move["apply"] {
  return (e, n) => (isApply(e, "vectorization") && e !== n.target ? rule(e.args[0] as Expression, n) : undefined);
}
