import type { Break, Source } from "../document/source.ts";
import { equalSigns, type Lead, type Piece, piecesOf, type Side } from "./pieces.ts";

/** An equality of the document, or a membership `X \in …`: two sides, the sign between, and what is around it. */
export interface Equality {
  readonly left: Side;
  readonly right: Side;
  readonly sign: string;
  /** Where the sign stands. */
  readonly at: number;
  /** Where the line in question begins: its left side, or the sign where the left side is carried over. */
  readonly start: number;
  /** Its place in the chain: 0 for the first. */
  readonly index: number;
  /** The chain it belongs to, over rows and displays; numbered through the document. */
  readonly chain: number;
  /** Is the left side that of a row before? */
  readonly carried: boolean;
  /** The first side of the chain. */
  readonly head: Side;
  readonly last: boolean;
  readonly lead: Lead;
  readonly display: boolean;
  /** Prose of the document before and behind the mathematics it stands in, and the words in the mathematics before it. */
  readonly before: string;
  readonly after: string;
  readonly unbalanced: boolean;
  /** Stands over an arrow: `\overset{A = I}{\Longrightarrow}`. */
  readonly over: boolean;
}

/** A piece with the mathematics around it, in the order of the document. */
export interface Line {
  readonly piece: Piece;
  readonly span: number;
  readonly scope: number;
  readonly display: boolean;
  readonly before: string;
  readonly after: string;
}

/** All pieces of a document. */
export function linesOf(source: Source): Line[] {
  const lines: Line[] = [];
  source.maths.forEach((m, span) => {
    const before = proseBefore(source, span);
    const after = plain(source.prose.slice(m.end, source.maths[span + 1]?.start ?? source.prose.length));
    const scope = scopeAt(source.breaks, m.start);
    for (const piece of piecesOf(source.prose, m.start, m.end)) lines.push({ piece, span, scope, display: m.display, before, after });
  });
  return lines;
}

/** Stands in prose for a formula. */
const formula = "§";

/** The prose before a formula, formulas in it as one sign, back to the paragraph's start or a display. */
function proseBefore(source: Source, span: number): string {
  let text = "";
  const start = (source.maths[span] as Source["maths"][number]).start;
  let end = start;
  for (let k = span - 1; text.length < 400; k--) {
    const m = source.maths[k];
    text = plain(source.prose.slice(m?.end ?? 0, end)) + text;
    if (!m || m.display || start - m.start > 1200) break;
    text = formula + text;
    end = m.start;
  }
  return text;
}

function plain(text: string): string {
  return text
    .replace(/\$+|\\[()[\]]|\\(?:begin|end)\{[^}]*\}/g, " ")
    .replace(/[ \t]+/g, " ")
    .trim()
    .slice(-400);
}

/** The number of breaks before a place. */
export function scopeAt(breaks: readonly Break[], at: number): number {
  let [low, high] = [0, breaks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((breaks[middle] as Break).at <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** All equalities and memberships, left sides carried over rows and displays of one scope. */
export function equalitiesOf(lines: readonly Line[]): Equality[] {
  const found: Equality[] = [];
  let chain = 0;
  let span = -1;
  let remark = false;
  let outer: typeof carry;
  let carry: { side: Side; head: Side; scope: number; chain: number; index: number } | undefined;
  for (const line of lines) {
    const { piece } = line;
    if (piece.lead.over) for (const inner of overArrow(line, piece.lead.over, () => ++chain)) found.push(inner);
    const sides = piece.sides;
    if (line.span !== span) {
      const was = remark;
      remark = isRemark(line.before, remark);
      if (remark && !was) outer = carry;
      if (was && !remark && outer) carry = outer;
      if (!remark) outer = undefined;
      span = line.span;
    }
    const opens = (sides[0] as Side).source.trim() === "";
    const from = opens && carry && sameRun(carry.scope, line.scope) && piece.lead.kind !== "comma" ? carry : undefined;
    const number = from ? from.chain : ++chain;
    let index = from ? from.index : 0;
    const head = from ? from.head : (sides[0] as Side);
    for (let k = 0; k < piece.signs.length; k++) {
      const { sign, at } = piece.signs[k] as { sign: string; at: number };
      const own = sides[k] as Side;
      const carried = k === 0 && opens;
      const left = carried && from ? from.side : own;
      const right = sides[k + 1] as Side;
      if (!equalSigns.has(sign) && sign !== "\\in") continue;
      if ((carried && !from && right.source.trim() === "") || (carried && sign === "\\in")) continue;
      found.push({
        left,
        right,
        sign,
        at,
        start: carried ? at : own.start,
        index: index++,
        chain: number,
        carried,
        head,
        last: k === piece.signs.length - 1,
        lead: piece.lead,
        display: line.display,
        before: line.before,
        after: line.after,
        unbalanced: piece.unbalanced,
        over: false,
      });
    }
    const last = sides.at(-1) as Side;
    const lastSign = piece.signs.at(-1)?.sign;
    if (lastSign !== undefined && equalSigns.has(lastSign) && last.source.trim() !== "") carry = { side: last, head, scope: line.scope, chain: number, index };
    else if (piece.signs.length === 0 && line.display && last.source.trim() !== "")
      carry = { side: last, head: last, scope: line.scope, chain: ++chain, index: 0 };
    else if (lastSign !== undefined && line.display) carry = undefined;
  }
  return found;
}

/** Is the formula a remark in the middle of a chain, which goes on behind it? `before` that holds only a joint keeps what the last was. */
function isRemark(before: string, last: boolean): boolean {
  const joint = before.replace(/§/g, "").trim();
  if (/^(?:[,，、;；]|和|与|及|and|&)*$/i.test(joint) && joint !== "") return last;
  return (
    /[(（][^)）]*$/.test(before) ||
    /(?:注意|其中|因为|由于|\bnot(?:e|ing)\b|\bwhere\b|\bsince\b|\bbecause\b)(?:(?![则得故。.]|从而|所以|于是|因此|\bso\b|\bthus\b|\bhence\b|\bthen\b).)*$/is.test(
      before,
    )
  );
}

/** A chain may go on over displays, but not into another section. */
function sameRun(a: number, b: number): boolean {
  return a === b;
}

/** Equalities over an arrow: conditions under which the next row follows. */
function overArrow(line: Line, over: { readonly source: string; readonly at: number }, number: () => number): Equality[] {
  const found: Equality[] = [];
  const inner = piecesOf(over.source, 0, over.source.length).map((p) => ({
    ...p,
    sides: p.sides.map((s) => ({ ...s, start: s.start + over.at, end: s.end + over.at })),
    signs: p.signs.map((s) => ({ ...s, at: s.at + over.at })),
  }));
  for (const p of inner) {
    const chain = number();
    p.signs.forEach(({ sign, at }, k) => {
      if (!equalSigns.has(sign)) return;
      const left = p.sides[k] as Side;
      const right = p.sides[k + 1] as Side;
      found.push({
        left,
        right,
        sign,
        at,
        start: left.start,
        index: k,
        chain,
        carried: false,
        head: p.sides[0] as Side,
        last: k === p.signs.length - 1,
        lead: p.lead,
        display: line.display,
        before: line.before,
        after: line.after,
        unbalanced: p.unbalanced,
        over: true,
      });
    });
  }
  return found;
}
