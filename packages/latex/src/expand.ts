/** Macros expanded, layout taken away: what is left are letters, signs, commands with a meaning and the groups that belong to them. */
import { arity, functions, silent, spaces, textual, wideSpaces, wrappers } from "./commands.ts";
import { isDefinition, type MacroTable, type Pending, sourceOf, substituted, takeArgument, takeDefinition, takeOptional } from "./macros.ts";
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
  /** How many superscripts and subscripts are open. */
  scripts: number;
}

export function expansion(source: string, macros: MacroTable, texts: Map<string, string>, complain: (d: LatexDiagnostic) => void): Expansion {
  return { source, macros, texts, complain, budget: mostTokens, scripts: 0 };
}

const group = (tokens: readonly Token[], span: Span): Token[] => [{ kind: "open", text: "{", span }, ...tokens, { kind: "close", text: "}", span }];
const isScript = (t: Token | undefined): boolean => t?.text === raisedTop || (t?.kind === "char" && (t.text === "^" || t.text === "_" || t.text === "'"));

/** Expands a list of tokens; what was complained about is left out. */
export function expand(tokens: readonly Token[], x: Expansion): Token[] {
  const pending: Pending = [...tokens].reverse();
  const out: Token[] = [];
  let spaced = false;
  const push = (t: Token): void => {
    out.push(spaced && !t.spaced ? { ...t, spaced: true } : t);
    spaced = false;
  };
  const inner = (part: readonly Token[]) => expand(part, x);
  for (let t = pending.pop(); t; t = pending.pop()) {
    if (--x.budget < 0) {
      if (x.budget === -1) x.complain({ severity: "error", code: "length", message: "the macros expand without end", span: t.span });
      break;
    }
    if (t.spaced) spaced = true;
    if (t.kind === "open") {
      pending.push(t);
      const span = t.span;
      const content = inner(takeArgument(pending));
      if (isScript(pending.at(-1))) for (const u of group(content, span)) push(u);
      else for (const u of content) push(u);
    } else if (t.kind === "char") sign(t);
    else if (t.kind === "begin" && t.text === "array") {
      push(t);
      takeOptional(pending);
      if (pending.at(-1)?.kind === "open") takeArgument(pending);
    } else if (t.kind === "command") command(t);
    else if (t.kind !== "close") push(t);
  }
  return out;

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
    const macro = x.macros.get(text);
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
      if (x.scripts === 0) push({ kind: "char", text: "^", span });
      for (const u of x.scripts === 0 ? group([top], span) : [top]) push(u);
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
    else push(t);
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
    const args = Array.from({ length: count }, () => takeArgument(pending));
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
    push(optional && text === "sqrt" ? { ...t, text: "root" } : t);
    if (optional && text === "sqrt") for (const u of group(inner(optional), span)) push(u);
    for (const a of args) for (const u of group(inner(a), span)) push(u);
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
