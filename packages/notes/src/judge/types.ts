import type { Class } from "../classes/classify.ts";
import type { Equality } from "../rows/equalities.ts";
import type { Node } from "./node.ts";

/** One way to read both sides. */
export interface Equation {
  readonly left: Node;
  readonly right: Node;
  readonly text: string;
  /** What was chosen where it can be read in several ways, and which unsaid convention holds. */
  readonly choices: readonly { readonly chosen: string }[];
}

/** An equality with its readings, in the order of the document. */
export interface Entry {
  readonly number: number;
  readonly equality: Equality;
  readonly class: Exclude<Class, "unreadable">;
  readonly equations: readonly Equation[];
  readonly failure?: string;
  /** Why it cannot be judged though it can be read. */
  readonly doubt?: string;
}
