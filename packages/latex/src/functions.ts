/** Functions by their words: with brackets, without, with a power between word and argument. */
import { bare, functions } from "./commands.ts";
import type { Cursor } from "./cursor.ts";
import { readBars } from "./delimiters.ts";
import { divergence } from "./expectations.ts";
import { closesBar, continueChain, readAll, startsFactor } from "./expression.ts";
import { readFactor } from "./factor.ts";
import { guess } from "./guess.ts";
import { binary, call, number, type Tree, transpose } from "./tree.ts";
import type { Span } from "./types.ts";

const scalarValued = new Set("tr det logdet".split(" "));
/** Functions of the language with a first argument that a bar or a semicolon sets apart. */
const separators = [",", ";", "|"];

/** The arguments in the bracket that opens here; goes behind it. */
export function readArguments(c: Cursor): Tree[] {
  const inner = c.inside();
  if (inner.done) return [];
  const double = inner.split("‖").length === 2 ? "‖" : inner.split("|").length === 3 && inner.text().includes("||") ? "|" : undefined;
  if (double)
    return inner
      .split(double)
      .filter((p) => !p.done)
      .map((p) => readAll(p));
  const balanced = inner.text().split("|").length % 2 === 1;
  return inner.split(...(balanced ? separators.slice(0, 2) : separators)).map((p) => readAll(p));
}

/** Reads what a function's word, taken already, is applied to. */
export function readFunction(c: Cursor, word: string, from: number): Tree {
  const name = functions.get(word);
  let exponent: Tree | undefined;
  let primes = 0;
  let turned = false;
  let index: Tree[] | undefined;
  for (;;) {
    if (c.isChar("'")) {
      c.at++;
      primes++;
    } else if (c.isChar("_")) {
      c.at++;
      const inner = c.argument();
      if (!inner.done && !/^\d+$/.test(inner.text())) index = inner.split(",").map((p) => readAll(p));
    } else if (c.isChar("^") && /^([(]|[a-z\\|‖{[]|\d)/i.test(c.from(c.partner(c.at + 1) + 1).peek()?.text ?? "")) {
      c.at++;
      const script = c.argument();
      // `vec^T(A)`
      turned = /^(?:(?:mathrm|mathsf)\{)?(?:T|top|⊤|intercal)\}?$/.test(script.text()) && !c.context.known.declared.has("T");
      if (!turned) exponent = readAll(script);
    } else break;
  }
  const made = (args: readonly Tree[], span: Span): Tree => {
    if (name === "KL") return divergence(args, span);
    if (name === undefined) return { kind: "part", part: "other", what: word, of: args, span };
    const plain: Tree = matrixFunction(c, name, args)
      ? call(`${name}m`, args, span)
      : name === "log"
        ? logarithm(args, span)
        : { kind: "call", name, primes, args, span };
    const entry: Tree = index ? { kind: "index", of: plain, indices: index, span } : plain;
    if (turned) return transpose(entry, span);
    if (!exponent) return entry;
    return binary(guess(entry, c.context.known) === "scalar" ? "^" : ".^", entry, exponent);
  };
  const t = c.peek();
  if (t?.kind === "char" && (t.text === "(" || t.text === "[" || t.text === "{")) {
    const args = readArguments(c);
    return exponent ? made(args, c.since(from)) : powered(c, made(args, c.since(from)), from);
  }
  if (!bare.has(word) && !(t?.kind === "char" && /^[|‖]/.test(t.text))) {
    if (startsFactor(c) && functions.has(word)) return made([readFactor(c)], c.since(from));
    return { kind: "name", key: word, span: c.since(from) };
  }
  if (!startsFactor(c) || closesBar(c)) {
    c.complain(`${word} stands before nothing`, c.since(from));
    return made([number("0", c.place())], c.since(from));
  }
  const closed = /^(\||‖|\|<|‖<)$/.test(t?.text ?? "") || /^[dtc]?frac$|^sqrt$|^det$/.test(t?.text ?? "");
  const first = t?.text.startsWith("|") ? readBars(c) : readFactor(c);
  const options = ["it binds the factors that follow", "it binds the next factor"];
  const ordered = closed ? options.toReversed() : options;
  const more = startsFactor(c);
  const wide = more && ordered[c.context.choices.choose("reach of a function", c.since(from), ordered, `reach ${c.tokens[from]?.span[0]}`)] === options[0];
  return made([wide ? continueChain(c, first, true) : first], c.since(from));
}

/** `\sin X` of a matrix: entry by entry, or the function of matrices. */
function matrixFunction(c: Cursor, name: string, args: readonly Tree[]): boolean {
  const [of] = args;
  if (!/^(exp|log|sin|cos)$/.test(name) || args.length !== 1 || !of || guess(of, c.context.known) !== "matrix") return false;
  return c.context.choices.choose("exponential", of.span, [`${name} is entry by entry`, `${name} is the function of matrices`], `matrix ${name}`) === 1;
}

/** The logarithm of a determinant in bars, or of its absolute value, has its own word. */
function logarithm(args: readonly Tree[], span: Span): Tree {
  const [of] = args;
  if (args.length === 1 && of?.kind === "call") {
    const [inner] = of.args;
    if (of.name === "det" && of.bars) return call("logdet", of.args, span);
    if (of.name === "abs" && inner?.kind === "call" && inner.name === "det") return call("logdet", inner.args, span);
  }
  return call("log", args, span);
}

/** `tr(A)^{-1}`: a power of the trace, or the trace of a power. */
function powered(c: Cursor, of: Tree, from: number): Tree {
  if (of.kind !== "call" || !(scalarValued.has(of.name ?? "") || of.name === "vec") || !c.isChar("^") || of.args.length !== 1) return of;
  const sign = c.at;
  const text = c
    .from(c.at + 1)
    .argument()
    .text();
  if (/^[\d()]+$/.test(text) && of.name !== "tr") return of;
  const [arg] = of.args as [Tree];
  // a vector has no inverse
  if (of.name === "vec") {
    if (!/^-(?:1|T|top|⊤)$/.test(text)) return of;
    c.at++;
    c.argument();
    const inverse = call("inv", [arg], c.since(sign));
    return { ...of, args: [text === "-1" ? inverse : transpose(inverse, c.since(sign))], span: c.since(from) };
  }
  const turned = /^-?(T|top|⊤|intercal)$/.test(text);
  const options = ["the power is of the value", "the power is of the argument"];
  const ordered = turned ? options.toReversed() : options;
  if (ordered[c.context.choices.choose("power of a call", c.since(from), ordered, `power ${c.tokens[sign]?.span[0]}`)] === options[0]) return of;
  c.at++;
  const script = c.argument();
  const power = turned ? undefined : readAll(script);
  const inner: Tree =
    text === "-1"
      ? call("inv", [arg], c.since(sign))
      : power
        ? binary("^", arg, power)
        : transpose(text.startsWith("-") ? call("inv", [arg], arg.span) : arg, c.since(sign));
  return { ...of, args: [inner], span: c.since(from) };
}
