import Fraction from "fraction.js";
import { one } from "../expression/dimension.ts";
import { type Expression, isApply, isScalar } from "../expression/node.ts";
import { apply, productOf, productShape } from "../operations/apply.ts";
import { chain as normalChain } from "./chain.ts";
import { cost } from "./cost.ts";
import { pairScalars, pairWithChain } from "./pairs.ts";
import { power, powerOf } from "./power.ts";
import { add, number, zero } from "./sum.ts";
import { transpose } from "./transpose.ts";

const ONE = new Fraction(1);
const isOne = (v: Fraction): boolean => v.n === 1n && v.d === 1n && v.s > 0n;

/** Powers of scalars by base: what a scalar product is made of. */
export type Monomial = Map<number, { base: Expression; exponent: Expression }>;

/** A normal product as its scalar factors and its chain of matrices; anything else is a chain of itself. */
export function chainOf(e: Expression): { scalars: Expression[]; chain: Expression[] } {
  if (!isApply(e, "product") || (isScalar(e) && !e.args.every((a) => !isScalar(a))))
    return isScalar(e) ? { scalars: [e], chain: [] } : { scalars: [], chain: [e] };
  const k = e.args.findIndex((a) => !isScalar(a));
  return k < 0 ? { scalars: [...e.args], chain: [] } : { scalars: e.args.slice(0, k), chain: e.args.slice(k) };
}

export function multiplyInto(monomial: Monomial, base: Expression, exponent: Expression): void {
  const old = monomial.get(base.id);
  if (old) old.exponent = add([old.exponent, exponent]);
  else monomial.set(base.id, { base, exponent });
}

/** The matrices among the factors, a new stretch after each row times ... times a column: what is a scalar so far scales what follows. */
export function stretchesOf(factors: readonly Expression[]): Expression[][] {
  const stretches: Expression[][] = [];
  for (const e of factors) {
    if (isScalar(e)) continue;
    const last = stretches[stretches.length - 1];
    if (!last || (last[0]?.rows === one && last[last.length - 1]?.cols === one)) stretches.push([e]);
    else last.push(e);
  }
  return stretches;
}

/** The product in normal form: number, powers of scalars, then the chain of matrices, flat and with neighbours merged. */
export function product(args: readonly Expression[]): Expression {
  let value = ONE;
  let decimal = false;
  const monomial: Monomial = new Map();
  const factors: Expression[] = [];
  const visit = (e: Expression) => {
    if (e.kind === "constant") {
      value = value.mul(e.value);
      decimal ||= e.text !== undefined;
    } else if (isApply(e, "product") && !(isScalar(e) && !isScalar(e.args[0] as Expression))) for (const a of e.args) visit(a);
    else if (isScalar(e)) {
      const { base, exponent } = powerOf(e);
      multiplyInto(monomial, base, exponent);
    } else factors.push(e);
  };
  const [rows, cols] = productShape(args);
  for (const a of args) visit(a);
  if (value.n === 0n) return zero(rows, cols);
  let chain: readonly Expression[] = factors;
  if (factors.length) {
    for (const stretch of stretchesOf(factors)) {
      const c = normalChain(stretch);
      if (!c) return zero(rows, cols);
      chain = c.chain;
      for (const s of c.scalars) visit(s);
    }
    if (chain.length === 0 && (rows !== one || cols !== one)) chain = [apply("identity", [], [rows])];
  }
  chain = pairWithChain(monomial, chain);
  pairScalars(monomial);
  const scalars: Expression[] = [];
  for (const { base, exponent } of monomial.values()) {
    const p = power(base, exponent);
    if (p.kind === "constant") {
      value = value.mul(p.value);
      decimal ||= p.text !== undefined;
    } else scalars.push(p);
  }
  if (value.n === 0n) return zero(rows, cols);
  scalars.sort((a, b) => a.id - b.id);
  if (value.equals(-1) && scalars.length === 0 && chain.length === 1 && isApply(chain[0] as Expression, "add")) {
    const terms = (chain[0] as Expression & { kind: "apply" }).args;
    if (terms.every((t) => isApply(t, "product") && t.args[0]?.kind === "constant" && t.args[0].value.s < 0n))
      return add(terms.map((t) => product([number(value, false), t])));
  }
  const out = [...(isOne(value) ? [] : [number(value, decimal)]), ...scalars, ...chain];
  if (out.length === 0) return number(value, decimal);
  return productOf(out);
}

/** A row times ... times a column, written in the shorter of its two directions. */
export function scalarChain(factors: readonly Expression[]): Expression {
  const turned = factors.map((a) => transpose(a)).reverse();
  const total = (l: readonly Expression[]) => l.reduce((s, a) => s + cost(a), 0);
  const d = total(turned) - total(factors) || compareIds(turned, factors);
  return apply("product", d < 0 ? turned : factors);
}

/** Orders sequences by first use of their members. */
export function compareIds(a: readonly Expression[], b: readonly Expression[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const d = coreId(a[i] as Expression) - coreId(b[i] as Expression);
    if (d) return d;
  }
  return a.length - b.length;
}
const coreId = (e: Expression): number => (isApply(e, "transpose") ? (e.args[0] as Expression).id : e.id);
