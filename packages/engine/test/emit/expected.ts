import type { CodeAnswer, DeriveRequest } from "../../src/contract.ts";
import { one } from "../../src/expression/dimension.ts";
import { nodesOf } from "../../src/expression/node.ts";
import { answer } from "../../src/full.ts";
import { elaborate } from "../../src/language/elaborate.ts";
import { compile, type Point } from "../../src/numeric/evaluate.ts";
import { greatest, type Matrix, rowsOf } from "../../src/numeric/matrix.ts";
import { random } from "../../src/numeric/random.ts";
import { samplePoint } from "../../src/numeric/sample.ts";
import type { Condition } from "../../src/numeric/sizes.ts";
import type { Case, Value } from "./drive.ts";

/** The entries that each result of a call should have, by rows; undefined where nothing is known of it. */
export type Wanted = readonly (readonly number[] | undefined)[];

const names: { readonly [kind: string]: (target: string, scalar: boolean) => string } = {
  value: (target, scalar) =>
    target === "javascript" ? (scalar ? "valueAndGradient" : "valueAndJacobian") : scalar ? "value_and_gradient" : "value_and_jacobian",
  hessian: () => "hessian",
};

function argumentOf(m: Matrix, rows: boolean, cols: boolean): Value {
  if (rows && cols) return rowsOf(m);
  return rows || cols ? [...m.data] : (m.data[0] as number);
}

/** The engine's numbers for f and its derivative at a random point of the domain, and the calls that should give them; undefined where none is found. */
export function expected(
  request: DeriveRequest,
  code: CodeAnswer,
): { readonly calls: (target: string) => Case["calls"]; readonly wanted: readonly Wanted[] } | undefined {
  const derived = answer({ ...request, verify: false } as DeriveRequest & { wrt: string });
  if (!derived.ok) return undefined;
  const common = { declare: derived.declared, ...(request.conditions && { conditions: request.conditions }) };
  const f = elaborate({ ...common, expression: request.expression });
  const define = Object.fromEntries((derived.where ?? []).map((w) => [w.name, w.expression]));
  const d = elaborate({ ...common, define, expression: derived.derivative });
  if (!f.expression || !d.expression) return undefined;
  const variables = [...f.variables.values()];
  const dimensions = new Set(
    [...variables, ...nodesOf(f.expression, d.expression)].flatMap((v) => [
      ...v.rows.names,
      ...v.cols.names,
      ...("dimensions" in v ? v.dimensions.flatMap((x) => x.names) : []),
    ]),
  );
  const conditions = f.conditions.dimension.map((c): Condition => ({ kind: "size", left: c.left, relation: c.op as ">=", right: c.right }));
  const [value, derivative] = [compile(f.expression), compile(d.expression, d.definitions)];
  const rng = random(request.expression);
  for (let attempt = 0; attempt < 60; attempt++) {
    const point: Point | undefined = samplePoint(variables, [...dimensions], conditions, rng, () => ({ region: attempt % 2 ? "positive" : "generic" }));
    if (!point) continue;
    try {
      const [v, g] = [value.bind(point), derivative.bind(point)];
      if (!(greatest(v) < 1e4 && greatest(g) < 1e4)) continue;
      const args = code.arguments.map((name) => {
        const variable = f.variables.get(name);
        const m = point.values.get(name) as Matrix;
        return argumentOf(m, variable?.rows !== one, variable?.cols !== one);
      });
      const scalar = f.expression.rows === one && f.expression.cols === one;
      const second = request.order === 2;
      const kind = (target: string, k: string) => ({ name: (names[k] as (typeof names)[string])(target, scalar), args });
      return {
        calls: (target) => [kind(target, "value"), ...(second ? [kind(target, "hessian")] : [])],
        wanted: second ? [[[...v.data]], [[...g.data]]] : [[[...v.data], [...g.data]]],
      };
    } catch (e) {
      if (!(e instanceof RangeError)) throw e;
    }
  }
  return undefined;
}
