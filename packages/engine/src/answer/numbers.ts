import { dimensionNames } from "../calculus/points.ts";
import type { DeriveRequest, Failure, FailureResponse, Lang } from "../contract.ts";
import { dimension, dimensionOf } from "../expression/dimension.ts";
import { isScalar, nodesOf, type Variable } from "../expression/node.ts";
import { elaborate } from "../language/elaborate.ts";
import { inLanguage } from "../messages/translate.ts";
import { hessian, jacobian } from "../numeric/differences.ts";
import { compile, type Point } from "../numeric/evaluate.ts";
import { greatest, type Matrix, matrix, rowsOf } from "../numeric/matrix.ts";
import { random } from "../numeric/random.ts";
import { samplePoint } from "../numeric/sample.ts";
import type { Condition } from "../numeric/sizes.ts";
import { answer } from "./answer.ts";
import { arrangementOf } from "./arrangement.ts";
import { targetOf } from "./derive.ts";
import { Refusal, refuse, seedOf, settle } from "./settle.ts";
import { readWrt } from "./wrt.ts";

type Rows = readonly (readonly number[])[];

/** A derivative at numbers: those given, random ones where none are. */
export interface NumbersRequest extends DeriveRequest {
  readonly sizes?: Readonly<Record<string, number>>;
  readonly values?: Readonly<Record<string, Rows>>;
  /** Another number, other random values. */
  readonly draw?: number;
}

/** The function and its derivative at a point, by the formula and by differences of the function. */
export interface Numbers {
  readonly ok: true;
  readonly sizes: Readonly<Record<string, number>>;
  readonly values: Readonly<Record<string, Rows>>;
  readonly f: Rows;
  readonly derivative: Rows;
  /** Absent where steps leave the domain. */
  readonly numeric?: Rows;
}

/** The most entries that differences are taken for. */
const most = 2500;
const attempts = 40;
const regions = ["generic", "positive", "definite", "dominant", "small", "fraction"] as const;

/** Evaluates a derivative at a point. A user's mistake, and values outside the domain, are a response with `ok: false`. */
export function numbers(request: NumbersRequest): Numbers | FailureResponse {
  const { sizes = {}, values = {}, draw = 0, ...derive } = request;
  const { structured, form = "matrix" } = derive;
  if (Array.isArray(derive.wrt) || structured || form !== "matrix")
    return failure(derive.lang, { code: "unsupported", message: "numbers are shown for one derivative in matrix form", span: [0, 0] });
  const response = answer({ ...derive, task: "derive", verify: false } as DeriveRequest & { wrt: string });
  if (!response.ok) return response;
  try {
    return evaluate(derive, { sizes, values, draw }, response.derivative, response.where ?? []);
  } catch (e) {
    if (e instanceof Refusal) return failure(derive.lang, e.failure);
    throw e;
  }
}

const failure = (lang: Lang | undefined, error: Failure) => inLanguage({ id: null, ok: false, error }, lang) as FailureResponse;

function evaluate(
  request: DeriveRequest,
  given: Required<Pick<NumbersRequest, "sizes" | "values" | "draw">>,
  derivative: string,
  where: readonly { readonly name: string; readonly expression: string }[],
): Numbers {
  const wrt = readWrt(request.wrt);
  const settled = settle(request, wrt.names);
  const target = targetOf(wrt, settled);
  const f = settled.expression;
  if (wrt.second || (request.order === 2 && !isScalar(f))) refuse("unsupported", "numbers are shown for gradients, Jacobians and Hessians");
  const define = { ...request.define, ...Object.fromEntries(where.map((p) => [p.name, p.expression])) };
  const definitions = settled.definitions.filter((d) => d.name !== target.name);
  for (const d of settled.definitions) if (d.name === target.name) delete define[d.name];
  const read = elaborate({ expression: derivative, declare: { ...settled.declared, ...declarationOf(target, settled.declared) }, define, wrt: wrt.names });
  if (!read.expression) refuse("unsupported", "this derivative cannot be evaluated at numbers");
  const [of, by] = [compile(f, definitions), compile(read.expression as typeof f, read.definitions)];
  const variables = variablesOf([...of.names, ...by.names, target.name], settled.variables, target);
  const nodes = nodesOf(f, read.expression as typeof f, ...variables, ...read.definitions.map((d) => d.expression));
  const conditions: Condition[] = [...settled.conditions];
  for (const [name, size] of Object.entries(given.sizes))
    if (Number.isInteger(size) && size >= 1 && size <= 12) conditions.push({ kind: "size", left: dimension(name), relation: "==", right: dimensionOf(size) });
  const rng = random(`${seedOf(request)}:${given.draw}`);
  for (let k = 0; k < attempts; k++) {
    const region = regions[k % regions.length] as (typeof regions)[number];
    const drawn = samplePoint(variables, dimensionNames(nodes), conditions, rng, () => (region === "generic" ? undefined : { region }));
    if (!drawn) continue;
    const point = withValues(drawn, given.values);
    const isGiven = variables.every((v) => Object.hasOwn(given.values, v.name));
    const middle = finite(() => of.bind(point));
    const value = finite(() => by.bind(point));
    if (!middle || !value) {
      if (isGiven) break;
      continue;
    }
    const at = point.values.get(target.name) as Matrix;
    const small = middle.data.length * at.data.length <= most && (request.order !== 2 || at.data.length ** 2 <= most);
    const layout = request.layout ?? "mixed";
    const copy = matrix(middle.rows, middle.cols, middle.data.slice());
    const numeric = small
      ? finite(() => {
          of.bind(point);
          if (request.order === 2) return hessian(of, copy, { name: target.name, at }, { name: target.name, at }).value;
          return arrangementOf(f, target, layout, "matrix", wrt.entry)(jacobian(of, copy, target.name, at).value, copy.rows, copy.cols, at.rows, at.cols);
        })
      : undefined;
    return {
      ok: true,
      sizes: Object.fromEntries(point.sizes),
      values: Object.fromEntries(variables.map((v) => [v.name, rowsOf(point.values.get(v.name) as Matrix)])),
      f: rowsOf(copy),
      derivative: rowsOf(value),
      ...(numeric && { numeric: rowsOf(numeric) }),
    };
  }
  return refuse("unverified", "the function has no value at such numbers");
}

const declarationOf = (target: Variable, declared: Readonly<Record<string, string>>): Record<string, string> =>
  Object.hasOwn(declared, target.name) ? {} : { [target.name]: `matrix(${target.rows.text}, ${target.cols.text})` };

function variablesOf(names: readonly string[], known: ReadonlyMap<string, Variable>, target: Variable): Variable[] {
  const found = new Map<string, Variable>([[target.name, target]]);
  for (const n of names) {
    const v = known.get(n);
    if (v && !found.has(n)) found.set(n, v);
  }
  return [...found.values()];
}

/** A finite value; `undefined` outside the domain. */
function finite(run: () => Matrix): Matrix | undefined {
  try {
    const value = run();
    return Number.isFinite(greatest(value)) ? value : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The point with the values given, where they have the shape of the drawn ones. */
function withValues(point: Point, given: Readonly<Record<string, Rows>>): Point {
  const values = new Map(point.values);
  for (const [name, rows] of Object.entries(given)) {
    const old = values.get(name);
    const data = rows.flat();
    if (old && rows.length === old.rows && data.length === old.data.length && data.every(Number.isFinite))
      values.set(name, matrix(old.rows, old.cols, Float64Array.from(data)));
  }
  return { sizes: point.sizes, values };
}
