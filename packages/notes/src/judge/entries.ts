import { indicesOf, type Node, partsOf, some, walk } from "./node.ts";
import type { Reader } from "./reader.ts";
import type { Entry, Equation } from "./types.ts";

/** In a scope: which letters there are, so that `u_k` is an entry of the vector u and `x_{ij}` one of the matrix X. */
export class Entries {
  private readonly reader: Reader;
  private readonly names = new Set<string>();
  private readonly labels = new Set<string>();
  /** Letters that stand with one index somewhere: `x^{(i)}` beside `x_j^{(i)}`. */
  private readonly members = new Set<string>();

  private readonly aliases = new Map<string, string>();
  private expectations = false;

  constructor(reader: Reader, entries: readonly Entry[], introduced: ReadonlySet<string>, expectations: boolean) {
    this.reader = reader;
    const equations = entries.flatMap((e) => e.equations);
    this.expectations = expectations || equations.some((q) => some(q.left, isMean) || some(q.right, isMean));
    for (const q of equations)
      for (const side of [q.left, q.right])
        walk(side, (n, bound) => {
          if (n.kind === "name" || n.kind === "call") this.names.add(n.name);
          if (n.kind === "index" && n.indices.length === 1 && n.of.kind === "name") this.members.add(n.of.name);
          // an upper case letter with one index that nothing binds: a name, as of a layer
          if (n.kind === "index" && n.indices.length === 1 && n.of.kind === "name" && /^[A-Z]$/.test(reader.look(n.of.name).letter)) {
            const i = n.indices[0];
            if (i?.kind === "name" && !bound.has(i.name)) this.labels.add(i.name);
          }
        });
    if (!reader.boldVectors) this.alias(entries, introduced);
  }

  /** In handwriting a small letter that nothing introduces stands for the capital that is. */
  private alias(entries: readonly Entry[], introduced: ReadonlySet<string>): void {
    const known = new Set(introduced);
    const indices = new Set<string>();
    const sizes = new Set<string>();
    for (const e of entries)
      for (const q of e.equations.slice(0, 1))
        for (const side of [q.left, q.right])
          walk(side, (n) => {
            if (n.kind === "index" || n.kind === "unit") for (const i of n.indices) if (i?.kind === "name") indices.add(i.name);
            if (n.kind === "sum") indices.add(n.index);
            if (n.kind === "sum" && n.high.kind === "name") sizes.add(n.high.name);
          });
    for (const e of entries) {
      const q = e.equations[0];
      if (!q) continue;
      const head = e.class === "claim" || e.class === "elided" ? (e.equality.index === 0 && !e.equality.carried ? [q.left] : []) : [q.left, q.right];
      for (const side of head) for (const n of plainNames(side)) known.add(n);
    }
    for (const name of this.names) {
      const { letter, suffixed, bold } = this.reader.look(name);
      if (known.has(name) || suffixed || bold || !/^[a-z]$/.test(letter) || indices.has(name)) continue;
      const capital = this.find((x) => this.reader.look(x).letter === letter.toUpperCase() && !this.reader.look(x).suffixed && known.has(x) && !sizes.has(x));
      if (capital !== undefined && entries.some((e) => e.equations.slice(0, 1).some((q) => uses(q.left, name) || uses(q.right, name))))
        this.aliases.set(name, capital);
    }
  }

  /** The letters that were taken for others. */
  get taken(): ReadonlyMap<string, string> {
    return this.aliases;
  }

  /** The equation with entries as entries of their vector or matrix, and labels as parts of names. */
  resolve(q: Equation): Equation {
    const [left, right] = [this.node(q.left, new Set()), this.node(q.right, new Set())];
    // `[a_{ij}]` beside other entries ij is a bracket and not a matrix
    const free = new Set([...indicesOf(left), ...indicesOf(right)]);
    const plain = (n: Node): Node => {
      const inner = mapParts(n, plain);
      return inner.kind === "entries" && inner.indices.some((i) => free.has(i)) ? inner.of : inner;
    };
    return { ...q, left: free.size ? plain(left) : left, right: free.size ? plain(right) : right };
  }

  private node(n: Node, bound: ReadonlySet<string>): Node {
    if (n.kind === "index" && n.of.kind === "name") {
      const indices = n.indices.map((i) => i && this.node(i, bound));
      if (indices.length === 1 && this.isLabel(indices[0], bound)) return { kind: "name", name: this.labelled(n.of.name, indices[0] as Node) };
      const [only] = indices;
      if (indices.length === 1 && only?.kind === "number" && only.value === 0) return { kind: "name", name: this.labelled(n.of.name, only) };
      const isMember = this.reader.membersAbove && indices.length === 2 && this.members.has(n.of.name);
      const of: Node = { kind: "name", name: isMember ? n.of.name : this.whole(n.of.name, indices.length) };
      const [entry, member] = indices;
      if (this.reader.membersAbove && entry && member && /^[a-z]$/.test(this.reader.look(of.name).letter))
        return { kind: "index", of: { kind: "index", of, indices: [member] }, indices: [entry] };
      return { kind: "index", of, indices };
    }
    if (n.kind === "name") {
      const capital = bound.has(n.name) ? undefined : this.aliases.get(n.name);
      return capital === undefined ? this.numbered(n) : { kind: "name", name: capital };
    }
    if (this.expectations && n.kind === "call" && this.isMeanSign(n.name) && n.args.length === 1)
      return { kind: "expectation", of: this.node(n.args[0] as Node, bound), over: this.overOf(n.name) };
    if (this.expectations && n.kind === "binary" && n.operator === "*") {
      const mean = this.mean(n, bound);
      if (mean) return mean;
    }
    if (n.kind === "bound") return { ...n, uses: n.uses.map((u) => ({ ...u, name: this.whole(u.name, u.of) })) };
    if (n.kind === "entries") return { ...n, of: this.node(n.of, new Set([...bound, ...n.indices])) };
    if (n.kind === "sum") {
      const inner = new Set([...bound, n.index]);
      return { ...n, low: this.node(n.low, bound), high: this.node(n.high, bound), body: this.node(n.body, inner) };
    }
    return mapParts(n, (part) => this.node(part, bound));
  }

  private isMeanSign(name: string): boolean {
    const { letter } = this.reader.look(name);
    return letter === "E" || /^E(?:_|$)/.test(name);
  }

  private overOf(name: string): string {
    return name.replace(/^E_?/, "");
  }

  /** A product with the sign of the mean among its factors: the next factor is what the mean is taken of. */
  private mean(n: Node & { readonly kind: "binary" }, bound: ReadonlySet<string>): Node | undefined {
    const factors: Node[] = [];
    let rest: Node = n;
    for (; rest.kind === "binary" && rest.operator === "*"; rest = rest.left) factors.unshift(rest.right);
    factors.unshift(rest);
    const k = factors.findIndex((f) => f.kind === "name" && this.isMeanSign(f.name));
    const of = factors[k + 1];
    if (k < 0 || !of) return undefined;
    const sign = factors[k] as Node & { readonly kind: "name" };
    const found: Node = { kind: "expectation", of, over: this.overOf(sign.name) };
    const all = [...factors.slice(0, k), found, ...factors.slice(k + 2)];
    const product = all.reduce((left, right) => ({ kind: "binary", operator: "*", left, right }));
    return product.kind === "binary" ? mapParts(product, (p) => this.node(p, bound)) : this.node(product, bound);
  }

  /** Of which letter is it an entry? */
  private whole(name: string, indices: number): string {
    const look = this.reader.look(name);
    if (look.bold || look.suffixed) return name;
    if (this.reader.boldVectors && /^[A-Z]$/.test(look.letter) && indices === 2)
      return this.find((x) => this.reader.look(x).letter === look.letter && this.reader.look(x).bold) ?? name;
    if (!/^[a-z]$/.test(look.letter)) return name;
    if (indices === 2) return this.find((x) => this.reader.look(x).letter === look.letter.toUpperCase() && !this.reader.look(x).suffixed) ?? name;
    return this.reader.boldVectors
      ? (this.find((x) => this.reader.look(x).letter === look.letter && this.reader.look(x).bold && !this.reader.look(x).suffixed) ?? name)
      : name;
  }

  private find(test: (name: string) => boolean): string | undefined {
    return [...this.names].find(test);
  }

  /** `u_2` is an entry where vectors are bold and u is one. */
  private numbered(n: Node & { readonly kind: "name" }): Node {
    const m = /^(.*?)_(\d+)$/.exec(n.name);
    const look = this.reader.look(n.name);
    if (!m || Number(m[2]) === 0 || !this.reader.boldVectors || look.bold) return n;
    const of = this.find((x) => this.reader.look(x).letter === look.letter && this.reader.look(x).bold && !this.reader.look(x).suffixed);
    return of === undefined ? n : { kind: "index", of: { kind: "name", name: of }, indices: [{ kind: "number", value: Number(m[2]) }] };
  }

  private isLabel(index: Node | undefined, bound: ReadonlySet<string>): boolean {
    if (!index) return false;
    let free = true;
    let label = false;
    walk(index, (i) => {
      if (i.kind !== "name") return;
      if (bound.has(i.name)) free = false;
      if (this.labels.has(i.name)) label = true;
    });
    return free && label;
  }

  private labelled(name: string, index: Node): string {
    const text = JSON.stringify(index, (k, v) => (k === "kind" ? undefined : v))
      .replace(/[^A-Za-z\d+-]/g, "")
      .replace(/name|value|operator|left|right/g, "")
      .replace(/[+-]/g, (c) => (c === "+" ? "p" : "m"));
    const own = `${name}_${text}`;
    this.reader.rememberLook(own, this.reader.look(name));
    return own;
  }
}

const isMean = (n: Node): boolean => n.kind === "expectation";

/** The names of a side, without those that are only differentiated by. */
function plainNames(n: Node): string[] {
  if (n.kind === "name" || n.kind === "call") return [n.name, ...partsOf(n).flatMap(plainNames)];
  if (n.kind === "derivative") return plainNames(n.of);
  if (n.kind === "differential" && n.of.kind === "name") return [];
  return partsOf(n).flatMap(plainNames);
}

/** Does the letter stand by itself, not only with indices? */
function uses(n: Node, name: string): boolean {
  if (n.kind === "index" && n.of.kind === "name" && n.indices.length === 2) return false;
  return (n.kind === "name" || n.kind === "call") && n.name === name ? true : partsOf(n).some((p) => uses(p, name));
}

/** The node with its direct parts changed. */
export function mapParts(n: Node, change: (part: Node) => Node): Node {
  switch (n.kind) {
    case "call":
      return { ...n, args: n.args.map(change) };
    case "binary":
      return { ...n, left: change(n.left), right: change(n.right) };
    case "minus":
    case "transpose":
    case "differential":
    case "expectation":
    case "entries":
      return { ...n, of: change(n.of) };
    case "index":
      return { ...n, of: change(n.of), indices: n.indices.map((i) => i && change(i)) };
    case "sum":
      return { ...n, low: change(n.low), high: change(n.high), body: change(n.body) };
    case "derivative":
      return { ...n, of: change(n.of), wrt: n.wrt.map((w) => ({ ...w, of: change(w.of) })) };
    case "ones":
    case "zeros":
    case "unit":
    case "identity":
      return { ...n, indices: n.indices.map(change) };
    case "matrix":
      return { ...n, rows: n.rows.map((row) => row.map(change)) };
    default:
      return n;
  }
}
