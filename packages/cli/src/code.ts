import { InvalidArgumentError } from "commander";
import type { CodeAnswer, CodeRequest } from "gradus";
import { coloursFor } from "./colour.ts";
import { textOf, wrtOf } from "./derive.ts";
import { diagnostic } from "./diagnostics.ts";
import { deriveRequest, type Options } from "./options.ts";
import { respond } from "./respond.ts";

/** The options of `gradus code` beside those of a derivative. */
export interface CodeOptions extends Options {
  readonly target?: readonly string[];
  readonly hvp?: boolean;
  readonly sizes?: Readonly<Record<string, number>>;
  readonly withCheck?: boolean;
  readonly native?: boolean;
  readonly distributed?: boolean;
  readonly explainCost?: boolean;
}

/** Reads `n=1000,k=5`. */
export function sizes(text: string): Record<string, number> {
  return Object.fromEntries(
    text.split(",").map((part) => {
      const [name, value] = part.split("=").map((t) => t.trim());
      if (!name || !/^[1-9]\d{0,8}$/.test(value ?? "")) throw new InvalidArgumentError("sizes are written n=1000,k=5.");
      return [name, Number(value)];
    }),
  );
}

/** A table of what each line costs. */
function costText(answer: CodeAnswer): string[] {
  return Object.entries(answer.costs).flatMap(([name, cost]) => {
    const rows = [["", "flops", "numbers stored"], ...cost.lines.map((l) => [l.name, l.flops, l.memory]), ["in all", cost.flops, cost.memory]];
    const widths = [0, 1, 2].map((k) => Math.max(...rows.map((r) => (r[k] as string).length)));
    return [
      name,
      ...rows.map(
        (r) =>
          `  ${r
            .map((t, k) => t.padEnd(widths[k] as number))
            .join("  ")
            .trimEnd()}`,
      ),
    ];
  });
}

const comments: Readonly<Record<string, string>> = { matlab: "%", javascript: "//", cpp: "//" };

/** `gradus code EXPR --wrt X --target numpy`: the code, and nothing else, on standard output. Gives the exit code. */
export async function code(argument: string, options: CodeOptions): Promise<number> {
  const expression = await textOf(argument);
  const wrt = wrtOf(expression, options);
  if (typeof wrt === "number") return wrt;
  const request: CodeRequest = {
    ...deriveRequest(expression, wrt, options),
    task: "code",
    emit: options.target ?? ["numpy"],
    ...(options.hvp && { hvp: true }),
    ...(options.sizes && { sizes: options.sizes }),
    ...(options.withCheck && { withCheck: true }),
    ...(options.native && { native: true }),
    ...(options.distributed && { distributed: true }),
  };
  const response = respond(request);
  if (options.format === "json") process.stdout.write(`${JSON.stringify(response)}\n`);
  else if (!response.ok) process.stderr.write(diagnostic(request, response.error, coloursFor(process.stderr)));
  else {
    const answer = response as CodeAnswer;
    const texts = Object.entries(answer.code).map(([target, text]) => {
      const comment = comments[target] ?? "#";
      return options.explainCost
        ? `${text}\n${costText(answer)
            .map((l) => `${comment} ${l}\n`)
            .join("")}`
        : text;
    });
    process.stdout.write(texts.join("\n"));
    for (const n of answer.notes) process.stderr.write(`gradus: note: ${n.message}\n`);
    for (const r of answer.refused ?? []) process.stderr.write(`gradus: ${r.target} cannot say ${r.operation}\n`);
  }
  return response.ok ? 0 : 1;
}
