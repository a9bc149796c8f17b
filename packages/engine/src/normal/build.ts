import { type Dimension, dimension, one } from "../expression/dimension.ts";
import { type Apply, constant, type Expression, isApply, isColumn, isScalar } from "../expression/node.ts";
import { rewrite } from "../identities/rewrite.ts";
import { apply, factorsOf } from "../operations/apply.ts";
import { operation } from "../operations/index.ts";
import { divergence, expectation } from "./expectation.ts";
import { hadamard } from "./hadamard.ts";
import { integral } from "./integral.ts";
import { entrypower, power } from "./power.ts";
import { chainOf, product, scalarChain } from "./product.ts";
import { add, isZero, zero } from "./sum.ts";
import { summation } from "./summation.ts";
import { trace } from "./trace.ts";
import { colsum, transpose } from "./transpose.ts";

type Constructor = (args: readonly Expression[]) => Expression;

/** A composite dimension as a number: the sums and products of its names. */
function dimensionValue(d: Dimension): Expression {
  if (d.constant !== undefined) return constant(d.constant);
  const terms = [...d.terms].map(([monomial, c]) =>
    product([constant(c), ...(monomial ? monomial.split("*").map((n) => apply("dimension", [], [dimension(n)])) : [])]),
  );
  return terms.length === 1 ? (terms[0] as Expression) : add(terms);
}

/** Operations whose normal form is more than a table of identities. */
const constructors: Record<string, Constructor> = {
  add,
  product,
  hadamard,
  power: ([b, x]) => power(b as Expression, x as Expression),
  entrypower: ([b, x]) => entrypower(b as Expression, x as Expression),
  transpose: ([a]) => transpose(a as Expression),
  normalexpectation: (args) => expectation(true, args),
  momentsexpectation: (args) => expectation(false, args),
  divergence,
  summation: (args) => summation(...(args as [Expression, Expression, Expression, Expression])),
  integral: (args) => integral(...(args as [Expression, Expression, Expression, Expression])),
};

/** Functions that commute with the transpose of their argument: f(A') = f(A)'. */
const equivariant = new Set(["inverse", "adjugate", "pseudoinverse", "expm", "logm", "sinm", "cosm", "sqrtm"]);

/** The operation applied to arguments in normal form, in normal form. */
export function build(name: string, args: readonly Expression[], dimensions: readonly Dimension[] = []): Expression {
  const construct = constructors[name];
  if (construct) return construct(args);
  if (name === "dimension") return dimensionValue(dimensions[0] as Dimension);
  if (name === "ones" && dimensions.every((d) => d === one)) return constant(1);
  const op = operation(name);
  const a = args[0];
  if (a && (op.entrywise || equivariant.has(name)) && isApply(a, "transpose")) return transpose(build(name, [a.args[0] as Expression]));
  if (a && op.scalarDerivative && isTransposed(a)) return transpose(build(name, [transpose(a)]));
  if (a && isScalar(a) && ["trace", "sum", "rowsum", "colsum", "diagonalmatrix", "diagonal", "vectorization"].includes(name)) return a;
  const node = apply(op, args, dimensions);
  if (op.multilinear && args.some(isZero)) return zero(node.rows, node.cols);
  const better = rewrite(node);
  if (better !== node) return better;
  if (name === "trace") return trace(a as Expression);
  if (name === "sum" && isColumn(a as Expression) && isApply(a as Expression, "hadamard")) return columnSum(a as Expression & { kind: "apply" });
  if (name === "colsum") {
    const r = build("rowsum", [transpose(a as Expression)]);
    return isApply(r, "rowsum") ? colsum(a as Expression) : transpose(r);
  }
  return node;
}

/** A scalar multiple of a transpose. */
function isTransposed(e: Expression): boolean {
  const { scalars, chain } = chainOf(e);
  return scalars.length > 0 && chain.length === 1 && isApply(chain[0] as Expression, "transpose");
}

/** sum(a.*b.*c) of columns is a'*(b.*c), the factor used first in front. */
function columnSum(e: Expression & { kind: "apply" }): Expression {
  const [first, ...rest] = [...e.args].sort((a, b) => a.id - b.id) as [Expression, ...Expression[]];
  const other = rest.length === 1 ? (rest[0] as Expression) : apply("hadamard", rest);
  return scalarChain([...factorsOf(transpose(first)), ...factorsOf(other)]);
}

/** The application with other arguments, in normal form. */
export const withArguments = (e: Apply, args: readonly Expression[]): Expression => build(e.operation.name, args, e.dimensions);

/** The whole expression in normal form, from the leaves up; `replace` may put other nodes in the place of variables. */
export function normalize(root: Expression, replace?: (e: Expression) => Expression | undefined, done = new Map<number, Expression>()): Expression {
  const stack: Expression[] = [root];
  while (stack.length) {
    const e = stack[stack.length - 1] as Expression;
    if (done.has(e.id)) {
      stack.pop();
      continue;
    }
    const other = replace?.(e);
    if (other || e.kind !== "apply") {
      done.set(e.id, other ?? e);
      stack.pop();
      continue;
    }
    const waiting = e.args.filter((a) => !done.has(a.id));
    if (waiting.length) stack.push(...waiting.reverse());
    else {
      done.set(
        e.id,
        build(
          e.operation.name,
          e.args.map((a) => done.get(a.id) as Expression),
          e.dimensions,
        ),
      );
      stack.pop();
    }
  }
  return done.get(root.id) as Expression;
}
