import { constant, type Expression, idsContaining, isApply, isColumn, isRow, isScalar, nodesOf, variable } from "../expression/node.ts";
import { instantiate } from "../language/formula.ts";
import { print } from "../language/print.ts";
import { lower } from "../network/lower.ts";
import { emptyTerm, type Factor, freeSide, type Term } from "../network/term.ts";
import { raise } from "../network/terms.ts";
import { apply } from "../operations/apply.ts";
import { build, normalize } from "./build.ts";
import { cost } from "./cost.ts";
import { type Atom, Degrees, type Monomial, monomials, NotPolynomial, never, placeFor, put } from "./monomials.ts";
import { powerOf } from "./power.ts";
import { holds } from "./properties.ts";
import { simplify } from "./simplify.ts";
import { readEntries } from "./units.ts";

/** An expectation that no rule gives; `part` is what stands in the way. */
export class NoExpectation extends Error {
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

/** Of an expectation over a normal distribution the highest degree; with mean and covariance alone it is two. */
const highest = 6;

/** Sums of so many products are paired term by term; in longer ones each linear part is one matrix. */
const mostSplit = 24;

/** Functions of which the mean at a normal argument is known, by its mean m and variance v. */
const means: Readonly<Record<string, string>> = {
  exp: "exp(m + v/2)",
  sinh: "exp(v/2).*sinh(m)",
  cosh: "exp(v/2).*cosh(m)",
  sin: "exp(-v/2).*sin(m)",
  cos: "exp(-v/2).*cos(m)",
};

/** What is drawn: x of this mean and covariance. */
interface Draw {
  readonly x: Expression;
  readonly mean: Expression;
  readonly covariance: Expression;
  readonly normal: boolean;
}

/**
 * The expectation of a body in normal form, by the theorem of Isserlis: with x = mean + z, each product of an even number of z's is the sum over all
 * ways to pair them of products of covariances. What holds no pair is the body at the mean, grouped as it was. Throws `NoExpectation`.
 */
export function expectation(normal: boolean, [x, mean, covariance, body]: readonly Expression[]): Expression {
  const draw: Draw = { x: x as Expression, mean: mean as Expression, covariance: symmetricPart(covariance as Expression), normal };
  try {
    return readEntries(expected(withoutDensities(body as Expression, draw.x), draw));
  } catch (e) {
    if (!(e instanceof NotPolynomial)) throw e;
    throw new NoExpectation(
      `no closed form: the expectation of ${print(e.part)}`,
      "polynomials, and exp, sinh, cosh, sin and cos of something affine, have one",
    );
  }
}

/** A covariance that is not known to be symmetric counts by its symmetric part. */
function symmetricPart(s: Expression): Expression {
  if (isScalar(s) || holds(s, "symmetric") || holds(s, "psd")) return s;
  return build("product", [constant("1/2"), build("add", [s, build("transpose", [s])])]);
}

function expected(body: Expression, d: Draw): Expression {
  const degrees = new Degrees(body, d.x);
  if (!degrees.holds(body)) return body;
  const degree = degrees.of(body);
  if (degree !== undefined && degree <= 1) return at(body, d.x, d.mean);
  const terms = monomials(body, degrees, (e, within) => within.of(e) === 1 || isKnown(e, within));
  if (degree !== undefined) return build("add", [at(body, d.x, d.mean), ...terms.flatMap((m) => paired(m, d))]);
  return build(
    "add",
    terms.map((m) => (m.atoms.some((a) => !isAffine(a, d)) ? tilted(m, d) : build("add", [unpaired(m, d), ...paired(m, d)]))),
  );
}

/** The body with its logarithms of densities as sums: log(c*exp(u)) is log(c) + u. */
function withoutDensities(body: Expression, x: Expression): Expression {
  const inside = idsContaining(body, x);
  return rebuilt(body, (e) => (inside.has(e.id) && isApply(e, "log") ? logarithm(e.args[0] as Expression) : undefined) ?? e);
}

/** log(c*exp(u)) as a sum; of the other factors those that are positive leave too, log(det(S)) of a positive definite S as logdet(S). */
function logarithm(of: Expression): Expression | undefined {
  if (!isApply(of, "product") || !isScalar(of) || !of.args.some((f) => isApply(powerOf(f).base, "exp"))) return undefined;
  const terms: Expression[] = [];
  const rest: Expression[] = [];
  for (const f of of.args) {
    const { base, exponent } = powerOf(f);
    const times = (e: Expression) => terms.push(build("product", [exponent, e]));
    if (isApply(base, "exp")) times(base.args[0] as Expression);
    else if (isApply(base, "determinant") && holds(base.args[0] as Expression, "posdef")) times(build("logdeterminant", base.args));
    else if (holds(base, "positive")) times(build("log", [base]));
    else rest.push(f);
  }
  return build("add", rest.length ? [...terms, build("log", [build("product", rest)])] : terms);
}

/** The expression with the mean in the place of the variable. */
const at = (e: Expression, x: Expression, mean: Expression): Expression => normalize(e, (n) => (n === x ? mean : undefined));

const isKnown = (e: Expression, degrees: Degrees): boolean =>
  e.kind === "apply" && Object.hasOwn(means, e.operation.name) && degrees.of(e.args[0] as Expression) === 1;
const isAffine = (a: Atom, d: Draw): boolean => new Degrees(a.of, d.x).of(a.of) === 1;

/** The monomial with all its atoms at the mean. */
function unpaired(m: Monomial, d: Draw): Expression {
  return under(m, build("add", [normalize(put(m.expression, new Map(m.atoms.map((a) => [a.place.id, at(a.of, d.x, d.mean)]))))]));
}

/** The sums around a monomial. */
function under(m: Monomial, e: Expression): Expression {
  return m.binders.reduceRight((inner, b) => build("summation", [b.index, b.low, b.high, inner]), e);
}

/** The terms of a monomial's expectation in which some atoms are paired. */
function paired(m: Monomial, d: Draw): Expression[] {
  const degree = m.atoms.length;
  if (!d.normal && degree > 2)
    throw new NoExpectation(
      `no closed form: the expectation of degree ${degree} takes more moments than the first two`,
      "moments(mu, S) gives mean and covariance; for a normal distribution write normal(mu, S)",
    );
  if (degree > highest) throw new NoExpectation(`no closed form: the expectation of degree ${degree} is beyond degree ${highest}`, "take a part of it");
  const parts = m.atoms.map((a) => linearPart(a, d));
  const wholes = parts.map((p, k) => (isOne(p) ? p : (grouped(m.atoms[k] as Atom, p) ?? p)));
  const terms = (linear: readonly (readonly Monomial[])[]) =>
    evenSubsets(m.atoms.map((_, k) => k)).flatMap((chosen) =>
      choices(chosen.map((k) => linear[k] as readonly Monomial[])).flatMap((of) =>
        pairings(chosen.map((_, k) => k)).map((pairing) => pairTerm(m, new Map(chosen.map((k, i) => [k, of[i] as Monomial])), pairing, d)),
      ),
    );
  if (parts.reduce((n, p) => n * p.length, 1) > mostSplit) return terms(wholes);
  const [split, whole] = [terms(parts), parts.every(isOne) ? undefined : terms(wholes)];
  const length = (list: Expression[]) => (list.length ? cost(simplify(build("add", list))) : 0);
  return whole && length(whole) < length(split) ? whole : split;
}
const isOne = (p: readonly Monomial[]): boolean => p.length === 1 && !p[0]?.binders.length;

/** The parts of an atom that are linear in the variable, each once. */
function linearPart(a: Atom, d: Draw): Monomial[] {
  return monomials(a.of, new Degrees(a.of, d.x), never).filter((m) => m.atoms.length === 1);
}

/** The linear part of a column, row or scalar as one matrix times the variable. */
function grouped(a: Atom, parts: readonly Monomial[]): Monomial[] | undefined {
  const row = !isColumn(a.of);
  if (row && !isRow(a.of)) return undefined;
  const z = placeFor((parts[0]?.atoms[0] as Atom).place);
  const e = build(
    "add",
    parts.map((m) => jacobian(m, row)),
  );
  const linear = apply("product", [e, z]);
  return [{ expression: row ? apply("transpose", [linear]) : linear, atoms: [{ place: z, of: z }], binders: [] }];
}

/** The matrix of a linear monomial. */
function jacobian(m: Monomial, row: boolean): Expression {
  const z = (m.atoms[0] as Atom).place;
  const out = freeSide(row ? m.expression.cols : m.expression.rows);
  const term = emptyTerm(row ? [] : out, row ? out : []);
  lower(m.expression, term.out.rows, term.out.cols, term, { variable: z, inside: idsContaining(m.expression, z) });
  const { rows } = term.hole as { rows: Term["out"]["rows"] };
  return raise({ ...term, binders: [...m.binders, ...term.binders] }, out, rows);
}

/** One term: the chosen atoms are their linear parts, paired by covariances; the others are at the mean. */
function pairTerm(m: Monomial, chosen: ReadonlyMap<number, Monomial>, pairing: readonly (readonly [number, number])[], d: Draw): Expression {
  const linear = [...chosen.values()];
  const e = put(m.expression, new Map(m.atoms.map((a, k) => [a.place.id, chosen.get(k)?.expression ?? at(a.of, d.x, d.mean)])));
  const ends = linear.map((l) => (l.atoms[0] as Atom).place);
  const inside = new Set<number>(ends.flatMap((z) => [...idsContaining(e, z)]));
  const term = emptyTerm(freeSide(e.rows), freeSide(e.cols));
  // nothing is cut out: the ends of pairs stay factors
  lower(e, term.out.rows, term.out.cols, term, { variable: variable("#~", e.rows, e.cols), inside });
  if (term.zero) return build("product", [constant(0), e]);
  const end = (k: number) => term.factors.find((f) => f.node === ends[k]) as Factor;
  const scalars = term.scalars.map((s) => normalize(s));
  const factors = term.factors.filter((f) => !ends.some((z) => z === f.node)).map((f): Factor => ({ ...f, node: normalize(f.node) }));
  for (const [i, j] of pairing) {
    if (isScalar(d.covariance)) scalars.push(d.covariance);
    else factors.push({ node: d.covariance, rows: end(i).rows, cols: end(j).rows });
  }
  const whole: Term = { ...term, scalars, factors, binders: [...m.binders, ...linear.flatMap((l) => l.binders), ...term.binders] };
  return rebuilt(raise(whole, whole.out.rows, whole.out.cols), traced);
}

/** The sum of the entries of A.*B as a trace, where that is no longer. */
function traced(e: Expression): Expression {
  const entries = isApply(e, "sum") ? e.args[0] : undefined;
  if (!entries || !isApply(entries, "hadamard") || entries.args.length !== 2) return e;
  const [a, b] = entries.args as [Expression, Expression];
  if (isColumn(a) || isRow(a)) return e;
  const turned = (x: Expression) => build("transpose", [x]);
  const traces = [build("product", [turned(a), b]), build("product", [a, turned(b)])].map((p) => build("trace", [p]));
  return traces.reduce((best, t) => (cost(t) < cost(best) + Number(best === e) ? t : best), e);
}

/** The expression with its parts put in other words, arguments first. */
function rebuilt(root: Expression, by: (e: Expression) => Expression): Expression {
  const done = new Map<number, Expression>();
  for (const e of nodesOf(root)) {
    const args = e.kind === "apply" ? e.args.map((a) => done.get(a.id) as Expression) : [];
    const same = e.kind !== "apply" || args.every((a, k) => a === e.args[k]);
    const word = by(e);
    done.set(e.id, word !== e || same ? word : by(build(e.operation.name, args, e.dimensions)));
  }
  return done.get(root.id) as Expression;
}

/** A monomial with functions of known means: a lone one, or exponentials of scalars, which shift the mean of the rest. */
function tilted(m: Monomial, d: Draw): Expression {
  const functions = m.atoms.filter((a) => !isAffine(a, d)) as (Atom & { of: Expression & { kind: "apply" } })[];
  const [first] = functions as [(typeof functions)[number]];
  if (!d.normal) throw new NotPolynomial(first.of);
  if (functions.length === m.atoms.length && functions.length === 1)
    return under(m, normalize(put(m.expression, new Map([[first.place.id, meanOf(first.of.operation.name, first.of.args[0] as Expression, d)]]))));
  const other = functions.find((f) => !isApply(f.of, "exp") || !isScalar(f.of));
  if (other) throw new NotPolynomial(m.atoms.length === functions.length ? other.of : product(m));
  const exponent = build(
    "add",
    functions.map((f) => f.of.args[0] as Expression),
  );
  const values = new Map<number, Expression>(m.atoms.map((a) => [a.place.id, a.of]));
  for (const f of functions) values.set(f.place.id, constant(1));
  const rest = normalize(put(m.expression, values));
  const shift = build("product", [d.covariance, gradient(exponent, d)]);
  return under(m, build("product", [meanOf("exp", exponent, d), expected(rest, { ...d, mean: build("add", [d.mean, shift]) })]));
}
const product = (m: Monomial): Expression => put(m.expression, new Map(m.atoms.map((a) => [a.place.id, a.of])));

/** The mean of a function of something affine, from its mean and the variance of each entry. */
function meanOf(name: string, u: Expression, d: Draw): Expression {
  const place = placeFor(u);
  const other = placeFor(u);
  const square: Monomial = {
    expression: apply("hadamard", [place, other]),
    atoms: [
      { place, of: u },
      { place: other, of: u },
    ],
    binders: [],
  };
  const variance = build("add", paired(square, d));
  return instantiate(
    means[name] as string,
    new Map([
      ["m", at(u, d.x, d.mean)],
      ["v", variance],
    ]),
    new Map(),
    build,
  );
}

/** The gradient of an affine scalar, a column. */
function gradient(u: Expression, d: Draw): Expression {
  const parts = linearPart({ place: placeFor(u), of: u }, d);
  return build("transpose", [
    build(
      "add",
      parts.map((m) => jacobian(m, false)),
    ),
  ]);
}

/** All ways to choose two, four, ... of the list. */
function evenSubsets<T>(list: readonly T[]): T[][] {
  let out: T[][] = [[]];
  for (const x of list) out = [...out, ...out.map((s) => [...s, x])];
  return out.filter((s) => s.length > 0 && s.length % 2 === 0);
}

/** All ways to pair an even number of things. */
function pairings(list: readonly number[]): (readonly [number, number])[][] {
  const [first, ...rest] = list;
  if (first === undefined) return [[]];
  return rest.flatMap((partner) => pairings(rest.filter((x) => x !== partner)).map((p) => [[first, partner] as const, ...p]));
}

/** One of each list, in all ways. */
function choices<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((out, list) => out.flatMap((left) => list.map((x) => [...left, x])), [[]]);
}

/** KL(normal(m, S), normal(n, R)) in closed form (Kullback 1959, 9.1). */
export function divergence(args: readonly Expression[]): Expression {
  const [m, s, n, r] = args as [Expression, Expression, Expression, Expression];
  const bind = new Map(Object.entries({ m, n, S: symmetricPart(s), R: symmetricPart(r) }));
  const text = isScalar(s) ? "((n - m)^2/R + S/R - 1 + log(R) - log(S))/2" : "(tr(inv(R)*S) + (n - m)'*inv(R)*(n - m) - i + logdet(R) - logdet(S))/2";
  return instantiate(text, bind, new Map([["i", s.rows]]), build);
}
