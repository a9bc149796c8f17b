import { check } from "../calculus/check.ts";
import { provedCurvature } from "../calculus/convexity.ts";
import { type Derivative, differentiate } from "../calculus/derivative.ts";
import { Unsupported } from "../calculus/differential.ts";
import { type Seen, survey } from "../calculus/optimum.ts";
import type { ConvexityAnswer, ConvexityRequest } from "../contract.ts";
import { type Expression, isScalar, nodesOf, type Variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { toLatex } from "../latex/print.ts";
import { Misaligned } from "../network/lower.ts";
import { normalize } from "../normal/build.ts";
import { consultedProperties } from "../normal/properties.ts";
import { rowsOf } from "../numeric/matrix.ts";
import { valuesOf } from "./parts.ts";
import { groundOf, refuse, type Settled, seedOf, settle, wordsOf } from "./settle.ts";
import { assumedBy } from "./verify.ts";
import { readWrt } from "./wrt.ts";

/** The one name that a function may be looked at in. */
export function scalarIn(settled: Settled, name: string, field: string): Variable {
  const v = settled.variables.get(name);
  if (!v) refuse("unknown-name", `${name} is not a variable here`, { in: field, span: [0, name.length] });
  const unknown = nodesOf(settled.expression, ...settled.definitions.map((d) => d.expression)).find((e) => e.kind === "apply" && e.operation.unknown);
  if (unknown) refuse("unsupported", `${print(unknown)} is unknown: nothing is known of where it is greatest, least or convex`);
  if (!isScalar(settled.expression)) refuse("shape", "the function must be a scalar", { hint: "take a norm, a trace or one entry" });
  return v as Variable;
}

/** The expression with its definitions put in, in normal form. */
export const inlined = (settled: Settled): Expression => normalize(settled.expression, valuesOf(settled));

/** The Hessian, restored to the variable as declared; undefined where the engine has none. */
export function hessianOf(settled: Settled, x: Variable): Derivative | undefined {
  try {
    return differentiate({ function: settled.expression, wrt: x, again: x, layout: "numerator", form: "matrix", definitions: settled.definitions });
  } catch (e) {
    if (e instanceof Unsupported || e instanceof Misaligned) return undefined;
    throw e;
  }
}

/** Do second differences say the same? What fails is not shown, and proves nothing. */
function isHessian(found: Derivative, settled: Settled, x: Variable, seed: number): boolean {
  const claim = { ...groundOf(settled, seed), function: settled.expression, wrt: x, also: x, order: 2, derivative: found.expression } as const;
  return check({ ...claim, needs: assumedBy(found.needs), candidates: [] }).status === "passed";
}

const verdicts = { "1": "convex", "0": "convex", "-1": "concave" } as const;

/** Answers a request for convexity, without id and time. Throws `Refusal` with the failure to respond. */
export function convexity(request: ConvexityRequest): Omit<ConvexityAnswer, "id" | "ms"> {
  let names = request.wrt === undefined ? [] : readWrt(request.wrt).names;
  const settled = settle(request, names);
  if (names.length === 0)
    names =
      settled.variables.size === 1 ? [...settled.variables.keys()] : refuse("request", "by which name? wrt is missing", { in: "wrt", hint: 'add "wrt": "x"' });
  const x = scalarIn(settled, names[0] as string, "wrt");
  const seed = seedOf(request);
  const found = hessianOf(settled, x);
  const hessian = found && (request.verify === false || isHessian(found, settled, x, seed)) ? found.expression : undefined;
  const f = inlined(settled);
  const proof = provedCurvature(f, x, hessian);
  const landscape = { ...groundOf(settled, seed), function: settled.expression, wrt: x };
  let seen: Seen | undefined;
  if (request.verify !== false) seen = survey(landscape, proof.bend === undefined ? 6 : 3);
  const { verdict, reason } = judged(x, proof, seen);
  const used = wordsOf(consultedProperties());
  return {
    ok: true,
    verdict,
    reason,
    ...(hessian && { hessian: print(hessian), latex: toLatex(hessian) }),
    ...(verdict === "neither" && seen?.witness && { witness: Object.fromEntries([...seen.witness.values].map(([n, m]) => [n, rowsOf(m)])) }),
    declared: settled.declared,
    used,
    conditions: [...settled.conditionTexts],
    notes: settled.notes,
    verified: seen ? { status: "passed", trials: seen.points, seed } : { status: "skipped" },
  };
}

function judged(x: Variable, proof: ReturnType<typeof provedCurvature>, seen: Seen | undefined): Pick<ConvexityAnswer, "verdict" | "reason"> {
  const { bend } = proof;
  if (bend === undefined)
    return seen?.witness && !proof.reason.startsWith("the set of")
      ? {
          verdict: "neither",
          reason: isScalar(x)
            ? `the second difference takes both signs as ${x.name} varies, one of them at the witness`
            : "at the witness the second differences are negative in one direction and positive in another",
        }
      : { verdict: "undecided", reason: proof.reason };
  if (seen && ((bend >= 0 && seen.below > 0) || (bend <= 0 && seen.above > 0)))
    return { verdict: "undecided", reason: "a rule and the second differences at random points contradict each other" };
  if (seen && seen.points === 0) return { verdict: "undecided", reason: "no point of the domain was found to try the rule at" };
  return { verdict: verdicts[bend], reason: proof.reason };
}
