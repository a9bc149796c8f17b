/** Subscripts: indices of entries and samples, sizes of constants, words that are part of a name. */
import type { Cursor } from "./cursor.ts";
import { readAll } from "./expression.ts";
import { readArguments } from "./functions.ts";
import { guess } from "./guess.ts";
import { declaredName, kindOfKey, seenLetter } from "./known.ts";
import { keyOf, partsOfKey } from "./names.ts";
import { dimensions } from "./powers.ts";
import type { Token } from "./syntax.ts";
import { call, type Tree, transpose } from "./tree.ts";
import type { Span } from "./types.ts";

const indexLetters = /^[i-np-tNM]$/;

const boundIn = new WeakMap<readonly Token[], ReadonlySet<string>>();

/** The letters that a sum of the formula binds, `\\sum_{a,b=1}^n`: indices whatever they are. */
function boundLetters(tokens: readonly Token[]): ReadonlySet<string> {
  const known = boundIn.get(tokens);
  if (known) return known;
  const found = new Set<string>();
  tokens.forEach((t, k) => {
    if (t.kind !== "command" || !/^(sum|prod)$/.test(t.text) || tokens[k + 1]?.text !== "_") return;
    const group = tokens[k + 2]?.kind === "open";
    for (let j = group ? k + 3 : k + 2; j < tokens.length; j++) {
      const u = tokens[j] as Token;
      if (u.kind === "letter") found.add(u.text);
      else if (u.text !== ",") break;
      if (!group) break;
    }
  });
  boundIn.set(tokens, found);
  return found;
}

/** What a subscript says, token by token. */
interface Script {
  readonly text: string;
  /** Only letters that are indices, digits, `i-1` and the like, in one or two places. */
  readonly places?: readonly Cursor[];
  readonly digits: boolean;
  readonly sized: boolean;
}

function scriptOf(script: Cursor): Script {
  const text = script.text();
  const bound = boundLetters(script.tokens);
  const sized = script.tokens.slice(script.at, script.end).some((t) => t.kind === "command" && t.text === "times");
  const digits = /^\d+$/.test(text);
  const stripped = /^\((.*)\)$/.test(text) && script.partner() === script.end - 1 ? script.from(script.at + 1, script.end - 1) : script;
  let pieces = stripped.split(",").filter((p) => !p.done);
  if (pieces.length === 1) {
    const [only] = pieces as [Cursor];
    const singles = only.tokens.slice(only.at, only.end);
    const juxtaposed =
      singles.length > 1 &&
      singles.length <= 3 &&
      singles.every((t) => (t.kind === "letter" && (indexLetters.test(t.text) || bound.has(t.text))) || t.kind === "digit" || /^[:*]$|^cdot$/.test(t.text));
    if (juxtaposed && !digits && singles.length === 2) pieces = [only.from(only.at, only.at + 1), only.from(only.at + 1, only.end)];
  }
  const isPlace = (p: Cursor) => /^([:*]|cdot|[a-zN]([-+](\d|[a-z]))?|\d+|sigma\(.*\)|pi\(.*\)|\d?[a-z])$/.test(p.text()) && pieceOk(p);
  return { text, digits, sized, ...(pieces.length > 0 && pieces.length <= 2 && pieces.every(isPlace) && { places: pieces }) };
}

/** A single letter is an index only where letters are used as such. */
function pieceOk(p: Cursor): boolean {
  const t = p.peek();
  return p.end - p.at > 1 || t?.kind !== "letter" || indexLetters.test(t.text) || boundLetters(p.tokens).has(t.text);
}

const isAll = (p: Cursor): boolean => /^([:*]|cdot)$/.test(p.text());

/** The base with its subscript. */
export function indexed(c: Cursor, base: Tree, script: Cursor, span: () => Span): Tree {
  const s = scriptOf(script);
  if (script.done) {
    c.complain("a subscript is empty", span(), "repair");
    return base;
  }
  if (base.kind === "name") return indexedName(c, base, script, s, span());
  if (base.kind === "part" && (base.part === "ones" || base.part === "zeros")) return sizedConstant(base, script, span());
  if (base.kind === "part" && base.part === "set") return { ...base, set: `${base.set}${s.text}` };
  if (s.sized) return { ...base, span: span() };
  if (/^times$/.test(s.text)) return call("skew", [base], span());
  if (s.text === "+") return call("max", [base, { kind: "number", text: "0", span: span() }], span());
  if (s.text === "F" && base.kind === "call") return base;
  if (s.places) return entryOf(base, s.places, span());
  if (s.digits) return { kind: "index", of: base, indices: [readAll(script)], span: span() };
  // an annotation of what stands in brackets, `(\cdot)_{n \times n}`, or a point
  c.complain(`the subscript ${s.text} cannot be read`, span());
  return base;
}

/** `X_{ij}`, `X_{:,j}`, `X_{i,:}`. */
function entryOf(of: Tree, places: readonly Cursor[], span: Span): Tree {
  const [first, second] = places as readonly [Cursor, Cursor | undefined];
  if (second && isAll(first) && isAll(second)) return of;
  if (second && isAll(first)) return { kind: "index", of, indices: [readAll(second)], span };
  if (second && isAll(second)) return transpose({ kind: "index", of: transpose(of, span), indices: [readAll(first)], span }, span);
  return { kind: "index", of, indices: places.map((p) => readAll(p)), span };
}

/** `\mathbf{1}_n`, `0_{m \times n}`. */
function sizedConstant(base: Tree & { kind: "part" }, script: Cursor, span: Span): Tree {
  const sizes = dimensions(script);
  return call(base.part as string, sizes, span);
}

function indexedName(c: Cursor, base: Tree & { kind: "name" }, script: Cursor, s: Script, span: Span): Tree {
  const { known, choices } = c.context;
  const { letter, font, accents } = partsOfKey(base.key);
  const own = kindOfKey(known, base.key);
  const suffixed = (): Tree => ({ kind: "name", key: `${base.key} ${words(script)}`, span });
  if (declaredName(known, `${base.key} ${words(script)}`) !== undefined) return suffixed();
  if (own === undefined) {
    const constant = constantOf(c, base, script, s, span);
    if (constant) return constant;
  }
  if (s.sized) return { ...base, span };
  if (s.places?.length === 2 && /^\(/.test(s.text)) return entryOf({ ...base, key: `${base.key} paren` }, s.places, span);
  if (s.places?.length === 2 || (s.digits && s.text.length === 2 && own === "matrix")) {
    const places = s.places?.length === 2 ? s.places : [script.from(script.at, script.at + 1), script.from(script.at + 1, script.end)];
    return entryOf({ ...base, key: own ? base.key : whole(c, letter, font, accents, 2) }, places, span);
  }
  if (s.digits && own === undefined) {
    const capital = /^[a-z]$/.test(letter) && font === undefined && seenLetter(known, letter.toUpperCase()) !== undefined;
    const both = s.text.length === 2 && (guess(base, known) === "matrix" || capital);
    const options = ["the numeral is part of the name", "the numeral is an index"];
    const seen =
      seenLetter(known, letter.toUpperCase()) === undefined &&
      seenLetter(known, letter) !== undefined &&
      font === undefined &&
      known.seen.has(keyOf(letter, "bold"));
    const ordered = both || seen ? options.toReversed() : options;
    if (ordered[choices.choose("index", span, ordered, `numeral ${base.key}`)] === options[0]) return suffixed();
    if (appliedNext(c)) {
      const value: Tree = { kind: "call", key: whole(c, letter, font, accents, 1), primes: 0, args: readArguments(c), span };
      return { kind: "index", of: value, indices: [readAll(script)], span };
    }
    const places = both ? [script.from(script.at, script.at + 1), script.from(script.at + 1, script.end)] : [script];
    return entryOf({ ...base, key: whole(c, letter, font, accents, places.length) }, places, span);
  }
  if (s.places && appliedNext(c)) {
    const args = readArguments(c);
    const value: Tree = { kind: "call", key: whole(c, letter, font, accents, 1), primes: 0, args, span };
    return { kind: "index", of: value, indices: s.places.map((p) => readAll(p)), span };
  }
  if (s.places || (s.digits && own !== undefined)) {
    if (own === "scalar" || own === "function") return suffixed();
    const options = ["the subscript is an index", "the subscript is part of the name"];
    if (own === undefined && choices.choose("index", span, options, `index ${base.key}`) === 1) return suffixed();
    return entryOf({ ...base, key: own ? base.key : whole(c, letter, font, accents, 1) }, s.places ?? [script], span);
  }
  return suffixed();
}

/** Is the indexed name applied to plain names: `u_i(x)`? */
function appliedNext(c: Cursor): boolean {
  if (!c.isChar("(")) return false;
  const inner = c.from(c.at + 1, c.partner());
  // a letter, or one in its font
  const bold = inner.peek()?.kind === "command" && inner.end - inner.at === 4 && inner.peek(1)?.kind === "open" && inner.peek(3)?.kind === "close";
  return (inner.end - inner.at === 1 && inner.peek()?.kind !== "digit") || bold;
}

/** The symbol that a letter with indices is an entry of: small x_{ij} of X, plain x_i of the bold x, where the formula has them. */
function whole(c: Cursor, letter: string, font: ReturnType<typeof partsOfKey>["font"], accents: readonly string[], indices: number): string {
  const { known } = c.context;
  const own = keyOf(letter, font, accents);
  if (font !== undefined || accents.length > 0) return own;
  if (indices === 2 && /^[a-z]$/.test(letter)) {
    const capital = letter.toUpperCase();
    const seen = seenLetter(known, capital) ?? (known.declared.has(capital) ? capital : undefined);
    if (seen) return seen;
  }
  return known.seen.has(keyOf(letter, "bold")) ? keyOf(letter, "bold") : own;
}

/** A subscript as the end of a name: `hat`, `1`, `t-1` as `tm1`. */
function words(script: Cursor): string {
  return script.tokens
    .slice(script.at, script.end)
    .map((t) =>
      t.kind === "command"
        ? /^(mathrm|text|mathbf|operatorname|boldsymbol|mathit|mathsf)$/.test(t.text)
          ? ""
          : t.text
        : t.text === "-"
          ? "m"
          : t.text === "+"
            ? "p"
            : t.text === ","
              ? " "
              : t.text,
    )
    .join("")
    .replace(/[^\p{L}\p{N} ]/gu, "")
    .trim()
    .replace(/ +/g, " ");
}

/** Letters that are constants where nothing else is declared by them: `I_n`, `e_i`, `E_{ij}`, `\delta_{ij}`, `K_{m,n}`, `\lambda_{\max}(A)`. */
function constantOf(c: Cursor, base: Tree & { kind: "name" }, script: Cursor, s: Script, span: Span): Tree | undefined {
  const { letter, font } = partsOfKey(base.key);
  if (font === "calligraphic") return undefined;
  const sizes = () => dimensions(script);
  switch (letter) {
    case "I":
      return /^([ijkl],?[ijkl]|.*[:*])$/.test(s.text) || /[^\w+\-^,{}()]|mathrm|text/.test(s.text.replace(/times/g, ""))
        ? undefined
        : call("eye", sizes().slice(0, 1), span);
    case "O":
      return s.sized ? call("zeros", sizes(), span) : undefined;
    case "e":
      return s.places?.length === 1 ? { kind: "part", part: "unit", indices: s.places.map((p) => readAll(p)), span } : undefined;
    case "E":
      return font !== "blackboard" && s.places?.length === 2 && !s.places.some(isAll)
        ? { kind: "part", part: "unit", indices: s.places.map((p) => readAll(p)), span }
        : undefined;
    case "delta":
      return s.places?.length === 2
        ? call(
            "delta",
            s.places.map((p) => readAll(p)),
            span,
          )
        : undefined;
    case "K":
      return s.places?.length === 2 && s.text.includes(",") && s.places.every((p) => /^[mnpqdN]$|^\d+$/.test(p.text()))
        ? call(
            "comm",
            s.places.map((p) => readAll(p)),
            span,
          )
        : undefined;
    case "lambda": {
      if (!/^(max|mathrm\{max\}|operatorname\{max\})$/.test(s.text) || !c.isChar("(")) return undefined;
      return call("lambdamax", [readAll(c.inside())], span);
    }
    default:
      return undefined;
  }
}
