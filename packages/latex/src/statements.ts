/** Formulas taken apart into statements, and statements into sides: what stands at no depth decides, what is inside is not looked at. */
import { closes, isRelation, opens } from "./brackets.ts";
import { arrangements, implications, infixes, relations } from "./commands.ts";
import type { Token } from "./syntax.ts";
import type { Relation, Span, Statement } from "./types.ts";

export interface RawStatement {
  after?: Statement["after"];
  words?: string;
  condition?: readonly RawStatement[];
  continues?: boolean;
  label?: string;
  tag?: string;
  readonly relations: Relation[];
  readonly sides: Token[][];
}

const isChar = (t: Token | undefined, text: string): boolean => t?.kind === "char" && t.text === text;
const isOperator = (t: Token | undefined): boolean =>
  (t?.kind === "char" && /^[+\-*/]$/.test(t.text)) || (t?.kind === "command" && (infixes.has(t.text) || t.text === "pm" || t.text === "mp"));
const isImplication = (t: Token): boolean => t.kind === "command" && implications.has(t.text);

/** The tokens inside the group that opens at `at`, and where it ends. */
function groupAt(tokens: readonly Token[], at: number): { readonly inner: readonly Token[]; readonly end: number } {
  let depth = 0;
  for (let k = at; k < tokens.length; k++) {
    if (tokens[k]?.kind === "open") depth++;
    else if (tokens[k]?.kind === "close" && --depth === 0) return { inner: tokens.slice(at + 1, k), end: k };
  }
  return { inner: tokens.slice(at + 1), end: tokens.length - 1 };
}

const textOf = (tokens: readonly Token[]): string =>
  tokens
    .map((t) => (t.spaced ? " " : "") + (t.kind === "command" ? `\\${t.text}` : t.text))
    .join("")
    .trim();

/** A sign with something over or under it: the sign, if it stands between statements or sides. */
function stacked(tokens: readonly Token[], at: number): { readonly sign: Token; readonly over: readonly Token[]; readonly end: number } | undefined {
  const t = tokens[at];
  if (t?.kind !== "command") return undefined;
  if (t.text.startsWith("x") && relations.has(t.text) && tokens[at + 1]?.kind === "open") {
    const over = groupAt(tokens, at + 1);
    return { sign: t, over: over.inner, end: over.end };
  }
  if (t.text === "xRightarrow") {
    const over = groupAt(tokens, at + 1);
    return { sign: { ...t, text: "Rightarrow" }, over: over.inner, end: over.end };
  }
  if (!/^(overset|underset|stackrel)$/.test(t.text) || tokens[at + 1]?.kind !== "open") return undefined;
  const over = groupAt(tokens, at + 1);
  if (tokens[over.end + 1]?.kind !== "open") return undefined;
  const base = groupAt(tokens, over.end + 1);
  const inside = stacked(base.inner, 0);
  const [sign] = inside ? [inside.sign] : base.inner.filter((u) => !isChar(u, "\\quad"));
  if (!sign || (!inside && base.inner.filter((u) => !isChar(u, "\\quad")).length !== 1)) return undefined;
  return isRelation(sign) || isImplication(sign) ? { sign, over: [...over.inner, ...(inside?.over ?? [])], end: base.end } : undefined;
}

/** Is the environment that begins here only an arrangement of rows? */
function arranges(tokens: readonly Token[], at: number): boolean {
  const name = tokens[at]?.text as string;
  if (name !== "array") return arrangements.has(name) || !/matrix|cases$/.test(name);
  let depth = 0;
  let cells = 1;
  for (let k = at + 1; k < tokens.length; k++) {
    const t = tokens[k] as Token;
    // one cell is no matrix
    if (t.kind === "end" && depth === 0) return cells === 1;
    if (depth === 0 && (isChar(t, "&") || isChar(t, "\\\\"))) cells++;
    if (t.kind === "open" || t.kind === "begin" || opens(t)) depth++;
    else if (t.kind === "close" || t.kind === "end" || closes(t)) depth--;
    else if (depth === 0 && isRelation(t)) return true;
  }
  return false;
}

/** Does a relation stand at no depth before the next line break, word or wide space? */
function relationAhead(tokens: readonly Token[], at: number): boolean {
  let depth = 0;
  for (let k = at; k < tokens.length; k++) {
    const t = tokens[k] as Token;
    if (t.kind === "open" || opens(t)) depth++;
    else if (t.kind === "close" || closes(t)) depth--;
    else if (t.kind === "begin" && !arranges(tokens, k)) depth++;
    else if (t.kind === "end" && depth > 0) depth--;
    else if (depth === 0 && (t.kind === "words" || isChar(t, "\\\\") || isChar(t, ",") || isImplication(t) || (k > at && isArrow(t)))) return false;
    else if (depth === 0 && ((isRelation(t) && !isArrow(t)) || (t.kind === "command" && stacked(tokens, k)))) return true;
  }
  return false;
}

const isArrow = (t: Token): boolean => t.kind === "command" && /arrow$|^to$/.test(t.text);

/** Takes the tokens, brackets paired, apart. */
export function statementsOf(tokens: readonly Token[]): RawStatement[] {
  return new Splitter(tokens).all();
}

class Splitter {
  private readonly out: RawStatement[] = [];
  private current: RawStatement | undefined;
  private after: Statement["after"];
  private words = "";
  private condition: readonly RawStatement[] | undefined;
  private atRow = false;
  private readonly tokens: readonly Token[];
  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  all(): RawStatement[] {
    const { tokens } = this;

    for (let k = 0; k < tokens.length; k++) {
      const t = tokens[k] as Token;
      if (t.kind === "begin") {
        if (!arranges(tokens, k))
          k = this.whole(
            k,
            (u) => u.kind === "begin",
            (u) => u.kind === "end",
          );
      } else if (t.kind === "end") this.row();
      else if (t.kind === "open")
        k = this.whole(
          k,
          (u) => u.kind === "open",
          (u) => u.kind === "close",
        );
      else if (opens(t)) k = this.remark(k) ?? this.whole(k, opens, closes);
      else k = this.token(t, k);
    }
    this.finish();
    return this.out;
  }

  /** Takes all up to the partner of what opens here, as it stands; gives where that is. */
  private whole(from: number, open: (t: Token) => boolean, close: (t: Token) => boolean): number {
    let depth = 0;
    for (let k = from; k < this.tokens.length; k++) {
      const t = this.tokens[k] as Token;
      this.add(t);
      if (open(t)) depth++;
      else if (close(t) && --depth === 0) return k;
    }
    return this.tokens.length;
  }

  /** A bracket set apart that holds a relation is a condition, `(i \ne j)`; gives where it ends. */
  private remark(from: number): number | undefined {
    const { tokens } = this;
    const last = this.current?.sides.at(-1)?.at(-1);
    if (tokens[from]?.text !== "(" || (last && !tokens[from]?.spaced) || isOperator(last) || (this.current && !last)) return undefined;
    let depth = 0;
    let related = false;
    let spoken = false;
    for (let k = from; k < tokens.length; k++) {
      const t = tokens[k] as Token;
      if (t.kind === "open" || t.kind === "begin" || opens(t)) depth++;
      else if (t.kind === "close" || t.kind === "end" || closes(t)) {
        if (--depth > 0) continue;
        if (!related && !spoken) return undefined;
        if (!related) return k;
        const inner = statementsOf(tokens.slice(from + 1, k));
        if (this.current) this.current.condition = [...(this.current.condition ?? []), ...inner];
        else this.condition = [...(this.condition ?? []), ...inner];
        return k;
      } else if (depth === 1 && isRelation(t)) related = true;
      else if (depth === 1 && t.kind === "words") spoken = true;
    }
    return undefined;
  }

  /** One token at no depth; gives where it ends. */
  private token(t: Token, k: number): number {
    const { tokens } = this;
    const stack = stacked(tokens, k);
    if (stack) {
      const span: Span = [t.span[0], tokens[stack.end]?.span[1] ?? t.span[1]];
      if (isImplication(stack.sign)) this.implies(statementsOf(stack.over));
      else this.relation({ sign: relations.get(stack.sign.text) as string, span, over: textOf(stack.over) });
      return stack.end;
    }
    const dot = t.kind === "char" && t.text === ".";
    if (t.kind === "words") this.said(t.text);
    else if (isChar(t, "\\\\")) this.row();
    else if (isChar(t, "&")) return k;
    else if (isChar(t, "\\quad")) this.wide(k);
    else if (isChar(t, ",") || isChar(t, ";")) this.end("comma");
    else if ((dot && tokens[k + 1]?.kind !== "digit") || isChar(t, "?")) this.end("text");
    else if (t.kind === "command" && t.text === "label") {
      if (this.current) this.current.label = "";
    } else if (t.kind === "command" && t.text === "tag") {
      const tag = groupAt(tokens, k + 1);
      if (this.current) this.current.tag = textOf(tag.inner);
      return tag.end;
    } else if (isImplication(t)) this.implies();
    else if (isArrow(t) && (this.isBegun() || this.atRow || this.out.length === 0) && relationAhead(tokens, k + 1) && !this.maps()) this.implies();
    else if (isChar(t, ":") && isChar(tokens[k + 1], "=")) {
      this.relation({ sign: ":=", span: [t.span[0], (tokens[k + 1] as Token).span[1]] });
      return k + 1;
    } else if (isChar(t, ":")) this.relation({ sign: ":", span: t.span });
    else if (isRelation(t)) this.relation({ sign: relations.get(t.text) as string, span: t.span });
    else this.add(t);
    return k;
  }

  private isBegun(): boolean {
    return this.current !== undefined && (this.current.relations.length > 0 || this.current.sides.some((s) => s.length > 0));
  }
  private maps(): boolean {
    return this.current?.relations.at(-1)?.sign === ":";
  }

  private statement(): RawStatement {
    if (!this.current) {
      this.current = { relations: [], sides: [[]] };
      if (this.after) this.current.after = this.after;
      if (this.words) this.current.words = this.words;
      if (this.condition) this.current.condition = this.condition;
      this.after = undefined;
      this.words = "";
      this.condition = undefined;
    }
    return this.current;
  }

  private add(t: Token): void {
    if (this.atRow) this.beginRow(t);
    this.statement().sides.at(-1)?.push(t);
  }

  private relation(r: Relation): void {
    this.atRow = false;
    const s = this.statement();
    const [first] = s.sides;
    // two signs one after the other are one: `= <`, or a row that repeats the sign it was broken at
    if (s.sides.at(-1)?.length === 0 && s.relations.length > 0) return;
    if (s.sides.length === 1 && first?.length === 0) {
      s.continues = true;
      s.relations.push(r);
    } else {
      s.relations.push(r);
      s.sides.push([]);
    }
  }

  private row(): void {
    if (this.isBegun()) this.atRow = true;
    else if (!this.after) this.after = "row";
  }

  /** A row that does not begin with a relation: the last one goes on, or another statement begins. */
  private beginRow(t: Token): void {
    this.atRow = false;
    const last = this.current?.sides.at(-1);
    const before = last?.at(-1);
    const goesOn =
      !last ||
      last.length === 0 ||
      isOperator(before) ||
      (isOperator(t) && !isChar(t, "-")) ||
      (isChar(t, "-") && !relationAhead(this.tokens, this.tokens.indexOf(t)));
    if (!goesOn) this.end("row");
  }

  private wide(k: number): void {
    const last = this.current?.sides.at(-1);
    const next = this.tokens[k + 1];
    if (!this.isBegun() || this.atRow || !last?.length || isOperator(last.at(-1)) || !next || isRelation(next) || isOperator(next)) return;
    this.end("text");
  }

  private end(after: NonNullable<Statement["after"]>): void {
    this.atRow = false;
    this.finish();
    if (this.after !== "implies") this.after = after;
  }

  private said(words: string): void {
    const stop = /^[，；、,;]+$/.test(words);
    this.end(stop ? "comma" : "text");
    if (!stop) this.words = this.words ? `${this.words} ${words}` : words;
  }

  private implies(condition?: readonly RawStatement[]): void {
    this.atRow = false;
    this.finish();
    this.after = "implies";
    if (condition?.length) this.condition = condition;
  }

  private finish(): void {
    const s = this.current;
    this.current = undefined;
    if (!s) return;
    if (s.sides.length > 1 && s.sides.at(-1)?.length === 0) {
      s.sides.pop();
      s.relations.pop();
    }
    if (s.sides.some((side) => side.length > 0)) this.out.push(s);
  }
}
