import type { CheckRequest } from "../contract.ts";
import { isScalar, nodesOf } from "../expression/node.ts";
import { declaring } from "./claimed.ts";
import { Refusal, settle } from "./settle.ts";
import { resized, sizesIn } from "./sizes.ts";
import type { Checked } from "./verdict.ts";

const square = /^matrix\(\s*([^,()]+)\s*(?:,\s*\1\s*)?\)/u;
const most = 6;

/** The declarations by name; none where they are a text that is no simple list. */
function declarationsOf(declare: CheckRequest["declare"]): Readonly<Record<string, string>> {
  if (typeof declare !== "string") return declare ?? {};
  const parts = declare.split(/[;\n]/).map((p) => /^\s*([^:：]+?)\s*[:：]\s*(.+?)\s*$/u.exec(p));
  return Object.fromEntries(parts.flatMap((m) => (m ? [[m[1] as string, m[2] as string]] : [])));
}

/**
 * What is right where two declared sizes are equal, though not as declared: `inv(A'*A) = inv(A)*inv(A)'` for a square A. Undefined where no two
 * sizes make it right.
 */
export function rightIfMerged(request: CheckRequest, run: (request: CheckRequest) => Checked): Checked | undefined {
  const types = declarationsOf(request.declare);
  const sizes = [...new Set(Object.values(types).flatMap(sizesIn))];
  const pairs = sizes.flatMap((a, i) => sizes.slice(i + 1).map((b) => [a, b] as const)).slice(0, most);
  for (const [a, b] of pairs) {
    const declare = Object.fromEntries(Object.entries(types).map(([n, type]) => [n, resized(type, (size) => (size === b ? a : size))]));
    try {
      const found = run({ ...request, declare });
      if (found.verdict !== "correct") continue;
      const squared = Object.entries(declare).flatMap(([n, type]) => (square.test(type) && !square.test(types[n] as string) ? [`${n} square`] : []));
      return { ...found, verdict: "under-assumption", assumptions: [...new Set([...(squared.length ? squared : [`${a} = ${b}`]), ...found.assumptions])] };
    } catch (e) {
      if (!(e instanceof Refusal)) throw e;
    }
  }
  return undefined;
}

/** Does a function that joins or reads several entries stand over numbers alone: `softmax(x)`, `sum(x)` of a scalar? Who writes it means no scalar. */
function holdsIdle(request: CheckRequest): boolean {
  return [request.expression, request.left, request.right].some(
    (text) =>
      typeof text === "string" &&
      nodesOf(settle({ ...request, expression: text }, []).expression).some(
        (e) =>
          e.kind === "apply" &&
          e.operation.spelling !== undefined &&
          e.operation.signature !== undefined &&
          !e.operation.entrywise &&
          e.args.length > 0 &&
          e.args.every(isScalar),
      ),
  );
}

/**
 * What is right where a name that was not declared is of another kind than it was taken for: `d(sin(x*b))/d(x) = b.*cos(x*b)` for a scalar `x`.
 * Undefined where no one name makes it right; a claim that has shapes only so is wrong then if it has one such reading.
 */
function rightAsOther(request: CheckRequest, found: Checked, run: (request: CheckRequest) => Checked): Checked | undefined {
  const given = declarationsOf(request.declare);
  const open = Object.entries(found.declared).filter(([n, type]) => !Object.hasOwn(given, n) && /^(?:vector\(|scalar$)/.test(type));
  const wrong: Checked[] = [];
  for (const [n, type] of open.slice(0, most)) {
    const kind = type === "scalar" ? "vector" : "scalar";
    const other = { ...request, declare: declaring(request.declare, { [n]: kind }) };
    try {
      const judged = run(other);
      const fits = judged.verdict === "correct" || (judged.verdict === "wrong" && judged.by === "evaluation");
      if (!fits || (kind === "scalar" && holdsIdle(other))) continue;
      if (judged.verdict === "correct") return { ...judged, verdict: "under-assumption", assumptions: [`${n} ${kind}`, ...judged.assumptions] };
      wrong.push(judged);
    } catch (e) {
      if (!(e instanceof Refusal)) throw e;
    }
  }
  return found.verdict === "undecided" && wrong.length === 1 ? wrong[0] : undefined;
}

/** What is said where the claim would give a name that is not declared another kind than the expression does. */
export const otherKinds = "undeclared names would have other kinds in the claim than in the expression: declare them";

/** A verdict that shapes decide, unless sizes that are declared unequal make it right where they are equal, or a name that is not declared another kind. */
export function ifMerged(request: CheckRequest, found: Checked, run: (request: CheckRequest) => Checked, declare = request.declare): Checked {
  const other = () => rightAsOther({ ...request, declare }, found, run);
  if (found.verdict === "undecided" && found.reason === otherKinds) return other() ?? found;
  return (found.verdict === "wrong" && found.by === "proof" && (rightIfMerged(request, run) ?? other())) || found;
}
