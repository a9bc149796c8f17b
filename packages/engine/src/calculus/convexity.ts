/** Is f convex or concave in x, on the convex domain that x's properties and f's functions leave? Proofs only: what is not proved is undecided. */
import { type Expression, idsContaining, isApply, nodesOf, type Variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { normalize } from "../normal/build.ts";
import { product } from "../normal/product.ts";
import { assume, declaredWord, holds } from "../normal/properties.ts";
import { add, isZero } from "../normal/sum.ts";
import { curvature, isAffine } from "./curvature.ts";
import { definiteness } from "./definiteness.ts";
import { signOf } from "./signs.ts";

export interface Proof {
  readonly bend: 1 | 0 | -1 | undefined;
  readonly reason: string;
}

const curved = new Set(["invertible", "fullrank", "orthogonal", "idempotent", "binary", "pm1", "onehot", "integer"]);
const norms = new Set(["norm2", "normF", "spectralnorm", "norm1", "norminf", "nuclear", "lambdamax"]);
const positiveDomain = new Set(["log", "sqrt"]);

/** Why the domain may fail to be convex; on the way, what f needs to be positive is taken to be so. */
function crooked(f: Expression, x: Variable): string | undefined {
  const word = x.properties.find((p) => curved.has(p));
  if (word) return `the set of ${word} ${x.name} is not convex`;
  const depends = idsContaining(f, x);
  for (const e of nodesOf(f)) {
    if (e.kind !== "apply" || !depends.has(e.id)) continue;
    const a = e.args[0] as Expression;
    if (!a || !depends.has(a.id)) continue;
    const [, exponent] = e.args;
    const fractional = (isApply(e, "power") || isApply(e, "entrypower")) && exponent?.kind === "constant" && exponent.value.d !== 1n;
    const negative = (isApply(e, "power") || isApply(e, "entrypower")) && exponent?.kind === "constant" && exponent.value.s < 0n;
    if (positiveDomain.has(e.operation.name) || fractional) {
      if (signOf(a) === 1 || (!negative && signOf(a) === 0.5)) continue;
      if (!isAffine(a, x)) return `where ${print(a)} is positive need not be a convex set`;
      assume(a, e.operation.name === "log" || negative ? "positive" : "nonneg");
    } else if (negative) {
      if (Math.abs(signOf(a) ?? 0) !== 1) return `${print(e)} exists to both sides of 0: declare the sign of ${print(a)}`;
    } else if (!norms.has(e.operation.name) && (e.operation.needs?.length || e.operation.domain)) {
      if (!holds(a, "posdef")) return `where ${print(e)} exists need not be a convex set`;
    }
  }
  return undefined;
}

/** The quadratic form on symmetric increments: a last factor comm(n, n) leaves vec(dX) as it is. */
function onSymmetric(h: Expression): Expression {
  if (isApply(h, "add")) return add(h.args.map(onSymmetric));
  if (isApply(h, "product") && isApply(h.args[h.args.length - 1] as Expression, "commutation")) return product(h.args.slice(0, -1));
  return h;
}

/** Proves by the Hessian where there is one, else by composition. `hessian` is in normal form. */
export function provedCurvature(f: Expression, x: Variable, hessian: Expression | undefined): Proof {
  const bad = crooked(f, x);
  if (bad) return { bend: undefined, reason: bad };
  const again = normalize(f);
  const smooth = nodesOf(f).every((e) => e.kind !== "apply" || e.operation.kinks === undefined);
  const composed = curvature(again, x);
  if (composed.bend === 0) return { bend: 0, reason: `affine in ${x.name}: convex and concave` };
  if (hessian && smooth) {
    const whole = normalize(hessian);
    const h = declaredWord(x.properties, "symmetric") ? onSymmetric(whole) : whole;
    if (isZero(h)) return { bend: 0, reason: `the Hessian is zero: affine in ${x.name}, convex and concave` };
    const d = definiteness(h);
    if (d && d.sign !== 0) return { bend: Math.sign(d.sign) as 1 | -1, reason: `the Hessian ${h === whole ? "" : "on symmetric increments, "}${d.reason}` };
  }
  if (composed.bend !== undefined) return { bend: composed.bend, reason: composed.reasons.join("; ") };
  return { bend: undefined, reason: "no rule decides the sign of the Hessian" };
}
