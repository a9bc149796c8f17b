import { type Expression, isApply, isColumn, isScalar, nodesOf } from "../expression/node.ts";
import type { UnknownFunction } from "../expression/operation.ts";
import { identities } from "../identities/tables.ts";
import { print } from "../language/print.ts";
import { isZero } from "../normal/sum.ts";
import type { Derivation } from "./derivation.ts";
import { type Taken, underSquaredNorm } from "./forward.ts";
import type { Detail, Shown } from "./levels.ts";
import { phrases } from "./phrases.ts";
import { type RuleName, type RuleRow, rules } from "./rules.ts";

/** What a rule says, and where it is found: a row of the rules, or of the identities. */
export function ruleNamed(name: string): RuleRow | undefined {
  const row = (rules as Readonly<Record<string, RuleRow>>)[name];
  if (row) return row;
  const identity = identities.find((i) => i.name === name);
  return identity && { statement: `${identity.left} = ${identity.right}`, ...(identity.source && { source: identity.source }) };
}

export const sourceOf = (rule: string): string | undefined => ruleNamed(rule)?.source;

type Both = { readonly en: string; readonly zh: string };
const both = (make: (lang: "en" | "zh") => string): Both => ({ en: make("en"), zh: make("zh") });

/** One short sentence on a step, in both languages. */
export function textOf(line: Shown, derivation: Derivation, detail: Detail): Both {
  const { through } = derivation;
  if (through && line.kind === "question")
    return both((l) =>
      through.order ? phrases[l].plans.chain(through.order, through.derivative ?? "delta", through.given) : phrases[l].through(through.by, through.names),
    );
  if (through?.differentials.length && line.kind === "differential-of")
    return both((l) => `${through.differentials.join(phrases[l].and)}${held(derivation, l)}`);
  const { entry, part } = derivation;
  if (part === "difference" && line.kind === "question") return both((l) => phrases[l].difference(derivation.x.name, derivation.increment.name));
  if (part === "difference" && line.kind === "read-off") return both((l) => phrases[l].firstOrder);
  if (part === "simplification" && line.kind !== "rewrite") return both((l) => (line.kind === "question" ? phrases[l].simplify : phrases[l].simplest));
  if (part === "structured" && line.kind === "question")
    return both((l) => phrases[l].within(phrases[l].property(`${derivation.increment.name} ${derivation.word}`), derivation.form));
  if (part === "linear" && line.kind === "differential-of") return both((l) => phraseOf("first-order", l));
  if (part === "linear" && line.kind === "question") return both((l) => phrases[l].plans.form(derivation.form));
  if (entry && line.kind === "question") return both((l) => phrases[l].components(entry.of));
  if (entry && line.kind === "differential-of") return both((l) => [...entryFormulas(line), independence(derivation, l)].join(phrases[l].and));
  if (line.rules.length === 1 && line.rules[0] === "in-components")
    return both((l) => [phraseOf("in-components", l), componentFormulas(line).join(phrases[l].and)].filter((t) => t).join(phrases[l].colon));
  if (entry && line.kind === "read-off") return both((l) => phrases[l].entryOf(entry.at));
  if (line.kind === "question") return both((l) => plan(line, derivation, l));
  if (line.kind === "differential-of" && isZero(line.after)) return both((l) => phrases[l].constant(derivation.x.name));
  if (line.kind === "differential-of")
    return both(
      (l) =>
        `${phrases[l].differential(rulesTaken(derivation, l, detail === "full" ? derivation.taken.slice(-1) : derivation.taken))}${constants(line, derivation, l)}${held(derivation, l)}`,
    );
  if (line.kind === "read-off" && isZero(line.before)) return both((l) => phrases[l].noDerivative);
  if (line.kind === "read-off") return both((l) => (line.means ? phrases[l].readOff(derivation.form) : phrases[l].linear));
  const said = (r: string, l: "en" | "zh") =>
    r === "value-of-name" ? valueText(line, derivation, l) : line.rules.length > 2 ? phraseOf(r, l) : ruleText(r, l);
  return both((l) => `${line.rules.map((r) => said(r, l)).join(phrases[l].and)}${using(line, l)}`);
}

/** What the names that are put in stand for. */
function valueText(line: Shown, d: Derivation, lang: "en" | "zh"): string {
  const nodes = new Set(nodesOf(line.before));
  const [names, values]: [string[], string[]] = [[], []];
  for (const v of [...(d.values ?? [])].reverse()) {
    if (!nodes.has(v.variable)) continue;
    for (const n of nodesOf(v.expression)) nodes.add(n);
    names.push(v.variable.name);
    values.push(`${v.variable.name} = ${print(v.expression)}`);
  }
  return phrases[lang].values(values.join().length > 60 ? names : values);
}

/** That the entries are independent, with one index where the variable is a column. */
const independence = ({ x }: Derivation, lang: "en" | "zh"): string =>
  isColumn(x) && !isScalar(x)
    ? `${phraseOf("partial-derivative", lang)}${phrases[lang].colon}d x[p]/d x[i] = delta(p, i)`
    : ruleText("partial-derivative", lang);

/** What the operations of the line are in components, where that is a formula. */
function componentFormulas({ before }: Shown): string[] {
  const nodes = nodesOf(before).filter((e) => e.kind === "apply");
  const squared = new Set(nodes.filter((e) => underSquaredNorm(e)).map((e) => e.args[0]));
  const product = "(A*b)[i] = sum(q=1..n, A[i,q]*b[q])";
  const found = nodes.flatMap((e): string[] => {
    const { name } = e.operation;
    if (name === "product") return e.args.filter((a) => !isScalar(a)).length > 1 ? [product] : [];
    if (name === "norm2") return [squared.has(e) ? "norm2(z)^2 = sum(p=1..n, z[p]^2)" : "norm2(z) = sqrt(sum(p=1..n, z[p]^2))"];
    if (name === "normF") return [squared.has(e) ? "normF(Z)^2 = sum(p=1..m, sum(q=1..n, Z[p,q]^2))" : "normF(Z) = sqrt(sum(p=1..m, sum(q=1..n, Z[p,q]^2)))"];
    if (name === "trace") return ["tr(A) = sum(p=1..n, A[p,p])"];
    if (name === "logsumexp") return ["logsumexp(z) = log(sum(p=1..n, exp(z[p])))"];
    return name === "softmax" ? ["softmax(z)[i] = exp(z[i])/sum(p=1..n, exp(z[p]))"] : [];
  });
  return [...new Set(found)];
}

/** The derivatives by an entry of functions of all entries. */
function entryFormulas({ before, after }: Shown): string[] {
  const names = new Set(nodesOf(before).flatMap((e) => (e.kind === "apply" ? [e.operation.name] : [])));
  const cofactor = nodesOf(after).some((e) => isApply(e, "adjugate")) ? "adj(A)[q,p]" : "det(A)*inv(A)[q,p]";
  return [
    ...(names.has("inverse") ? ["d inv(A)[k,l]/d A[p,q] = -inv(A)[k,p]*inv(A)[q,l]"] : []),
    ...(names.has("determinant") ? [`d det(A)/d A[p,q] = ${cofactor}`] : []),
    ...(names.has("logdeterminant") ? ["d logdet(A)/d A[p,q] = inv(A)[q,p]"] : []),
  ];
}

/** The declared properties that the step rests on. */
const using = (line: Shown, lang: "en" | "zh"): string => (line.used.length ? phrases[lang].using(line.used.map((u) => phrases[lang].property(u))) : "");

const phraseOf = (name: string, lang: "en" | "zh"): string =>
  (phrases[lang].rules as Readonly<Record<string, string>>)[name as RuleName] ?? phrases[lang].identity;

function ruleText(name: string, lang: "en" | "zh"): string {
  const row = ruleNamed(name);
  const phrase = phraseOf(name, lang);
  return row?.statement ? `${phrase}${phrases[lang].colon}${row.statement}` : phrase;
}

function plan(line: Shown, d: Derivation, lang: "en" | "zh"): string {
  const p = phrases[lang];
  const increment = d.increment.name;
  if (line.from > 0) return p.plans.vec(d.form);
  const moves = nodesOf(d.lines.find((l) => l.kind === "differential-of")?.after ?? line.before).includes(d.increment);
  if (!d.taken.length && !moves) return p.plans.constant(d.x.name);
  if (d.along) return p.plans.along(d.x.name, print(d.along));
  if (isScalar(d.x)) return p.plans.scalar(increment);
  if (isScalar(line.before)) return p.plans.form(d.form);
  return isColumn(line.before) ? p.plans.jacobian(d.form) : p.plans.array(increment);
}

/** The rule by which the differential of one part was taken. */
export function textOfTaken(taken: Taken, derivation: Derivation): Both {
  return both((l) => phrases[l].differential(rulesTaken(derivation, l, [taken])));
}

/** The differentials that were taken, each rule once; a product in which one factor moves is linear and no rule. */
function rulesTaken(d: Derivation, lang: "en" | "zh", taken: readonly Taken[]): string[] {
  const moving = new Set([d.x.id, ...d.taken.map((t) => t.node.id)]);
  const texts = taken.flatMap(({ node, differential }) => rulesOf(node, differential, lang, (a) => moving.has(a.id)));
  return [...new Set(texts)];
}

/** The rules by which the differential of a node is taken, where some of its arguments move: a power has one for its base and one for its exponent. */
function rulesOf(node: Taken["node"], differential: Expression, lang: "en" | "zh", moves: (a: Expression) => boolean): string[] {
  const { operation: o, args } = node;
  const [base, exponent] = args;
  if ((o.name === "power" || o.name === "entrypower") && exponent && moves(exponent)) {
    const p = phrases[lang].operations;
    const ofBase = base && moves(base) ? p[o.name] : undefined;
    return [...(ofBase ? [ofBase] : []), p[o.name === "power" ? "exponent" : "entryexponent"] as string];
  }
  if (base && underSquaredNorm(node)) return [(base as Taken["node"]).operation.name === "norm2" ? "d norm2(z)^2 = 2*z'*dz" : "d normF(Z)^2 = 2*tr(Z'*dZ)"];
  const text = ruleOf(node, differential, lang, args.filter(moves).length);
  return text === undefined ? [] : [text];
}

function ruleOf({ operation: o, args }: Taken["node"], differential: Expression, lang: "en" | "zh", moving: number): string | undefined {
  const p = phrases[lang];
  const [inner] = args;
  // d tr(f(A)) is taken as a whole
  if (o.name === "trace" && inner?.kind === "apply" && inner.operation.scalarDerivative) return p.operations.tracefunction;
  if (o.unknown) return unknownRule(o.unknown, args, p.operations.chainrule as string);
  const special = p.operations[o.name === "softmax" && !isColumn(args[0] as Expression) ? "columnsoftmax" : o.name];
  if (special && o.name !== "power" && !["product", "hadamard", "kronecker"].includes(o.name)) return special;
  if (o.derivative) return `d ${o.spelling}(z) = ${slope(o.spelling as string, o.derivative)}`;
  if (o.name === "determinant") return nodesOf(differential).some((e) => isApply(e, "determinant")) ? p.invertibleDeterminant : p.determinant;
  if (o.differential) return `d ${o.spelling}(X) = ${o.differential}`;
  if (["product", "hadamard", "kronecker"].includes(o.name) && moving < 2) return undefined;
  return p.operations[o.name === "power" && !isScalar(args[0] as Expression) ? "matrixpower" : o.name];
}

/** The chain rule of a function that is only declared: as a formula where it works entry by entry or is of one column. */
function unknownRule(u: UnknownFunction, args: readonly Expression[], chainRule: string): string {
  if (u.elementwise) return `d ${u.name}${"'".repeat(u.by.length)}(z) = ${u.name}${"'".repeat(u.by.length + 1)}(z).*dz`;
  const [parameter] = u.parameters;
  if (u.by.length || u.parameters.length > 1 || !isColumn(args[0] as Expression)) return chainRule;
  return `d ${u.name}(${parameter}) = D(${u.name}, ${parameter})*d${parameter}`;
}

const slope = (spelling: string, derivative: string): string =>
  (derivative === "0" ? "0" : `${/ [-+] /.test(derivative) ? `(${derivative})` : derivative}.*dz`).replace(/\bx\b/g, "z").replace(`${spelling} `, spelling);

/** What moves too, and is held in this layer. */
const held = ({ through }: Derivation, lang: "en" | "zh"): string => (through?.held.length ? phrases[lang].held(through.held) : "");

/** What does not depend on the variable. */
function constants(line: Shown, d: Derivation, lang: "en" | "zh"): string {
  const names = nodesOf(line.before).flatMap((v) =>
    v.kind === "variable" && v.name !== d.x.name && !d.through?.held.includes(v.name) && !v.properties.includes("integer") ? [v.name] : [],
  );
  return names.length && names.length <= 4 && d.taken.length ? phrases[lang].constants(names, d.x.name) : "";
}
