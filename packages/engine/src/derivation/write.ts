import type { Lang, Step } from "../contract.ts";
import { nameLatex } from "../latex/names.ts";
import { marked, roomBelow } from "./braces.ts";

/** How a derivation is written: as text for a terminal, as a LaTeX `align*`, as Markdown with LaTeX in it. */
export type Written = "text" | "latex" | "markdown";

/** What a terminal does to parts of the text; all of them may be the identity. */
export interface Marks {
  readonly expression: (text: string) => string;
  readonly touched: (text: string) => string;
  readonly reason: (text: string) => string;
  readonly answer: (text: string) => string;
}

const same = (text: string): string => text;
const plain: Marks = { expression: same, touched: same, reason: same, answer: same };

/** The derivation for a person to read: `writeSteps(answer.steps, "latex", "en")`. */
export function writeSteps(steps: readonly Step[], as: Written, lang: Lang = "en", marks: Marks = plain): string {
  return { text, latex, markdown }[as](steps, lang, marks);
}

/** Reasons stand in one column beside the lines that are short enough, below the others. */
const widest = 56;

/** The steps that are shown, in order: the differentials of the parts of f behind f itself. */
function shownSteps(steps: readonly Step[]): Step[] {
  const out: Step[] = [];
  let parts: Step[] = [];
  for (const s of steps) {
    if (s.of === undefined) out.push(s);
    else if (s.kind === "differential-of") parts.push(s);
    if (s.of === undefined && s.kind === "question") {
      out.push(...parts);
      parts = [];
    }
  }
  return out;
}

/** A layer of the chain rule begins where the one before ended. */
const isLayer = (s: Step, next: Step | undefined): boolean =>
  s.kind === "question" && s.by === undefined && next?.kind === "differential-of" && /^(?:d|∂)f$/.test(s.left);

/** The step as the convention asked for writes it. */
function byConvention(s: Step): Step {
  if (!s.written) return s;
  const { left, text: after, latex, transpose, colon } = s.written;
  const paired = (t: string): string =>
    colon ? t.replace(/tr\((\w+)('?)\*(d\w+)\)/g, (_, g: string, turned: string, dx: string) => `${g}${turned ? "" : "'"}:${dx}`) : t;
  const told = (t: string): string => paired(t).replace(/(?<=[\p{L}\p{N})\]])'(?![(s])/gu, transpose);
  return { ...s, left, after, latex, text: { en: told(s.text.en), zh: told(s.text.zh) } };
}

function text(all: readonly Step[], lang: Lang, marks: Marks): string {
  const out: string[] = [];
  const steps = shownSteps(all).map(byConvention);
  const lefts = Math.max(...steps.map((s) => (s.of === undefined ? s.left.length : 0)));
  const rights = steps.map((s) => marks.expression(s.after));
  const column = Math.max(...rights.map((r) => (r.length <= widest ? r.length : 0))) + 4;
  steps.forEach((s, k) => {
    const right = rights[k] as string;
    if (s.kind === "question") {
      // a layer of the chain rule begins where the one before ended
      if (k && isLayer(s, steps[k + 1])) return;
      out.push(...(k ? [""] : []), s.text[lang], "");
      out.push(`  ${s.left.padStart(lefts + 3)}${s.left ? " = " : "   "}${right}`);
      return;
    }
    const last = s.kind === "read-off";
    const again = s.kind === "rewrite" && steps[k - 1]?.left === s.left;
    const left =
      s.of === undefined ? `  ${last ? "=>" : "  "} ${(again ? "" : s.left).padStart(lefts)}${s.left ? " = " : "   "}` : `     ${s.left.padStart(lefts)} = `;
    const touched = steps[k + 1]?.kind === "rewrite" ? steps[k + 1]?.touched : undefined;
    const shown = last ? marks.answer(right) : touched ? highlighted(right, marks.expression(touched), marks) : right;
    const wide = right.length + left.length - lefts - 8 > widest;
    out.push(wide ? left + shown : `${left}${shown}${" ".repeat(Math.max(4, lefts + 8 + column - left.length - right.length))}${marks.reason(s.text[lang])}`);
    const shapes = shapeLine(s, right, left.length, marks);
    if (shapes) out.push(marks.reason(shapes));
    if (wide) out.push(`${" ".repeat(lefts + 10)}${marks.reason(s.text[lang])}`);
  });
  return `${out.join("\n")}\n`;
}

/** The shape under each factor of the line. */
function shapeLine(s: Step, right: string, from: number, marks: Marks): string {
  let line = "";
  let at = 0;
  for (const [part, [rows, cols]] of s.shapes ?? []) {
    const factor = marks.expression(part);
    const found = right.indexOf(factor, at);
    if (found < 0) continue;
    at = found + factor.length;
    const label = `${rows}×${cols}`;
    const start = Math.max(line.length + (line ? 1 : 0), from + found + Math.floor((factor.length - label.length) / 2));
    line = line.padEnd(start) + label;
  }
  return line;
}

/** The part that the next step touches, where it is found. */
function highlighted(line: string, part: string, marks: Marks): string {
  const at = line.indexOf(part);
  return at < 0 || part === line ? line : line.slice(0, at) + marks.touched(part) + line.slice(at + part.length);
}

const specials: Readonly<Record<string, string>> = { "\\": "\\textbackslash{}", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}" };
const escaped = (t: string): string => t.replace(/[\\^~]|[&%$#_{}]/g, (c) => specials[c] ?? `\\${c}`);

/** The left-hand side of a line in LaTeX. */
function leftLatex(left: string): string {
  const vec = /^vec\((.*)\)$/.exec(left);
  if (vec) return `\\operatorname{vec}\\left(${leftLatex(vec[1] as string)}\\right)`;
  const partial = /^d(f(?:\[.*\])?)\/d(.*)$/.exec(left);
  if (partial) return `\\frac{\\partial ${entryLatex(partial[1] as string)}}{\\partial ${entryLatex(partial[2] as string)}}`;
  const difference = /^(.*)\((.*) \+ (.*)\) - (.*)$/.exec(left);
  if (difference) return `${difference[1]}\\left(${nameLatex(difference[2] as string)} + ${nameLatex(difference[3] as string)}\\right) - ${difference[4]}`;
  return entryLatex(left);
}
/** What has a subscript already takes another one in braces. */
const braced = (name: string): string => (name.includes("_") ? `{${name}}` : name);

function entryLatex(text: string): string {
  const [, name = text, indices] = /^([^[]*)\[(.*)\]$/.exec(text) ?? [];
  return indices ? `${braced(nameLatex(name))}_{${indices.split(",").map(nameLatex).join(" ")}}` : nameLatex(name);
}

function latex(all: readonly Step[], lang: Lang): string {
  const steps = shownSteps(all).map(byConvention);
  const rows = steps.flatMap((s, k) => {
    if (k && isLayer(s, steps[k + 1])) return [];
    const again = s.kind === "rewrite" && steps[k - 1]?.left === s.left;
    const left = again ? "" : (s.kind === "read-off" ? "\\Rightarrow\\ " : "") + (s.written?.leftLatex ?? s.leftLatex ?? leftLatex(s.left));
    const reason = s.kind === "question" ? "" : ` && \\text{${escaped(s.text[lang])}}`;
    return [`  ${left} &${s.left ? "= " : " "}${marked(s, steps[k + 1], k < steps.length - 1)}${reason}`];
  });
  // without a package for colours there are none
  const plain = rows.some((r) => r.includes("\\textcolor")) ? "\\providecommand{\\textcolor}[2]{#2}\n" : "";
  return `${plain}\\begin{align*}\n${rows.map((r, k) => (k < rows.length - 1 ? `${r} \\\\${roomBelow(r)}` : r)).join("\n")}\n\\end{align*}\n`;
}

function markdown(all: readonly Step[], lang: Lang): string {
  const out: string[] = [];
  const steps = shownSteps(all).map(byConvention);
  for (const [k, s] of steps.entries()) {
    if (k && isLayer(s, steps[k + 1])) continue;
    if (s.kind === "question") out.push(`${k ? "\n" : ""}${s.text[lang]}\n`);
    const again = s.kind === "rewrite" && steps[k - 1]?.left === s.left;
    const left = again ? "" : (s.written?.leftLatex ?? s.leftLatex ?? leftLatex(s.left));
    out.push(
      `- $${s.kind === "read-off" ? "\\Rightarrow\\ " : ""}${left}${s.left ? " = " : ""}${marked(s, steps[k + 1], false)}$${s.kind === "question" ? "" : ` — ${s.text[lang].replace(/([*_`])/g, "\\$1")}`}`,
    );
  }
  return `${out.join("\n")}\n`;
}
