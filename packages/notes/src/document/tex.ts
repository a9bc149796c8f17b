import { mathSpans } from "./delimiters.ts";
import { macrosOf, shorthands, withoutDefinitions } from "./macros.ts";
import { insideOf } from "./markdown.ts";
import { type Break, blank, placesOf, type Source } from "./source.ts";

const verbatim = /\\begin\{(verbatim|lstlisting|minted|comment|Verbatim|filecontents)\*?\}[\s\S]*?(?:\\end\{\1\*?\}|$(?![\s\S]))/g;
const inlineVerbatim = /\\(?:verb|lstinline)\*?([^A-Za-z\s*])[^\n]*?\1/g;
const comment = /(?<!\\)((?:\\\\)*)%[^\n]*/g;
const word = /^%+\s*gradus\s*:(.*)$/;
const section = /\\(?:part|chapter|section|subsection|subsubsection|paragraph)\*?\s*[[{]/g;
const slide = /\\(?:begin\s*\{frame\}|frametitle\b|frame\s*\{|newslide\b|begin\s*\{slide\})/g;
const item = /\\(?:item\b|begin\s*\{(?:example|exercise|problem|theorem|lemma|proposition|corollary|definition|remark|solution)\*?\})/g;

/** Reads LaTeX: what stands before `\begin{document}` only defines macros; comments and verbatim text are no mathematics. */
export function readTex(text: string): Source {
  const remarks: { at: number; text: string }[] = [];
  let prose = text.replace(verbatim, blank).replace(inlineVerbatim, blank);
  prose = prose.replace(comment, (c, kept: string, at: number) => {
    const said = word.exec(c.slice(kept.length));
    if (said) remarks.push({ at, text: (said[1] as string).trim() });
    return kept + blank(c.slice(kept.length));
  });
  const macros = macrosOf(prose);
  prose = withoutDefinitions(prose);
  const body = /\\begin\s*\{document\}/.exec(prose);
  if (body) prose = blank(prose.slice(0, body.index)) + prose.slice(body.index);
  const end = /\\end\s*\{document\}/.exec(prose);
  if (end) prose = prose.slice(0, end.index) + blank(prose.slice(end.index));
  const maths = mathSpans(prose, shorthands(macros));
  const inside = insideOf(maths);
  const breaks: Break[] = [];
  for (const [pattern, kind] of [
    [section, "section"],
    [slide, "slide"],
    [item, "item"],
  ] as const)
    for (const m of prose.matchAll(pattern)) if (!inside(m.index)) breaks.push({ at: m.index, kind });
  breaks.sort((a, b) => a.at - b.at);
  return { text, prose, maths, breaks, macros, remarks, place: placesOf(text) };
}
