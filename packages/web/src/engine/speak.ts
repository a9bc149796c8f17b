import { parse } from "gradus";

type Tree = ReturnType<typeof parse>["tree"];
type Lang = "en" | "zh";

interface Voice {
  readonly operators: Readonly<Record<string, string>>;
  readonly functions: Readonly<Record<string, string>>;
  readonly minus: string;
  readonly transpose: string;
  readonly open: string;
  readonly close: string;
  readonly call: (name: string, args: string) => string;
  readonly entry: (of: string, at: string) => string;
  readonly binder: (name: string, index: string, low: string, high: string, body: string) => string;
  readonly comma: string;
}

const voices: Readonly<Record<Lang, Voice>> = {
  en: {
    operators: {
      "+": "plus",
      "-": "minus",
      "*": "times",
      "/": "over",
      "\\": "solved for",
      ".*": "entry-wise times",
      "./": "entry-wise over",
      "⊗": "Kronecker",
      "^": "to the power",
      ".^": "entry-wise to the power",
    },
    functions: {
      tr: "trace",
      inv: "inverse",
      det: "determinant",
      logdet: "log determinant",
      exp: "exponential",
      log: "logarithm",
      sqrt: "square root",
      norm2: "2-norm",
      normF: "Frobenius norm",
      diag: "diagonal",
      eye: "identity",
      ones: "all-ones",
      kron: "Kronecker product",
      vec: "vec",
      e: "unit vector",
      pinv: "pseudo-inverse",
      comm: "commutation matrix",
      sum: "sum",
    },
    minus: "minus",
    transpose: "transpose",
    open: "the quantity",
    close: "end quantity",
    call: (name, args) => `${name} of ${args}`,
    entry: (of, at) => `${of}, entry ${at}`,
    binder: (name, i, low, high, body) => `${name === "sum" ? "sum" : "integral"} over ${i} from ${low} to ${high} of ${body}`,
    comma: " and ",
  },
  zh: {
    operators: {
      "+": "加",
      "-": "减",
      "*": "乘",
      "/": "除以",
      "\\": "左除",
      ".*": "逐元素乘",
      "./": "逐元素除以",
      "⊗": "克罗内克积",
      "^": "的幂",
      ".^": "逐元素的幂",
    },
    functions: {
      tr: "迹",
      inv: "逆",
      det: "行列式",
      logdet: "行列式的对数",
      exp: "指数",
      log: "对数",
      sqrt: "平方根",
      norm2: "2 范数",
      normF: "F 范数",
      diag: "对角",
      eye: "单位矩阵",
      ones: "全一",
      kron: "克罗内克积",
      vec: "向量化",
      e: "单位向量",
      pinv: "伪逆",
      comm: "交换矩阵",
      sum: "和",
    },
    minus: "负",
    transpose: "转置",
    open: "左括号",
    close: "右括号",
    call: (name, args) => `${args} 的${name}`,
    entry: (of, at) => `${of} 的第 ${at} 项`,
    binder: (name, i, low, high, body) => `${i} 从 ${low} 到 ${high} 的${name === "sum" ? "求和" : "积分"} ${body}`,
    comma: " 与 ",
  },
};

const longest = 4000;

/** An expression of the language in words: `(A + A')*x` is "the quantity A plus A transpose end quantity times x". Empty where it is too long to listen to. */
export function speak(text: string, lang: Lang): string {
  if (text.length > longest) return "";
  const { tree, diagnostics } = parse(text);
  return diagnostics.length ? "" : said(tree, voices[lang]);
}

/** Set apart where it is a sum inside something else. */
function held(t: Tree, v: Voice): string {
  const simple = t.kind !== "binary" && t.kind !== "prefix";
  return simple ? said(t, v) : `${v.open} ${said(t, v)} ${v.close}`;
}

const isSum = (t: Tree): boolean => (t.kind === "binary" && (t.operator === "+" || t.operator === "-")) || t.kind === "prefix";

function said(t: Tree, v: Voice): string {
  switch (t.kind) {
    case "number":
      return t.text;
    case "name":
      return t.name.replace(/_/g, " ");
    case "prefix":
      return `${v.minus} ${isSum(t.operand) ? held(t.operand, v) : said(t.operand, v)}`;
    case "transpose":
      return `${held(t.operand, v)} ${v.transpose}`;
    case "index":
      return v.entry(held(t.operand, v), t.indices.map((i) => said(i, v)).join(" "));
    case "call":
      return v.call(v.functions[t.name] ?? t.name, t.args.map((a) => said(a, v)).join(v.comma));
    case "binder":
      return v.binder(t.name, t.index, said(t.low, v), said(t.high, v), said(t.body, v));
    case "binary": {
      const additive = t.operator === "+" || t.operator === "-";
      const left = !additive && isSum(t.left) ? held(t.left, v) : said(t.left, v);
      const right = isSum(t.right) || (!additive && t.right.kind === "binary") ? held(t.right, v) : said(t.right, v);
      return `${left} ${v.operators[t.operator]} ${right}`;
    }
    default:
      return "";
  }
}
