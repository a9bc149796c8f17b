import { add, diagonalEntries, diagonalOf, divide, isDiagonal, multiply, negate, number, subtract } from "./entries.ts";
import { transpose } from "./linear.ts";
import { type Graph, type Node, nodesBelow, type Shape, scalarShape, vectorShape } from "./node.ts";
import type { CodeOperation } from "./operation.ts";

/** inv(A), to be solved with where it is multiplied. */
export function inverseOf(g: Graph, a: Node): Node {
  const x = a.args[0] as Node;
  if (a.rank === 0) return divide(g, number(g, 1), a);
  if (isDiagonal(a)) return diagonalOf(g, divide(g, number(g, 1), diagonalEntries(g, a)), a);
  if (a.op === "inverse") return x;
  if (a.op === "negate") return negate(g, inverseOf(g, x));
  if (a.op === "multiply" && x.rank === 0) return multiply(g, divide(g, number(g, 1), x), inverseOf(g, a.args[1] as Node));
  if (a.op === "divide" && (a.args[1] as Node).rank === 0) return multiply(g, a.args[1] as Node, inverseOf(g, x));
  if (a.op === "transpose") return transpose(g, inverseOf(g, x));
  const made = g.make("inverse", [a], a);
  if (g.rely(a, "posdef")) g.know(made, "symmetric", []);
  return made;
}

/** inv(A)*B or inv(A)'*B as a solve; undefined where the left side is no inverse. */
export function inverseTimes(g: Graph, left: Node, b: Node): Node | undefined {
  const turned = left.op === "transpose";
  const inverse = turned ? (left.args[0] as Node) : left;
  if (inverse.op !== "inverse") return undefined;
  const a = inverse.args[0] as Node;
  if (a.op === "cholesky") return g.make(turned ? "solveupper" : "solvelower", [turned ? g.make("transpose", [a], a) : a, b], b);
  return g.make("solve", [turned ? transpose(g, a) : a, b], b);
}

const core = (a: Node): Node => (a.op === "transpose" ? (a.args[0] as Node) : a);
const inverting: ReadonlySet<CodeOperation> = new Set(["solve", "inverse", "logdeterminant"]);

/** Puts one factorization of each matrix in the place of all solves, inverses and log-determinants with it: Cholesky where it is positive definite. */
export function factorize(g: Graph, roots: readonly Node[]): Node[] {
  const uses = new Map<number, number>();
  for (const n of nodesBelow(...roots)) if (inverting.has(n.op)) uses.set(core(n.args[0] as Node).id, (uses.get(core(n.args[0] as Node).id) ?? 0) + 1);
  const present = new Set(nodesBelow(...roots).map((n) => n.id));
  const done = new Map<number, Node>();
  const put = (n: Node): Node => {
    const known = done.get(n.id);
    if (known) return known;
    const args = n.args.map(put);
    const rebuilt = args.every((a, k) => a === n.args[k]) ? n : g.make(n.op, args, n, n.text, n.value, n.dims);
    const better = inverting.has(n.op) ? factored(g, n, args, uses) : (byExponentials(g, n, args, present) ?? rebuilt);
    done.set(n.id, better);
    return better;
  };
  return roots.map(put);
}

/** softmax and logsumexp of the same values by the same exponentials. */
function byExponentials(g: Graph, n: Node, args: readonly Node[], present: ReadonlySet<number>): Node | undefined {
  const columns = n.op === "softmaxcols" || n.op === "logsumexpcols";
  if (!columns && n.op !== "softmax" && n.op !== "logsumexp") return undefined;
  const before = n.args[0] as Node;
  const z = args[0] as Node;
  const shape = columns ? vectorShape(before.cols) : scalarShape;
  const both = [g.make(columns ? "softmaxcols" : "softmax", [before], before), g.make(columns ? "logsumexpcols" : "logsumexp", [before], shape)];
  if (!both.every((m) => present.has(m.id))) return undefined;
  const top = g.make(columns ? "greatestcols" : "greatest", [z], shape);
  const exponentials = g.make("exp", [columns ? g.make("shiftcols", [z, negate(g, top)], z) : subtract(g, z, top)], z);
  const mass = g.make(columns ? "colsum" : "sum", [exponentials], shape);
  if (n.op.startsWith("logsumexp")) return add(g, top, g.make("log", [mass], shape));
  return columns ? g.make("scalecols", [exponentials, divide(g, number(g, 1), mass)], z) : divide(g, exponentials, mass);
}

function factored(g: Graph, n: Node, args: readonly Node[], uses: ReadonlyMap<number, number>): Node {
  const before = n.args[0] as Node;
  const turned = before.op === "transpose";
  const matrix = turned ? ((args[0] as Node).args[0] as Node) : (args[0] as Node);
  const b = args[1] as Node;
  const factor = (op: CodeOperation): Node => g.make(op, [matrix], matrix);
  const shape: Shape = n.op === "logdeterminant" ? scalarShape : n;
  if (g.rely(core(before), "posdef")) {
    const f = factor("cholfactor");
    return n.op === "solve" ? g.make("cholsolve", [f, b], shape) : g.make(n.op === "inverse" ? "cholinverse" : "chollogdet", [f], shape);
  }
  if ((uses.get(core(before).id) ?? 0) < 2) return g.make(n.op, args, shape);
  const f = factor("lufactor");
  if (n.op === "solve") return g.make(turned ? "lusolvetransposed" : "lusolve", [f, b], shape);
  return g.make(n.op === "inverse" ? "luinverse" : "lulogdet", [f], shape);
}
