import { type Dimension, dimension, one } from "../../src/expression/dimension.ts";
import { constant, type Expression, type Variable, variable } from "../../src/expression/node.ts";
import { apply } from "../../src/operations/apply.ts";

/** Short spellings for expressions in tests of rooms that know no language. */
export const [m, n, p] = [dimension("m"), dimension("n"), dimension("p")];
export const mat = (name: string, rows: Dimension, cols: Dimension, ...properties: string[]): Variable => variable(name, rows, cols, properties);
export const vec = (name: string, rows: Dimension, ...properties: string[]): Variable => variable(name, rows, one, properties);
export const num = (value: number | string): Expression => constant(value);
export const f = (name: string, ...args: Expression[]): Expression => apply(name, args);
export const mul = (...args: Expression[]): Expression => apply("product", args);
export const add = (...args: Expression[]): Expression => apply("add", args);
export const had = (...args: Expression[]): Expression => apply("hadamard", args);
export const neg = (e: Expression): Expression => mul(num(-1), e);
export const t = (e: Expression): Expression => apply("transpose", [e]);
export const pow = (e: Expression, k: number | string): Expression => apply("power", [e, num(k)]);
export const epow = (e: Expression, k: number | string): Expression => apply("entrypower", [e, num(k)]);
export const eye = (d: Dimension): Expression => apply("identity", [], [d]);
export const ones = (d: Dimension): Expression => apply("ones", [], [d, one]);
export const summation = (i: Variable, low: Expression, high: Expression, body: Expression): Expression => apply("summation", [i, low, high, body]);
export const integral = (i: Variable, low: Expression, high: Expression, body: Expression): Expression => apply("integral", [i, low, high, body]);
export const size = (d: Dimension): Expression => apply("dimension", [], [d]);
