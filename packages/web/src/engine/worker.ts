/** The engine beside the page: a question in, an answer out. Whoever waits too long ends the worker. */
import type { TaskName } from "./messages.ts";
import { tasks, vocabulary } from "./tasks.ts";

addEventListener("message", async ({ data }: MessageEvent<{ id: number; task: TaskName; input: never }>) => {
  try {
    postMessage({ id: data.id, out: await tasks[data.task](data.input) });
  } catch (e) {
    postMessage({ id: data.id, failed: String(e) });
  }
});
postMessage({ id: 0, out: vocabulary() });
