import type { Line } from "../../src/derivation/board.ts";
import { asNetwork, flatTraces, multipliedOut } from "../../src/derivation/bridge.ts";
import { inComponents } from "../../src/derivation/components.ts";
import { scalarGoal, slopeOf } from "../../src/derivation/derivation.ts";
import { sameEntries } from "../../src/derivation/indexed.ts";
import { movingParts } from "../../src/derivation/move.ts";
import { coefficientOf } from "../../src/derivation/moves/scalar.ts";
import { Notation, partAt } from "../../src/derivation/notation.ts";
import { ruleOf } from "../../src/derivation/reduce.ts";
import { type Apply, type Expression, isApply, isScalar, nodesOf, type Variable } from "../../src/expression/node.ts";
import { print } from "../../src/language/print.ts";
import { build, normalize } from "../../src/normal/build.ts";
import { stackSums } from "../../src/normal/samples.ts";
import { expand, simplify } from "../../src/normal/simplify.ts";
import { readEntries } from "../../src/normal/units.ts";
import { apply, factorsOf, productOf } from "../../src/operations/apply.ts";

interface Place {
  readonly increment: Variable;
  readonly variables: ReadonlyMap<string, Variable>;
  /** What names stand for. */
  readonly definitions?: readonly { readonly name: string; readonly expression: Expression }[];
}

/** Does the line's rule, applied at the line's path and nowhere else, give what stands after it? */
export function replays(line: Line, place: Place): boolean {
  try {
    return isReplayed(line, place);
  } catch {
    // the path leads nowhere in this notation
    return false;
  }
}

function isReplayed(line: Line, { increment, variables, definitions = [] }: Place): boolean {
  const notations = [true, false].flatMap((g) => [new Notation(increment, g), new Notation(increment, g, apply("vectorization", [increment]))]);
  const part = partAt(line.before, line.path);
  const flat = (e: Expression, n: Notation): Expression =>
    e.kind === "apply"
      ? n.make(
          e.operation.name,
          e.args.map((a) => flat(a, n)),
          e.dimensions,
        )
      : e;
  const plain = new Notation(increment, false);
  const text = (e: Expression) => print(flat(e, plain));
  const wanted = text(line.after);
  if (line.rule === "scalar-increment-out") return text(apply("product", [slopeOf(line.before, plain), increment])) === wanted;
  if (line.rule === "entry-by-unit-vectors") return text(readEntries(line.before)) === wanted;
  const restored = (e: Expression): Expression =>
    e.kind === "variable" ? (variables.get(e.name) ?? e) : e.kind === "apply" ? apply(e.operation, e.args.map(restored), e.dimensions) : e;
  for (const n of notations) {
    const after = partAt(line.after, line.path);
    const flatNormal = (e: Expression) => expand(normalize(e)) ?? normalize(e);
    const same = (a: Expression, b: Expression) => text(a) === text(b) || flatNormal(a) === flatNormal(b);
    const coefficients = [line.before, line.after].map((e) =>
      n.increment.rows.text === "1" && n.increment.cols.text === "1" ? slopeOf(e, n) : coefficientOf(e, n),
    );
    const [c0, c1] = coefficients;
    const values = new Map(definitions.map((d) => [d.name, d.expression]));
    const whole = (e: Expression): Expression =>
      normalize(e, (v) => {
        const value = v.kind === "variable" ? values.get(v.name) : undefined;
        return value && whole(value);
      });
    // nothing outside of the path may have changed
    const alone = text(n.put(line.before, line.path, after)) === wanted;
    const parts: [Expression, Expression][] = [
      ...(alone
        ? ([
            [part, after],
            [restored(part), restored(after)],
          ] as [Expression, Expression][])
        : []),
      ...(c0 && c1 ? [[c0, c1] as [Expression, Expression], [n.turned(c0), n.turned(c1)] as [Expression, Expression]] : []),
    ];
    if (parts.some(([a, b]) => (thereAndBack[line.rule] ?? []).some((f) => f(a).some((x) => same(x, b)) || f(b).some((x) => same(a, x))))) return true;
    if (byEntries.has(line.rule) && parts.some(([a, b]) => sameEntries(a, b) || sameEntries(whole(a), whole(b)))) return true;
    if (line.rule === "value-of-name" && same(whole(line.before), whole(line.after))) return true;
    if (line.rule === "gradient-form") {
      const c = c0;
      const t = c && n.turned(c);
      const form = t && n.make("product", [apply("transpose", [t]), n.target]);
      // the transpose of a transpose
      if (c && c1 && isApply(c1, "transpose") && same(build("transpose", c1.args), c)) return true;
      if (t && text(n.make("product", [n.turned(t), n.target])) === wanted) return true;
      if (t && text(n.make("product", [t, n.target])) === wanted) return true;
      if (form && (text(form) === wanted || text(n.make("trace", [form])) === wanted)) return true;
    }
    const gives = (made: Expression) => text(n.put(line.before, line.path, made)) === wanted;
    for (const move of scalarGoal)
      if (move.rule === line.rule)
        for (const [p, path, place, inTrace] of movingParts(line.before, n)) {
          const made = p === part && `${path}` === `${line.path}` ? move.apply(p, n, place, inTrace) : undefined;
          if (made && gives(made)) return true;
        }
    for (const [run, around] of runsOf(part, n))
      for (const e of [run, restored(run)]) if (constructed(e, line.rule).some((made) => gives(around(made)))) return true;
  }
  return false;
}

/** Rules that say that both sides are one sum over indices. */
const byEntries: ReadonlySet<string> = new Set([
  "matrix-form",
  "sum-over-samples",
  "product-of-kroneckers",
  "skew-times-column",
  "in-components",
  "delta-in-sum",
]);

/** Rules that are used from left to right and from right to left. */
const thereAndBack: Readonly<Record<string, readonly ((e: Expression) => Expression[])[]>> = {
  "common-factor": [(e) => [multipliedOut(e)]],
  "trace-of-sum": [(e) => [flatTraces(e)]],
  "sum-of-product": [(e) => [flatTraces(e)]],
  "matrix-form": [(e) => [asNetwork(e) ?? e], (e) => nodesOf(e).flatMap((v) => (v.kind === "variable" ? [inComponents(e, v) ?? e] : []))],
  "renamed-index": [(e) => [normalize(e)]],
  "transpose-of-symmetric": [(e) => [build("transpose", [e])]],
  "transpose-of-sum": [(e) => [apply("transpose", [build("transpose", [e])])]],
  "scalar-out-of-trace": [(e) => [outOfTrace(e)]],
  "trace-cyclic": [(e) => rotations(e)],
  "trace-of-transpose": [(e) => rotations(e)],
  "sum-over-samples": [(e) => [false, true].flatMap((always) => [false, true].map((deltas) => stackSums(e, always, deltas)))],
};

function outOfTrace(e: Expression): Expression {
  const factors = isApply(e, "trace") ? factorsOf(e.args[0] as Expression) : [];
  const wide = factors.filter((f) => !isScalar(f));
  return factors.length ? apply("product", [...factors.filter(isScalar), apply("trace", [productOf(wide)])]) : e;
}

/** A trace with its factors in another order around, and of their transposes. */
function rotations(e: Expression): Expression[] {
  if (!isApply(e, "trace")) return [];
  const factors = factorsOf(e.args[0] as Expression);
  const turned = factors.map((f) => build("transpose", [f])).reverse();
  return [factors, turned].flatMap((l) => l.map((_, k) => apply("trace", [apply("product", [...l.slice(k), ...l.slice(0, k)])])));
}

/** What the constructor or the identity of that name makes of an expression. */
function constructed(e: Expression, rule: string): Expression[] {
  if (e.kind !== "apply") return [];
  const made = build(e.operation.name, e.args, e.dimensions);
  const short = simplify(e);
  return [
    ...(ruleOf(e, made).rule === rule ? [made] : []),
    ...(["common-factor", "linear-of-sum", "logistic-complement"].includes(rule) ? [short, simplify(made)] : []),
  ];
}

/** The part itself, its arguments, and each run of factors of a product. */
function* runsOf(part: Expression, n: Notation): Generator<[Expression, (made: Expression) => Expression]> {
  yield [part, (made) => made];
  if (part.kind !== "apply") return;
  const { args, operation } = part as Apply;
  for (const [k, a] of args.entries()) for (const [inner, around] of runsOf(a, n)) yield [inner, (made) => n.put(part, [k], around(made))];
  if (!["product", "hadamard", "add"].includes(operation.name)) return;
  for (let i = 0; i < args.length; i++)
    for (let j = i + 2; j <= args.length; j++)
      if (j - i < args.length) yield [apply(operation, args.slice(i, j)), (made) => n.make(operation.name, [...args.slice(0, i), made, ...args.slice(j)])];
}
