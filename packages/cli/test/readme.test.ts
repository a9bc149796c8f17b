import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
const command = fileURLToPath(new URL("../bin/gradus.js", import.meta.url));

/** The examples: a line `$ gradus …`, then what it prints first. */
const examples = [...readme.matchAll(/^\$ gradus (.*)\n((?:(?!\$ |```).*\n)+)/gm)].map(([, args, output]) => [args as string, output as string] as const);

/** Arguments as a shell reads them: words, and texts in double quotes. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? (m[2] as string));
}

describe("the examples of the README print what it says", () => {
  test("there are ten", () => {
    expect(examples.length).toBeGreaterThanOrEqual(10);
  });
  test.each(examples)("gradus %s", (args, output) => {
    const { stdout, stderr } = spawnSync(process.execPath, [command, ...words(args)], { encoding: "utf8" });
    const printed = `${stdout}${stderr}`;
    expect(output.split("\n").length > 2 ? printed.replace(/greatest error [\d.e+-]+/g, "greatest error ...") : `${printed.split("\n")[0]}\n`).toBe(output);
  });
});
