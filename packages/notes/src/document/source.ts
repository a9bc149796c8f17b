/** A document as text with the places of its mathematics; every place counts in the text, and `place` says where that is in the file. */

/** A stretch of mathematics, without its delimiters. */
export interface MathSpan {
  readonly start: number;
  readonly end: number;
  readonly display: boolean;
}

/** Where a scope ends: a section of some level, a slide, or an item of a list of examples. */
export interface Break {
  readonly at: number;
  readonly kind: "section" | "slide" | "item";
}

/** A macro: how many arguments it takes, and what it stands for. */
export interface Macro {
  readonly arguments: number;
  readonly body: string;
  /** The first argument where square brackets do not give it. */
  readonly optional?: string;
}

/** A line and a column, both from 1. */
export interface Place {
  readonly line: number;
  readonly col: number;
}

export interface Source {
  readonly text: string;
  /** The text with what is no prose (code, comments, markup) replaced by blanks; offsets are those of `text`. */
  readonly prose: string;
  readonly maths: readonly MathSpan[];
  readonly breaks: readonly Break[];
  readonly macros: ReadonlyMap<string, Macro>;
  /** What comments say to this program: `gradus: A: matrix(m, n)`. */
  readonly remarks: readonly { readonly at: number; readonly text: string }[];
  readonly place: (offset: number) => Place;
}

/** Lines and columns of a text, found by halving. */
export function placesOf(text: string): (offset: number) => Place {
  const starts = [0];
  for (let k = text.indexOf("\n"); k >= 0; k = text.indexOf("\n", k + 1)) starts.push(k + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, col: offset - (starts[low] as number) + 1 };
  };
}

/** The same text with one stretch made of blanks; line breaks stay. */
export function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}
