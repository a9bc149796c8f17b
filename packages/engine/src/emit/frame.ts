import { identifiersFor } from "./names.ts";
import type { Argument, CodeFunction, Plan } from "./plan.ts";
import { type Schedule, schedule } from "./schedule.ts";
import { type Script, Writer } from "./write.ts";

interface Frame {
  readonly args: readonly Argument[];
  /** Words that no line may take for a name of its own. */
  readonly taken: ReadonlySet<string>;
  readonly identifiers: ReadonlyMap<string, string>;
  readonly s: Schedule;
  readonly w: Writer;
}

/** What every language begins a function with: its arguments, the order of its lines, and a writer that knows their names; `loops` as in `schedule`. */
export function framed(f: CodeFunction, plan: Plan, script: Script, reserved: Iterable<string>, loops = false): Frame {
  const args = [...plan.arguments, ...f.extra];
  const taken = new Set(reserved);
  const identifiers = identifiersFor(args, f, taken);
  for (const id of identifiers.values()) taken.add(id);
  const s = schedule(f.results, plan.preferred, taken, loops);
  return { args, taken, identifiers, s, w: new Writer(script, s, identifiers) };
}

/** The name of a function, its words apart. */
export const functionName = (f: CodeFunction, plan: Plan): string =>
  f.kind === "value" ? (plan.scalar ? "value_and_gradient" : "value_and_jacobian") : f.kind;

/** Lines that read the sizes that the code names, each from the first argument that has it; `line` writes one for the k-th side. */
export function sizeLines(w: Writer, args: readonly Argument[], line: (size: string, a: Argument, of: string, k: number) => string): string[] {
  const known = new Set(args.filter((a) => a.rank === 0).map((a) => a.name));
  const lines: string[] = [];
  for (const a of args)
    a.sides.forEach((side, k) => {
      if (!w.sizes.has(side) || known.has(side)) return;
      known.add(side);
      lines.push(line(w.identifier(side), a, w.identifier(a.name), k));
    });
  return lines;
}
