import { constant, type Expression, isApply } from "../expression/node.ts";
import { apply } from "../operations/apply.ts";
import { build } from "./build.ts";
import { chainOf, product } from "./product.ts";
import { add } from "./sum.ts";
import { transpose } from "./transpose.ts";

interface Resolved {
  readonly before: readonly Expression[];
  /** A of inv((1 - t)^2*A + t^2*eye(n)). */
  readonly matrix: Expression;
  readonly after: readonly Expression[];
}

const square = (t: Expression): Expression => build("power", [t, constant(2)]);

/** The one inv((1 - t)^2*A + t^2*eye(n)) in a chain. */
function resolvedIn(e: Expression, t: Expression): Resolved | undefined {
  const { scalars, chain } = chainOf(e);
  const found = chain.map((c) => resolvent(c, t));
  const k = found.findIndex((f) => f !== undefined);
  if (k < 0 || scalars.length) return undefined;
  return { before: chain.slice(0, k), matrix: found[k] as Expression, after: chain.slice(k + 1) };
}

function resolvent(e: Expression, t: Expression): Expression | undefined {
  if (isApply(e, "transpose")) {
    const inner = resolvent(e.args[0] as Expression, t);
    return inner && transpose(inner);
  }
  const m = isApply(e, "inverse") ? e.args[0] : undefined;
  if (!m || !isApply(m, "add")) return undefined;
  const one = product([square(t), apply("identity", [], [e.rows])]);
  const rest = m.args.filter((a) => a !== one);
  const weight = square(add([constant(1), product([constant(-1), t])]));
  const { scalars, chain } = chainOf(rest[0] as Expression);
  if (rest.length !== 1 || m.args.length !== 2 || !scalars.includes(weight)) return undefined;
  return product([...scalars.filter((s) => s !== weight), ...chain]);
}

/**
 * The integral over t from 0 to 1 of t^2*kron(inv((1 - t)^2*A + t^2*eye(m)), inv((1 - t)^2*C + t^2*eye(n))), with factors around either, is
 * pi/2*inv(kron(sqrtm(A), eye(n)) + kron(eye(m), sqrtm(C))): what solves sqrtm(C)*L + L*sqrtm(A)' = E. Source: Higham, Functions of Matrices, 6.1.
 */
export function rootIntegral(t: Expression, low: Expression, high: Expression, body: Expression, moves: (e: Expression) => boolean): Expression | undefined {
  const { scalars, chain } = chainOf(body);
  const [kron] = chain;
  if (low !== constant(0) || high !== constant(1) || chain.length !== 1 || !kron || !isApply(kron, "kronecker") || !scalars.includes(square(t)))
    return undefined;
  const outside = scalars.filter((s) => s !== square(t));
  const [a, c] = kron.args.map((x) => resolvedIn(x, t));
  if (!a || !c || [...outside, ...a.before, ...a.after, ...c.before, ...c.after, a.matrix, c.matrix].some(moves)) return undefined;
  const eye = (m: Expression) => apply("identity", [], [m.rows]);
  const root = (m: Expression) => build("sqrtm", [m]);
  const sum = add([build("kronecker", [root(a.matrix), eye(c.matrix)]), build("kronecker", [eye(a.matrix), root(c.matrix)])]);
  const beside = (p: readonly Expression[], q: readonly Expression[]) =>
    p.length + q.length ? [build("kronecker", [product(p.length ? p : [eye(a.matrix)]), product(q.length ? q : [eye(c.matrix)])])] : [];
  const half = product([constant("1/2"), build("pi", [])]);
  return product([half, ...outside, ...beside(a.before, c.before), build("inverse", [sum]), ...beside(a.after, c.after)]);
}
