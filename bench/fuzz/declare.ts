import { type Dimension, one } from "../../packages/engine/src/expression/dimension.ts";
import type { Random } from "../../packages/engine/src/numeric/random.ts";
import type { Declared, Want } from "./grammar.ts";
import { isScalarShape, type Shape } from "./term.ts";

/** Sets of properties that go together, by what they fit. */
const scalars = ["positive", "nonneg", "unit01", "binary", "pm1", "integer", "integer positive", "positive unit01"];
const rows = ["positive", "nonneg", "unit01", "binary", "pm1"];
const columns = [...rows, "simplex", "onehot", "positive simplex"];
const matrices = [...rows, "simplex", "onehot"];
const squares = [
  ..."symmetric skew posdef psd diagonal lower upper orthogonal idempotent invertible fullrank toeplitz symtoeplitz".split(" "),
  ..."symmetric skew posdef psd diagonal lower upper orthogonal idempotent invertible fullrank toeplitz symtoeplitz".split(" "),
  ...matrices,
  "symmetric invertible",
  "lower invertible",
  "upper invertible",
  "diagonal invertible",
  "diagonal posdef",
  "symmetric orthogonal",
  "symmetric idempotent",
  "toeplitz invertible",
  "symtoeplitz posdef",
  "symmetric positive",
  "positive invertible",
  "lower upper",
];

/** Property sets that surely give what is wanted. */
const giving: Readonly<Record<Exclude<Want, "any">, readonly string[]>> = {
  nonzero: ["", "", "positive", "unit01", "pm1"],
  positive: ["positive", "positive", "unit01", "positive simplex"],
  unit: ["unit01"],
  definite: ["posdef", "posdef", "diagonal posdef", "symtoeplitz posdef"],
  regular: [
    "",
    "",
    "invertible",
    "posdef",
    "symmetric",
    "orthogonal",
    "lower",
    "upper",
    "diagonal",
    "toeplitz",
    "symtoeplitz",
    "positive",
    "symmetric invertible",
    "lower invertible",
    "upper invertible",
    "diagonal invertible",
    "symmetric orthogonal",
    "toeplitz invertible",
  ],
  symmetric: ["symmetric", "posdef", "psd", "symtoeplitz", "symmetric invertible", "symmetric positive"],
  integer: ["integer", "integer", "integer positive"],
};

const tied = new Set("skew diagonal lower upper idempotent toeplitz symtoeplitz binary pm1 onehot simplex psd orthogonal integer nonneg".split(" "));

/** Do the properties put entries at kinks, or tie entries that are compared? */
export const isTied = (properties: readonly string[]): boolean => properties.some((p) => tied.has(p));

/** Does a variable with these properties serve where that is wanted? */
export function serves(properties: readonly string[], want: Want): boolean {
  if (want === "any") return true;
  const text = properties.join(" ");
  return want === "integer" ? properties.includes("integer") : giving[want].includes(text);
}

/** Sets that the referee's sampler does not draw. */
const undrawn = new Set(["symmetric orthogonal", "symtoeplitz posdef"]);

/** Properties for a new variable, often none; `plain` keeps to those that a corpus may declare. */
export function propertiesFor(shape: Shape, want: Want, rng: Random, plain: boolean): readonly string[] {
  const drawn = (p: string) => !plain || !(undrawn.has(p) || (p.includes("simplex") && shape[1] !== one));
  const choose = (all: readonly string[]) => {
    const list = all.filter(drawn);
    return list[rng.integer(0, list.length - 1)]!.split(" ").filter(Boolean);
  };
  const square = shape[0] === shape[1];
  if (want !== "any") {
    const fitting = giving[want].filter((p) => !p.includes("simplex") || shape[1] === one);
    return choose(isScalarShape(shape) ? fitting.filter((p) => !p.includes("simplex")) : fitting);
  }
  if (rng.uniform() < 0.55) return [];
  if (isScalarShape(shape)) return choose(scalars);
  if (shape[0] === one) return choose(rows);
  if (shape[1] === one) return choose(columns);
  return choose(square ? squares : matrices);
}

const names: Readonly<Record<"scalar" | "line" | "matrix", string>> = {
  scalar: "c t s k alpha beta lambda theta a0 b1 tau mu kappa",
  line: "x y z u v w a b g r f h q1 x1 y2 xi",
  matrix: "A B C D M P Q R S U V W X Y Z K L A1 B2 Sigma",
};
const odd: Readonly<Record<"scalar" | "line" | "matrix", string>> = {
  scalar: "e d θ λ σ_2 inv i constructor",
  line: "sum diag é x_1 e1 μ toString",
  matrix: "E T D I tr Σ X_12 Ω __proto__ hasOwnProperty",
};

/** A new name by the habit of its kind, seldom an odd one; none that is a dimension's. */
export function nameFor(shape: Shape, rng: Random, variables: ReadonlyMap<string, Declared>, dimensions: readonly Dimension[], plain: boolean): string {
  const kind = isScalarShape(shape) ? "scalar" : shape[0] === one || shape[1] === one ? "line" : "matrix";
  const taken = new Set([...variables.keys(), ...dimensions.flatMap((d) => d.names)]);
  const list = (!plain && rng.uniform() < 0.04 ? odd[kind] : names[kind]).split(" ").filter((n) => !taken.has(n));
  if (list.length) return list[rng.integer(0, list.length - 1)]!;
  for (let k = 1; ; k++) if (!taken.has(`v${k}`)) return `v${k}`;
}

/** A declared type as it is written. */
export function typeText({ shape: [r, c], properties }: Declared): string {
  const kind =
    r === one && c === one
      ? "scalar"
      : c === one
        ? `vector(${r.text})`
        : r === one
          ? `row(${c.text})`
          : r === c
            ? `matrix(${r.text})`
            : `matrix(${r.text}, ${c.text})`;
  return [kind, ...properties].join(" ");
}
