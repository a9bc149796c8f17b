import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gradus-pack-"));

function run(command: string, args: readonly string[], cwd = folder): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", shell: process.platform === "win32" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}\n${stdout}${stderr}`);
  return stdout;
}

beforeAll(() => {
  run("npm", ["pack", "--ignore-scripts", "--silent", "--workspaces", "--pack-destination", folder], root);
  writeFileSync(join(folder, "package.json"), '{ "name": "empty", "private": true, "type": "module" }');
  run("npm", [
    "install",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    ...readdirSync(folder)
      .filter((name) => name.endsWith(".tgz"))
      .map((name) => `./${name}`),
  ]);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the installed library answers", () => {
  writeFileSync(
    join(folder, "use.js"),
    'import { answer, derive, simplify } from "gradus";\nconst r = { expression: "x\'*A*x", wrt: "x" };\nconsole.log([answer(r).derivative, derive(r).derivative, simplify({ task: "simplify", expression: "x + x" }).expression].join(" | "));\n',
  );
  expect(run(process.execPath, ["use.js"])).toBe("(A + A')*x | (A + A')*x | 2*x\n");
});

test("the installed command answers", () => {
  expect(run(join(folder, "node_modules", ".bin", "gradus"), ["x'*A*x", "--wrt", "x"])).toMatch(/^d\/dx = \(A \+ A'\)\*x\n/);
});

test("the installed types hold", () => {
  writeFileSync(
    join(folder, "use.ts"),
    'import { answer, type Response } from "gradus";\nconst r: Response = answer({ expression: "x", wrt: "x" });\nconsole.log(r.ok ? r.verified.status : r.error.code);\n',
  );
  const options = ["--noEmit", "--strict", "--module", "nodenext", "--skipLibCheck", "false", "--ignoreConfig", "use.ts"];
  run(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), ...options]);
});

test.each(["engine", "cli", "native"])("publint has nothing to say of %s", async (name) => {
  const { messages } = await publint({ pkgDir: join(root, "packages", name), strict: true });
  expect(messages).toEqual([]);
});
