import type { Matrix } from "../numeric/matrix.ts";

/** Dense products on float64 stored by rows; vectors are arrays. Four rows by four columns are kept in registers. */

const zeros = (rows: number, cols: number): Matrix => ({ rows, cols, data: new Float64Array(rows * cols) });

/** Columns of the second factor that are worked on together, so that they stay in the cache. */
const panel = 64;

/** C = A*B with B packed in panels of four columns. */
export function matmul(a: Matrix, b: Matrix): Matrix {
  const { rows: m, cols: k, data: x } = a;
  const { cols: n, data: y } = b;
  const out = zeros(m, n);
  const z = out.data;
  const packed = new Float64Array(k * 4);
  for (let j = 0; j + 4 <= n; j += 4) {
    for (let l = 0, p = 0, q = j; l < k; l++, p += 4, q += n) {
      packed[p] = y[q]!;
      packed[p + 1] = y[q + 1]!;
      packed[p + 2] = y[q + 2]!;
      packed[p + 3] = y[q + 3]!;
    }
    let i = 0;
    for (; i + 2 <= m; i += 2) twoRows(x, i * k, k, packed, z, i * n + j, n);
    for (; i < m; i++) oneRow(x, i * k, k, packed, z, i * n + j);
  }
  for (let j = n - (n % 4); j < n; j++)
    for (let i = 0; i < m; i++) {
      let t = 0;
      for (let l = 0, p = i * k, q = j; l < k; l++, p++, q += n) t += x[p]! * y[q]!;
      z[i * n + j] = t;
    }
  return out;
}

function twoRows(x: Float64Array, at: number, k: number, packed: Float64Array, z: Float64Array, to: number, n: number): void {
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  for (let l = 0, p = 0, q = at, r = at + k; l < k; l++, p += 4, q++, r++) {
    const u = x[q]!;
    const v = x[r]!;
    const s0 = packed[p]!;
    const s1 = packed[p + 1]!;
    const s2 = packed[p + 2]!;
    const s3 = packed[p + 3]!;
    a0 += u * s0;
    a1 += u * s1;
    a2 += u * s2;
    a3 += u * s3;
    b0 += v * s0;
    b1 += v * s1;
    b2 += v * s2;
    b3 += v * s3;
  }
  z[to] = a0;
  z[to + 1] = a1;
  z[to + 2] = a2;
  z[to + 3] = a3;
  z[to + n] = b0;
  z[to + n + 1] = b1;
  z[to + n + 2] = b2;
  z[to + n + 3] = b3;
}

function oneRow(x: Float64Array, at: number, k: number, packed: Float64Array, z: Float64Array, to: number): void {
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  for (let l = 0, p = 0, q = at; l < k; l++, p += 4, q++) {
    const u = x[q]!;
    a0 += u * packed[p]!;
    a1 += u * packed[p + 1]!;
    a2 += u * packed[p + 2]!;
    a3 += u * packed[p + 3]!;
  }
  z[to] = a0;
  z[to + 1] = a1;
  z[to + 2] = a2;
  z[to + 3] = a3;
}

export function transpose(a: Matrix): Matrix {
  const { rows: m, cols: n, data } = a;
  const out = zeros(n, m);
  // blocks, so that neither side jumps through memory
  for (let i0 = 0; i0 < m; i0 += panel)
    for (let j0 = 0; j0 < n; j0 += panel)
      for (let i = i0; i < Math.min(i0 + panel, m); i++) for (let j = j0; j < Math.min(j0 + panel, n); j++) out.data[j * m + i] = data[i * n + j]!;
  return out;
}

/** A'*A: one half is computed, the other mirrored. */
export function gram(a: Matrix): Matrix {
  const { rows: m, cols: n } = a;
  const t = transpose(a).data;
  const out = zeros(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      const p = i * m;
      const q = j * m;
      let l = 0;
      for (; l + 4 <= m; l += 4) {
        s0 += t[p + l]! * t[q + l]!;
        s1 += t[p + l + 1]! * t[q + l + 1]!;
        s2 += t[p + l + 2]! * t[q + l + 2]!;
        s3 += t[p + l + 3]! * t[q + l + 3]!;
      }
      for (; l < m; l++) s0 += t[p + l]! * t[q + l]!;
      const s = s0 + s1 + (s2 + s3);
      out.data[i * n + j] = s;
      out.data[j * n + i] = s;
    }
  return out;
}

/** A*v. */
export function matvec(a: Matrix, v: Float64Array): Float64Array {
  const { rows: m, cols: n, data } = a;
  const out = new Float64Array(m);
  for (let i = 0, p = 0; i < m; i++) {
    let t = 0;
    for (let j = 0; j < n; j++, p++) t += data[p]! * v[j]!;
    out[i] = t;
  }
  return out;
}

/** A'*v, without the transpose. */
export function vecmat(v: Float64Array, a: Matrix): Float64Array {
  const { rows: m, cols: n, data } = a;
  const out = new Float64Array(n);
  for (let i = 0, p = 0; i < m; i++) {
    const s = v[i]!;
    for (let j = 0; j < n; j++, p++) out[j] = out[j]! + s * data[p]!;
  }
  return out;
}

export function dot(u: Float64Array, v: Float64Array): number {
  let t = 0;
  for (let i = 0; i < u.length; i++) t += u[i]! * v[i]!;
  return t;
}

/** The sum of all a_ij*b_ij. */
export const inner = (a: Matrix, b: Matrix): number => dot(a.data, b.data);

export function outer(u: Float64Array, v: Float64Array): Matrix {
  const out = zeros(u.length, v.length);
  for (let i = 0, p = 0; i < u.length; i++) for (let j = 0; j < v.length; j++, p++) out.data[p] = u[i]! * v[j]!;
  return out;
}
