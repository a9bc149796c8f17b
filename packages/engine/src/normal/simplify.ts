import { type Apply, constant, type Expression, isApply, isScalar } from "../expression/node.ts";
import { apply } from "../operations/apply.ts";
import { build } from "./build.ts";
import { cost } from "./cost.ts";
import { factor, linear } from "./factor.ts";
import { product } from "./product.ts";
import { assumptionCount } from "./properties.ts";
import { add } from "./sum.ts";

const mostTerms = 48;
/** Longer sums stay as they are: what is gained is not worth the search. */
const mostFactored = 600;
const mostExpanded = 240;

/** What was found before; new assumptions make it void. */
let known = new Map<number, Expression>();
let at = -1;
export function forgetSimplified(): void {
  known = new Map();
}

/** The shortest of the forms we know: as grouped, with common factors pulled out, multiplied out and collected again. */
export function simplify(root: Expression): Expression {
  if (at !== assumptionCount()) {
    known = new Map();
    at = assumptionCount();
  }
  const done = known;
  const stack: Expression[] = [root];
  while (stack.length) {
    const e = stack[stack.length - 1] as Expression;
    if (done.has(e.id) || e.kind !== "apply") {
      done.set(e.id, done.get(e.id) ?? e);
      stack.pop();
      continue;
    }
    const waiting = e.args.filter((a) => !done.has(a.id));
    if (waiting.length) {
      stack.push(...waiting);
      continue;
    }
    const args = e.args.map((a) => done.get(a.id) as Expression);
    const same = args.every((a, i) => a === e.args[i]);
    done.set(e.id, shorter(same ? e : build(e.operation.name, args, e.dimensions)));
    stack.pop();
  }
  return done.get(root.id) as Expression;
}

function shorter(e: Expression): Expression {
  if (e.kind !== "apply") return e;
  if (linear.has(e.operation.name)) return spread(e);
  if (isApply(e, "integral")) return multipliedOut(e);
  if (!isApply(e, "add")) return e;
  let best = e as Expression;
  const consider = (c: Expression) => {
    if (cost(c) < cost(best)) best = c;
  };
  if (e.args.length <= 16 && cost(e) <= mostFactored) {
    const grouped = factor(e);
    if (cost(grouped) <= cost(e)) best = grouped;
    const flat = cost(e) <= mostExpanded ? expand(e) : undefined;
    if (flat && flat !== e) consider(factor(flat));
  }
  return best;
}

/** A linear function of a sum as the sum of the function's values, where that is shorter. */
function spread(e: Apply): Expression {
  const [inner] = e.args;
  if (!isApply(inner as Expression, "add") || (inner as Apply).args.length > 16) return e;
  const sum = add((inner as Apply).args.map((a) => ofTerm(e, a)));
  return cost(sum) < cost(e) ? sum : e;
}

/** An integral of what is multiplied out, where that is shorter: a polynomial has a value. */
function multipliedOut(e: Apply): Expression {
  const body = expand(e.args[3] as Expression);
  const other = body ? build("integral", [...e.args.slice(0, 3), body]) : e;
  return cost(other) < cost(e) ? other : e;
}

/** The function's value at a term of the sum; the term may be a multiple of a sum again. */
function ofTerm(e: Apply, term: Expression): Expression {
  const value = build(e.operation.name, [term]);
  const deeper = (x: Expression) => (x.kind === "apply" && x.operation === e.operation ? spread(x) : x);
  return isApply(value, "product") ? product(value.args.map(deeper)) : value;
}

/** Multiplied out over sums, like terms collected; undefined where that would be long. */
export function expand(e: Expression): Expression | undefined {
  const terms = termsOf(e);
  return terms && terms.length <= mostTerms ? add(terms) : undefined;
}

function termsOf(e: Expression): Expression[] | undefined {
  if (isApply(e, "add")) {
    const out: Expression[] = [];
    for (const a of e.args) {
      const t = termsOf(a);
      if (!t || out.length + t.length > mostTerms) return undefined;
      out.push(...t);
    }
    return out;
  }
  if (isApply(e, "transpose") && isApply(e.args[0] as Expression, "add")) return termsOf(e.args[0] as Expression)?.map((t) => build("transpose", [t]));
  const square = isSquare(e) ? (e as Apply).args[0] : undefined;
  if (square || isApply(e, "product") || isApply(e, "hadamard")) {
    let out: Expression[][] = [[]];
    for (const a of square ? [square, square] : (e as Apply).args) {
      const t = isSum(a) ? termsOf(a) : [a];
      if (!t || out.length * t.length > mostTerms) return undefined;
      out = out.flatMap((left) => t.map((x) => [...left, x]));
    }
    if (out.length === 1) return [e];
    const flat: Expression[] = [];
    for (const args of out) {
      const p = build(square ? "product" : (e as Apply).operation.name, args);
      flat.push(p);
    }
    return flat;
  }
  if (isApply(e, "sigmoid") && isMinus(e.args[0] as Expression)) {
    // sigmoid(-z) = 1 - sigmoid(z)
    const z = product([constant(-1), e.args[0] as Expression]);
    return [isScalar(e) ? constant(1) : apply("ones", [], [e.rows, e.cols]), product([constant(-1), build("sigmoid", [z])])];
  }
  return [e];
}
const isMinus = (e: Expression): boolean => isApply(e, "product") && e.args[0]?.kind === "constant" && e.args[0].value.s < 0n;
/** The square of a scalar sum. */
const isSquare = (e: Expression): boolean => {
  const [base, k] = isApply(e, "power") && isScalar(e) ? e.args : [];
  return base !== undefined && isApply(base, "add") && k?.kind === "constant" && k.value.equals(2);
};
const isSum = (e: Expression): boolean =>
  isApply(e, "add") ||
  isSquare(e) ||
  (isApply(e, "sigmoid") && isMinus(e.args[0] as Expression)) ||
  (isApply(e, "transpose") && isApply(e.args[0] as Expression, "add")) ||
  ((isApply(e, "hadamard") || (isApply(e, "product") && isScalar(e))) && e.args.some(isSum));
