import { isColumn, isScalar, nodesOf } from "../expression/node.ts";
import { identities } from "../identities/tables.ts";
import type { Derivation } from "./derivation.ts";
import type { Shown } from "./levels.ts";
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
export function textOf(line: Shown, derivation: Derivation): Both {
  if (line.kind === "question") return both((l) => plan(line, derivation, l));
  if (line.kind === "differential-of") return both((l) => `${phrases[l].differential(rulesTaken(derivation, l))}${constants(line, derivation, l)}`);
  if (line.kind === "read-off") return both((l) => (line.means ? phrases[l].readOff(derivation.form) : phrases[l].linear));
  return both(
    (l) =>
      `${line.rules.map((r) => ruleText(r, l)).join(phrases[l].and)}${line.used.length ? phrases[l].using(line.used.map((u) => phrases[l].property(u))) : ""}`,
  );
}

function ruleText(name: string, lang: "en" | "zh"): string {
  const row = ruleNamed(name);
  const phrase = (phrases[lang].rules as Readonly<Record<string, string>>)[name as RuleName] ?? phrases[lang].identity;
  return row?.statement ? `${phrase}: ${row.statement}` : phrase;
}

function plan(line: Shown, d: Derivation, lang: "en" | "zh"): string {
  const p = phrases[lang];
  const increment = d.increment.name;
  if (line.from > 0) return p.plans.vec(increment);
  if (!d.taken.length) return p.plans.constant(d.x.name);
  if (isScalar(d.x)) return p.plans.scalar(increment);
  if (isScalar(line.before)) return isColumn(d.x) ? p.plans.gradient(increment) : p.plans.trace(increment);
  return isColumn(line.before) && isColumn(d.x) ? p.plans.jacobian(increment) : p.plans.array(increment);
}

/** The differentials that were taken, each operation once. */
function rulesTaken(d: Derivation, lang: "en" | "zh"): string[] {
  const out = new Map<string, string>();
  for (const { node } of d.taken) {
    const { name, spelling, derivative, differential } = node.operation;
    const text = derivative
      ? `d ${spelling}(z) = ${slope(spelling as string, derivative)}`
      : name === "determinant" && differential
        ? phrases[lang].determinant
        : differential
          ? `d ${spelling}(X) = ${differential}`
          : phrases[lang].operations[name];
    if (text) out.set(text, text);
  }
  return [...out.keys()];
}

const slope = (spelling: string, derivative: string): string =>
  (derivative === "0" ? "0" : `${/ [-+] /.test(derivative) ? `(${derivative})` : derivative}.*dz`).replace(/\bx\b/g, "z").replace(`${spelling} `, spelling);

/** What does not depend on the variable. */
function constants(line: Shown, d: Derivation, lang: "en" | "zh"): string {
  const names = nodesOf(line.before).flatMap((v) => (v.kind === "variable" && v.name !== d.x.name && !v.properties.includes("integer") ? [v.name] : []));
  return names.length && names.length <= 4 && d.taken.length ? phrases[lang].constants(names, d.x.name) : "";
}
