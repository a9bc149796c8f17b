import { parse } from "gradus";
import type { Part, Side } from "gradus-latex";
import { covariance } from "./moments.ts";
import { indicesOf, type Node, type Operator } from "./node.ts";

type Tree = ReturnType<typeof parse>["tree"];

/** A side as it was read, as a node; what the language has no word for becomes what it is. */
export function nodeOf(side: Pick<Side, "text" | "parts">): Node {
  const parts = new Map(side.parts.map((p) => [p.name, p]));
  return new Converter(parts).read(side.text);
}

const operators: Readonly<Record<string, Operator>> = { "⊗": "kron" };

class Converter {
  private readonly parts: ReadonlyMap<string, Part>;
  private depth = 0;
  constructor(parts: ReadonlyMap<string, Part>) {
    this.parts = parts;
  }

  read(text: string): Node {
    const { tree, diagnostics } = parse(text);
    if (diagnostics.length > 0) return { kind: "unknown", what: diagnostics[0]?.message ?? "it cannot be read" };
    if (++this.depth > 40) return { kind: "unknown", what: "it is nested too deeply" };
    const node = this.node(tree);
    this.depth--;
    return node;
  }

  private node(t: Tree): Node {
    switch (t.kind) {
      case "number":
        return { kind: "number", value: Number(t.text) };
      case "name":
        return this.name(t.name);
      case "call":
        return this.call(t);
      case "prefix":
        return { kind: "minus", of: this.node(t.operand) };
      case "transpose":
        return { kind: "transpose", of: this.node(t.operand) };
      case "index":
        return {
          kind: "index",
          of: this.node(t.operand),
          indices: t.indices.map((i) => (i.kind === "error" || (i.kind === "name" && this.parts.get(i.name)?.kind === "elided") ? undefined : this.node(i))),
        };
      case "binary":
        // nobody multiplies by 1 from the right: it is the vector of ones
        if (t.operator === "*" && t.right.kind === "number" && t.right.text === "1")
          return { kind: "binary", operator: "*", left: this.node(t.left), right: { kind: "ones", indices: [] } };
        return { kind: "binary", operator: operators[t.operator] ?? (t.operator as Operator), left: this.node(t.left), right: this.node(t.right) };
      case "binder":
        if (t.name !== "sum") return { kind: "unknown", what: "an integral" };
        return { kind: "sum", index: t.index, low: this.node(t.low), high: this.node(t.high), body: this.node(t.body) };
      case "expectation":
        return { kind: "expectation", of: this.node(t.body) };
      default:
        return { kind: "unknown", what: "it cannot be read" };
    }
  }

  private call(t: Tree & { readonly kind: "call" }): Node {
    if (t.name === "eye") return { kind: "identity", indices: t.args.slice(0, 1).map((a) => this.node(a)) };
    if (t.name === "zeros") return { kind: "zeros", indices: [] };
    if (t.name === "kron" && t.args.length === 2)
      return { kind: "binary", operator: "kron", left: this.node(t.args[0] as Tree), right: this.node(t.args[1] as Tree) };
    return { kind: "call", name: t.name, primes: t.primes, args: t.args.map((a) => this.node(a)) };
  }

  private name(name: string): Node {
    const part = this.parts.get(name);
    if (part) return this.part(part);
    if (name === "I") return { kind: "identity", indices: [] };
    return { kind: "name", name };
  }

  private part(p: Part): Node {
    switch (p.kind) {
      case "derivative":
        return {
          kind: "derivative",
          of: this.read(p.of),
          wrt: p.wrt.map((w) => ({ of: this.read(w.text), transposed: w.transposed === true })),
          order: p.order,
        };
      case "differential":
        return { kind: "differential", of: this.read(p.of), order: p.order };
      case "expectation":
        return { kind: "expectation", of: this.read(p.of), ...(p.over !== undefined && { over: p.over }) };
      case "ones":
      case "zeros":
      case "unit":
        return { kind: p.kind, indices: p.indices.map((i) => this.read(i)) };
      case "bound":
        return { kind: "bound", uses: p.uses };
      case "matrix":
        return { kind: "matrix", rows: p.rows.map((row) => row.map((e) => this.read(e))) };
      case "other": {
        const of = p.what === "entries" && p.of.length === 1 ? this.read(p.of[0] as string) : undefined;
        const indices = of ? indicesOf(of).sort() : [];
        if (p.what === "prod" && p.of.length >= 3) {
          const [body, index, low, high] = p.of.map((text) => this.read(text)) as [Node, Node, Node, Node | undefined];
          if (index.kind === "name") return { kind: "sum", product: true, index: index.name, low, high: high ?? { kind: "bound", uses: [] }, body };
        }
        if (/^(?:[Vv]ar|[Cc]ov)$/.test(p.what) && (p.of.length === 1 || p.of.length === 2)) {
          const [x, y] = p.of.map((text) => this.read(text)) as [Node, Node | undefined];
          return covariance(x, y ?? x);
        }
        if (of && (indices.length === 1 || indices.length === 2)) return { kind: "entries", of, indices };
        return { kind: "unknown", what: p.what };
      }
      case "set":
        return { kind: "unknown", what: `the set ${p.set}` };
      default:
        return { kind: "unknown", what: "dots" };
    }
  }
}
