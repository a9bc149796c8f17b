import { compare } from "../calculus/equal.ts";
import type { Solution } from "../calculus/stationary.ts";
import type { Step, Verified } from "../contract.ts";
import { phrasesOfSolving } from "../derivation/solving.ts";
import { constant, type Expression, idsContaining, isColumn, isScalar, type Variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { toLatex } from "../latex/print.ts";
import { build, normalize } from "../normal/build.ts";
import { expand } from "../normal/simplify.ts";
import { zero } from "../normal/sum.ts";
import { apply } from "../operations/apply.ts";
import { groundOf, type Settled } from "./settle.ts";
import { insist } from "./verify.ts";

interface Equation {
  readonly left: Expression;
  readonly right: Expression;
}

/** The way from gradient = 0 to the solution, as equations; each holds at the solution, and is checked there unless `verify` is false. */
export function equationSteps(
  gradient: Expression,
  x: Variable,
  solution: Solution,
  answer: Expression,
  settled: Settled,
  seed: number,
  verify: boolean,
): Step[] {
  const start: Equation = { left: gradient, right: zero(gradient.rows, gradient.cols) };
  const sides = solution.inverse ? undefined : separated(gradient, x);
  const end: Equation = { left: x, right: answer };
  const verified = (e: Equation): Verified => {
    if (!verify) return { status: "skipped" };
    const at = (side: Expression) => normalize(side, (n) => (n.kind === "variable" && n.name === x.name ? answer : undefined));
    const found = insist(
      compare({
        ...groundOf(settled, seed),
        left: at(apply("add", [e.left, apply("product", [constant(-1), e.right])])),
        right: zero(x.rows, x.cols),
        candidates: [],
        needs: [],
      }),
      print(answer),
    );
    return { status: "passed", maxError: found.maxError };
  };
  const step = (kind: Step["kind"], rule: keyof ReturnType<typeof phrasesOfSolving>, before: Equation, after: Equation): Step => ({
    kind,
    rule,
    left: "",
    before: text(before),
    after: text(after),
    latex: `${toLatex(after.left)} = ${toLatex(after.right)}`,
    path: [],
    used: [],
    text: phrasesOfSolving(x.name, solution.inverted.map(print))[rule],
    verified: verified(after),
  });
  return [
    step("question", "stationary", start, start),
    ...(sides ? [step("rewrite", "separate", start, sides)] : []),
    step("read-off", solution.inverse ? "isolate-inverse" : "isolate", sides ?? start, end),
  ];
}

const text = (e: Equation): string => `${print(e.left)} = ${print(e.right)}`;

/** Terms with the variable on the left, the others on the right; undefined where that says nothing new. */
function separated(gradient: Expression, x: Variable): Equation | undefined {
  const flat = expand(gradient) ?? gradient;
  const terms = flat.kind === "apply" && flat.operation.name === "add" ? flat.args : [flat];
  const has = (t: Expression) => nodesNamed(t, x);
  const [left, right] = [terms.filter(has), terms.filter((t) => !has(t))];
  if (!left.length || !right.length || terms.some((t) => isScalar(t) !== isScalar(gradient))) return undefined;
  return { left: build("add", left), right: build("product", [constant(-1), build("add", right)]) };
}
const nodesNamed = (e: Expression, x: Variable): boolean => idsContaining(e, x).has(e.id);

/** The last chain of Newton's step: the point by its definition, and as it is printed. */
export function newtonSteps(x: Variable, gradient: Expression, hessian: Expression, point: Expression, text: string, verified: Verified): Step[] {
  const vec = (e: Expression) => (isColumn(e) ? e : apply("vectorization", [e]));
  const inverse = isScalar(x) ? apply("power", [hessian, constant(-1)]) : apply("inverse", [hessian]);
  const start = apply("add", [vec(x), apply("product", [constant(-1), inverse, vec(gradient)])]);
  const texts = phrasesOfSolving(x.name, []);
  const step = (kind: Step["kind"], rule: "newton-step" | "new-point" | "new-matrix", after: string, latex: Expression): Step => ({
    kind,
    rule,
    left: "",
    before: print(start),
    after,
    latex: toLatex(latex),
    path: [],
    used: [],
    text: texts[rule],
    verified,
  });
  return [step("question", "newton-step", print(start), start), step("read-off", isColumn(x) ? "new-point" : "new-matrix", text, point)];
}
