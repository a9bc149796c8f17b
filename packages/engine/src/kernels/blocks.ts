import type { Matrix } from "../numeric/matrix.ts";
import { apart, fused } from "./assembled.ts";

/** Products of blocks of matrices, by WebAssembly where it serves (scripts/tiles.ts): what the kernels of large matrices are made of. */

/** A matrix within an array, turned or not: entry (i, j) stands at `at + i*down + j*across`. */
export interface View {
  readonly data: Float64Array;
  readonly at: number;
  readonly down: number;
  readonly across: number;
}

/** Rows of A, steps and columns of B that are packed at a time: 120 KiB, 1 MiB, and 240 KiB of the result (Goto & van de Geijn 2008). */
const [someRows, someSteps, someColumns] = [60, 256, 512];
const [atB, atC] = [someRows * someSteps, (someRows + someColumns) * someSteps];

interface Tiles {
  /** Rows of a panel of A. */
  readonly height: number;
  readonly memory: Float64Array;
  readonly multiply: (a: number, b: number, c: number, rows: number, cols: number, depth: number, stride: number) => void;
}

/** What there is of WebAssembly; declared here, for its types come with a browser's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: { readonly memory: { readonly buffer: ArrayBuffer }; readonly multiply: Tiles["multiply"] } };
};

let tiles: Tiles | null | undefined;

/** Assembled when first asked for; null where there is no WebAssembly with SIMD. */
function tilesOf(): Tiles | null {
  if (tiles !== undefined) return tiles;
  tiles = null;
  for (const [text, height] of [
    [fused, 6],
    [apart, 4],
  ] as const)
    try {
      const { memory, multiply } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)))).exports;
      tiles = { height, memory: new Float64Array(memory.buffer), multiply };
      break;
    } catch {
      // no relaxed SIMD, or none at all
    }
  return tiles;
}

/** Does a product of these sizes go by blocks? Smaller ones are not worth packing. */
export const byBlocks = (m: number, n: number, k: number): boolean => m >= 8 && n >= 8 && k >= 8 && m * n * k >= 32_768 && tilesOf() !== null;

/** Packs rows of a view in panels of so many, step by step; what lacks to a panel is 0. Returns the number of panels. */
function pack({ data, at, down, across }: View, rows: number, steps: number, height: number, out: Float64Array, to: number): number {
  const panels = Math.ceil(rows / height);
  for (let r = 0; r < panels * height; r++) {
    const start = to + Math.floor(r / height) * height * steps + (r % height);
    const end = start + height * steps;
    if (r < rows) for (let q = start, p = at + r * down; q < end; q += height, p += across) out[q] = data[p]!;
    else for (let q = start; q < end; q += height) out[q] = 0;
  }
  return panels;
}

/** Adds sign times so many numbers. */
function addRow(out: Float64Array, to: number, count: number, from: Float64Array, at: number, sign: 1 | -1): void {
  const end = to + count;
  for (; to + 4 <= end; to += 4, at += 4) {
    out[to] = out[to]! + sign * from[at]!;
    out[to + 1] = out[to + 1]! + sign * from[at + 1]!;
    out[to + 2] = out[to + 2]! + sign * from[at + 2]!;
    out[to + 3] = out[to + 3]! + sign * from[at + 3]!;
  }
  for (; to < end; to++, at++) out[to] = out[to]! + sign * from[at]!;
}

/** The view that begins at row i and column j. */
const from = ({ data, at, down, across }: View, i: number, j: number): View => ({ data, at: at + i * down + j * across, down, across });
/** The whole of a matrix. */
export const view = ({ data, cols }: Matrix): View => ({ data, at: 0, down: cols, across: 1 });
export const turned = ({ data, at, down, across }: View): View => ({ data, at, down: across, across: down });

/**
 * C += sign*A*B for C of m x n by rows (`across` is 1) and k between; of a `lower` result, no more than blocks of rows that reach the diagonal is computed.
 * C shares no entry with A and B. Asks for `byBlocks`.
 */
export function addProduct(c: View, a: View, b: View, [m, n, k]: readonly [number, number, number], sign: 1 | -1 = 1, lower = false): void {
  const { height, memory, multiply } = tilesOf() as Tiles;
  for (let j = 0; j < n; j += someColumns)
    for (let l = 0; l < k; l += someSteps) {
      const steps = Math.min(someSteps, k - l);
      const columns = Math.min(someColumns, n - j);
      const across = pack(turned(from(b, l, j)), columns, steps, 4, memory, atB);
      for (let i = lower ? j - (j % someRows) : 0; i < m; i += someRows) {
        const rows = Math.min(someRows, m - i);
        const width = lower ? Math.min(columns, i + rows - j) : columns;
        const down = pack(from(a, i, l), rows, steps, height, memory, 0);
        multiply(0, atB * 8, atC * 8, down, Math.min(across, Math.ceil(width / 4)), steps, someColumns * 8);
        for (let r = 0; r < rows; r++) addRow(c.data, c.at + (i + r) * c.down + j, width, memory, atC + r * someColumns, sign);
      }
    }
}
