import { nameOf, plainOf } from "../classes/shape.ts";
import type { Source } from "../document/source.ts";

/** The prose of a scope, formulas that are one letter as `⟦letter⟧`, others as `⟦⟧`. */
export function proseOf(source: Source, scope: number): string {
  const start = scope === 0 ? 0 : (source.breaks[scope - 1]?.at ?? 0);
  const end = source.breaks[scope]?.at ?? source.prose.length;
  let text = "";
  let at = start;
  for (const m of source.maths) {
    if (m.end <= start || m.start >= end) continue;
    const formula = source.prose.slice(m.start, m.end);
    text += source.prose.slice(at, m.start).replace(/\$+\s*$|\\[([]\s*$/, "");
    text += m.display ? "\n" : lettersOf(formula);
    at = m.end + (/^\s*(?:\$\$?|\\[)\]])/.exec(source.prose.slice(m.end, m.end + 4))?.[0].length ?? 0);
  }
  return text + source.prose.slice(at, end);
}

function lettersOf(formula: string): string {
  const parts = formula.split(/,|、|，/);
  const names = parts.map((p) => (nameOf(plainOf(p)) === undefined ? "" : p.trim()));
  return names.every((n) => n !== "") ? names.map((n) => `⟦${n}⟧`).join(",") : "⟦⟧";
}
