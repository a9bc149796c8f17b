import type { Lang } from "../words/words.ts";

/** The sections of the sheet, in order, and the corpus's topics in each. */
export const sections: readonly { readonly name: Readonly<Record<Lang, string>>; readonly topics: readonly string[] }[] = [
  { name: { en: "Vectors", zh: "向量" }, topics: ["scalar-by-vector", "vector-by-vector", "gradient-hessian", "first-order", "second-order"] },
  { name: { en: "Traces", zh: "迹" }, topics: ["trace", "trace first-order", "trace second-order", "trace higher-order", "trace other", "higher-order"] },
  { name: { en: "Determinants", zh: "行列式" }, topics: ["determinant", "eigenvalue"] },
  {
    name: { en: "Inverses and functions of matrices", zh: "逆与矩阵函数" },
    topics: ["inverse", "matrix-function", "scalar-by-matrix (Magnus-Neudecker)", "scalar-by-matrix (numerator layout)", "algorithmic differentiation (Giles)"],
  },
  { name: { en: "Norms", zh: "范数" }, topics: ["norm", "vector norm", "matrix norm"] },
  { name: { en: "Entry-wise products", zh: "逐元素积" }, topics: ["hadamard"] },
  {
    name: { en: "By scalars", zh: "对标量求导" },
    topics: ["matrix-by-scalar", "vector-by-scalar", "scalar-by-scalar", "basic", "basics", "differential rules", "differential-rule"],
  },
  { name: { en: "Matrix by matrix", zh: "矩阵对矩阵" }, topics: ["matrix-by-matrix", "kron-vec-functions", "kronecker"] },
  { name: { en: "Hessians", zh: "海森矩阵" }, topics: ["hessian", "hessian (Magnus-Neudecker, Minka)"] },
  {
    name: { en: "Chains and networks", zh: "链式法则与网络" },
    topics: ["chain", "backprop", "worked-example", "attention", "layer-norm", "rms-norm", "batch-norm"],
  },
  {
    name: { en: "Statistics and learning", zh: "统计与学习" },
    topics: [
      "gaussian",
      "machine learning (Minka and standard)",
      "kl-gaussians",
      "kalman-gain",
      "gaussian-process",
      "lda-ratio",
      "matrix-completion",
      "factor-analysis",
      "ppca",
      "nmf",
      "optimum",
    ],
  },
  { name: { en: "Within a structure", zh: "结构矩阵" }, topics: ["structured"] },
  { name: { en: "Identities", zh: "恒等式" }, topics: ["trace-identity", "inverse identities"] },
];
