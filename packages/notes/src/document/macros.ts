import { blank, type Macro } from "./source.ts";

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
  /\\(?:(?:re)?newcommand|providecommand|DeclareMathOperator|DeclareRobustCommand|def)\*?\s*\{?\s*\\([A-Za-z]+)\s*\}?\s*(?:\[(\d)\])?(?:\[([^\]]*)\])?((?:#\d)*)\s*(?=\{)/g;

/** The macros a document defines: `\newcommand`, `\def`, `\DeclareMathOperator`. Nothing is executed, no file is read. */
export function macrosOf(text: string): Map<string, Macro> {
  const found = new Map<string, Macro>();
  for (const m of text.matchAll(definition)) {
    const body = group(text, m.index + m[0].length);
    if (!body) continue;
    const count = m[2] ? Number(m[2]) : (m[4]?.length ?? 0) / 2;
    found.set(m[1] as string, {
      arguments: count,
      ...(m[3] !== undefined && { optional: m[3] }),
      body: m[0].startsWith("\\DeclareMathOperator") ? `\\operatorname{${body[0]}}` : body[0],
    });
  }
  return found;
}

/** The text with the definitions of macros made of blanks. */
export function withoutDefinitions(text: string): string {
  let out = "";
  let at = 0;
  for (const m of text.matchAll(definition)) {
    const body = group(text, m.index + m[0].length);
    if (!body || m.index < at) continue;
    out += text.slice(at, m.index) + blank(text.slice(m.index, body[1]));
    at = body[1];
  }
  return out + text.slice(at);
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

/** A formula with the document's own macros put in, as far as its outer form goes: a few rounds, and no longer than it is worth. */
export function expanded(source: string, macros: ReadonlyMap<string, Macro>): string {
  let text = source;
  for (let round = 0; round < 3 && macros.size > 0 && text.length < 20_000; round++) {
    let out = "";
    let at = 0;
    for (const m of text.matchAll(/\\([A-Za-z]+)/g)) {
      const macro = macros.get(m[1] as string);
      if (!macro || m.index < at || macro.arguments > 2) continue;
      let end = m.index + m[0].length;
      let body = macro.body;
      for (let k = 1; k <= macro.arguments; k++) {
        if (k === 1 && macro.optional !== undefined) {
          const [whole, given] = /^\s*\[([^\]]*)\]/.exec(text.slice(end, end + 400)) ?? ["", macro.optional];
          body = body.replaceAll("#1", () => `{${given}}`);
          end += whole.length;
          continue;
        }
        const g = group(text, end);
        if (!g) break;
        body = body.replaceAll(`#${k}`, g[0]);
        end = g[1];
      }
      out += text.slice(at, m.index) + body;
      at = end;
    }
    if (at === 0) break;
    text = out + text.slice(at);
  }
  return text;
}
