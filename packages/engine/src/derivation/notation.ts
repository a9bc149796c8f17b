import { type Dimension, one } from "../expression/dimension.ts";
import { constant, type Expression, isApply, isColumn, isScalar, type Variable } from "../expression/node.ts";
import { build } from "../normal/build.ts";
import { cost } from "../normal/cost.ts";
import { stretchesOf } from "../normal/product.ts";
import { isZero, zero } from "../normal/sum.ts";
import { apply, factorsOf, productOf, productShape } from "../operations/apply.ts";

/** Where a part stands in a line: the indices of arguments from the root. */
export type Path = readonly number[];

/** The part that a path leads to. */
export const partAt = (root: Expression, path: Path): Expression => path.reduce((e, k) => (e.kind === "apply" ? (e.args[k] ?? e) : e), root);

/**
 * What is no step on the board, for one increment: brackets that associativity makes idle, the place of scalar factors, products of numbers, `A''`, factors I and 1.
 * Everything else stays as it is written.
 */
export class Notation {
  readonly increment: Variable;
  /** What stands last when all is done: the increment, or its `vec`. */
  readonly target: Expression;
  /** The transpose of what stands before the increment is wanted. */
  readonly gradient: boolean;
  private readonly known = new Map<number, boolean>();

  constructor(increment: Variable, gradient: boolean, target: Expression = increment) {
    this.increment = increment;
    this.target = target;
    this.gradient = gradient;
  }

  /** Does the expression hold the increment? */
  has(e: Expression): boolean {
    if (e === this.increment) return true;
    if (e.kind !== "apply") return false;
    let found = this.known.get(e.id);
    if (found === undefined) this.known.set(e.id, (found = e.args.some((a) => this.has(a))));
    return found;
  }

  make(name: string, args: readonly Expression[], dimensions: readonly Dimension[] = []): Expression {
    if (name === "product") return this.product(args);
    if (name === "add") return sumOf(args);
    if (name === "hadamard") return this.hadamard(args);
    if (name === "transpose") return this.transpose(args[0] as Expression);
    if (name === "trace" || name === "sum") return this.unsigned(name, args[0] as Expression);
    if (name === "colsum" && isColumn(args[0] as Expression)) return this.make("sum", args);
    return apply(name, args, dimensions);
  }

  /** The transpose with its factors turned one by one: what is read off a product. Sums are turned term by term where that is no longer. */
  turned(e: Expression): Expression {
    if (e.kind === "apply" && isBinder(e)) return apply(e.operation, [...e.args.slice(0, 3), this.turned(e.args[3] as Expression)]);
    if (isApply(e, "add")) {
      const sum = this.make(
        "add",
        e.args.map((t) => this.turned(t)),
      );
      return cost(sum) <= cost(e) ? sum : this.transpose(e);
    }
    if (!isApply(e, "product")) return this.transpose(e);
    return this.product([
      ...e.args.filter(isScalar),
      ...e.args
        .filter((a) => !isScalar(a))
        .map((a) => this.turned(a))
        .reverse(),
    ]);
  }

  /** A number in a product stays outside of a linear function. */
  private unsigned(name: string, e: Expression): Expression {
    const [c, ...rest] = factorsOf(e);
    if (isScalar(e) || c?.kind !== "constant" || !rest.length) return apply(name, [e]);
    return this.product([c, apply(name, [productOf(rest)])]);
  }

  private transpose(e: Expression): Expression {
    const scalars = isScalar(e) ? [] : factorsOf(e).filter(isScalar);
    if (!scalars.length) return transposeOf(e);
    return this.product([...scalars, transposeOf(productOf(factorsOf(e).filter((a) => !isScalar(a))))]);
  }

  /** Number, scalars, the scalar with the increment, then the chain of matrices. */
  private product(args: readonly Expression[]): Expression {
    const numbers: Expression[] = [];
    const scalars: Expression[] = [];
    const wide: Expression[] = [];
    const visit = (e: Expression) => {
      if (e.kind === "constant") numbers.push(e);
      else if (isApply(e, "product") && !isScalar(e)) {
        // what is a scalar within stays together: its neighbours outside may have other sizes
        for (const a of e.args) if (isScalar(a)) visit(a);
        const inner = stretchesOf(e.args);
        for (const s of inner.slice(0, -1)) scalars.push(productOf(s));
        for (const a of inner[inner.length - 1] ?? []) visit(a);
      } else if (isApply(e, "product")) {
        for (const a of e.args) if (isScalar(a)) visit(a);
        const chain = e.args.filter((a) => !isScalar(a));
        if (chain.length) scalars.push(apply("product", chain));
      } else if (isScalar(e)) scalars.push(e);
      else wide.push(e);
    };
    for (const a of args) visit(a);
    if (numbers.some(isZero) || wide.some(isZero)) return zero(...productShape(args));
    const stretches = stretchesOf(wide);
    let chain = stretches.pop() ?? [];
    for (const s of stretches) scalars.push(productOf(s));
    chain = withoutIdentities(chain);
    if (chain.length && chain[0]?.rows === one && chain[chain.length - 1]?.cols === one) {
      scalars.push(productOf(chain));
      chain = [];
    }
    const moving = scalars.filter((s) => this.has(s));
    const tail = !chain.length && moving.length === 1 ? moving : [];
    const still = scalars.filter((s) => !tail.includes(s));
    if (!chain.length && !tail.length && still.length) {
      // of scalars alone the last chain needs no brackets
      const k = still.findLastIndex((s) => isApply(s, "product"));
      if (k >= 0) tail.push(...still.splice(k, 1));
    }
    const whole = numbers.length ? (numbers.length === 1 ? (numbers[0] as Expression) : build("product", numbers)) : undefined;
    const ordered = [...still.filter((s) => !this.has(s)), ...still.filter((s) => this.has(s))];
    const out = [...(whole && !(whole.kind === "constant" && whole.value.equals(1)) ? [whole] : []), ...ordered, ...tail.flatMap(factorsOf), ...chain];
    if (out.length === 0) return constant(1);
    return productOf(out);
  }

  private hadamard(args: readonly Expression[]): Expression {
    const scalars: Expression[] = [];
    let wide: Expression[] = [];
    const visit = (e: Expression) => {
      if (isApply(e, "hadamard")) for (const a of e.args) visit(a);
      else if (isScalar(e)) scalars.push(e);
      else if (isApply(e, "product") && isScalar(e.args[0] as Expression)) {
        scalars.push(...e.args.filter(isScalar));
        visit(productOf(e.args.filter((a) => !isScalar(a))));
      } else wide.push(e);
    };
    for (const a of args) visit(a);
    const nothing = [...wide, ...scalars].find(isZero);
    if (nothing && wide[0]) return zero(wide[0].rows, wide[0].cols);
    if (wide.length > 1) wide = wide.some((a) => !isApply(a, "ones")) ? wide.filter((a) => !isApply(a, "ones")) : wide.slice(0, 1);
    const entries = wide.length > 1 ? apply("hadamard", wide) : wide[0];
    if (!entries) return this.product(scalars);
    return scalars.length ? this.product([...scalars, entries]) : entries;
  }

  /** The line with another part at a path. */
  put(root: Expression, path: Path, part: Expression): Expression {
    const [k, ...rest] = path;
    if (k === undefined) return part;
    if (root.kind !== "apply") throw new Error("a path leads through operations");
    return this.make(
      root.operation.name,
      root.args.map((a, i) => (i === k ? this.put(a, rest, part) : a)),
      root.dimensions,
    );
  }
}

/** A sum over an index or an integral: what is linear goes through it. */
export const isBinder = (e: Expression): boolean => isApply(e, "summation") || isApply(e, "integral");

export const termsOf = (e: Expression): readonly Expression[] => (isApply(e, "add") ? e.args : [e]);

function withoutIdentities(chain: readonly Expression[]): Expression[] {
  const rest = chain.filter((a) => !isApply(a, "identity"));
  return rest.length ? rest : chain.slice(0, 1);
}

function sumOf(args: readonly Expression[]): Expression {
  const wide = args.find((a) => !isScalar(a)) ?? (args[0] as Expression);
  const all = args.flatMap((a) => (isApply(a, "add") && isScalar(a) === isScalar(wide) ? a.args : [a]));
  const flat = all.some((a) => !isZero(a)) ? all.filter((a) => !isZero(a)) : [zero(wide.rows, wide.cols)];
  return flat.length === 1 ? (flat[0] as Expression) : apply("add", flat);
}

function transposeOf(e: Expression): Expression {
  if (isScalar(e)) return e;
  if (isApply(e, "transpose")) return e.args[0] as Expression;
  return isApply(e, "identity") || isApply(e, "ones") || isApply(e, "zeros") ? build("transpose", [e]) : apply("transpose", [e]);
}
