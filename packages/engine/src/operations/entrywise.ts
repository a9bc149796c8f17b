import type { Operation } from "../expression/operation.ts";
import * as kernels from "../numeric/kernels.ts";

const real = (u: () => number) => 4 * u() - 2;
const positive = (u: () => number) => 0.2 + 2 * u();
const inside = (u: () => number) => 1.6 * u() - 0.8;

type Row = [spelling: string, value: (x: number) => number, derivative: string, more?: Partial<Operation>];

/** name, value, derivative as a formula in x, and what else there is to know. */
const rows: readonly Row[] = [
  ["exp", Math.exp, "exp(x)"],
  ["log", Math.log, "x.^(-1)", { domain: "entries > 0", sample: positive, aliases: ["ln"] }],
  ["log1p", Math.log1p, "(1 + x).^(-1)", { domain: "entries > -1", sample: (u) => 2 * u() - 0.8 }],
  ["expm1", Math.expm1, "exp(x)"],
  ["sqrt", Math.sqrt, "x.^(-1/2)/2", { domain: "entries > 0", sample: positive }],
  ["abs", Math.abs, "sign(x)", { kinks: "an entry is 0" }],
  ["sign", Math.sign, "0", { kinks: "an entry is 0" }],
  ["sin", Math.sin, "cos(x)"],
  ["cos", Math.cos, "-sin(x)"],
  ["tan", Math.tan, "1 + tan(x).^2", { domain: "entries not odd multiples of pi/2", sample: inside }],
  ["asin", Math.asin, "(1 - x.^2).^(-1/2)", { domain: "entries in (-1, 1)", sample: inside, aliases: ["arcsin"] }],
  ["acos", Math.acos, "-(1 - x.^2).^(-1/2)", { domain: "entries in (-1, 1)", sample: inside, aliases: ["arccos"] }],
  ["atan", Math.atan, "(1 + x.^2).^(-1)", { aliases: ["arctan"] }],
  ["sinh", Math.sinh, "cosh(x)"],
  ["cosh", Math.cosh, "sinh(x)"],
  ["tanh", Math.tanh, "1 - tanh(x).^2"],
  ["sigmoid", kernels.sigmoid, "sigmoid(x).*(1 - sigmoid(x))"],
  ["softplus", kernels.softplus, "sigmoid(x)"],
  ["relu", (x) => Math.max(x, 0), "step(x)", { kinks: "an entry is 0" }],
  ["step", (x) => (x > 0 ? 1 : 0), "0", { kinks: "an entry is 0", aliases: ["heaviside"] }],
  ["gelu", kernels.gelu, "(1 + erf(x/sqrt(2)))/2 + x.*exp(-x.^2/2)/sqrt(2*pi)"],
  ["silu", (x) => x * kernels.sigmoid(x), "sigmoid(x) + x.*sigmoid(x).*(1 - sigmoid(x))"],
  ["erf", kernels.erf, "2*exp(-x.^2)/sqrt(pi)"],
];

/** Entry-wise functions: one row each. */
export const entrywise: readonly Operation[] = [
  ...rows.map(
    ([spelling, f, derivative, more]): Operation => ({
      name: spelling,
      spelling,
      signature: "ij->ij",
      entrywise: true,
      derivative,
      sample: real,
      example: { expression: `sum(${spelling}(x))`, wrt: "x" },
      value: kernels.entrywise(f),
      ...more,
    }),
  ),
  {
    name: "maximum",
    spelling: "max",
    value: kernels.maximum,
    differential: "step(X - Y).*dX + (1 - step(X - Y)).*dY",
    kinks: "its two arguments are equal",
    example: { expression: "sum(max(x, c))", wrt: "x", declare: "c: scalar" },
  },
  {
    name: "minimum",
    spelling: "min",
    value: kernels.minimum,
    differential: "(1 - step(X - Y)).*dX + step(X - Y).*dY",
    kinks: "its two arguments are equal",
    example: { expression: "sum(min(x, c))", wrt: "x", declare: "c: scalar" },
  },
];
