import type { Class } from "./classes/classify.ts";

export type Verdict = "correct" | "other-layout" | "under-assumption" | "wrong" | "undecided";
export type Layout = "numerator" | "denominator" | "mixed";
export type Lang = "en" | "zh";

/** What is asked of a document. */
export interface NotesOptions {
  /** The name of the file: its ending says how it is read, and reports show it. */
  readonly file?: string;
  /** What a sidecar file says: declarations, macros, accepted exceptions, a layout. */
  readonly sidecar?: string;
  readonly lang?: Lang;
  /** Called now and then with the part of the work that is done, from 0 to 1. */
  readonly progress?: (done: number) => void;
  /** Milliseconds after which what is left is not judged. */
  readonly patience?: number;
}

/** What is wrong, as a teacher would say it; `kind` is the same in every language. */
export interface Diagnosis {
  readonly kind: string;
  readonly message: string;
}

/** One equality of a document. */
export interface EqualityReport {
  readonly line: number;
  readonly col: number;
  readonly class: Class;
  /** As it stands in the document; the left side of a row before where it is carried over. */
  readonly source: string;
  /** `left = right`, in the language. */
  readonly reading?: string;
  readonly verdict?: Verdict;
  readonly layout?: Layout;
  readonly assumptions?: readonly string[];
  readonly diagnosis?: Diagnosis;
  /** The right derivative, where the claimed one is wrong. */
  readonly derivative?: string;
  /** The right formula in the document's own macros. */
  readonly suggestion?: string;
  /** What was chosen where the notation has several readings. */
  readonly choices?: readonly string[];
  /** Accepted by the sidecar or a comment: shown, but no reason to fail. */
  readonly accepted?: boolean;
}

/** Something that is no verdict: two layouts, a bracket repaired, a symbol without a meaning. */
export interface Finding {
  readonly line: number;
  readonly col: number;
  readonly code: string;
  readonly message: string;
}

export interface Summary {
  readonly claims: number;
  readonly correct: number;
  readonly "other-layout": number;
  readonly "under-assumption": number;
  readonly wrong: number;
  readonly undecided: number;
  /** Equalities that could not be read. */
  readonly unreadable: number;
  /** Claims with dots, which are not judged. */
  readonly elided: number;
  /** Definitions, declarations and conditions. */
  readonly "not-claims": number;
}

export interface FileReport {
  readonly file: string;
  /** The layout the document uses, by vote; absent where no claim tells. */
  readonly layout?: Layout;
  readonly equalities: readonly EqualityReport[];
  readonly findings: readonly Finding[];
  readonly summary: Summary;
}

export interface Report {
  readonly files: readonly FileReport[];
}
