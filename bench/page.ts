import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Circumstances } from "./machine.ts";
import { type Bar, type Section, table } from "./section.ts";

/** What one benchmark found, and where. */
export type Result = Section & Circumstances & { readonly name: string };

const file = (name: string) => new URL(`./results/${name}.json`, import.meta.url);

/** Keeps a result for the page. */
export function keep(result: Result): void {
  mkdirSync(new URL("./results/", import.meta.url), { recursive: true });
  writeFileSync(file(result.name), `${JSON.stringify(result, undefined, 1)}\n`);
}

function barsTable(bars: readonly Bar[]): string {
  return table(
    ["what", "bar", "measured", "met"],
    bars.map((b) => [b.what, b.bar, b.measured, b.met ? "yes" : "**no**"]),
  );
}

const placeOf = (r: Circumstances) => `${r.machine}; Node ${r.node}; ${r.date}; load ${r.load}`;

/** One benchmark's result, as Markdown: its bars and the tables behind them. */
export function sectionText(result: Result): string {
  const head = `## ${result.title}\n\n\`npm run bench -- ${result.name}\``;
  return result.skipped ? `${head}\n\nSkipped: ${result.skipped}` : [`${head} · ${placeOf(result)}`, barsTable(result.bars), ...result.details].join("\n\n");
}

/** Writes README.md from the results kept: the table of all bars first, then each benchmark's own. */
export function writePage(names: readonly string[]): void {
  const results = names.filter((name) => existsSync(file(name))).map((name) => JSON.parse(readFileSync(file(name), "utf8")) as Result);
  const all = results.flatMap((r) => r.bars.map((b) => ({ ...b, name: r.name })));
  const text = `<!-- Written by \`npm run bench -- --write\` from results/; measure again, do not edit. -->

# Benchmarks

\`npm run bench\` measures all of it and prints; with names (\`npm run bench -- corpus cli\`) only those; with \`--write\` it writes this page. Measure on a quiet machine: the load is stated.

${table(
  ["what", "bar", "measured", "met", "command"],
  all.map((b) => [b.what, b.bar, b.measured, b.met ? "yes" : "**no**", `\`npm run bench -- ${b.name}\``]),
)}

${results.map(sectionText).join("\n\n")}
`;
  writeFileSync(new URL("./README.md", import.meta.url), text);
}
