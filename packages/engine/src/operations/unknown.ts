import { type Dimension, multiplyDimensions, one } from "../expression/dimension.ts";
import { type Expression, isScalar } from "../expression/node.ts";
import type { UnknownFunction } from "../expression/operation.ts";
import { apply } from "./apply.ts";
import { unknownFunction } from "./functions.ts";

interface Shape<Size> {
  readonly rows: Size;
  readonly cols: Size;
}

/**
 * The sizes whose products are the rows and columns of a derivative of a function with values of a shape, by parameters of these shapes, in numerator layout:
 * by scalars the shape of the value; a Jacobian d vec(u) / d vec(x)'; of a scalar by a matrix its transposed shape, by two arrays rows the first.
 * None where that is no matrix.
 */
export function derivativeSides<Size>(
  value: Shape<Size>,
  by: readonly Shape<Size>[],
  isScalar: (e: Shape<Size>) => boolean,
): Shape<readonly Size[]> | undefined {
  const [first, second] = by;
  if (!first || by.every(isScalar)) return { rows: [value.rows], cols: [value.cols] };
  if (!second) return isScalar(value) ? { rows: [first.cols], cols: [first.rows] } : { rows: [value.rows, value.cols], cols: [first.rows, first.cols] };
  if (by.length > 2 || !isScalar(value)) return undefined;
  return { rows: [first.rows, first.cols], cols: [second.rows, second.cols] };
}

/** Is the function taken at its own parameters, so that the point needs no mention? */
export const isAtParameters = (u: UnknownFunction, args: readonly Expression[]): boolean =>
  args.every((a, k) => a.kind === "variable" && a.name === u.parameters[k]);

/** Is a derivative written with primes: entry by entry, or a higher one of a function of one number at a point of its own? */
export const isPrimed = (u: UnknownFunction, args: readonly Expression[]): boolean =>
  u.elementwise || (u.by.length > 1 && args.length === 1 && isScalar(args[0] as Expression) && !isAtParameters(u, args));

/** An unknown function with values of rows x cols, or its derivative, at a point; undefined where that is no matrix. Rows belong to the parameter named first. */
export function unknownAt(u: UnknownFunction, args: readonly Expression[], rows: Dimension, cols: Dimension): Expression | undefined {
  if (u.elementwise) return apply(unknownFunction(u), args);
  const by = [...u.by].sort((a, b) => a - b);
  const sides = derivativeSides<Dimension>(
    { rows, cols },
    by.map((k) => args[k] as Expression),
    (e) => e.rows === one && e.cols === one,
  );
  if (!sides) return undefined;
  const whole = (list: readonly Dimension[]) => list.reduce(multiplyDimensions, one);
  const node = apply(unknownFunction({ ...u, by }), args, [whole(sides.rows), whole(sides.cols), rows, cols]);
  const turned = by.length === 2 && by[0] !== u.by[0] && !by.every((k) => isScalar(args[k] as Expression));
  return turned ? apply("transpose", [node]) : node;
}
