import { describe, expect, test } from "vitest";
import { readDocument } from "../src/document/read.ts";
import { equalitiesOf, linesOf } from "../src/rows/equalities.ts";

const maths = (file: string, text: string): string[] => {
  const source = readDocument(file, text);
  return source.maths.map((m) => source.prose.slice(m.start, m.end));
};

describe("mathematics in a document", () => {
  test.each<[file: string, text: string, found: string[]]>([
    ["a.md", "one $x$ and $$y$$", ["x", "y"]],
    ["a.md", "it costs $5 and $6 more", []],
    ["a.md", "an escaped \\$ and $x$", ["x"]],
    ["a.md", "`$x$` and\n\n```\n$y$\n```\n\n$z$", ["z"]],
    ["a.md", "---\ntitle: $x$\n---\n$y$", ["y"]],
    ["a.md", "<!-- $x$ --> $y$", ["y"]],
    ["a.md", "\\(x\\) and \\[y = z\\]", ["x", "y = z"]],
    ["a.md", "\\begin{align}a &= b\\end{align}", ["a &= b"]],
    ["a.md", "a lone $ sign\n\nand $x$", ["x"]],
    ["a.md", "$$ x = 1\n\n# A heading ends it\n\n$y$", [" x = 1", "y"]],
    ["a.txt", "any text: $x$", ["x"]],
    ["a.tex", "% $x$\n$y$", ["y"]],
    ["a.tex", "\\def\\a{$x$}\\begin{document}$y$\\end{document}$z$", ["y"]],
    ["a.tex", "\\begin{verbatim}$x$\\end{verbatim}\\verb|$y$| $z$", ["z"]],
    ["a.tex", "\\newcommand{\\be}{\\begin{equation}}\\newcommand{\\ee}{\\end{equation}}\\be x = y \\ee", [" x = y "]],
    ["a.tex", "\\input{secret} $x$", ["x"]],
    ["a.ipynb", '{"cells":[{"cell_type":"markdown","source":["$x$\\n","$y$"]},{"cell_type":"code","source":"$z$"}]}', ["x", "y"]],
    ["a.ipynb", '{"cells": [{"cell_type": "markdown", "source": "$x', []],
  ])("%s %j", (file, text, found) => expect(maths(file, text)).toEqual(found));
});

const rows = (text: string): string[] => {
  const source = readDocument("a.md", text);
  return equalitiesOf(linesOf(source)).map((e) => {
    const { line, col } = source.place(e.start);
    return `${line}:${col} ${e.left.source.trim()} ${e.sign} ${e.right.source.trim()}`;
  });
};

describe("equalities", () => {
  test.each<[text: string, found: string[]]>([
    ["$a = b = c$", ["1:2 a = b", "1:6 b = c"]],
    ["$$\na &= b \\\\\n &= c\n$$", ["2:1 a = b", "3:3 b = c"]],
    ["$$a = b$$\n\n$$= c$$", ["1:3 a = b", "3:3 b = c"]],
    ["$$a = b$$\n\n# New\n\n$$= c$$", ["1:3 a = b", "5:3  = c"]],
    ["$$a = b \\\\ + c$$", ["1:3 a = b + c"]],
    ["$a = b, \\quad c = d$", ["1:2 a = b", "1:15 c = d"]],
    ["$f(x, y) = [x, y]$", ["1:2 f(x, y) = [x, y]"]],
    ["$\\sum_{i=1}^n x_i = y$", ["1:2 \\sum_{i=1}^n x_i = y"]],
    ["$\\boxed{a = b}$", ["1:9 a = b"]],
    ["$a \\overset{c = d}{\\Longrightarrow} e = f$", ["1:13 c = d", "1:37 e = f"]],
    ["$\\begin{bmatrix} a = b \\end{bmatrix} = c$", ["1:2 \\begin{bmatrix} a = b \\end{bmatrix} = c"]],
    ["$x \\in R^n$", ["1:2 x \\in R^n"]],
    ["$$a = b$$ (note that $$p = q$$) $$= c$$", ["1:3 a = b", "1:24 p = q", "1:35 b = c"]],
    ["$a = (b$ and $c = d)$", ["1:2 a = (b", "1:15 c = d)"]],
  ])("%j", (text, found) => expect(rows(text)).toEqual(found));
});
