import { parentPort, workerData } from "node:worker_threads";
import type { Lines } from "./pool.ts";
import { respondToLine } from "./respond.ts";

const { verify } = workerData as { verify: boolean };

parentPort?.on("message", (lines: Lines) => {
  parentPort?.postMessage(lines.map((line) => `${respondToLine(line, verify)}\n`).join(""));
});
