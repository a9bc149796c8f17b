import { describe, expect, test } from "vitest";
import { readNotes } from "../src/index.ts";

const classes = (text: string): string[] => readNotes(text).equalities.map((e) => e.class);

describe("the class of an equality", () => {
  test.each<[text: string, found: string[]]>([
    ["$Y = A X B$", ["definition"]],
    ["Let $f = x^T x$. Then $f = \\|x\\|^2$.", ["definition", "claim"]],
    ["$dl = d(w^T x)$", ["definition"]],
    ["The gradient is defined as $\\frac{\\partial f}{\\partial X} = [\\frac{\\partial f}{\\partial X_{ij}}]$.", ["definition"]],
    ["$C \\triangleq A B$", ["definition"]],
    ["Let $u = u(x)$ and $X \\in \\mathbb{R}^{m \\times n}$.", ["declaration", "declaration"]],
    ["$W = l \\times m$, $i = 1, \\ldots, n$", ["declaration", "declaration"]],
    ["设 $A = (a_{ij})_{n \\times n}$", ["declaration"]],
    ["若 $n = m = 1$，则", ["condition", "condition"]],
    ["If $A = I$, the rule is simple.", ["condition"]],
    ["$$2 X^T (X w - y) = 0 \\Rightarrow w = (X^T X)^{-1} X^T y$$", ["condition", "claim"]],
    ["$$x^T y = x_1 y_1 + \\cdots + x_n y_n$$", ["elided"]],
    ["$\\operatorname{tr}(A B) = \\operatorname{tr}(B A)$", ["claim"]],
    ["$a = \\operatorname{tr}(a)$", ["claim"]],
    ["$A B = )) +$", ["unreadable"]],
  ])("%j", (text, found) => expect(classes(text)).toEqual(found));
});
