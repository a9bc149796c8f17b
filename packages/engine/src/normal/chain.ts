import { one } from "../expression/dimension.ts";
import { constant, type Expression, isApply, isScalar } from "../expression/node.ts";
import { apply, productOf } from "../operations/apply.ts";
import { build } from "./build.ts";
import { hadamard } from "./hadamard.ts";
import { power, powerOf } from "./power.ts";
import { chainOf, scalarChain } from "./product.ts";
import { holds } from "./properties.ts";
import { add } from "./sum.ts";
import { transpose } from "./transpose.ts";

interface Reduced {
  readonly scalars: Expression[];
  readonly chain: Expression[];
}

/** A chain of matrices with neighbours merged and scalar stretches taken out; undefined where it is zero. */
export function chain(factors: readonly Expression[]): Reduced | undefined {
  const scalars: Expression[] = [];
  const out: Expression[] = [];
  const todo = [...factors].reverse();
  /** Does an inverse of a product stand in the chain so far? */
  let stretched = false;
  while (todo.length) {
    const f = todo.pop() as Expression;
    if (isApply(f, "zeros")) return undefined;
    if (isScalar(f)) {
      scalars.push(f);
      continue;
    }
    if (isApply(f, "product")) {
      for (let i = f.args.length - 1; i >= 0; i--) todo.push(f.args[i] as Expression);
      continue;
    }
    if (isApply(f, "identity") && (out.length > 0 || todo.length > 0)) continue;
    const merged = out.length ? merge(out, f, scalars, stretched) : undefined;
    if (merged) for (let i = merged.length - 1; i >= 0; i--) todo.push(merged[i] as Expression);
    else {
      out.push(f);
      stretched ||= !isPlain(f) && stretchOf(f) !== undefined;
    }
  }
  return takeScalars(out, scalars);
}

/** Tries to merge f with the end of the stack: on success the stack has lost what was merged, and what replaces it is answered. */
function merge(out: Expression[], f: Expression, scalars: Expression[], stretched: boolean): Expression[] | undefined {
  const top = out[out.length - 1] as Expression;
  if (isPlain(top) && isPlain(f)) return core(top) === core(f) ? mergePlain(out, f, scalars) : stretched ? cancelStretch(out, f, scalars) : undefined;
  return mergePlain(out, f, scalars);
}

/** A variable, a sum or an entry-wise function, transposed or not: such neighbours merge only if they are the same. */
const isPlain = (e: Expression): boolean => {
  const c = core(e);
  return c.kind === "variable" || (c.kind === "apply" && (c.operation.name === "add" || c.operation.entrywise === true));
};
const core = (e: Expression): Expression => (isApply(e, "transpose") ? (e.args[0] as Expression) : e);

function mergePlain(out: Expression[], f: Expression, scalars: Expression[]): Expression[] | undefined {
  const top = out[out.length - 1] as Expression;
  for (const rule of neighbours) {
    const r = rule(top, f, scalars);
    if (r) {
      out.pop();
      return r;
    }
  }
  return cancelStretch(out, f, scalars);
}

const single = (...e: Expression[]) => e;
const untransposed = (e: Expression): [Expression, boolean] => (isApply(e, "transpose") ? [e.args[0] as Expression, true] : [e, false]);
const isOnes = (e: Expression): e is Expression & { kind: "apply" } => isApply(e, "ones");

type Rule = (a: Expression, b: Expression, scalars: Expression[]) => Expression[] | undefined;

/** What two neighbours of a chain become; the first that answers is taken. */
const neighbours: readonly Rule[] = [
  // expm(s*A)*expm(t*A) = expm((s + t)*A)
  (a, b) => {
    const [p, pt] = untransposed(a);
    const [q, qt] = untransposed(b);
    if (!isApply(p, "expm") || !isApply(q, "expm") || pt !== qt) return undefined;
    const [x, y] = [exponentOf(p), exponentOf(q)];
    if (x.matrix !== y.matrix) return undefined;
    const e = build("expm", [build("product", [add([x.scale, y.scale]), x.matrix])]);
    return single(pt ? transpose(e) : e);
  },
  // powers of one base add exponents; Q'*Q = I
  (a, b) => {
    const [p, pt] = untransposed(a);
    const [q, qt] = untransposed(b);
    const x = powerOf(p);
    const y = powerOf(q);
    if (x.base !== y.base || x.base.rows !== x.base.cols || isApply(p, "entrypower") || isApply(q, "entrypower")) return undefined;
    if (pt !== qt) return holds(x.base, "orthogonal") && x.exponent === y.exponent ? single(apply("identity", [], [a.rows])) : undefined;
    if (x.exponent === y.exponent && holds(x.base, "idempotent") && x.exponent.kind === "constant") return single(a);
    const exponent = add([x.exponent, y.exponent]);
    // half powers are sqrtm(A) and its inverse only
    if (exponent.kind === "constant" && exponent.value.d === 2n && exponent.value.n !== 1n) return undefined;
    const merged = power(x.base, exponent);
    return single(pt ? transpose(merged) : merged);
  },
  // adj(A)*A = det(A)*I
  (a, b, scalars) => {
    const adjugate = isAdjugateOf(a, b) ? b : isAdjugateOf(b, a) ? a : undefined;
    if (!adjugate) return undefined;
    scalars.push(build("determinant", [(untransposed(adjugate)[0] as Expression & { kind: "apply" }).args[0] as Expression]));
    return single(apply("identity", [], [a.rows]));
  },
  // sums along rows and columns
  (a, b) => {
    if (isOnes(a) && isOnes(b) && a.cols === one && b.rows === one) return single(apply("ones", [], [a.rows, b.cols]));
    if (isOnes(b) && b.cols === one)
      return single(
        isOnes(a) && a.cols !== one ? build("product", [apply("dimension", [], [a.cols]), build("ones", [], [a.rows, one])]) : build("rowsum", [a]),
      );
    if (isOnes(a) && a.rows === one) return single(build("colsum", [b]));
    if (isOnes(b) && b.rows !== one && b.cols !== one) return single(build("rowsum", [a]), apply("ones", [], [one, b.cols]));
    if (isOnes(a) && a.rows !== one && a.cols !== one) return single(apply("ones", [], [a.rows, one]), build("colsum", [b]));
    return undefined;
  },
  // diagonal matrices scale entries
  (a, b) => {
    const da = isApply(a, "diagonalmatrix");
    const db = isApply(b, "diagonalmatrix");
    if (da && db) return single(build("diagonalmatrix", [hadamard([a.args[0] as Expression, b.args[0] as Expression])]));
    if (da && b.cols === one) return single(hadamard([a.args[0] as Expression, b]));
    if (db && a.rows === one) return single(hadamard([a, transpose(b.args[0] as Expression)]));
    return undefined;
  },
  // pinv(A)*A = I with full column rank
  (a, b) => (isApply(a, "pseudoinverse") && a.args[0] === b && holds(b, "fullrank") ? single(apply("identity", [], [a.rows])) : undefined),
  // comm(m, n)*comm(n, m) = I
  (a, b) =>
    isApply(a, "commutation") && isApply(b, "commutation") && a.dimensions[0] === b.dimensions[1] && a.dimensions[1] === b.dimensions[0]
      ? single(apply("identity", [], [a.rows]))
      : undefined,
  // comm(m, n)*vec(A) = vec(A')
  (a, b) =>
    isApply(a, "commutation") && isApply(b, "vectorization") && (b.args[0] as Expression).rows === a.dimensions[0]
      ? single(build("vectorization", [transpose(b.args[0] as Expression)]))
      : undefined,
  // kron(A, B)*kron(C, D) = kron(A*C, B*D)
  (a, b) => {
    if (!isApply(a, "kronecker") || !isApply(b, "kronecker")) return undefined;
    const [p, q] = a.args as [Expression, Expression];
    const [r, s] = b.args as [Expression, Expression];
    return p.cols === r.rows && q.cols === s.rows ? single(build("kronecker", [build("product", [p, r]), build("product", [q, s])])) : undefined;
  },
];

/** The matrix in expm(c*A) and its scale. */
function exponentOf(e: Expression & { kind: "apply" }): { readonly scale: Expression; readonly matrix: Expression } {
  const { scalars, chain: factors } = chainOf(e.args[0] as Expression);
  return { scale: build("product", [constant(1), ...scalars]), matrix: productOf(factors) };
}

function isAdjugateOf(a: Expression, b: Expression): boolean {
  const [x, xt] = untransposed(a);
  const [y, yt] = untransposed(b);
  return xt === yt && isApply(y, "adjugate") && y.args[0] === x;
}

/** inv(M), pinv(M) or adj(M) beside M where M is itself a chain. */
function cancelStretch(out: Expression[], f: Expression, scalars: Expression[]): Expression[] | undefined {
  const parts = stretchOf(f);
  if (parts && parts.length > 1 && endsWith(out, parts)) {
    out.length -= parts.length;
    return replaced(f, scalars);
  }
  for (let p = out.length - 1; p >= 0 && p >= out.length - 12; p--) {
    const inner = stretchOf(out[p] as Expression);
    if (
      inner &&
      inner.length > 1 &&
      inner.length === out.length - p &&
      inner[inner.length - 1] === f &&
      inner.every((e, i) => i === inner.length - 1 || e === out[p + 1 + i])
    ) {
      const head = out[p] as Expression;
      out.length = p;
      return replaced(head, scalars);
    }
  }
  return undefined;
}
function replaced(inverse: Expression, scalars: Expression[]): Expression[] {
  const [core] = untransposed(inverse);
  if (isApply(core, "adjugate")) scalars.push(build("determinant", [core.args[0] as Expression]));
  return single(apply("identity", [], [inverse.rows]));
}
/** The factors of M for inv(M) or adj(M) of a product M. */
function stretchOf(e: Expression): Expression[] | undefined {
  const [core, turned] = untransposed(e);
  if (!isApply(core, "inverse") && !isApply(core, "adjugate")) return undefined;
  const m = core.args[0] as Expression;
  if (!isApply(m, "product")) return undefined;
  return chainOf(turned ? transpose(m) : m).chain;
}
function endsWith(out: readonly Expression[], parts: readonly Expression[]): boolean {
  return out.length >= parts.length && parts.every((e, i) => e === out[out.length - parts.length + i]);
}

/** Takes stretches from a row to a column out of the chain: they are scalars. */
function takeScalars(out: Expression[], scalars: Expression[]): Reduced {
  const cuts: number[] = [];
  for (let i = 0; i <= out.length; i++) if ((i === 0 ? out[0]?.rows : out[i - 1]?.cols) === one) cuts.push(i);
  if (cuts.length < 2) return { scalars, chain: out };
  for (let c = 0; c + 1 < cuts.length; c++) scalars.push(stretch(out.slice(cuts[c], cuts[c + 1])));
  return { scalars, chain: [...out.slice(0, cuts[0]), ...out.slice(cuts[cuts.length - 1])] };
}

function stretch(factors: Expression[]): Expression {
  if (factors.length === 1) return factors[0] as Expression;
  if (factors.length === 2) {
    const [a, b] = [transpose(factors[0] as Expression), factors[1] as Expression];
    if (isOnes(a)) return build("sum", [b]);
    if (isOnes(b)) return build("sum", [a]);
    const pieces = [a, b].flatMap((v) => (isApply(v, "hadamard") ? v.args : [v]));
    if (pieces.length > 2 || pieces.some((p) => isApply(p, "entrypower"))) return entrySum(pieces);
  }
  return scalarChain(factors);
}

/** sum(a.*b.*...) of columns, written as a product of a row and a column where that can be. */
function entrySum(pieces: readonly Expression[]): Expression {
  const all = hadamard(pieces);
  const { scalars, chain: rest } = chainOf(all);
  const body = rest.length === 1 ? (rest[0] as Expression) : rest.length ? apply("product", rest) : constant(1);
  if (scalars.length) return build("product", [...scalars, build("sum", [body])]);
  return build("sum", [all]);
}
