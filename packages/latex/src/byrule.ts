/** What undefined commands are, decided together: `\bv` is a bold v beside `\bA` and `\bx`, a bold b beside `\Av` and `\xv`. */
import { accents, arity, dots, foreignFunctions, functions, implications, infixes, letters, relations, spaces } from "./commands.ts";
import { letterIn, marks } from "./names.ts";

const tables: readonly { has(name: string): boolean }[] = [
  accents,
  arity,
  dots,
  foreignFunctions,
  functions,
  implications,
  infixes,
  letters,
  relations,
  spaces,
];

/** The letters that a command is by a mark before it, and by one behind. */
function sides(command: string): { readonly before?: string; readonly behind?: string } {
  let [before, behind]: (string | undefined)[] = [];
  for (const mark of Object.keys(marks)) {
    if (command.startsWith(mark) && letterIn(command.slice(mark.length))) before ??= command.slice(mark.length);
    if (command.endsWith(mark) && letterIn(command.slice(0, -mark.length))) behind ??= command.slice(0, -mark.length);
  }
  return { before, behind };
}

/**
 * Macros for the commands of a text that nobody defined and whose mark could stand on either side, as the other undefined commands of the text have theirs.
 * To be asked of a whole document, and handed to `readLatex` with its macros.
 */
export function macrosByRule(text: string, defined: Iterable<string> = []): Record<string, string> {
  const known = new Set(defined);
  const doubtful: (readonly [name: string, before: string])[] = [];
  let votes = 0;
  for (const name of new Set([...text.matchAll(/\\([A-Za-z]{2,12})/g)].map((m) => m[1] as string))) {
    if (known.has(name) || tables.some((t) => t.has(name))) continue;
    const { before, behind } = sides(name);
    if (before !== undefined && behind !== undefined) doubtful.push([name, before]);
    else if (before !== undefined) votes++;
    else if (behind !== undefined) votes--;
  }
  if (votes <= 0) return {};
  return Object.fromEntries(doubtful.map(([name, before]) => [name, `\\mathbf{${before.length === 1 ? before : `\\${before}`}}`]));
}
