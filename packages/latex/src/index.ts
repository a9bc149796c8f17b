/** The mathematics people write in LaTeX, in the language of Gradus. */
export { readLatex } from "./read.ts";
export type * from "./types.ts";
