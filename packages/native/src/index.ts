import type { Matrix, Native } from "gradus/kernels";
import { type Routines, routines } from "./library.ts";

/** OpenBLAS as the kernels of `gradus` take it: `use(openblas())`. */

// CBLAS's names of what it is told
const [byRows, left, plain, turned, upper, lower, nonunit, unit] = [101, 141, 111, 112, 121, 122, 131, 132];

const zeros = (rows: number, cols: number): Matrix => ({ rows, cols, data: new Float64Array(rows * cols) });
const integer = (value: number): Int32Array => Int32Array.of(value);

/** The entries of an m x n matrix with columns one after another; of its transpose, by rows. */
function transposed(data: Float64Array, m: number, n: number): Float64Array {
  const out = new Float64Array(data.length);
  const block = 32;
  for (let i0 = 0; i0 < m; i0 += block)
    for (let j0 = 0; j0 < n; j0 += block)
      for (let i = i0; i < Math.min(i0 + block, m); i++) for (let j = j0; j < Math.min(j0 + block, n); j++) out[j * m + i] = data[i * n + j] as number;
  return out;
}

/** The least and the greatest pivot on the diagonal of n x n. */
function pivots(lu: Float64Array, n: number): { readonly smallest: number; readonly largest: number } {
  let [smallest, largest] = [Number.POSITIVE_INFINITY, 0];
  for (let i = 0; i < n; i++) {
    const size = Math.abs(lu[i * (n + 1)] as number);
    if (!(size >= smallest)) smallest = size;
    if (!(size <= largest)) largest = size;
  }
  return { smallest, largest };
}

function kernels(blas: Routines): Native {
  return {
    matmul: (a, b) => {
      const out = zeros(a.rows, b.cols);
      blas.cblas_dgemm(byRows, plain, plain, a.rows, b.cols, a.cols, 1, a.data, a.cols, b.data, b.cols, 0, out.data, b.cols);
      return out;
    },
    addGram: (sum, a) => blas.cblas_dsyrk(byRows, lower, turned, a.cols, a.rows, 1, a.data, a.cols, 1, sum, a.cols),
    matvec: (a, v, across) => {
      const out = new Float64Array(across ? a.cols : a.rows);
      blas.cblas_dgemv(byRows, across ? turned : plain, a.rows, a.cols, 1, a.data, a.cols, v, 1, 0, out, 1);
      return out;
    },
    cholesky: (a) => {
      const n = a.rows;
      const l = a.data.slice();
      const info = integer(0);
      // the lower triangle by rows is the upper one by columns
      blas.dpotrf_("U", integer(n), l, integer(n), info);
      let floor = 0;
      for (let i = 0; i < n; i++) floor = Math.max(floor, 1e-14 * Math.abs(a.data[i * (n + 1)] as number));
      for (let i = 0; i < n && info[0] === 0; i++) if (!((l[i * (n + 1)] as number) ** 2 > floor)) info[0] = i + 1;
      if (info[0] !== 0) throw new RangeError("chol of a matrix that is not positive definite");
      for (let i = 0; i < n; i++) l.fill(0, i * n + i + 1, (i + 1) * n);
      return { rows: n, cols: n, data: l };
    },
    factor: (a) => {
      const n = a.rows;
      const byColumns = transposed(a.data, n, n);
      const swaps = new Int32Array(n);
      blas.dgetrf_(integer(n), integer(n), byColumns, integer(n), swaps, integer(0));
      const order = Int32Array.from({ length: n }, (_, i) => i);
      let sign = 1;
      swaps.forEach((swap, i) => {
        if (swap - 1 === i) return;
        [order[i], order[swap - 1]] = [order[swap - 1] as number, order[i] as number];
        sign = -sign;
      });
      return { lu: transposed(byColumns, n, n), order, sign, ...pivots(byColumns, n) };
    },
    solve: (a, b) => {
      const n = a.rows;
      const lu = transposed(a.data, n, n);
      const x = transposed(b.data, n, b.cols);
      blas.dgesv_(integer(n), integer(b.cols), lu, integer(n), new Int32Array(n), x, integer(n), integer(0));
      const { smallest, largest } = pivots(lu, n);
      if (!(smallest > 1e-14 * largest)) throw new RangeError("a singular matrix has no inverse");
      return { rows: n, cols: b.cols, data: transposed(x, b.cols, n) };
    },
    triangular: (t, b, how) => {
      const x = b.data.slice();
      const [n, m] = [b.rows, b.cols];
      const side = how.lower ? lower : upper;
      blas.cblas_dtrsm(byRows, left, side, how.turned ? turned : plain, how.unit ? unit : nonunit, n, m, 1, t.data, n, x, m);
      return { rows: n, cols: m, data: x };
    },
  };
}

/** How to load OpenBLAS. */
export interface Options {
  /** The library's file; what the system finds by itself else. */
  readonly path?: string;
  /** How many threads it may use; as many as it chooses else (`OPENBLAS_NUM_THREADS`). */
  readonly threads?: number;
  /** Is told in one line why there is no library; `console.warn` else. */
  readonly warn?: (line: string) => void;
}

/** OpenBLAS; undefined, after one line that says why, where koffi or the library is absent: the kernels of `gradus` do the work then. */
export function openblas({ path, threads, warn = console.warn }: Options = {}): Native | undefined {
  try {
    const blas = routines(path === undefined ? undefined : [path]);
    if (threads !== undefined) blas.openblas_set_num_threads(threads);
    return kernels(blas);
  } catch (e) {
    warn(`gradus-native: without OpenBLAS, gradus's own kernels are used (${(e as Error).message})`);
    return undefined;
  }
}
