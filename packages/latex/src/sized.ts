/** Constants whose size a formula leaves open, once their types are known. */
import type { Side } from "./types.ts";

/**
 * The text of a side with ones, zeros and unit vectors spelled, as far as `declared` says the type of their names (`{"one": "vector(n)"}`);
 * an engine that infers the types of undeclared names tells them. What is not among them stands as it is.
 */
export function sizedText(side: Pick<Side, "text" | "parts">, declared: Readonly<Record<string, string>>): string {
  const spelled = new Map<string, string>();
  for (const part of side.parts) {
    if (part.kind !== "ones" && part.kind !== "zeros" && part.kind !== "unit") continue;
    const type = /^(scalar|vector|row|matrix)(?:\((.*)\))?/.exec(declared[part.name] ?? "");
    if (!type) continue;
    const sizes = sizesOf(type[1] as string, type[2] ?? "");
    const [i, j] = part.indices;
    if (part.kind !== "unit") spelled.set(part.name, sizes.length === 0 ? (part.kind === "ones" ? "1" : "0") : `${part.kind}(${sizes.join(", ")})`);
    else if (i !== undefined && j !== undefined && sizes.length === 2) spelled.set(part.name, `(e(${i}, ${sizes[0]})*e(${j}, ${sizes[1]})')`);
    else if (i !== undefined && j === undefined && sizes.length === 1) spelled.set(part.name, `e(${i}, ${sizes[0]})`);
  }
  return side.text.replace(/[\p{L}_][\p{L}\p{N}_]*/gu, (word) => spelled.get(word) ?? word);
}

/** Rows and columns of a type; a vector has one size. */
function sizesOf(kind: string, inside: string): string[] {
  if (kind === "scalar") return [];
  const [first = "n", second = first] = inside.split(",").map((d) => d.trim());
  return kind === "vector" ? [first] : kind === "row" ? ["1", first] : [first, second];
}
