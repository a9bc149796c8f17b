import { insideOf } from "./markdown.ts";
import type { MathSpan } from "./source.ts";

/** Signs that only formulas have: those of Unicode, and the commands of LaTeX. */
const unicode = /[∂∇∑∏∫√⊗⊙∘∈‖⟨ᵀᴴ⁻⁺¹²³ⁿᵏᵢⱼₖₗ]|(?<![A-Za-z])(?:tr|Tr|det|vec|diag)\s*[([|]|\^\s*(?:[T({]|-1)/;
const latex = /\\(?:frac|partial|nabla|mathbf|boldsymbol|operatorname|mathrm|left)(?![A-Za-z])/;
const relation = /(?<![<>!=:])=(?![=>])|\\triangleq|:=/;
const functionWords =
  /^(?:tr|det|exp|log|diag|vec|sin|cos|tan|tanh|rank|adj|max|min|sum|softmax|sigmoid|logdet|trace|cov|var|eig|sign|ones|cosh|sinh|relu|cof|erf|arg|sup|inf|lim)$/i;
/** In front of a formula: its number, a bullet. */
const before = /^[ \t>]*(?:\(\s*\d+(?:\.\d+)*[a-z]?\s*\)|\d+(?:\.\d+)*[.)](?=\s)|[-*•‣](?=\s))?[ \t]*/;
/** Behind it: its number, dots that lead there. */
const behind = /(?:[ \t.]*[ \t]\(\s*\d+(?:[.-]\d+)*\s*[a-z]?\s*\)|[ \t]{2,}\d{1,3})?[ \t.]*$/;
const longest = 2000;

/** Formulas that stand in lines of their own with nothing around them, `∂aᵀx/∂x = a   (12)`; those in Unicode only where the text sets no others apart. */
export function plainSpans(text: string, maths: readonly MathSpan[]): MathSpan[] {
  const found: MathSpan[] = [];
  const inside = insideOf(maths);
  const line = /[^\n]+/g;
  for (let m = line.exec(text); m; m = line.exec(text)) {
    const whole = m[0];
    if (whole.length > longest || !relation.test(whole) || /\$|\\[()[\]]|\\(?:begin|end)\b/.test(whole)) continue;
    if (!(latex.test(whole) || (maths.length === 0 && unicode.test(whole))) || inside(m.index) || inside(m.index + whole.length - 1)) continue;
    const from = (before.exec(whole) as RegExpExecArray)[0].length;
    const to = wordsAt(whole, from) ?? (behind.exec(whole) as RegExpExecArray).index;
    const formula = whole.slice(from, to);
    if (!relation.test(formula) || !(latex.test(formula) || unicode.test(formula))) continue;
    found.push({ start: m.index + from, end: m.index + to, display: true });
  }
  return found;
}

/** Where prose begins behind a formula: a comma or wide space before a word; 0 where words stand in the formula itself. */
function wordsAt(line: string, from: number): number | undefined {
  for (const m of line.slice(from).matchAll(/(?<![\\A-Za-z{])[A-Za-z]{3,}(?![A-Za-z])/g)) {
    const lower = m[0].toLowerCase();
    if (functionWords.test(m[0]) || (/^[A-Z]+[a-z]?$/.test(m[0]) && m[0].length < 6) || !/[aeiou]/.test(lower)) continue;
    const at = from + m.index;
    const cut = /[,;(]\s*(?:[a-z]{1,2}\s+)*$|\s{2,}(?:[a-z]{1,2}\s+)*$|\s(?:[a-z]{2}\s+)*$/.exec(line.slice(0, at));
    return cut && relation.test(line.slice(from, cut.index)) ? cut.index : 0;
  }
  return undefined;
}
