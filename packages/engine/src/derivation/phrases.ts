import type { RuleName } from "./rules.ts";

/** What prose says, in one language. A phrase that is missing in one is an error of types. */
interface Phrases {
  /** What each rule is called. */
  readonly rules: Readonly<Record<RuleName, string>>;
  /** A row of the table of identities. */
  readonly identity: string;
  /** Operations that are known by their name, not by a formula. */
  readonly operations: Readonly<Record<string, string>>;
  readonly determinant: string;
  readonly invertibleDeterminant: string;
  readonly differential: (rules: readonly string[]) => string;
  readonly constants: (names: readonly string[], x: string) => string;
  readonly held: (names: readonly string[]) => string;
  readonly plans: {
    readonly form: (form: string) => string;
    readonly jacobian: (form: string) => string;
    readonly scalar: (dx: string) => string;
    readonly along: (x: string, along: string) => string;
    readonly array: (dx: string) => string;
    readonly vec: (form: string) => string;
    readonly constant: (x: string) => string;
    readonly chain: (names: readonly string[], derivative: string, given?: readonly string[]) => string;
  };
  /** What names stand for that are put in. */
  readonly values: (values: readonly string[]) => string;
  /** What a name acts through; by itself where there are none. */
  readonly through: (u: string, names: readonly string[]) => string;
  readonly linear: string;
  /** Of what does not depend on the variable: the differential, and the derivative. */
  readonly constant: (x: string) => string;
  readonly noDerivative: string;
  readonly difference: (x: string, dx: string) => string;
  readonly within: (property: string, form: string) => string;
  readonly firstOrder: string;
  readonly simplify: string;
  readonly simplest: string;
  readonly components: (entry: string) => string;
  readonly entryOf: (entry: string) => string;
  readonly readOff: (form: string) => string;
  readonly and: string;
  readonly colon: string;
  readonly using: (properties: readonly string[]) => string;
  readonly property: (words: string) => string;
}

/** Differentials of operations that are formulas, in any language. */
const formulas = {
  power: "d(c^k) = k*c^(k - 1)*dc",
  exponent: "d(a^z) = a^z*log(a)*dz",
  entryexponent: "d(a.^z) = a.^z.*log(a).*dz",
  matrixpower: "d(A^k) = sum(i=1..k, A^(i - 1)*dA*A^(k - i))",
  entrypower: "d(z.^k) = k*z.^(k - 1).*dz",
  entry: "d(A[i,j]) = dA[i,j]",
  tracefunction: "d tr(f(A)) = tr(f'(A)*dA)",
  softmax: "d softmax(z) = softmax(z).*(dz - sum(softmax(z).*dz))",
  columnsoftmax: "d softmax(Z) = softmax(Z).*(dZ - ones(m)*colsum(softmax(Z).*dZ))",
  log: "d log(z) = dz./z",
  sqrt: "d sqrt(z) = dz./(2*sqrt(z))",
  norm2: "d norm2(z) = sum(z.*dz)/norm2(z)",
  normF: "d normF(Z) = sum(Z.*dZ)/normF(Z)",
} as const;

const en: Phrases = {
  rules: {
    "sum-of-product": "a sum of products of entries is a trace",
    "sum-of-column-product": "a sum of products of entries is a scalar product",
    "sum-of-entries": "a sum of entries as a trace",
    "sum-of-column": "a sum of entries as a product",
    "row-sums": "row sums as a product",
    "column-sums": "column sums as a product",
    "mean-of-entries": "the mean as a sum",
    "inner-product": "scalar product",
    "outer-product-of-columns": "outer product",
    "distributive-law": "distributive law",
    "common-factor": "common factor",
    "trace-of-sum": "the trace is linear",
    "transpose-of-sum": "transpose of a sum",
    "linear-of-sum": "linearity",
    "sum-over-index-outside": "linear, so it may go inside the sum",
    "sum-over-index-inside": "the increment does not depend on the index",
    "integral-outside": "linear, so it may go inside the integral",
    "integral-reversed": "the variable of integration runs backwards",
    "integral-inside": "the increment does not depend on the variable of integration",
    "expectation-of-normal": "expectation of a polynomial in a normal vector",
    "divergence-of-normals": "divergence of two normal distributions",
    "scalar-trace": "a scalar is its own trace",
    "trace-of-scalar": "the trace of a scalar is the scalar",
    "scalar-out-of-trace": "a scalar factor leaves the trace",
    "trace-cyclic": "cyclic property",
    "trace-of-transpose": "transpose inside the trace",
    "hadamard-trace-swap": "Hadamard-trace swap",
    "trace-kronecker": "trace of a Kronecker product",
    "trace-of-diagonal-matrix": "trace with a diagonal matrix",
    "trace-of-lower-triangle": "the mask moves to the other factor",
    "trace-of-upper-triangle": "the mask moves to the other factor",
    "product-with-diagonal": "product with a diagonal as a trace",
    "collect-increment": "collect terms",
    "collect-product": "collect terms",
    "scalar-transpose": "a scalar is its own transpose",
    "hadamard-swap": "entry-wise factors may change sides in a scalar product",
    "scalar-factor": "a scalar factor may stand anywhere",
    "transpose-of-product": "transpose of a product",
    "entrywise-as-diagonal": "an entry-wise factor as a diagonal matrix",
    "diagonal-times-column": "entry-wise products commute",
    "kronecker-of-columns": "a Kronecker product of columns as a matrix times one of them",
    "transpose-as-vec": "a column is its own vec",
    "vec-of-product": "vec of a product",
    "product-as-vec": "vec of a product that is a column",
    "vec-of-transpose": "vec of a transpose",
    "vec-of-hadamard": "vec of an entry-wise product",
    "vec-of-lower-triangle": "vec of a triangle: the mask as a diagonal matrix",
    "vec-of-upper-triangle": "vec of a triangle: the mask as a diagonal matrix",
    "vec-of-column": "a column is its own vec",
    "vec-of-row": "vec of a row",
    "vec-of-scaled": "a scalar factor leaves the vec",
    "trace-as-vec": "the trace as a scalar product",
    "vec-of-diagonal-matrix": "vec of a diagonal matrix",
    "diagonal-as-vec": "the diagonal, entry by entry",
    "vec-of-kronecker": "vec of a Kronecker product",
    "integral-of-resolvents": "the integral of two resolvents in closed form",
    "scalar-increment-out": "a scalar differential leaves everything linear",
    "first-order": "what is linear in the increment is the differential",
    "in-components": "written in components",
    "partial-derivative": "the entries are independent",
    "delta-in-sum": "only one term of the sum is left",
    "matrix-form": "back to matrices",
    "transpose-of-symmetric": "a symmetric matrix is its own transpose",
    "transpose-of-skew": "a skew-symmetric matrix is minus its transpose",
    "transpose-of-entries": "transpose of an entry-wise product",
    "transpose-of-kronecker": "transpose of a Kronecker product",
    "transpose-of-function": "the transpose goes outside",
    "symmetric-increment": "tied entries together, each pair once",
    "symmetric-part": "only the symmetric part meets a symmetric increment",
    "skew-increment": "tied entries together, each pair once",
    "skew-part": "only the skew-symmetric part meets a skew-symmetric increment",
    "diagonal-increment": "only the diagonal meets a diagonal increment",
    "lower-increment": "only the lower triangle meets a lower triangular increment",
    "upper-increment": "only the upper triangle meets an upper triangular increment",
    "gradient-form": "written as a transpose",
    "skew-times-column": "the matrix of a vector product",
    "like-terms": "collect like terms",
    "scalars-in-front": "scalars in front",
    powers: "equal factors merge or cancel",
    "powers-of-entries": "equal entry-wise factors merge or cancel",
    "power-of-power": "power of a power",
    "zero-factor": "a factor is zero",
    "product-with-ones": "a product with ones is a sum",
    "sums-to-one": "the entries sum to 1",
    "product-with-diagonal-matrix": "a diagonal matrix scales entries",
    "product-of-kroneckers": "mixed product",
    "commutation-of-vec": "the commutation matrix transposes",
    "entries-of-identity": "the identity keeps the diagonal",
    "adjugate-over-determinant": "adjugate over determinant",
    "adjugate-times-matrix": "a matrix times its adjugate",
    "softmax-definition": "definition of softmax",
    "logistic-definition": "definition of sigmoid",
    "logistic-complement": "the sigmoid of minus z",
    "entry-by-unit-vectors": "unit vectors on both sides read an entry",
    "sum-over-samples": "the sum over samples as a matrix product",
    "constant-out-of-sum": "constants leave the sum",
    "renamed-index": "another name of the index",
    "value-of-name": "put in what the names stand for",
    regrouping: "regroup",
    simplify: "both sides are equal",
  },
  identity: "identity",
  operations: {
    product: "product rule",
    hadamard: "product rule",
    kronecker: "product rule",
    chainrule: "chain rule",
    ...formulas,
    integral: "the differential goes inside the integral",
    summation: "the differential of a sum over an index is taken term by term",
  },
  determinant: "Jacobi's formula d det(X) = tr(adj(X)*dX)",
  invertibleDeterminant: "Jacobi's formula d det(X) = det(X)*tr(inv(X)*dX)",
  differential: (rules) => (rules.length ? rules.join("; ") : "the differential is linear"),
  held: (names) => `; ${list(names, "and")} held fixed`,
  constants: (names, x) => `; ${list(names, "and")} ${names.length > 1 ? "do" : "does"} not depend on ${x}`,
  plans: {
    form: (form) => `Take the differential and bring it to ${form}.`,
    jacobian: (form) => `Take the differential and bring it to ${form}.`,
    along: (x, along) => `Only a part of ${x} moves: d${x} = ${along}.`,
    scalar: (dx) => `Take the differential and pull ${dx} out.`,
    array: (dx) => `Take the differential, which is linear in ${dx}.`,
    vec: (form) => `Stack the columns and bring it to ${form}.`,
    constant: (x) => `Nothing depends on ${x}.`,
    chain: (names, derivative, given) =>
      `${given ? `Name the parts, ${given.join(", ")}, and go backwards through them` : `Go backwards through ${list([...names].reverse(), "and")}`}; ${derivative}_v is the ${derivative === "J" ? "Jacobian" : "derivative"} by v.`,
  },
  values: (values) => `put in ${list(values, "and")}`,
  through: (u, names) => (names.length ? `${u} acts through ${list(names, "and")}.` : `${u} stands in f itself.`),
  linear: "linear in the increment",
  constant: (x) => `the differential of what does not depend on ${x} is 0`,
  noDerivative: "so the derivative is 0",
  difference: (x, dx) => `Move ${x} by ${dx}, multiply out, and keep what is linear in ${dx}.`,
  within: (property, form) => `${property}: bring the differential to ${form}.`,
  firstOrder: "terms of higher order are left out",
  simplify: "Write it shorter, one rule at a time.",
  simplest: "the shortest form known",
  components: (entry) => `Write f in components and differentiate by ${entry}.`,
  entryOf: (entry) => `its entry (${entry})`,
  readOff: (form) => `read off from ${form}`,
  and: "; ",
  colon: ": ",
  using: (properties) => ` (${list(properties, "and")})`,
  property: (words) => words.replace(/ (\S+)$/, (_, word: string) => ` is ${englishWords[word] ?? word}`),
};

const list = (names: readonly string[], and: string): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${and} ${names[names.length - 1]}`;

const englishWords: Readonly<Record<string, string>> = {
  posdef: "positive definite",
  psd: "positive semidefinite",
  skew: "skew-symmetric",
  onehot: "one-hot",
  simplex: "a probability vector",
  symtoeplitz: "symmetric Toeplitz",
  lower: "lower triangular",
  upper: "upper triangular",
};

const words: Readonly<Record<string, string>> = {
  symmetric: "对称",
  posdef: "正定",
  psd: "半正定",
  diagonal: "对角",
  skew: "反对称",
  orthogonal: "正交",
  invertible: "可逆",
  onehot: "独热",
  simplex: "概率向量",
  symtoeplitz: "对称托普利茨",
  lower: "下三角",
  upper: "上三角",
};

const zh: Phrases = {
  rules: {
    "sum-of-product": "逐元素乘积之和是迹",
    "sum-of-column-product": "逐元素乘积之和是内积",
    "sum-of-entries": "元素之和写成迹",
    "sum-of-column": "元素之和写成乘积",
    "row-sums": "行和写成乘积",
    "column-sums": "列和写成乘积",
    "mean-of-entries": "均值写成和",
    "inner-product": "内积",
    "outer-product-of-columns": "外积",
    "distributive-law": "分配律",
    "common-factor": "提取公因子",
    "trace-of-sum": "迹的线性",
    "transpose-of-sum": "和的转置",
    "linear-of-sum": "线性",
    "sum-over-index-outside": "线性运算可移到求和号内",
    "sum-over-index-inside": "微分与求和指标无关",
    "integral-outside": "线性运算可移到积分号内",
    "integral-reversed": "积分变量换为 a + b - t",
    "integral-inside": "微分与积分变量无关",
    "expectation-of-normal": "正态向量多项式的期望",
    "divergence-of-normals": "两个正态分布的散度",
    "scalar-trace": "标量等于自身的迹",
    "trace-of-scalar": "标量的迹等于自身",
    "scalar-out-of-trace": "标量因子移出迹",
    "trace-cyclic": "循环不变性",
    "trace-of-transpose": "迹内转置",
    "hadamard-trace-swap": "迹与逐元素乘积的交换",
    "trace-kronecker": "克罗内克积的迹",
    "trace-of-diagonal-matrix": "与对角矩阵之积的迹",
    "trace-of-lower-triangle": "三角掩码移到另一因子",
    "trace-of-upper-triangle": "三角掩码移到另一因子",
    "product-with-diagonal": "与对角线之积写成迹",
    "collect-increment": "合并各项",
    "collect-product": "合并各项",
    "scalar-transpose": "标量等于自身的转置",
    "hadamard-swap": "内积中逐元素因子可换边",
    "scalar-factor": "标量因子可任意移动",
    "transpose-of-product": "乘积的转置",
    "entrywise-as-diagonal": "逐元素因子写成对角矩阵",
    "diagonal-times-column": "逐元素乘积可交换",
    "kronecker-of-columns": "列向量的克罗内克积写成矩阵乘列向量",
    "transpose-as-vec": "列向量的向量化是自身",
    "vec-of-product": "乘积的向量化",
    "product-as-vec": "列向量形乘积的向量化",
    "vec-of-transpose": "转置的向量化",
    "vec-of-hadamard": "逐元素乘积的向量化",
    "vec-of-lower-triangle": "三角部分的向量化：掩码写成对角矩阵",
    "vec-of-upper-triangle": "三角部分的向量化：掩码写成对角矩阵",
    "vec-of-column": "列向量的向量化是自身",
    "vec-of-row": "行向量的向量化",
    "vec-of-scaled": "标量因子移出向量化",
    "trace-as-vec": "迹写成内积",
    "vec-of-diagonal-matrix": "对角矩阵的向量化",
    "diagonal-as-vec": "逐个写出对角元",
    "vec-of-kronecker": "克罗内克积的向量化",
    "integral-of-resolvents": "两个预解式的积分的闭式",
    "scalar-increment-out": "标量微分可移出线性运算",
    "first-order": "对增量线性的部分即全微分",
    "in-components": "写成分量",
    "partial-derivative": "各元素相互独立",
    "delta-in-sum": "求和只剩一项",
    "matrix-form": "写回矩阵形式",
    "transpose-of-symmetric": "对称矩阵等于自身的转置",
    "transpose-of-skew": "反对称矩阵的转置是其相反数",
    "transpose-of-entries": "逐元素乘积的转置",
    "transpose-of-kronecker": "克罗内克积的转置",
    "transpose-of-function": "转置移到外面",
    "symmetric-increment": "相关的元素合并，每对只算一次",
    "symmetric-part": "对称增量只与对称部分有关",
    "skew-increment": "相关的元素合并，每对只算一次",
    "skew-part": "反对称增量只与反对称部分有关",
    "diagonal-increment": "对角增量只与对角线有关",
    "lower-increment": "下三角增量只与下三角部分有关",
    "upper-increment": "上三角增量只与上三角部分有关",
    "gradient-form": "写成转置",
    "skew-times-column": "向量积的矩阵",
    "like-terms": "合并同类项",
    "scalars-in-front": "标量提到前面",
    powers: "相同因子合并或约去",
    "powers-of-entries": "相同的逐元素因子合并或约去",
    "power-of-power": "幂的幂",
    "zero-factor": "有零因子",
    "product-with-ones": "乘以全一向量即求和",
    "sums-to-one": "各元素之和为 1",
    "product-with-diagonal-matrix": "对角矩阵缩放各元素",
    "product-of-kroneckers": "混合乘积",
    "commutation-of-vec": "交换矩阵给出转置",
    "entries-of-identity": "单位矩阵保留对角线",
    "adjugate-over-determinant": "伴随矩阵除以行列式",
    "adjugate-times-matrix": "矩阵乘其伴随矩阵",
    "softmax-definition": "softmax 的定义",
    "logistic-definition": "sigmoid 的定义",
    "logistic-complement": "-z 的 sigmoid",
    "entry-by-unit-vectors": "两侧单位向量取出元素",
    "sum-over-samples": "样本求和写成矩阵乘积",
    "constant-out-of-sum": "常量移出求和号",
    "renamed-index": "换指标名",
    "value-of-name": "代入名称所代表的式子",
    regrouping: "重新组合",
    simplify: "两边相等",
  },
  identity: "恒等式",
  operations: {
    product: "乘积法则",
    hadamard: "乘积法则",
    kronecker: "乘积法则",
    chainrule: "链式法则",
    ...formulas,
    integral: "微分移到积分号内",
    summation: "求和逐项微分",
  },
  determinant: "雅可比公式 d det(X) = tr(adj(X)*dX)",
  invertibleDeterminant: "雅可比公式 d det(X) = det(X)*tr(inv(X)*dX)",
  differential: (rules) => (rules.length ? rules.join("；") : "全微分是线性的"),
  held: (names) => `；固定 ${names.join("、")}`,
  constants: (names, x) => `；${names.join("、")} 与 ${x} 无关`,
  plans: {
    form: (form) => `${form.includes("tr(") ? "用迹技巧：" : ""}求全微分，化为 ${form}。`,
    jacobian: (form) => `求全微分，化为 ${form}，${/ = H/.test(form) ? "H 即海森矩阵" : "J 即雅可比矩阵"}。`,
    along: (x, along) => `只有 ${x} 的一部分变动：d${x} = ${along}。`,
    scalar: (dx) => `求全微分，提出 ${dx}。`,
    array: (dx) => `求全微分，它对 ${dx} 是线性的。`,
    vec: (form) => `按列向量化，化为 ${form}，${/ = H/.test(form) ? "H 即海森矩阵" : "J 即雅可比矩阵"}。`,
    constant: (x) => `与 ${x} 无关。`,
    chain: (names, derivative, given) =>
      `${given ? `把各部分记作 ${given.join("，")}，用链式法则反向经过它们` : `用链式法则反向经过 ${[...names].reverse().join("、")}`}；${derivative}_v 是对 v 的${derivative === "J" ? "雅可比矩阵" : "导数"}。`,
  },
  values: (values) => `代入 ${values.join("，")}`,
  through: (u, names) => (names.length ? `${u} 通过 ${names.join("、")} 起作用。` : `${u} 直接出现在 f 中。`),
  linear: "对微分是线性的",
  constant: (x) => `与 ${x} 无关的量，微分为零`,
  noDerivative: "导数也为零",
  difference: (x, dx) => `给 ${x} 以增量 ${dx}，展开，保留对 ${dx} 线性的部分。`,
  within: (property, form) => `${property}，把微分化为 ${form}。`,
  firstOrder: "略去高阶项",
  simplify: "逐条规则化简。",
  simplest: "已知的最简形式",
  components: (entry) => `把 f 写成分量，对 ${entry} 求导。`,
  entryOf: (entry) => `其 (${entry}) 元`,
  readOff: (form) => `由 ${form} 读出`,
  and: "；",
  colon: "：",
  using: (properties) => `（${properties.join("，")}）`,
  property: (text) => {
    const [name = "", word = ""] = text.split(" ");
    return `${name} ${words[word] ?? word}`;
  },
};

/** The phrases of each language. */
export const phrases: Readonly<Record<"en" | "zh", Phrases>> = { en, zh };
