/** Claims of the open corpora: right ones in every layout, and each with mistakes in it that change its value. */
import { changes, type Kind, mistakes } from "../packages/engine/src/claims/mistakes.ts";
import { agrees, differs, samplesOf } from "../packages/engine/src/claims/samples.ts";
import type { Ground } from "../packages/engine/src/claims/values.ts";
import type { CheckAnswer, CheckRequest, Layout } from "../packages/engine/src/index.ts";
import { elaborate } from "../packages/engine/src/language/elaborate.ts";
import { print } from "../packages/engine/src/language/print.ts";
import { apply } from "../packages/engine/src/operations/apply.ts";
import { answer } from "./engine.ts";
import { type Formula, recordsOf } from "./requests.ts";
import { atLeast, atMost, figure, type Section, table } from "./section.ts";
import { median, quantile } from "./statistics.ts";

/** A claim of the corpora and, where it was spoilt, by which mistake. */
interface Claim {
  readonly request: CheckRequest & { readonly id: string };
  readonly mistake?: Kind;
}

/** The formulas that are claims: derivatives, Hessians, identities. */
const formulas = () =>
  ["notes", "cookbook", "models"]
    .flatMap(recordsOf)
    .filter((r) => r.expected !== undefined && !r.fn && (r.kind === "identity" || (/^(derivative|hessian)$/.test(r.kind) && r.wrt)));

function requestOf(r: Formula, formula: string, layout: Layout | undefined): Claim["request"] {
  const common = { id: r.id, task: "check" as const, declare: r.declare, ...(r.require && { conditions: r.require }) };
  if (r.kind === "identity") return { ...common, left: r.expression, right: formula };
  return { ...common, expression: r.expression, wrt: r.wrt, claim: formula, ...(layout && { layout }), ...(r.kind === "hessian" && { order: 2 as const }) };
}

const rightClaims = (r: Formula): Claim[] =>
  (r.kind === "identity" ? [undefined] : [undefined, r.layout ?? "mixed", "numerator" as const, "denominator" as const]).map((layout) => ({
    request: requestOf(r, r.expected as string, layout),
  }));

/** What a mistake may also be called: a lost term of a product is half a product rule, a doubled one a factor. */
const alike: readonly (readonly Kind[])[] = [
  ["lost-term", "product-rule"],
  ["doubled-term", "factor"],
  ["sign", "inverse-sign"],
  ["factor-order", "chain-order"],
  ["constant", "extra-term"],
];
const sameMistake = (a: string, b: string) => a === b || alike.some((set) => set.includes(a as Kind) && set.includes(b as Kind));

/** One claim for each kind of mistake that changes the value, and not into that of the other layout. */
function spoiltClaims(r: Formula): Claim[] {
  const declared = { declare: r.declare, ...(r.require && { conditions: r.require }) };
  const typed = elaborate({ expression: r.expected as string, ...declared });
  if (!typed.expression) return [];
  const f = r.kind === "identity" ? undefined : elaborate({ expression: r.expression, ...declared, wrt: [r.wrt] }).expression;
  const subject = { function: f, wrt: typed.variables.get(r.wrt) };
  const ground: Ground = {
    variables: typed.variables,
    definitions: [],
    conditions: [
      ...typed.conditions.dimension.map((c) => ({ kind: "size" as const, left: c.left, relation: c.op as ">=", right: c.right })),
      ...typed.conditions.commute.map(([left, right]) => ({ kind: "commute" as const, left, right })),
    ],
    seed: r.id,
  };
  const right = typed.expression;
  const samples = samplesOf(right, ground, 3, f ? [f] : []);
  const turned = samplesOf(apply("transpose", [right]), ground, 3, f ? [f] : []);
  const out: Claim[] = [];
  const done = new Set<Kind>();
  for (const row of mistakes)
    for (const c of changes(row, "make", right, subject)) {
      if (done.has(c.kind)) break;
      const changed = samples.length > 0 && samples.every((s) => differs(c.whole, s)) && !turned.every((s) => agrees(c.whole, s));
      if (!changed) continue;
      done.add(c.kind);
      out.push({ request: requestOf(r, print(c.whole), r.layout ?? "mixed"), mistake: c.kind });
    }
  return out;
}

const verdictOf = (c: Claim) => answer(c.request) as CheckAnswer | { ok: false; error: { code: string; message: string } };

export function claims(): Section {
  const all = formulas();
  const right = all.flatMap(rightClaims);
  const spoilt = all.flatMap(spoiltClaims);
  const times: number[] = [];
  const ask = (c: Claim) => {
    const a = verdictOf(c);
    if (a.ok) times.push(a.ms);
    return a;
  };
  const rightAnswers = right.map((c) => [c, ask(c)] as const);
  const missed = rightAnswers.filter(([, a]) => !(a.ok && (a.verdict === "correct" || a.verdict === "other-layout")));
  const found = spoilt.map((c) => [c, ask(c)] as const);
  const is = (a: ReturnType<typeof verdictOf>, ...verdicts: string[]) => a.ok && verdicts.includes(a.verdict);
  const accepted = found.filter(([, a]) => is(a, "correct", "other-layout"));
  const unwitnessed = rightAnswers.concat(found).filter(([, a]) => a.ok && a.verdict === "correct" && a.by === "evaluation" && !a.witness);
  const caught = found.filter(([, a]) => is(a, "wrong", "under-assumption"));
  const wrong = found.filter(([, a]) => is(a, "wrong"));
  const named = wrong.filter(([c, a]) => a.ok && a.diagnosis && sameMistake(a.diagnosis.kind, c.mistake as string));
  const percent = (part: readonly unknown[], whole: readonly unknown[]) => (100 * part.length) / Math.max(1, whole.length);
  const kinds = [...new Set(spoilt.map((c) => c.mistake as Kind))];
  const line = (c: Claim, a: ReturnType<typeof verdictOf>) =>
    `${c.request.id} (${c.mistake ?? "right"}): \`${c.request.claim ?? c.request.right}\` ${a.ok ? `${a.verdict} ${a.reason ?? ""}` : a.error.message}`;
  const listed = [...missed, ...accepted, ...found.filter(([, a]) => !a.ok || a.verdict === "undecided")].slice(0, 40).map(([c, a]) => line(c, a));
  const shown = process.argv.includes("--all") ? Number.POSITIVE_INFINITY : 12;
  const misnamed = wrong
    .filter((w) => !named.includes(w))
    .slice(0, shown)
    .map(
      ([c, a]) =>
        `- ${c.request.id} (${c.mistake}): \`${c.request.claim ?? c.request.right}\` for \`${(a.ok && a.derivative) || c.request.left}\`: ${(a.ok && a.diagnosis?.message) || "none"}`,
    );
  return {
    title: "Claims",
    bars: [
      atLeast(`right claims of the open corpora, ${right.length} in all layouts: called correct or other-layout`, 100 - percent(missed, right), 100, " %"),
      atMost(`claims with a mistake, ${spoilt.length} of ${kinds.length} kinds: called correct`, percent(accepted, spoilt), 0.1, " %"),
      atMost("called correct by evaluation without a witness", unwitnessed.length, 0),
      atLeast("claims with a mistake: called wrong or under-assumption", percent(caught, spoilt), 99, " %"),
      atLeast(`claims called wrong, ${wrong.length}: the right mistake named`, percent(named, wrong), 85, " %"),
      atMost("one claim, warm: median", median(times), 20, " ms"),
      atMost("one claim, warm: p95", quantile(times, 0.95), 20, " ms"),
    ],
    details: [
      table(
        ["mistake", "claims", "wrong", "under an assumption", "undecided or refused", "correct", "named"],
        kinds.map((k) => {
          const own = found.filter(([c]) => c.mistake === k);
          const count = (...v: string[]) => own.filter(([, a]) => is(a, ...v)).length;
          const names = named.filter(([c]) => c.mistake === k).length;
          return [
            k,
            own.length,
            count("wrong"),
            count("under-assumption"),
            own.filter(([, a]) => !a.ok || a.verdict === "undecided").length,
            count("correct", "other-layout"),
            `${names} (${figure((100 * names) / Math.max(1, count("wrong")))} %)`,
          ].map(String);
        }),
      ),
      ...(misnamed.length ? [`Mistakes that got another name, or none${shown === 12 ? " (the first)" : ""}:\n\n${misnamed.join("\n")}`] : []),
      ...(listed.length ? [listed.map((l) => `- ${l}`).join("\n")] : []),
    ],
  };
}
