import type { BinaryOperator } from "./tree.ts";

/** How tightly the binary operators hold, and what they build. All group to the left. */
export const binding: Readonly<Record<BinaryOperator, { readonly level: number; readonly operation: string }>> = {
  "+": { level: 1, operation: "add" },
  "-": { level: 1, operation: "add" },
  "*": { level: 2, operation: "product" },
  "\\": { level: 2, operation: "product" },
  "/": { level: 2, operation: "product" },
  ".*": { level: 2, operation: "hadamard" },
  "./": { level: 2, operation: "hadamard" },
  "⊗": { level: 2, operation: "kronecker" },
  "^": { level: 4, operation: "power" },
  ".^": { level: 4, operation: "entrypower" },
};
export const sumLevel = 1;
export const productLevel = 2;
export const prefixLevel = 3;
export const postfixLevel = 4;
export const atomLevel = 5;

/** Spellings that are read as others: operators by the character. */
export const characters: ReadonlyMap<string, string> = new Map([
  ...["−", "–", "－"].map((c) => [c, "-"] as const),
  ...["·", "⋅", "×", "∗", "＊"].map((c) => [c, "*"] as const),
  ...["⊙", "∘"].map((c) => [c, ".*"] as const),
  ...["′", "’", "‘", "＇", "ᵀ", "⊤"].map((c) => [c, "'"] as const),
  ...Object.entries({ "⊘": "./", "⊗": "⊗", "…": "..", "≥": ">=", "≤": "<=", "＋": "+", "／": "/", "＝": "=", "＾": "^", "～": "~", "∼": "~" }),
  ...Object.entries({ "，": ",", "、": ",", "（": "(", "）": ")", "［": "[", "］": "]", "；": ";", "：": ":" }),
]);

/** Superscripts as the characters they raise. */
export const superscripts: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "⁰": "0",
    "¹": "1",
    "²": "2",
    "³": "3",
    "⁴": "4",
    "⁵": "5",
    "⁶": "6",
    "⁷": "7",
    "⁸": "8",
    "⁹": "9",
    "⁻": "-",
    "⁺": "+",
    "⁽": "(",
    "⁾": ")",
    ᵏ: "k",
    ᵐ: "m",
    ⁿ: "n",
    ᵖ: "p",
    ʳ: "r",
    ˢ: "s",
    ᵗ: "t",
  }),
);

/** Subscript digits, 0 first. */
export const subscripts = "₀₁₂₃₄₅₆₇₈₉";

/** Operators of ASCII characters as they are typed and as they are read, longer ones before their beginnings. */
export const operators: readonly (readonly [typed: string, read: string])[] = [
  ["...", ".."],
  ["**", "^"],
  [".'", "'"],
  ...[".*", "./", ".^", "..", ">=", "<=", "=="].map((o) => [o, o] as const),
  ["@", "*"],
  ...[..."+-*/\\^'()[],=~;:<>"].map((o) => [o, o] as const),
];

/** How the operators are written in Unicode; read back, they are the same. */
export const unicodeOperators: Readonly<Record<string, string>> = {
  "*": "·",
  ".*": " ⊙ ",
  "./": " ⊘ ",
  "⊗": " ⊗ ",
  "\\": "\\",
  "/": "/",
  "+": " + ",
  "-": " - ",
};
/** The signs of a sum and an integral over an index, and how they are called. */
export const binderSigns: Readonly<Record<string, string>> = { sum: "Σ", int: "∫" };
export const binders: ReadonlyMap<string, string> = new Map([
  ["sum", "sum"],
  ["int", "int"],
  ["Σ", "sum"],
  ["∑", "sum"],
  ["∫", "int"],
]);
