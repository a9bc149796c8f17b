import Fraction from "fraction.js";
import { type Dimension, dimensionOf, multiplyDimensions, one } from "../expression/dimension.ts";
import { constant, type Expression, isApply } from "../expression/node.ts";
import { type Atom, canonical, type Index, type Side, substituted, type Term, TooLong } from "./indices.ts";

/** Free indices of rows and of columns, slow first; all terms have these. */
export interface Tensor {
  readonly rows: Side;
  readonly cols: Side;
  readonly terms: readonly Term[];
}

/** Thrown where sides do not fit piece by piece. */
export class Misfit extends Error {}

const mostTerms = 300;
export const unit: Term = { number: new Fraction(1), atoms: [], bound: [] };
export const delta = (a: Side, b: Side): Atom => ({ label: "delta", at: [a, b], power: constant(1) });

export const fresh = (d: Dimension): Side => (d === one ? [] : [{ dimension: d }]);

/** The dimension that a bound is the size of. */
export const sizeNamed = (e: Expression): Dimension | undefined =>
  isApply(e, "dimension") ? e.dimensions[0] : e.kind === "constant" && e.value.d === 1n && e.value.s > 0n ? dimensionOf(Number(e.value.n)) : undefined;

/** A dimension as a number: a polynomial in its names. */
export function sizeOf(d: Dimension): Term[] {
  return [...d.terms].map(([monomial, c]) => ({
    number: new Fraction(c),
    atoms: monomial === "" ? [] : monomial.split("*").map((n): Atom => ({ label: `|${n}|`, at: [], power: constant(1) })),
    bound: [],
  }));
}

export function times(a: readonly Term[], b: readonly Term[]): Term[] {
  if (a.length * b.length > mostTerms) throw new TooLong();
  return a.flatMap((x) => b.map((y) => ({ number: x.number.mul(y.number), atoms: [...x.atoms, ...y.atoms], bound: [...x.bound, ...y.bound] })));
}

export const textOf = (terms: readonly Term[], free: Side): string => canonical(terms, free).join(" + ");

/** What makes the sides of each pair the same: an index becomes another one, or several. */
export function unified(...pairs: readonly (readonly [Side, Side])[]): Map<Index, Side> {
  const by = new Map<Index, Side>();
  const now = (s: Side): Side => s.flatMap((i) => (by.has(i) ? now(by.get(i) as Side) : [i]));
  for (const [x, y] of pairs) {
    const [a, b] = [now(x), now(y)];
    let [k, l] = [0, 0];
    while (k < a.length && l < b.length) {
      const [i, j] = [a[k] as Index, b[l] as Index];
      const [wide, narrow] = i.dimension === j.dimension ? [[i], [j]] : (pieces(j, a, k) ?? pieces(i, b, l) ?? [[], []]);
      if (!narrow.length) throw new Misfit();
      if (narrow[0] === j) {
        if (i !== j) by.set(j, wide);
        k += wide.length;
        l++;
      } else {
        by.set(i, wide);
        k++;
        l += wide.length;
      }
    }
    if (k < a.length || l < b.length) throw new Misfit();
  }
  return new Map([...by.keys()].map((i) => [i, now([i])]));
}

/** The indices from a place on that together range over what one does. */
function pieces(whole: Index, side: Side, from: number): [Side, Side] | undefined {
  let size = one;
  for (let k = from; k < side.length; k++) {
    size = multiplyDimensions(size, (side[k] as Index).dimension);
    if (size === whole.dimension) return [side.slice(from, k + 1), [whole]];
  }
  return undefined;
}

export const moved = (t: Tensor, by: ReadonlyMap<Index, Side>): Tensor => ({
  rows: t.rows.flatMap((i) => by.get(i) ?? [i]),
  cols: t.cols.flatMap((i) => by.get(i) ?? [i]),
  terms: by.size ? t.terms.map((x) => substituted(x, by)) : t.terms,
});

/** The indices in use that no sum binds, those of sides first. */
export function openIn(tensors: readonly Tensor[]): Index[] {
  const used = new Set(tensors.flatMap((t) => t.terms.flatMap((x) => x.atoms.flatMap((a) => a.at.flat()).filter((i) => !x.bound.includes(i)))));
  const sides = tensors.flatMap((t) => [...t.rows, ...t.cols]).filter((i) => used.has(i));
  return [...new Set([...sides, ...used])];
}

/** All orders of a few. */
export function orders<T>(list: readonly T[]): (readonly T[])[] {
  if (list.length < 2 || list.length > 3) return [list];
  return list.flatMap((first, k) => orders(list.filter((_, i) => i !== k)).map((rest) => [first, ...rest]));
}
