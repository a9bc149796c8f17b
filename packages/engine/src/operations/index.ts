import type { Operation } from "../expression/operation.ts";
import { distributions } from "./distributions.ts";
import { entrywise } from "./entrywise.ts";
import { declaredFunction } from "./functions.ts";
import { matrixFunctions, reductions } from "./matrixfunctions.ts";
import { linear, makers, multilinear } from "./multilinear.ts";
import { structure } from "./structure.ts";

/** All operations: one explicit list. */
export const operations: readonly Operation[] = [
  ...structure,
  ...distributions,
  ...multilinear,
  ...linear,
  ...makers,
  ...entrywise,
  ...matrixFunctions,
  ...reductions,
];

const byName = new Map(operations.map((o) => [o.name, o]));

/** The operation of that mathematical name, or an unknown function of the request. Throws for a name that is none: that is a bug of ours. */
export function operation(name: string): Operation {
  const found = byName.get(name) ?? declaredFunction(name);
  if (!found) throw new Error(`no operation ${name}`);
  return found;
}

const spelled = new Map<string, Operation[]>();
for (const o of operations.filter((o) => !structure.includes(o) && !distributions.includes(o)))
  for (const s of [o.spelling, ...(o.aliases ?? [])]) if (s) spelled.set(s, [...(spelled.get(s) ?? []), o]);

/** The operations that a function name may mean, told apart by the shapes of the arguments. */
export function spelledOperations(name: string): readonly Operation[] {
  return spelled.get(name) ?? [];
}

/** Every function name of the language. */
export const functionNames: readonly string[] = [...spelled.keys()];
