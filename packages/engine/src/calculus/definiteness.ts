/** Definiteness of symmetric matrices by rules from declared properties: what it proves holds, undefined proves nothing. Source: Horn & Johnson, Matrix Analysis, 7.1, 7.5. */
import { constant, type Expression, isApply, isScalar } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { runsForward } from "../normal/integral.ts";
import { chainOf, product } from "../normal/product.ts";
import { holds } from "../normal/properties.ts";
import { transpose } from "../normal/transpose.ts";
import { productSign, type Sign, signOf, sumSign } from "./signs.ts";

/** 1 positive definite, 0.5 positive semidefinite, 0 zero, and so on, with the rule that says so. */
export interface Definite {
  readonly sign: Exclude<Sign, undefined>;
  readonly reason: string;
}

const words: Readonly<Record<string, string>> = {
  1: "positive definite",
  0.5: "positive semidefinite",
  0: "zero",
  "-0.5": "negative semidefinite",
  "-1": "negative definite",
};
const definiteWord = (sign: Exclude<Sign, undefined>): string => words[sign] as string;

const strictly = (sign: Sign): string => (Math.abs(sign ?? 0) === 1 ? "definite" : "semidefinite");

type Rule = (e: Expression & { kind: "apply" }) => Definite | undefined;
const says = (e: Expression, sign: Sign, because: string): Definite | undefined =>
  sign === undefined ? undefined : { sign, reason: `${print(e)} is ${definiteWord(sign)}: ${because}` };
const through = (e: Expression, inner: Definite | undefined, why: string, sign: Sign = inner?.sign): Definite | undefined =>
  inner && says(e, sign, `${why}, and ${inner.reason}`);

const rules: Readonly<Record<string, Rule>> = {
  identity: (e) => says(e, 1, "an identity"),
  zeros: (e) => says(e, 0, "zeros"),
  diagonalmatrix: (e) => says(e, signOf(e.args[0] as Expression), "a diagonal matrix by the signs of its entries"),
  product: (e) => ofProduct(e),
  add: (e) => covariance(e) ?? ofSum(e),
  hadamard: (e) => {
    const sign = productSign(e.args.map((a) => definiteness(a)?.sign));
    return says(e, sign, `a Schur product of ${strictly(sign)} matrices`);
  },
  kronecker: (e) => {
    const sign = productSign(e.args.map((a) => definiteness(a)?.sign));
    return says(e, sign, `a Kronecker product of ${strictly(sign)} matrices`);
  },
  inverse: (e) => {
    const inner = definiteness(e.args[0] as Expression);
    return inner && Math.abs(inner.sign) > 0 ? through(e, inner, "an inverse", Math.sign(inner.sign) as Sign) : undefined;
  },
  transpose: (e) => definiteness(e.args[0] as Expression),
  summation: (e) => {
    const inner = definiteness(e.args[3] as Expression);
    return inner && through(e, inner, "a sum of semidefinite matrices", (Math.sign(inner.sign) * 0.5) as Sign);
  },
  integral: (e) => {
    const inner = runsForward(e) ? definiteness(e.args[3] as Expression) : undefined;
    return inner && through(e, inner, "an integral of semidefinite matrices", (Math.sign(inner.sign) * 0.5) as Sign);
  },
  power: (e) => {
    const [base, exponent] = e.args as [Expression, Expression];
    const symmetric = holds(base, "symmetric") && exponent.kind === "constant" && exponent.value.d === 1n && exponent.value.n % 2n === 0n;
    return symmetric ? says(e, exponent.value.s < 0n ? 1 : 0.5, "an even power of a symmetric matrix") : undefined;
  },
};

/** What is proved of a matrix in normal form, by its quadratic form. */
export function definiteness(e: Expression): Definite | undefined {
  if (isScalar(e)) return says(e, signOf(e), "its sign");
  if (e.rows !== e.cols) return undefined;
  if (holds(e, "posdef")) return says(e, 1, e.kind === "variable" ? "declared" : "by its parts");
  if (e.kind === "apply") {
    const found = rules[e.operation.name]?.(e);
    if (found) return found;
  }
  if (holds(e, "psd")) return says(e, 0.5, e.kind === "variable" ? "declared" : "by its parts");
  if (holds(e, "diagonal"))
    return says(e, signOf(e) === undefined ? undefined : ((Math.sign(signOf(e) as number) * 0.5) as Sign), "a diagonal matrix by the signs of its entries");
  return undefined;
}

/** c*B'*M*B: the sign of c and the definiteness of M; strict where B has full column rank. */
function ofProduct(e: Expression): Definite | undefined {
  const { scalars, chain } = chainOf(e);
  if (chain.length === 0 || (scalars.length === 0 && chain.length === 1)) return undefined;
  const scale = productSign(scalars.map(signOf));
  if (scale === undefined) return undefined;
  const half = Math.floor(chain.length / 2);
  let strict = true;
  for (let i = 0; i < half; i++) {
    const right = chain[chain.length - 1 - i] as Expression;
    if (transpose(chain[i] as Expression) !== right) return undefined;
    strict &&= holds(right, "fullrank");
  }
  const inner = chain.length % 2 ? definiteness(chain[half] as Expression) : undefined;
  if (chain.length % 2 && !inner) return undefined;
  const middle: Sign = inner ? inner.sign : 1;
  const sign = productSign([scale, middle, strict ? 1 : 0.5]);
  const because = half === 0 ? "a multiple by a number of known sign" : `B'*M*B with M ${strictly(sign)}`;
  return inner ? through(e, inner, because, sign) : says(e, sign, "B'*B times a number of known sign");
}

function ofSum(e: Expression & { kind: "apply" }): Definite | undefined {
  const parts = e.args.map(definiteness);
  if (parts.some((p) => p === undefined)) return undefined;
  const known = parts as Definite[];
  const sign = sumSign(known.map((p) => p.sign));
  return says(e, sign, known.map((p) => p.reason).join("; "));
}

/** c*(diag(p) - p*p') for p in the simplex: a covariance, by Jensen's inequality. */
function covariance(e: Expression & { kind: "apply" }): Definite | undefined {
  if (e.args.length !== 2) return undefined;
  for (const [d, other] of [e.args, [...e.args].reverse()] as [Expression, Expression][]) {
    if (!isApply(d, "diagonalmatrix")) continue;
    const p = d.args[0] as Expression;
    if (!(isApply(p, "softmax") && p.cols.text === "1") && !holds(p, "simplex")) continue;
    if (other === product([p, transpose(p), constant(-1)])) return says(e, 0.5, "diag(p) - p*p' with p >= 0 of sum 1");
  }
  return undefined;
}
