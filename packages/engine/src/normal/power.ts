import { constant, type Expression, isApply, isScalar } from "../expression/node.ts";
import { apply, productOf } from "../operations/apply.ts";
import { build } from "./build.ts";
import { product } from "./product.ts";
import { holds } from "./properties.ts";

/** A base raised to a power. */
export interface Power {
  readonly base: Expression;
  readonly exponent: Expression;
}

/** A scalar as a power, a matrix as a power of a square matrix: `inv(X)` is X^-1, `sqrtm(X)` X^(1/2), anything else itself to the 1. */
export function powerOf(e: Expression): Power {
  if (isScalar(e)) return entryPowerOf(e);
  if (isApply(e, "power")) {
    const [base, exponent] = e.args as [Expression, Expression];
    return isApply(base, "inverse") ? { base: base.args[0] as Expression, exponent: product([constant(-1), exponent]) } : { base, exponent };
  }
  if (isApply(e, "inverse")) {
    const root = e.args[0] as Expression;
    return isApply(root, "sqrtm") ? { base: root.args[0] as Expression, exponent: constant("-1/2") } : { base: root, exponent: constant(-1) };
  }
  if (isApply(e, "sqrtm")) return { base: e.args[0] as Expression, exponent: constant("1/2") };
  return { base: e, exponent: constant(1) };
}

/** Entries as powers: `x.^2` is x to the 2, `exp(-z)` is exp(z) to the -1. */
export function entryPowerOf(e: Expression): Power {
  if ((isApply(e, "power") && isScalar(e)) || (isApply(e, "entrypower") && isScalar(e.args[1] as Expression)))
    return { base: e.args[0] as Expression, exponent: e.args[1] as Expression };
  const z = isApply(e, "exp") ? e.args[0] : undefined;
  if (z && isApply(z, "product") && z.args[0]?.kind === "constant" && z.args[0].value.s < 0n)
    return { base: build("exp", [product([constant(-1), z])]), exponent: constant(-1) };
  return { base: e, exponent: constant(1) };
}

const isNumber = (e: Expression, value: number) => e.kind === "constant" && e.value.equals(value);
const isHalf = (e: Expression) => e.kind === "constant" && e.value.d === 2n;
export const isInteger = (e: Expression): boolean => e.kind === "constant" && e.value.d === 1n;

/** The power of a scalar or of a square matrix. */
export function power(base: Expression, exponent: Expression): Expression {
  if (isNumber(exponent, 1)) return base;
  if (isScalar(base)) return scalarPower(base, exponent, false);
  if (isNumber(exponent, 0)) return apply("identity", [], [base.rows]);
  if (isNumber(exponent, -1)) return build("inverse", [base]);
  if (isApply(base, "identity")) return base;
  if (isNumber(exponent, 0.5)) return build("sqrtm", [base]);
  if (isNumber(exponent, -0.5)) return build("inverse", [build("sqrtm", [base])]);
  if (isApply(base, "transpose")) return apply("transpose", [power(base.args[0] as Expression, exponent)]);
  if (isApply(base, "expm") && holds(exponent, "integer")) return build("expm", [product([exponent, base.args[0] as Expression])]);
  if (isApply(base, "diagonalmatrix")) return build("diagonalmatrix", [entrypower(base.args[0] as Expression, exponent)]);
  if (exponent.kind === "constant" && exponent.value.s > 0n && exponent.value.d === 1n) {
    if (holds(base, "idempotent")) return base;
    if (exponent.value.d === 1n && exponent.value.n <= 3n && isApply(base, "product") && !isScalar(base.args[0] as Expression) && !isGeneral(base))
      return product(Array.from({ length: Number(exponent.value.n) }, () => base));
  }
  if (exponent.kind === "constant" && exponent.value.s < 0n && exponent.value.d === 1n) {
    const inverse = build("inverse", [base]);
    if (!isApply(inverse, "inverse") || inverse.args[0] !== base) return power(inverse, constant(exponent.value.neg()));
  }
  const inner = powerOf(base);
  if (
    inner.base !== base &&
    !isApply(base, "entrypower") &&
    (isInteger(inner.exponent) ? isInteger(exponent) || holds(exponent, "integer") : isHalf(inner.exponent) && isInteger(product([inner.exponent, exponent])))
  )
    return power(inner.base, product([inner.exponent, exponent]));
  if (isApply(base, "product") && isScalar(base.args[0] as Expression)) {
    const k = base.args.findIndex((a) => !isScalar(a));
    const rest = base.args.slice(k);
    return product([...base.args.slice(0, k).map((s) => power(s, exponent)), power(productOf(rest), exponent)]);
  }
  if (isApply(exponent, "product") && exponent.args[0]?.kind === "constant" && exponent.args[0].value.s < 0n)
    return apply("power", [build("inverse", [base]), product([constant(-1), exponent])]);
  return apply("power", [base, exponent]);
}
/** A product that stays one base: multiplied out it would only grow. */
const isGeneral = (base: Expression & { kind: "apply" }) =>
  base.args.every((a) => !isApply(a, "inverse") && !(isApply(a, "transpose") && holds(a.args[0] as Expression, "orthogonal")));

/** The power of each entry. */
export function entrypower(base: Expression, exponent: Expression): Expression {
  if (isScalar(base) && isScalar(exponent)) return power(base, exponent);
  if (!isScalar(exponent)) return apply("entrypower", [base, exponent]);
  if (isNumber(exponent, 1)) return base;
  return scalarPower(base, exponent, true);
}

function scalarPower(base: Expression, exponent: Expression, entries: boolean): Expression {
  if (isNumber(exponent, 0)) return entries ? apply("ones", [], [base.rows, base.cols]) : constant(1);
  if (base.kind === "constant" && exponent.kind === "constant" && exponent.value.d <= 2n && exponent.value.n <= 64n) {
    if (base.value.n !== 0n || exponent.value.s > 0n) {
      const exact = base.value.pow(exponent.value);
      if (exact && (exponent.value.d === 1n || base.value.s > 0n))
        return constant(exact, base.text && exact.toString().length < 16 && !exact.toString().includes("(") && exact.d !== 1n ? exact.toString() : undefined);
    }
  }
  if (isApply(base, "ones")) return base;
  if (exponent.kind === "constant" && exponent.value.s > 0n && holds(base, "binary")) return base;
  if (isInteger(exponent) && holds(base, "pm1"))
    return (exponent as { value: { mod(n: number): { equals(n: number): boolean } } }).value.mod(2).equals(0) ? scalarPower(base, constant(0), entries) : base;
  const again = (b: Expression, x: Expression) => (entries ? entrypower(b, x) : power(b, x));
  const inner = entryPowerOf(base);
  if (
    inner.base !== base &&
    (isInteger(exponent) || holds(exponent, "integer") || holds(inner.base, "positive") || (exponent.kind === "constant" && isOdd(inner.exponent)))
  )
    return again(inner.base, product([inner.exponent, exponent]));
  if (isApply(base, "product") && (isScalar(base.args[0] as Expression) || base.args.length === 0)) {
    // (a*b)^k = a^k*b^k for whole k; for others only positive factors leave
    const whole = isInteger(exponent) || holds(exponent, "integer");
    const out = base.args.filter((a) => isScalar(a) && (whole || (exponent.kind === "constant" && holds(a, "positive"))));
    const rest = base.args.filter((a) => !out.includes(a));
    if (out.length) {
      const kept = rest.length === 0 ? undefined : productOf(rest);
      return product([...out.map((s) => power(s, exponent)), ...(kept ? [again(kept, exponent)] : [])]);
    }
  }
  if (entries && isApply(base, "hadamard") && (isInteger(exponent) || holds(exponent, "integer")))
    return build(
      "hadamard",
      base.args.map((a) => entrypower(a, exponent)),
    );
  if (entries && isApply(base, "transpose")) return apply("transpose", [entrypower(base.args[0] as Expression, exponent)]);
  if (isApply(base, "exp") && (isInteger(exponent) || !entries)) return build("exp", [product([exponent, base.args[0] as Expression])]);
  const logistic = isInteger(exponent) && (exponent as { value: { s: bigint } }).value.s < 0n ? onePlusExp(base) : undefined;
  if (logistic) return again(build("sigmoid", [product([constant(-1), logistic])]), product([constant(-1), exponent]));
  return apply(entries ? "entrypower" : "power", [base, exponent]);
}
const isOdd = (e: Expression) => e.kind === "constant" && e.value.d === 1n && e.value.n % 2n === 1n;

/** z where the base is 1 + exp(z). */
function onePlusExp(base: Expression): Expression | undefined {
  if (!isApply(base, "add") || base.args.length !== 2) return undefined;
  const e = base.args.find((a) => isApply(a, "exp")) as (Expression & { kind: "apply" }) | undefined;
  const other = base.args.find((a) => a !== e) as Expression;
  return e && (isNumber(other, 1) || isApply(other, "ones")) ? e.args[0] : undefined;
}
