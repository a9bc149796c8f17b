/**
 * Messages are written in English where the mistake is found; Chinese has them in dictionaries, by the English text with a named place for each part that
 * varies: `{name} is declared twice`. The places make the text a type, so a message without a row in the dictionaries is an error of types where it is written.
 */

/** The texts that a row stands for: its places may hold anything. */
export type TextOf<Row extends string> = Row extends `${infer Before}{${infer Place}}${infer After}`
  ? Place extends `${string} ${string}`
    ? Row
    : `${Before}${string}${TextOf<After>}`
  : Row;

type PlacesOf<Text extends string> = Text extends `${string}{${infer Place}}${infer After}` ? Place | PlacesOf<After> : never;

/** Endings of English words, whose places begin with `_`, have no counterpart. */
type Needed<Place> = Place extends `_${string}` ? never : Place;

type Faithful<Row extends string, Text extends string> = [Needed<PlacesOf<Row>>] extends [PlacesOf<Text>]
  ? [PlacesOf<Text>] extends [PlacesOf<Row>]
    ? Text
    : never
  : never;

/** A dictionary from English to another language. A translation that drops a place, or has one more, is an error of types. */
export const dictionary = <const Rows extends Readonly<Record<string, string>>>(
  rows: Rows & {
    readonly [Row in keyof Rows]: Faithful<Row & string, Rows[Row]>;
  },
): Readonly<Record<keyof Rows & string, string>> => rows;

interface Row {
  readonly pattern: RegExp;
  readonly places: readonly string[];
  readonly text: string;
}

const place = /\{(\w+)\}/g;
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Translates what matches a row, the row with most words first; what stands in its places likewise, but for `{typed}`, which stays. What matches none stays. */
export function translator(rows: Readonly<Record<string, string>>): (text: string) => string {
  let made: readonly Row[] | undefined;
  const table = () =>
    (made ??= Object.entries(rows)
      .map(([english, text]) => ({ english, text, words: english.replace(place, "").length }))
      .sort((a, b) => b.words - a.words)
      .map(({ english, text }) => ({
        pattern: new RegExp(
          `^${english
            .split(/\{\w+\}/)
            .map(escaped)
            .join("(.*?)")}$`,
          "s",
        ),
        places: [...english.matchAll(place)].map((m) => m[1] as string),
        text,
      })));
  const translate = (text: string): string => {
    for (const { pattern, places, text: other } of table()) {
      const found = pattern.exec(text);
      if (!found) continue;
      const values = new Map(places.map((p, k) => [p, found[k + 1] as string]));
      return other.replace(place, (_, p: string) => (p === "typed" ? (values.get(p) ?? "") : translate(values.get(p) ?? "")));
    }
    return text;
  };
  return translate;
}
