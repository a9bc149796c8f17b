import { addDimensions, type Dimension, dimension, dimensionOf, multiplyDimensions, one } from "../expression/dimension.ts";
import { parse } from "./parser.ts";
import { leftSpine, type Tree } from "./tree.ts";

const mostTerms = 32;
const greatest = 1e6;

/** What a dimension may be, as a hint. */
export const dimensionHint = "a name (n), a positive number, or a product of them (m*n)";

/** A tree as a dimension: whole numbers, names, sums, products and powers of them; undefined for anything else. */
export function dimensionOfTree(t: Tree, lookup: (name: string) => Dimension | undefined = dimension): Dimension | undefined {
  if (t.kind === "number") return /^\d{1,15}$/.test(t.text) ? dimensionOf(Number(t.text)) : undefined;
  if (t.kind === "name") return lookup(t.name);
  if (t.kind === "prefix") {
    const d = dimensionOfTree(t.operand, lookup);
    return d && addDimensions(dimensionOf(0), d, -1);
  }
  if (t.kind !== "binary") return undefined;
  const [innermost] = leftSpine(t);
  let d = dimensionOfTree((innermost as typeof t).left, lookup);
  for (const node of leftSpine(t)) {
    const right = d && dimensionOfTree(node.right, lookup);
    d = d && right && bounded(combined(node.operator, d, right));
    if (!d) return undefined;
  }
  return d;
}

function combined(operator: string, a: Dimension, b: Dimension): Dimension | undefined {
  if (operator === "+") return addDimensions(a, b);
  if (operator === "-") return addDimensions(a, b, -1);
  if (operator === "*") return a.terms.size * b.terms.size > mostTerms ** 2 ? undefined : multiplyDimensions(a, b);
  const k = b.constant;
  if (operator !== "^" || k === undefined || k < 0 || k > 8) return undefined;
  let d: Dimension | undefined = one;
  for (let i = 0; i < k && d; i++) d = combined("*", d, a);
  return d;
}
function bounded(d: Dimension | undefined): Dimension | undefined {
  return d && d.terms.size <= mostTerms && [...d.terms.values()].every((c) => Math.abs(c) <= 1e9) ? d : undefined;
}

/** A dimension that a value can have; undefined where the tree is none. */
export function sizeOfTree(t: Tree): Dimension | undefined {
  const d = dimensionOfTree(t);
  return d && (d.constant === undefined || (d.constant >= 1 && d.constant <= greatest)) ? d : undefined;
}

/** A dimension from its text; undefined where the text is none. */
export function dimensionOfText(text: string): Dimension | undefined {
  const { tree, diagnostics } = parse(text);
  return diagnostics.length ? undefined : dimensionOfTree(tree);
}
