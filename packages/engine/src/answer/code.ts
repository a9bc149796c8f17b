import type { CodeAnswer, CodeRequest, DerivativesAnswer, DeriveAnswer, DeriveRequest } from "../contract.ts";
import { Unsayable } from "../emit/lower.ts";
import { type Plan, planOf, type Wanted } from "../emit/plan.ts";
import { targets } from "../emit/targets/index.ts";
import { Unspelled } from "../emit/write.ts";
import { type Expression, isScalar, namesOf, type Variable, variable } from "../expression/node.ts";
import { nearest } from "../language/diagnostics.ts";
import { normalize } from "../normal/build.ts";
import { deriveAs } from "./answer.ts";
import { ownParts } from "./parts.ts";
import { shortest } from "./samples.ts";
import { refuse, type Settled, settle } from "./settle.ts";
import { readWrt } from "./wrt.ts";

type Derived = Omit<DeriveAnswer, "id" | "ms"> | Omit<DerivativesAnswer, "id" | "ms">;

/** Answers a request for code, without id and time: the derivative is found and checked as ever, then planned and written. Throws `Refusal`. */
export function code(request: CodeRequest): Omit<CodeAnswer, "id" | "ms"> {
  const asked = targetsOf(request);
  const { emit: _emit, hvp, sizes, withCheck, task: _task, order, ...rest } = request;
  const form = request.form ?? "matrix";
  if (form !== "matrix")
    refuse("unsupported", `code for the form ${String(form).slice(0, 40)} is not supported yet`, {
      in: "form",
      hint: "form matrix, with hvp: true for Hessian-vector products",
    });
  const question: DeriveRequest = { ...rest, task: "derive", vectorise: true };
  const names = namesToDerive(request);
  const settled = settle(question, names);
  const defined = names.filter((n) => settled.definitions.some((d) => d.name === n));
  const first = deriveAs(question);
  const read = readerOf(question, settled, first, defined);
  const value = read.value;
  const wanted: Wanted[] = [
    {
      kind: "value",
      results: [
        { name: "value", expression: value, of: request.expression },
        ...resultsOf(first, read, isScalar(settled.expression) ? "gradient" : "jacobian", request),
      ],
    },
  ];
  let last = first;
  if (order === 2) {
    last = deriveAs({ ...question, order: 2 });
    wanted.push({ kind: "hessian", results: resultsOf(last, readerOf(question, settled, last, defined), "hessian", request) });
  }
  if (hvp) {
    if (names.length !== 1) refuse("unsupported", "hvp by several names is not supported yet", { in: "hvp", hint: "ask for each name by itself" });
    const along = deriveAs({ ...question, form: "hvp" }) as Omit<DeriveAnswer, "id" | "ms">;
    const name = Object.values(along.increments ?? {})[0] as string;
    const x = variableOf(names[0] as string, settled);
    const direction = variable(name, x.rows, x.cols);
    const r = readerOf(question, settled, along, defined, direction);
    wanted.push({
      kind: "hvp",
      extra: [direction],
      results: [{ name: "product", expression: r.read(along.derivative), of: `the second derivative along ${name}` }],
    });
  }
  const plan = planned(request, settled, names, wanted, sizes ?? {}, withCheck === true);
  const texts: Record<string, string> = {};
  const refused: { target: string; operation: string }[] = [];
  for (const t of asked) {
    try {
      texts[t.name] = t.write(plan);
    } catch (e) {
      if (!(e instanceof Unspelled)) throw e;
      refused.push({ target: t.name, operation: e.message });
    }
  }
  if (!Object.keys(texts).length)
    refuse("unsupported", `${refused.map((r) => r.target).join(", ")} cannot say ${refused.map((r) => r.operation).join(", ")}`, { in: "emit" });
  const { lines: _lines, ...cost } = (plan.functions[0] as Plan["functions"][number]).cost;
  const { declared, conditions, notes, verified } = last;
  return {
    ok: true,
    code: texts,
    arguments: plan.arguments.map((a) => a.name),
    cost,
    costs: Object.fromEntries(plan.functions.map((f) => [f.kind, f.cost])),
    ...(refused.length && { refused }),
    declared,
    used: [...new Set([...first.used, ...last.used, ...plan.used])],
    conditions,
    notes,
    verified,
  };
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

interface Reader {
  readonly value: Expression;
  readonly read: (text: string) => Expression;
}

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
  const read = (expression: string): Expression => {
    const s = settle(
      { expression, declare, define, wrt: "", ...(question.conditions && { conditions: question.conditions }) } as DeriveRequest,
      Object.keys(declare),
    );
    const values = new Map(ownParts(s).map((p) => [p.variable.id, p.expression]));
    const done = normalize(s.expression, (e) => values.get(e.id));
    return shortest(done, s.expression, true);
  };
  return {
    read,
    get value() {
      return read(question.expression);
    },
  };
}

function resultsOf(answer: Derived, reader: Reader, name: string, request: CodeRequest): Wanted["results"][number][] {
  if ("derivatives" in answer)
    return answer.derivatives.map((d) => ({
      name: `${name}_${d.wrt.replace(",", "_")}`,
      expression: reader.read(d.derivative),
      of: `its ${name} by ${d.wrt}`,
    }));
  return [{ name, expression: reader.read(answer.derivative), of: `its ${name} by ${String(request.wrt)}` }];
}

function planned(
  request: CodeRequest,
  settled: Settled,
  names: readonly string[],
  wanted: readonly Wanted[],
  sizes: Readonly<Record<string, number>>,
  withCheck: boolean,
): Plan {
  const occurring = namesOf(settled.expression, ...settled.definitions.map((d) => d.expression), ...wanted.flatMap((w) => w.results.map((r) => r.expression)));
  const extra = new Set(wanted.flatMap((w) => w.extra?.map((v) => v.name) ?? []));
  const all = new Map<string, Variable>();
  for (const n of names) all.set(n, variableOf(n, settled));
  for (const [name, v] of settled.variables) if (occurring.has(name) && !extra.has(name) && !all.has(name)) all.set(name, v);
  const definitions = ownParts(settled).map((p) => ({ name: p.variable.name, expression: p.expression }));
  try {
    return planOf({
      title: request.expression,
      scalar: isScalar(settled.expression),
      wrt: names,
      withCheck,
      arguments: [...all.values()],
      wanted,
      definitions,
      sizes,
    });
  } catch (e) {
    if (e instanceof Unsayable) return refuse("unsupported", `code for ${e.message} is not supported yet`);
    throw e;
  }
}
