import { type Derivative, differentiate, type Form, freeing, type Question, shapeOf } from "../calculus/derivative.ts";
import { Unsupported } from "../calculus/differential.ts";
import type { Layout } from "../calculus/layout.ts";
import { conditionText, smoothnessOf } from "../calculus/needs.ts";
import type { DeriveAnswer, DeriveRequest } from "../contract.ts";
import { type Expression, isScalar, nodesOf, type Variable, variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import type { Note } from "../language/scope.ts";
import { toLatex } from "../latex/print.ts";
import { Misaligned } from "../network/lower.ts";
import { normalize } from "../normal/build.ts";
import { cost } from "../normal/cost.ts";
import { consultedProperties, declaredWord } from "../normal/properties.ts";
import { layoutByConvention } from "./conventions.ts";
import { explain } from "./explain.ts";
import { namedParts, ownParts, settleParts, shareParts, shorterBy, whereOf } from "./parts.ts";
import { named } from "./patterns.ts";
import { needsBack, placeOf } from "./place.ts";
import { regroup } from "./regroup.ts";
import { familyNames, shortest, stackedNotes, unstackedNotes } from "./samples.ts";
import { refuse, type Settled, seedOf, settle, takenNames, wordsOf } from "./settle.ts";
import { stepOptions, stepsFor } from "./steps.ts";
import { verify } from "./verify.ts";
import { readWrt, type Wrt, withIndices } from "./wrt.ts";

const layouts: readonly Layout[] = ["numerator", "denominator", "mixed"];
const formNames: readonly Form[] = ["matrix", "differential", "index", "vec", "jvp", "vjp", "hvp"];

/** Definitions are put into the expression up to this length; in longer ones they keep their names. */
export const mostInlined = 300;

/** A value of a request as it may be shown. */
const quoted = (value: unknown): string => JSON.stringify(value)?.slice(0, 40) ?? typeof value;

interface Asked {
  readonly layout: Layout;
  readonly form: Form;
  readonly order: 1 | 2;
  readonly wrt: Wrt;
}

/** The layout asked for. Throws `Refusal` where it is none. */
export function layoutOf(request: Pick<DeriveRequest, "layout" | "steps">): Layout {
  const layout = request.layout ?? layoutByConvention(request) ?? "mixed";
  if (!layouts.includes(layout)) refuse("request", `no layout ${quoted(layout)}`, { in: "layout", hint: `one of ${layouts.join(", ")}` });
  return layout;
}

/** What is asked for, with what may be asked. */
export function asked(request: DeriveRequest): Asked {
  const layout = layoutOf(request);
  const form = (request.form ?? "matrix") as Form;
  const order = request.order ?? 1;
  if (!formNames.includes(form)) refuse("request", `no form ${quoted(form)}`, { in: "form", hint: `one of ${formNames.join(", ")}` });
  if (order !== 1 && order !== 2) refuse("request", `no order ${quoted(order)}`, { in: "order", hint: "1 or 2" });
  return { layout, form, order, wrt: readWrt(request.wrt) };
}

/** Answers a request for a derivative, without id and time. Throws `Refusal` with the failure to respond. */
export function derive(request: DeriveRequest): Omit<DeriveAnswer, "id" | "ms"> {
  const { layout: wanted, form, order, wrt } = asked(request);
  // a mixed second derivative has rows x and columns y in every layout
  const layout = wrt.second ? "numerator" : wanted;
  const asTyped = settle({ ...request, declare: withIndices(request.declare, wrt) } as DeriveRequest, wrt.names);
  const chosen = targetOf(wrt, asTyped);
  const place = placeOf(wrt, asTyped, chosen, order, form);
  const [settled, target, entry] = place ? [place.settled, place.target, undefined] : [asTyped, chosen, wrt.entry];
  const again = wrt.second ? targetOf({ ...wrt, names: [wrt.second] }, settled) : order === 2 || form === "hvp" ? target : undefined;

  const f = settled.expression;
  if (again && !isScalar(f) && !(isScalar(target) && isScalar(again)))
    refuse("unsupported", `the second derivative of ${isScalar(target) ? "this by an array" : "a vector or matrix by anything but scalars"} is not a matrix`, {
      hint: "take the Hessian of one entry, (…)[1,1]",
    });

  const taken = takenNames(settled);
  const { definitions } = settled;
  const normal = freeing({ wrt: target, again, definitions });
  const byChain = request.steps !== undefined && request.steps !== false && stepOptions(request).method === "chain";
  const keepNames = definitions.length > 0 && (byChain || cost(normal(f)) > mostInlined);
  const derivative = compute({
    function: f,
    wrt: target,
    again,
    layout,
    form,
    entry,
    taken,
    definitions,
    keepNames,
  });
  const shorter = shorterBy(keepNames ? namedParts(settled, target) : ownParts(settled, target));
  const parts = derivative.parts.map((p) => ({ ...p, expression: shorter(p.expression) }));
  const settledParts = settleParts(shorter(derivative.expression), parts, byChain ? 0 : undefined);
  const shared =
    settledParts.parts.length || place
      ? settledParts
      : shareParts(
          settledParts.expression,
          taken,
          derivative.indices?.map((i) => i.name),
        );

  const shape = shapeOfAnswer(f, target, again, { ...wrt, entry }, layout, form, derivative.expression);
  const samples = shared.parts.length
    ? shared.expression
    : shortest(place ? place.back(shared.expression) : shared.expression, asTyped.expression, request.vectorise, asTyped);
  const regrouped = definitions.length ? samples : regroup(samples, [asTyped.expression], (e) => normalize(e));
  const final = named(regrouped, [asTyped.expression, ...definitions.map((d) => d.expression)]);
  const text = print(final);
  const candidates = consultedProperties();
  const seed = seedOf(request);
  let verified: DeriveAnswer["verified"] = { status: "skipped" };
  let used = wordsOf(candidates);
  if (request.verify !== false) {
    const answered = { expression: place ? place.forth(final) : final, parts: shared.parts, derivative, target, again, entry, layout, form };
    ({ verified, used } = verify(answered, settled, candidates, seed, text, request.explain?.includes("check")));
  }
  const depends = dependence(asTyped, chosen);
  const notes: Note[] = [
    ...settled.notes,
    ...smoothnessOf([asTyped.expression, ...settled.definitions.map((d) => d.expression)], depends, derivative.expression),
  ];
  notes.push(...stackedNotes(final, asTyped), ...(request.vectorise ? unstackedNotes(final) : []));
  if (!depends.has(asTyped.expression.id)) notes.push({ code: "constant", message: `the expression does not depend on ${chosen.name}` });
  const beyond = keepNames && !byChain ? ("so long a chain of definitions" as const) : undefined;
  const steps = request.steps
    ? stepsFor({
        request,
        settled: asTyped,
        target: chosen,
        again: wrt.second ? again : again && chosen,
        place: wrt.entry,
        layout: wrt.entry ? wanted : layout,
        form,
        derivative,
        answer: final,
        parts: shared.parts,
        seed,
        beyond,
      })
    : undefined;
  return {
    ok: true,
    derivative: text,
    latex: toLatex(final, familyNames(asTyped)),
    shape,
    layout: wanted,
    form,
    ...(derivative.indices && { indices: derivative.indices.map((n) => [print(n.name), n.range.text] as const) }),
    ...(derivative.along && { increments: { [form === "vjp" ? "cotangent" : target.name]: derivative.along.name } }),
    declared: settled.declared,
    used,
    conditions: conditionsOf(asTyped, place ? needsBack(derivative, place) : derivative, used),
    notes,
    ...(shared.parts.length && { where: whereOf(shared.parts) }),
    verified,
    ...explain(request, asTyped, chosen.name, final),
    ...(steps && { steps }),
  };
}

/** The variable of a name to differentiate by, with its declared properties. */
export function targetOf(wrt: Wrt, settled: Settled): Variable {
  const name = wrt.names[0] as string;
  const v = settled.variables.get(name) ?? settled.definitions.find((d) => d.name === name)?.variable;
  if (!v) refuse("unknown-name", `${name} is not a variable here`, { in: "wrt", span: [0, name.length] });
  return v as Variable;
}

/** The nodes of the expression and its definitions that depend on one of the variables. */
export function dependence(settled: Settled, ...targets: readonly Variable[]): Set<number> {
  const depends = new Set<number>(targets.map((t) => t.id));
  const mark = (e: Expression) => {
    for (const n of nodesOf(e)) if (n.kind === "apply" && n.args.some((a) => depends.has(a.id))) depends.add(n.id);
    return depends.has(e.id);
  };
  for (const d of settled.definitions) if (mark(d.expression)) depends.add(d.variable.id);
  mark(settled.expression);
  return depends;
}

export const compute = (question: Question): Derivative => supported(differentiate, question);

/** Differentiates; what is not supported is refused. */
export function supported<Q, D>(by: (question: Q) => D, question: Q): D {
  try {
    return by(question);
  } catch (e) {
    if (e instanceof Unsupported) refuse("unsupported", `${e.message} is not supported yet`);
    if (e instanceof Misaligned) refuse("unsupported", "Kronecker products whose factors' sizes do not line up are not supported yet");
    throw e;
  }
}

function shapeOfAnswer(
  f: Expression,
  target: Variable,
  again: Variable | undefined,
  wrt: Wrt,
  layout: Layout,
  form: Form,
  e: Expression,
): readonly [string, string] {
  if (form === "index") {
    const s =
      again && isScalar(f)
        ? shapeOf(target, again, "numerator")
        : again
          ? shapeOf(f, again, layout)
          : shapeOf(f, wrt.entry ? variable("", f.rows, f.rows) : target, layout);
    return [s.rows.text, s.cols.text];
  }
  return [e.rows.text, e.cols.text];
}

/** Conditions that were declared, and those that the functions need and no declared property gives. */
export function conditionsOf(settled: Settled, d: Pick<Derivative, "needs">, used: readonly string[]): string[] {
  const out = new Set(settled.conditionTexts);
  for (const n of d.needs) {
    const declared = n.of.kind === "variable" && declaredWord(settled.variables.get(n.of.name)?.properties ?? [], n.property);
    if (!declared || !used.some((u) => u.startsWith(`${(n.of as Variable).name} `) && declaredWord([u.slice(u.indexOf(" ") + 1)], n.property)))
      out.add(conditionText(print(n.of), n.property));
  }
  return [...out];
}
