import { one } from "../expression/dimension.ts";
import { type Expression, isApply, isScalar } from "../expression/node.ts";
import { apply, productOf } from "../operations/apply.ts";
import { build } from "./build.ts";
import { cost } from "./cost.ts";
import { compareIds, product } from "./product.ts";
import { transpose } from "./transpose.ts";

/** The trace of a product: ends that meet are merged, a column inside makes it a scalar product, and of all rotations one is written. */
export function trace(m: Expression): Expression {
  if (!isApply(m, "product") || isScalar(m.args[0] as Expression)) return apply("trace", [m]);
  const f = m.args;
  const cut = f.findIndex((a) => a.cols === one);
  if (cut >= 0) return product([...f.slice(cut + 1), ...f.slice(0, cut + 1)]);
  const ends = product([f[f.length - 1] as Expression, f[0] as Expression]);
  if (!(isApply(ends, "product") && ends.args.length === 2 && ends.args[1] === f[0]) && f.length > 1)
    return build("trace", [product([ends, ...f.slice(1, -1)])]);
  if (f.length > 40) return apply("trace", [m]);
  let best: readonly Expression[] = f;
  let bestCost = total(f);
  for (const line of [f, f.map((a) => transpose(a)).reverse()])
    for (let r = 0; r < line.length; r++) {
      const turned = [...line.slice(r), ...line.slice(0, r)];
      const c = total(turned);
      if (c < bestCost || (c === bestCost && compareIds(turned, best) < 0)) [best, bestCost] = [turned, c];
    }
  return apply("trace", [productOf(best)]);
}
const total = (l: readonly Expression[]) => l.reduce((s, a) => s + cost(a), 0);
