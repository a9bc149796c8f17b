import { describe, expect, test } from "vitest";
import { firstSlope, largest, moved } from "../../../../bench/fuzz/slopes.ts";
import { type Dimension, dimension, dimensionOf, one } from "../../src/expression/dimension.ts";
import { type Expression, type Variable, variable } from "../../src/expression/node.ts";
import type { Operation } from "../../src/expression/operation.ts";
import { signatureOf, type Terminals } from "../../src/expression/signature.ts";
import { instantiate } from "../../src/language/formula.ts";
import { evaluate, type Point } from "../../src/numeric/evaluate.ts";
import { filled, type Matrix } from "../../src/numeric/matrix.ts";
import { type Random, random } from "../../src/numeric/random.ts";
import { sampleVariable } from "../../src/numeric/sample.ts";
import { apply, letterSizes } from "../../src/operations/apply.ts";
import { operations } from "../../src/operations/index.ts";

const names = ["X", "Y", "Z"] as const;
const seed = "differentials 1";

/** What a record says its differential is, as one expression in the arguments and their increments; nothing where it says nothing. */
function stated(op: Operation, args: readonly Variable[], increments: readonly Variable[]): { f: Expression; df: Expression } | undefined {
  const f = apply(op, args);
  const sizes = op.signature ? letterSizes(op, args, []) : new Map<string, Dimension>();
  const bind = new Map<string, Expression>([["x", args[0]!]]);
  args.forEach((a, k) => bind.set(names[k]!, a).set(`d${names[k]!}`, increments[k]!));
  const read = (text: string) => instantiate(text, bind, sizes, apply);
  if (op.differential) return { f, df: read(op.differential) };
  if (op.derivative) return { f, df: apply("hadamard", [read(op.derivative), increments[0]!]) };
  if (op.scalarDerivative) return { f: apply("trace", [f]), df: apply("trace", [apply("product", [read(op.scalarDerivative), increments[0]!])]) };
  if (!op.multilinear || args.length === 0) return undefined;
  const terms = args.map((_, k) =>
    apply(
      op,
      args.map((a, i) => (i === k ? increments[i]! : a)),
    ),
  );
  return { f, df: terms.length === 1 ? terms[0]! : apply("add", terms) };
}

const side = (letters: readonly string[]): Dimension =>
  letters.length === 0 ? one : /\d/.test(letters[0]!) ? dimensionOf(Number(letters[0])) : dimension(letters[0]!);
const shapesOf = (op: Operation): readonly Terminals[] =>
  op.signature
    ? signatureOf(op).inputs
    : [
        { rows: ["i"], cols: ["j"] },
        { rows: ["i"], cols: ["j"] },
      ];

/** Property sets to draw an argument with, beside none. */
const variants: readonly (readonly string[])[] = [[], ["symmetric"], ["posdef"], ["diagonal"], ["lower"], ["positive"]];
const square = (t: Terminals): boolean => t.cols.length > 0 && t.rows.join() === t.cols.join();

function draw(op: Operation, v: Variable, sizes: ReadonlyMap<string, number>, rng: Random): Matrix | undefined {
  const value = sampleVariable(v, sizes, rng, { region: op.needs ? "definite" : "generic" });
  return value && op.entrywise && op.sample ? filled(value.rows, value.cols, () => op.sample!(rng.uniform)) : value;
}

/** How far the stated differential is from differences at one point, in units of what is allowed; nothing where f has no value there. */
function gap(op: Operation, properties: readonly string[], sizes: ReadonlyMap<string, number>, rng: Random): number | undefined {
  const inputs = shapesOf(op);
  const args = inputs.map((t, k) => variable(names[k]!, side(t.rows), side(t.cols), square(t) || properties[0] === "positive" ? properties : []));
  const increments = args.map((a) => variable(`d${a.name}`, a.rows, a.cols));
  const pair = stated(op, args, increments);
  if (!pair) return undefined;
  const values = new Map<string, Matrix>();
  for (const a of args) {
    const value = draw(op, a, sizes, rng);
    if (!value) return undefined;
    values.set(a.name, value).set(
      `d${a.name}`,
      filled(value.rows, value.cols, () => rng.normal()),
    );
  }
  const at = (t: number): Float64Array => {
    const there = new Map(values);
    for (const a of args) there.set(a.name, moved(values.get(a.name)!, [[values.get(`d${a.name}`)!, t]]));
    return evaluate(pair.f, { sizes, values: there }).data.slice();
  };
  try {
    const slope = firstSlope((t) => at(0.2 * t));
    if (slope === "kink" || slope.error > 1e-5 * (1 + largest(slope.value))) return undefined;
    const claimed = evaluate(pair.df, { sizes, values } satisfies Point).data;
    if (claimed.length !== slope.value.length) return Number.POSITIVE_INFINITY;
    const off = largest(slope.value.map((v, k) => v / 0.2 - claimed[k]!));
    return off / (1e-4 * (1 + largest(claimed)));
  } catch (e) {
    if (e instanceof RangeError) return undefined;
    throw e;
  }
}

const recorded = operations.filter(
  (o) => o.differential || o.derivative || o.scalarDerivative || (o.multilinear && shapesOf(o).length && o.name !== "transpose"),
);

describe(`the differential of every record agrees with differences (seed ${seed})`, () => {
  test.each(recorded.map((o) => [o.name, o] as const))("%s", (_name, op) => {
    let agreed = 0;
    for (const properties of variants)
      for (let trial = 0; trial < 4; trial++) {
        const rng = random(`${seed} ${op.name} ${properties} ${trial}`);
        const [i, j, k, l] = [rng.integer(2, 5), rng.integer(2, 5), rng.integer(2, 4), rng.integer(2, 3)];
        const off = gap(op, properties, new Map(Object.entries({ i: op.name === "nuclear" ? i + j : i, j, k, l })), rng);
        if (off === undefined) continue;
        expect(off, `${properties.join(" ") || "no properties"}, sizes ${i}, ${j}`).toBeLessThan(1);
        agreed++;
      }
    expect(agreed).toBeGreaterThanOrEqual(4);
  });
});
