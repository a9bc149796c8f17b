// TEMPORARY until the language room is there
import { type Dimension, dimension, dimensionOf, multiplyDimensions, addDimensions } from "../expression/dimension.ts";
import { constant, type Expression, isScalar, variable } from "../expression/node.ts";
import { spelledOperations } from "../operations/index.ts";
export type Tree = { k: "num"; v: string } | { k: "name"; n: string } | { k: "call"; f: string; a: Tree[] } | { k: "op"; o: string; a: Tree[] };
const cache = new Map<string, Tree>();
export function parseFormula(s: string): Tree {
  let t = cache.get(s);
  if (!t) cache.set(s, (t = parse(s)));
  return t;
}
function parse(s: string): Tree {
  const toks = s.match(/\d+\.?\d*(?![*/^'])|[A-Za-z_]\w*|\.\*|\.\/|\.\^|[-+*/\\^'(),\[\]]/g) ?? [];
  let i = 0;
  const add = (): Tree => { let e = mul(); while (toks[i] === "+" || toks[i] === "-") { const o = toks[i++] as string; e = { k: "op", o, a: [e, mul()] }; } return e; };
  const mul = (): Tree => { let e = un(); while (["*", "/", ".*", "./", "\\"].includes(toks[i] as string)) { const o = toks[i++] as string; e = { k: "op", o, a: [e, un()] }; } return e; };
  const un = (): Tree => { if (toks[i] === "-") { i++; return { k: "op", o: "neg", a: [un()] }; } return post(); };
  const post = (): Tree => { let e = prim(); while (["'", "^", ".^"].includes(toks[i] as string)) { const o = toks[i++] as string; if (o === "'") e = { k: "op", o, a: [e] }; else { const neg = toks[i] === "-"; if (neg) i++; const x = prim(); e = { k: "op", o, a: [e, neg ? { k: "op", o: "neg", a: [x] } : x] }; } } return e; };
  const prim = (): Tree => { const t = toks[i++] as string; if (t === "(") { const e = add(); i++; return e; } if (/^\d/.test(t)) return { k: "num", v: t }; if (toks[i] === "(") { i++; const a: Tree[] = []; if (toks[i] !== ")") { a.push(add()); while (toks[i] === ",") { i++; a.push(add()); } } i++; return { k: "call", f: t, a }; } return { k: "name", n: t }; };
  return add();
}
type B = (name: string, args: readonly Expression[], dims?: readonly Dimension[]) => Expression;
const opName: Record<string, string> = { "+": "add", "*": "product", ".*": "hadamard", "'": "transpose", "^": "power", ".^": "entrypower" };
function dim(t: Tree, dims: ReadonlyMap<string, Dimension>): Dimension {
  if (t.k === "num") return dimensionOf(Number(t.v));
  if (t.k === "name") return dims.get(t.n) ?? dimension(t.n);
  if (t.k === "op") { const [a, b] = t.a.map((x) => dim(x, dims)) as [Dimension, Dimension]; return t.o === "*" ? multiplyDimensions(a, b) : addDimensions(a, b, t.o === "-" ? -1 : 1); }
  throw new Error("dim");
}
export function instantiate(text: string, bind: ReadonlyMap<string, Expression>, dims: ReadonlyMap<string, Dimension>, build: B): Expression {
  const go = (t: Tree): Expression => {
    if (t.k === "num") return constant(t.v);
    if (t.k === "name") { const b = bind.get(t.n); if (b) return b; if (t.n === "pi") return build("pi", []); const d = dims.get(t.n); if (d) return d.constant !== undefined ? constant(d.constant) : build("dimension", [], [d]); throw new Error(`${t.n} in ${text}`); }
    if (t.k === "call") {
      const ops = spelledOperations(t.f);
      if (ops[0]?.parameters) { const np = ops[0].parameters.length; const given = t.a.slice(t.a.length - Math.min(np, t.a.length)); const ds = given.map((x) => dim(x, dims)); while (ds.length < np) ds.push(dimensionOf(1)); return build(ops[0].name, t.a.slice(0, t.a.length - given.length).map(go), ds); }
      const a = t.a.map(go);
      const op = ops.length === 1 ? ops[0] : t.f === "sum" ? ops.find((o) => o.name === "sum") : t.f === "diag" ? ops.find((o) => o.name === ((a[0] as Expression).cols.text === "1" ? "diagonalmatrix" : "diagonal")) : ops.find((o) => o.name === ((a[0] as Expression).cols.text === "1" || (a[0] as Expression).rows.text === "1" ? "norm2" : "spectralnorm"));
      return build(op!.name, a);
    }
    const a = t.a.map(go) as [Expression, Expression];
    if (t.o === "neg") return build("product", [constant(-1), a[0]]);
    if (t.o === "-") return build("add", [a[0], build("product", [constant(-1), a[1]])]);
    if (t.o === "/") return build("product", [a[0], build("power", [a[1], constant(-1)])]);
    if (t.o === "./") return build("hadamard", [a[0], build("entrypower", [a[1], constant(-1)])]);
    if ((t.o === ".*" ) && a.every(isScalar)) return build("product", a);
    return build(opName[t.o] as string, a);
  };
  return go(parseFormula(text));
}
void variable;
