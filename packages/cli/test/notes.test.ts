import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const command = fileURLToPath(new URL("../bin/gradus.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gradus-notes-"));

beforeAll(() => {
  writeFileSync(join(folder, "right.md"), "$\\operatorname{tr}(A B) = \\operatorname{tr}(B A)$\n");
  writeFileSync(join(folder, "wrong.tex"), "\\[ d(X^{-1}) = X^{-1} (dX) X^{-1} \\]\n");
  writeFileSync(join(folder, "assumed.md"), "$\\frac{\\partial x^T S x}{\\partial x} = 2 S x$\n");
  mkdirSync(join(folder, ".hidden"));
  writeFileSync(join(folder, ".hidden", "broken.ipynb"), "{cells");
  writeFileSync(join(folder, "other.bin"), "$1 = 2$\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function notes(...args: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "notes", ...args], { encoding: "utf8", cwd: folder });
  return { code: status, out: stdout, err: stderr };
}

describe("gradus notes", () => {
  test.each<[args: string[], code: number]>([
    [["right.md"], 0],
    [["wrong.tex"], 1],
    [["."], 1],
    [["assumed.md"], 0],
    [["assumed.md", "--strict"], 1],
    [["missing.md"], 2],
    [[".hidden/broken.ipynb"], 2],
    [["right.md", "--format", "paper"], 2],
    [[], 2],
  ])("%j ends with %i", (args, code) => {
    const result = notes(...args);
    expect([result.code, `${result.out}${result.err}`.includes("    at ")]).toEqual([code, false]);
    expect(code === 2 ? result.err : result.out).not.toBe("");
  });

  test("a folder is read with its Markdown, LaTeX and notebooks, in order", () => {
    const { files } = JSON.parse(notes(".", "--format", "json").out);
    expect(files.map((f: { file: string }) => f.file)).toEqual(["assumed.md", "right.md", "wrong.tex"]);
  });

  test("the right formula is shown on demand", () => {
    expect(notes("wrong.tex", "--fix-suggestions").out).toContain("    write: dX^{-1} = -X^{-1} dX X^{-1}\n");
  });

  test("a sidecar is read", () => {
    writeFileSync(join(folder, "assumed.md.gradus"), "S: matrix(n) symmetric\n");
    expect(notes("assumed.md", "--strict").code).toBe(0);
  });
});
