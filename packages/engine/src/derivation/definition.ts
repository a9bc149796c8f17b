import { constant, type Expression, idsContaining, isApply, isScalar } from "../expression/node.ts";
import { apply } from "../operations/apply.ts";
import { Board } from "./board.ts";
import { type Derivation, derivationOf, type Names, type Task } from "./derivation.ts";
import type { Shown } from "./levels.ts";
import { distributing } from "./moves/linear.ts";
import { Notation, termsOf } from "./notation.ts";

/**
 * By the definition: f(x + dx) - f(x) multiplied out, and what is of first order in dx kept. Two derivations, of the difference and of its linear part;
 * undefined where f is no polynomial in x.
 */
export function byDefinition(task: Task, names: Names): Derivation[] | undefined {
  const { x, increment } = task;
  const n = new Notation(increment, false);
  const f = powersOut(task.typed, x, n);
  const moved = replaced(f, x, apply("add", [x, increment]), n);
  const board = new Board(n, apply("add", [moved, apply("product", [constant(-1), f])]));
  board.multiplyOut(distributing);
  const kept = termsOf(board.line).filter((t) => n.has(t));
  if (!kept.length) return [derivationOf(task, names)];
  if (!kept.every((t) => isMultilinear(t, n))) return undefined;
  board.rewrite("like-terms", n.make("add", kept));
  const linear = kept.filter((t) => degree(t, n) === 1);
  if (!linear.length) return undefined;
  const whole = n.make("add", linear);
  board.write("read-off", "first-order", whole);
  const second = derivationOf({ ...task, differential: whole }, names);
  const left = (l: Shown) => (l.kind === "read-off" ? `d${names.function}` : `${names.function}(${x.name} + ${increment.name}) - ${names.function}`);
  return [
    { ...second, lines: board.lines, taken: [], left, part: "difference" },
    { ...second, part: "linear" },
  ];
}

/** Whole powers as products, squares of norms as what they are the root of, where they hold the variable. */
function powersOut(e: Expression, x: Expression, n: Notation): Expression {
  if (e.kind !== "apply" || !idsContaining(e, x).has(e.id)) return e;
  const squared = normSquared(e);
  if (squared) return powersOut(squared, x, n);
  const args = e.args.map((a) => powersOut(a, x, n));
  const [base, k] = args as [Expression, Expression];
  const whole = k?.kind === "constant" && k.value.d === 1n && k.value.s > 0n && k.value.n <= 4n && k.value.n > 0n;
  const product = isApply(e, "entrypower") && !isScalar(e) ? "hadamard" : "product";
  if ((isApply(e, "power") || isApply(e, "entrypower")) && whole)
    return apply(
      product,
      Array.from({ length: Number(k.value.n) }, () => base),
    );
  return args.every((a, i) => a === e.args[i]) ? e : apply(e.operation, args, e.dimensions);
}

/** norm2(a)^2 = a'*a, normF(A)^2 = tr(A'*A). */
function normSquared(e: Expression): Expression | undefined {
  const [norm, k] = isApply(e, "power") ? e.args : [];
  if (!norm || k?.kind !== "constant" || k.value.d !== 1n || k.value.n !== 2n) return undefined;
  if (!isApply(norm, "norm2") && !isApply(norm, "normF")) return undefined;
  const [a] = norm.args as [Expression];
  const product = apply("product", [apply("transpose", [a]), a]);
  return isScalar(product) ? product : apply("trace", [product]);
}

function replaced(e: Expression, x: Expression, by: Expression, n: Notation): Expression {
  if (e === x) return by;
  if (e.kind !== "apply") return e;
  const args = e.args.map((a) => replaced(a, x, by, n));
  return args.every((a, i) => a === e.args[i]) ? e : apply(e.operation, args, e.dimensions);
}

/** How often the increment occurs. */
const degree = (e: Expression, n: Notation): number => (e === n.increment ? 1 : e.kind === "apply" ? e.args.reduce((s, a) => s + degree(a, n), 0) : 0);

const linearIn = new Set(["product", "hadamard", "summation", "mean", "lowertriangle", "uppertriangle", "skewmatrix", "member"]);

function isMultilinear(e: Expression, n: Notation): boolean {
  if (e.kind !== "apply" || !n.has(e)) return true;
  return (e.operation.multilinear === true || linearIn.has(e.operation.name)) && e.args.every((a) => isMultilinear(a, n));
}
