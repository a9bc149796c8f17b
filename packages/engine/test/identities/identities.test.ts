import { describe, expect, test, vi } from "vitest";
import { largest } from "../../../../bench/fuzz/slopes.ts";
import { type Dimension, one } from "../../src/expression/dimension.ts";
import { type Apply, type Expression, nodesOf, type Variable } from "../../src/expression/node.ts";
import { type Identity, identities } from "../../src/identities/tables.ts";
import { elaborate } from "../../src/language/elaborate.ts";
import { instantiate } from "../../src/language/formula.ts";
import { normalize } from "../../src/normal/build.ts";
import { evaluate } from "../../src/numeric/evaluate.ts";
import { random } from "../../src/numeric/random.ts";
import { samplePoint } from "../../src/numeric/sample.ts";
import { apply, letterSizes } from "../../src/operations/apply.ts";
import { fresh } from "../normal/fresh.ts";

const seed = "identities 1";
const shapeWords: Readonly<Record<string, string>> = { square: "matrix(p)", column: "vector(q)", row: "row(q)", wide: "matrix(p, q)" };
const squareProperties = /symmetric|skew|posdef|psd|diagonal|lower|upper|orthogonal|idempotent|invertible|toeplitz/;

/** Declarations that satisfy an identity's guards and fit its left side: a second vector is like the first, a wide matrix square where it must. */
function declarationsOf(identity: Identity): Record<string, string> {
  const declare = guarded(identity);
  const others: Record<string, string>[] = [{}, { y: declare.x?.split(" ")[0] ?? "vector(q)" }, { A: "matrix(p)" }, { A: "matrix(p)", B: "matrix(p)" }];
  return others.map((more) => ({ ...declare, ...more })).find((d) => elaborate({ expression: identity.left, declare: d }).expression) ?? declare;
}

function guarded({ left, guards = {} }: Identity): Record<string, string> {
  const declare: Record<string, string> = {};
  for (const [name, words] of Object.entries(guards)) {
    const list = words.split(" ");
    const shape = list.find((w) => shapeWords[w]);
    const properties = list.filter((w) => !shapeWords[w]);
    const habit = name === "c" ? "scalar" : squareProperties.test(words) ? "matrix(p)" : /^[A-Z]/.test(name) ? "matrix(p, q)" : "vector(q)";
    declare[name] = [shape ? shapeWords[shape] : habit, ...properties].join(" ");
  }
  if (/\bc\b/.test(left)) declare.c ??= "scalar";
  if (/\bk\b/.test(left)) declare.k ??= "scalar integer";
  return declare;
}

interface Sides {
  readonly left: Apply;
  readonly right: Expression;
  readonly variables: readonly Variable[];
}

/** Both sides as they stand, at shapes that the guards and the language settle. */
function sidesOf(identity: Identity): Sides {
  const e = elaborate({ expression: identity.left, declare: declarationsOf(identity) });
  if (!e.expression) throw new Error(e.diagnostics.map((d) => d.message).join("; "));
  const left = e.expression as Apply;
  const dimensions = new Map<string, Dimension>();
  for (const n of nodesOf(left))
    if (n.kind === "apply")
      for (const d of [n.rows, n.cols, ...n.dimensions]) for (const name of d.names) dimensions.set(name, d.text === name ? d : (dimensions.get(name) ?? d));
  if (left.operation.signature) for (const [letter, d] of letterSizes(left.operation, left.args, left.dimensions)) dimensions.set(letter, d);
  return { left, right: instantiate(identity.right, e.variables, dimensions, apply), variables: [...e.variables.values()] };
}

function spread(data: Float64Array, length: number): Float64Array {
  return data.length === 1 && length > 1 ? new Float64Array(length).fill(data[0]!) : data;
}

describe(`every identity holds at random values that satisfy its guards (seed ${seed})`, () => {
  test.each(identities.map((i) => [i.name, i] as const))("%s", (_name, identity) => {
    fresh();
    const { left, right, variables } = sidesOf(identity);
    const dims = new Set<string>();
    for (const n of nodesOf(left, right))
      for (const d of [n.rows, n.cols, ...(n.kind === "apply" ? n.dimensions : [])]) for (const name of d.names) dims.add(name);
    let agreed = 0;
    for (let trial = 0; trial < 24 && agreed < 4; trial++) {
      const region = (["generic", "positive", "definite"] as const)[trial % 3]!;
      const point = samplePoint(variables, [...dims], [], random(`${seed} ${identity.name} ${trial}`), () => ({ region }));
      if (!point) continue;
      let value: { l: Float64Array; r: Float64Array };
      try {
        const l = evaluate(left, point).data.slice();
        value = { l, r: spread(evaluate(right, point).data.slice(), l.length) };
      } catch (e) {
        if (e instanceof RangeError) continue;
        throw e;
      }
      if (!(largest(value.l) < 1e8)) continue;
      expect(value.r.length).toBe(value.l.length);
      expect(largest(value.l.map((v, k) => v - value.r[k]!))).toBeLessThan(1e-8 * (1 + largest(value.l)));
      agreed++;
    }
    expect(agreed).toBe(4);
  });
});

describe("no identity is dead: its left side becomes its right side, and would not without it", () => {
  test.each(identities.map((i) => [i.name, i] as const))("%s", async (_name, identity) => {
    fresh();
    const { left, right } = sidesOf(identity);
    const found = normalize(left);
    const wanted = normalize(right);
    expect(found === wanted || (wanted.rows === one && wanted.cols === one && !(found.rows === one && found.cols === one))).toBe(true);
    vi.resetModules();
    vi.doMock("../../src/identities/tables.ts", () => ({ identities: identities.filter((i) => i !== identity) }));
    const [language, build] = [await import("../../src/language/elaborate.ts"), await import("../../src/normal/build.ts")];
    const { print } = await import("../../src/language/print.ts");
    const without = build.normalize(language.elaborate({ expression: identity.left, declare: declarationsOf(identity) }).expression!);
    vi.doUnmock("../../src/identities/tables.ts");
    const head = (e: Expression) => (e.kind === "apply" ? e.operation.name : e.kind);
    expect(`${head(without)} ${print(without)}`).not.toBe(`${head(found)} ${(await import("../../src/language/print.ts")).print(found)}`);
  });
});

test("names are unique", () => {
  expect(new Set(identities.map((i) => i.name)).size).toBe(identities.length);
});
