/** Letters with their fonts: symbols, and those of them that are constants. */
import type { Cursor } from "./cursor.ts";
import { keyOf } from "./names.ts";
import type { Tree } from "./tree.ts";
import type { Span } from "./types.ts";

/** The symbol that a letter is in the font that holds here. */
export function symbol(c: Cursor, letter: string, span: Span, accent?: string): Tree {
  const { font } = c.context;
  const key = keyOf(letter, font, accent ? [accent] : []);
  if (font === "blackboard" && /^[RCNZQSHPKD]$/.test(letter)) return { kind: "part", part: "set", set: letter, dimensions: [], span };
  if (letter === "infty") return { kind: "part", part: "other", what: "infinity", of: [], span };
  return { kind: "name", key, span };
}
