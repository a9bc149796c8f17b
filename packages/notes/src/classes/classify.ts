import type { Equality } from "../rows/equalities.ts";
import { callOf, hasDots, isConstant, isEntries, isSize, isZero, nameOf, plainOf } from "./shape.ts";
import { sentenceOf, useOf } from "./words.ts";

export type Class = "claim" | "definition" | "declaration" | "condition" | "elided" | "unreadable";

/** What a document has said so far in one scope. */
export interface Said {
  /** Names that have a meaning already. */
  readonly known: Set<string>;
  /** Letters of entries, by `C = (c_{ij})`. */
  readonly entries: Set<string>;
}

/**
 * The class of an equality, from its form and the words around it; never from whether it is true.
 * `next` is the equality behind it, which says whether `= 0` is there to be solved.
 */
export function classify(e: Equality, said: Said, next: Equality | undefined): Exclude<Class, "unreadable"> {
  const left = plainOf(e.left.source);
  const right = plainOf(e.right.source);
  const words = e.lead.kind === "words" ? (e.lead.words ?? "") : "";
  const sentence = `${sentenceOf(e.before)} ${words}`.trimEnd();
  const use = useOf(sentence);
  const name = keyOf(left);
  const differential = hasDifferential(e.right.source) && !hasDifferential(e.left.source);
  const naming = use !== undefined && (use.use === "naming" || use.use === "where");
  const fresh =
    name !== undefined &&
    (naming || !/'/.test(name)) &&
    !said.entries.has(name.replace(/_.*$/, "")) &&
    !differential &&
    (e.index === 0 || saysMore(e, left, said)) &&
    !e.carried &&
    e.lead.kind !== "implies" &&
    !mentions(right, name);

  if (e.sign === "\\in") return "declaration";
  if (isDenied(sentence, e)) return "condition";
  if (e.over) return "condition";
  if (isEntries(right) || (e.index === 0 && isDeclaration(left, right))) return "declaration";
  if (e.sign === "\\triangleq" || e.sign === ":=" || e.sign === "\\coloneqq") return "definition";
  const dotted = hasDots(e.left.source) || hasDots(e.right.source);
  if (use?.use === "definition" && use.distance < 24 && e.index === 0 && !isZero(right)) return "definition";
  if (!e.display && use?.use === "condition" && use.distance < 12 && e.lead.kind !== "implies") return "condition";
  if (words && use?.use === "condition" && use.distance < 3) return "condition";
  if (isZero(right) && solves(e, next, left, naming)) return "condition";
  // without a derivative it is an equation that something has to satisfy
  if (
    isZero(right) &&
    e.index === 0 &&
    !e.carried &&
    !/\\partial|\\nabla/.test(e.left.source) &&
    !hasDifferential(e.left.source) &&
    !/\bd\b|\\frac\s*\{\s*d/.test(left)
  )
    return "condition";
  if (e.index === 0 && !e.carried && isEigen(left, right)) return "condition";
  if (naming && e.index === 0 && !e.display && use.distance < 40)
    return name !== undefined || use.use === "where" || /^[A-Za-z\\{}\s]+\(/.test(left) ? "definition" : "condition";
  if (naming && use.use === "naming" && fresh && words) return "definition";
  if (fresh && !isConstant(right) && !said.known.has(name) && !((isZero(left) && left !== "O") || isZero(right))) return "definition";
  if (e.index === 0 && name !== undefined && !e.display && /\bsolutions? (?:is|are)\b[^.]*$|解[为是][^。]*$/.test(sentence) && !mentions(right, name))
    return "definition";
  if (isDifferentialName(left, right, said)) return "definition";
  return dotted ? "elided" : "claim";
}

/** `A v = \lambda v`: what a vector is an eigenvector of is told, not claimed. */
function isEigen(left: string, right: string): boolean {
  const m = /^(\\(?:lambda|mu|sigma|rho|theta|nu)(?:_\{?\w\}?)?)\s*(\\?[A-Za-z]+(?:\{[^{}]*\})?(?:\s*_\s*\{?\w\}?)?)$/.exec(right);
  return m !== null && left.endsWith(m[2] as string) && /^\\?[A-Za-z]+(?:\{\\?[A-Za-z]+\})?$/.test(left.slice(0, -(m[2] as string).length).trim());
}

const deniedBefore =
  /(?:\bnot (?:true|the case|correct) that|\bmistakes? (?:is|are|would be)(?: to (?:write|claim|say|use|think))?(?: that)?|\b(?:wrongly|incorrectly|mistakenly)(?: (?:write|writes|written|claims?))?|不能(?:写成|认为|得出)|错误地?(?:写成|认为|得出)|(?:常见的?)?错误(?:写法)?(?:是|为))\s*[:：]?\s*$/i;
const deniedBehind =
  /^[\s,，]*(?:一般|通常|往往|并|都|均|是)*(?:不成立|不对|不正确|错误|错的)|^[\s,，]*(?:in general\s+)?(?:does|do|is|are|would be|need)\s*(?:not|n't|wrong|false|incorrect)/i;

/** Does the text say that it does not hold? */
function isDenied(sentence: string, e: Equality): boolean {
  return e.last && (deniedBehind.test(e.after) || (e.index === 0 && deniedBefore.test(sentence)));
}

/** `y = f(x) = …`: the second sign says what f is, as y was only called by it. */
function saysMore(e: Equality, left: string, said: Said): boolean {
  const head = e.index === 1 ? nameOf(plainOf(e.head.source)) : undefined;
  const call = callOf(left);
  return head !== undefined && call !== undefined && call.name !== head && said.known.has(head) && nameOf(call.name) !== undefined;
}

/** `u = u(x)`, `W = l \times m`, `i = 1, …, n`, `A = (a_{ij})_{m \times n}`. */
function isDeclaration(left: string, right: string): boolean {
  const name = nameOf(left);
  if (name === undefined) return false;
  if (isSize(right) || isEntries(right)) return true;
  const call = callOf(right.replace(/\s*\\in\b.*$/, ""));
  if (call && left.replace(/[{}\s\\]/g, "") === call.name && /^[\s\\{}A-Za-z_\d,;]*$/.test(call.arguments)) return true;
  return /^-?\d+\s*,/.test(right) || (/^\d+$/.test(right) && /^[i-n]$/.test(name));
}

/** Under which key a side is a name: a letter with its indices, or a call with its arguments. */
function keyOf(plain: string): string | undefined {
  // `\ln L = …` says what L is
  const logarithm = /^\\(?:ln|log)(?![A-Za-z])\s*/.exec(plain);
  if (logarithm) return keyOf(plain.slice(logarithm[0].length));
  const call = callOf(plain);
  // a square that stands alone, `D^2 = …`
  const squared = /^\\?[A-Za-z]+(?=\s*\^\s*\{?\s*2\s*\}?$)/.exec(plain)?.[0];
  return nameOf(plain) ?? (squared && nameOf(squared)) ?? (call && `${call.name}(${call.arguments.replace(/\\parallel|\\\||\s/g, "").replace(/\|/g, "")})`);
}

const words =
  /\\?(?:softmax|sigmoid|exp|log|ln|tr|det|diag|vec|rank|sin|cos|tanh?|max|min|adj|frac|partial|left|right|top|mathbf|boldsymbol|mathrm|operatorname|text|sum|int|prod|lim|begin|end|[bp]matrix|cases|overline)(?![A-Za-z])/g;

/** Is the letter used on a side by itself, with the same indices, not inside a word? */
function mentions(side: string, name: string): boolean {
  const base = name.replace(/[_^(].*$/, "");
  const rest = side.replace(words, " ");
  if (base.length > 1) return new RegExp(`\\\\?${base}(?![A-Za-z])`).test(rest);
  const letters = rest.replace(/\\[A-Za-z]+/g, " ").replace(/[{}\s]/g, "");
  if (/[_^]/.test(name)) {
    const from = letters.indexOf(name);
    return from >= 0 && !/^[-+|\w]/.test(letters.slice(from + name.length));
  }
  return new RegExp(`${base}(?!_|\\^\\()`).test(letters);
}

/** Does a side hold `dX` or `d(…)`? */
function hasDifferential(source: string): boolean {
  const text = source
    .replace(/\\(?:frac|dfrac|tfrac)\s*\{\s*d\b[^{}]*\}\s*\{\s*d[^{}]*\}/g, " ")
    .replace(/\\int[\s\S]*/g, " ")
    .replace(words, " ");
  return /(?:^|[^A-Za-z\\_^]|[A-Z]|\\mathrm\s*\{)d(?:\}\s*)?\s*(?:[A-Z](?![a-z])|\(|\[|\\(?!in|le|ge|to|times|cdot)|[a-z](?![a-z]))/.test(text);
}

/** An equation that is there to be solved: `… = 0`, and the next line gives a letter of it. */
function solves(e: Equality, next: Equality | undefined, left: string, asked: boolean): boolean {
  if (asked) return true;
  // a gradient that was found, set to zero
  if (e.index > 0 && e.last && isDerivative(plainOf(e.head.source)) && !isDerivative(left)) return true;
  if (!e.last || !next || next.index !== 0) return false;
  const solution = nameOf(plainOf(next.left.source));
  return next.lead.kind === "implies" && solution !== undefined && mentions(left, solution);
}

const isDerivative = (plain: string): boolean => /^\\(?:[dt]?frac\s*\{\s*(?:\\partial|d(?![a-z]))|nabla)/.test(plain);

/** `dl = d(…)`, where l has no meaning yet. */
function isDifferentialName(left: string, right: string, said: Said): boolean {
  const name = differentialName(left);
  return (
    name !== undefined &&
    !said.known.has(name) &&
    // dp_j, where p is known, is an entry of dp
    !(/_[a-z]$/.test(name) && said.known.has(name.slice(0, -2))) &&
    !mentions(right.replace(/\bd\s*(?=[A-Za-z\\(])/g, ""), name) &&
    (/_/.test(name) || (/(?<![a-z])d\s*\(/.test(right.replace(words, " ")) && !/\\partial|\\nabla/.test(right)))
  );
}

function differentialName(plain: string): string | undefined {
  return /^(?:\\mathrm\{d\}|\\?d|\\mathrm d)\s*\{?\\?([A-Za-z](?:\s*_\s*\{?\w\}?)?)\}?$/.exec(plain)?.[1]?.replace(/[\s{}]/g, "");
}

/** Adds what an equality says to what is known. */
export function remember(e: Equality, of: Class, said: Said): void {
  const left = plainOf(e.left.source);
  const name = keyOf(left);
  const right = plainOf(e.right.source);
  if (isEntries(right)) {
    const letter = /[A-Za-z]+/.exec(right)?.[0];
    if (letter) said.entries.add(letter);
  }
  if (name !== undefined && (of === "definition" || of === "declaration")) said.known.add(name);
  const d = differentialName(left);
  if (d !== undefined && of === "definition") said.known.add(d);
}
