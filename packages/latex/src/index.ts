/** The mathematics people write in LaTeX, in the language of Gradus. */
export type * from "./types.ts";
