/** Trees spelled in the language, with the places that each atom comes from; what the language cannot spell gets a name. */
import { guess, sizeOf } from "./guess.ts";
import type { Known } from "./known.ts";
import { isNumber, type PartTree, type Tree, walk } from "./tree.ts";
import type { Part, Side, Span, Wrt } from "./types.ts";

const level = { sum: 1, product: 2, prefix: 3, postfix: 4, atom: 5 } as const;
const levelOf: Readonly<Record<string, number>> = {
  "~": 0,
  "+": level.sum,
  "-": level.sum,
  "*": 2,
  "/": 2,
  "\\": 2,
  ".*": 2,
  "./": 2,
  "^": level.postfix,
  ".^": level.postfix,
};

type Use = { readonly name: string; readonly position: 1 | 2; readonly of: 1 | 2 };

/** What the sides of one reading share: the names of symbols and of parts. */
export class Writing {
  readonly nameOf: (key: string) => string;
  readonly known: Known;
  private readonly names = new Map<string, string>();
  private readonly taken: Set<string>;
  constructor(nameOf: (key: string) => string, known: Known, taken: Iterable<string>) {
    this.nameOf = nameOf;
    this.known = known;
    this.taken = new Set(taken);
  }

  /** The name of what is described so: the wanted one, or the first of its like that is free. */
  partName(signature: string, wanted: string): string {
    const known = this.names.get(signature);
    if (known !== undefined) return known;
    let name = wanted;
    for (let k = /\d$/.test(wanted) ? Number(/\d+$/.exec(wanted)?.[0]) : 1; this.taken.has(name); ) name = `${wanted.replace(/\d+$/, "")}${++k}`;
    this.taken.add(name);
    this.names.set(signature, name);
    return name;
  }
}

/** A side spelled in the language. */
export function writeSide(tree: Tree, writing: Writing, span: Span): Side {
  const parts = new Map<string, Part>();
  const w = new Writer(writing, parts, tree);
  w.emit(tree, 0);
  const whole = tree.kind === "part" ? parts.get(w.text) : primeOf(tree, w.text);
  const elided = [...parts.values()].some((p) => p.kind === "elided");
  return { span, text: w.text, parts: [...parts.values()], places: w.places, ...(whole && { whole }), ...(elided && { elided }) };
}

/** `f'(x)` of a name is the derivative of f(x) by x. */
function primeOf(t: Tree, text: string): Part | undefined {
  if (t.kind !== "call" || t.key === undefined || t.primes === 0 || t.args.length !== 1 || t.args[0]?.kind !== "name") return undefined;
  const of = text.replace(/'+/, "");
  const wrt = of.slice(of.indexOf("(") + 1, -1);
  return { kind: "derivative", name: text, span: t.span, of, wrt: Array.from({ length: t.primes }, () => ({ text: wrt })), order: t.primes, sign: "prime" };
}

class Writer {
  text = "";
  readonly places: { readonly at: Span; readonly from: Span }[] = [];
  private readonly writing: Writing;
  private readonly parts: Map<string, Part>;
  /** The whole side, where this writes one. */
  private readonly root: Tree | undefined;
  constructor(writing: Writing, parts: Map<string, Part>, root?: Tree) {
    this.root = root;
    this.writing = writing;
    this.parts = parts;
  }

  private atom(text: string, from: Span): void {
    const at = this.text.length;
    this.text += text;
    this.places.push({ at: [at, this.text.length], from });
  }
  private list(trees: readonly Tree[], open: string, close: string): void {
    this.text += open;
    trees.forEach((t, k) => {
      if (k > 0) this.text += open === "[" ? "," : ", ";
      this.emit(t, 0);
    });
    this.text += close;
  }

  /** Writes the tree, in brackets where it holds together less tightly than asked. */
  emit(t: Tree, wanted: number): void {
    const own = t.kind === "binary" ? (levelOf[t.operator] as number) : t.kind === "minus" ? level.sum : this.lowered(t) ? level.sum : level.atom;
    const brackets = own < wanted || (wanted > level.postfix && t.kind === "number" && /^-/.test(t.text));
    if (brackets) this.text += "(";
    this.bare(t);
    if (brackets) this.text += ")";
  }

  private bare(t: Tree): void {
    switch (t.kind) {
      case "number":
        this.atom(t.text, t.span);
        break;
      case "name":
        this.atom(this.writing.nameOf(t.key), t.span);
        break;
      case "call":
        this.atom(t.name ?? this.writing.nameOf(t.key as string), t.span);
        this.text += "'".repeat(t.primes);
        this.list(t.args, "(", ")");
        break;
      case "minus":
        this.text += "-";
        this.emit(t.of, level.product);
        break;
      case "transpose":
        this.emit(t.of, t.of.kind === "number" ? level.atom + 1 : level.postfix);
        this.text += "'";
        break;
      case "index":
        this.emit(t.of, level.postfix);
        this.list(t.indices, "[", "]");
        break;
      case "binder":
        this.binder(t);
        break;
      case "binary":
        this.binary(t);
        break;
      case "part":
        if (this.lowered(t)) this.entries(t as PartTree & { part: "matrix" });
        else this.atom(this.ofFunction(t) ?? this.part(t), t.span);
    }
  }

  private binary(t: Tree & { kind: "binary" }): void {
    const own = levelOf[t.operator] as number;
    if (own === level.postfix) {
      this.emit(t.left, t.left.kind === "binary" ? level.atom : level.postfix);
      this.text += t.operator;
      // an exponent is a number, a name or a call, else in brackets
      const simple = t.right.kind === "number" || t.right.kind === "name" || t.right.kind === "call" || (t.right.kind === "part" && !this.lowered(t.right));
      const negative = t.right.kind === "minus" && t.right.of.kind === "number";
      if (!simple && !negative) this.text += "(";
      this.bare(t.right);
      if (!simple && !negative) this.text += ")";
      return;
    }
    this.emit(t.left, own);
    this.text += own <= level.sum ? ` ${t.operator} ` : t.operator;
    this.emit(t.right, own + 1);
  }

  private binder(t: Tree & { kind: "binder" }): void {
    this.text += `${t.name}(`;
    this.bare(t.index);
    this.text += "=";
    this.emit(t.low, 0);
    this.text += "..";
    if (t.high) this.emit(t.high, 0);
    else this.atom(this.bound(t), t.index.span);
    this.text += ", ";
    this.emit(t.body, 0);
    this.text += ")";
  }

  /** The upper bound that is not written: the size of what the index counts in, where that is declared, else a name. */
  private bound(t: Tree & { kind: "binder" }): string {
    const uses = new Map<string, Use>();
    let size: string | undefined;
    walk(t.body, (x) => {
      if (x.kind !== "index") return;
      x.indices.forEach((i, k) => {
        if (i.kind !== "name" || i.key !== t.index.key) return;
        const name = this.sub(x.of);
        size ??= sizeOf(x.of, this.writing.known)?.[k];
        uses.set(`${name} ${k}`, { name, position: (k + 1) as 1 | 2, of: x.indices.length as 1 | 2 });
      });
    });
    if (size !== undefined) return size;
    const index = this.writing.nameOf(t.index.key);
    const found = [...uses.values()];
    const name = this.writing.partName(`bound ${index} ${JSON.stringify(found)}`, `n_${index}`);
    this.parts.set(name, { kind: "bound", name, span: t.index.span, index, uses: found });
    return name;
  }

  /** Is it a matrix of scalars, which unit vectors can spell? */
  private lowered(t: Tree): boolean {
    if (t.kind !== "part" || t.part !== "matrix") return false;
    const cells = t.rows.flat();
    const wide = t.rows[0]?.length;
    return (
      cells.length > 1 &&
      cells.length <= 36 &&
      t.rows.every((r) => r.length === wide) &&
      cells.every((x) => !(x.kind === "part" && x.part === "elided") && guess(x, this.writing.known) === "scalar")
    );
  }

  private entries(t: PartTree & { part: "matrix" }): void {
    const [m, n] = [t.rows.length, t.rows[0]?.length ?? 0];
    let first = true;
    t.rows.forEach((row, i) => {
      row.forEach((x, j) => {
        if (isNumber(x, "0") && m * n > 1 && !(first && i === m - 1 && j === n - 1)) return;
        if (!first) this.text += " + ";
        first = false;
        this.emit(x, level.product);
        if (m > 1) this.text += `*e(${i + 1}, ${m})`;
        if (n > 1) this.text += `*e(${j + 1}, ${n})'`;
      });
    });
  }

  /** The text of a tree by itself, its parts among those of this side. */
  private sub(t: Tree): string {
    const w = new Writer(this.writing, this.parts);
    w.emit(t, 0);
    return w.text;
  }

  /** `\frac{\partial u}{\partial x}` of a declared function by its parameters, inside an expression: the language has it as `D(u, x)`. */
  private ofFunction(t: PartTree): string | undefined {
    if (t === this.root || t.part !== "derivative" || t.of.kind !== "name" || t.wrt.length !== t.order) return undefined;
    const name = this.writing.nameOf(t.of.key);
    const parameters = this.writing.known.parameters.get(name);
    const by = t.wrt.map((w) => (w.tree.kind === "name" && !w.transposed ? this.writing.nameOf(w.tree.key) : ""));
    return parameters && by.every((b) => parameters.includes(b)) ? `D(${[name, ...by].join(", ")})` : undefined;
  }

  /** A declared function that stands without its arguments, with them. */
  private applied(t: Tree): string {
    const text = this.sub(t);
    const parameters = t.kind === "name" ? this.writing.known.parameters.get(text) : undefined;
    return parameters ? `${text}(${parameters.join(", ")})` : text;
  }

  /** Names a part, and describes it. */
  private part(t: PartTree): string {
    const put = (signature: string, wanted: string, described: (name: string) => Part): string => {
      const name = this.writing.partName(`${t.part} ${signature}`, wanted);
      if (!this.parts.has(name)) this.parts.set(name, described(name));
      return name;
    };
    const { span } = t;
    switch (t.part) {
      case "derivative": {
        const of = this.applied(t.of);
        const wrt = t.wrt.map((w): Wrt => ({ text: this.sub(w.tree), ...(w.transposed && { transposed: true }) }));
        return put(JSON.stringify([of, wrt, t.order]), "D1", (name) => ({ kind: "derivative", name, span, of, wrt, order: t.order, sign: t.sign }));
      }
      case "differential": {
        const of = this.sub(t.of);
        const simple = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(of) && t.order === 1;
        return put(`${t.order} ${of}`, simple ? `d${of}` : "d1", (name) => ({ kind: "differential", name, span, of, order: t.order }));
      }
      case "expectation": {
        const of = this.sub(t.of);
        return put(`${t.over ?? ""} ${of}`, "E1", (name) => ({ kind: "expectation", name, span, of, ...(t.over && { over: t.over }) }));
      }
      case "ones":
      case "zeros":
      case "unit": {
        const indices = t.indices.map((i) => this.sub(i));
        const wanted =
          t.part === "unit" ? `${indices.length === 2 ? "E" : "e"}_${indices.join("").replace(/[^\p{L}\p{N}]/gu, "")}` : t.part === "ones" ? "one" : "zero";
        return put(indices.join(), wanted, (name) => ({ kind: t.part, name, span, indices }));
      }
      case "matrix": {
        const rows = t.rows.map((r) => r.map((x) => this.sub(x)));
        return put(JSON.stringify(rows), "M1", (name) => ({ kind: "matrix", name, span, rows }));
      }
      case "set": {
        const dimensions = t.dimensions.map((d) => this.sub(d));
        return put(`${t.set} ${dimensions}`, `${t.set || "size"}_`, (name) => ({ kind: "set", name, span, set: t.set, dimensions }));
      }
      case "other": {
        const of = t.of.map((x) => this.sub(x));
        return put(`${t.what} ${JSON.stringify(of)}`, `${t.what.replace(/[^\p{L}]/gu, "") || "other"}_1`, (name) => ({
          kind: "other",
          name,
          span,
          what: t.what,
          of,
        }));
      }
      case "elided":
        return put(`${span[0]}`, "dots_1", (name) => ({ kind: "elided", name, span }));
    }
  }
}
