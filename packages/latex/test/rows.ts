import { type Part, type Reading, type ReadOptions, readLatex, type Side } from "gradus-latex";

/** A side with its parts spelled out, for rows that are read at a glance: `∂(tr(A*X) by X)`, `d(X*Y)`. */
export function shown(side: Side): string {
  const parts = new Map(side.parts.map((p) => [p.name, p]));
  const text = (t: string): string => t.replace(/[\p{L}_][\p{L}\p{N}_]*/gu, (word) => (parts.has(word) ? described(parts.get(word) as Part) : word));
  const described = (p: Part): string => {
    switch (p.kind) {
      case "derivative":
        return `∂(${text(p.of)} by ${p.wrt.map((w) => text(w.text) + (w.transposed ? "ᵀ" : "")).join(", ")})`;
      case "differential":
        return p.order === 1 ? `d(${text(p.of)})` : `d${p.order}(${text(p.of)})`;
      case "expectation":
        return `E${p.over ? `_${p.over}` : ""}(${text(p.of)})`;
      case "ones":
      case "zeros":
        return `«${p.kind}»`;
      case "unit":
        return `«${["e", ...p.indices.map(text)].join(" ")}»`;
      case "bound":
        return `«size for ${p.index}»`;
      case "matrix":
        return `[${p.rows.map((r) => r.map(text).join(", ")).join("; ")}]`;
      case "set":
        return `${p.set}{${p.dimensions.map(text).join(" x ")}}`;
      case "elided":
        return "…";
      case "other":
        return `«${[p.what, ...p.of.map(text)].join(" ")}»`;
    }
  };
  return text(side.text);
}

/** All statements of a reading in one line: sides with their signs, a semicolon between statements. */
export function lines(reading: Reading, reading_ = 0): string {
  return reading.statements
    .map((s) => {
      const { sides } = s.readings[Math.min(reading_, s.readings.length - 1)] as (typeof s.readings)[number];
      const signs = s.relations.map((r) => r.sign);
      const first = s.continues ? `${signs.shift()} ` : "";
      return first + sides.map((side, k) => (k === 0 ? "" : ` ${signs[k - 1]} `) + shown(side)).join("");
    })
    .join("; ");
}

/** The likeliest reading of a text in one line. */
export const line = (latex: string, options: ReadOptions = {}): string => lines(readLatex(latex, { readings: 1, ...options }));
