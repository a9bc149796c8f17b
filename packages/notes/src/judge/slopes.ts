import type { Layout } from "../contract.ts";
import type { Frame } from "./frame.ts";
import { keyOf, letterOf, type Node, namesOf, partsOf } from "./node.ts";
import { added, at, type Matrix, matrix, NoValue, scaled, transposed } from "./values.ts";

/** Differences of fourth order of a function of one number. Throws where those of second order are far from them: the point is too near to a pole. */
export function slope(g: (t: number) => Matrix, scale: number): Matrix {
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

/** The change along the increments of the letters that vary. */
export function differentialValue(of: Node, order: number, f: Frame): Matrix {
  if (order > 1) return differentialValue({ kind: "differential", of, order: 1 }, order - 1, f);
  if (f.world.increments.size === 0) return scaled(f.value(of, f), 0);
  // an increment is no function of the point: differentials inside are taken as they stand
  return slope((t) => {
    const overrides = new Map(f.overrides);
    for (const [name, d] of f.world.increments) overrides.set(name, added(f.overrides.get(name) ?? f.value({ kind: "name", name: name }, f), scaled(d, t), 1));
    return f.value(of, { ...f, overrides });
  }, 1);
}

/** A letter's derivative by itself is taken at its entries, by one direction each. */
export function derivativeValue(n: Node & { readonly kind: "derivative" }, f: Frame): Matrix {
  const [first, second] = n.wrt;
  if (!first) throw new NoValue("unknown", "by what is differentiated is not written");
  if (n.order > 2 || n.wrt.length > 2) throw new NoValue("unknown", "a derivative of an order above 2");
  if (second || n.order === 2) return secondValue(n.of, first.of, (second ?? first).of, f);
  const plain = arranged(partial(n.of, first.of, f), first.transposed, f.world.layout);
  const structure = first.of.kind === "name" ? f.world.structured.get(first.of.name) : undefined;
  return structure === undefined ? plain : structuredFrom(plain, structure);
}

/** The derivative of a number by a symmetric matrix, each entry moved with its mirror image, or by a diagonal one, from the plain one. Matrix Cookbook 2.8. */
function structuredFrom(g: Matrix, structure: string): Matrix {
  if (g.rows !== g.cols) return g;
  return matrix(g.rows, g.cols, (i, j) => (i === j ? at(g, i, i) : structure === "diagonal" ? 0 : at(g, i, j) + at(g, j, i)));
}

interface Partial {
  readonly of: readonly [rows: number, cols: number];
  readonly by: readonly [rows: number, cols: number];
  /** Slopes by each entry of what is differentiated by, row by row. */
  readonly slopes: readonly Matrix[];
}

function partial(of: Node, wrt: Node, f: Frame): Partial {
  const { body, name, at: base, entries, by } = variableOf(of, wrt, f);
  const slopes = entries.map((k) =>
    slope(
      (t) => {
        const moved = { ...base, data: base.data.slice() };
        moved.data[k] = (moved.data[k] as number) + t;
        return f.value(body, { ...f, overrides: new Map([...f.overrides, [name, moved]]) });
      },
      Math.abs(base.data[k] as number),
    ),
  );
  const [g] = slopes as [Matrix];
  return { of: [g.rows, g.cols], by, slopes };
}

interface Variable {
  readonly body: Node;
  readonly name: string;
  readonly at: Matrix;
  readonly entries: readonly number[];
  /** The size of what is differentiated by. */
  readonly by: readonly [rows: number, cols: number];
}

/** What moves: a letter with all its entries, also as `vec X`, one entry of a letter, or an expression that is taken for a letter. */
function variableOf(of: Node, by: Node, f: Frame): Variable {
  if (by.kind === "name") {
    const base = f.value({ kind: "name", name: by.name }, f);
    const made = f.world.definitions.get(by.name);
    const body = made && !made.parameters ? replaced(of, keyOf(made.node), by) : of;
    return { body, name: by.name, at: base, entries: [...base.data.keys()], by: [base.rows, base.cols] };
  }
  if (by.kind === "index" && by.of.kind === "name") {
    const name = by.of.name;
    const base = f.value({ kind: "name", name: name }, f);
    const marked = f.value(
      { ...by, of: { kind: "name", name } },
      { ...f, overrides: new Map([...f.overrides, [name, matrix(base.rows, base.cols, (i, j) => i * base.cols + j)]]) },
    );
    return { body: of, name, at: base, entries: [...marked.data], by: marked.data.length === base.data.length ? [base.rows, base.cols] : [1, 1] };
  }
  if (by.kind === "transpose" || by.kind === "call") {
    const letter = letterOf(by);
    if (by.kind === "transpose" && letter !== undefined && by.of.kind === "name") return variableOf(of, by.of, f);
    if (by.kind === "call" && by.name === "vec" && by.args[0]?.kind === "name" && by.args.length === 1) {
      const moved = variableOf(of, by.args[0], f);
      const { rows, cols } = moved.at;
      return { ...moved, entries: moved.entries.map((_e, k) => stacked(k, [rows, cols])), by: [rows * cols, 1] };
    }
    if (by.kind === "call" && f.world.functions.has(by.name)) return variableOf(of, { kind: "name", name: by.name }, f);
  }
  const name = "\u0000by";
  const body = replaced(spelledOut(of, f), keyOf(by), { kind: "name", name });
  if (!namesOf(body).has(name)) throw new NoValue("unknown", "it is differentiated by an expression that it does not show");
  const base = f.value(by, f);
  return { body, name, at: base, entries: [...base.data.keys()], by: [base.rows, base.cols] };
}

/** The tree with a name that the text defines as what it is, and the logarithm of a determinant as that of a number. */
function spelledOut(n: Node, f: Frame): Node {
  const made = n.kind === "name" && !f.overrides.has(n.name) ? f.world.definitions.get(n.name) : undefined;
  const whole = made && !made.indices ? made.node : n;
  return JSON.parse(JSON.stringify(whole), (_k, v) =>
    v && typeof v === "object" && v.kind === "call" && v.name === "logdet" ? { ...v, name: "log", args: [{ ...v, name: "det" }] } : v,
  ) as Node;
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
  if (m === 1 && c === 1) {
    const plain = matrix(r, n, (i, j) => (g[i] as Matrix).data[j] as number);
    return layout === "numerator" && !turned ? transposed(plain) : plain;
  }
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
  const { name, at: base, entries, by } = variableOf(of, y, f);
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
  return matrix(g.rows, slopes.length, (i, j) => (slopes[stacked(j, by)] as Matrix).data[i] as number);
}

/** The place by rows of the k-th entry by columns. */
function stacked(k: number, [rows, cols]: readonly [number, number]): number {
  return (k % rows) * cols + Math.floor(k / rows);
}
