import type { Operation, UnknownFunction } from "../expression/operation.ts";
import { entrywiseInstance, instance } from "../numeric/instances.ts";
import { entrywise } from "../numeric/kernels.ts";

/** The records of unknown functions and their derivatives, by the name of the record. */
let declared = new Map<string, Operation>();

/** Forgets the functions of the request before. */
export function forgetFunctions(): void {
  declared = new Map();
}

export const declaredFunction = (name: string): Operation | undefined => declared.get(name);

/** The rows and columns of one argument in a signature; those of the values are `pq`, and of the function differentiated `rs`. */
const letters = ["ab", "cd", "ef", "gh", "ij", "kl", "mn", "tu"];
export const mostParameters = letters.length;

/**
 * The record of an unknown function: any number of arguments of any shapes. Its dimensions are the rows and columns of the value,
 * then those of the function itself, of which it may be a derivative. It is evaluated as one generic smooth instance.
 */
export function unknownFunction(u: UnknownFunction): Operation {
  const name = `${u.name}(${u.parameters.join(",")})${u.properties.join(" ")}|${u.by.join(",")}`;
  let record = declared.get(name);
  if (!record) declared.set(name, (record = u.elementwise ? entrywiseRecord(name, u) : generalRecord(name, u)));
  return record;
}

function generalRecord(name: string, u: UnknownFunction): Operation {
  return {
    name,
    spelling: u.name,
    signature: `${letters.slice(0, u.parameters.length).join(",")}->pq`,
    parameters: ["p", "q", "r", "s"],
    unknown: u,
    value: (args, [, , rows, cols]) => instance(u, args, rows as number, cols as number),
  };
}

function entrywiseRecord(name: string, u: UnknownFunction): Operation {
  return { name, spelling: u.name, signature: "ij->ij", entrywise: true, unknown: u, value: entrywise(entrywiseInstance(u)) };
}

/** The derivative of an unknown function by its parameter at a place. The order plays no part: the places are sorted. */
export function differentiated(u: UnknownFunction, place: number): Operation {
  return unknownFunction({ ...u, by: [...u.by, place].sort((a, b) => a - b) });
}
