import katex from "katex";
import { describe, expect, test } from "vitest";
import { answer, type DeriveAnswer, type Lang, type Request, type Step, writeSteps } from "../../src/index.ts";
import { examples } from "./examples.ts";

function stepsOf(request: Request): readonly Step[] {
  const a = answer({ ...request, steps: request.steps ?? true }) as DeriveAnswer;
  expect(a).toMatchObject({ ok: true });
  return a.steps ?? [];
}

test.each<Lang>(["en", "zh"])("the derivations of courses in %s", async (lang) => {
  const texts = examples.map(({ title, ...request }) => `## ${title}\n\n${writeSteps(stepsOf(request), "text", lang)}`);
  await expect(texts.join("\n")).toMatchFileSnapshot(`derivations.${lang}.txt`);
});

const titles = ["exponential of a product", "log-determinant of a Gram matrix", "softmax regression", "quadratic form by differential"];
const shown = examples.filter((e) => titles.includes(e.title));

test.each<Lang>(["en", "zh"])("the levels of detail and the conventions in %s", async (lang) => {
  const levels = ["brief", "full"].flatMap((detail) =>
    shown.map(({ title, ...request }) => `## ${title}, ${detail}\n\n${writeSteps(stepsOf({ ...request, steps: { detail } }), "text", lang)}`),
  );
  const request = { expression: "tr(A*X*B*X') + a'*inv(X)*b", wrt: "X" };
  const conventions = ["cs229", "mml", "magnus", "cookbook", "minka", "zhihu"].map(
    (convention) =>
      `## by the convention ${convention}\n\n${(["text", "latex"] as const).map((as) => writeSteps(stepsOf({ ...request, steps: { convention, detail: "brief" } }), as, lang)).join("\n")}`,
  );
  await expect([...levels, ...conventions].join("\n")).toMatchFileSnapshot(`manners.${lang}.txt`);
});

describe("what is written for LaTeX renders in KaTeX's strict mode", () => {
  test.each(examples.map((e) => [e.title, e] as const))("%s", (_title, { title: _, ...request }) => {
    for (const lang of ["en", "zh"] as const) {
      const options = { strict: "error", throwOnError: true, displayMode: true } as const;
      katex.renderToString(writeSteps(stepsOf(request), "latex", lang), options);
      const markdown = writeSteps(stepsOf(request), "markdown", lang);
      for (const [, inside] of markdown.matchAll(/^- \$(.*?)\$(?: —|$)/gm)) katex.renderToString(inside as string, options);
    }
  });
});
