import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import type { Lang } from "gradus";
import { exitCode, htmlReport, isNotebook, type Report, readNotes, sarifReport, textReport } from "gradus-notes";
import { coloursFor } from "./colour.ts";
import { languageOf, type NoteOptions, UsageError } from "./options.ts";

/** Endings of files that are looked at in a folder; a file that is named may have any. */
const endings = new Set([".md", ".markdown", ".mdx", ".qmd", ".rmd", ".tex", ".ltx", ".ipynb"]);
const skipped = new Set(["node_modules", "dist", "build"]);
/** Larger files are no lecture notes. */
const largest = 64 << 20;

/** The files named, and those in the folders named. */
function filesOf(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) throw new UsageError(`there is no file ${path}`);
    if (!statSync(path).isDirectory()) return [path];
    const inside = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    return inside.flatMap((entry) => {
      const name = join(path, entry.name);
      if (entry.isDirectory()) return entry.name.startsWith(".") || skipped.has(entry.name) ? [] : filesOf([name]);
      return entry.isFile() && endings.has(extname(entry.name).toLowerCase()) ? [name] : [];
    });
  });
}

/** What `FILE.gradus` and the folder's `.gradus` say. */
function sidecarOf(file: string): string {
  return [join(dirname(file), ".gradus"), `${file}.gradus`]
    .filter((name) => existsSync(name) && statSync(name).isFile())
    .map((name) => readFileSync(name, "utf8"))
    .join("\n");
}

/** `gradus notes FILE|DIR…`: the report on the output, progress on a terminal. Gives the exit code: 1 where a claim is wrong. */
export function notes(paths: readonly string[], options: NoteOptions, version: string): 0 | 1 {
  const files = filesOf(paths);
  const terminal = process.stderr.isTTY === true;
  const lang = options.lang ?? languageOf(process.env);
  let shown = 0;
  const report: Report = {
    files: files.map((file, k) => {
      if (statSync(file).size > largest) throw new UsageError(`${file} is larger than ${largest >> 20} MB`);
      const text = readFileSync(file, "utf8");
      if (/\.ipynb$/i.test(file) && !isNotebook(text)) throw new UsageError(`${file} is no notebook: it has no cells`);
      return readNotes(text, {
        file,
        sidecar: sidecarOf(file),
        lang,
        progress: (done) => {
          if (!terminal || performance.now() - shown < 200) return;
          shown = performance.now();
          process.stderr.write(`\r${k + 1}/${files.length} ${file} ${Math.round(100 * done)} %\u001b[K`);
        },
      });
    }),
  };
  if (terminal && shown > 0) process.stderr.write("\r\u001b[K");
  process.stdout.write(written(report, options, lang, version));
  return exitCode(report, options.strict);
}

function written(report: Report, options: NoteOptions, lang: Lang, version: string): string {
  if (options.format === "json") return `${JSON.stringify(report)}\n`;
  if (options.format === "html") return htmlReport(report, lang);
  if (options.format === "sarif") return sarifReport(report, version, lang);
  const colours = coloursFor(process.stdout);
  const paint = (verdict: string, text: string) =>
    verdict === "wrong" ? colours.red(text) : verdict === "correct" ? colours.green(text) : verdict === "note" ? colours.dim(text) : colours.yellow(text);
  return textReport(report, { lang, paint, ...(options.all && { all: true }), ...(options.fixSuggestions && { suggestions: true }) });
}
