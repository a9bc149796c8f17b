/** What a formula leaves open is a choice; another reading is the same text read with other picks. */
import type { Choice, Span } from "./types.ts";

interface Open {
  readonly key: string;
  readonly kind: Choice["kind"];
  readonly span: Span;
  readonly options: readonly string[];
}

/** The picks of one reading, and the choices met on the way. */
export class Choices {
  private readonly open = new Map<string, Open>();
  private readonly picks: ReadonlyMap<string, number>;
  constructor(picks: ReadonlyMap<string, number> = new Map()) {
    this.picks = picks;
  }

  /** Which of the options; the first is the likeliest. Choices of one key are made alike. */
  choose(kind: Choice["kind"], span: Span, options: readonly string[], key = `${kind} ${span[0]}-${span[1]}`): number {
    if (!this.open.has(key)) this.open.set(key, { key, kind, span, options });
    return Math.min(this.picks.get(key) ?? 0, options.length - 1);
  }

  /** What was picked against the likeliest. */
  made(): Choice[] {
    return [...this.open.values()]
      .filter((o) => (this.picks.get(o.key) ?? 0) > 0)
      .map((o) => ({ kind: o.kind, span: o.span, chosen: o.options[Math.min(this.picks.get(o.key) ?? 0, o.options.length - 1)] as string }));
  }

  /** The picks that differ from these in one more choice. */
  next(): ReadonlyMap<string, number>[] {
    const out: ReadonlyMap<string, number>[] = [];
    for (const o of this.open.values()) if (!this.picks.has(o.key)) for (let k = 1; k < o.options.length; k++) out.push(new Map([...this.picks, [o.key, k]]));
    return out;
  }
}

/** Reads again and again, with one more pick against the likeliest each round, until `most` different readings are found, `tries` made, or there are no more. */
export function readings<T>(
  read: (choices: Choices) => T,
  textOf: (result: T) => string,
  most: number,
  tries: number,
): { readonly result: T; readonly choices: readonly Choice[] }[] {
  const found = new Map<string, { readonly result: T; readonly choices: readonly Choice[] }>();
  let queue: ReadonlyMap<string, number>[] = [new Map()];
  const tried = new Set<string>();
  for (let rounds = 0; queue.length > 0 && found.size < most && rounds < 4; rounds++) {
    const later: ReadonlyMap<string, number>[] = [];
    for (const picks of queue) {
      if (found.size >= most || tried.size >= Math.min(tries, 4 * most)) break;
      const id = [...picks]
        .map(([k, v]) => `${k}=${v}`)
        .sort()
        .join(";");
      if (tried.has(id)) continue;
      tried.add(id);
      const choices = new Choices(picks);
      const result = read(choices);
      const text = textOf(result);
      if (!found.has(text)) found.set(text, { result, choices: choices.made() });
      if (later.length < 8 * most) later.push(...choices.next());
    }
    queue = later;
  }
  return [...found.values()];
}
