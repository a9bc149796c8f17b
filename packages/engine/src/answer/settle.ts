import type { CheckRequest, ConvexityRequest, DeriveRequest, Failure, SimplifyRequest, SolveRequest } from "../contract.ts";
import type { Expression } from "../expression/node.ts";
import { type Elaborated, elaborate } from "../language/elaborate.ts";
import type { Condition } from "../numeric/sizes.ts";

/** A failure on its way to the response. */
export class Refusal extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

export function refuse(code: string, message: string, more: Partial<Failure> = {}): never {
  throw new Refusal({ code, message, span: [0, 0], ...more });
}

/** The request with every name settled. */
export interface Settled extends Omit<Elaborated, "expression" | "conditions"> {
  readonly expression: Expression;
  readonly conditions: readonly Condition[];
  readonly conditionTexts: readonly string[];
}

/** Reads the request's texts; the first diagnostic refuses it, the others are related. */
export function settle(request: DeriveRequest | SimplifyRequest | CheckRequest | SolveRequest | ConvexityRequest, wrt: readonly string[]): Settled {
  const e = elaborate({
    expression: request.expression ?? "",
    wrt,
    ...(request.declare !== undefined && { declare: request.declare as Record<string, string> }),
    ...(request.define !== undefined && { define: request.define }),
    ...(request.conditions !== undefined && { conditions: request.conditions as string[] }),
  });
  const [first, ...others] = e.diagnostics;
  if (first) {
    const more = others.slice(0, 7).map((d) => ({ span: d.span, message: d.message, ...((d.in ?? first.in) && { in: d.in ?? "expression" }) }));
    const related = [...(first.related ?? []), ...more];
    throw new Refusal({ ...first, ...(related.length && { related }) });
  }
  if (!e.expression) refuse("empty", "there is no expression", { hint: "write one, x'*A*x for example" });
  const sizes = e.conditions.dimension.map((c): Condition => ({ kind: "size", left: c.left, relation: c.op as ">=", right: c.right }));
  const pairs = e.conditions.commute.map(([left, right]): Condition => ({ kind: "commute", left, right }));
  return {
    ...e,
    expression: e.expression,
    conditions: [...sizes, ...pairs],
    conditionTexts: [...e.conditions.dimension.map((c) => c.text), ...(e.assumed ?? [])],
  };
}

/** A number from the request's text: the same question, the same points. */
export function seedOf(request: object): number {
  const { id: _id, lang: _lang, verify: _verify, explain: _explain, ...rest } = request as Record<string, unknown>;
  const text = JSON.stringify(rest);
  let h = 2166136261;
  for (let k = 0; k < text.length; k++) h = Math.imul(h ^ text.charCodeAt(k), 16777619);
  return h >>> 0;
}

/** What a look at numbers rests on: what is declared and defined, the conditions, and the seed of the points. */
export const groundOf = (s: Settled, seed: number) => ({ variables: s.variables, definitions: s.definitions, conditions: s.conditions, seed: String(seed) });

/** Properties in the words of the contract: `S posdef`. */
export const wordsOf = (properties: readonly { readonly name: string; readonly property: string }[]): string[] =>
  properties.map((c) => `${c.name} ${c.property}`);

/** A name that no text of the request holds. */
export function unusedName(name: string, request: object): string {
  const text = JSON.stringify(request);
  let free = name;
  while (text.includes(free)) free += "_";
  return free;
}

/** All names in use: new ones must differ from them. */
export function takenNames(s: Settled): Set<string> {
  const names = new Set<string>([...s.variables.keys(), ...s.definitions.map((d) => d.name)]);
  for (const v of s.variables.values()) for (const d of [v.rows, v.cols]) for (const n of d.names) names.add(n);
  for (const c of s.conditions) if (c.kind === "size") for (const d of [c.left, c.right]) for (const n of d.names) names.add(n);
  return names;
}
