/** How tightly a piece of LaTeX holds together, loosest first. */
export const level = {
  /** A sum. */
  sum: 0,
  /** `A \odot B`, `A \otimes B`: looser than juxtaposition. */
  infix: 1,
  /** `\sum_i x_i`: reaches as far right as a product does. */
  big: 2,
  /** Juxtaposed factors, a fraction. */
  product: 3,
  /** Carries a superscript: `A^\top`. */
  scripted: 4,
  /** A letter, a call, a bracket. */
  atom: 5,
} as const;

/** A printed part: its text without a leading sign, and how it may be put beside others. */
export interface Piece {
  readonly text: string;
  readonly level: number;
  /** A minus stands before the text. */
  readonly negative?: boolean;
  /** The infix that stands between the parts, where level is `infix`. */
  readonly infix?: string;
  /** Set where the text begins or ends with a digit or a word of several letters, which must not touch its like. */
  readonly starts?: "digit" | "word";
  readonly ends?: "digit" | "word";
}

export function atom(text: string): Piece {
  return { text, level: level.atom };
}

/** The text with its sign. */
export function signed(piece: Piece): string {
  return piece.negative ? `-${piece.text}` : piece.text;
}

export function bracketed(piece: Piece): Piece {
  return atom(`\\left(${signed(piece)}\\right)`);
}

/** The piece itself where it holds together at least as tightly as asked, else in brackets. */
export function atLeast(piece: Piece, wanted: number): Piece {
  return piece.level >= wanted && !piece.negative ? piece : bracketed(piece);
}

/** A function call: the command, then the arguments in brackets. */
export function call(command: string, args: readonly string[]): Piece {
  return atom(`${command}\\left(${args.join(", ")}\\right)`);
}

/** The base with a superscript; a base that has one gets brackets. */
export function superscript(base: Piece, exponent: string): Piece {
  return { text: `${atLeast(base, level.atom).text}^${exponent}`, level: level.scripted, starts: atLeast(base, level.atom).starts };
}

/** Parts with an infix between; the sign of the first stands before all. */
export function infix(parts: readonly Piece[], operator: string): Piece {
  const texts = parts.map((part, k) => {
    const first = k === 0;
    if (part.level === level.infix && part.infix === operator && (first || !part.negative)) return part.text;
    if (first && part.negative && part.level > level.infix) return part.text;
    return part.level > level.infix && part.level !== level.big && !part.negative ? part.text : bracketed(part).text;
  });
  return {
    text: texts.join(` ${operator} `),
    level: level.infix,
    infix: operator,
    negative: parts[0]?.negative && parts[0].level >= level.infix,
    starts: parts[0]?.starts,
    ends: parts.at(-1)?.ends,
  };
}

/** Terms with their signs between. */
export function sum(terms: readonly Piece[]): Piece {
  let text = "";
  const first = terms.findIndex((t) => !t.negative);
  const ordered = first > 0 ? [terms[first] as Piece, ...terms.slice(0, first), ...terms.slice(first + 1)] : terms;
  ordered.forEach((term, k) => {
    const body = term.negative && term.level === level.sum ? bracketed({ ...term, negative: false }).text : term.text;
    text += k === 0 ? (term.negative ? `-${body}` : body) : `${term.negative ? " - " : " + "}${body}`;
  });
  return { text, level: level.sum };
}

/** Two factors side by side: a dot between digits, a thin space after and before words. */
function between(left: Piece, right: Piece): string {
  if (right.starts === "digit") return " \\cdot ";
  return left.ends === "word" || right.starts === "word" ? " \\, " : " ";
}

/** Juxtaposed factors; a leading minus stands before all. */
export function juxtapose(factors: readonly Piece[]): Piece {
  const [first] = factors as [Piece];
  if (factors.length === 1) return first;
  const negative = first.negative && first.level >= level.product;
  const texts = factors.map((factor, k): Piece => {
    if (k === 0 && negative) return { ...factor, negative: false };
    if (k === factors.length - 1 && factor.level === level.big && !factor.negative) return factor;
    return atLeast(factor, level.product);
  });
  let text = "";
  texts.forEach((factor, k) => {
    text += (k === 0 ? "" : between(texts[k - 1] as Piece, factor)) + factor.text;
  });
  return { text, level: texts.at(-1)?.level === level.big ? level.big : level.product, negative, starts: texts[0]?.starts, ends: texts.at(-1)?.ends };
}

export function fraction(numerator: Piece, denominator: Piece): Piece {
  return { text: `\\frac{${numerator.text}}{${signed(denominator)}}`, level: level.product, negative: numerator.negative };
}
