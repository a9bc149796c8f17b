import { type Apply, type Expression, isApply, isScalar } from "../expression/node.ts";
import type { UnknownFunction } from "../expression/operation.ts";
import { transpose } from "./transpose.ts";

/** Each property with those that follow from it. */
const implied: Record<string, readonly string[]> = {
  posdef: ["symmetric", "psd", "invertible", "principal"],
  psd: ["symmetric"],
  diagonal: ["symmetric", "lower", "upper"],
  orthogonal: ["invertible", "fullrank"],
  invertible: ["fullrank"],
  principal: ["invertible"],
  positive: ["nonneg"],
  unit01: ["positive"],
  simplex: ["nonneg"],
  onehot: ["simplex", "binary"],
  binary: ["nonneg"],
  symtoeplitz: ["symmetric", "toeplitz"],
};

/** Do the declared words imply the property? Answers the word that does. */
export function declaredWord(words: readonly string[], property: string): string | undefined {
  return words.find((w) => implies(w, property));
}
function implies(word: string, property: string): boolean {
  return word === property || (implied[word] ?? []).some((w) => implies(w, property));
}

/** A declared property of a name. */
export interface Declared {
  readonly name: string;
  readonly property: string;
}

/** The declared properties that some proof looked at: what an answer may rest on. */
let consulted = new Map<string, Declared>();
/** Expressions that f needs to be invertible (or positive definite, ...), and so are, wherever f exists. */
let assumed = new Map<string, Set<number>>();

export function forgetProperties(): void {
  consulted = new Map();
  assumed = new Map();
}
export function consultedProperties(): Declared[] {
  return [...consulted.values()];
}
/** Takes a property of an expression for granted: the function being differentiated has no value without it. */
export function assume(e: Expression, property: string): void {
  let set = assumed.get(property);
  if (!set) assumed.set(property, (set = new Set()));
  set.add(e.id);
  assumptions++;
}
let assumptions = 0;
/** Changes whenever something is assumed. */
export function assumptionCount(): number {
  return assumptions;
}

/** Is the property known to hold? False means not known. */
export function holds(e: Expression, property: string): boolean {
  for (const [word, ids] of assumed) if (ids.has(e.id) && implies(word, property)) return true;
  if (e.kind === "variable") {
    const words = e.properties.filter((w) => implies(w, property));
    // `integer` says what kind of number it is: that is no assumption
    for (const w of words) if (w !== "integer") consulted.set(`${e.name} ${w}`, { name: e.name, property: w });
    return words.length > 0;
  }
  if (e.kind === "constant")
    return (
      (property === "positive" && e.value.s > 0n && e.value.n !== 0n) ||
      (property === "nonneg" && e.value.s >= 0n) ||
      (property === "integer" && e.value.d === 1n)
    );
  if (e.operation.unknown) return unknownHolds(e, e.operation.unknown, property);
  return rules[property]?.(e) ?? false;
}

/** Properties that the derivative of a matrix by a scalar keeps. */
const linear: ReadonlySet<string> = new Set(["symmetric", "skew", "diagonal", "lower", "upper"]);

/** What is declared of an unknown function; its Hessian is symmetric. */
function unknownHolds(e: Apply, u: UnknownFunction, property: string): boolean {
  if (!u.by.length) return u.properties.some((w) => implies(w, property));
  const byScalars = u.by.every((k) => isScalar(e.args[k] as Expression));
  if (byScalars) return linear.has(property) && u.properties.some((w) => implies(w, property));
  return property === "symmetric" && u.by.length === 2 && u.by[0] === u.by[1];
}

const all = (args: readonly Expression[], property: string) => args.every((a) => holds(a, property));
const isSquare = (e: Expression) => e.rows === e.cols;
const positiveEntries = new Set([
  "exp",
  "sigmoid",
  "softplus",
  "softmax",
  "cosh",
  "ones",
  "normF",
  "norm2",
  "spectralnorm",
  "norm1",
  "norminf",
  "nuclear",
  "dimension",
  "pi",
  "factorial",
]);

/** How properties pass through operations; what is not listed is not known. */
const rules: Record<string, (e: Expression & { kind: "apply" }) => boolean> = {
  invertible: (e) =>
    isSquare(e) &&
    (["identity", "commutation", "expm"].includes(e.operation.name) ||
      (["transpose", "inverse", "adjugate", "sqrtm"].includes(e.operation.name) && holds(e.args[0] as Expression, "invertible")) ||
      e.operation.name === "cholesky" ||
      (e.operation.name === "power" && holds(e.args[0] as Expression, "invertible")) ||
      (e.operation.name === "kronecker" && all(e.args, "invertible")) ||
      (e.operation.name === "product" &&
        e.args.every((a) =>
          a.rows.text === "1" && a.cols.text === "1" ? a.kind === "constant" || holds(a, "positive") : isSquare(a) && holds(a, "invertible"),
        )) ||
      holds(e, "posdef")),
  fullrank: (e) => holds(e, "invertible"),
  posdef: (e) =>
    e.operation.name === "identity" ||
    (e.operation.name === "expm" && transpose(e.args[0] as Expression) === e.args[0]) ||
    (["inverse", "sqrtm", "adjugate", "transpose", "power"].includes(e.operation.name) && holds(e.args[0] as Expression, "posdef")) ||
    (e.operation.name === "add" && e.args.some((a) => holds(a, "posdef")) && all(e.args, "psd")) ||
    (e.operation.name === "product" && e.args.length === 2 && holds(e.args[0] as Expression, "positive") && holds(e.args[1] as Expression, "posdef")),
  psd: (e) =>
    holds(e, "posdef") ||
    (e.operation.name === "diagonalmatrix" && holds(e.args[0] as Expression, "nonneg")) ||
    (e.operation.name === "add" && all(e.args, "psd")) ||
    (e.operation.name === "product" && isGram(e.args)),
  diagonal: (e) =>
    ["identity", "diagonalmatrix"].includes(e.operation.name) ||
    (["inverse", "transpose", "add", "power"].includes(e.operation.name) &&
      e.args.slice(0, e.operation.name === "power" ? 1 : undefined).every((a) => a.rows.text !== "1" && holds(a, "diagonal"))),
  orthogonal: (e) => ["identity", "commutation"].includes(e.operation.name),
  // a column of a matrix
  simplex: (e) => e.operation.name === "entry" && e.rows.text !== "1" && holds(e.args[0] as Expression, "simplex"),
  positive: (e) =>
    positiveEntries.has(e.operation.name) ||
    (e.operation.name === "entry" && holds(e.args[0] as Expression, "positive")) ||
    (["add", "hadamard", "transpose", "rowsum", "colsum", "sum"].includes(e.operation.name) && all(e.args, "positive")) ||
    (isEntryPower(e) && holds(e.args[0] as Expression, "positive")) ||
    (e.operation.name === "product" && (all(e.args, "positive") || isQuadratic(e.args, "posdef"))) ||
    (e.operation.name === "determinant" && holds(e.args[0] as Expression, "posdef")),
  nonneg: (e) =>
    holds(e, "positive") ||
    (e.operation.name === "entry" && holds(e.args[0] as Expression, "nonneg")) ||
    ["abs", "relu", "step"].includes(e.operation.name) ||
    (["add", "hadamard", "transpose", "rowsum", "colsum", "sum", "product"].includes(e.operation.name) && all(e.args, "nonneg")) ||
    (isEntryPower(e) && e.args[1]?.kind === "constant" && e.args[1].value.mod(2).equals(0)),
  integer: (e) => ["dimension", "factorial"].includes(e.operation.name) || (["add", "product"].includes(e.operation.name) && all(e.args, "integer")),
};

/** A power of each entry: of a matrix as a whole it says nothing about entries. */
const isEntryPower = (e: Expression & { kind: "apply" }) =>
  e.operation.name === "entrypower" || (e.operation.name === "power" && e.rows.text === "1" && e.cols.text === "1");

const transposed = (a: Expression, b: Expression) => (isApply(a, "transpose") && a.args[0] === b) || (isApply(b, "transpose") && b.args[0] === a);

/** A*...*A' or A'*M*A with M psd in the middle. */
function isGram(args: readonly Expression[]): boolean {
  const chain = args[0] && args[0].rows.text === "1" && args[0].cols.text === "1" ? args.slice(1) : args;
  if (chain.length !== args.length && !holds(args[0] as Expression, "nonneg")) return false;
  const half = Math.floor(chain.length / 2);
  for (let i = 0; i < half; i++) if (!transposed(chain[i] as Expression, chain[chain.length - 1 - i] as Expression)) return false;
  return chain.length % 2 === 0 ? chain.length > 0 : holds(chain[half] as Expression, "psd");
}
function isQuadratic(args: readonly Expression[], property: string): boolean {
  return args.length === 3 && args[0]?.rows.text === "1" && transposed(args[0], args[2] as Expression) && holds(args[1] as Expression, property);
}
