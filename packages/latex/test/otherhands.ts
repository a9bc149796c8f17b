import { hands } from "./speller.ts";

type Hand = NonNullable<(typeof hands)[string]>;
const book = hands.book as Hand;
const student = hands.student as Hand;

/** As in books on pattern recognition: upright transposes, bars for determinants, `\ln`. */
const pattern: Hand = {
  ...book,
  letter: (l, isGreek) => (isGreek ? `{\\boldsymbol{\\${l}}}` : `{\\bf ${l}}`),
  transpose: "^{\\rm T}",
  inverseTranspose: "^{-{\\rm T}}",
  word: (name) => `{\\rm ${name}}`,
  bracket: (x) => `\\left\\{ ${x} \\right\\}`,
  determinant: (x) => `\\left| ${x} \\right|`,
  norm: (x, i) => `\\Vert ${x} \\Vert_{${i}}`,
  fraction: (a, b) => `{ ${a} \\over ${b} }`,
};

/** As in books on deep learning: a macro for each letter, which nobody defines here. */
const deep: Hand = {
  ...book,
  letter: (l, isGreek, isCapital) => (isGreek ? `\\v${l} ` : isCapital ? `\\m${l} ` : `\\v${l} `),
  transpose: "^\\top ",
  word: (name) => `\\mathop{\\mathrm{${name}}}`,
  bracket: (x) => `\\big( ${x} \\big)`,
  norm: (x, i) => `\\vert\\vert ${x} \\vert\\vert_{${i}}`,
  determinant: (x) => `\\mathrm{det}( ${x} )`,
  index: (i) => `_{${i}}`,
};

/** As in Chinese textbooks: bold italics, wide brackets and commas. */
const textbook: Hand = {
  ...student,
  letter: (l, isGreek) => (isGreek ? `\\boldsymbol{\\${l}}` : `\\boldsymbol{${l}}`),
  transpose: "^{\\mathrm{T}}",
  inverseTranspose: "^{-\\mathrm{T}}",
  product: "\\,",
  bracket: (x) => `（${x}）`,
  word: (name) => `\\mathrm{${name}}`,
  norm: (x, i) => `\\left\\Vert ${x} \\right\\Vert_{${i}}`,
  absolute: (x) => `\\left\\vert ${x} \\right\\vert`,
  fraction: (a, b) => `\\cfrac{${a}}{${b}}`,
};

/** As a scanner writes it: every sign by itself. */
const scanner: Hand = {
  ...pattern,
  letter: (l, isGreek) => (isGreek ? `{ \\boldsymbol { \\${l} } }` : `{ \\bf ${l} }`),
  transpose: " ^ { T }",
  inverseTranspose: " ^ { - T }",
  product: " ",
  word: (name) => `\\mathrm { ${[...name].join(" ")} }`,
  bracket: (x) => `( ${x} )`,
  norm: (x, i) => `\\| ${x} \\| _ { ${i} }`,
  determinant: (x) => `\\operatorname * { d e t } ( ${x} )`,
  fraction: (a, b) => `\\frac { ${a} } { ${b} }`,
  index: (i) => ` _ { ${[...i].join(" ")} }`,
  wrap: (x) => `\\begin{array} { r l } { ${x} } \\end{array}`,
};

export const otherHands: Readonly<Record<string, Hand>> = { pattern, deep, textbook, scanner };
