import type { Response } from "gradus";
import type { Shown } from "../engine/messages.ts";
import type { Question } from "../state/question.ts";

type Derived = Extract<Response, { derivative: string; latex: string; form: string }>;

/** A symbol for what is differentiated: the expression itself where it is short, else f. */
const shortest = 48;
export const nameOf = (asked: string | undefined): string =>
  asked && asked.length <= shortest && !asked.includes("\\frac") && !/[+=]/.test(asked) ? asked : "f";

/** The left side of an answer, by its form, as LaTeX. */
export function leftSide(q: Pick<Question, "form" | "order">, x: string, f: string, isMatrix: boolean): string {
  const vec = isMatrix ? `\\operatorname{vec}(${x})` : x;
  const second = isMatrix ? `\\frac{\\partial^2 ${f}}{\\partial ${vec}\\,\\partial ${vec}^{\\top}}` : `\\frac{\\partial^2 ${f}}{\\partial ${x}^2}`;
  const first = `\\frac{\\partial ${f}}{\\partial ${x}}`;
  const plain = q.order === 2 ? second : first;
  const table: Readonly<Record<string, string>> = {
    matrix: plain,
    differential: `\\mathrm{d}${f}`,
    index: `\\left[${plain}\\right]`,
    vec: q.order === 2 ? second : `\\frac{\\partial\\,\\operatorname{vec}(${f})}{\\partial\\,\\operatorname{vec}(${x})^{\\top}}`,
    jvp: `\\mathrm{D}${f}\\,[\\mathrm{d}${x}]`,
    vjp: `\\mathrm{D}${f}^{*}[G]`,
    hvp: `\\nabla^{2}${f}\\,[\\mathrm{d}${x}]`,
    newton: `${x}_{\\mathrm{new}}`,
  };
  return table[q.form] ?? plain;
}

/** `n x 1` as it is printed. */
export const shapeText = (shape: readonly [string, string]): string => `${shape[0].replace(/\*/g, "·")} × ${shape[1].replace(/\*/g, "·")}`;

/** What an answer is as one line of LaTeX: what is copied. */
export function lineOf(q: Question, shown: Shown): string | undefined {
  const r = shown.response;
  if (!r.ok || !("latex" in r) || typeof r.latex !== "string") return undefined;
  const [x] = Object.values(shown.names);
  if ("form" in r) return `${leftSide({ form: r.form, order: q.order }, x ?? "x", "f", isMatrix(r, Object.keys(shown.names)[0]))} = ${r.latex}`;
  if ("sense" in r) return `${x ?? "x"} = ${r.latex}`;
  return shown.asked ? `${shown.asked} = ${r.latex}` : r.latex;
}

/** Is the name declared a matrix? */
export const isMatrix = (r: Pick<Derived, "declared">, name: string | undefined): boolean => /^matrix/.test((name !== undefined && r.declared[name]) || "");

/** Type of the answer with everything but numbers of time: to tell whether a layout changed it. */
export const isDerived = (r: Response): r is Derived => r.ok && "derivative" in r && "latex" in r && "form" in r;
