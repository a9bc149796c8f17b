import { differentialOf, Unsupported } from "../calculus/differential.ts";
import { type Dimension, one } from "../expression/dimension.ts";
import {
  type Apply,
  constant,
  type Expression,
  idsContaining,
  isApply,
  isColumn,
  isRow,
  isScalar,
  nodesOf,
  type Variable,
  variable,
} from "../expression/node.ts";
import { print } from "../language/print.ts";
import type { Named } from "../network/entries.ts";
import { holds } from "../normal/properties.ts";
import { zero } from "../normal/sum.ts";
import { apply, productOf } from "../operations/apply.ts";
import { Board } from "./board.ts";
import type { Derivation } from "./derivation.ts";
import { underSquaredNorm } from "./forward.ts";
import type { Shown } from "./levels.ts";
import { Notation } from "./notation.ts";

const pool = ["p", "q", "r", "s", "t", "u", "v", "w"];

/** A function and its derivative by one entry of a variable, as scalars with sums over indices. */
class Components {
  private readonly x: Variable;
  private readonly depends: ReadonlySet<number>;
  private readonly taken: Set<string>;
  private readonly n: Notation;

  constructor(f: Expression, x: Variable, taken: ReadonlySet<string>) {
    this.x = x;
    this.depends = idsContaining(f, x);
    this.taken = new Set(taken);
    this.n = new Notation(variable("@", one, one), false);
  }

  private index(): Variable {
    const name = pool.find((p) => !this.taken.has(p)) ?? `i${this.taken.size}`;
    this.taken.add(name);
    return variable(name, one, one, ["integer"]);
  }

  private over(d: Dimension, body: (i: Expression) => Expression): Expression {
    if (d === one) return body(constant(1));
    const i = this.index();
    return apply("summation", [i, constant(1), size(d), body(i)]);
  }

  private product(...factors: readonly Expression[]): Expression {
    return this.n.make("product", factors);
  }

  /** The entry of an expression, taken apart as far as it depends on the variable. Throws `Unsupported` where that cannot be. */
  entry(e: Expression, i: Expression, j: Expression): Expression {
    if (isScalar(e) && (e.kind !== "apply" || !this.depends.has(e.id))) return e;
    if (isApply(e, "transpose")) return this.entry(e.args[0] as Expression, j, i);
    if (e.kind !== "apply" || !this.depends.has(e.id)) return at(e, i, j);
    const rule = this.rules[e.operation.name];
    if (rule) return rule(e, i, j);
    if (e.operation.entrywise) return apply(e.operation, [this.entry(e.args[0] as Expression, i, j)]);
    throw new Unsupported(`${e.operation.spelling ?? e.operation.name} in components`);
  }

  private readonly rules: Readonly<Record<string, (e: Apply, i: Expression, j: Expression) => Expression>> = {
    add: (e, i, j) =>
      this.n.make(
        "add",
        e.args.map((a) => this.entry(a, i, j)),
      ),
    hadamard: (e, i, j) => this.product(...e.args.map((a) => this.entry(a, i, j))),
    power: (e, i, j) => {
      const [base, k] = e.args as [Expression, Expression];
      const normed = underSquaredNorm(e);
      if (normed) return this.squares(normed);
      if (isScalar(e)) return apply("power", [this.entry(base, i, j), k]);
      if (k.kind !== "constant" || k.value.d !== 1n || k.value.s < 0n || k.value.n > 4n || k.value.n === 0n)
        throw new Unsupported("a power of a matrix in components");
      return this.chain(
        Array.from({ length: Number(k.value.n) }, () => base),
        i,
        j,
      );
    },
    entrypower: (e, i, j) => apply("power", [this.entry(e.args[0] as Expression, i, j), this.entry(e.args[1] as Expression, i, j)]),
    trace: (e) => {
      const a = e.args[0] as Expression;
      return this.over(a.rows, (k) => this.entry(a, k, k));
    },
    sum: (e) => this.sumOf(e.args[0] as Expression, (k, l) => this.entry(e.args[0] as Expression, k, l)),
    rowsum: (e, i) => this.over((e.args[0] as Expression).cols, (l) => this.entry(e.args[0] as Expression, i, l)),
    colsum: (e, _i, j) => this.over((e.args[0] as Expression).rows, (k) => this.entry(e.args[0] as Expression, k, j)),
    norm2: (e) => apply("power", [this.squares(e.args[0] as Expression), constant("1/2")]),
    normF: (e) => apply("power", [this.squares(e.args[0] as Expression), constant("1/2")]),
    mean: (e) => {
      const a = e.args[0] as Expression;
      const sizes = [a.rows, a.cols].filter((d) => d !== one).map((d) => apply("power", [size(d), constant(-1)]));
      return this.product(
        ...sizes,
        this.sumOf(a, (k, l) => this.entry(a, k, l)),
      );
    },
    logsumexp: (e) => apply("log", [this.sumOf(e.args[0] as Expression, (k, l) => apply("exp", [this.entry(e.args[0] as Expression, k, l)]))]),
    softmax: (e, i, j) => {
      const a = e.args[0] as Expression;
      const whole = this.over(a.rows, (k) => apply("exp", [this.entry(a, k, j)]));
      return this.product(apply("exp", [this.entry(a, i, j)]), apply("power", [whole, constant(-1)]));
    },
    // their entries are functions of all entries of the argument: what is known is their derivative
    inverse: (e, i, j) => at(e, i, j),
    determinant: (e) => e,
    logdeterminant: (e) => e,
    diagonal: (e, i) => this.entry(e.args[0] as Expression, i, i),
    diagonalmatrix: (e, i, j) => this.product(apply("kroneckerdelta", [i, j]), this.entry(e.args[0] as Expression, i, constant(1))),
    outer: (e, i, j) => this.product(this.entry(e.args[0] as Expression, i, constant(1)), this.entry(e.args[1] as Expression, j, constant(1))),
    dot: (e) => {
      const [a, b] = e.args as [Expression, Expression];
      return this.sumOf(a, (k, l) => this.product(this.entry(a, k, l), this.entry(b, k, l)));
    },
    product: (e, i, j) => {
      const scalars = e.args.filter(isScalar).map((a) => this.entry(a, constant(1), constant(1)));
      const chain = e.args.filter((a) => !isScalar(a));
      return chain.length ? this.product(...scalars, this.chain(chain, i, j)) : this.product(...scalars);
    },
    entry: (e, i) => {
      const [a, k, l] = e.args as [Expression, Expression, Expression | undefined];
      return isColumn(a) ? this.entry(a, k, constant(1)) : isRow(a) ? this.entry(a, constant(1), k) : l ? this.entry(a, k, l) : this.entry(a, i, k);
    },
  };

  private sumOf(a: Expression, body: (k: Expression, l: Expression) => Expression): Expression {
    return this.over(a.rows, (k) => this.over(a.cols, (l) => body(k, l)));
  }
  private squares(a: Expression): Expression {
    return this.sumOf(a, (k, l) => apply("power", [this.entry(a, k, l), constant(2)]));
  }

  /** A product of matrices, summed over the index between one and the next; factors without the variable stay together. */
  private chain(factors: readonly Expression[], i: Expression, j: Expression): Expression {
    const [first, ...rest] = this.grouped(factors) as [Expression, ...Expression[]];
    if (!rest.length) return this.entry(first, i, j);
    return this.over(first.cols, (k) => this.product(this.entry(first, i, k), this.chain(rest, k, j)));
  }

  private grouped(factors: readonly Expression[]): Expression[] {
    const out: Expression[] = [];
    for (const f of factors) {
      const last = out[out.length - 1];
      if (last && !this.depends.has(last.id) && !this.depends.has(f.id)) out[out.length - 1] = this.n.make("product", [last, f]);
      else out.push(f);
    }
    return out;
  }

  /** The derivative of a scalar in components by the entry (i, j) of the variable: each entry of it gives Kronecker deltas. */
  derivative(e: Expression, i: Expression, j: Expression): Expression {
    const inside = idsContaining(e, this.x);
    const done = new Map<number, Expression>();
    const of = (node: Expression): Expression => {
      if (!inside.has(node.id)) return constant(0);
      let d = done.get(node.id);
      if (!d) done.set(node.id, (d = ofNode(node)));
      return d;
    };
    const ofNode = (node: Expression): Expression => {
      if (node === this.x) return constant(1);
      const a = node as Apply;
      if (isApply(a, "entry")) {
        const [base, k, l] = a.args as [Expression, Expression, Expression | undefined];
        // d inv(U)[k,l] = -inv(U)[k,p]*dU[p,q]*inv(U)[q,l], summed over p and q
        if (isApply(base, "inverse") && l) return this.overEntries(base.args[0] as Expression, i, j, (p, q) => [constant(-1), at(base, k, p), at(base, q, l)]);
        if (isRow(this.x)) return apply("kroneckerdelta", [k, j]);
        return this.product(apply("kroneckerdelta", [k, i]), ...(l ? [apply("kroneckerdelta", [l, j])] : []));
      }
      const u = a.args[0] as Expression;
      if (isApply(a, "determinant")) {
        const cofactors = holds(u, "invertible") ? [a, apply("inverse", [u])] : [apply("adjugate", [u])];
        return this.overEntries(u, i, j, (p, q) => cofactors.map((c) => (isScalar(c) ? c : at(c, q, p))));
      }
      if (isApply(a, "logdeterminant")) return this.overEntries(u, i, j, (p, q) => [at(apply("inverse", [u]), q, p)]);
      if (isApply(a, "summation")) return apply("summation", [...a.args.slice(0, 3), of(a.args[3] as Expression)]);
      const terms = differentialOf(a, inside).flatMap((p) => p.terms.map((t) => this.filled(t, p.increment, of(p.of))));
      return this.n.make("add", terms.length ? terms : [zero(one, one)]);
    };
    return of(e);
  }

  /** The sum over the entries of an argument of what each is multiplied by times its derivative. */
  private overEntries(u: Expression, i: Expression, j: Expression, beside: (p: Expression, q: Expression) => readonly Expression[]): Expression {
    return this.over(u.rows, (p) =>
      this.over(u.cols, (q) => {
        const entry = this.entry(u, p, q);
        return this.product(...beside(p, q), this.derivative(entry, i, j));
      }),
    );
  }

  private filled(e: Expression, increment: Expression, by: Expression): Expression {
    if (e === increment) return by;
    return e.kind === "apply"
      ? this.n.make(
          e.operation.name,
          e.args.map((a) => this.filled(a, increment, by)),
          e.dimensions,
        )
      : e;
  }

  /** Carries out one sum with a Kronecker delta in it: its index becomes the other one. Undefined where there is none. */
  collapse(e: Expression): Expression | undefined {
    if (e.kind !== "apply") return undefined;
    if (isApply(e, "summation")) {
      const [index, low, high, body] = e.args as [Variable, Expression, Expression, Expression];
      if (isApply(body, "add"))
        return this.n.make(
          "add",
          body.args.map((t) => apply("summation", [index, low, high, t])),
        );
      const partner = partnerOf(body, index);
      if (partner) return substituted(body, index, partner, this.n);
    }
    if (isApply(e, "product")) {
      const k = e.args.findIndex((a) => isApply(a, "add") && holdsDelta(a));
      if (k >= 0)
        return this.n.make(
          "add",
          (e.args[k] as Apply).args.map((t) =>
            this.n.make(
              "product",
              e.args.map((a, l) => (l === k ? t : a)),
            ),
          ),
        );
    }
    for (const [k, a] of e.args.entries()) {
      const made = this.collapse(a);
      if (made)
        return this.n.make(
          e.operation.name,
          e.args.map((x, l) => (l === k ? made : x)),
          e.dimensions,
        );
    }
    return undefined;
  }
}

const size = (d: Dimension): Expression => (d.constant === undefined ? apply("dimension", [], [d]) : constant(d.constant));

/** The entry of an expression that stays together; numbers and sums are outside. */
function at(e: Expression, i: Expression, j: Expression): Expression {
  if (isScalar(e)) return e;
  if (isApply(e, "ones")) return constant(1);
  if (isApply(e, "identity")) return apply("kroneckerdelta", [i, j]);
  if (isApply(e, "transpose")) return at(e.args[0] as Expression, j, i);
  if (isApply(e, "add"))
    return apply(
      "add",
      e.args.map((a) => at(a, i, j)),
    );
  if (isApply(e, "product") && e.args[0]?.kind === "constant") return apply("product", [e.args[0], at(productOf(e.args.slice(1)), i, j)]);
  return apply("entry", isColumn(e) ? [e, i] : isRow(e) ? [e, j] : [e, i, j]);
}

const holdsDelta = (e: Expression): boolean => isApply(e, "kroneckerdelta") || (e.kind === "apply" && e.args.some(holdsDelta));

/** What the index must be where a delta among the factors is not 0: factors of factors and of sums count too. */
function partnerOf(e: Expression, index: Expression): Expression | undefined {
  if (isApply(e, "kroneckerdelta")) {
    const [a, b] = e.args as [Expression, Expression];
    return a === index ? b : b === index ? a : undefined;
  }
  if (isApply(e, "product")) return first(e.args.map((a) => partnerOf(a, index)));
  if (!isApply(e, "summation")) return undefined;
  // an index that the sum binds is not known outside
  const inner = partnerOf(e.args[3] as Expression, index);
  return inner === e.args[0] ? undefined : inner;
}
const first = <T>(l: readonly (T | undefined)[]): T | undefined => l.find((x) => x !== undefined);

/** The expression with another index in the place of one; deltas of equal indices are 1. */
function substituted(e: Expression, index: Expression, by: Expression, n: Notation): Expression {
  if (e === index) return by;
  if (e.kind !== "apply") return e;
  const args = e.args.map((a) => substituted(a, index, by, n));
  if (isApply(e, "kroneckerdelta") && args[0] === args[1]) return constant(1);
  return args.every((a, k) => a === e.args[k]) ? e : n.make(e.operation.name, args, e.dimensions);
}

/** A scalar as sums over indices, as far as it depends on the variable; undefined where that cannot be. */
export function inComponents(e: Expression, x: Variable): Expression | undefined {
  try {
    const taken = new Set(nodesOf(e).flatMap((n) => (n.kind === "variable" ? [n.name] : [])));
    return new Components(e, x, taken).entry(e, constant(1), constant(1));
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

/** What is derived in components: the entry of f, of the variable, and of the answer. */
export interface EntryTask {
  readonly function: Expression;
  readonly x: Variable;
  readonly taken: ReadonlySet<string>;
  /** The engine's own entry of the derivative, with its indices: of f where that is a column, then of the variable. */
  readonly entry: Expression;
  readonly indices: readonly Named[];
  readonly answer: Expression;
  /** Does the answer hold the transpose? */
  readonly turned: boolean;
}

/** The derivation entry by entry: sums over indices, Kronecker deltas, and the matrix form recognised. */
export function componentsOf(task: EntryTask): Derivation {
  const { x, indices, answer } = task;
  const names = indices.map((i) => i.name);
  const column = !isScalar(task.function);
  const c = new Components(task.function, x, new Set([...task.taken, ...names.map(print)]));
  const [i, j] = (column ? names.slice(1) : names) as [Expression, Expression | undefined];
  const start = column ? apply("entry", [task.function, names[0] as Expression]) : task.function;
  const board = new Board(new Notation(variable("@", one, one), false), start);
  board.rewrite("in-components", c.entry(task.function, column ? (names[0] as Expression) : constant(1), constant(1)));
  board.write("differential-of", "partial-derivative", c.derivative(board.line, i, j ?? constant(1)));
  for (let made = c.collapse(board.line); made && board.lines.length < 200; made = c.collapse(board.line)) board.rewrite("delta-in-sum", made);
  board.rewrite("matrix-form", task.entry);
  const placed = task.turned ? [...names].reverse() : names;
  board.write("read-off", "read-off", answer, apply("entry", [answer, ...placed]));
  const of = print(apply("entry", [x, ...(column ? names.slice(1) : names)]));
  const place = placed.map(print).join(", ");
  const left = (l: Shown) =>
    l.means
      ? column
        ? "J"
        : isColumn(x)
          ? "g"
          : "G"
      : l.kind === "question" || l.from < board.lines.findIndex((b) => b.kind === "differential-of")
        ? column
          ? `f[${print(names[0] as Expression)}]`
          : "f"
        : `df${column ? `[${print(names[0] as Expression)}]` : ""}/d${of}`;
  return {
    lines: board.lines,
    taken: [],
    x,
    increment: board.notation.increment,
    symbol: "",
    form: "",
    left,
    fold: (e) => e,
    entry: { of, indices, at: place },
  };
}
