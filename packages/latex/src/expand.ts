/** Macros expanded, layout taken away: what is left are letters, signs, commands with a meaning and the groups that belong to them. */
import {
  accents,
  arity,
  fonts,
  foreignFunctions,
  functions,
  infixes,
  letters,
  relations,
  silent,
  spaces,
  switches,
  textual,
  wideSpaces,
  wrappers,
} from "./commands.ts";
import { isDefinition, type MacroTable, type Pending, readyMacro, sourceOf, substituted, takeArgument, takeDefinition, takeOptional } from "./macros.ts";
import { byRule, runTogether } from "./names.ts";
import type { Token } from "./syntax.ts";
import type { LatexDiagnostic, Span } from "./types.ts";
import { raisedTop } from "./unicode.ts";

/** Delimiters as signs: `<` after a bar that opens, `>` before one that closes. */
const delimiters: Readonly<Record<string, string>> = {
  "{": "{",
  "}": "}",
  lbrace: "{",
  rbrace: "}",
  lbrack: "[",
  rbrack: "]",
  lparen: "(",
  rparen: ")",
  langle: "⟨",
  rangle: "⟩",
  lvert: "|<",
  rvert: ">|",
  lVert: "‖<",
  rVert: ">‖",
  "|": "‖",
  Vert: "‖",
  parallel: "‖",
  vert: "|",
  mid: "|",
  colon: ":",
  lfloor: "[",
  rfloor: "]",
  lceil: "[",
  rceil: "]",
  prime: "'",
  intercal: "⊤",
};
const mostTokens = 60_000;

export interface Expansion {
  readonly source: string;
  readonly macros: MacroTable;
  /** Bodies of the macros defined on the way. */
  readonly texts: Map<string, string>;
  readonly complain: (d: LatexDiagnostic) => void;
  budget: number;
  /** Has it been said that the budget is spent? */
  told: boolean;
  /** How many superscripts and subscripts are open. */
  scripts: number;
}

export function expansion(source: string, macros: MacroTable, texts: Map<string, string>, complain: (d: LatexDiagnostic) => void): Expansion {
  return { source, macros, texts, complain, budget: mostTokens, told: false, scripts: 0 };
}

const isScript = (t: Token | undefined): boolean => t?.text === raisedTop || (t?.kind === "char" && (t.text === "^" || t.text === "_" || t.text === "'"));

const isClosing = (t: Token | undefined): boolean => t?.kind === "char" && /^[)\]]$/.test(t.text);

/** Does a bracket stay open in the tokens? */
const isOpen = (tokens: readonly Token[]): boolean =>
  tokens.reduce((d, t) => (t.kind !== "char" ? d : /^[([]$/.test(t.text) ? d + 1 : /^[)\]]$/.test(t.text) ? d - 1 : d), 0) > 0;

/** How many groups are open at a token. */
function levelAt(tokens: readonly Token[], at: number): number {
  let level = 0;
  for (let k = 0; k < at; k++)
    level += tokens[k]?.kind === "open" || tokens[k]?.kind === "begin" ? 1 : tokens[k]?.kind === "close" || tokens[k]?.kind === "end" ? -1 : 0;
  return level;
}

/** Expands a list of tokens; what was complained about is left out. */
export function expand(tokens: readonly Token[], x: Expansion): Token[] {
  const pending: Pending = [...tokens].reverse();
  const out: Token[] = [];
  let spaced = false;
  const lefts: number[] = [];
  const push = (t: Token): void => {
    out.push(spaced && !t.spaced ? { ...t, spaced: true } : t);
    spaced = false;
  };
  const inner = (part: readonly Token[]) => expand(part, x);
  const group = (content: readonly Token[], span: Span): Token[] => {
    const last = Math.max(span[1], content.at(-1)?.span[1] ?? 0);
    const end = content.length > 0 && x.source[last] === "}" ? last + 1 : last;
    return [{ kind: "open", text: "{", span }, ...content, { kind: "close", text: "}", span: [end, end] }];
  };
  for (let t = pending.pop(); t; t = pending.pop()) {
    if (--x.budget < 0) {
      if (!x.told) x.complain({ severity: "error", code: "length", message: "the macros expand without end", span: t.span });
      x.told = true;
      break;
    }
    if (t.spaced) spaced = true;
    if (t.kind === "open") {
      const font = switches.get(pending.at(-1)?.kind === "command" ? (pending.at(-1)?.text as string) : "");
      if (font !== undefined) {
        // `{\bf A X}^T`: a command with its argument, which `\mathbf{A X}^T` is
        pending[pending.length - 1] = t;
        pending.push({ kind: "command", text: font, span: t.span });
        continue;
      }
      pending.push(t);
      const span = t.span;
      const content = inner(takeArgument(pending));
      if (isScript(pending.at(-1)) && content.length > 0) for (const u of group(content, span)) push(u);
      else for (const u of content) push(u);
    } else if (t.kind === "char") sign(t);
    else if (t.kind === "begin" && t.text === "array") {
      push(t);
      takeOptional(pending);
      if (pending.at(-1)?.kind === "open") takeArgument(pending);
    } else if (t.kind === "command") command(t);
    else if (t.kind !== "close") push(t);
  }
  const over = out.findIndex((t, k) => t.kind === "command" && t.text === "over" && levelAt(out, k) === 0);
  if (over < 0) return out;
  const span = (out[over] as Token).span;
  return [{ kind: "command", text: "frac", span }, ...group(out.slice(0, over), span), ...group(out.slice(over + 1), span)];

  function sign(t: Token): void {
    if (t.text === "{" || t.text === "}") {
      x.complain({ severity: "repair", code: "brackets", message: `a brace "${t.text}" without its partner is left out`, span: t.span });
      spaced = true;
    } else if (t.text === "." && pending.at(-1)?.text === "." && pending.at(-1)?.kind === "char") {
      let end = t.span[1];
      while (pending.at(-1)?.text === ".") end = (pending.pop() as Token).span[1];
      push({ kind: "command", text: "dots", span: [t.span[0], end] });
    } else if (t.text === "\\") spaced = true;
    else if (t.text === "~" || t.text === "$" || t.text === "#") spaced = true;
    else if (t.text === "^" || t.text === "_") {
      push(t);
      if (pending.at(-1)?.kind === "open" || !isScript(pending.at(-1))) {
        x.scripts++;
        const script = group(inner(scriptArgument()), t.span);
        x.scripts--;
        for (const u of script) push(u);
      }
    } else push(t);
  }

  /** What a `^` or `_` takes: a group, one token, a command with its arguments. */
  function scriptArgument(): Token[] {
    const next = pending.at(-1);
    const known = next?.kind === "command" && !byRule(next.text) && !x.macros.has(next.text) ? runTogether(next.text) : undefined;
    if (next && known) {
      pending.pop();
      command(next);
      return takeArgument(pending);
    }
    if (next?.kind !== "command" || !arity.has(next.text)) return takeArgument(pending);
    const taken = [pending.pop() as Token];
    for (let k = 0; k < (arity.get(next.text) as number); k++) taken.push(...group(takeArgument(pending), next.span));
    return taken;
  }

  function command(t: Token): void {
    const { text, span } = t;
    if (isDefinition(t)) {
      const found = takeDefinition(text, pending, x.macros);
      if (found) x.texts.set(found.name, sourceOf(x.source, found.body));
      return;
    }
    const macro = x.macros.get(text) ?? readyMacro(text, pending);
    if (macro) {
      const given = macro.optional ? (takeOptional(pending) ?? macro.optional) : undefined;
      const args: (readonly Token[])[] = given ? [given] : [];
      while (args.length < macro.arity) args.push(takeArgument(pending));
      const body = substituted(macro, args, span);
      x.budget -= body.length;
      if (x.budget > 0) for (const u of body.reverse()) pending.push(u);
      return;
    }
    if (text === raisedTop) {
      const top: Token = { kind: "command", text: "top", span };
      // inside a script it is the script, or behind its sign; else it raises itself
      const alone = x.scripts > 0 && (out.length === 0 || /^[-+]$/.test(out.at(-1)?.text ?? ""));
      if (!alone) push({ kind: "char", text: "^", span });
      for (const u of alone ? [top] : group([top], span)) push(u);
      return;
    }
    const known = byRule(text) ? undefined : runTogether(text);
    if (known) {
      x.complain({ severity: "repair", code: "command", message: `\\${text} is read as \\${known} ${text.slice(known.length)}`, span });
      for (let k = text.length - 1; k >= known.length; k--) pending.push({ kind: "letter", text: text[k] as string, span: [span[0] + k + 1, span[0] + k + 2] });
      pending.push({ kind: "command", text: known, span: [span[0], span[0] + known.length + 1] });
      return;
    }
    if (text === "\\" || text === "cr" || text === "newline") {
      if (pending.at(-1)?.text === "*") pending.pop();
      skipLength();
      push({ kind: "char", text: "\\\\", span });
    } else if (text === "left" || text === "right" || text === "middle") delimiter(text);
    else if (spaces.has(text) || text === " ") {
      spaced = true;
      if (wideSpaces.has(text)) push({ kind: "char", text: "\\quad", span });
    } else if (Object.hasOwn(delimiters, text)) push({ kind: "char", text: delimiters[text] as string, span });
    else if (text === "%" || text === "&" || text === "_" || text === "#" || text === "$") push({ kind: "char", text: `\\${text}`, span });
    else if (arity.has(text)) withArguments(t, arity.get(text) as number);
    else {
      push(t);
      if (pending.at(-1)?.kind === "open") grouped(t);
    }
  }

  /** Behind a function's command a group is what it is applied to, `\log{x}`; behind an unknown one a single letter is set in its font, `\mat{A}`. */
  function grouped(t: Token): void {
    if (functions.has(t.text) || foreignFunctions.has(t.text)) {
      const content = inner(takeArgument(pending));
      const sign = (text: string): Token => ({ kind: "char", text, span: t.span });
      for (const u of [sign("("), ...content, sign(")")]) push(u);
    } else if (!letters.has(t.text) && !infixes.has(t.text) && !relations.has(t.text) && !accents.has(t.text) && /^[a-zA-Z]{1,5}$/.test(t.text)) {
      const [letter, ...more] = pending.slice(-2).reverse().slice(1);
      const single =
        letter &&
        more.length === 0 &&
        pending.at(-3)?.kind === "close" &&
        (letter.kind === "letter" || (letter.kind === "command" && letters.has(letter.text)));
      if (!single) return;
      takeArgument(pending);
      out.pop();
      push({ kind: "command", text: "mathbf", span: t.span });
      for (const u of group([letter], t.span)) push(u);
    }
  }

  /** After a line break: `[2pt]`. */
  function skipLength(): void {
    if (pending.at(-1)?.text !== "[") return;
    const kept = pending.slice();
    const length = takeOptional(pending);
    if (!length || !/^-?[\d.]+(pt|em|ex|cm|mm|in|mu|baselineskip)$/.test(length.map((u) => u.text).join(""))) pending.splice(0, pending.length, ...kept);
  }

  function delimiter(side: string): void {
    const next = pending.pop();
    if (!next) return;
    const text = next.kind === "command" ? (delimiters[next.text] ?? "") : next.text;
    if (side === "left") lefts.push(text === "." ? -1 : out.length);
    const left = side === "right" ? lefts.pop() : undefined;
    // a brace that nothing closes stands before cases
    if (text === "." && left !== undefined && out[left]?.text === "{" && out[left].kind === "char") out[left] = { ...out[left], text: "&" };
    if (text === ".") return;
    const bar = text === "|" || text === "‖" ? (side === "left" ? `${text}<` : side === "right" ? `>${text}` : text) : text;
    if (text === "<" || text === ">") push({ kind: "char", text: text === "<" ? "⟨" : "⟩", span: next.span });
    else if (/^[()[\]{}|‖⟨⟩/<>]+$/.test(text)) push({ kind: "char", text: bar, span: next.span });
    else pending.push(next);
  }

  function withArguments(t: Token, count: number): void {
    const { text, span } = t;
    if (pending.at(-1)?.text === "*" && /^operatorname/.test(text)) pending.pop();
    const optional = text === "sqrt" || text === "substack" || /^x[a-zR]/.test(text) ? takeOptional(pending) : undefined;
    const args = Array.from({ length: count }, () => {
      const arg = takeArgument(pending);
      // `\frac{\det(X}){…}`: a bracket that closes behind the group it was opened in
      while (count > 1 && isClosing(pending.at(-1)) && pending.at(-2)?.kind === "open" && isOpen(arg)) arg.push(pending.pop() as Token);
      return arg;
    });
    if (silent.has(text)) {
      spaced = true;
      if (text === "label") push({ kind: "command", text: "label", span: [span[0], args[0]?.at(-1)?.span[1] ?? span[1]] });
      return;
    }
    if (textual.has(text)) {
      textArgument(t, args[0] ?? []);
      return;
    }
    if (wrappers.has(text)) {
      for (const u of group(args.at(-1) ?? [], span).reverse()) pending.push(u);
      if (/brace$/.test(text)) dropScripts();
      return;
    }
    const [only] = args[0] ?? [];
    if (accents.has(text) && only?.text === "nabla") {
      push(only);
      return;
    }
    const font = fonts.get(text);
    if (font !== undefined && font !== "roman" && (args[0]?.length ?? 0) > 1) {
      distribute(t, args[0] as readonly Token[]);
      return;
    }
    push(optional && text === "sqrt" ? { ...t, text: "root" } : t);
    if (optional && text === "sqrt") for (const u of group(inner(optional), span)) push(u);
    for (const a of args) for (const u of group(inner(a), span)) push(u);
  }

  /** `\mathbf{A X B}^T`: the font is of each letter by itself, what comes behind of the last. */
  function distribute(t: Token, content: readonly Token[]): void {
    const spread: Token[] = [];
    for (let k = 0; k < content.length; k++) {
      const u = content[k] as Token;
      if (u.kind === "char" && (u.text === "_" || u.text === "^")) {
        const rest = content.slice(k + 1).reverse();
        const script = takeArgument(rest);
        spread.push(u, ...group(script, u.span));
        k = content.length - rest.length - 1;
      } else if (u.kind === "letter" || u.kind === "digit" || (u.kind === "command" && letters.has(u.text)))
        spread.push({ ...t, span: u.span }, ...group([u], u.span));
      else spread.push(u);
    }
    for (const u of spread.reverse()) pending.push(u);
  }

  /** The scripts of a brace over or under the group that comes next. */
  function dropScripts(): void {
    const kept = [pending.pop() as Token];
    for (const u of takeGroupTokens()) kept.push(u);
    while (pending.at(-1)?.text === "_" || pending.at(-1)?.text === "^") {
      pending.pop();
      takeArgument(pending);
    }
    for (const u of kept.reverse()) pending.push(u);
  }
  function takeGroupTokens(): Token[] {
    const taken: Token[] = [];
    for (let depth = 1, u = pending.pop(); u; u = pending.pop()) {
      taken.push(u);
      if (u.kind === "open") depth++;
      else if (u.kind === "close" && --depth === 0) break;
    }
    return taken;
  }

  /** `\text{…}`: a symbol or a function where it is a single word of mathematics, else words. */
  function textArgument(t: Token, content: readonly Token[]): void {
    const word = content
      .map((u) => (u.spaced ? " " : "") + u.text)
      .join("")
      .trim();
    const mathematics =
      /^[A-Za-z]$/.test(word) ||
      functions.has(word) ||
      (t.text === "textbf" && content.length === 1) ||
      (/^[A-Za-z]+$/.test(word) && (isScript(pending.at(-1)) || (pending.at(-1)?.text === "(" && !pending.at(-1)?.spaced)));
    const span: Span = [t.span[0], content.at(-1)?.span[1] ?? t.span[1]];
    if (mathematics) {
      push(t);
      for (const u of group(inner(content), t.span)) push(u);
    } else if (word) push({ kind: "words", text: word, span });
    else spaced = true;
  }
}
