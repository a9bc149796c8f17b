import type { Context } from "./context.ts";
import { Size } from "./dimensions.ts";
import type { Typed } from "./letters.ts";
import { keyOf, letterOf, type Node, namesOf, some, walk } from "./node.ts";
import type { Reader } from "./reader.ts";
import type { Entry, Equation } from "./types.ts";

/** "For n = 2:" before a display fixes a size in it; that of all its matrices, where they have one. */
export function fixSizes(e: Entry, typed: Typed, context: Context): void {
  if (!e.equality.display) return;
  const said = context.entries.filter((x) => x.number < e.number && x.number >= e.number - e.equality.index - 3);
  for (const x of said.reverse()) {
    if (x.equality.display && x.equality.chain !== e.equality.chain) return;
    const q = x.equations[0];
    if (
      (x.class !== "condition" && x.class !== "declaration") ||
      x.equality.display ||
      q?.left.kind !== "name" ||
      q.right.kind !== "number" ||
      q.right.value < 2
    )
      continue;
    const named = typed.dimensions.get(q.left.name);
    const roots = new Set([...typed.shapes.values()].flatMap((s) => [s.rows.root, s.cols.root]).filter((s) => s.number === undefined && !s.factors));
    const size = named ?? (roots.size === 1 ? [...roots][0] : undefined);
    if (size) Size.unify(size, new Size(q.right.value));
  }
}

/** Is it a model of data: a sum with a letter for the error, by habit or as the text calls it? */
export function isModel(n: Node, context: Context, reader: Reader): boolean {
  if (n.kind !== "binary" || n.operator !== "+") return false;
  const isError = (x: Node): boolean =>
    x.kind === "name" && (/^(?:var)?epsilon$/.test(reader.look(x.name).letter) || context.evidence.get(x.name)?.properties.includes("error") === true);
  return isError(n.right) || isError(n.left) || isModel(n.left, context, reader);
}

/** Of `y = X b + u`: is the difference `y - X b` taken somewhere? Then y is data, and u what is left over. */
export function isResidual(name: string, n: Node, sides: readonly Node[]): boolean {
  if (n.kind !== "binary" || n.operator !== "+" || n.right.kind !== "name") return false;
  const model = keyOf(n.left);
  return sides.some((side) =>
    some(side, (x) => x.kind === "binary" && x.operator === "-" && x.left.kind === "name" && x.left.name === name && keyOf(x.right) === model),
  );
}

/** `det(c*A) = c^n det(A)`: the power of a number, where nothing else is said of n or of the size of A, is that size. */
export function fixPowers(q: Equation, typed: Typed): void {
  const powers = new Set<string>();
  const others = new Set<string>();
  const roots = new Set<Size>();
  const isNumber = (n: Node) => n.kind === "number" || n.kind === "call" || n.kind === "minus" || (n.kind === "name" && typed.kinds.get(n.name) === "scalar");
  for (const side of [q.left, q.right])
    walk(side, (n) => {
      if (n.kind === "sum") others.add(n.index);
      if (n.kind === "binary" && n.operator === "^") for (const name of namesOf(n.right)) (isNumber(n.left) ? powers : others).add(name);
      if (n.kind !== "call" || n.name !== "det") return;
      for (const name of namesOf(n)) {
        const shape = typed.shapes.get(name);
        if (shape && typed.kinds.get(name) === "matrix") roots.add(shape.rows.root).add(shape.cols.root);
      }
    });
  const [name, ...more] = [...powers].filter((n) => !others.has(n));
  const [root] = roots;
  if (name === undefined || more.length > 0 || roots.size !== 1 || !root || root.number !== undefined || root.factors || root.name !== undefined) return;
  const known = typed.dimensions.get(name);
  if (!known && !/^[nmpdkN]$/.test(name)) return;
  if (known) Size.unify(known, root);
  else (typed.dimensions as Map<string, Size>).set(name, root);
  (typed.shapes as Map<string, unknown>).delete(name);
}

/** `\frac1n 1 1^T`: a letter that nothing else is said of, by which a product with ones is divided, is how many ones there are. */
export function fixCounts(sides: readonly Node[], typed: Typed): void {
  for (const side of sides)
    walk(side, (n) => {
      if (n.kind !== "binary" || n.operator !== "*") return;
      const ones: Node[] = [];
      const divisors = new Set<string>();
      const factors = (x: Node, below: boolean): void => {
        if (x.kind === "binary" && (x.operator === "*" || x.operator === "/")) {
          factors(x.left, below);
          factors(x.right, below !== (x.operator === "/"));
        } else if (x.kind === "transpose") factors(x.of, below);
        else if (x.kind === "ones") ones.push(x);
        else if (x.kind === "name" && below) divisors.add(x.name);
      };
      factors(n, false);
      const [name] = divisors;
      const size = ones.map((x) => typed.shaping.found.get(x)?.rows.root).find((s) => s && s.number === undefined);
      if (divisors.size !== 1 || name === undefined || !size || typed.dimensions.has(name) || !/^[nmpdkN]$/.test(name)) return;
      (typed.dimensions as Map<string, Size>).set(name, size);
      (typed.shapes as Map<string, unknown>).delete(name);
    });
}

/** The letters that an equation differentiates by. */
export function variablesOf(q: Equation): Set<string> {
  const found = new Set<string>();
  for (const side of [q.left, q.right])
    walk(side, (n) => {
      if (n.kind === "derivative") for (const w of n.wrt) if (letterOf(w.of) !== undefined) found.add(letterOf(w.of) as string);
    });
  return found;
}
