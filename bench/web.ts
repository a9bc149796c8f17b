/** The page, in Chromium: from a key to the answer over the open corpora, the first load, and how soon the page can be used. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { atMost, figure, type Section } from "./section.ts";
import { median, quantile } from "./statistics.ts";

interface Measured {
  readonly skipped?: string;
  readonly times: readonly number[];
  readonly usable: readonly number[];
  readonly bytes: number;
  readonly browser: string;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const npm = (...args: string[]) => execFileSync("npm", ["run", "--silent", ...args, "-w", "gradus-web"], { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 });

export function web(): Section {
  npm("build");
  const m = JSON.parse(npm("measure").trim().split("\n").at(-1) as string) as Measured;
  if (m.skipped) return { title: "The page", bars: [], details: [], skipped: m.skipped };
  return {
    title: "The page",
    bars: [
      atMost("from a key to the answer drawn, beyond the debounce: median", median(m.times), 40, " ms"),
      atMost("the same: p95", quantile(m.times, 0.95), 100, " ms"),
      atMost("first load, gzipped JavaScript before any lazy part", m.bytes / 1000, 260, " kB"),
      atMost("usable on a cold cache, from loopback: median of 5", median(m.usable), 1500, " ms"),
    ],
    details: [
      `${m.times.length} derivatives and Hessians of the open corpora, the last key of each; Chromium ${m.browser}. Greatest ${figure(Math.max(...m.times))} ms.`,
    ],
  };
}
