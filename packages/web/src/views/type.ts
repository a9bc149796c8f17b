/** A type as it is declared, in parts. */
export interface TypeParts {
  readonly kind: "scalar" | "vector" | "row" | "matrix" | "other";
  readonly dimensions: readonly string[];
  /** `[N]` of a family. */
  readonly family: string;
  readonly properties: readonly string[];
}

const pattern = /^(scalar|vector|row|matrix)(?:\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\))?\s*(\[[^\]]*\])?\s*(.*)$/s;

/** `matrix(m, n) symmetric` apart. */
export function partsOf(type: string): TypeParts {
  const m = pattern.exec(type.trim());
  if (!m) return { kind: "other", dimensions: [], family: "", properties: [] };
  const [, kind, dims = "", family = "", rest = ""] = m;
  const dimensions = dims
    .split(",")
    .map((d) => d.trim())
    .filter(Boolean);
  return { kind: kind as TypeParts["kind"], dimensions, family, properties: rest.split(/[\s,]+/).filter(Boolean) };
}

const counts: Readonly<Record<string, number>> = { scalar: 0, vector: 1, row: 1, matrix: 2 };

/** The type written; dimensions that are missing get names. */
export function typeOf(t: TypeParts): string {
  const count = counts[t.kind] ?? 0;
  const dims = Array.from({ length: count }, (_, k) => t.dimensions[k] || t.dimensions[0] || (k === 0 ? "n" : "m"));
  return [`${t.kind}${count ? `(${dims.join(", ")})` : ""}${t.family}`, ...t.properties].join(" ");
}

/** Does a property fit the type? */
export function fits(shape: "square" | "matrix" | "scalar" | "any", t: TypeParts): boolean {
  if (shape === "any") return true;
  if (shape === "scalar") return t.kind === "scalar";
  if (t.kind !== "matrix") return false;
  return shape === "matrix" || t.dimensions.length === 1 || t.dimensions[0] === t.dimensions[1];
}
