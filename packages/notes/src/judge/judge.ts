import type { Class } from "../classes/classify.ts";
import type { EqualityReport, Layout, NotesOptions } from "../contract.ts";
import type { Source } from "../document/source.ts";
import type { Equality, Line } from "../rows/equalities.ts";
import type { Sidecar } from "../sidecar.ts";

/** A document taken apart, its equalities classed. */
export interface Task {
  readonly source: Source;
  readonly lines: readonly Line[];
  readonly equalities: readonly Equality[];
  readonly classes: readonly Exclude<Class, "unreadable">[];
  readonly sidecar: Sidecar;
  readonly options: NotesOptions;
}

/** What is said of one equality. */
export interface Judged {
  readonly unreadable?: boolean;
  readonly report?: Partial<EqualityReport>;
}

export interface Judgement {
  readonly layout?: Layout;
  /** By the number of the equality. */
  readonly verdicts: readonly (Judged | undefined)[];
  readonly findings: readonly { readonly at: number; readonly code: string; readonly message: string }[];
}

/** Judges the claims of a document. */
export function judge(task: Task): Judgement {
  const verdicts = task.equalities.map((_, k): Judged | undefined =>
    task.classes[k] === "claim"
      ? { report: { verdict: "undecided", diagnosis: { kind: "unsupported", message: "this kind of claim is not judged yet" } } }
      : undefined,
  );
  return { verdicts, findings: [] };
}
