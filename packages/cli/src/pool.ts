import { Worker } from "node:worker_threads";
import { respondToLoss } from "./respond.ts";

export type Lines = readonly (string | undefined)[];
interface Task {
  readonly lines: Lines;
  readonly done: (text: string) => void;
}

/** Worker threads that answer lines. A thread that dies takes only the line that killed it. */
export class Pool {
  readonly #file: URL;
  readonly #verify: boolean;
  readonly #limit: number;
  readonly #idle: Worker[] = [];
  readonly #busy = new Map<Worker, Task>();
  readonly #waiting: Task[] = [];

  constructor(file: URL, jobs: number, verify: boolean) {
    this.#file = file;
    this.#limit = jobs;
    this.#verify = verify;
  }

  /** The responses to the lines, as text. */
  answer(lines: Lines): Promise<string> {
    return new Promise((done) => {
      this.#waiting.push({ lines, done });
      this.#next();
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#idle, ...this.#busy.keys()].map((worker) => worker.terminate()));
  }

  #next(): void {
    if (this.#waiting.length === 0) return;
    const worker = this.#idle.pop() ?? (this.#busy.size < this.#limit ? this.#start() : undefined);
    if (!worker) return;
    const task = this.#waiting.shift() as Task;
    this.#busy.set(worker, task);
    worker.postMessage(task.lines);
  }

  #start(): Worker {
    const worker = new Worker(this.#file, { workerData: { verify: this.#verify } });
    worker.on("message", (text: string) => {
      const task = this.#busy.get(worker);
      this.#busy.delete(worker);
      this.#idle.push(worker);
      task?.done(text);
      this.#next();
    });
    let reason: unknown = "the thread ended";
    worker.on("error", (cause) => {
      reason = cause;
    });
    worker.on("exit", () => this.#lose(worker, reason));
    return worker;
  }

  /** Asks again for the lines of a thread that died, one by one; a line that kills a thread alone is answered with a failure. */
  #lose(worker: Worker, cause: unknown): void {
    const task = this.#busy.get(worker);
    this.#busy.delete(worker);
    const idle = this.#idle.indexOf(worker);
    if (idle >= 0) this.#idle.splice(idle, 1);
    if (task?.lines.length === 1) task.done(`${respondToLoss(task.lines[0], cause)}\n`);
    else if (task) Promise.all(task.lines.map((line) => this.answer([line]))).then((texts) => task.done(texts.join("")));
    this.#next();
  }
}
