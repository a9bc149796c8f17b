import type { Definition, Frame, Instance, World } from "./frame.ts";
import { indicesOf, type Node, walk } from "./node.ts";
import { derivativeValue, differentialValue, slope } from "./slopes.ts";
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

const deepest = 60;
const outOfRange = "an index out of range";
const largest = 1_024;

/** The value of a side, indices that are free at the numbers given. Throws `NoValue`. */
export function evaluate(n: Node, world: World, indices: ReadonlyMap<string, number>): Matrix {
  return value(n, { world, overrides: new Map(), indices, depth: 0, value });
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
  if (definition?.indices) return fromEntries(name, definition, f);
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

/** A letter that is known by its entries, as a whole: its size is that of what the indices run over. */
function fromEntries(name: string, { node, indices = [] }: Definition, f: Frame): Matrix {
  if (f.depth > deepest) throw new NoValue("unknown", `${name} is defined by itself`);
  try {
    return entriesValue({ kind: "entries", of: node, indices }, { ...f, depth: f.depth + 1 });
  } catch (e) {
    if (e instanceof NoValue && e.reason !== "domain") throw new NoValue("unknown", `${name} is known by its entries alone`);
    throw e;
  }
}

let operations = 0;

/** How many operations on matrices were done so far: what is tried can be bounded by it, the same everywhere. */
export const operationsDone = (): number => operations;

function binaryValue(n: Node & { readonly kind: "binary" }, f: Frame): Matrix {
  let a = value(n.left, f);
  let b = value(n.right, f);
  operations++;
  if (n.operator === "+" || n.operator === "-") [a, b] = [diagonalBeside(n.left, a, b), diagonalBeside(n.right, b, a)];
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

/** `diag(A)` beside a matrix: the matrix with that diagonal. */
function diagonalBeside(n: Node, own: Matrix, other: Matrix): Matrix {
  const plain = n.kind === "call" && n.name === "diag" && own.cols === 1 && other.rows === own.rows && other.cols === own.rows;
  return plain && own.rows > 1 ? call("diag", [own]) : own;
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
    if (k !== undefined && (k < 1 || k > size)) throw new NoValue("domain", outOfRange);
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
    const term = termValue(n, k, f);
    total = !total ? term : n.product ? product(total, term) : added(total, term, 1);
  }
  return total ?? scalar(n.product ? 1 : 0);
}

/** One term of a sum; an index that runs beyond a size of what it stands at is a matter of sizes. */
function termValue(n: Node & { readonly kind: "sum" }, k: number, f: Frame): Matrix {
  try {
    return value(n.body, { ...f, indices: new Map([...f.indices, [n.index, k]]) });
  } catch (e) {
    if (e instanceof NoValue && e.message === outOfRange) throw new NoValue("shape", outOfRange);
    throw e;
  }
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
  if (n.name === "diag" && only) {
    const open = indicesOf(only).filter((i) => !f.indices.has(i));
    if (open.length === 1) return call("diag", [entriesValue({ kind: "entries", of: only, indices: open }, f)]);
  }
  const args = n.args.map((a) => value(a, f));
  // the star of a number is its conjugate
  if (n.name === "adj" && args[0] && isScalar(args[0])) return args[0];
  const definition = f.world.definitions.get(n.name);
  if (definition && !definition.indices) return definedCall(definition, args, n.primes, f);
  const instance = f.world.functions.get(n.name);
  if (instance) return instance.entrywise || n.primes === 0 ? instance.value(args, n.primes) : primeValue(instance, args, n.primes);
  const [x] = args;
  if (n.primes === 1 && isKnown(n.name) && x && args.length === 1)
    return matrix(x.rows, x.cols, (i, j) => slope((t) => call(n.name, [scalar(at(x, i, j) + t)]), Math.abs(at(x, i, j))).data[0] as number);
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
  const given = n.rows.map((row) => row.map((e) => value(e, f)));
  // a written 0 is a block of zeros, as large as its row and column
  const isZero = (i: number, j: number) => {
    const e = n.rows[i]?.[j];
    return e?.kind === "number" && e.value === 0;
  };
  const heights = given.map((row, i) => row.find((_b, j) => !isZero(i, j))?.rows ?? 1);
  const widths = (given[0] ?? []).map((_b, j) => given.find((_row, i) => !isZero(i, j))?.[j]?.cols ?? 1);
  const blocks = given.map((row, i) => row.map((b, j) => (isZero(i, j) ? matrix(heights[i] ?? 1, widths[j] ?? 1, () => 0) : b)));
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

/** The mean over a discrete distribution whose mean and covariance are those of the document's letters. */
function expectationValue(n: Node & { readonly kind: "expectation" }, f: Frame): Matrix {
  const d = f.world.distribution?.(n.over);
  if (!d) throw new NoValue("unknown", "over what the mean is taken is not known");
  let total: Matrix | undefined;
  d.points.forEach((point, k) => {
    const term = scaled(value(n.of, { ...f, overrides: new Map([...f.overrides, ...point]) }), d.weights[k] as number);
    total = total ? added(total, term, 1) : term;
  });
  if (!total) throw new NoValue("unknown", "a distribution without points");
  return total;
}
