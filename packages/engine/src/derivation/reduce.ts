import { one } from "../expression/dimension.ts";
import { type Apply, constant, type Expression, isApply, isRow, isScalar, namesOf, nodesOf } from "../expression/node.ts";
import { identityAt } from "../identities/rewrite.ts";
import { build, normalize } from "../normal/build.ts";
import { stretchesOf } from "../normal/product.ts";
import { holds } from "../normal/properties.ts";
import { expand, simplify } from "../normal/simplify.ts";
import { apply, factorsOf } from "../operations/apply.ts";
import { type Path, partAt } from "./notation.ts";
import type { RuleName } from "./rules.ts";

/** One rewriting of a part: the whole after it, where it was, by which rule or identity. */
export interface Reduction {
  readonly whole: Expression;
  readonly path: Path;
  /** What stood there before. */
  readonly part: Expression;
  readonly rule: string;
  /** Declared properties that the rule looked at. */
  readonly used: readonly string[];
}

/** More steps than these are not told apart where a part occurs again. */
const mostSteps = 200;

const plain = (e: Apply): Expression => apply(e.operation, e.args, e.dimensions);

/**
 * The way of an expression to its normal form, one constructor or identity at a time, from the leaves up: what `normalize` does, written down.
 * `replace` puts the variables with their properties in the place of free ones.
 */
export function reductions(root: Expression, replace?: (e: Expression) => Expression | undefined): Reduction[] {
  const out: Omit<Reduction, "part">[] = [];
  const rules = new Map<number, { rule: string; used: readonly string[] }>();
  const normals = new Map<number, Expression>();
  /** Nodes that one step brings to their normal form. */
  const single = new Set<number>();
  let whole = root;
  const write = (at: Around | undefined, part: Expression): Path => {
    const path = pathTo(whole, at);
    whole = within(part, at);
    return path;
  };
  const reduce = (e: Expression, at: Around | undefined): Expression => {
    const other = replace?.(e);
    if (other) {
      if (other !== e) write(at, other);
      return other;
    }
    if (e.kind !== "apply") return e;
    const known = normals.get(e.id);
    if (known && (known === e || single.has(e.id) || out.length > mostSteps)) {
      const r = rules.get(e.id);
      if (known !== e) {
        const path = write(at, known);
        if (r) out.push({ whole, path, ...r });
      }
      return known;
    }
    let args: readonly Expression[] = eachArgument(e, at, reduce);
    for (const inner of isApply(e, "product") ? scalarRuns(args) : []) {
      args = inner.args;
      const path = write(at, apply(e.operation, args, e.dimensions));
      out.push({ whole, path, ...ruleOf(inner.before, inner.after) });
    }
    const before = apply(e.operation, args, e.dimensions) as Apply;
    const after = build(e.operation.name, args, e.dimensions);
    normals.set(e.id, after);
    if (before === e) single.add(e.id);
    if (after === before) return after;
    const r = ruleOf(before, after);
    const path = write(at, after);
    rules.set(e.id, r);
    out.push({ whole, path, ...r });
    return after;
  };
  reduce(root, undefined);
  const last = out[out.length - 1]?.whole ?? root;
  if (last !== whole) out.push({ whole, path: [], rule: "renamed-index", used: [] });
  shorten(whole, undefined, new Map(), (at, after, rule) => {
    const path = write(at, after);
    out.push({ whole, path, rule, used: [] });
  });
  return out.map((r, k) => ({ ...r, part: partAt(out[k - 1]?.whole ?? root, r.path) }));
}

/** The rows times ... times columns within a longer product that have another normal form alone: each after the other, with the arguments of the whole then. */
function* scalarRuns(args: readonly Expression[]): Generator<{ before: Apply; after: Expression; args: readonly Expression[] }> {
  const stretches = stretchesOf(args);
  let now = args;
  for (const [k, s] of stretches.entries()) {
    const closed = s[0]?.rows === one && s[s.length - 1]?.cols === one;
    if (!closed || s.length < 2 || (k === stretches.length - 1 && !args.some(isScalar) && k === 0)) continue;
    const [before, after] = [apply("product", s) as Apply, build("product", s)];
    if (after === before) continue;
    const from = now.findIndex((_, i) => s.every((f, j) => now[i + j] === f));
    if (from < 0) continue;
    now = [...now.slice(0, from), after, ...now.slice(from + s.length)];
    yield { before, after, args: now };
  }
}

/** Does only the name of the index change? */
function isRenamed(before: Apply, after: Expression): boolean {
  if (after.kind !== "apply" || after.operation !== before.operation) return false;
  const [index, , , body] = before.args as [Expression, Expression, Expression, Expression];
  return normalize(body, (n) => (n === index ? after.args[0] : undefined)) === after.args[3];
}

/** Does the variable of integration only run the other way? */
function isReversed(before: Apply, after: Expression): boolean {
  if (after.kind !== "apply" || after.operation !== before.operation) return false;
  const [index, low, high, body] = before.args as [Expression, Expression, Expression, Expression];
  const opposite = build("add", [low, high, build("product", [constant(-1), after.args[0] as Expression])]);
  return normalize(body, (n) => (n === index ? opposite : undefined)) === after.args[3];
}

/** Transposes of sums, and where all terms of a sum are transposes the other way. */
function transposedSums(e: Expression): number {
  const turned = (a: Expression): boolean =>
    isApply(a, "transpose") || (isApply(a, "product") && a.args.some((f) => isApply(f, "transpose")) && a.args.slice(0, -1).every(isScalar));
  return nodesOf(e).reduce(
    (c, n) => c + (isApply(n, "transpose") && isApply(n.args[0] as Expression, "add") ? 1 : 0) + (isApply(n, "add") && n.args.every(turned) ? 2 : 0),
    0,
  );
}

/** The rule by which a sum became shorter. */
function ruleOfShorter(made: Expression, short: Expression): RuleName {
  if (isApply(short, "sigmoid")) return "logistic-complement";
  if (!isApply(made, "add") && transposedSums(made) > transposedSums(short)) return "transpose-of-sum";
  if (isApply(made, "add") && transposedSums(made) >= 2 && transposedSums(short) === 1) return "transpose-of-sum";
  return isApply(made, "add") || factored(made, short) ? "common-factor" : "linear-of-sum";
}

/** What `simplify` does, one sum at a time from the leaves up. */
function shorten(
  e: Expression,
  at: Around | undefined,
  done: Map<number, Expression>,
  step: (at: Around | undefined, after: Expression, rule: RuleName) => void,
): Expression {
  if (e.kind !== "apply") return e;
  const known = done.get(e.id);
  if (known) {
    if (known !== e) step(at, known, "common-factor");
    return known;
  }
  const args = eachArgument(e, at, (a, within) => shorten(a, within, done, step));
  const same = args.every((a, k) => a === e.args[k]);
  const made = same ? e : build(e.operation.name, args, e.dimensions);
  const before = apply(e.operation, args, e.dimensions);
  if (made !== before) {
    step(at, made, ruleOf(before as Apply, made).rule as RuleName);
    done.set(e.id, made);
    const short = shorten(made, at, done, step);
    done.set(e.id, short);
    return short;
  }
  const short = simplify(made);
  if (short !== made) step(at, short, ruleOfShorter(made, short));
  done.set(e.id, short);
  return short;
}

/** What stands around a part: the operation, with its arguments as they are by now, and which of them the part is. A path would not do: arguments of a commutative operation may change places when one of them is another. */
interface Around {
  readonly node: Apply;
  readonly args: Expression[];
  k: number;
  readonly up: Around | undefined;
}

/** The arguments, each changed where it stands. */
function eachArgument(e: Apply, up: Around | undefined, change: (a: Expression, at: Around) => Expression): Expression[] {
  const at: Around = { node: e, args: [...e.args], k: 0, up };
  for (const [k, a] of e.args.entries()) {
    at.k = k;
    at.args[k] = change(a, at);
  }
  return at.args;
}

/** The whole with a part in its place. */
function within(part: Expression, at: Around | undefined): Expression {
  if (!at) return part;
  at.args[at.k] = part;
  return within(apply(at.node.operation, [...at.args], at.node.dimensions), at.up);
}

/** The path to the place. */
function pathTo(whole: Expression, at: Around | undefined): Path {
  const frames: Around[] = [];
  for (let f = at; f; f = f.up) frames.unshift(f);
  let node = whole;
  return frames.map((f) => {
    const child = f.args[f.k] as Expression;
    const args = (node as Apply).args;
    node = child;
    return args[f.k] === child ? f.k : args.indexOf(child);
  });
}

/** Do the two differ by multiplying out alone, as wholes or part by part? */
export function factored(a: Expression, b: Expression): boolean {
  if (a === b) return true;
  const [x, y] = [expand(a), expand(b)];
  if (x !== undefined && x === y) return true;
  return (
    a.kind === "apply" &&
    b.kind === "apply" &&
    a.operation === b.operation &&
    a.args.length === b.args.length &&
    a.args.every((p, k) => factored(p, b.args[k] as Expression))
  );
}

const core = (e: Expression): Expression => (isApply(e, "transpose") ? (e.args[0] as Expression) : e);
const isTransposed = (e: Expression): boolean => isApply(e, "transpose") || (isApply(e, "product") && e.args.some((a) => isApply(a, "transpose")));
const isInversePower = (e: Expression): boolean => isApply(e, "inverse") || isApply(e, "pseudoinverse") || isApply(e, "power") || isApply(e, "sqrtm");

/** The rule by which the constructor made `after` of `before`. */
export function ruleOf(before: Apply, after: Expression): { rule: string; used: readonly string[] } {
  const found = identityAt(plain(before));
  if (found) return { rule: found.identity.name, used: [] };
  const a = before.args[0];
  if (isApply(before, "transpose") && a === after && !isScalar(after)) return { rule: "transpose-of-symmetric", used: symmetricNames(after) };
  const rule: RuleName = (named[before.operation.name] ?? (() => (before.args.some(isTransposed) ? "transpose-of-function" : "simplify")))(before, after);
  const one = rule === "product-with-ones" ? sumsToOne(before, after) : [];
  if (one.length) return { rule: "sums-to-one", used: one };
  return { rule, used: rule === "transpose-of-skew" ? symmetricNames(before) : [] };
}

/** The names in the expression that are declared to be their transposes, or minus them. */
export function symmetricNames(...es: Expression[]): string[] {
  return nodesOf(...es).flatMap((a) => {
    const word = a.kind === "variable" ? a.properties.find((p) => symmetries.has(p)) : undefined;
    return word ? [`${(a as { name: string }).name} ${word}`] : [];
  });
}
/** The names whose entries sum to 1, where they are gone. */
function sumsToOne(before: Expression, after: Expression): string[] {
  const left = namesOf(after);
  return nodesOf(before).flatMap((v) => {
    const word = v.kind === "variable" && !left.has(v.name) ? v.properties.find((p) => p === "onehot" || p === "simplex") : undefined;
    return word ? [`${(v as { name: string }).name} ${word}`] : [];
  });
}
const symmetries: ReadonlySet<string> = new Set(["symmetric", "posdef", "psd", "diagonal", "skew", "symtoeplitz"]);

const named: Record<string, (before: Apply, after: Expression) => RuleName> = {
  transpose: (e) => {
    const a = e.args[0] as Expression;
    if (isApply(a, "product")) return "transpose-of-product";
    if (isApply(a, "add")) return "transpose-of-sum";
    if (isApply(a, "hadamard")) return "transpose-of-entries";
    if (isApply(a, "kronecker")) return "transpose-of-kronecker";
    return holds(a, "symmetric") || isApply(a, "diagonalmatrix")
      ? "transpose-of-symmetric"
      : holds(a, "skew") || isApply(a, "skewmatrix")
        ? "transpose-of-skew"
        : "transpose-of-function";
  },
  add: (e, after) => (isApply(after, "add") && after.args.length >= flatCount(e) ? "regrouping" : "like-terms"),
  hadamard: (e, after) => {
    if (e.args.some((a) => isApply(a, "identity"))) return "entries-of-identity";
    if (isLogistic(e)) return "logistic-definition";
    if (e.args.some(isScalar) && isApply(after, "product")) return "scalars-in-front";
    return isApply(after, "hadamard") && after.args.length >= e.args.length ? "regrouping" : "powers-of-entries";
  },
  power: (e, after) => (isLogistic(e) || isApply(after, "sigmoid") ? "logistic-definition" : "power-of-power"),
  entrypower: (e, after) => (isLogistic(e) || isApply(after, "sigmoid") ? "logistic-definition" : "power-of-power"),
  trace: (e, after) => (!isApply(after, "trace") ? "trace-of-scalar" : isRotation(e, after) ? "trace-cyclic" : "trace-of-transpose"),
  sum: () => "sum-of-column",
  colsum: () => "transpose-of-function",
  summation: (e, after) => (isRenamed(e, after) ? "renamed-index" : "constant-out-of-sum"),
  integral: (e, after) =>
    nodesOf(after).some((n) => isApply(n, "integral"))
      ? isRenamed(e, after)
        ? "renamed-index"
        : isReversed(e, after)
          ? "integral-reversed"
          : "integral-outside"
      : sees(after, "sqrtm")
        ? "integral-of-resolvents"
        : "simplify",
  normalexpectation: () => "expectation-of-normal",
  momentsexpectation: () => "expectation-of-normal",
  divergence: () => "divergence-of-normals",
  ones: () => "regrouping",
  dimension: () => "regrouping",
  diagonal: () => "regrouping",
  vectorization: (e) => (isRow(e.args[0] as Expression) ? "vec-of-row" : "vec-of-column"),
  product: (e, after) => {
    const chain = e.args.flatMap((a) => (isApply(a, "product") ? a.args : [a]));
    const has = (name: string) => chain.some((a) => isApply(core(a), name as "ones"));
    if (after.kind === "constant" && after.value.n === 0n) return "zero-factor";
    if (isApply(after, "zeros")) return "zero-factor";
    if (isLogistic(e)) return "logistic-definition";
    if (has("softmax") === false && chain.some((a) => isApply(a, "power")) && sees(after, "softmax")) return "softmax-definition";
    if (has("adjugate") && !sees(after, "adjugate"))
      return sees(after, "inverse") && !sees(e, "inverse") ? "adjugate-over-determinant" : "adjugate-times-matrix";
    if (chain.filter((a) => isApply(core(a), "kronecker")).length > 1) return "product-of-kroneckers";
    if (has("commutation") && (has("vectorization") || chain.length > countFactors(after))) return "commutation-of-vec";
    if (has("ones")) return "product-with-ones";
    if (has("diagonalmatrix") && countFactors(after) < chain.length) return "product-with-diagonal-matrix";
    const flat = deepFactors(e).filter((a) => a.kind !== "constant");
    const left = deepFactors(after).filter((a) => a.kind !== "constant");
    if (left.length === flat.length && isTurned(e, after)) return "scalar-transpose";
    if (left.length < flat.length && flat.some(isInversePower)) return "powers";
    if (left.length < flat.length) return flat.every(isScalar) ? "powers" : chain.some((a) => isApply(core(a), "identity")) ? "regrouping" : "powers";
    return "scalars-in-front";
  },
};

const deepFactors = (e: Expression): readonly Expression[] => (isApply(e, "product") ? e.args.flatMap(deepFactors) : [e]);

/** Is one row times ... times column of the first the transpose of one of the other, all else being the same? */
function isTurned(a: Expression, b: Expression): boolean {
  const runs = (e: Expression): Expression[] =>
    stretchesOf(deepFactors(e))
      .filter((s) => s[0]?.rows === one && s[s.length - 1]?.cols === one)
      .map((s) => apply("product", s));
  const [x, y] = [runs(a), runs(b)];
  const [gone, come] = [x.filter((r) => !y.includes(r)), y.filter((r) => !x.includes(r))];
  return gone.length > 0 && gone.length === come.length && gone.every((r) => come.includes(turnedRun(r)));
}
const turnedRun = (r: Expression): Expression =>
  apply(
    "product",
    [...factorsOf(r)].reverse().map((f) => build("transpose", [f])),
  );

/** Do the two traces hold the same factors in the same order around? */
function isRotation(a: Apply, b: Apply): boolean {
  const [x, y] = [a, b].map((t) => factorsOf(t.args[0] as Expression)) as [readonly Expression[], readonly Expression[]];
  return x.some((_, k) => x.length === y.length && y.every((f, i) => f === x[(i + k) % x.length]));
}

const flatCount = (e: Apply): number => e.args.reduce((c, a) => c + (isApply(a, "add") ? a.args.length : 1), 0);
const countFactors = (e: Expression): number => (isApply(e, "product") ? e.args.length : 1);

function sees(e: Expression, name: string): boolean {
  return e.kind === "apply" && (e.operation.name === name || e.args.some((a) => sees(a, name)));
}

/** Is it a quotient with 1 + exp(z) or a product of exp and sigmoid? */
function isLogistic(e: Apply): boolean {
  const parts = e.args.map((a) => (a.kind === "apply" && (a.operation.name === "power" || a.operation.name === "entrypower") ? (a.args[0] as Expression) : a));
  const one = (a: Expression) => a === constant(1) || isApply(a, "ones");
  return (
    parts.some((a) => isApply(a, "add") && a.args.some(one) && a.args.some((t) => isApply(t, "exp"))) ||
    (parts.some((a) => isApply(a, "exp")) && parts.some((a) => isApply(a, "sigmoid")))
  );
}
