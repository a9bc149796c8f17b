import { definitionsAt } from "./definitions.ts";
import { type Court, drawingOf } from "./drawing.ts";
import { evaluate } from "./evaluate.ts";
import type { World } from "./frame.ts";
import { type Node, namesOf, some, walk } from "./node.ts";
import type { Entry, Equation } from "./types.ts";
import { added, isScalar, type Matrix, matrix, NoValue, product, randomOf, scalar, scaled, transposed } from "./values.ts";
import { draw } from "./world.ts";

const words = /密度|分布|\bdensit(?:y|ies)\b|\bdistributions?\b|\bpdf\b/i;
/** `p(x)`, `N(x \mid \mu, \Sigma)`, `f(x; \theta)`: one letter, and behind a bar what is given. */
const given = /\(\s*[^,;|()]*?(?:\)\s*$|\\mid(?![A-Za-z])|\\vert(?![A-Za-z])|[;|])/;
const sizeByHabit = /^[dkmnpDKN]$/;
const strange = new Set<Node["kind"]>(["unknown", "expectation", "identity", "ones", "zeros", "unit", "index", "sum", "derivative", "differential", "matrix"]);
const trials = 2;

/** Is it the density of one letter on a whole space, by the words before it and its exponential, that does not integrate to 1? */
export function isNoDensity(e: Entry, q: Equation, court: Court): boolean {
  const x = q.left.kind === "call" && q.left.args[0]?.kind === "name" ? q.left.args[0].name : undefined;
  if (x === undefined || !words.test(e.equality.before.slice(-200)) || !given.test(e.equality.left.source.trim())) return false;
  const names = [...namesOf(q.right)].filter((n) => n !== "pi" && !/^(?:exp|sqrt|det|inv|log|norm2?)$/.test(n));
  const known = definitionsAt(court.context, e.number);
  if (!names.includes(x) || names.some((n) => known.has(n) || court.context.functions.has(n)) || some(q.right, (n) => strange.has(n.kind))) return false;
  if (!some(q.right, (n) => n.kind === "call" && n.name === "exp")) return false;
  const world = draw(drawingOf(e, q, court), "density", "positive");
  try {
    return Array.from({ length: trials }, (_t, k) => integral(q.right, x, names, world, court, `density/${k}`)).every(
      (total) => total !== undefined && Math.abs(total - 1) > 1e-3,
    );
  } catch (error) {
    if (error instanceof NoValue) return false;
    throw error;
  }
}

/** Values of the letters beside x: matrices positive definite, centres as long as x, sizes that of x, positive numbers otherwise. */
function valuesOf(
  right: Node,
  x: string,
  names: readonly string[],
  court: Court,
  seed: string,
): { readonly size: 1 | 2; readonly values: Map<string, Matrix> } {
  const { typed, reader } = court;
  const matrices = names.filter((n) => n !== x && typed.kinds.get(n) === "matrix");
  const centres = new Set<string>();
  walk(right, (n) => {
    const [a, b] = n.kind === "binary" && n.operator === "-" ? [n.left, n.right] : [];
    if (a?.kind === "name" && b?.kind === "name" && (a.name === x || b.name === x)) centres.add(a.name === x ? b.name : a.name);
  });
  const size = matrices.length > 0 || some(right, (n) => n.kind === "call" && /^norm2?$/.test(n.name)) ? 2 : 1;
  const random = randomOf(seed);
  const number = () => 0.5 + random();
  const spread = (): Matrix => {
    const m = matrix(size, size, number);
    return added(
      scaled(product(m, transposed(m)), 0.5),
      matrix(size, size, (i, j) => (i === j ? 0.5 : 0)),
      1,
    );
  };
  const values = new Map<string, Matrix>([["pi", scalar(Math.PI)]]);
  for (const n of names)
    if (n !== x)
      values.set(
        n,
        matrices.includes(n) ? spread() : centres.has(n) ? matrix(size, 1, number) : scalar(sizeByHabit.test(reader.look(n).letter) ? size : number()),
      );
  return { size, values };
}

/** The sum over a fine grid, which is the integral of what vanishes fast; undefined where it does not. */
function integral(right: Node, x: string, names: readonly string[], world: World, court: Court, seed: string): number | undefined {
  const { size, values } = valuesOf(right, x, names, court, seed);
  const [reach, step] = size === 1 ? [20, 0.05] : [14, 0.5];
  const at = (point: readonly number[]): number => {
    const value = evaluate(right, { ...world, values: new Map([...values, [x, matrix(size, 1, (i) => point[i] as number)]]) }, new Map());
    if (!isScalar(value)) throw new NoValue("shape", "a density that is no number");
    return value.data[0] as number;
  };
  const count = Math.round((2 * reach) / step);
  let [total, half, edge, top] = [0, 0, 0, 0];
  for (let i = 0; i <= count; i++)
    for (let j = 0; j <= (size === 2 ? count : 0); j++) {
      const value = at([i * step - reach, j * step - reach]);
      if (!Number.isFinite(value) || value < 0) return undefined;
      total += value;
      if (i * step > reach) half += value;
      top = Math.max(top, value);
      if (i === 0 || i === count || (size === 2 && (j === 0 || j === count))) edge = Math.max(edge, value);
    }
  // on positive numbers alone it may be one
  if (edge > 1e-9 * top || (size === 1 && Math.abs(half * step - 1) < 0.1)) return undefined;
  return total * step ** size;
}
