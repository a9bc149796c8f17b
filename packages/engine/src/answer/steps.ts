import { check } from "../calculus/check.ts";
import { type Derivative, type Form, freed, freeing, freeName, type Part } from "../calculus/derivative.ts";
import type { Layout } from "../calculus/layout.ts";
import type { Convention, Structure } from "../calculus/structures.ts";
import type { RequestCommon, Step } from "../contract.ts";
import type { Line } from "../derivation/board.ts";
import { layersOf } from "../derivation/chain.ts";
import { checkLines } from "../derivation/check.ts";
import { componentsOf } from "../derivation/components.ts";
import { byDefinition } from "../derivation/definition.ts";
import { type Derivation, derivationOf, type Names, simplification, type Task } from "../derivation/derivation.ts";
import { intermediatesOf } from "../derivation/intermediates.ts";
import { type Detail, details } from "../derivation/levels.ts";
import type { RuleName } from "../derivation/rules.ts";
import { type Manner, stepsOf } from "../derivation/steps.ts";
import { withinDerivation } from "../derivation/within.ts";
import { constant, type Expression, idsContaining, isColumn, isRow, isScalar, type Variable, variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import type { Message } from "../messages/messages.ts";
import { build, normalize } from "../normal/build.ts";
import { declaredWord } from "../normal/properties.ts";
import { apply } from "../operations/apply.ts";
import { arrangementOf } from "./arrangement.ts";
import { conventionNames } from "./conventions.ts";
import { compute, supported } from "./derive.ts";
import { checkedParts } from "./partchecks.ts";
import { shorterBy } from "./parts.ts";
import { replacing } from "./replacing.ts";
import { familyNames } from "./samples.ts";
import { groundOf, refuse, type Settled, takenNames } from "./settle.ts";
import { assumedBy, insist } from "./verify.ts";

/** What is explained: an answer with all it took. */
export interface Explained {
  readonly request: RequestCommon;
  readonly settled: Settled;
  readonly target: Variable;
  readonly again: Variable | undefined;
  readonly layout: Layout;
  readonly form: Form;
  readonly derivative: Derivative;
  /** As it is printed. */
  readonly answer: Expression;
  readonly parts: readonly Part[];
  readonly seed: number;
  /** The entry or column of the variable to differentiate by. */
  readonly place: readonly Expression[] | undefined;
  /** What the answer has that no derivation explains yet. */
  readonly beyond: Message | undefined;
}

interface Options extends Manner {
  readonly method: string;
}
const methods: readonly string[] = ["differential", "chain", "components", "definition"];

/** What was asked of the derivation. Throws `Refusal` where that is nothing we know. */
export function stepOptions(request: RequestCommon): Options {
  const asked = typeof request.steps === "object" ? request.steps : {};
  const detail = (asked.detail ?? "normal") as Detail;
  const method = asked.method ?? "differential";
  if (!details.includes(detail)) refuse("request", `no detail ${JSON.stringify(detail)}`, { in: "steps", hint: `one of ${details.join(", ")}` });
  if (!methods.includes(method))
    refuse("unsupported", `the method ${JSON.stringify(method)} is not supported yet`, { in: "steps", hint: `one of ${methods.join(", ")}` });
  const { convention } = asked;
  if (convention !== undefined && !conventionNames.includes(convention))
    refuse("request", `no convention ${JSON.stringify(convention)}`, { in: "steps", hint: `one of ${conventionNames.join(", ")}` });
  return { method, detail, ...(convention !== undefined && { convention }) };
}

/** Refuses steps where there are none yet, saying what to ask for instead. */
export function withoutSteps(request: RequestCommon, what: Message, hint: Message): void {
  if (request.steps) refuse("unsupported", `steps of ${what} are not supported yet`, { in: "steps", hint });
}

/** The derivation of an answer, each line checked. Throws `Refusal` where a line fails. */
export function stepsFor(e: Explained): Step[] {
  const { request } = e;
  const { method, ...manner } = stepOptions(request);
  if (e.form !== "matrix") withoutSteps(request, `form ${e.form}`, "ask for form matrix");
  if (e.beyond) withoutSteps(request, e.beyond, "ask for the method chain");
  if (e.place) return checked(derivationOf(placeTask(e, e.place), first), e, manner);
  if (method === "chain") return chainSteps(e, manner);
  if (method === "components") return componentSteps(e, manner);
  const task = wholeTask(e);
  return method === "definition" ? definitionSteps(e, task, manner) : differentialSteps(e, task, manner);
}

/** The question as a whole: the function by the variable, names put in. */
function wholeTask(e: Explained): Task {
  const { typed, normal, fold: folded } = inlinedWith(e.settled, e.target);
  const { fold, unfold } = sharing(e.parts, folded);
  const f = e.settled.expression;
  const whole = unfold && { whole: unfold(e.answer) };
  const opened = openedFor(e);
  return {
    ...(opened && { opened: { ...opened, expression: typed(opened.expression) } }),
    typed: typed(f),
    normal: normal(f),
    layout: e.layout,
    answer: e.answer,
    ...whole,
    fold,
    ...about(e, e.target),
  };
}

const closedForms: Readonly<Record<string, RuleName>> = {
  divergence: "divergence-of-normals",
  normalexpectation: "expectation-of-normal",
  momentsexpectation: "expectation-of-normal",
};

/**
 * Means and divergences by a covariance are those of its symmetric part, which makes long lines: where the formula for a symmetric one has the same derivative,
 * that is what is differentiated. Undefined where it has another, or there is none of these.
 */
function openedFor({ settled, target, again, answer, layout }: Explained): Task["opened"] {
  if (again || settled.definitions.length || !["symmetric", "psd", "posdef"].some((p) => declaredWord(target.properties, p))) return undefined;
  let rule: RuleName | undefined;
  const open = (e: Expression): Expression => {
    if (e.kind !== "apply") return e;
    const found = idsContaining(e, target).has(e.id) ? closedForms[e.operation.name] : undefined;
    rule ??= found;
    return found
      ? build(
          e.operation.name,
          e.args.map((a) => normalize(a)),
          e.dimensions,
        )
      : apply(e.operation, e.args.map(open), e.dimensions);
  };
  const expression = open(settled.expression);
  if (!rule) return undefined;
  const own = compute({ function: expression, wrt: target, layout, form: "matrix", definitions: [], taken: takenNames(settled) });
  return print(own.expression) === print(answer) ? { rule, expression } : undefined;
}

/** One chain; of a second derivative one for the first, and one for its derivative. */
function differentialSteps(e: Explained, task: Task, manner: Manner): Step[] {
  const { again, derivative } = e;
  if (!again) return checked(derivationOf(task, first), e, manner);
  const gradient = derivative.gradient as Expression;
  checkGradient(e, gradient);
  const scalar = isScalar(e.settled.expression);
  const { whole: _, ...plain } = task;
  const one = derivationOf({ ...plain, layout: scalar ? "denominator" : "numerator", answer: gradient }, first);
  const onto = replacing(new Map([[freed(again).id, onBoard(again)]]));
  const by = { ...about(e, again), layout: scalar ? ("numerator" as const) : e.layout };
  const two = derivationOf({ ...task, ...by, typed: onto(gradient), normal: onto(gradient) }, second(one.symbol));
  return [...checked(one, e, manner), ...checked(two, e, manner)];
}

/** The way to the simplified expression: constructors and identities, one at a time. */
export function simplifySteps(request: RequestCommon, settled: Settled, answer: Expression, seed: number): Step[] {
  const manner = stepOptions(request);
  const put = new Map<number, Expression>();
  for (const d of settled.definitions) put.set(d.variable.id, replacing(put)(d.expression));
  const d = simplification(replacing(put)(settled.expression), answer);
  const target = variable("@", answer.rows, answer.cols);
  return stepsOf(d, manner, checkedErrors(d.lines, target, { request, settled, target, seed }), familyNames(settled));
}

/** The free gradient, then what it is within the structure. */
export function structuredSteps(e: Explained, structure: Structure, convention: Convention, answer: Expression): Step[] {
  const { method: _, ...manner } = stepOptions(e.request);
  const d = withinDerivation(e.answer, e.target, freeName(`d${e.target.name}`, takenNames(e.settled)), structure, convention, answer);
  if (!d) withoutSteps(e.request, "a gradient within a structure", "ask for the free gradient");
  return [...stepsFor(e), ...(d ? checked(d, e, manner) : [])];
}

/** One chain for each name on the way back, and the last for the variable itself. */
function chainSteps(e: Explained, manner: Manner): Step[] {
  const { settled, target, again, request } = e;
  if (again) withoutSteps(request, "a second derivative by the chain rule", "ask for the method differential");
  if (!isScalar(settled.expression) && !isColumn(settled.expression))
    withoutSteps(request, "a row or matrix by the chain rule", "ask for the method differential");
  const free = freeing({ wrt: target, definitions: settled.definitions, keepNames: true });
  const f = free(settled.expression);
  const given = settled.definitions.filter((d) => d.variable !== target).map((d) => ({ variable: d.variable, expression: free(d.expression) }));
  const onTheWay = !given.length;
  const network = onTheWay ? intermediatesOf(f, freed(target), takenNames(settled)) : { function: f, definitions: given };
  if (onTheWay && e.parts.length) withoutSteps(request, "so long an answer by the chain rule", "name its parts by define, h = sigmoid(W*x)");
  // there is nothing to go through
  if (!network.definitions.length) return differentialSteps(e, wholeTask(e), manner);
  const layers = supported(layersOf, {
    ...network,
    fold: replacing(new Map(network.definitions.filter((d) => d.expression.kind === "apply").map((d) => [d.expression.id, d.variable]))),
    shorter: shorterBy(network.definitions),
    onTheWay,
    target: freed(target),
    parts: e.parts,
    layout: e.layout,
    answer: e.answer,
    taken: new Set([...takenNames(settled), ...network.definitions.map((d) => d.variable.name)]),
    restore: (v) => (v === freed(target) ? target : undefined),
  });
  return layers.flatMap((d) => {
    const parts = d.values ?? (onTheWay ? network.definitions : []);
    return stepsOf(d, manner, checkedErrors(d.lines, d.increment, { ...e, parts }), familyNames(settled));
  });
}

/** The variable moves in one entry, or in one column, alone. */
function placeTask(e: Explained, place: readonly Expression[]): Task {
  const { settled, target, request, again } = e;
  if (again) withoutSteps(request, "a second derivative by an entry or member", "ask for steps by the whole name");
  if (settled.members?.has(target.name)) withoutSteps(request, "a derivative by a member of a family of matrices", "declare the member as a name of its own");
  if (stepOptions(request).method !== "differential")
    withoutSteps(request, "a derivative by an entry or member by this method", "ask for the method differential");
  const { typed, normal, fold } = inlinedWith(settled, target);
  const { x, restore } = about(e, target);
  const [i, j] = place as [Expression, Expression | undefined];
  const vector = isColumn(target) || isRow(target);
  const column = !vector && !j;
  const increment = variable(freeName("dt", takenNames(settled)), column ? target.rows : constant(1).rows, constant(1).rows);
  const unit = (k: Expression, d: Variable["rows"]) => apply("unitvector", [k], [d]);
  const row = (k: Expression, d: Variable["rows"]) => apply("transpose", [unit(k, d)]);
  const along = column
    ? [increment, row(i, target.cols)]
    : isColumn(target)
      ? [increment, unit(i, target.rows)]
      : isRow(target)
        ? [increment, row(j ?? i, target.cols)]
        : [increment, unit(i, target.rows), row(j as Expression, target.cols)];
  const f = settled.expression;
  return { typed: typed(f), normal: normal(f), x, increment, along: apply("product", along), layout: e.layout, answer: e.answer, restore, fold };
}

/** One chain for the difference, one for its linear part. */
function definitionSteps(e: Explained, task: Task, manner: Manner): Step[] {
  const found = e.again ? undefined : byDefinition(task, first);
  if (!found) withoutSteps(e.request, "what is no polynomial by the definition", "ask for the method differential");
  return (found ?? []).flatMap((d) => checked(d, e, manner));
}

/** One chain, for the entry that the indices name. */
function componentSteps(e: Explained, manner: Manner): Step[] {
  const { settled, target, again, request, layout } = e;
  const f = settled.expression;
  const column = isColumn(f) && !isScalar(f);
  if (again) withoutSteps(request, "a second derivative in components", "ask for the method differential");
  if (isScalar(target) || (isRow(target) && !isColumn(target)) || !(isScalar(f) || (column && isColumn(target))))
    withoutSteps(request, "this shape in components", "ask for the method differential");
  const taken = takenNames(settled);
  const of = compute({ function: f, wrt: target, layout: column ? "numerator" : "denominator", form: "index", definitions: settled.definitions, taken });
  const derivation = supported(componentsOf, {
    function: inlinedWith(settled, target).normal(f),
    x: onBoard(target),
    taken,
    entry: of.expression,
    indices: of.indices ?? [],
    answer: e.answer,
    turned: column ? layout === "denominator" : layout === "numerator" && !isColumn(target),
  });
  return stepsOf(derivation, manner, checkedErrors(derivation.lines, derivation.increment, e, of.indices), familyNames(settled));
}

const first: Names = { function: "f" };
const second = (gradient: string): Names => ({ function: gradient, derivative: "H" });

/** The variable on the board, which keeps of its properties that it is invertible, its increment, and the way back. */
function about({ settled }: Explained, target: Variable): { x: Variable; increment: Variable; restore: (e: Expression) => Expression | undefined } {
  const x = onBoard(target);
  const increment = variable(freeName(`d${x.name}`, takenNames(settled)), x.rows, x.cols);
  return { x, increment, restore: (e) => (e === x || e === freed(target) ? target : undefined) };
}
const onBoard = (target: Variable): Variable =>
  declaredWord(target.properties, "invertible") ? variable(target.name, target.rows, target.cols, ["invertible"]) : freed(target);

/** The function as typed and in normal form, definitions put in, and the way to write their names again. */
function inlinedWith(
  settled: Settled,
  target: Variable,
): { typed: (e: Expression) => Expression; normal: (e: Expression) => Expression; fold: (e: Expression) => Expression } {
  const x = onBoard(target);
  const put = new Map<number, Expression>([[target.id, x]]);
  const typed = replacing(put);
  const free = freeing({ wrt: target, definitions: settled.definitions });
  const normal = (e: Expression) => normalize(free(e), (n) => (n === freed(target) ? x : undefined));
  const names = new Map<number, Expression>();
  for (const d of settled.definitions) {
    if (d.variable === target) continue;
    const value = typed(d.expression);
    put.set(d.variable.id, value);
    for (const e of [value, normal(d.expression)]) if (e.kind === "apply") names.set(e.id, d.variable);
  }
  return { typed, normal, fold: names.size ? replacing(names) : (e) => e };
}

/** Writes the names of the answer's parts for what they stand for, too; and back. */
function sharing(parts: readonly Part[], fold: (e: Expression) => Expression): { fold: (e: Expression) => Expression; unfold?: (e: Expression) => Expression } {
  if (!parts.length) return { fold };
  const values = new Map<number, Expression>();
  const names = new Map<number, Expression>();
  for (const p of parts) {
    const whole = normalize(p.expression, (n) => values.get(n.id));
    values.set(p.variable.id, whole);
    names.set(whole.id, p.variable);
  }
  const share = replacing(names);
  return { fold: (e) => share(fold(e)), unfold: (e) => normalize(e, (n) => values.get(n.id)) };
}

function checked(d: Derivation, e: Explained, manner: Manner): Step[] {
  const parts =
    manner.detail === "full" && e.request.verify !== false
      ? checkedParts(d, { ...groundOf(e.settled, e.seed), needs: assumedBy(e.derivative.needs) })
      : undefined;
  return stepsOf(d, manner, checkedErrors(d.lines, d.increment, e), familyNames(e.settled), parts);
}

/** What the check of each line found; nothing on `verify: false`. Throws `Refusal` where a line fails. */
function checkedErrors(
  lines: readonly Line[],
  increment: Variable,
  { request, settled, target, seed, parts = [] }: Pick<Explained, "request" | "settled" | "target" | "seed"> & Partial<Pick<Explained, "parts">>,
  indices?: Derivative["indices"],
): readonly number[] | undefined {
  if (request.verify === false) return undefined;
  const own = settled.definitions.filter((d) => d.variable !== target);
  const definitions = [...own, ...parts.map((p) => ({ name: p.variable.name, expression: p.expression }))];
  const result = checkLines(lines, {
    variables: settled.variables,
    definitions,
    conditions: settled.conditions,
    increment,
    ...(indices && { indices }),
    seed: String(seed),
  });
  if (result.status === "failed") refuse("unverified", `a line of the derivation failed its check: ${result.reason}`);
  if (result.status !== "passed") refuse("unverified", `the derivation could not be checked: ${result.reason}`);
  return result.errors;
}

/** Compares the first derivative of two with differences: the check of the second says nothing of constants in it. */
function checkGradient({ request, settled, target, derivative, seed }: Explained, gradient: Expression): void {
  if (request.verify === false) return;
  const arrangement = arrangementOf(settled.expression, target, isScalar(settled.expression) ? "denominator" : "numerator", "matrix");
  insist(
    check({
      ...groundOf(settled, seed),
      function: settled.expression,
      wrt: target,
      derivative: gradient,
      needs: assumedBy(derivative.needs),
      order: 1,
      arrangement,
    }),
    "",
  );
}
