import { type Apply, type Expression, isApply, isScalar, nodesOf } from "../expression/node.ts";
import { build } from "../normal/build.ts";

/** inv(A)*(B + C) as inv(A)*B + inv(A)*C: each term may find a solve that is there already, or be symmetric. Undefined for any other product. */
export function termsOfSolve(factors: readonly Expression[]): Expression | undefined {
  const at = factors.findIndex((f) => isApply(f, "add"));
  const sum = factors[at];
  if (!sum || !isApply(sum, "add") || !factors.some(isInverse) || sum.args.some(isScalar)) return undefined;
  if (factors.length > 4 || sum.args.length > 4 || sum.rows.text === "1" || sum.cols.text === "1") return undefined;
  const terms = sum.args.map((t) => build("product", [...factors.slice(0, at), t, ...factors.slice(at + 1)]));
  return build("add", terms);
}

const isInverse = (e: Expression): boolean => isApply(e, "inverse") || (isApply(e, "transpose") && isApply(e.args[0] as Expression, "inverse"));

/** exp(z).*(1/sum(exp(z)) - c) as a sum of products: in each the exponentials meet what they are divided by. Undefined for any other product. */
export function termsOverExponentials(e: Apply): Expression | undefined {
  const at = e.args.findIndex((f) => isApply(f, "add") && f.args.length <= 4 && f.args.some(dividesExponentials));
  const sum = e.args[at];
  if (!sum || !isApply(sum, "add") || !e.args.some((f, k) => k !== at && hasExponential(f))) return undefined;
  return build(
    "add",
    sum.args.map((t) => build(e.operation.name, [...e.args.slice(0, at), t, ...e.args.slice(at + 1)])),
  );
}

const exponentials = new Set(["exp", "cosh", "sinh"]);
const hasExponential = (e: Expression): boolean => nodesOf(e).some((n) => n.kind === "apply" && exponentials.has(n.operation.name));
const dividesExponentials = (e: Expression): boolean =>
  nodesOf(e).some((n) => {
    if (!isApply(n, "entrypower") && !isApply(n, "power")) return false;
    const [base, exponent] = n.args as readonly [Expression, Expression];
    return exponent.kind === "constant" && exponent.value.s < 0n && hasExponential(base);
  });
