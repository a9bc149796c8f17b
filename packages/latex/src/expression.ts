/** Sums, terms and chains of factors. Juxtaposition binds tighter than the entry-wise and the Kronecker product, these tighter than a sum. */
import { isRelation } from "./brackets.ts";
import { functions, implications, infixes } from "./commands.ts";
import type { Cursor } from "./cursor.ts";
import { readFactor } from "./factor.ts";
import { guess } from "./guess.ts";
import { partsOfKey } from "./names.ts";
import type { Token } from "./syntax.ts";
import { binary, call, isNumber, number, type Tree } from "./tree.ts";

const deepest = 200;

/** Tokens that are nothing between factors. */
function skipLayout(c: Cursor): void {
  for (;;) {
    const t = c.peek();
    if (t?.kind === "char" && /^(\\quad|&|\\\\|\\[_$#])$/.test(t.text)) c.at++;
    else return;
  }
}

/** Does the token end a sum? */
function ends(t: Token): boolean {
  if (t.kind === "words" || t.kind === "close" || t.kind === "end") return true;
  if (t.kind === "char") return /^[,;:?.)\]}⟩]$/.test(t.text) || t.text.startsWith(">") || isRelation(t);
  return t.kind === "command" && (isRelation(t) || implications.has(t.text));
}

/** Does a bar here close the one that is open? */
export function closesBar(c: Cursor): boolean {
  const t = c.peek();
  const open = c.context.bars.at(-1);
  if (t?.kind !== "char" || open === undefined) return false;
  return t.text === open || t.text === `>${open}` || (open === "||" && t.text === "|" && c.isChar("|", 1));
}

/** Reads a sum: `a + b - c`. What does not belong to it is left. Where there is none, a diagnostic, and 0. */
export function readSum(c: Cursor): Tree {
  const from = c.at;
  if (++c.context.depth > deepest) {
    if (c.context.depth === deepest + 1) c.complain("nested too deeply", c.place(), "error", "depth");
    c.at = c.end;
    c.context.depth--;
    return number("0", c.since(from));
  }
  skipLayout(c);
  const sum = continueSum(c, undefined, from);
  c.context.depth--;
  return sum ?? number("0", c.since(from));
}

/** Reads on behind a first term, if there is one. */
export function continueSum(c: Cursor, first: Tree | undefined, from: number): Tree | undefined {
  let sum = first;
  for (;;) {
    const sign = readSign(c);
    if (!sign && sum) break;
    const term = readTerm(c);
    if (!term) {
      if (!sum || sign) c.complain(sign ? "nothing stands behind the sign" : "an expression is missing here");
      break;
    }
    const signed: Tree = sign === "-" && !sum ? { kind: "minus", of: term, span: [c.tokens[from]?.span[0] ?? term.span[0], term.span[1]] } : term;
    sum = sum ? binary(sign === "-" ? "-" : "+", sum, term) : signed;
    skipLayout(c);
  }
  return sum;
}

/** The signs before a term as one; none where no sign stands here. */
function readSign(c: Cursor): "+" | "-" | undefined {
  let sign: "+" | "-" | undefined;
  for (;;) {
    skipLayout(c);
    const t = c.peek();
    const minus = c.isChar("-");
    if (t && (c.isCommand("pm") || c.isCommand("mp"))) {
      const upper = c.context.choices.choose("product sign", t.span, ["the upper signs", "the lower signs"], "plus or minus") === 0;
      sign = (t.text === "pm") === upper ? "+" : "-";
    } else if (minus || c.isChar("+")) sign = minus === (sign !== "-") ? "-" : "+";
    else return sign;
    c.at++;
  }
}

const loose = new Set(["odot", "circ", "otimes", "oslash", "times", "oplus"]);

function operatorAt(c: Cursor): string | undefined {
  const t = c.peek();
  return t && (t.kind === "command" || t.kind === "char") ? infixes.get(t.text) : undefined;
}

/** Reads a term: chains with `\odot`, `\otimes` and the like between. */
function readTerm(c: Cursor): Tree | undefined {
  const first = readChain(c);
  return first && continueTerm(c, first);
}

/** Reads on behind a first chain. */
export function continueTerm(c: Cursor, first: Tree): Tree {
  let left = first;
  for (;;) {
    skipLayout(c);
    const operator = operatorAt(c);
    if (!operator || !loose.has(operator)) return left;
    const sign = c.peek() as Token;
    c.at++;
    skipLayout(c);
    const right = readChain(c);
    if (!right) {
      c.complain(`nothing stands behind ${sign.kind === "command" ? "\\" : ""}${sign.text}`, sign.span);
      return left;
    }
    left = combined(c, operator, sign, left, right);
  }
}

/** Is it made like a size: `m`, `n - 1`, `2`? */
function isSize(t: Tree): boolean {
  if (t.kind === "binary") return (t.operator === "+" || t.operator === "-" || t.operator === "*") && isSize(t.left) && isSize(t.right);
  return t.kind === "number" || (t.kind === "name" && /^[dhklmnpqrsDKLMNPT]$/.test(t.key));
}

function combined(c: Cursor, operator: string, sign: Token, left: Tree, right: Tree): Tree {
  const { choices, known } = c.context;
  const kronecker = () => call("kron", [left, right], [left.span[0], right.span[1]]);
  switch (operator) {
    case "odot":
      return binary(".*", left, right);
    case "oslash":
      return binary("./", left, right);
    case "otimes":
      return choices.choose("product sign", sign.span, ["⊗ is the Kronecker product", "⊗ is entry by entry"], "otimes") === 0
        ? kronecker()
        : binary(".*", left, right);
    case "circ": {
      const k = choices.choose("product sign", sign.span, ["∘ is entry by entry", "∘ is the product", "∘ is the Kronecker product"], "circ");
      return k === 0 ? binary(".*", left, right) : k === 1 ? binary("*", left, right) : kronecker();
    }
    case "times": {
      const cross = () => call("cross", [left, right], [left.span[0], right.span[1]]);
      const size = [left, right].every(isSize) && (left.kind !== "number" || right.kind !== "number");
      if (!size && (guess(left, known) === "scalar" || guess(right, known) === "scalar")) return binary("*", left, right);
      const plain = guess(left, known) === "matrix" && guess(right, known) === "matrix" && left.kind !== "part" && right.kind !== "part";
      const options = size
        ? ["× is between sizes", "× is the cross product"]
        : plain
          ? ["× is the product", "× is the cross product"]
          : ["× is the cross product", "× is the product"];
      const chosen = options[choices.choose(size ? "size" : "product sign", sign.span, options, "times")] as string;
      if (chosen.endsWith("sizes")) return { kind: "part", part: "set", set: "", dimensions: [left, right], span: [left.span[0], right.span[1]] };
      return chosen.endsWith("cross product") ? cross() : binary("*", left, right);
    }
    default:
      return { kind: "part", part: "other", what: operator, of: [left, right], span: [left.span[0], right.span[1]] };
  }
}

/** May a factor begin here? */
export function startsFactor(c: Cursor): boolean {
  const t = c.peek();
  if (!t || ends(t) || closesBar(c)) return false;
  if (t.kind === "char") return /^[([{⟨|‖]/.test(t.text) || t.text === "'" || t.text === "!" ? t.text !== "'" && t.text !== "!" : false;
  return operatorAt(c) === undefined && !c.isCommand("pm") && !c.isCommand("mp");
}

/** A bar with a point under it behind a factor, `|_{x = 0}`, none being open. */
function evaluationBar(c: Cursor): boolean {
  const t = c.peek();
  return t?.kind === "char" && /^>?\|$/.test(t.text) && c.isChar("_", 1) && !c.context.bars.includes("|");
}

/** Is a function without brackets about to begin, or an operator with a body? */
function startsReach(c: Cursor): boolean {
  const t = c.peek();
  return t?.kind === "command" && (functions.has(t.text) || /^(sum|prod|int|lim|max|min|arg|nabla)$/.test(t.text));
}

/** Reads factors side by side, with `\cdot`, `/` and `\` between. `apart` stops before a function or big operator. */
function readChain(c: Cursor, apart = false): Tree | undefined {
  skipLayout(c);
  if (c.done || (!startsFactor(c) && !c.isChar("-") && !c.isChar("+"))) return undefined;
  return continueChain(c, readFactor(c), apart);
}

/** Reads on behind a first factor. */
export function continueChain(c: Cursor, first: Tree, apart = false): Tree {
  let left: Tree = first;
  for (;;) {
    skipLayout(c);
    const operator = operatorAt(c);
    const digits = left.kind === "number" && operator === "times" && c.peek(1)?.kind === "digit";
    if (operator && (!loose.has(operator) || digits)) {
      const sign = c.peek() as Token;
      c.at++;
      skipLayout(c);
      if (c.done || (!startsFactor(c) && !c.isChar("-") && !c.isChar("+"))) {
        c.complain(`nothing stands behind ${sign.text}`, sign.span);
        return left;
      }
      const right = readFactor(c);
      if (operator === "slash") left = divided(c, sign, left, right);
      else if (sign.text === "cdot" && boldVector(c, left) && boldVector(c, right)) left = dotted(c, sign, left, right);
      else left = binary(operator === "backslash" ? "\\" : "*", left, right);
    } else if (evaluationBar(c)) {
      const from = c.at++;
      while (c.isChar("_") || c.isChar("^")) {
        c.at++;
        c.argument();
      }
      left = { kind: "part", part: "other", what: "at", of: [left], span: [left.span[0], c.since(from)[1]] };
    } else if (startsFactor(c) && !(apart && startsReach(c))) {
      const right = readFactor(c);
      // a numeral never follows side by side: it is the vector of ones
      left = binary("*", left, isNumber(right, "1") ? { kind: "part", part: "ones", indices: [], span: right.span } : right);
    } else return left;
  }
}

/** Is it set as a vector: bold, or under an arrow, and of no matrix's letter? */
function boldVector(c: Cursor, t: Tree): boolean {
  // a member of a family of vectors is one
  const name = t.kind === "index" && t.indices.length === 1 ? t.of : t;
  return name.kind === "name" && partsOfKey(name.key).font === "bold" && guess(name, c.context.known) === "vector";
}

/** `\mathbf{u} \cdot \mathbf{v}` of two vectors. */
function dotted(c: Cursor, sign: Token, left: Tree, right: Tree): Tree {
  const product = c.context.choices.choose("product sign", sign.span, ["· is the scalar product", "· is the product"], "cdot") === 1;
  return product ? binary("*", left, right) : call("dot", [left, right], [left.span[0], right.span[1]]);
}

/** Is it a differential by itself, which nothing is divided by? */
export const isDifferential = (t: Tree): boolean => t.kind === "part" && t.part === "differential";

/** `a/bc`: the divisor is one factor, or all that stand side by side. */
function divided(c: Cursor, sign: Token, left: Tree, first: Tree): Tree {
  if (isDifferential(first)) c.complain("a divisor is a differential, without one above it", first.span);
  if (first.kind === "number" || !startsFactor(c)) return binary("/", left, first);
  if (c.context.choices.choose("slash", sign.span, ["the divisor is one factor", "the divisor is all that follows"]) === 0) return binary("/", left, first);
  let under: Tree = first;
  for (skipLayout(c); startsFactor(c); skipLayout(c)) under = binary("*", under, readFactor(c));
  return binary("/", left, under);
}

/** Reads all of a stretch as one expression; what is left over is told and passed over. */
export function readAll(c: Cursor): Tree {
  skipLayout(c);
  if (c.end - c.at === 1 && c.isCommand("cdot")) {
    // the place of an argument
    c.at++;
    return { kind: "part", part: "other", what: "place", of: [], span: c.since(c.at - 1) };
  }
  const outer = c.context.bars.splice(0);
  let tree = readSum(c);
  for (skipLayout(c); !c.done; skipLayout(c)) {
    const from = c.at;
    c.complain(`"${c.peek()?.text}" cannot be read here`, c.peek()?.span);
    c.at++;
    while (!c.done && !startsFactor(c)) c.at++;
    if (!c.done) tree = binary("*", tree, readSum(c));
    if (c.at === from) break;
  }
  c.context.bars.push(...outer);
  return tree;
}
