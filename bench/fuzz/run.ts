/**
 * Fuzz: generated well-typed requests judged by differences, and nonsense that must be refused with grace.
 *   npx tsx bench/fuzz/run.ts [--count 20000] [--seed 1] [--jobs 2] [--slow 100] [--shrunk 25]
 *   npx tsx bench/fuzz/run.ts --garbage [--count 200000] [--seed 1]
 *   npx tsx bench/fuzz/run.ts --corpus FILE N [--seed 1]
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { writeCorpus } from "./corpus.ts";
import { nonsense, reaction } from "./garbage.ts";
import { expectedFeatures, runRequests, type Summary, tally } from "./requests.ts";

const given = (name: string): number => process.argv.indexOf(`--${name}`);
const option = (name: string, otherwise: string): string => (given(name) < 0 ? otherwise : (process.argv[given(name) + 1] ?? otherwise));
const [seed, jobs] = [option("seed", "1"), Number(option("jobs", "1"))];

function part(from: number, step: number): Summary {
  const count = Number(option("count", "20000"));
  return runRequests({ seed, count, from, step, slow: Number(option("slow", "100")), shrunk: Number(option("shrunk", "25")) }, (f) => {
    console.log(`${f.kind} [${f.ms.toFixed(0)} ms] ${JSON.stringify(f.request)}${f.note ? `\n    ${f.note}` : ""}`);
  });
}

function report(parts: readonly Summary[]): void {
  const [counts, histogram]: Record<string, number>[] = [{}, {}];
  for (const p of parts) {
    for (const [k, n] of Object.entries(p.counts)) tally(counts!, k, n);
    for (const [k, n] of Object.entries(p.histogram)) tally(histogram!, k, n);
  }
  const ms = parts.flatMap((p) => p.milliseconds).sort((a, b) => a - b);
  const at = (q: number) => ms[Math.min(ms.length - 1, Math.floor(q * ms.length))]!.toFixed(2);
  const sorted = (m: Record<string, number>) => Object.entries(m).sort((a, b) => b[1] - a[1]);
  const width = Math.max(...Object.keys(histogram!).map((k) => k.length));
  console.log(
    `\n${sorted(histogram!)
      .map(([k, n]) => `${k.padEnd(width)} ${n}`)
      .join("\n")}\n`,
  );
  const least = (500 * ms.length) / 200_000;
  const rare = [...new Set([...Object.keys(histogram!), ...expectedFeatures()])].filter((k) => (histogram![k] ?? 0) < least);
  console.log(
    `seed ${seed}: ${ms.length} requests; mean ${(ms.reduce((a, b) => a + b, 0) / ms.length).toFixed(2)} ms, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`,
  );
  for (const [k, n] of sorted(counts!)) console.log(`  ${String(n).padStart(7)} ${k} (${((100 * n) / ms.length).toFixed(2)} %)`);
  console.log(rare.length ? `below ${least.toFixed(0)}: ${rare.join(", ")}` : `all occur at least ${least.toFixed(0)} times`);
}

function garbage(): void {
  const count = Number(option("count", "200000"));
  const counts: Record<string, number> = {};
  const seen = new Set<string>();
  let longest = 0;
  for (let k = 0; k < count; k++) {
    const request = nonsense(`${seed}/garbage/${k}`);
    const r = reaction(request, 2_500);
    tally(counts, r.fault ? "fault" : r.code);
    longest = Math.max(longest, r.ms);
    const key = r.fault
      ?.replace(/\d+/g, "#")
      .replace(/(declare|define)\..*/s, "$1")
      .slice(0, 160);
    if (!key || seen.has(key)) continue;
    seen.add(key);
    console.log(`${r.fault}\n    ${JSON.stringify(request).slice(0, 600)}`);
  }
  console.log(
    `seed ${seed}: ${count} strings, longest ${longest.toFixed(0)} ms; ${Object.entries(counts)
      .sort((a, b) => b[1] - a[1])
      .map(([k, n]) => `${n} ${k}`)
      .join(", ")}`,
  );
}

const worker = given("part");
if (given("corpus") >= 0) writeCorpus(process.argv[given("corpus") + 1]!, Number(process.argv[given("corpus") + 2]), seed);
else if (given("garbage") >= 0) garbage();
else if (worker >= 0) process.send!(part(Number(process.argv[worker + 1]), jobs));
else if (jobs === 1) report([part(0, 1)]);
else {
  const parts = Array.from(
    { length: jobs },
    (_, k) =>
      new Promise<Summary>((resolve, reject) =>
        fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), "--part", String(k)])
          .on("message", (m) => resolve(m as Summary))
          .on("exit", (code) => code && reject(new Error(`a part ended with ${code}`))),
      ),
  );
  report(await Promise.all(parts));
}
