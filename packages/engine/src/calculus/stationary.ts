/** Where the gradient is zero: the variable isolated where the equation is linear in it, or is made so by factors of the variable itself. */
import { one } from "../expression/dimension.ts";
import { constant, type Expression, idsContaining, isApply, isColumn, isRow, isScalar, type Variable, variable } from "../expression/node.ts";
import { build, normalize } from "../normal/build.ts";
import { chainOf, product } from "../normal/product.ts";
import { holds } from "../normal/properties.ts";
import { simplify } from "../normal/simplify.ts";
import { add, coefficientOf, isZero } from "../normal/sum.ts";
import { freshIndex, openSummation, summation } from "../normal/summation.ts";
import { transpose } from "../normal/transpose.ts";

/** left*X*right, or left*X'*right where turned. */
interface Term {
  readonly left: Expression;
  readonly right: Expression;
  readonly turned: boolean;
}
/** A sum of terms linear in X and what is free of it. */
interface Linear {
  readonly terms: readonly Term[];
  readonly free: readonly Expression[];
}

export interface Solution {
  readonly expression: Expression;
  /** What has to be invertible for it. */
  readonly inverted: readonly Expression[];
  /** The form by vec, where there is no shorter one. */
  readonly vec?: Expression;
  /** Was the equation linear only after factors of X? */
  readonly inverse: boolean;
  /** The root that was taken of a positive number: 2 for a standard deviation. */
  readonly root?: number;
}

const eye = (d: Expression["rows"]): Expression => (d === one ? constant(1) : build("identity", [], [d]));
const times = (...factors: Expression[]): Expression => product(factors);
const isUnit = (e: Expression): boolean => isApply(e, "identity") || (e.kind === "constant" && e.value.equals(1));

/** The expression as a function linear in x; undefined where it is not. */
function linear(e: Expression, x: Variable): Linear | undefined {
  if (!idsContaining(e, x).has(e.id)) return { terms: [], free: isZero(e) ? [] : [e] };
  if (e === x) return { terms: [{ left: eye(x.rows), right: eye(x.cols), turned: false }], free: [] };
  if (e.kind !== "apply") return undefined;
  switch (e.operation.name) {
    case "add": {
      const parts = e.args.map((a) => linear(a, x));
      if (parts.some((p) => !p)) return undefined;
      return { terms: parts.flatMap((p) => (p as Linear).terms), free: parts.flatMap((p) => (p as Linear).free) };
    }
    case "transpose":
      return mapped(
        linear(e.args[0] as Expression, x),
        (t) => ({ left: transpose(t.right), right: transpose(t.left), turned: !t.turned }),
        (f) => transpose(f),
      );
    case "product":
      return linearProduct(e, x);
    case "hadamard": {
      const [inside, rest] = split(e.args, x);
      if (inside.length !== 1 || !isColumn(e) || inside[0]?.cols !== one) return undefined;
      const d = build("diagonalmatrix", [build("hadamard", rest)]);
      return mapped(
        linear(inside[0] as Expression, x),
        (t) => ({ ...t, left: times(d, t.left) }),
        (f) => times(d, f),
      );
    }
    case "sum":
    case "rowsum":
    case "colsum": {
      const a = e.args[0] as Expression;
      const left = e.operation.name === "rowsum" ? constant(1) : build("ones", [], [one, a.rows]);
      const right = e.operation.name === "colsum" ? constant(1) : build("ones", [], [a.cols, one]);
      return mapped(
        linear(a, x),
        (t) => ({ ...t, left: times(left, t.left), right: times(t.right, right) }),
        (f) => times(left, f, right),
      );
    }
    case "summation":
    case "integral":
      return linearSum(e, x);
    default:
      return undefined;
  }
}

function mapped(l: Linear | undefined, term: (t: Term) => Term, free: (f: Expression) => Expression): Linear | undefined {
  return l && { terms: l.terms.map(term), free: l.free.map(free) };
}

function split(args: readonly Expression[], x: Variable): [Expression[], Expression[]] {
  const has = (a: Expression) => idsContaining(a, x).has(a.id);
  return [args.filter(has), args.filter((a) => !has(a))];
}

/** One factor may hold x; a sum among the factors is multiplied out. */
function linearProduct(e: Expression & { kind: "apply" }, x: Variable): Linear | undefined {
  const [inside] = split(e.args, x);
  if (inside.length !== 1) return undefined;
  const at = e.args.indexOf(inside[0] as Expression);
  const inner = linear(inside[0] as Expression, x);
  const [before, after] = [e.args.slice(0, at), e.args.slice(at + 1)];
  // a scalar beside a matrix is not a factor in the chain: s*B is B*s only for a column B
  const scalarInChain = isScalar(inside[0] as Expression) && after.some((a) => !isScalar(a));
  if (!scalarInChain)
    return mapped(
      inner,
      (t) => ({ ...t, left: times(...before, t.left), right: times(t.right, ...after) }),
      (f) => times(...before, f, ...after),
    );
  const rest = times(...before, ...after);
  if (!isColumn(rest))
    return isRow(rest)
      ? mapped(
          inner,
          (t) => ({ ...t, right: times(t.right, rest) }),
          (f) => times(f, rest),
        )
      : undefined;
  return mapped(
    inner,
    (t) => ({ ...t, left: times(rest, t.left) }),
    (f) => times(rest, f),
  );
}

/** A turned vector inside a scalar: x'*r is r'*x. */
function straightened(t: Term, x: Variable): Term {
  return t.turned && isColumn(x) && isScalar(times(transpose(x), t.right)) ? { left: times(t.left, transpose(t.right)), right: constant(1), turned: false } : t;
}

/** A sum over an index, or an integral: coefficients are collected inside, where one side of x stays free of the index. */
function linearSum(e: Expression & { kind: "apply" }, x: Variable): Linear | undefined {
  const { index, low, high, body } = openSummation(e);
  const inner = linear(body, x);
  if (!inner) return undefined;
  const over = (a: Expression) => {
    const { value, rest } = coefficientOf(a);
    const bound = (body: Expression) => build(e.operation.name, [index, low, high, body]);
    return rest ? times(constant(value), bound(rest)) : bound(a);
  };
  const depends = (a: Expression) => idsContaining(a, index).has(a.id);
  const terms = inner.terms.map((t) => straightened(t, x));
  if (terms.some((t) => depends(t.left) && depends(t.right))) return undefined;
  return {
    terms: terms.map((t) => (depends(t.right) ? { ...t, right: over(t.right) } : { ...t, left: over(t.left) })),
    free: inner.free.map(over),
  };
}

/** The inverse of a coefficient times or after the rest; what must be invertible is noted. */
function undo(m: Expression, rest: Expression, side: "left" | "right", inverted: Expression[]): Expression {
  const { value, rest: core } = coefficientOf(m);
  const scaled = value.n === 0n ? rest : times(constant(value.inverse()), rest);
  if (!core || isUnit(core)) return scaled;
  const { scalars, chain } = chainOf(core);
  const matrix = chain.length ? times(...chain) : constant(1);
  for (const s of scalars) if (!holds(s, "positive")) inverted.push(s);
  const divided = scalars.reduce((r, s) => times(build("power", [s, constant(-1)]), r), scaled);
  if (isUnit(matrix)) return divided;
  if (!holds(matrix, "invertible")) inverted.push(matrix);
  const inv = build("inverse", [matrix]);
  return side === "left" ? times(inv, divided) : times(divided, inv);
}

/** Adds the terms that share a side. */
function gather(terms: readonly Term[]): Term[] {
  const by = (side: "left" | "right", list: readonly Term[]): Term[] => {
    const other = side === "left" ? "right" : "left";
    const groups = new Map<string, Term[]>();
    for (const t of list) groups.set(`${t[side].id} ${t.turned}`, [...(groups.get(`${t[side].id} ${t.turned}`) ?? []), t]);
    return [...groups.values()].map((g) => ({ ...(g[0] as Term), [other]: simplify(add(g.map((t) => t[other]))) }));
  };
  const normal = terms.map((t) => {
    const { value, rest } = coefficientOf(t.right);
    return { ...t, left: times(constant(value), t.left), right: rest ?? constant(1) };
  });
  return by("left", by("right", normal)).filter((t) => !isZero(t.left) && !isZero(t.right));
}

/** The solution of a linear equation in x. */
function isolate(equation: Linear, x: Variable): Omit<Solution, "inverse"> | undefined {
  const inverted: Expression[] = [];
  if (equation.terms.length === 0) return undefined;
  const free = equation.free.length ? add(equation.free) : undefined;
  const minus = free ? times(constant(-1), free) : undefined;
  const shape = (): Expression => (x.rows === one && x.cols === one ? constant(0) : build("zeros", [], [x.rows, x.cols]));
  const terms = gather(equation.terms.map((t) => straightened(t, x)));
  if (terms.length === 0) return undefined;
  if (terms.length === 1) {
    const t = terms[0] as Term;
    // L*X'*R = F is R'*X*L' = F'
    const [left, other, right] = t.turned ? [transpose(t.right), transpose(t.left), minus ? transpose(minus) : shape()] : [t.left, t.right, minus ?? shape()];
    const solved = undo(other, undo(left, right, "left", inverted), "right", inverted);
    return { expression: simplify(solved), inverted };
  }
  return byVec(terms, minus ?? shape(), x);
}

/** vec(L*X*R) = kron(R', L)*vec(X): a system for all entries. Source: Magnus & Neudecker 2.4, Matrix Cookbook (520). */
function byVec(terms: readonly Term[], right: Expression, x: Variable): Omit<Solution, "inverse"> | undefined {
  if (isScalar(x)) return undefined;
  const swap = build("commutation", [], [x.rows, x.cols]);
  const operator = simplify(
    add(
      terms.map((t) => {
        const k = build("kronecker", [transpose(t.right), t.left]);
        return t.turned ? times(k, swap) : k;
      }),
    ),
  );
  const inverted: Expression[] = [];
  const vec = undo(operator, build("vectorization", [right]), "left", inverted);
  const index = freshIndex();
  const unit = build("unitvector", [index], [x.cols]);
  const body = times(build("kronecker", [transpose(unit), eye(x.rows)]), vec, transpose(unit));
  return { expression: summation(index, constant(1), build("dimension", [], [x.cols]), body), inverted, vec };
}

/** Factors of x that may clear its inverse: before, after, or entry by entry. */
function cleared(g: Expression, x: Variable): Expression[] {
  const over = (e: Expression, f: (t: Expression) => Expression): Expression => (isApply(e, "add") ? add(e.args.map((a) => over(a, f))) : f(e));
  const expand = (e: Expression): Expression => {
    const turned = isApply(e, "transpose") ? (e.args[0] as Expression) : undefined;
    if (turned && isApply(turned, "add")) return add(turned.args.map((a) => expand(transpose(a))));
    if (!isApply(e, "product")) return isApply(e, "add") ? add(e.args.map(expand)) : e;
    const at = e.args.findIndex((a) => isApply(a, "add") && idsContaining(a, x).has(a.id));
    if (at < 0) return e;
    return add((e.args[at] as Expression & { kind: "apply" }).args.map((a) => expand(times(...e.args.slice(0, at), a, ...e.args.slice(at + 1)))));
  };
  const flat = expand(g);
  if (isScalar(x)) return [1, 2, 3, 4].map((k) => over(flat, (t) => times(build("power", [x, constant(k)]), t)));
  if (isColumn(x)) return [1, 2, 3].map((k) => over(flat, (t) => build("hadamard", [build("entrypower", [x, constant(k)]), t])));
  if (x.rows !== x.cols) return [];
  const t = transpose(x);
  const sides = [x, t].flatMap((s) => [
    [[s], []],
    [[], [s]],
    [[s], [s]],
  ]);
  return sides.map(([l, r]) => over(flat, (a) => times(...(l as Expression[]), a, ...(r as Expression[]))));
}

/** Solves gradient = 0 for x, in normal form with x free of properties; undefined where x cannot be isolated. */
export function stationary(gradient: Expression, x: Variable, positive: boolean): Solution | undefined {
  const direct = linear(gradient, x);
  const solved = direct && isolate(direct, x);
  if (solved) return { ...solved, inverse: false };
  if (direct) return undefined;
  for (const g of cleared(gradient, x)) {
    const l = linear(g, x);
    // without a free part 0 would solve what was multiplied by x
    const s = l?.free.length ? isolate(l, x) : undefined;
    if (s) return { ...s, inverse: true };
  }
  return positive && isScalar(x) ? byRoot(gradient, x) : undefined;
}

/** A positive scalar of which only the square occurs once its denominators are cleared: the root of what the square is. */
function byRoot(gradient: Expression, x: Variable): Solution | undefined {
  const square = variable(`${x.name}#`, one, one);
  for (const g of cleared(gradient, x)) {
    const two = build("power", [x, constant(2)]);
    const put = normalize(g, (e) => (e === two ? square : undefined));
    if (idsContaining(put, x).has(put.id)) continue;
    const l = linear(put, square);
    const s = l?.free.length ? isolate(l, square) : undefined;
    if (s) return { ...s, expression: build("power", [s.expression, constant("1/2")]), inverse: true, root: 2 };
  }
  return undefined;
}
