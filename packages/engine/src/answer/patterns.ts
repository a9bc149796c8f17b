import { type Dimension, multiplyDimensions, one } from "../expression/dimension.ts";
import { type Apply, constant, type Expression, isApply, isColumn, nodesOf, rebuilt } from "../expression/node.ts";
import { product } from "../normal/product.ts";
import { coefficientOf } from "../normal/sum.ts";
import { apply, productOf } from "../operations/apply.ts";

type Pattern = (e: Apply) => Expression;

/** The expression as it is printed: `skew(u)*v` is `cross(u, v)`, and where the question speaks of means `sum(x)/n` is `mean(x)`. */
export function named(root: Expression, typed: readonly Expression[]): Expression {
  const patterns = [
    ...(nodesOf(root).some((e) => isApply(e, "skewmatrix")) ? [vectorProduct] : []),
    ...(nodesOf(...typed).some((e) => isApply(e, "mean")) ? [mean] : []),
  ];
  return withoutMinus(patterns.reduce(rewritten, root));
}

/** A minus before the whole goes into a difference among the factors: -(a - b)*c is (b - a)*c, unless the difference occurs again. */
function withoutMinus(e: Expression): Expression {
  if (!isApply(e, "product") || !isMinusOne(e.args[0])) return e;
  const rest = e.args.slice(1);
  const again = (f: Expression) => rest.filter((g) => nodesOf(g).includes(f)).length > 1;
  const k = rest.findIndex((f) => isApply(f, "add") && f.args.length === 2 && f.args.filter(isNegative).length === 1 && !again(f));
  if (k < 0) return e;
  const [a, b] = (rest[k] as Apply).args as [Expression, Expression];
  const [plus, minus] = isNegative(a) ? [b, a] : [a, b];
  const turned = apply("add", [product([constant(-1), minus]), product([constant(-1), plus])]);
  return productOf(rest.map((f, i) => (i === k ? turned : f)));
}
const isMinusOne = (e: Expression | undefined): boolean => e?.kind === "constant" && e.value.equals(-1);
const isNegative = (e: Expression): boolean => coefficientOf(e).value.s < 0n;

/** The pattern applied to every product, from the leaves up. */
const rewritten = (root: Expression, pattern: Pattern): Expression =>
  rebuilt(
    root,
    (e, args) => apply(e.operation, args, e.dimensions),
    (e) => (isApply(e, "product") ? pattern(e) : e),
  );

/** The last two factors as a vector product; a minus turns it round. */
function vectorProduct(e: Apply): Expression {
  const [matrix, v] = e.args.slice(-2);
  if (!matrix || !v || !isApply(matrix, "skewmatrix") || !isColumn(v)) return e;
  const u = matrix.args[0] as Expression;
  const before = e.args.slice(0, -2);
  const first = before[0];
  if (first?.kind !== "constant" || first.value.s >= 0n) return productOf([...before, apply("cross", [u, v])]);
  const size = constant(first.value.neg());
  return productOf([...(size.value.equals(1) ? [] : [size]), ...before.slice(1), apply("cross", [v, u])]);
}

/** sum(X)/(m*n) of an m x n matrix is its mean. */
function mean(e: Apply): Expression {
  const k = e.args.findIndex((a) => isApply(a, "sum"));
  if (k < 0) return e;
  const x = (e.args[k] as Apply).args[0] as Expression;
  const sizes = divisorsFor(multiplyDimensions(x.rows, x.cols), e.args);
  return sizes ? productOf(e.args.flatMap((a, i) => (i === k ? [apply("mean", [x])] : sizes.has(a) ? [] : [a]))) : e;
}

/** The factors `n^-1` whose product is one over the size. */
function divisorsFor(size: Dimension, factors: readonly Expression[]): Set<Expression> | undefined {
  const found = new Set<Expression>();
  let whole = one;
  for (const f of factors) {
    const [base, power] = isApply(f, "power") ? f.args : [];
    if (!base || !isApply(base, "dimension") || power?.kind !== "constant" || !power.value.equals(-1)) continue;
    const d = base.dimensions[0] as Dimension;
    if (!d.names.every((n) => size.names.includes(n))) continue;
    whole = multiplyDimensions(whole, d);
    found.add(f);
  }
  return found.size && whole === size ? found : undefined;
}
