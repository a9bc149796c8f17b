import type { TaskName, Tasks, Vocabulary } from "./messages.ts";

/** Why a question has no answer: a newer one took its place, it took too long, or the engine failed. */
export class Unanswered extends Error {
  constructor(readonly reason: "superseded" | "slow" | "failed") {
    super(reason);
  }
}

interface Question {
  readonly id: number;
  readonly task: TaskName;
  readonly input: unknown;
  readonly budget: number;
  readonly resolve: (out: never) => void;
  readonly reject: (e: Unanswered) => void;
}

/** How long a question may go on once a newer one waits. */
const grace = 150;

/** A worker for questions of which only the newest counts. A question that outlives its budget ends with its worker; the next has a new one. */
export class Lane {
  private worker: Worker | undefined;
  private running: Question | undefined;
  private waiting: Question | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private ending = false;
  private last = 0;

  /** `greeted` takes what a worker says first: what the language has. */
  constructor(private readonly greeted?: (v: Vocabulary) => void) {}

  /** Starts the worker before it is asked anything. */
  warm(): void {
    this.worker ??= this.start();
  }

  /** Asks; rejects with `Unanswered`. */
  ask<Name extends TaskName>(task: Name, input: Tasks[Name]["in"], budget = 4000): Promise<Tasks[Name]["out"]> {
    return new Promise((resolve, reject) => {
      this.waiting?.reject(new Unanswered("superseded"));
      this.waiting = { id: ++this.last, task, input, budget, resolve, reject };
      if (!this.running) this.next();
      else if (!this.ending) {
        this.ending = true;
        this.endAfter(grace, "superseded");
      }
    });
  }

  private start(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<{ id: number; out?: never; failed?: string }>) => {
      if (data.id === 0) this.greeted?.(data.out as unknown as Vocabulary);
      const done = this.running;
      if (!done || data.id !== done.id) return;
      this.settle();
      if (data.failed === undefined) done.resolve(data.out as never);
      else done.reject(new Unanswered("failed"));
      this.next();
    });
    worker.addEventListener("error", () => this.end("failed"));
    return worker;
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.running = undefined;
    this.ending = false;
  }

  private next(): void {
    if (this.running || !this.waiting) return;
    this.running = this.waiting;
    this.waiting = undefined;
    const { id, task, input, budget } = this.running;
    this.worker ??= this.start();
    this.worker.postMessage({ id, task, input });
    this.endAfter(budget, "slow");
  }

  private endAfter(ms: number, reason: "superseded" | "slow"): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end(reason), ms);
  }

  private end(reason: "superseded" | "slow" | "failed"): void {
    const ended = this.running;
    this.worker?.terminate();
    this.worker = undefined;
    this.settle();
    ended?.reject(new Unanswered(reason));
    this.next();
  }
}
