import { constant, type Expression, isScalar } from "../expression/node.ts";
import { instantiate } from "../language/formula.ts";
import { build } from "../normal/build.ts";
import { simplify } from "../normal/simplify.ts";
import { freshIndex } from "../normal/summation.ts";
import { apply } from "../operations/apply.ts";

/** A set of matrices to stay in: what a declared property of the variable says. */
export type Structure = "symmetric" | "skew" | "diagonal" | "lower" | "upper" | "toeplitz" | "symtoeplitz" | "posdef" | "orthogonal";

/** How a gradient within a structure is meant. */
export type Convention = "entries" | "projected" | "cholesky" | "riemannian";

/** Gradient within the structure from the free gradient G at X, both of one shape. */
type Rule = string | ((g: Expression) => Expression);

interface Row {
  readonly entries?: Rule;
  readonly projected?: Rule;
  readonly cholesky?: Rule;
  readonly riemannian?: Rule;
  /** The convention where none is named, and the one the note tells of. */
  readonly first: Convention;
  readonly other: Convention | undefined;
  /** The matrices of the structure, in words. */
  readonly named: string;
}

/** sum over the diagonals k of part(k)*pattern(k), k from 1 to n - 1; `weight` divides what is tied, n - k entries a diagonal. */
function overDiagonals(g: Expression, term: (shift: Expression, back: Expression) => readonly Expression[], mean: boolean): Expression {
  const k = freshIndex();
  const n = build("dimension", [], [g.rows]);
  const one = apply("shift", [], [g.rows]);
  const [up, down] = [build("power", [one, k]), build("power", [build("transpose", [one]), k])];
  const weight = mean ? [build("power", [build("add", [n, build("product", [constant(-1), k])]), constant(-1)])] : [];
  return build("summation", [k, constant(1), build("add", [n, constant(-1)]), build("product", [...weight, ...term(up, down)])]);
}

/** The entries of a diagonal of G summed or averaged, along each diagonal. */
const toeplitz =
  (mean: boolean): Rule =>
  (g) => {
    const upper = overDiagonals(g, (up, down) => [build("trace", [build("product", [g, down])]), up], mean);
    const lower = overDiagonals(g, (up, down) => [build("trace", [build("product", [g, up])]), down], mean);
    return build("add", [middle(g, mean), upper, lower]);
  };

/** The same where the diagonals above and below are tied. */
const symtoeplitz =
  (mean: boolean): Rule =>
  (g) => {
    const both = simplify(build("add", [g, build("transpose", [g])]));
    const half = mean ? [build("power", [constant(2), constant(-1)])] : [];
    return build("add", [
      middle(g, mean),
      overDiagonals(g, (up, down) => [...half, build("trace", [build("product", [both, up])]), build("add", [up, down])], mean),
    ]);
  };

/** The part on the main diagonal. */
function middle(g: Expression, mean: boolean): Expression {
  const whole = build("product", [build("trace", [g]), build("identity", [], [g.rows])]);
  return mean ? build("product", [build("power", [build("dimension", [], [g.rows]), constant(-1)]), whole]) : whole;
}

const symmetric = { entries: "G + G' - G.*eye(n)", projected: "(G + G')/2" };
const both = { first: "entries", other: "projected" } as const;

/** The gradients within each structure. Sources: Matrix Cookbook 2.8 (entries); Absil, Mahony & Sepulchre 2008, 3.6 (riemannian). */
export const structureRules: Readonly<Record<Structure, Row>> = {
  symmetric: { ...symmetric, ...both, named: "the symmetric matrices" },
  skew: { entries: "G - G'", projected: "(G - G')/2", ...both, named: "the skew-symmetric matrices" },
  diagonal: { entries: "G.*eye(n)", projected: "G.*eye(n)", ...both, named: "the diagonal matrices" },
  lower: { entries: "tril(G)", projected: "tril(G)", ...both, named: "the lower triangular matrices" },
  upper: { entries: "triu(G)", projected: "triu(G)", ...both, named: "the upper triangular matrices" },
  toeplitz: { entries: toeplitz(false), projected: toeplitz(true), ...both, named: "the Toeplitz matrices" },
  symtoeplitz: { entries: symtoeplitz(false), projected: symtoeplitz(true), ...both, named: "the symmetric Toeplitz matrices" },
  posdef: { ...symmetric, cholesky: "tril((G + G')*chol(X))", ...both, named: "the symmetric matrices" },
  orthogonal: { riemannian: "G - X*(X'*G + G'*X)/2", first: "riemannian", other: undefined, named: "the matrices with X'*X = eye(n)" },
};

/** Declared words and the structure they make together, the first row that fits; others are no structure, or one that is not known here. */
const words: readonly (readonly [all: string, structure: Structure])[] = [
  ["diagonal", "diagonal"],
  ["lower upper", "diagonal"],
  ["symmetric lower", "diagonal"],
  ["symmetric upper", "diagonal"],
  ["orthogonal", "orthogonal"],
  ["skew", "skew"],
  ["symtoeplitz", "symtoeplitz"],
  ["symmetric toeplitz", "symtoeplitz"],
  ["posdef", "posdef"],
  ["symmetric", "symmetric"],
  ["psd", "symmetric"],
  ["toeplitz", "toeplitz"],
  ["lower", "lower"],
  ["upper", "upper"],
];
const structural = new Set(words.flatMap(([all]) => all.split(" ")));

/** Within what structure a variable with these properties moves, and by which of its words; undefined where by none or by a mixture that is no row. */
export function structureOf(properties: readonly string[]): { readonly structure: Structure; readonly words: readonly string[] } | undefined {
  const own = properties.filter((p) => structural.has(p));
  const row = words.find(([all]) => all.split(" ").every((w) => own.includes(w)));
  if (!row) return undefined;
  const [all, structure] = row;
  const used = all.split(" ");
  const weaker = implied[structure] ?? [];
  return own.every((p) => used.includes(p) || weaker.includes(p)) ? { structure, words: used } : undefined;
}

/** Words that say no more than the structure does. */
const implied: Partial<Record<Structure, readonly string[]>> = {
  diagonal: ["symmetric", "lower", "upper", "posdef", "psd"],
  posdef: ["symmetric", "psd"],
  symmetric: ["psd"],
  symtoeplitz: ["symmetric", "toeplitz", "posdef", "psd"],
};

/** The gradient within the structure from the free gradient; undefined where the structure has none in the convention. */
export function withinStructure(g: Expression, x: Expression, structure: Structure, convention: Convention): Expression | undefined {
  const rule = structureRules[structure][convention];
  if (!rule) return undefined;
  const short = (e: Expression) => simplify(e);
  if (typeof rule !== "string") return short(rule(short(g)));
  const made = instantiate(
    rule,
    new Map([
      ["G", short(g)],
      ["X", x],
    ]),
    new Map([["n", g.rows]]),
    build,
  );
  return short(made);
}

/** Terms `c*diag(diag(M))` as `c*M.*eye(n)`, as the textbooks write them. */
export function maskedByIdentity(e: Expression): Expression {
  if (e.kind !== "apply") return e;
  if (e.operation.name === "add") return apply("add", e.args.map(maskedByIdentity));
  const args = e.operation.name === "product" ? e.args : [e];
  const [last, scalars] = [args[args.length - 1] as Expression, args.slice(0, -1)];
  const inner = last.kind === "apply" && last.operation.name === "diagonalmatrix" ? last.args[0] : undefined;
  if (!scalars.every(isScalar)) return e;
  if (inner?.kind !== "apply" || inner.operation.name !== "diagonal") return scalars.length ? apply("product", [...scalars, maskedByIdentity(last)]) : e;
  const [m] = inner.args as [Expression];
  const minus = scalars[0]?.kind === "constant" && scalars[0].value.s < 0n;
  const whole = build("product", [...(minus ? [constant(-1)] : []), ...scalars, m]);
  const masked = apply("hadamard", [whole, apply("identity", [], [m.rows])]);
  return minus ? apply("product", [constant(-1), masked]) : masked;
}
