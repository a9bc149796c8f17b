/** What prose says of letters: their kind, their properties, of what they do not depend. */
export interface Said {
  readonly letter: string;
  readonly kind?: "scalar" | "vector" | "matrix";
  readonly properties: readonly string[];
  /** Where in the text it is supposed, "If A is symmetric, …"; what is told of a letter without a condition holds throughout. */
  readonly from?: number;
  readonly sizes?: readonly [string, string];
  /** Does not depend on this letter; `*` on any. */
  readonly independentOf?: string;
}

/** In prose a formula of one letter is `⟦letter⟧`; a bare letter of the alphabet counts too. */
const L = `(?:⟦[^⟧]*⟧|(?<![A-Za-z])[A-Za-z](?![A-Za-z])|[α-ωΑ-Ω])`;
const and = String.raw`\s*(?:、|,|，|和|与|及|and|or|&)\s*`;
const list = `${L}(?:${and}${L})*`;
/** The same with a kind before each: "矩阵 A 和向量 y". */
const mixed = `${L}(?:${and}(?:(?:矩阵|向量|标量|方阵|the|matrix|vector|scalar)\\s*)?${L})*`;

const propertyWords: readonly (readonly [RegExp, string])[] = [
  [/反对称|斜对称|skew/i, "skew"],
  [/(?<!反|斜)对称|(?<!skew[- ])symmetric/i, "symmetric"],
  [/半正定|positive semi-?definite|\bpsd\b/i, "psd"],
  [/(?:协?方差|covariance)\s*(?:矩阵|matrix)?/i, "posdef"],
  [/协方差|方差矩阵|covariance/i, "covariance"],
  [/(?<!半)正定|positive[- ]definite|\bspd\b/i, "posdef"],
  [/正交(?!补)|orthogonal|orthonormal/i, "orthogonal"],
  [/可逆|非奇异|invertible|non-?singular/i, "invertible"],
  [/对角(?!线)|\bdiagonal\b/i, "diagonal"],
  [/幂等|idempotent/i, "idempotent"],
  [/方阵|\bsquare\b/i, "square"],
  [/正整数|\binteger\b/i, "integer"],
  [/全\s*[1一]|元素(?:全|都|均)为\s*1|\b(?:vectors?|column) of (?:all )?ones\b|\ball[- ]ones?\b/i, "ones"],
  [/\bone[- ]?hot\b|独热/i, "onehot"],
  [/(?:0-1|binary|二值|0\/1)\s*(?:mask|indicator|matri|vector|矩阵|向量|掩码)|掩码矩阵/i, "binary"],
  [/概率向量|\bprobability vector\b|\bsums? to (?:one|1)\b/i, "simplex"],
  [/投影矩阵|\bprojection matrix\b|\bprojector\b/i, "projection"],
  [/下三角|\blower[- ]triangular\b/i, "lower"],
  [/上三角|\bupper[- ]triangular\b/i, "upper"],
  [/单位向量|\bunit (?:length )?vectors?\b/i, "unit"],
  [
    /(?:交换|置换|选择|复制|消去|中心化|循环|指示|掩码|旋转)(?:矩阵|向量)|\b(?:commutation|exchange|permutation|selection|duplication|elimination|cent(?:e|er)ing|circulant|toeplitz|hankel|vandermonde|stochastic|indicator|nilpotent|hadamard|incidence|adjacency|laplacian|mask|rotation|householder|basis)[ -](?:matri(?:x|ces)|vectors?|mask)\b/i,
    "special",
  ],
];

const kindWords: readonly (readonly [RegExp, "scalar" | "vector" | "matrix"])[] = [
  [/矩阵|方阵|\bmatri(?:x|ces)\b/i, "matrix"],
  [/向量|\bvectors?\b/i, "vector"],
  [/标量|正整数|实数|\bscalars?\b|\breal numbers?\b|\bintegers?\b|\bnumbers?\b/i, "scalar"],
];

function lettersOf(text: string): string[] {
  return [...text.matchAll(new RegExp(L, "g"))].map((m) => m[0].replace(/[⟦⟧]/g, ""));
}

function told(words: string): { kind?: "scalar" | "vector" | "matrix"; sizes?: readonly [string, string]; properties: string[] } {
  const kind = kindWords.find(([pattern]) => pattern.test(words))?.[1];
  const size = /〖(\w+),(\w+)〗/.exec(words);
  const known = kind ?? (size && size[1] !== "1" ? (size[2] === "1" ? "vector" : "matrix") : undefined);
  return {
    ...(known && { kind: known }),
    ...(size && { sizes: [size[1] as string, size[2] as string] }),
    properties: propertyWords.filter(([pattern]) => pattern.test(words)).map(([, word]) => word),
  };
}

const description = String.raw`(?:(?:一个|可逆|非奇异|半?正定|反?对称|斜对称|正交|对角|幂等|列|行|常数?|实|正整数|方阵|矩阵|向量|标量|实数|的|单位|阶|维|⟦[^⟧]*⟧(?=\s*(?:阶|维|-))|〖[^〗]*〗|an?(?![a-z])|the|any|some|given|known|random|nonzero|non-zero|of|all|ones?|hot|one-hot|all-ones?|lower|upper|triangular|projection|unit|probability|permutation|commutation|exchange|selection|centering|rotation|basis|mask|binary|0-1|全\s*[1一]|独热|概率|投影|[上下]三角|置换|交换|选择|中心化|real|constant|fixed|column|row|square|symmetric|skew-symmetric|positive|semi-?definite|definite|orthogonal|invertible|non-?singular|nonsingular|diagonal|idempotent|matri(?:x|ces)|vectors?|scalars?|integers?|numbers?|spd|psd)[\s,-]*)`;

const supposition =
  /(?:^|[.。;；,，:：!?\n])\s*(?:but|and|now|in particular|specially|especially|特别地?|进一步|而|但)?[,，\s]*(?:if|suppose|assume|assuming|when(?:ever)?|for|in case|若|当|如果|假设|假定|对于)(?![a-z])[^.。\n]*$/i;

/** The place where what is told there begins to be supposed. */
function supposedAt(text: string, at: number): number | undefined {
  const m = supposition.exec(text.slice(Math.max(0, at - 80), at));
  return m ? Math.max(0, at - 80) + m.index + m[0].search(/[^\s.。;；,，:：!?]/) : undefined;
}

/** All that a text says of letters. */
export function saidOf(text: string): Said[] {
  const found: Said[] = [];
  const push = (letters: string, words: string, at: number) => {
    const from = supposedAt(text, at);
    const { kind, properties, sizes } = told(words);
    if (kind || properties.length > 0)
      for (const letter of lettersOf(letters))
        found.push({ letter, ...(kind && { kind }), ...(sizes && kind !== "scalar" && { sizes }), properties, ...(from !== undefined && { from }) });
  };
  // "M 是对称矩阵", "where A is symmetric"
  for (const m of text.matchAll(
    new RegExp(`(${list})\\s*(?:(?:均|都|亦|也)?(?:是|为)|(?:均|都)|\\b(?:is|are|be|being|denotes?)\\b|:)\\s*(${description}+)`, "gi"),
  ))
    push(m[1] as string, m[2] as string, m.index);
  // "A is a real, tall matrix", "and W the symmetric l × l matrix", where the letter stands in an enumeration
  const noun = String.raw`(?:an?|the)\b[^.;:，。；⟦]{0,60}?\b(?:matri(?:x|ces)|vectors?|scalars?)\b(?: of (?:all )?ones\b)?`;
  for (const m of text.matchAll(new RegExp(`(?<=(?:\\b(?:with|where|let|and|by)|[,，:：])\\s*)(⟦[^⟧]*⟧)\\s*,?\\s*(${noun})`, "gi")))
    push(m[1] as string, m[2] as string, m.index);
  for (const m of text.matchAll(new RegExp(`(${list})\\s*(?:is|are|be|being|denotes?)\\s+(${noun})`, "gi"))) push(m[1] as string, m[2] as string, m.index);
  // "with Q symmetric positive definite"
  for (const m of text.matchAll(
    new RegExp(
      `\\b(?:with|for|where|if|and|,)\\s+(${list})\\s+((?:(?:symmetric|positive|semi-?definite|definite|orthogonal|invertible|non-?singular|diagonal|square)[\\s,-]*(?:and\\s+)?)+)`,
      "gi",
    ),
  ))
    push(m[1] as string, m[2] as string, m.index);
  // "如果 A 对称", "Y 可逆"
  for (const m of text.matchAll(new RegExp(`(${list})\\s*(反?对称|半?正定|正交|可逆|非奇异|幂等)`, "g"))) push(m[1] as string, m[2] as string, m.index);
  // "对称矩阵 M", "a symmetric matrix A"
  for (const m of text.matchAll(
    new RegExp(
      `((?:全\\s*[1一](?:列)?|独热|(?:one-?hot(?:\\s+(?:encoded\\s+)?(?:targets?|labels?|codes?|encodings?))?|probability|unit|all-ones?)|可逆|非奇异|半?正定|反?对称|正交|对角|幂等|协?方差(?:矩阵)?为?|covariance(?:\\s+matrix)?|(?:[a-z]+[- ])(?=matri|vector)|vector of ones|方阵|矩阵|向量|标量|symmetric|orthogonal|invertible|diagonal|positive[- ](?:semi-?)?definite|square|constant|matri(?:x|ces)|vectors?|scalars?)[\\s]*(?:matri(?:x|ces)|矩阵|vectors?|向量)?)\\s*(?:is\\s+|are\\s+)?(${list})(?!\\s*(?:的|上的))`,
      "gi",
    ),
  ))
    push(m[2] as string, m[1] as string, m.index);
  // "an m × n matrix A", "m × n 矩阵 A"
  for (const m of text.matchAll(new RegExp(`(〖[^〗]*〗\\s*(?:[a-z-]+\\s+){0,3}(?:matri(?:x|ces)|的?\\S{0,4}矩阵))\\s*(${list})`, "gi")))
    push(m[2] as string, m[1] as string, m.index);
  // "the random vector x", "随机变量 x"
  for (const m of text.matchAll(new RegExp(`(?:\\brandom\\s+(?:vectors?|variables?|matri(?:x|ces))|随机(?:向量|变量|矩阵))\\s*(${list})`, "gi")))
    for (const letter of lettersOf(m[1] as string)) found.push({ letter, properties: ["random"] });
  for (const m of text.matchAll(new RegExp(`(${list})\\s*(?:is|are|be|是|为)\\s*(?:an?\\s+)?(?:random\\s+(?:vectors?|variables?)|随机(?:向量|变量))`, "gi")))
    for (const letter of lettersOf(m[1] as string)) found.push({ letter, properties: ["random"] });
  // "the noise e", "误差 e"
  for (const m of text.matchAll(
    new RegExp(
      `(?:\\b(?:noise|errors?|disturbances?|innovations?)(?:\\s+(?:terms?|vectors?))?|(?:误差|噪声|扰动|随机项)(?:项|向量)?)\\s*(?:为|是)?\\s*(${L})`,
      "gi",
    ),
  ))
    for (const letter of lettersOf(m[1] as string)) found.push({ letter, properties: ["error"] });
  for (const m of text.matchAll(
    new RegExp(
      `(${L})\\s*(?:is|denotes|are|是|为)\\s*(?:(?:an?|the|some|random|i\\.?i\\.?d\\.?|独立|随机|白)\\s*)*(?:noise|errors?|disturbances?|误差|噪声|扰动)`,
      "gi",
    ),
  ))
    for (const letter of lettersOf(m[1] as string)) found.push({ letter, properties: ["error"] });
  // "x is a vector of length n", "n 维向量 x"
  for (const m of text.matchAll(
    new RegExp(`(${list})\\s*(?:is|are|be|an?\\b)?\\s*(?:an?\\s+)?(?:column\\s+)?vectors?\\s+(?:of|with)\\s+(?:length|dimension|size)\\s*(${L})`, "gi"),
  ))
    for (const letter of lettersOf(m[1] as string))
      found.push({ letter, kind: "vector", sizes: [lettersOf(m[2] as string)[0] as string, "1"], properties: [] });
  // "与 X 无关", "independent of X"
  for (const m of text.matchAll(new RegExp(`(${mixed})\\s*(?:均|都)?\\s*与\\s*(?:矩阵|向量|标量|变量)?\\s*(${L})\\s*无关`, "g")))
    for (const letter of lettersOf(m[1] as string)) for (const of of lettersOf(m[2] as string)) found.push({ letter, properties: [], independentOf: of });
  for (const m of text.matchAll(new RegExp(`(?:为|是)?与\\s*(${L})\\s*无关的`, "g"))) {
    const before = new RegExp(`(${list})\\s*$`).exec(text.slice(Math.max(0, m.index - 60), m.index));
    if (before) for (const letter of lettersOf(before[1] as string)) found.push({ letter, properties: [], independentOf: lettersOf(m[1] as string)[0] ?? "*" });
  }
  for (const m of text.matchAll(
    new RegExp(
      `(${list})\\s*(?:is|are|does not|do not|don't)?\\s*(?:independent of|not depend(?:ing)? on|constant (?:in|with respect to|w\\.r\\.t\\.?))\\s*(${L})`,
      "gi",
    ),
  ))
    for (const letter of lettersOf(m[1] as string)) found.push({ letter, properties: [], independentOf: lettersOf(m[2] as string)[0] ?? "*" });
  for (const m of text.matchAll(new RegExp(`(${list})\\s*(?:是|为|are|is)\\s*(?:a\\s+)?(?:常数|常量|常向量|常矩阵|constants?)`, "gi")))
    for (const letter of lettersOf(m[1] as string)) found.push({ letter, properties: [], independentOf: "*" });
  // "均值为 μ, 方差矩阵为 Σ": of a vector
  if (/方差矩阵|协方差|covariance/i.test(text))
    for (const m of text.matchAll(new RegExp(`(?:均值|期望|\\bmean)\\s*(?:向量|vector)?\\s*(?:为|是|is)?\\s*(${L})`, "gi")))
      for (const letter of lettersOf(m[1] as string)) found.push({ letter, kind: "vector", properties: [] });
  for (const m of text.matchAll(new RegExp(`(?:均值|期望|\\bmeans?\\b)\\s*(?:向量|vectors?)?\\s*(?:为|是|is|of)?\\s*(${L})(?!\\s*(?:is|are|的))`, "gi")))
    for (const letter of lettersOf(m[1] as string)) found.push({ letter, properties: ["mean"] });
  return found;
}

/** `\\mathcal{N}(\\mu, \\Sigma)`, in formulas: mean and covariance. */
export function lawsIn(text: string): Said[] {
  const letter = String.raw`((?:\\[A-Za-z]+\s*)?\{?\s*\\?[A-Za-z]+\s*\}?(?:_\{?\w\}?)?)`;
  const law = new RegExp(
    String.raw`(?:\\(?:mathcal|mathrm|mathscr|Cal)\s*\{?\s*N\s*\}?|\\[NM]cal|(?<![A-Za-z\\])N)\s*(?:\\left\s*)?[([]\s*(?:[^,()|]*(?:\||\\mid|;)\s*)?(?:${letter}|[^,()|]{1,40})\s*,\s*${letter}\s*(?:\\right\s*)?[)\]]`,
    "g",
  );
  const drawn = new RegExp(String.raw`${letter}\s*\\sim(?![A-Za-z])`, "g");
  return [
    ...[...text.matchAll(drawn)].map(([, own]) => ({ letter: (own as string).trim(), properties: ["random"] })),
    // `P \succ 0`
    ...[
      ...text.matchAll(new RegExp(String.raw`(?<![A-Za-z\\^_{+*)-])\s*${letter}\s*\\(succ|succeq|succcurlyeq)(?![A-Za-z])\s*\{?(?:0|\\mathbf\s*\{?0)`, "g")),
    ].map(([, own, sign]) => ({ letter: (own as string).trim(), properties: [sign === "succ" ? "posdef" : "psd"] })),
    ...[...text.matchAll(law)].flatMap(([, mean, spread]) => [
      ...(mean === undefined ? [] : [{ letter: mean.trim(), properties: ["mean", "normal"] }]),
      { letter: (spread as string).trim(), properties: ["covariance", "posdef"] },
    ]),
  ];
}
