/** What is known of names before a formula is read: declarations, the document's names, and the symbols that the formula itself holds. */
import { keyOf, plainName } from "./names.ts";

export type Kind = "scalar" | "vector" | "row" | "matrix" | "family" | "function" | "elementwise";

export interface Known {
  /** Names declared in the language, and what they are. */
  readonly declared: ReadonlyMap<string, Kind>;
  /** Names that are declared as sizes alone. */
  readonly dimensions: ReadonlySet<string>;
  /** Rows and columns of what is declared, as dimensions. */
  readonly sizes: ReadonlyMap<string, readonly string[]>;
  /** The parameters of unknown functions, `u(x)`. */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
  /** Names by the key of their symbol, settled before. */
  readonly names: ReadonlyMap<string, string>;
  /** Keys seen in the formula, or settled before. */
  readonly seen: ReadonlySet<string>;
}

/** The kind that a declaration gives: `matrix(m, n) symmetric`. */
function kindOf(declaration: string): Kind {
  const word = /^\s*(\w+)/.exec(declaration)?.[1] ?? "";
  if (/\)\s*\[|^\s*\w+\s*\[/.test(declaration)) return "family";
  return word === "vector" || word === "row" || word === "matrix" || word === "elementwise" ? word : "scalar";
}

export function knownFrom(
  declare: Readonly<Record<string, string>> = {},
  names: Readonly<Record<string, string>> = {},
  seen: ReadonlySet<string> = new Set(),
): Known {
  const declared = new Map<string, Kind>();
  const dimensions = new Set<string>();
  const sizes = new Map<string, readonly string[]>();
  const parameters = new Map<string, readonly string[]>();
  for (const [name, type] of Object.entries(declare)) {
    const unknownFunction = /^([^(]+)\(/.exec(name)?.[1];
    declared.set(unknownFunction?.trim() ?? name.trim(), unknownFunction ? "function" : kindOf(type));
    if (unknownFunction) {
      const inside = name.slice(name.indexOf("(") + 1, name.lastIndexOf(")"));
      parameters.set(
        unknownFunction.trim(),
        inside.split(",").map((p) => p.trim()),
      );
    }
    const size = /^\s*(vector|row|matrix)\(([^)]*)\)\s*(\[)?/.exec(type);
    if (size && !unknownFunction) {
      const [first = "", second = first] = (size[2] as string).split(",").map((d) => d.trim());
      const family = /\[([^\]]*)\]/.exec(type)?.[1];
      sizes.set(name.trim(), family !== undefined ? [family] : size[1] === "vector" ? [first, "1"] : size[1] === "row" ? [first] : [first, second]);
    }
    for (const [dimension] of type.matchAll(/(?<=[([,*+\s-])[\p{L}_][\p{L}\p{N}_]*(?=[^(]*[)\]])/gu))
      if (!declared.has(dimension) && !Object.hasOwn(declare, dimension)) {
        dimensions.add(dimension);
        declared.set(dimension, "scalar");
      }
  }
  return { declared, dimensions, sizes, parameters, names: new Map(Object.entries(names)), seen: new Set([...seen, ...Object.keys(names)]) };
}

/** The name that a symbol of this key has been given, or would be if it is declared. */
export function declaredName(known: Known, key: string): string | undefined {
  const given = known.names.get(key);
  if (given !== undefined) return given;
  const plain = plainName(key);
  return [plain, plain.replace(/_(\d)/g, "$1"), plain.replace(/_/g, "")].find((n) => known.declared.has(n));
}

export function kindOfKey(known: Known, key: string): Kind | undefined {
  const name = declaredName(known, key);
  return name === undefined ? undefined : known.declared.get(name);
}

/** Is the letter, in whatever font, among the symbols? The bold one first. */
export function seenLetter(known: Known, letter: string): string | undefined {
  return [keyOf(letter, "bold"), keyOf(letter, undefined)].find((k) => known.seen.has(k));
}
