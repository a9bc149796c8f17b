import { combined, multiply, scaled, transpose } from "./arithmetic.ts";
import { inverse } from "./factorizations.ts";
import { filled, greatest, identity, type Matrix, matrix } from "./matrix.ts";
import type { Random } from "./random.ts";

/** Where undeclared values are drawn from: functions have different domains. */
export type Region = "generic" | "positive" | "dominant" | "definite" | "small" | "fraction" | "large" | "negative";

type Has = (property: string) => boolean;
type Entries = () => number;

const regions: Readonly<Record<Region, (rng: Random) => number>> = {
  generic: normal,
  dominant: (rng) => 0.4 * normal(rng),
  definite: normal,
  positive: (rng) => 0.3 + Math.abs(normal(rng)),
  small: (rng) => 0.2 * normal(rng),
  fraction: (rng) => 0.15 + 0.7 * rng.uniform(),
  large: (rng) => 4 + Math.abs(normal(rng)),
  negative: (rng) => -0.3 - Math.abs(normal(rng)),
};

/** A normal deviate that is neither huge nor all but 0. */
function normal(rng: Random): number {
  for (;;) {
    const v = rng.normal();
    if (Math.abs(v) < 2.5 && Math.abs(v) > 0.02) return v;
  }
}

function entriesOf(has: Has, region: Region, single: boolean, rng: Random): Entries {
  if (has("binary") && has("pm1")) return () => 1;
  if (has("binary")) return () => (rng.uniform() < 0.5 ? 0 : 1);
  if (has("pm1")) return () => (rng.uniform() < 0.5 ? -1 : 1);
  if (has("integer")) return () => rng.integer(single || has("positive") ? 2 : has("nonneg") ? 0 : -4, 4);
  if (has("unit01")) return () => 0.1 + 0.8 * rng.uniform();
  const draw = regions[region];
  if (has("positive")) return () => 0.2 + Math.abs(draw(rng));
  if (has("nonneg") || has("simplex")) return () => Math.abs(draw(rng));
  return () => draw(rng);
}

/** A random orthogonal n x k matrix, k <= n, by Gram and Schmidt twice. */
function orthonormal(n: number, k: number, rng: Random): Matrix {
  const q = filled(n, k, () => rng.normal());
  for (let j = 0; j < k; j++)
    for (let pass = 0; pass < 2; pass++) {
      for (let l = 0; l < j; l++) {
        let t = 0;
        for (let i = 0; i < n; i++) t += q.data[i * k + j]! * q.data[i * k + l]!;
        for (let i = 0; i < n; i++) q.data[i * k + j] = q.data[i * k + j]! - t * q.data[i * k + l]!;
      }
      let size = 0;
      for (let i = 0; i < n; i++) size += q.data[i * k + j]! ** 2;
      for (let i = 0; i < n; i++) q.data[i * k + j] = q.data[i * k + j]! / Math.sqrt(size);
    }
  return q;
}

function permutation(n: number, rng: Random): number[] {
  const p = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = rng.integer(0, i);
    [p[i], p[j]] = [p[j]!, p[i]!];
  }
  return p;
}

/** The permutation matrix of one or more exchanges of two: symmetric. */
function exchange(n: number, rng: Random): Matrix {
  const p = permutation(n, rng);
  const to = p.slice();
  const pairs = rng.integer(0, Math.floor(n / 2));
  for (let k = 0; k < n; k++) to[p[k]!] = p[k]!;
  for (let k = 0; k < pairs; k++) {
    to[p[2 * k]!] = p[2 * k + 1]!;
    to[p[2 * k + 1]!] = p[2 * k]!;
  }
  return filled(n, n, (i, j) => (to[i] === j ? 1 : 0));
}

function times(a: Matrix, b: Matrix): Matrix {
  return multiply(a, transpose([b]));
}

/** B with its lower triangle mirrored. */
function mirrored(a: Matrix): Matrix {
  return filled(a.rows, a.cols, (i, j) => a.data[Math.max(i, j) * a.cols + Math.min(i, j)]!);
}

function diagonalCandidate(has: Has, n: number, draw: Entries, rng: Random): Matrix {
  const regular = has("invertible") || has("posdef") || has("fullrank");
  const zero = rng.integer(0, n - 1);
  const all = draw();
  const full = n < 2 || regular;
  return filled(n, n, (i, j) => {
    if (i !== j) return 0;
    const v = has("toeplitz") || has("symtoeplitz") ? all : draw();
    if (has("onehot") || has("simplex")) return 1;
    if (has("orthogonal")) return has("posdef") || has("psd") || has("idempotent") ? 1 : Math.sign(v - 0.3) || 1;
    if (has("idempotent")) return full || (i !== zero && (i === (zero + 1) % n || v > 0)) ? 1 : 0;
    if (has("binary")) return regular ? 1 : v;
    if (has("psd") && !regular) return i === zero && n > 1 ? 0 : Math.abs(v);
    if (has("posdef")) return has("unit01") || has("integer") || has("pm1") ? Math.abs(v) : Math.abs(v) + 0.5;
    return regular && !has("unit01") && !has("integer") && !has("pm1") ? v + Math.sign(v) * 0.6 : v;
  });
}

function orthogonalCandidate(has: Has, m: number, n: number, rng: Random): Matrix {
  if (m !== n) return orthonormal(m, n, rng);
  if (has("posdef") || has("psd") || has("idempotent")) return identity(n);
  const discrete = has("binary") || has("onehot") || has("simplex") || has("nonneg") || has("integer");
  if (has("toeplitz") || has("symtoeplitz")) {
    // Shifts around the circle are Toeplitz; the symmetric ones turn by nothing or half.
    const by = has("symtoeplitz") || has("symmetric") ? (n % 2 ? 0 : n / 2) : rng.integer(1, n - 1);
    const sign = !discrete && rng.uniform() < 0.5 ? -1 : 1;
    return filled(n, n, (i, j) => ((i + by) % n === j ? sign : 0));
  }
  if (discrete) {
    if (has("symmetric")) return exchange(n, rng);
    const p = permutation(n, rng);
    return filled(n, n, (i, j) => (p[i] === j ? 1 : 0));
  }
  const q = orthonormal(n, n, rng);
  if (has("symmetric")) {
    const signs = Array.from({ length: n }, (_, i) => (i === 0 ? -1 : i === 1 ? 1 : rng.uniform() < 0.5 ? -1 : 1));
    return mirrored(
      times(
        filled(n, n, (i, j) => q.data[i * n + j]! * signs[j]!),
        q,
      ),
    );
  }
  if (has("skew")) {
    const turn = filled(n, n, (i, j) => (i === (j ^ 1) ? (i < j ? 1 : -1) : 0));
    const s = times(multiply(q, turn), q);
    return scaled(combined(s, transpose([s]), -1), 0.5);
  }
  return q;
}

function idempotentCandidate(has: Has, n: number, rng: Random): Matrix {
  if (has("invertible") || has("posdef") || has("fullrank") || has("orthogonal") || n === 1) return identity(n);
  if (has("skew")) return matrix(n, n);
  if (has("positive") || has("nonneg") || has("unit01") || has("simplex") || has("toeplitz") || has("symtoeplitz")) return filled(n, n, () => 1 / n);
  const rank = Math.max(1, Math.floor(n / 2));
  if (has("symmetric") || has("psd")) {
    const q = orthonormal(n, rank, rng);
    return mirrored(times(q, q));
  }
  // An oblique projector V*D*inv(V), triangular where V is.
  const keep = permutation(n, rng).map((p) => (p < rank ? 1 : 0));
  const triangular = has("lower") || has("upper");
  const v = filled(n, n, (i, j) => (i === j ? 1 : triangular && (has("lower") ? i < j : i > j) ? 0 : 0.5 * normal(rng)));
  return multiply(
    filled(n, n, (i, j) => v.data[i * n + j]! * keep[j]!),
    inverse([v]),
  );
}

function columnCandidate(has: Has, m: number, n: number, draw: Entries, rng: Random): Matrix {
  if (m === n && has("symmetric")) {
    if (has("onehot") || has("binary")) return exchange(n, rng);
    let out = matrix(n, n);
    const weights = Array.from({ length: 5 }, () => 0.2 + rng.uniform());
    const mass = weights.reduce((s, w) => s + w, 0);
    for (const w of weights) out = combined(out, exchange(n, rng), w / mass);
    return combined(
      scaled(out, 0.7),
      filled(n, n, () => 1),
      0.3 / n,
    );
  }
  if (has("onehot") || has("binary")) {
    const p = permutation(m, rng);
    const places = Array.from({ length: n }, (_, j) => (has("invertible") || has("fullrank") ? p[j % m]! : rng.integer(0, m - 1)));
    return filled(m, n, (i, j) => (places[j] === i ? 1 : 0));
  }
  const boost = m === n && has("invertible") ? 1.5 : 0;
  const a = filled(m, n, (i, j) => ((has("lower") && i < j) || (has("upper") && i > j) ? 0 : draw() + 0.05 + (i === j ? boost : 0)));
  return filled(m, n, (i, j) => {
    let mass = 0;
    for (let k = 0; k < m; k++) mass += a.data[k * n + j]!;
    return a.data[i * n + j]! / mass;
  });
}

function generalCandidate(has: Has, region: Region, m: number, n: number, draw: Entries, rng: Random): Matrix {
  const square = m === n;
  const fixed = has("binary") || has("pm1") || has("integer") || has("unit01");
  const tied = has("toeplitz") || has("symtoeplitz");
  const definite = has("posdef") || has("psd");
  const alike = has("symmetric") || has("symtoeplitz") || definite;
  const skew = has("skew");
  if (definite && !tied) {
    if (has("binary")) return identity(n);
    const b = filled(n, has("posdef") || n === 1 ? n : n - 1, draw);
    const gram = scaled(times(b, b), has("integer") ? 1 : 1 / n);
    const out = mirrored(has("posdef") ? combined(gram, identity(n), has("integer") ? 1 : 0.4 + rng.uniform()) : gram);
    return has("unit01") ? scaled(out, 1 / (1.2 * greatest(out))) : out;
  }
  const bands = new Map<number, number>();
  const at = (i: number, j: number): number => {
    const band = alike ? Math.abs(j - i) : j - i;
    let v = bands.get(band);
    if (v === undefined) {
      v = definite ? (band === 0 ? (has("unit01") ? 0.9 : 1 + rng.uniform()) : (0.4 * draw()) / n) : draw();
      bands.set(band, v);
      if (skew) bands.set(-band, band === 0 ? 0 : -v);
    }
    return skew && i === j ? 0 : v;
  };
  let out = filled(m, n, tied ? at : draw);
  if (!tied && alike && square) out = mirrored(out);
  if (!tied && skew && square) out = filled(n, n, (i, j) => (i === j ? 0 : i > j ? out.data[i * n + j]! : -out.data[j * n + i]!));
  if (has("lower")) out = filled(m, n, (i, j) => (i < j ? 0 : out.data[i * n + j]!));
  if (has("upper")) out = filled(m, n, (i, j) => (i > j ? 0 : out.data[i * n + j]!));
  if (!square || skew || fixed || n === 1) return out;
  if (has("invertible")) {
    const signs = Array.from({ length: n }, () => (has("positive") || has("nonneg") || rng.uniform() < 0.5 ? 1 : -1));
    const sign = region !== "generic" ? 1 : undefined;
    return filled(n, n, (i, j) => {
      const v = out.data[i * n + j]!;
      return i !== j ? 0.7 * v : tied ? 2.5 : (sign ?? signs[i]!) * (1.5 + Math.abs(v));
    });
  }
  if (region === "dominant" && !definite) return combined(out, identity(n), 2);
  if (region === "definite" && !definite && !has("lower") && !has("upper") && !tied && !has("positive") && !has("nonneg"))
    return mirrored(combined(scaled(times(out, out), 1 / n), identity(n), 0.5));
  return out;
}

/** A candidate for a value with the properties: it is meant to have them, the caller makes sure. */
export function candidate(has: Has, rows: number, cols: number, region: Region, rng: Random): Matrix {
  const draw = entriesOf(has, region === "dominant" && (rows !== cols || rows === 1) ? "positive" : region, rows === 1 && cols === 1, rng);
  const triangular = has("lower") || has("upper");
  const alike = has("symmetric") || has("posdef") || has("psd") || has("symtoeplitz");
  if (rows === cols && (has("diagonal") || (has("lower") && has("upper")) || (triangular && (alike || has("orthogonal")))))
    return diagonalCandidate(has, rows, draw, rng);
  if (has("orthogonal")) return orthogonalCandidate(has, rows, cols, rng);
  if (has("idempotent")) return idempotentCandidate(has, rows, rng);
  if (has("onehot") || has("simplex")) return columnCandidate(has, rows, cols, draw, rng);
  return generalCandidate(has, region, rows, cols, draw, rng);
}
