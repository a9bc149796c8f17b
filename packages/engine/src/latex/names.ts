import type { Dimension } from "../expression/dimension.ts";

const greek =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split(
    " ",
  );
const greekLetters = "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ";

/** Letter or spelled-out letter to its command. Capitals that look Latin (Alpha) have none. */
const commands = new Map<string, string>(greek.map((name) => [name, `\\${name}`]));
for (const [k, letter] of [...greekLetters].entries()) commands.set(letter, `\\${greek[k]}`);

const latin = /^[A-Za-z]$/;
const ascii = /^[A-Za-z0-9_]+$/;

function word(text: string): string {
  const escaped = text.replace(/_/g, "\\_");
  return ascii.test(text) ? `\\mathrm{${escaped}}` : `\\text{${escaped}}`;
}

function stem(text: string): string {
  const command = commands.get(text);
  if (command) return command;
  if (latin.test(text)) return text;
  const increment = /^d(.+)$/u.exec(text)?.[1];
  if (increment !== undefined && (latin.test(increment) || commands.has(increment)))
    return `\\mathrm{d}${commands.has(increment) ? commands.get(increment) : increment}`;
  return word(text);
}

function subscript(text: string): string {
  const command = commands.get(text);
  if (command) return command;
  return /^([A-Za-z]|\d+)$/.test(text) ? text : word(text);
}

/**
 * A name in LaTeX: one letter as it is, Greek as its command, trailing digits and what follows `_` as subscripts, `dX` as an increment, all else upright;
 * letters outside ASCII and Greek stand in `\text`.
 */
export function nameLatex(name: string): string {
  const parts = /^([^_].*?)_+([^_].*)$/u.exec(name) ?? /^([^\d_]+)(\d+)$/u.exec(name);
  if (!parts) return stem(name);
  const [, head, tail] = parts as unknown as [string, string, string];
  const digits = /^([^\d_]+)(\d+)$/u.exec(head);
  const subscripts = [...(digits ? [digits[2] as string] : []), ...tail.split(/_+/u).filter((part) => part !== "")];
  return `${stem(digits ? (digits[1] as string) : head)}_{${subscripts.map(subscript).join(",")}}`;
}

/** Does the name read as more than one letter, so that it must not touch its neighbour? */
export function isWord(latex: string): boolean {
  return /^\\(mathrm|text)\{/.test(latex);
}

/** A dimension in LaTeX: `m n`, `n^{2} + 1`. */
export function dimensionLatex(dimension: Dimension): string {
  return dimension.text
    .replace(/[\p{L}_][\p{L}\p{N}_]*/gu, nameLatex)
    .replace(/\^(\d+)/g, "^{$1}")
    .replace(/\*/g, " ");
}
