import type { Diagnostic } from "./diagnostics.ts";
import { lex, type Token } from "./lexer.ts";
import { binding, prefixLevel } from "./notation.ts";
import type { BinaryOperator, Span, Tree } from "./tree.ts";

const deepest = 800;
const mostDiagnostics = 20;

/** What stops a text from being read further: nesting without end. */
class TooDeep extends Error {}

/** Reads an expression. There is always a tree; what could not be read is an `error` in it, with a diagnostic. */
export function parse(text: string): { tree: Tree; diagnostics: Diagnostic[] } {
  const { tokens, diagnostics } = lex(text);
  if (tokens.length === 1) {
    if (!diagnostics.length) diagnostics.push({ code: "empty", message: "there is no expression", span: [0, text.length], hint: "write one, x'*A*x for example" });
    return { tree: { kind: "error", span: [0, text.length] }, diagnostics };
  }
  const parser = new Parser(tokens, diagnostics);
  try {
    return { tree: parser.whole(), diagnostics };
  } catch (e) {
    if (!(e instanceof TooDeep)) throw e;
    return { tree: { kind: "error", span: [0, text.length] }, diagnostics: [parser.depthDiagnostic()] };
  }
}

class Parser {
  private at = 0;
  private depth = 0;
  private readonly tokens: readonly Token[];
  private readonly diagnostics: Diagnostic[];
  constructor(tokens: readonly Token[], diagnostics: Diagnostic[]) {
    this.tokens = tokens;
    this.diagnostics = diagnostics;
  }

  private get token(): Token {
    return this.tokens[this.at] as Token;
  }
  private is(text: string): boolean {
    return this.token.kind === "operator" && this.token.text === text;
  }
  private next(): Token {
    const t = this.token;
    if (t.kind !== "end") this.at++;
    return t;
  }
  private complain(code: string, message: string, span: Span, hint?: string, related?: Diagnostic["related"]): void {
    if (this.diagnostics.length < mostDiagnostics) this.diagnostics.push({ code, message, span, ...(hint && { hint }), ...(related && { related }) });
  }
  depthDiagnostic(): Diagnostic {
    return { code: "depth", message: `brackets and signs are nested more than ${deepest} deep`, span: this.token.span, hint: "name inner parts by define" };
  }

  whole(): Tree {
    const tree = this.binary(1);
    if (this.token.kind !== "end") {
      const t = this.token;
      if (this.is(")") || this.is("]")) this.complain("syntax", `"${t.text}" closes nothing`, t.span, "remove it, or open a bracket before");
      else if (this.is("=")) this.complain("syntax", '"=" stands only in definitions, bounds and claims', t.span);
      else this.complain("syntax", `the expression ends before "${t.text}"`, t.span);
    }
    return tree;
  }

  private binary(level: number): Tree {
    if (++this.depth > deepest * 2) throw new TooDeep();
    let left = this.unary();
    for (;;) {
      const t = this.token;
      const operator = t.kind === "operator" ? binding[t.text as BinaryOperator] : undefined;
      if (operator && operator.level < prefixLevel) {
        if (operator.level < level) break;
        this.next();
        const right = this.binary(operator.level + 1);
        left = { kind: "binary", operator: t.text as BinaryOperator, left, right, operatorSpan: t.span, span: [left.span[0], right.span[1]] };
      } else if (t.kind === "number" || t.kind === "name" || this.is("(")) {
        this.missingOperator(left, t);
        const right = this.binary(3);
        left = { kind: "binary", operator: "*", left, right, operatorSpan: t.span, span: [left.span[0], right.span[1]] };
      } else break;
    }
    this.depth--;
    return left;
  }

  private missingOperator(left: Tree, t: Token): void {
    const first = left.kind === "number" ? left.text : left.kind === "name" ? left.name : "…";
    const second = this.is("(") ? "(…)" : t.text;
    this.complain("implicit-product", "there is no product without an operator", [left.span[0], t.span[1]], `write ${first}*${second}`);
  }

  private unary(): Tree {
    const signs: Token[] = [];
    while (this.is("-") || this.is("+")) {
      signs.push(this.next());
      if (signs.length > deepest) throw new TooDeep();
    }
    let tree = this.postfix();
    for (const s of signs.reverse()) if (s.text === "-") tree = { kind: "prefix", operand: tree, span: [s.span[0], tree.span[1]] };
    return tree;
  }

  private postfix(): Tree {
    let tree = this.primary();
    let raised: Token | undefined;
    for (;;) {
      if (this.is("'")) {
        const t = this.next();
        tree = { kind: "transpose", operand: tree, span: [tree.span[0], t.span[1]] };
      } else if (this.is("[")) {
        const open = this.next();
        const indices = this.list("]", open);
        tree = { kind: "index", operand: tree, indices, span: [tree.span[0], this.lastEnd()] };
      } else if (this.is("^") || this.is(".^")) {
        const t = this.next();
        if (raised && tree.kind === "binary") this.complain("syntax", "a^b^c can be read in two ways", [tree.span[0], t.span[1]], "set brackets: (a^b)^c or a^(b^c)");
        raised = t;
        tree = this.exponent(tree, t);
      } else return tree;
    }
  }

  private exponent(base: Tree, t: Token): Tree {
    const sign = this.is("-") || this.is("+") ? this.next() : undefined;
    if (this.token.kind === "name" && this.token.text === "T" && t.text === "^" && !(this.tokens[this.at + 1]?.text === "(")) {
      // A^T and A^-T, unless T is declared: the name decides later
      const name = this.next();
      const exponent: Tree = { kind: "name", name: "T", span: name.span };
      const signed: Tree = sign?.text === "-" ? { kind: "prefix", operand: exponent, span: [sign.span[0], name.span[1]] } : exponent;
      return { kind: "binary", operator: "^", left: base, right: signed, operatorSpan: t.span, span: [base.span[0], name.span[1]] };
    }
    let right = this.primary();
    if (sign?.text === "-") right = { kind: "prefix", operand: right, span: [sign.span[0], right.span[1]] };
    return { kind: "binary", operator: t.text as BinaryOperator, left: base, right, operatorSpan: t.span, span: [base.span[0], right.span[1]] };
  }

  private lastEnd(): number {
    return this.tokens[this.at - 1]?.span[1] ?? 0;
  }

  private primary(): Tree {
    const t = this.token;
    if (t.kind === "number") {
      this.next();
      return { kind: "number", text: t.text, span: t.span };
    }
    if (t.kind === "name") return this.named();
    if (this.is("(")) {
      this.next();
      const inner = this.binary(1);
      this.close(")", t);
      return { ...inner, span: [t.span[0], this.lastEnd()] };
    }
    if (t.kind === "end") this.complain("syntax", "the expression ends where a value is expected", [Math.max(0, t.span[0] - 1), t.span[1]]);
    else this.complain("syntax", `a value is expected before "${t.text}"`, t.span);
    if (t.kind !== "end" && ![")", "]", ",", ";"].includes(t.text)) this.next();
    return { kind: "error", span: t.span };
  }

  /** A name, or a call where a bracket follows: `f(a)`, `sigma'(Z)`, `sum(i=1..N, a)`. */
  private named(): Tree {
    const t = this.next();
    let primes = 0;
    while (this.tokens[this.at + primes]?.text === "'" && !this.tokens[this.at + primes]?.spaced) primes++;
    const open = this.tokens[this.at + primes];
    if (open?.text !== "(" || (primes > 0 && open.spaced)) return { kind: "name", name: t.text, span: t.span };
    this.at += primes + 1;
    if (++this.depth > deepest * 2) throw new TooDeep();
    const tree = this.call(t, primes, open);
    this.depth--;
    return tree;
  }

  private call(t: Token, primes: number, open: Token): Tree {
    const binder = (t.text === "sum" || t.text === "int") && this.token.kind === "name" && this.tokens[this.at + 1]?.text === "=";
    if (binder) {
      const index = this.next();
      this.next();
      const low = this.binary(1);
      if (this.is("..")) this.next();
      else this.complain("syntax", `".." is expected between the bounds`, this.token.span, `${t.text}(${index.text}=1..N, …)`);
      const high = this.binary(1);
      if (this.is(",")) this.next();
      else this.complain("syntax", '"," is expected after the bounds', this.token.span);
      const body = this.binary(1);
      this.close(")", open);
      return { kind: "binder", name: t.text, index: index.text, indexSpan: index.span, low, high, body, span: [t.span[0], this.lastEnd()] };
    }
    const args = this.list(")", open);
    const span: Span = [t.span[0], this.lastEnd()];
    return { kind: "call", name: t.text, primes, nameSpan: t.span, args, span };
  }

  /** Items between brackets, the opening one read. */
  private list(closing: string, open: Token): Tree[] {
    const items: Tree[] = [];
    if (!this.is(closing))
      for (;;) {
        const item = this.binary(1);
        if (this.is("~") && item.kind === "name") {
          this.next();
          const distribution = this.binary(1);
          items.push({ kind: "expectation", body: item, variable: item.name, distribution, span: [item.span[0], distribution.span[1]] });
        } else items.push(item);
        if (!this.is(",")) break;
        this.next();
      }
    this.close(closing, open);
    return items;
  }

  private close(closing: string, open: Token): void {
    if (this.is(closing)) {
      this.next();
      return;
    }
    const t = this.token;
    const message = t.kind === "end" ? `"${open.text}" is never closed` : `"${closing}" is expected before "${t.text}"`;
    this.complain("syntax", message, t.kind === "end" ? open.span : t.span, undefined, t.kind === "end" ? undefined : [{ span: open.span, message: "opened here" }]);
  }
}
