import { type Case, generate, operationsOf, wrtNames } from "./cases.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { generated } from "./productions.ts";
import { shrink } from "./shrink.ts";

export interface Failure {
  readonly kind: string;
  readonly request: object;
  readonly note: string;
  readonly ms: number;
  readonly operations: readonly string[];
}

/** What a part of a run saw; parts are added up. */
export interface Summary {
  readonly counts: Record<string, number>;
  readonly histogram: Record<string, number>;
  readonly failures: Failure[];
  readonly milliseconds: number[];
}

export const tally = (m: Record<string, number>, k: string, by = 1): void => {
  m[k] = (m[k] ?? 0) + by;
};

/** What a case is an example of. */
function features(c: Case): string[] {
  const out = [...operationsOf(c)].map((o) => `operation ${o}`);
  const wrt = new Set(wrtNames(c));
  for (const [n, v] of c.variables) for (const p of v.properties) out.push(`property ${p}`, ...(wrt.has(n) ? [`property ${p} of wrt`] : []));
  return [
    ...new Set(out),
    `layout ${c.layout}`,
    `form ${c.form}`,
    `order ${c.order}`,
    ...(c.definitions.length ? ["define"] : []),
    ...(c.conditions.length ? ["conditions"] : []),
    ...(c.manner.spellings ? ["other spellings"] : []),
  ];
}

/** All that a run should show at least so often. */
export const expectedFeatures = (): string[] => generated.map((o) => `operation ${o}`);

const group = (o: Outcome): string =>
  o.kind === "refused" || o.kind === "unverified" ? `${o.kind}: ${o.note.split(o.kind === "refused" ? ":" : "|")[0]!.trim()}` : o.kind;
/** Verdicts that no one need look at. */
const calm = new Set(["right", "no point"]);
/** Shrinking takes a hundred times as long as answering: only so many failures of a kind are shrunk. */
const mostShrunk = 25;

/** Generates, answers and judges every `step`-th request from `from` on. */
export function runRequests(
  q: { seed: string; count: number; from: number; step: number; slow: number; shrunk?: number },
  show: (f: Failure) => void,
): Summary {
  const out: Summary = { counts: {}, histogram: {}, failures: [], milliseconds: [] };
  const seen = new Map<string, number>();
  for (let k = q.from; k < q.count; k += q.step) {
    const c = generate(`${q.seed}/${k}`);
    for (const f of features(c)) tally(out.histogram, f);
    const o = outcomeOf(c);
    out.milliseconds.push(o.ms);
    const kind = group(o);
    tally(out.counts, kind);
    const slow = o.ms > q.slow;
    if (slow) tally(out.counts, `slow (> ${q.slow} ms)`);
    if (calm.has(o.kind) && !slow) continue;
    const class_ = slow && calm.has(o.kind) ? "slow" : kind;
    const times = (seen.get(class_) ?? 0) + 1;
    seen.set(class_, times);
    if (times > (q.shrunk ?? mostShrunk)) continue;
    const small = class_ === "slow" || o.ms > 1_000 ? c : shrink(c, (s) => group(outcomeOf(s)) === kind);
    const after = small === c ? o : outcomeOf(small);
    const operations = [...operationsOf(small)].sort();
    const key = `${class_} ${operations}`;
    if (seen.has(key)) continue;
    seen.set(key, 1);
    const failure: Failure = { kind: class_, request: after.request, note: after.note, ms: after.ms, operations };
    out.failures.push(failure);
    show(failure);
  }
  return out;
}
