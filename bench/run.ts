/** `npm run bench -- [corpus steps claims growth sympy cli bundle web] [--write]`: measures, prints, and with --write keeps the results and writes README.md anew. */
import { bundle } from "./bundle.ts";
import { claims } from "./claims.ts";
import { cli } from "./cli.ts";
import { corpus } from "./corpus.ts";
import { deep } from "./deep.ts";
import { growth } from "./growth/growth.ts";
import { circumstances } from "./machine.ts";
import { keep, type Result, sectionText, writePage } from "./page.ts";
import type { Section } from "./section.ts";
import { steps } from "./steps.ts";
import { sympy } from "./sympy/sympy.ts";
import { web } from "./web.ts";

const benchmarks: Readonly<Record<string, () => Section | Promise<Section>>> = { corpus, steps, claims, growth, deep, sympy, cli, bundle, web };

const names = process.argv.slice(2).filter((a) => !a.startsWith("--"));
const write = process.argv.includes("--write");
const unknown = names.filter((name) => !Object.hasOwn(benchmarks, name));
if (unknown.length) {
  console.error(`no benchmark ${unknown.join(", ")}; there are ${Object.keys(benchmarks).join(", ")}`);
  process.exit(2);
}
for (const name of names.length ? names : Object.keys(benchmarks)) {
  const where = circumstances();
  const result: Result = { name, ...where, ...(await (benchmarks[name] as () => Section | Promise<Section>)()) };
  console.log(`\n${sectionText(result)}`);
  if (write && !result.skipped) keep(result);
}
if (write) writePage(Object.keys(benchmarks));
