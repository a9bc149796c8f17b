import type { Lead, Piece, Side } from "./pieces.ts";

/** What the rows are made of, while they are read. */
export interface Draft {
  lead: Lead;
  sides: { start: number; end: number; source: string }[];
  signs: { sign: string; at: number }[];
  unbalanced: boolean;
}

const leadingOperator = /^\s*(?:\+|-|−|\\pm|\\cdot|\\times|\\otimes|\\odot|\\circ|\\left\s*\.|\*)/;
const trailingOperator = /(?:\+|-|−|\\cdot|\\times|\\otimes|\\odot|\\circ|(?<!\^)\*)\s*$/;
/** The number of a formula, set apart from it. */
const formulaNumber = /^\(\s*\d+(?:[.-]\d+)*\s*[a-z]?\s*\)\.?$/;

/** Joins what a row, a comma or a space has torn apart: rows that begin with an operator, `i = 1, 2, …, n`, sides that were left open. */
export function joined(drafts: readonly Draft[]): Piece[] {
  const out: Draft[] = [];
  for (const d of drafts) {
    const before = out.at(-1);
    const first = d.sides[0] as Side;
    const soft = d.lead.kind === "row" || d.lead.kind === "space";
    const empty = first.source.trim() === "";
    const last = before?.sides.at(-1);
    if (before && d.signs.length === 0 && d.lead.kind === "space" && formulaNumber.test(first.source.trim())) continue;
    if (before && last && soft && !empty && (leadingOperator.test(first.source) || trailingOperator.test(last.source)) && continues(d, before))
      append(before, d);
    else if (before && d.lead.kind === "space" && empty) append(before, d);
    else if (before && last && d.lead.kind === "comma" && d.signs.length === 0 && before.signs.length > 0 && isRange(before, first.source))
      append(before, d, ",");
    else if (before && last && d.lead.kind === "row" && before.signs.length > 0 && last.source.trim() === "" && !empty) append(before, d);
    else out.push(d);
  }
  return out.filter((d) => d.sides.some((s) => s.source.trim() !== ""));
}

/** A row `-x = y` of its own is no continuation; one that only adds to the row before is. */
function continues(d: Draft, before: Draft): boolean {
  const first = (d.sides[0] as Side).source.trim();
  return /^(?:\+|\\cdot|\\times|\\otimes|\\odot|\\circ|\*)/.test(first) || d.signs.length === 0 || trailingOperator.test((before.sides.at(-1) as Side).source);
}

function isRange(before: Draft, next: string): boolean {
  const last = (before.sides.at(-1) as Side).source.trim();
  return /^-?\d+$|\.\.\.|\\[lc]?dots/.test(last.split(",").at(-1)?.trim() ?? "") && /^\s*(?:-?\d+|\.{2,}|…|\\[lcd]*dots[a-z]?|[A-Za-z])\s*\.?\s*$/.test(next);
}

function append(before: Draft, d: Draft, glue = " "): void {
  const last = before.sides.at(-1) as { start: number; end: number; source: string };
  const first = d.sides[0] as Side;
  if (last.source.trim() === "") last.start = first.start;
  last.source = last.source.trim() === "" ? first.source : last.source.trimEnd() + glue + first.source;
  last.end = Math.max(last.end, first.end);
  before.sides.push(...d.sides.slice(1));
  before.signs.push(...d.signs);
  before.unbalanced ||= d.unbalanced;
}
