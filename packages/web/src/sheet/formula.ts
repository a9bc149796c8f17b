/** A formula of the sheet, as the engine derived it. */
export interface Formula {
  readonly section: number;
  readonly latex: string;
  /** The fragment of the link that asks for it. */
  readonly link: string;
  /** The layout, where another would change the formula. */
  readonly layout?: "numerator" | "denominator";
  /** Properties that the formula rests on: `A symmetric`. */
  readonly used: readonly string[];
  readonly source: string;
  /** What the search looks at. */
  readonly text: string;
}
