import { type Expression, isApply, isScalar } from "../expression/node.ts";
import { apply, productOf } from "../operations/apply.ts";
import { build } from "./build.ts";
import { pairScalars } from "./pairs.ts";
import { entryPowerOf, entrypower } from "./power.ts";
import { chainOf, type Monomial, multiplyInto, product } from "./product.ts";
import { isZero, turningGain, zero } from "./sum.ts";
import { transpose } from "./transpose.ts";

/** The entry-wise product in normal form: scalars in front, powers of one base merged, ones dropped. */
export function hadamard(args: readonly Expression[]): Expression {
  const wide = args.find((a) => !isScalar(a));
  if (!wide) return product(args);
  const scalars: Expression[] = [];
  const monomial: Monomial = new Map();
  const visit = (e: Expression) => {
    if (isScalar(e)) scalars.push(e);
    else if (isApply(e, "hadamard")) for (const a of e.args) visit(a);
    else if (isApply(e, "transpose") && isApply(e.args[0] as Expression, "hadamard"))
      for (const a of (e.args[0] as Expression & { kind: "apply" }).args) visit(transpose(a));
    else if (isApply(e, "product") && isScalar(e.args[0] as Expression)) {
      const c = chainOf(e);
      scalars.push(...c.scalars);
      visit(productOf(c.chain));
    } else if (!isApply(e, "ones")) {
      const [core, turned] = isApply(e, "transpose") ? [e.args[0] as Expression, true] : [e, false];
      const p = entryPowerOf(core);
      multiplyInto(monomial, turned ? transpose(p.base) : p.base, p.exponent);
    }
  };
  for (const a of args) {
    if (isZero(a)) return zero(wide.rows, wide.cols);
    visit(a);
  }
  pairScalars(monomial);
  let factors = [...monomial.values()].map(({ base, exponent }) => entrypower(base, exponent)).filter((f) => !isApply(f, "ones"));
  const eye = factors.find((f) => isApply(f, "identity"));
  if (eye && factors.length > 1) {
    const others = factors.filter((f) => f !== eye);
    return product([...scalars, build("diagonalmatrix", [hadamard(others.map((f) => build("diagonal", [f])))])]);
  }
  const unit = factors.find((f) => isApply(f, "unitvector"));
  if (unit?.kind === "apply" && factors.length > 1 && factors.every((f) => f === unit || isWhole(f))) {
    // x.*e(i, n) = x[i]*e(i, n)
    const entries = factors.filter((f) => f !== unit).map((f) => apply("entry", [f, unit.args[0] as Expression]));
    return product([...scalars, ...entries, unit]);
  }
  if (factors.some((f) => isApply(f, "product") && isScalar(f.args[0] as Expression))) {
    const parts = factors.map(chainOf);
    return product([...scalars, ...parts.flatMap((p) => p.scalars), hadamard(parts.map((p) => productOf(p.chain)))]);
  }
  if (factors.length === 0) factors = [apply("ones", [], [wide.rows, wide.cols])];
  const mask = factors.find((f) => isApply(f, "lowertriangle") || isApply(f, "uppertriangle"));
  if (mask?.kind === "apply" && factors.length > 1 && isApply(mask.args[0] as Expression, "ones"))
    return product([...scalars, build(mask.operation.name, [hadamard(factors.filter((f) => f !== mask))])]);
  if (factors.length === 1) return product([...scalars, factors[0] as Expression]);
  const shorter = factors.reduce((g, f) => g + turningGain(f), 0) > 1;
  const whole = shorter
    ? apply("transpose", [
        apply(
          "hadamard",
          factors.map((f) => transpose(f)),
        ),
      ])
    : apply("hadamard", factors);
  return product([...scalars, whole]);
}

/** A name or the value of a function: what has entries of its own, no sum and no product. */
const isWhole = (e: Expression): boolean => e.kind === "variable" || (e.kind === "apply" && e.operation.spelling !== undefined);
