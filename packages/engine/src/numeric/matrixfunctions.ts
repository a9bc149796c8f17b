import { combined, multiply, raise, scaled } from "./arithmetic.ts";
import { determinant, inverse, solve } from "./factorizations.ts";
import { filled, greatest, identity, isSymmetric, type Matrix, matrix, scalar } from "./matrix.ts";
import { symmetricFunction } from "./spectral.ts";

/** The greatest column sum of |entries|. */
function columnNorm(a: Matrix): number {
  let out = 0;
  for (let j = 0; j < a.cols; j++) {
    let s = 0;
    for (let i = 0; i < a.rows; i++) s += Math.abs(a.data[i * a.cols + j]!);
    if (!(s <= out)) out = s;
  }
  return out;
}

const pade = [
  64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800, 33522128640, 1323241920, 40840800,
  960960, 16380, 182, 1,
];

/** The exponential, by scaling and squaring with the [13/13] Padé approximant (Higham, Functions of Matrices 10.3). */
export function expm([a]: readonly Matrix[]): Matrix {
  const n = a!.rows;
  const size = columnNorm(a!);
  if (!(size < 1e4)) throw new RangeError("expm of a matrix too large");
  const halvings = Math.max(0, Math.ceil(Math.log2(size / 5.37)));
  const x = scaled(a!, 2 ** -halvings);
  const x2 = multiply(x, x);
  const x4 = multiply(x2, x2);
  const x6 = multiply(x4, x2);
  const powers = [identity(n), x2, x4, x6];
  const part = (offset: number): Matrix => {
    const low = matrix(n, n);
    const high = matrix(n, n);
    for (let k = 0; k < n * n; k++) {
      for (let p = 0; p < 4; p++) low.data[k] = low.data[k]! + pade[2 * p + offset]! * powers[p]!.data[k]!;
      for (let p = 1; p < 4; p++) high.data[k] = high.data[k]! + (pade[6 + 2 * p + offset] ?? 0) * powers[p]!.data[k]!;
    }
    return combined(low, multiply(x6, high), 1);
  };
  const even = part(0);
  const odd = multiply(x, part(1));
  let out = solve([combined(even, odd, -1), combined(even, odd, 1)]);
  for (let k = 0; k < halvings; k++) out = multiply(out, out);
  return out;
}

/** e^[0, -A; A, 0] = [cos A, -sin A; sin A, cos A]: the block at the given row of blocks. */
function rotation(a: Matrix, block: number): Matrix {
  const n = a.rows;
  const double = filled(2 * n, 2 * n, (i, j) => (i < n === j < n ? 0 : (i < n ? -1 : 1) * a.data[(i % n) * n + (j % n)]!));
  const e = expm([double]);
  return filled(n, n, (i, j) => e.data[(i + block * n) * 2 * n + j]!);
}

/** The sine of a square matrix. */
export function sinm([a]: readonly Matrix[]): Matrix {
  return rotation(a!, 1);
}
/** The cosine of a square matrix. */
export function cosm([a]: readonly Matrix[]): Matrix {
  return rotation(a!, 0);
}

function noRealValue(name: string): never {
  throw new RangeError(`${name} of a matrix that has no real one`);
}

/** The principal square root: by eigenvalues of a symmetric matrix, else by the scaled Denman-Beavers product iteration (Higham 6.3). */
export function sqrtm([a]: readonly Matrix[]): Matrix {
  const n = a!.rows;
  if (isSymmetric(a!)) {
    const floor = -1e-13 * greatest(a!);
    return symmetricFunction(a!, (v) => (v >= floor ? Math.sqrt(Math.max(v, 0)) : noRealValue("sqrtm")));
  }
  let x = a!;
  let m = a!;
  for (let step = 0; step < 40; step++) {
    const det = Math.abs(determinant([m]).data[0]!);
    let gap = 0;
    for (let k = 0; k < n * n; k++) gap = Math.max(gap, Math.abs(m.data[k]! - (k % (n + 1) ? 0 : 1)));
    if (gap < 1e-14 * n) break;
    const mu = gap > 1e-2 && det > 0 ? det ** (-1 / (2 * n)) : 1;
    const inverted = inverse([m]);
    const next = filled(n, n, (i, j) => {
      const k = i * n + j;
      return (i === j ? 0.5 : 0) + (mu * mu * m.data[k]! + inverted.data[k]! / (mu * mu)) / 4;
    });
    x = multiply(
      x,
      filled(n, n, (i, j) => ((i === j ? mu : 0) + inverted.data[i * n + j]! / mu) / 2),
    );
    m = next;
  }
  const residual = combined(multiply(x, x), a!, -1);
  if (!(greatest(residual) <= 1e-11 * greatest(a!))) noRealValue("sqrtm");
  return x;
}

/** The principal logarithm: by eigenvalues of a symmetric matrix, else by inverse scaling and squaring (Higham 11.5). */
export function logm([a]: readonly Matrix[]): Matrix {
  const n = a!.rows;
  if (isSymmetric(a!)) return symmetricFunction(a!, (v) => (v > 0 ? Math.log(v) : noRealValue("logm")));
  const one = identity(n);
  let root = a!;
  let doublings = 0;
  while (!(columnNorm(combined(root, one, -1)) < 0.25)) {
    if (++doublings > 40) noRealValue("logm");
    root = sqrtm([root]);
  }
  // log(A) = 2 atanh((A - I)/(A + I)), an odd series that converges fast here.
  const z = solve([combined(root, one, 1), combined(root, one, -1)]);
  const square = multiply(z, z);
  let term = z;
  let out = z;
  for (let k = 3; k < 60 && greatest(term) > 1e-18 * greatest(out); k += 2) {
    term = multiply(term, square);
    out = combined(out, term, 1 / k);
  }
  return scaled(out, 2 ** (doublings + 1));
}

/** A scalar to a real power; a square matrix to an integer power, or to a real one where its logarithm is real. */
export function power([base, exponent]: readonly Matrix[]): Matrix {
  const k = exponent!.data[0]!;
  if (base!.data.length === 1) return scalar(raise(base!.data[0]!, k));
  if (!Number.isInteger(k)) return k === 0.5 ? sqrtm([base!]) : expm([scaled(logm([base!]), k)]);
  if (k < 0) return power([inverse([base!]), scalar(-k)]);
  let out: Matrix | undefined;
  let square = base!;
  for (let e = k; e > 0; e = Math.floor(e / 2)) {
    if (e % 2) out = out ? multiply(out, square) : square;
    if (e > 1) square = multiply(square, square);
  }
  return out ?? identity(base!.rows);
}
