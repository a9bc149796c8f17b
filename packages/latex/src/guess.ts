/** The shape that a formula has by declarations, font and habit: capitals are matrices, small letters vectors. Only ever used to order readings. */
import { type Kind, kindOfKey, type Known } from "./known.ts";
import { partsOfKey } from "./names.ts";
import type { Tree } from "./tree.ts";

export type Guess = "scalar" | "vector" | "row" | "matrix";

const fromKind: Readonly<Record<Kind, Guess>> = {
  scalar: "scalar",
  vector: "vector",
  row: "row",
  matrix: "matrix",
  family: "matrix",
  function: "scalar",
  elementwise: "scalar",
};
const toScalar = new Set("tr det logdet norm2 normF norm1 norminf nuclear sum mean logsumexp lambdamax dot abs KL factorial delta".split(" "));
const toMatrix = new Set("inv pinv adj kron outer eye sqrtm expm logm sinm cosm tril triu chol skew comm".split(" "));

function guessKey(key: string, known: Known): Guess {
  const kind = kindOfKey(known, key);
  if (kind) return fromKind[kind];
  const { letter, font } = partsOfKey(key);
  if (/^(?:[A-Z]|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega)$/.test(letter)) return "matrix";
  if (font === "bold") return "vector";
  return /^[a-z]$/.test(letter) ? "vector" : "scalar";
}

export function guess(t: Tree, known: Known): Guess {
  const of = (x: Tree) => guess(x, known);
  switch (t.kind) {
    case "name":
      return guessKey(t.key, known);
    case "number":
      return "scalar";
    case "minus":
      return of(t.of);
    case "transpose": {
      const g = of(t.of);
      return g === "vector" ? "row" : g === "row" ? "vector" : g;
    }
    case "index":
      return t.indices.length === 2 || of(t.of) !== "matrix" ? "scalar" : "vector";
    case "binder":
      return of(t.body);
    case "call":
      if (t.key !== undefined) return guessKey(t.key, known);
      if (toScalar.has(t.name as string)) return "scalar";
      if (toMatrix.has(t.name as string)) return "matrix";
      return t.args[0] ? of(t.args[0]) : "scalar";
    case "binary": {
      const [l, r] = [of(t.left), of(t.right)];
      if (t.operator === "^" || t.operator === ".^" || t.operator === "/") return l;
      if (l === "scalar") return r;
      if (r === "scalar" || t.operator !== "*") return l;
      if (l === "row") return r === "vector" ? "scalar" : "row";
      return r === "matrix" || r === "row" ? "matrix" : "vector";
    }
    default:
      if (t.part === "differential" || t.part === "expectation") return of(t.of);
      if (t.part === "derivative") {
        const by = t.wrt[0];
        return by ? of(by.tree) : "vector";
      }
      return t.part === "ones" ? "vector" : t.part === "unit" && t.indices.length === 2 ? "matrix" : t.part === "matrix" ? "matrix" : "scalar";
  }
}
