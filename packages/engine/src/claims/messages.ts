import type { Lang } from "../contract.ts";
import type { Kind } from "./mistakes.ts";

type Words = Readonly<Record<Lang, string>>;

/** What a teacher says to each mistake; `{found}` stands in the claim where `{wanted}` should. */
const words: Readonly<Record<Kind, Words>> = {
  sign: { en: "A sign is wrong: {wanted}, not {found}.", zh: "符号错误：应为 {wanted}，而不是 {found}。" },
  "inverse-sign": {
    en: "The derivative of an inverse has a minus, d inv(X) = -inv(X)*dX*inv(X): {wanted}, not {found}.",
    zh: "逆的微分带负号，d inv(X) = -inv(X)*dX*inv(X)：应为 {wanted}，而不是 {found}。",
  },
  factor: { en: "A factor is wrong: {wanted}, not {found}.", zh: "系数错误：应为 {wanted}，而不是 {found}。" },
  transpose: { en: "A transpose is wrong: {wanted}, not {found}.", zh: "转置错误：应为 {wanted}，而不是 {found}。" },
  symmetry: {
    en: "In general this is {wanted}; {found} is right for symmetric matrices only.",
    zh: "一般情形应为 {wanted}；只有对称矩阵才可写成 {found}。",
  },
  "factor-order": {
    en: "Factors stand in the wrong order, and matrices do not commute: {wanted}, not {found}.",
    zh: "因子的次序错误，矩阵乘法不可交换：应为 {wanted}，而不是 {found}。",
  },
  "chain-order": {
    en: "The chain rule was applied in the wrong order: {wanted}, not {found}.",
    zh: "链式法则的次序错误：应为 {wanted}，而不是 {found}。",
  },
  "lost-term": { en: "A term is missing: {wanted}{instead}.", zh: "缺少一项：{wanted}{instead}。" },
  "product-rule": {
    en: "The product rule was applied by half, the variable occurs in more than one factor: {wanted} is missing{instead}.",
    zh: "乘积法则只用了一半，变量出现在不止一个因子中：应有 {wanted}{instead}。",
  },
  "doubled-term": { en: "A term is counted twice: {wanted}, not {found}.", zh: "有一项重复计算：应为 {wanted}，而不是 {found}。" },
  "extra-term": { en: "There is a term too many: {wanted}, not {found}.", zh: "多了一项：应为 {wanted}，而不是 {found}。" },
  constant: {
    en: "What does not depend on the variable has derivative 0 and drops out: {wanted}, not {found}.",
    zh: "与变量无关的项导数为 0，应当消去：应为 {wanted}，而不是 {found}。",
  },
  elementwise: {
    en: "The entry-wise product .* and the matrix product * were confused: {wanted}, not {found}.",
    zh: "混淆了逐元素乘积 .* 与矩阵乘积 *：应为 {wanted}，而不是 {found}。",
  },
  "matrix-function": {
    en: "A function of the whole matrix is not the function of its entries: {wanted}, not {found}.",
    zh: "矩阵函数不同于逐元素的函数：应为 {wanted}，而不是 {found}。",
  },
  diag: { en: "A diag was forgotten, or is one too many: {wanted}, not {found}.", zh: "漏写或多写了 diag：应为 {wanted}，而不是 {found}。" },
  mask: {
    en: "A factor of an entry-wise product is squared that should not be, or the other way: {wanted}, not {found}.",
    zh: "逐元素乘积中某个因子（掩码）被误平方，或漏了平方：应为 {wanted}，而不是 {found}。",
  },
  inverse: { en: "An inverse was forgotten, or is one too many: {wanted}, not {found}.", zh: "漏写或多写了逆：应为 {wanted}，而不是 {found}。" },
  power: { en: "An exponent is wrong, d x^k = k*x^(k-1): {wanted}, not {found}.", zh: "指数错误，d x^k = k*x^(k-1)：应为 {wanted}，而不是 {found}。" },
  "chain-rule": {
    en: "The chain rule takes the derivative of the outer function: {wanted}, not {found}.",
    zh: "链式法则中外层函数应取导数：应为 {wanted}，而不是 {found}。",
  },
  "lost-factor": { en: "A factor is missing: {wanted}, not {found}.", zh: "缺少一个因子：应为 {wanted}，而不是 {found}。" },
};

const longest = 160;
const shown = (text: string) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

/** A mistake in words: what stands there, if anything, and what should. */
export function messageOf(kind: Kind, found: string | undefined, wanted: string | undefined, lang: Lang = "en"): string {
  const instead = found ? (lang === "zh" ? `，而不是只有 ${shown(found)}` : `, there is only ${shown(found)}`) : "";
  const put: Readonly<Record<string, string>> = { wanted: shown(wanted ?? ""), found: shown(found ?? ""), instead };
  return words[kind][lang].replace(/\{(\w+)\}/g, (_, name: string) => put[name] as string);
}
