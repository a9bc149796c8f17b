import { type Claim, check, minimalProperties, type Verdict } from "../calculus/check.ts";
import { freeName } from "../calculus/derivative.ts";
import { type Comparison, compare } from "../calculus/equal.ts";
import { conditionText, type Need, smoothnessOf } from "../calculus/needs.ts";
import { type NewtonStep, newtonStep } from "../calculus/newton.ts";
import type { DeriveAnswer, DeriveRequest, Note } from "../contract.ts";
import { constant, type Expression, isColumn, isScalar, type Variable, variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { toLatex } from "../latex/print.ts";
import { build } from "../normal/build.ts";
import { cost } from "../normal/cost.ts";
import { consultedProperties, holds } from "../normal/properties.ts";
import { simplify } from "../normal/simplify.ts";
import { coefficientOf, isZero } from "../normal/sum.ts";
import { apply } from "../operations/apply.ts";
import { arrangementOf } from "./arrangement.ts";
import { compute, conditionsOf, dependence, layoutOf, targetOf } from "./derive.ts";
import { ownParts, shorterBy } from "./parts.ts";
import { familyNames } from "./samples.ts";
import { groundOf, refuse, type Settled, seedOf, settle, takenNames, wordsOf } from "./settle.ts";
import { newtonSteps } from "./solving.ts";
import { stepsFor } from "./steps.ts";
import { assumedBy, insist } from "./verify.ts";
import { readWrt } from "./wrt.ts";

/** In brackets unless it is one name. */
const held = (text: string): string => (/^[\p{L}_][\p{L}\p{N}_]*'?$/u.test(text) ? text : `(${text})`);

/** The step as it is printed: a column by `\`. */
function stepText(s: NewtonStep, x: Variable): string {
  if (!s.system || !isColumn(x)) return print(s.expression);
  const solved = `${held(print(s.system))}\\${held(print(s.target))}`;
  if (s.factor.kind === "constant" && s.factor.value.equals(1)) return solved;
  const place = variable("@", x.rows, x.cols);
  return print(apply("product", [s.factor, place])).replace("@", () => `(${solved})`);
}

/** `x - step`; a step by a negative factor is added. */
function pointText(x: Variable, s: NewtonStep): string {
  if (coefficientOf(s.factor).value.s > 0n) return `${x.name} - ${stepText(s, x)}`;
  return `${x.name} + ${stepText({ ...s, factor: build("product", [constant(-1), s.factor]) }, x)}`;
}

/** Answers a request for the new point of Newton's step, without id and time. Throws `Refusal` with the failure to respond. */
export function newton(request: DeriveRequest): Omit<DeriveAnswer, "id" | "ms"> {
  const wrt = readWrt(request.wrt);
  if (wrt.second || wrt.entry) refuse("unsupported", "Newton's step is by one name as a whole", { in: "wrt" });
  const layout = layoutOf(request);
  const settled = settle(request, wrt.names);
  const { expression: f, definitions } = settled;
  const x = targetOf(wrt, settled);
  if (!isScalar(f)) refuse("unsupported", "Newton's step is that of a scalar function", { hint: "write the function that is to be least" });
  const question = { function: f, wrt: x, layout: "denominator", form: "matrix", taken: takenNames(settled), definitions } as const;
  const first = compute(question);
  const second = compute({ ...question, again: x });
  if (isZero(second.expression)) refuse("unsupported", "the second derivative is 0: there is no Newton step", { in: "form" });
  // what the first derivative needs is given while the second is taken
  const needs = [...first.needs, ...second.needs];
  const short = shorterBy(ownParts(settled, x));
  const [gradient, hessian] = [short(first.expression), short(second.expression)];
  const step = newtonStep(gradient, hessian, x);
  const point = pointOf(x, step);
  const stepPrinted = stepText(step, x);
  const text = isColumn(x) && step.system ? pointText(x, step) : print(point);
  const regular = regularity(step);
  const candidates = consultedProperties();
  const checked =
    request.verify === false ? undefined : verified({ request, settled, x, gradient: first.expression, hessian: second.expression, point, text, needs });
  const used = checked?.used ?? wordsOf(candidates);
  const notes: Note[] = [
    ...settled.notes,
    ...smoothnessOf([f, ...definitions.map((d) => d.expression)], dependence(settled, x), apply("add", [first.expression])),
  ];
  const seen: DeriveAnswer["verified"] = checked?.verified ?? { status: "skipped" };
  const steps = request.steps
    ? [
        ...stepsFor({
          ...{ request, settled, target: x, again: x, layout: "denominator", form: "matrix", derivative: second, answer: second.expression, parts: [] },
          ...{ seed: seedOf(request), place: undefined, beyond: undefined },
        }),
        ...newtonSteps(x, first.expression, second.expression, point, text, seen),
      ]
    : undefined;
  return {
    ok: true,
    derivative: text,
    latex: toLatex(point, familyNames(settled)),
    shape: [x.rows.text, x.cols.text],
    layout,
    form: "newton",
    declared: settled.declared,
    used,
    conditions: [...new Set([...conditionsOf(settled, { needs }, used), ...regular])],
    notes,
    where: [{ name: freeName("step", takenNames(settled)), expression: stepPrinted, shape: [x.rows.text, x.cols.text] }],
    verified: seen,
    ...(steps && { steps }),
  };
}

/** The new point: as it stands, or with the step taken in where that is much shorter (one step leads to the optimum of a quadratic). */
function pointOf(x: Variable, step: NewtonStep): Expression {
  const minus = build("product", [constant(-1), step.expression]);
  if (isColumn(x) && step.system) return apply("add", [x, apply("product", [constant(-1), step.expression])]);
  const plain = build("add", [x, minus]);
  const shorter = simplify(plain);
  return cost(shorter) * 2 <= cost(plain) ? shorter : plain;
}

/** The condition that the Hessian is regular, where it is not so by itself. */
function regularity(step: NewtonStep): string[] {
  const { system } = step;
  if (!system) return [];
  const before = consultedProperties().length;
  if (holds(system, "invertible") && consultedProperties().length === before) return [];
  const factors = system.kind === "apply" && system.operation.name === "kronecker" ? system.args : [system];
  return factors.filter((a) => !(a.kind === "apply" && a.operation.name === "identity")).map((a) => conditionText(print(a), "invertible"));
}

interface Newton {
  readonly request: DeriveRequest;
  readonly settled: Settled;
  readonly x: Variable;
  readonly gradient: Expression;
  readonly hessian: Expression;
  readonly point: Expression;
  readonly text: string;
  readonly needs: readonly Need[];
}

/** Gradient and Hessian against differences of the function, then the point against their solution. Throws `Refusal` where one fails. */
function verified({ request, settled, x, gradient, hessian, point, text, needs }: Newton): { verified: DeriveAnswer["verified"]; used: string[] } {
  const candidates = consultedProperties();
  const seed = seedOf(request);
  const ground = { ...groundOf(settled, seed), needs: assumedBy(needs), candidates };
  const common = { ...ground, function: settled.expression, wrt: x };
  const claims: Claim[] = [
    { ...common, order: 1, derivative: gradient, arrangement: arrangementOf(settled.expression, x, "denominator", "matrix") },
    { ...common, order: 2, derivative: hessian, also: x },
  ];
  const used = new Set<string>();
  let [maxError, trials] = [0, 0];
  const passed = <V extends Verdict | Comparison>(v: V) => {
    const pass = insist(v, text);
    maxError = Math.max(maxError, pass.maxError);
    trials = pass.trials;
    return pass;
  };
  for (const claim of claims) {
    passed(check(claim));
    for (const word of wordsOf(minimalProperties(claim))) used.add(word);
  }
  const vec = (e: Expression) => (isScalar(x) ? e : apply("vectorization", [e]));
  const solved = isScalar(x) ? apply("power", [hessian, constant(-1)]) : apply("inverse", [hessian]);
  const comparison = compare({
    left: apply("add", [vec(x), apply("product", [constant(-1), solved, vec(gradient)])]),
    right: vec(point),
    ...ground,
    definitions: settled.definitions.filter((d) => d.variable !== x),
  });
  const compared = passed(comparison.status === "unverified" ? { ...comparison, reason: "the Hessian is singular at every point tried" } : comparison);
  for (const word of wordsOf(compared.used)) used.add(word);
  return { verified: { status: "passed", maxError, trials, seed }, used: [...used] };
}
