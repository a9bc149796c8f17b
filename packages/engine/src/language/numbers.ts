import type Fraction from "fraction.js";
import { type Expression, isApply } from "../expression/node.ts";
import type { Diagnostic } from "./diagnostics.ts";
import type { Span } from "./tree.ts";

const mostDigits = 300;

/** The values of expressions without names, within a length: numbers beyond it cannot be checked, and take long. */
export class Numbers {
  private readonly values = new Map<number, Fraction | "long" | undefined>();

  fits(digits: number): boolean {
    return digits <= mostDigits;
  }
  tooLong(span: Span): Diagnostic {
    return { code: "budget", message: `a number has at most ${mostDigits} digits`, span };
  }

  /** The exact value; "long" where it has too many digits, undefined where it is no plain number. */
  valueOf(e: Expression): Fraction | "long" | undefined {
    if (e.kind === "constant") return e.value;
    if (e.kind === "variable") return undefined;
    if (!this.values.has(e.id)) this.values.set(e.id, this.compute(e));
    return this.values.get(e.id);
  }

  private compute(e: Expression & { kind: "apply" }): Fraction | "long" | undefined {
    const sum = isApply(e, "add");
    if (!sum && !isApply(e, "product") && !isApply(e, "power")) return undefined;
    const values: (Fraction | "long")[] = [];
    for (const a of e.args) {
      const v = this.valueOf(a);
      if (v === undefined) return undefined;
      values.push(v);
    }
    if (values.includes("long")) return "long";
    const [first, ...rest] = values as [Fraction, ...Fraction[]];
    if (isApply(e, "power")) return this.isLongPower(e.args[0] as Expression, rest[0]) ? "long" : powerOf(first, rest[0] as Fraction);
    let value = first;
    for (const v of rest) {
      value = sum ? value.add(v) : value.mul(v);
      if (!this.fits(digitsOf(value))) return "long";
    }
    return value;
  }

  /** Has a number to this power too many digits? */
  isLongPower(base: Expression, exponent: Fraction | "long" | undefined): boolean {
    const b = this.valueOf(base);
    if (b === "long" || exponent === "long") return b !== undefined && exponent !== undefined;
    return b !== undefined && exponent !== undefined && !this.fits(digitsOf(b) * Math.max(1, Math.abs(exponent.valueOf())));
  }
}

function powerOf(base: Fraction, exponent: Fraction): Fraction | undefined {
  if (base.n === 0n && exponent.s < 0n) return undefined;
  return exponent.d === 1n ? ((base.pow(exponent) as Fraction | null) ?? undefined) : undefined;
}
const digitsOf = (f: Fraction): number => (f.n === 1n || f.n === 0n ? 0 : f.n.toString().length) + (f.d === 1n ? 0 : f.d.toString().length);
