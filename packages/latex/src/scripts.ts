/** What stands behind an atom: subscripts, superscripts, primes, and the bracket of a function. */
import { letters } from "./commands.ts";
import type { Cursor } from "./cursor.ts";
import { divergence, isExpectation, readExpectation } from "./expectations.ts";
import { readArguments } from "./functions.ts";
import { kindOfKey } from "./known.ts";
import { partsOfKey } from "./names.ts";
import { raised } from "./powers.ts";
import { indexed } from "./subscripts.ts";
import { call, type Tree } from "./tree.ts";
import type { Span } from "./types.ts";

export function readScripts(c: Cursor, base: Tree): Tree {
  let tree = base;
  const start = base.span[0];
  const span = (): Span => [start, Math.max(base.span[1], c.tokens[c.at - 1]?.span[1] ?? 0)];
  if (isExpectation(c, tree)) {
    const of = readExpectation(c, tree, span);
    if (of) return of;
  }
  for (;;) {
    const t = c.peek();
    if (t?.kind !== "char") return tree;
    if (t.text === "'") {
      let primes = 0;
      while (c.isChar("'")) {
        c.at++;
        primes++;
      }
      tree = primed(c, tree, primes, span());
    } else if (t.text === "_") {
      c.at++;
      tree = indexed(c, tree, c.argument(), span);
    } else if (t.text === "^") {
      c.at++;
      const script = c.argument();
      if (script.done && c.isChar("'")) continue;
      const primes = /^'+$|^prime$/.test(script.text()) ? script.text().replace("prime", "'").length : 0;
      // a superscript that is a number belongs behind the subscript that follows it
      const later = /^\d+$/.test(script.text()) && c.isChar("_") ? c.from(c.at + 1) : undefined;
      if (later) {
        const index = later.argument();
        c.at = later.at;
        tree = indexed(c, tree, index, span);
      }
      tree = primes > 0 ? primed(c, tree, primes, span()) : raised(c, tree, script, span());
    } else if (t.text === "!" && !c.isChar("=", 1)) {
      c.at++;
      tree = call("factorial", [tree], span());
    } else if (t.text === "(") {
      const applied = apply(c, tree, span);
      if (!applied) return tree;
      tree = applied;
    } else return tree;
  }
}

/** Behind a name: primes of a function that is applied next, else a transpose. */
function primed(c: Cursor, tree: Tree, primes: number, span: Span): Tree {
  if (tree.kind === "name" && c.isChar("(")) {
    const kind = kindOfKey(c.context.known, tree.key);
    const { letter, font } = partsOfKey(tree.key);
    const habit = functionLetters.has(letter) || (font === undefined && !/^[A-Z]/.test(letter) && isName(c.from(c.at + 1, c.partner())));
    const functionHere = kind === "function" || kind === "elementwise" || (kind === undefined && habit);
    const options = ["' is a derivative", "' is a transpose"];
    const ordered = functionHere ? options : options.toReversed();
    if (ordered[c.context.choices.choose("prime", span, ordered, `prime ${tree.key}`)] === options[0]) {
      const args = readArguments(c);
      return { kind: "call", key: tree.key, primes, args, span: [span[0], c.tokens[c.at - 1]?.span[1] ?? span[1]] };
    }
  }
  if (tree.kind === "name" && primes > 1) return { kind: "name", key: `${tree.key} ${"prime ".repeat(primes).trim()}`, span };
  return { kind: "transpose", of: tree, span };
}

const greekNames: ReadonlySet<string> = new Set(letters.values());
/** Letters that functions are called by. */
export const functionLetters: ReadonlySet<string> = new Set("f g h phi psi sigma rho varphi ell l L J p q F".split(" "));

/** A bracket behind a name: the function applied, where it is one; undefined where it is a factor. */
function apply(c: Cursor, tree: Tree, span: () => Span): Tree | undefined {
  const { known, choices } = c.context;
  if (tree.kind !== "name") return undefined;
  const { key } = tree;
  const { letter, font, suffixes } = partsOfKey(key);
  if (letter === "KL" || (letter === "D" && suffixes.join() === "KL")) return divergence(readArguments(c), span());
  if (font === "calligraphic" && letter === "N") return distribution(c, span);
  const kind = kindOfKey(known, key);
  if (c.from(c.at + 1, c.partner()).split("=").length > 1) {
    c.inside();
    return { kind: "part", part: "other", what: "event", of: [], span: span() };
  }
  const inner = c.from(c.at + 1, c.partner());
  const bars = inner.split("|", "‖");
  // one bar sets arguments apart, `f(x | y)` and `f(p || q)`; two are a norm
  const apart = bars.length === 2 || (bars.length === 3 && bars[1]?.done === true);
  const pieces = apart ? bars : inner.split(",", ";");
  const single = inner.end - inner.at;
  const plain = pieces.length > 1 || isName(inner);
  const habit = functionLetters.has(letter) || (letter.length > 1 && !greekNames.has(letter));
  let certain: boolean | undefined;
  if (kind === "function" || kind === "elementwise") certain = true;
  else if (kind !== undefined) certain = false;
  else if (pieces.length > 1) certain = true;
  if (certain === undefined) {
    if (!plain && !habit) return undefined;
    if (!habit && single === 1 && inner.peek()?.kind === "digit") return undefined;
    const options = ["it is a function of what is in brackets", "it is multiplied by what is in brackets"];
    certain = choices.choose("call", tree.span, options, `call ${key}`) === 0;
  }
  if (!certain) return undefined;
  const args = readArguments(c);
  return { kind: "call", key, primes: 0, args, span: span() };
}

/** Is the stretch one symbol, with scripts perhaps? */
export function isName(c: Cursor): boolean {
  const t = c.peek();
  if (!t) return false;
  const next = c.from(c.at + 1);
  if (t.kind === "command" && next.peek()?.kind === "open") next.argument();
  else if (t.kind !== "letter" && t.kind !== "command") return false;
  while (next.isChar("_")) {
    next.at++;
    next.argument();
  }
  return next.done;
}

/** `\mathcal{N}(\mu, \Sigma)`, `\mathcal{N}(x | \mu, \Sigma)`. */
function distribution(c: Cursor, span: () => Span): Tree {
  const args = readArguments(c);
  return args.length === 2 ? call("normal", args, span()) : { kind: "part", part: "other", what: "normal", of: args, span: span() };
}
