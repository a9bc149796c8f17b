import { type Dimension, one } from "../expression/dimension.ts";
import { constant, type Expression, isColumn, isRow, variable } from "../expression/node.ts";
import { build } from "../normal/build.ts";
import { freshIndex } from "../normal/summation.ts";
import { apply } from "../operations/apply.ts";
import { type Factor, type Index, resolve, type Side, type Term } from "./term.ts";

/** A named index of an entry, with its range. */
export interface Named {
  readonly name: Expression;
  readonly range: Dimension;
}

/** Variables for the indices of one side, named from the list. */
export function nameSide(side: Side, names: string[], taken: ReadonlySet<string>): Named[] {
  return resolve(side).map((i) => {
    let name = names.shift() as string;
    while (taken.has(name)) name = names.shift() ?? `i${names.length}`;
    return { name: variable(name, one, one, ["integer"]), range: i.dimension };
  });
}

/** One entry of the term in index notation: every index has a name, the summed ones stand in sums. */
export function entryOf(term: Term, rows: Side, cols: Side, names: readonly Expression[]): Expression {
  const free = [...resolve(rows), ...resolve(cols)];
  const named = new Map<Index, Expression>();
  const scalars = [...term.scalars];
  free.forEach((i, k) => {
    const old = named.get(i);
    if (old) scalars.push(apply("kroneckerdelta", [old, names[k] as Expression]));
    else named.set(i, names[k] as Expression);
  });
  const factors = term.factors.map((f): Factor => ({ node: f.node, rows: resolve(f.rows), cols: resolve(f.cols) }));
  const summed = new Set([...term.indices.flatMap((i) => i.resolved), ...factors.flatMap((f) => [...f.rows, ...f.cols])].filter((i) => !named.has(i)));
  const binders = [...term.binders];
  for (const i of summed) {
    const k = freshIndex();
    named.set(i, k);
    binders.push({ index: k, low: constant(1), high: build("dimension", [], [i.dimension]) });
  }
  let e = build("product", [...scalars, ...factors.map((f) => entry(f, named))]);
  for (const b of binders.reverse()) e = build(b.kind ?? "summation", [b.index, b.low, b.high, e]);
  return e;
}

function entry(f: Factor, named: ReadonlyMap<Index, Expression>): Expression {
  const at = (side: Side): Expression[] => (side.length <= 1 ? side.map((i) => named.get(i) as Expression) : [composite(side, named)]);
  const [r, c] = [at(f.rows), at(f.cols)];
  if (r.length + c.length === 0) return f.node;
  if (isColumn(f.node)) return build("entry", [f.node, ...r]);
  if (isRow(f.node)) return build("entry", [f.node, ...c]);
  return build("entry", [f.node, ...r, ...c]);
}

/** The place of a pair (slow, fast) in the index that ranges over pairs. */
function composite(side: Side, named: ReadonlyMap<Index, Expression>): Expression {
  return side
    .slice(1)
    .reduce(
      (slow, i) => build("add", [build("product", [build("add", [slow, constant(-1)]), build("dimension", [], [i.dimension])]), named.get(i) as Expression]),
      named.get(side[0] as Index) as Expression,
    );
}
