import type { Diagnostic } from "./diagnostics.ts";
import { binders, characters, operators, subscripts, superscripts } from "./notation.ts";
import type { Span } from "./tree.ts";

export interface Token {
  readonly kind: "number" | "name" | "operator" | "end";
  /** In the language's own spelling. */
  readonly text: string;
  readonly span: Span;
  /** Does white space stand before it? */
  readonly spaced: boolean;
  /** Does something unreadable stand before it? A diagnostic says so already. */
  readonly suspect: boolean;
}

const blank = /(?:\s|#[^\n]*)+/y;
const number = /(?:\d+(?:\.(?![*/^'.]|T(?![\p{L}\p{N}\p{M}_]))\d*)?|\.\d+)(?:[eE][-+]?\d+(?![\p{L}\p{N}\p{M}_]))?/uy;
const operator = new RegExp(operators.map(([typed]) => typed.replace(/[.*+?^$()[\]\\/]/g, "\\$&")).join("|"), "y");
const read = new Map(operators);
const dotT = /\.T(?![\p{L}\p{N}\p{M}_])/uy;
const plainName = /[A-Za-z_][A-Za-z0-9_]*(?![^\0-\x7f])/y;
const nameStart = /[\p{L}_]/u;
const subscriptRun = new RegExp(`_?([${subscripts}]+)`, "g");
const nameRest = /[\p{L}\p{N}\p{M}_]/u;
const mostDiagnostics = 20;

/** The tokens of a text, always with an end; characters that are no part of the language are skipped with a diagnostic. */
export function lex(text: string): { tokens: Token[]; diagnostics: Diagnostic[] } {
  const tokens: Token[] = [];
  const diagnostics: Diagnostic[] = [];
  let i = 0;
  let spaced = false;
  let suspect = false;
  const push = (kind: Token["kind"], word: string, from: number) => {
    tokens.push({ kind, text: word, span: [from, i], spaced, suspect });
    spaced = suspect = false;
  };
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = i;
    const word = pattern.exec(text)?.[0] ?? "";
    i += word.length;
    return word;
  };
  while (i < text.length && diagnostics.length < mostDiagnostics) {
    const from = i;
    if (take(blank)) {
      spaced = true;
      continue;
    }
    let word = take(plainName);
    if (word) {
      push("name", word, from);
      continue;
    }
    if ((word = take(number))) {
      push("number", word, from);
      continue;
    }
    const c = String.fromCodePoint(text.codePointAt(i) as number);
    const respelt = characters.get(c);
    if (superscripts.has(c)) {
      const raised = runOf(text, i, (s) => superscripts.has(s));
      i += raised.length;
      const exponent = exponentOf(raised, text[i]);
      for (const t of exponent) push(/^\d/.test(t) ? "number" : /^[a-zT]/.test(t) ? "name" : "operator", t, from);
      if (exponent.includes("T")) i++; // the ᵀ of `⁻ᵀ`
      if (!exponent.length) {
        diagnostics.push({ code: "character", message: `"${raised}" is no exponent`, span: [from, i], hint: raised === "⁺" ? "write pinv(A) for the pseudo-inverse" : "write ^(…)" });
        suspect = true;
      }
    } else if (respelt !== undefined) {
      i += c.length;
      push("operator", respelt, from);
    } else if (nameStart.test(c)) {
      const name = runOf(text, i, isInName);
      i += name.length;
      push("name", canonicalName(name), from);
    } else if (binders.has(c)) {
      i += c.length;
      push("name", c, from);
    } else if (take(dotT)) push("operator", "'", from);
    else if ((word = take(operator))) push("operator", read.get(word) as string, from);
    else {
      i += c.length;
      if (!diagnostics.some((d) => text.startsWith(c, d.span[0]))) diagnostics.push(badCharacter(c, [from, i]));
      suspect = true;
    }
  }
  push("end", "", i);
  return { tokens, diagnostics };
}

const isInName = (c: string) => subscripts.includes(c) || (nameRest.test(c) && !superscripts.has(c) && !characters.has(c));

/** The longest piece of text from a place on whose characters all fit. */
function runOf(text: string, from: number, fits: (c: string) => boolean): string {
  let end = from;
  while (end < text.length) {
    const c = String.fromCodePoint(text.codePointAt(end) as number);
    if (!fits(c)) break;
    end += c.length;
  }
  return text.slice(from, end);
}

/** The tokens that raised characters stand for, `⁻¹` for `^`, `-`, `1`; none where they are no exponent. */
function exponentOf(raised: string, next: string | undefined): string[] {
  const inner = [...raised].map((s) => superscripts.get(s)).join("");
  if (inner === "-" && (next === "ᵀ" || next === "⊤")) return ["^", "-", "T"];
  const parts = inner.match(/\d+|[a-z]|[-+()]/g) ?? [];
  if (/^-?(\d+|[a-z])$/.test(inner) || /^-?\([^()]+\)$/.test(inner)) return ["^", ...parts];
  return /^[a-z\d]+([-+](\d+|[a-z]))+$/.test(inner) ? ["^", "(", ...parts, ")"] : [];
}

/** A name in the one form in which it is looked up: `x₁` is `x_1`, accents are composed. */
export function canonicalName(name: string): string {
  const spelled = name.replace(subscriptRun, (_all, run: string) => `_${[...run].map((c) => subscripts.indexOf(c)).join("")}`);
  return spelled.normalize("NFC");
}

const hints: Readonly<Record<string, string>> = {
  "|": "write det(A), abs(A) or norm2(x)",
  "‖": "write norm2(x) or normF(A)",
  "{": "use round brackets",
  "}": "use round brackets",
  "%": "a comment starts with #",
  ".": "write .* for the entry-wise product",
};

function badCharacter(c: string, span: Span): Diagnostic {
  const printable = /[\p{L}\p{N}\p{P}\p{S}]/u.test(c) ? `"${c}"` : `U+${(c.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0")}`;
  return { code: "character", message: `${printable} is no part of the language`, span, ...(hints[c] && { hint: hints[c] }) };
}
