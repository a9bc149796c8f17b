import type { Layout } from "./contract.ts";
import { macrosOf } from "./document/macros.ts";
import type { Macro } from "./document/source.ts";

/** What a sidecar file or a comment says of a document. */
export interface Sidecar {
  /** `A: matrix(m, n) symmetric`: name to type, in the language. */
  readonly declarations: ReadonlyMap<string, string>;
  readonly macros: ReadonlyMap<string, Macro>;
  readonly layout?: Layout;
  /** Formulas that are accepted as they are, without their blanks, and lines. */
  readonly accepted: readonly string[];
}

/** Reads lines `NAME: TYPE`, `\newcommand…`, `layout: numerator`, `accept: FORMULA` and `accept line: N`; `#` starts a comment. */
export function readSidecar(texts: readonly string[]): Sidecar {
  const declarations = new Map<string, string>();
  const macros = new Map<string, Macro>();
  const accepted: string[] = [];
  let layout: Layout | undefined;
  for (const line of texts.flatMap((t) => t.split(/\n|;(?=\s*[\p{L}_]\w*(?:\([^)]*\))?\s*:)/u))) {
    const text = line.replace(/(?:^|\s)#(?!\d).*$/, "").trim();
    if (!text) continue;
    if (text.startsWith("\\")) for (const [name, macro] of macrosOf(text)) macros.set(name, macro);
    const accept = /^accept(?:\s+line)?\s*:\s*(.+)$/i.exec(text);
    const chosen = /^layout\s*:\s*(numerator|denominator|mixed)$/i.exec(text);
    const declared = /^([\p{L}_][\p{L}\d_]*(?:\([^)]*\))?)\s*:\s*(.+)$/u.exec(text);
    if (accept) accepted.push(compact(accept[1] as string));
    else if (chosen) layout = (chosen[1] as string).toLowerCase() as Layout;
    else if (declared) declarations.set(declared[1] as string, declared[2] as string);
  }
  return { declarations, macros, accepted, ...(layout && { layout }) };
}

/** A formula without blanks and dollars, as exceptions are compared. */
export function compact(text: string): string {
  return text.replace(/[\s$&]+/g, "");
}
