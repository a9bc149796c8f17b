/** Expressions as LaTeX (amsmath). A fold over the graph, arguments first; depth is no limit. */
import type Fraction from "fraction.js";
import { type Apply, type Constant, type Expression, isApply, isColumn, isRow, isScalar, nodesOf } from "../expression/node.ts";
import { boundNames } from "../language/print.ts";
import { functionLatex } from "./functions.ts";
import { dimensionLatex, isWord, nameLatex } from "./names.ts";
import { atLeast, atom, bracketed, call, fraction, infix, juxtapose, level, type Piece, signed, sum, superscript } from "./piece.ts";
import { spellings } from "./spellings.ts";

type Printed = (e: Expression) => Piece;
type Names = ReadonlyMap<string, string>;

function digits(text: string, negative = false): Piece {
  return { text, level: level.atom, negative, starts: "digit", ends: "digit" };
}

function number(value: Fraction): Piece {
  return value.d === 1n ? digits(`${value.n}`, value.s < 0n) : fraction({ ...digits(`${value.n}`), negative: value.s < 0n }, digits(`${value.d}`));
}

function constant(e: Constant): Piece {
  const typed = /^(-?)([^eE]*)(?:[eE]\+?(-?\d+))?$/.exec(e.text ?? "");
  if (!e.text || !typed) return number(e.value);
  const [, sign, mantissa, power] = typed;
  return power === undefined
    ? digits(mantissa as string, sign === "-")
    : { text: `${mantissa} \\times 10^{${power}}`, level: level.product, negative: sign === "-", starts: "digit" };
}

/** The number that an exponent is, `1/2` as typed too. */
function rational(e: Expression): Fraction | undefined {
  if (e.kind === "constant") return e.text === undefined ? e.value : undefined;
  if (!isApply(e, "product") || e.args.length !== 2) return undefined;
  const [top, under] = e.args as readonly [Expression, Expression];
  if (top.kind !== "constant") return undefined;
  if (under.kind === "constant") return top.value.mul(under.value);
  const [base, power] = isApply(under, "power") ? (under.args as readonly [Expression, Expression]) : [];
  return base?.kind === "constant" && base.value.n !== 0n && power?.kind === "constant" && power.value.equals(-1) ? top.value.div(base.value) : undefined;
}

/** Inside a superscript fractions are written in line. */
function exponent(e: Expression, printed: Printed): string {
  return rational(e)?.toFraction() ?? signed(printed(e));
}

/** What divides where it stands in a product: the base and the exponent that is left; none where e does not divide. */
function divisor(e: Expression, printed: Printed): Piece | undefined {
  if (!isApply(e, "power") || !isScalar(e)) return undefined;
  const [base, k] = e.args as readonly [Expression, Expression];
  if (k.kind !== "constant" || k.value.s >= 0n) return undefined;
  return scalarPower(printed(base), k.value.neg(), k.value.neg().toFraction());
}

function scalarPower(base: Piece, k: Fraction, text: string): Piece {
  if (k.equals(1)) return base;
  return k.equals(0.5) ? atom(`\\sqrt{${signed(base)}}`) : superscript(base, `{${text}}`);
}

function product(e: Apply, printed: Printed): Piece {
  let negative = false;
  let coefficient: Constant | undefined;
  const factors: { piece: Piece; of: Expression }[] = [];
  const divisors: Piece[] = [];
  e.args.forEach((a, k) => {
    const under = divisor(a, printed);
    if (under) divisors.push(under);
    else if (k === 0 && a.kind === "constant" && a.value.equals(-1)) negative = true;
    else if (a.kind === "constant" && a.text === undefined && a.value.d !== 1n && !coefficient) coefficient = a;
    else factors.push({ piece: printed(a), of: a });
  });
  if (coefficient) {
    if (coefficient.value.s < 0n) negative = !negative;
    const size = coefficient.value.abs();
    if (divisors.length === 0) factors.unshift({ piece: number(size), of: coefficient });
    else {
      if (size.n !== 1n) factors.unshift({ piece: digits(`${size.n}`), of: coefficient });
      divisors.unshift(digits(`${size.d}`));
    }
  }
  const top = numerator(factors);
  const piece = divisors.length ? fraction(top, divisors.length === 1 ? (divisors[0] as Piece) : juxtapose(divisors)) : top;
  return { ...piece, negative: Boolean(piece.negative) !== negative };
}

/** The factors side by side. A scalar product of vectors inside a chain keeps its brackets; scaled entry-wise products need none. */
function numerator(factors: readonly { piece: Piece; of: Expression }[]): Piece {
  if (factors.length === 0) return digits("1");
  const last = factors.at(-1) as { piece: Piece; of: Expression };
  if (factors.length > 1 && last.piece.level === level.infix && !last.piece.negative && factors.slice(0, -1).every((f) => isScalar(f.of))) {
    const scale = juxtapose(factors.slice(0, -1).map((f) => f.piece));
    const tight = juxtapose([scale, { ...last.piece, level: level.product }]);
    return { ...tight, level: level.infix, infix: last.piece.infix };
  }
  return juxtapose(
    factors.map(({ piece, of }, k) =>
      k > 0 && isApply(of, "product") && isScalar(of) && of.args.some((a) => !isScalar(a)) && !piece.text.startsWith("\\frac") ? bracketed(piece) : piece,
    ),
  );
}

function hadamard(e: Apply, printed: Printed): Piece {
  const scale: Piece[] = [];
  const over: Piece[] = [];
  const under: Piece[] = [];
  for (const a of e.args) {
    if (isScalar(a) && !isScalar(e)) scale.push(printed(a));
    else if (isApply(a, "entrypower") && a.args[1]?.kind === "constant" && a.args[1].value.equals(-1)) under.push(printed(a.args[0] as Expression));
    else over.push(printed(a));
  }
  const multiplied = over.length === 0 ? digits("1") : over.length === 1 ? (over[0] as Piece) : infix(over, "\\odot");
  const all =
    under.length === 0
      ? multiplied
      : infix([multiplied.infix ? bracketed(multiplied) : multiplied, ...under.map((u) => atLeast(u, level.product))], "\\oslash");
  return scale.length === 0
    ? all
    : { ...juxtapose([...scale, all.negative ? bracketed(all) : { ...all, level: level.product }]), level: all.level, infix: all.infix };
}

function power(e: Apply, printed: Printed): Piece {
  const under = divisor(e, printed);
  if (under) return fraction(digits("1"), under);
  const [base, k] = e.args as readonly [Expression, Expression];
  const value = rational(k);
  if (isScalar(e) && value) return scalarPower(printed(base), value, value.toFraction());
  return superscript(printed(base), `{${exponent(k, printed)}}`);
}

function over(sign: string, between: (index: string, low: string, high: string) => string, end: (index: string) => string) {
  return (e: Apply, printed: Printed): Piece => {
    const [index, low, high, body] = e.args.map(printed) as [Piece, Piece, Piece, Piece];
    const inside = atLeast(body, level.infix);
    return { text: `${sign}${between(signed(index), signed(low), signed(high))} ${inside.text}${end(signed(index))}`, level: level.big };
  };
}

const normal = (mean: string, covariance: string): string => `\\mathcal{N}\\left(${mean}, ${covariance}\\right)`;

function expectation(distribution: (mean: string, covariance: string) => string, e: Apply, printed: Printed): Piece {
  const [x, mean, covariance, body] = e.args.map((a) => signed(printed(a))) as [string, string, string, string];
  return atom(`\\mathbb{E}_{${x} \\sim ${distribution(mean, covariance)}}\\left[${body}\\right]`);
}

function entry(e: Apply, printed: Printed): Piece {
  const [of, ...indices] = e.args as readonly [Expression, ...Expression[]];
  const base = printed(of);
  const column = e.operation.name === "entry" && indices.length === 1 && !isColumn(of) && !isRow(of);
  const letter = base.level === level.atom && of.kind === "variable" && !base.text.includes("_");
  return atom(`${letter ? base.text : `\\left[${signed(base)}\\right]`}_{${column ? ":," : ""}${indices.map((i) => exponent(i, printed)).join(",")}}`);
}

function dimension(e: Apply): Piece {
  const text = dimensionLatex(e.dimensions[0] as Apply["rows"]);
  if (/ [+-] /.test(text)) return { text, level: level.sum };
  const starts = /^\d/.test(text) ? "digit" : isWord(text) ? "word" : undefined;
  return { text, level: / /.test(text) ? level.product : text.includes("^") ? level.scripted : level.atom, starts, ends: starts };
}

/** The operators, whose print depends on what their arguments are. */
const operators: Readonly<Record<string, (e: Apply, printed: Printed) => Piece>> = {
  add: (e, printed) => sum(e.args.map(printed)),
  product,
  hadamard,
  power,
  entrypower: (e, printed) => superscript(printed(e.args[0] as Expression), `{\\odot ${exponent(e.args[1] as Expression, printed)}}`),
  summation: over(
    "\\sum",
    (i, low, high) => `_{${i}=${low}}^{${high}}`,
    () => "",
  ),
  integral: over(
    "\\int",
    (_t, low, high) => `_{${low}}^{${high}}`,
    (t) => ` \\, \\mathrm{d}${t}`,
  ),
  normalexpectation: (e, printed) => expectation(normal, e, printed),
  momentsexpectation: (e, printed) => expectation((mean, covariance) => `\\left(${mean}, ${covariance}\\right)`, e, printed),
  divergence: (e, printed) => {
    const [m, s, n, r] = e.args.map((a) => signed(printed(a))) as [string, string, string, string];
    return atom(`D_{\\mathrm{KL}}\\left(${normal(m, s)} \\,\\|\\, ${normal(n, r)}\\right)`);
  },
  member: entry,
  entry,
  dimension,
};

/** A member of a family: `x_{i}`. */
function member(e: Expression, printed: Printed, families: ReadonlySet<string>): Piece | undefined {
  if (!isApply(e, "entry") || e.args.length !== 2) return undefined;
  const [of, i] = e.args as readonly [Expression, Expression];
  const base = printed(of);
  return of.kind === "variable" && families.has(of.name) && !base.text.includes("_") ? atom(`${base.text}_{${exponent(i, printed)}}`) : undefined;
}

function node(e: Expression, printed: Printed, bound: Names, families: ReadonlySet<string>): Piece {
  if (e.kind === "constant") return constant(e);
  if (e.kind === "variable") {
    const text = nameLatex(bound.get(e.name) ?? e.name);
    const touch = isWord(text) || text.startsWith("\\mathrm{d}") ? "word" : undefined;
    return { text, level: level.atom, starts: touch, ends: touch };
  }
  const { name, spelling = name } = e.operation;
  const operator = operators[name];
  const one = member(e, printed, families);
  if (one) return one;
  if (operator) return operator(e, printed);
  if (e.operation.unknown) return functionLatex(e.operation.unknown, e.args, printed);
  const args = e.args.map(printed);
  return spellings[name]?.(args, e) ?? call(`\\operatorname{${spelling}}`, [...args.map(signed), ...e.dimensions.map(dimensionLatex)]);
}

/** The expression in LaTeX, for a mathematics environment with amsmath; of the names in `families` the entries with one index are members. */
export function toLatex(expression: Expression, families: ReadonlySet<string> = new Set()): string {
  const pieces = new Map<number, Piece>();
  const printed = (e: Expression) => pieces.get(e.id) as Piece;
  const bound = boundNames(expression);
  for (const e of nodesOf(expression)) pieces.set(e.id, node(e, printed, bound, families));
  return signed(printed(expression));
}
