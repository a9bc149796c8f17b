/** The command as people start it: one cold process, and a batch through two threads. */
import { spawn, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { publishedRequests } from "./requests.ts";
import { atLeast, atMost, figure, type Section, table } from "./section.ts";
import { medianTime } from "./statistics.ts";

const command = fileURLToPath(new URL("../node_modules/.bin/gradus", import.meta.url));
const lengths = [5_000, 20_000, 40_000];
const judged = 20_000;

function cold(): number {
  const once = () => {
    const { status, stderr } = spawnSync(command, ["x'*A*x", "--wrt", "x"], { encoding: "utf8" });
    if (status !== 0) throw new Error(`gradus ended with ${status}: ${stderr}; was it built?`);
  };
  return medianTime(() => undefined, once, 11, 2);
}

/** The most memory a process has held, in MB, where the system tells. */
function peakMemory(pid: number | undefined): number | undefined {
  try {
    const kB = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kB ? Number(kB) / 1024 : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds and peak memory of a batch of so many requests, the corpora over and over. */
async function batch(folder: string, lines: number) {
  const corpus = publishedRequests().map(({ request }) => JSON.stringify(request));
  const file = join(folder, `${lines}.jsonl`);
  writeFileSync(file, `${Array.from({ length: lines }, (_, k) => corpus[k % corpus.length]).join("\n")}\n`);
  const [input, output] = [openSync(file, "r"), openSync(join(folder, "answers.jsonl"), "w")];
  const start = performance.now();
  const child = spawn(process.execPath, [command, "batch", "--no-verify", "--jobs", "2"], { stdio: [input, output, "inherit"] });
  let memory: number | undefined;
  const watch = setInterval(() => (memory = peakMemory(child.pid) ?? memory), 50);
  const status = await new Promise((done) => child.on("close", done));
  clearInterval(watch);
  const seconds = (performance.now() - start) / 1000;
  closeSync(input);
  closeSync(output);
  const responses = readFileSync(join(folder, "answers.jsonl"), "utf8").trimEnd().split("\n");
  if (status !== 0 || responses.length !== lines) throw new Error(`batch ended with ${status} after ${responses.length} of ${lines} lines`);
  return { lines, seconds, memory, answered: responses.filter((r) => r.includes('"ok":true')).length };
}

export async function cli(): Promise<Section> {
  const milliseconds = cold();
  const folder = mkdtempSync(join(tmpdir(), "gradus-bench-"));
  try {
    const runs: Awaited<ReturnType<typeof batch>>[] = [];
    for (const lines of lengths) runs.push(await batch(folder, lines));
    const rate = (r: (typeof runs)[number]) => r.lines / r.seconds;
    const run = runs.find((r) => r.lines === judged) as (typeof runs)[number];
    return {
      title: "Command line",
      bars: [
        atMost('`node_modules/.bin/gradus "x\'*A*x" --wrt x`, cold, whole process', milliseconds, 250, " ms"),
        atLeast(`\`gradus batch --no-verify --jobs 2\`, ${judged.toLocaleString("en-US")} requests`, rate(run), 1000, " requests/s"),
      ],
      details: [
        "The cold process is the median of 11. The batch reads the corpora over and over, from file to file; peak memory is that of the whole process, its threads included.",
        table(
          ["requests", "answered", "seconds", "requests/s", "peak memory, MB"],
          runs.map((r) => [
            figure(r.lines),
            figure(r.answered),
            figure(r.seconds),
            figure(rate(r)),
            r.memory === undefined ? "not told here" : figure(r.memory),
          ]),
        ),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
