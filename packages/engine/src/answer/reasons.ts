import type { Lang } from "../contract.ts";

const list = (names: readonly string[], lang: Lang) => names.join(lang === "zh" ? "、" : ", ");

/** Why a verdict is what it is, in words. */
const reasons = {
  unknown: {
    en: (names: readonly string[]) => `${list(names, "en")} ${names.length > 1 ? "are" : "is"} in the claim, but neither in the expression nor declared`,
    zh: (names: readonly string[]) => `${list(names, "zh")} 出现在结论中，但表达式中没有，也未声明`,
  },
  oneSided: {
    en: (names: readonly string[]) =>
      names.length > 1
        ? `${list(names, "en")} stand on one side only and are nowhere introduced`
        : `${names[0]} stands on one side only and is nowhere introduced`,
    zh: (names: readonly string[]) => `${list(names, "zh")} 只出现在等式的一边，且从未引入`,
  },
  never: {
    en: (names: readonly string[]) => `${list(names, "en")} ${names.length > 1 ? "were" : "was"} never introduced`,
    zh: (names: readonly string[]) => `${list(names, "zh")} 从未引入`,
  },
  kinds: {
    en: () => "undeclared names would have other kinds in the claim than in the expression: declare them",
    zh: () => "未声明的名称在结论中与在表达式中类型不同：请声明它们",
  },
  disagree: { en: () => "two ways to check the claim disagree", zh: () => "两种检验方法的结果不一致" },
  zero: { en: () => "both sides are 0 at every point tried: 0 = 0 tells nothing", zh: () => "在所有试验点上两边都为 0：0 = 0 说明不了任何问题" },
  shapes: {
    en: (claim: string, truth: string) => `the claim is ${claim}, the derivative ${truth}`,
    zh: (claim: string, truth: string) => `结论的形状是 ${claim}，而导数是 ${truth}`,
  },
  sides: {
    en: (left: string, right: string) => `the left side is ${left}, the right side ${right}`,
    zh: (left: string, right: string) => `左边是 ${left}，右边是 ${right}`,
  },
  layout: {
    en: (is: string, asked: string) => `right in ${is} layout, not in ${asked}`,
    zh: (is: string, asked: string) => `在 ${is} 布局下正确，在 ${asked} 布局下则不是`,
  },
  notDefault: {
    en: (is: string) => `in ${is} layout, not in mixed, the default`,
    zh: (is: string) => `采用 ${is} 布局，而不是默认的 mixed`,
  },
  turned: {
    en: () => "the transpose: a second derivative has the first name in its rows, the second in its columns",
    zh: () => "这是转置：二阶导数的行对应第一个变量，列对应第二个变量",
  },
  again: { en: () => "right again: the error before is not carried on", zh: () => "此处又正确：前面的错误没有延续" },
  follows: { en: () => "follows from what was written before", zh: () => "由前面所写的推出" },
  defines: {
    en: (name: string) => `this says what ${name} is: there is nothing to compare it with`,
    zh: (name: string) => `这说明 ${name} 是什么：没有可以与之比较的`,
  },
  definitions: { en: () => "the lines define names, and claim nothing", zh: () => "这些行只有定义，没有结论" },
  line: {
    en: (n: string, reason: string) => `line ${n}${reason ? `: ${reason}` : ""}`,
    zh: (n: string, reason: string) => `第 ${n} 行${reason ? `：${reason}` : ""}`,
  },
} as const;

type Reasons = typeof reasons;

/** The reason in the language of the request. */
export function reasonText<K extends keyof Reasons>(lang: Lang | undefined, key: K, ...values: Parameters<Reasons[K]["en"]>): string {
  const say = reasons[key][lang === "zh" ? "zh" : "en"] as (...v: readonly unknown[]) => string;
  return say(...values);
}
