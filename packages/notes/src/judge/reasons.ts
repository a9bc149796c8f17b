import type { Lang } from "../contract.ts";

/** Why a claim is undecided, in Chinese: English where it is found, a row for each, `…` for what varies. */
const rows: readonly (readonly [english: string, chinese: string])[] = [
  ["the time for this document is spent", "本文档的检查时间已用完"],
  ["it cannot be read", "无法读懂"],
  ["… is defined in a way that is not understood", "… 的定义未能读懂"],
  ["what … is is said here first", "… 在此首次给出"],
  ["… was never introduced", "… 从未引入"],
  ["what … means is said in words", "… 的含义由文字说明"],
  ["what is random in it is not known", "不知其中何者随机"],
  ["it may need …, which is supposed", "可能要用到所设的 …"],
  ["what the sign … at a letter means is not said", "没有说明字母上的 … 号的含义"],
  ["which letter is the mean is not known", "不知哪个字母是均值"],
  ["the index … stands on one side only", "下标 … 只出现在一边"],
  ["the sizes of the left side do not fit", "左边的大小不相容"],
  ["derivatives by complex matrices are not compared", "不比较对复矩阵的导数"],
  ["it depends on more of the distribution than mean and covariance", "它取决于均值和协方差之外的分布信息"],
  ["points do not agree", "各点的结论不一致"],
  ["both sides are zero wherever they were compared", "在所有比较点上两边都为零"],
  ["no point was found where both sides have a value", "没有找到两边都有值的点"],
  ["the point is too near to where there is no derivative", "该点离不可导处太近"],
  ["by what is differentiated is not written", "没有写明对什么求导"],
  ["a derivative of an order above 2", "二阶以上的导数"],
  ["the second derivative of a vector or matrix", "向量或矩阵的二阶导数"],
  ["… is known by its entries alone", "… 只由其元素给出"],
  ["it holds in another reading", "换一种读法则成立"],
  ["it holds where … is not what the text says before", "若 … 不取前文的含义则成立"],
  ["it holds with another meaning of …", "若 … 取另一含义则成立"],
  ["it holds with what is said before of …", "按前文对 … 的说法则成立"],
  ["both sides differ, but nothing else bears out how its letters were understood", "两边不等，但没有别的式子能印证对其字母的理解"],
  ["… is defined by itself", "… 由自身定义"],
  ["… depends on itself", "… 依赖于自身"],
  ["… has no meaning here", "… 在此没有含义"],
  ["… is not known", "不认识 …"],
  ["the range of an index is not known", "不知下标的范围"],
  ["a constant whose size is not known", "常量的大小未知"],
  ["over what the mean is taken is not known", "不知对什么取均值"],
  ["a distribution without points", "没有点的分布"],
  ["there is no operation …", "没有运算 …"],
  ["an index out of range", "下标越界"],
  ["a sum that is too long", "求和过长"],
  ["a Kronecker product that is too large", "克罗内克积过大"],
  ["a matrix that is nearly singular", "矩阵接近奇异"],
];

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const patterns = rows.map(([english, chinese]) => [new RegExp(`^${literal(english).replace("…", "(.+)")}$`), chinese] as const);

/** The reason in the language of the report; one without a row stays as it is. */
export function doubtIn(reason: string, lang: Lang): string {
  if (lang === "en") return reason;
  const row = patterns.find(([pattern]) => pattern.test(reason));
  return row ? reason.replace(row[0], (_, part?: string) => row[1].replace("…", () => (typeof part === "string" ? part : ""))) : reason;
}
