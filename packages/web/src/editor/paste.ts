import { Lane } from "../engine/client.ts";
import { looksLikeLatex } from "../engine/latexin.ts";
import { change, question } from "../state/state.ts";

/** Apart from the other questions: none of them takes the place of a paste. */
const readers = new Lane();

/** Reads pasted LaTeX into the language, in front of the person; what cannot be read stands as it was pasted. Undo brings back what was. */
export function pasteLatex(text: string, insert: (text: string) => void): boolean {
  if (!looksLikeLatex(text)) return false;
  readers.ask("latex", text).then(
    (read) => {
      if (!read) return insert(text);
      const now = question.peek();
      if (!read.by && !read.claim && now.text.trim()) return insert(read.text);
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
