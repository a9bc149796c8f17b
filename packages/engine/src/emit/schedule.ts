import { isLoop, type Node, nodesBelow } from "./node.ts";
import type { CodeOperation } from "./operation.ts";

/** One line of a function: a value under a name, or a loop that adds up under a name; in a quadrature `weight` is that of the point. */
export type Statement =
  | { readonly kind: "let"; readonly name: string; readonly node: Node }
  | { readonly kind: "loop"; readonly name: string; readonly node: Node; readonly index: string; readonly weight: string; readonly body: readonly Statement[] };

/** The lines of a function, and the names of all named values. */
export interface Schedule {
  readonly statements: readonly Statement[];
  readonly names: ReadonlyMap<number, string>;
  /** The index variables of loops, by their bound name. */
  readonly indices: ReadonlyMap<string, string>;
}

/** What a function gives back. */
export interface Result {
  readonly name: string;
  readonly node: Node;
}

const plain: ReadonlySet<CodeOperation> = new Set(["argument", "number", "dimension", "index", "point", "pi"]);
/** What is cheap to write and to look at again. */
const cheap: ReadonlySet<CodeOperation> = new Set(["transpose", "negate", "entry", "columnat", "rowat", "ascolumn", "asrow"]);
/** Values that always get a name: what several operations take together. */
const factors: ReadonlySet<CodeOperation> = new Set(["cholfactor", "lufactor", "loop", "integral"]);
/** Operations whose first argument is written twice, or is looked into: it has a name. */
const written: ReadonlySet<CodeOperation> = new Set(["gram", "entry", "columnat", "rowat"]);
/** The most operations of one line. */
const longest = 11;

/** Does a loop over entries compute it? */
export const isEntrywise = (n: Node): boolean => n.rank > 0 && entryOperations.has(n.op);
const entryOperations: ReadonlySet<CodeOperation> = new Set(
  "negate add subtract multiply divide power square maximum minimum logaddexp exp log log1p expm1 sqrt abs sign sin cos tan asin acos atan sinh cosh tanh sigmoid sigmoidslope softplus relu step gelu silu erf".split(
    " ",
  ) as CodeOperation[],
);

const holdsArray = (n: Node): boolean => n.args.some((a) => a.rank > 0 || holdsArray(a));

/** Names the shared values and cuts long expressions, so that each line says one thing. `preferred` holds the user's own names. With `loops`, arrays that are computed entry by entry are lines of their own. */
export function schedule(results: readonly Result[], preferred: ReadonlyMap<number, string>, taken: ReadonlySet<string>, loops = false): Schedule {
  const all = nodesBelow(...results.map((r) => r.node));
  const uses = new Map<number, number>();
  for (const n of all) for (const a of n.args) uses.set(a.id, (uses.get(a.id) ?? 0) + 1);
  for (const r of results) uses.set(r.node.id, (uses.get(r.node.id) ?? 0) + 1);
  const names = new Map<number, string>();
  const indices = new Map<string, string>();
  const used = new Set(taken);
  for (const r of results) used.add(r.name);
  const free = (wish: string): string => {
    let name = wish;
    for (let k = 2; used.has(name); k++) name = `${wish}${k}`;
    used.add(name);
    return name;
  };
  const resultNames = new Map(results.map((r) => [r.node.id, r.name]));
  const nameOf = (n: Node): string => {
    const own = resultNames.get(n.id);
    if (own) return own;
    const wish = preferred.get(n.id);
    return free(wish && !used.has(wish) ? wish : suggestion(n, names));
  };
  const isCheap = (n: Node): boolean => plain.has(n.op) || (cheap.has(n.op) && n.args.every((a) => plain.has(a.op) || names.has(a.id)));
  const lengths = new Map<number, number>();
  const lengthOf = (n: Node): number => (names.has(n.id) || plain.has(n.op) ? 1 : (lengths.get(n.id) ?? 1));

  const block = (roots: readonly Node[], inside: ReadonlySet<string>): Statement[] => {
    const statements: Statement[] = [];
    const done = new Set<number>();
    const fits = (n: Node) => [...n.bound].every((b) => inside.has(b));
    const define = (n: Node) => {
      if (names.has(n.id) || plain.has(n.op)) return;
      if (isLoop(n)) return loop(n);
      const name = nameOf(n);
      statements.push({ kind: "let", name, node: n });
      names.set(n.id, name);
    };
    const loop = (n: Node) => {
      const body = n.args[2] as Node;
      // what does not turn with the index is computed before the loop
      const before = new Set<Node>();
      for (const m of nodesBelow(body)) if (!fits(m)) for (const a of m.args) if (fits(a) && !isCheap(a)) before.add(a);
      if (fits(body)) before.add(body);
      for (const m of before) {
        visit(m);
        define(m);
      }
      const name = nameOf(n);
      const index = indices.get(n.text) ?? free((n.op === "integral" ? ["s", "t", "u"] : ["i", "j", "k", "l"]).find((i) => !used.has(i)) ?? "i");
      indices.set(n.text, index);
      const weight = n.op === "integral" ? free(`weight_${index}`) : "";
      const statementsInside = block([body], new Set([...inside, n.text]));
      statements.push({ kind: "loop", name, node: n, index, weight, body: statementsInside });
      names.set(n.id, name);
    };
    const visit = (n: Node) => {
      if (done.has(n.id) || names.has(n.id) || plain.has(n.op)) return;
      done.add(n.id);
      const args = isLoop(n) ? n.args.slice(0, 2) : n.args;
      for (const a of args) visit(a);
      let length = 1 + args.reduce((s, a) => s + lengthOf(a), 0);
      for (const a of [...args].sort((x, y) => lengthOf(y) - lengthOf(x))) {
        if (length <= longest) break;
        if (isCheap(a) || lengthOf(a) <= 2) continue;
        length -= lengthOf(a) - 1;
        define(a);
      }
      lengths.set(n.id, length);
      if (loops) for (const a of args) if (a.rank > 0 ? isEntrywise(a) !== isEntrywise(n) : isEntrywise(n) && holdsArray(a)) define(a);
      if (written.has(n.op) && !isCheap(n.args[0] as Node)) define(n.args[0] as Node);
      if (factors.has(n.op) || ((uses.get(n.id) ?? 0) > 1 && (!isCheap(n) || resultNames.has(n.id)))) define(n);
    };
    for (const r of roots) {
      visit(r);
      if (loops && inside.size && isEntrywise(r)) define(r);
    }
    return statements;
  };
  const statements: Statement[] = [];
  for (const r of results) {
    statements.push(...block([r.node], new Set()));
    if (!names.has(r.node.id) && !plain.has(r.node.op)) {
      statements.push({ kind: "let", name: nameOf(r.node), node: r.node });
      names.set(r.node.id, r.name);
    }
  }
  return { statements, names, indices };
}

const initials: Partial<Record<CodeOperation, string>> = {
  subtract: "r",
  sigmoid: "p",
  softmax: "p",
  softmaxcols: "P",
  exp: "e",
  norm: "norm",
  greatest: "top",
  greatestcols: "top",
  logsumexp: "lse",
  cholfactor: "factor",
  lufactor: "factor",
  chollogdet: "logdet",
  lulogdet: "logdet",
  logdeterminant: "logdet",
  determinant: "det",
  loop: "total",
  integral: "total",
};

/** A name that says what the value is: `Xw` for X @ w, `XtX`, `Sinv`. */
function suggestion(n: Node, names: ReadonlyMap<number, string>): string {
  const word = (a: Node): string | undefined => {
    const name = names.get(a.id) ?? (a.op === "argument" ? a.text : a.op === "transpose" ? word(a.args[0] as Node) : undefined);
    if (name === undefined || name.length > 4) return undefined;
    return a.op === "transpose" && !names.has(a.id) ? `${name}t` : name;
  };
  const joined = (...parts: readonly (string | undefined)[]): string | undefined => {
    const text = parts.join("");
    return parts.every((p) => p !== undefined) && text.length <= 8 ? text : undefined;
  };
  const [a, b] = n.args as [Node, Node];
  const of = (k: Node) => word(k.args[0] as Node);
  switch (n.op) {
    case "matvec":
    case "matmul":
    case "outer":
      return joined(word(a), word(b)) ?? (n.rank === 2 ? "T" : "t");
    case "gram": {
      const w = word(a);
      return (w && joined(w.endsWith("t") ? `${w.slice(0, -1)}${w}` : `${w}t${w}`)) ?? "T";
    }
    case "cholsolve":
    case "lusolve":
      return joined(of(a), "inv", word(b)) ?? "u";
    case "solve":
      return joined(word(a), "inv", word(b)) ?? "u";
    case "cholinverse":
    case "luinverse":
      return joined(of(a), "inv") ?? "t";
    case "inverse":
      return joined(word(a), "inv") ?? "t";
    case "softmax":
    case "sigmoid":
      return "p";
  }
  const initial = initials[n.op] ?? "t";
  return n.rank === 2 && initial.length === 1 ? initial.toUpperCase() : initial;
}
