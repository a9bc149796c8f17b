import type { Message } from "../messages/messages.ts";
import { splitParts } from "./declarations.ts";
import { type Diagnostic, shortened } from "./diagnostics.ts";
import { nameIn } from "./lexer.ts";
import { located, type Part } from "./names.ts";
import { parse } from "./parser.ts";

/** A definition as it was read. */
export type Definition = Part & { readonly name: string };

/** Reads definitions from a text or from a record of name to expression, in order. */
export function readDefinitions(define: unknown, diagnostics: Diagnostic[]): Definition[] {
  const found = new Map<string, Definition>();
  const complain = (message: Message, from: number, to: number, source: string, hint?: Message) =>
    void diagnostics.push({ code: "definition", message, span: [from, to], in: source, ...(hint && { hint }) });
  const add = (typed: string, nameAt: number, text: string, at: number, source: string) => {
    const name = nameIn(typed);
    if (name === undefined) complain(`"${shortened(typed.trim())}" is no name`, nameAt, nameAt + typed.length, source);
    else if (found.has(name)) complain(`${shortened(name)} is defined twice`, nameAt, nameAt + typed.length, source);
    else {
      const read = parse(text);
      const part: Definition = { name, tree: read.tree, text, at, in: source };
      for (const d of read.diagnostics)
        diagnostics.push(
          d.code === "empty"
            ? { code: "definition", message: `${shortened(name)} is defined as nothing`, span: [nameAt, at + text.length], in: source }
            : located(d, part),
        );
      found.set(name, part);
    }
  };
  if (typeof define === "string") {
    for (const p of splitParts(define)) {
      const k = p.text.indexOf("=");
      if (k < 0) complain('a definition is a name, "=" and an expression', p.at, p.at + p.text.length, "define", "a = W*x + b");
      else add(p.text.slice(0, k).trimEnd(), p.at, p.text.slice(k + 1), p.at + k + 1, "define");
    }
  } else if (typeof define === "object" && define !== null && !Array.isArray(define)) {
    for (const [name, text] of Object.entries(define)) {
      if (typeof text !== "string") complain(`the definition of ${shortened(name)} is a text`, 0, 0, `define.${name}`);
      else add(name, 0, text, 0, `define.${name}`);
    }
  } else if (define !== undefined && define !== null) complain("definitions are a text, or a record of name to expression", 0, 0, "define", "a = W*x + b");
  return [...found.values()];
}
