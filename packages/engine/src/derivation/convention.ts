import type { Layout } from "../contract.ts";
import { type Expression, isApply, isScalar, variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { toLatex } from "../latex/print.ts";
import { apply, factorsOf, productOf } from "../operations/apply.ts";
import { Notation } from "./notation.ts";

/** How a well-known course or book writes derivatives. */
export interface Convention {
  readonly layout: Layout;
  /** The mark of a transpose: in text, and in LaTeX. */
  readonly transpose: readonly [text: string, latex: string];
  /** The letter of a differential: in text, and in LaTeX. */
  readonly d: readonly [text: string, latex: string];
  /** The derivative of f by X: in text, and in LaTeX; of the second order likewise. */
  readonly derivative: (f: string, x: string, order: 1 | 2) => readonly [text: string, latex: string];
  /** Is tr(A'*B) written A:B? */
  readonly colon?: true;
}

type Derivative = Convention["derivative"];
const nabla: Derivative = (f, x, order) => (order === 1 ? [`∇_${x} ${f}`, `\\nabla_{${x}} ${f}`] : [`∇²_${x} ${f}`, `\\nabla_{${x}}^{2} ${f}`]);
const quotient =
  (text: string, latex: string): Derivative =>
  (f, x, order) =>
    order === 1
      ? [`${text}${f}/${text}${x}`, `\\frac{${latex} ${f}}{${latex} ${x}}`]
      : [`${text}²${f}/${text}${x}²`, `\\frac{${latex}^{2} ${f}}{${latex} ${x}^{2}}`];
const partial = quotient("∂", "\\partial");
const upright = ["d", "\\mathrm{d}"] as const;
const capital = ["^T", "^{T}"] as const;

/** One row for each convention. */
export const conventions: Readonly<Record<string, Convention>> = {
  cs229: { layout: "denominator", transpose: capital, d: upright, derivative: nabla },
  cookbook: { layout: "denominator", transpose: capital, d: ["∂", "\\partial "], derivative: partial },
  zhihu: { layout: "denominator", transpose: capital, d: ["d", "d"], derivative: partial },
  mml: { layout: "numerator", transpose: ["^T", "^{\\top}"], d: upright, derivative: quotient("d", "\\mathrm{d}") },
  magnus: {
    layout: "numerator",
    transpose: ["'", "'"],
    d: ["d", "\\mathsf{d}"],
    derivative: (f, _x, order) => (order === 1 ? [`D ${f}`, `\\mathsf{D} ${f}`] : [`H ${f}`, `\\mathsf{H} ${f}`]),
  },
  minka: { layout: "numerator", transpose: capital, d: ["d", "d"], derivative: quotient("d", "d"), colon: true },
};

/** How an expression of the derivation is written by the convention: as text, and in LaTeX. */
export function writtenBy(
  { transpose, d, colon }: Convention,
  e: Expression,
  increments: readonly string[],
  families?: ReadonlySet<string>,
): { text: string; latex: string; transpose: string; colon?: true } {
  const pairs: Pair[] = [];
  const whole = colon ? withColons(e, new Set(increments), pairs) : e;
  const differentials = new RegExp(`(?<![\\p{L}\\p{N}_])d(?=(?:${increments.map((i) => i.slice(1)).join("|")})(?![\\p{L}\\p{N}_]))`, "gu");
  const text = (t: string): string => t.replace(/'(?!\()/g, transpose[0]).replace(differentials, d[0]);
  const latex = (t: string): string =>
    t
      .replace(/\^\{-\\top\}/g, transpose[1] === "'" ? "'^{-1}" : transpose[1].replace(/\{?(\\?\w+)\}?/, "{-$1}"))
      .replace(/\^\\top/g, transpose[1])
      .replaceAll("\\mathrm{d}", d[1]);
  const place = (t: string, write: (e: Expression) => string, sign: string): string =>
    pairs.reduce((out, p) => {
      const name = write(p.name);
      const at = out.indexOf(name);
      const beside = /[*/^]/.test(out.charAt(at - 1) + out.charAt(at + name.length)) || (sign !== ":" && at > 0 && !/[=+-]\s*$/.test(out.slice(0, at)));
      const bracket = (side: Expression) => (isApply(side, "add") || isApply(side, "hadamard") ? `(${write(side)})` : write(side));
      const pair = `${bracket(p.left)}${sign}${bracket(p.right)}`;
      return at < 0 ? out : out.slice(0, at) + (beside ? `(${pair})` : pair) + out.slice(at + name.length);
    }, t);
  const asLatex = (x: Expression) => toLatex(x, families);
  return { text: text(place(print(whole), print, ":")), latex: latex(place(asLatex(whole), asLatex, " : ")), transpose: transpose[0], ...(colon && { colon }) };
}

interface Pair {
  readonly name: Expression;
  readonly left: Expression;
  readonly right: Expression;
}

/** Traces of products that end in what holds an increment, as scalars with names of their own: A:B is tr(A'*B). */
function withColons(e: Expression, increments: ReadonlySet<string>, pairs: Pair[]): Expression {
  if (e.kind !== "apply") return e;
  const holds = (x: Expression): boolean => (x.kind === "variable" ? increments.has(x.name) : x.kind === "apply" && x.args.some(holds));
  const factors = isApply(e, "trace") ? factorsOf(e.args[0] as Expression) : [];
  const last = factors[factors.length - 1];
  const before = factors.slice(0, -1);
  if (last && before.length && !factors.some(isScalar) && holds(last) && !before.some(holds)) {
    const name = variable(`colon${"o".repeat(pairs.length)}`, e.rows, e.cols);
    pairs.push({ name, left: new Notation(variable("@", e.rows, e.cols), false).turned(productOf(before)), right: last });
    return name;
  }
  return apply(
    e.operation,
    e.args.map((a) => withColons(a, increments, pairs)),
    e.dimensions,
  );
}
