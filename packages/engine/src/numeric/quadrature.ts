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
