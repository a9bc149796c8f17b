import { addDimensions, Dimension, dimension, dimensionOf, multiplyDimensions, one } from "../expression/dimension.ts";

/** A dimension that is not known yet. */
export class Unknown {
  is: Size | undefined;
}
/** A dimension, one not known yet, or a product of such. */
export type Size = Dimension | Unknown | readonly Size[];

export interface Extent {
  readonly rows: Size;
  readonly cols: Size;
}

/** The size as far as it is known. */
export function known(s: Size): Size {
  const x = s instanceof Unknown ? endOf(s) : s;
  if (!Array.isArray(x)) return x;
  const { known: k, open } = factorsOf(x);
  if (!open.length) return k;
  if (open.length === 1 && k === one) return open[0] as Size;
  return k === one ? open : [k, ...open];
}

/** What an unknown stands for; the way there is shortened for the next time. */
function endOf(u: Unknown): Size {
  let end: Size = u;
  while (end instanceof Unknown && end.is !== undefined) end = end.is;
  for (let x: Unknown = u; x !== end && x.is !== end; ) {
    const next = x.is as Unknown;
    x.is = end;
    x = next;
  }
  return end;
}

/** The unknown factors of a size; of what could not be made out, none. */
export const openSizes = (s: Size): Unknown[] => factorsOf(s).open.filter((u) => u !== anySize);

interface Factors {
  readonly known: Dimension;
  readonly open: Unknown[];
}
function factorsOf(s: Size): Factors {
  let k = one;
  const open: Unknown[] = [];
  const stack: Size[] = [s];
  while (stack.length) {
    const top = stack.pop() as Size;
    const x = top instanceof Unknown ? endOf(top) : top;
    if (Array.isArray(x)) stack.push(...[...(x as readonly Size[])].reverse());
    else if (x instanceof Unknown) open.push(x);
    else k = multiplyDimensions(k, x as Dimension);
  }
  return { known: k, open };
}

/**
 * Makes two sizes equal: false where they cannot be, undefined where that is not decided yet. An unknown size is never 1.
 */
export function unify(a: Size, b: Size): boolean | undefined {
  const x = known(a);
  const y = known(b);
  if (x === y || x === anySize || y === anySize) return true;
  const [xOpen, yOpen] = [x instanceof Unknown, y instanceof Unknown];
  if (!xOpen && !yOpen && x instanceof Dimension && y instanceof Dimension) return false;
  if (xOpen && (yOpen || y instanceof Dimension)) return y !== one && bind(x as Unknown, y);
  if (yOpen && x instanceof Dimension) return x !== one && bind(y as Unknown, x);
  const [p, q] = [factorsOf(x), factorsOf(y)];
  if (p.open.includes(anySize) || q.open.includes(anySize)) return true;
  for (const u of [...p.open]) {
    const k = q.open.indexOf(u);
    if (k >= 0) {
      q.open.splice(k, 1);
      p.open.splice(p.open.indexOf(u), 1);
    }
  }
  return p.open.length ? solve(p, q) : q.open.length ? solve(q, p) : p.known === q.known;
}

/** The equation of two products without common unknowns; the first has some. */
function solve(p: Factors, q: Factors): boolean | undefined {
  const [u] = p.open as [Unknown];
  const quotient = divide(q.known, p.known);
  if (!q.open.length) {
    if (!quotient || quotient === one) return p.known.terms.size > 1 && !quotient ? undefined : false;
    if (p.open.length === 1) return bind(u, quotient);
    if (p.open.every((v) => v === u)) {
      const root = rootOf(quotient, p.open.length);
      return root ? bind(u, root) : false;
    }
    return undefined;
  }
  if (p.open.length === 1 && quotient) return bind(u, quotient === one && q.open.length === 1 ? (q.open[0] as Unknown) : [quotient, ...q.open]);
  const inverse = q.open.length === 1 ? divide(p.known, q.known) : undefined;
  return inverse ? bind(q.open[0] as Unknown, [inverse, ...p.open]) : undefined;
}

/** Where an equation of products stays open: makes them equal factor by factor, in their order. False where that does not do. */
export function unifyFactors(a: Size, b: Size): boolean {
  const [p, q] = [factorsOf(a), factorsOf(b)];
  return p.known === q.known && p.open.length === q.open.length && p.open.every((u, k) => unify(u, q.open[k] as Unknown) === true);
}

function bind(u: Unknown, s: Size): boolean {
  u.is = s;
  return true;
}

/** Could the two be equal? Binds nothing. */
export function unifiable(a: Size, b: Size): boolean {
  const [x, y] = [known(a), known(b)];
  if (x === y) return true;
  if (x instanceof Dimension && y instanceof Dimension) return false;
  return x !== one && y !== one;
}

/** d / by, where `by` is a single product of names that divides every term. */
function divide(d: Dimension, by: Dimension): Dimension | undefined {
  if (by === one) return d;
  if (by.terms.size !== 1) return d === by ? one : undefined;
  const [[monomial, c]] = [...by.terms] as [[string, number]];
  let quotient = dimensionOf(0);
  for (const [m, k] of d.terms) {
    const left = m ? m.split("*") : [];
    for (const name of monomial ? monomial.split("*") : []) {
      const at = left.indexOf(name);
      if (at < 0) return undefined;
      left.splice(at, 1);
    }
    if (k % c !== 0) return undefined;
    quotient = addDimensions(
      quotient,
      left.reduce((p, name) => multiplyDimensions(p, dimension(name)), dimensionOf(k / c)),
    );
  }
  return quotient;
}

/** The k-th root of a product of names. */
function rootOf(d: Dimension, k: number): Dimension | undefined {
  if (d.terms.size !== 1) return undefined;
  const [[monomial, c]] = [...d.terms] as [[string, number]];
  const root = Math.round(c ** (1 / k));
  if (root ** k !== c) return undefined;
  const names = monomial ? monomial.split("*") : [];
  let out = dimensionOf(root);
  for (let i = 0; i < names.length; i += k) {
    if (names.slice(i, i + k).some((n) => n !== names[i]) || i + k > names.length) return undefined;
    out = multiplyDimensions(out, dimension(names[i] as string));
  }
  return out;
}

/** The size of what could not be made out: it fits everywhere, so that one mistake is told once. */
const anySize = new Unknown();

export function isOne(s: Size): boolean {
  const x = known(s);
  return x === one || x === anySize;
}
export const isScalarExtent = (e: Extent): boolean => isOne(e.rows) && isOne(e.cols);
export const scalarExtent: Extent = { rows: one, cols: one };
/** The extent of what could not be made out. */
export const anyExtent: Extent = { rows: anySize, cols: anySize };

const preferred = ["m", "n", "p", "q", "r", "s", "k", "l", "t", "h", "d"];

/** Gives every unknown size a name that is not taken: `n` where there is only one. */
export function nameUnknowns(extents: readonly Extent[], taken: ReadonlySet<string>): void {
  const open = new Set<Unknown>();
  for (const e of extents) for (const s of [e.rows, e.cols]) for (const u of factorsOf(s).open) if (u !== anySize) open.add(u);
  const pool = (open.size === 1 ? ["n", ...preferred] : preferred).filter((n) => !taken.has(n)).reverse();
  let k = 0;
  const next = (): string => {
    let name = pool.pop();
    while (!name || taken.has(name)) name = `n${++k}`;
    return name;
  };
  for (const u of open) u.is = dimension(next());
}

/** The size as text; what is still unknown is `?`. */
export function sizeText(s: Size): string {
  const { known: k, open } = factorsOf(s);
  const marks = open.map(() => "?");
  return (k === one && marks.length ? marks : [k.terms.size > 1 && marks.length ? `(${k.text})` : k.text, ...marks]).join("*");
}
