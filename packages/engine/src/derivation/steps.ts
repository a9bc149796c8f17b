import type { Step, Verified } from "../contract.ts";
import { print } from "../language/print.ts";
import type { Derivation } from "./derivation.ts";
import { textOf } from "./prose.ts";

/** The lines in the words of the contract. */
export function stepsOf(derivation: Derivation, errors?: readonly number[]): Step[] {
  return derivation.lines.map((line, k): Step => {
    const verified: Verified = errors ? { status: "passed", maxError: errors[k] as number } : { status: "skipped" };
    return {
      kind: line.kind,
      rule: line.rule,
      before: print(line.before),
      after: print(line.after),
      path: line.path,
      used: line.used,
      text: textOf(line),
      verified,
    };
  });
}
