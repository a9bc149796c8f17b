import { batch, computed, effect, signal } from "@preact/signals";
import { Lane, Unanswered } from "../engine/client.ts";
import type { Asked, Shown, Vocabulary } from "../engine/messages.ts";
import { lang } from "../words/words.ts";
import type { Reading } from "./document.ts";
import { fragmentOf, questionIn } from "./fragment.ts";
import { keep } from "./history.ts";
import { blank, type Question, requestOf } from "./question.ts";

/** How long the page waits for the next key before it asks. */
const debounce = 60;

const example: Question = { ...blank, text: "x'*A*x", by: "x" };

/** What is asked now. */
export const question = signal<Question>(example);
/** Why the link that the page was opened with was not used. */
export const badLink = signal<"bad" | "long" | undefined>(undefined);
/** What the engine said, to which request. */
export interface Outcome {
  readonly question: Question;
  readonly request: Asked;
  readonly reading: Reading;
  readonly result?: Shown;
  readonly failure?: "slow" | "failed";
}
export const outcome = signal<Outcome | undefined>(undefined);
/** The last outcome that holds an answer. */
export const answered = signal<Outcome | undefined>(undefined);
/** The answer before the last one, for what a change of layout changed. */
export const before = signal<Outcome | undefined>(undefined);
export const vocabulary = signal<Vocabulary | undefined>(undefined);
export const busy = signal(false);

/** The request that the text asks now. */
export const current = computed(() => requestOf(question.value, lang.value));

const past = signal<readonly Question[]>([]);
const future = signal<readonly Question[]>([]);
export const canUndo = computed(() => past.value.length > 0);
export const canRedo = computed(() => future.value.length > 0);

const mostUndone = 200;
/** Keys typed in a row, with no more than this between them, are undone together. */
const pause = 800;
let lastTyped = 0;

/** Changes what is asked; `undo` brings the question before back. */
export function change(patch: Partial<Question>): void {
  const now = question.peek();
  if (Object.entries(patch).every(([k, v]) => now[k as keyof Question] === v)) return;
  const typing = Object.keys(patch).every((k) => k === "text" || k === "by" || k === "claim");
  const at = Date.now();
  batch(() => {
    if (!typing || at - lastTyped > pause) past.value = [...past.peek(), now].slice(-mostUndone);
    future.value = [];
    question.value = { ...now, ...patch };
    badLink.value = undefined;
  });
  lastTyped = typing ? at : 0;
}

export function undo(): void {
  const last = past.peek().at(-1);
  if (!last) return;
  batch(() => {
    future.value = [question.peek(), ...future.peek()];
    past.value = past.peek().slice(0, -1);
    question.value = last;
  });
  lastTyped = 0;
}

export function redo(): void {
  const [next, ...rest] = future.peek();
  if (!next) return;
  batch(() => {
    past.value = [...past.peek(), question.peek()];
    future.value = rest;
    question.value = next;
  });
  lastTyped = 0;
}

/** The lane of the answer, and one for what is looked at beside it. */
const answers = new Lane((v) => {
  vocabulary.value ??= v;
});
export const studies = new Lane();

async function ask(): Promise<void> {
  const q = question.peek();
  const { request, reading } = current.peek();
  const empty = !reading.expression && !reading.claim;
  if (empty && !reading.declare) {
    outcome.value = undefined;
    return;
  }
  busy.value = true;
  try {
    const result = await answers.ask("answer", request);
    batch(() => {
      outcome.value = { question: q, request, reading, result };
      if (result.response.ok) {
        before.value = answered.peek();
        answered.value = outcome.peek();
        keep(q);
      }
      busy.value = false;
    });
  } catch (e) {
    if (!(e instanceof Unanswered) || e.reason === "superseded") return;
    batch(() => {
      outcome.value = { question: q, request, reading, failure: e.reason as "slow" | "failed" };
      busy.value = false;
    });
  }
}

/** Takes the question of a link; a link that cannot be read changes nothing. */
function follow(hash: string): void {
  if (hash.length < 2) return;
  const found = questionIn(hash);
  if (typeof found === "string") badLink.value = found;
  else if (fragmentOf(found) !== fragmentOf(question.peek())) change(found);
}

/** Starts asking, and keeps the address in step. */
export function begin(): void {
  answers.warm();
  follow(location.hash);
  addEventListener("hashchange", () => follow(location.hash));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let first = true;
  let asked = "";
  effect(() => {
    const key = JSON.stringify(current.value.request);
    if (key === asked) return;
    asked = key;
    clearTimeout(timer);
    timer = setTimeout(ask, first ? 0 : debounce);
    first = false;
  });
  let later: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const hash = `#${fragmentOf(question.value)}`;
    clearTimeout(later);
    later = setTimeout(() => {
      if (badLink.peek() === undefined && hash !== location.hash) history.replaceState(null, "", hash);
    }, 400);
  });
}
