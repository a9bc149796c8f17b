import { constant, type Expression, idsContaining, isApply, isScalar, nodesOf } from "../expression/node.ts";
import { build } from "./build.ts";
import { product } from "./product.ts";
import { add } from "./sum.ts";
import { bind, isBinding, reflected } from "./summation.ts";

/**
 * The integral of a body over t from `low` to `high`, in normal form: what does not depend on t stands outside, powers of t are integrated,
 * and of t and its mirror image low + high - t the body meets t first.
 */
export function integral(t: Expression, low: Expression, high: Expression, body: Expression): Expression {
  const length = () => add([high, product([constant(-1), low])]);
  const closed = powerIntegral(t, low, high, body) ?? termwise(t, low, high, body);
  if (closed) return closed;
  return bind("integral", [t, low, high, mirrored(t, low, high, body)], length);
}

/** An integral that surely runs forward: its value has the sign of its body. */
export function runsForward(e: Expression): boolean {
  const [, low, high] = isApply(e, "integral") ? e.args : [];
  return low?.kind === "constant" && high?.kind === "constant" && low.value.compare(high.value) <= 0;
}

/** t^k for k = 1, 2, ..: (high^(k+1) - low^(k+1))/(k+1). */
function powerIntegral(t: Expression, low: Expression, high: Expression, body: Expression): Expression | undefined {
  const [base, k] = body === t ? [t, constant(1)] : isApply(body, "power") ? (body.args as [Expression, Expression]) : [];
  if (base !== t || k?.kind !== "constant" || k.value.d !== 1n || k.value.s < 0n) return undefined;
  const next = constant(k.value.add(1));
  const at = (x: Expression) => build("power", [x, next]);
  return product([constant(next.value.inverse()), add([at(high), product([constant(-1), at(low)])])]);
}

/** Term by term, where no integral is left of any term. */
function termwise(t: Expression, low: Expression, high: Expression, body: Expression): Expression | undefined {
  if (!isApply(body, "add") || body.args.some((a) => isScalar(a) !== isScalar(body))) return undefined;
  const parts: Expression[] = [];
  for (const a of body.args) {
    const part = integral(t, low, high, a);
    if (nodesOf(part).some((e) => isBinding(e) && !nodesOf(a).includes(e))) return undefined;
    parts.push(part);
  }
  return add(parts);
}

/** The body, or the body at low + high - t, whichever meets t itself first. */
function mirrored(t: Expression, low: Expression, high: Expression, body: Expression): Expression {
  const image = add([low, high, product([constant(-1), t])]);
  const depends = idsContaining(body, t);
  if (!depends.has(image.id)) return body;
  let at = body;
  while (at !== t && at !== image && at.kind === "apply") at = at.args.find((a) => depends.has(a.id)) as Expression;
  return at === image ? reflected(t, low, high, body) : body;
}
