import { writeFileSync } from "node:fs";
import { generate, isMixed, operationsOf, requestOf } from "./cases.ts";
import { isScalarShape } from "./term.ts";

/** Writes generated requests as a corpus: records without the expected answer, in plain ASCII, without definitions. */
export function writeCorpus(file: string, count: number, seed: string): void {
  const cases = [];
  for (let k = 0; cases.length < count; k++) {
    const c = generate(`${seed}/corpus/${k}`, true);
    const r = requestOf(c, true);
    const conditions = c.conditions.filter((t) => !t.startsWith("commute"));
    const names = new Set(
      Object.values(r.declare as Record<string, string>)
        .join(" ")
        .match(/\w+/g),
    );
    if (!conditions.every((t) => t.split(/ [<>=]+ /).every((n) => names.has(n)))) continue;
    if (isMixed(c) || (c.order === 2 && !isScalarShape(c.term.shape))) continue;
    cases.push({
      id: `fuzz-${seed}-${k}`,
      kind: c.order === 2 ? "hessian" : "derivative",
      topic: [...operationsOf(c)].join(" "),
      source: `bench/fuzz, seed ${seed}`,
      declare: r.declare,
      expression: r.expression,
      wrt: c.wrt,
      layout: c.layout,
      expected: "",
      ...(conditions.length && { require: conditions }),
    });
  }
  writeFileSync(file, `{"about": "Generated requests, seed ${seed}.",\n"cases": [\n${cases.map((c) => JSON.stringify(c)).join(",\n")}\n]}\n`);
}
