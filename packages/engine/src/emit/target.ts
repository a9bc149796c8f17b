import type { Plan } from "./plan.ts";
import type { Spellings } from "./write.ts";

/** A language that code is written in: one file each. */
export interface Target {
  readonly name: string;
  /** How each operation is written; null where the language has no way. */
  readonly spellings: Spellings;
  /** The whole text. Throws `Unspelled` for an operation that has no spelling. */
  readonly write: (plan: Plan) => string;
}
