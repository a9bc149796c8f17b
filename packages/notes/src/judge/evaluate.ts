import type { Layout } from "../contract.ts";
import { keyOf, letterOf, type Node, partsOf, walk } from "./node.ts";
import {
  added,
  apply,
  at,
  call,
  entrywise,
  isKnown,
  isScalar,
  type Matrix,
  matrix,
  NoValue,
  product,
  scalar,
  scaled,
  shapeText,
  transposed,
} from "./values.ts";

/** A point at which sides are evaluated: what letters are there. */
export interface World {
  readonly layout: Layout;
  /** Values of letters that are neither defined nor functions. */
  readonly values: ReadonlyMap<string, Matrix>;
  /** Increments of the letters that vary. */
  readonly increments: ReadonlyMap<string, Matrix>;
  readonly definitions: ReadonlyMap<string, Definition>;
  /** Unknown functions: by which letters they are given, and their value. */
  readonly functions: ReadonlyMap<string, Instance>;
  readonly sizes: ReadonlyMap<string, number>;
  /** Sizes of the constants whose size is not written. */
  readonly sizeOf: (n: Node) => readonly [rows: number, cols: number] | undefined;
  readonly family: (name: string) => boolean;
  /** The weights of a discrete distribution and its points, for each expectation's name. */
  readonly distribution?: (
    over: string | undefined,
  ) => { readonly variable: string; readonly weights: readonly number[]; readonly points: readonly Matrix[] } | undefined;
}

/** What a name stands for; of a function, with the names of its arguments. */
export interface Definition {
  readonly node: Node;
  readonly parameters?: readonly string[];
  /** Of a letter that is known by its entries, `c_{ij} = …`: the indices. */
  readonly indices?: readonly string[];
}

/** An instance of an unknown function: generic, neither linear nor separable. */
export interface Instance {
  readonly arguments: readonly string[];
  readonly value: (args: readonly Matrix[], primes: number) => Matrix;
  /** Applied entry by entry; primes count its derivatives. */
  readonly entrywise?: boolean;
}

interface Frame {
  readonly world: World;
  readonly overrides: ReadonlyMap<string, Matrix>;
  readonly indices: ReadonlyMap<string, number>;
  readonly depth: number;
}

const deepest = 60;
const largest = 1_024;

/** The value of a side, indices that are free at the numbers given. Throws `NoValue`. */
export function evaluate(n: Node, world: World, indices: ReadonlyMap<string, number>): Matrix {
  return value(n, { world, overrides: new Map(), indices, depth: 0 });
}

function value(n: Node, f: Frame): Matrix {
  switch (n.kind) {
    case "number":
      return scalar(n.value);
    case "name":
      return nameValue(n.name, f);
    case "minus":
      return scaled(value(n.of, f), -1);
    case "transpose":
      return transposed(value(n.of, f));
    case "binary":
      return binaryValue(n, f);
    case "index":
      return indexValue(n, f);
    case "sum":
      return sumValue(n, f);
    case "call":
      return callValue(n, f);
    case "derivative":
      return derivativeValue(n, f);
    case "differential":
      return differentialValue(n.of, n.order, f);
    case "expectation":
      return expectationValue(n, f);
    case "entries":
      return entriesValue(n, f);
    case "bound":
      return scalar(boundValue(n, f));
    case "matrix":
      return blockValue(n, f);
    case "ones":
    case "zeros":
    case "unit":
    case "identity":
      return constantValue(n, f);
    default:
      throw new NoValue("unknown", n.what);
  }
}

function nameValue(name: string, f: Frame): Matrix {
  const index = f.indices.get(name);
  if (index !== undefined) return scalar(index);
  const set = f.overrides.get(name);
  if (set) return set;
  const definition = f.world.definitions.get(name);
  if (definition?.indices) throw new NoValue("unknown", `${name} is known by its entries alone`);
  if (definition) {
    if (f.depth > deepest) throw new NoValue("unknown", `${name} is defined by itself`);
    return value(definition.node, { ...f, depth: f.depth + 1 });
  }
  const instance = f.world.functions.get(name);
  if (instance) {
    if (f.depth > deepest) throw new NoValue("unknown", `${name} depends on itself`);
    const inner = { ...f, depth: f.depth + 1 };
    return instance.value(
      instance.arguments.map((a) => nameValue(a, inner)),
      0,
    );
  }
  const known = f.world.values.get(name);
  if (known) return known;
  const size = f.world.sizes.get(name);
  if (size !== undefined) return scalar(size);
  throw new NoValue("unknown", `${name} has no meaning here`);
}

let operations = 0;

/** How many operations on matrices were done so far: what is tried can be bounded by it, the same everywhere. */
export const operationsDone = (): number => operations;

function binaryValue(n: Node & { readonly kind: "binary" }, f: Frame): Matrix {
  const a = value(n.left, f);
  const b = value(n.right, f);
  operations++;
  switch (n.operator) {
    case "+":
      return added(a, b, 1);
    case "-":
      return added(a, b, -1);
    case "*":
      return product(a, b);
    case "\\":
      return isScalar(a) ? scaled(b, 1 / (a.data[0] as number)) : product(apply("inverse", a), b);
    case "/":
      if (!isScalar(b)) throw new NoValue("shape", `a division by a ${shapeText(b)} matrix`);
      return scaled(a, 1 / (b.data[0] as number));
    case ".*":
      return entrywise(a, b, (x, y) => x * y);
    case "./":
      return entrywise(a, b, (x, y) => x / y);
    case "kron":
      if (a.data.length * b.data.length > largest) throw new NoValue("domain", "a Kronecker product that is too large");
      return apply("kronecker", a, b);
    case ".^":
      return entrywise(a, b, (x, y) => x ** y);
    case "^":
      return powerValue(a, b);
  }
}

function powerValue(a: Matrix, b: Matrix): Matrix {
  if (!isScalar(b)) throw new NoValue("shape", "a power by a matrix");
  if (isScalar(a)) return scalar((a.data[0] as number) ** (b.data[0] as number));
  // of a vector there is no power but that of its entries
  if (a.cols === 1) return entrywise(a, b, (x, y) => x ** y);
  if (a.rows !== a.cols) throw new NoValue("shape", `a power of a ${shapeText(a)} matrix`);
  return apply("power", a, b);
}

function indexValue(n: Node & { readonly kind: "index" }, f: Frame): Matrix {
  const made = n.of.kind === "name" && !f.overrides.has(n.of.name) ? f.world.definitions.get(n.of.name) : undefined;
  if (made?.indices && made.indices.length === n.indices.length) {
    if (f.depth > deepest) throw new NoValue("unknown", "a letter that is defined by itself");
    const numbers = n.indices.map((i, k) => [made.indices?.[k] as string, Math.round(i ? (value(i, f).data[0] as number) : 1)] as const);
    return value(made.node, { ...f, indices: new Map([...f.indices, ...numbers]), depth: f.depth + 1 });
  }
  const of = value(n.of, f);
  const places = n.indices.map((i) => (i ? wholeNumber(value(i, f)) : undefined));
  const within = (k: number | undefined, size: number) => {
    if (k !== undefined && (k < 1 || k > size)) throw new NoValue("domain", "an index out of range");
  };
  if (places.length === 1) {
    const k = places[0] as number;
    const family = n.of.kind === "name" && f.world.family(n.of.name);
    if (!family && (of.cols === 1 || of.rows === 1)) {
      within(k, of.data.length);
      return scalar(of.data[k - 1] as number);
    }
    within(k, of.cols);
    return matrix(of.rows, 1, (i) => at(of, i, k - 1));
  }
  // an entry of a family's member: the member first
  const [i, j] = n.of.kind === "name" && f.world.family(n.of.name) ? [places[1], places[0]] : [places[0], places[1]];
  within(i, of.rows);
  within(j, of.cols);
  if (i === undefined) return j === undefined ? of : matrix(of.rows, 1, (r) => at(of, r, j - 1));
  return j === undefined ? matrix(1, of.cols, (_r, c) => at(of, i - 1, c)) : scalar(at(of, i - 1, j - 1));
}

function wholeNumber(m: Matrix): number {
  const x = m.data[0] as number;
  if (!isScalar(m) || !Number.isInteger(x)) throw new NoValue("shape", "an index that is no whole number");
  return x;
}

function sumValue(n: Node & { readonly kind: "sum" }, f: Frame): Matrix {
  const low = Math.round(value(n.low, f).data[0] as number);
  const high = n.high.kind === "bound" ? (rangeOf(n.body, n.index, f) ?? boundValue(n.high, f)) : Math.round(value(n.high, f).data[0] as number);
  if (high - low > 64) throw new NoValue("domain", "a sum that is too long");
  let total: Matrix | undefined;
  for (let k = low; k <= high; k++) {
    const term = value(n.body, { ...f, indices: new Map([...f.indices, [n.index, k]]) });
    total = total ? added(total, term, 1) : term;
  }
  return total ?? scalar(0);
}

/** The greatest value of an index, by the sizes of what it stands at in the sum. */
function rangeOf(body: Node, index: string, f: Frame): number | undefined {
  let found: number | undefined;
  walk(body, (x) => {
    if (found !== undefined || x.kind !== "index") return;
    const k = x.indices.findIndex((i) => i?.kind === "name" && i.name === index);
    if (k < 0) return;
    try {
      const of = value(x.of, { ...f, indices: new Map([...f.indices, [index, 1]]) });
      const family = x.of.kind === "name" && f.world.family(x.of.name);
      if (x.indices.length === 2) found = (k === 0) !== family ? of.rows : of.cols;
      else found = family || (of.rows > 1 && of.cols > 1) ? of.cols : of.data.length;
    } catch (e) {
      if (!(e instanceof NoValue)) throw e;
    }
  });
  return found;
}

function entriesValue(n: Node & { readonly kind: "entries" }, f: Frame): Matrix {
  const [i, j] = n.indices as [string, string | undefined];
  const first = { ...f, indices: new Map([...f.indices, [i, 1], ...(j === undefined ? [] : [[j, 1] as const])]) };
  const rows = rangeOf(n.of, i, first);
  const cols = j === undefined ? 1 : rangeOf(n.of, j, first);
  if (rows === undefined || cols === undefined) throw new NoValue("unknown", "the range of an index is not known");
  return matrix(rows, cols, (r, c) => {
    const entry = value(n.of, { ...f, indices: new Map([...f.indices, [i, r + 1], ...(j === undefined ? [] : [[j, c + 1] as const])]) });
    if (!isScalar(entry)) throw new NoValue("shape", "an entry that is no number");
    return entry.data[0] as number;
  });
}

function boundValue(n: Node & { readonly kind: "bound" }, f: Frame): number {
  for (const use of n.uses) {
    try {
      const m = nameValue(use.name, f);
      const family = f.world.family(use.name);
      if (use.of === 1) return family || (m.cols > 1 && m.rows > 1) ? m.cols : m.data.length;
      return (use.position === 1) !== family ? m.rows : m.cols;
    } catch (e) {
      if (!(e instanceof NoValue)) throw e;
    }
  }
  throw new NoValue("unknown", "the range of an index is not known");
}

function callValue(n: Node & { readonly kind: "call" }, f: Frame): Matrix {
  const only = n.args[0];
  if ((n.name === "tr" || n.name === "trace") && only?.kind === "binary" && (only.operator === "+" || only.operator === "-"))
    return traceOfSum(n.name, only, f);
  const args = n.args.map((a) => value(a, f));
  const definition = f.world.definitions.get(n.name);
  if (definition && !definition.indices) return definedCall(definition, args, n.primes, f);
  const instance = f.world.functions.get(n.name);
  if (instance) return instance.entrywise || n.primes === 0 ? instance.value(args, n.primes) : primeValue(instance, args, n.primes);
  if (n.primes > 0 || !isKnown(n.name)) throw new NoValue("unknown", `${n.name} is not known`);
  return call(n.name, args);
}

/** The value of a function that the text defines; of numbers, where it is defined for numbers and given more, entry by entry. */
function definedCall(d: Definition, args: readonly Matrix[], primes: number, f: Frame): Matrix {
  if (f.depth > deepest) throw new NoValue("unknown", "a function that is defined by itself");
  const [only] = args;
  const plain = (given: readonly Matrix[]): Matrix => {
    const overrides = new Map(f.overrides);
    d.parameters?.forEach((p, k) => void (given[k] && overrides.set(p, given[k] as Matrix)));
    return value(d.node, { ...f, overrides, depth: f.depth + 1 });
  };
  const single = d.parameters?.length === 1 && only !== undefined;
  if (primes > 0) {
    if (!single || primes > 2) throw new NoValue("unknown", "a prime on a function of more than one number");
    const g = (x: number): Matrix => (primes === 1 ? plain([scalar(x)]) : slope((t) => plain([scalar(x + t)]), Math.abs(x)));
    return matrix(only.rows, only.cols, (i, j) => slope((t) => g(at(only, i, j) + t), Math.abs(at(only, i, j))).data[0] as number);
  }
  try {
    return plain(args);
  } catch (e) {
    if (!(e instanceof NoValue) || e.reason !== "shape" || !single || isScalar(only)) throw e;
    return matrix(only.rows, only.cols, (i, j) => plain([scalar(at(only, i, j))]).data[0] as number);
  }
}

/** The trace of a sum, term by term: a number among matrices is its own trace. */
function traceOfSum(name: string, n: Node & { readonly kind: "binary" }, f: Frame): Matrix {
  const part = (x: Node): Matrix => (x.kind === "binary" && (x.operator === "+" || x.operator === "-") ? traceOfSum(name, x, f) : call(name, [value(x, f)]));
  return added(part(n.left), part(n.right), n.operator === "+" ? 1 : -1);
}

/** The derivative of an unknown function of one number. */
function primeValue(instance: Instance, args: readonly Matrix[], primes: number): Matrix {
  const [x] = args;
  if (!x || args.length !== 1 || !isScalar(x) || primes > 2) throw new NoValue("unknown", "a prime on a function of more than one number");
  const g = (t: number): Matrix =>
    primes === 1 ? instance.value([scalar((x.data[0] as number) + t)], 0) : primeValue(instance, [scalar((x.data[0] as number) + t)], 1);
  return slope(g, Math.abs(x.data[0] as number));
}

function constantValue(n: Node & { readonly kind: "ones" | "zeros" | "unit" | "identity" }, f: Frame): Matrix {
  const size = f.world.sizeOf(n);
  if (!size) throw new NoValue("unknown", "a constant whose size is not known");
  const [rows, cols] = size;
  if (n.kind === "ones") return matrix(rows, cols, () => 1);
  if (n.kind === "zeros") return matrix(rows, cols, () => 0);
  if (n.kind === "identity") return matrix(rows, cols, (i, j) => (i === j ? 1 : 0));
  const [i, j] = n.indices.map((k) => wholeNumber(value(k, f)));
  if ((i as number) > rows || (j ?? 1) > cols) throw new NoValue("domain", "an index out of range");
  return matrix(rows, cols, (r, c) => (r === (i as number) - 1 && c === (j ?? 1) - 1 ? 1 : 0));
}

function blockValue(n: Node & { readonly kind: "matrix" }, f: Frame): Matrix {
  const blocks = n.rows.map((row) => row.map((e) => value(e, f)));
  const heights = blocks.map((row) => row[0]?.rows ?? 0);
  const widths = (blocks[0] ?? []).map((b) => b.cols);
  if (blocks.some((row, i) => row.length !== widths.length || row.some((b, j) => b.rows !== heights[i] || b.cols !== widths[j])))
    throw new NoValue("shape", "blocks that do not fit");
  const [rows, cols] = [heights.reduce((a, b) => a + b, 0), widths.reduce((a, b) => a + b, 0)];
  const out = new Float64Array(rows * cols);
  let top = 0;
  blocks.forEach((row, i) => {
    let left = 0;
    row.forEach((b, j) => {
      for (let r = 0; r < b.rows; r++) for (let c = 0; c < b.cols; c++) out[(top + r) * cols + left + c] = at(b, r, c);
      left += widths[j] as number;
    });
    top += heights[i] as number;
  });
  return { rows, cols, data: out };
}

/** Differences of fourth order of a function of one number. Throws where those of second order are far from them: the point is too near to a pole. */
function slope(g: (t: number) => Matrix, scale: number): Matrix {
  const h = 1e-3 * Math.max(1, scale);
  const [a, b, c, d] = [g(-2 * h), g(-h), g(h), g(2 * h)];
  let [worst, size] = [0, 0];
  const data = a.data.map((v, k) => {
    const inner = ((c.data[k] as number) - (b.data[k] as number)) / (2 * h);
    const outer = ((d.data[k] as number) - v) / (4 * h);
    const fourth = (4 * inner - outer) / 3;
    worst = Math.max(worst, Math.abs(fourth - inner));
    size = Math.max(size, Math.abs(fourth));
    return fourth;
  });
  if (worst > 1e-4 * size + 1e-6) throw new NoValue("domain", "the point is too near to where there is no derivative");
  return { rows: a.rows, cols: a.cols, data };
}

function differentialValue(of: Node, order: number, f: Frame): Matrix {
  if (order > 1) return differentialValue({ kind: "differential", of, order: 1 }, order - 1, f);
  if (f.world.increments.size === 0) return scaled(value(of, f), 0);
  // an increment is no function of the point: differentials inside are taken as they stand
  return slope((t) => {
    const overrides = new Map(f.overrides);
    for (const [name, d] of f.world.increments) overrides.set(name, added(f.overrides.get(name) ?? nameValue(name, f), scaled(d, t), 1));
    return value(of, { ...f, overrides });
  }, 1);
}

/** A letter's derivative by itself is taken at its entries, by one direction each. */
function derivativeValue(n: Node & { readonly kind: "derivative" }, f: Frame): Matrix {
  const [first, second] = n.wrt;
  if (!first) throw new NoValue("unknown", "by what is differentiated is not written");
  if (n.order > 2 || n.wrt.length > 2) throw new NoValue("unknown", "a derivative of an order above 2");
  if (second || n.order === 2) return secondValue(n.of, first.of, (second ?? first).of, f);
  return arranged(partial(n.of, first.of, f), first.transposed, f.world.layout);
}

interface Partial {
  readonly of: readonly [rows: number, cols: number];
  readonly by: readonly [rows: number, cols: number];
  /** Slopes by each entry of what is differentiated by, row by row. */
  readonly slopes: readonly Matrix[];
}

function partial(of: Node, by: Node, f: Frame): Partial {
  const { body, name, at: base, entries } = variableOf(of, by, f);
  const slopes = entries.map((k) =>
    slope(
      (t) => {
        const moved = { ...base, data: base.data.slice() };
        moved.data[k] = (moved.data[k] as number) + t;
        return value(body, { ...f, overrides: new Map([...f.overrides, [name, moved]]) });
      },
      Math.abs(base.data[k] as number),
    ),
  );
  const [g] = slopes as [Matrix];
  return { of: [g.rows, g.cols], by: entries.length === base.data.length ? [base.rows, base.cols] : [1, 1], slopes };
}

/** What moves: a letter with all its entries, one entry of a letter, or an expression that is taken for a letter. */
function variableOf(of: Node, by: Node, f: Frame): { readonly body: Node; readonly name: string; readonly at: Matrix; readonly entries: readonly number[] } {
  if (by.kind === "name") {
    const base = nameValue(by.name, f);
    const made = f.world.definitions.get(by.name);
    return { body: made && !made.parameters ? replaced(of, keyOf(made.node), by) : of, name: by.name, at: base, entries: [...base.data.keys()] };
  }
  if (by.kind === "index" && by.of.kind === "name") {
    const name = by.of.name;
    const base = nameValue(name, f);
    const marked = value(
      { ...by, of: { kind: "name", name } },
      { ...f, overrides: new Map([...f.overrides, [name, matrix(base.rows, base.cols, (i, j) => i * base.cols + j)]]) },
    );
    return { body: of, name, at: base, entries: [...marked.data] };
  }
  if (by.kind === "transpose" || by.kind === "call") {
    const letter = letterOf(by);
    if (by.kind === "transpose" && letter !== undefined && by.of.kind === "name") return variableOf(of, by.of, f);
    if (by.kind === "call" && f.world.functions.has(by.name)) return variableOf(of, { kind: "name", name: by.name }, f);
  }
  const key = keyOf(by);
  const name = "\u0000by";
  const base = value(by, f);
  return { body: replaced(of, key, { kind: "name", name }), name, at: base, entries: [...base.data.keys()] };
}

/** The tree with every part of that key replaced. */
export function replaced(n: Node, key: string, by: Node): Node {
  if (keyOf(n) === key) return by;
  if (partsOf(n).length === 0) return n;
  return JSON.parse(JSON.stringify(n), (_k, v) => (v && typeof v === "object" && typeof v.kind === "string" && keyOf(v) === key ? by : v)) as Node;
}

function arranged(p: Partial, turned: boolean, layout: Layout): Matrix {
  const [m, n] = p.of;
  const [r, c] = p.by;
  const g = p.slopes;
  const first = (k: number) => (g[k] as Matrix).data[0] as number;
  if (r === 1 && c === 1) return layout === "denominator" ? transposed(g[0] as Matrix) : (g[0] as Matrix);
  if (m === 1 && n === 1) {
    const shaped = matrix(r, c, (i, j) => first(i * c + j));
    return (layout === "numerator") !== turned ? transposed(shaped) : shaped;
  }
  if (n === 1 && c === 1) {
    const jacobian = matrix(m, r, (i, j) => (g[j] as Matrix).data[i] as number);
    return layout === "denominator" && !turned ? transposed(jacobian) : jacobian;
  }
  if (m === 1 && c === 1) return matrix(r, n, (i, j) => (g[i] as Matrix).data[j] as number);
  // column-stacked on both sides
  const full = matrix(m * n, r * c, (i, j) => at(g[(j % r) * c + Math.floor(j / r)] as Matrix, i % m, Math.floor(i / m)));
  return layout === "denominator" ? transposed(full) : full;
}

function secondValue(of: Node, x: Node, y: Node, f: Frame): Matrix {
  const inner = (frame: Frame): Matrix => {
    const p = partial(of, x, frame);
    if (p.by[0] * p.by[1] === 1) return p.slopes[0] as Matrix;
    if (p.of[0] * p.of[1] !== 1) throw new NoValue("unknown", "the second derivative of a vector or matrix");
    return matrix(p.slopes.length, 1, (i) => (p.slopes[stacked(i, p.by)] as Matrix).data[0] as number);
  };
  const { name, at: base, entries } = variableOf(of, y, f);
  const slopes = entries.map((k) =>
    slope(
      (t) => {
        const moved = { ...base, data: base.data.slice() };
        moved.data[k] = (moved.data[k] as number) + t;
        return inner({ ...f, overrides: new Map([...f.overrides, [name, moved]]) });
      },
      Math.abs(base.data[k] as number),
    ),
  );
  const [g] = slopes as [Matrix];
  if (slopes.length === 1) return g;
  if (g.cols !== 1) throw new NoValue("unknown", "the second derivative of a vector or matrix");
  return matrix(g.rows, slopes.length, (i, j) => (slopes[stacked(j, [base.rows, base.cols])] as Matrix).data[i] as number);
}

/** The place by rows of the k-th entry by columns. */
function stacked(k: number, [rows, cols]: readonly [number, number]): number {
  return (k % rows) * cols + Math.floor(k / rows);
}

/** The mean over a discrete distribution whose mean and covariance are those of the document's letters. */
function expectationValue(n: Node & { readonly kind: "expectation" }, f: Frame): Matrix {
  const d = f.world.distribution?.(n.over);
  if (!d) throw new NoValue("unknown", "over what the mean is taken is not known");
  let total: Matrix | undefined;
  d.points.forEach((point, k) => {
    const term = scaled(value(n.of, { ...f, overrides: new Map([...f.overrides, [d.variable, point]]) }), d.weights[k] as number);
    total = total ? added(total, term, 1) : term;
  });
  if (!total) throw new NoValue("unknown", "a distribution without points");
  return total;
}
