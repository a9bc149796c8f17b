import { type Lang, type Operation, operations } from "gradus";
import type { Colours } from "./colour.ts";
import { columns } from "./diagnostics.ts";
import { translated } from "./messages.ts";
import { respond } from "./respond.ts";

/** How the language writes an operation: its function name, or its own name where it has only an operator. */
function spellingOf(operation: Operation): string {
  return operation.spelling ?? operation.name;
}

/** The record's facts in words, label and value; what is not stated is left out. */
function factsOf(operation: Operation): readonly (readonly [label: string, value: string])[] {
  const rows: (readonly [string, string | undefined])[] = [
    ["also read", operation.aliases?.join(", ")],
    ["signature", operation.signature],
    ["meaning", operation.multilinear ? "the signature: products of entries, summed over indices absent on the right" : undefined],
    ["differential", operation.differential],
    ["derivative", operation.derivative],
    ["f'(X)", operation.scalarDerivative],
    ["domain", operation.domain],
    ["needs", operation.needs?.join(", ")],
    ["condition", operation.condition],
    ["kinks", operation.kinks],
    ["source", operation.source],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== undefined);
}

/** The example of the record and its answer, computed now. */
function exampleOf(operation: Operation): readonly string[] {
  if (!operation.example) return [];
  const { expression, wrt, declare } = operation.example;
  const response = respond({ expression, wrt, ...(declare ? { declare } : {}) });
  const answer = !response.ok
    ? `error: ${response.error.message}`
    : "derivative" in response && "form" in response
      ? response.derivative
      : "expression" in response
        ? response.expression
        : "";
  return [`gradus "${expression}" --wrt ${wrt}${declare ? ` --declare "${declare}"` : ""}`, answer];
}

/** All operations, one a line: spelling, mathematical name, signature. */
export function operationList(colours: Colours): string {
  return `${operations.map((o) => `${colours.bold(spellingOf(o).padEnd(12))} ${o.name.padEnd(18)} ${colours.dim(o.signature ?? "")}`.trimEnd()).join("\n")}\n`;
}

/** The records of that spelling or name; none where it is no operation. */
export function operationsNamed(name: string): readonly Operation[] {
  return operations.filter((o) => o.spelling === name || o.name === name || o.aliases?.includes(name));
}

/** The record of one operation for a person to read, with its example run. */
export function operationText(operation: Operation, colours: Colours, lang?: Lang): string {
  const rows = [...factsOf(operation), ...exampleOf(operation).map((line, k): [string, string] => [k === 0 ? "example" : "", line])];
  const title = operation.spelling && operation.spelling !== operation.name ? `${operation.spelling}: ${operation.name}` : operation.name;
  const lines = rows.map(([label, value]) => {
    const text = translated(label, lang);
    return `  ${colours.dim(text + " ".repeat(Math.max(0, 12 - columns(text))))}  ${translated(value, lang)}`;
  });
  return `${colours.bold(title)}\n${lines.join("\n")}\n`;
}
