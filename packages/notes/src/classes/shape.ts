/** The outer form of a side of an equality, as far as its class depends on it. */

const fonts =
  /\\(?:mathbf|boldsymbol|bm|mathrm|mathbb|mathcal|mathsf|mathit|textbf|textrm|operatorname\s*\*?|pmb|vec|mathfrak|symbf|mathscr)\s*(?=\{|\\|[A-Za-z])/g;

/** `\\mathrm { T r }` as `\\mathrm{Tr}`: words that a scanner wrote letter by letter. */
export function unspaced(source: string): string {
  return source.replace(
    /(\\(?:mathrm|operatorname|text|textrm|mathsf))\s*\*?\s*\{\s*([A-Za-z](?:\s+[A-Za-z])+)\s*\}/g,
    (_all, command: string, word: string) => `${command}{${word.replace(/\s+/g, "")}}`,
  );
}

/** A side without fonts, spacing, colours and the size of brackets. */
export function plainOf(source: string): string {
  let text = source
    .replace(/\\class\s*\{[^{}]*\}/g, "")
    .replace(/\\(?:left|right|big|Big|bigg|Bigg|bigl|bigr|Bigl|Bigr|displaystyle|textstyle|quad|qquad|!|,|;|:|>)(?![A-Za-z])/g, " ")
    .replace(/\\ |~/g, " ")
    .replace(fonts, "")
    .replace(/\\(?:bf|rm|it|cal|sf|tt)(?![A-Za-z])/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  for (let k = 0; k < 4; k++) {
    const inner = /^\{((?:[^{}]|\{[^{}]*\})*)\}$/.exec(text);
    if (!inner || /^[A-Za-z]{2,}$/.test((inner[1] as string).trim())) break;
    text = (inner[1] as string).trim();
  }
  return text.replace(/[.,;。，；:]+$/, "").trim();
}

const letter = String.raw`(?:[A-Za-z\u0370-\u03ff]|\\[A-Za-z]+|\{\s*(?:[A-Za-z]+|\\[A-Za-z]+)\s*\})`;
const accent = String.raw`(?:\\(?:hat|tilde|bar|overline|widehat|widetilde|dot)\s*)?`;
const script = String.raw`(?:\s*_\s*(?:\{[^{}]*\}|[A-Za-z\d]|\\[A-Za-z]+)|\s*\^\s*(?:\{\s*(?:\([a-z\d](?:[+-]\d)?\)|\[[A-Za-z\d](?:[+-]\d)?\]|[a-z][+-]\d)\s*\}|\(\w\)|\*|'))`;
const nameForm = new RegExp(`^${accent}(${letter})(${script}*)$`);
const callForm = new RegExp(`^${accent}(${letter})${script}*\\s*['′]*\\s*\\(([^=]*)\\)$`);
const functions = new Set(
  "tr trace det exp log ln sin cos tan diag vec rank sum frac partial nabla lim max min sup inf mathbb E Tr Var Cov adj sqrt rm ldots dots cdots infty zero d".split(
    " ",
  ),
);

/** The letter, where a side is a letter with or without indices. */
export function nameOf(plain: string): string | undefined {
  const m = nameForm.exec(plain);
  const name = m?.[1]?.replace(/[{}\s\\]/g, "");
  return name === undefined || functions.has(name) || isConstant(plain) ? undefined : `${name}${(m?.[2] ?? "").replace(/[{}\s\\]/g, "")}`;
}

/** The letter and what stands in the brackets, where a side is `f(…)`. */
export function callOf(plain: string): { readonly name: string; readonly arguments: string } | undefined {
  const m = callForm.exec(plain);
  const name = m?.[1]?.replace(/[{}\s\\]/g, "");
  const primes = /['′]/.test(plain.slice(0, plain.indexOf("("))) ? "'" : "";
  return m && name !== undefined && !functions.has(name) && isClosed(m[2] as string) ? { name: name + primes, arguments: (m[2] as string).trim() } : undefined;
}

/** Does every bracket that ends in it begin in it? `z) - f(-z` are the insides of two. */
function isClosed(inside: string): boolean {
  let open = 0;
  return [...inside].every((c) => (open += c === "(" ? 1 : c === ")" ? -1 : 0) >= 0);
}

/** Zero, a number, or the identity. */
export function isConstant(plain: string): boolean {
  return /^-?[\d.]+$|^\\?(?:zero|zerov|bzero|0)\b/.test(plain);
}

export function isZero(plain: string): boolean {
  return /^(?:0|O(?:_\{[^}]*\})?|\\(?:zero[a-z]*|bzero|vzero)|\{0\})(?:\s*\^\s*(?:\\top|T|\{\\top\}|\{T\}))?(?:_\{[^}]*\})?$/.test(plain);
}

export function hasDots(source: string): boolean {
  return /\\(?:ldots|dots[a-z]?|cdots|vdots|ddots|iddots|hdots)(?![A-Za-z])|\.{3}|…|⋯|⋮|⋱/.test(source);
}

/** A size: `l \times m`. */
export function isSize(plain: string): boolean {
  return /^\(?\s*[a-zA-Z\d]+(?:\s*[+-]\s*\d+)?\s*(?:\\times|×)\s*[a-zA-Z\d]+(?:\s*[+-]\s*\d+)?\s*\)?$/.test(plain);
}

/** `(a_{ij})_{m \times n}`, `[a_{ij}]`: a name for the entries. */
export function isEntries(plain: string): boolean {
  return /^[([]\s*\\?[A-Za-z]+\s*_\s*\{?\s*[a-z]\s*,?\s*[a-z]\s*\}?\s*[)\]](?:\s*_\s*\{[^{}]*\})?$/.test(plain);
}
