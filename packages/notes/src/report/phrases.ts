import type { Lang, Layout } from "../contract.ts";

export const layoutsInChinese: Readonly<Record<Layout, string>> = { numerator: "分子布局", denominator: "分母布局", mixed: "混合布局" };

/** The words of reports. */
export const phrases = {
  en: {
    note: "note",
    claims: "claims",
    correct: "correct",
    "other-layout": "in another layout",
    "under-assumption": "under an assumption",
    wrong: "wrong",
    undecided: "undecided",
    unreadable: "not understood",
    elided: "elided",
    notClaims: "not claims",
    layout: (l: Layout) => `layout: ${l}`,
    rightIn: (l: Layout) => `right in ${l} layout`,
    needs: (a: string) => `right where ${a}`,
    accepted: "accepted",
    derivative: "the right derivative",
    suggestion: "write",
  },
  zh: {
    note: "提示",
    claims: "条结论",
    correct: "正确",
    "other-layout": "属另一布局",
    "under-assumption": "需附加条件",
    wrong: "错误",
    undecided: "未定",
    unreadable: "未读懂",
    elided: "含省略",
    notClaims: "非结论",
    layout: (l: Layout) => `布局：${layoutsInChinese[l]}`,
    rightIn: (l: Layout) => `在${layoutsInChinese[l]}下成立`,
    needs: (a: string) => `需要 ${a}`,
    accepted: "已认可",
    derivative: "正确的导数",
    suggestion: "应写作",
  },
} as const satisfies Record<Lang, unknown>;

const classesInChinese: Readonly<Record<string, string>> = { definition: "定义", declaration: "声明", condition: "条件", claim: "结论" };

/** The word for a verdict or a class. */
export function verdictWord(verdict: string, lang: Lang): string {
  if (lang === "en") return verdict;
  const known = (phrases.zh as Readonly<Record<string, unknown>>)[verdict];
  return typeof known === "string" ? known : (classesInChinese[verdict] ?? verdict);
}
