/** Sums, products, integrals, limits: what binds an index or stands before a body. */
import type { Cursor } from "./cursor.ts";
import { continueChain, continueSum, continueTerm, readAll, startsFactor } from "./expression.ts";
import { readFactor } from "./factor.ts";
import { keyOf } from "./names.ts";
import { number, type Tree } from "./tree.ts";
import type { Span } from "./types.ts";

const big = new Set("sum prod int iint oint lim max min sup inf argmax argmin limsup liminf bigcup bigcap bigoplus bigotimes bigodot coprod arg".split(" "));

/** Does a big operator stand here? `max` and `min` only with something under them or without brackets. */
export function bigOperator(c: Cursor): boolean {
  const t = c.peek();
  if (t?.kind === "command" && (t.text === "underset" || t.text === "operatorname")) return operatorName(c) !== undefined;
  if (t?.kind !== "command" || !big.has(t.text)) return false;
  if (t.text !== "max" && t.text !== "min") return true;
  return c.isChar("_", 1) || !/^[([{]$/.test(c.peek(1)?.text ?? "");
}

/** `\underset{x}{\max}`, `\operatorname{argmin}_x`: the operator's name. */
function operatorName(c: Cursor): string | undefined {
  const probe = c.from(c.at + 1);
  if (c.isCommand("operatorname")) {
    const word = probe.argument().text();
    return /^(arg)?(max|min)$/.test(word) && (word.startsWith("arg") || probe.isChar("_")) ? word : undefined;
  }
  probe.argument();
  const base = probe.argument().text();
  const name = base.replace(/^operatorname\{?|[{}]/g, "");
  return big.has(name) ? name : undefined;
}

/** What an index runs over, read from under and over the sign. */
interface Range {
  readonly index: Tree & { readonly kind: "name" };
  readonly low: Tree;
  readonly high?: Tree;
}

export function readBig(c: Cursor): Tree {
  const from = c.at;
  let name = c.peek()?.text as string;
  let under: Cursor | undefined;
  let over: Cursor | undefined;
  c.at++;
  if (name === "underset") {
    under = c.argument();
    name = c
      .argument()
      .text()
      .replace(/^operatorname\{?|[{}]/g, "");
  } else if (name === "operatorname") name = c.argument().text();
  else if (name === "arg" && (c.isCommand("max") || c.isCommand("min"))) name += c.tokens[c.at++]?.text;
  for (;;) {
    const sign = c.peek();
    if (sign?.kind !== "char" || (sign.text !== "_" && sign.text !== "^")) break;
    c.at++;
    if (sign.text === "_") under = c.argument();
    else over = c.argument();
  }
  if (/int$/.test(name)) return readIntegral(c, from, under, over);
  const start = c.at;
  if (!startsFactor(c) && !c.isChar("-")) {
    c.complain(`nothing stands behind \\${name}`, c.since(from));
    return { kind: "part", part: "other", what: name, of: [], span: c.since(from) };
  }
  let body = continueTerm(c, continueChain(c, readFactor(c)));
  if (/^(lim|arg|max|min|sup|inf)/.test(name)) body = continueSum(c, body, start) as Tree;
  else if (c.isChar("+") || c.isChar("-")) {
    const ends = "the sum ends before the next sign";
    const goesOn = "the sum goes on to the end";
    const options = under && indexOccurs(c, under) ? [goesOn, ends] : [ends, goesOn];
    if (options[c.context.choices.choose("reach of a sum", c.since(from), options, `reach ${c.tokens[from]?.span[0]}`)] === goesOn)
      body = continueSum(c, body, start) as Tree;
  }
  const span = c.since(from);
  const ranges = name === "sum" || name === "prod" ? rangesOf(under, over, span) : undefined;
  if (name === "prod" && ranges?.length === 1) {
    // a product over an index: what is multiplied, the index, and its bounds
    const [{ index, low, high }] = ranges as [Range];
    return { kind: "part", part: "other", what: "prod", of: [body, index, low, ...(high ? [high] : [])], span };
  }
  if (name !== "sum") return { kind: "part", part: "other", what: name, of: [body], span };
  if (!ranges) return { kind: "part", part: "other", what: "sum", of: [body], span };
  return ranges.reduceRight<Tree>(
    (inner, r) => ({ kind: "binder", name: "sum", index: r.index, low: r.low, ...(r.high && { high: r.high }), body: inner, span }),
    body,
  );
}

const indexName = (c: Cursor): (Tree & { kind: "name" }) | undefined => {
  const t = c.peek();
  const text =
    t?.kind === "letter" || (t?.kind === "command" && /^(alpha|beta|gamma|mu|nu|ell|tau|rho|sigma|lambda)$/.test(t.text)) ? (t?.text as string) : undefined;
  return text && t ? { kind: "name", key: keyOf(text, undefined), span: t.span } : undefined;
};

/** `i=1` with `N` over it, `i \in [n]`, `i`, `j,k`, `ij`; undefined where it is nothing of the kind. */
function rangesOf(under: Cursor | undefined, over: Cursor | undefined, span: Span): Range[] | undefined {
  if (!under || under.done) return undefined;
  const out: Range[] = [];
  const high = over && !over.done ? readAll(over) : undefined;
  const pieces = under.split(",");
  const equals = pieces.findIndex((p) => p.split("=").length > 1);
  if (equals >= 0) {
    // `i,j=1` counts for both
    const [, low] = (pieces[equals] as Cursor).split("=") as [Cursor, Cursor];
    const [range, upper] = dotted(low);
    for (const [k, p] of pieces.entries()) {
      const [left] = p.split("=") as [Cursor];
      const index = indexName(left);
      if (!index || (k !== equals && left.end - left.at !== 1)) return undefined;
      out.push({ index, low: range, ...((high ?? upper) && { high: high ?? upper }) });
    }
    return out;
  }
  for (const p of pieces) {
    for (;;) {
      const index = indexName(p);
      if (!index) return undefined;
      p.at++;
      if (p.isCommand("in")) {
        p.at++;
        const set = p.isChar("[") ? p.inside() : undefined;
        if (set) out.push({ index, low: number("1", index.span), high: readAll(set) });
        else return undefined;
        break;
      }
      out.push({ index, low: number("1", index.span), ...(high && { high }) });
      if (p.done) break;
    }
  }
  return out.length > 0 && span ? out : undefined;
}

/** `1`, or `1,\dots,n` and `1..n`. */
function dotted(low: Cursor): [Tree, Tree | undefined] {
  return [readAll(low), undefined];
}

/** Does the index stand in a script of what follows, before another sum? Then it follows within this one. */
function indexOccurs(c: Cursor, under: Cursor): boolean {
  const index = under.tokens[under.at]?.text;
  for (let k = c.at; k < c.end; k++) {
    const t = c.tokens[k];
    if (t?.kind === "command" && big.has(t.text)) return false;
    if (t?.kind !== "char" || (t.text !== "_" && t.text !== "^")) continue;
    const script = c.from(k + 1).argument();
    if (script.tokens.slice(script.at, script.end).some((u) => u.text === index)) return true;
  }
  return false;
}

/** `\int_a^b f \, dx`: the language has it with both bounds. */
function readIntegral(c: Cursor, from: number, under: Cursor | undefined, over: Cursor | undefined): Tree {
  const at = increment(c);
  if (at < 0) {
    const body = startsFactor(c) ? continueTerm(c, continueChain(c, readFactor(c))) : number("1", c.place());
    return { kind: "part", part: "other", what: "int", of: [body], span: c.since(from) };
  }
  const inner = c.from(c.at, at);
  const body = inner.done ? number("1", c.place()) : readAll(inner);
  c.at = at;
  const t = c.peek();
  c.at += t?.kind === "letter" || t?.text === "dd" ? 1 : 4;
  const index = indexName(c);
  const variable = readFactor(c);
  const span = c.since(from);
  if (!index || !under || !over || under.done || over.done) return { kind: "part", part: "other", what: "int", of: [body, variable], span };
  return { kind: "binder", name: "int", index, low: readAll(under), high: readAll(over), body, span };
}

/** Where the `dx` that ends the integral stands. */
function increment(c: Cursor): number {
  for (let k = c.at; k < c.end; k++) {
    const t = c.tokens[k];
    if (t?.kind === "char" && /^[([{⟨]$/.test(t.text)) k = c.partner(k);
    else if (t?.kind === "command" && /^(frac|dfrac|tfrac)$/.test(t.text)) {
      k = c.partner(k + 1);
      k = c.partner(k + 1);
    } else if (t?.kind === "open" && c.tokens[k - 1]?.text !== "mathrm") k = c.partner(k);
    else if (t?.kind === "command" && t.text === "mathrm" && c.tokens[k + 2]?.text === "d" && c.tokens[k + 3]?.kind === "close") return k;
    else if ((t?.kind === "letter" && t.text === "d") || (t?.kind === "command" && t.text === "dd")) {
      const next = c.tokens[k + 1];
      if (k + 1 < c.end && (next?.kind === "letter" || next?.kind === "command")) return k;
    }
  }
  return -1;
}
