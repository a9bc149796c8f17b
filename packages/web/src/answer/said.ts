import type { Response } from "gradus";
import type { Shown } from "../engine/messages.ts";
import type { Question } from "../state/question.ts";

type Derived = Extract<Response, { derivative: string; latex: string; form: string }>;
type Kind = "scalar" | "vector" | "matrix";

/** A symbol for what is differentiated: the expression itself where it is short, else f. */
const shortest = 48;
export const nameOf = (asked: string | undefined): string =>
  asked && asked.length <= shortest && !asked.includes("\\frac") && !/[+=]/.test(asked) ? asked : "f";

/** The second derivative by x, or by x and y. */
function secondDerivative(f: string, x: string, kind: Kind, y = x): string {
  if (kind === "scalar") return x === y ? `\\frac{\\partial^2 ${f}}{\\partial ${x}^2}` : `\\frac{\\partial^2 ${f}}{\\partial ${x}\\,\\partial ${y}}`;
  const [first, second] = kind === "matrix" ? [`\\operatorname{vec}(${x})`, `\\operatorname{vec}(${y})`] : [x, y];
  return `\\frac{\\partial^2 ${f}}{\\partial ${first}\\,\\partial ${second}^{\\top}}`;
}

/** The left side of an answer, by its form, as LaTeX. */
export function leftSide(q: Pick<Question, "form" | "order">, x: string, f: string, kind: Kind): string {
  const second = secondDerivative(f, x, kind);
  const plain = q.order === 2 ? second : `\\frac{\\partial ${f}}{\\partial ${x}}`;
  const table: Readonly<Record<string, string>> = {
    matrix: plain,
    differential: `\\mathrm{d}${f}`,
    index: `\\left[${plain}\\right]`,
    vec: q.order === 2 ? second : `\\frac{\\partial\\,\\operatorname{vec}(${f})}{\\partial\\,\\operatorname{vec}(${x})^{\\top}}`,
    jvp: `\\mathrm{D}f\\,[\\mathrm{d}${x}]`,
    vjp: `\\mathrm{D}f^{*}[G]`,
    hvp: `\\nabla^{2}f\\,[\\mathrm{d}${x}]`,
    newton: `${x}_{\\mathrm{new}}`,
  };
  return table[q.form] ?? plain;
}

const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A formula of dimensions, `2*m*n^2 + m`, as it is printed. */
export const sizeText = (size: string): string =>
  size.replace(/\^(\d+)/g, (_all, digits: string) => [...digits].map((d) => raised[Number(d)]).join("")).replace(/\*/g, "·");

/** `n x 1` as it is printed. */
export const shapeText = (shape: readonly [string, string]): string => `${sizeText(shape[0])} × ${sizeText(shape[1])}`;

/** What the name is declared as. */
export function kindOf(declared: Readonly<Record<string, string>>, name: string): Kind {
  const type = declared[name] ?? "scalar";
  return type.startsWith("matrix") || /^vector.*\[/.test(type) ? "matrix" : type.startsWith("scalar") ? "scalar" : "vector";
}

/** Is it the derivative by one name? */
export const isDerived = (r: Response): r is Derived => r.ok && "derivative" in r && "latex" in r && "form" in r;

/** One equation of an answer. */
export interface Equation {
  readonly tex: string;
  readonly shape?: readonly [string, string];
  /** Of a list: the name or names differentiated by. */
  readonly by?: string;
}

/** The equations of an answer, with f written as the expression where that is short. */
export function equationsOf(q: Question, shown: Shown, f = nameOf(shown.asked)): Equation[] {
  const r = shown.response;
  if (!r.ok) return [];
  const written = (n: string) => shown.names[n] ?? n;
  if ("derivatives" in r)
    return r.derivatives.map((d) => {
      const [x, y] = d.wrt.split(",") as [string, string | undefined];
      const kind = kindOf(r.declared, x);
      const left = y === undefined ? leftSide({ form: r.form, order: 1 }, written(x), "f", kind) : secondDerivative("f", written(x), kind, written(y));
      return { tex: `${left} = ${d.latex}`, shape: d.shape, by: d.wrt };
    });
  const [name, x] = (Object.entries(shown.names)[0] ?? ["x", "x"]) as [string, string];
  if (isDerived(r)) {
    const at = r.indices?.length ? `_{${r.indices.map(([i]) => i).join("")}}` : "";
    return [{ tex: `${leftSide({ form: r.form, order: q.order }, x, f, kindOf(r.declared, name))}${at} = ${r.latex}`, shape: r.shape }];
  }
  if ("sense" in r) return [{ tex: `${x} = ${r.latex}`, shape: r.shape }];
  if ("by" in r) return [];
  if ("verdict" in r) return r.latex ? [{ tex: `\\nabla^2 f = ${r.latex}` }] : [];
  return "latex" in r && "shape" in r ? [{ tex: `${f} = ${r.latex}`, shape: r.shape }] : [];
}

/** An answer as one piece of LaTeX: what is copied. */
export function latexOf(q: Question, shown: Shown): string | undefined {
  const lines = equationsOf(q, shown, "f").map((e) => e.tex);
  if (lines.length < 2) return lines[0];
  const all = [...lines, ...shown.where.map((p) => p.latex)];
  return `\\begin{aligned}\n${all.map((l) => l.replace(" = ", " &= ")).join(" \\\\\n")}\n\\end{aligned}`;
}
