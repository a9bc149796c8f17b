import { isSize, plainOf } from "../classes/shape.ts";
import type { Kind } from "./letters.ts";

/** Sizes and kind by what stands behind `\in`, or by a size `l \times m`. */
export function declaredBy(source: string): { readonly kind: Kind; readonly sizes: readonly string[] } | undefined {
  const plain = plainOf(source);
  if (isSize(plain)) return ofSizes(plain.split(/\\times|×/));
  const space = /^\{?\s*\\?(?:R|Rbb|Re|RR|reals?|real|bbR|C|Z|N)\s*\}?\s*(.*)$/.exec(plain) ?? /^\\R[A-Za-z]*\s*(.*)$/.exec(plain);
  if (!space) return undefined;
  const power = /^\^\s*(?:\{([^{}]*)\}|([A-Za-z\d]))$/.exec((space[1] as string).trim());
  if (!power) return (space[1] as string).trim() === "" ? { kind: "scalar", sizes: [] } : undefined;
  return ofSizes((power[1] ?? (power[2] as string)).split(/\\times|×|,/));
}

function ofSizes(sizes: readonly string[]): { readonly kind: Kind; readonly sizes: readonly string[] } | undefined {
  const names = sizes.map((s) => s.replace(/[\s()]/g, ""));
  if (names.some((s) => !/^(?:[A-Za-z]|\d+)$/.test(s))) return { kind: names.length === 1 || names[1] === "1" ? "vector" : "matrix", sizes: [] };
  const [m, n] = names as [string, string | undefined];
  if (n === undefined || n === "1") return { kind: "vector", sizes: [m] };
  return m === "1" ? { kind: "row", sizes: [n] } : { kind: "matrix", sizes: [m, n] };
}

/** A declaration in the language: `matrix(m, n) symmetric`. */
export function declaredAs(
  type: string,
): { readonly kind: Kind; readonly sizes: readonly string[]; readonly properties: readonly string[]; readonly entrywise: boolean } | undefined {
  const m = /^(scalar|vector|row|matrix|elementwise)\s*(?:\(([^)]*)\))?(\[[^\]]*\])?\s*(.*)$/.exec(type.trim());
  if (!m) return undefined;
  const sizes = (m[2] ?? "")
    .split(",")
    .map((s) => s.trim())
    .filter(Boolean);
  const kind = m[1] === "elementwise" ? "scalar" : m[3] ? "family" : (m[1] as Kind);
  return {
    kind,
    sizes: m[1] === "matrix" && sizes.length === 1 ? [...sizes, ...sizes] : sizes,
    properties: (m[4] ?? "").split(/\s+/).filter(Boolean),
    entrywise: m[1] === "elementwise",
  };
}
