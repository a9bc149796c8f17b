import type { Message } from "../messages/messages.ts";
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
  /** Does something unreadable stand before it? A diagnostic says so already. */
  readonly suspect: boolean;
}

const notLetters = `ᵀ${[...superscripts.keys()].filter((c) => /\p{L}/u.test(c)).join("")}`;
const plainName = /[A-Za-z_][A-Za-z0-9_]*/y;
const anyName = new RegExp(`(?:(?![${notLetters}])[\\p{L}\\p{M}\\p{Nd}_${subscripts}])+`, "uy");
const subscriptRun = new RegExp(`_?([${subscripts}]+)`, "g");
const nameRest = /[\p{L}\p{Nd}_]/u;
const number = /(?:\d+(?:\.(?![*/^'.′’⊙⊘]|T(?![\p{L}\p{Nd}_]))\d*)?|\.\d+)(?:[eE][-+]?\d+(?![\p{L}\p{Nd}_]))?/uy;
const latexCommand = /^\\(?:[A-Za-z]+\{|(?:top|cdot|odot|otimes|times|left|right|quad)(?![A-Za-z0-9_]))/;
const mostDiagnostics = 20;

const byFirst = new Map<string, (readonly [string, string])[]>();
for (const o of operators) byFirst.set(o[0][0] as string, [...(byFirst.get(o[0][0] as string) ?? []), o]);

/** The tokens of a text, always with an end; what is no part of the language is skipped with a diagnostic. */
export function lex(text: string): { tokens: Token[]; diagnostics: Diagnostic[] } {
  return new Lexer(text).whole();
}

/** A name as it is meant (`x₁` is `x_1`), where the text is one; undefined otherwise. */
export function nameIn(text: string): string | undefined {
  const { tokens, diagnostics } = lex(text);
  return tokens.length === 2 && tokens[0]?.kind === "name" && !diagnostics.length ? tokens[0].text : undefined;
}

class Lexer {
  private readonly tokens: Token[] = [];
  private readonly diagnostics: Diagnostic[] = [];
  /** Bars that wait for their second: `|A|`. */
  private readonly bars: { readonly sign: string; readonly at: number }[] = [];
  private at = 0;
  private latex = false;
  private spaced = false;
  private suspect = false;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  whole(): { tokens: Token[]; diagnostics: Diagnostic[] } {
    while (this.at < this.text.length) {
      const c = this.text[this.at] as string;
      if (c === " " || c === "\n" || c === "\t" || c === "\r") this.space(1);
      else if (c === "#") this.comment();
      else if ((c >= "0" && c <= "9") || (c === "." && /\d/.test(this.text[this.at + 1] ?? ""))) this.number();
      else if (!this.name(c) && !this.operator(c)) this.other();
    }
    for (const b of this.bars) this.complain([b.at, b.at + b.sign.length], `"${b.sign}" is no part of the language`, barHint(b.sign, "…"));
    this.push("end", "", this.at);
    return { tokens: this.tokens, diagnostics: this.diagnostics };
  }

  private push(kind: Token["kind"], word: string, from: number): void {
    this.tokens.push({ kind, text: word, span: [from, this.at], spaced: this.spaced, suspect: this.suspect });
    this.spaced = this.suspect = false;
  }
  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const word = pattern.exec(this.text)?.[0] ?? "";
    this.at += word.length;
    return word;
  }
  private space(length: number): void {
    this.at += length;
    this.spaced = true;
  }
  private comment(): void {
    const end = this.text.indexOf("\n", this.at);
    this.at = end < 0 ? this.text.length : end;
  }
  private number(): void {
    const from = this.at;
    this.push("number", this.take(number), from);
  }

  private name(c: string): boolean {
    const from = this.at;
    const plain = c < "\x80" ? this.take(plainName) : "";
    if (plain && !(this.text.charCodeAt(this.at) >= 128)) {
      this.push("name", plain, from);
      return true;
    }
    this.at = from;
    if (!plain && (c < "\x80" || !/^\p{L}/u.test(this.text.slice(from, from + 2)))) return false;
    const word = this.take(anyName);
    if (word)
      this.push("name", word.replace(subscriptRun, (_all, run: string) => `_${[...run].map((d) => subscripts.indexOf(d)).join("")}`).normalize("NFC"), from);
    return word !== "";
  }

  private operator(c: string): boolean {
    if (c === "\\" && latexCommand.test(this.text.slice(this.at, this.at + 20))) return this.command();
    const afterT = this.text[this.at + 2] ?? "";
    if (c === "." && this.text[this.at + 1] === "T" && (!nameRest.test(afterT) || notLetters.includes(afterT))) return this.sign("'", 2);
    const found = byFirst.get(c)?.find(([typed]) => this.text.startsWith(typed, this.at));
    return found ? this.sign(found[1], found[0].length) : false;
  }
  private sign(read: string, length: number): boolean {
    const from = this.at;
    this.at += length;
    this.push("operator", read, from);
    return true;
  }

  /** A command of LaTeX: its brackets are no mistake of their own. */
  private command(): boolean {
    const from = this.at++;
    this.take(plainName);
    this.latex = this.suspect = true;
    this.complain([from, this.at], `"${this.text.slice(from, this.at)}" is no part of the language`, "LaTeX is not read here");
    return true;
  }

  /** Whatever is not of the ASCII notation. */
  private other(): void {
    const from = this.at;
    const c = String.fromCodePoint(this.text.codePointAt(from) as number);
    const read = characters.get(c);
    if (read) this.sign(read, c.length);
    else if (superscripts.has(c) && c !== "⁺") this.raised();
    else if (c === "∑" || c === "∫") {
      this.at++;
      this.push("name", c, from);
    } else if (/\s/.test(c)) this.space(c.length);
    else if ((c === "{" || c === "}") && this.latex) {
      this.at++;
      this.suspect = true;
    } else if (c === "|" || c === "‖") this.bar(c === "|" && this.text[from + 1] === "|" ? "||" : c);
    else this.bad(c);
  }

  /** A run of superscripts: the exponent, in brackets where it is more than a number or a name. */
  private raised(): void {
    const from = this.at;
    let run = "";
    for (let c = superscripts.get(this.text[from] ?? ""); c; c = superscripts.get(this.text[this.at] ?? "")) {
      run += c;
      this.at++;
    }
    const beforeT = run === "-" && /[ᵀ⊤]/.test(this.text[this.at] ?? "");
    const parts = beforeT ? ["-", "1"] : (run.match(/\d+|./g) as string[]);
    const simple = /^-?(\d+|[a-z])$/.test(run) || beforeT;
    const all = ["^", ...(simple ? parts : ["(", ...parts, ")"])];
    for (const part of all) this.push(/^\d/.test(part) ? "number" : /^[a-z]/.test(part) ? "name" : "operator", part, from);
  }

  /** `|A|` can be several things: it is read as brackets, with a diagnostic that offers them. */
  private bar(sign: string): void {
    const from = this.at;
    const last = this.tokens[this.tokens.length - 1];
    const afterValue = last && (last.kind !== "operator" || [")", "]", "'"].includes(last.text));
    const open = this.bars[this.bars.length - 1];
    this.at += sign.length;
    if (open && afterValue && open.sign === sign) {
      this.bars.pop();
      this.push("operator", ")", from);
      const inner = this.text.slice(open.at + sign.length, from).trim();
      this.complain([open.at, this.at], `"${sign}" is no part of the language`, barHint(sign, inner.length > 40 ? "…" : inner));
    } else {
      this.bars.push({ sign, at: from });
      this.suspect = true;
      this.push("operator", "(", from);
    }
  }

  private bad(c: string): void {
    const from = this.at;
    while (this.text.startsWith(c, this.at)) this.at += c.length;
    this.suspect = true;
    const shown = /[\p{L}\p{N}\p{P}\p{S}]/u.test(c) ? `"${c}"` : `U+${(c.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0")}`;
    this.complain([from, this.at], `${shown} is no part of the language`, hints.get(c));
  }
  private complain(span: Span, message: Message, hint?: Message): void {
    const told = this.diagnostics.some((d) => d.message === message && d.hint === hint);
    if (!told && this.diagnostics.length < mostDiagnostics) this.diagnostics.push({ code: "character", message, span, ...(hint && { hint }) });
  }
}

function barHint(sign: string, inner: string): Message {
  return sign === "|" ? `write det(${inner}), abs(${inner}) or norm2(${inner})` : `write norm2(${inner}) or normF(${inner})`;
}

const hints: ReadonlyMap<string, Message> = new Map<string, Message>([
  ...["{", "}"].map((c) => [c, "use round brackets"] as const),
  ...['"', "`"].map((c) => [c, "there are no strings; a transpose is A'"] as const),
  ["$", "LaTeX is not read here"],
  ["%", "a comment starts with #"],
  ["!", "a factorial is factorial(k)"],
  ["⁺", "the pseudo-inverse is pinv(A)"],
  ["√", "write sqrt(x)"],
  ["∂", "the name to differentiate by is given as wrt"],
  ["∇", "the name to differentiate by is given as wrt"],
  [".", "a decimal is 0.5, the entry-wise product .*"],
]);
