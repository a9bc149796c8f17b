/** Conditions on numbers: `lambda > 0` says a sign, which is a property; other relations hold between dimensions only. */
import { dimensionOf, one } from "../expression/dimension.ts";
import type { Conditions } from "./conditions.ts";
import type { Declaration } from "./declarations.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { dimensionNames, exponentNames, habit, type Part } from "./names.ts";
import { walk } from "./tree.ts";

const zero = dimensionOf(0);

/**
 * Takes the conditions out that are about numbers of the expression, no dimensions: `c > 0` of a declared or Greek scalar becomes its property in the
 * declarations; anything else about such a name is reported. A name is a dimension where it is one elsewhere: in a shape, a maker, a bound or an exponent.
 */
export function takeNumberConditions(conditions: Conditions, declarations: Map<string, Declaration>, parts: readonly Part[], diagnostics: Diagnostic[]): void {
  const dimensions = dimensionNames(declarations, { dimension: [], commute: [] }, parts);
  const whole = exponentNames(parts);
  const used = new Set<string>();
  for (const p of parts)
    walk(p.tree, (t, isBound) => {
      if (t.kind === "name" && !isBound(t.name)) used.add(t.name);
    });
  const isNumber = (n: string) =>
    !dimensions.has(n) && !whole.has(n) && !declarations.get(n)?.properties.includes("integer") && (used.has(n) || declarations.has(n));
  for (const c of [...conditions.dimension]) {
    const name = [...c.left.names, ...c.right.names].find(isNumber);
    if (name === undefined) continue;
    conditions.dimension.splice(conditions.dimension.indexOf(c), 1);
    const word = signOf(c, name);
    const d = declarations.get(name);
    if (word && (d ? !d.parameters && d.rows === one && d.cols === one : habit(name) === "scalar")) {
      const scalar = { name, rows: one, cols: one, properties: [], in: c.in, span: [c.at, c.at + c.text.length] as const };
      declarations.set(name, { ...(d ?? scalar), properties: [...new Set([...(d?.properties ?? []), word])] });
      continue;
    }
    diagnostics.push({
      code: "condition",
      message: `a condition compares dimensions, and ${name} is none`,
      span: [c.at, c.at + c.text.length],
      in: c.in,
      hint: `a sign is declared: ${name}: ${habit(name) === "matrix" ? "matrix(n) posdef" : `scalar ${word ?? "positive"}`}`,
    });
  }
}

/** The property that `name > 0` or `0 <= name` says. */
function signOf(c: Conditions["dimension"][number], name: string): string | undefined {
  const [above, below, signs] = c.op.startsWith("<") ? [c.right, c.left, c.op.slice(1)] : [c.left, c.right, c.op.slice(1)];
  return c.op !== "==" && above.text === name && below === zero ? (signs ? "nonneg" : "positive") : undefined;
}
