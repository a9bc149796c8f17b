import { constant, type Expression, idsContaining, isApply, isScalar } from "../expression/node.ts";
import { build } from "./build.ts";
import { product } from "./product.ts";
import { rootIntegral } from "./roots.ts";
import { add } from "./sum.ts";
import { bind, reflected } from "./summation.ts";

/**
 * The integral of a body over t from `low` to `high`, in normal form: what does not depend on t stands outside, powers of t are integrated,
 * and of t and its mirror image low + high - t the body meets t first.
 */
export function integral(t: Expression, low: Expression, high: Expression, body: Expression): Expression {
  const length = () => add([high, product([constant(-1), low])]);
  const depends = idsContaining(body, t);
  const closed = polynomial(t, low, high, body) ?? rootIntegral(t, low, high, body, (e) => depends.has(e.id));
  return closed ?? bind("integral", [t, low, high, mirrored(t, low, high, body)], length);
}

/** An integral that surely runs forward: its value has the sign of its body. */
export function runsForward(e: Expression): boolean {
  const [, low, high] = isApply(e, "integral") ? e.args : [];
  return low?.kind === "constant" && high?.kind === "constant" && low.value.compare(high.value) <= 0;
}

/** The integral of a polynomial in t, term by term; nothing for anything else. */
function polynomial(t: Expression, low: Expression, high: Expression, body: Expression): Expression | undefined {
  const depends = idsContaining(body, t);
  if (!depends.has(body.id)) return undefined;
  const power = powerIntegral(t, low, high, body);
  if (power) return power;
  const parts: Expression[] = [];
  for (const term of isApply(body, "add") ? body.args : [body]) {
    const factors = isApply(term, "product") ? term.args : [term];
    const [moving, second] = factors.filter((f) => depends.has(f.id));
    if (second || moving === body || isScalar(term) !== isScalar(body)) return undefined;
    const value = moving ? polynomial(t, low, high, moving) : add([high, product([constant(-1), low])]);
    if (!value) return undefined;
    parts.push(product(moving ? factors.map((f) => (f === moving ? value : f)) : [value, ...factors]));
  }
  return add(parts);
}

/** t^k for k = 1, 2, ..: (high^(k+1) - low^(k+1))/(k+1). */
function powerIntegral(t: Expression, low: Expression, high: Expression, body: Expression): Expression | undefined {
  const [base, k] = body === t ? [t, constant(1)] : isApply(body, "power") ? (body.args as [Expression, Expression]) : [];
  if (base !== t || k?.kind !== "constant" || k.value.d !== 1n || k.value.s < 0n) return undefined;
  const next = constant(k.value.add(1));
  const at = (x: Expression) => build("power", [x, next]);
  return product([constant(next.value.inverse()), add([at(high), product([constant(-1), at(low)])])]);
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
