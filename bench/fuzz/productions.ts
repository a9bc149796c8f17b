import { dimensionOf, one } from "../../packages/engine/src/expression/dimension.ts";
import { operations } from "../../packages/engine/src/operations/index.ts";
import type { Grammar, Want } from "./grammar.ts";
import { call, isScalarShape, named, number, type Shape, scalarShape, size, type Term } from "./term.ts";

const three = dimensionOf(3);
const isSquare = ([r, c]: Shape): boolean => r === c && r !== one;
const isColumn = ([r, c]: Shape): boolean => c === one && r !== one;
const isRow = ([r, c]: Shape): boolean => r === one && c !== one;

type Fits = (shape: Shape, want: Want, g: Grammar) => boolean;
type Make = (g: Grammar, shape: Shape, depth: number, want: Want) => Term | undefined;
/** A production: the operation it is there for, where it fits, what it makes. */
type Row = readonly [operation: string, fits: Fits, make: Make];

const any: Fits = (_s, w) => w === "any";
const wanted =
  (...wants: Want[]): Fits =>
  (_s, w) =>
    wants.includes(w);
const both =
  (a: Fits, b: Fits): Fits =>
  (s, w, g) =>
    a(s, w, g) && b(s, w, g);
const square: Fits = (s) => isSquare(s);
const scalar: Fits = (s) => isScalarShape(s);
const wide: Fits = (s) => !isScalarShape(s);
const steady: Fits = (_s, _w, g) => g.steady;
const bends: Fits = (_s, _w, g) => g.bends;
const cool: Fits = (_s, _w, g) => g.heat === 0;

/** Entry-wise functions: what they want of their argument, and what their value then is. */
const entrywise: Readonly<Record<string, { of?: Want; hot?: boolean; gives?: readonly Want[] }>> = {
  exp: { hot: true, gives: ["positive"] },
  log: { of: "positive" },
  log1p: { of: "positive", gives: ["positive"] },
  expm1: { hot: true },
  sqrt: { of: "positive", gives: ["positive"] },
  tan: { of: "unit" },
  asin: { of: "unit" },
  acos: { of: "unit", gives: ["positive"] },
  sinh: { hot: true },
  cosh: { hot: true, gives: ["positive"] },
  sigmoid: { gives: ["positive", "unit"] },
  softplus: { gives: ["positive"] },
  tanh: { gives: ["unit"] },
  erf: { gives: ["unit"] },
  sin: { gives: ["unit"] },
};

const entrywiseRows: Row[] = operations
  .filter((o) => o.entrywise)
  .map((o): Row => {
    const { of = "any", hot = false, gives = [] } = entrywise[o.name] ?? {};
    return [
      o.name,
      (_s, w, g) => (w === "any" || gives.includes(w)) && !(hot && g.heat > 0) && (g.bends || !o.kinks),
      (g, s, d, w) => {
        const a = g.hotter(hot, () => g.term(s, d - 1, of));
        // half of it stays well away from 1, where nothing would be left of the difference
        if (w === "unit") return call("divide", s, [call(o.name, s, [a]), number("2")]);
        return call(o.name, s, [a]);
      },
    ];
  });

/** Scalars of a whole array: how its shape is drawn, and what it must satisfy. */
const reductions: Row[] = (
  [
    ["trace", "square", "any"],
    ["sum", "wide", "any"],
    ["mean", "wide", "any"],
    ["normF", "wide", "any", true],
    ["norm2", "line", "any", true],
    ["norm1", "wide", "any", true],
    ["norminf", "wide", "any", true],
    ["logsumexp", "wide", "any"],
    ["logdeterminant", "square", "regular"],
    ["determinant", "square", "any"],
  ] as const
).map(
  ([name, shape, of, positive]): Row => [
    name,
    (s, w, g) =>
      isScalarShape(s) &&
      (w === "any" || (w === "positive" && positive === true)) &&
      !(name === "determinant" && g.heat > 0) &&
      (g.bends || !name.startsWith("norm") || name === "normF"),
    (g, s, d) => {
      const inner = g.shapeLike(shape);
      if (name === "norminf") return call(name, s, [g.untied(() => g.term(inner, Math.min(d - 1, 2)))]);
      return call(name, s, [g.hotter(name === "determinant", () => g.term(inner, d - 1, of))]);
    },
  ],
);
const positiveReductions: Row[] = (
  [
    ["trace", "square", "definite"],
    ["sum", "wide", "positive"],
    ["mean", "wide", "positive"],
    ["determinant", "square", "definite"],
    ["lambdamax", "square", "definite"],
  ] as const
).map(
  ([name, shape, of]): Row => [
    name,
    (s, w, g) => isScalarShape(s) && w === "positive" && (name !== "lambdamax" || g.smooth),
    (g, s, d) => call(name, s, [g.term(g.shapeLike(shape), d - 1, of)]),
  ],
);

/** Functions of a matrix that are differentiated only inside a trace, or by a scalar that scales a constant. */
const matrixFunctions: Row[] = (
  [
    ["expm", "any", true],
    ["logm", "definite", false],
    ["sinm", "any", true],
    ["cosm", "any", true],
    ["sqrtm", "definite", false],
  ] as const
).flatMap(([name, of, hot]): Row[] => [
  [
    name,
    (s, w, g) => isScalarShape(s) && w === "any" && g.smooth && !(hot && g.heat > 0),
    (g, s, d) => call("trace", s, [((inner) => call(name, inner, [g.hotter(hot, () => g.term(inner, d - 2, of))]))(g.shapeLike("square"))]),
  ],
  [name, (s, w, g) => isSquare(s) && w === "any" && !(hot && g.heat > 0), (g, s, d) => call(name, s, [g.hotter(hot, () => g.frozenTerm(s, d - 1, of))])],
  [
    name,
    (s, w, g) => isSquare(s) && w === "any" && !(hot && g.heat > 0) && g.scalarWrt !== undefined && !g.frozen,
    (g, s, d) => {
      const t = named(g.scalarWrt!, scalarShape);
      return call(name, s, [call("product", s, [of === "definite" ? call("power", scalarShape, [t, number("2")]) : t, g.frozenTerm(s, d - 2, of)])]);
    },
  ],
]);

const operators: Row[] = [
  ["add", wanted("any", "positive", "definite", "symmetric"), (g, s, d, w) => g.pair("add", s, s, s, d, w)],
  ["subtract", any, (g, s, d, w) => g.pair("subtract", s, s, s, d, w)],
  ["add", both(wide, wanted("any", "positive")), (g, s, d, w) => (g.coin() ? g.pair("add", s, scalarShape, s, d, w) : g.pair("add", s, s, scalarShape, d, w))],
  ["subtract", both(wide, any), (g, s, d, w) => (g.coin() ? g.pair("subtract", s, scalarShape, s, d, w) : g.pair("subtract", s, s, scalarShape, d, w))],
  ["negative", wanted("any", "nonzero"), (g, s, d, w) => call("negative", s, [g.term(s, d - 1, w === "nonzero" ? "positive" : w)])],
  ["product", wanted("any", "positive"), (g, s, d, w) => g.pair("product", s, scalarShape, s, d, w)],
  ["product", both(wide, wanted("definite", "symmetric")), (g, s, d, w) => call("product", s, [g.term(scalarShape, d - 2, "positive"), g.term(s, d - 1, w)])],
  ["product", both(wide, any), (g, s, d, w) => g.pair("product", s, s, scalarShape, d, w)],
  [
    "divide",
    wanted("any", "positive"),
    (g, s, d, w) => call("divide", s, [g.term(s, d - 1, w), g.term(scalarShape, d - 2, g.chance(0.75) || w === "positive" ? "positive" : "nonzero")]),
  ],
  [
    "product",
    both(wide, wanted("any", "positive")),
    (g, [r, c], d, w) => {
      const k = g.chance(0.15) ? one : g.dimension();
      return g.pair("product", [r, c], [r, k], [k, c], d, w);
    },
  ],
  [
    "product",
    both(scalar, wanted("any", "positive")),
    (g, s, d, w) => {
      const k = g.dimension();
      return g.pair("product", s, [one, k], [k, one], d, w);
    },
  ],
  [
    "product",
    both(scalar, wanted("any", "positive")),
    (g, s, d, w) => {
      const k = g.dimension();
      const x = g.term([k, one], d - 2);
      return call("product", s, [
        call("product", [one, k], [call("transpose", [one, k], [x]), g.term([k, k], d - 2, w === "positive" ? "definite" : "any")]),
        x,
      ]);
    },
  ],
  ["product", both(square, wanted("regular")), (g, s, d) => g.pair("product", s, s, s, d, "regular")],
  [
    "product",
    both(square, wanted("any", "symmetric")),
    (g, s, d) => {
      const k = g.dimension();
      const a = g.term([s[0], k], d - 1);
      return call("product", s, [a, call("transpose", [k, s[0]], [a])]);
    },
  ],
  [
    "add",
    both(square, wanted("definite", "regular")),
    (g, s, d) => {
      const k = g.dimension();
      const a = g.term([k, s[0]], d - 1);
      const gram = call("product", s, [call("transpose", [s[0], k], [a]), a]);
      return call("add", s, [gram, g.chance(0.5) ? g.identity(s) : call("product", s, [g.term(scalarShape, 0, "positive"), g.identity(s)])]);
    },
  ],
  ["add", both(square, wanted("regular")), (g, s, d) => call("add", s, [g.term(s, d - 1), call("product", s, [number("3"), g.identity(s)])])],
  [
    "add",
    both(square, wanted("symmetric")),
    (g, s, d) => {
      const a = g.term(s, d - 1);
      return call("add", s, [a, call("transpose", s, [a])]);
    },
  ],
  [
    "leftdivide",
    both(wide, any),
    (g, [r, c], d) => (r === one ? undefined : call("leftdivide", [r, c], [g.term([r, r], d - 1, "regular"), g.term([r, c], d - 1)])),
  ],
  ["hadamard", both(wide, wanted("any", "positive", "definite", "symmetric")), (g, s, d, w) => g.pair("hadamard", s, s, s, d, w)],
  ["hadamard", both(wide, any), (g, s, d, w) => (g.coin() ? g.pair("hadamard", s, scalarShape, s, d, w) : g.pair("hadamard", s, s, scalarShape, d, w))],
  [
    "entrydivide",
    both(wide, wanted("any", "positive")),
    (g, s, d, w) => call("entrydivide", s, [g.term(g.chance(0.2) ? scalarShape : s, d - 1, w), g.term(s, d - 1, g.chance(0.8) ? "positive" : w)]),
  ],
  ["transpose", wanted("any", "positive", "unit", "definite", "regular", "symmetric"), (g, s, d, w) => call("transpose", s, [g.term([s[1], s[0]], d - 1, w)])],
  ["entrypower", both(wide, wanted("any", "positive")), (g, s, d) => call("entrypower", s, [g.term(s, d - 1, "positive"), g.exponent("entries")])],
  ["entrypower", both(wide, any), (g, s, d) => call("entrypower", s, [g.hotter(true, () => g.term(s, d - 1)), g.pick([number("2"), number("3")])])],
  ["entrypower", both(wide, both(any, cool)), (g, s, d) => call("entrypower", s, [g.term(s, d - 1, "positive"), g.term(scalarShape, 0)])],
  [
    "entrypower",
    both(wide, wanted("positive")),
    (g, s, d) => call("add", s, [call("entrypower", s, [g.hotter(true, () => g.term(s, d - 2)), number("2")]), number(g.numeral())]),
  ],
  ["power", both(scalar, wanted("any", "positive")), (g, s, d) => call("power", s, [g.term(s, d - 1, "positive"), g.exponent("entries")])],
  ["power", both(scalar, any), (g, s, d) => call("power", s, [g.hotter(true, () => g.term(s, d - 1)), g.exponent("whole")])],
  ["power", both(scalar, both(any, cool)), (g, s, d) => call("power", s, [g.term(s, d - 1, "positive"), g.hotter(true, () => g.term(s, d - 1))])],
  [
    "power",
    both(scalar, wanted("positive")),
    (g, s, d) => call("add", s, [call("power", s, [g.hotter(true, () => g.term(s, d - 2)), number("2")]), number(g.numeral())]),
  ],
  ["power", both(square, both(any, cool)), (g, s, d) => call("power", s, [g.hotter(true, () => g.term(s, d - 1)), g.exponent("whole")])],
  [
    "power",
    both(square, both(wanted("any", "regular"), cool)),
    (g, s, d) => call("power", s, [g.hotter(true, () => g.term(s, d - 1, "regular")), call("negative", scalarShape, [number(g.pick(["1", "2"]))])]),
  ],
  ["inverse", both(square, wanted("any", "regular")), (g, s, d) => call("inverse", s, [g.term(s, d - 1, "regular")])],
  ["inverse", both(square, wanted("definite", "symmetric")), (g, s, d) => call("inverse", s, [g.term(s, d - 1, "definite")])],
  [
    "pseudoinverse",
    both(wide, both(steady, any)),
    (g, [r, c], d) => (r === one || c === one ? undefined : call("pseudoinverse", [r, c], [g.term([c, r], Math.min(d - 1, 1))])),
  ],
  ["adjugate", both(square, both(wanted("any", "regular"), cool)), (g, s, d) => call("adjugate", s, [g.hotter(true, () => g.term(s, d - 1, "regular"))])],
  ["cholesky", both(square, wanted("any", "regular")), (g, s, d) => call("cholesky", s, [g.term(s, d - 1, "definite")])],
  [
    "lambdamax",
    both(scalar, both(bends, any)),
    (g, s) => (g.smooth ? call("lambdamax", s, [g.untied(() => g.term(g.shapeLike("square"), 1, "symmetric"))]) : undefined),
  ],
  [
    "spectralnorm",
    both(scalar, both(bends, wanted("any", "positive"))),
    (g, s) => (g.smooth ? call("spectralnorm", s, [g.untied(() => g.term(g.shapeLike("matrix"), 1))]) : undefined),
  ],
  [
    "nuclear",
    both(scalar, wanted("any", "positive")),
    (g, s, d) => (g.smooth ? call("nuclear", s, [g.term(g.shapeLike("tall"), Math.min(d - 1, 2), "regular")]) : undefined),
  ],
  [
    "dot",
    both(scalar, wanted("any", "positive")),
    (g, s, d, w) => {
      const inner = g.shapeLike("wide");
      return g.pair("dot", s, inner, inner, d, w);
    },
  ],
  [
    "outer",
    both(wide, wanted("any", "positive")),
    (g, [r, c], d, w) => (r === one || c === one ? undefined : g.pair("outer", [r, c], [r, one], [c, one], d, w)),
  ],
  ["softmax", both(wide, wanted("any", "positive")), (g, s, d) => (s[0] === one ? undefined : call("softmax", s, [g.term(s, d - 1)]))],
  [
    "maximum",
    both(bends, wanted("any", "positive")),
    (g, s, d, w) => call("maximum", s, [g.term(s, d - 1, w), g.coin() ? g.term(s, d - 1) : g.term(scalarShape, 0)]),
  ],
  ["minimum", both(bends, any), (g, s, d) => call("minimum", s, [g.term(s, d - 1), g.coin() ? g.term(s, d - 1) : g.term(scalarShape, 0)])],
  ["diagonalmatrix", both(square, any), (g, s, d) => call("diagonalmatrix", s, [g.term([s[0], one], d - 1)])],
  [
    "diagonalmatrix",
    both(square, wanted("definite", "regular", "symmetric")),
    (g, s, d) => call("diagonalmatrix", s, [g.term([s[0], one], d - 1, "positive")]),
  ],
  ["diagonal", both((s) => isColumn(s), wanted("any", "positive")), (g, s, d, w) => call("diagonal", s, [g.term([s[0], s[0]], d - 1, w)])],
  ["lowertriangle", both(square, any), (g, s, d) => call("lowertriangle", s, [g.term(s, d - 1)])],
  ["uppertriangle", both(square, any), (g, s, d) => call("uppertriangle", s, [g.term(s, d - 1)])],
  ["rowsum", both((s) => isColumn(s), wanted("any", "positive")), (g, s, d, w) => call("rowsum", s, [g.term([s[0], g.dimension()], d - 1, w)])],
  ["colsum", both((s) => isRow(s), wanted("any", "positive")), (g, s, d, w) => call("colsum", s, [g.term([g.dimension(), s[1]], d - 1, w)])],
  ["skewmatrix", both((s) => s[0] === three && s[1] === three, any), (g, s, d) => call("skewmatrix", s, [g.term([three, one], d - 1)])],
  ["cross", both((s) => s[0] === three && s[1] === one, any), (g, s, d) => g.pair("cross", s, s, s, d)],
  [
    "kronecker",
    both((s, _w, g) => g.split(s) !== undefined, wanted("any", "positive", "definite", "regular")),
    (g, s, d, w) => ((parts) => g.pair("kronecker", s, parts[0], parts[1], d, w))(g.split(s)!),
  ],
  [
    "vectorization",
    both((s, _w, g) => s[1] === one && g.split(s) !== undefined, wanted("any", "positive")),
    (g, s, d, w) => ((parts) => call("vectorization", s, [g.term([parts[0][0], parts[1][0]], d - 1, w)]))(g.split(s)!),
  ],
  ["vectorization", both((s) => isColumn(s), any), (g, s, d) => call("vectorization", s, [g.term(g.coin() ? s : [one, s[0]], d - 1)])],
  ["kroneckerdelta", both(scalar, any), (g, s) => call("kroneckerdelta", s, [g.pick([number("1"), number("2")]), g.pick([number("1"), number("2")])])],
  ["factorial", both(scalar, wanted("any", "positive")), (g, s) => call("factorial", s, [number(g.pick(["2", "3", "4"]))])],
  ["pi", both(scalar, wanted("any", "positive")), (_g, s) => call("pi", s, [])],
  [
    "commutation",
    (s, w, g) => isSquare(s) && ["any", "regular"].includes(w) && g.split(s) !== undefined,
    (g, s) => ((parts) => call("commutation", s, [], [parts[0][0], parts[1][0]]))(g.split(s)!),
  ],
  ["shift", both(square, any), (_g, s) => call("shift", s, [], [s[0]])],
  ["identity", both(square, wanted("any", "definite", "regular", "symmetric")), (g, s) => g.identity(s)],
  ["ones", both(wide, wanted("any", "positive")), (_g, s) => call("ones", s, [], [...s])],
  ["zeros", both(wide, any), (_g, s) => call("zeros", s, [], [...s])],
  ["unitvector", both((s) => isColumn(s), any), (g, s) => call("unitvector", s, [number(g.pick(["1", "2"]))], [s[0]])],
  ["dimension", both(scalar, wanted("any", "positive")), (g) => ((d) => (d.constant === undefined ? size(d) : undefined))(g.dimension())],
];

export const productions: readonly Row[] = [...operators, ...entrywiseRows, ...reductions, ...positiveReductions, ...matrixFunctions];
/** Every operation and operator that can be generated. */
export const generated: readonly string[] = [...new Set(productions.map(([name]) => name))];
/** The rarer makers get less room than operations proper. */
export const seldom = new Set(["zeros", "kroneckerdelta", "factorial", "pi", "shift", "dimension", "ones", "identity", "unitvector", "commutation"]);
