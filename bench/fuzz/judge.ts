import type { DeriveAnswer, DeriveRequest } from "../../packages/engine/src/contract.ts";
import { type Dimension, dimension, one, sizeOf } from "../../packages/engine/src/expression/dimension.ts";
import { type Expression, forgetExpressions, nodesOf, type Variable, variable } from "../../packages/engine/src/expression/node.ts";
import { elaborate } from "../../packages/engine/src/language/elaborate.ts";
import { compile, type Definition, type Point, type Program } from "../../packages/engine/src/numeric/evaluate.ts";
import { type Matrix, matrix, scalar } from "../../packages/engine/src/numeric/matrix.ts";
import { type Random, random } from "../../packages/engine/src/numeric/random.ts";
import { samplePoint } from "../../packages/engine/src/numeric/sample.ts";
import type { Condition, Relation } from "../../packages/engine/src/numeric/sizes.ts";
import { type Case, isMixed, wrtNames } from "./cases.ts";
import { typeText } from "./declare.ts";
import { expressionOf, isScalarShape, subterms } from "./term.ts";

/** What differences say of an answer. `no point` is no verdict: none was found where differences can be trusted. */
export interface Verdict {
  readonly verdict: "right" | "wrong" | "unreadable" | "no point";
  readonly note: string;
}

type Values = Map<string, Matrix>;

const moved = (a: Matrix, by: readonly (readonly [Matrix, number])[]): Matrix => {
  const out = matrix(a.rows, a.cols, a.data.slice());
  for (const [d, t] of by) for (let k = 0; k < out.data.length; k++) out.data[k]! += t * d.data[k]!;
  return out;
};
const largest = (data: ArrayLike<number>): number => {
  let top = 0;
  for (let k = 0; k < data.length; k++) {
    const v = Math.abs(data[k]!);
    if (Number.isNaN(v)) return v;
    if (v > top) top = v;
  }
  return top;
};
const stack = (a: Matrix): number[] => Array.from({ length: a.rows * a.cols }, (_, k) => a.data[(k % a.rows) * a.cols + Math.floor(k / a.rows)]!);

/** A random direction; every third has one entry alone. */
function directionFor(rows: number, cols: number, k: number, rng: Random): Matrix {
  const out = matrix(rows, cols);
  if (k === 2) out.data[rng.integer(0, out.data.length - 1)] = 1;
  else for (let i = 0; i < out.data.length; i++) out.data[i] = rng.normal();
  return out;
}

/** A function of its increments along given directions, or nothing outside the domain. */
type At = (...t: number[]) => Float64Array;

function combine(parts: readonly (readonly [Float64Array, number])[]): number[] {
  return Array.from(parts[0]![0], (_, k) => parts.reduce((s, [v, c]) => s + c * v[k]!, 0));
}

interface Slope {
  readonly value: number[];
  readonly error: number;
}

/** The estimate of least error, where the next best bears it out: a jump or a kink between two steps fools one of them. */
function agreed(estimates: readonly Slope[]): Slope {
  const [best, next] = [...estimates].sort((a, b) => a.error - b.error) as [Slope, Slope];
  const gap = largest(best.value.map((v, k) => v - next.value[k]!));
  return gap > 1e-5 * largest(best.value) + 10 * next.error ? { value: best.value, error: gap } : best;
}

function firstSlope(at: At): Slope | "kink" {
  const zero = at(0);
  const estimates: Slope[] = [];
  for (const h of [2e-2, 3e-3, 3e-4]) {
    const [p1, m1, p2, m2] = [at(h), at(-h), at(2 * h), at(-2 * h)];
    const inner = combine([
      [p1, 1 / (2 * h)],
      [m1, -1 / (2 * h)],
    ]);
    const outer = combine([
      [p2, 1 / (4 * h)],
      [m2, -1 / (4 * h)],
    ]);
    const value = inner.map((v, k) => (4 * v - outer[k]!) / 3);
    const noise = (2e-16 * largest(zero)) / h;
    const bend = combine([
      [p1, 1 / h],
      [m1, 1 / h],
      [zero, -2 / h],
    ]);
    if (h === 3e-4 && largest(bend) > 1e-2 * largest(value) + 100 * noise + 1e-7) return "kink";
    estimates.push({ value, error: largest(inner.map((v, k) => v - outer[k]!)) * (h < 1e-3 ? 1 : 0.02) + 10 * noise });
  }
  return agreed(estimates);
}

function secondSlope(at: At): Slope {
  const size = largest(at(0, 0));
  const cross = (h: number) =>
    combine([
      [at(h, h), 1 / (4 * h * h)],
      [at(h, -h), -1 / (4 * h * h)],
      [at(-h, h), -1 / (4 * h * h)],
      [at(-h, -h), 1 / (4 * h * h)],
    ]);
  return agreed(
    [4e-2, 1e-2, 2e-3].map((h): Slope => {
      const [outer, inner] = [cross(2 * h), cross(h)];
      const value = inner.map((v, k) => (4 * v - outer[k]!) / 3);
      return { value, error: largest(inner.map((v, k) => v - outer[k]!)) * 0.05 + (1e-15 * size) / (h * h) };
    }),
  );
}

/** Conditions as the sampler takes them. */
function conditionsOf(texts: readonly string[]): Condition[] {
  return texts.map((t): Condition => {
    const pair = /^commute\((.*), (.*)\)$/.exec(t);
    if (pair) return { kind: "commute", left: pair[1]!, right: pair[2]! };
    const [left, relation, right] = t.split(" ") as [string, Relation, string];
    return { kind: "size", left: dimension(left), relation, right: dimension(right) };
  });
}

class Judge {
  private readonly variables: Map<string, Variable>;
  private readonly program: Program;
  private readonly definitions: Definition[];
  private readonly f: Expression;
  private readonly x: { name: string; rows: Dimension; cols: Dimension };
  private readonly y: { name: string; rows: Dimension; cols: Dimension };
  private readonly entry: readonly number[];
  private readonly freed: ReadonlySet<string>;

  constructor(
    private readonly c: Case,
    private readonly response: DeriveAnswer,
    keep: ((name: string, property: string) => boolean) | undefined,
  ) {
    this.variables = new Map(
      [...c.variables].map(([n, v]) => [
        n,
        variable(
          n,
          v.shape[0],
          v.shape[1],
          v.properties.filter((p) => (p === "integer" && isScalarShape(v.shape)) || !keep || keep(n, p)),
        ),
      ]),
    );
    this.freed = new Set([...c.variables].filter(([n, v]) => this.variables.get(n)!.properties.length < v.properties.length).map(([n]) => n));
    const scope = new Map<string, Expression>(this.variables);
    this.definitions = [];
    const names = wrtNames(c);
    for (const d of c.definitions) {
      const expression = expressionOf(d.term, (n) => scope.get(n));
      this.definitions.push({ name: d.name, expression });
      scope.set(d.name, variable(d.name, expression.rows, expression.cols));
    }
    this.f = expressionOf(c.term, (n) => scope.get(n));
    this.program = compile(this.f, this.definitions);
    const sideOf = (n: string) => {
      const e = scope.get(n)!;
      return { name: n, rows: e.rows, cols: e.cols };
    };
    this.x = sideOf(names[0]!);
    this.y = sideOf(names[1] ?? names[0]!);
    this.entry = /\[(.*)\]/.exec(c.wrt)?.[1]!.split(",").map(Number) ?? [];
  }

  private extra(): Variable[] {
    const { form, increments, indices } = this.response;
    if (form === "index") return (indices ?? []).map(([n]) => variable(n, one, one, ["integer"]));
    const name = Object.values(increments ?? {})[0];
    if (!name) return [];
    const of = form === "vjp" ? this.f : this.x;
    return [variable(name, of.rows, of.cols)];
  }

  /** The printed answer, read again. */
  private read(): { program: Program; extra: Variable[] } | string {
    const extra = this.extra();
    const declare = Object.fromEntries([
      ...Object.entries((this.request?.declare ?? {}) as Record<string, string>),
      ...extra.map((v) => [v.name, typeText({ shape: [v.rows, v.cols], properties: v.properties })]),
    ]);
    const define = Object.fromEntries([...this.definitionTexts, ...(this.response.where ?? []).map((w) => [w.name, w.expression])]);
    const e = elaborate({ expression: this.response.derivative, declare, define, conditions: this.c.conditions, wrt: [] });
    if (!e.expression) return e.diagnostics.map((d) => d.message).join("; ");
    const names = new Set(wrtNames(this.c));
    return {
      program: compile(
        e.expression,
        e.definitions.filter((d) => !names.has(d.name)).map((d) => ({ name: d.name, expression: d.expression })),
      ),
      extra,
    };
  }
  private get definitionTexts(): [string, string][] {
    return Object.entries(this.request?.define ?? {});
  }
  request: Pick<DeriveRequest, "declare" | "define"> | undefined;

  run(trials: number): Verdict {
    const answer = this.read();
    if (typeof answer === "string") return { verdict: "unreadable", note: `${answer} in ${this.response.derivative}` };
    const dims = new Set<string>();
    for (const n of nodesOf(this.f, ...this.definitions.map((d) => d.expression))) {
      for (const d of [n.rows, n.cols, ...(n.kind === "apply" ? n.dimensions : [])]) for (const name of d.names) dims.add(name);
    }
    for (const v of this.variables.values()) for (const d of [v.rows, v.cols]) for (const name of d.names) dims.add(name);
    for (const c of conditionsOf(this.c.conditions)) if (c.kind === "size") for (const d of [c.left, c.right]) for (const name of d.names) dims.add(name);
    let done = 0;
    let undefinedAt = 0;
    for (let attempt = 0; attempt < 30 && done < trials; attempt++) {
      const rng = random(`${this.c.seed} judge ${attempt}`);
      const regions = ["generic", "generic", "positive", "generic", "dominant", "small", "definite"] as const;
      const alike = regions[attempt % regions.length]!;
      // what lost a property must show it: its entries are drawn from everywhere
      const regionOf = (name: string) => (this.freed.has(name) ? "generic" : attempt % 2 ? alike : regions[rng.integer(0, regions.length - 1)]!);
      const point = samplePoint([...this.variables.values()], [...dims], conditionsOf(this.c.conditions), rng, (v) => ({ region: regionOf(v.name) }));
      if (!point) continue;
      let result: string | undefined;
      try {
        result = this.compare(point, answer, rng);
      } catch (e) {
        if (!(e instanceof RangeError)) throw e;
        result = e.message.startsWith("!") ? "undefined" : "domain";
      }
      if (result === undefined) done++;
      else if (result === "undefined") undefinedAt++;
      else if (result !== "domain") return { verdict: "wrong", note: `${result} at ${JSON.stringify(Object.fromEntries(point.sizes))}` };
    }
    if (done === 0)
      return undefinedAt > 2 && this.response.conditions.length === 0
        ? { verdict: "wrong", note: "the answer is undefined where the function is not" }
        : { verdict: "no point", note: "" };
    return { verdict: "right", note: "" };
  }

  /** Nothing where the answer agrees with differences at the point, `domain` where the point cannot serve, else what is wrong. */
  private compare(point: Point, answer: { program: Program; extra: Variable[] }, rng: Random): string | undefined {
    const { c, x, y, program } = this;
    const values: Values = new Map(point.values);
    for (const d of this.definitions) {
      if (wrtNames(c).includes(d.name))
        values.set(
          d.name,
          compile(
            d.expression,
            this.definitions.slice(
              0,
              this.definitions.findIndex((e) => e.name === d.name),
            ),
          ).bind({ sizes: point.sizes, values }),
        );
    }
    const fixed = this.definitions.filter((d) => !wrtNames(c).includes(d.name));
    const f = fixed.length === this.definitions.length ? program : compile(this.f, fixed);
    const base = f.bind({ sizes: point.sizes, values });
    const middle = matrix(base.rows, base.cols, base.data.slice());
    if (!(largest(middle.data) < 1e6)) return "domain";
    const along = (by: ReadonlyMap<string, readonly (readonly [Matrix, number])[]>): Float64Array => {
      const at = new Map(values);
      for (const [n, list] of by) at.set(n, moved(values.get(n)!, list));
      return f.bind({ sizes: point.sizes, values: at }).data.slice();
    };
    const [X, Y] = [values.get(x.name)!, values.get(y.name)!];
    const sizes = point.sizes;
    const form = c.form;
    for (let k = 0; k < 3; k++) {
      const u = directionFor(X.rows, X.cols, k, rng);
      if (this.entry.length) {
        u.data.fill(0);
        u.data[this.entry.length === 2 ? (this.entry[0]! - 1) * X.cols + this.entry[1]! - 1 : this.entry[0]! - 1] = 1;
      }
      const v = directionFor(Y.rows, Y.cols, k === 2 ? 0 : k, rng);
      const second = c.order === 2;
      const slope = second
        ? secondSlope((s = 0, t = 0) =>
            along(
              x.name === y.name
                ? new Map([
                    [
                      x.name,
                      [
                        [u, s],
                        [v, t],
                      ],
                    ],
                  ])
                : new Map([
                    [x.name, [[u, s]]],
                    [y.name, [[v, t]]],
                  ]),
            ),
          )
        : firstSlope((t = 0) => along(new Map([[x.name, [[u, t]]]])));
      if (slope === "kink") return "domain";
      const top = largest(slope.value);
      if (!(top < 1e7) || !(slope.error <= (second ? 1e-4 : 1e-6) * top + 1e-9)) return "domain";
      const cotangent = directionFor(middle.rows, middle.cols, 0, rng);
      let claimed: number[] | string;
      try {
        claimed = this.claimed(answer, { sizes, values }, u, v, cotangent, middle, X, Y);
      } catch (e) {
        if (e instanceof RangeError) throw new RangeError(`!${e.message}`);
        throw e;
      }
      if (typeof claimed === "string") return claimed;
      const truth = form === "vjp" ? [slope.value.reduce((s, d, i) => s + d * cotangent.data[i]!, 0)] : slope.value;
      if (claimed.length !== truth.length) return `has ${claimed.length} entries for ${truth.length}`;
      const scale = Math.max(top, 1e-3 * Math.min(1, largest(middle.data)));
      const tolerance =
        (second ? 2e-3 : 2e-5) * scale * (form === "vjp" ? truth.length + middle.data.length : 1) +
        20 * slope.error +
        (second ? 1e-6 : 1e-7) * Math.max(0.1, largest(middle.data));
      for (let i = 0; i < truth.length; i++) {
        if (Number.isNaN(claimed[i]!) || Math.abs(claimed[i]!) === Number.POSITIVE_INFINITY) throw new RangeError("!not finite");
        if (!(Math.abs(claimed[i]! - truth[i]!) <= tolerance)) return `${claimed[i]!.toPrecision(6)} for ${truth[i]!.toPrecision(6)}`;
      }
    }
    return undefined;
  }

  /** The slope that the answer claims along the directions: entries of f row by row; or what is wrong with its shape. */
  private claimed(
    answer: { program: Program; extra: Variable[] },
    point: { sizes: ReadonlyMap<string, number>; values: Values },
    u: Matrix,
    v: Matrix,
    cotangent: Matrix,
    f: Matrix,
    X: Matrix,
    Y: Matrix,
  ): number[] | string {
    const { c, response } = this;
    const { layout, form } = c;
    const said = response.shape.map((s) => sizeOf(parsed(s), point.sizes)) as [number, number];
    const [m, n, q] = [f.rows * f.cols, X.rows * X.cols, Y.rows * Y.cols];
    const shapeOf = (): [number, number] => {
      if (form === "jvp" || form === "differential") return [f.rows, f.cols];
      if (form === "vjp" || form === "hvp") return [X.rows, X.cols];
      if (this.entry.length) return layout === "denominator" ? [f.cols, f.rows] : [f.rows, f.cols];
      if (c.order === 2 && m === 1) return n === 1 && q === 1 ? [1, 1] : [n, q];
      if (form === "vec") return m === 1 ? (layout === "numerator" ? [1, n] : [n, 1]) : layout === "denominator" ? [n, m] : [m, n];
      if (f.rows === 1 && f.cols === 1) return layout === "numerator" ? [X.cols, X.rows] : [X.rows, X.cols];
      if (n === 1) return layout === "denominator" && !isMixed(c) ? [f.cols, f.rows] : [f.rows, f.cols];
      return layout === "denominator" ? [n, m] : [m, n];
    };
    const [rows, cols] = shapeOf();
    if (said[0] !== rows || said[1] !== cols) return `says shape ${response.shape.join(" x ")}, ${said.join(" x ")} for ${rows} x ${cols}`;
    const values = new Map(point.values);
    let G: Matrix;
    if (form === "index") {
      const made = this.assembled(answer, point, rows, cols);
      if (typeof made === "string") return made;
      G = made;
    } else {
      for (const e of answer.extra) values.set(e.name, form === "vjp" ? cotangent : form === "hvp" ? v : u);
      G = answer.program.bind({ sizes: point.sizes, values });
    }
    if (G.rows !== rows || G.cols !== cols) return `is ${G.rows} x ${G.cols} for ${rows} x ${cols}`;
    if (form === "jvp" || form === "differential") return [...G.data];
    const inner = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((s, e, i) => s + e * b[i]!, 0);
    if (form === "vjp" || form === "hvp") return [inner(G.data, u.data)];
    const turned = (a: Matrix): number[] => Array.from({ length: a.rows * a.cols }, (_, k) => a.data[(k % a.rows) * a.cols + Math.floor(k / a.rows)]!);
    const across = layout === "denominator" && !isMixed(c);
    if (form === "vec" && n === 1 && m > 1) return Array.from({ length: m }, (_, k) => G.data[Math.floor(k / f.cols) + (k % f.cols) * f.rows]! * u.data[0]!);
    if (this.entry.length || (n === 1 && q === 1)) {
      const by = (c.order === 2 ? u.data[0]! * v.data[0]! : n === 1 ? u.data[0]! : 1) as number;
      // the transpose's entries by columns are the entries by rows
      return (across && m > 1 ? turned(G) : [...G.data]).map((e) => e * by);
    }
    if (c.order === 2) {
      const [a, b] = [stack(u), stack(v)];
      let s = 0;
      for (let i = 0; i < n; i++) for (let j = 0; j < q; j++) s += a[i]! * G.data[i * q + j]! * b[j]!;
      return [s];
    }
    if (m === 1) {
      const flat = form === "vec" ? stack(u) : [...u.data];
      return [inner(form !== "vec" && layout === "numerator" ? turned(G) : G.data, flat)];
    }
    const a = stack(u);
    // J*vec(U), its entries unstacked into f's rows
    const product = Array.from({ length: m }, (_, i) => a.reduce((s, e, j) => s + e * (layout === "denominator" ? G.data[j * m + i]! : G.data[i * n + j]!), 0));
    return Array.from({ length: m }, (_, k) => product[Math.floor(k / f.cols) + (k % f.cols) * f.rows]!);
  }

  /** The array whose entries an index answer gives, the slow index of a side first. */
  private assembled(answer: { program: Program }, point: { sizes: ReadonlyMap<string, number>; values: Values }, rows: number, cols: number): Matrix | string {
    const indices = this.response.indices ?? [];
    const ranges = indices.map(([, d]) => sizeOf(parsed(d), point.sizes));
    const total = ranges.reduce((a, b) => a * b, 1);
    const out = matrix(rows, cols);
    if (total !== rows * cols && total !== 1) return `indices ${JSON.stringify(indices)} for ${rows} x ${cols}`;
    for (let k = 0; k < rows * cols; k++) {
      const values = new Map(point.values);
      let rest = k;
      for (let i = indices.length - 1; i >= 0; i--) {
        values.set(indices[i]![0], scalar(1 + (rest % ranges[i]!)));
        rest = Math.floor(rest / ranges[i]!);
      }
      const e = answer.program.bind({ sizes: point.sizes, values });
      if (e.rows !== 1 || e.cols !== 1) return `an entry is ${e.rows} x ${e.cols}`;
      out.data[k] = e.data[0]!;
    }
    return out;
  }
}

/** A dimension from its text, by the language's own reader. */
function parsed(text: string): Dimension {
  const e = elaborate({ expression: `ones(${text})` });
  return e.expression!.rows;
}

/** Judges an answer by differences, first as declared, then with the properties it does not use dropped. */
export function judge(c: Case, request: DeriveRequest, response: DeriveAnswer, trials = 2): Verdict & { readonly overclaims?: boolean } {
  forgetExpressions();
  const first = new Judge(c, response, undefined);
  first.request = request;
  const verdict = first.run(trials);
  if (verdict.verdict !== "right" && verdict.verdict !== "no point") return verdict;
  const isUsed = (n: string, p: string) => response.used.includes(`${n} ${p}`);
  const idle = [...c.variables].filter(([n, v]) => v.properties.some((p) => !isUsed(n, p) && !(p === "integer" && isScalarShape(v.shape)))).map(([n]) => n);
  if (idle.length === 0) return verdict;
  const without = (names: readonly string[]): Verdict => {
    const again = new Judge(c, response, (n, p) => !names.includes(n) || isUsed(n, p));
    again.request = request;
    return again.run(trials);
  };
  // all at once; where f then has no domain, one variable at a time
  let free = without(idle);
  for (const name of free.verdict === "no point" && idle.length > 1 ? idle : []) if (free.verdict !== "wrong") free = without([name]);
  if (free.verdict === "wrong") return { ...free, overclaims: true };
  return verdict.verdict === "right" ? verdict : free;
}

/** The operations of a case, and of its definitions. */
export function operationsOf(c: Case): Set<string> {
  const out = new Set<string>();
  for (const t of [c.term, ...c.definitions.map((d) => d.term)])
    for (const s of subterms(t)) if (s.kind !== "name" && s.kind !== "number") out.add(s.kind === "size" ? "dimension" : s.operation);
  return out;
}
