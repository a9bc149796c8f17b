import { type Expression, isApply, isScalar } from "../expression/node.ts";
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
