import Fraction from "fraction.js";
import { type Apply, constant, type Expression, isApply, isScalar } from "../expression/node.ts";
import { apply } from "../operations/apply.ts";
import { build } from "./build.ts";
import { cost } from "./cost.ts";
import { powerOf } from "./power.ts";
import { chainOf, product } from "./product.ts";
import { add, coefficientOf } from "./sum.ts";
import { isBinding, openSummation, reflected } from "./summation.ts";
import { transpose } from "./transpose.ts";

interface Parts {
  readonly value: Fraction;
  readonly scalars: readonly Expression[];
  readonly chain: readonly Expression[];
}

const one = new Fraction(1);

function partsOf(e: Expression): Parts {
  const { value, rest } = coefficientOf(e);
  if (!rest) return { value, scalars: [], chain: [] };
  const { scalars, chain } = chainOf(rest);
  return { value, scalars, chain };
}

/** Pulls common factors out of a sum, the pair that saves most first, while the sum gets shorter. */
export function factor(e: Expression): Expression {
  if (!isApply(e, "add")) return e;
  let terms = [...e.args];
  if (terms.length > 16) return e;
  const known = new Map<string, Expression | undefined>();
  for (;;) {
    let best: { i: number; j: number; merged: Expression } | undefined;
    let most = 0;
    for (let i = 0; i < terms.length; i++)
      for (let j = i + 1; j < terms.length; j++) {
        const [a, b] = [terms[i] as Expression, terms[j] as Expression];
        const key = `${a.id},${b.id}`;
        if (!known.has(key)) known.set(key, bestMerger(a, b));
        const merged = known.get(key);
        const saved = merged ? cost(a) + cost(b) + 1 - cost(merged) : -1;
        if (merged && (saved > most || (saved === 0 && !best))) [best, most] = [{ i, j, merged }, saved];
      }
    if (!best) break;
    const { i, j, merged } = best;
    terms = [...terms.slice(0, i), merged, ...terms.slice(i + 1, j), ...terms.slice(j + 1)];
    if (terms.length === 1) return terms[0] as Expression;
  }
  return add(terms);
}

/** The shortest sum of two terms with a common factor pulled out: one that is no longer, over a common denominator also one as long. */
function bestMerger(a: Expression, b: Expression): Expression | undefined {
  let best: Expression | undefined;
  if (!shareSomething(a, b)) return undefined;
  const limit = cost(a) + cost(b) + 1;
  for (const way of ways) {
    const merged = way(a, b);
    if (merged && cost(merged) < (best ? cost(best) : way === overOneScalar ? limit + 1 : limit)) best = merged;
  }
  return best;
}

/** What a term could share with another: numbers, scalars, ends of its chain, entry-wise factors, its function. */
function keysOf(e: Expression): Set<number | string> {
  const keys = new Set<number | string>();
  const { value, scalars, chain } = partsOf(e);
  if (value.s < 0n) keys.add("-");
  if (value.n !== 1n || value.d !== 1n) keys.add("number");
  for (const s of scalars) {
    keys.add(powerOf(s).base.id);
    if (isApply(s, "product")) for (const m of s.args) keys.add(isApply(m, "transpose") ? (m.args[0] as Expression).id : m.id);
  }
  const ends = chain.length > 1 ? [chain[0] as Expression, chain[chain.length - 1] as Expression] : chain;
  for (const m of ends) keys.add(m.id);
  const [only] = chain.length ? chain : scalars;
  if (chain.length <= 1 && only?.kind === "apply") {
    if (only.operation.name === "hadamard" || only.operation.name === "kronecker") for (const f of only.args) keys.add(f.id);
    if (linear.has(only.operation.name) || isBinding(only)) keys.add(only.operation.name);
    if (isApply(only, "transpose") && isBinding(only.args[0] as Expression)) keys.add((only.args[0] as Apply).operation.name);
  }
  return keys;
}
function shareSomething(a: Expression, b: Expression): boolean {
  const p = keysOf(a);
  for (const k of keysOf(b)) if (p.has(k)) return true;
  return false;
}

type Way = (a: Expression, b: Expression) => Expression | undefined;

/** The ways in which two terms share a factor. */
const ways: readonly Way[] = [products, scalarsOnly, overOneScalar, bindings, entries, ofOneFunction, kroneckers, scalarProducts];

/** u*P*S + v*P'*S: common number, common scalars, common beginning and end of the chains. */
function products(a: Expression, b: Expression): Expression | undefined {
  return common(a, b, true);
}
/** Common number and scalars alone. */
function scalarsOnly(a: Expression, b: Expression): Expression | undefined {
  return common(a, b, false);
}
function common(a: Expression, b: Expression, chains: boolean, always = false): Expression | undefined {
  const p = partsOf(a);
  const q = partsOf(b);
  const common = commonScalars(p.scalars, q.scalars);
  let i = 0;
  const shortest = chains ? Math.min(p.chain.length, q.chain.length) : 0;
  while (i < shortest && p.chain[i] === q.chain[i]) i++;
  let k = 0;
  while (k < shortest - i && p.chain[p.chain.length - 1 - k] === q.chain[q.chain.length - 1 - k]) k++;
  const sign = commonNumber(p.value, q.value);
  if (!common.length && i + k === 0 && sign.equals(1)) return undefined;
  // without a common end of the chains `products` says the same
  if (!chains && !always && p.chain[0] !== q.chain[0] && p.chain[p.chain.length - 1] !== q.chain[q.chain.length - 1]) return undefined;
  const rest = (t: Parts) => product([constant(t.value.div(sign)), ...t.scalars, ...common.map(inverse), ...t.chain.slice(i, t.chain.length - k)]);
  const middle = (t: Parts): Expression => {
    const r = rest(t);
    if (!isScalar(r) || i + k === 0) return r;
    return i + k === p.chain.length && i + k === q.chain.length
      ? r
      : product([r, apply("identity", [], [i ? (t.chain[i - 1] as Expression).cols : (t.chain[t.chain.length - k] as Expression).rows])]);
  };
  if (i + k > 0 && !(i + k === p.chain.length && i + k === q.chain.length) && !fits(p, q, i, k)) return undefined;
  const [x, y] = [middle(p), middle(q)].sort((x, y) => cost(x) - cost(y)) as [Expression, Expression];
  const sum = bindings(x, y) ?? add([x, y]);
  const whole = product([constant(sign), ...common, ...p.chain.slice(0, i), sum, ...p.chain.slice(p.chain.length - k)]);
  const introduced = i + k > 0 && (p.chain.length === i + k) !== (q.chain.length === i + k);
  return introduced && cost(a) + cost(b) + 1 - cost(whole) <= 2 ? undefined : whole;
}
/** What is left between the common ends must have the shape of a matrix (an identity where nothing is left). */
function fits(p: Parts, q: Parts, i: number, k: number): boolean {
  const empty = p.chain.length === i + k ? p : q.chain.length === i + k ? q : undefined;
  if (!empty) return true;
  const other = empty === p ? q : p;
  const middle = other.chain.slice(i, other.chain.length - k);
  return middle[0]?.rows === middle[middle.length - 1]?.cols;
}

/** Terms over a common denominator are put over it even where that is no shorter. */
function overOneScalar(a: Expression, b: Expression): Expression | undefined {
  const shared = commonScalars(partsOf(a).scalars, partsOf(b).scalars);
  return !isScalar(a) && shared.length === 1 && isApply(shared[0] as Expression, "power") ? common(a, b, false, true) : undefined;
}

const inverse = (s: Expression) => build("power", [s, constant(-1)]);

function commonScalars(a: readonly Expression[], b: readonly Expression[]): Expression[] {
  const out: Expression[] = [];
  for (const s of a) {
    const x = powerOf(s);
    const t = b.find((o) => powerOf(o).base === x.base);
    if (!t) continue;
    const y = powerOf(t);
    if (x.exponent === y.exponent) out.push(s);
    else if (x.exponent.kind === "constant" && y.exponent.kind === "constant" && x.exponent.value.s === y.exponent.value.s)
      out.push(x.exponent.value.abs().compare(y.exponent.value.abs()) < 0 ? s : t);
  }
  return out;
}

function commonNumber(a: Fraction, b: Fraction): Fraction {
  if (a.n === 0n || b.n === 0n) return one;
  if (a.equals(b)) return a;
  if (a.equals(b.neg())) return a.s > 0n ? a : b;
  const g = a.gcd(b);
  return a.s < 0n && b.s < 0n ? g.neg() : g.equals(0) ? one : g;
}

/** a.*c + b.*c */
function entries(a: Expression, b: Expression): Expression | undefined {
  if (isScalar(a)) return undefined;
  const split = (e: Expression): { parts: Parts; factors: readonly Expression[] } | undefined => {
    const parts = partsOf(e);
    if (parts.chain.length !== 1) return undefined;
    const m = parts.chain[0] as Expression;
    return { parts, factors: isApply(m, "hadamard") ? m.args : [m] };
  };
  const p = split(a);
  const q = split(b);
  if (!p || !q || (p.factors.length === 1 && q.factors.length === 1)) return undefined;
  const common = p.factors.filter((f) => q.factors.includes(f));
  if (!common.length) return undefined;
  const rest = (t: { parts: Parts; factors: readonly Expression[] }) => {
    const left = t.factors.filter((f) => !common.includes(f));
    return product([constant(t.parts.value), ...t.parts.scalars, left.length ? build("hadamard", left) : apply("ones", [], [a.rows, a.cols])]);
  };
  return build("hadamard", [...common, add([rest(p), rest(q)])]);
}

/** Operations of one argument that are linear in it. */
export const linear: ReadonlySet<string> = new Set([
  "diagonalmatrix",
  "vectorization",
  "trace",
  "sum",
  "rowsum",
  "colsum",
  "transpose",
  "lowertriangle",
  "uppertriangle",
  "diagonal",
]);

/** diag(u) + diag(v) = diag(u + v), and so for other linear functions. */
function ofOneFunction(a: Expression, b: Expression): Expression | undefined {
  const p = partsOf(a);
  const q = partsOf(b);
  const [m, n] = isScalar(a) ? [p.scalars[0], q.scalars[0]] : [p.chain[0], q.chain[0]];
  if (
    p.chain.length + p.scalars.length !== 1 ||
    q.chain.length + q.scalars.length !== 1 ||
    m?.kind !== "apply" ||
    n?.kind !== "apply" ||
    m.operation !== n.operation ||
    !linear.has(m.operation.name)
  )
    return undefined;
  const [x, y] = [m.args[0] as Expression, n.args[0] as Expression];
  if (x.rows !== y.rows || x.cols !== y.cols) return undefined;
  return build(m.operation.name, [factor(add([product([constant(p.value), x]), product([constant(q.value), y])]))]);
}

/** kron(A, B) + kron(A, C) = kron(A, B + C) */
function kroneckers(a: Expression, b: Expression): Expression | undefined {
  const p = partsOf(a);
  const q = partsOf(b);
  if (p.chain.length !== 1 || q.chain.length !== 1 || p.scalars.length + q.scalars.length > 0) return undefined;
  const [m, n] = [p.chain[0] as Expression, q.chain[0] as Expression];
  if (!isApply(m, "kronecker") || !isApply(n, "kronecker")) return undefined;
  const sum = (k: number) => factor(add([product([constant(p.value), m.args[k] as Expression]), product([constant(q.value), n.args[k] as Expression])]));
  if (m.args[0] === n.args[0] && m.args[1]?.rows === n.args[1]?.rows && m.args[1]?.cols === n.args[1]?.cols)
    return build("kronecker", [m.args[0] as Expression, sum(1)]);
  if (m.args[1] === n.args[1] && m.args[0]?.rows === n.args[0]?.rows && m.args[0]?.cols === n.args[0]?.cols)
    return build("kronecker", [sum(0), m.args[1] as Expression]);
  return undefined;
}

/** Sums over one range are one sum, integrals one integral; of one beside the transpose of another too. */
function bindings(a: Expression, b: Expression): Expression | undefined {
  const p = partsOf(a);
  const q = partsOf(b);
  if (p.chain.length + p.scalars.length !== 1 || q.chain.length + q.scalars.length !== 1) return undefined;
  const core = (e: Expression) => (isApply(e, "transpose") ? (e.args[0] as Expression) : e);
  const [x, y] = isScalar(a) ? [p.scalars[0], q.scalars[0]] : [p.chain[0], q.chain[0]];
  const [m, n] = [x && core(x), y && core(y)];
  if (!m || !n || !isBinding(m) || !isBinding(n) || m.operation !== n.operation || m.args[1] !== n.args[1] || m.args[2] !== n.args[2]) return undefined;
  const one = openSummation(m);
  const two = openSummation(n, one.index);
  const u = product([constant(p.value), m === x ? one.body : transpose(one.body)]);
  const v = product([constant(q.value), n === y ? two.body : transpose(two.body)]);
  const [straight, crossed] = [v, reflected(one.index, one.low, one.high, v)].map((w) => factor(add([u, w]))) as [Expression, Expression];
  return build(m.operation.name, [one.index, one.low, one.high, cost(crossed) < cost(straight) ? crossed : straight]);
}

/** x'*A*y + x'*B*y for scalars, in either direction of the second. */
function scalarProducts(a: Expression, b: Expression): Expression | undefined {
  if (!isScalar(a)) return undefined;
  const p = partsOf(a);
  const q = partsOf(b);
  if (p.scalars.length !== 1 || q.scalars.length !== 1) return undefined;
  const [m, n] = [p.scalars[0] as Expression, q.scalars[0] as Expression];
  if (!isApply(m, "product") || !isApply(n, "product")) return undefined;
  let best: Expression | undefined;
  for (const f of [n.args, n.args.map((t) => transpose(t)).reverse()]) {
    let i = 0;
    const shortest = Math.min(m.args.length, f.length) - 1;
    while (i < shortest && m.args[i] === f[i]) i++;
    let k = 0;
    while (k < shortest - i && m.args[m.args.length - 1 - k] === f[f.length - 1 - k]) k++;
    if (i + k === 0) continue;
    const inner = (c: Fraction, l: readonly Expression[]) => product([constant(c), ...l.slice(i, l.length - k)]);
    const [x, y] = [inner(p.value, m.args), inner(q.value, f)];
    if (x.rows !== y.rows || x.cols !== y.cols) continue;
    const merged = product([...m.args.slice(0, i), factor(add([x, y])), ...m.args.slice(m.args.length - k)]);
    if (!best || cost(merged) < cost(best)) best = merged;
  }
  return best;
}
