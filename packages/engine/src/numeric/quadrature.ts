import { combined, scaled } from "./arithmetic.ts";
import { greatest, type Matrix } from "./matrix.ts";

/** Nodes and weights of the Gauss-Legendre rule on [-1, 1], by Newton's method on the Legendre polynomial (Abramowitz & Stegun 25.4.29). */
function gaussLegendre(count: number): readonly (readonly [node: number, weight: number])[] {
  const out: [number, number][] = [];
  for (let k = 1; k <= count; k++) {
    let x = Math.cos((Math.PI * (k - 0.25)) / (count + 0.5));
    let slope = 0;
    for (let step = 0; step < 20; step++) {
      let [p, previous] = [x, 1];
      for (let n = 2; n <= count; n++) [p, previous] = [((2 * n - 1) * x * p - (n - 1) * previous) / n, p];
      slope = (count * (x * p - previous)) / (x * x - 1);
      const dx = p / slope;
      x -= dx;
      if (Math.abs(dx) < 1e-16) break;
    }
    out.push([x, 2 / ((1 - x * x) * slope * slope)]);
  }
  return out;
}

/** The rule with 24 nodes: exact for polynomials of degree 47. */
export const legendre: readonly (readonly [node: number, weight: number])[] = gaussLegendre(24);

/** The Legendre polynomial of a degree, by its recurrence (Abramowitz & Stegun 22.7.10). */
function polynomial(degree: number, x: number): number {
  let [p, previous] = [1, 0];
  for (let n = 1; n <= degree; n++) [p, previous] = [((2 * n - 1) * x * p - (n - 1) * previous) / n, p];
  return p;
}

/** At each node, its weights in the last two Legendre coefficients that the nodes can tell. */
const tails = legendre.map(([x, w]) => [22, 23].map((k) => ((2 * k + 1) / 2) * w * polynomial(k, x)));

/** A range is halved where these are greater, relative to the integrand: the rule's error is about their square. */
const smallTail = 1e-6;
const mostHalvings = 7;

/** The integral of a matrix from `low` to `high`; halves are taken where the coefficients of the integrand do not fall off. */
export function integrate(low: number, high: number, at: (t: number) => Matrix, halvings = mostHalvings): Matrix {
  const half = (high - low) / 2;
  let size = 0;
  let [out, last, next]: (Matrix | undefined)[] = [];
  legendre.forEach(([node, weight], k) => {
    const value = at(low + half * (1 + node));
    const [u, v] = tails[k] as [number, number];
    size = Math.max(size, greatest(value));
    out = out ? combined(out, value, half * weight) : scaled(value, half * weight);
    last = last ? combined(last, value, u) : scaled(value, u);
    next = next ? combined(next, value, v) : scaled(value, v);
  });
  const tail = Math.max(greatest(last!), greatest(next!));
  if (halvings === 0 || !(tail > smallTail * size)) return out!;
  const middle = low + half;
  return combined(integrate(low, middle, at, halvings - 1), integrate(middle, high, at, halvings - 1), 1);
}
