import type { Trial } from "../emit/plan.ts";
import { one } from "../expression/dimension.ts";
import { type Expression, nodesOf, type Variable, variable } from "../expression/node.ts";
import { compile, type Definition } from "../numeric/evaluate.ts";
import { greatest, type Matrix, matrix, rowsOf } from "../numeric/matrix.ts";
import { random } from "../numeric/random.ts";
import { samplePoint, sampleVariable } from "../numeric/sample.ts";
import type { Condition } from "../numeric/sizes.ts";

/** Values as code writes them: a number, a list, or a list of rows. */
function literalOf(m: Matrix, v: Variable): number | number[] | number[][] {
  if (v.rows !== one && v.cols !== one) return rowsOf(m);
  return v.rows !== one || v.cols !== one ? [...m.data] : (m.data[0] as number);
}

/** Properties of form that sums of values with them have too. */
const linear: Readonly<Record<string, string>> = {
  symmetric: "symmetric",
  posdef: "symmetric",
  psd: "symmetric",
  skew: "skew",
  diagonal: "diagonal",
  lower: "lower",
  upper: "upper",
  toeplitz: "toeplitz",
  symtoeplitz: "symtoeplitz",
};

const short = (m: Matrix): Matrix =>
  matrix(
    m.rows,
    m.cols,
    m.data.map((x) => Number(x.toFixed(2))),
  );

/**
 * A point with the declared properties where f is smooth and tame, and a direction to move `wrt` in, for the self-test of emitted code;
 * undefined where none is found. Values without properties are rounded, to be short.
 */
export function trialOf(
  f: Expression,
  variables: readonly Variable[],
  wrt: Variable,
  definitions: readonly Definition[],
  conditions: readonly Condition[],
  seed: string,
): Trial | undefined {
  const program = compile(f, definitions);
  const nodes = [...variables, ...nodesOf(f, ...definitions.map((d) => d.expression))];
  const dimensions = new Set(nodes.flatMap((n) => [n.rows, n.cols, ...(n.kind === "apply" ? n.dimensions : [])]).flatMap((d) => d.names));
  const rng = random(seed);
  const h = 1e-6;
  // code may read half of a symmetric matrix: the point moves among those that have the form
  const moving = variable(wrt.name, wrt.rows, wrt.cols, [...new Set(wrt.properties.flatMap((p) => linear[p] ?? []))]);
  for (let attempt = 0; attempt < 60; attempt++) {
    const point = samplePoint(variables, [...dimensions], conditions, rng, () => ({
      region: (["generic", "positive", "definite"] as const)[attempt % 3] as "generic",
    }));
    if (!point) continue;
    const values = new Map([...point.values].map(([name, m]) => [name, variables.find((v) => v.name === name)?.properties.length ? m : short(m)]));
    const x = values.get(wrt.name) as Matrix;
    const along = sampleVariable(moving, point.sizes, rng);
    if (!along) continue;
    const direction = short(along);
    const moved = (by: number): Matrix =>
      program.bind({
        sizes: point.sizes,
        values: new Map([
          ...values,
          [
            wrt.name,
            matrix(
              x.rows,
              x.cols,
              x.data.map((t, k) => t + by * (direction.data[k] as number)),
            ),
          ],
        ]),
      });
    try {
      const [at, plus, minus, wide, back] = [moved(0), moved(h), moved(-h), moved(100 * h), moved(-100 * h)];
      const smooth = at.data.every((_, k) => {
        const near = ((plus.data[k] as number) - (minus.data[k] as number)) / (2 * h);
        const far = ((wide.data[k] as number) - (back.data[k] as number)) / (200 * h);
        return Math.abs(near - far) <= 1e-5 * (1 + Math.abs(near));
      });
      if (!smooth || !(greatest(at) < 1e3)) continue;
      return {
        values: new Map(variables.map((v) => [v.name, literalOf(values.get(v.name) as Matrix, v)])),
        direction: literalOf(direction, wrt),
      };
    } catch (e) {
      if (!(e instanceof RangeError)) throw e;
    }
  }
  return undefined;
}
