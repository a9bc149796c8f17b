import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const command = fileURLToPath(new URL("../bin/gradus.js", import.meta.url));

function gradus(args: readonly string[], input = ""): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { input, encoding: "utf8", maxBuffer: 1 << 28 });
  return { code: status, out: stdout, err: stderr };
}

describe("exit codes", () => {
  test.each<[args: string[], input: string, code: number]>([
    [["x'*x", "--wrt", "x"], "", 0],
    [["-x'*x", "--wrt", "x"], "", 0],
    [["-", "--wrt", "x"], "x'*x\n", 0],
    [["x'*x"], "", 0],
    [["simplify", "x + x"], "", 0],
    [["--help"], "", 0],
    [["--version"], "", 0],
    [["ops"], "", 0],
    [["ops", "det"], "", 0],
    [["rules"], "", 0],
    [["rules", "trace-cyclic", "--lang", "zh"], "", 0],
    [["x'*x", "--steps"], "", 0],
    [["x'*x", "--method", "components"], "", 0],
    [["simplify", "x + x", "--steps"], "", 0],
    [["solve", "norm2(X*w - y)^2", "--for", "w", "--steps"], "", 0],
    [["A*X", "--wrt", "X", "--method", "chain"], "", 1],
    [["rules", "nonsense"], "", 2],
    [["x'*x", "--method", "nonsense"], "", 2],
    [["batch"], "{\n", 0],
    [["x'*(x", "--wrt", "x"], "", 1],
    [["", "--wrt", "x"], "", 1],
    [["-", "--wrt", "x"], "(".repeat(10_000), 1],
    [["x'*y"], "", 2],
    [["x", "--layout", "sideways"], "", 2],
    [["x", "--order", "3"], "", 2],
    [["x", "--nonsense"], "", 2],
    [["ops", "nonsense"], "", 2],
    [["batch", "--jobs", "0"], "", 2],
    [[], "", 2],
  ])("%j", (args, input, code) => {
    const result = gradus(args, input);
    expect([result.code, `${result.out}${result.err}`.includes("    at ")]).toEqual([code, false]);
    expect(code === 0 ? result.out : result.err).not.toBe("");
    expect(code === 0 ? result.err : result.out).toBe("");
  });
});

test("an answer in a pipe is plain", () => {
  const { out } = gradus(["x'*A*x", "--wrt", "x", "--declare", "A: matrix(n) symmetric"]);
  expect(out).toMatch(/^d\/dx = 2\*A\*x\n\n {2}declared {2}/);
  expect(out).toContain("\n  used      A symmetric\n");
  expect(out).toMatch(/\n {2}check {5}passed/);
  expect(out).not.toContain("\u001b");
});

test("formats", () => {
  expect(gradus(["x'*A*x", "--wrt", "x", "--format", "latex"]).out).toBe("\\left(A + A^\\top\\right) x\n");
  expect(gradus(["x'*A*x", "--wrt", "x", "--format", "unicode"]).out).toMatch(/^d\/dx = \(A \+ Aᵀ\)·x\n/);
  expect(JSON.parse(gradus(["x'*A*x", "--wrt", "x", "--format", "json"]).out)).toMatchObject({ id: null, ok: true, derivative: "(A + A')*x" });
  const failed = gradus(["x'*(A", "--wrt", "x", "--format", "json"]);
  expect([failed.code, failed.err, JSON.parse(failed.out).ok]).toEqual([1, "", false]);
});

test("a name must be said where there are several", () => {
  expect(gradus(["x'*A*x"]).err).toBe("gradus: by which name? add one of --wrt x, --wrt A\n");
});

test("a diagnostic has a caret under the place", () => {
  expect(gradus(["x'*(A", "--wrt", "x"]).err).toMatch(/^error: .* \[[a-z-]+\]\n {2}x'\*\(A\n {2} *\^+\n/);
});

test("--no-verify is said in the answer", () => {
  expect(gradus(["x'*x", "--wrt", "x", "--no-verify"]).out).toContain("\n  check     skipped\n");
});

test("a batch over threads answers in order, broken lines too", () => {
  const lines = [...Array(1000).keys()].map((id) => (id % 100 === 99 ? "{" : JSON.stringify({ id, expression: "x'*A*x", wrt: "x" })));
  const { code, out, err } = gradus(["batch", "--no-verify", "--jobs", "2"], lines.join("\n"));
  const ids = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).id);
  expect([code, err]).toEqual([0, ""]);
  expect(ids).toEqual([...Array(1000).keys()].map((id) => (id % 100 === 99 ? null : id)));
});

test("the record of an operation runs its example", () => {
  const { out } = gradus(["ops", "det"]);
  expect(out).toContain("det: determinant\n");
  expect(out).toContain("  differential  tr(adj(X)*dX)\n");
  expect(out).toContain('  example       gradus "det(X)" --wrt X\n                adj(X)\'\n');
});

test.each([
  [["chek", "A = B"], "gradus: there is no command chek: did you mean gradus check?\n"],
  [["x'*A", "*x", "--wrt", "x"], "gradus: one expression is expected, here are 2 arguments: put it in quotes\n"],
  [["ops", "sofmax"], "gradus: no operation sofmax: did you mean softmax?\n"],
  [["rules", "trace-cylic"], "gradus: no rule trace-cylic: did you mean trace-cyclic?\n"],
])("a mistake in the call is met with what may be meant: %j", (args, err) => {
  expect(gradus(args)).toEqual({ code: 2, out: "", err });
});
