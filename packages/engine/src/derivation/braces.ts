import type { Step } from "../contract.ts";
import { nameLatex } from "../latex/names.ts";

/** What stands around a part of a line. */
interface Mark {
  readonly from: number;
  readonly to: number;
  readonly open: string;
  readonly close: string;
}

/**
 * The line in LaTeX: the part that the next step touches in colour, and the shape under each factor where the step tells it. `flat` shapes do not
 * stretch the brackets around them: the row below leaves room for them. In a fraction there is none.
 */
export function marked(step: Step, next: Step | undefined, flat: boolean): string {
  const { latex } = step;
  const braces = step.kind !== "question" ? shapesOf(step, flat && !latex.includes("\\frac")) : [];
  const touched = next?.kind === "rewrite" && next.touchedLatex !== latex ? place(latex, next.touchedLatex, 0) : undefined;
  const colour: Mark[] = touched && braces.every((b) => apart(b, touched)) ? [{ ...touched, open: "\\textcolor{blue}{", close: "}" }] : [];
  return inserted(latex, [...braces, ...colour]);
}

const flattened = "\\smash[b]";

/** The room below a row: some where it has flat shapes. */
export const roomBelow = (row: string): string => (row.includes(flattened) ? "[1.6em]" : "");

/** The shape under each factor; none at all where one of them is not found. */
function shapesOf({ latex, shapes = [] }: Step, flat: boolean): Mark[] {
  const [open, close] = flat ? [`${flattened}{`, "}"] : ["", ""];
  const out: Mark[] = [];
  let at = 0;
  for (const [, [rows, cols], part] of shapes) {
    const inside = place(latex, part, at);
    if (!inside) return [];
    const found = withBrackets(latex, inside);
    at = found.to;
    out.push({ ...found, open: `${open}\\underbrace{`, close: `}_{${sizeLatex(rows)} \\times ${sizeLatex(cols)}}${close}` });
  }
  return out;
}

/** The part with the brackets right around it. */
function withBrackets(latex: string, { from, to }: { from: number; to: number }): { from: number; to: number } {
  const [left, right] = ["\\left(", "\\right)"];
  const bracketed =
    latex.endsWith(left, from) &&
    latex.startsWith(right, to) &&
    !/[_^]/.test(latex.charAt(to + right.length)) &&
    !/[A-Za-z}]$/.test(latex.slice(0, from - left.length));
  return bracketed ? { from: from - left.length, to: to + right.length } : { from, to };
}

/** Where a part stands as a whole: a name that ends in what begins there is another one. */
function place(latex: string, part: string | undefined, from: number): { from: number; to: number } | undefined {
  for (let at = part ? latex.indexOf(part, from) : -1; part && at >= 0; at = latex.indexOf(part, at + 1)) {
    const to = at + part.length;
    const before = /[A-Za-z\\]/.test(latex.charAt(at - 1)) && /^[A-Za-z]/.test(part);
    const after = /[A-Za-z]/.test(latex.charAt(to)) && /\\[A-Za-z]+$/.test(part);
    if (!before && !after && !/[_^]/.test(latex.charAt(to)) && !/[_^]/.test(latex.charAt(at - 1))) return { from: at, to };
  }
  return undefined;
}

/** Does one hold the other, or are they disjoint? */
const apart = (a: { from: number; to: number }, b: { from: number; to: number }): boolean =>
  a.to <= b.from || b.to <= a.from || (a.from <= b.from && b.to <= a.to) || (b.from <= a.from && a.to <= b.to);

function inserted(text: string, marks: readonly Mark[]): string {
  const wide = [...marks].sort((a, b) => b.to - b.from - (a.to - a.from));
  let out = "";
  for (let at = 0; at <= text.length; at++) {
    out += wide
      .filter((m) => m.to === at)
      .map((m) => m.close)
      .reverse()
      .join("");
    out += wide
      .filter((m) => m.from === at)
      .map((m) => m.open)
      .join("");
    out += text.charAt(at);
  }
  return out;
}

/** A size in LaTeX: `m*n`, `n^2`. */
const sizeLatex = (size: string): string =>
  size
    .replace(/\^(\d+)/g, "^{$1}")
    .replace(/[A-Za-z]\w*/g, nameLatex)
    .replaceAll("*", " ");
