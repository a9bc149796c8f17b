/** Curvature by composition: f of affine, convex and concave parts. Source: Boyd & Vandenberghe, Convex Optimization, 3.2. */
import { constant, type Expression, idsContaining, isApply, isScalar, type Variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { runsForward } from "../normal/integral.ts";
import { holds } from "../normal/properties.ts";
import { transpose } from "../normal/transpose.ts";
import { definiteness } from "./definiteness.ts";
import { productSign, signOf } from "./signs.ts";

/** 1 convex, -1 concave, 0 affine, each entry; undefined where no rule says. */
type Bend = 1 | 0 | -1 | undefined;

interface Atom {
  readonly bend: 1 | -1;
  /** 1 does not fall, -1 does not rise, 0 neither. */
  readonly slope: 1 | 0 | -1;
  readonly name: string;
}
const atom = (bend: 1 | -1, slope: 1 | 0 | -1, name: string): Atom => ({ bend, slope, name });
const atoms: Readonly<Record<string, Atom>> = {
  exp: atom(1, 1, "exp is convex and rises"),
  expm1: atom(1, 1, "expm1 is convex and rises"),
  softplus: atom(1, 1, "softplus is convex and rises"),
  relu: atom(1, 1, "relu is convex and rises"),
  abs: atom(1, 0, "abs is convex"),
  log: atom(-1, 1, "log is concave and rises"),
  log1p: atom(-1, 1, "log1p is concave and rises"),
  sqrt: atom(-1, 1, "sqrt is concave and rises"),
  norm2: atom(1, 0, "norms are convex"),
  normF: atom(1, 0, "norms are convex"),
  spectralnorm: atom(1, 0, "norms are convex"),
  norm1: atom(1, 0, "norms are convex"),
  norminf: atom(1, 0, "norms are convex"),
  nuclear: atom(1, 0, "norms are convex"),
  logsumexp: atom(1, 1, "logsumexp is convex and rises"),
};
const monotoneLinear = new Set(["sum", "trace", "rowsum", "colsum", "transpose", "diagonal", "vectorization", "diagonalmatrix", "mean", "entry"]);

/** The bend of f in x, with the rules that gave it. */
export function curvature(f: Expression, x: Variable): { bend: Bend; reasons: readonly string[] } {
  const depends = idsContaining(f, x);
  const reasons = new Set<string>();
  const because = (bend: Bend, reason: string): Bend => {
    if (bend !== undefined) reasons.add(reason);
    return bend;
  };
  const scaled = (bend: Bend, sign: ReturnType<typeof signOf>): Bend =>
    bend === 0 || sign === 0 ? 0 : bend === undefined || sign === undefined ? undefined : ((bend * Math.sign(sign)) as Bend);
  const together = (bends: readonly Bend[]): Bend => {
    if (bends.some((b) => b === undefined)) return undefined;
    const bent = bends.filter((b) => b !== 0);
    return bent.length === 0 ? 0 : bent.every((b) => b === bent[0]) ? bent[0] : undefined;
  };
  const of = (e: Expression): Bend => {
    if (!depends.has(e.id) || e === x) return 0;
    if (e.kind !== "apply") return undefined;
    const { name } = e.operation;
    const inner = e.args[0] as Expression;
    if (name === "add") return together(e.args.map(of));
    if (name === "summation" || runsForward(e)) return of(e.args[3] as Expression);
    if (monotoneLinear.has(name)) return of(inner);
    if (name === "product") return ofProduct(e.args);
    if (name === "hadamard") return ofFactors(e.args);
    if (name === "maximum" || name === "minimum") {
      const b = together(e.args.map(of));
      const sign = name === "maximum" ? 1 : -1;
      return b === 0 || b === sign ? because(sign, `${name === "maximum" ? "a maximum of convex" : "a minimum of concave"} functions is so`) : undefined;
    }
    if (name === "logdeterminant")
      return of(inner) === 0 && holds(inner, "posdef") ? because(-1, `logdet is concave where ${print(inner)} is positive definite`) : undefined;
    if (name === "lambdamax") return of(inner) === 0 && holds(inner, "symmetric") ? because(1, "lambdamax is convex on symmetric matrices") : undefined;
    if ((name === "power" && isScalar(e)) || name === "entrypower") return ofPower(e.args as [Expression, Expression]);
    const known = atoms[name];
    if (!known) return undefined;
    const b = of(inner);
    return b === 0 || (b !== undefined && b * known.slope === known.bend) ? because(known.bend, known.name) : undefined;
  };
  const ofFactors = (args: readonly Expression[]): Bend => {
    const inside = args.filter((a) => depends.has(a.id));
    if (inside.length !== 1) return undefined;
    return scaled(
      of(inside[0] as Expression),
      productSign(args.filter((a) => a !== inside[0]).map((a) => (of(inside[0] as Expression) === 0 ? 1 : signOf(a)))),
    );
  };
  const ofProduct = (args: readonly Expression[]): Bend => {
    if (args.filter((a) => depends.has(a.id)).length === 1) return ofFactors(args);
    const scalars = args.filter(isScalar);
    const chain = args.filter((a) => !isScalar(a));
    if (scalars.some((s) => depends.has(s.id))) return undefined;
    const half = Math.floor(chain.length / 2);
    for (let i = 0; i < half; i++) if (transpose(chain[i] as Expression) !== chain[chain.length - 1 - i]) return undefined;
    const middle = chain.length % 2 ? (chain[half] as Expression) : undefined;
    if (middle && depends.has(middle.id)) return undefined;
    // two factors that hold x, mirrored: with more of them the form is no longer quadratic
    if (chain.filter((a) => depends.has(a.id)).length !== 2 || chain.some((a) => of(a) !== 0)) return undefined;
    // a row*M*column is a quadratic form; of a wider product only the trace is
    if (chain[0]?.rows.text !== "1") return undefined;
    const m = middle ? definiteness(middle) : undefined;
    if (middle && !m) return undefined;
    return because(
      scaled(1, productSign([...scalars.map(signOf), m ? m.sign : 1])),
      m ? `a quadratic form, and ${m.reason}` : "a sum of squares of affine functions",
    );
  };
  const ofPower = ([base, exponent]: [Expression, Expression]): Bend => {
    if (exponent.kind !== "constant") return undefined;
    const b = of(base);
    const { value } = exponent;
    const p = value.valueOf();
    const even = value.d === 1n && value.n % 2n === 0n;
    const nonneg = (signOf(base) ?? -1) >= 0;
    if (p === 0.5 && isNorm(base)) return because(1, "the root of a sum of squares of affine functions is a norm");
    if (b === undefined) return undefined;
    if (p > 0 && even && b === 0) return because(1, "an even power of an affine function is convex");
    if (!nonneg) return undefined;
    if (p >= 1 && b >= 0) return because(1, `the power ${print(exponent)} is convex and rises where its base is not negative`);
    if (p < 0 && b <= 0) return because(1, `the power ${print(exponent)} is convex and falls where its base is positive`);
    return p > 0 && p < 1 && b <= 0 ? because(-1, `the power ${print(exponent)} is concave and rises`) : undefined;
  };
  /** Is it q'*q for some affine q? Then its root is a norm of q. */
  const isNorm = (e: Expression): boolean => {
    if (!depends.has(e.id)) return (signOf(e) ?? -1) >= 0;
    if (e.kind !== "apply") return false;
    const [base, exponent] = e.args as [Expression, Expression];
    switch (e.operation.name) {
      case "add":
        return e.args.every(isNorm);
      case "sum":
        return isApply(base, "entrypower") && base.args[1] === constant(2) && of(base.args[0] as Expression) === 0;
      case "power":
      case "entrypower":
        return exponent === constant(2) && (of(base) === 0 || (isApply(base, "norm2") && of(base.args[0] as Expression) === 0));
      case "product":
        return e.args.some((a) => depends.has(a.id) && isScalar(a))
          ? e.args.every(isNorm) && e.args.filter((a) => depends.has(a.id)).length === 1
          : of(e) === 1;
      default:
        return false;
    }
  };
  const bend = of(f);
  return { bend, reasons: [...reasons] };
}

/** Is every entry affine in x by these rules? */
export const isAffine = (e: Expression, x: Variable): boolean => curvature(e, x).bend === 0;
