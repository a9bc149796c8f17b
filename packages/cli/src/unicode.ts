const superscripts: Readonly<Record<string, string>> = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const operators: Readonly<Record<string, string>> = { ".*": "⊙", "./": "⊘", "*": "·", "'": "ᵀ" };

/** An expression in the Unicode spellings that the language reads too: `A'*x.*y^2` is `Aᵀ·x⊙y²`. A quote that marks a derivative (`sigma'(Z)`) stays. */
export function unicode(expression: string): string {
  return expression
    .replace(/(?<!\.)\^(-?\d+)(?![\w.(])/g, (_all, digits: string) => [...digits].map((d) => superscripts[d]).join(""))
    .replace(/(?<!\.)\^\((-\d+)\)/g, (_all, digits: string) => [...digits].map((d) => superscripts[d]).join(""))
    .replace(/\.\*|\.\/|\*|'(?!\(|'+\()/g, (operator) => operators[operator] as string);
}
