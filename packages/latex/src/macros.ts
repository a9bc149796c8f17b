/** User macros: what defines them, and what they expand to. */
import type { Token } from "./syntax.ts";
import { tokensOf } from "./syntax.ts";
import type { Macros, Span } from "./types.ts";

export interface Macro {
  readonly arity: number;
  /** The value of a first argument in square brackets, where it may be left out. */
  readonly optional?: readonly Token[];
  readonly body: readonly Token[];
}

export type MacroTable = Map<string, Macro>;

/** Tokens that wait to be read, the next one last. */
export type Pending = Token[];

const definers = new Set("newcommand renewcommand providecommand def gdef edef DeclareMathOperator let newoperator DeclareRobustCommand".split(" "));

export const isDefinition = (t: Token): boolean => t.kind === "command" && definers.has(t.text);

/** Takes the next argument: a group without its braces, or one token. */
export function takeArgument(pending: Pending): Token[] {
  const first = pending.pop();
  if (!first || first.kind === "close") {
    if (first) pending.push(first);
    return [];
  }
  if (first.kind !== "open") return [first];
  const out: Token[] = [];
  for (let depth = 1, t = pending.pop(); t; t = pending.pop()) {
    if (t.kind === "open") depth++;
    else if (t.kind === "close" && --depth === 0) break;
    out.push(t);
  }
  return out;
}

/** Takes what stands in square brackets, if they come next. */
export function takeOptional(pending: Pending): Token[] | undefined {
  if (pending.at(-1)?.text !== "[") return undefined;
  const at = pending.findLastIndex((t) => t.text === "]" && t.kind === "char");
  if (at < 0) return undefined;
  pending.pop();
  const out: Token[] = [];
  for (let t = pending.pop(); t && !(t.kind === "char" && t.text === "]"); t = pending.pop()) out.push(t);
  return out;
}

/** Reads the rest of a definition, `\newcommand` and its like taken already, into the table; gives the name and the places of the body. */
export function takeDefinition(by: string, pending: Pending, table: MacroTable): { readonly name: string; readonly body: readonly Token[] } | undefined {
  if (pending.at(-1)?.text === "*") pending.pop();
  const named = takeArgument(pending).filter((t) => t.kind === "command")[0];
  if (!named) return undefined;
  let arity = 0;
  let optional: readonly Token[] | undefined;
  if (by === "let") {
    if (pending.at(-1)?.text === "=") pending.pop();
  } else if (/def$/.test(by)) {
    for (let t = pending.at(-1); t && t.kind !== "open"; t = pending.at(-1)) {
      if (t.kind === "digit") arity = Math.max(arity, Number(t.text));
      pending.pop();
    }
  } else if (by !== "DeclareMathOperator") {
    arity = Number(takeOptional(pending)?.[0]?.text ?? 0) || 0;
    if (arity > 0) optional = takeOptional(pending);
  }
  const body = takeArgument(pending);
  const span = named.span;
  const spelled: readonly Token[] =
    by === "DeclareMathOperator"
      ? [{ kind: "command", text: "operatorname", span }, { kind: "open", text: "{", span }, ...body, { kind: "close", text: "}", span }]
      : body;
  table.set(named.text, { arity: Math.min(arity, 9), ...(optional && { optional }), body: spelled });
  return { name: named.text, body };
}

/** The body with the arguments put in; what the body itself says stands where the macro was called. */
export function substituted(macro: Macro, args: readonly (readonly Token[])[], call: Span): Token[] {
  const out: Token[] = [];
  for (let k = 0; k < macro.body.length; k++) {
    const t = macro.body[k] as Token;
    const next = macro.body[k + 1];
    if (t.kind === "char" && t.text === "#" && next?.kind === "digit") {
      out.push(...(args[Number(next.text) - 1] ?? []));
      k++;
    } else out.push({ ...t, span: call });
  }
  return out;
}

/** Macros of packages that notes use, where they are not defined otherwise. */
const readyMade: Readonly<Record<string, string>> = {
  pdv: "\\frac{\\partial #1}{\\partial #2}",
  pd: "\\frac{\\partial #1}{\\partial #2}",
  pder: "\\frac{\\partial #1}{\\partial #2}",
  pderiv: "\\frac{\\partial #1}{\\partial #2}",
  pfrac: "\\frac{\\partial #1}{\\partial #2}",
  diffp: "\\frac{\\partial #1}{\\partial #2}",
  dv: "\\frac{d #1}{d #2}",
  deriv: "\\frac{d #1}{d #2}",
  Norm: "\\norm{#1}",
  abs: "\\left| #1 \\right|",
  inner: "\\left\\langle #1, #2 \\right\\rangle",
  innerproduct: "\\left\\langle #1, #2 \\right\\rangle",
  dotprod: "\\left\\langle #1, #2 \\right\\rangle",
  trans: "#1^\\top",
  transpose: "#1^\\top",
};

/** The macro of a name that is ready-made: where as many groups follow as it takes. */
export function readyMacro(name: string, pending: Pending): Macro | undefined {
  const body = Object.hasOwn(readyMade, name) ? (readyMade[name] as string) : undefined;
  if (body === undefined) return undefined;
  const arity = body.includes("#2") ? 2 : 1;
  const first = pending.at(-1);
  if (first?.kind !== "open") return undefined;
  if (arity === 2) {
    let depth = 0;
    let k = pending.length - 1;
    for (; k >= 0; k--) {
      if (pending[k]?.kind === "open") depth++;
      else if (pending[k]?.kind === "close" && --depth === 0) break;
    }
    if (pending[k - 1]?.kind !== "open") return undefined;
  }
  return { arity, body: tokensOf(body, () => {}) };
}

/** The table of the macros given. Bodies that cannot be read are empty. */
export function macroTable(macros: Macros | undefined): { readonly table: MacroTable; readonly texts: Map<string, string> } {
  const table: MacroTable = new Map();
  const texts = new Map<string, string>();
  if (typeof macros === "string") {
    const pending = tokensOf(macros, () => {}).reverse();
    for (let t = pending.pop(); t; t = pending.pop()) {
      if (!isDefinition(t)) continue;
      const found = takeDefinition(t.text, pending, table);
      if (found) texts.set(found.name, sourceOf(macros, found.body));
    }
  } else
    for (const [name, given] of Object.entries(macros ?? {})) {
      const body = typeof given === "string" ? given : given.body;
      const arity = Math.max(0, ...[...body.matchAll(/#([1-9])/g)].map((m) => Number(m[1])));
      table.set(name.replace(/^\\/, ""), {
        arity,
        ...(typeof given !== "string" && { optional: tokensOf(given.optional, () => {}) }),
        body: tokensOf(body, () => {}),
      });
      texts.set(name.replace(/^\\/, ""), body);
    }
  return { table, texts };
}

/** The text that the tokens stand for. */
export function sourceOf(source: string, tokens: readonly Token[]): string {
  const [first, last] = [tokens[0], tokens.at(-1)];
  return first && last ? source.slice(first.span[0], last.span[1]) : "";
}
