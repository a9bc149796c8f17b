import { type Dimension, one } from "../expression/dimension.ts";
import type { Message } from "../messages/messages.ts";
import { instanceProperties } from "../numeric/instances.ts";
import { mostParameters } from "../operations/functions.ts";
import { type Conditions, readCondition } from "./conditions.ts";
import { type Diagnostic, nearest, shortened } from "./diagnostics.ts";
import { dimensionHint, sizeOfTree } from "./dimensions.ts";
import { familyOf } from "./families.ts";
import { lex, type Token } from "./lexer.ts";
import { parse } from "./parser.ts";
import { otherWords, properties } from "./properties.ts";
import type { Span } from "./tree.ts";

/** What a declaration says of a name. */
export interface Declaration {
  readonly name: string;
  readonly rows: Dimension;
  readonly cols: Dimension;
  readonly properties: readonly string[];
  /** The part of the request it stands in, and where there. */
  readonly in: string;
  readonly span: Span;
  /** A construct that is understood but not supported here, in words. */
  readonly unsupported?: string;
  /** It is an unknown function: the names of its parameters, none of one that is applied entry by entry. */
  readonly parameters?: readonly string[];
  /** The type of a family as it is declared, `vector(d)[N]`. */
  readonly family?: string;
  /** The shape of a member, where its entries are kept as a column. */
  readonly member?: { readonly rows: Dimension; readonly cols: Dimension };
}

/** One part of a text that was split at `;` and new lines, without comments. */
export interface TextPart {
  readonly text: string;
  readonly at: number;
}

/** Splits at `;` and new lines; `#` starts a comment. */
export function splitParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const m of text.matchAll(/#[^\n]*|[;；\n]|$/g)) {
    const raw = text.slice(from, m.index);
    const part = raw.trim();
    if (part) parts.push({ text: part, at: from + raw.indexOf(part) });
    from = m.index + m[0].length;
  }
  return parts;
}

const kinds: ReadonlyMap<string, { readonly counts: readonly number[]; readonly example: Message }> = new Map<string, { counts: number[]; example: Message }>([
  ["scalar", { counts: [0], example: "c: scalar" }],
  ["vector", { counts: [1], example: "x: vector(n)" }],
  ["row", { counts: [1], example: "r: row(n)" }],
  ["matrix", { counts: [1, 2], example: "A: matrix(m, n)" }],
  ["elementwise", { counts: [0], example: "sigma: elementwise" }],
]);

/** Reads declarations from a text, which may hold conditions too, or from a record of name to type. */
export function readDeclarations(declare: unknown, conditions: Conditions, diagnostics: Diagnostic[]): Map<string, Declaration> {
  const found = new Map<string, Declaration>();
  const complain = (message: Message, span: Span, source: string, hint?: Message) =>
    void diagnostics.push({ code: "declaration", message, span, in: source, ...(hint && { hint }) });
  const add = (head: TextPart, type: TextPart, source: string) => {
    const name = headOf(head.text);
    if (!name)
      return complain(
        `"${shortened(head.text)}" is no name`,
        [head.at, head.at + head.text.length],
        source,
        /,/.test(head.text) ? "declare one name at a time" : undefined,
      );
    const d = new TypeReader(name.name, name.parameters, type, source, diagnostics).read();
    const old = found.get(name.name);
    if (old)
      diagnostics.push({
        code: "declaration",
        message: `${shortened(name.name)} is declared twice`,
        span: [head.at, type.at + type.text.length],
        in: source,
        related: [{ span: old.span, message: "declared here before", in: old.in }],
      });
    else if (d) found.set(name.name, d);
  };
  if (typeof declare === "string") {
    for (const p of splitParts(declare)) {
      const k = p.text.search(/[:：]/);
      if (k >= 0) add({ text: p.text.slice(0, k).trimEnd(), at: p.at }, { text: p.text.slice(k + 1), at: p.at + k + 1 }, "declare");
      else if (!readCondition(p.text, conditions, { in: "declare", at: p.at }))
        complain("a declaration is a name, a colon and a type", [p.at, p.at + p.text.length], "declare", "A: matrix(m, n)");
    }
  } else if (typeof declare === "object" && declare !== null && !Array.isArray(declare)) {
    for (const [key, type] of Object.entries(declare)) {
      const source = `declare.${key}`;
      if (typeof type === "string") add({ text: key, at: 0 }, { text: type, at: 0 }, source);
      else complain(`the type of ${shortened(key)} is a text`, [0, 0], source, "matrix(m, n)");
    }
  } else if (declare !== undefined && declare !== null) complain("declarations are a text, or a record of name to type", [0, 0], "declare", "A: matrix(m, n)");
  return found;
}

/** `A`, or `u(x, y)` for an unknown function. */
function headOf(text: string): { readonly name: string; readonly parameters?: readonly string[] } | undefined {
  const { tokens, diagnostics } = lex(text);
  const [name, open] = tokens;
  if (diagnostics.length || name?.kind !== "name") return undefined;
  if (open?.kind === "end") return { name: name.text };
  const inner = tokens.slice(2, -2);
  const list =
    open?.text === "(" &&
    tokens[tokens.length - 2]?.text === ")" &&
    inner.length % 2 === 1 &&
    inner.every((t, k) => (k % 2 ? t.text === "," : t.kind === "name"));
  return list ? { name: name.text, parameters: inner.filter((_t, k) => k % 2 === 0).map((t) => t.text) } : undefined;
}

/** Reads one type: a kind, its dimensions in brackets, `[N]` of a family, properties. */
class TypeReader {
  private readonly tokens: readonly Token[];
  private readonly lexical: readonly Diagnostic[];
  private readonly name: string;
  private readonly parameters: readonly string[] | undefined;
  private readonly type: TextPart;
  private readonly source: string;
  private readonly diagnostics: Diagnostic[];
  private at = 1;

  constructor(name: string, parameters: readonly string[] | undefined, type: TextPart, source: string, diagnostics: Diagnostic[]) {
    [this.name, this.parameters, this.type, this.source, this.diagnostics] = [name, parameters, type, source, diagnostics];
    ({ tokens: this.tokens, diagnostics: this.lexical } = lex(type.text));
  }

  private complain(message: Message, span: Span, hint?: Message, code = "declaration"): undefined {
    this.diagnostics.push({ code, message, span: [span[0] + this.type.at, span[1] + this.type.at], in: this.source, ...(hint && { hint }) });
  }
  private get whole(): Span {
    const first = this.tokens[0] as Token;
    return first.kind === "end" ? [0, this.type.text.length] : [first.span[0], (this.tokens[this.tokens.length - 2] as Token).span[1]];
  }

  read(): Declaration | undefined {
    const [bad] = this.lexical;
    if (bad) return this.complain(bad.message, bad.span, bad.hint);
    const first = this.tokens[0] as Token;
    const kind = kinds.get(first.text);
    if (!kind) {
      const near = nearest(first.text, kinds.keys());
      return this.complain(
        first.kind === "end" ? `${shortened(this.name)} has no type` : `"${shortened(this.type.text.trim())}" is no type`,
        first.kind === "end" ? this.whole : first.span,
        near
          ? `did you mean ${near}?`
          : /->|→/.test(this.type.text)
            ? `a function is declared with its parameters, ${shortened(this.name)}(x): vector(m)`
            : "scalar, vector(n), row(n) or matrix(m, n)",
      );
    }
    const list = this.group("(", ")");
    const texts = list === undefined || list.text.trim() === "" ? [] : splitAtCommas(list);
    if (!kind.counts.includes(texts.length)) {
      const most = kind.counts[kind.counts.length - 1] as number;
      return this.complain(
        `${first.text} takes ${most === 0 ? "no" : kind.counts.join(" or ")} dimension${most === 1 ? "" : "s"}, here ${texts.length === 1 ? "is 1" : `are ${texts.length}`}`,
        this.whole,
        kind.example,
      );
    }
    const dims: Dimension[] = [];
    for (const t of texts) {
      const read = parse(t.text);
      const d = read.diagnostics.length ? undefined : sizeOfTree(read.tree);
      const text = t.text.trim();
      if (!d)
        return this.complain(
          `"${shortened(text)}" is no dimension`,
          text ? [t.at + t.text.indexOf(text), t.at + t.text.indexOf(text) + text.length] : this.whole,
          dimensionHint,
        );
      dims.push(d);
    }
    const before = this.group("[", "]");
    const [a = one, b = first.text === "matrix" ? a : one] = dims;
    const [rows, cols] = first.text === "row" ? [one, a] : [a, b];
    // vector(k) onehot [N] is vector(k)[N] onehot
    const wordsBefore = this.words(rows, cols);
    const family = before ?? this.group("[", "]");
    const last = wordsBefore && this.words(rows, cols);
    if (!last) return undefined;
    const words = [...new Set([...wordsBefore, ...last])];
    const members = family && familyOf(first.text, rows, cols, family.text, words);
    if (family && !members)
      return this.complain(`"${shortened(family.text.trim())}" is no dimension`, [family.at, family.at + family.text.length], dimensionHint);
    const kept = typeof members === "object" ? members : undefined;
    const unsupported = typeof members === "string" ? members : undefined;
    const parameters = first.text === "elementwise" ? [] : this.parameters;
    if (parameters && !this.isFunction(parameters, first, members !== undefined, words)) return undefined;
    const span: Span = [this.whole[0] + this.type.at, this.whole[1] + this.type.at];
    const shape = { rows: kept?.rows ?? rows, cols: kept?.cols ?? cols };
    return {
      name: this.name,
      ...shape,
      properties: words,
      in: this.source,
      span,
      ...(unsupported && { unsupported }),
      ...(parameters && { parameters }),
      ...(kept && { family: kept.text }),
      ...(kept?.member && { member: kept.member }),
    };
  }

  /** May a function be declared so? */
  private isFunction(parameters: readonly string[], kind: Token, family: boolean, words: readonly string[]): boolean {
    const twice = parameters.find((p, k) => parameters.indexOf(p) < k);
    const odd = words.find((w) => !instanceProperties.includes(w));
    if (kind.text === "elementwise" && this.parameters)
      this.complain(`${shortened(this.name)} is applied entry by entry: its parameter has no name`, this.whole, `${shortened(this.name)}: elementwise`);
    else if (twice !== undefined) this.complain(`${shortened(this.name)} has two parameters ${shortened(twice)}`, this.whole);
    else if (parameters.length > mostParameters) this.complain(`an unknown function has at most ${mostParameters} parameters`, this.whole);
    else if (family) this.complain("a family of unknown functions is not supported yet", this.whole, undefined, "unsupported");
    else if (odd !== undefined) this.complain(`an unknown function is not declared ${odd}`, this.whole, `one of ${instanceProperties.join(", ")}`, "property");
    else return true;
    return false;
  }

  /** The text between brackets, where they follow. */
  private group(opening: string, closing: string): TextPart | undefined {
    const open = this.tokens[this.at];
    if (open?.kind !== "operator" || open.text !== opening) return undefined;
    let depth = 0;
    for (; this.at < this.tokens.length; this.at++) {
      const t = this.tokens[this.at] as Token;
      if (t.kind !== "operator") continue;
      if (t.text === opening) depth++;
      if (t.text === closing && --depth === 0) {
        this.at++;
        return { text: this.type.text.slice(open.span[1], t.span[0]), at: open.span[1] };
      }
    }
    return { text: this.type.text.slice(open.span[1]), at: open.span[1] };
  }

  private words(rows: Dimension, cols: Dimension): string[] | undefined {
    const words = new Set<string>();
    for (; this.at < this.tokens.length - 1; this.at++) {
      const t = this.tokens[this.at] as Token;
      if (t.text === ",") continue;
      if (t.text === "[" && words.size) break;
      if (t.text === ":") return this.complain("a declaration ends before the next name", t.span, "declarations are separated by ; or new lines");
      const p = Object.hasOwn(properties, t.text) ? properties[t.text] : undefined;
      if (!p) {
        const near = (Object.hasOwn(otherWords, t.text) ? otherWords[t.text] : undefined) ?? nearest(t.text, Object.keys(properties));
        const later = this.tokens[this.at + 1]?.text === ":";
        return this.complain(
          `"${shortened(t.text)}" is no property`,
          t.span,
          later ? "declarations are separated by ; or new lines" : near ? `did you mean ${near}?` : `one of ${Object.keys(properties).join(", ")}`,
          "property",
        );
      }
      const shape = `${shortened(this.name)} is ${rows === one && cols === one ? "a scalar" : `${rows} x ${cols}`}`;
      if (p.shape === "square" && rows !== cols) return this.complain(`${t.text} needs a square matrix, ${shape}`, t.span, undefined, "property");
      if (p.shape === "scalar" && !(rows === one && cols === one))
        return this.complain(`${t.text} is a property of scalars, ${shape}`, t.span, undefined, "property");
      if (p.shape === "matrix" && rows === one && cols === one)
        return this.complain(`${t.text} is a property of matrices, ${shape}`, t.span, undefined, "property");
      words.add(t.text);
    }
    return [...words];
  }
}

/** The items of a list, at the commas that stand in no brackets. */
function splitAtCommas(list: TextPart): TextPart[] {
  const items: TextPart[] = [];
  let depth = 0;
  let from = 0;
  const { text, at } = list;
  for (let i = 0; i <= text.length; i++) {
    const c = text[i];
    if (c === "(") depth++;
    if (c === ")") depth--;
    if (c === undefined || ((c === "," || c === "，") && depth === 0)) {
      items.push({ text: text.slice(from, i), at: at + from });
      from = i + 1;
    }
  }
  return items;
}
