/** Symbols, and commands that nobody defined. */
import { type Font, functions, infixes, letters } from "./commands.ts";

/** A letter as it stands: `bold x`, `hat mu`, `x 1` for a subscript that is part of the name. */
export function keyOf(letter: string, font: Font | undefined, accents: readonly string[] = [], suffixes: readonly string[] = []): string {
  return [...accents, ...(font && font !== "roman" ? [font] : []), letter, ...suffixes].join(" ");
}

const fontWords: ReadonlySet<string> = new Set(["bold", "blackboard", "calligraphic"]);
const accentWords: ReadonlySet<string> = new Set(["hat", "tilde", "bar", "dot", "ddot", "check", "breve", "Delta"]);

/** The parts of a key. */
export function partsOfKey(key: string): {
  readonly accents: readonly string[];
  readonly font?: Font;
  readonly letter: string;
  readonly suffixes: readonly string[];
} {
  const words = key.split(" ");
  const accents: string[] = [];
  while (words.length > 1 && accentWords.has(words[0] as string)) accents.push(words.shift() as string);
  const font = words.length > 1 && fontWords.has(words[0] as string) ? (words.shift() as Font) : undefined;
  return { accents, ...(font && { font }), letter: words[0] as string, suffixes: words.slice(1) };
}

/** The name of a key by its letter alone: `hat bold x 1` is `x_1_hat`. */
export function plainName(key: string): string {
  const { accents, letter, suffixes } = partsOfKey(key);
  return [letter, ...suffixes, ...accents].filter((w) => w !== "").join("_");
}

/** A command whose end ran into the letters behind it, `\topAX`, `\topdx`: the known command it begins with; undefined where it is none. */
export function runTogether(command: string): string | undefined {
  const small = /^(top|partial|nabla|odot|otimes)[a-z]{1,6}$/.exec(command)?.[1];
  if (small !== undefined && !command.startsWith("toprule")) return small;
  const m = /^([a-z]+)[A-Z][A-Za-z]*$/.exec(command);
  return m && (letters.has(m[1] as string) || infixes.has(m[1] as string) || /^(top|partial|nabla|intercal|dagger)$/.test(m[1] as string)) ? m[1] : undefined;
}

export interface ByRule {
  readonly letter: string;
  readonly font?: Font;
  readonly accent?: string;
}

export const marks: Readonly<Record<string, { readonly font?: Font; readonly accent?: string }>> = {
  v: { font: "bold" },
  b: { font: "bold" },
  bf: { font: "bold" },
  bm: { font: "bold" },
  bs: { font: "bold" },
  vec: { font: "bold" },
  mat: { font: "bold" },
  m: { font: "bold" },
  bold: { font: "bold" },
  bb: { font: "blackboard" },
  cal: { font: "calligraphic" },
  c: { font: "calligraphic" },
  scr: { font: "calligraphic" },
  hat: { accent: "hat" },
  h: { accent: "hat" },
  bar: { accent: "bar" },
  til: { accent: "tilde" },
  tilde: { accent: "tilde" },
  rm: {},
  sf: {},
};
const numerals: Readonly<Record<string, string>> = { zero: "0", one: "1", zeros: "0", ones: "1" };

/** A letter in an undefined command's name, `X`, `mu`, `zero`: as the language calls it. */
export function letterIn(text: string): string | undefined {
  return /^[A-Za-z]$/.test(text) ? text : (letters.get(text) ?? numerals[text]);
}

/**
 * What an undefined command is by its name: a letter with a mark of its font before or behind it (`\Xv`, `\bmu`, `\Rbb`, `\hatx`), or a letter alone.
 * Undefined where it is neither; a function's name (`\tr`) is looked up elsewhere.
 */
export function byRule(command: string): ByRule | undefined {
  const alone = /^[A-Z]$/.test(command) ? command : numerals[command];
  if (alone) return { letter: alone, font: /^[RNZCQ]$/.test(alone) ? "blackboard" : alone === "E" ? "blackboard" : "bold" };
  if (functions.has(command)) return undefined;
  let best: ByRule | undefined;
  let longest = 0;
  for (const [mark, style] of Object.entries(marks))
    for (const rest of [command.endsWith(mark) ? command.slice(0, -mark.length) : "", command.startsWith(mark) ? command.slice(mark.length) : ""]) {
      const letter = letterIn(rest);
      if (letter === undefined || rest.length <= longest) continue;
      best = { letter, ...style };
      longest = rest.length;
    }
  return best;
}
