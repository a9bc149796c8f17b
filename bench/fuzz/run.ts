import { type Case, generate, requestOf } from "./cases.ts";
import { operationsOf } from "./judge.ts";
import { type Kind, type Outcome, outcomeOf } from "./outcome.ts";
import { shrink } from "./shrink.ts";

const option = (name: string, otherwise: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
};
const seed = option("seed", "1");
const count = Number(option("count", "2000"));
const slow = Number(option("slow", "100"));
const counts = new Map<string, number>();
const histogram = new Map<string, number>();
const tally = (m: Map<string, number>, k: string) => m.set(k, (m.get(k) ?? 0) + 1);
const seen = new Set<string>();
const skip = new Set<Kind>((option("skip", "") || "no point").split(",") as Kind[]);

const keyOf = (c: Case, o: Outcome): string => `${o.kind} ${o.kind === "refused" || o.kind === "unverified" ? o.note.replace(/[0-9]+/g, "#").split("|")[0] : ""} ${[...operationsOf(c)].sort().join(" ")}`;

for (let k = 0; k < count; k++) {
  const c = generate(`${seed}/${k}`);
  for (const o of operationsOf(c)) tally(histogram, o);
  for (const v of c.variables) for (const p of v[1].properties) tally(histogram, `property ${p}`);
  tally(histogram, `layout ${c.layout}`);
  tally(histogram, `form ${c.form}`);
  tally(histogram, `order ${c.order}`);
  const o = outcomeOf(c);
  tally(counts, o.kind === "refused" ? `refused ${o.note.split(":")[0]}` : o.kind);
  if (o.ms > slow) {
    tally(counts, "slow");
    const key = `slow ${[...operationsOf(c)].sort()}`;
    if (!seen.has(key)) {
      seen.add(key);
      console.log(`SLOW ${o.ms.toFixed(0)} ms ${o.kind} ${JSON.stringify(requestOf(c))}`);
    }
  }
  if (o.kind === "right" || skip.has(o.kind)) continue;
  const small = shrink(c, (s) => {
    const t = outcomeOf(s);
    return t.kind === o.kind && (o.kind !== "refused" || t.note.split(":")[0] === o.note.split(":")[0]) && (o.kind !== "unverified" || t.note.split("|")[0] === o.note.split("|")[0]);
  });
  const after = outcomeOf(small);
  const key = keyOf(small, after);
  if (seen.has(key)) continue;
  seen.add(key);
  console.log(`${after.kind.toUpperCase()} #${k} ${JSON.stringify(after.request)}\n    ${after.note}`);
}
console.log(`seed ${seed}, ${count} requests: ${[...counts].map(([k, v]) => `${v} ${k}`).join(", ")}`);
console.log([...histogram].sort((a, b) => a[1] - b[1]).map(([k, v]) => `${k} ${v}`).join(", "));
