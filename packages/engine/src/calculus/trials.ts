/** Claims about derivatives, made ready and tried at random points: what `check` and `minimalProperties` share. */
import { type Expression, nodesOf, type Variable } from "../expression/node.ts";
import { compile, type Definition, type Point, type Program } from "../numeric/evaluate.ts";
import { cholesky, inverse, sqrtm } from "../numeric/kernels.ts";
import { greatest, type Matrix } from "../numeric/matrix.ts";
import { satisfies } from "../numeric/properties.ts";
import { type Random, random } from "../numeric/random.ts";
import type { Manners } from "../numeric/sample.ts";
import type { Condition } from "../numeric/sizes.ts";
import { dimensionNames, type Field, type Found, findPoint, patience, tolerances } from "./points.ts";
import { type Arrangement, alongIncrement, firstDerivative, hessianProduct, ofCotangent, type Probe, secondDerivative } from "./probes.ts";
import type { Convention, Structure } from "./structures.ts";
import { alongStructure } from "./tangents.ts";

/** A property that a value or a name has, is assumed to have, or was declared to have. */
export interface Need {
  readonly expression: Expression;
  readonly property: string;
}
export interface Candidate {
  readonly name: string;
  readonly property: string;
}

/** What all claims hold. */
interface Setting {
  readonly function: Expression;
  readonly wrt: Variable;
  /** The answer. */
  readonly derivative: Expression;
  /** Names that the answer uses for its parts, each defined by those before it. */
  readonly where?: readonly Definition[];
  /** Names that function and answer use; one for `wrt` is left out, it is then independent. */
  readonly definitions?: readonly Definition[];
  readonly conditions?: readonly Condition[];
  /** The declared variables by name, with their properties. */
  readonly variables: ReadonlyMap<string, Variable>;
  readonly seed: string;
  /** The conditions reported with the answer: points that lack one are left out. What declared properties cover is no condition. */
  readonly needs?: readonly Need[];
  /** Declared properties that the derivation looked at. */
  readonly candidates?: readonly Candidate[];
  /** wrt moves within a structure only, which it keeps when other properties are dropped. */
  readonly within?: { readonly structure: Structure; readonly convention: Convention };
}

/** `derivative` is the derivative of `function` by `wrt`, or the second one; in a mixed one columns belong to `also`. */
export interface Claim extends Setting {
  readonly order: 1 | 2;
  readonly also?: Variable;
  /** Needed at order 1; at order 2 the Hessian as it stands unless given. */
  readonly arrangement?: Arrangement;
}

/** An answer that holds an increment (`dX`) or a cotangent (`G`), whose variable is `direction`. */
export interface DirectionalClaim extends Setting {
  readonly form: "differential" | "jvp" | "vjp" | "hvp";
  readonly direction: Variable;
}

export type Verdict =
  | {
      readonly status: "passed";
      readonly maxError: number;
      readonly trials: number;
      readonly seed: string;
      readonly sizes: readonly Readonly<Record<string, number>>[];
    }
  | {
      readonly status: "failed";
      readonly reason: "value" | "shape" | "undefined";
      readonly maxError: number;
      readonly seed: string;
      readonly sizes: Readonly<Record<string, number>>;
      readonly point: Point;
    }
  | { readonly status: "unverified"; readonly reason: string };

/** How many points an answer is compared at. */
export const trials = 3;
/** Below this a derivative is rounding: log|det Q| of an orthogonal Q. */
const smallest = 1e-14;

/** A claim made ready: compiled programs, what to sample, how to compare. */
export interface Plan {
  /** Has f pieces (sign, step, relu, ...)? Then a few points may all lie on one. */
  readonly piecewise: boolean;
  readonly setting: Setting;
  readonly field: Field;
  readonly answer: Program;
  /** The name in the answer that takes the direction, and which direction that is. */
  readonly direction?: { readonly name: string; readonly of: "dx" | "dy" | "weights" };
}

/** Kernels that have a value just where the property holds; `pospart` is a positive definite symmetric part, `principal` no eigenvalue on the negative axis. */
const existence: Readonly<Record<string, (args: readonly Matrix[]) => unknown>> = {
  invertible: inverse,
  posdef: cholesky,
  pospart: cholesky,
  principal: ([a]) => sqrtm([inverse([a!])]),
};

/** Does the value have what a function needs to exist? */
function meets(value: Matrix, property: string): boolean {
  const exists = existence[property];
  if (!exists) return satisfies(value, property);
  exists([value]);
  return true;
}

function planOf(setting: Setting, probe: Probe, also: Variable, comparisons: number, direction?: { variable: Variable; of: "dx" | "dy" | "weights" }): Plan {
  const definitions = (setting.definitions ?? []).filter((d) => d.name !== setting.wrt.name && d.name !== also.name);
  const where = setting.where ?? [];
  const program = compile(setting.function, definitions);
  const answer = compile(setting.derivative, where.length ? [...definitions, ...where] : definitions);
  const needs = (setting.needs ?? []).map((n) => ({ program: compile(n.expression, definitions), property: n.property }));
  const expressions = [setting.function, setting.derivative, ...definitions.map((d) => d.expression), ...where.map((d) => d.expression)];
  const names = new Set([setting.wrt.name, also.name, ...program.names, ...answer.names, ...needs.flatMap((n) => [...n.program.names])]);
  if (direction) names.delete(direction.variable.name);
  const defined = new Set([...definitions, ...where].map((d) => d.name));
  const free = new Map<string, Variable>([
    [setting.wrt.name, setting.wrt],
    [also.name, also],
  ]);
  const nodes = nodesOf(...expressions);
  for (const node of nodes) if (node.kind === "variable" && !defined.has(node.name) && names.has(node.name) && !free.has(node.name)) free.set(node.name, node);
  for (const c of setting.conditions ?? []) if (c.kind === "commute") for (const n of [c.left, c.right]) if (!defined.has(n)) names.add(n);
  const variables: Variable[] = [];
  for (const name of names) {
    const v = setting.variables.get(name) ?? free.get(name);
    if (v) variables.push(v);
  }
  const dimensions = new Set(dimensionNames(nodes));
  for (const v of variables) for (const d of [v.rows, v.cols]) for (const n of d.names) dimensions.add(n);
  for (const c of setting.conditions ?? []) if (c.kind === "size") for (const d of [c.left, c.right]) for (const n of d.names) dimensions.add(n);
  const admits = (point: Point): boolean => {
    try {
      return needs.every((n) => meets(n.program.bind(point), n.property));
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  };
  return {
    setting,
    answer,
    field: {
      program,
      variables,
      dimensions: [...dimensions],
      conditions: setting.conditions ?? [],
      x: setting.wrt.name,
      y: also.name,
      probe,
      comparisons,
      admits,
    },
    piecewise: nodes.some((n) => n.kind === "apply" && n.operation.kinks !== undefined),
    ...(direction && { direction: { name: direction.variable.name, of: direction.of } }),
  };
}

/** How far the answer is from the differences at a found point: the greatest error against its tolerance, and relative; or what is wrong otherwise. */
export function compare(plan: Plan, found: Found): { ratio: number; error: number } | "shape" | "undefined" {
  const { probe } = plan.field;
  const tolerance = tolerances[probe.order];
  let value: Matrix | undefined;
  let [ratio, error] = [0, 0];
  for (const { directions, slope } of found.measured) {
    if (!value || plan.direction) {
      const values = plan.direction ? new Map(found.point.values).set(plan.direction.name, directions[plan.direction.of]) : found.point.values;
      try {
        value = plan.answer.bind({ sizes: found.point.sizes, values });
      } catch (thrown) {
        if (thrown instanceof RangeError) return "undefined";
        throw thrown;
      }
    }
    const claimed = probe.claimed(value, found.site, directions);
    if (!claimed || claimed.length !== slope.value.data.length) return "shape";
    const top = greatest(slope.value);
    for (let k = 0; k < claimed.length; k++) {
      const d = slope.value.data[k]!;
      const gap = Math.abs(claimed[k]! - d);
      if (!Number.isFinite(gap)) return "undefined";
      const scale = Math.max(Math.abs(d), Math.abs(claimed[k]!), 1e-2 * top);
      ratio = Math.max(ratio, gap / (tolerance * scale + found.floor + 10 * slope.error[k]! + smallest));
      error = Math.max(error, gap / Math.max(1, top));
    }
  }
  return { ratio, error };
}

/** Runs a plan's trials; `manners` say how variables are drawn, `limit` how many points a search may draw. */
export function run(plan: Plan, seed: string, count: number, manners: Manners, limit = patience): Verdict {
  const sizes: Record<string, number>[] = [];
  const before: ReadonlyMap<string, number>[] = [];
  let maxError = 0;
  for (let trial = 0; trial < count; trial++) {
    const rng: Random = random(`${seed}#${trial}`);
    let found = findPoint(plan.field, rng, before, manners, limit);
    if ("reason" in found) return { status: "unverified", reason: found.reason };
    let result = compare(plan, found);
    // on a flat piece beside a kink (a norm that stays 0) f has a derivative that no formula gives: another point
    for (let again = 0; result === "undefined" && plan.piecewise && again < 6; again++) {
      found = findPoint(plan.field, rng, before, manners, limit);
      if ("reason" in found) return { status: "unverified", reason: found.reason };
      result = compare(plan, found);
    }
    const at = Object.fromEntries(found.point.sizes);
    if (typeof result === "string" || result.ratio > 1) {
      if (result === "undefined" && plan.piecewise) return { status: "unverified", reason: "at the points found the function is flat beside its kinks" };
      if (found.kinked) return { status: "unverified", reason: "the function is not differentiable where the declared properties hold" };
      const [reason, error] = typeof result === "string" ? ([result, Number.NaN] as const) : (["value", result.error] as const);
      return { status: "failed", reason, maxError: error, seed, sizes: at, point: found.point };
    }
    maxError = Math.max(maxError, result.error);
    before.push(found.point.sizes);
    sizes.push(at);
  }
  return { status: "passed", maxError, trials: count, seed, sizes };
}

const identityLayout: Arrangement = (jacobian) => jacobian;

function derivativePlan(claim: Claim): Plan {
  const { within } = claim;
  if (within) return planOf(claim, alongStructure(within.structure, within.convention), claim.wrt, 1);
  const probe = claim.order === 1 ? firstDerivative(claim.arrangement ?? identityLayout) : secondDerivative(claim.arrangement);
  return planOf(claim, probe, claim.also ?? claim.wrt, 2);
}

const forms: Readonly<Record<DirectionalClaim["form"], { probe: Probe; of: "dx" | "dy" | "weights" }>> = {
  differential: { probe: alongIncrement, of: "dx" },
  jvp: { probe: alongIncrement, of: "dx" },
  vjp: { probe: ofCotangent, of: "weights" },
  hvp: { probe: hessianProduct, of: "dx" },
};

function directionalPlan(claim: DirectionalClaim): Plan {
  const { probe, of } = forms[claim.form];
  return planOf(claim, probe, claim.wrt, 2, { variable: claim.direction, of });
}

/** The plan of a claim of either kind. */
export function planFor(claim: Claim | DirectionalClaim): Plan {
  return "form" in claim ? directionalPlan(claim) : derivativePlan(claim);
}
