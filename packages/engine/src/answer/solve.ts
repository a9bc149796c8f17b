import { provedCurvature } from "../calculus/convexity.ts";
import { conditionText } from "../calculus/needs.ts";
import { type Landscape, type Seen, survey } from "../calculus/optimum.ts";
import { type Solution, stationary } from "../calculus/stationary.ts";
import type { SolveAnswer, SolveRequest } from "../contract.ts";
import { constant, type Expression, idsContaining, isApply, isScalar, nodesOf, type Variable, variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { toLatex } from "../latex/print.ts";
import { build, normalize } from "../normal/build.ts";
import { consultedProperties, declaredWord } from "../normal/properties.ts";
import { simplify } from "../normal/simplify.ts";
import { hessianOf, inlined, scalarIn } from "./convexity.ts";
import { compute } from "./derive.ts";
import { familyNames } from "./samples.ts";
import { groundOf, refuse, type Settled, seedOf, settle, wordsOf } from "./settle.ts";
import { equationSteps } from "./solving.ts";
import { stepsFor } from "./steps.ts";
import { readWrt } from "./wrt.ts";

const tolerance = 1e-6;

/** Answers a request to solve, without id and time. Throws `Refusal` with the failure to respond. */
export function solve(request: SolveRequest): Omit<SolveAnswer, "id" | "ms"> {
  const wrt = readWrt(request.for, "for");
  const settled = settle(request, wrt.names);
  const x = scalarIn(settled, wrt.names[0] as string, "for");
  if (wrt.entry || wrt.second) refuse("unsupported", "solving for an entry or for two names is not supported", { in: "for" });
  const derivative = compute({ function: settled.expression, wrt: x, layout: "denominator", form: "matrix", definitions: settled.definitions });
  const free = variable(x.name, x.rows, x.cols);
  // the gradient with the variable's entries free
  const gradient = normalize(derivative.expression, (e) => (e === x ? free : undefined));
  if (!idsContaining(gradient, free).has(gradient.id))
    refuse("unsupported", `the gradient does not depend on ${x.name}: there is no optimum to solve for`, { hint: `${print(gradient)} = 0` });
  const solution = stationary(normalize(gradient), free, declaredWord(x.properties, "positive") !== undefined);
  const expression = solution && simplify(solution.expression);
  if (!solution || !expression || idsContaining(expression, free).has(expression.id))
    return refuse("unsupported", `no closed form: ${x.name} cannot be isolated in the gradient`, { hint: `${print(gradient)} = 0` });
  const seed = seedOf(request);
  const landscape: Landscape = { ...groundOf(settled, seed), function: settled.expression, wrt: x, inverted: solution.inverted };
  let seen: Seen | undefined;
  let used = consultedProperties();
  if (request.verify !== false) {
    seen = survey(landscape, 4, expression);
    if (seen.points < 3) refuse("unverified", "the solution could not be checked: no points were found where it exists", { candidate: print(expression) });
    if (!(seen.worst < tolerance)) refuse("unverified", "a solution was found, but the gradient is not zero there, and it is withheld");
    used = needed(landscape, expression, used);
  }
  const steps = request.steps
    ? [
        ...stepsFor({
          request,
          settled,
          target: x,
          again: undefined,
          layout: "denominator",
          form: "matrix",
          derivative,
          answer: derivative.expression,
          parts: [],
          seed,
          place: undefined,
          beyond: undefined,
        }),
        ...equationSteps(gradient, free, solution, expression, settled, seed, request.verify !== false),
      ]
    : undefined;
  const membership = seen?.missed.length ? [conditionText(print(expression), seen.missed.join(", "))] : [];
  return {
    ok: true,
    expression: print(expression),
    latex: toLatex(expression, familyNames(settled)),
    shape: [x.rows.text, x.cols.text],
    ...senseOf(settled, x, solution, seen),
    declared: settled.declared,
    used: wordsOf(used),
    conditions: [
      ...new Set([
        ...settled.conditionTexts,
        ...solution.inverted.map((m) => (isScalar(m) ? `${print(m)} not 0` : conditionText(print(m), "invertible"))),
        ...membership,
      ]),
    ],
    notes: [...settled.notes, ...(solution.vec ? [{ code: "vec", message: `vec(${x.name}) = ${print(simplify(solution.vec))}` }] : [])],
    verified: seen ? { status: "passed", maxError: seen.worst, trials: seen.points, seed } : { status: "skipped" },
    ...(steps && { steps }),
  };
}

/** The declared properties without which the solution is not stationary. */
function needed(l: Landscape, solution: Expression, candidates: ReturnType<typeof consultedProperties>): ReturnType<typeof consultedProperties> {
  const drop = new Map<string, Set<string>>();
  return candidates.filter((c) => {
    if (c.name === l.wrt.name) return false;
    const set = drop.get(c.name) ?? new Set<string>();
    drop.set(c.name, set.add(c.property));
    const seen = survey({ ...l, drop }, 3, solution, false);
    if (seen.points >= 3 && seen.worst < tolerance) return false;
    set.delete(c.property);
    return true;
  });
}

/** Minimum or maximum by a proof for f, or for f as a function of the inverse; saddle where the Hessian is a constant of both signs. */
function senseOf(settled: Settled, x: Variable, solution: Solution, seen: Seen | undefined): Pick<SolveAnswer, "sense" | "reason"> {
  const hessian = hessianOf(settled, x)?.expression;
  const f = inlined(settled);
  let proof = provedCurvature(f, x, hessian);
  let where = "";
  const open = declaredWord(x.properties, "posdef") || declaredWord(x.properties, "positive");
  if (!proof.bend && solution.inverse && open && x.rows === x.cols) {
    const p = variable(`${x.name}#`, x.rows, x.cols, x.properties);
    const root = solution.root ?? 1;
    const put = isScalar(x) ? build("power", [p, constant(`-1/${root}`)]) : build("inverse", [p]);
    proof = provedCurvature(
      normalize(f, (e) => (e === x ? put : isApply(e, "log") && e.args[0] === x ? build("product", [constant(`-1/${root}`), build("log", [p])]) : undefined)),
      p,
      undefined,
    );
    const inverse = isScalar(x) ? `1/${x.name}${root > 1 ? `^${root}` : ""}` : `inv(${x.name})`;
    proof = { ...proof, reason: proof.reason.replaceAll(p.name, inverse) };
    where = `in ${inverse}, `;
  }
  if (proof.bend) {
    const contradicted = seen && (proof.bend > 0 ? seen.below : seen.above) > 0;
    if (contradicted) return { sense: "unknown", reason: "a rule and the second differences at the solution contradict each other" };
    return proof.bend > 0
      ? { sense: "minimum", reason: `f is convex ${where}since ${proof.reason}` }
      : { sense: "maximum", reason: `f is concave ${where}since ${proof.reason}` };
  }
  const fixed = hessian && nodesOf(hessian).every((n) => n.kind !== "variable");
  if (fixed && seen && seen.looked > 0 && seen.below === seen.looked && seen.above === seen.looked)
    return { sense: "saddle", reason: `the Hessian ${print(hessian)} has eigenvalues of both signs` };
  return { sense: "unknown", reason: proof.reason };
}
