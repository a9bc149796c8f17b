import type { MathSpan } from "./source.ts";

/** Environments that hold mathematics without dollars around them. */
const displays = new Set(
  ["equation", "align", "alignat", "flalign", "gather", "multline", "eqnarray", "displaymath", "math", "aligned", "split", "IEEEeqnarray", "dmath"].flatMap(
    (n) => [n, `${n}*`],
  ),
);

const opener = /\\(?:begin\s*\{([A-Za-z]+\*?)\}|[([\\$])|\$\$?/g;

/** A stretch longer than this has lost its end. */
const longest = 60_000;
/** Formulas that are read: no lecture has as many. */
const most = 100_000;

/** Finds the mathematics: `$`, `$$`, `\( \)`, `\[ \]`, and environments. An end that is missing is put at the next empty line. */
export function mathSpans(text: string, macros: ReadonlyMap<string, string>): MathSpan[] {
  const found: MathSpan[] = [];
  let shorthand: RegExp | undefined;
  const begins = [...macros].filter(([, env]) => env.startsWith("begin:"));
  if (begins.length > 0) shorthand = new RegExp(`\\\\(${begins.map(([n]) => n).join("|")})(?![A-Za-z])`, "g");
  const one = (open: number, start: number, close: (from: number) => readonly [number, number] | undefined, display: boolean): number => {
    const limit = limitOf(text, start, display);
    const end = close(start);
    const [stop, next] = end && end[0] <= limit ? end : [limit, limit];
    const content = text.slice(start, stop);
    if (!end || end[0] > limit) {
      if (!display) return open + 1;
    }
    if (content.trim()) found.push({ start, end: stop, display });
    return Math.max(next, open + 1);
  };
  const until = (mark: string) => (from: number) => {
    for (let k = text.indexOf(mark, from); k >= 0; k = text.indexOf(mark, k + 1)) {
      if (mark.startsWith("\\") || !escaped(text, k)) return [k, k + mark.length] as const;
      // a stray backslash before the end of a display
      if (mark === "$$" && /^\s*(?:\n|$)/.test(text.slice(k + 2, k + 40))) return [k - 1, k + 2] as const;
    }
    return undefined;
  };
  opener.lastIndex = 0;
  for (let at = 0; at < text.length && found.length < most; ) {
    opener.lastIndex = at;
    const m = opener.exec(text);
    if (shorthand) shorthand.lastIndex = at;
    const s = shorthand?.exec(text);
    if (s && (!m || s.index < m.index)) {
      const ends = [...macros].filter(([, env]) => env === (macros.get(s[1] as string) as string).replace("begin:", "end:")).map(([n]) => n);
      const close = new RegExp(`\\\\(?:${ends.join("|") || "\\b"})(?![A-Za-z])`, "g");
      const start = s.index + s[0].length;
      at = one(
        s.index,
        start,
        (from) => {
          close.lastIndex = from;
          const c = close.exec(text);
          return c ? [c.index, c.index + c[0].length] : undefined;
        },
        true,
      );
      continue;
    }
    if (!m) break;
    const start = m.index + m[0].length;
    if (m[0] === "\\\\" || m[0] === "\\$") at = start;
    else if (m[0] === "$$") at = one(m.index, start, until("$$"), true);
    else if (m[0] === "$") at = isMoney(text, start) ? start : one(m.index, start, until("$"), false);
    else if (m[0] === "\\(") at = one(m.index, start, until("\\)"), false);
    else if (m[0] === "\\[")
      at =
        /^[^\n\]]*\\\]/.test(text.slice(start, start + 80)) && !/^[^\n]*?[\\^_=+]/.test(text.slice(start, text.indexOf("\\]", start)))
          ? start
          : one(m.index, start, until("\\]"), true);
    else if (displays.has(m[1] as string)) at = one(m.index, start, (from) => endOf(text, m[1] as string, from), true);
    else at = start;
  }
  return found;
}

/** Is the character at k behind an odd number of backslashes? */
function escaped(text: string, k: number): boolean {
  let n = 0;
  while (text[k - 1 - n] === "\\") n++;
  return n % 2 === 1;
}

/** A price, not mathematics: `$5 and $6`. */
function isMoney(text: string, start: number): boolean {
  const m = /^\s*\d[\d,.]*(?![\w^\\])/.exec(text.slice(start, start + 24));
  if (!m) return false;
  const end = text.indexOf("$", start);
  const content = end < 0 ? "" : text.slice(start, end);
  return end < 0 || content.includes("\n\n") || (/\s$/.test(content) && !/[\\^_=]/.test(content));
}

/** Where mathematics has to have ended: inline at an empty line, displayed at a heading, a comment, or far away. */
function limitOf(text: string, start: number, display: boolean): number {
  const bound = Math.min(text.length, start + longest);
  const stop = (display ? /\n\s*\n(?=#{1,6} |[^\n]*\$\$[^\n$]*\\end|\\(?:section|subsection)\b)|\n#{1,6} / : /\n[ \t]*\n/).exec(text.slice(start, bound));
  return stop ? start + stop.index : bound;
}

/** The end of an environment, others of its name inside it counted. */
function endOf(text: string, name: string, from: number): readonly [number, number] | undefined {
  const mark = new RegExp(`\\\\(begin|end)\\s*\\{${name.replace("*", "\\*")}\\}`, "g");
  mark.lastIndex = from;
  let depth = 1;
  for (let m = mark.exec(text); m && m.index < from + longest; m = mark.exec(text)) {
    depth += m[1] === "begin" ? 1 : -1;
    if (depth === 0) return [m.index, m.index + m[0].length];
  }
  return undefined;
}
