/** Letters with their fonts: symbols, and those of them that are constants. */
import { letters } from "./commands.ts";
import type { Cursor } from "./cursor.ts";
import { declaredName } from "./known.ts";
import { keyOf } from "./names.ts";
import type { Tree } from "./tree.ts";
import type { Span } from "./types.ts";

/** The symbol that a letter is in the font that holds here. */
export function symbol(c: Cursor, letter: string, span: Span, accent?: string): Tree {
  const { font, known } = c.context;
  const key = keyOf(letter, font, accent ? [accent] : []);
  if (font === "blackboard" && /^[RCNZQSHPKD]$/.test(letter)) return { kind: "part", part: "set", set: letter, dimensions: [], span };
  if (letter === "infty") return { kind: "part", part: "other", what: "infinity", of: [], span };
  if (letter === "Delta" && !accent && !declaredName(known, key)) {
    // an increment of the letter behind it
    const t = c.peek();
    const next = t?.kind === "letter" ? t.text : t?.kind === "command" ? letters.get(t.text) : undefined;
    if (t && next) {
      c.at++;
      return { kind: "name", key: keyOf(next, font, ["Delta"]), span: [span[0], t.span[1]] };
    }
  }
  return { kind: "name", key, span };
}
