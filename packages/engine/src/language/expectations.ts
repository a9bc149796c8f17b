/** Expectations `E(body, x ~ normal(mu, S))` and divergences `KL(normal(m1, S1), normal(m2, S2))`: their shapes, nodes and mistakes. */

import { one } from "../expression/dimension.ts";
import { type Expression, isScalar, variable } from "../expression/node.ts";
import type { Message } from "../messages/messages.ts";
import { apply } from "../operations/apply.ts";
import { expectations } from "../operations/distributions.ts";
import { type Context, expressionOf } from "./build.ts";
import { type Diagnostic, nearest } from "./diagnostics.ts";
import { extentOf } from "./extents.ts";
import type { Settled } from "./inference.ts";
import type { Part } from "./names.ts";
import { addends } from "./places.ts";
import { quoted, shapesText } from "./quote.ts";
import type { Scope } from "./scope.ts";
import { type Tree, walk } from "./tree.ts";
import { anyExtent, type Extent, isOne, isScalarExtent, scalarExtent, sizeText } from "./unify.ts";

type Call = Tree & { readonly kind: "call" };
type Expectation = Tree & { readonly kind: "expectation" };

const usage = "write E(x'*A*x, x ~ normal(mu, S))";
const divergenceUsage = "write KL(normal(m1, S1), normal(m2, S2))";

/** A draw `x ~ normal(mu, S)` that no E is around: it begins at its own variable. */
const isBare = (t: Expectation): boolean => t.body.kind === "name" && t.body.span[0] === t.span[0];

/** The name of the bound variable's node: no free name is like it, so that nothing is captured. */
const drawnName = (name: string): string => `~${name}`;

/** What can be said before shapes are known: of a draw out of place, a distribution that is none, a name that is bound twice or hidden in a definition. */
export function mistakesOf(t: Tree, isBound: (name: string) => boolean, parts: readonly Part[], text: string): Diagnostic | undefined {
  if (t.kind === "call" && t.name === "E")
    return { code: "arguments", message: "E takes an expression and the distribution of its variable", span: t.span, hint: usage };
  if (t.kind === "call" && t.name === "KL") {
    if (t.args.length !== 2 || t.args.some((a) => a.kind !== "call" || a.name !== "normal"))
      return { code: "arguments", message: "KL takes two normal distributions", span: t.span, hint: divergenceUsage };
    for (const a of t.args) {
      const wrong = distributionMistake(a, text);
      if (wrong) return wrong;
    }
    return undefined;
  }
  if (t.kind !== "expectation") return undefined;
  const { variable: name } = t;
  if (isBare(t)) return { code: "arguments", message: `${name} ~ … stands only as the last argument of E`, span: t.span, hint: usage };
  if (isBound(name)) return { code: "arguments", message: `${name} is bound twice`, span: t.span, hint: `rename the inner ${name}` };
  return distributionMistake(t.distribution, text) ?? hidden(t, parts);
}

function distributionMistake(t: Tree, text: string): Diagnostic | undefined {
  const choices: Message = `a distribution is ${[...expectations.keys()].map((n) => `${n}(mu, S)`).join(" or ")}`;
  if (t.kind !== "call") return { code: "arguments", message: `${quoted(t, { text })} is no distribution`, span: t.span, hint: choices };
  if (!expectations.has(t.name)) {
    const near = nearest(t.name, expectations.keys());
    return { code: "unknown-function", message: `there is no distribution ${t.name}`, span: t.nameSpan, hint: near ? `did you mean ${near}?` : choices };
  }
  if (t.args.length === 2) return undefined;
  const count = t.args.length === 1 ? "is 1" : `are ${t.args.length}`;
  return { code: "arguments", message: `${t.name} takes a mean and a covariance, here ${count}`, span: t.span, hint: `write ${t.name}(mu, S)` };
}

/** Is the name drawn by an expectation, and free nowhere? */
export function isOnlyDrawn(name: string, parts: readonly Part[]): boolean {
  let drawn = false;
  for (const p of parts) walk(p.tree, (t) => void (drawn ||= t.kind === "expectation" && t.variable === name));
  return drawn && !parts.some((p) => freeNames(p.tree).has(name));
}

/** A definition that the body uses and in which the bound name is free: there it is another variable. */
function hidden(t: Expectation, parts: readonly Part[]): Diagnostic | undefined {
  const defined = new Map(parts.flatMap((p) => (p.name === undefined ? [] : [[p.name, p] as const])));
  const waiting = [t.body];
  const seen = new Set<string>();
  for (let tree = waiting.pop(); tree; tree = waiting.pop())
    for (const name of freeNames(tree)) {
      const p = name === t.variable ? undefined : defined.get(name);
      if (!p || seen.has(name)) continue;
      seen.add(name);
      if (freeNames(p.tree).has(t.variable))
        return {
          code: "definition",
          message: `${t.variable} in the definition of ${name} is not the ${t.variable} that is drawn`,
          span: t.span,
          hint: `write out ${name} inside E`,
        };
      waiting.push(p.tree);
    }
  return undefined;
}

function freeNames(root: Tree): Set<string> {
  const names = new Set<string>();
  walk(root, (t, isBound) => {
    if (t.kind === "name" && !isBound(t.name)) names.add(t.name);
  });
  return names;
}

/** The shape of an expectation is its body's, where the bound variable has the shape of the mean. */
export function expectationExtent(t: Expectation, s: Scope): Extent {
  const drawn = drawnExtent(t.distribution as Call, s);
  if (s.isDeclared(t.variable)) {
    const declared = s.lookup(t.variable, t);
    const wrong = (): Diagnostic => ({
      code: "shape",
      message: `${t.variable} is declared ${sizeText(declared.rows)} x ${sizeText(declared.cols)} and ${shapesText([[(t.distribution as Call).args[0] as Tree, drawn]], s)}`,
      span: t.span,
      hint: `what is drawn has the shape of its mean: rename ${t.variable}, or declare it like that`,
    });
    if (s.equal(declared.rows, drawn.rows, wrong)) s.equal(declared.cols, drawn.cols, wrong);
  }
  return s.binding(t.variable, () => extentOf(t.body, s), drawn);
}

/** A mean written 0: beside a covariance that is a matrix the zero vector of its size. */
const isZero = (mean: Tree): boolean => mean.kind === "number" && Number(mean.text) === 0;

/** The shape of what is drawn; where mean and covariance do not fit each other that is reported. */
function drawnExtent(t: Call, s: Scope): Extent {
  const [mean, covariance] = t.args as unknown as [Tree, Tree];
  const c = extentOf(covariance, s);
  const m = isZero(mean) && !isScalarExtent(c) ? { rows: c.rows, cols: one } : extentOf(mean, s);
  if (c !== anyExtent && isScalarExtent(m) !== isScalarExtent(c) && isScalarExtent(c) === isOne(c.cols))
    for (const x of addends(mean)) if (x.kind === "name") s.mean(x.name, isScalarExtent(c) ? "scalar" : "vector");
  s.consumed(m, c);
  const noVector = (): Diagnostic => ({
    code: "shape",
    message: `${quoted(mean, s)} is ${sizeText(m.rows)} x ${sizeText(m.cols)}: a mean is a column`,
    span: mean.span,
  });
  if (!isOne(m.cols) && !s.equal(m.cols, one, noVector)) return anyExtent;
  const misfit = (): Diagnostic => ({
    code: "shape",
    message: `${shapesText(
      [
        [mean, m],
        [covariance, c],
      ],
      s,
    )}: the covariance of a mean of n entries is n x n`,
    span: t.span,
    related: [mean, covariance].map((x, k) => ({ span: x.span, message: shapesText([[x, k ? c : m]], s) })),
  });
  if (s.equal(c.rows, m.rows, misfit)) s.equal(c.cols, m.rows, misfit);
  return m;
}

/** The shape of a divergence: a scalar. Both distributions are of vectors of one size. */
export function divergenceExtent(t: Call, s: Scope): Extent {
  const [p, q] = t.args as unknown as [Call, Call];
  const [a, b] = [drawnExtent(p, s), drawnExtent(q, s)];
  s.equal(a.rows, b.rows, () => ({
    code: "shape",
    message: `${shapesText(
      [
        [p.args[0] as Tree, a],
        [q.args[0] as Tree, b],
      ],
      s,
    )}: KL needs two means of one size`,
    span: t.span,
  }));
  return scalarExtent;
}

export function expectationOf(t: Expectation, c: Context): Expression {
  const d = t.distribution as Call;
  const [mu, sigma] = momentsOf(d, c);
  const x = variable(drawnName(t.variable), mu.rows, mu.cols);
  const inner: Context = { ...c, lookup: (n) => (n === t.variable ? x : c.lookup(n)), member: (n) => (n === t.variable ? undefined : c.member(n)) };
  const body = expressionOf(t.body, inner);
  return apply(expectations.get(d.name) as string, [x, mu, sigma, body]);
}

/** Mean and covariance of a distribution. */
function momentsOf(d: Call, c: Context): [mean: Expression, covariance: Expression] {
  const [mean, covariance] = d.args.map((a) => expressionOf(a, c)) as [Expression, Expression];
  return [isZero(d.args[0] as Tree) && !isScalar(covariance) ? apply("zeros", [], [covariance.rows, one]) : mean, covariance];
}

export function divergenceOf(t: Call, c: Context): Expression {
  return apply(
    "divergence",
    t.args.flatMap((d) => momentsOf(d as Call, c)),
  );
}

/**
 * The variables with those that stand as covariances positive definite (positive where scalar): `S` of `normal(mu, S)`, `P` of `normal(mu, inv(P))`.
 * One that is declared `psd` is enough where it does not move.
 */
export function withCovariances(
  variables: ReadonlyMap<string, Settled>,
  parts: readonly Part[],
  wrt: readonly string[],
): { variables: Map<string, Settled>; assumed: string[] } {
  const out = new Map(variables);
  const assumed: string[] = [];
  for (const p of parts)
    walk(p.tree, (t, isBound) => {
      const covariance = t.kind === "call" && expectations.has(t.name) ? t.args[1] : undefined;
      const core = covariance && coreOf(covariance);
      const v = core?.kind === "name" && !isBound(core.name) ? out.get(core.name) : undefined;
      if (!v || core?.kind !== "name") return;
      const words = v.rows === one && v.cols === one ? ["positive", "nonneg", "unit01"] : ["posdef", "psd"];
      const [word] = words as [string];
      if ((wrt.includes(core.name) ? [word] : words).some((w) => v.properties.includes(w))) return;
      out.set(core.name, { ...v, properties: [...v.properties, word] });
      assumed.push(`${core.name} ${word}`);
    });
  return { variables: out, assumed };
}

/** What must be positive definite for inv(P), P' to be so: P. */
function coreOf(t: Tree): Tree {
  let core = t;
  while (core.kind === "transpose" || (core.kind === "call" && core.name === "inv" && core.args.length === 1))
    core = core.kind === "transpose" ? core.operand : (core.args[0] as Tree);
  return core;
}
