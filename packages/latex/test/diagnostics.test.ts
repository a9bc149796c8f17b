import { readLatex } from "gradus-latex";
import { describe, expect, test } from "vitest";
import { lines } from "./rows.ts";

describe("what is wrong is told, with its place, and the rest stands", () => {
  test.each<[latex: string, read: string, told: readonly (readonly [severity: string, message: string, place: string])[]]>([
    ["A(x + b = c", "A*(x + b) = c", [["repair", '"(" is never closed', "("]]],
    ["tr(AB)) = c", "tr(A*B) = c", [["repair", '")" closes nothing', ")"]]],
    ["\\left( x \\right] y", "x*y", [["repair", '"(" is closed by "]"', "]"]]],
    ["x } + y", "x + y", [["repair", 'a brace "}" without its partner is left out', "}"]]],
    ["|x + y", "abs(x + y)", [["repair", '"|" is never closed', "|x + y"]]],
    ["\\foo + x", "foo + x", [["repair", "\\foo is not known: it is read as a name", "\\foo"]]],
    ["X^\\topA", "X'*A", [["repair", "\\topA is read as \\top A", "\\topA"]]],
    ["x +", "x", [["error", "nothing stands behind the sign", ""]]],
    ["\\frac{\\partial}{\\partial x}", "«derivative x»", [["error", "nothing stands behind the sign of differentiation", "\\frac{\\partial}{\\partial x}"]]],
    ["\\sum_{i} = x", "«sum» = x", [["error", "nothing stands behind \\sum", "\\sum_{i}"]]],
  ])("%s", (latex, read, told) => {
    const reading = readLatex(latex);
    expect(lines(reading)).toBe(read);
    expect(reading.diagnostics.map((d) => [d.severity, d.message, latex.slice(...d.span)])).toEqual(told);
  });

  test.each([
    [`${"{".repeat(200)}x${"}".repeat(200)}`, "braces are nested more than 100 deep"],
    ["x".repeat(30_000), "the formula is longer than 20000 characters"],
    ["x + ".repeat(3000), "the formula is too long to be read"],
    ["\\newcommand{\\a}{\\a\\a}\\a", "the macros expand without end"],
  ])("%.20s", (latex, message) => expect(readLatex(latex).diagnostics.map((d) => d.message)).toContain(message));
});

describe("user macros", () => {
  test.each([
    ["\\newcommand{\\q}[2]{#1^\\top #2 #1} \\q{x}{A}", "x'*A*x"],
    ["\\def\\d#1#2{\\frac{\\partial #1}{\\partial #2}} \\d f X", "∂(f by X)"],
    ["\\DeclareMathOperator{\\Tr}{tr} \\Tr(A)", "tr(A)"],
    ["\\newcommand{\\n}[2][2]{\\|#2\\|_#1} \\n{x} + \\n[1]{x}", "norm2(x) + norm1(x)"],
  ])("%s", (latex, read) => expect(lines(readLatex(latex))).toBe(read));

  test("from a preamble or a record, and handed on", () => {
    const preamble = "\\newcommand{\\T}{^{\\mathsf T}} % a comment\n\\newcommand{\\grad}[1]{\\nabla_{#1}}";
    const reading = readLatex("\\grad{x} x\\T A x \\newcommand{\\w}{W}", { macros: preamble });
    expect(lines(reading)).toBe("∂(x'*A*x by x)");
    expect(reading.macros).toEqual({ T: "^{\\mathsf T}", grad: "\\nabla_{#1}", w: "W" });
    expect(lines(readLatex("\\w\\T", { macros: reading.macros }))).toBe("W'");
  });
});

describe("garbage", () => {
  const seeds = [
    "\\frac{\\partial \\operatorname{tr}(AX^\\top B)}{\\partial X} = \\sum_{i=1}^{n} x_i \\left( a + \\|b\\|_2 \\right)^{-1}",
    "\\begin{align} df &= d(\\log|X|) \\\\ &\\overset{A = I}{=} \\nabla_x f(x)^\\top \\mathbf{x} \\end{align}",
    "\\mathbb{E}_{x \\sim p}[e^{X}] \\otimes \\begin{bmatrix} a & b \\\\ c & \\ddots \\end{bmatrix} \\in \\mathbb{R}^{m \\times n}, \\text{ where } x = 1",
  ];
  const junk =
    "{ } ( ) [ ] | \\ $ ^ _ & \\\\ \\left \\right \\frac \\begin{align} \\end{x} d = \\partial \\sum \\def\\a{\\a\\a} \\a #1 中 \\verb| % < > \\sqrt[ \\nabla E_ ' ! ,".split(
      " ",
    );

  test("a thousand broken formulas: no throw, statements with readings, spans inside", () => {
    let state = 7;
    const random = (n: number) => {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      return state % n;
    };
    for (let k = 0; k < 1000; k++) {
      let text = seeds[random(seeds.length)] as string;
      for (let edits = random(5); edits >= 0; edits--) {
        const at = random(text.length + 1);
        const kind = random(3);
        text =
          kind === 0
            ? text.slice(0, at)
            : kind === 1
              ? text.slice(0, at) + (junk[random(junk.length)] as string) + text.slice(at)
              : text.slice(0, at) + text.slice(at + 1 + random(5));
      }
      const { statements, diagnostics } = readLatex(text, { readings: 4 });
      expect(diagnostics.map((d) => d.message)).not.toContain("the formula cannot be read");
      for (const s of statements) expect(s.readings.length, text).toBeGreaterThan(0);
      for (const { span } of diagnostics) expect(span[0] >= 0 && span[0] <= span[1] && span[1] <= text.length, text).toBe(true);
    }
  });
});
