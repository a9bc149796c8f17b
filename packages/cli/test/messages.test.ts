import type { Lang } from "gradus";
import { expect, test } from "vitest";
import { askedLanguage } from "../src/options.ts";
import { type Actions, program } from "../src/program.ts";

const helps = (lang: Lang): string[] => {
  const top = program({} as Actions, "1", () => {}, lang);
  return [top, ...top.commands].map((c) => c.helpInformation());
};

test("the help is all Chinese where it is asked for", () => {
  const words = /\b(?:the|an|is|are|of|how|what|where|show|write|check|output|display|not)\b/;
  const left = helps("zh").flatMap((h) =>
    h
      .split("\n")
      .slice(2)
      .filter((l) => words.test(l.replace(/^ +(?:-|gradus |[a-z]+ (?:\[|<)).*?(?: {2,}|$)/, ""))),
  );
  expect(left).toEqual([]);
  expect(helps("zh")[1]).toContain("选项：");
  expect(helps("en")[1]).toContain("Options:");
});

test.each<[argv: readonly string[], environment: Record<string, string>, lang: Lang]>([
  [["x", "--lang", "zh"], {}, "zh"],
  [["x", "--lang=zh"], {}, "zh"],
  [["x", "--lang", "en"], { LANG: "zh_CN.UTF-8" }, "en"],
  [["--help"], { LANG: "zh_CN.UTF-8" }, "zh"],
  [["--help"], { LANG: "zh_CN.UTF-8", LC_ALL: "C" }, "en"],
])("%j in %j speaks %s", (argv, environment, lang) => {
  expect(askedLanguage(argv, environment)).toBe(lang);
});
