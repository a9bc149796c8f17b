/** Round, square, curly and angle brackets in pairs: what is missing is supplied, what is too much left out. Never a failure. */
import { relations } from "./commands.ts";
import type { Token } from "./syntax.ts";
import type { LatexDiagnostic } from "./types.ts";

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "⟨": "⟩" };
const openers: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{", "⟩": "⟨" };

/** A token, or a group or environment with its own brackets paired. */
type Item = Token | readonly Token[];
type Complain = (d: LatexDiagnostic) => void;

const isToken = (i: Item): i is Token => !Array.isArray(i);
export const opens = (t: Token): boolean => t.kind === "char" && Object.hasOwn(closers, t.text);
export const closes = (t: Token): boolean => t.kind === "char" && Object.hasOwn(openers, t.text);
export const isRelation = (t: Token): boolean => (t.kind === "char" || t.kind === "command") && relations.has(t.text);

/** `< a, b >` written with the signs of order: where no left side stands before the first, and a comma between. */
function angles(tokens: readonly Token[]): Token[] {
  const out = [...tokens];
  tokens.forEach((t, k) => {
    if (t.kind !== "char" || t.text !== "<") return;
    const before = tokens[k - 1];
    if (before && !isRelation(before) && !opens(before) && !/^[-+&,]$/.test(before.text) && before.kind !== "words") return;
    let comma = false;
    for (let j = k + 1; j < tokens.length && j < k + 400; j++) {
      const u = tokens[j] as Token;
      if (u.kind === "char" && u.text === ",") comma = true;
      if (u.kind === "words" || (u.kind === "char" && (u.text === "=" || u.text === "\\\\"))) return;
      if (u.kind === "char" && u.text === ">") {
        if (!comma) return;
        out[k] = { ...t, text: "⟨" };
        out[j] = { ...u, text: "⟩" };
        return;
      }
    }
  });
  return out;
}

/** The tokens with all brackets in pairs at each level of groups and environments. */
export function paired(all: readonly Token[], complain: Complain): Token[] {
  const tokens = angles(all);
  const levels: { head?: Token; items: Item[] }[] = [{ items: [] }];
  for (const t of tokens) {
    if (t.kind === "open" || t.kind === "begin") levels.push({ head: t, items: [] });
    else if ((t.kind === "close" || t.kind === "end") && levels.length > 1) {
      const { head, items } = levels.pop() as { head: Token; items: Item[] };
      levels.at(-1)?.items.push([head, ...pairLevel(items, complain), t]);
    } else levels.at(-1)?.items.push(t);
  }
  while (levels.length > 1) {
    const { items } = levels.pop() as { items: Item[] };
    levels.at(-1)?.items.push(pairLevel(items, complain));
  }
  return pairLevel((levels[0] as { items: Item[] }).items, complain);
}

const isBoundary = (i: Item): boolean =>
  isToken(i) && (i.kind === "words" || (i.kind === "char" && (i.text === "\\\\" || i.text === "&" || i.text === "\\quad")));

/** Pairs a level as a whole where that comes out even, else piece by piece between line breaks, cells and words. */
function pairLevel(all: readonly Item[], complain: Complain): Token[] {
  const items = withoutLoneBar(all, complain);
  const partners = match(items);
  const even = items.every((i, k) => !isToken(i) || !(opens(i) || closes(i)) || partners.has(k));
  if (even) return settle(items, partners, complain);
  const out: Token[] = [];
  let piece: Item[] = [];
  for (const i of [...items, undefined]) {
    if (i !== undefined && !isBoundary(i)) {
      piece.push(i);
      continue;
    }
    for (const t of settle(piece, match(piece), complain)) out.push(t);
    piece = [];
    if (i !== undefined) out.push(i as Token);
  }
  return out;
}

const isBar = (i: Item | undefined): i is Token => i !== undefined && isToken(i) && i.kind === "char" && /^[<>]?\|[<>]?$/.test(i.text);

/** A last bar that no other opens is left out. */
function withoutLoneBar(items: readonly Item[], complain: Complain): readonly Item[] {
  const last = items.at(-1);
  if (!isBar(last) || items.length < 2 || items.filter(isBar).length % 2 === 0) return items;
  complain({ severity: "repair", code: "brackets", message: `"|" closes nothing`, span: last.span });
  return items.slice(0, -1);
}

/** Which bracket is the partner of which, by index. */
function match(items: readonly Item[]): Map<number, number> {
  const partners = new Map<number, number>();
  const stack: number[] = [];
  const counts: Record<string, number> = {};
  const kindOf = (k: number) => (items[k] as Token).text;
  const strays: number[] = [];
  const lonely: number[] = [];
  items.forEach((i, k) => {
    if (!isToken(i)) return;
    if (opens(i)) {
      stack.push(k);
      counts[i.text] = (counts[i.text] ?? 0) + 1;
    } else if (closes(i)) {
      const kind = openers[i.text] as string;
      if (!counts[kind]) {
        strays.push(k);
        return;
      }
      for (let o = stack.pop(); o !== undefined; o = stack.pop()) {
        counts[kindOf(o)] = (counts[kindOf(o)] as number) - 1;
        if (kindOf(o) === kind) {
          partners.set(o, k).set(k, o);
          break;
        }
        lonely.push(o);
      }
    }
  });
  lonely.push(...stack);
  lonely.sort((a, b) => a - b);
  // two of different kinds that are left over are a pair where nothing stands across
  for (const s of strays) {
    const at = lonely.findLastIndex((o) => o < s);
    const o = lonely[at];
    if (o === undefined || crosses(partners, o, s)) continue;
    partners.set(o, s).set(s, o);
    lonely.splice(at, 1);
  }
  return partners;
}

function crosses(partners: ReadonlyMap<number, number>, from: number, to: number): boolean {
  for (let k = from + 1; k < to; k++) {
    const p = partners.get(k);
    if (p !== undefined && (p < from || p > to)) return true;
    if (p !== undefined && p > k) k = p;
  }
  return false;
}

/** Writes a piece with its pairs; an opening bracket without partner is closed before the next relation or at the end. */
function settle(items: readonly Item[], partners: ReadonlyMap<number, number>, complain: Complain): Token[] {
  const out: Token[] = [];
  const lonely: Token[] = [];
  let pairs = 0;
  const close = () => {
    for (let o = lonely.pop(); o; o = lonely.pop()) out.push({ kind: "char", text: closers[o.text] as string, span: [o.span[1], o.span[1]] });
  };
  items.forEach((i, k) => {
    if (!isToken(i)) for (const t of i) out.push(t);
    else if (opens(i)) {
      const p = partners.get(k);
      if (p === undefined) {
        complain({ severity: "repair", code: "brackets", message: `"${i.text}" is never closed`, span: i.span });
        if (pairs === 0) {
          lonely.push(i);
          out.push(i);
        }
      } else {
        pairs++;
        out.push(i);
      }
    } else if (closes(i)) {
      const p = partners.get(k);
      if (p === undefined) complain({ severity: "repair", code: "brackets", message: `"${i.text}" closes nothing`, span: i.span });
      else {
        pairs--;
        const wanted = closers[(items[p] as Token).text] as string;
        if (wanted !== i.text)
          complain({ severity: "repair", code: "brackets", message: `"${(items[p] as Token).text}" is closed by "${i.text}"`, span: i.span });
        out.push(wanted === i.text ? i : { ...i, text: wanted });
      }
    } else {
      if (pairs === 0 && isRelation(i)) close();
      out.push(i);
    }
  });
  close();
  return out;
}
