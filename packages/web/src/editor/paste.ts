import { looksLikeLatex } from "../engine/latexin.ts";
import { change, question, studies } from "../state/state.ts";

/** Reads pasted LaTeX into the language, in front of the person; what cannot be read stands as it was pasted. Undo brings back what was. */
export function pasteLatex(text: string, insert: (text: string) => void): boolean {
  if (!looksLikeLatex(text)) return false;
  studies.ask("latex", text).then(
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
