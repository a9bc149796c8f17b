/**
 * Expressions by their entries: sums of products of entries over indices, multiplied out, with Kronecker deltas carried out and the summed indices without names.
 * Two expressions that differ by the distributive law, by order, and by the definitions of what is linear (products, traces, transposes, diagonals, vec, Kronecker
 * products, sums over an index) have one such form. It is what `matrix-form` says of its two sides; it knows no inverse and no function by more than its name.
 */
import type Fraction from "fraction.js";
import { type Dimension, one } from "../expression/dimension.ts";
import { type Apply, constant, type Expression, isApply, isScalar, nodesOf } from "../expression/node.ts";
import { signatureOf } from "../expression/signature.ts";
import { print } from "../language/print.ts";
import { build } from "../normal/build.ts";
import { stretchesOf } from "../normal/product.ts";
import { holds } from "../normal/properties.ts";
import { apply, letterSizes } from "../operations/apply.ts";
import { type Atom, canonical, type Index, type Side, substituted, type Term, TooLong } from "./indices.ts";
import { delta, fresh, Misfit, moved, openIn, orders, sizeNamed, sizeOf, type Tensor, textOf, times, unified, unit } from "./tensor.ts";

/** Do both have the same entries, as sums over indices? False, too, where that would be long to say. */
export function sameEntries(a: Expression, b: Expression): boolean {
  if (a === b) return true;
  if (a.rows !== b.rows || a.cols !== b.cols) return false;
  try {
    const e = new Entries();
    const [x, y] = e.aligned(e.of(a), e.of(b)) as [Tensor, Tensor];
    const minus = y.terms.map((t) => ({ ...t, number: t.number.neg() }));
    return canonical([...x.terms, ...minus], [...x.rows, ...x.cols]).length === 0;
  } catch (error) {
    if (error instanceof Misfit || error instanceof TooLong) return false;
    throw error;
  }
}

class Entries {
  /** The indices that bound names stand for. */
  private readonly named = new Map<Expression, Index>();
  private readonly fixed = new Map<string, Index>();

  of(e: Expression): Tensor {
    if (e.kind === "constant") return this.scalar([{ ...unit, number: e.value }]);
    if (e.kind === "variable") {
      const index = this.named.get(e);
      return index ? this.scalar([{ ...unit, atoms: [{ label: "index", at: [[index]], power: constant(1) }] }]) : this.atom(e, e.name, []);
    }
    const rule = this.rules[e.operation.name];
    if (rule) return rule(e);
    if (e.operation.multilinear) return this.bySignature(e);
    return e.operation.entrywise ? this.entrywise(e) : this.opaque(e);
  }

  private readonly rules: Readonly<Record<string, (e: Apply) => Tensor>> = {
    zeros: (e) => ({ rows: fresh(e.rows), cols: fresh(e.cols), terms: [] }),
    ones: (e) => ({ rows: fresh(e.rows), cols: fresh(e.cols), terms: [unit] }),
    dimension: (e) => this.scalar(sizeOf(e.dimensions[0] as Dimension)),
    add: (e) => {
      const parts = e.args.map((a) => this.of(a));
      const wide = parts.filter((_, k) => !isScalar(e.args[k] as Expression));
      const aligned = wide.length ? this.aligned(...wide) : [];
      const scalars = parts.filter((_, k) => isScalar(e.args[k] as Expression));
      const { rows, cols } = aligned[0] ?? { rows: [], cols: [] };
      return { rows, cols, terms: [...aligned, ...scalars].flatMap((t) => t.terms) };
    },
    product: (e) => {
      const wide = stretchesOf(e.args).map((s) => s.map((a) => this.of(a)).reduce((a, b) => this.chained(a, b)));
      const scalars = [...e.args.filter(isScalar).map((a) => this.of(a)), ...wide.slice(0, -1)];
      return [...scalars, ...wide.slice(-1)].reduce((a, b) => ({ ...b, terms: times(a.terms, b.terms) }));
    },
    hadamard: (e) => {
      const wide = this.aligned(...e.args.filter((a) => !isScalar(a)).map((a) => this.of(a)));
      const scalars = e.args.filter(isScalar).map((a) => this.of(a));
      return [...scalars, ...wide].reduce((a, b) => ({ ...b, terms: times(a.terms, b.terms) }));
    },
    power: (e) => (isScalar(e) ? this.raised(e) : this.matrixPower(e)),
    entrypower: (e) => this.raised(e),
    sqrt: (e) => this.raised(apply("entrypower", [e.args[0] as Expression, constant("1/2")]) as Apply),
    norm2: (e) => this.length(e),
    normF: (e) => this.length(e),
    logsumexp: (e) => this.labelled(this.total(this.entrywise(apply("exp", e.args) as Apply)), (text) => `log(${text})`, constant(1)),
    softmax: (e) => {
      const exp = (): Tensor => this.entrywise(apply("exp", e.args) as Apply);
      const [over, whole] = [exp(), exp()];
      const sums = { rows: [], cols: whole.cols, terms: whole.terms.map((x) => ({ ...x, bound: [...x.bound, ...whole.rows] })) };
      const below = this.power(() => sums, constant(-1));
      const by = unified([over.cols, below.cols]);
      const [x, y] = [moved(over, by), moved(below, by)];
      return { ...x, terms: times(x.terms, y.terms) };
    },
    mean: (e) => {
      const t = this.of(e.args[0] as Expression);
      const count =
        (e.args[0] as Expression).rows === one ? [(e.args[0] as Expression).cols] : [(e.args[0] as Expression).rows, (e.args[0] as Expression).cols];
      const size = count.flatMap((d) => (d === one ? [] : [build("power", [build("dimension", [], [d]), constant(-1)])]));
      return size.reduce((a, s) => this.scalar(times(a.terms, this.of(s).terms)), this.total(t));
    },
    summation: (e) => this.bound(e),
    integral: (e) => this.bound(e),
    unitvector: (e) => {
      const rows = fresh(e.rows);
      return { rows, cols: [], terms: [{ ...unit, atoms: [delta(rows, [this.index(e.args[0] as Expression)])] }] };
    },
    kroneckerdelta: (e) => this.scalar([{ ...unit, atoms: [delta([this.index(e.args[0] as Expression)], [this.index(e.args[1] as Expression)])] }]),
    entry: (e) => {
      const [a, i, j] = e.args as [Expression, Expression, Expression | undefined];
      const t = this.of(a);
      const [rows, cols] = a.cols === one ? [i, undefined] : a.rows === one ? [undefined, i] : j ? [i, j] : [undefined, i];
      const by = new Map<Index, Side>();
      for (const [side, k] of [[t.rows, rows] as const, [t.cols, cols] as const]) {
        if (!k) continue;
        if (side.length !== 1) throw new Misfit();
        by.set(side[0] as Index, [this.index(k)]);
      }
      return { rows: rows ? [] : t.rows, cols: cols ? [] : t.cols, terms: t.terms.map((x) => substituted(x, by)) };
    },
    lowertriangle: (e) => this.masked(e, (t) => [t.rows, t.cols]),
    uppertriangle: (e) => this.masked(e, (t) => [t.cols, t.rows]),
    skewmatrix: (e) => {
      const t = this.of(e.args[0] as Expression);
      const [rows, cols] = [fresh(e.rows), fresh(e.cols)];
      const atoms = [{ label: "epsilon", at: [rows, t.rows, cols], power: constant(1) }];
      return { rows, cols, terms: times([{ ...unit, atoms, bound: t.rows }], t.terms) };
    },
    cross: (e) => {
      const [a, b] = e.args.map((x) => this.of(x)) as [Tensor, Tensor];
      const rows = fresh(e.rows);
      const atoms = [{ label: "epsilon", at: [rows, a.rows, b.rows], power: constant(1) }];
      return { rows, cols: [], terms: times(times([{ ...unit, atoms, bound: [...a.rows, ...b.rows] }], a.terms), b.terms) };
    },
  };

  private scalar(terms: readonly Term[]): Tensor {
    return { rows: [], cols: [], terms };
  }

  private atom(e: Expression, label: string, also: Side): Tensor {
    const [rows, cols] = [fresh(e.rows), fresh(e.cols)];
    const at = [rows, cols, also].filter((s) => s.length);
    const symmetric = rows.length > 0 && cols.length > 0 && !also.length && isSymmetric(e);
    return { rows, cols, terms: [{ ...unit, atoms: [{ label, at, power: constant(1), ...(symmetric && { symmetric }) }] }] };
  }

  /** The index that a name or number stands for; what is no bound name is itself. */
  private index(e: Expression): Index {
    const known = this.named.get(e);
    if (known) return known;
    if (nodesOf(e).some((n) => this.named.has(n))) throw new Misfit();
    const text = print(e);
    let i = this.fixed.get(text);
    if (!i) this.fixed.set(text, (i = { dimension: one, fixed: text }));
    return i;
  }

  /** The tensors on the same sides. */
  aligned(...tensors: readonly Tensor[]): Tensor[] {
    let done: Tensor[] = [];
    for (const t of tensors) {
      const first = done[0];
      const by = first ? unified([first.rows, t.rows], [first.cols, t.cols]) : new Map<Index, Side>();
      done = [...done, t].map((x) => moved(x, by));
    }
    return done;
  }

  private chained(a: Tensor, b: Tensor): Tensor {
    const by = unified([a.cols, b.rows]);
    const [x, y] = [moved(a, by), moved(b, by)];
    return { rows: x.rows, cols: y.cols, terms: times(x.terms, y.terms).map((t) => ({ ...t, bound: [...t.bound, ...x.cols] })) };
  }

  private bySignature(e: Apply): Tensor {
    const { inputs, output } = signatureOf(e.operation);
    const sizes = letterSizes(e.operation, e.args, e.dimensions);
    const sides = new Map<string, Side>();
    let terms: readonly Term[] = [unit];
    inputs.forEach((letters, k) => {
      const t = this.of(e.args[k] as Expression);
      let own: Record<"rows" | "cols", Side> = { rows: t.rows, cols: t.cols };
      terms = times(terms, t.terms);
      for (const which of ["rows", "cols"] as const) {
        const [l] = letters[which];
        if (letters[which].length > 1 || (l === undefined && own[which].length)) throw new Misfit();
        const old = l === undefined ? undefined : sides.get(l);
        if (old) {
          const by = unified([old, own[which]]);
          const on = (s: Side): Side => s.flatMap((i) => by.get(i) ?? [i]);
          terms = terms.map((x) => substituted(x, by));
          own = { rows: on(own.rows), cols: on(own.cols) };
          for (const [name, s] of sides) sides.set(name, on(s));
        } else if (l !== undefined) sides.set(l, own[which]);
      }
    });
    const deltas: Atom[] = [];
    const used = new Set<Index>();
    const on = (letters: readonly string[]): Side =>
      letters.flatMap((l) => {
        if (!sides.has(l)) sides.set(l, fresh(sizes.get(l) as Dimension));
        return (sides.get(l) as Side).map((i) => {
          if (!used.has(i)) {
            used.add(i);
            return i;
          }
          const copy: Index = { dimension: i.dimension };
          deltas.push(delta([i], [copy]));
          return copy;
        });
      });
    const [rows, cols] = [on(output.rows), on(output.cols)];
    const gone = [...sides].flatMap(([l, s]) => (!output.rows.includes(l) && !output.cols.includes(l) ? s : []));
    return { rows, cols, terms: terms.map((t) => ({ ...t, atoms: [...t.atoms, ...deltas], bound: [...t.bound, ...gone] })) };
  }

  /** An entry of a function is the function of an entry: a label with the indices that are in use. */
  private entrywise(e: Apply): Tensor {
    const t = this.of(e.args[0] as Expression);
    return this.labelled(t, (text) => `${e.operation.name}(${text})`, constant(1));
  }

  private labelled(t: Tensor, label: (text: string) => string, power: Expression): Tensor {
    const found = orders(openIn([t])).map((at) => ({ at, text: textOf(t.terms, at) }));
    const best = found.reduce((a, b) => (b.text < a.text ? b : a));
    return { ...t, terms: [{ ...unit, atoms: [{ label: label(best.text), at: best.at.map((i) => [i]), power }] }] };
  }

  private raised(e: Apply): Tensor {
    const [base, k] = e.args as [Expression, Expression];
    if (!isScalar(k) || nodesOf(k).some((n) => this.named.has(n))) throw new Misfit();
    return this.power(() => this.of(base), k);
  }

  /** Entry by entry, a number as the exponent. */
  private power(base: () => Tensor, k: Expression): Tensor {
    const whole = k.kind === "constant" && k.value.d === 1n;
    const n = whole ? Number(k.value.s * k.value.n) : 0;
    const t = base();
    const [only] = t.terms;
    if (only && t.terms.length === 1 && !only.bound.length && whole && (n > 0 || !only.number.equals(0))) {
      const atoms = only.atoms.map((a) => ({ ...a, power: build("product", [a.power, k]) }));
      return { ...t, terms: [{ ...only, atoms, number: only.number.pow(n) as Fraction }] };
    }
    const [single] = only?.atoms ?? [];
    if (only?.number.equals(1) && single && t.terms.length === 1 && only.atoms.length === 1 && single.power.kind === "constant" && single.power.value.equals(1))
      return { ...t, terms: [{ ...only, atoms: [{ ...single, power: k }] }] };
    if (n > 0 && n <= 4) {
      let out = t;
      for (let c = 1; c < n; c++) {
        const [x, y] = this.aligned(out, base()) as [Tensor, Tensor];
        out = { ...x, terms: times(x.terms, y.terms) };
      }
      return out;
    }
    return this.labelled(t, (text) => `[${text}]`, k);
  }

  /** The sum of all entries. */
  private total(t: Tensor): Tensor {
    return this.scalar(t.terms.map((x) => ({ ...x, bound: [...x.bound, ...t.rows, ...t.cols] })));
  }

  /** The root of the sum of squares. */
  private length(e: Apply): Tensor {
    return this.power(() => this.total(this.power(() => this.of(e.args[0] as Expression), constant(2))), constant("1/2"));
  }

  private matrixPower(e: Apply): Tensor {
    const [base, k] = e.args as [Expression, Expression];
    const n = k.kind === "constant" && k.value.d === 1n ? Number(k.value.s * k.value.n) : 0;
    if (n < 1 || n > 4) return this.opaque(e);
    let out = this.of(base);
    for (let c = 1; c < n; c++) out = this.chained(out, this.of(base));
    return out;
  }

  /** A function known by its name: its arguments as wholes. */
  private opaque(e: Apply): Tensor {
    const args = e.args.map((a) => this.of(a));
    const also = openIn(args).filter((i) => !args.some((t) => t.rows.includes(i) || t.cols.includes(i)));
    const texts = args.map((t) => textOf(t.terms, [...t.rows, ...t.cols, ...also]));
    const sizes = e.operation.signature ? "" : `;${e.dimensions.map((d) => d.text)}`;
    return this.atom(e, `${e.operation.name}(${texts}${sizes})`, also);
  }

  private masked(e: Apply, at: (t: Tensor) => readonly Side[]): Tensor {
    const t = this.of(e.args[0] as Expression);
    const mask: Atom = { label: "lower", at: at(t), power: constant(1) };
    return { ...t, terms: t.terms.map((x) => ({ ...x, atoms: [...x.atoms, mask] })) };
  }

  /** A sum or an integral over a name. */
  private bound(e: Apply): Tensor {
    const [name, low, high, body] = e.args as [Expression, Expression, Expression, Expression];
    const size = low.kind === "constant" && low.value.equals(1) && isApply(e, "summation") ? sizeNamed(high) : undefined;
    const index: Index = size ? { dimension: size } : { dimension: one, open: true };
    const range = size
      ? []
      : [{ label: `${e.operation.name}(${[low, high].map((b) => textOf(this.of(b).terms, [])).join()})`, at: [[index]], power: constant(1) }];
    const before = this.named.get(name);
    this.named.set(name, index);
    const t = this.of(body);
    if (before) this.named.set(name, before);
    else this.named.delete(name);
    return { ...t, terms: t.terms.map((x) => ({ ...x, atoms: [...x.atoms, ...range], bound: [...x.bound, index] })) };
  }
}

const isSymmetric = (e: Expression): boolean => holds(e, "symmetric") || build("transpose", [e]) === e;
