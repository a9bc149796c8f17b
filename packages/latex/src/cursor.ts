import { closes, opens } from "./brackets.ts";
import type { Choices } from "./choices.ts";
import type { Font } from "./commands.ts";
import type { Known } from "./known.ts";
import type { Token } from "./syntax.ts";
import type { LatexDiagnostic, Span } from "./types.ts";

/** What all readers of one reading share. */
export interface Context {
  readonly source: string;
  readonly choices: Choices;
  readonly known: Known;
  readonly complain: (d: LatexDiagnostic) => void;
  depth: number;
  /** How many bars are open, of each kind. */
  readonly bars: string[];
  /** The font that letters have where they stand. */
  font?: Font;
}

const pairsOf = new WeakMap<readonly Token[], Int32Array>();

/** For each token that opens something, where it is closed. */
function partners(tokens: readonly Token[]): Int32Array {
  let found = pairsOf.get(tokens);
  if (found) return found;
  found = new Int32Array(tokens.length).fill(-1);
  const stack: number[] = [];
  tokens.forEach((t, k) => {
    if (t.kind === "open" || t.kind === "begin" || opens(t)) stack.push(k);
    else if (t.kind === "close" || t.kind === "end" || closes(t)) {
      const o = stack.pop();
      if (o !== undefined) (found as Int32Array)[o] = k;
    }
  });
  pairsOf.set(tokens, found);
  return found;
}

/** A place in a stretch of tokens. */
export class Cursor {
  readonly tokens: readonly Token[];
  readonly context: Context;
  at: number;
  readonly end: number;
  constructor(tokens: readonly Token[], context: Context, at = 0, end = tokens.length) {
    this.tokens = tokens;
    this.context = context;
    this.at = at;
    this.end = end;
  }

  peek(ahead = 0): Token | undefined {
    const k = this.at + ahead;
    return k < this.end ? this.tokens[k] : undefined;
  }
  get done(): boolean {
    return this.at >= this.end;
  }
  isChar(text: string, ahead = 0): boolean {
    const t = this.peek(ahead);
    return t?.kind === "char" && t.text === text;
  }
  isCommand(text: string, ahead = 0): boolean {
    const t = this.peek(ahead);
    return t?.kind === "command" && t.text === text;
  }
  /** Where what opens at `at` is closed; the end of the stretch where it is not. */
  partner(at = this.at): number {
    const p = partners(this.tokens)[at] as number;
    return p < 0 || p > this.end ? this.end : p;
  }
  /** The inside of the group, bracket or environment that opens here; goes behind it. */
  inside(): Cursor {
    const to = this.partner();
    const inner = new Cursor(this.tokens, this.context, this.at + 1, to);
    this.at = Math.min(to + 1, this.end);
    return inner;
  }
  /** The group that comes next, an argument; empty where there is none. */
  argument(): Cursor {
    return this.peek()?.kind === "open" ? this.inside() : new Cursor(this.tokens, this.context, this.at, this.at);
  }
  from(at: number, end = this.end): Cursor {
    return new Cursor(this.tokens, this.context, at, end);
  }
  /** The pieces between signs of the given texts at no depth. */
  split(...signs: string[]): Cursor[] {
    const out: Cursor[] = [];
    let from = this.at;
    for (let k = this.at; k < this.end; k++) {
      const t = this.tokens[k] as Token;
      if (t.kind === "open" || t.kind === "begin" || opens(t)) k = this.partner(k);
      else if (t.kind === "char" && signs.includes(t.text)) {
        out.push(this.from(from, k));
        from = k + 1;
      }
    }
    out.push(this.from(from, this.end));
    return out;
  }
  /** The text, commands by their names. */
  text(): string {
    return this.tokens
      .slice(this.at, this.end)
      .map((t) => t.text)
      .join("");
  }
  /** The place of the next token, or the end. */
  place(): Span {
    const t = this.peek();
    if (t) return t.span;
    const e = this.tokens[this.end - 1]?.span[1] ?? 0;
    return [e, e];
  }
  /** From the given token to before the next one. */
  since(from: number): Span {
    const first = this.tokens[from]?.span[0] ?? 0;
    return [first, Math.max(first, this.tokens[this.at - 1]?.span[1] ?? first)];
  }
  complain(message: string, span: Span = this.place(), severity: LatexDiagnostic["severity"] = "error", code: LatexDiagnostic["code"] = "syntax"): void {
    this.context.complain({ severity, code, message, span });
  }
}
