import { compareAt } from "./compare.ts";
import type { Context } from "./context.ts";
import { definitionsAt, madeOf, type Placed } from "./definitions.ts";
import { type Court, drawingOf, type Variant } from "./drawing.ts";
import { keyOf, letterOf, namesOf } from "./node.ts";
import type { Entry, Equation } from "./types.ts";

/** Definitions that are left out one by one. */
const mostLeftOut = 8;
/** Readings that are tried again. */
const mostReadings = 6;

/**
 * Why a claim that the points refute may be right all the same: it holds with its letters as it shows them, or without one
 * of the definitions that were put in for them. Such a claim is left undecided: what may be wrong is how the text around was
 * understood.
 */
export function tenable(e: Entry, court: Court, earlier: readonly Context[]): string | undefined {
  const [first] = e.equations;
  const circular = first && recurring(first, court);
  if (circular !== undefined) return `${circular} is defined by itself`;
  const placed = definitionsAt(court.context, e.number);
  for (const q of e.equations.filter((x) => !x.choices.some((c) => /^[⊗∘]/.test(c.chosen))).slice(0, mostReadings)) {
    const holds = (variant: Variant): boolean => compareAt(q, drawingOf(e, q, court, variant), `${e.number}`).kind === "true";
    if (keyOf(q.left) === keyOf(q.right)) continue;
    for (const alone of [false, true]) {
      if (!alone && q !== e.equations[0] && holds({})) return "it holds in another reading";
      for (const name of suspects(q, court)) {
        const definitions = new Map(placed);
        definitions.delete(name);
        if (holds({ alone, definitions })) return `it holds where ${name} is not what the text says before`;
        for (const other of court.context.definitions.get(name) ?? [])
          if (other !== placed.get(name) && holds({ alone, definitions: new Map([...placed, [name, other]]) }))
            return `it holds with another meaning of ${name}`;
      }
    }
    const before = fromBefore(q, court, earlier);
    if (before.size > 0 && holds({ definitions: new Map([...placed, ...before]) }))
      return `it holds with what is said before of ${[...before.keys()].join(", ")}`;
  }
  return undefined;
}

/** A letter whose members are given by other members, `h_t = f(h_{t-1})`. */
function recurring(q: Equation, { context }: Court): string | undefined {
  const shown = new Set([...namesOf(q.left), ...namesOf(q.right)]);
  const own = (x: Entry): string | undefined => {
    const [y] = x.equations;
    const name = x.class !== "claim" && y?.left.kind === "index" ? letterOf(y.left) : undefined;
    return name !== undefined && y && namesOf(y.right).has(name) ? name : undefined;
  };
  return context.entries.map(own).find((n) => n !== undefined && shown.has(n));
}

/** Definitions of earlier scopes for letters that this one does not define. */
function fromBefore(q: Equation, { context }: Court, earlier: readonly Context[]): Map<string, Placed> {
  const found = new Map<string, Placed>();
  const wanted = madeOf([...namesOf(q.left), ...namesOf(q.right)], context.definitions);
  for (const name of wanted) {
    if (context.definitions.has(name)) continue;
    const last = earlier
      .find((c) => c.definitions.has(name))
      ?.definitions.get(name)
      ?.at(-1);
    if (!last) continue;
    found.set(name, last);
    for (const n of namesOf(last.node)) wanted.add(n);
  }
  return found;
}

/** Defined letters that a claim is made of, those that it shows first. */
function suspects(q: Equation, { context }: Court): string[] {
  const shown = [...namesOf(q.left), ...namesOf(q.right)];
  return [...new Set([...shown, ...madeOf(shown, context.definitions)])].filter((n) => context.definitions.has(n)).slice(0, mostLeftOut);
}
