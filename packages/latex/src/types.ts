/** Start and end in the LaTeX given, the end excluded, in UTF-16 units. */
export type Span = readonly [start: number, end: number];

/**
 * User macros by name without backslash, `#1` to `#9` in the body: `{ "tr": "\\operatorname{tr}", "d": "\\frac{\\partial #1}{\\partial #2}" }`, with
 * what the first argument is where square brackets do not give it; or a preamble of `\newcommand`s.
 */
export type Macros = Readonly<Record<string, string | { readonly body: string; readonly optional: string }>> | string;

export interface ReadOptions {
  readonly macros?: Macros;
  /** What is declared, in the language: `{"A": "matrix(m, n)", "u(x)": "vector(m)"}`. Names of several letters are known by it, and readings that it excludes are left out. */
  readonly declare?: Readonly<Record<string, string>>;
  /** The name in the language of a symbol by its key (`LatexSymbol.key`), where a document has settled it. */
  readonly names?: Readonly<Record<string, string>>;
  /** Keys of letters that the document defines with an argument, `R(\theta) = …`: a bracket behind them holds one. */
  readonly applied?: readonly string[];
  /** How many readings of a statement are given at most; 24 unless said otherwise, never more. */
  readonly readings?: number;
}

/** What was read. Never absent: what could not be read is told in `diagnostics`, and the rest stands. */
export interface Reading {
  readonly statements: readonly Statement[];
  readonly symbols: readonly LatexSymbol[];
  /** The macros given and those defined in the text, to go on with. */
  readonly macros: Readonly<Record<string, string>>;
  readonly diagnostics: readonly LatexDiagnostic[];
}

/** `error`: something is left out of the reading. `repair`: a bracket was supplied or taken away, an unknown command read by rule. */
export interface LatexDiagnostic {
  readonly severity: "error" | "repair";
  readonly code: "brackets" | "command" | "syntax" | "depth" | "length" | "environment";
  readonly message: string;
  readonly span: Span;
}

/** A chain `a = b = c`, or one expression. */
export interface Statement {
  readonly kind: "expression" | "equation" | "relation";
  readonly span: Span;
  /** What stands before: a comma, an arrow, a line break, a word. */
  readonly after?: "comma" | "implies" | "row" | "text";
  /** Words of the text that stand before it, `where`, `其中`. */
  readonly words?: string;
  /** What is written over or under the arrow or sign before it, `\overset{A = I}{\Longrightarrow}`, or in brackets beside it, `(i \ne j)`. */
  readonly condition?: readonly Statement[];
  /** Begins with a relation: what stands on its left is the last side before it. */
  readonly continues?: boolean;
  readonly label?: string;
  readonly tag?: string;
  /** The signs between the sides; where it continues, the first stands before the first side. */
  readonly relations: readonly Relation[];
  /** Likeliest first; one at least. Each has as many sides as the others. */
  readonly readings: readonly StatementReading[];
}

export interface Relation {
  /** In the language or Unicode: `=`, `:=`, `<`, `<=`, `>`, `>=`, `!=`, `~`, `in`, `->`, `<-`, `|->`, `≈`, `∝`, `≡`, `:`. */
  readonly sign: string;
  readonly span: Span;
  /** What is written over it. */
  readonly over?: string;
}

export interface StatementReading {
  readonly sides: readonly Side[];
  /** What this reading chose against the likeliest: `d binds X*Y`. */
  readonly choices: readonly Choice[];
}

export interface Choice {
  readonly kind:
    | "reach of d"
    | "reach of an operator"
    | "reach of a sum"
    | "reach of a function"
    | "power of a call"
    | "product sign"
    | "bars"
    | "norm"
    | "exponential"
    | "call"
    | "index"
    | "slash"
    | "prime"
    | "size";
  readonly span: Span;
  /** What was chosen, in words. */
  readonly chosen: string;
}

/** One side of a statement. */
export interface Side {
  readonly span: Span;
  /** In the language; what the language cannot spell stands as a name, told in `parts`. */
  readonly text: string;
  /** Every such name that occurs in `text` or, nested, in the parts, inner ones first. */
  readonly parts: readonly Part[];
  /** The part that the side is as a whole: `\frac{\partial f}{\partial X} = …`. */
  readonly whole?: Part;
  /** Holds `\cdots`: no complete expression. */
  readonly elided?: boolean;
  /** Where the atoms of `text` come from. */
  readonly places: readonly { readonly at: Span; readonly from: Span }[];
}

interface PartCommon {
  /** The name by which it stands in texts. */
  readonly name: string;
  readonly span: Span;
}

/** By what is differentiated: `x`, an entry `X[i,j]`, an expression; `\partial x^\top` is `x` transposed. */
export interface Wrt {
  readonly text: string;
  readonly transposed?: boolean;
}

export type Part =
  /** `\frac{\partial f}{\partial X}`, `\nabla_X f`, `\partial f/\partial X`, `f'(x)`; `wrt` is empty where it is not written (`\nabla f`). A mixed second derivative has two. */
  | (PartCommon & {
      readonly kind: "derivative";
      readonly of: string;
      readonly wrt: readonly Wrt[];
      readonly order: number;
      readonly sign: "partial" | "nabla" | "prime";
    })
  /** `dX`, `d(XY)`, `\mathrm{d}^2 f`; dX of a name is named so. */
  | (PartCommon & { readonly kind: "differential"; readonly of: string; readonly order: number })
  /** `\mathbb{E}_{x}[f]`, where no distribution stands. */
  | (PartCommon & { readonly kind: "expectation"; readonly of: string; readonly over?: string })
  /** A constant whose size is not written: ones, zeros, `E_{ij}` and `e_i`. */
  | (PartCommon & { readonly kind: "ones" | "zeros" | "unit"; readonly indices: readonly string[] })
  /** The upper bound of an index that is not written, `\sum_i`; `uses` are the names and positions (1 row, 2 column) where it stands. */
  | (PartCommon & {
      readonly kind: "bound";
      readonly index: string;
      readonly uses: readonly { readonly name: string; readonly position: 1 | 2; readonly of: 1 | 2 }[];
    })
  /** A matrix by its entries or blocks. */
  | (PartCommon & { readonly kind: "matrix"; readonly rows: readonly (readonly string[])[] })
  /** `\mathbb{R}^{m \times n}`: a set, with the sizes where it is a space. */
  | (PartCommon & { readonly kind: "set"; readonly set: string; readonly dimensions: readonly string[] })
  /** What has a meaning that the language has no word for: `\prod`, `\lim`, `\arg\min`, cases; `what` is the word. */
  | (PartCommon & { readonly kind: "other"; readonly what: string; readonly of: readonly string[] })
  /** `\cdots`. */
  | (PartCommon & { readonly kind: "elided" });

/** A letter with its font, accents and word subscripts, and what it is called in the language. */
export interface LatexSymbol {
  /** `x`, `bold x`, `hat bold x`, `bold W 1`. */
  readonly key: string;
  readonly name: string;
  readonly font?: "bold" | "blackboard" | "calligraphic" | "roman";
  /** The first place. */
  readonly span: Span;
  readonly use: "variable" | "function" | "index";
}
