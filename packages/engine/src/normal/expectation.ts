import { constant, type Expression, idsContaining, isApply, isScalar } from "../expression/node.ts";
import { instantiate } from "../language/formula.ts";
import { print } from "../language/print.ts";
import { Misaligned } from "../network/lower.ts";
import { apply } from "../operations/apply.ts";
import { build, normalize } from "./build.ts";
import { at, type Draw, jacobian, linearPart, NoExpectation, paired, rebuilt } from "./isserlis.ts";
import { type Atom, Degrees, type Monomial, monomials, NotPolynomial, placeFor, put } from "./monomials.ts";
import { powerOf } from "./power.ts";
import { holds } from "./properties.ts";
import { readEntries } from "./units.ts";

/** Functions of which the mean at a normal argument is known, by its mean m and variance v. */
const means: Readonly<Record<string, string>> = {
  exp: "exp(m + v/2)",
  sinh: "exp(v/2).*sinh(m)",
  cosh: "exp(v/2).*cosh(m)",
  sin: "exp(-v/2).*sin(m)",
  cos: "exp(-v/2).*cos(m)",
};

/**
 * The expectation of a body in normal form, by the theorem of Isserlis: with x = mean + z, each product of an even number of z's is the sum over all
 * ways to pair them of products of covariances. What holds no pair is the body at the mean, grouped as it was. Throws `NoExpectation`.
 */
export function expectation(normal: boolean, [x, mean, covariance, body]: readonly Expression[]): Expression {
  const draw: Draw = { x: x as Expression, mean: mean as Expression, covariance: symmetricPart(covariance as Expression), normal };
  try {
    return readEntries(rebuilt(expected(withoutDensities(body as Expression, draw.x), draw), ownPower));
  } catch (e) {
    if (e instanceof Misaligned)
      throw new NoExpectation("Kronecker products whose factors' sizes do not line up have no expectation here", "write the product out");
    if (!(e instanceof NotPolynomial)) throw e;
    throw new NoExpectation(
      `no closed form: the expectation of ${print(e.part)}`,
      "polynomials, and exp, sinh, cosh, sin and cos of something affine, have one",
    );
  }
}

/** Zeros and the identity are their own powers, entry by entry: what is centred leaves such. */
function ownPower(e: Expression): Expression {
  const [base, k] = isApply(e, "entrypower") ? (e.args as [Expression, Expression]) : [e, e];
  return (isApply(base, "zeros") || isApply(base, "identity")) && k.kind === "constant" && k.value.s > 0n ? base : e;
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

const isKnown = (e: Expression, degrees: Degrees): boolean =>
  e.kind === "apply" && Object.hasOwn(means, e.operation.name) && degrees.of(e.args[0] as Expression) === 1;
const isAffine = (a: Atom, d: Draw): boolean => new Degrees(a.of, d.x).of(a.of) === 1;

/** The monomial with all its atoms at the mean. */
function unpaired(m: Monomial, d: Draw): Expression {
  return under(m, build("add", [normalize(put(m.expression, new Map(m.atoms.map((a) => [a.place.id, at(a.of, d.x, d.mean)]))))]));
}

/** The sums around a monomial. */
function under(m: Monomial, e: Expression): Expression {
  return m.binders.reduceRight((inner, b) => build(b.kind ?? "summation", [b.index, b.low, b.high, inner]), e);
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

/** KL(normal(m, S), normal(n, R)) in closed form (Kullback 1959, 9.1). */
export function divergence(args: readonly Expression[]): Expression {
  const [m, s, n, r] = args as [Expression, Expression, Expression, Expression];
  const bind = new Map(Object.entries({ m, n, S: symmetricPart(s), R: symmetricPart(r) }));
  const text = isScalar(s) ? "((n - m)^2/R + S/R - 1 + log(R) - log(S))/2" : "(tr(inv(R)*S) + (n - m)'*inv(R)*(n - m) - i + logdet(R) - logdet(S))/2";
  return instantiate(text, bind, new Map([["i", s.rows]]), build);
}
