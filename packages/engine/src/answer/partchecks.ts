import { checkDirectional, type DirectionalClaim } from "../calculus/check.ts";
import type { Derivation } from "../derivation/derivation.ts";
import type { Taken } from "../derivation/forward.ts";
import { type Apply, type Expression, nodesOf, type Variable, variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { apply } from "../operations/apply.ts";
import { replacing } from "./replacing.ts";
import { refuse } from "./settle.ts";

type Ground = Omit<DirectionalClaim, "function" | "wrt" | "derivative" | "form" | "direction">;

/**
 * Compares the differential of each part of f with differences of that part along a random increment; gives the greatest relative error of each.
 * A part inside of sums over indices is compared as those sums of it. Throws `Refusal` where one fails.
 */
export function checkedParts(d: Derivation, ground: Ground): ReadonlyMap<Taken, number> {
  const errors = new Map<Taken, number>();
  const told = new Map<string, number>();
  for (const taken of d.taken.slice(0, -1)) {
    const name = print(taken.node);
    let error = told.get(name);
    if (error === undefined) {
      const verdict = checkDirectional({ ...ground, ...moved(taken, d), form: "differential", direction: d.increment });
      if (verdict.status === "failed") refuse("unverified", `a line of the derivation failed its check: the differential of ${name} is not that of its values`);
      if (verdict.status !== "passed")
        refuse("unverified", `the derivation could not be checked: ${verdict.reason}`, { in: "steps", hint: "ask for detail normal" });
      told.set(name, (error = verdict.maxError));
    }
    errors.set(taken, error);
  }
  return errors;
}

/** The part as a function of what moves: of the variable, or of what moves in it. */
function moved({ node, differential, within }: Taken, { x, increment, along }: Derivation): { function: Expression; derivative: Expression; wrt: Variable } {
  const summed = (e: Expression): Expression => within.filter((b) => holds(b)).reduceRight((body, b) => apply(b.operation, [...b.args.slice(0, 3), body]), e);
  const holds = ({ args }: Apply) => nodesOf(node, differential).includes(args[0] as Expression);
  const [f, df] = [summed(node), summed(differential)];
  if (!along) return { function: f, derivative: df, wrt: x };
  const shift = variable(`${increment.name}@`, increment.rows, increment.cols);
  const to = apply("add", [x, replacing(new Map([[increment.id, shift]]))(along)]);
  const moving = replacing(new Map([[x.id, to]]));
  return { function: moving(f), derivative: moving(df), wrt: shift };
}
