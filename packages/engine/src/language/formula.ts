import { type Dimension, dimension, one } from "../expression/dimension.ts";
import { constant, type Expression, variable } from "../expression/node.ts";
import type { Operation } from "../expression/operation.ts";
import { spelledOperations } from "../operations/index.ts";
import { Chain, type Make, negative } from "./chain.ts";
import { dimensionOfTree } from "./dimensions.ts";
import { parse } from "./parser.ts";
import { isBracketed, leftSpine, type Tree } from "./tree.ts";

export type { Make } from "./chain.ts";

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
    case "binary": {
      const spine = leftSpine(t);
      const first = (spine[0] as typeof t).left;
      const chain = new Chain(put(first, s), first, s.make);
      for (const node of spine) chain.append(node.operator, put(node.right, s), isBracketed(node));
      return chain.value;
    }
    case "binder": {
      const index = variable(`#${t.index}`, one, one, t.name === "sum" ? ["integer"] : []);
      return s.make(t.name === "sum" ? "summation" : "integral", [
        index,
        put(t.low, s),
        put(t.high, s),
        put(t.body, { ...s, bind: new Map(s.bind).set(t.index, index) }),
      ]);
    }
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

/** The operation that a function name means for arguments of these shapes. */
export function chooseOperation(ops: readonly Operation[], args: readonly { readonly rows: unknown; readonly cols: unknown }[]): Operation {
  const [first] = ops as [Operation];
  if (ops.length === 1) return first;
  const [a] = args;
  const vector = a !== undefined && (a.cols === one || a.rows === one);
  const wanted = (first.spelling === "diag" ? ["diagonalmatrix", "diagonal"] : ["norm2", "spectralnorm"])[vector ? 0 : 1];
  return ops.find((o) => o.name === wanted) ?? first;
}

function call(t: Tree & { kind: "call" }, s: Setting): Expression {
  const ops = spelledOperations(t.name);
  const [first] = ops;
  if (!first) throw new Error(`a formula calls an unknown function ${t.name}`);
  if (first.parameters) {
    const taken = Math.min(first.parameters.length, t.args.length);
    const dims = t.args.slice(t.args.length - taken).map((d) => dimensionOfTree(d, (n) => s.dimensions.get(n) ?? dimension(n)) as Dimension);
    while (dims.length < first.parameters.length) dims.push(one);
    return s.make(
      first.name,
      t.args.slice(0, t.args.length - taken).map((a) => put(a, s)),
      dims,
    );
  }
  const args = t.args.map((a) => put(a, s));
  return s.make(chooseOperation(ops, args).name, args);
}
