import { blank, formNames, layoutNames, type Question, structureNames, taskNames } from "./question.ts";

/** The longest fragment that is read, and the longest text that is taken from one. */
const longest = 64_000;

interface Field {
  readonly key: string;
  readonly name: keyof Question;
  /** The values it may have; any text otherwise. */
  readonly among?: readonly (string | number)[];
}

/** A link's fields, in order; what stands at its usual value is left out. */
const fields: readonly Field[] = [
  { key: "e", name: "text" },
  { key: "by", name: "by" },
  { key: "q", name: "task", among: taskNames },
  { key: "o", name: "order", among: [1, 2] },
  { key: "l", name: "layout", among: layoutNames },
  { key: "f", name: "form", among: formNames },
  { key: "s", name: "structured", among: structureNames },
  { key: "t", name: "tab" },
  { key: "c", name: "claim" },
];

/** Signs that a fragment holds as they are; `$` and `!`, which the language lacks, stand for a space and a new line. */
const plain = /[A-Za-z0-9_.~'()*+;:,/@\-=]/;

/** Without halves of surrogate pairs. */
const wellFormed = (text: string): string => text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");

function written(text: string): string {
  let out = "";
  for (const c of wellFormed(text)) out += c === " " ? "$" : c === "\n" ? "!" : c === "!" ? "%21" : plain.test(c) ? c : encodeURIComponent(c);
  // what finds links in running text leaves such a sign at the end out
  return out.replace(/!$/, "%0A").replace(/[.;:,']$/, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The question as a fragment, without `#`: `e=x'*A*x&by=x`. */
export function fragmentOf(q: Question): string {
  return fields.flatMap(({ key, name }) => (q[name] === blank[name] ? [] : [`${key}=${written(String(q[name]))}`])).join("&");
}

/** The question that a fragment holds, or why it holds none. Whatever it says is data: values that are none of a field's are left at the usual one. */
export function questionIn(fragment: string): Question | "bad" | "long" {
  const text = fragment.replace(/^#/, "");
  if (text.length > longest) return "long";
  const found: Partial<Record<keyof Question, string | number>> = {};
  for (const part of text.split("&")) {
    const equals = part.indexOf("=");
    const field = fields.find((f) => f.key === part.slice(0, equals));
    if (!field) return "bad";
    let value: string;
    try {
      value = decodeURIComponent(
        part
          .slice(equals + 1)
          .replace(/\$/g, " ")
          .replace(/!/g, "\n"),
      );
    } catch {
      return "bad";
    }
    const known = field.among?.find((v) => String(v) === value);
    if (field.among && known === undefined) return "bad";
    found[field.name] = known ?? value;
  }
  return { ...blank, ...found } as Question;
}
