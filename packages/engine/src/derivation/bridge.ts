import { differentiate } from "../calculus/derivative.ts";
import { Unsupported } from "../calculus/differential.ts";
import { constant, type Expression, isApply, isColumn, isRow, isScalar, nodesOf, rebuilt, variable } from "../expression/node.ts";
import { lower, Misaligned } from "../network/lower.ts";
import { emptyTerm, freeSide } from "../network/term.ts";
import { raise } from "../network/terms.ts";
import { build, normalize, withArguments } from "../normal/build.ts";
import { cost } from "../normal/cost.ts";
import { holdsSum, stackSums } from "../normal/samples.ts";
import { expand } from "../normal/simplify.ts";
import { readEntries } from "../normal/units.ts";
import { apply } from "../operations/apply.ts";
import { inComponents } from "./components.ts";
import type { Task } from "./derivation.ts";
import { sameEntries } from "./indexed.ts";
import { factored, type Reduction, symmetricNames } from "./reduce.ts";
import type { RuleName } from "./rules.ts";

/** Components that cost more are no help to a reader. */
const mostShown = 60;

type Way = Pick<Reduction, "rule" | "whole" | "used">;
const way = (rule: RuleName, ...wholes: readonly Expression[]): Way[] => wholes.map((whole) => ({ rule, whole, used: [] }));

/**
 * The last steps to the form of the answer, where constructors and identities leave another; a rule used there and back is named twice.
 * `whole` is the answer with its parts in the place of their names.
 */
export function bridge(g: Expression, answer: Expression, task: Task | undefined, whole = answer): Way[] {
  if (g === answer) return way("regrouping", answer);
  if (isApply(g, "transpose") && normalize(g.args[0] as Expression) === answer)
    return [{ rule: "transpose-of-symmetric", whole: answer, used: symmetricNames(g) }];
  if (build("transpose", [isApply(g, "transpose") ? (g.args[0] as Expression) : g]) === answer) return way("transpose-of-sum", answer);
  if (factored(g, answer)) return way("common-factor", ...between(g, multipliedOut(g), answer), answer);
  if (isScalar(g) && flatTraces(g) === flatTraces(answer))
    return way(holdsEntrySum(answer) ? "sum-of-product" : "trace-of-sum", ...between(g, flatTraces(g), answer), answer);
  const crossed = rebuilt(g, withArguments, skewTimes);
  if (crossed !== g && factored(crossed, answer)) return [...way("skew-times-column", crossed), ...(crossed === answer ? [] : bridge(crossed, answer, task))];
  if (holdsSum(g)) {
    const stacked = [false, true].flatMap((always) => [false, true].map((deltas) => stackSums(g, always, deltas))).find((s) => s !== g && factored(s, answer));
    if (stacked) return [...way("sum-over-samples", stacked), ...(stacked === answer ? [] : bridge(stacked, answer, task))];
  }
  const [one, other] = [asNetwork(g), asNetwork(answer)];
  if (one && one === other) return way(isOfKroneckers(g) ? "product-of-kroneckers" : "matrix-form", ...between(g, one, answer), answer);
  if (!sameEntries(g, whole)) return way("simplify", answer);
  const parts = isScalar(g) && task ? inComponents(g, task.x) : undefined;
  const short = parts && cost(parts) <= mostShown && sameEntries(g, parts);
  return way("matrix-form", ...(short ? between(g, parts, answer) : []), answer);
}

/** The terms as sums over indices, each read as a matrix expression again; of a scalar with unit vectors what stands beside the first of them. */
export function asNetwork(e: Expression): Expression | undefined {
  const flat = normalize(e, (n) => (isApply(n, "entry") ? withUnits(n) : undefined));
  const unit = isScalar(flat) ? nodesOf(flat).find((n) => isApply(n, "unitvector")) : undefined;
  try {
    if (unit) {
      const v = variable("e@", unit.rows, unit.cols);
      const linear = normalize(flat, (n) => (n === unit ? v : undefined));
      const beside = differentiate({ function: linear, wrt: v, layout: "denominator", form: "matrix" }).expression;
      return readEntries(build("product", [build("transpose", [unit]), normalize(beside, (n) => (n === v ? unit : undefined))]));
    }
    if (isScalar(flat)) return undefined;
    const out = multipliedOut(flat);
    const terms = (isApply(out, "add") ? out.args : [out]).map((t) => {
      const term = emptyTerm(freeSide(t.rows), freeSide(t.cols));
      lower(t, term.out.rows, term.out.cols, term);
      return raise(term, term.out.rows, term.out.cols);
    });
    return build("add", terms);
  } catch (error) {
    if (error instanceof Unsupported || error instanceof Misaligned) return undefined;
    throw error;
  }
}

/** An entry as a product with unit vectors. */
function withUnits(e: Expression & { kind: "apply" }): Expression {
  const [a, i, j] = e.args as [Expression, Expression, Expression | undefined];
  const row = (k: Expression, d: Expression["rows"]) => build("transpose", [build("unitvector", [k], [d])]);
  if (j) return build("product", [row(i, a.rows), a, build("unitvector", [j], [a.cols])]);
  return isColumn(a) ? build("product", [row(i, a.rows), a]) : isRow(a) ? build("product", [a, build("unitvector", [i], [a.cols])]) : e;
}

const indexed: ReadonlySet<string> = new Set(["summation", "entry", "unitvector"]);

/** Is it without indices, and of Kronecker products? */
function isOfKroneckers(e: Expression): boolean {
  const names = nodesOf(e).flatMap((n) => (n.kind === "apply" ? [n.operation.name] : []));
  return names.filter((n) => n === "kronecker").length > 1 && !names.some((n) => indexed.has(n));
}

/** What stands between the two, where that is neither. */
const between = (g: Expression, e: Expression, answer: Expression): Expression[] => (e === g || e === answer ? [] : [e]);

/** Multiplied out, as a whole or part by part. */
export function multipliedOut(e: Expression): Expression {
  const out = expand(e);
  if (out && out !== e) return out;
  return e.kind === "apply" ? apply(e.operation, e.args.map(multipliedOut), e.dimensions) : e;
}

const holdsEntrySum = (e: Expression): boolean => e.kind === "apply" && (isApply(e, "sum") || e.args.some(holdsEntrySum));

/** Sums of entry-wise products as traces, traces of sums as sums, multiplied out. */
export function flatTraces(e: Expression): Expression {
  if (e.kind !== "apply") return e;
  const [u] = e.args;
  if (isApply(e, "sum") && u && isApply(u, "hadamard") && u.cols.text !== "1") {
    const [first, ...rest] = u.args as [Expression, ...Expression[]];
    return flatTraces(build("trace", [build("product", [build("transpose", [first]), build("hadamard", rest)])]));
  }
  if (isApply(e, "trace") && u) {
    const flat = expand(u) ?? u;
    return build(
      "add",
      (isApply(flat, "add") ? flat.args : [flat]).map((t) => build("trace", [t])),
    );
  }
  if (!isApply(e, "add") && !isApply(e, "product")) return e;
  const made = build(
    e.operation.name,
    e.args.map((a) => (isScalar(a) ? flatTraces(a) : a)),
    e.dimensions,
  );
  return expand(made) ?? made;
}

/** A product with the matrix of a vector product, as that. */
function skewTimes(e: Expression): Expression {
  const k = isApply(e, "product") ? e.args.findIndex((a, i) => isApply(a, "skewmatrix") && isColumn(e) && !isRow(e) && i < e.args.length - 1) : -1;
  if (!isApply(e, "product") || k < 0) return e;
  const [c] = e.args;
  const sides = [(e.args[k] as Expression & { kind: "apply" }).args[0] as Expression, build("product", e.args.slice(k + 1))];
  const minus = c?.kind === "constant" && c.value.s < 0n;
  const cross = build("cross", minus ? sides.reverse() : sides);
  return build("product", [...(minus ? [constant(-1)] : []), ...e.args.slice(0, k), cross]);
}
