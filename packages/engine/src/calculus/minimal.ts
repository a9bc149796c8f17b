import type { Variable } from "../expression/node.ts";
import type { Manners } from "../numeric/sample.ts";
import { type Candidate, type Claim, type DirectionalClaim, type Plan, planFor, run, trials } from "./trials.ts";

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

/** Trials where f has pieces: a wrong piece must be met. */
const manyTrials = 12;

/** Declared properties of a variable that are no candidates. */
function idleOf(v: Variable, candidates: readonly Candidate[]): string[] {
  return v.properties.filter((p) => !candidates.some((c) => c.name === v.name && c.property === p));
}

/** Is the answer right without the properties in `drop`, by name, and where `last` may be singular? */
function holdsWithout(plan: Plan, candidates: readonly Candidate[], drop: ReadonlyMap<string, ReadonlySet<string>>, last?: Candidate): boolean {
  const seed = `${plan.setting.seed}-${[...drop].map(([n, p]) => `${n}:${[...p].join(",")}`).join(";")}`;
  const manners: Manners = (v) => (drop.has(v.name) ? { drop: drop.get(v.name)! } : undefined);
  const count = plan.piecewise ? manyTrials : trials;
  // what the derivation never looked at goes too, where the domain can do without
  const all: Manners = (v) => {
    const idle = idleOf(v, candidates);
    const mine = drop.get(v.name);
    return mine || idle.length ? { drop: new Set([...(mine ?? []), ...idle]) } : undefined;
  };
  const bare = run(plan, seed, count, all);
  if (bare.status === "failed" || (bare.status === "unverified" && run(plan, seed, count, manners).status !== "passed")) return false;
  const singulars = last ? [last.name] : [...drop.keys()];
  for (const name of singulars) {
    const v = plan.field.variables.find((u) => u.name === name);
    const dropped = drop.get(name)!;
    if (!v || ![...dropped].some((p) => regular.has(p)) || v.properties.some((p) => regular.has(p) && !dropped.has(p))) continue;
    const singular: Manners = (u) => (u.name === name ? { drop: dropped, singular: true } : manners(u));
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
