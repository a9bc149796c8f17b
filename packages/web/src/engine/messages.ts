import type {
  CheckRequest,
  CodeAnswer,
  CodeRequest,
  ConvexityRequest,
  DeriveRequest,
  FailureResponse,
  NetworkTerm,
  Numbers,
  NumbersRequest,
  Response,
  SimplifyRequest,
  SolveRequest,
  Step,
} from "gradus";
import type { FileReport } from "gradus-notes";

export type Asked = DeriveRequest | CheckRequest | SimplifyRequest | SolveRequest | ConvexityRequest;

/** A part of a text with its shape. */
export interface Part {
  readonly span: readonly [number, number];
  readonly shape: readonly [string, string];
}

/** An answer with what the page shows around it. */
export interface Shown {
  readonly response: Response;
  /** LaTeX of what was asked about, and of the names in `where`. */
  readonly asked?: string;
  readonly names: Readonly<Record<string, string>>;
  readonly where: readonly { readonly name: string; readonly latex: string }[];
  /** The answer in words, for those who listen. */
  readonly spoken?: Readonly<Record<"en" | "zh", string>>;
  readonly fixes: readonly Fix[];
  /** The answer's text, and the shapes of its parts and of those of the expression. */
  readonly text?: string;
  readonly parts: { readonly asked: readonly Part[]; readonly answer: readonly Part[] };
}

/** A text to put at a place of a field; without a place it is a declaration to add. Each was tried. */
export interface Fix {
  readonly label: string;
  readonly text: string;
  readonly in?: string;
  readonly span?: readonly [number, number];
}

/** What the language has: for completion, and for chips. */
export interface Vocabulary {
  readonly functions: readonly { readonly name: string; readonly example: string }[];
  readonly properties: readonly { readonly name: string; readonly meaning: string; readonly shape: "square" | "matrix" | "scalar" | "any" }[];
}

/** A verdict with the right derivative, and the claim, as LaTeX. */
export interface Claimed {
  readonly response: Response;
  readonly claim: string;
  readonly right?: string;
}

/** What a pasted formula asks, in the language. */
export interface Pasted {
  readonly text: string;
  readonly by?: string;
  readonly order?: 1 | 2;
  readonly claim?: string;
}

/** A line of a derivation with what it takes to show it: LaTeX of its left side, of the part of the line before that it touches, and of what came of it. */
export interface ShownStep extends Step {
  readonly leftLatex: string;
  readonly touchedLatex?: string;
  readonly changedLatex?: string;
  readonly parts: readonly Part[];
}

export interface Derivation {
  readonly ok: true;
  readonly steps: readonly ShownStep[];
  /** All of it as LaTeX, to copy. */
  readonly latex: string;
}

/** A document to check, and in which language to tell. */
interface NotesRequest {
  readonly text: string;
  readonly file: string;
  readonly lang: "en" | "zh";
}

/** The networks of f and of its derivative. */
export interface Networks {
  readonly ok: true;
  readonly of: readonly NetworkTerm[];
  readonly derivative: readonly NetworkTerm[];
}

/** A question to the worker by name, and what it answers. */
export interface Tasks {
  readonly answer: { readonly in: Asked; readonly out: Shown };
  readonly respond: { readonly in: Asked; readonly out: Response };
  readonly claim: { readonly in: CheckRequest; readonly out: Claimed };
  readonly latex: { readonly in: string; readonly out: Pasted | null };
  readonly steps: { readonly in: DeriveRequest; readonly out: Derivation | FailureResponse };
  readonly notes: { readonly in: NotesRequest; readonly out: FileReport };
  readonly code: { readonly in: CodeRequest; readonly out: CodeAnswer | FailureResponse };
  readonly networks: { readonly in: DeriveRequest; readonly out: Networks | FailureResponse };
  readonly numbers: { readonly in: NumbersRequest; readonly out: Numbers | FailureResponse };
}
export type TaskName = keyof Tasks;
