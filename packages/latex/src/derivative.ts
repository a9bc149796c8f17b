/** `d`, `\partial` and `\nabla`, alone and over one another. */

import { letters } from "./commands.ts";
import type { Cursor } from "./cursor.ts";
import { continueChain, continueSum, continueTerm, readAll, startsFactor } from "./expression.ts";
import { readAtom, readFactor } from "./factor.ts";
import type { Token } from "./syntax.ts";
import { binary, type PartTree, type Tree, transpose } from "./tree.ts";
import type { Span } from "./types.ts";
import { wordAhead } from "./words.ts";

type Wrt = (PartTree & { part: "derivative" })["wrt"][number];

/** How many tokens a sign of differentiation takes here, `d`, `\mathrm{d}`, `\partial`; 0 where there is none. */
function markLength(c: Cursor): number {
  const t = c.peek();
  if (!t) return 0;
  if (t.kind === "letter" && t.text === "d") return 1;
  if (t.kind !== "command") return 0;
  if (/^(partial|dd|diff|differential|mathd|rmd|dif|diffd)$/.test(t.text)) return 1;
  if (
    /^(mathrm|text|textrm|mathsf|operatorname|mathbf|boldsymbol|mathit)$/.test(t.text) &&
    c.peek(1)?.kind === "open" &&
    c.peek(2)?.text === "d" &&
    c.peek(3)?.kind === "close"
  )
    return 4;
  return 0;
}

/** The order behind a sign, `^2`; goes behind it. 1 where none is written. */
function readOrder(c: Cursor): number {
  if (!c.isChar("^")) return 1;
  const inner = c.from(c.at + 1);
  const text = inner.argument().text();
  if (!/^\d$/.test(text)) return 1;
  c.at = inner.at;
  return Number(text);
}

/** Is this `d` a differential: does something stand behind it that it can bind? */
export function differentialAhead(c: Cursor): boolean {
  const length = markLength(c);
  const t = c.peek();
  if (length === 0 || t?.text === "partial") return false;
  const probe = c.from(c.at + length);
  readOrder(probe);
  if (probe.done || !startsFactor(probe) || (probe.peek()?.kind === "digit" && t?.kind === "letter")) return false;
  if (t?.kind !== "letter") return !(t?.text.startsWith("math") && /bf|it/.test(t.text)) || c.context.known.declared.get("d") === undefined;
  const { declared, dimensions } = c.context.known;
  // a size scales numbers alone: `dX` and `df` are differentials beside `X: matrix(n, d)`
  const next = probe.peek();
  const scales = declared.has("d") && !(dimensions.has("d") && next?.kind === "letter" && declared.get(next.text) !== "scalar");
  return wordAhead(c) === undefined && !scales;
}

/** `dX`, `d(XY)`, `\mathrm{d}\log|X|`: d binds the factor behind it, or the chain. */
export function readDifferential(c: Cursor): Tree {
  const from = c.at;
  const slash = readInline(c);
  if (slash) return slash;
  const sign = c.peek() as Token;
  c.at += markLength(c);
  const order = readOrder(c);
  const named = order === 1 ? declaredIncrement(c) : undefined;
  if (named) return { kind: "name", key: named, span: c.since(from) };
  const first = readAtom(c);
  const more = first.kind !== "call" && startsFactor(c);
  const wide = more && c.context.choices.choose("reach of d", sign.span, ["d binds the next factor", "d binds all factors that follow"]) === 1;
  return differential(wide ? continueChain(c, first) : first, order, c.since(from));
}

/** A declared name that begins with the d, an increment `dX`; goes behind it. */
function declaredIncrement(c: Cursor): string | undefined {
  const t = c.peek();
  const letter = t?.kind === "letter" ? t.text : t?.kind === "command" ? letters.get(t.text) : undefined;
  if (letter === undefined) return undefined;
  const script = c.from(c.at + 1);
  let suffix = "";
  if (script.isChar("_")) {
    script.at++;
    suffix = script.argument().text();
  }
  for (const [tail, to] of [
    [suffix, script.at],
    ["", c.at + 1],
  ] as const)
    for (const name of [`d${letter}${tail}`, `d${letter}_${tail}`])
      if (c.context.known.declared.has(name)) {
        c.at = to;
        return name;
      }
  return undefined;
}

/** The differential; of a transpose it is the transpose of the differential. */
function differential(of: Tree, order: number, span: Span): Tree {
  if (of.kind === "transpose") return transpose(differential(of.of, order, span), span);
  return { kind: "part", part: "differential", of, order, span };
}

/** `\partial f/\partial X` in a line, `\partial U` as a differential. */
export function readPartial(c: Cursor): Tree {
  const from = c.at;
  const inline = readInline(c);
  if (inline) return inline;
  c.at += markLength(c);
  if (c.isChar("_")) {
    c.at++;
    const under = c.argument();
    const wrt: Wrt[] = [];
    while (startsFactor(under)) wrt.push(wrtOf(readAtom(under)));
    return applied(c, wrt.length || 1, wrt, from);
  }
  const order = readOrder(c);
  if (!startsFactor(c)) {
    // the sign by itself is spoken of
    if (from > 0 || !c.done) c.complain("nothing stands behind ∂", c.since(from));
    return { kind: "part", part: "other", what: "partial", of: [], span: c.since(from) };
  }
  return differential(readAtom(c), order, c.since(from));
}

/** The bar that closes the one at `k`; itself where there is none. */
function barAhead(c: Cursor, k: number): number {
  const bar = (t: Token | undefined) => (t?.kind === "char" ? t.text.replace(/[<>]/g, "") : "");
  for (let j = k + 1; j < c.end; j++) {
    const t = c.tokens[j];
    if (t?.kind === "open" || (t?.kind === "char" && /^[([{⟨]$/.test(t.text))) j = c.partner(j);
    else if (bar(t) === bar(c.tokens[k])) return j;
  }
  return k;
}

/** Where `/\partial` or `/d` comes at no depth within this term: the index of the slash. */
function slashAhead(c: Cursor): number {
  for (let k = c.at; k < c.end; k++) {
    const t = c.tokens[k] as Token;
    if (t.kind === "open" || t.kind === "begin" || (t.kind === "char" && /^[([{⟨]$/.test(t.text))) k = c.partner(k);
    else if (t.kind === "char" && /[|‖]/.test(t.text)) k = barAhead(c, k);
    else if (t.kind === "char" && /^[+\-,;=\\]/.test(t.text)) return -1;
    else if (t.kind === "char" && t.text === "/") return markLength(c.from(k + 1)) > 0 ? k : -1;
    else if (k > c.at && t.kind === "command" && t.text === "partial") return -1;
  }
  return -1;
}

/** `\partial f/\partial X`, `df/dx`, the sign of differentiation not yet taken. */
function readInline(c: Cursor): Tree | undefined {
  const slash = slashAhead(c);
  if (slash < 0) return undefined;
  const from = c.at;
  const over = c.from(c.at, slash);
  over.at += markLength(over);
  const order = readOrder(over);
  const under = c.from(slash + 1);
  const wrt: Wrt[] = [];
  while (markLength(under) > 0 && total(wrt) < order) wrt.push(...readWrt(under, order - total(wrt)));
  c.at = under.at;
  return over.done ? applied(c, order, wrt, from) : derivative(readAll(over), wrt, order, c.since(from));
}

const total = (wrt: readonly Wrt[]): number => wrt.length;

/** One `\partial X`, `dx^2`, `\partial x^\top` of a divisor; as often as it counts. */
function readWrt(c: Cursor, orderLeft: number): Wrt[] {
  const mark = markLength(c);
  if (mark === 0) return [{ tree: readAtom(c) }];
  c.at += mark;
  // `dx\,dy`: what d binds here is one atom
  const tree = readAtom(c);
  if (tree.kind === "binary" && tree.operator === "^" && tree.right.kind === "number" && orderLeft > 1 && Number(tree.right.text) === orderLeft)
    return Array.from({ length: orderLeft }, () => wrtOf(tree.left));
  return [wrtOf(tree)];
}
const wrtOf = (tree: Tree): Wrt => (tree.kind === "transpose" ? { tree: tree.of, transposed: true } : { tree });

function derivative(of: Tree, wrt: readonly Wrt[], order: number, span: Span): PartTree {
  return { kind: "part", part: "derivative", of, wrt, order: Math.max(order, wrt.length || 1), sign: "partial", span };
}

/** Are numerator and denominator those of a derivative? Reads it then, operand and all. */
export function readFractionDerivative(c: Cursor, over: Cursor, under: Cursor, from: number): Tree | undefined {
  const varied = over.isCommand("delta") && under.isCommand("delta") && startsFactor(over.from(over.at + 1)) && startsFactor(under.from(under.at + 1));
  if (!varied && (markLength(under) === 0 || markLength(over) === 0)) return undefined;
  if (under.peek()?.kind === "letter" && !differentialAhead(under)) return undefined;
  if (over.peek()?.kind === "letter" && over.end - over.at > 1 && !startsFactor(over.from(over.at + 1)) && !over.isChar("^", 1)) return undefined;
  over.at += varied ? 1 : markLength(over);
  if (varied) under.at++;
  const order = readOrder(over);
  const wrt: Wrt[] = [];
  while (!under.done) {
    if (markLength(under) > 0 || (wrt.length === 0 && startsFactor(under))) wrt.push(...readWrt(under, Math.max(1, order - wrt.length)));
    else if (startsFactor(under)) {
      const last = wrt.pop() as Wrt;
      wrt.push({ ...last, tree: binary("*", last.tree, readAtom(under)) });
    } else {
      under.complain(`"${under.peek()?.text}" cannot be read here`);
      under.at++;
    }
  }
  if (!over.done) return derivative(readAll(over), wrt, order, c.since(from));
  return applied(c, order, wrt, from);
}

/** `\frac{\partial}{\partial X}` and what follows: the factors, the next one, or the whole sum. */
function applied(c: Cursor, order: number, wrt: readonly Wrt[], from: number): Tree {
  if (!startsFactor(c) && !c.isChar("-")) {
    c.complain("nothing stands behind the sign of differentiation", c.since(from));
    return { kind: "part", part: "other", what: "derivative", of: wrt.map((w) => w.tree), span: c.since(from) };
  }
  const start = c.at;
  const first = readFactor(c);
  const options = ["it binds the factors that follow", "it binds the next factor", "it binds the sum that follows"];
  const pick = c.done ? 1 : c.context.choices.choose("reach of an operator", c.since(from), options, `reach ${c.tokens[from]?.span[0]}`);
  const chain = pick === 1 ? first : continueTerm(c, continueChain(c, first));
  return derivative(pick === 2 ? (continueSum(c, chain, start) as Tree) : chain, wrt, order, c.since(from));
}

/** `\nabla_X f`, `\nabla^2 f(x)`, `\nabla_{xy}^2 f`. */
export function readNabla(c: Cursor, length = 1): Tree {
  const from = c.at;
  c.at += length;
  let order = 1;
  let wrt: Wrt[] = [];
  for (;;) {
    if (c.isChar("^")) {
      const before = c.at;
      order = readOrder(c);
      if (c.at === before) {
        c.at++;
        c.argument();
      }
    } else if (c.isChar("_")) {
      c.at++;
      const inner = c.argument();
      while (!inner.done) {
        if (startsFactor(inner)) wrt.push(wrtOf(readAtom(inner)));
        else inner.at++;
      }
    } else break;
  }
  if (wrt.length === 1 && order > 1) wrt = Array.from({ length: order }, () => wrt[0] as Wrt);
  if (!startsFactor(c)) {
    c.complain("nothing stands behind ∇", c.since(from));
    return { kind: "part", part: "other", what: "nabla", of: [], span: c.since(from) };
  }
  const bracketed = /^[([{]$/.test(c.peek()?.text ?? "");
  const first = readFactor(c);
  const made = (of: Tree): PartTree => ({
    kind: "part",
    part: "derivative",
    of,
    wrt: wrt.length > 0 ? wrt : argumentOf(of, order),
    order,
    sign: "nabla",
    span: c.since(from),
  });
  const applies = unscripted(first).kind === "call";
  const near = ["∇ binds the next factor", "∇ binds all factors that follow"];
  const options = applies ? near : near.toReversed();
  const wide =
    startsFactor(c) && options[c.context.choices.choose("reach of an operator", c.since(from), options, `reach ${c.tokens[from]?.span[0]}`)] !== near[0];
  if (wide) return made(continueChain(c, first));
  return first.kind === "transpose" && applies && !bracketed ? transpose(made(first.of), c.since(from)) : made(first);
}

/** The gradient of f(x) is by x, where that is the only argument. */
function argumentOf(of: Tree, order: number): Wrt[] {
  const [only, ...others] = of.kind === "call" && of.key !== undefined ? of.args : [];
  return only?.kind === "name" && others.length === 0 ? Array.from({ length: order }, () => ({ tree: only })) : [];
}

const unscripted = (t: Tree): Tree => (t.kind === "transpose" ? t.of : t.kind === "binary" && t.operator === "^" ? t.left : t);
