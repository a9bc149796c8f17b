import { expect, test } from "vitest";
import { fromLatex, looksLikeLatex } from "../src/engine/latexin.ts";

test.each([
  ["\\frac{\\partial}{\\partial X}\\operatorname{tr}(AX^\\top)", { text: "tr(A*X')", by: "X", order: 1 }],
  ["\\mathbf{x}^\\top A\\mathbf{x}", { text: "x'*A*x" }],
  ["\\nabla_w \\|Xw-y\\|_2^2 = 2X^\\top(Xw-y)", { text: "norm2(X*w - y)^2", by: "w", claim: "2*X'*(X*w - y)" }],
  ["\\operatorname{tr}(AB) = \\operatorname{tr}(BA)", { text: "tr(A*B) = tr(B*A)" }],
])("%s", async (latex, read) => {
  expect(looksLikeLatex(latex)).toBe(true);
  const found = await fromLatex(latex);
  expect(found && { ...found, ...(found.order && { order: found.order }) }).toMatchObject({ text: read.text });
  if ("by" in read) expect(found?.by).toBe(read.by);
  if ("claim" in read) expect(found?.claim).toBe(read.claim);
});

test.each(["x'*A*x", "sum(i=1..N, x[i])", "A\\b", "x_1 + x^2", ""])("%j is the language, not LaTeX", (text) => expect(looksLikeLatex(text)).toBe(false));
