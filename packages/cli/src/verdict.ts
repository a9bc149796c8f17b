import type { CheckAnswer, CheckLink, Lang } from "gradus";
import type { Colours } from "./colour.ts";
import { labelled } from "./labels.ts";
import { type Said, saying, translated } from "./messages.ts";

type Paint = keyof Pick<Colours, "green" | "yellow" | "red" | "dim">;

/** How each verdict is shown: alone, in the margin of a derivation, and in which colour. */
const shown: Readonly<Record<CheckLink["verdict"], readonly [alone: Said, margin: Said, paint: Paint]>> = {
  correct: ["correct", "ok", "green"],
  "other-layout": ["right in another layout", "layout", "yellow"],
  "under-assumption": ["right under an assumption", "assume", "yellow"],
  wrong: ["wrong", "wrong", "red"],
  undecided: ["undecided", "?", "yellow"],
  definition: ["definition", "given", "dim"],
};

const matrixText = (rows: readonly (readonly number[])[]): string => {
  const text = rows.map((row) => row.map((v) => Number(v.toPrecision(5))).join(" ")).join("; ");
  return rows.length === 1 && rows[0]?.length === 1 ? text : `[${text}]`;
};

/** The values of names at a point, on one line. */
export const valuesText = (values: Readonly<Record<string, readonly (readonly number[])[]>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} = ${matrixText(value)}`)
    .join(", ");

/** What a verdict rests on, in lines; those with nothing to say are left out. */
function facts(answer: CheckAnswer, lang: Lang | undefined): readonly (readonly [label: Said, value: string])[] {
  const say = saying(lang);
  const { counterexample: at, witness, diagnosis } = answer;
  const rows: (readonly [Said, string])[] = [
    ["reason", answer.reason ?? ""],
    ["mistake", diagnosis?.message ?? ""],
    ["mended", diagnosis?.repaired ?? ""],
    ["derived", answer.derivative ?? ""],
    ["layout", answer.layout ?? ""],
    ["assuming", answer.assumptions.map((a) => translated(a, lang)).join(", ")],
    ["at", at ? valuesText(at.values) : ""],
    ["is", at ? matrixText(at.left) : ""],
    ["claimed", at?.right ? matrixText(at.right) : ""],
    [
      "declared",
      Object.entries(answer.declared)
        .map(([name, type]) => `${name}: ${type}`)
        .join("; "),
    ],
    ["by", answer.links || answer.verdict === "undecided" ? "" : say(answer.by)],
    ["refutes", witness ? say(`${witness.refuted}, at the same point`) : ""],
    ...answer.notes.map((note) => ["note", note.message] as const),
  ];
  return rows.filter(([, value]) => value !== "");
}

/** A verdict for a person to read, in lines; a derivation line by line, each with its verdict in the margin. */
export function verdictText(answer: CheckAnswer, colours: Colours, lang?: Lang): string {
  const [alone, , paint] = shown[answer.verdict];
  const head = colours.bold(colours[paint](saying(lang)(alone)));
  if (answer.links)
    return `${head}\n\n${answer.links.map((l, k, all) => linkText(l, all[k - 1], colours, lang)).join("")}\n${inLines(
      facts(answer, lang).filter(([l]) => l === "declared"),
      colours,
      lang,
    )}`;
  return `${head}\n\n${inLines(facts(answer, lang), colours, lang)}`;
}

const inLines = (rows: readonly (readonly [Said, string])[], colours: Colours, lang: Lang | undefined): string =>
  rows.map(([label, value]) => `  ${colours.dim(labelled(label, lang))}  ${value}\n`).join("");

function linkText(l: CheckLink, before: CheckLink | undefined, colours: Colours, lang: Lang | undefined): string {
  const say = saying(lang);
  const [, margin, paint] = shown[l.verdict];
  const goesOn = before !== undefined && before.right === l.left && !(before.verdict === "definition" && before.line !== l.line);
  const equality = goesOn ? `  = ${l.right}` : `${l.left} = ${l.right}`;
  const more = [
    l.diagnosis?.message,
    l.reason,
    l.assumptions?.length ? say(`right if ${l.assumptions.join(", ")}`) : undefined,
    l.verdict === "other-layout" && l.layout ? say(`right in ${l.layout} layout`) : undefined,
    l.repaired === undefined ? undefined : say(`write ${l.repaired}`),
  ].filter((t): t is string => t !== undefined);
  const rest = l.verdict === "correct" && !l.reason ? [] : more;
  return `  ${colours[paint](labelled(margin, lang, 6))} ${String(l.line + 1).padStart(3)}  ${equality}\n${rest.map((t) => `               ${colours.dim(t)}\n`).join("")}`;
}
