import type { Expression } from "../expression/node.ts";
import { build } from "../normal/build.ts";
import { raiseOperator } from "./operator.ts";
import { type Build, wrap } from "./raise.ts";
import { type Factor, type Index, resolve, type Side, type Term } from "./term.ts";

/** The term as an expression whose rows and columns are the given sides. */
export function raise(term: Term, rows: Side, cols: Side, make: Build = build): Expression {
  const [r, c] = [resolve(rows), resolve(cols)];
  const factors = term.factors.map((f): Factor => ({ node: f.node, rows: resolve(f.rows), cols: resolve(f.cols) }));
  const seen = new Set<Index>();
  const see = (side: Side) => {
    for (const i of side) seen.add(i);
  };
  for (const side of [r, c]) see(side);
  for (const f of factors) {
    see(f.rows);
    see(f.cols);
  }
  const scalars = [...term.scalars];
  for (const x of term.indices)
    for (const i of resolve([x])) {
      if (!seen.has(i)) scalars.push(make("dimension", [], [i.dimension]));
      seen.add(i);
    }
  const raised = raiseOperator(factors, r, c, make);
  return wrap(raised.matrix, [...scalars, ...raised.scalars], [...term.binders, ...raised.binders], make);
}
