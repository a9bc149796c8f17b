/**
 * Derivations as a lecturer writes them on the board.
 *
 * A derivation is a chain of rewritings of whole right-hand sides, each by one row of a table: the differential of f by the records of its operations
 * (`forward.ts`, the records that the adjoint pass lowers too), then the rules of `moves/`, the first that fits at the outermost part that holds the increment,
 * until the increment stands last: `tr(G'*dX)`, `J*dx`, `M*vec(dX)`; then what stands before it is brought to the form of the answer by the constructors and
 * identities of the normal form, one at a time (`reduce.ts`). Nothing is composed for show: each line is the value of a rule at a path of the line before,
 * so a step can be replayed, and what is shown coarser (`levels.ts`) is runs of these steps.
 *
 * The engine's own answer comes backwards, by terms with indices; the board's derivation is a second, independent way to the same answer, and must end in its
 * very text. What no rule bridges is a step by `simplify`, which says no more than that both sides are equal; it is counted, and checked as all are.
 */
import { freeName, type Part } from "../calculus/derivative.ts";
import { Unsupported } from "../calculus/differential.ts";
import type { Layout } from "../calculus/layout.ts";
import { constant, type Expression, idsContaining, isApply, isColumn, isScalar, namesOf, type Variable, variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import type { Named } from "../network/entries.ts";
import { build, normalize } from "../normal/build.ts";
import { cost } from "../normal/cost.ts";
import { isZero } from "../normal/sum.ts";
import { readEntries } from "../normal/units.ts";
import { apply, factorsOf } from "../operations/apply.ts";
import { Board, type Line } from "./board.ts";
import { bridge } from "./bridge.ts";
import { differential, type Taken } from "./forward.ts";
import { sameEntries } from "./indexed.ts";
import type { Shown } from "./levels.ts";
import type { Move } from "./move.ts";
import { distributing, productMoves } from "./moves/linear.ts";
import { coefficientOf, collecting, scalarMoves, summing, traceMoves } from "./moves/scalar.ts";
import { columnMoves, kroneckerMoves, vecMoves } from "./moves/vector.ts";
import { Notation, termsOf } from "./notation.ts";
import { reductions } from "./reduce.ts";

/** What is derived. */
export interface Task {
  /** f as typed and in normal form; the variable has no properties in either. */
  readonly typed: Expression;
  readonly normal: Expression;
  readonly x: Variable;
  readonly increment: Variable;
  readonly layout: Layout;
  /** The answer as it is printed. */
  readonly answer: Expression;
  /** The answer with its parts in the place of their names, where it has some. */
  readonly whole?: Expression;
  /** Puts the variable with its properties in the place of the free one. */
  readonly restore: (e: Expression) => Expression | undefined;
  /** Writes defined names for what they stand for. */
  readonly fold: (e: Expression) => Expression;
  /** How the variable moves where not all of it does: e(i,m)*dt*e(j,n)' by one entry. */
  readonly along?: Expression;
  /** Names for the way, in order, each from those before it: what they stand for is put in before the answer is read off. */
  readonly values?: readonly Part[];
  /** The differential, where it was found in another way than by the records. */
  readonly differential?: Expression;
}

/** How the function is called, and its derivative where that has a letter of its own. */
export interface Names {
  readonly function: string;
  readonly derivative?: string;
  /** The derivative is by a name on the way. */
  readonly inner?: true;
}

/** A layer of the chain rule: the names it goes through and their differentials, the name it is by; of the first, all names in order, and what those stand for that nobody gave. */
interface Through {
  readonly names: readonly string[];
  readonly differentials: readonly string[];
  readonly by: string;
  /** Names that move too, and are held here: theirs are other layers. */
  readonly held: readonly string[];
  readonly order?: readonly string[];
  /** What the derivative by v is called, `delta` or `J`. */
  readonly derivative?: string;
  readonly given?: readonly string[];
}

export interface Derivation {
  readonly lines: readonly Line[];
  readonly taken: readonly Taken[];
  readonly x: Variable;
  readonly increment: Variable;
  /** What is read off, `G`, and where from: df = tr(G'*dX). */
  readonly symbol: string;
  readonly form: string;
  /** The left-hand side of a line. */
  readonly left: (line: Shown) => string;
  readonly fold: (e: Expression) => Expression;
  readonly through?: Through;
  /** What names stand for that are put in. */
  readonly values?: readonly Part[];
  /** How the variable moves, where not all of it does. */
  readonly along?: Expression | undefined;
  /** By definition: the difference of values, or its linear part; within a structure; or no derivative at all. */
  readonly part?: "difference" | "linear" | "structured" | "simplification";
  /** Within a structure: the property of the increment. */
  readonly word?: string;
  /** The function whose derivative is read off, and of which order that is. */
  readonly of?: { readonly name: string; readonly order: 1 | 2 };
  /** In components: the entry that is differentiated by, the free indices, and which entry of the answer it is. */
  readonly entry?: { readonly of: string; readonly indices: readonly Named[]; readonly at: string };
}

/** All rules that move the increment, in the order for scalars; what is no scalar tries those of columns first. */
export const scalarGoal: readonly Move[] = [
  ...productMoves,
  ...kroneckerMoves,
  ...distributing,
  ...collecting,
  ...scalarMoves,
  ...traceMoves,
  ...columnMoves,
  ...vecMoves,
  ...summing,
];
const arrayGoal: readonly Move[] = [
  ...productMoves,
  ...kroneckerMoves,
  ...distributing,
  ...collecting,
  ...columnMoves,
  ...vecMoves,
  ...scalarMoves,
  ...traceMoves,
  ...summing,
];

/** The derivation of the answer by differentials, one rule a line; from the normal form where only from there each line has its rule. */
export function derivationOf(task: Task, names: Names): Derivation {
  const found = derived(task, names, false);
  if (task.typed === task.normal || !isVague(found)) return found;
  const other = derived(task, names, true);
  return isVague(other) ? found : other;
}
const isVague = (d: Derivation): boolean => d.lines.some((l) => l.rule === "simplify");

function derived(task: Task, names: Names, fromNormal: boolean): Derivation {
  const { x, increment } = task;
  const notation = new Notation(increment, turnedIn(task));
  const board = new Board(notation, task.typed);
  prepare(board, task, fromNormal);
  const found = differentialAt(board, task);
  const { whole, taken } = found;
  const f = board.line;
  board.write("differential-of", "differential", whole);
  const { symbol, form } = formOf(task, names);
  const df = `d${names.function}`;
  const twice = () => board.lines.some((l) => l.kind === "read-off" && !l.means);
  const left = (l: Shown) => {
    if (l.means || (l.kind === "read-off" && !notation.has(whole))) return symbol;
    if (l.kind === "question" && l.from === 0) return l.before === task.typed || l.before === board.lines[0]?.before ? names.function : df;
    if (l.kind === "rewrite" && l.to < board.lines.findIndex((b) => b.kind === "differential-of")) return names.function;
    return twice() && l.from >= board.lines.length ? `vec(${df})` : df;
  };
  const facts = {
    ...(!names.inner && { of: { name: "f", order: names.function === "f" ? 1 : 2 } as const }),
    along: task.along,
    taken,
    x,
    increment,
    symbol,
    form,
    left,
    fold: task.fold,
    ...(task.values && { values: task.values }),
  };
  if (!notation.has(whole)) {
    if (!isZero(task.answer)) throw new Unsupported("the derivation of this answer");
    board.write("read-off", "read-off", task.answer);
    return { lines: board.lines, ...facts, taken: [] };
  }
  const lines = isScalar(increment) ? byScalar(board, task) : isScalar(f) || isColumn(f) ? byArray(board, task) : byVec(board, task);
  return { lines, ...facts };
}

/** The way of an expression to its shortest form. */
export function simplification(typed: Expression, answer: Expression): Derivation {
  const x = variable("@", typed.rows, typed.cols);
  const board = new Board(new Notation(x, false), typed);
  for (const r of reductions(typed)) {
    board.rewrite(r.rule, r.whole, r.path, r.used);
    if (print(r.whole) === print(answer)) break;
  }
  for (const b of bridge(board.line, answer, undefined)) board.rewrite(b.rule, b.whole, undefined, b.used);
  board.write("read-off", "read-off", answer);
  const left = () => "f";
  return { lines: board.lines, taken: [], x, increment: x, symbol: "f", form: "", along: undefined, left, fold: (e) => e, part: "simplification" };
}

/** The differential of the line; of f in normal form where what was typed has none of its own. */
function differentialAt(board: Board, task: Task): { whole: Expression; taken: readonly Taken[] } {
  if (task.differential) return { whole: task.differential, taken: [] };
  try {
    return differential(board.line, task.x, board.notation, task.along);
  } catch (e) {
    if (!(e instanceof Unsupported) || board.line === task.normal) throw e;
    board.toNormal(task.typed, task.normal);
    return differential(board.line, task.x, board.notation, task.along);
  }
}

/** Brings f to the form that is differentiated, where that is shorter than what was typed, or wanted. */
function prepare(board: Board, task: Task, fromNormal: boolean): void {
  if (print(task.typed) === print(task.normal)) board.rewrite("regrouping", task.normal);
  else if (fromNormal || cost(task.normal) < cost(task.typed) || !idsContaining(task.normal, task.x).has(task.normal.id)) {
    board.toNormal(task.typed, task.normal);
  }
}

/** What is linear in a scalar increment, at 1: what the increment multiplies. */
export function slopeOf(e: Expression, n: Notation): Expression {
  if (e === n.increment) return constant(1);
  return e.kind === "apply" && n.has(e)
    ? n.make(
        e.operation.name,
        e.args.map((a) => slopeOf(a, n)),
        e.dimensions,
      )
    : e;
}

/** A scalar increment is pulled out of everything it stands in. */
function byScalar(board: Board, task: Task): readonly Line[] {
  const n = board.notation;
  const target = (a: Expression) => (a.kind === "constant" && a.value.equals(1) ? n.increment : before(a, n.increment));
  const coefficient = slopeOf(board.line, n);
  board.rewrite("scalar-increment-out", target(coefficient), []);
  finish(board, task, coefficient, target);
  return board.lines;
}

/** Scalars and columns: the increment, or its vec, comes to stand last. */
function byArray(board: Board, task: Task): readonly Line[] {
  const scalar = isScalar(board.line);
  let n = board.notation;
  if (!scalar && !isColumn(n.increment)) n = new Notation(n.increment, n.gradient, apply("vectorization", [n.increment]));
  const inner = n === board.notation ? board : new Board(n, board.line);
  const goal = scalar ? scalarGoal : arrayGoal;
  inner.run(goal);
  if (!isReached(inner)) {
    // what no rule moves may be shorter as a whole
    for (const r of reductions(inner.line)) inner.rewrite(r.rule, r.whole, r.path, r.used);
    inner.run(goal);
  }
  const lines = inner === board ? board.lines : [...board.lines, ...inner.lines.slice(1)];
  const trace = scalar && !isColumn(n.increment);
  const body = trace && isApply(inner.line, "trace") ? (inner.line.args[0] as Expression) : inner.line;
  const found = isReached(inner) ? coefficientOf(inner.line, n) : undefined;
  const target = (a: Expression) => {
    const whole = before(a, n.target);
    return trace ? apply("trace", [whole]) : whole;
  };
  const start = inner.lines.length;
  finish(inner, task, found && body ? found : undefined, target);
  return inner === board ? inner.lines : [...lines, ...inner.lines.slice(start)];
}

/** Does the increment stand last? */
const isReached = ({ line, notation }: Board): boolean => termsOf(line).length === 1 && coefficientOf(line, notation) !== undefined;

/** Matrices and rows: one chain for the differential, one for its vec. */
function byVec(board: Board, task: Task): readonly Line[] {
  const n = board.notation;
  board.run([...productMoves, ...distributing]);
  board.write("read-off", "read-off", board.line);
  const target = isColumn(n.increment) ? n.increment : apply("vectorization", [n.increment]);
  const second = new Board(new Notation(n.increment, n.gradient, target), apply("vectorization", [board.line]));
  second.run(arrayGoal);
  const found = termsOf(second.line).length === 1 ? coefficientOf(second.line, second.notation) : undefined;
  finish(second, task, found, (a) => before(a, target));
  return [...board.lines, ...second.lines];
}

/** Brings the coefficient to the answer's form, and reads it off. */
function finish(board: Board, task: Task, coefficient: Expression | undefined, line: (a: Expression) => Expression): void {
  const n = board.notation;
  const { answer } = task;
  const text = print(answer);
  const turned = turnedIn(task);
  const orient = (e: Expression) => (turned ? n.turned(e) : e);
  const shown = (g: Expression) => line(turned ? transposed(g) : g);
  const printed = (g: Expression) => print(task.fold(g));
  const reads = (g: Expression) => printed(g) === text || (turned && printed(build("transpose", [orient(g)])) === text);
  if (!coefficient) board.rewrite(sameEntries(board.line, shown(task.whole ?? normalize(answer))) ? "matrix-form" : "simplify", shown(answer), []);
  else {
    let g = orient(coefficient);
    if (!reads(g)) {
      board.rewrite(turned ? "gradient-form" : isApply(shown(g), "trace") ? "scalar-out-of-trace" : "scalars-in-front", shown(g), []);
      const whole = putIn(g, task.values ?? [], n);
      board.rewrite("value-of-name", shown(whole));
      g = whole;
    }
    if (!reads(g)) {
      for (const r of reductions(g, task.restore)) {
        // a transpose at the root is what is read off: it shows as the transpose of a transpose
        const rule = turned && !r.path.length && r.rule === "transpose-of-product" ? "gradient-form" : r.rule;
        board.rewrite(rule, shown(r.whole), undefined, r.used, r.part);
        g = r.whole;
        if (printed(g) === text) break;
      }
      const entries = reads(g) ? g : readEntries(g);
      if (entries !== g) {
        board.rewrite("entry-by-unit-vectors", shown(entries));
        g = entries;
      }
      if (!reads(g)) for (const b of bridge(g, normalize(answer), task, task.whole)) board.rewrite(b.rule, shown(b.whole), undefined, b.used);
    }
  }
  board.write("read-off", "read-off", answer, shown(answer));
}

/** With what the names stand for in their place. */
function putIn(e: Expression, values: readonly Part[], n: Notation): Expression {
  const by = new Map(values.map((v) => [v.variable.id, v.expression]));
  const put = (a: Expression): Expression => {
    const value = by.get(a.id);
    if (value) return put(value);
    return a.kind === "apply" ? n.make(a.operation.name, a.args.map(put), a.dimensions) : a;
  };
  return by.size ? put(e) : e;
}

/** The increment with its coefficient, as it stands. */
function before(a: Expression, target: Expression): Expression {
  if (isApply(a, "identity")) return target;
  return apply("product", isScalar(a) && !a.kind.startsWith("c") && isApply(a, "product") && !isScalar(target) ? [a, target] : [...factorsOf(a), target]);
}
const transposed = (g: Expression): Expression =>
  isScalar(g) || isApply(g, "identity") ? g : isApply(g, "transpose") ? (g.args[0] as Expression) : apply("transpose", [g]);

/** What is read off, and the form it stands in. */
function formOf(task: Task, names: Names): { symbol: string; form: string } {
  const { normal, increment } = task;
  const x = increment;
  const t = turnedIn(task) ? "'" : "";
  const [df, dx] = [`d${names.function}`, increment.name];
  const taken = namesOf(task.typed, normal, task.answer);
  const form = (letter: string, made: (symbol: string) => string) => {
    const symbol = names.derivative ?? freeName(letter, taken);
    return { symbol, form: made(`${symbol}${t}`) };
  };
  if (isScalar(x) && isScalar(normal)) {
    const symbol = names.derivative ?? freeName("F", taken);
    return { symbol, form: `${df} = ${symbol}*${dx}` };
  }
  if (isScalar(x)) return form("F", (f) => `${df} = ${f}*${dx}`);
  if (isScalar(normal)) return isColumn(x) ? form("g", (g) => `${df} = ${g}*${dx}`) : form("G", (g) => `${df} = tr(${g}*${dx})`);
  return form("J", (j) => `${isColumn(normal) ? df : `vec(${df})`} = ${j}*${isColumn(x) ? dx : `vec(${dx})`}`);
}

/** Is the answer the transpose of what stands before the increment? */
function turnedIn({ normal, increment, layout }: Task): boolean {
  if (isScalar(increment)) return layout === "denominator";
  return isScalar(normal) ? layout !== "numerator" : layout === "denominator";
}
