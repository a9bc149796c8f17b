import type { Entry } from "./types.ts";

const places = new WeakMap<readonly Entry[], ReadonlyMap<number, number>>();
const chains = new WeakMap<readonly Entry[], ReadonlyMap<number, readonly Entry[]>>();

/** The entries whose numbers are at most so far from a number, without it; entries are in the order of their numbers. */
export function around(entries: readonly Entry[], number: number, distance: number): Entry[] {
  const at = places.get(entries) ?? new Map(entries.map((e, k) => [e.number, k]));
  places.set(entries, at);
  const k = at.get(number);
  // an entry of another scope has no place here
  const window = k === undefined ? entries : entries.slice(Math.max(0, k - distance), k + distance + 1);
  return window.filter((x) => x.number !== number && Math.abs(x.number - number) <= distance);
}

/** The entries of a chain. */
export function chainOf(entries: readonly Entry[], chain: number): readonly Entry[] {
  let known = chains.get(entries);
  if (!known) {
    const found = new Map<number, Entry[]>();
    for (const e of entries) {
      const list = found.get(e.equality.chain) ?? [];
      list.push(e);
      found.set(e.equality.chain, list);
    }
    known = found;
    chains.set(entries, known);
  }
  return known.get(chain) ?? [];
}
