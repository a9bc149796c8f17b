/** Computes a plan's values by elementary loops, counting each flop as it is done: an addition to what was summed so far, a multiplication, a division, a function of an entry. */

import { isLoop, type Node } from "../../src/emit/node.ts";
import type { CodeOperation } from "../../src/emit/operation.ts";
import { type Dimension, sizeOf } from "../../src/expression/dimension.ts";

/** By rows; a vector is a column, a scalar 1 x 1. */
export type Table = number[][];

const make = (rows: number, cols: number, entry: (i: number, j: number) => number): Table =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (_, j) => entry(i, j)));
const turned = (a: Table): Table => make((a[0] as number[]).length, a.length, (i, j) => at(a, j, i));
const at = (a: Table, i: number, j: number): number => (a[i] as number[])[j] as number;
const height = (a: Table): number => a.length;
const width = (a: Table): number => (a[0] as number[]).length;

const entryFunctions: Partial<Record<CodeOperation, (x: number) => number>> = {
  negate: (x) => -x,
  exp: Math.exp,
  log: Math.log,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  abs: Math.abs,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => Math.log1p(Math.exp(x)),
  square: (x) => x * x,
};
const pairFunctions: Partial<Record<CodeOperation, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  divide: (x, y) => x / y,
  power: (x, y) => x ** y,
};

export class Counter {
  flops = 0;
  private known = new Map<number, Table>();
  private readonly indices = new Map<string, number>();

  constructor(
    private readonly sizes: ReadonlyMap<string, number>,
    private readonly values: ReadonlyMap<string, Table>,
  ) {}

  private size(d: Dimension): number {
    return sizeOf(d, this.sizes);
  }
  private did(value: number, flops = 1): number {
    this.flops += flops;
    return value;
  }
  /** A sum of products, from 0. */
  private sum(count: number, left: (k: number) => number, right: (k: number) => number): number {
    let s = 0;
    for (let k = 0; k < count; k++) s = this.did(s + left(k) * right(k), 2);
    return s;
  }
  private product(a: Table, b: Table): Table {
    return make(height(a), width(b), (i, j) =>
      this.sum(
        width(a),
        (k) => at(a, i, k),
        (k) => at(b, k, j),
      ),
    );
  }

  /** Each value once, whoever asks; what turns with an index once a turn. */
  value(n: Node): Table {
    const done = this.known.get(n.id);
    if (done) return done;
    const v = isLoop(n) ? this.loop(n) : this.compute(n);
    this.known.set(n.id, v);
    return v;
  }

  private loop(n: Node): Table {
    const [low, high, body] = n.args as [Node, Node, Node];
    let total: Table = make(this.size(n.rows), this.size(n.cols), () => 0);
    for (let i = at(this.value(low), 0, 0); i <= at(this.value(high), 0, 0); i++) {
      this.indices.set(n.text, i);
      const before = total;
      const term = this.value(body);
      total = make(height(total), width(total), (r, c) => this.did(at(before, r, c) + at(term, r, c)));
      for (const id of turning(body, n.text)) this.known.delete(id);
    }
    return total;
  }

  private lower(l: Table, b: Table, unit: boolean): Table {
    const x = b.map((row) => [...row]);
    for (let c = 0; c < width(b); c++)
      for (let i = 0; i < height(b); i++) {
        for (let k = 0; k < i; k++) (x[i] as number[])[c] = this.did(at(x, i, c) - at(l, i, k) * at(x, k, c), 2);
        if (!unit) (x[i] as number[])[c] = this.did(at(x, i, c) / at(l, i, i));
      }
    return x;
  }
  private upper(u: Table, b: Table): Table {
    const n = height(u);
    const flip = (a: Table) => [...a].reverse();
    const mirrored = make(n, n, (i, j) => at(u, n - 1 - i, n - 1 - j));
    return flip(this.lower(mirrored, flip(b), false));
  }
  private cholesky(a: Table): Table {
    const l = a.map((row) => [...row]);
    for (let j = 0; j < height(a); j++) {
      for (let k = 0; k < j; k++) for (let i = j; i < height(a); i++) (l[i] as number[])[j] = this.did(at(l, i, j) - at(l, i, k) * at(l, j, k), 2);
      (l[j] as number[])[j] = this.did(Math.sqrt(at(l, j, j)));
      for (let i = j + 1; i < height(a); i++) (l[i] as number[])[j] = this.did(at(l, i, j) / at(l, j, j));
    }
    return l;
  }
  /** Without exchange of rows, which costs no flops: the last column holds nothing more than the others. */
  private lu(a: Table): Table {
    const f = a.map((row) => [...row]);
    for (let k = 0; k < height(a); k++)
      for (let i = k + 1; i < height(a); i++) {
        (f[i] as number[])[k] = this.did(at(f, i, k) / at(f, k, k));
        for (let j = k + 1; j < height(a); j++) (f[i] as number[])[j] = this.did(at(f, i, j) - at(f, i, k) * at(f, k, j), 2);
      }
    return f;
  }
  private luSolve(f: Table, b: Table): Table {
    return this.upper(f, this.lower(f, b, true));
  }
  private eye(n: Node): Table {
    return make(this.size(n.rows), this.size(n.cols), (i, j) => (i === j ? 1 : 0));
  }

  private compute(n: Node): Table {
    const args = n.args.map((a) => this.value(a));
    const [a, b] = args as [Table, Table];
    const [rows, cols] = [this.size(n.rows), this.size(n.cols)];
    const one = entryFunctions[n.op];
    if (one) return make(rows, cols, (i, j) => this.did(one(at(a, i, j))));
    const two = pairFunctions[n.op];
    const spread = (x: Table, i: number, j: number) => at(x, height(x) === 1 ? 0 : i, width(x) === 1 ? 0 : j);
    if (two) return make(rows, cols, (i, j) => this.did(two(spread(a, i, j), spread(b, i, j))));
    switch (n.op) {
      case "argument":
        return this.values.get(n.text) as Table;
      case "number":
        return [[n.value?.valueOf() as number]];
      case "dimension":
        return [[this.size(n.dims[0] as Dimension)]];
      case "index":
        return [[this.indices.get(n.text) as number]];
      case "shiftrows":
        return make(rows, cols, (i, j) => this.did(at(a, i, j) + at(b, i, 0)));
      case "shiftcols":
        return make(rows, cols, (i, j) => this.did(at(a, i, j) + at(b, j, 0)));
      case "scalerows":
        return make(rows, cols, (i, j) => this.did(at(a, i, j) * at(b, i, 0)));
      case "scalecols":
        return make(rows, cols, (i, j) => this.did(at(a, i, j) * at(b, j, 0)));
      case "adddiagonal":
        return make(rows, cols, (i, j) => (i === j ? this.did(at(a, i, j) + spread(b, i, 0)) : at(a, i, j)));
      case "dot":
        return this.product(turned(a), b);
      case "inner": {
        let s = 0;
        for (let i = 0; i < height(a); i++) for (let j = 0; j < width(a); j++) s = this.did(s + at(a, i, j) * at(b, i, j), 2);
        return [[s]];
      }
      case "outer":
        return make(rows, cols, (i, j) => this.did(at(a, i, 0) * at(b, j, 0)));
      case "matvec":
      case "matmul":
        return this.product(a, b);
      case "gram": {
        const half = make(rows, cols, (i, j) =>
          j > i
            ? 0
            : this.sum(
                height(a),
                (k) => at(a, k, i),
                (k) => at(a, k, j),
              ),
        );
        return make(rows, cols, (i, j) => at(half, Math.max(i, j), Math.min(i, j)));
      }
      case "kronecker":
        return make(rows, cols, (i, j) => this.did(at(a, Math.floor(i / height(b)), Math.floor(j / width(b))) * at(b, i % height(b), j % width(b))));
      case "transpose":
        return turned(a);
      case "vec":
        return make(rows, 1, (k) => at(a, k % height(a), Math.floor(k / height(a))));
      case "unvec":
        return make(rows, cols, (i, j) => at(a, i + j * rows, 0));
      case "ascolumn":
        return a;
      case "asrow":
        return turned(a);
      case "diagonalmatrix":
        return make(rows, cols, (i, j) => (i === j ? spread(a, i, 0) : 0));
      case "diagonal":
        return make(rows, 1, (i) => at(a, i, i));
      case "identity":
        return this.eye(n);
      case "fill":
        return make(rows, cols, () => at(a, 0, 0));
      case "entry":
        return [[at(a, at(b, 0, 0) - 1, args[2] ? at(args[2], 0, 0) - 1 : 0)]];
      case "columnat":
        return make(rows, 1, (i) => at(a, i, at(b, 0, 0) - 1));
      case "rowat":
        return make(rows, 1, (i) => at(a, at(b, 0, 0) - 1, i));
      case "sum":
        return [[a.flat().reduce((s, x) => this.did(s + x), 0)]];
      case "rowsum":
        return a.map((row) => [row.reduce((s, x) => this.did(s + x), 0)]);
      case "colsum":
        return turned(a).map((row) => [row.reduce((s, x) => this.did(s + x), 0)]);
      case "trace":
        return [[a.reduce((s, _, i) => this.did(s + at(a, i, i)), 0)]];
      case "inverse":
        return this.luSolve(this.lu(a), this.eye(n));
      case "solve":
        return this.luSolve(this.lu(a), b);
      case "cholesky": {
        const l = this.cholesky(a);
        return make(rows, cols, (i, j) => (j > i ? 0 : at(l, i, j)));
      }
      case "cholfactor":
        return this.cholesky(a);
      case "lufactor":
        return this.lu(a);
      case "cholsolve":
        return this.upper(turned(a), this.lower(a, b, false));
      case "cholinverse":
        return this.upper(turned(a), this.lower(a, this.eye(n), false));
      case "chollogdet":
        return [[this.did(2 * a.reduce((s, _, i) => this.did(s + Math.log(at(a, i, i)), 2), 0))]];
      case "lusolve":
        return this.luSolve(a, b);
      case "lusolvetransposed": {
        const f = turned(a);
        // U' below, L' above with ones on its diagonal
        const half = this.lower(f, b, false);
        const size = height(f);
        const mirrored = make(size, size, (i, j) => at(f, size - 1 - i, size - 1 - j));
        return [...this.lower(mirrored, [...half].reverse(), true)].reverse();
      }
      case "luinverse":
        return this.luSolve(a, this.eye(n));
      case "lulogdet":
        return [[this.logarithms(a)]];
      case "logdeterminant":
        return [[this.logarithms(this.lu(a))]];
      case "determinant":
        return [[this.lu(a).reduce((p, row, i) => this.did(p * (row[i] as number)), 1)]];
      case "solvelower":
        return this.lower(a, b, false);
      case "solveupper":
        return this.upper(a, b);
      default:
        throw new Error(`${n.op} is not counted here`);
    }
  }
  private logarithms(f: Table): number {
    return f.reduce((s, row, i) => this.did(s + Math.log(Math.abs(row[i] as number)), 3), 0);
  }
}

/** The values that turn with an index. */
function turning(root: Node, index: string): number[] {
  return root.bound.has(index) ? [root.id, ...root.args.flatMap((a) => turning(a, index))] : [];
}
