import type { Variable } from "../expression/node.ts";
import type { Manners } from "../numeric/sample.ts";
import { type Candidate, type Claim, type DirectionalClaim, type Plan, planFor, run } from "./trials.ts";

/** The stronger a property, the earlier it is tried to do without: of `symmetric posdef` the weaker word is kept where it suffices. */
const strength = [
  "onehot",
  "simplex",
  "posdef",
  "psd",
  "idempotent",
  "orthogonal",
  "symtoeplitz",
  "diagonal",
  "toeplitz",
  "binary",
  "pm1",
  "unit01",
  "positive",
];
/** Properties that make a matrix regular: without them it may be singular. */
const regular = new Set(["invertible", "posdef", "orthogonal", "fullrank"]);

/** Trials without a property: more where f has pieces, for a wrong one must be met. */
const fewTrials = 6;
const manyTrials = 24;

/** Declared properties of a variable that are no candidates; `integer` is a type and stays. */
function idleOf(v: Variable, candidates: readonly Candidate[]): string[] {
  return v.properties.filter((p) => p !== "integer" && !candidates.some((c) => c.name === v.name && c.property === p));
}

/** Is the answer right without the properties in `drop`, by name, and where `last` may be singular? */
function holdsWithout(plan: Plan, candidates: readonly Candidate[], drop: ReadonlyMap<string, ReadonlySet<string>>, last?: Candidate): boolean {
  const seed = `${plan.setting.seed}-${[...drop].map(([n, p]) => `${n}:${[...p].join(",")}`).join(";")}`;
  const count = plan.piecewise ? manyTrials : fewTrials;
  const dropped = (v: Variable, idle: readonly string[]) => new Set([...(drop.get(v.name) ?? []), ...idle]);
  const manners: Manners = (v) => (drop.has(v.name) ? { drop: dropped(v, []) } : undefined);
  const all: Manners = (v) => {
    const kept = plan.setting.within && v.name === plan.setting.wrt.name;
    const set = dropped(v, kept ? [] : idleOf(v, candidates));
    return set.size ? { drop: set } : undefined;
  };
  // a value without its property must not happen to have it: anywhere at all
  const anywhere: Manners = (v) => {
    const manner = all(v);
    return manner && { ...manner, region: "generic" };
  };
  // what the derivation never looked at goes too; where the domain cannot do without, it comes back
  let verdict = run(plan, seed, count, anywhere);
  const alone: Manners = (v) => (drop.has(v.name) ? { drop: dropped(v, []), region: "generic" } : undefined);
  for (const next of [alone, all, manners]) if (verdict.status === "unverified") verdict = run(plan, seed, count, next);
  if (verdict.status !== "passed") return false;
  const singulars = last ? [last.name] : [...drop.keys()];
  for (const name of singulars) {
    const v = plan.field.variables.find((u) => u.name === name);
    const gone = drop.get(name)!;
    if (!v || ![...gone].some((p) => regular.has(p)) || v.properties.some((p) => regular.has(p) && !gone.has(p))) continue;
    const singular: Manners = (u) => (u.name === name ? { drop: gone, singular: true } : manners(u));
    if (run(plan, `${seed}!`, 1, singular, 3).status === "failed") return false;
  }
  return true;
}

/**
 * The smallest set of the declared properties under which the answer is right: each candidate in turn is dropped and the answer checked
 * at points that lack it (singular ones too), and kept only if it then fails or the domain is lost.
 */
export function minimalProperties(claim: Claim | DirectionalClaim): readonly Candidate[] {
  const rank = (c: Candidate) => (strength.indexOf(c.property) + strength.length) % strength.length;
  const declared = (claim.candidates ?? []).filter((c) => claim.variables.get(c.name)?.properties.includes(c.property));
  const open = [...new Map(declared.map((c) => [`${c.name} ${c.property}`, c])).values()].sort((a, b) => rank(a) - rank(b));
  if (open.length === 0) return [];
  // What is declared of a variable is what may be dropped here: it is no condition then.
  const named = new Set(open.map((c) => c.name));
  const needs = (claim.needs ?? []).filter((n) => n.expression.kind !== "variable" || !named.has(n.expression.name));
  const plan = planFor({ ...claim, needs });
  const drop = new Map<string, Set<string>>();
  const add = (c: Candidate) => drop.set(c.name, new Set([...(drop.get(c.name) ?? []), c.property]));
  for (const c of open) add(c);
  if (holdsWithout(plan, open, drop)) return [];
  drop.clear();
  const used: Candidate[] = [];
  for (const c of open) {
    const before = drop.get(c.name);
    add(c);
    if (holdsWithout(plan, open, drop, c)) continue;
    used.push(c);
    if (before) drop.set(c.name, before);
    else drop.delete(c.name);
  }
  return used;
}
