/** Functions that a formula applies and nobody declared: `\sigma(Wx)` beside `\sigma'(Wx)`. */
import type { FailureResponse, Span } from "gradus";
import { functionLetters, type Statement } from "gradus-latex";
import { respond } from "./respond.ts";

const call = /(?<![\p{L}\p{N}_])([\p{L}_][\p{L}\p{N}_]*)('*)\(/gu;

/**
 * The unknown functions of the likeliest reading: those that stand with a prime too, which are functions of entries for sure, and the first other one
 * that is called by a function's letter and is nothing else in the formula.
 */
export function unknownFunctions(
  statements: readonly Statement[],
  declared: ReadonlySet<string>,
): { readonly primed: readonly string[]; readonly other?: FailureResponse } {
  const sides = statements.flatMap((s) => s.readings[0]?.sides ?? []);
  const texts = sides.flatMap((s) => [s.text, ...s.parts.map((p) => ("of" in p && typeof p.of === "string" ? p.of : ""))]);
  const calls = texts.flatMap((t) => [...t.matchAll(call)]);
  const names = [...new Set(calls.map((m) => m[1] as string))].filter((n) => !declared.has(n) && isUnknown(n));
  const primed = names.filter((n) => calls.some((m) => m[1] === n && m[2]));
  const isPlain = (n: string) => texts.some((t) => new RegExp(`(?<![\\p{L}\\p{N}_])${n}(?![\\p{L}\\p{N}_'(])`, "u").test(t));
  const other = names.find((n) => !primed.includes(n) && functionLetters.has(n) && !isPlain(n));
  if (other === undefined) return { primed };
  const span: Span = statements[0]?.span ?? [0, 0];
  const error = {
    code: "unknown-function",
    message: `there is no function ${other}`,
    span,
    hint: `say what it is: --declare "${other}: elementwise"`,
  } as const;
  return { primed, other: { id: null, ok: false, error } };
}

function isUnknown(name: string): boolean {
  const response = respond({ task: "simplify", expression: `${name}(x)`, verify: false });
  return !response.ok && response.error.code === "unknown-function";
}
