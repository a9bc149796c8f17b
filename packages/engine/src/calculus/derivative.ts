import { type Dimension, multiplyDimensions, one } from "../expression/dimension.ts";
import { type Expression, isApply, isColumn, isRow, isScalar, nodesOf, type Variable, variable } from "../expression/node.ts";
import { entryOf, type Named, nameSide } from "../network/entries.ts";
import { emptyTerm, type Factor, freeSide, resolve, type Side, type Term } from "../network/term.ts";
import { raise } from "../network/terms.ts";
import { build, normalize } from "../normal/build.ts";
import { cost } from "../normal/cost.ts";
import { assume, holds } from "../normal/properties.ts";
import { simplify } from "../normal/simplify.ts";
import { zero } from "../normal/sum.ts";
import { apply } from "../operations/apply.ts";
import { derivativeTerms, type Mode, normalMode } from "./adjoint.ts";
import { arrangement, type Layout } from "./layout.ts";
import { holdsBound, type Need, needsOf } from "./needs.ts";

export type Form = "matrix" | "differential" | "index" | "vec" | "jvp" | "vjp" | "hvp";

/** What is differentiated, how often, and how the answer is laid out. */
export interface Question {
  /** As it was typed. */
  readonly function: Expression;
  readonly wrt: Variable;
  /** The second variable of a mixed derivative, or wrt again for order 2. */
  readonly again?: Variable | undefined;
  readonly layout: Layout;
  readonly form: Form;
  /** The entry of wrt (row and column) to differentiate by alone. */
  readonly entry?: readonly Expression[] | undefined;
  /** What defined names stand for, in order. */
  readonly definitions?: readonly Part[] | undefined;
  /** Definitions keep their names and are differentiated through: the cost is linear in their number. */
  readonly keepNames?: boolean | undefined;
  /** Names that are taken. */
  readonly taken?: ReadonlySet<string> | undefined;
}

/** A name given to a part of the answer. */
export interface Part {
  readonly variable: Variable;
  readonly expression: Expression;
  /** The name that it is the derivative by. */
  readonly by?: Expression;
}

export interface Derivative {
  readonly expression: Expression;
  readonly needs: readonly Need[];
  /** The first derivative where there were two, with the variable still free of properties. */
  readonly gradient: Expression | undefined;
  /** Names that the derivative uses for derivatives by defined names, each defined by those before it. */
  readonly parts: readonly Part[];
  /** The increment or cotangent that the form names. */
  readonly along?: Variable;
  readonly indices?: readonly Named[];
  /** How many of the indices are the columns'. */
  readonly columns?: number;
}

/** The variable without its properties: derivatives are taken with all entries free. */
export function freed(x: Variable): Variable {
  return variable(x.name, x.rows, x.cols);
}

/** The derivative of an expression by a variable, in normal form. Throws `Unsupported` for what has none here. */
export function differentiate(question: Question): Derivative {
  const definitions = reached(question.function, question.definitions ?? []);
  const needs = unproved([question.function, ...definitions.map((d) => d.expression)].flatMap((e) => needsOf(e, question.wrt)));
  let normal = freeing(question);
  normal(question.function);
  for (const n of needs) assume(normal(n.of), n.property);
  // what was assumed may simplify f itself
  if (needs.length) normal = freeing(question);
  const f = normal(question.function);
  const mode = modeOf(question, normal);
  const x = freed(question.wrt);
  const again = question.again && freed(question.again);
  let gradient: Expression | undefined;
  let raw: Laid;
  if (!again) raw = lay(f, x, question, mode);
  else {
    gradient = sum(derivativeTerms(f, x, mode), (t) => arrangement(t, f, x, isScalar(f) ? "denominator" : "numerator"), isScalar(f) ? x : f);
    const more = unproved(needsOf(gradient, again));
    for (const n of more) assume(n.of, n.property);
    needs.push(...more.filter((n) => !holdsBound(n.of)));
    if (more.length) gradient = normalize(gradient);
    raw = lay(
      gradient,
      again,
      {
        ...question,
        layout: isScalar(f) ? "numerator" : question.layout,
        // rows x, columns y, whatever their shapes
        form: isScalar(f) && question.form === "matrix" ? "vec" : question.form,
        wrt: question.again as Variable,
        entry: undefined,
      },
      mode,
    );
  }
  const restored = restore(raw.expression, gradient, mode.parts, question, needs);
  const { along, indices, columns } = raw;
  return { expression: restored.expression, needs: restored.needs, gradient: restored.gradient, parts: restored.parts, along, indices, columns };
}

/** The definitions that the function rests on, directly or through others. */
function reached<D extends { readonly variable: Variable; readonly expression: Expression }>(f: Expression, definitions: readonly D[]): D[] {
  const names = new Set(nodesOf(f));
  return [...definitions]
    .reverse()
    .filter((d) => {
      const used = names.has(d.variable);
      if (used) for (const n of nodesOf(d.expression)) names.add(n);
      return used;
    })
    .reverse();
}

/** Normal forms in which the variables have no properties, and definitions are put in unless they keep their names. */
export function freeing(question: Pick<Question, "wrt" | "again" | "definitions" | "keepNames">): (e: Expression) => Expression {
  const put = new Map<number, Expression>([[question.wrt.id, freed(question.wrt)]]);
  if (question.again) put.set(question.again.id, freed(question.again));
  const done = new Map<number, Expression>();
  const normal = (e: Expression) => normalize(e, (x) => put.get(x.id), done);
  if (!question.keepNames) for (const d of question.definitions ?? []) if (!put.has(d.variable.id)) put.set(d.variable.id, normal(d.expression));
  return normal;
}

/** The needs that neither declared properties nor needs before them give; from here on they are assumed. */
export function unproved(needs: readonly Need[]): Need[] {
  const out: Need[] = [];
  for (const need of needs) {
    const of = normalize(need.property === "invertible" ? coreOf(need.of) : need.of);
    if (holds(of, need.property)) continue;
    assume(of, need.property);
    out.push({ of, property: need.property });
  }
  return out;
}

/** What must be invertible for A', inv(A) to be so: A. */
function coreOf(e: Expression): Expression {
  let core = e;
  while (isApply(core, "transpose") || isApply(core, "inverse")) core = core.args[0] as Expression;
  return core;
}

/** Derivatives by names that are kept get names too. */
function modeOf(question: Question, normal: (e: Expression) => Expression): Mode & { parts: Part[] } {
  const parts: Part[] = [];
  if (!question.keepNames) return { ...normalMode, parts };
  const taken = new Set(question.taken);
  const definitions = new Map(
    (question.definitions ?? []).filter((d) => d.variable !== question.wrt && d.variable !== question.again).map((d) => [d.variable.id, normal(d.expression)]),
  );
  const name = (v: Expression, derivative: Expression): Expression => {
    const part = variable(freeName(`${isScalar(question.function) ? "delta" : "J"}_${(v as Variable).name}`, taken), derivative.rows, derivative.cols);
    taken.add(part.name);
    parts.push({ variable: part, expression: derivative, by: v });
    return part;
  };
  return { ...normalMode, definitions, name, parts };
}

/** Puts the declared properties of the variables back, now that nothing is left to differentiate. */
function restore(
  e: Expression,
  gradient: Expression | undefined,
  parts: readonly Part[],
  question: Question,
  needs: readonly Need[],
): { expression: Expression; gradient: Expression | undefined; parts: Part[]; needs: readonly Need[] } {
  const originals = new Map([[freed(question.wrt).id, question.wrt as Expression]]);
  if (question.again) originals.set(freed(question.again).id, question.again);
  const put = (n: Expression) => originals.get(n.id);
  for (const n of needs) assume(normalize(n.of), n.property);
  const done = new Map<number, Expression>();
  const unchanged = [question.wrt, question.again].every((v) => !v || freed(v) === v);
  const back = (x: Expression) => (unchanged ? x : simplify(normalize(x, put, done)));
  return {
    expression: back(e),
    gradient,
    parts: parts.map((p) => ({ ...p, expression: back(p.expression) })),
    needs,
  };
}

/** The terms' sum in the arrangement, simplified; zeros of the right shape where there are none. */
export function sum(terms: readonly Term[], place: (t: Term) => readonly [Side, Side], like: { rows: Dimension; cols: Dimension }): Expression {
  if (terms.length === 0) return zero(like.rows, like.cols);
  return simplify(
    build(
      "add",
      terms.map((t) => raise(t, ...place(t))).sort((a, b) => cost(a) - cost(b)),
    ),
  );
}

interface Laid {
  readonly expression: Expression;
  readonly along?: Variable;
  readonly indices?: readonly Named[];
  readonly columns?: number;
}

function lay(f: Expression, x: Variable, question: Question, mode: Mode): Laid {
  const terms = derivativeTerms(f, x, mode);
  const { entry, layout, form } = question;
  if (entry) {
    const filled = terms.map((t) => atEntry(t, x, entry));
    const turned = layout === "denominator";
    return { expression: sum(filled, (t) => (turned ? [t.out.cols, t.out.rows] : [t.out.rows, t.out.cols]), turned ? { rows: f.cols, cols: f.rows } : f) };
  }
  return forms[form](terms, f, x, layout, question.taken ?? new Set());
}

type Laying = (terms: readonly Term[], f: Expression, x: Variable, layout: Layout, taken: ReadonlySet<string>) => Laid;

/** The term with its hole filled by the unit vectors of one entry. */
function atEntry(t: Term, x: Variable, [i, j]: readonly Expression[]): Term {
  const hole = t.hole as { rows: Side; cols: Side };
  const units: Factor[] = [];
  if (hole.rows.length) units.push({ node: apply("unitvector", [i as Expression], [x.rows]), rows: hole.rows, cols: [] });
  if (hole.cols.length) units.push({ node: apply("unitvector", [(hole.rows.length ? j : (j ?? i)) as Expression], [x.cols]), rows: hole.cols, cols: [] });
  return { ...t, factors: [...t.factors, ...units] };
}

/** A name that is not taken, with the next free digit where it is. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let k = 1;
  while (taken.has(`${name}${k}`)) k++;
  return `${name}${k}`;
}

/** Fills the hole of each term with an increment: the derivative along it. */
const along: Laying = (terms, f, x, _layout, taken) => {
  const increment = variable(freeName(`d${x.name}`, taken), x.rows, x.cols);
  if (isScalar(f) && !isScalar(x) && terms.length) {
    // df = tr(G'*dX), df = g'*dx
    const row = sum(terms, (t) => arrangement(t, f, x, "numerator"), x);
    const whole = apply("product", [...(isApply(row, "product") ? row.args : [row]), increment]);
    return {
      expression: isColumn(x) ? build("product", [row, increment]) : isRow(x) ? build("product", [increment, row]) : apply("trace", [whole]),
      along: increment,
    };
  }
  const filled = terms.map((t): Term => ({ ...t, factors: [...t.factors, { node: increment, ...(t.hole as { rows: Side; cols: Side }) }] }));
  return { expression: sum(filled, (t) => [t.out.rows, t.out.cols], f), along: increment };
};

const forms: Record<Form, Laying> = {
  matrix: (terms, f, x, layout) => ({ expression: sum(terms, (t) => arrangement(t, f, x, layout), shapeOf(f, x, layout)) }),
  differential: along,
  jvp: along,
  hvp: along,
  vjp: (terms, f, x, _layout, taken) => {
    const cotangent = variable(freeName("G", taken), f.rows, f.cols);
    const filled = terms.map((t): Term => ({ ...t, factors: [...t.factors, { node: cotangent, rows: t.out.rows, cols: t.out.cols }] }));
    return { expression: sum(filled, (t) => [(t.hole as { rows: Side }).rows, (t.hole as { cols: Side }).cols], x), along: cotangent };
  },
  vec: (terms, f, x, layout) => {
    const place = (t: Term): [Side, Side] => {
      const [r, c] = vecSides(t);
      return layout === "denominator" || (layout === "mixed" && isScalar(f)) ? [c, r] : [r, c];
    };
    const [m, n] = [multiplyDimensions(f.rows, f.cols), multiplyDimensions(x.rows, x.cols)];
    const turned = layout === "denominator" || (layout === "mixed" && isScalar(f));
    return { expression: sum(terms, place, turned ? { rows: n, cols: m } : { rows: m, cols: n }) };
  },
  index: (terms, f, x, layout, taken) => {
    const names = ["i", "j", "k", "l", "p", "q", "r", "s"];
    const [rows, cols] = arrangement(terms[0] ?? bareTerm(f, x), f, x, layout);
    const indices = [...nameSide(rows, names, taken), ...nameSide(cols, names, taken)];
    const at = indices.map((n) => n.name);
    if (!terms.length) return { expression: zero(one, one), indices, columns: resolve(cols).length };
    return {
      expression: simplify(
        build(
          "add",
          terms.map((t) => entryOf(t, ...arrangement(t, f, x, layout), at)),
        ),
      ),
      indices,
      columns: resolve(cols).length,
    };
  },
};

/** A term without factors: the indices of f and x alone. */
function bareTerm(f: Expression, x: Expression): Term {
  const t = emptyTerm(freeSide(f.rows), freeSide(f.cols));
  t.hole = { rows: freeSide(x.rows), cols: freeSide(x.cols) };
  return t;
}

function vecSides(t: Term): [Side, Side] {
  const hole = t.hole as { rows: Side; cols: Side };
  return [
    [...t.out.cols, ...t.out.rows],
    [...hole.cols, ...hole.rows],
  ];
}

/** The shape of the derivative in the layout. */
export function shapeOf(f: Expression, x: Expression, layout: Layout): { rows: Dimension; cols: Dimension } {
  if (isScalar(f)) return layout === "numerator" ? { rows: x.cols, cols: x.rows } : { rows: x.rows, cols: x.cols };
  if (isScalar(x)) return layout === "denominator" ? { rows: f.cols, cols: f.rows } : { rows: f.rows, cols: f.cols };
  const [m, n] = [multiplyDimensions(f.rows, f.cols), multiplyDimensions(x.rows, x.cols)];
  return layout === "denominator" ? { rows: n, cols: m } : { rows: m, cols: n };
}
