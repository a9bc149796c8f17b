import { Lane } from "../engine/client.ts";
import { looksLikeLatex } from "../engine/latexin.ts";
import { change } from "../state/state.ts";
import type { Place } from "./codemirror.ts";

/** Apart from the other questions: none of them takes the place of a paste. */
const readers = new Lane();

/** Reads pasted LaTeX into the language, in front of the person; what cannot be read stands as it was pasted. Undo brings back what was. */
export function pasteLatex(text: string, { whole, insert }: Place): boolean {
  if (!looksLikeLatex(text)) return false;
  readers.ask("latex", text).then(
    (read) => {
      if (!read) return insert(text);
      if (!read.by && !read.claim && !whole) return insert(read.text);
      change({
        text: read.text,
        by: (read.by ?? "").replace(",", ", "),
        ...(read.order && { order: read.order }),
        ...(read.claim && { claim: read.claim, tab: "claim" }),
      });
    },
    () => insert(text),
  );
  return true;
}
