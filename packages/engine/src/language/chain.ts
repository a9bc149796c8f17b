import { type Dimension, one } from "../expression/dimension.ts";
import { constant, type Expression, isApply, isScalar } from "../expression/node.ts";
import { isNegative, opposite } from "./piece.ts";
import { type BinaryOperator, isBracketed, type Tree } from "./tree.ts";

/** Makes the application of an operation, by its mathematical name. */
export type Make = (name: string, args: readonly Expression[], dimensions?: readonly Dimension[]) => Expression;

/** Minus an expression: a number keeps its sign inside, a product takes it as its first factor, and two of them are none. */
export function negative(e: Expression, make: Make): Expression {
  if (e.kind === "constant") return opposite(e);
  if (!isApply(e, "product")) return make("product", [constant(-1), e]);
  const [first, ...rest] = e.args as [Expression, ...Expression[]];
  if (!isNegative(first) || !rest.length) return make("product", [constant(-1), ...e.args]);
  const positive = opposite(first);
  return positive.value.equals(1) && rest.length === 1 ? (rest[0] as Expression) : make("product", positive.value.equals(1) ? rest : [positive, ...rest]);
}

/**
 * What operators build along their left side. Sums, products and entry-wise products grow as long as the same operation follows:
 * `a + b - c` is one sum, while `(a + b) + c` stays a sum in a sum, as it was typed.
 */
export class Chain {
  private operation: string | undefined;
  private args: Expression[];
  rows: Dimension;
  cols: Dimension;
  private readonly make: Make;

  constructor(first: Expression, tree: Tree, make: Make) {
    const grows = tree.kind === "prefix" && !isBracketed(tree) && isApply(first, "product");
    this.operation = grows ? "product" : undefined;
    this.args = grows ? [...first.args] : [first];
    [this.rows, this.cols, this.make] = [first.rows, first.cols, make];
  }

  /** What stands so far. */
  get value(): Expression {
    if (this.operation) this.start(this.make(this.operation, this.args));
    return this.args[0] as Expression;
  }
  get isScalar(): boolean {
    return this.rows === one && this.cols === one;
  }

  /** The next operator with its right side; `bracketed`: brackets close behind it. */
  append(operator: BinaryOperator, b: Expression, bracketed: boolean): void {
    const reciprocal = () => this.make("power", [b, constant(-1)]);
    switch (operator) {
      case "+":
        this.grow("add", b);
        break;
      case "-":
        this.grow("add", negative(b, this.make));
        break;
      case "*":
        this.grow("product", b);
        break;
      case "/":
        this.grow("product", reciprocal());
        break;
      case "\\":
        this.grow("product", b, [this.make("inverse", [this.value])]);
        break;
      case ".*":
        this.grow(this.isScalar && isScalar(b) ? "product" : "hadamard", b);
        break;
      case "./":
        if (isScalar(b)) this.grow(this.isScalar ? "product" : "hadamard", reciprocal());
        else this.grow("hadamard", this.make("entrypower", [b, constant(-1)]));
        break;
      case "⊗":
        this.start(this.make("kronecker", [this.value, b]));
        break;
      case "^":
        this.start(this.make("power", [this.value, b]));
        break;
      case ".^":
        this.start(this.make(this.isScalar && isScalar(b) ? "power" : "entrypower", [this.value, b]));
    }
    if (bracketed) this.start(this.value);
  }

  /** Puts a value in the place of all so far. */
  start(e: Expression): void {
    this.operation = undefined;
    this.args = [e];
    [this.rows, this.cols] = [e.rows, e.cols];
  }

  private grow(operation: string, b: Expression, before?: Expression[]): void {
    if (before || this.operation !== operation) this.args = before ?? [this.value];
    this.operation = operation;
    this.args.push(b);
    if (operation === "product" ? !isScalar(b) : this.isScalar) {
      if (operation !== "product" || this.isScalar) this.rows = b.rows;
      this.cols = b.cols;
    }
  }
}
