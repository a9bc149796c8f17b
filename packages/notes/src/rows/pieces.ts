import { type Draft, joined } from "./joined.ts";
import {
  arrows,
  blanks,
  closing,
  frames,
  ignored,
  ignoredWithGroup,
  opening,
  otherRelations,
  rowEnds,
  separators,
  spaces,
  textual,
  thinArrows,
  transparent,
} from "./signs.ts";
import { groupAfter, isProse, type Token, tokensOf } from "./tokens.ts";

/** One side of a relation, or a fragment without any. Continued rows are joined. */
export interface Side {
  readonly start: number;
  readonly end: number;
  readonly source: string;
}

/** How a piece follows what stands before it. */
export interface Lead {
  readonly kind: "start" | "row" | "implies" | "comma" | "space" | "words";
  /** What stands over the arrow, `\overset{A = I}{\Longrightarrow}`, and where. */
  readonly over?: { readonly source: string; readonly at: number };
  /** The words before it, inside the mathematics. */
  readonly words?: string;
}

/** A chain `a = b = c` of one row, or a fragment with a single side. A first side that is empty continues what stands before. */
export interface Piece {
  readonly lead: Lead;
  readonly sides: readonly Side[];
  readonly signs: readonly { readonly sign: string; readonly at: number }[];
  /** Were the brackets of its row left open, or closed too often? */
  readonly unbalanced: boolean;
}

/** Relations that state an equality: `=`, or that the left side is thereby defined. */
export const equalSigns: ReadonlyMap<string, "equal" | "define"> = new Map([
  ["=", "equal"],
  ["＝", "equal"],
  ["\\equiv", "equal"],
  ["\\triangleq", "define"],
  ["\\coloneqq", "define"],
  ["\\doteq", "define"],
  [":=", "define"],
  ["\\eqdef", "define"],
]);

const deepest = 400;
/** Tokens of a row that are looked at for its brackets. */
const longestRow = 3000;

/** Splits a stretch of mathematics into chains of relations: by rows, commas, arrows and words that stand outside all brackets. */
export function piecesOf(text: string, start: number, end: number): Piece[] {
  return new Splitter(text, start, end).run();
}

class Splitter {
  private readonly text: string;
  private readonly end: number;
  private readonly tokens: readonly Token[];
  private readonly done: Draft[] = [];
  private draft: Draft;
  private braces = 0;
  private brackets = 0;
  private opaque = 0;
  private angles = 0;
  private loose = false;
  private k = 0;
  /** Braces that are not there: those of a frame around a whole relation. */
  private readonly unseen = new Set<number>();
  /** Arrays that are open and hold rows of formulas, not the entries of a matrix. */
  private arrays = 0;

  constructor(text: string, start: number, end: number) {
    this.text = text;
    this.end = end;
    this.tokens = tokensOf(text, start, end);
    this.draft = this.fresh({ kind: "start" }, start);
  }

  run(): Piece[] {
    this.newRow();
    for (this.k = 0; this.k < this.tokens.length; this.k++) this.take(this.tokens[this.k] as Token);
    this.cut({ kind: "row" });
    return joined(this.done);
  }

  private fresh(lead: Lead, at: number): Draft {
    return { lead, sides: [{ start: at, end: at, source: "" }], signs: [], unbalanced: this.loose };
  }

  /** Looks ahead at a row: where its brackets do not pair, they hide no relation. */
  private newRow(): void {
    this.brackets = 0;
    let [braces, depth, bad] = [0, 0, false];
    for (let j = this.k; j < Math.min(this.tokens.length, this.k + longestRow); j++) {
      const t = (this.tokens[j] as Token).text;
      if (t === "{") braces++;
      else if (t === "}") braces--;
      else if (t === "\\begin" || t === "\\end") {
        const name = groupAfter(this.text, (this.tokens[j] as Token).end)?.[0] ?? "";
        if (!transparent.test(name)) braces += t === "\\begin" ? 1 : -1;
      } else if (t === "\\left" || t === "\\right" || t === "\\middle") j += 1;
      else if (braces > 0) continue;
      else if (rowEnds.has(t)) break;
      else if (opening.has(t)) depth++;
      else if (closing.has(t) && --depth < 0) [bad, depth] = [true, 0];
    }
    this.loose = bad || depth > 0;
    this.draft.unbalanced = this.loose;
  }

  private take(t: Token): void {
    const top = this.braces === 0 && this.opaque === 0;
    if (this.unseen.has(t.start)) return;
    if (top && frames.has(t.text) && this.framed(t)) return;
    if (t.text === "\\begin" || t.text === "\\end") this.environment(t);
    else if (t.text === "{" || t.text === "}") {
      this.braces = Math.max(0, Math.min(deepest, this.braces + (t.text === "{" ? 1 : -1)));
      this.add(t);
    } else if (top && rowEnds.has(t.text)) this.row(t);
    else if (top && /^\\(?:left|right|middle)$/.test(t.text)) this.fence(t);
    else if (top && t.text === "(" && this.brackets === 0 && this.numbered(t)) return;
    else if (top && opening.has(t.text)) {
      this.brackets++;
      this.add(t);
    } else if (top && closing.has(t.text)) {
      this.brackets = Math.max(0, this.brackets - 1);
      this.add(t);
    } else if (!top || !this.outside(t)) this.add(t);
  }

  /** What counts outside all brackets only; true where it was dealt with. */
  private outside(t: Token): boolean {
    if (t.text === "&") {
      if (this.arrays > 0) this.cell(t.end);
      return true;
    }
    if (ignored.has(t.text)) return true;
    if (t.text === "\\eqno" || t.text === "\\leqno") {
      this.skipTo(this.end);
      return true;
    }
    if (ignoredWithGroup.has(t.text)) {
      this.skipGroup(t);
      return true;
    }
    if (t.text === ">" && this.angles > 0) {
      this.angles--;
      this.brackets = Math.max(0, this.brackets - 1);
      return false;
    }
    if (this.brackets > 0 && !this.loose) return false;
    const stacked = /^\\(?:overset|stackrel|underset|xrightarrow|xRightarrow|xlongrightarrow|xlongequal)$/.test(t.text) ? this.stacked(t) : undefined;
    if (stacked) return true;
    if (t.text === ":" && this.text[t.end] === "=") {
      this.relation(":=", t.start);
      this.k++;
      return true;
    }
    if (equalSigns.has(t.text) || otherRelations.has(t.text)) {
      if (t.text === "<" && /^[^<>=]*,[^<>=]*>/.test(this.text.slice(t.end, t.end + 200))) {
        this.brackets++;
        this.angles++;
        return false;
      }
      this.relation(t.text, t.start);
      return true;
    }
    if (arrows.has(t.text) || (thinArrows.has(t.text) && (this.draft.signs.length > 0 || this.bare()))) {
      this.cut({ kind: "implies" }, t.end);
      return true;
    }
    if (thinArrows.has(t.text)) {
      this.relation(t.text, t.start);
      return true;
    }
    if (this.brackets > 0) return false;
    if (separators.has(t.text)) {
      this.cut({ kind: "comma" }, t.end);
      return true;
    }
    if (spaces.has(t.text)) {
      this.cut({ kind: "space" }, t.end);
      return true;
    }
    if (/^[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]/.test(t.text)) {
      this.words(t.text, t.end);
      return true;
    }
    if (textual.has(t.text)) {
      const g = groupAfter(this.text, t.end);
      if (g && isProse(g[0])) {
        this.skipGroup(t);
        this.words(g[0].trim(), g[1]);
        return true;
      }
    }
    return false;
  }

  /** A frame around a relation is left out, so that the relation is seen. */
  private framed(t: Token): boolean {
    let at = t.end;
    for (let k = frames.get(t.text) as number; k > 0; k--) at = groupAfter(this.text, at)?.[1] ?? at;
    const g = groupAfter(this.text, at);
    if (!g || !/=|\\triangleq|\\equiv|\\in\b|rrow/.test(g[0].replace(/\{[^{}]*\}/g, ""))) return false;
    this.unseen.add(g[2] - 1).add(g[1] - 1);
    this.skipTo(g[2] - 1);
    return true;
  }

  /** The number of the formula at the end of a row, `= a \ (69)`: it is left out. */
  private numbered(t: Token): boolean {
    if (this.draft.signs.length === 0 || this.bare() || (this.draft.sides.at(-1) as Side).source.trim() === "") return false;
    const [whole] = /^\(\s*\d+(?:[.-]\d+)*\s*[a-z]?\s*\)\.?(?=\s*(?:$|\\\\|&|\\end\b))/.exec(this.text.slice(t.start, Math.min(this.end, t.start + 40))) ?? [];
    if (whole === undefined || !/(?:\\[ ;:]|~|&\s*|[^A-Za-z\s]\s+)$/.test(this.text.slice(Math.max(0, t.start - 12), t.start))) return false;
    this.skipTo(t.start + whole.length);
    return true;
  }

  private bare(): boolean {
    return this.draft.sides.length === 1 && (this.draft.sides[0] as Side).source.trim() === "";
  }

  private words(words: string, at: number): void {
    const before = this.bare() && this.draft.lead.kind === "words" ? `${this.draft.lead.words} ` : "";
    this.cut({ kind: "words", words: before + words }, at);
  }

  /** `\overset{A = I}{\Longrightarrow}`, `\stackrel{(a)}{=}`, `\xrightarrow{…}`. */
  private stacked(t: Token): boolean {
    const first = groupAfter(this.text, t.end);
    if (!first) return false;
    const over = { source: first[0], at: first[2] };
    if (t.text.startsWith("\\x")) {
      this.skipTo(first[1]);
      if (t.text === "\\xlongequal") this.relation("=", t.start);
      else this.cut({ kind: "implies", over }, first[1]);
      return true;
    }
    const second = groupAfter(this.text, first[1]);
    const inner = second?.[0].replace(/\\q?quad|~|\\[,;:! ]|\s/g, "") ?? "";
    if (second && arrows.has(inner)) {
      this.skipTo(second[1]);
      this.cut({ kind: "implies", over }, second[1]);
      return true;
    }
    if (second && equalSigns.has(inner)) {
      this.skipTo(second[1]);
      this.relation(/def|定义|记|\\triangle/.test(over.source) ? "\\triangleq" : inner, t.start);
      return true;
    }
    return false;
  }

  private relation(sign: string, at: number): void {
    this.draft.signs.push({ sign, at });
    const next = at + sign.length;
    this.draft.sides.push({ start: next, end: next, source: "" });
  }

  private row(t: Token): void {
    const spacing = /^\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\]/.exec(this.text.slice(t.end, t.end + 24));
    if (spacing) this.skipTo(t.end + spacing[0].length);
    this.cut({ kind: "row" }, t.end);
    if (this.arrays > 0) this.cell(t.end);
    this.k++;
    this.newRow();
    this.k--;
  }

  private environment(t: Token): void {
    const g = groupAfter(this.text, t.end);
    const name = g?.[0] ?? "";
    if (transparent.test(name) && this.opaque === 0 && this.braces === 0) {
      this.skipGroup(t);
      const columns = /^(?:alignat|alignedat|IEEEeqnarray)/.test(name) && g ? groupAfter(this.text, g[1]) : undefined;
      const aside = /^\s*\[[a-z]\]/.exec(this.text.slice(g?.[1] ?? t.end, (g?.[1] ?? t.end) + 8));
      if (columns) this.skipTo(columns[1]);
      else if (aside && g && t.text === "\\begin") this.skipTo(g[1] + aside[0].length);
      if (t.text === "\\begin") this.newRow();
      return;
    }
    if (name === "array" && this.opaque === 0 && this.braces === 0 && this.array(t, g?.[1] ?? t.end)) return;
    this.opaque = Math.max(0, this.opaque + (t.text === "\\begin" ? 1 : -1));
    this.add(t);
    const stop = g?.[1] ?? t.end;
    while (this.k + 1 < this.tokens.length && (this.tokens[this.k + 1] as Token).start < stop) this.add(this.tokens[++this.k] as Token);
  }

  /** An array of formulas, as scanners write `align`; true where it is one. */
  private array(t: Token, behind: number): boolean {
    if (t.text === "\\end") {
      if (this.arrays === 0) return false;
      this.arrays--;
      this.skipTo(behind);
      return true;
    }
    const columns = groupAfter(this.text, behind + (/^\s*\[[a-z]\]/.exec(this.text.slice(behind, behind + 8))?.[0].length ?? 0));
    const stop = this.text.indexOf("\\end", behind);
    if (this.brackets > 0 || !columns || !/(?<![<>])=|\\triangleq|\\equiv/.test(this.text.slice(columns[1], stop < 0 ? this.end : Math.min(stop, this.end))))
      return false;
    this.arrays++;
    this.skipTo(columns[1]);
    this.newRow();
    this.cell(columns[1]);
    return true;
  }

  /** Braces around a whole cell, `{ { = } }`, are left out. */
  private cell(from: number): void {
    for (let g = groupAfter(this.text, from); g && g[1] <= this.end; g = groupAfter(this.text, g[2])) {
      const behind = g[1] + (/^\s*/.exec(this.text.slice(g[1], g[1] + 40))?.[0].length ?? 0);
      if (/^\s*\\(?:bf|rm|it|cal|sf|tt|boldsymbol|mathbf)(?![A-Za-z])/.test(g[0]) && !/[=&]/.test(g[0])) return;
      if (!/^(?:&|\\\\|\\end\b|$)/.test(this.text.slice(behind, Math.min(this.end, behind + 6))) && !this.unseen.has(behind)) return;
      this.unseen.add(g[2] - 1).add(g[1] - 1);
    }
  }

  private fence(t: Token): void {
    this.add(t);
    const next = this.tokens[this.k + 1];
    if (next?.text.trim() === "") this.k++;
    const fence = this.tokens[this.k + 1];
    if (fence) {
      this.add(fence);
      this.k++;
    }
    if (t.text === "\\left") this.brackets++;
    else if (t.text === "\\right") this.brackets = Math.max(0, this.brackets - 1);
  }

  private skipGroup(t: Token): void {
    const g = groupAfter(this.text, t.end);
    if (g) this.skipTo(g[1]);
  }

  private skipTo(at: number): void {
    while (this.k + 1 < this.tokens.length && (this.tokens[this.k + 1] as Token).start < at) this.k++;
  }

  private add(t: Token): void {
    const side = this.draft.sides.at(-1) as { start: number; end: number; source: string };
    if (side.source === "" && (t.text.trim() === "" || blanks.has(t.text))) return;
    if (side.source === "") side.start = t.start;
    side.source += t.text;
    side.end = t.end;
  }

  private cut(lead: Lead, at = 0): void {
    const empty = this.bare() && this.draft.signs.length === 0;
    if (!empty) this.done.push(this.draft);
    // an arrow or words at the start of a row say more than the row's end
    const before = this.draft.lead;
    const next: Lead =
      empty && lead.kind !== "implies" && lead.kind !== "words" && before.kind !== "start"
        ? before.kind === "comma" || before.kind === "space"
          ? lead
          : before
        : lead;
    this.draft = this.fresh(next, at);
  }
}
