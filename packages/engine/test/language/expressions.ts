import Fraction from "fraction.js";
import { type Dimension, dimension, dimensionOf, one } from "../../src/expression/dimension.ts";
import { constant, type Expression, type Variable, variable } from "../../src/expression/node.ts";
import { apply } from "../../src/operations/apply.ts";
import { operations } from "../../src/operations/index.ts";

const [m, n] = [dimension("m"), dimension("n")];
const three = dimensionOf(3);

/** The names of generated expressions, as they are declared. */
export const declared = {
  x: "vector(n)",
  y: "vector(n) positive",
  u_1: "vector(m)",
  v: "vector(3)",
  r: "row(n)",
  A: "matrix(n)",
  B: "matrix(n) positive",
  M: "matrix(m, n)",
  c: "scalar",
  d: "scalar positive",
  T: "scalar",
  k: "scalar integer",
};
const shapeOf: Record<string, readonly [Dimension, Dimension]> = {
  x: [n, one],
  y: [n, one],
  u_1: [m, one],
  v: [three, one],
  r: [one, n],
  A: [n, n],
  B: [n, n],
  M: [m, n],
  c: [one, one],
  d: [one, one],
  T: [one, one],
  k: [one, one],
};
const properties: Record<string, readonly string[]> = { y: ["positive"], B: ["positive"], d: ["positive"], k: ["integer"] };
export const variables: ReadonlyMap<string, Variable> = new Map(
  Object.entries(shapeOf).map(([name, [r, c]]) => [name, variable(name, r, c, properties[name] ?? [])]),
);
const v = (name: string) => variables.get(name) as Variable;

const entrywise = operations.filter((o) => o.entrywise).map((o) => o.name);
const constants = [
  constant(2),
  constant(3),
  constant(-1),
  constant(-2),
  constant(1),
  constant(new Fraction(1, 2)),
  constant(new Fraction(-3, 4)),
  constant(new Fraction(1, 10), "0.1"),
  constant(new Fraction(-5, 2), "-2.5"),
  constant(10),
];

type Rows = readonly [Dimension, Dimension];

/** Grows a raw expression from choices: small numbers, the next one taken at each fork. */
export class Grower {
  private at = 0;
  private bound = 0;
  private readonly choices: readonly number[];
  constructor(choices: readonly number[]) {
    this.choices = choices;
  }
  private pick<T>(list: readonly T[]): T {
    return list[(this.choices[this.at++] ?? 0) % list.length] as T;
  }

  of([r, c]: Rows, depth: number, index?: Expression): Expression {
    const shape: Rows = [r, c];
    const sub = (s: Rows = shape) => this.of(s, depth - 1, index);
    const scalar = () => sub([one, one]);
    if (depth <= 0 || this.at >= this.choices.length) return this.leaf(shape, index);
    const forms: (() => Expression)[] = [
      () => this.leaf(shape, index),
      () => this.sum(shape, sub, scalar),
      () => this.sum(shape, sub, scalar),
      () => this.product(shape, sub, scalar),
      () => this.product(shape, sub, scalar),
      () => this.quotient(sub, scalar),
      () => apply("transpose", [sub([c, r])]),
      () => apply(this.pick(entrywise), [sub()]),
      () => apply(this.pick(["maximum", "minimum"]), [sub(), this.pick([sub, scalar])()]),
    ];
    if (r === one && c === one) forms.push(...this.scalars(sub, depth, index));
    else {
      forms.push(() =>
        apply("hadamard", [
          sub(),
          this.pick([sub, scalar, () => apply("entrypower", [sub(), this.exponent()])])(),
          ...(this.pick([true, false]) ? [apply("power", [scalar(), constant(-1)])] : []),
        ]),
      );
      forms.push(() => apply("entrypower", [sub(), this.exponent()]));
    }
    if (r === c && r !== one)
      forms.push(
        () => apply("power", [sub(), this.pick([constant(2), constant(3), constant(-1), constant(-2), v("k"), apply("dimension", [], [n])])]),
        () => apply(this.pick(["inverse", "adjugate", "lowertriangle", "uppertriangle", "expm"]), [sub()]),
        () => apply("diagonalmatrix", [sub([r, one])]),
        () => apply("product", [scalar(), apply("identity", [], [r])]),
        () => apply("shift", [], [r]),
      );
    if (c === one && r !== one)
      forms.push(
        () => apply("rowsum", [sub([r, n])]),
        () => apply("diagonal", [sub([r, r])]),
        () => apply("softmax", [sub()]),
        () => apply("unitvector", [constant(1)], [r]),
      );
    if (r === one && c !== one) forms.push(() => apply("colsum", [sub([n, c])]));
    if (r !== one && c !== one) forms.push(() => apply("outer", [sub([r, one]), sub([c, one])]));
    return this.pick(forms)();
  }

  private scalars(sub: (s: Rows) => Expression, depth: number, index?: Expression): (() => Expression)[] {
    const i = variable(["i", "j", "$1", "#2"][this.bound % 4] as string, one, one, ["integer"]);
    return [
      () => apply(this.pick(["trace", "determinant", "logdeterminant", "lambdamax", "nuclear", "spectralnorm"]), [sub([n, n])]),
      () =>
        apply(this.pick(["sum", "mean", "normF", "norm1", "norminf", "logsumexp"]), [
          sub(
            this.pick([
              [n, n],
              [m, n],
              [n, one],
            ]),
          ),
        ]),
      () => apply("norm2", [sub([n, one])]),
      () => apply("dot", [sub([n, one]), sub([n, one])]),
      () => apply("product", [apply("transpose", [sub([n, one])]), sub([n, one])]),
      () => apply("power", [sub([one, one]), this.exponent()]),
      () => apply("entry", [sub([m, n]), index ?? constant(1), constant(2)]),
      () => apply("entry", [sub([n, one]), index ?? constant(2)]),
      () => apply("sum", [apply("kronecker", [sub([n, n]), sub([m, n])])]),
      () => apply("norm2", [apply("product", [apply("commutation", [], [m, n]), apply("vectorization", [sub([m, n])])])]),
      () => apply("sum", [apply("cross", [v("v"), sub([three, one])])]),
      () => {
        this.bound++;
        return apply("summation", [i, constant(1), apply("dimension", [], [n]), this.of([one, one], depth - 1, i)]);
      },
      () => apply("integral", [variable("t", one, one), constant(0), constant(1), apply("product", [variable("t", one, one), sub([one, one])])]),
    ];
  }

  private sum(shape: Rows, sub: () => Expression, scalar: () => Expression): Expression {
    const term = (): Expression => {
      const e = this.pick([sub, sub, scalar])();
      const minus = (x: Expression) => apply("product", [constant(-1), ...(x.kind === "apply" && x.operation.name === "product" ? x.args : [x])]);
      return this.pick([(x: Expression) => x, minus])(e);
    };
    const e = apply("add", [sub(), term(), ...(this.pick([true, false]) ? [term()] : [])]);
    return e.rows === shape[0] && e.cols === shape[1] ? e : sub();
  }

  private product([r, c]: Rows, sub: (s?: Rows) => Expression, scalar: () => Expression): Expression {
    const factors = this.pick<() => Expression[]>([
      () => [sub()],
      () => [sub([r, n]), sub([n, c])],
      () => [sub([r, n]), sub([n, n]), sub([n, c])],
      () => [sub([r, one]), sub([one, c])],
    ])();
    for (let k = this.pick([0, 1, 1, 2]); k > 0; k--) factors.splice(this.pick([0, 0, 1, factors.length]), 0, scalar());
    return factors.length === 1 ? (factors[0] as Expression) : apply("product", factors);
  }
  private quotient(sub: () => Expression, scalar: () => Expression): Expression {
    const below = [scalar(), ...(this.pick([true, false]) ? [scalar()] : [])].map((e) =>
      apply("power", [e, this.pick([constant(-1), constant(-1), constant(-2), constant(new Fraction(-1, 2))])]),
    );
    return apply("product", this.pick([true, false]) ? [sub(), ...below] : [...below, sub()]);
  }
  private exponent(): Expression {
    return this.pick([
      constant(2),
      constant(3),
      constant(-1),
      constant(-2),
      constant(new Fraction(1, 2)),
      constant(new Fraction(-1, 2)),
      constant(new Fraction(1, 2), "0.5"),
      v("c"),
      v("T"),
      apply("add", [v("k"), constant(-1)]),
    ]);
  }

  private leaf([r, c]: Rows, index?: Expression): Expression {
    const fits = [...variables.values()].filter((x) => x.rows === r && x.cols === c) as Expression[];
    if (r === one && c === one) return this.pick([...fits, ...constants, apply("dimension", [], [n]), apply("pi", []), ...(index ? [index, index] : [])]);
    const made = [apply("ones", [], [r, c]), ...(r === c ? [apply("identity", [], [r])] : [])];
    return this.pick([...fits, ...fits, ...made, apply("product", [constant(2), apply("ones", [], [r, c])])]);
  }
}

/** The shapes that generated expressions have. */
export const shapes: readonly Rows[] = [
  [one, one],
  [n, one],
  [one, n],
  [n, n],
  [m, n],
  [n, m],
  [m, one],
];
