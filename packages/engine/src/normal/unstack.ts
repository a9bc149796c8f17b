import { type Dimension, one } from "../expression/dimension.ts";
import { constant, type Expression, idsContaining, isApply, isColumn, isScalar, rebuilt, type Variable } from "../expression/node.ts";
import { apply, factorsOf, productOf } from "../operations/apply.ts";
import { build, withArguments } from "./build.ts";
import { stretchesOf } from "./product.ts";
import { freshIndex } from "./summation.ts";
import { transpose } from "./transpose.ts";

type Apply = Expression & { readonly kind: "apply" };

/** Thrown where a value at one sample has no notation. */
class NotUnstacked extends Error {}

/** Products over all samples as sums of what each sample gives: `x*(y - x'*w)` is `sum(i=1..N, (y[i] - x[i]'*w)*x[i])`. The converse of `stackSums`. */
export function unstackSums(root: Expression, families: readonly Variable[]): Expression {
  const samples = new Set(families.map((v) => (isColumn(v) ? v.rows : v.cols)));
  const holding = new Set(families.flatMap((v) => [...idsContaining(root, v)]));
  return rebuilt(root, withArguments, (now, was) => (holding.has(was.id) ? (attempt(now, samples) ?? now) : now));
}

function attempt(e: Expression, samples: ReadonlySet<Dimension>): Expression | undefined {
  try {
    return e.kind === "apply" ? unstacked(e, samples) : undefined;
  } catch (error) {
    if (error instanceof NotUnstacked) return undefined;
    throw error;
  }
}

/** A product with an inner index over the samples, or a sum over them, as a sum over that index. */
function unstacked(e: Apply, samples: ReadonlySet<Dimension>): Expression | undefined {
  const over = (n: Dimension, body: (i: Expression) => Expression): Expression => {
    const i = freshIndex();
    return build("summation", [i, constant(1), build("dimension", [], [n]), body(i)]);
  };
  const [a] = e.args as [Expression];
  if (isApply(e, "rowsum") && samples.has(a.cols)) return over(a.cols, (i) => column(a, i));
  if (isApply(e, "sum") && samples.has(a.cols)) return over(a.cols, (i) => build("sum", [column(a, i)]));
  if (isApply(e, "sum") && samples.has(a.rows)) return over(a.rows, (i) => build("sum", [transpose(row(a, i))]));
  if (!isApply(e, "product")) return undefined;
  const scalars = e.args.filter(isScalar);
  const stretches = stretchesOf(e.args);
  for (const s of stretches) {
    const k = s.findIndex((f, j) => j + 1 < s.length && samples.has(f.cols));
    if (k < 0) continue;
    const [left, right] = [productOf(s.slice(0, k + 1)), productOf(s.slice(k + 1))];
    const sum = over(left.cols, (i) => build("product", [...factorsOf(column(left, i)), ...factorsOf(row(right, i))]));
    return build("product", [...scalars, ...stretches.flatMap((t) => (t === s ? [sum] : t))]);
  }
  return undefined;
}

/** The column of a sample. */
function column(e: Expression, i: Expression): Expression {
  if (e.rows === one && !isApply(e, "product")) return entryOf(transpose(e), i);
  if (e.kind !== "apply") return apply("entry", [e, i]);
  const [a] = e.args as [Expression];
  if (isApply(e, "transpose")) return transpose(row(a, i));
  if (isApply(e, "ones")) return build("ones", [], [e.rows, one]);
  if (isApply(e, "softmax")) return build("softmax", [column(a, i)]);
  if (isApply(e, "product")) {
    const last = e.args[e.args.length - 1] as Expression;
    if (isApply(last, "diagonalmatrix"))
      return build("product", [entryOf(last.args[0] as Expression, i), ...factorsOf(column(productOf(e.args.slice(0, -1)), i))]);
    return build("product", [...e.args.slice(0, -1), ...factorsOf(column(last, i))]);
  }
  return entryByEntry(e, (x) => column(x, i));
}

/** The row of a sample. */
function row(e: Expression, i: Expression): Expression {
  if (isColumn(e)) return entryOf(e, i);
  if (e.kind !== "apply") throw new NotUnstacked();
  if (isApply(e, "transpose")) return transpose(column(e.args[0] as Expression, i));
  if (isApply(e, "ones")) return build("ones", [], [one, e.cols]);
  if (isApply(e, "product")) {
    const k = e.args.findIndex((f) => !isScalar(f));
    const [scalars, first, rest] = [e.args.slice(0, k), e.args[k] as Expression, e.args.slice(k + 1)];
    if (isApply(first, "diagonalmatrix")) return build("product", [...scalars, entryOf(first.args[0] as Expression, i), ...factorsOf(row(productOf(rest), i))]);
    return build("product", [...scalars, ...factorsOf(row(first, i)), ...rest]);
  }
  return entryByEntry(e, (x) => row(x, i));
}

/** The entry of a column over the samples. */
function entryOf(e: Expression, i: Expression): Expression {
  if (e.kind === "variable") return apply("entry", [e, i]);
  if (e.kind !== "apply") throw new NotUnstacked();
  const [a] = e.args as [Expression];
  if (isApply(e, "ones")) return constant(1);
  if (isApply(e, "rowsum")) return build("sum", [transpose(row(a, i))]);
  if (isApply(e, "transpose") && isApply(a, "colsum")) return build("sum", [column(a.args[0] as Expression, i)]);
  if (isApply(e, "transpose") && isApply(a, "product")) return column(a, i);
  if (isApply(e, "product")) {
    const k = e.args.findIndex((f) => !isScalar(f));
    return build("product", [...e.args.slice(0, k), ...factorsOf(row(e.args[k] as Expression, i)), ...e.args.slice(k + 1)]);
  }
  if (isApply(e, "hadamard"))
    return build(
      "product",
      e.args.flatMap((x) => factorsOf(isScalar(x) ? x : entryOf(x, i))),
    );
  return entryByEntry(e, (x) => entryOf(x, i));
}

/** Sums, entry-wise functions, powers and products at one sample. */
function entryByEntry(e: Apply, at: (x: Expression) => Expression): Expression {
  const { name, entrywise } = e.operation;
  const [a, k] = e.args as [Expression, Expression];
  if (entrywise) return build(name, [at(a)]);
  const each = () => e.args.map((x) => (isScalar(x) ? x : at(x)));
  if (name === "add" || name === "hadamard") return build(name, each());
  if (name === "entrypower" && isScalar(k)) {
    const base = at(a);
    return build(isScalar(base) ? "power" : "entrypower", [base, k]);
  }
  throw new NotUnstacked();
}
