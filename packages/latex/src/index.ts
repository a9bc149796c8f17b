/** The mathematics people write in LaTeX, in the language of Gradus. */
export { macrosByRule } from "./byrule.ts";
export { readLatex } from "./read.ts";
export { type Claim, claimOf, type Question, questionOf, sourceSpan, unspelled } from "./requests.ts";
export { functionLetters } from "./scripts.ts";
export { sizedText } from "./sized.ts";
export type * from "./types.ts";
