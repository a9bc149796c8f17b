import type { Message } from "../messages/messages.ts";
import type { Span } from "./tree.ts";

/** A user's mistake: what is wrong, where, and what to do. */
export interface Diagnostic {
  readonly code: string;
  readonly message: Message;
  readonly span: Span;
  readonly hint?: Message;
  readonly related?: readonly { readonly span: Span; readonly message: Message; readonly in?: string }[];
  /** The text that the span counts in; the expression unless said otherwise: `declare`, `declare.A`, `define.a`, `conditions.0`, `wrt`. */
  readonly in?: string;
}

/** Every code, what it means, and a request that brings it. */
export const diagnosticCodes: readonly { readonly code: string; readonly meaning: string; readonly example: Readonly<Record<string, unknown>> }[] = [
  { code: "empty", meaning: "there is nothing to read", example: { expression: " ", wrt: "x" } },
  { code: "character", meaning: "a character that is no part of the language", example: { expression: "x ? y", wrt: "x" } },
  { code: "syntax", meaning: "something else was expected here", example: { expression: "x'*(A*x", wrt: "x" } },
  { code: "implicit-product", meaning: "there is no product without an operator", example: { expression: "2x", wrt: "x" } },
  { code: "depth", meaning: "brackets are nested too deeply", example: { expression: `${"(".repeat(2000)}x`, wrt: "x" } },
  { code: "unknown-name", meaning: "a name that is nowhere declared or used", example: { expression: "x'*x", wrt: "y", declare: "x: vector(n)" } },
  { code: "unknown-function", meaning: "a function that does not exist", example: { expression: "trace2(X)", wrt: "X" } },
  { code: "arguments", meaning: "a function has too few or too many arguments", example: { expression: "det(A, B)", wrt: "A" } },
  { code: "shape", meaning: "shapes that do not fit together", example: { expression: "A*x", wrt: "x", declare: "A: matrix(m, n); x: vector(m)" } },
  { code: "kind", meaning: "undeclared names fit in no way, or in several", example: { expression: "x'*x + c*y", wrt: "x" } },
  { code: "division", meaning: "a division by a vector or matrix", example: { expression: "X/Y", wrt: "X" } },
  { code: "exponent", meaning: "an exponent that a matrix cannot have", example: { expression: "X^(1/3)", wrt: "X", declare: "X: matrix(n)" } },
  {
    code: "declaration",
    meaning: "a declaration that cannot be read or contradicts another",
    example: { expression: "x'*x", wrt: "x", declare: "x: vectr(n)" },
  },
  { code: "property", meaning: "a property that does not exist or does not fit", example: { expression: "x'*x", wrt: "x", declare: "x: vector(n) symetric" } },
  { code: "condition", meaning: "a condition that cannot be read", example: { expression: "x'*x", wrt: "x", conditions: ["m => n"] } },
  { code: "definition", meaning: "a definition that cannot be read", example: { expression: "a'*a", wrt: "x", define: "a 2*x" } },
  {
    code: "request",
    meaning: "a request that is no question: a field is missing or has no such value",
    example: { expression: "x'*x", wrt: "x", layout: "sideways" },
  },
  { code: "unsupported", meaning: "understood, but not answered by this version", example: { expression: "x*x'", wrt: "x", order: 2 } },
  { code: "budget", meaning: "the request takes more work than one request may", example: { expression: "X^(10^9)", wrt: "X", declare: "X: matrix(n)" } },
  { code: "unverified", meaning: "an answer was found, but no point to check it at", example: { expression: "log(-norm2(x) - 1)", wrt: "x" } },
  { code: "internal", meaning: "a bug of ours: please report it", example: {} },
];

/** A text of the user's as a message quotes it. */
export function shortened(text: string, most = 40): string {
  const line = text.slice(0, 4 * most).replace(/\s+/g, " ");
  return line.length > most || text.length > 4 * most ? `${line.slice(0, most - 3)}…` : line;
}

/** The word nearest to a misspelt one, if any is near: a third of its letters may differ, none but their case of a word of one or two. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  if (word.length > 60) return undefined;
  let best: string | undefined;
  let least = (word.length < 3 ? 0 : Math.max(1, Math.floor(word.length / 3))) + 1;
  for (const w of words) {
    if (w === word || Math.abs(w.length - word.length) >= least) continue;
    const d = distance(word.toLowerCase(), w.toLowerCase());
    if (d < least) [best, least] = [w, d];
  }
  return best;
}

/** How many insertions, deletions, substitutions and swaps of neighbours lead from one word to the other. */
function distance(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j] as number, (before[j - 2] as number) + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length] as number;
}
