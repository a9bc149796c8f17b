import Fraction from "fraction.js";
import { type Dimension, multiplyDimensions, one as oneDimension } from "../expression/dimension.ts";
import { constant, type Expression } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { build } from "../normal/build.ts";

/** An index: by identity; or one that stands for itself, `fixed` being its name or number. */
export interface Index {
  readonly dimension: Dimension;
  /** What it ranges over is not its dimension: an entry of its own says it. */
  readonly open?: true;
  readonly fixed?: string;
}

/** The indices of one side of a value, slow first. */
export type Side = readonly Index[];

/** An entry: what it is of, its places, and the power it stands in. */
export interface Atom {
  readonly label: string;
  readonly at: readonly Side[];
  readonly power: Expression;
  /** The two places may be swapped. */
  readonly symmetric?: boolean;
}

/** A number times entries, summed over the bound indices. */
export interface Term {
  readonly number: Fraction;
  readonly atoms: readonly Atom[];
  readonly bound: Side;
}

/** Thrown where a sum has too many terms, or an order of indices takes too long to find. */
export class TooLong extends Error {}

const mostAtoms = 60;
const mostTries = 400;

export function substituted(t: Term, by: ReadonlyMap<Index, Side>): Term {
  const on = (s: Side): Side => (s.some((i) => by.has(i)) ? s.flatMap((i) => by.get(i) ?? [i]) : s);
  return { ...t, atoms: t.atoms.map((a) => (a.at.some((s) => s.some((i) => by.has(i))) ? { ...a, at: a.at.map(on) } : a)), bound: [...new Set(on(t.bound))] };
}

/** The terms as texts, like terms collected, in order; the bound indices have no names, the free ones those of their places. */
export function canonical(terms: readonly Term[], free: Side): string[] {
  const sums = new Map<string, Fraction>();
  for (const t of terms) {
    const short = tidied(t, free);
    if (!short) continue;
    const { text, sign } = named(short, free);
    sums.set(text, (sums.get(text) ?? new Fraction(0)).add(short.number.mul(sign)));
  }
  return [...sums].flatMap(([text, c]) => (c.n === 0n ? [] : [`${c.toFraction()}${text}`])).sort();
}

/** Deltas carried out, equal entries as powers, a sum of what has not its index as its size; nothing where it is zero. */
function tidied(given: Term, free: Side): Term | undefined {
  if (given.atoms.length > mostAtoms) throw new TooLong();
  let t: Term = { ...given, bound: [...new Set(given.bound)] };
  for (let again = true; again; ) {
    again = false;
    for (const [k, atom] of t.atoms.entries()) {
      if (atom.label !== "delta") continue;
      const found = carriedOut(t, k, atom, free);
      if (found === "zero") return undefined;
      if (found) {
        t = found;
        again = true;
        break;
      }
    }
  }
  t = { ...t, atoms: starred(t.atoms, free) };
  const key = (s: Side) => s.map((i) => numberOf(i)).join(".");
  const byPlace = new Map<string, Atom>();
  for (const a of t.atoms) {
    const places = a.at.map(key);
    const id = `${a.label}@${a.symmetric || a.label === "delta" ? places.sort() : places}`;
    const old = byPlace.get(id);
    byPlace.set(
      id,
      old && !idempotent.has(a.label) ? { ...a, power: build("add", [old.power, a.power]) } : idempotent.has(a.label) ? { ...a, power: constant(1) } : a,
    );
  }
  let atoms = [...byPlace.values()].filter((a) => !(a.power.kind === "constant" && a.power.value.n === 0n));
  const used = new Set(atoms.flatMap((a) => a.at.flat()));
  let { number } = t;
  for (const i of t.bound) {
    if (used.has(i)) continue;
    const d = i.dimension;
    if (d.constant !== undefined) number = number.mul(d.constant);
    else if (d.terms.size === 1) {
      const [[monomial, c]] = [...d.terms] as [[string, number]];
      number = number.mul(c);
      for (const n of monomial.split("*")) atoms = multiplied(atoms, `|${n}|`);
    } else atoms = multiplied(atoms, `|${d.text}|`);
  }
  return { number, atoms, bound: t.bound.filter((i) => used.has(i)) };
}
const idempotent: ReadonlySet<string> = new Set(["delta", "lower"]);

/** Deltas of indices that all are one, each of the first with another. */
function starred(atoms: readonly Atom[], free: Side): readonly Atom[] {
  const isPlain = (a: Atom): boolean => a.label === "delta" && a.at.every((s) => s.length === 1);
  const classes: Index[][] = [];
  for (const a of atoms) {
    if (!isPlain(a)) continue;
    const pair = a.at.flat();
    const met = classes.filter((c) => c.some((i) => pair.includes(i)));
    for (const c of met) classes.splice(classes.indexOf(c), 1);
    classes.push([...new Set([...met.flat(), ...pair])]);
  }
  if (!classes.length) return atoms;
  const stars = classes.flatMap((c) => {
    const [first, ...rest] = c.sort((i, j) => rankOf(i, free) - rankOf(j, free)) as [Index, ...Index[]];
    return rest.map((i): Atom => ({ label: "delta", at: [[first], [i]], power: constant(1) }));
  });
  return [...atoms.filter((a) => !isPlain(a)), ...stars];
}

function multiplied(atoms: readonly Atom[], label: string): Atom[] {
  const old = atoms.find((a) => a.label === label);
  const power = old ? build("add", [old.power, constant(1)]) : constant(1);
  const rest = atoms.filter((a) => a !== old);
  return power.kind === "constant" && power.value.n === 0n ? rest : [...rest, { label, at: [], power }];
}

/** The term without one of its deltas; nothing where that has to stay. */
function carriedOut(t: Term, k: number, { at }: Atom, free: Side): Term | "zero" | undefined {
  const [a, b] = at as [Side, Side];
  const rest = { ...t, atoms: t.atoms.filter((_, i) => i !== k) };
  if (a.length === b.length && a.length > 1) {
    if (!a.every((i, j) => i.dimension === b[j]?.dimension)) return undefined;
    return { ...rest, atoms: [...rest.atoms, ...a.map((i, j): Atom => ({ label: "delta", at: [[i], [b[j] as Index]], power: constant(1) }))] };
  }
  const [i, j] = [a[0] as Index, b[0] as Index];
  if (a.length === 1 && b.length === 1 && i === j) return rest;
  for (const [side, other] of [
    [a, b],
    [b, a],
  ] as const)
    if (side.length === 1 && t.bound.includes(side[0] as Index) && !other.includes(side[0] as Index) && fits(side[0] as Index, other)) {
      const by = new Map([[side[0] as Index, other]]);
      return substituted({ ...rest, bound: rest.bound.filter((x) => x !== side[0]) }, by);
    }
  if (a.length === 1 && b.length === 1) {
    // of two that stay, the other entries have one
    const [one, other] = rankOf(i, free) <= rankOf(j, free) ? [i, j] : [j, i];
    if (rest.atoms.some((x) => x.label !== "delta" && x.at.flat().includes(other))) {
      const by = new Map([[other, [one]]]);
      return { ...t, atoms: t.atoms.map((x) => (x.label === "delta" ? x : (substituted({ ...t, atoms: [x] }, by).atoms[0] as Atom))) };
    }
  }
  return i.fixed !== undefined && j.fixed !== undefined && /^\d+$/.test(i.fixed) && /^\d+$/.test(j.fixed) ? "zero" : undefined;
}

/** Does a sum over the index meet all that the others can be? */
function fits(i: Index, others: Side): boolean {
  const [only] = others;
  if (i.open || others.some((o) => o.open || o.fixed !== undefined)) return true;
  return i.dimension === (others.length === 1 ? only?.dimension : others.reduce((d, o) => multiplyDimensions(d, o.dimension), oneDimension));
}

const rankOf = (i: Index, free: Side): number => (i.fixed === undefined ? free.indexOf(i) : -1);

const numbers = new WeakMap<Index, number>();
let count = 0;
function numberOf(i: Index): number {
  let n = numbers.get(i);
  if (n === undefined) numbers.set(i, (n = ++count));
  return n;
}

/** The entries in an order, and under names of the bound indices, that do not depend on how they came. */
function named(t: Term, free: Side): Ordered {
  const start = new Map<Index, string>();
  free.forEach((i, k) => start.set(i, `f${k}`));
  for (const a of t.atoms)
    for (const i of a.at.flat()) if (!start.has(i)) start.set(i, i.fixed !== undefined ? `=${i.fixed}` : t.bound.includes(i) ? `b${i.dimension.text}` : `n`);
  const tries = { left: mostTries };
  return ordered(t.atoms, refined(t.atoms, start), t.bound, tries);
}

/** Its places may come in any order: of epsilon with a sign. */
const isSorted = (a: Atom): boolean => a.symmetric || a.label === "delta" || a.label === "epsilon";

/** The sign of the order of three places; 0 where two are the same. */
function signOf(places: readonly string[]): number {
  let sign = 1;
  for (let k = 0; k < places.length; k++)
    for (let l = 0; l < k; l++) sign *= (places[l] as string) < (places[k] as string) ? 1 : places[l] === places[k] ? 0 : -1;
  return sign;
}

interface Ordered {
  readonly text: string;
  readonly sign: number;
}

const entryText = (a: Atom, name: (i: Index) => string): string => {
  const places = a.at.map((s) => s.map(name).join("."));
  return `${a.label}[${isSorted(a) ? places.sort() : places}]^${a.power.kind === "constant" ? a.power.value.toFraction() : print(a.power)}`;
};

/** Tells indices apart by the entries that they stand in, as far as that goes. */
function refined(atoms: readonly Atom[], start: ReadonlyMap<Index, string>): Map<Index, string> {
  let colours = ranked(start);
  for (let round = 0; round < start.size; round++) {
    const next = new Map<Index, string>();
    for (const [i, c] of colours) {
      if (isPlace(c)) {
        next.set(i, c);
        continue;
      }
      const seen = atoms.flatMap((a) => (a.at.some((s) => s.includes(i)) ? [entryText(a, (j) => (j === i ? "*" : (colours.get(j) as string)))] : []));
      next.set(i, `${c}|${seen.sort().join("|")}`);
    }
    const better = ranked(next);
    if (new Set(better.values()).size === new Set(colours.values()).size) return better;
    colours = better;
  }
  return colours;
}

/** A free index, or one that stands for itself. */
const isPlace = (colour: string): boolean => /^[f=]/.test(colour);

/** Short names for colours, in their order. */
function ranked(colours: ReadonlyMap<Index, string>): Map<Index, string> {
  const order = [...new Set(colours.values())].sort();
  return new Map([...colours].map(([i, c]) => [i, isPlace(c) ? c : `c${order.indexOf(c)}`]));
}

function ordered(atoms: readonly Atom[], colours: Map<Index, string>, bound: Side, tries: { left: number }): Ordered {
  const classes = new Map<string, Index[]>();
  for (const i of bound) classes.set(colours.get(i) as string, [...(classes.get(colours.get(i) as string) ?? []), i]);
  const tied = [...classes].filter(([, l]) => l.length > 1).sort(([a], [b]) => (a < b ? -1 : 1))[0];
  if (!tied) {
    const name = (i: Index): string => colours.get(i) as string;
    const texts = atoms.map((a) => entryText(a, name)).sort();
    const signs = atoms.flatMap((a) => (a.label === "epsilon" ? [signOf(a.at.map((s) => s.map(name).join(".")))] : []));
    return { text: texts.map((t) => `*${t}`).join(""), sign: signs.reduce((x, y) => x * y, 1) };
  }
  tries.left -= tied[1].length;
  if (tries.left < 0) throw new TooLong();
  const found = tied[1].map((i) => ordered(atoms, refined(atoms, new Map(colours).set(i, `${colours.get(i)}!`)), bound, tries));
  // one text with both signs: the term is minus itself
  const best = found.reduce((x, y) => (y.text < x.text ? y : x));
  return { text: best.text, sign: found.some((o) => o.text === best.text && o.sign !== best.sign) ? 0 : best.sign };
}
