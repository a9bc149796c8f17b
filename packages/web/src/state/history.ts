import { signal } from "@preact/signals";
import { fragmentOf } from "./fragment.ts";
import { blank, type Question } from "./question.ts";
import { recall, remember } from "./storage.ts";

/** Questions that had an answer, as fragments, the newest first. */
const most = 60;

function recalled(): string[] {
  try {
    const list: unknown = JSON.parse(recall("history") ?? "[]");
    return Array.isArray(list) ? list.filter((f) => typeof f === "string" && f.length < 4000).slice(0, most) : [];
  } catch {
    return [];
  }
}

export const kept = signal<readonly string[]>(recalled());

function store(list: readonly string[]): void {
  kept.value = list;
  remember("history", JSON.stringify(list));
}

/** How long an answer stands before it is kept: what is typed on the way is not. */
const settled = 1500;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Keeps a question that was answered and stayed. */
export function keep(q: Question): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const fragment = fragmentOf({ ...q, tab: blank.tab, claim: "" });
    if (fragment.length < 4000) store([fragment, ...kept.peek().filter((f) => f !== fragment)].slice(0, most));
  }, settled);
}

/** Forgets all; what comes back brings it back. */
export function clearHistory(): () => void {
  const old = kept.peek();
  store([]);
  return () => store([...kept.peek(), ...old.filter((f) => !kept.peek().includes(f))].slice(0, most));
}
