import { type Apply, type Constant, constant, type Expression, isApply, isScalar } from "../expression/node.ts";
import { atomLevel, postfixLevel, prefixLevel, productLevel, sumLevel } from "./notation.ts";

/** A piece of text and how tightly it holds together. */
export interface Piece {
  readonly text: string;
  readonly level: number;
  /** It is a number, name or call: it may stand as an exponent without brackets. */
  readonly bare?: boolean;
  /** It ends in an exponent: no other may follow. */
  readonly raised?: boolean;
}

/** A minus stands before the piece: it holds less than a sign, more than a product. */
export const minusLevel = prefixLevel - 0.5;

export const atom = (text: string, bare = false): Piece => ({ text, level: atomLevel, bare });

/** The text, in brackets where it holds less tightly than the level asks. */
export const held = (p: Piece, level: number): string => (p.level < level ? `(${p.text})` : p.text);
/** As the base of an exponent or the operand of a transpose. */
export const heldBase = (p: Piece): string => held(p, p.raised ? atomLevel : postfixLevel);

/** `x^k`, `x.^k`. */
export const raised = (base: Piece, operator: string, exponent: Piece): Piece => ({
  text: `${heldBase(base)}${operator}${exponent.bare ? exponent.text : `(${exponent.text})`}`,
  level: postfixLevel,
  raised: true,
});

export const isNumber = (e: Expression): e is Constant => e.kind === "constant";
export const isNegative = (e: Expression): e is Constant => e.kind === "constant" && e.value.s < 0n;
export const isHalf = (e: Expression): boolean => e.kind === "constant" && e.text === undefined && e.value.equals("1/2");

/** A number without its minus; a decimal keeps its text. */
export const opposite = (c: Constant): Constant => constant(c.value.neg(), c.text && (c.text.startsWith("-") ? c.text.slice(1) : `-${c.text}`));

export function numberPiece(c: Constant): Piece {
  const text = c.text ?? c.value.toFraction();
  if (c.value.s < 0n) return { text, level: minusLevel };
  return c.text === undefined && c.value.d !== 1n ? { text, level: productLevel } : atom(text, true);
}

/** A dimension as a number: `n`, `m*n`, `n - 1`. */
export function dimensionPiece(text: string): Piece {
  if (/ [+-] |^-/.test(text)) return { text, level: sumLevel };
  if (text.includes("*")) return { text, level: productLevel };
  return text.includes("^") ? { text, level: postfixLevel, raised: true } : atom(text, true);
}

/** `x^(-1)`, `X.^(-2)` with a number as the exponent: what is divided by. */
export function isReciprocal(e: Expression): e is Apply {
  return e.kind === "apply" && (e.operation.name === "entrypower" || (e.operation.name === "power" && isScalar(e))) && isNegative(e.args[1] as Expression);
}

/** A multiple of `ones`. */
export function isSpread(e: Expression): boolean {
  return isApply(e, "ones") || (isApply(e, "product") && isApply(e.args[e.args.length - 1] as Expression, "ones") && e.args.slice(0, -1).every(isScalar));
}
