import type { DeriveAnswer } from "../../packages/engine/src/contract.ts";
import { type Expression, forgetExpressions, nodesOf, type Variable, variable } from "../../packages/engine/src/expression/node.ts";
import { elaborate } from "../../packages/engine/src/language/elaborate.ts";
import { compile, type Definition, type Point, type Program } from "../../packages/engine/src/numeric/evaluate.ts";
import { matrix } from "../../packages/engine/src/numeric/matrix.ts";
import { type Random, random } from "../../packages/engine/src/numeric/random.ts";
import { samplePoint } from "../../packages/engine/src/numeric/sample.ts";
import { claimed, type Reading, type Site } from "./claims.ts";
import { typeText } from "./declare.ts";
import type { Problem } from "./problems.ts";
import { directionFor, firstSlope, largest, moved, type Slope, secondSlope } from "./slopes.ts";
import { isScalarShape } from "./term.ts";

/** What differences say of an answer. `no point` is no verdict: none was found where differences can be trusted. */
export interface Verdict {
  readonly verdict: "right" | "wrong" | "unreadable" | "no point";
  readonly note: string;
}

const regions = ["generic", "generic", "positive", "generic", "dominant", "small", "definite"] as const;

/** The answer has no value where f has one. */
class Undefined extends RangeError {}

class Judge {
  private readonly variables: Map<string, Variable>;
  /** Variables that lost a property. */
  private readonly freed: ReadonlySet<string>;
  private readonly f: Expression;
  private readonly definitions: Definition[];
  private readonly program: Program;

  constructor(
    private readonly problem: Problem,
    private readonly response: DeriveAnswer,
    keep: (name: string, property: string) => boolean,
  ) {
    const { declared } = problem;
    const kept = (n: string) => declared.get(n)!.properties.filter((p) => (p === "integer" && isScalarShape(declared.get(n)!.shape)) || keep(n, p));
    this.variables = new Map([...declared].map(([n, v]) => [n, variable(n, v.shape[0], v.shape[1], kept(n))]));
    this.freed = new Set([...declared].filter(([n, v]) => kept(n).length < v.properties.length).map(([n]) => n));
    const { f, definitions } = problem.build(this.variables);
    this.f = f;
    this.definitions = definitions;
    this.program = compile(f, this.free(definitions));
  }

  /** The definitions of names that are not differentiated by. */
  private free<D extends { readonly name: string }>(definitions: readonly D[]): D[] {
    return definitions.filter((d) => !this.problem.names.includes(d.name));
  }

  /** The printed answer, read again; or why it cannot be read. */
  private read(): Reading | string {
    const { problem, response } = this;
    const { declare = {}, define = {} } = problem.request;
    const x = this.variables.get(problem.names[0]!) ?? this.definitions.find((d) => d.name === problem.names[0])!.expression;
    const along = Object.values(response.increments ?? {})[0];
    const extra = (response.indices ?? []).map(([n]) => ({ name: n, type: "scalar integer" }));
    if (along) extra.push({ name: along, type: typeText({ shape: response.form === "vjp" ? [this.f.rows, this.f.cols] : [x.rows, x.cols], properties: [] }) });
    const e = elaborate({
      expression: response.derivative,
      declare: Object.fromEntries([
        ...this.dimensionNames().map((n) => [`o_${n}`, `vector(${n})`]),
        ...Object.entries(declare as Record<string, string>),
        ...extra.map((v) => [v.name, v.type]),
      ]),
      define: Object.fromEntries([...Object.entries(define), ...(response.where ?? []).map((w) => [w.name, w.expression])]),
      conditions: problem.request.conditions ?? [],
    });
    if (!e.expression) return e.diagnostics.map((d) => d.message).join("; ");
    return { program: compile(e.expression, this.free(e.definitions)), extra: along ? [along] : [] };
  }

  private dimensionNames(): string[] {
    const dims = new Set<string>();
    const nodes = nodesOf(this.f, ...this.definitions.map((d) => d.expression), ...this.variables.values());
    for (const n of nodes) for (const d of [n.rows, n.cols, ...(n.kind === "apply" ? n.dimensions : [])]) for (const name of d.names) dims.add(name);
    for (const c of this.problem.conditions) if (c.kind === "size") for (const d of [c.left, c.right]) for (const name of d.names) dims.add(name);
    return [...dims];
  }

  run(trials: number): Verdict {
    const answer = this.read();
    if (typeof answer === "string") return { verdict: "unreadable", note: `${answer} in ${this.response.derivative}` };
    const dims = this.dimensionNames();
    let [done, undefinedAt] = [0, 0];
    for (let attempt = 0; attempt < 30 && done < trials; attempt++) {
      const rng = random(`${this.problem.seed} judge ${attempt}`);
      const alike = regions[attempt % regions.length]!;
      // what lost a property must show it: its entries are drawn from everywhere
      const regionOf = (name: string) => (this.freed.has(name) ? "generic" : attempt % 2 ? alike : regions[rng.integer(0, regions.length - 1)]!);
      const point = samplePoint([...this.variables.values()], dims, this.problem.conditions, rng, (v) => ({ region: regionOf(v.name) }));
      if (!point) continue;
      let fault: string | undefined = "domain";
      try {
        fault = this.compare(point, answer, rng);
      } catch (e) {
        if (!(e instanceof RangeError)) throw e;
        if (e instanceof Undefined) undefinedAt++;
      }
      if (fault === undefined) done++;
      else if (fault !== "domain") return { verdict: "wrong", note: `${fault} at ${JSON.stringify(Object.fromEntries(point.sizes))}` };
    }
    if (done > 0) return { verdict: "right", note: "" };
    if (undefinedAt > 2 && this.freed.size === 0 && this.response.conditions.length === 0)
      return { verdict: "wrong", note: "the answer is undefined where the function is not" };
    return { verdict: "no point", note: "" };
  }

  /** Nothing where the answer agrees with differences at the point, `domain` where the point cannot serve, else what is wrong. */
  private compare(point: Point, answer: Reading, rng: Random): string | undefined {
    const { names, order, entry } = this.problem;
    const values = new Map(point.values);
    this.definitions.forEach((d, k) => {
      if (names.includes(d.name)) values.set(d.name, compile(d.expression, this.definitions.slice(0, k)).bind({ sizes: point.sizes, values }));
    });
    const [x, y] = [names[0]!, names[1] ?? names[0]!];
    const [X, Y] = [values.get(x)!, values.get(y)!];
    const bound = this.program.bind({ sizes: point.sizes, values });
    const f = matrix(bound.rows, bound.cols, bound.data.slice());
    if (!(largest(f.data) < 1e6)) return "domain";
    for (let k = 0; k < 3; k++) {
      const [u, v] = [directionFor(X.rows, X.cols, k, rng), directionFor(Y.rows, Y.cols, k === 2 ? 0 : k, rng)];
      if (entry.length) u.data.fill(0)[entry.length === 2 ? (entry[0]! - 1) * X.cols + entry[1]! - 1 : entry[0]! - 1] = 1;
      const cotangent = directionFor(f.rows, f.cols, 0, rng);
      const at = (s: number, t: number): Float64Array => {
        const there = new Map(values).set(
          x,
          moved(
            X,
            x === y
              ? [
                  [u, s],
                  [v, t],
                ]
              : [[u, s]],
          ),
        );
        if (x !== y) there.set(y, moved(Y, [[v, t]]));
        return this.program.bind({ sizes: point.sizes, values: there }).data.slice();
      };
      const slope = order === 2 ? secondSlope(at) : firstSlope((t) => at(t, 0));
      if (slope === "kink") return "domain";
      const fault = this.differs(slope, answer, { point: { sizes: point.sizes, values }, f, X, Y, u, v, cotangent });
      if (fault) return fault;
    }
    return undefined;
  }

  private differs(slope: Slope, answer: Reading, site: Site): string | undefined {
    const { form, order } = this.problem;
    const top = largest(slope.value);
    if (!(top < 1e7) || !(slope.error <= (order === 2 ? 1e-4 : 1e-6) * top + 1e-9)) return "domain";
    let claim: number[] | string;
    try {
      claim = claimed(this.problem, this.response, answer, site);
    } catch (e) {
      throw e instanceof RangeError ? new Undefined(e.message) : e;
    }
    if (typeof claim === "string") return claim;
    const truth = form === "vjp" ? [slope.value.reduce((s, d, i) => s + d * site.cotangent.data[i]!, 0)] : slope.value;
    if (claim.length !== truth.length) return `has ${claim.length} entries for ${truth.length}`;
    const size = largest(site.f.data);
    const [relative, absolute] = order === 2 ? [2e-3, 1e-5] : [2e-5, 1e-6];
    const tolerance =
      relative * Math.max(top, 1e-3 * Math.min(1, size)) * (form === "vjp" ? 1 + site.f.data.length : 1) + 20 * slope.error + absolute * Math.max(0.1, size);
    for (let i = 0; i < truth.length; i++) {
      if (!Number.isFinite(claim[i])) throw new Undefined("not finite");
      if (!(Math.abs(claim[i]! - truth[i]!) <= tolerance)) return `${claim[i]!.toPrecision(6)} for ${truth[i]!.toPrecision(6)}`;
    }
    return undefined;
  }
}

/** Judges an answer by differences, first as declared, then without the properties that it does not list as used. */
export function judge(problem: Problem, response: DeriveAnswer, trials = 2): Verdict & { readonly overclaims?: boolean } {
  const verdict = new Judge(problem, response, () => true).run(trials);
  if (verdict.verdict === "wrong" || verdict.verdict === "unreadable") return verdict;
  const isUsed = (n: string, p: string) => response.used.includes(`${n} ${p}`);
  const idle = [...problem.declared]
    .filter(([n, v]) => v.properties.some((p) => !isUsed(n, p) && !(p === "integer" && isScalarShape(v.shape))))
    .map(([n]) => n);
  if (idle.length === 0) return verdict;
  const without = (names: readonly string[]) => new Judge(problem, response, (n, p) => !names.includes(n) || isUsed(n, p)).run(trials);
  // all at once; where f then has no domain, one variable at a time
  let free = without(idle);
  for (const name of free.verdict === "no point" && idle.length > 1 ? idle : []) if (free.verdict !== "wrong") free = without([name]);
  if (free.verdict === "wrong") return { ...free, overclaims: true };
  return verdict.verdict === "right" ? verdict : free;
}

/** As `judge`, after an answer: expressions made before are forgotten. */
export function judgeAnew(problem: () => Problem, response: DeriveAnswer, trials?: number): Verdict & { readonly overclaims?: boolean } {
  forgetExpressions();
  return judge(problem(), response, trials);
}
