import { readMarkdown } from "./markdown.ts";
import { readNotebook } from "./notebook.ts";
import type { Source } from "./source.ts";
import { readTex } from "./tex.ts";

/** Reads a document by the ending of its name; any text that is not LaTeX or a notebook is read as Markdown. */
export function readDocument(file: string, text: string): Source {
  const whole = text.startsWith("\ufeff") ? ` ${text.slice(1)}` : text;
  const unix = whole.replace(/\r\n?/g, (end) => (end.length === 2 ? " \n" : "\n"));
  if (/\.ipynb$/i.test(file)) return readNotebook(unix);
  return /\.(?:tex|ltx|latex|sty)$/i.test(file) ? readTex(unix) : readMarkdown(unix);
}
