/** The syntax of LaTeX, as a flat list of tokens with their places. */
import { parseMathMinimal } from "@unified-latex/unified-latex-util-parse";
import type { LatexDiagnostic, Span } from "./types.ts";
import { raisedTop, scriptSign, spelledOut } from "./unicode.ts";

export interface Token {
  /**
   * `open` and `close` are the braces of a group, always in pairs; `begin` and `end` an environment, `text` its name, likewise.
   * `char` is any other sign, `words` what is no mathematics.
   */
  readonly kind: "letter" | "digit" | "command" | "open" | "close" | "char" | "begin" | "end" | "words";
  /** Of a command without the backslash. */
  readonly text: string;
  readonly span: Span;
  /** Does white space stand before it? */
  readonly spaced?: boolean;
}

/** What the library makes of a text; all that is read of it here. */
interface Node {
  readonly type: string;
  readonly content?: string | readonly Node[];
  readonly env?: string | { readonly content: string };
  readonly escapeToken?: string;
  readonly position?: { readonly start: { readonly offset: number }; readonly end: { readonly offset: number } };
}

const longest = 20_000;
const deepest = 100;

/** How deep braces and environments are nested. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (const [sign] of text.matchAll(/\\(?:begin|end)\b|\\.|[{}]/gs)) {
    if (sign === "{" || sign === "\\begin") most = Math.max(most, ++depth);
    else if (sign === "}" || sign === "\\end") depth--;
  }
  return most;
}

/** The tokens of a formula; none, with a diagnostic, where it is too long or too deep to be one. */
export function tokensOf(text: string, complain: (d: LatexDiagnostic) => void): Token[] {
  const whole: Span = [0, text.length];
  if (text.length > longest) complain({ severity: "error", code: "length", message: `the formula is longer than ${longest} characters`, span: whole });
  else if (depthOf(text) > deepest) complain({ severity: "error", code: "depth", message: `braces are nested more than ${deepest} deep`, span: whole });
  else {
    try {
      const out: Token[] = [];
      flatten(parseMathMinimal(text) as readonly Node[], text, 0, out);
      return out;
    } catch {
      complain({ severity: "error", code: "syntax", message: "the formula cannot be taken apart", span: whole });
    }
  }
  return [];
}

/** Appends the tokens of the nodes, which begin at `from`. */
function flatten(nodes: readonly Node[], source: string, from: number, out: Token[]): void {
  let at = from;
  let spaced = false;
  let half = "";
  let script: string | undefined;
  const push = (token: Token): void => {
    const last = out.at(-1);
    if (token.kind === "words" && last?.kind === "words" && !spaced && last.span[1] === token.span[0]) {
      out[out.length - 1] = { ...last, text: last.text + token.text, span: [last.span[0], token.span[1]] };
      return;
    }
    out.push(spaced ? { ...token, spaced: true } : token);
    spaced = false;
  };
  for (const node of nodes) {
    const start = node.position?.start.offset ?? at;
    const end = node.position?.end.offset ?? start;
    const span: Span = [start, end];
    at = end;
    if (node.type !== "string") script = undefined;
    const inner = Array.isArray(node.content) ? (node.content as readonly Node[]) : [];
    const text = typeof node.content === "string" ? node.content : "";
    switch (node.type) {
      case "whitespace":
      case "parbreak":
      case "comment":
        spaced = true;
        break;
      case "string":
        // a character outside the basic plane comes in two halves
        if (half === "" && /^[\ud800-\udbff]$/.test(text)) half = text;
        else {
          const sign = scriptSign(text);
          // `⁻¹` is one superscript
          if (sign && sign.script === script && !spaced) out.splice(-1, 0, { ...sign.token, span });
          else for (const c of charactersOf(half + text, start - half.length)) push(c);
          script = sign && text !== raisedTop ? sign.script : undefined;
          half = "";
        }
        break;
      case "macro":
        push(node.escapeToken === "" ? { kind: "char", text, span } : { kind: "command", text, span });
        break;
      case "group":
        push({ kind: "open", text: "{", span: [start, start + 1] });
        flatten(inner, source, start + 1, out);
        out.push({ kind: "close", text: "}", span: [end - 1, end] });
        break;
      case "environment":
      case "mathenv": {
        const name = typeof node.env === "string" ? node.env : (node.env?.content ?? "");
        push({ kind: "begin", text: name.replace(/\*$/, ""), span: [start, start + `\\begin{${name}}`.length] });
        flatten(inner, source, start, out);
        out.push({ kind: "end", text: name.replace(/\*$/, ""), span: [end - `\\end{${name}}`.length, end] });
        break;
      }
      case "inlinemath":
      case "displaymath":
        flatten(inner, source, start, out);
        break;
      default:
        push({ kind: "words", text: source.slice(start, end), span });
    }
  }
}

/** Characters one by one; words of scripts that mathematics does not use stay together; Unicode signs become commands. */
function charactersOf(text: string, start: number): Token[] {
  const out: Token[] = [];
  let at = start;
  for (const c of text) {
    const span: Span = [at, at + c.length];
    at += c.length;
    const last = out.at(-1);
    const spelled = spelledOut(c);
    if (spelled) for (const t of spelled) out.push({ ...t, span });
    else if (/[A-Za-z]/.test(c)) out.push({ kind: "letter", text: c, span });
    else if (/\d/.test(c)) out.push({ kind: "digit", text: c, span });
    else if (/\p{L}|[\u3000-\u303f\uff00-\uffef]/u.test(c)) {
      if (last?.kind === "words") out[out.length - 1] = { kind: "words", text: last.text + c, span: [last.span[0], at] };
      else out.push({ kind: "words", text: c, span });
    } else out.push({ kind: "char", text: c, span });
  }
  return out;
}
