import type { Matrix } from "./matrix.ts";

/** The kernel that applies f to every entry. */
export function entrywise(f: (x: number) => number): (args: readonly Matrix[]) => Matrix {
  return ([a]) => {
    const { rows, cols, data } = a!;
    const out = new Float64Array(data.length);
    for (let k = 0; k < out.length; k++) out[k] = f(data[k]!);
    return { rows, cols, data: out };
  };
}

/** The logistic function, without overflow on either side. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** log(1 + e^x). */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/**
 * The error function, by 2/sqrt(pi) e^(-x^2) sum 2^k x^(2k+1)/(1*3*...*(2k+1)): terms of one sign, so nothing cancels
 * (Abramowitz & Stegun 7.1.6). Full precision: beyond 6 it is 1 in float64.
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (!(size < 6)) return Number.isNaN(x) ? x : Math.sign(x);
  const square = 2 * x * x;
  let term = x;
  let total = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(total); k += 2) {
    term *= square / k;
    total += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total;
}

/** x times the standard normal distribution function (Hendrycks & Gimpel 2016). */
export function gelu(x: number): number {
  return (x * (1 + erf(x / Math.SQRT2))) / 2;
}
