import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const command = fileURLToPath(new URL("../bin/gradus.js", import.meta.url));
const env = { ...process.env, LC_ALL: "", LC_MESSAGES: "", LANG: "C" };

/** The first lines of what the command prints. */
function head(args: readonly string[], lines: number, more: Readonly<Record<string, string>> = {}): string {
  const { stdout } = spawnSync(process.execPath, [command, ...args], { encoding: "utf8", env: { ...env, ...more } });
  return stdout.split("\n").slice(0, lines).join("\n");
}

test("a derivation comes before its answer, reasons in one column", () => {
  expect(head(["a'*exp(X*b)", "--wrt", "X", "--steps"], 10)).toBe(`Take the differential and bring it to df = tr(G'*dX).

      f = a'*exp(X*b)
     df = a'*(exp(X*b).*(dX*b))        d exp(z) = exp(z).*dz; a and b do not depend on X
        = tr(a'*(exp(X*b).*(dX*b)))    a scalar is its own trace: c = tr(c)
        = tr((a.*exp(X*b))'*dX*b)      Hadamard-trace swap: tr(A'*(B.*C)) = tr((A.*B)'*C)
        = tr(b*(a.*exp(X*b))'*dX)      cyclic property: tr(A*B) = tr(B*A)
  =>  G = (a.*exp(X*b))*b'             read off from df = tr(G'*dX)

d/dX = (a.*exp(X*b))*b'`);
});

test("the language of the environment is honoured, and --lang before it", () => {
  expect(head(["x'*A*x", "--wrt", "x", "--steps"], 1, { LANG: "zh_CN.UTF-8" })).toBe("求全微分，化为 df = g'*dx。");
  expect(head(["x'*A*x", "--wrt", "x", "--steps", "--lang", "en"], 1, { LANG: "zh_CN.UTF-8" })).toBe("Take the differential and bring it to df = g'*dx.");
});

test("LaTeX and Markdown", () => {
  expect(head(["a'*x", "--wrt", "x", "--steps", "--format", "latex"], 6)).toBe(String.raw`\begin{align*}
  f &= a^\top x \\
  \mathrm{d}f &= a^\top \, \mathrm{d}x && \text{the differential is linear; a does not depend on x} \\
  \Rightarrow\ g &= a && \text{read off from df = g'*dx}
\end{align*}
`);
  expect(head(["a'*x", "--wrt", "x", "--steps", "--format", "markdown"], 5)).toBe(String.raw`Take the differential and bring it to df = g'*dx.

- $f = a^\top x$
- $\mathrm{d}f = a^\top \, \mathrm{d}x$ — the differential is linear; a does not depend on x
- $\Rightarrow\ g = a$ — read off from df = g'\*dx`);
});
