import type { Expression } from "../expression/node.ts";
import { apply } from "../operations/apply.ts";

/** Puts expressions in the place of others, without simplifying. */
export function replacing(by: ReadonlyMap<number, Expression>): (e: Expression) => Expression {
  const done = new Map<number, Expression>();
  const replace = (e: Expression): Expression => {
    const other = by.get(e.id);
    if (other || e.kind !== "apply") return other ?? e;
    let made = done.get(e.id);
    if (!made) done.set(e.id, (made = apply(e.operation, e.args.map(replace), e.dimensions)));
    return made;
  };
  return replace;
}
