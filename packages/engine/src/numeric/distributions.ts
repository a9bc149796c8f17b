/**
 * Expectations by rules with nodes: no closed form is believed here. x = mean + L*z with L*L' the covariance, z with independent entries of mean 0 and variance 1.
 */
import { combined, multiply, scaled, transpose } from "./arithmetic.ts";
import { inverse, logdeterminant } from "./factorizations.ts";
import { greatest, type Matrix, matrix, scalar } from "./matrix.ts";

/** Nodes and weights on a line. */
type Rule = readonly (readonly [node: number, weight: number])[];

/** The Gauss-Hermite rule for the standard normal: exact for polynomials of degree 2*count - 1. Newton's method on the Hermite polynomial (Abramowitz & Stegun 25.4.46). */
function gaussHermite(count: number): Rule {
  const roots: number[] = [];
  // He_k and He_{k-1} at t, He_k the one with weight exp(-t^2/2)
  const at = (t: number): [value: number, before: number] => {
    let [p, before] = [1, 0];
    for (let n = 0; n < count; n++) [p, before] = [t * p - n * before, p];
    return [p, before];
  };
  // the roots from the greatest on, those found divided out
  let t = 2 * Math.sqrt(count);
  for (let k = 0; k < count; k++) {
    for (let step = 0; step < 400; step++) {
      const [value, before] = at(t);
      const slope = count * before;
      const others = roots.reduce((s, r) => s + 1 / (t - r), 0);
      const dt = value / (slope - value * others);
      t -= dt;
      if (Math.abs(dt) < 1e-15 * (1 + Math.abs(t))) break;
    }
    roots.push(t);
    t -= 1e-3;
  }
  let factorial = 1;
  for (let n = 2; n < count; n++) factorial *= n;
  return roots.map((root) => [root, factorial / (count * at(root)[1] ** 2)] as const);
}

/** A value of mean 0 and variance 1 that is skewed: what takes a third moment for that of the normal does not survive it. */
const skewed: Rule = [
  [2, 0.2],
  [-0.5, 0.8],
];

/** How many nodes an axis has in one, two, three, four dimensions: pairs of product rules, of which the first that agree settle the value. */
const counts: readonly (readonly (readonly [coarse: number, fine: number])[])[] = [
  [
    [2, 3],
    [4, 5],
    [8, 9],
    [18, 20],
    [28, 32],
  ],
  [
    [2, 3],
    [4, 5],
    [7, 8],
    [11, 12],
    [18, 20],
  ],
  [
    [2, 3],
    [3, 4],
    [5, 6],
    [11, 12],
  ],
  [
    [2, 3],
    [3, 4],
  ],
];
const rules = new Map<number, Rule>();
const hermite = (count: number): Rule => {
  let rule = rules.get(count);
  if (!rule) rules.set(count, (rule = gaussHermite(count)));
  return rule;
};

/** L with L*L' = (S + S')/2, lower. Throws `RangeError` where that is not positive semidefinite. */
function rootOf(s: Matrix): Matrix {
  const n = s.rows;
  const out = matrix(n, n);
  const l = out.data;
  const floor = 1e-10 * greatest(s);
  const outside = () => new RangeError("a covariance that is not positive semidefinite");
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      let t = (s.data[i * n + j]! + s.data[j * n + i]!) / 2;
      for (let k = 0; k < j; k++) t -= l[i * n + k]! * l[j * n + k]!;
      if (i === j) {
        if (!(t >= -floor)) throw outside();
        l[i * n + i] = t > floor ? Math.sqrt(t) : 0;
      } else if (l[j * n + j]! > 0) l[i * n + j] = t / l[j * n + j]!;
      else if (Math.abs(t) > 1e-5 * greatest(s)) throw outside();
    }
  return out;
}

/** The mean of the values at all nodes of the product of rules, one an axis. */
function mean(axes: readonly Rule[], mu: Matrix, root: Matrix, at: (x: Matrix) => Matrix): Matrix {
  const n = mu.rows;
  const z = matrix(n, 1);
  const chosen = new Array<number>(n).fill(0);
  let out: Matrix | undefined;
  for (;;) {
    let weight = 1;
    for (let k = 0; k < n; k++) {
      const [node, w] = axes[k]![chosen[k]!]!;
      z.data[k] = node;
      weight *= w;
    }
    const value = at(combined(mu, multiply(root, z), 1));
    out = out ? combined(out, value, weight) : scaled(value, weight);
    let k = 0;
    while (k < n && ++chosen[k]! === axes[k]!.length) chosen[k++] = 0;
    if (k === n) return out;
  }
}
const along = (rule: Rule, mu: Matrix): Rule[] => new Array<Rule>(mu.rows).fill(rule);

/** All lists of n whole numbers from 0 on with this sum. */
function* compositions(n: number, sum: number): Generator<number[]> {
  if (n === 1) yield [sum];
  else for (let first = 0; first <= sum; first++) for (const rest of compositions(n - 1, sum - first)) yield [first, ...rest];
}

/** Smolyak's sparse rule of Gauss-Hermite rules: exact for polynomials of degree 2*level + 1 (Heiss & Winschel 2008). */
function sparseMean(level: number, mu: Matrix, root: Matrix, at: (x: Matrix) => Matrix): Matrix {
  const n = mu.rows;
  let out: Matrix | undefined;
  for (let q = Math.max(0, level - n + 1); q <= level; q++) {
    let factor = (level - q) % 2 ? -1 : 1;
    for (let k = 0; k < level - q; k++) factor *= (n - 1 - k) / (k + 1);
    for (const levels of compositions(n, q)) {
      const value = mean(
        levels.map((l) => hermite(l + 1)),
        mu,
        root,
        at,
      );
      out = out ? combined(out, value, factor) : scaled(value, factor);
    }
  }
  return out!;
}

/** An expectation that has a value, but none that is found here. */
export class Unsettled extends RangeError {}

/** The most entries of what is drawn. */
const most = 10;
function limited(mu: Matrix): void {
  if (mu.rows > most) throw new Unsettled(`an expectation over ${mu.rows} entries is too much work`);
}

/** Takes the expectation of a body, whose value at x is `at(x)`. Throws `RangeError` for a covariance that is none, `Unsettled` for more than ten entries and where no two rules agree. */
export type Expectation = (mu: Matrix, covariance: Matrix, at: (x: Matrix) => Matrix) => Matrix;

/** Over a normal distribution, by product rules of Gauss and Hermite, over more than four entries by sparse ones. */
export const normalExpectation: Expectation = (mu, covariance, at) => {
  limited(mu);
  const root = rootOf(covariance);
  const agree = (a: Matrix, b: Matrix) => greatest(combined(b, a, -1)) <= 1e-12 * (1 + greatest(b));
  for (const pair of counts[mu.rows - 1] ?? []) {
    const [coarse, fine] = pair.map((k) => mean(along(hermite(k), mu), mu, root, at)) as [Matrix, Matrix];
    if (agree(coarse, fine)) return fine;
  }
  for (let level = 1, coarse = mu.rows > counts.length ? sparseMean(level, mu, root, at) : undefined; coarse && level < 4; level++) {
    const fine = sparseMean(level + 1, mu, root, at);
    if (agree(coarse, fine)) return fine;
    coarse = fine;
  }
  throw new Unsettled("an expectation that no rule settles");
};

/** Over a distribution of which mean and covariance are known: one that is skewed. */
export const momentsExpectation: Expectation = (mu, covariance, at) => {
  limited(mu);
  return mean(along(skewed, mu), mu, rootOf(covariance), at);
};

/** log of the normal density of mean mu and covariance s, without its constant. Throws `RangeError` for a covariance that is not positive definite. */
function logDensity(mu: Matrix, s: Matrix): (x: Matrix) => number {
  rootOf(s);
  const [logdet, precision] = [logdeterminant([s]).data[0]!, inverse([s])];
  return (x) => {
    const centred = combined(x, mu, -1);
    const weighed = multiply(precision, centred);
    let square = 0;
    for (let k = 0; k < centred.data.length; k++) square += centred.data[k]! * weighed.data[k]!;
    return -(logdet + square) / 2;
  };
}

/** KL of two normal distributions: the expectation of log p - log q under p, which is quadratic, by a sparse rule. The parts of the covariances that are not symmetric have no say. */
export function divergence([m, s, n, r]: readonly Matrix[]): Matrix {
  const [p, q] = [s!, r!].map((a) => scaled(combined(a, transpose([a]), 1), 0.5)) as [Matrix, Matrix];
  const [logP, logQ] = [logDensity(m!, p), logDensity(n!, q)];
  limited(m!);
  return sparseMean(1, m!, rootOf(p), (x) => scalar(logP(x) - logQ(x)));
}
