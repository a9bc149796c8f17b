import { type Dimension, one } from "../expression/dimension.ts";
import { type Expression, isApply, isScalar, shaped } from "../expression/node.ts";
import type { Operation } from "../expression/operation.ts";
import { product, signatureOf } from "../expression/signature.ts";
import { operation } from "./index.ts";

type Shape = readonly [Dimension, Dimension];

/** Shapes of the operators, whose scalars are spread over entries. */
const shapeRules: Record<string, (args: readonly Expression[]) => Shape> = {
  add: spread,
  hadamard: spread,
  maximum: spread,
  minimum: spread,
  power: ([base]) => [(base as Expression).rows, (base as Expression).cols],
  entrypower: spread,
  dimension: () => [one, one],
  summation: ([, , , body]) => [(body as Expression).rows, (body as Expression).cols],
  integral: ([, , , body]) => [(body as Expression).rows, (body as Expression).cols],
  normalexpectation: ([, , , body]) => [(body as Expression).rows, (body as Expression).cols],
  momentsexpectation: ([, , , body]) => [(body as Expression).rows, (body as Expression).cols],
  entry: ([a, , j]) => (j || (a as Expression).cols === one || (a as Expression).rows === one ? [one, one] : [(a as Expression).rows, one]),
  product: productShape,
};

/** Rows of the first and columns of the last factor that is no scalar. */
export function productShape(args: readonly Expression[]): Shape {
  let shape: Shape = [one, one];
  let scalar = true;
  for (const a of args) {
    if (isScalar(a)) continue;
    shape = scalar ? [a.rows, a.cols] : [shape[0], a.cols];
    scalar = shape[0] === one && shape[1] === one;
  }
  return shape;
}

function spread(args: readonly Expression[]): Shape {
  const wide = args.find((a) => !isScalar(a)) ?? (args[0] as Expression);
  return [wide.rows, wide.cols];
}

/** The dimensions of a signature's letters, from the arguments and parameters. */
export function letterSizes(op: Operation, args: readonly Expression[], dimensions: readonly Dimension[]): Map<string, Dimension> {
  const sizes = new Map<string, Dimension>();
  const s = signatureOf(op);
  s.inputs.forEach((t, k) => {
    const a = args[k] as Expression;
    if (t.rows.length === 1) sizes.set(t.rows[0] as string, a.rows);
    if (t.cols.length === 1) sizes.set(t.cols[0] as string, a.cols);
  });
  (op.parameters ?? []).forEach((letter, k) => sizes.set(letter, dimensions[k] as Dimension));
  return sizes;
}

/** The node of an operation, as it stands, with its shape; nothing is simplified or checked. */
export function apply(op: Operation | string, args: readonly Expression[], dimensions: readonly Dimension[] = []): Expression {
  const record = typeof op === "string" ? operation(op) : op;
  const rule = shapeRules[record.name];
  if (rule) {
    const [rows, cols] = rule(args);
    return shaped(record, args, rows, cols, dimensions);
  }
  const { output } = signatureOf(record);
  const sizes = letterSizes(record, args, dimensions);
  return shaped(record, args, product(output.rows, sizes), product(output.cols, sizes), dimensions);
}

/** The product of factors as it stands; of one, the factor itself. */
export const productOf = (factors: readonly Expression[]): Expression => (factors.length === 1 ? (factors[0] as Expression) : apply("product", factors));

/** The factors of a product; of anything else, itself alone. */
export const factorsOf = (e: Expression): readonly Expression[] => (isApply(e, "product") ? e.args : [e]);
