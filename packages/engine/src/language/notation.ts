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
export const prefixLevel = 3;
export const postfixLevel = 4;
export const atomLevel = 5;

/** Spellings that are read as others: operators by the character. */
export const characters: Readonly<Record<string, string>> = {
  "−": "-",
  "–": "-",
  "·": "*",
  "⋅": "*",
  "×": "*",
  "@": "*",
  "⊙": ".*",
  "∘": ".*",
  "⊘": "./",
  "⊗": "⊗",
  "′": "'",
  "’": "'",
  "‘": "'",
  "ᵀ": "'",
  "⊤": "'",
  "，": ",",
  "（": "(",
  "）": ")",
  "；": ";",
  "：": ":",
  "≥": ">=",
  "≤": "<=",
};

/** Superscripts as the characters they raise. */
export const superscripts: Readonly<Record<string, string>> = { "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9", "⁻": "-" };

/** Subscript digits as digits. */
export const subscripts: Readonly<Record<string, string>> = { "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8", "₉": "9" };

/** Operators of several characters, longest first. */
export const operators: readonly string[] = ["...", "**", ".*", "./", ".^", ".'", "..", ">=", "<=", "==", "+", "-", "*", "/", "\\", "^", "'", "(", ")", "[", "]", ",", "=", "~", ";", ":", "<", ">"];
