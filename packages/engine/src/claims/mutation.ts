import type { Dimension } from "../expression/dimension.ts";
import { type Apply, constant, type Expression, isScalar } from "../expression/node.ts";
import type { Operation } from "../expression/operation.ts";
import { product, signatureOf } from "../expression/signature.ts";
import { negative } from "../language/chain.ts";
import { isBinder } from "../numeric/evaluate.ts";
import { apply, letterSizes } from "../operations/apply.ts";
import { operation } from "../operations/index.ts";

/** A place in an expression: the node there, the operation it is an argument of, and the whole with another node in its place, where the shapes allow it. */
export interface Spot {
  readonly node: Expression;
  readonly parent: Apply | undefined;
  readonly put: (e: Expression) => Expression | undefined;
}

/** The places of an expression, the whole first; a shared node has one for each use. */
export function spotsOf(root: Expression, most = 160): Spot[] {
  const out: Spot[] = [{ node: root, parent: undefined, put: (e) => e }];
  for (let k = 0; k < out.length && out.length < most; k++) {
    const { node, put } = out[k] as Spot;
    if (node.kind !== "apply") continue;
    // of what binds its first argument only the body may change
    const inside = isBinder(node.operation.name) ? 3 : 0;
    for (let i = inside; i < node.args.length && out.length < most; i++) {
      const old = node.args[i] as Expression;
      const rigid = node.operation.unknown !== undefined && !node.operation.unknown.elementwise;
      const rebuilt = (e: Expression): Expression | undefined => {
        // the derivatives of an unknown function have the shapes of its arguments
        if (rigid && !sameShape(e, old)) return undefined;
        const whole = fitted(
          node.operation,
          node.args.map((a, j) => (i === j ? e : a)),
          node.dimensions,
        );
        return whole && put(whole);
      };
      out.push({ node: old, parent: node, put: rebuilt });
    }
  }
  return out;
}

/** The operation applied as it stands, sums in sums and products in products made one; undefined where the shapes do not fit. */
export function fitted(op: Operation | string, args: readonly Expression[], dimensions: readonly Dimension[] = []): Expression | undefined {
  const record = typeof op === "string" ? operation(op) : op;
  if (!fits(record, args)) return undefined;
  if (record.name === "product") return productOf(args);
  if (record.name !== "add") return apply(record, args, dimensions);
  return apply(
    record,
    args.flatMap((a) => (a.kind === "apply" && a.operation === record ? a.args : [a])),
  );
}

/** A product with its numbers collected in front. */
function productOf(args: readonly Expression[]): Expression {
  const flat = args.flatMap((a) => (a.kind === "apply" && a.operation.name === "product" && (args.length < 3 || !isScalar(a)) ? a.args : [a]));
  const numbers = flat.filter((a) => a.kind === "constant" && a.text === undefined);
  if (numbers.length < 2) return single("product", flat);
  const value = numbers.reduce((v, n) => v.mul((n as Expression & { kind: "constant" }).value), constant(1).value);
  const rest = flat.filter((a) => !numbers.includes(a));
  return single("product", value.equals(1) && rest.length ? rest : [constant(value), ...rest]);
}

const single = (name: string, args: readonly Expression[]): Expression => (args.length === 1 ? (args[0] as Expression) : apply(name, args));

/** The operation with fewer arguments: of one it is that argument. */
export const remaining = (node: Apply, args: readonly Expression[]): Expression | undefined =>
  args.length === 1 ? args[0] : args.length ? fitted(node.operation, args) : undefined;

export const minus = (e: Expression): Expression => negative(e, apply);
export const times = (k: number | [number, number], e: Expression): Expression =>
  productOf([constant(typeof k === "number" ? k : constant(k[0]).value.div(k[1])), e]);

const sameShape = (a: Expression, b: Expression) => a.rows === b.rows && a.cols === b.cols;

/** Do the shapes of the arguments fit the operation? */
function fits(op: Operation, args: readonly Expression[]): boolean {
  switch (op.name) {
    case "product":
      return chains(args);
    case "add":
    case "hadamard":
    case "maximum":
    case "minimum":
    case "entrypower": {
      const wide = args.filter((a) => !isScalar(a));
      return wide.every((a) => sameShape(a, wide[0] as Expression));
    }
    case "power":
      return (args[0] as Expression).rows === (args[0] as Expression).cols && isScalar(args[1] as Expression);
    default:
      return op.signature === undefined || signed(op, args);
  }
}

/** Do the factors meet, scalars aside? */
function chains(args: readonly Expression[]): boolean {
  let before: Expression | undefined;
  let scalar = true;
  let first: Expression | undefined;
  for (const a of args) {
    if (isScalar(a)) continue;
    if (!scalar && before && before.cols !== a.rows) return false;
    if (scalar) first = a;
    scalar = first !== undefined && first.rows === a.cols && first.rows.constant === 1;
    before = a;
  }
  return true;
}

/** Do the arguments have the shapes of the signature, equal letters equal sizes? */
function signed(op: Operation, args: readonly Expression[]): boolean {
  const { inputs } = signatureOf(op);
  if (inputs.length !== args.length) return false;
  const sizes = letterSizes(op, args, new Array<Dimension>(op.parameters?.length ?? 0).fill((args[0] ?? constant(1)).rows));
  for (const letter of op.parameters ?? []) if (!inputs.some((t) => t.rows.includes(letter) || t.cols.includes(letter))) sizes.delete(letter);
  return inputs.every((t, k) => {
    const a = args[k] as Expression;
    return product(t.rows, sizes) === a.rows && product(t.cols, sizes) === a.cols;
  });
}
