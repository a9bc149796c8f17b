import { constant, type Expression, idsContaining, isApply, isColumn, isRow, isScalar, nodesOf, variable } from "../expression/node.ts";
import type { Message } from "../messages/messages.ts";
import { lower } from "../network/lower.ts";
import { emptyTerm, type Factor, freeSide, type Term } from "../network/term.ts";
import { raise } from "../network/terms.ts";
import { apply } from "../operations/apply.ts";
import { build, normalize } from "./build.ts";
import { cost } from "./cost.ts";
import { type Atom, Degrees, type Monomial, monomials, NotPolynomial, never, placeFor, put } from "./monomials.ts";
import { simplify } from "./simplify.ts";

/** An expectation that no rule gives: the message names the part that stands in the way. */
export class NoExpectation extends Error {
  declare readonly message: Message;
  constructor(
    message: Message,
    readonly hint: Message,
  ) {
    super(message);
  }
}

/** Of an expectation over a normal distribution the highest degree; with mean and covariance alone it is two. */
const highest = 6;

/** Sums of so many products are paired term by term; in longer ones each linear part is one matrix. */
const mostSplit = 24;

/** What is drawn: x of this mean and covariance. */
export interface Draw {
  readonly x: Expression;
  readonly mean: Expression;
  readonly covariance: Expression;
  readonly normal: boolean;
}

/** The expression with the mean in the place of the variable. */
export const at = (e: Expression, x: Expression, mean: Expression): Expression => normalize(e, (n) => (n === x ? mean : undefined));

/** The terms of a monomial's expectation in which some atoms are paired. */
export function paired(m: Monomial, d: Draw): Expression[] {
  const degree = m.atoms.length;
  if (!d.normal && degree > 2)
    throw new NoExpectation(
      `no closed form: the expectation of degree ${degree} takes more moments than the first two`,
      "moments(mu, S) gives mean and covariance; for a normal distribution write normal(mu, S)",
    );
  if (degree > highest) throw new NoExpectation(`no closed form: the expectation of degree ${degree} is beyond degree ${highest}`, "take a part of it");
  const parts = m.atoms.map((a) => linearPart(a, d));
  const wholes = parts.map((p, k) => (isOne(p) ? p : (grouped(m.atoms[k] as Atom, p, d) ?? p)));
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
export function linearPart(a: Atom, d: Draw): Monomial[] {
  return monomials(a.of, new Degrees(a.of, d.x), never).filter((m) => m.atoms.length === 1);
}

/** The linear part of a column, row or scalar as one matrix times the variable. */
function grouped(a: Atom, parts: readonly Monomial[], d: Draw): Monomial[] | undefined {
  const row = !isColumn(a.of);
  if (row && !isRow(a.of)) return undefined;
  const z = placeFor(d.x);
  const e = build(
    "add",
    parts.map((m) => jacobian(m, row)),
  );
  const linear = apply("product", [e, z]);
  return [{ expression: row ? apply("transpose", [linear]) : linear, atoms: [{ place: z, of: z }], binders: [] }];
}

/** The matrix of a linear monomial. */
export function jacobian(m: Monomial, row: boolean): Expression {
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
  const end = (k: number): Factor => {
    const f = term.factors.find((x) => x.node === ends[k]);
    if (!f) throw new NotPolynomial(e);
    return f;
  };
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
export function rebuilt(root: Expression, by: (e: Expression) => Expression): Expression {
  const done = new Map<number, Expression>();
  for (const e of nodesOf(root)) {
    const args = e.kind === "apply" ? e.args.map((a) => done.get(a.id) as Expression) : [];
    const same = e.kind !== "apply" || args.every((a, k) => a === e.args[k]);
    const word = by(e);
    done.set(e.id, word !== e || same ? word : by(build(e.operation.name, args, e.dimensions)));
  }
  return done.get(root.id) as Expression;
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
