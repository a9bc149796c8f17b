import { type Dimension, dimension, multiplyDimensions, one } from "../expression/dimension.ts";

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
  let x = s;
  while (x instanceof Unknown && x.is !== undefined) x = x.is;
  if (!Array.isArray(x)) return x;
  const parts = (x as readonly Size[]).map(known).flatMap((p) => (Array.isArray(p) ? (p as Size[]) : [p])).filter((p) => p !== one);
  if (parts.length === 0) return one;
  if (parts.length === 1) return parts[0] as Size;
  if (parts.every((p) => !(p instanceof Unknown))) return (parts as Dimension[]).reduce(multiplyDimensions);
  return parts;
}

const isDimension = (s: Size): s is Dimension => !(s instanceof Unknown) && !Array.isArray(s);

/** Makes two sizes equal; false where they cannot be. An inferred size is never 1. */
export function unify(a: Size, b: Size): boolean {
  const x = known(a);
  const y = known(b);
  if (x === y) return true;
  if (x instanceof Unknown) return bind(x, y);
  if (y instanceof Unknown) return bind(y, x);
  if (isDimension(x) && isDimension(y)) return false;
  const [p, q] = [Array.isArray(x) ? (x as Size[]) : [x], Array.isArray(y) ? (y as Size[]) : [y]];
  if (p.length === q.length) return p.every((s, i) => unify(s, q[i] as Size));
  // one factor open, the rest known: left for the end, where everything is known
  return true;
}
function bind(u: Unknown, s: Size): boolean {
  if (s === one || (Array.isArray(s) && s.includes(u))) return false;
  u.is = s;
  return true;
}

export const isOne = (s: Size): boolean => known(s) === one;
export const isScalarExtent = (e: Extent): boolean => isOne(e.rows) && isOne(e.cols);
export const scalarExtent: Extent = { rows: one, cols: one };

const preferred = ["m", "n", "p", "q", "r", "s", "k", "l", "t", "h", "d"];

/** Gives every unknown size a name that is not taken: `n` where there is only one. */
export function nameUnknowns(extents: readonly Extent[], taken: ReadonlySet<string>): void {
  const open: Unknown[] = [];
  const visit = (s: Size) => {
    const x = known(s);
    if (x instanceof Unknown) {
      if (!open.includes(x)) open.push(x);
    } else if (Array.isArray(x)) (x as Size[]).forEach(visit);
  };
  for (const e of extents) {
    visit(e.rows);
    visit(e.cols);
  }
  const used = new Set(taken);
  const next = (list: readonly string[]): string => {
    let name = list.find((n) => !used.has(n));
    for (let k = 1; !name; k++) if (!used.has(`n${k}`)) name = `n${k}`;
    used.add(name);
    return name;
  };
  const order = open.length === 1 ? ["n", ...preferred] : preferred;
  for (const u of open) u.is = dimension(next(order));
}

/** The size as a dimension; what is still unknown is written `?`. */
export function sizeText(s: Size, names: Map<Unknown, string>): string {
  const x = known(s);
  if (x instanceof Unknown) {
    let n = names.get(x);
    if (!n) names.set(x, (n = preferred.find((p) => ![...names.values()].includes(p)) ?? "?"));
    return n;
  }
  return Array.isArray(x) ? (x as Size[]).map((p) => sizeText(p, names)).join("*") : (x as Dimension).text;
}
