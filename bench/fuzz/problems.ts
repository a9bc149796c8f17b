import type { DeriveRequest, Form, Layout } from "../../packages/engine/src/contract.ts";
import { dimension } from "../../packages/engine/src/expression/dimension.ts";
import { type Expression, type Variable, variable } from "../../packages/engine/src/expression/node.ts";
import { elaborate } from "../../packages/engine/src/language/elaborate.ts";
import type { Definition } from "../../packages/engine/src/numeric/evaluate.ts";
import type { Condition, Relation } from "../../packages/engine/src/numeric/sizes.ts";
import { type Case, isMixed, wrtNames } from "./cases.ts";
import { typeText } from "./declare.ts";
import type { Declared } from "./grammar.ts";
import { expressionOf } from "./term.ts";

/** What is asked of f. */
export interface Question {
  readonly names: readonly string[];
  readonly mixed: boolean;
  readonly entry: readonly number[];
  readonly order: 1 | 2;
  readonly layout: Layout;
  readonly form: Form;
}

/** A request as it is judged: f can be built anew with other properties. */
export interface Problem extends Question {
  readonly seed: string;
  readonly declared: ReadonlyMap<string, Declared>;
  readonly conditions: readonly Condition[];
  readonly request: DeriveRequest;
  readonly build: (variables: ReadonlyMap<string, Variable>) => { f: Expression; definitions: Definition[] };
}

/** Conditions as the sampler takes them. */
function conditionsOf(texts: readonly string[]): Condition[] {
  return texts.map((t): Condition => {
    const pair = /^commute\((.*), (.*)\)$/.exec(t);
    if (pair) return { kind: "commute", left: pair[1]!, right: pair[2]! };
    const [left, relation, right] = t.split(" ") as [string, Relation, string];
    return { kind: "size", left: dimension(left), relation, right: dimension(right) };
  });
}

const entryOf = (wrt: string): number[] => (/\[(.*)\]/.exec(wrt)?.[1]?.split(",") ?? []).map(Number);

/** The problem of a generated case: f is built from its terms, not from the text. */
export function problemOf(c: Case, request: DeriveRequest): Problem {
  return {
    seed: c.seed,
    names: wrtNames(c),
    mixed: isMixed(c),
    entry: entryOf(c.wrt),
    order: c.order,
    layout: c.layout,
    form: c.form,
    declared: c.variables,
    conditions: conditionsOf(c.conditions),
    request,
    build: (variables) => {
      const scope = new Map<string, Expression>(variables);
      const definitions: Definition[] = [];
      for (const d of c.definitions) {
        const expression = expressionOf(d.term, (n) => scope.get(n));
        definitions.push({ name: d.name, expression });
        scope.set(d.name, variable(d.name, expression.rows, expression.cols));
      }
      return { f: expressionOf(c.term, (n) => scope.get(n)), definitions };
    },
  };
}

/** The problem of a request as text, with the declarations that its answer settled on. */
export function problemOfText(request: DeriveRequest, settled: Readonly<Record<string, string>>): Problem {
  const wrt = request.wrt as string;
  const c = { wrt };
  const read = (declare: Readonly<Record<string, string>>) =>
    elaborate({
      expression: request.expression,
      declare,
      ...(request.define && { define: request.define }),
      conditions: request.conditions ?? [],
      wrt: wrtNames(c),
    });
  const variables = read(settled).variables;
  return {
    seed: JSON.stringify(request),
    names: wrtNames(c),
    mixed: isMixed(c),
    entry: entryOf(wrt),
    order: isMixed(c) || request.form === "hvp" ? 2 : (request.order ?? 1),
    layout: request.layout ?? "mixed",
    form: request.form ?? "matrix",
    declared: new Map([...variables].map(([n, v]) => [n, { shape: [v.rows, v.cols], properties: v.properties }])),
    conditions: conditionsOf(request.conditions ?? []),
    request: { ...request, declare: settled },
    build: (kept) => {
      const e = read(Object.fromEntries([...kept.values()].map((v) => [v.name, typeText({ shape: [v.rows, v.cols], properties: v.properties })])));
      return { f: e.expression!, definitions: e.definitions.map((d) => ({ name: d.name, expression: d.expression })) };
    },
  };
}
