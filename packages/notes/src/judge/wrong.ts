import type { EqualityReport, Lang } from "../contract.ts";
import type { Equality } from "../rows/equalities.ts";
import type { Truth } from "./compare.ts";
import { repairOf } from "./diagnose.ts";
import { type Court, drawingOf } from "./drawing.ts";
import { opinionOf } from "./opinion.ts";
import type { Reader } from "./reader.ts";
import { type Spelling, spell } from "./spell.ts";
import type { Entry } from "./types.ts";
import { isKnown } from "./values.ts";

const messages = {
  shape: ["the sizes of both sides cannot agree", "两边的尺寸不一致"],
  value: ["both sides differ", "两边不相等"],
  doubt: ["two ways of checking it do not agree", "两种检查方法结论不一致"],
  differential: ["one side is a differential and the other is none: a d is missing, or one too many", "一边是微分，另一边不是：漏写或多写了 d"],
  density: ["the density does not integrate to 1", "密度函数的积分不等于 1"],
  index: ["an index that was summed over is free on one side", "求和指标在一边成了自由指标"],
} as const;

export const reasonOf = (kind: keyof typeof messages, lang: Lang): string => messages[kind][lang === "zh" ? 1 : 0];

/** What is told of a claim that the points refute: why it is wrong and what would be right; where the engine contradicts, that it is undecided. */
export function wrongness(e: Entry, t: Truth & { readonly kind: "false" }, court: Court, lang: Lang, spelling: Spelling): Partial<EqualityReport> {
  const opinion = t.by === "index" || t.by === "differential" ? undefined : opinionOf(e, t.equation, court, lang);
  if (opinion?.verdict === "correct") return { verdict: "undecided", diagnosis: { kind: "undecided", message: messages.doubt[lang === "zh" ? 1 : 0] } };
  if (opinion?.verdict === "under-assumption" && isOne(opinion.assumptions) && fits(opinion.assumptions, e, t, court))
    return { verdict: "under-assumption", assumptions: opinion.assumptions };
  const repair = t.by === "index" || t.by === "differential" ? undefined : repairOf(e, t.equation, court, lang);
  const diagnosis = repair
    ? { kind: repair.kind, message: repair.message }
    : opinion?.diagnosis
      ? { kind: opinion.diagnosis.kind, message: opinion.diagnosis.message }
      : { kind: t.by, message: messages[t.by][lang === "zh" ? 1 : 0] };
  const derivative = opinion?.derivative ?? (repair && t.equation.left.kind === "derivative" ? spell(repair.right) : undefined);
  const suggestion = repair ? `${spell(t.equation.left, spelling)} = ${spell(repair.right, spelling)}` : undefined;
  return { verdict: "wrong", diagnosis, ...(derivative !== undefined && { derivative }), ...(suggestion !== undefined && { suggestion }) };
}

/** One assumption, or the same property of several letters: more would hold by chance. */
function isOne(assumptions: readonly string[]): boolean {
  return assumptions.length === 1 || (assumptions.length > 0 && assumptions.every((a) => a.endsWith(" symmetric")));
}

/** Do assumptions speak of no matrix that the text around shows not to be square? */
function fits(assumptions: readonly string[], e: Entry, t: Truth & { readonly kind: "false" }, court: Court): boolean {
  const { around } = drawingOf(e, t.equation, court);
  const named = (n: string) => assumptions.some((a) => a.split(/[\s,]+/).includes(n));
  if ([...court.context.evidence].some(([n, x]) => x.sizes?.[1] !== undefined && x.sizes[0] !== x.sizes[1] && named(n))) return false;
  return [...around.shapes].every(([n, s]) => s.rows.root === s.cols.root || s.cols.isOne || !around.shaping.met.has(n) || !named(n));
}

/** How a document writes letters, transposes and products of entries. */
export function spellingOf(equalities: readonly Equality[], reader: Reader): Spelling {
  const all = equalities.map((x) => `${x.left.source} ${x.right.source}`).join(" ");
  const most = (choices: readonly (readonly [RegExp, string])[]) =>
    [...choices].sort((a, b) => (all.match(b[0])?.length ?? 0) - (all.match(a[0])?.length ?? 0))[0]?.[1] as string;
  return {
    latex: true,
    name: (n) => (isKnown(n) ? functionIn(all, n) : reader.source(n)),
    transpose: most([
      [/\^\s*\{?\s*\\top/g, "^\\top"],
      [/\^\s*T/g, "^T"],
      [/\^\s*\{\s*T\s*\}/g, "^{T}"],
    ]),
    product: most([
      [/\\odot/g, "\\odot"],
      [/\\circ/g, "\\circ"],
      [/\\otimes/g, "\\otimes"],
    ]),
  };
}

/** How a document writes a function: as a command, in roman, or as plain letters. */
function functionIn(all: string, name: string): string {
  const ways = [`\\${name}`, `\\operatorname{${name}}`, `\\mathrm{${name}}`, `\\text{${name}}`, name];
  return ways.find((w) => all.includes(w)) ?? `\\operatorname{${name}}`;
}
