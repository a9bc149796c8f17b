import { constant, type Expression, isApply } from "../expression/node.ts";
import { build } from "./build.ts";
import { isInteger } from "./power.ts";
import { type Monomial, multiplyInto, product } from "./product.ts";
import { add } from "./sum.ts";
import { transpose } from "./transpose.ts";

/** Factors of a scalar or entry-wise product that are more than powers of one base: exp(z)*sigmoid(-z) = sigmoid(z). */
export function pairScalars(monomial: Monomial): void {
  if (monomial.size < 2) return;
  for (const { base, exponent } of [...monomial.values()]) {
    if (isApply(base, "exp") && exponent.kind === "constant" && exponent.value.abs().equals(1)) {
      const z = exponent.value.equals(1) ? (base.args[0] as Expression) : product([constant(-1), base.args[0] as Expression]);
      const partner = monomial.get(build("sigmoid", [product([constant(-1), z])]).id);
      if (partner && isInteger(partner.exponent) && partner.exponent.kind === "constant" && partner.exponent.value.s > 0n) {
        monomial.delete(base.id);
        partner.exponent = add([partner.exponent, constant(-1)]);
        if (partner.exponent.kind === "constant" && partner.exponent.value.n === 0n) monomial.delete(partner.base.id);
        multiplyInto(monomial, build("sigmoid", [z]), constant(1));
        pairScalars(monomial);
        return;
      }
    }
  }
}

/** A scalar factor that meets a matrix of the chain: adj(A)/det(A) = inv(A), exp(z)/sum(exp(z)) = softmax(z). */
export function pairWithChain(monomial: Monomial, chain: readonly Expression[]): readonly Expression[] {
  if (monomial.size === 0) return chain;
  for (const [id, factor] of monomial) {
    if (factor.exponent.kind !== "constant" || factor.exponent.value.s >= 0n || factor.base.kind !== "apply") continue;
    const name = factor.base.operation.name;
    if (name !== "determinant" && name !== "sum") continue;
    const of = factor.base.args[0] as Expression;
    const whole = name === "determinant" ? build("adjugate", [of]) : of;
    const merged =
      name === "determinant" ? build("inverse", [of]) : isApply(of, "exp") && of.cols.text === "1" ? build("softmax", [of.args[0] as Expression]) : undefined;
    if (!merged) continue;
    const k = chain.findIndex((e) => contains(e, whole));
    if (k < 0) continue;
    const e = chain[k] as Expression;
    factor.exponent = add([factor.exponent, constant(1)]);
    if (factor.exponent.kind === "constant" && factor.exponent.value.n === 0n) monomial.delete(id);
    const put = replace(e, whole, merged);
    return pairWithChain(monomial, [...chain.slice(0, k), put, ...chain.slice(k + 1)]);
  }
  return chain;
}

/** Is `whole` a factor of the expression, so that it can be scaled there? */
function contains(e: Expression, whole: Expression): boolean {
  if (e === whole) return true;
  if (e.kind !== "apply") return false;
  switch (e.operation.name) {
    case "transpose":
    case "diagonalmatrix":
      return contains(e.args[0] as Expression, whole);
    case "hadamard":
      return e.args.includes(whole);
    case "product":
      return e.args.some((a) => contains(a, whole));
    case "add":
      return e.args.every((a) => contains(a, whole));
    default:
      return false;
  }
}

/** The factor `whole` put as `by`: once in a product, in every term of a sum. */
function replace(e: Expression, whole: Expression, by: Expression): Expression {
  if (e === whole) return by;
  const { operation, args } = e as Expression & { kind: "apply" };
  if (operation.name === "transpose") return transpose(replace(args[0] as Expression, whole, by));
  if (operation.name === "product") {
    const k = args.findIndex((a) => contains(a, whole));
    return product(args.map((a, l) => (l === k ? replace(a, whole, by) : a)));
  }
  if (operation.name === "add") return add(args.map((a) => replace(a, whole, by)));
  return build(
    operation.name,
    args.map((a) => (a === whole || operation.name === "diagonalmatrix" ? replace(a, whole, by) : a)),
  );
}
