import type { Convention, Structure } from "../calculus/structures.ts";
import { constant, type Expression, isApply, type Variable, variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { normalize } from "../normal/build.ts";
import { apply } from "../operations/apply.ts";
import { Board } from "./board.ts";
import { bridge } from "./bridge.ts";
import type { Derivation } from "./derivation.ts";
import { Notation } from "./notation.ts";
import { reductions } from "./reduce.ts";
import type { RuleName } from "./rules.ts";

/** How the differential is written for an increment within a structure: which rule, what stands in place of G, and whether each pair of tied entries counts once. */
interface Row {
  readonly rule: RuleName;
  /** The property of the increment. */
  readonly word: string;
  readonly gradient: (g: Expression) => Expression;
  readonly once?: true;
}

const turned = (g: Expression): Expression => (isApply(g, "transpose") ? (g.args[0] as Expression) : apply("transpose", [g]));
const minus = (g: Expression): Expression => apply("product", [constant(-1), g]);
const half = (g: Expression): Expression => apply("product", [g, apply("power", [constant(2), constant(-1)])]);
const diagonalOf = (g: Expression): Expression => apply("hadamard", [g, apply("identity", [], [g.rows])]);

const symmetric: Partial<Record<Convention, Row>> = {
  entries: { rule: "symmetric-increment", word: "symmetric", gradient: (g) => apply("add", [g, turned(g), minus(diagonalOf(g))]), once: true },
  projected: { rule: "symmetric-part", word: "symmetric", gradient: (g) => half(apply("add", [g, turned(g)])) },
};
const alike = (row: Row): Partial<Record<Convention, Row>> => ({ entries: row, projected: row });
const rows: Partial<Record<Structure, Partial<Record<Convention, Row>>>> = {
  symmetric,
  posdef: symmetric,
  skew: {
    entries: { rule: "skew-increment", word: "skew", gradient: (g) => apply("add", [g, minus(turned(g))]), once: true },
    projected: { rule: "skew-part", word: "skew", gradient: (g) => half(apply("add", [g, minus(turned(g))])) },
  },
  diagonal: alike({ rule: "diagonal-increment", word: "diagonal", gradient: diagonalOf }),
  lower: alike({ rule: "lower-increment", word: "lower", gradient: (g) => apply("lowertriangle", [g]) }),
  upper: alike({ rule: "upper-increment", word: "upper", gradient: (g) => apply("uppertriangle", [g]) }),
};

/** From df = tr(G'*dX) with the free gradient G to the gradient within the structure that X and so dX have; undefined where no rule says how. */
export function withinDerivation(
  g: Expression,
  x: Variable,
  increment: string,
  structure: Structure,
  convention: Convention,
  answer: Expression,
): Derivation | undefined {
  const row = rows[structure]?.[convention];
  if (!row) return undefined;
  const dx = variable(increment, x.rows, x.cols, [row.word]);
  const line = (h: Expression): Expression => apply("trace", [apply("product", [turned(row.once ? apply("lowertriangle", [h]) : h), dx])]);
  const board = new Board(new Notation(dx, true), apply("trace", [apply("product", [turned(g), dx])]));
  let h = row.gradient(g);
  board.rewrite(row.rule, line(h), [], [`${increment} ${row.word}`]);
  const text = print(answer);
  for (const r of print(h) === text ? [] : reductions(h)) {
    board.rewrite(r.rule, line(r.whole), undefined, r.used, r.part);
    h = r.whole;
    if (print(h) === text) break;
  }
  if (print(h) !== text) for (const b of bridge(h, normalize(answer), undefined)) board.rewrite(b.rule, line(b.whole), undefined, b.used);
  board.write("read-off", "read-off", answer, line(answer));
  const symbol = `G_${x.name}`;
  return {
    lines: board.lines,
    taken: [],
    x,
    increment: dx,
    symbol,
    form: `df = tr(${row.once ? `tril(${symbol})'` : `${symbol}'`}*${increment})`,
    left: (l) => (l.means ? symbol : "df"),
    fold: (e) => e,
    part: "structured",
    word: row.word,
    of: { name: "f", order: 1 },
  };
}
