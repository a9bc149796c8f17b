import { type Dimension, one } from "../expression/dimension.ts";
import { constant, type Expression, isApply, isColumn, isScalar, type Variable, variable } from "../expression/node.ts";
import type { UnknownFunction } from "../expression/operation.ts";
import { instantiate } from "../language/formula.ts";
import { print } from "../language/print.ts";
import type { Message } from "../messages/messages.ts";
import { cutOf, distribute } from "../network/lower.ts";
import type { Build } from "../network/raise.ts";
import { build } from "../normal/build.ts";
import { freshIndex, openSummation } from "../normal/summation.ts";
import { apply, letterSizes } from "../operations/apply.ts";
import { differentiated } from "../operations/functions.ts";
import { unknownAt } from "../operations/unknown.ts";
import { throughScalars } from "./commuting.ts";

/** The part of a node's differential that comes from one argument: terms linear in `increment`, the differential of `of`. */
export interface Partial {
  readonly of: Expression;
  readonly increment: Variable;
  readonly terms: readonly Expression[];
  /** Their sum as the record states it. */
  readonly whole?: Expression;
}

/** A construct that is understood but has no derivative here. */
export class Unsupported extends Error {
  declare readonly message: Message;
  constructor(message: Message) {
    super(message);
  }
}

type Apply = Expression & { kind: "apply" };
type Rule = (v: Apply, depends: ReadonlySet<number>) => Partial[] | undefined;

/** The differential of a node by its arguments, from its operation's record; `make` builds what the record states of the function as a whole. */
export function differentialOf(v: Apply, depends: ReadonlySet<number>, make: Build = build): Partial[] {
  if (v.operation.name === "product" && v.args.length > manyFactors && isChain(v.args)) return longProduct(v, depends);
  const rule = rules[v.operation.name];
  const special = rule?.(v, depends);
  if (special) return special;
  const op = v.operation;
  if (op.unknown && !op.unknown.elementwise) return ofUnknown(v, op.unknown, depends);
  if (op.multilinear || op.name === "add" || op.name === "hadamard" || op.name === "product") return multilinear(v, depends);
  if (op.derivative || op.unknown) return entrywise(v);
  if (op.scalarDerivative) return throughScalars(v, depends) ?? stated(v, depends, make);
  if (op.differential) return stated(v, depends, make);
  throw new Unsupported(`the derivative of ${op.spelling ?? op.name}`);
}

export function incrementOf(e: Expression): Variable {
  return variable(`d@${e.id}`, e.rows, e.cols);
}

/** One term for each argument, with its increment in its place. */
function multilinear(v: Apply, depends: ReadonlySet<number>): Partial[] {
  const out = new Map<number, { of: Expression; increment: Variable; terms: Expression[] }>();
  v.args.forEach((a, k) => {
    if (!depends.has(a.id)) return;
    const increment = incrementOf(a);
    const partial = out.get(a.id) ?? { of: a, increment, terms: [] };
    out.set(a.id, partial);
    if (v.operation.name !== "add")
      partial.terms.push(
        apply(
          v.operation,
          v.args.map((x, i) => (i === k ? increment : x)),
          v.dimensions,
        ),
      );
    else partial.terms.push(isScalar(a) && !isScalar(v) ? apply("product", [increment, apply("ones", [], [v.rows, v.cols])]) : increment);
  });
  return [...out.values()];
}

const manyFactors = 4;

/** Does each matrix meet the next? (After a scalar stretch it need not.) */
function isChain(args: readonly Expression[]): boolean {
  return args.every((a, k) => isScalar(a) === isScalar(args[0] as Expression) && (k === 0 || isScalar(a) || (args[k - 1] as Expression).cols === a.rows));
}

/** A long product's beginnings and ends are shared between the terms, so that their number of nodes is linear. */
function longProduct(v: Apply, depends: ReadonlySet<number>): Partial[] {
  const { args } = v;
  const before: Expression[] = [];
  const after: Expression[] = [];
  args.forEach((a, k) => before.push(k ? apply("product", [before[k - 1] as Expression, a]) : a));
  for (let k = args.length - 1; k >= 0; k--)
    after[k] = k + 1 < args.length ? apply("product", [args[k] as Expression, after[k + 1] as Expression]) : (args[k] as Expression);
  const out = new Map<number, { of: Expression; increment: Variable; terms: Expression[] }>();
  args.forEach((a, k) => {
    if (!depends.has(a.id)) return;
    const partial = out.get(a.id) ?? { of: a, increment: incrementOf(a), terms: [] };
    out.set(a.id, partial);
    partial.terms.push(
      apply("product", [...(k ? [before[k - 1] as Expression] : []), partial.increment, ...(k + 1 < args.length ? [after[k + 1] as Expression] : [])]),
    );
  });
  return [...out.values()];
}

function entrywise(v: Apply): Partial[] {
  const x = v.args[0] as Expression;
  const { unknown, derivative } = v.operation;
  const slope = unknown ? build(differentiated(unknown, 0).name, [x]) : instantiate(derivative as string, new Map([["x", x]]), new Map(), build);
  const increment = incrementOf(x);
  if (slope.kind === "constant" && slope.value.equals(0)) return [{ of: x, increment, terms: [] }];
  return [{ of: x, increment, terms: [apply(isScalar(x) || isScalar(slope) ? "product" : "hadamard", [slope, increment])] }];
}

/** The chain rule of an unknown function, or of its derivative, one argument at a time: D*dx, tr(D*dX), D*vec(dX). */
function ofUnknown(v: Apply, u: UnknownFunction, depends: ReadonlySet<number>): Partial[] {
  const [, , rows, cols] = v.dimensions as readonly [Dimension, Dimension, Dimension, Dimension];
  return v.args.flatMap((a, k): Partial[] => {
    if (!depends.has(a.id)) return [];
    const slope = unknownAt({ ...u, by: [...u.by, k] }, v.args, rows, cols);
    if (!slope) throw new Unsupported(`the derivative of ${print(v)} by ${u.parameters[k]}, which is no matrix,`);
    const increment = incrementOf(a);
    const along = apply("product", [slope, isColumn(a) ? increment : apply("vectorization", [increment])]);
    const unstacked = (r: Dimension, c: Dimension) => (c === one ? along : apply("member", [along, constant(1)], [r, c]));
    const before = u.by.map((i) => v.args[i] as Expression).find((b) => !isScalar(b));
    const whole = (): Expression => {
      if (before) return apply("transpose", [unstacked(before.rows, before.cols)]);
      if (isScalar(a)) return apply("product", [slope, increment]);
      if (!isScalar(v)) return unstacked(rows, cols);
      return u.by.length || isColumn(a) ? along : apply("trace", [apply("product", [slope, increment])]);
    };
    return [{ of: a, increment, terms: [whole()] }];
  });
}

/** The differential stated in the record, one argument at a time. */
function stated(v: Apply, depends: ReadonlySet<number>, make: Build): Partial[] {
  const names = ["X", "Y", "Z"];
  const out: Partial[] = [];
  v.args.forEach((a, k) => {
    if (!depends.has(a.id)) return;
    const increment = incrementOf(a);
    const bind = new Map<string, Expression>();
    v.args.forEach((b, i) => {
      bind.set(names[i] as string, b);
      bind.set(`d${names[i]}`, i === k ? increment : isScalar(b) ? constant(0) : apply("zeros", [], [b.rows, b.cols]));
    });
    out.push(partialOf(v, bind, a, increment, make));
  });
  return out;
}

/** The differential stated in the record as terms linear in an increment of `of`, its names bound. */
export function partialOf(v: Apply, bind: ReadonlyMap<string, Expression>, of: Expression, increment: Variable, make: Build = build): Partial {
  const sizes = v.operation.signature ? letterSizes(v.operation, v.args, v.dimensions) : new Map();
  const whole = instantiate(v.operation.differential as string, bind, sizes, make);
  const cut = cutOf(whole, increment);
  return cut.inside.has(whole.id) ? { of, increment, terms: distribute(whole, cut), whole } : { of, increment, terms: [] };
}

const rules: Record<string, Rule> = {
  member: (v, depends) => {
    const [a, i] = v.args as [Expression, Expression];
    if (!depends.has(a.id)) return [];
    const increment = incrementOf(a);
    return [{ of: a, increment, terms: [apply("member", [increment, i], v.dimensions)] }];
  },
  entry: (v, depends) => {
    const [x, i, j] = v.args as [Expression, Expression, Expression | undefined];
    if (!depends.has(x.id)) return [];
    const increment = incrementOf(x);
    const unit = (k: Expression, n: Expression["rows"]) => apply("unitvector", [k], [n]);
    const row = (k: Expression) => apply("transpose", [unit(k, x.rows)]);
    const factors = j ? [row(i), increment, unit(j, x.cols)] : isColumn(x) ? [row(i), increment] : [increment, unit(i, x.cols)];
    return [{ of: x, increment, terms: [apply("product", factors)] }];
  },
  power: (v, depends) => {
    const [base, exponent] = v.args as [Expression, Expression];
    const out: Partial[] = [];
    if (depends.has(exponent.id)) {
      if (!isScalar(base)) throw new Unsupported("a matrix power by its exponent");
      const increment = incrementOf(exponent);
      out.push({ of: exponent, increment, terms: [apply("product", [v, build("log", [base]), increment])] });
    }
    if (!depends.has(base.id)) return out;
    const increment = incrementOf(base);
    if (isScalar(base))
      out.push({ of: base, increment, terms: [apply("product", [exponent, build("power", [base, build("add", [exponent, constant(-1)])]), increment])] });
    else out.push({ of: base, increment, terms: matrixPower(base, exponent, increment) });
    return out;
  },
  entrypower: (v, depends) => {
    const [base, exponent] = v.args as [Expression, Expression];
    const out: Partial[] = [];
    if (depends.has(exponent.id)) {
      const increment = incrementOf(exponent);
      const slope = build("hadamard", [v, build("log", [base])]);
      out.push({ of: exponent, increment, terms: [apply(isScalar(exponent) ? "product" : "hadamard", [increment, slope])] });
    }
    if (depends.has(base.id)) {
      const increment = incrementOf(base);
      const less = isScalar(exponent)
        ? build("add", [exponent, constant(-1)])
        : build("add", [exponent, build("product", [constant(-1), apply("ones", [], [v.rows, v.cols])])]);
      const slope = build("hadamard", [exponent, build("entrypower", [base, less])]);
      out.push(
        isScalar(base)
          ? { of: base, increment, terms: [apply("product", [increment, slope])] }
          : { of: base, increment, terms: [apply("hadamard", [slope, increment])] },
      );
    }
    return out;
  },
  // Leibniz: the bounds move the ends of the range, where the body has its values
  integral: (v, depends) =>
    [constant(-1), constant(1)].flatMap((sign, k) => {
      const bound = v.args[k + 1] as Expression;
      if (!depends.has(bound.id)) return [];
      const increment = incrementOf(bound);
      return [{ of: bound, increment, terms: [apply("product", [sign, openSummation(v, bound).body, increment])] }];
    }),
  trace: (v) => {
    const f = v.args[0] as Expression;
    if (f.kind !== "apply" || !f.operation.scalarDerivative) return undefined;
    const x = f.args[0] as Expression;
    const increment = incrementOf(x);
    const slope = instantiate(f.operation.scalarDerivative, new Map([["X", x]]), new Map(), build);
    return [{ of: x, increment, terms: [apply("trace", [apply("product", [slope, increment])])] }];
  },
};

/** d X^k = sum over r of X^(r-1)*dX*X^(k-r); the terms one by one where k is a small number. */
function matrixPower(base: Expression, exponent: Expression, increment: Variable): Expression[] {
  const make: Build = build;
  if (exponent.kind === "constant" && exponent.value.d !== 1n) throw new Unsupported("a fractional power of a matrix");
  if (exponent.kind === "constant" && exponent.value.s < 0n) {
    const inverse = make("inverse", [base]);
    const k = -Number(exponent.value.s * exponent.value.n);
    return terms(k, (r) => [constant(-1), make("power", [inverse, constant(r)]), inverse, increment, inverse, make("power", [inverse, constant(k - 1 - r)])]);
  }
  if (exponent.kind === "constant" && exponent.value.n <= 12n) {
    const k = Number(exponent.value.n);
    return terms(k, (r) => [make("power", [base, constant(r)]), increment, make("power", [base, constant(k - 1 - r)])]);
  }
  const opposite = make("product", [constant(-1), exponent]);
  if (isApply(exponent, "product") && exponent.args[0]?.kind === "constant" && exponent.args[0].value.s < 0n) {
    // X^-k is inv(X)^k
    const inverse = make("inverse", [base]);
    const index = freshIndex();
    const first = make("power", [inverse, index]);
    const last = make("power", [inverse, make("add", [opposite, constant(1), make("product", [constant(-1), index])])]);
    return [apply("summation", [index, constant(1), opposite, apply("product", [constant(-1), first, increment, last])])];
  }
  const r = freshIndex();
  const before = make("power", [base, make("add", [r, constant(-1)])]);
  const after = make("power", [base, make("add", [exponent, make("product", [constant(-1), r])])]);
  return [apply("summation", [r, constant(1), exponent, apply("product", [before, increment, after])])];
}
function terms(k: number, factors: (r: number) => Expression[]): Expression[] {
  return Array.from({ length: k }, (_, r) =>
    apply(
      "product",
      factors(r).filter((f, i) => i === 0 || !isApply(f, "identity")),
    ),
  ).map((e) => (isApply(e, "product") && e.args.length > 1 && isApply(e.args[0] as Expression, "identity") ? apply("product", e.args.slice(1)) : e));
}
