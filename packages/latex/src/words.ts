/** Words that letters side by side make: declared names, and functions before their brackets. */
import { foreignFunctions, functions } from "./commands.ts";
import type { Cursor } from "./cursor.ts";

const longest = 40;

/** The longest word that the letters here begin with; undefined where they are letters one by one. */
export function wordAhead(c: Cursor): string | undefined {
  let run = "";
  for (let t = c.peek(); t?.kind === "letter" && (run === "" || !t.spaced) && run.length < longest; t = c.peek(run.length)) run += t.text;
  for (let n = run.length; n > 1; n--) {
    const word = run.slice(0, n);
    if (c.context.known.declared.has(word)) return word;
    const next = c.peek(n);
    const applied = next?.kind === "char" && /^[([{]$/.test(next.text);
    if (functions.has(word) && (applied || (next?.text === "|" && (n > 2 || word === "ln")))) return word;
    if (foreignFunctions.has(word) && applied && n > 2) return word;
  }
  return scattered(c);
}

/** `t r (`: letters that white space has torn apart. */
function scattered(c: Cursor): string | undefined {
  let run = "";
  for (let t = c.peek(); t?.kind === "letter" && (run === "" || t.spaced) && run.length < 6; t = c.peek(run.length)) run += t.text;
  const next = c.peek(run.length);
  return /^(?:[tT]r|det|exp|ln|log|diag|vec|sin|cos)$/.test(run) && next?.kind === "char" && /^[([{]$/.test(next.text) ? run : undefined;
}
