/** Signs of entries and of scalars, from declared properties and from what operations give. Unknown means not proved. */
import { type Expression, isApply, isScalar } from "../expression/node.ts";
import { runsForward } from "../normal/integral.ts";
import { holds } from "../normal/properties.ts";
import { transpose } from "../normal/transpose.ts";
import { definiteness } from "./definiteness.ts";

/** What is known of a number, of all entries, or of all eigenvalues: 1 is > 0, 0.5 is >= 0, 0 is 0; undefined nothing. */
export type Sign = 1 | 0.5 | 0 | -0.5 | -1 | undefined;

/** The sign of a product of numbers with these signs. */
export const productSign = (signs: readonly Sign[]): Sign =>
  signs.reduce<Sign>(
    (a, b) => (a === 0 || b === 0 ? 0 : a === undefined || b === undefined ? undefined : ((Math.sign(a * b) * Math.min(Math.abs(a), Math.abs(b))) as Sign)),
    1,
  );

/** The sign of a sum of numbers with these signs. */
export function sumSign(signs: readonly Sign[]): Sign {
  if (signs.some((s) => s === undefined)) return undefined;
  const known = (signs as number[]).filter((s) => s !== 0);
  if (known.length === 0) return 0;
  if (known.every((s) => s > 0)) return Math.max(...known) as Sign;
  return known.every((s) => s < 0) ? (Math.min(...known) as Sign) : undefined;
}

const odd = new Set(["sinh", "tanh", "atan", "erf", "expm1", "sign"]);
const between0and1 = (e: Expression): boolean => isApply(e, "sigmoid") || holds(e, "unit01");

/** 1 - p for 0 < p < 1 is positive. */
function isComplement(args: readonly Expression[]): boolean {
  const [a, b] = args;
  if (args.length !== 2 || !a || !b) return false;
  const isOne = (e: Expression) => (e.kind === "constant" && e.value.equals(1)) || isApply(e, "ones");
  const minus = (e: Expression) =>
    isApply(e, "product") && e.args.length === 2 && e.args[0]?.kind === "constant" && e.args[0].value.equals(-1) && between0and1(e.args[1] as Expression);
  return (isOne(a) && minus(b)) || (isOne(b) && minus(a));
}

/** The sign of every entry of an expression in normal form. */
export function signOf(e: Expression): Sign {
  if (e.kind === "constant") return e.value.n === 0n ? 0 : e.value.s < 0n ? -1 : 1;
  if (holds(e, "positive")) return 1;
  if (holds(e, "nonneg")) return 0.5;
  if (e.kind !== "apply") return undefined;
  const [a, b] = e.args;
  switch (e.operation.name) {
    case "zeros":
      return 0;
    case "add":
      return isComplement(e.args) ? 1 : sumSign(e.args.map(signOf));
    case "hadamard":
      return productSign(e.args.map(signOf));
    case "product":
      return chainSign(e);
    case "transpose":
    case "sum":
    case "rowsum":
    case "colsum":
    case "vectorization":
    case "entry":
      return signOf(a as Expression);
    case "summation":
    case "integral": {
      const body = isApply(e, "summation") || runsForward(e) ? signOf(e.args[3] as Expression) : undefined;
      return body === undefined ? undefined : ((0.5 * Math.sign(body)) as Sign);
    }
    case "diagonalmatrix": {
      const s = signOf(a as Expression);
      return s === undefined ? undefined : ((Math.sign(s) * 0.5) as Sign);
    }
    case "trace":
      return definiteness(a as Expression)?.sign;
    case "power":
    case "entrypower":
      return e.operation.name === "power" && !isScalar(e) ? undefined : powerSign(a as Expression, b as Expression);
    default:
      return odd.has(e.operation.name) ? signOf(a as Expression) : undefined;
  }
}

function powerSign(base: Expression, exponent: Expression): Sign {
  const s = signOf(base);
  if (exponent.kind !== "constant") return s === 1 ? 1 : undefined;
  const { value } = exponent;
  if (value.n === 0n) return 1;
  // where a negative power exists its base is not 0
  const strict = value.s < 0n || s === 1 || s === -1;
  if (value.d === 1n) {
    if (value.n % 2n === 0n) return strict ? 1 : 0.5;
    return s === undefined ? undefined : strict && s !== 0 ? (Math.sign(s) as Sign) : s;
  }
  return strict ? 1 : 0.5;
}

/** Scalars by their signs; a row ... column by the definiteness of what its mirrored ends enclose; else by the entries. */
function chainSign(e: Expression): Sign {
  const { args } = e as Expression & { kind: "apply" };
  const scalars = args.filter(isScalar);
  const chain = args.filter((a) => !isScalar(a));
  const signs = scalars.map(signOf);
  if (chain.length === 0) return productSign(signs);
  const quadratic = isScalar(e) ? quadraticSign(chain) : undefined;
  if (quadratic !== undefined) return productSign([...signs, quadratic]);
  const entries = chain.map(signOf);
  const weak = chain.length === 1 ? productSign(entries) : productSign([...entries, 0.5]);
  return productSign([...signs, weak]);
}

/** v'*M*v with M definite: >= 0, since v may be 0. */
function quadraticSign(chain: readonly Expression[]): Sign {
  const half = Math.floor(chain.length / 2);
  for (let i = 0; i < half; i++) if (transpose(chain[i] as Expression) !== chain[chain.length - 1 - i]) return undefined;
  if (chain.length % 2 === 0) return 0.5;
  return productSign([definiteness(chain[half] as Expression)?.sign, 0.5]);
}
