/** Atoms: numbers, symbols, function calls, fractions, brackets, bars, matrices. */
import { accents, arity, dots, fonts, foreignFunctions, functions, letters } from "./commands.ts";
import { Cursor } from "./cursor.ts";
import { readBars, readBracket } from "./delimiters.ts";
import { readFractionDerivative } from "./derivative.ts";
import { isDifferential, readAll } from "./expression.ts";
import { readFunction } from "./functions.ts";
import { guess } from "./guess.ts";
import { readEnvironment } from "./matrices.ts";
import { byRule, keyOf } from "./names.ts";
import { isName } from "./scripts.ts";
import { symbol } from "./symbols.ts";
import type { Token } from "./syntax.ts";
import { binary, call, number, type Tree } from "./tree.ts";
import { wordAhead } from "./words.ts";

/** Reads an atom, without scripts. Goes on by at least one token, if there is one. */
export function readPrimary(c: Cursor): Tree {
  const from = c.at;
  const t = c.peek();
  if (!t) {
    c.complain("an expression is missing here");
    return number("0", c.place());
  }
  switch (t.kind) {
    case "digit":
      return readNumber(c);
    case "letter":
      return readLetters(c);
    case "open": {
      const inner = c.inside();
      return inner.done ? number("0", c.since(from)) : readAll(inner);
    }
    case "begin":
      return readEnvironment(c);
    case "command":
      return readCommand(c);
    default:
      if (/^[([{⟨]$/.test(t.text)) return readBracket(c);
      if (/[|‖]/.test(t.text)) return readBars(c);
      c.at++;
      c.complain(`"${t.text}" cannot be read here`, t.span);
      return number("0", t.span);
  }
}

function readNumber(c: Cursor): Tree {
  const from = c.at;
  let text = "";
  while (c.peek()?.kind === "digit" && (text === "" || !c.peek()?.spaced)) text += c.tokens[c.at++]?.text;
  if (c.isChar(".") && c.peek(1)?.kind === "digit") {
    text += ".";
    c.at++;
    while (c.peek()?.kind === "digit") text += c.tokens[c.at++]?.text;
  }
  const span = c.since(from);
  // a numeral that is transposed or carries a size is a constant matrix
  const turned =
    c.isChar("^") &&
    /^(?:top|T|intercal|⊤)$/.test(
      c
        .from(c.at + 1)
        .argument()
        .text(),
    );
  if (text === "1" && (turned || c.isChar("_"))) return { kind: "part", part: "ones", indices: [], span };
  if (text === "0" && (turned || c.isChar("_"))) return { kind: "part", part: "zeros", indices: [], span };
  return number(text, span);
}

/** A run of letters: a declared name or a function's word where it begins with one, else one letter. */
function readLetters(c: Cursor): Tree {
  const from = c.at;
  const word = wordAhead(c);
  c.at += word?.length ?? 1;
  if (word !== undefined && !c.context.known.declared.has(word)) return readFunction(c, word, from);
  return symbol(c, word ?? (c.tokens[from]?.text as string), c.since(from));
}

function readCommand(c: Cursor): Tree {
  const from = c.at;
  const t = c.tokens[c.at++] as Token;
  const name = t.text;
  const letter = letters.get(name);
  if (letter !== undefined) return symbol(c, letter, t.span);
  if (fonts.has(name)) return readFont(c, t, from);
  if (accents.has(name)) return readAccent(c, name, from);
  if (name === "norm" && c.peek()?.kind === "open") return readBars(c, { inner: c.argument(), from });
  if (functions.has(name) || foreignFunctions.has(name)) return readFunction(c, name, from);
  if (dots.has(name)) return { kind: "part", part: "elided", span: t.span };
  if (/^[dtc]?frac$/.test(name)) return readFraction(c, from);
  if (/binom$/.test(name)) return other(c, from, name, 2);
  switch (name) {
    case "sqrt": {
      const of = readAll(c.argument());
      const whole = guess(of, c.context.known) === "matrix" && c.context.known.declared.size === 0;
      return call(whole ? "sqrtm" : "sqrt", [of], c.since(from));
    }
    case "root": {
      const index = readAll(c.argument());
      const of = readAll(c.argument());
      return binary("^", of, binary("/", number("1", index.span), index));
    }
    case "overset":
    case "underset":
    case "stackrel": {
      c.argument();
      return readAll(c.argument());
    }
    case "emptyset":
    case "varnothing":
      return { kind: "part", part: "set", set: "empty", dimensions: [], span: t.span };
    case "forall":
    case "exists":
    case "neg":
    case "not":
    case "angle":
    case "triangle":
    case "substack":
    case "sideset":
      if (arity.has(name)) c.argument();
      return { kind: "part", part: "other", what: name, of: [], span: c.since(from) };
    default:
      return readUnknown(c, t, from);
  }
}

function other(c: Cursor, from: number, what: string, count: number): Tree {
  const of = Array.from({ length: count }, () => readAll(c.argument()));
  return { kind: "part", part: "other", what, of, span: c.since(from) };
}

function readFraction(c: Cursor, from: number): Tree {
  const [over, under] = [c.argument(), c.argument()];
  const derivative = readFractionDerivative(c, over, under, from);
  if (derivative) return pointed(c, derivative, from);
  if (over.done || under.done) c.complain("a fraction lacks a part", c.since(from));
  const [above, below] = [readAll(over), readAll(under)];
  if (isDifferential(below)) c.complain("a divisor is a differential, without one above it", below.span);
  const tree = binary("/", above, below);
  return { ...tree, span: c.since(from) };
}

/** `\frac{\partial f}{\partial x}(x_0)`: the derivative at a point, where a name stands in the bracket. */
function pointed(c: Cursor, derivative: Tree, from: number): Tree {
  if (!c.isChar("(") || !isName(c.from(c.at + 1, c.partner()))) return derivative;
  const options = ["the derivative is taken at the point in brackets", "the derivative is multiplied by what is in brackets"];
  if (c.context.choices.choose("call", c.since(from), options, `point ${c.tokens[from]?.span[0]}`) === 1) return derivative;
  const point = readAll(c.inside());
  return { kind: "part", part: "other", what: "at", of: [derivative, point], span: c.since(from) };
}

/** `\mathbf{x}`, `\mathrm{tr}`, `\mathbb{R}`: a font for what stands in the group. */
function readFont(c: Cursor, t: Token, from: number): Tree {
  const font = fonts.get(t.text);
  const inner = c.argument();
  const span = c.since(from);
  const text = inner.text();
  if (inner.done) {
    c.complain(`\\${t.text} stands before nothing`, t.span, "repair");
    return number("0", span);
  }
  const plain = inner.tokens.slice(inner.at, inner.end).every((u) => u.kind === "letter" || u.kind === "digit" || u.text === "_" || u.kind === "char");
  if (font === "roman" && /^[A-Za-z][\w\\-]*$/.test(text) && text.length > 1 && plain) {
    const word = text.replace(/\\_|[-\\]/g, "_");
    return functions.has(word) || foreignFunctions.has(word) ? readFunction(c, word, from) : symbol(c, word, span);
  }
  if (/^[01]$/.test(text) && font !== "roman") return { kind: "part", part: text === "1" ? "ones" : "zeros", indices: [], span };
  const outer = c.context.font;
  c.context.font = font;
  const tree = readAll(new Cursor(inner.tokens, c.context, inner.at, inner.end));
  c.context.font = outer;
  return tree.kind === "name" ? { ...tree, span } : tree;
}

function readAccent(c: Cursor, name: string, from: number): Tree {
  const inner = c.argument();
  const of = readAll(inner);
  const word = accents.get(name) as string;
  if (of.kind === "name")
    return { kind: "name", key: word ? `${word} ${of.key}` : keyOf(of.key, of.key.includes(" ") ? undefined : "bold"), span: c.since(from) };
  if (of.kind === "index" && of.of.kind === "name") return { ...of, of: { ...of.of, key: word ? `${word} ${of.of.key}` : of.of.key } };
  return { kind: "part", part: "other", what: name, of: [of], span: c.since(from) };
}

/** A command that nobody defined: by the rule of its name, or as a name itself. */
function readUnknown(c: Cursor, t: Token, from: number): Tree {
  const rule = byRule(t.text);
  if (rule) {
    if (rule.letter === "1" || rule.letter === "0") return { kind: "part", part: rule.letter === "1" ? "ones" : "zeros", indices: [], span: t.span };
    const outer = c.context.font;
    if (rule.font) c.context.font = rule.font;
    const tree = symbol(c, rule.letter, t.span, rule.accent);
    c.context.font = outer;
    return tree;
  }
  c.complain(`\\${t.text} is not known: it is read as a name`, t.span, "repair", "command");
  return symbol(c, t.text.replace(/[^A-Za-z]/g, "") || "unknown", c.since(from));
}
