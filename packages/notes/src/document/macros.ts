import type { Macro } from "./source.ts";

/** The text of a group `{…}` that opens at k, and where it ends; undefined where it does not. */
export function group(text: string, k: number): readonly [content: string, end: number] | undefined {
  if (text[k] !== "{") return undefined;
  let depth = 0;
  for (let j = k; j < text.length && j < k + 5000; j++) {
    if (text[j] === "\\") j++;
    else if (text[j] === "{") depth++;
    else if (text[j] === "}" && --depth === 0) return [text.slice(k + 1, j), j + 1];
  }
  return undefined;
}

const definition =
  /\\(?:(?:re)?newcommand|providecommand|DeclareMathOperator|DeclareRobustCommand|def)\*?\s*\{?\s*\\([A-Za-z]+)\s*\}?\s*(?:\[(\d)\])?(?:\[[^\]]*\])?((?:#\d)*)\s*(?=\{)/g;

/** The macros a document defines: `\newcommand`, `\def`, `\DeclareMathOperator`. Nothing is executed, no file is read. */
export function macrosOf(text: string): Map<string, Macro> {
  const found = new Map<string, Macro>();
  for (const m of text.matchAll(definition)) {
    const body = group(text, m.index + m[0].length);
    if (!body) continue;
    const count = m[2] ? Number(m[2]) : (m[3]?.length ?? 0) / 2;
    found.set(m[1] as string, { arguments: count, body: m[0].startsWith("\\DeclareMathOperator") ? `\\operatorname{${body[0]}}` : body[0] });
  }
  return found;
}

/** The macros that stand for the begin or the end of an environment, as `begin:align`. */
export function shorthands(macros: ReadonlyMap<string, Macro>): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, { body }] of macros) {
    const m = /^\s*\\(begin|end)\s*\{([A-Za-z]+\*?)\}\s*$/.exec(body);
    if (m) found.set(name, `${m[1]}:${m[2]}`);
  }
  return found;
}
