import { freed, freeing, freeName } from "../calculus/derivative.ts";
import type { Layout } from "../calculus/layout.ts";
import type { DeriveRequest, Step } from "../contract.ts";
import { checkLines } from "../derivation/check.ts";
import { derivationOf, incrementOf } from "../derivation/derivation.ts";
import { type Detail, details } from "../derivation/levels.ts";
import { stepsOf } from "../derivation/steps.ts";
import type { Expression, Variable } from "../expression/node.ts";
import { apply } from "../operations/apply.ts";
import { refuse, type Settled, takenNames } from "./settle.ts";

interface Options {
  readonly method: string;
  readonly detail: Detail;
}
const methods: readonly string[] = ["differential"];

/** What was asked of the derivation. Throws `Refusal` where that is nothing we know. */
function optionsOf(request: DeriveRequest): Options {
  const asked = typeof request.steps === "object" ? request.steps : {};
  const detail = (asked.detail ?? "normal") as Detail;
  const method = asked.method ?? "differential";
  if (!details.includes(detail)) refuse("request", `no detail ${JSON.stringify(detail)}`, { in: "steps", hint: `one of ${details.join(", ")}` });
  if (!methods.includes(method))
    refuse("unsupported", `the method ${JSON.stringify(method)} is not supported yet`, { in: "steps", hint: `one of ${methods.join(", ")}` });
  if (asked.convention !== undefined) refuse("unsupported", `the convention ${JSON.stringify(asked.convention)} is not supported yet`, { in: "steps" });
  return { method, detail };
}

/** The derivation of an answer, each line checked. Throws `Refusal` where a line fails. */
export function stepsFor(request: DeriveRequest, settled: Settled, target: Variable, layout: Layout, answer: Expression, seed: number): Step[] {
  const { detail } = optionsOf(request);
  const x = freed(target);
  const put = new Map<number, Expression>([[target.id, x]]);
  const done = new Map<number, Expression>();
  const asTyped = (e: Expression): Expression => {
    const other = put.get(e.id);
    if (other) return other;
    if (e.kind !== "apply") return e;
    let made = done.get(e.id);
    if (!made) done.set(e.id, (made = apply(e.operation, e.args.map(asTyped), e.dimensions)));
    return made;
  };
  const names = new Map<number, Expression>();
  const normal = freeing({ wrt: target, definitions: settled.definitions });
  for (const d of settled.definitions) {
    if (d.variable === target) continue;
    const typed = asTyped(d.expression);
    put.set(d.variable.id, typed);
    for (const e of [typed, normal(d.expression)]) if (e.kind === "apply") names.set(e.id, d.variable);
  }
  const increment = incrementOf(x, freeName(`d${x.name}`, takenNames(settled)));
  const derivation = derivationOf({
    typed: asTyped(settled.expression),
    normal: normal(settled.expression),
    x,
    increment,
    layout,
    answer,
    restore: (e) => (e === x ? target : undefined),
    fold: foldingBy(names),
  });
  if (request.verify === false) return stepsOf(derivation, detail);
  const checked = checkLines(derivation.lines, {
    variables: settled.variables,
    definitions: settled.definitions.filter((d) => d.variable !== target),
    conditions: settled.conditions,
    increment,
    seed: String(seed),
  });
  if (checked.status === "failed") refuse("unverified", `a line of the derivation failed its check: ${checked.reason}`);
  if (checked.status !== "passed") refuse("unverified", `the derivation could not be checked: ${checked.reason}`);
  return stepsOf(derivation, detail, checked.errors);
}

/** Writes names for the expressions they stand for. */
function foldingBy(names: ReadonlyMap<number, Expression>): (e: Expression) => Expression {
  if (!names.size) return (e) => e;
  const done = new Map<number, Expression>();
  const fold = (e: Expression): Expression => {
    const name = names.get(e.id);
    if (name || e.kind !== "apply") return name ?? e;
    let made = done.get(e.id);
    if (!made) done.set(e.id, (made = apply(e.operation, e.args.map(fold), e.dimensions)));
    return made;
  };
  return fold;
}
