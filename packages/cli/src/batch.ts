import { once } from "node:events";
import { availableParallelism } from "node:os";
import type { Readable, Writable } from "node:stream";
import { linesOf } from "./lines.ts";
import type { Lines, Pool } from "./pool.ts";
import { respondToLine } from "./respond.ts";

/** Lines sent to a thread at once: enough to hide the cost of sending, few enough to share the work. */
const portion = 64;

export interface BatchOptions {
  readonly jobs?: number;
  readonly verify: boolean;
}

function portions(lines: Lines): Lines[] {
  const out: Lines[] = [];
  for (let k = 0; k < lines.length; k += portion) out.push(lines.slice(k, k + portion));
  return out;
}

/** Says on a terminal how many lines are answered, a few times a second; elsewhere nothing. */
function progress(stream: Writable & { readonly isTTY?: boolean }) {
  const start = performance.now();
  let shown = start;
  let count = 0;
  const show = () => stream.write(`\r${count} answered, ${Math.round(count / Math.max(0.001, (performance.now() - start) / 1000))} a second`);
  return {
    add(lines: number) {
      count += lines;
      if (stream.isTTY && performance.now() - shown > 250) {
        shown = performance.now();
        show();
      }
    },
    end() {
      if (stream.isTTY && count > 0) {
        show();
        stream.write("\n");
      }
    },
  };
}

/**
 * One response for each line of the input, in order. Memory is constant: no more portions are read than the threads can hold, and the output is waited for.
 * One job answers in this thread; so does the first portion, as a short input needs no thread.
 */
export async function batch(input: Readable, output: Writable, errors: Writable & { readonly isTTY?: boolean }, options: BatchOptions): Promise<void> {
  const jobs = options.jobs ?? availableParallelism();
  const told = progress(errors);
  const written: Promise<void>[] = [];
  let last: Promise<void> = Promise.resolve();
  const write = async (before: Promise<void>, text: string | Promise<string>, lines: number) => {
    const [ready] = await Promise.all([text, before]);
    if (!output.write(ready)) await once(output, "drain");
    told.add(lines);
  };
  let pool: Pool | undefined;
  let sent = 0;
  for await (const read of linesOf(input)) {
    for (const lines of portions(read)) {
      if (jobs > 1 && sent >= portion && !pool) pool = new (await import("./pool.ts")).Pool(new URL("./worker.js", import.meta.url), jobs, options.verify);
      sent += lines.length;
      last = write(last, pool ? pool.answer(lines) : lines.map((line) => `${respondToLine(line, options.verify)}\n`).join(""), lines.length);
      written.push(last);
      while (written.length > (pool ? 2 * jobs : 0)) await written.shift();
    }
  }
  await last;
  await pool?.close();
  told.end();
}
