/** What the words before a formula make of it, in English and Chinese: a row a use. The last word of the sentence decides. */
type Use = "definition" | "naming" | "condition" | "claim" | "where";

const rows: readonly (readonly [Use, RegExp])[] = [
  ["definition", /定义为?|记作|记为|称为|称作|规定|\bdefin(?:e|ed|es|ition|ing)\b|\bdenot(?:e|ed|es|ing)\b|\bis (?:called|written)\b|\bby definition\b/gi],
  [
    "naming",
    /设|令|取|记|假定|假设|\blet\b|\bset(?:ting)?\b|\btak(?:e|ing)\b|\bput(?:ting)?\b|\bwrit(?:e|ing)\b|\bsuppose\b|\bassum(?:e|ing)\b|\bconsider\b|\bchoos(?:e|ing)\b|\bgiven\b|\bnow\b|考虑/gi,
  ],
  [
    "condition",
    /若|当|如果|倘若|只要|除非|\bif\b|\bwhen(?:ever)?\b|\bprovided\b|\bunless\b|\bin case\b|\bsubject to\b|\bs\.\s?t\.|满足|约束|\bwith\b|\bfor\b(?! (?:any|all|every|each)\b)/gi,
  ],
  [
    "claim",
    /则|有|得|知|于是|因此|因为|由于|所以|故|即|从而|结果|等于|证明|性质|推论|注意|显然|其实|变为|成立|结合|由|\bthen\b|\bwe (?:have|get|obtain|find|see)\b|\bgives?\b|\byields?\b|\bhence\b|\bthus\b|\bso\b|\btherefore\b|\bimpl(?:y|ies)\b|\bbecause\b|\bsince\b|\bfollows?\b|\bproof\b|\bprove\b|\bshow\b|\bfrom\b|\bequals?\b|\bit is\b|\bbecomes?\b|\bobtain(?:s|ed)?\b|\brule\b|\bresult\b|\bclearly\b|\bthat\b/gi,
  ],
  ["where", /其中|这里|此处|\bwhere\b|\bhere\b|\bin which\b/gi],
];

/** The part of the prose that is the sentence the formula stands in. */
export function sentenceOf(before: string): string {
  const end = [...before.matchAll(/[。！？]|[.!?](?![\w])|\n\s*\n/g)].at(-1);
  return end ? before.slice(end.index + end[0].length) : before;
}

/** What the last word that says something makes of the formula behind it, and how far before the formula that word stands. */
export function useOf(sentence: string): { readonly use: Use; readonly distance: number } | undefined {
  let best: { use: Use; end: number } | undefined;
  for (const [use, pattern] of rows)
    for (const m of sentence.matchAll(pattern)) {
      const end = m.index + m[0].length;
      if (!best || end > best.end) best = { use, end };
    }
  return best && { use: best.use, distance: sentence.length - best.end };
}
