import { group } from "../document/macros.ts";

/** One token of LaTeX, with its place in the document. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const token =
  /\\[A-Za-z]+\*?|\\[\s\S]|[（）［］＋－＝｜／]|[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff07\uff09-\uff0a\uff0c\uff0e\uff10-\uff1c\uff1e-\uff3a\uff3c\uff3e-\uff5b\uff5d-\uffef\u3000-\u303f]+|\s+|[\s\S]/gu;
const wide = /^[（）［］＋－＝｜／]$/;

/** Where wide brackets stand that hold no words: they are those of a formula. */
function wideBrackets(text: string, start: number, end: number): ReadonlySet<number> {
  const found = new Set<number>();
  const open: number[] = [];
  for (let k = start; k < end; k++) {
    if (text[k] === "（" || text[k] === "［") open.push(k);
    else if (text[k] === "）" || text[k] === "］") {
      const from = open.pop();
      if (from !== undefined && !/[\u3400-\u9fff]/.test(text.slice(from, k))) found.add(from).add(k);
    }
  }
  return found;
}

/** The tokens of a stretch of mathematics; nothing is left out. */
export function tokensOf(text: string, start: number, end: number): Token[] {
  const found: Token[] = [];
  const brackets = wideBrackets(text, start, end);
  token.lastIndex = start;
  for (let m = token.exec(text); m && m.index < end; m = token.exec(text)) {
    const stop = Math.min(end, m.index + m[0].length);
    const own = text.slice(m.index, stop);
    // a sign in full width is the sign
    const sign = wide.test(own) && (!/[（）［］]/.test(own) || brackets.has(m.index)) ? own.normalize("NFKC") : own;
    found.push({ text: sign, start: m.index, end: stop });
  }
  return found;
}

/** The group `{…}` behind a place, blanks skipped: its text and where it ends. */
export function groupAfter(text: string, at: number): readonly [content: string, end: number, start: number] | undefined {
  let k = at;
  while (k < text.length && /\s/.test(text[k] as string)) k++;
  const g = group(text, k);
  return g && [g[0], g[1], k + 1];
}

/** Words in the middle of mathematics that are prose, whatever font they stand in. */
const prose = new Set(
  "and or if where for when since thus so then hence with let because otherwise therefore as is by from note st such that all any in on of are be we have gives get iff".split(
    " ",
  ),
);

/** Is the text of `\text{…}` prose, and not the name of a function? */
export function isProse(content: string): boolean {
  const word = content.trim();
  if (word === "") return false;
  return !/^[A-Za-z][A-Za-z\d]*$/.test(word) || prose.has(word.toLowerCase());
}
