/**
 * Dimensions: polynomials in dimension names with integer coefficients, in normal form, so `m*n` is `n*m`.
 * Equal dimensions are the same object.
 */
export class Dimension {
  /** Monomial (names sorted, joined by `*`; "" for the constant) to coefficient. */
  readonly terms: ReadonlyMap<string, number>;
  /** The normal form as text, in the language. */
  readonly text: string;

  /** @internal */
  constructor(terms: ReadonlyMap<string, number>, text: string) {
    this.terms = terms;
    this.text = text;
  }

  /** The value where the dimension is a plain number. */
  get constant(): number | undefined {
    if (this.terms.size === 0) return 0;
    return this.terms.size === 1 ? this.terms.get("") : undefined;
  }

  /** The names that occur. */
  get names(): readonly string[] {
    if (this.found) return this.found;
    const found = new Set<string>();
    for (const monomial of this.terms.keys()) for (const name of monomial.split("*")) if (name) found.add(name);
    this.found = [...found];
    return this.found;
  }
  private found: readonly string[] | undefined;

  toString(): string {
    return this.text;
  }
}

const interned = new Map<string, Dimension>();

function textOf(terms: ReadonlyMap<string, number>): string {
  const order = [...terms.keys()].sort((a, b) => Number(a === "") - Number(b === "") || b.split("*").length - a.split("*").length || (a < b ? -1 : 1));
  let out = "";
  for (const monomial of order) {
    const c = terms.get(monomial) as number;
    const names = monomial.split("*");
    const powers: string[] = [];
    for (let i = 0; monomial && i < names.length; ) {
      let j = i;
      while (names[j] === names[i]) j++;
      powers.push(j - i > 1 ? `${names[i]}^${j - i}` : (names[i] as string));
      i = j;
    }
    const size = Math.abs(c);
    const body = monomial ? (size === 1 ? "" : `${size}*`) + powers.join("*") : `${size}`;
    out += out ? (c < 0 ? " - " : " + ") + body : (c < 0 ? "-" : "") + body;
  }
  return out || "0";
}

function intern(terms: Map<string, number>): Dimension {
  for (const [k, v] of terms) if (v === 0) terms.delete(k);
  const text = textOf(terms);
  let d = interned.get(text);
  if (!d) {
    if (interned.size > 50_000) interned.clear();
    d = new Dimension(terms, text);
    if (text !== "1") interned.set(text, d);
  }
  return text === "1" && ONE ? ONE : d;
}

let ONE: Dimension;
/** The dimension of a column's width, a row's height and both sides of a scalar. */
export const one: Dimension = (ONE = new Dimension(new Map([["", 1]]), "1"));

/** A dimension from its name. */
export function dimension(name: string): Dimension {
  return interned.get(name) ?? intern(new Map([[name, 1]]));
}

/** A dimension that is a number. */
export function dimensionOf(value: number): Dimension {
  return value === 1 ? one : intern(new Map([["", value]]));
}

export function addDimensions(a: Dimension, b: Dimension, sign = 1): Dimension {
  const terms = new Map(a.terms);
  for (const [k, v] of b.terms) terms.set(k, (terms.get(k) ?? 0) + sign * v);
  return intern(terms);
}

export function multiplyDimensions(a: Dimension, b: Dimension): Dimension {
  if (a === one) return b;
  if (b === one) return a;
  const terms = new Map<string, number>();
  for (const [k, v] of a.terms)
    for (const [l, w] of b.terms) {
      const key = k && l ? [...k.split("*"), ...l.split("*")].sort().join("*") : k || l;
      terms.set(key, (terms.get(key) ?? 0) + v * w);
    }
  return intern(terms);
}

/** The value of a dimension where every name has one; NaN where a name has none. */
export function sizeOf(d: Dimension, sizes: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const [monomial, c] of d.terms) {
    let product = c;
    if (monomial) for (const name of monomial.split("*")) product *= sizes.get(name) ?? Number.NaN;
    total += product;
  }
  return total;
}
