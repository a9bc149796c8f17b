import type { Derivative, Form } from "../calculus/derivative.ts";
import { one } from "../expression/dimension.ts";
import { constant, type Expression, isApply, isColumn, isRow, nodesOf, type Variable, variable } from "../expression/node.ts";
import { normalize } from "../normal/build.ts";
import { simplify } from "../normal/simplify.ts";
import { freshIndex } from "../normal/summation.ts";
import { readEntries } from "../normal/units.ts";
import { apply } from "../operations/apply.ts";
import { refuse, type Settled } from "./settle.ts";
import type { Wrt } from "./wrt.ts";

/** A place in a variable (an entry, a column, a member of a family) as a variable of its own: f(X + v*e_i*e_j') is differentiated by v at v = 0. */
export interface Place {
  readonly settled: Settled;
  readonly target: Variable;
  /** Puts v = 0. */
  readonly back: (e: Expression) => Expression;
  /** Moves the variable by v, to check the answer away from v = 0. */
  readonly forth: (e: Expression) => Expression;
}

/** The place to differentiate by, where it is more than one entry named by numbers at first order. */
export function placeOf(wrt: Wrt, settled: Settled, target: Variable, order: 1 | 2, form: Form): Place | undefined {
  const { entry } = wrt;
  const member = settled.members?.get(target.name);
  if (member && (wrt.second !== undefined || entry?.length !== 1))
    refuse("unsupported", `${target.name} is a family of matrices: the derivative by all of it is not supported`, {
      in: "wrt",
      hint: `by a member, ${target.name}[1]`,
    });
  if (!entry) return undefined;
  const vector = isColumn(target) || isRow(target);
  const [along, across] = isRow(target) ? [entry[1], entry[0]] : entry;
  if (vector && entry.length === 2 && !(across?.kind === "constant" && across.value.equals(1)))
    refuse("arguments", `${target.name} is a vector: an entry has one index`, { in: "wrt", hint: `${target.name}[1]` });
  const column = !vector && entry.length === 1;
  if (order === 1 && form !== "hvp" && !column && entry.every((k) => k.kind === "constant")) return undefined;
  if (form !== "matrix") refuse("unsupported", `form ${form} by an entry or member is not supported yet`, { in: "form", hint: "ask for form matrix" });
  if (settled.definitions.length) refuse("unsupported", "definitions beside a derivative by this entry or member are not supported yet", { in: "wrt" });
  const [i, j] = (vector && entry.length === 2 ? [along as Expression] : entry).map((k) =>
    k.kind === "variable" ? (settled.variables.get(k.name) ?? k) : k,
  ) as [Expression, Expression | undefined];
  const free = variable(target.name, target.rows, target.cols);
  const v = variable("@", member?.rows ?? (column ? target.rows : one), member?.cols ?? one);
  const unit = (k: Expression, n: Variable["rows"]) => apply("unitvector", [k], [n]);
  const row = (e: Expression) => apply("transpose", [e]);
  const increment = column
    ? [member ? apply("vectorization", [v]) : v, row(unit(i, target.cols))]
    : vector
      ? [v, isColumn(target) ? unit(i, target.rows) : row(unit(i, target.cols))]
      : [v, unit(i, target.rows), row(unit(j as Expression, target.cols))];
  const moved = apply("add", [free, apply("product", increment)]);
  const forth = (e: Expression) =>
    replaced(
      e,
      new Map([
        [target.id, moved],
        [free.id, moved],
      ]),
    );
  const none = column ? apply("zeros", [], [v.rows, v.cols]) : constant(0);
  return {
    settled: { ...settled, expression: forth(settled.expression), variables: new Map([...settled.variables, [target.name, free], ["@", v]]) },
    target: v,
    back: (e) => readEntries(simplify(normalize(e, (x) => (x === v ? none : undefined)))),
    forth,
  };
}

/** The derivative's needs at v = 0. */
export const needsBack = (d: Derivative, place: Place): Derivative => ({ ...d, needs: d.needs.map((n) => ({ ...n, of: place.back(n.of) })) });

/** Nodes put in the place of others, the rest as it stands; bound indices get names of their own, so that nothing is captured. */
function replaced(root: Expression, put: ReadonlyMap<number, Expression>): Expression {
  const done = new Map<number, Expression>();
  const now = (e: Expression) => done.get(e.id) as Expression;
  for (const e of nodesOf(root)) {
    const other = put.get(e.id);
    if (other || e.kind !== "apply") done.set(e.id, other ?? e);
    else if (isApply(e, "summation") || isApply(e, "integral")) {
      const [bound, low, high, body] = e.args as [Expression, Expression, Expression, Expression];
      const index = freshIndex();
      done.set(e.id, apply(e.operation, [index, now(low), now(high), replaced(body, new Map(put).set(bound.id, index))]));
    } else done.set(e.id, apply(e.operation, e.args.map(now), e.dimensions));
  }
  return now(root);
}
