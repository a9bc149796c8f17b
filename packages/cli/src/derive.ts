import type { FailureResponse, Request } from "gradus";
import type { Question } from "gradus-latex";
import { coloursFor } from "./colour.ts";
import { diagnostic } from "./diagnostics.ts";
import { saying } from "./messages.ts";
import { variablesOf } from "./names.ts";
import { commonRequest, deriveRequest, type Options, stepsRequest, UsageError, vectorising } from "./options.ts";
import { respond } from "./respond.ts";
import { responseText } from "./text.ts";

async function standardInput(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts)
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .replace(/\r?\n$/, "");
}

/** The text that an argument stands for: `-` is standard input. */
export const textOf = async (argument: string): Promise<string> => (argument === "-" ? await standardInput() : argument);

/** Prints the response, an answer to standard output, a diagnostic to standard error; the exit code says which. */
export function reply(request: Request, options: Options): number {
  const response = respond(request);
  const out = response.ok || options.format === "json" ? process.stdout : process.stderr;
  out.write(responseText(request, response, options.format, coloursFor(out)));
  return response.ok && !("verdict" in response && response.verdict === "wrong") ? 0 : 1;
}

/** Prints a failure; the exit code of it. */
export function fail(request: Request, response: FailureResponse, options: Options): number {
  const { lang } = commonRequest(options);
  if (options.format === "json") process.stdout.write(`${JSON.stringify(response)}\n`);
  else process.stderr.write(diagnostic({ ...request, ...(lang && { lang }) }, response.error, coloursFor(process.stderr)));
  return 1;
}

/** The names by --wrt, or the only variable; an exit code where the expression cannot be read. Throws `UsageError` where there are several. */
export function wrtOf(expression: string, options: Options): readonly string[] | number {
  if (options.wrt?.length) return options.wrt;
  const names = variablesOf(expression, options);
  if (!Array.isArray(names)) return fail({ ...commonRequest(options), task: "simplify", expression }, names as FailureResponse, options);
  if (names.length !== 1)
    throw new UsageError(
      names.length === 0 ? "the expression has no variable; say which by --wrt" : `by which name? add one of ${names.map((n) => `--wrt ${n}`).join(", ")}`,
    );
  return names;
}

/** `gradus EXPR --wrt X`: `-` reads the expression from standard input; without `--wrt` the only variable is taken. Gives the exit code. */
export async function derive(argument: string, given: Options): Promise<number> {
  const typed = await textOf(argument);
  const asked = await questionOf(typed, given);
  if ("ok" in asked) return fail({ task: "simplify", expression: typed }, asked, given);
  const { expression, options } = asked;
  const wrt = asked.wrt !== undefined && !options.wrt?.length ? [asked.wrt] : wrtOf(expression, options);
  const order = options.order ?? asked.order;
  return typeof wrt === "number" ? wrt : reply(deriveRequest(expression, wrt, order ? { ...options, order } : options), options);
}

/** What is asked by a text in the notation that the options name; and the options, with what the notation declares by habit. */
async function questionOf(text: string, options: Options): Promise<(Question & { readonly options: Options }) | FailureResponse> {
  if (options.from !== "latex") {
    if (options.macros !== undefined) throw new UsageError("--macros goes with --from latex");
    return { expression: text, options };
  }
  const asked = (await import("./latex.ts")).questionIn(text, options);
  if (!("ok" in asked)) tellReading(asked.expression, options);
  if ("ok" in asked) return asked;
  const { declare, ...question } = asked;
  return { ...question, options: declare ? { ...options, declare: [...(options.declare ?? []), ...declare] } : options };
}

/** Says how LaTeX was read, where a person reads the answer. */
export function tellReading(text: string, options: Options): void {
  if (options.format === "text" || options.format === "unicode")
    process.stdout.write(`${coloursFor(process.stdout).dim(saying(commonRequest(options).lang)("read as"))}  ${text}\n`);
}

/** `gradus simplify EXPR`. Gives the exit code. */
export async function simplify(argument: string, given: Options): Promise<number> {
  const typed = await textOf(argument);
  const asked = await questionOf(typed, given);
  if ("ok" in asked) return fail({ task: "simplify", expression: typed }, asked, given);
  const { options } = asked;
  return reply({ task: "simplify", expression: asked.expression, ...vectorising(options), ...commonRequest(options), ...stepsRequest(options) }, options);
}

/** `gradus solve EXPR --for X`. Gives the exit code. */
export async function solve(argument: string, given: Options): Promise<number> {
  const typed = await textOf(argument);
  const asked = await questionOf(typed, given);
  if ("ok" in asked) return fail({ task: "simplify", expression: typed }, asked, given);
  const { options } = asked;
  return reply({ task: "solve", expression: asked.expression, for: options.for ?? "", ...commonRequest(options), ...stepsRequest(options) }, options);
}

/** `gradus convexity EXPR --wrt X`; without `--wrt` the only variable is taken. Gives the exit code. */
export async function convexity(argument: string, given: Options): Promise<number> {
  const typed = await textOf(argument);
  const asked = await questionOf(typed, given);
  if ("ok" in asked) return fail({ task: "simplify", expression: typed }, asked, given);
  const { expression, options } = asked;
  const wrt = wrtOf(expression, options);
  return typeof wrt === "number" ? wrt : reply({ task: "convexity", expression, wrt: wrt[0] as string, ...commonRequest(options) }, options);
}
