import { type Expression, isScalar } from "../expression/node.ts";
import type { Side, Term } from "../network/term.ts";

export type Layout = "numerator" | "denominator" | "mixed";

type Case = "scalarByArray" | "arrayByScalar" | "jacobian";

function caseOf(f: Expression, x: Expression): Case {
  if (isScalar(f)) return "scalarByArray";
  return isScalar(x) ? "arrayByScalar" : "jacobian";
}

/** Which indices of f and of the variable stand in the rows of the answer, and which in its columns: the layout table. */
export function arrangement(term: Term, f: Expression, x: Expression, layout: Layout): [rows: Side, cols: Side] {
  const hole = term.hole as { rows: Side; cols: Side };
  const { out } = term;
  switch (caseOf(f, x)) {
    case "scalarByArray":
      return layout === "numerator" ? [hole.cols, hole.rows] : [hole.rows, hole.cols];
    case "arrayByScalar":
      return layout === "denominator" ? [out.cols, out.rows] : [out.rows, out.cols];
    case "jacobian": {
      const [vecF, vecX] = [
        [...out.cols, ...out.rows],
        [...hole.cols, ...hole.rows],
      ];
      return layout === "denominator" ? [vecX, vecF] : [vecF, vecX];
    }
  }
}
