import type { diagnosticCodes, Operation, Request, Response } from "gradus";
import { binding } from "../packages/engine/src/language/notation.ts";

function code(text: string): string {
  return text === "" ? "" : `\`${text.replace(/\|/g, "\\|")}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

const generated = "<!-- Written by `npm run docs`; change the records, not this page. -->";

/** How the language writes an operation: its function name, or its operators. */
function written(operation: Operation): string {
  const operators = Object.entries(binding).filter(([, { operation: name }]) => name === operation.name);
  return [operation.spelling ?? "", ...operators.map(([operator]) => operator)].filter(Boolean).map(code).join(" ");
}

/** The page of all operations: spelling, signature, differential or derivative, domain, source. */
export function operationsPage(operations: readonly Operation[]): string {
  const rows = operations.map((o) => [
    written(o),
    o.name,
    code(o.signature ?? ""),
    o.multilinear ? "the signature is the meaning" : code(o.differential ?? o.derivative ?? o.scalarDerivative ?? ""),
    [o.domain, o.needs?.join(", "), o.condition, o.kinks && `not differentiable where ${o.kinks}`].filter(Boolean).join("; "),
    o.source ?? "",
  ]);
  return `${generated}

# Operations

A signature gives the shapes in index notation: a column is one letter, a matrix two, a scalar none; letters that occur twice are equal.
A differential is a formula in the language, linear in \`dX\` (the arguments are \`X\`, \`Y\`); for an entry-wise function it is the derivative, in \`x\`, and for a function of a square matrix the derivative of its trace's function, in \`X\`.

${table(["write", "operation", "signature", "differential", "where", "source"], rows)}
`;
}

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 60)}… (${text.length} characters)` : text;
}

/** The page of all diagnostic codes: what each means, a request that brings it, and what it is answered. */
export function diagnosticsPage(codes: typeof diagnosticCodes, answer: (request: Request) => Response): string {
  const entries = codes.map(({ code: name, meaning, example }) => {
    const head = `## ${name}\n\n${meaning[0]?.toUpperCase()}${meaning.slice(1)}.\n`;
    if (Object.keys(example).length === 0) return head;
    const response = answer(example as unknown as Request);
    const { message, hint } = response.ok ? { message: "(answered)", hint: undefined } : response.error;
    return `${head}\n\`\`\`\n${short(JSON.stringify(example))}\n${short(message)}${hint ? `\nhint: ${hint}` : ""}\n\`\`\`\n`;
  });
  return `${generated}\n\n# Diagnostics\n\nEvery code that a response with \`ok: false\` may have, with a request that brings it and its message.\n\n${entries.join("\n")}`;
}
