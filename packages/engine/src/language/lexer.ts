import type { Diagnostic } from "./diagnostics.ts";
import { characters, operators, subscripts, superscripts } from "./notation.ts";
import type { Span } from "./tree.ts";

export interface Token {
  readonly kind: "number" | "name" | "operator" | "end";
  /** In the language's own spelling. */
  readonly text: string;
  readonly span: Span;
  /** Does white space stand before it? */
  readonly spaced: boolean;
}

const nameStart = /[\p{L}_]/u;
const nameRest = /[\p{L}\p{N}_]/u;
const digits = /\d+/y;
const fraction = /\.(?![*/^'.]|T(?![\p{L}\p{N}_]))\d*/uy;
const leadingFraction = /\.\d+/y;
const exponent = /[eE][-+]?\d+(?![\p{L}\p{N}_])/uy;
const mostDiagnostics = 20;

/** The tokens of a text, always with an end; characters that are no part of the language are skipped with a diagnostic. */
export function lex(text: string): { tokens: Token[]; diagnostics: Diagnostic[] } {
  const tokens: Token[] = [];
  const diagnostics: Diagnostic[] = [];
  let i = 0;
  let spaced = false;
  const push = (kind: Token["kind"], word: string, from: number) => {
    tokens.push({ kind, text: word, span: [from, i], spaced });
    spaced = false;
  };
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = i;
    const m = pattern.exec(text);
    if (!m) return "";
    i += m[0].length;
    return m[0];
  };
  while (i < text.length) {
    const from = i;
    const c = String.fromCodePoint(text.codePointAt(i) as number);
    if (/\s/.test(c)) {
      i++;
      spaced = true;
    } else if (c === "#") {
      while (i < text.length && text[i] !== "\n") i++;
    } else if (/\d/.test(c) || (c === "." && /\d/.test(text[i + 1] ?? ""))) {
      const word = c === "." ? take(leadingFraction) : take(digits) + take(fraction);
      push("number", word + take(exponent), from);
    } else if (superscripts[c]) {
      let raised = "";
      while (superscripts[text[i] as string]) raised += superscripts[text[i++] as string];
      push("operator", "^", from);
      if (raised.startsWith("-")) push("operator", "-", from);
      push("number", raised.replace(/-/g, "") || "1", from);
    } else if (characters[c] && !operators.includes(c)) {
      i += c.length;
      push("operator", characters[c], from);
    } else if (nameStart.test(c)) {
      let word = "";
      for (;;) {
        const d = i < text.length ? String.fromCodePoint(text.codePointAt(i) as number) : "";
        if (subscripts[d]) {
          if (!/_\d*$/.test(word)) word += "_";
          word += subscripts[d];
        } else if (d && nameRest.test(d) && !superscripts[d] && !characters[d]) word += d;
        else break;
        i += d.length;
      }
      push("name", word.normalize("NFC"), from);
    } else if (c === "." && text[i + 1] === "T" && !nameRest.test(text[i + 2] ?? "")) {
      i += 2;
      push("operator", "'", from);
    } else {
      const op = operators.find((o) => text.startsWith(o, i));
      if (op) {
        i += op.length;
        push("operator", op === "**" ? "^" : op === ".'" ? "'" : op, from);
      } else {
        i += c.length;
        if (diagnostics.length < mostDiagnostics) diagnostics.push(badCharacter(c, [from, i]));
      }
    }
  }
  push("end", "", i);
  return { tokens, diagnostics };
}

const hints: Readonly<Record<string, string>> = {
  "|": "write det(A), abs(a) or norm2(x)",
  "‖": "write norm2(x) or normF(A)",
  "{": "use round brackets",
  "}": "use round brackets",
  "\\": "LaTeX is not read here",
  "?": "",
  "&": "",
  "%": "a comment starts with #",
};

function badCharacter(c: string, span: Span): Diagnostic {
  const printable = /[\p{L}\p{N}\p{P}\p{S}]/u.test(c) ? `"${c}"` : `U+${(c.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0")}`;
  return { code: "character", message: `${printable} is no part of the language`, span, ...(hints[c] && { hint: hints[c] }) };
}
