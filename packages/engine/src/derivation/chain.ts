import { differentiate, freeName, type Part } from "../calculus/derivative.ts";
import type { Layout } from "../calculus/layout.ts";
import { type Expression, idsContaining, isColumn, isScalar, type Variable, variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { cost } from "../normal/cost.ts";
import { apply } from "../operations/apply.ts";
import { type Derivation, derivationOf } from "./derivation.ts";
import { differential } from "./forward.ts";
import { Notation } from "./notation.ts";

/** A scalar or a column by defined names, to be derived backwards through them. */
interface Network {
  readonly function: Expression;
  /** In order, each by those before it; in normal form, names kept. */
  readonly definitions: readonly Part[];
  readonly target: Variable;
  /** The names that the answer uses for the derivatives by defined names. */
  readonly parts: readonly Part[];
  /** The names are only for the way: the answer has what they stand for in their place. */
  readonly onTheWay: boolean;
  readonly layout: Layout;
  readonly answer: Expression;
  readonly taken: ReadonlySet<string>;
  readonly restore: (e: Expression) => Expression | undefined;
  /** What a name stands for is written by its name, 1 - h.^2 for 1 - tanh(a).^2: as it stands, or simplified where that is shorter. */
  readonly fold: (e: Expression) => Expression;
  readonly shorter: (e: Expression) => Expression;
}

/**
 * Backpropagation as it is taught: for each name from the last to the first, df by its differential through the names that use it, whose derivatives are known by
 * then; the last layer is the variable. A name that nothing needs is left out.
 */
export function layersOf(given: Network): Derivation[] {
  const network = unnamed(given);
  const { definitions, target } = network;
  const f = network.function;
  const uses = (e: Expression, v: Expression) => idsContaining(e, v).has(e.id);
  const depends = new Set<number>([target.id]);
  for (const d of definitions)
    if (definitions.some((o) => depends.has(o.variable.id) && uses(d.expression, o.variable)) || uses(d.expression, target)) depends.add(d.variable.id);
  const scalar = isScalar(f);
  const found = new Map<number, Expression>();
  const taken = new Set(network.taken);
  /** Names that stand in no answer: put in on the last line. */
  const values: Part[] = network.onTheWay ? [...definitions] : [];
  const out: Derivation[] = [];
  const order = [...definitions].reverse().filter((d) => depends.has(d.variable.id));
  for (const u of [...order.map((d) => d.variable), target]) {
    const users = order.filter((d) => found.has(d.variable.id) && uses(d.expression, u));
    if (!users.length && !uses(f, u)) continue;
    const increment = variable(freeName(`d${u.name}`, taken), u.rows, u.cols);
    const n = new Notation(increment, true);
    const through = users.map((d) => inner(found.get(d.variable.id) as Expression, d.expression, n, scalar));
    const phi = n.make("add", [...(uses(f, u) ? [f] : []), ...through]);
    const part = network.parts.find((p) => p.by === u);
    const last = u === target;
    const answer = last
      ? network.answer
      : (part?.expression ??
        network.shorter(differentiate({ function: phi, wrt: u, layout: scalar ? "denominator" : "numerator", form: "matrix" }).expression));
    const layout = last ? network.layout : scalar ? "denominator" : "numerator";
    // what holds a name that is still to come is no constant there, and no reader wants to see a long one again: it gets a name
    const earlier = [...order.map((o) => o.variable), target].filter((v) => v !== u && !found.has(v.id));
    const isHeld = earlier.some((v) => uses(answer, v));
    const held = earlier.filter((v) => uses(phi, v)).map((v) => v.name);
    const named = part?.variable ?? variable(freeName(`${scalar ? "delta" : "J"}_${u.name}`, taken), answer.rows, answer.cols);
    const put = !last && !part && (isHeld || (network.onTheWay && answer.kind !== "constant"));
    const task = {
      typed: phi,
      normal: phi,
      x: u,
      increment,
      layout,
      answer,
      restore: last ? network.restore : () => undefined,
      fold: last && network.onTheWay ? same : network.fold,
    };
    const d = derivationOf(last ? { ...task, values } : task, { function: "f", ...(!last && { derivative: named.name, inner: true }) });
    out.push(layer(d, users, u, found, n, network, out.length === 0, held));
    if (put) values.push({ variable: named, expression: answer });
    taken.add(named.name);
    if (!last) found.set(u.id, part || put ? named : answer);
  }
  return out;
}

const same = (e: Expression): Expression => e;

/** Where the function is a defined name, what it stands for. */
function unnamed(network: Network): Network {
  const own = network.definitions.find((d) => d.variable === network.function);
  if (!own || own.variable === network.target) return network;
  return unnamed({ ...network, function: own.expression, definitions: network.definitions.filter((d) => d !== own) });
}

/** The derivative applied to what it is the derivative by: a scalar product, or the product with a Jacobian. */
function inner(delta: Expression, v: Expression, n: Notation, scalar: boolean): Expression {
  if (!scalar) return n.make("product", [delta, isColumn(v) ? v : apply("vectorization", [v])]);
  if (isScalar(v)) return n.make("product", [delta, v]);
  const product = n.make("product", [n.make("transpose", [delta]), v]);
  return isColumn(v) ? product : n.make("trace", [product]);
}

/** The derivation of a layer: its question is df in the differentials of the names it goes through, and of what f holds of u itself. */
function layer(
  d: Derivation,
  users: readonly Part[],
  u: Variable,
  found: ReadonlyMap<number, Expression>,
  n: Notation,
  network: Network,
  first: boolean,
  held: readonly string[],
): Derivation {
  const names = users.map((p) => p.variable.name);
  const increments = users.map((p) => variable(freeName(`d${p.variable.name}`, network.taken), p.variable.rows, p.variable.cols));
  const differentials = users.map((p, k) => {
    const whole = differential(p.expression, u, n).whole;
    return cost(whole) > 40 ? "" : `${increments[k]?.name} = ${print(whole)}`;
  });
  const through = {
    ...{ names, differentials: differentials.filter((t) => t !== ""), by: u.name },
    ...(first && { order: network.definitions.map((p) => p.variable.name), derivative: isScalar(network.function) ? "delta" : "J" }),
    held,
    ...(first && network.onTheWay && { given: network.definitions.map((p) => `${p.variable.name} = ${print(p.expression)}`) }),
  };
  if (!users.length) return { ...d, through };
  const question = n.make("add", [
    ...(idsContaining(network.function, u).has(network.function.id) ? [differential(network.function, u, n).whole] : []),
    ...users.map((p, k) => inner(found.get(p.variable.id) as Expression, increments[k] as Variable, n, isScalar(network.function))),
  ]);
  const lines = d.lines.map((l, k) => (k === 0 ? { ...l, before: question, after: question } : k === 1 ? { ...l, before: question } : l));
  return { ...d, lines, through };
}
