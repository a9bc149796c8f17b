import { addDimensions, type Dimension, dimension, dimensionOf, multiplyDimensions, one } from "../expression/dimension.ts";
import { constant, type Expression, isScalar } from "../expression/node.ts";
import type { Operation } from "../expression/operation.ts";
import { spelledOperations } from "../operations/index.ts";
import { parse } from "./parser.ts";
import type { Tree } from "./tree.ts";

/** Makes the application of an operation, by its mathematical name. */
export type Make = (name: string, args: readonly Expression[], dimensions?: readonly Dimension[]) => Expression;

const trees = new Map<string, Tree>();

/** The tree of a formula of our own tables, read once. Throws where it cannot be read: that is a bug of ours. */
export function parseFormula(text: string): Tree {
  let tree = trees.get(text);
  if (!tree) {
    const read = parse(text);
    if (read.diagnostics.length) throw new Error(`formula ${text}: ${read.diagnostics[0]?.message}`);
    trees.set(text, (tree = read.tree));
  }
  return tree;
}

/** A formula of the tables with expressions for its names and dimensions for its letters. */
export function instantiate(text: string, bind: ReadonlyMap<string, Expression>, dimensions: ReadonlyMap<string, Dimension>, make: Make): Expression {
  return put(parseFormula(text), { bind, dimensions, make });
}

interface Setting {
  readonly bind: ReadonlyMap<string, Expression>;
  readonly dimensions: ReadonlyMap<string, Dimension>;
  readonly make: Make;
}

function put(t: Tree, s: Setting): Expression {
  switch (t.kind) {
    case "number":
      return constant(t.text);
    case "name":
      return named(t.name, s);
    case "prefix":
      return negative(put(t.operand, s), s.make);
    case "transpose":
      return s.make("transpose", [put(t.operand, s)]);
    case "call":
      return call(t, s);
    case "binary":
      return combine(t.operator, put(t.left, s), put(t.right, s), s.make);
    default:
      throw new Error(`a formula cannot hold ${t.kind}`);
  }
}

function named(name: string, s: Setting): Expression {
  const value = s.bind.get(name);
  if (value) return value;
  if (name === "pi") return s.make("pi", []);
  const d = s.dimensions.get(name);
  if (!d) throw new Error(`a formula has an unknown name ${name}`);
  return d.constant === undefined ? s.make("dimension", [], [d]) : constant(d.constant);
}

/** Minus an expression: a number keeps its sign inside. */
export function negative(e: Expression, make: Make): Expression {
  if (e.kind === "constant") return constant(e.value.neg(), e.text && `-${e.text}`);
  return make("product", [constant(-1), ...(e.kind === "apply" && e.operation.name === "product" ? e.args : [e])]);
}

/** What a binary operator builds from its two sides. Sums, products and entry-wise products grow along their left side. */
export function combine(operator: (Tree & { kind: "binary" })["operator"], a: Expression, b: Expression, make: Make): Expression {
  const grow = (name: string, right: Expression) => make(name, [...(a.kind === "apply" && a.operation.name === name && spine.has(a) ? a.args : [a]), right]);
  switch (operator) {
    case "+":
      return marked(grow("add", b));
    case "-":
      return marked(grow("add", negative(b, make)));
    case "*":
      return marked(grow("product", b));
    case "/":
      return marked(grow("product", make("power", [b, constant(-1)])));
    case "\\":
      return marked(make("product", [make("inverse", [a]), b]));
    case ".*":
      return isScalar(a) && isScalar(b) ? marked(grow("product", b)) : marked(grow("hadamard", b));
    case "./":
      if (isScalar(b)) return marked(isScalar(a) ? grow("product", make("power", [b, constant(-1)])) : grow("hadamard", make("power", [b, constant(-1)])));
      return marked(grow("hadamard", make("entrypower", [b, constant(-1)])));
    case "⊗":
      return make("kronecker", [a, b]);
    case "^":
      return make("power", [a, b]);
    case ".^":
      return make(isScalar(a) && isScalar(b) ? "power" : "entrypower", [a, b]);
  }
}
/** Sums and products that came from an operator just now, not from brackets or a bound name. */
const spine = new WeakSet<Expression>();
function marked(e: Expression): Expression {
  spine.add(e);
  return e;
}
/** Closes brackets around an expression: what follows does not grow it. */
export function closed(e: Expression): Expression {
  spine.delete(e);
  return e;
}

/** The operation that a function name means for arguments of these shapes; undefined where none fits. */
export function chooseOperation(ops: readonly Operation[], args: readonly { readonly rows: unknown; readonly cols: unknown }[]): Operation | undefined {
  if (ops.length <= 1) return ops[0];
  const [a] = args;
  const vector = a !== undefined && (a.cols === one || a.rows === one);
  const wanted: Record<string, string> = { diag: vector ? "diagonalmatrix" : "diagonal", norm2: vector ? "norm2" : "spectralnorm", sum: "sum" };
  return ops.find((o) => o.name === wanted[ops[0]?.spelling ?? ""]) ?? ops[0];
}

function call(t: Tree & { kind: "call" }, s: Setting): Expression {
  const ops = spelledOperations(t.name);
  if (!ops.length) throw new Error(`a formula calls an unknown function ${t.name}`);
  const parameters = ops[0]?.parameters;
  if (parameters) {
    const taken = Math.min(parameters.length, t.args.length);
    const dims = t.args.slice(t.args.length - taken).map((d) => dimensionOfTree(d, (n) => s.dimensions.get(n) ?? dimension(n)) as Dimension);
    while (dims.length < parameters.length) dims.push(one);
    return s.make((ops[0] as Operation).name, t.args.slice(0, t.args.length - taken).map((a) => put(a, s)), dims);
  }
  const args = t.args.map((a) => put(a, s));
  return s.make((chooseOperation(ops, args) as Operation).name, args);
}

/** A tree as a dimension: whole numbers, names, sums, products and powers of them; undefined for anything else. */
export function dimensionOfTree(t: Tree, lookup: (name: string) => Dimension | undefined): Dimension | undefined {
  if (t.kind === "number") return /^\d{1,15}$/.test(t.text) ? dimensionOf(Number(t.text)) : undefined;
  if (t.kind === "name") return lookup(t.name);
  if (t.kind === "prefix") {
    const d = dimensionOfTree(t.operand, lookup);
    return d && addDimensions(dimensionOf(0), d, -1);
  }
  if (t.kind !== "binary") return undefined;
  const a = dimensionOfTree(t.left, lookup);
  const b = dimensionOfTree(t.right, lookup);
  if (!a || !b) return undefined;
  if (t.operator === "+") return addDimensions(a, b);
  if (t.operator === "-") return addDimensions(a, b, -1);
  if (t.operator === "*") return multiplyDimensions(a, b);
  const k = b.constant;
  return t.operator === "^" && k !== undefined && k >= 0 && k <= 8 ? Array.from({ length: k }, () => a).reduce(multiplyDimensions, one) : undefined;
}
