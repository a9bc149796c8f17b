import type { Context } from "./context.ts";
import type { Typed } from "./letters.ts";
import { type Node, namesOf, partsOf, some } from "./node.ts";
import type { Entry, Equation } from "./types.ts";
import { isKnown } from "./values.ts";

const hermitian = /\^\s*\{?\s*(?:\\(?:mathrm|mathsf|mathbf|text|rm)\s*\{?\s*)?(?:H\s*\}|H(?![A-Za-z])|\\dagger|\\ast|\*)|\\(?:Re|Im)(?![A-Za-z])|\\overline/;

/** What points do not show: complex numbers, whose derivatives are others, and moments that mean and covariance do not give. */
export function beyond(e: Entry, q: Equation, context: Context, kinds: Typed["kinds"]): string | undefined {
  const isDerivative = (n: Node) => n.kind === "derivative";
  const source = `${e.equality.left.source} ${e.equality.right.source}`;
  if (/\^\s*\{?[^{}^]{0,12}H/.test(source) && hermitian.test(source) && (some(q.left, isDerivative) || some(q.right, isDerivative)))
    return "derivatives by complex matrices are not compared";
  const isVector = (name: string) => !isKnown(name) && kinds.get(name) === "vector";
  if (Math.max(highest(q.left, isVector), highest(q.right, isVector)) > (isNormal(context) ? 5 : 2))
    return "it depends on more of the distribution than mean and covariance";
  return undefined;
}

/** Does the text say that a letter is drawn from a normal distribution? */
export function isNormal(context: Pick<Context, "evidence">): boolean {
  return [...context.evidence.values()].some((e) => e.properties.includes("normal"));
}

/** The highest degree that a vector has under an expectation. */
function highest(side: Node, isVector: (name: string) => boolean): number {
  let most = 0;
  const visit = (n: Node): void => {
    if (n.kind === "expectation") for (const name of namesOf(n.of)) if (isVector(name)) most = Math.max(most, degreeOf(n.of, name));
    for (const p of partsOf(n)) visit(p);
  };
  visit(side);
  return most;
}

/** The degree of a polynomial in a letter; 9 where it is none. */
function degreeOf(n: Node, name: string): number {
  if (!namesOf(n).has(name)) return 0;
  if (n.kind === "name") return 1;
  if (n.kind === "binary" && (n.operator === "*" || n.operator === ".*" || n.operator === "kron")) return degreeOf(n.left, name) + degreeOf(n.right, name);
  if (n.kind === "binary" && (n.operator === "+" || n.operator === "-")) return Math.max(degreeOf(n.left, name), degreeOf(n.right, name));
  if (n.kind === "binary" && (n.operator === "^" || n.operator === ".^") && n.right.kind === "number") return n.right.value * degreeOf(n.left, name);
  if (n.kind === "binary" && n.operator === "/") return degreeOf(n.right, name) > 0 ? 9 : degreeOf(n.left, name);
  if (n.kind === "call") return /^(?:tr|vec|diag|sum)$/.test(n.name) ? degreeOf(n.args[0] as Node, name) : 9;
  return Math.max(...partsOf(n).map((p) => degreeOf(p, name)));
}
