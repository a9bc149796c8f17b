import { mathSpans } from "./delimiters.ts";
import { macrosOf, shorthands, withoutDefinitions } from "./macros.ts";
import { plainSpans } from "./plain.ts";
import { type Break, blank, placesOf, type Source } from "./source.ts";

const frontMatter = /^---\n[\s\S]*?\n---(?=\n|$)/;
const fence = /^([ \t>]*)(`{3,20}|~{3,20})(?![`~])[^\n]*\n[\s\S]*?(?:\n[ \t>]*\2[`~]*[ \t]*(?=\n|$)|$(?![\s\S]))/gm;
const comment = /<!--[\s\S]*?(?:-->|$(?![\s\S]))/g;
const inlineCode = /(?<!`)(`{1,4})(?!`)[^\n]{0,2000}?[^`\n]\1(?!`)/g;
const tag =
  /<\/?(?:a|b|br|center|code|details|div|em|figure|font|h[1-6]|hr|i|img|kbd|li|link|ol|p|pre|script|small|span|strong|style|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)\b[^<>$]*>/gi;
const headline = /^ {0,3}#{1,6}\s|^ {0,3}\S[^\n]*\n(?:={3,}|-{3,})[ \t]*$/gm;
const rule = /^[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*$/gm;
const item = /^[ \t]*(?:\*\*)?(?:[一二三四五六七八九十]{1,3}[、．.](?=\S)|\d+\s*[.、．)）](?=\s|[^\d\s])|(?:例|练习|习题|Example|Exercise|Problem)\s*\d*)/gm;
/** A line that sets a problem: find a derivative. */
const problem = /^[^\n]*(?:(?<![要需只])求\s*(?:[}$\\]|\\frac)|\b(?:Find|Compute|Calculate|Determine)\b[^\n]*\$)/gm;
const slide = /^<!--\s*(?:slide|\.slide)/i;
const word = /^<!--\s*gradus\s*:?([\s\S]*?)(?:-->)?$/;

/** Reads Markdown, and any text that is not known to be something else. */
export function readMarkdown(text: string): Source {
  const breaks: Break[] = [];
  const remarks: { at: number; text: string }[] = [];
  let prose = text.replace(frontMatter, blank).replace(fence, blank);
  prose = prose.replace(comment, (c, at: number) => {
    if (slide.test(c)) breaks.push({ at, kind: "slide" });
    const said = word.exec(c);
    if (said) remarks.push({ at, text: (said[1] as string).trim() });
    return blank(c);
  });
  prose = prose.replace(inlineCode, (c) => (c.includes("$") && !/^`+\$/.test(c) ? c : blank(c))).replace(tag, blank);
  const macros = macrosOf(prose);
  prose = withoutDefinitions(prose);
  const apart = mathSpans(prose, shorthands(macros));
  const maths = [...apart, ...plainSpans(prose, apart)].sort((a, b) => a.start - b.start);
  const inside = insideOf(maths);
  const mark = (pattern: RegExp, kind: Break["kind"]) => {
    for (const m of prose.matchAll(pattern)) if (!inside(m.index)) breaks.push({ at: m.index, kind });
  };
  mark(headline, "section");
  mark(rule, "slide");
  mark(item, "item");
  for (const m of prose.matchAll(problem)) breaks.push({ at: m.index, kind: "item" });
  breaks.sort((a, b) => a.at - b.at);
  return { text, prose, maths, breaks, macros, remarks, place: placesOf(text) };
}

/** Asks of places whether they lie in mathematics. */
export function insideOf(maths: Source["maths"]): (at: number) => boolean {
  return (at) => {
    let [low, high] = [0, maths.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const m = maths[middle] as Source["maths"][number];
      if (at < m.start) high = middle - 1;
      else if (at >= m.end) low = middle + 1;
      else return true;
    }
    return false;
  };
}
