import { freeName, type Part } from "../calculus/derivative.ts";
import { type Apply, type Expression, idsContaining, isApply, isColumn, isScalar, nodesOf, type Variable, variable } from "../expression/node.ts";
import { normalize } from "../normal/build.ts";
import { stretchesOf } from "../normal/product.ts";
import { apply, productOf } from "../operations/apply.ts";

const letters = { scalar: ["s", "t", "r", "u", "c"], column: ["y", "z", "u", "v", "h", "p", "q", "r"], matrix: ["Y", "Z", "U", "V", "H", "P", "Q"] } as const;

/** Operations through which the differential goes as it is: their values need no name of their own. */
const alsoLinear: ReadonlySet<string> = new Set(["add", "product", "summation", "mean"]);
const isLinear = (e: Apply): boolean => e.operation.multilinear === true || alsoLinear.has(e.operation.name);
/** What is squared as it is. */
const norms: ReadonlySet<string> = new Set(["norm2", "normF"]);
const nameOf = (e: Expression): string => (e.kind === "apply" ? e.operation.name : "");
const multiplying: ReadonlySet<string> = new Set(["product", "hadamard", "kronecker"]);

/**
 * Names for what the chain rule goes through where none are given, as they are chosen on the board: the arguments and the values of functions that are not linear,
 * and in a product where two factors move all behind the first of them. In order, each by those before it; and the function by them.
 */
export function intermediatesOf(f: Expression, x: Variable, taken: ReadonlySet<string>): { function: Expression; definitions: Part[] } {
  const depends = idsContaining(f, x);
  const bound = new Set(nodesOf(f).flatMap((n) => (n.kind === "variable" && /^[$#]/.test(n.name) ? [n.id] : [])));
  for (const n of nodesOf(f)) if (n.kind === "apply" && n.args.some((a) => bound.has(a.id))) bound.add(n.id);
  const names = new Set(taken);
  const definitions: Part[] = [];
  const named = new Map<number, Expression>();
  const moves = (e: Expression) => depends.has(e.id);

  const name = (e: Expression): Expression => {
    const known = named.get(e.id);
    if (known) return known;
    const kinds = letters[isScalar(e) ? "scalar" : isColumn(e) ? "column" : "matrix"];
    const letter = kinds.find((l) => !names.has(l)) ?? freeName(kinds[0], names);
    const v = variable(letter, e.rows, e.cols);
    names.add(letter);
    named.set(e.id, v);
    definitions.push({ variable: v, expression: e });
    return v;
  };
  /** With names within; `whole` has none of its own. */
  const visit = (e: Expression, whole: boolean): Expression => {
    if (e.kind !== "apply" || !moves(e) || bound.has(e.id)) return e;
    const o = e.operation.name;
    const through = isLinear(e) || (o === "power" && norms.has(nameOf(e.args[0] as Expression)));
    const args = multiplying.has(o) ? factors(e) : e.args.map((a) => (through ? visit(a, through && !isLinear(e)) : inner(a)));
    const made = o === "product" ? productOf(args) : apply(e.operation, args, e.dimensions);
    return whole || isLinear(e) ? made : name(made);
  };
  /** The argument of a function that is not linear. */
  const inner = (e: Expression): Expression => {
    const made = visit(e, false);
    const plain = made.kind !== "apply" || (isApply(made, "transpose") && (made.args[0] as Expression).kind !== "apply");
    return plain || !moves(e) || bound.has(e.id) ? made : name(made);
  };
  /** Where two factors move, what stands behind the first of them is one. */
  const factors = (e: Expression & { kind: "apply" }): Expression[] => {
    const args = e.args.map((a) => visit(a, false));
    const k = e.args.findIndex(moves);
    const rest = args.slice(k + 1);
    const chain = e.operation.name === "product" && !e.args.some(isScalar) && stretchesOf(e.args).length === 1;
    if (!chain || !e.args.slice(k + 1).some(moves) || rest.length < 2) return args;
    return [...args.slice(0, k + 1), name(tail(e.args.slice(k + 1), rest))];
  };
  const tail = (args: readonly Expression[], made: readonly Expression[]): Expression => {
    const k = args.findIndex(moves);
    const rest = made.slice(k + 1);
    return args.slice(k + 1).some(moves) && rest.length > 1 ? productOf([...made.slice(0, k + 1), name(tail(args.slice(k + 1), rest))]) : productOf(made);
  };

  const whole = visit(f, true);
  return { function: normalize(whole), definitions: definitions.map((d) => ({ ...d, expression: normalize(d.expression) })) };
}
