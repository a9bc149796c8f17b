import type { Derivative } from "../calculus/derivative.ts";
import { differentiateByAll } from "../calculus/gradients.ts";
import type { Layout } from "../calculus/layout.ts";
import { smoothnessOf } from "../calculus/needs.ts";
import type { DerivativesAnswer, DeriveRequest, ListedDerivative, Verified } from "../contract.ts";
import { type Expression, isScalar, nodesOf, type Variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import type { Note } from "../language/scope.ts";
import { toLatex } from "../latex/print.ts";
import { normalize } from "../normal/build.ts";
import { consultedProperties } from "../normal/properties.ts";
import { asked, compute, conditionsOf, dependence, mostInlined, supported, targetOf } from "./derive.ts";
import { inlineSingles, lengthOf, type Shared, shareNames, useNames } from "./names.ts";
import { ownParts, whereOf } from "./parts.ts";
import { regroup } from "./regroup.ts";
import { familyNames, shortest, stackedNotes } from "./samples.ts";
import { refuse, type Settled, seedOf, settle, takenNames, wordsOf } from "./settle.ts";
import { verify } from "./verify.ts";
import { readWrt, type Wrt } from "./wrt.ts";

/** One derivative of the list: by a name, or by two. */
interface Entry {
  readonly wrt: string;
  readonly target: Variable;
  readonly again: Variable | undefined;
  readonly layout: Layout;
}
/** The derivatives; where the function is no scalar, of order 2 also the first derivative of each. */
type Found = Shared & Pick<Derivative, "needs"> & { readonly firsts?: readonly (Expression | undefined)[] };

/** Answers a request whose `wrt` is a list: all gradients, or for order 2 all blocks of the Hessian, with one shared `where`. Throws `Refusal`. */
export function deriveList(request: DeriveRequest): Omit<DerivativesAnswer, "id" | "ms"> {
  const names = namesOf(request.wrt as readonly unknown[]);
  const { layout, form, order } = asked({ ...request, wrt: names[0] as string });
  if (form !== "matrix") refuse("unsupported", `form ${form} by a list of names is not supported yet`, { in: "form", hint: "ask for each name by itself" });
  if (request.structured)
    refuse("unsupported", "structured by a list of names is not supported yet", { in: "structured", hint: "ask for each name by itself" });
  const settled = settle(request, names);
  const targets = names.map((name) => targetOf({ names: [name], second: undefined, entry: undefined }, settled));
  const f = settled.expression;
  const entries: Entry[] =
    order === 1
      ? targets.map((target) => ({ wrt: target.name, target, again: undefined, layout }))
      : targets.flatMap((target, i) => targets.slice(i).map((again): Entry => ({ wrt: `${target.name},${again.name}`, target, again, layout: "numerator" })));
  if (order === 2 && !isScalar(f) && !targets.every(isScalar))
    refuse("unsupported", "the second derivative of a vector or matrix by anything but scalars is not a matrix", {
      hint: "take the Hessian of one entry, (…)[1,1]",
    });
  const taken = takenNames(settled);
  const plain = order === 1 ? gradients(settled, targets, layout, taken) : blocks(settled, entries, taken);
  const grouped = settled.definitions.length
    ? plain.expressions
    : plain.expressions.map((e) => regroup(e, [f, ...plain.parts.map((p) => p.expression)], (x) => normalize(x)));
  // names stand for themselves: a sum that holds them is not stacked; what was stacked may share more
  const found: Found = plain.parts.length
    ? { ...plain, expressions: grouped }
    : { ...plain, ...shareNames({ expressions: grouped.map((e) => shortest(e, f, request.vectorise, settled)), parts: [] }, taken) };
  const answers = found.expressions;
  const candidates = consultedProperties();
  const used = new Set<string>(request.verify === false ? wordsOf(candidates) : []);
  const seed = seedOf(request);
  const derivatives = entries.map((entry, k): ListedDerivative => {
    const expression = answers[k] as Expression;
    const text = print(expression);
    let verified: Verified = { status: "skipped" };
    if (request.verify !== false) {
      const derivative: Derivative = { expression, needs: found.needs, gradient: found.firsts?.[k], parts: found.parts };
      const answered = { ...entry, expression, parts: found.parts, derivative, entry: undefined, form };
      const checked = verify(answered, settled, candidates, seed, text);
      verified = checked.verified;
      for (const u of checked.used) used.add(u);
    }
    return {
      wrt: entry.wrt,
      derivative: text,
      latex: toLatex(expression, familyNames(settled)),
      shape: [expression.rows.text, expression.cols.text],
      layout,
      verified,
    };
  });
  return {
    ok: true,
    derivatives,
    ...(found.parts.length && { where: whereOf(found.parts) }),
    form,
    declared: settled.declared,
    used: [...used],
    conditions: conditionsOf(settled, found, [...used]),
    notes: [
      ...notesOf(settled, targets, found),
      ...[...answers, ...found.parts.map((p) => p.expression)]
        .flatMap((e) => stackedNotes(e, settled))
        .filter((n, k, all) => all.findIndex((o) => o.message === n.message) === k),
    ],
    verified: together(derivatives.map((d) => d.verified)),
  };
}

/** The names of the list. Throws `Refusal` where one is none, or stands twice. */
function namesOf(list: readonly unknown[]): string[] {
  if (list.length === 0) refuse("request", "by which name? wrt is an empty list", { in: "wrt", hint: 'add "wrt": ["x"]' });
  const names: string[] = [];
  for (const item of list) {
    const wrt: Wrt = readWrt(Array.isArray(item) ? undefined : item);
    if (wrt.second !== undefined || wrt.entry)
      refuse("unsupported", `a list of names to differentiate by holds names only, not ${String(item).slice(0, 40)}`, {
        in: "wrt",
        hint: "ask for it by itself",
      });
    const name = wrt.names[0] as string;
    if (names.includes(name)) refuse("request", `${name} stands twice in the list to differentiate by`, { in: "wrt" });
    names.push(name);
  }
  return names;
}

/** All first derivatives: with the names kept, and where the question is short also with everything put in; the shorter is taken. */
function gradients(settled: Settled, wrts: readonly Variable[], layout: Layout, taken: ReadonlySet<string>): Found {
  const { definitions } = settled;
  const of = (keepNames: boolean, nameInner = false): Found => {
    const d = supported(differentiateByAll, { function: settled.expression, wrts, layout, definitions, keepNames, nameInner, taken });
    const settledNames = inlineSingles(useNames(inlineSingles(d), d.own));
    return { ...shareNames(settledNames, taken), needs: d.needs };
  };
  const shorter = (a: Found, b: Found) => (lengthOf(b) < lengthOf(a) ? b : a);
  const kept = of(definitions.length > 0);
  if (!definitions.length) return shorter(kept, of(false, true));
  if (lengthOf(kept) > mostInlined) return kept;
  // a name that is differentiated by is independent of what the others may pass through
  if (wrts.some((w) => definitions.some((d) => d.variable === w))) return kept;
  return shorter(kept, of(false));
}

/** The blocks of the Hessian, each pair once; the definitions are put in, and recognised again. */
function blocks(settled: Settled, entries: readonly Entry[], taken: ReadonlySet<string>): Found {
  const { definitions } = settled;
  if (entries.some((e) => definitions.some((d) => d.variable === e.target)))
    refuse("unsupported", "a block Hessian by a defined name is not supported yet", { in: "wrt", hint: "declare the name instead of defining it" });
  const needs: Derivative["needs"][number][] = [];
  const firsts: (Expression | undefined)[] = [];
  const expressions = entries.map(({ target, again }) => {
    const d = compute({ function: settled.expression, wrt: target, again, layout: "numerator", form: "matrix", definitions, taken });
    needs.push(...d.needs);
    firsts.push(d.gradient);
    return d.expression;
  });
  const plain: Shared = { expressions, parts: [] };
  const own = ownParts(settled, (entries[0] as Entry).target);
  const named = useNames(plain, own);
  return { ...shareNames(lengthOf(named) < lengthOf(plain) ? named : plain, taken), needs, firsts };
}

function notesOf(settled: Settled, targets: readonly Variable[], found: Found): Note[] {
  const roots = [settled.expression, ...settled.definitions.map((d) => d.expression)];
  const notes: Note[] = [
    ...settled.notes,
    ...smoothnessOf(roots, dependence(settled, ...targets), ...found.expressions, ...found.parts.map((p) => p.expression)),
  ];
  const reached = new Set<number>();
  const stack = [settled.expression];
  while (stack.length)
    for (const e of nodesOf(stack.pop() as Expression)) {
      if (e.kind !== "variable" || reached.has(e.id)) continue;
      reached.add(e.id);
      const definition = settled.definitions.find((d) => d.variable === e);
      if (definition) stack.push(definition.expression);
    }
  for (const t of targets) if (!reached.has(t.id)) notes.push({ code: "constant", message: `the expression does not depend on ${t.name}` });
  return notes;
}

function together(all: readonly Verified[]): Verified {
  if (all.some((v) => v.status === "skipped")) return { status: "skipped" };
  return { ...(all[0] as Verified), maxError: Math.max(...all.map((v) => v.maxError ?? 0)) };
}
