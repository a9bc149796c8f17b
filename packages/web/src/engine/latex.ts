import { elaborate, toLatex } from "gradus";

export interface Ground {
  readonly declare?: string | Readonly<Record<string, string>>;
  readonly define?: Readonly<Record<string, string>>;
}

/** An expression as LaTeX; its text in typewriter letters where it cannot be read. */
export function latexOf(expression: string, ground: Ground = {}): string {
  const read = elaborate({ expression, ...ground });
  return read.expression ? toLatex(read.expression) : `\\texttt{${expression.replace(/[\\{}$&#^_%~]/g, " ")}}`;
}
