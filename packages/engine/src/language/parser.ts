import type { Message } from "../messages/messages.ts";
import { spelledOperations } from "../operations/index.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { lex, type Token } from "./lexer.ts";
import { binders, binding, prefixLevel } from "./notation.ts";
import type { BinaryOperator, Span, Tree } from "./tree.ts";

const deepest = 800;
const mostDiagnostics = 20;

/** What stops a text from being read further: nesting without end. */
class TooDeep extends Error {}

/** Reads an expression. There is always a tree; what could not be read is an `error` in it, with a diagnostic. */
export function parse(text: string): { tree: Tree; diagnostics: Diagnostic[] } {
  const { tokens, diagnostics } = lex(text);
  const whole: Span = [0, text.length];
  if (tokens.length === 1) {
    if (!diagnostics.length) diagnostics.push({ code: "empty", message: "there is no expression", span: whole, hint: "write one, x'*A*x for example" });
    return { tree: { kind: "error", span: whole }, diagnostics };
  }
  const parser = new Parser(tokens, diagnostics, text);
  try {
    const tree = parser.whole();
    return { tree, diagnostics: diagnostics.length > 1 ? diagnostics.sort((a, b) => a.span[0] - b.span[0]) : diagnostics };
  } catch (e) {
    if (!(e instanceof TooDeep)) throw e;
    return { tree: { kind: "error", span: whole }, diagnostics: [parser.depthDiagnostic()] };
  }
}

/** What other notations write without an operator. */
function otherHabit(left: Tree): Message | undefined {
  if (left.kind === "name" && /^(sum|Σ|∑)_/.test(left.name)) return "a sum is sum(i=1..N, expression)";
  const isD = (t: Tree, pattern: RegExp) => t.kind === "name" && pattern.test(t.name);
  if (left.kind === "binary" && left.operator === "/" && isD(left.left, /^[d∂]$/) && isD(left.right, /^[d∂]./u))
    return "write the expression alone, and by what as wrt";
  return undefined;
}

const isFunctionName = (t: Tree): t is Tree & { kind: "name" } => t.kind === "name" && spelledOperations(t.name).length > 0 && t.name.length > 1;

const isOperator = (t: Token): t is Token & { text: BinaryOperator } => t.kind === "operator" && Object.hasOwn(binding, t.text);

class Parser {
  private at = 0;
  private depth = 0;
  /** The token of the last complaint: what follows from one mistake is not told again. */
  private lastComplaint = -1;
  /** Is a value that follows another one a product without an operator? Not in the bounds of a sum. */
  private products = true;
  /** Where the last product without an operator ends: `a b c` is one mistake. */
  private lastImplicit = -1;
  private readonly tokens: readonly Token[];
  private readonly diagnostics: Diagnostic[];
  private readonly text: string;
  constructor(tokens: readonly Token[], diagnostics: Diagnostic[], text: string) {
    this.tokens = tokens;
    this.diagnostics = diagnostics;
    this.text = text;
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
  private complain(code: string, message: Message, span: Span, hint?: Message, related?: Diagnostic["related"]): void {
    const quiet = this.token.suspect || this.lastComplaint === this.at;
    this.lastComplaint = this.at;
    if (!quiet && this.diagnostics.length < mostDiagnostics) this.diagnostics.push({ code, message, span, ...(hint && { hint }), ...(related && { related }) });
  }
  depthDiagnostic(): Diagnostic {
    return {
      code: "depth",
      message: `brackets, powers and transposes are nested more than ${deepest} deep`,
      span: this.token.span,
      hint: "name inner parts by define",
    };
  }
  /** Goes one bracket deeper for the time of reading what is inside. */
  private inside<T>(read: () => T): T {
    if (++this.depth > deepest) throw new TooDeep();
    const products = this.products;
    this.products = true;
    const result = read();
    this.products = products;
    this.depth--;
    return result;
  }

  whole(): Tree {
    const tree = this.binary(1);
    const t = this.token;
    if (t.kind === "end") return tree;
    if (this.is(")") || this.is("]")) this.complain("syntax", `"${t.text}" closes nothing`, t.span, "remove it, or open a bracket before");
    else if (this.is("=") || this.is("==")) this.equals();
    else
      this.complain(
        "syntax",
        `the expression ends before "${t.text}"`,
        t.span,
        this.is(";") ? "one expression at a time; definitions are given as define" : undefined,
      );
    return tree;
  }
  private equals(): void {
    this.complain("syntax", '"=" stands only in definitions, bounds and claims', this.token.span, "definitions are given as define");
  }

  private binary(level: number): Tree {
    let left = this.unary();
    for (;;) {
      const t = this.token;
      if (isOperator(t) && binding[t.text].level < prefixLevel) {
        if (binding[t.text].level < level) break;
        this.next();
        const right = this.binary(binding[t.text].level + 1);
        left = { kind: "binary", operator: t.text, left, right, operatorSpan: t.span, span: [left.span[0], right.span[1]] };
      } else if (level < prefixLevel && this.products && (t.kind === "number" || t.kind === "name" || this.is("("))) {
        const told = this.lastImplicit === left.span[1] || this.lastComplaint === this.at || t.suspect || left.kind === "error";
        const right = this.binary(prefixLevel);
        if (right.kind !== "error") {
          if (!told) this.missingOperator(left, right);
          else if (this.lastImplicit === left.span[1]) this.anotherMissing(left, right);
        }
        left = { kind: "binary", operator: "*", left, right, operatorSpan: t.span, span: [left.span[0], right.span[1]] };
        this.lastImplicit = right.span[1];
      } else break;
    }
    return left;
  }

  private missingOperator(left: Tree, right: Tree): void {
    const isFunction = isFunctionName(left);
    // x'Ax may be x'*Ax, and is oftener x'*A*x
    const apart = right.kind === "name" && /^\p{Lu}\p{Ll}$/u.test(right.name) ? `, or ${this.text.slice(...left.span)}*${[...right.name].join("*")}` : "";
    const said = (span: Span) => this.said(span);
    const habit = otherHabit(left);
    if (this.diagnostics.length < mostDiagnostics)
      this.diagnostics.push({
        code: "implicit-product",
        message: "there is no product without an operator",
        span: [left.span[0], right.span[1]],
        hint: habit
          ? habit
          : isFunction && isFunctionName(right)
            ? `write ${left.name}(${right.name}(…))`
            : isFunction
              ? `write ${left.name}(${said(right.span)})`
              : `write ${said(left.span)}*${said(right.span)}${apart}`,
      });
  }

  /** `x'A x`: one more operator is missing behind those told of. */
  private anotherMissing(left: Tree, right: Tree): void {
    const last = this.diagnostics.length - 1;
    const d = this.diagnostics[last];
    if (d?.code === "implicit-product" && d.span[1] === left.span[1] && d.hint?.startsWith("write ") && !/,|\(…/.test(d.hint))
      this.diagnostics[last] = { ...d, span: [d.span[0], right.span[1]], hint: `${d.hint as `write ${string}`}*${this.said(right.span)}` };
  }

  private said([from, to]: Span): string {
    return to - from > 40 ? "…" : this.text.slice(from, to);
  }

  /** Signs before a value: each pair of minuses is none. */
  private unary(): Tree {
    let from = -1;
    let minus = false;
    while (this.is("-") || this.is("+")) {
      const t = this.next();
      if (from < 0) from = t.span[0];
      if (t.text === "-") minus = !minus;
    }
    const tree = this.postfix();
    return minus ? { kind: "prefix", operand: tree, span: [from, tree.span[1]] } : tree;
  }

  private postfix(): Tree {
    let tree = this.primary();
    let raised = false;
    for (let marks = 0; ; marks++) {
      if (marks > deepest) throw new TooDeep();
      if (this.is("'")) {
        const t = this.next();
        tree = { kind: "transpose", operand: tree, span: [tree.span[0], t.span[1]] };
        raised = false;
      } else if (this.is("[")) {
        const open = this.next();
        const indices = this.inside(() => this.list("]", open));
        tree = { kind: "index", operand: tree, indices, span: [tree.span[0], this.lastEnd()] };
        raised = false;
      } else if (this.is("^") || this.is(".^")) {
        if (raised) this.complain("syntax", "a^b^c can be read in two ways", [tree.span[0], this.token.span[1]], "set brackets: (a^b)^c or a^(b^c)");
        raised = true;
        tree = this.exponent(tree, this.next());
      } else return tree;
    }
  }

  /** An exponent is a number, name, call or parenthesis with an optional sign. */
  private exponent(base: Tree, t: Token): Tree {
    let from = -1;
    let minus = false;
    while (this.is("-") || this.is("+")) {
      const sign = this.next();
      if (from < 0) from = sign.span[0];
      if (sign.text === "-") minus = !minus;
    }
    let right = this.primary();
    if (minus) right = { kind: "prefix", operand: right, span: [from, right.span[1]] };
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
      const inner = this.inside(() => this.binary(1));
      this.close(")", t);
      return { ...inner, span: [t.span[0], this.lastEnd()] };
    }
    if (t.kind === "end")
      this.complain("syntax", "the expression ends where a value is expected", [Math.max(0, this.lastEnd() - 1), Math.max(1, this.lastEnd())]);
    else
      this.complain(
        "syntax",
        `a value is expected before "${t.text}"`,
        t.span,
        t.text === "\\"
          ? "LaTeX is not read here"
          : t.text === ":"
            ? "X[j] is the j-th column of X, X'[i]' its i-th row"
            : t.text === "["
              ? "vectors and matrices are names here, not lists of numbers"
              : undefined,
      );
    if (this.is("[")) {
      this.next();
      this.inside(() => this.list("]", t));
    } else if (!isOperator(t) && !["end", ")", "]", ",", ";", "..", "="].includes(t.text) && t.kind !== "end") this.next();
    return { kind: "error", span: t.span };
  }

  /** A name, or a call where a bracket follows: `f(a)`, `sigma'(Z)`, `sum(i=1..N, a)`. */
  private named(): Tree {
    const t = this.next();
    let primes = 0;
    while (this.tokens[this.at + primes]?.text === "'" && !this.tokens[this.at + primes]?.spaced && primes < deepest) primes++;
    const open = this.tokens[this.at + primes];
    if (open?.text !== "(" || open.kind !== "operator" || (primes > 0 && open.spaced)) return { kind: "name", name: t.text, span: t.span };
    this.at += primes + 1;
    return this.inside(() => this.call(t, primes, open));
  }

  private call(t: Token, primes: number, open: Token): Tree {
    const binder = binders.get(t.text);
    if (binder && this.token.kind === "name" && this.tokens[this.at + 1]?.text === "=") return this.binder(t, binder, open);
    const args = this.list(")", open);
    const point = t.text === "D" && this.is("(") && !this.token.spaced ? this.next() : undefined;
    const at = point && this.list(")", point);
    const span: Span = [t.span[0], this.lastEnd()];
    const [body, ...draws] = args;
    // E(f, x ~ p, y ~ q) draws x, then y
    if (t.text === "E" && body && draws.length && draws.every((d) => d.kind === "expectation"))
      return draws.reduceRight((inner, d): Tree => ({ ...(d as Tree & { kind: "expectation" }), body: inner, span }), body);
    return { kind: "call", name: t.text, primes, nameSpan: t.span, args, ...(at && { at }), span };
  }

  private binder(t: Token, name: string, open: Token): Tree {
    const index = this.next();
    this.next();
    this.products = false;
    const low = this.binary(1);
    if (this.is("..")) this.next();
    else this.complain("syntax", '".." is expected between the bounds', this.token.span, `${name}(${index.text}=1..N, …)`);
    const high = this.binary(1);
    this.products = true;
    if (this.is(",")) this.next();
    else this.complain("syntax", '"," is expected after the bounds', this.token.span, `${name}(${index.text}=1..N, …)`);
    const body = this.binary(1);
    this.close(")", open);
    return { kind: "binder", name, index: index.text, indexSpan: index.span, low, high, body, span: [t.span[0], this.lastEnd()] };
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
    const t = this.token;
    if (this.is(closing)) this.next();
    else if (this.is("=") || this.is("==")) this.equals();
    else if (t.kind === "end") {
      if (!open.suspect) this.complain("syntax", `"${open.text}" is never closed`, open.span, `add "${closing}"`);
    } else this.complain("syntax", `"${closing}" is expected before "${t.text}"`, t.span, undefined, [{ span: open.span, message: "opened here" }]);
  }
}
