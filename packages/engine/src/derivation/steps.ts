import type { Step, Verified } from "../contract.ts";
import type { Expression } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { toLatex } from "../latex/print.ts";
import { partAt } from "./board.ts";
import type { Derivation } from "./derivation.ts";
import { type Detail, layerLines, shownAt } from "./levels.ts";
import { sourceOf, textOf } from "./prose.ts";

/** The lines in the words of the contract; `errors` is what the check of each line found. */
export function stepsOf(derivation: Derivation, detail: Detail, errors?: readonly number[], families?: ReadonlySet<string>): Step[] {
  const text = (e: Expression) => print(derivation.fold(e));
  const lines = derivation.through && detail !== "full" ? layerLines(derivation.lines) : shownAt(derivation.lines, detail, text);
  return lines.map((line): Step => {
    const verified: Verified = errors ? { status: "passed", maxError: Math.max(...errors.slice(line.from, line.to + 1)) } : { status: "skipped" };
    const source = sourceOf(line.rule);
    return {
      kind: line.kind,
      rule: line.rule,
      left: derivation.left(line),
      before: text(line.before),
      after: text(line.after),
      latex: toLatex(derivation.fold(line.after), families),
      path: line.path,
      ...(line.kind === "rewrite" && line.path.length && { touched: text(partAt(line.before, line.path)) }),
      used: line.used,
      ...(source && { source }),
      text: textOf(line, derivation, detail),
      ...(derivation.entry && { indices: derivation.entry.indices.map((i) => [print(i.name), i.range.text] as const) }),
      verified,
    };
  });
}
