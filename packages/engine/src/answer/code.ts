import { compare } from "../calculus/equal.ts";
import type { CodeAnswer, CodeRequest, DerivativesAnswer, DeriveAnswer, DeriveRequest } from "../contract.ts";
import { Unsayable } from "../emit/lower.ts";
import { meaningOf } from "../emit/meaning.ts";
import { type Plan, planOf, type Wanted } from "../emit/plan.ts";
import { targets } from "../emit/targets/index.ts";
import { Unspelled } from "../emit/write.ts";
import { one } from "../expression/dimension.ts";
import { type Expression, isScalar, namesOf, nodesOf, type Variable, variable } from "../expression/node.ts";
import { nearest } from "../language/diagnostics.ts";
import { normalize } from "../normal/build.ts";
import { apply } from "../operations/apply.ts";
import { deriveAs, forget } from "./answer.ts";
import { ownParts } from "./parts.ts";
import { shortest } from "./samples.ts";
import { groundOf, refuse, type Settled, seedOf, settle } from "./settle.ts";
import { trialOf } from "./trial.ts";
import { checkVariants } from "./variants.ts";
import { readWrt } from "./wrt.ts";

type Derived = Omit<DeriveAnswer, "id" | "ms"> | Omit<DerivativesAnswer, "id" | "ms">;

/** Answers a request for code, without id and time: the derivatives are found and checked as ever, then planned and written. Throws `Refusal`. */
export function code(request: CodeRequest): Omit<CodeAnswer, "id" | "ms"> {
  const asked = targetsOf(request);
  checkVariants(request);
  const question = questionOf(request);
  const answers = answersTo(request, question);
  // what the derivations assumed is no fact of the code
  forget();
  const names = namesToDerive(request);
  const settled = settle(question, names);
  knownSizes(request, settled);
  const wanted = wantedOf(request, question, settled, names, answers);
  const plan = planned(request, settled, names, wanted);
  if (request.verify !== false) checkPlan(plan, wanted, settled, request);
  const texts: Record<string, string> = {};
  const refused: { target: string; operation: string }[] = [];
  for (const t of asked) {
    try {
      texts[t.name] = t.write({ ...plan, native: request.native === true, distributed: request.distributed === true });
    } catch (e) {
      if (!(e instanceof Unspelled)) throw e;
      refused.push({ target: t.name, operation: e.message });
    }
  }
  if (!Object.keys(texts).length)
    refuse("unsupported", `${refused.map((r) => r.target).join(", ")} cannot say ${refused.map((r) => r.operation).join(", ")}`, { in: "emit" });
  const { lines: _lines, ...cost } = (plan.functions[0] as Plan["functions"][number]).cost;
  const { declared, conditions, notes, verified } = (answers.point ?? answers.hessian ?? answers.first) as Derived;
  return {
    ok: true,
    code: texts,
    arguments: plan.arguments.map((a) => a.name),
    cost,
    costs: Object.fromEntries(plan.functions.map((f) => [f.kind, f.cost])),
    ...(refused.length && { refused }),
    declared,
    used: [...new Set([...Object.values(answers).flatMap((a: Derived) => a.used), ...plan.used])],
    conditions,
    notes,
    verified,
  };
}

/** Throws `Refusal` where a size is given of what is no dimension, or is none. */
function knownSizes(request: CodeRequest, settled: Settled): void {
  const nodes = [...settled.variables.values(), ...nodesOf(settled.expression, ...settled.definitions.map((d) => d.expression))];
  const dimensions = new Set(nodes.flatMap((n) => [n.rows, n.cols, ...(n.kind === "apply" ? n.dimensions : [])].flatMap((d) => d.names)));
  const unknown = Object.keys(request.sizes ?? {}).find((name) => !dimensions.has(name));
  if (unknown !== undefined)
    refuse("request", `no dimension ${unknown.slice(0, 40)}`, { in: "sizes", hint: `the dimensions are ${[...dimensions].join(", ") || "numbers"}` });
  const wrong = Object.entries(request.sizes ?? {}).find(([, size]) => !Number.isSafeInteger(size) || size < 1);
  if (wrong) refuse("request", `the size of ${wrong[0]} is a positive integer`, { in: "sizes" });
}

/** The derivatives that the functions need. */
interface Answers {
  readonly first: Derived;
  readonly hessian?: Derived;
  readonly along?: Omit<DeriveAnswer, "id" | "ms">;
  readonly jvp?: Omit<DeriveAnswer, "id" | "ms">;
  readonly vjp?: Omit<DeriveAnswer, "id" | "ms">;
  readonly point?: Omit<DeriveAnswer, "id" | "ms">;
}

/** The request as one for a derivative. Throws `Refusal` for what code is not written for. */
function questionOf(request: CodeRequest): DeriveRequest {
  const {
    emit: _emit,
    hvp: _hvp,
    sizes: _sizes,
    withCheck: _check,
    native: _native,
    distributed: _distributed,
    task: _task,
    order: _order,
    form: _form,
    ...rest
  } = request;
  const form = request.form ?? "matrix";
  if (!["matrix", "newton", "jvp", "vjp"].includes(form))
    refuse("unsupported", `code for the form ${String(form).slice(0, 40)} is not supported yet`, {
      in: "form",
      hint: "one of matrix, newton, jvp and vjp, with hvp: true for Hessian-vector products",
    });
  return { ...rest, task: "derive", vectorise: true };
}

/** Asks for each derivative by itself: nothing that one assumes is known to the next. */
function answersTo(request: CodeRequest, question: DeriveRequest): Answers {
  const names = namesToDerive(request);
  const mixed = typeof question.wrt === "string" && readWrt(question.wrt).second !== undefined;
  const order = request.order ?? 1;
  const along = request.hvp ? "hvp" : request.form === "jvp" || request.form === "vjp" ? request.form : undefined;
  if (along && names.length !== 1)
    refuse("unsupported", `${along} by several names is not supported yet`, { in: request.hvp ? "hvp" : "form", hint: "ask for each name by itself" });
  const ask = (q: DeriveRequest): Derived => {
    forget();
    return deriveAs(q);
  };
  return {
    first: ask(mixed ? { ...question, wrt: names.length === 1 ? (names[0] as string) : names } : question),
    ...((order !== 1 || mixed) && { hessian: ask({ ...question, order: order === 1 ? 2 : order }) }),
    ...(request.hvp && { along: ask({ ...question, form: "hvp" }) as Omit<DeriveAnswer, "id" | "ms"> }),
    ...(request.form === "jvp" && { jvp: ask({ ...question, form: "jvp" }) as Omit<DeriveAnswer, "id" | "ms"> }),
    ...(request.form === "vjp" && { vjp: ask({ ...question, form: "vjp" }) as Omit<DeriveAnswer, "id" | "ms"> }),
    ...(request.form === "newton" && { point: ask({ ...question, form: "newton" }) as Omit<DeriveAnswer, "id" | "ms"> }),
  };
}

/** What each function computes, read back from the answers. */
function wantedOf(request: CodeRequest, question: DeriveRequest, settled: Settled, names: readonly string[], answers: Answers): Wanted[] {
  const defined = names.filter((n) => settled.definitions.some((d) => d.name === n));
  const reader = (a: Derived, extra?: Variable) => readerOf(question, settled, a, defined, extra);
  const first = reader(answers.first);
  const scalar = isScalar(settled.expression);
  const f = request.expression;
  const by = names.length > 2 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names.join(" and ");
  const word = (scalar ? "gradient" : "Jacobian") + (names.length > 1 ? "s" : "");
  const value = { name: "value", expression: first(question.expression) };
  const within = request.structured ? ", within its structure" : "";
  const results = [value, ...resultsOf(answers.first, first, scalar ? "gradient" : "jacobian")];
  const assumes = ({ used, conditions }: Derived): string[] => [...used, ...conditions];
  const wanted: Wanted[] = [{ kind: "value", title: `${f} and its ${word} by ${by}${within}`, assumes: assumes(answers.first), results }];
  if (answers.hessian) {
    const which = readWrt(String(request.wrt)).second === undefined ? "Hessian" : "mixed second derivative";
    const results = resultsOf(answers.hessian, reader(answers.hessian), "hessian");
    wanted.push({ kind: "hessian", title: `The ${which} of ${f} by ${by}`, assumes: assumes(answers.hessian), results });
  }
  /** What is taken along a direction of the given shape, or against one. */
  const along = (kind: "hvp" | "jvp" | "vjp", answer: Answers["along"], { rows, cols }: Expression, title: (name: string) => string) => {
    if (!answer) return;
    const name = Object.values(answer.increments ?? {})[0] as string;
    const direction = variable(name, rows, cols);
    const expression = reader(answer, direction)(answer.derivative);
    wanted.push({ kind, title: title(name), assumes: assumes(answer), extra: [direction], results: [{ name: "product", expression }] });
  };
  const x = variableOf(names[0] as string, settled);
  along("hvp", answers.along, x, (name) => `The Hessian of ${f} by ${by}, times ${name}`);
  along("jvp", answers.jvp, x, (name) => `The change of ${f} where ${by} changes by ${name}`);
  along("vjp", answers.vjp, settled.expression, (name) => `The gradient by ${by} of what has the gradient ${name} by ${f}`);
  if (answers.point) {
    const expression = reader(answers.point)(answers.point.derivative);
    const title = `The point after one step of Newton's method in ${by} for ${f}`;
    wanted.push({ kind: "newton", title, assumes: assumes(answers.point), results: [{ name: "point", expression }] });
  }
  return wanted;
}

/** Compares what the plan computes with what it should, at random points. Throws `Refusal` where they differ. */
function checkPlan(plan: Plan, wanted: readonly Wanted[], settled: Settled, request: CodeRequest): void {
  const variables = new Map([...settled.variables, ...plan.arguments.map((a) => [a.name, a.variable] as const)]);
  const definitions = settled.definitions.filter((d) => !variables.has(d.name));
  plan.functions.forEach((f, i) => {
    for (const a of f.extra) variables.set(a.name, a.variable);
    f.results.forEach((r, k) => {
      // the value is compared with what was typed
      const left = f.kind === "value" && k === 0 ? settled.expression : (wanted[i]?.results[k]?.expression as Expression);
      const value = meaningOf(r.node, variables);
      const right = left.rows === one && left.cols !== one ? apply("transpose", [value]) : value;
      const common = { ...groundOf(settled, seedOf(request)), definitions, variables, left, right, candidates: [], needs: [] };
      let verdict = compare(common);
      // a point where rounding is all there is proves nothing: two other triples of points must agree
      if (verdict.status === "failed") {
        const others = ["a", "b"].map((more) => compare({ ...common, seed: common.seed + more }));
        verdict = others.find((o) => o.status !== "passed") ?? (others[0] as typeof verdict);
      }
      if (verdict.status === "failed") refuse("unverified", "code was written, but it failed its check and is withheld");
      if (verdict.status !== "passed") refuse("unverified", `the code could not be checked: ${verdict.reason}`);
    });
  });
}

/** The targets asked for. Throws `Refusal` where one is none. */
function targetsOf(request: CodeRequest): (typeof targets)[number][] {
  const known = targets.map((t) => t.name);
  const list: unknown = request.emit;
  if (!Array.isArray(list) || !list.length)
    refuse("request", "in which language? emit is missing", { in: "emit", hint: `add "emit": ["numpy"]; one or more of ${known.join(", ")}` });
  return (list as unknown[]).map((name) => {
    const found = targets.find((t) => t.name === name);
    if (found) return found;
    const near = typeof name === "string" ? nearest(name, new Set(known)) : undefined;
    return refuse("request", `no target ${JSON.stringify(name)?.slice(0, 40)}`, {
      in: "emit",
      hint: near ? `did you mean ${near}?` : `one of ${known.join(", ")}`,
    });
  });
}

/** The names in wrt, each once. */
function namesToDerive(request: CodeRequest): string[] {
  const list = Array.isArray(request.wrt) ? (request.wrt as readonly unknown[]) : [request.wrt];
  return [...new Set(list.flatMap((w) => readWrt(w).names))];
}

function variableOf(name: string, settled: Settled): Variable {
  const v = settled.variables.get(name) ?? settled.definitions.find((d) => d.name === name)?.variable;
  return v ?? refuse("unknown-name", `${name} is not a variable here`, { in: "wrt" });
}

/** Reads an expression, with the names of an answer. */
type Reader = (text: string) => Expression;

/** Reads the texts of an answer back, with the names that it settled on. */
function readerOf(question: DeriveRequest, settled: Settled, answer: Derived, defined: readonly string[], extra?: Variable): Reader {
  const declare: Record<string, string> = { ...answer.declared };
  const typeOf = (v: Variable) =>
    isScalar(v)
      ? "scalar"
      : v.cols.text === "1"
        ? `vector(${v.rows.text})`
        : v.rows.text === "1"
          ? `row(${v.cols.text})`
          : `matrix(${v.rows.text}, ${v.cols.text})`;
  for (const name of defined) declare[name] = typeOf(variableOf(name, settled));
  if (extra) declare[extra.name] = typeOf(extra);
  const define: Record<string, string> = {};
  for (const [name, text] of Object.entries(question.define ?? {})) if (!defined.includes(name)) define[name] = text;
  for (const w of answer.where ?? []) define[w.name] = w.expression;
  const variableNames = Object.keys(declare).filter((name) => !name.includes("(") && !/^elementwise\b/.test(declare[name] as string));
  return (expression) => {
    const again = { expression, declare, define, wrt: "", ...(question.conditions && { conditions: question.conditions }) };
    const s = settle(again as DeriveRequest, variableNames);
    const values = new Map(ownParts(s).map((p) => [p.variable.id, p.expression]));
    const done = normalize(s.expression, (e) => values.get(e.id));
    return shortest(done, s.expression, true, s);
  };
}

function resultsOf(answer: Derived, read: Reader, name: string): Wanted["results"][number][] {
  if ("derivatives" in answer) return answer.derivatives.map((d) => ({ name: `${name}_${d.wrt.replace(",", "_")}`, expression: read(d.derivative) }));
  return [{ name, expression: read(answer.derivative) }];
}

/** A point for the self-test of the first derivatives. Throws `Refusal` where there is none. */
function selfTest(request: CodeRequest, settled: Settled, names: readonly string[], variables: readonly Variable[]): Plan["trial"] {
  const wrts = names.map((n) => variableOf(n, settled));
  const whole = request.wrt === names[0] || (Array.isArray(request.wrt) && isScalar(settled.expression));
  if (!whole || request.structured || (request.layout && request.layout !== "mixed"))
    refuse("unsupported", "a self-test of an entry, within a structure or in another layout is not supported yet", { in: "withCheck" });
  const definitions = settled.definitions.filter((d) => !names.includes(d.name));
  const trial = trialOf(settled.expression, variables, wrts, definitions, settled.conditions, String(seedOf(request)));
  return trial ?? refuse("unverified", "no point of the domain was found for the self-test", { in: "withCheck" });
}

function planned(request: CodeRequest, settled: Settled, names: readonly string[], wanted: readonly Wanted[]): Plan {
  const occurring = namesOf(settled.expression, ...settled.definitions.map((d) => d.expression), ...wanted.flatMap((w) => w.results.map((r) => r.expression)));
  const extra = new Set(wanted.flatMap((w) => w.extra?.map((v) => v.name) ?? []));
  const all = new Map<string, Variable>();
  for (const n of names) all.set(n, variableOf(n, settled));
  for (const [name, v] of settled.variables) if (occurring.has(name) && !extra.has(name) && !all.has(name)) all.set(name, v);
  const definitions = ownParts(settled).map((p) => ({ name: p.variable.name, expression: p.expression }));
  try {
    return planOf({
      scalar: isScalar(settled.expression),
      wrt: names,
      trial: request.withCheck === true ? selfTest(request, settled, names, [...all.values()]) : undefined,
      arguments: [...all.values()],
      wanted,
      definitions,
      sizes: request.sizes ?? {},
    });
  } catch (e) {
    if (e instanceof Unsayable) return refuse("unsupported", `code for ${e.message} is not supported yet`);
    throw e;
  }
}
