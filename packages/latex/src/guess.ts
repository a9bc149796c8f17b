/** The shape that a formula has by declarations, font and habit: capitals are matrices, small letters vectors. Only ever used to order readings. */
import { declaredName, type Kind, type Known, kindOfKey } from "./known.ts";
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

/** Rows and columns by declarations, as dimensions; undefined where they do not say. */
export function sizeOf(t: Tree, known: Known): readonly string[] | undefined {
  switch (t.kind) {
    case "name": {
      const name = declaredName(known, t.key);
      return name === undefined ? undefined : known.sizes.get(name);
    }
    case "minus":
      return sizeOf(t.of, known);
    case "transpose": {
      const [rows, cols] = sizeOf(t.of, known) ?? [];
      return rows === undefined || cols === undefined ? undefined : [cols, rows];
    }
    case "binary": {
      const [l, r] = [sizeOf(t.left, known), sizeOf(t.right, known)];
      if (t.operator !== "*") return l ?? r;
      if (guess(t.left, known) === "scalar") return r;
      return l?.[0] !== undefined && r?.[1] !== undefined ? [l[0], r[1]] : undefined;
    }
    case "call":
      return t.args.length === 1 && guess(t, known) !== "scalar" ? sizeOf(t.args[0] as Tree, known) : undefined;
    default:
      return undefined;
  }
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
      if (t.name === "vec" || t.name === "rowsum") return "vector";
      if (t.name === "diag" && t.args[0]) return of(t.args[0]) === "matrix" ? "vector" : "matrix";
      return t.args[0] ? of(t.args[0]) : "scalar";
    case "binary": {
      const l = of(t.left);
      // what stands behind a matrix or row and has one index is a sample sooner than an entry
      const r = t.operator === "*" && (l === "matrix" || l === "row") && t.right.kind === "index" && t.right.indices.length === 1 ? "vector" : of(t.right);
      if (t.operator === "^" || t.operator === ".^" || t.operator === "/") return l;
      if (l === "scalar") return r;
      if (r === "scalar" || t.operator !== "*") return l;
      if (l === "row") return r === "vector" ? "scalar" : "row";
      return r === "matrix" || r === "row" ? "matrix" : "vector";
    }
    default:
      if (t.part === "differential" || t.part === "expectation") return of(t.of);
      if (t.part === "derivative") {
        const by = t.wrt[0] ? of(t.wrt[0].tree) : "vector";
        const what = of(t.of);
        return what === "scalar" ? by : by === "scalar" ? what : "matrix";
      }
      return t.part === "ones" ? "vector" : t.part === "unit" && t.indices.length === 2 ? "matrix" : t.part === "matrix" ? "matrix" : "scalar";
  }
}
